"""An entry of the feed as a reader shows it, beside the page of its day.

Readers strip what is not text: styles, scripts, classes and drawings. The entry is taken from the bytes of the
feed itself, as they would be published.
"""

from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin
from xml.etree import ElementTree

from leverage_site.dates import parse_date
from leverage_site.pages.urlmap import feed_address
from leverage_site.serve.preview import PreviewState
from leverage_site.urls import absolute, file_of, percent_encoded

FEED_FILE = file_of(feed_address("", "rss"))

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
# What the sanitizers of readers leave, by name with its attributes.
_PLAIN = (
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead"),
    *("tbody", "tfoot", "tr", "caption", "blockquote", "pre", "code", "em", "strong", "b", "i", "s", "del", "sub"),
    *("sup", "kbd", "figure", "figcaption"),
)
_KEPT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_PLAIN, ()),
    "a": ("href",),
    "img": ("src", "alt"),
    "th": ("colspan", "rowspan"),
    "td": ("colspan", "rowspan"),
}
_DROPPED = frozenset(
    {"script", "style", "svg", "iframe", "template", "form", "button", "select", "math", "object"}
)
_VOID = frozenset({"br", "hr", "img"})
_FRAME = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} in the feed</title>
<style>
body {{ display: grid; grid-template: 100vh / minmax(0, 1fr) minmax(0, 1fr); margin: 0; font: 1rem/1.5 serif }}
main {{ overflow: auto; padding: 0 1.5rem 2rem; overflow-wrap: anywhere }}
iframe {{ width: 100%; height: 100%; border: 0; border-right: 1px solid }}
@media (max-width: 46rem) {{ body {{ grid-template: auto 100vh / minmax(0, 1fr) }} main {{ order: -1 }} }}
</style>
</head>
<body>
<iframe src="{page}" title="The page"></iframe>
<main>
<h1>{title}</h1>
{content}
</main>
</body>
</html>
"""


def day_file(state: PreviewState, text: str) -> str | None:
    """Return the file of the page of a day, given as YYYY-MM-DD, or None where there is none."""
    day, pages = parse_date(text), state.site.plan.pages
    return next((file_of(page.address) for page in pages if page.kind.name == "day" and page.args == (day,)), None)


def entry_page(state: PreviewState, file: str, feed: bytes) -> bytes | None:
    """Return the page that shows the entry of a day's page, or None where the feed has none.

    Args:
        state: The state that the feed is of.
        file: That of the day's page.
        feed: The site's RSS feed.

    """
    plan = state.site.plan
    url = absolute(plan.site.base_url, plan.by_file[file].address)
    for item in ElementTree.fromstring(feed).iter("item"):  # noqa: S314 (the program's own)
        if item.findtext("link") == url:
            content = strip(item.findtext(_CONTENT) or item.findtext("description") or "", url)
            page = plan.site.base_path + percent_encoded(file)
            return _FRAME.format(title=escape(item.findtext("title") or ""), page=page, content=content).encode()
    return None


def strip(html: str, base: str) -> str:
    """Return what a reader leaves of an entry whose links begin at `base`."""
    stripper = _Stripper(base)
    stripper.feed(html)
    stripper.close()
    return "".join(stripper.pieces)


class _Stripper(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.pieces: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag in _DROPPED
        if self.depth or tag not in _KEPT:
            return
        kept = {name: value or "" for name, value in attrs if name in _KEPT[tag]}
        for name in kept.keys() & {"href", "src"}:
            kept[name] = urljoin(self.base, kept[name])
            if not kept[name].lower().startswith(("http:", "https:", "mailto:")):
                del kept[name]
        written = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
        self.pieces.append(f"<{tag}{written}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self.depth = max(0, self.depth - 1)
        elif not self.depth and tag in _KEPT and tag not in _VOID:
            self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.pieces.append(escape(data, quote=False))
