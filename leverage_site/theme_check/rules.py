"""What a page must have and must not have.

It must not hold texts that became markup, nor what a strict Content-Security-Policy forbids. To be of use to all
readers it needs a frame, headings in order, unique ids, and names of things.
"""

import re
from collections import Counter
from collections.abc import Iterator

from leverage_site.problems import catalog
from leverage_site.render.theme_chain import ASSETS
from leverage_site.theme_check.html import Finding, HtmlPage, Tag
from leverage_site.theme_check.sample import MARK

DEFAULT_STYLES = f"{ASSETS}/style.css"

# Browsers run neither.
_DATA_TYPES = ("application/ld+json", "application/json")
_HANDLER = re.compile(r"on[a-z]{3,}")
_ADDRESSES = ("href", "src", "action", "formaction", "data", "xlink:href")
_LEVELS = {f"h{n}": n for n in range(1, 7)}
_NAMING = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers")
_SECTION = "records"
# Of these elements a page has one each.
_SOLE_HINTS = {
    "main": "Put the content of the page, and nothing else, into one <main>.",
    "h1": "Give each page one <h1>: its title, {{ view.head.title }}.",
}
_ID_HINT = (
    "Give each element an id of its own. Headings of records have ids too, but never one with an underscore."
)


def injected_markup(page: HtmlPage) -> Iterator[Finding]:
    """Yield the tags that texts of the sample became, wholly or in part."""
    for tag in page.tags:
        if _is_injected(tag):
            yield Finding(catalog.BECAME_MARKUP, tag, tag.text.partition("=")[0], {"tag": tag.text})


def without_injected_markup(page: HtmlPage) -> HtmlPage:
    """Return the page without the tags of `injected_markup`, so that other rules do not report them again."""
    return page._replace(tags=tuple(tag for tag in page.tags if not _is_injected(tag)))


def inline_code(page: HtmlPage) -> Iterator[Finding]:
    """Yield the scripts and styles that stand in the page itself."""
    for tag in page.tags:
        kinds = []
        if tag.name == "script" and "src" not in tag.attributes and tag.attributes.get("type") not in _DATA_TYPES:
            kinds.append("a <script> without src")
        if tag.name == "style":
            kinds.append("a <style>")
        for name, value in tag.attributes.items():
            if name == "style" or _HANDLER.fullmatch(name):
                kinds.append(f"{name}= of <{tag.name}>")
            elif name in _ADDRESSES and "".join(value.split()).lower().startswith("javascript:"):
                kinds.append(f"a javascript: address of <{tag.name}>")
        yield from (Finding(catalog.INLINE, tag, what, {"what": what}) for what in kinds)


def structure(page: HtmlPage, *, redirect: bool = False) -> Iterator[Finding]:
    """Yield what the page lacks or has wrong; a redirect, which nobody reads, needs no frame."""
    if not page.title:
        yield _fault(None, "the page has no <title>", "Put <title>{{ view.head.title }}</title> into its <head>.")
    root = next(iter(page.named("html")), None)
    if root is None or not root.attributes.get("lang"):
        yield _fault(root, "the page does not say its language", 'Write <html lang="{{ site.language }}">.')
    names = [tag.attributes.get("name", "").lower() for tag in page.named("meta")]
    if not redirect and "viewport" not in names:
        hint = 'Put <meta name="viewport" content="width=device-width, initial-scale=1"> into its <head>.'
        yield _fault(None, "the page has no viewport, so that a phone shows it tiny", hint)
    for name, hint in () if redirect else _SOLE_HINTS.items():
        if len(tags := page.named(name)) != 1:
            yield _fault(tags[1] if tags else None, f"the page has {len(tags) or 'no'} <{name}>", hint)
    level = 1
    for tag in page.named(*_LEVELS):
        if _LEVELS[tag.name] > level + 1:
            what = f"<{tag.name}> follows <h{level}>: a level of headings is left out"
            yield _fault(tag, what, f"Make it <h{level + 1}>; how large it looks is up to the stylesheet.")
        level = _LEVELS[tag.name]
    yield from _ids(page)
    yield from _names(page)


def section(page: HtmlPage) -> Iterator[Finding]:
    """Yield a finding where the page has the default theme's stylesheet but nothing that it styles."""
    is_styled = any(tag.attributes.get("href", "").endswith(DEFAULT_STYLES) for tag in page.named("link"))
    if is_styled and not any(_SECTION in tag.attributes.get("class", "").split() for tag in page.tags):
        what = f'the page has nothing with class="{_SECTION}", which is all that {DEFAULT_STYLES} styles'
        hint = f'Put what the page shows into elements with this class, or write <body class="{_SECTION}">.'
        yield _fault(None, what, hint)


def _is_injected(tag: Tag) -> bool:
    return tag.name == f"x-{MARK}" or MARK in tag.attributes or MARK in tag.attributes.values()


def _fault(tag: Tag | None, what: str, hint: str) -> Finding:
    return Finding(catalog.BADLY_BUILT, tag, what, {"what": what}, hint)


def _ids(page: HtmlPage) -> Iterator[Finding]:
    seen = Counter(page.ids)
    for tag in page.tags:
        if seen.get(name := tag.attributes.get("id", ""), 0) > 1:
            seen[name] = 0
            yield _fault(tag, f"the id '{name}' stands twice on the page", _ID_HINT)
    for tag in page.tags:
        for attribute in _NAMING:
            for name in tag.attributes.get(attribute, "").split():
                if name not in seen:
                    yield _fault(tag, f"{attribute} names the id '{name}', which is not on the page", _ID_HINT)


def _names(page: HtmlPage) -> Iterator[Finding]:
    for tag in page.named("img"):
        if "alt" not in tag.attributes:
            hint = 'Say what the image shows in its alt, or write alt="" if it only adorns.'
            yield _fault(tag, "an image has no alt", hint)
    for tag in page.named("th"):
        if tag.attributes.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
            hint = 'Write <th scope="col"> above a column, <th scope="row"> before a row.'
            yield _fault(tag, "a table's heading does not say what it is the heading of", hint)
