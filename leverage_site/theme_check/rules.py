"""What a page must have and must not have, and where its links lead.

It must not hold texts that became markup, nor what a strict Content-Security-Policy forbids. To be of use to all
readers it needs a frame, headings in order, unique ids, and names of things. What it refers to must be there.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from leverage_site.pages.urlmap import NOT_FOUND
from leverage_site.problems import Place, Problem, Source, catalog
from leverage_site.records.model import StaticFile
from leverage_site.render.host_page import SECTION
from leverage_site.render.theme_chain import ASSETS
from leverage_site.settings import THEMES
from leverage_site.theme_check.html import Finding, HtmlPage, Tag
from leverage_site.theme_check.sample import MARK
from leverage_site.urls import file_of, without_digest
from leverage_site.values import value

DEFAULT_STYLES = f"{ASSETS}/style.css"
MAX_STYLES = 40_000  # bytes of a stylesheet

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
# The page for what is not found is shown at any depth.
_ANY_DEPTH = "no/such/page.html"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?['\"]?([^'\"]*)", re.IGNORECASE)
# An address in a srcset may hold commas itself.
_CANDIDATE = re.compile(r"(?<=[xw])\s*,\s*|,\s+")
_LINKS = {"a": ("href",), "area": ("href",), "form": ("action",)}
_LOADED = ("src", "poster", "data")
_DRAWN = ("href", "xlink:href")
_SHOWN = frozenset({"stylesheet", "icon", "apple-touch-icon", "mask-icon", "manifest"})
_LOADING = _SHOWN | {"preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch"}
_META_ADDRESSES = ("og:image", "og:url", "twitter:image")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_VISIBLE = re.compile(r"[^\n]")
_STYLES_ADDRESS = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])([^'\")]+)", re.IGNORECASE)

_NO_FILE = "no file of the site"
_OTHER_HOST = "another host"
_NO_ELEMENT = "no element"
_ANCHOR_HINT = "Give the element that is meant this id, or correct the address."
_STYLES_HINTS = {catalog.LEADS_NOWHERE: "Addresses in a stylesheet begin at the folder that it is in."}
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
        for name, text in tag.attributes.items():
            if name == "style" or _HANDLER.fullmatch(name):
                kinds.append(f"{name}= of <{tag.name}>")
            elif name in _ADDRESSES and "".join(text.split()).lower().startswith("javascript:"):
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
    addresses = [without_digest(tag.attributes.get("href", "")) for tag in page.named("link")]
    is_styled = any(address.endswith(DEFAULT_STYLES) for address in addresses)
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


class Reference(NamedTuple):
    """An address on a page; what is `loaded`, a browser asks for without the reader's doing."""

    tag: Tag
    address: str
    loaded: bool


def references(page: HtmlPage) -> Iterator[Reference]:
    """Yield every address of the page."""
    for tag in page.tags:
        attributes = tag.attributes
        if tag.name == "link":
            yield Reference(tag, attributes.get("href", ""), bool(tag.rel & _LOADING))
        elif tag.name == "meta":
            content = attributes.get("content", "")
            if attributes.get("http-equiv", "").lower() == "refresh" and (match := _REFRESH.match(content)):
                yield Reference(tag, match[1], False)
            elif attributes.get("property", attributes.get("name")) in _META_ADDRESSES:
                yield Reference(tag, content, False)
        else:
            links = _LINKS.get(tag.name, ())
            yield from (Reference(tag, attributes[name], False) for name in links if name in attributes)
            loaded = (*_LOADED, *(_DRAWN if tag.drawn and not links else ()))
            yield from (Reference(tag, attributes[name], True) for name in loaded if name in attributes)
            candidates = _CANDIDATE.split(attributes.get("srcset", ""))
            yield from (Reference(tag, each.split()[0], True) for each in candidates if each.strip())


@value
class LinkChecker:
    """What addresses may lead to: the site's files, the ids on its pages, and what the theme says the host has.

    An entry of `host` that ends in / stands for all below it.
    """

    base_url: str
    files: Mapping[str, object]
    ids: Mapping[str, frozenset[str]]
    host: tuple[str, ...] = ()

    def check_page(self, file: str, page: HtmlPage) -> Iterator[Finding]:
        """Yield the addresses on the page `file` that lead nowhere, or to another host where they may not."""
        for tag, address, loaded in references(page):
            if target := self.bad_target(file, address, loaded=loaded):
                yield self._finding(tag, address, target)

    def check_styles(self, asset: StaticFile) -> Iterator[Problem]:
        """Yield what is wrong with a stylesheet: its size, and what it loads. Raises OSError."""
        data = Path(asset.on_disk).read_bytes()
        # A host is kept out of it by the length of its rules.
        is_isolated = asset.path.endswith(f"{THEMES}/{SECTION}/{DEFAULT_STYLES}")
        if len(data) > MAX_STYLES and not is_isolated:
            yield catalog.LARGE_STYLES.at(Place(asset.path), size=f"{len(data):,}", limit=f"{MAX_STYLES:,}")
        text = data.decode(errors="replace")
        source = Source.from_text(asset.path, text)
        # Blanks take the place of comments, so that columns stay what they are.
        code = _COMMENT.sub(lambda comment: _VISIBLE.sub(" ", comment[0]), text)
        for number, line in enumerate(code.split("\n"), 1):
            for match in _STYLES_ADDRESS.finditer(line):
                address = match[1].strip()
                if target := self.bad_target(file_of(asset.address), address, loaded=True):
                    finding = self._finding(None, address, target)
                    place = source.place(number, match.start(1) + 1, len(address))
                    hint = _STYLES_HINTS.get(finding.code)
                    yield finding.code.at(place, hint=hint, **finding.values, where="")

    def bad_target(self, file: str, address: str, *, loaded: bool) -> str | None:
        """Return where `address` on the page or stylesheet `file` leads if it must not lead there, or None."""
        address = address.strip()
        if _SCHEME.match(address) and not address.lower().startswith(("http:", "https:")):
            return None
        page = _ANY_DEPTH if file == file_of(NOT_FOUND) else file
        try:
            url = urlsplit(urljoin(self.base_url + page, address))
        except ValueError:
            return "nothing: it is no address"
        base, written = urlsplit(self.base_url), urlsplit(address)
        # Only what means the same on every page can be meant for the host.
        if (written.netloc or written.path.startswith("/")) and self._is_on_host(url):
            return None
        if url.netloc != base.netloc:
            return _OTHER_HOST if loaded else None
        if not url.path.startswith(base.path):
            return "a place outside of the site, which may be below a path of its host"
        target = file_of("/" + unquote(url.path.removeprefix(base.path)))
        target = file if target == page else target
        if target not in self.files:
            return _NO_FILE
        anchor = unquote(url.fragment)
        # Of what is no page no ids are known.
        is_there = not anchor or anchor.lower() == "top" or anchor in self.ids.get(target, {anchor})
        return None if is_there else f"{_NO_ELEMENT} of {target}"

    def _is_on_host(self, url: SplitResult) -> bool:
        """Whether the host has it, and not the site, which may be below a path of the host."""
        base = urlsplit(self.base_url)
        if base.path != "/" and (url.netloc, url.path[: len(base.path)]) == (base.netloc, base.path):
            return False
        path = url.path or "/"
        for entry in self.host:
            place = urlsplit(urljoin(self.base_url, entry))
            if (url.scheme.lower(), url.netloc.lower()) == (place.scheme.lower(), place.netloc.lower()):
                top = place.path or "/"
                if path.startswith(top) if top.endswith("/") else path == top:
                    return True
        return False

    def _finding(self, tag: Tag | None, address: str, target: str) -> Finding:
        if target == _OTHER_HOST:
            return Finding(catalog.OTHER_HOST, tag, address, {"address": address})
        # The same address is written differently on pages of different depth, and below different paths.
        key = address.removeprefix(urlsplit(self.base_url).path).replace("../", "").lstrip("./")
        hint = _ANCHOR_HINT if target.startswith(_NO_ELEMENT) else None
        return Finding(catalog.LEADS_NOWHERE, tag, key, {"address": address, "what": target}, hint)
