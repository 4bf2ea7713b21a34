"""A host's rendered page → its frame: all but what is the page's own, with two marks where ours belongs.

The text stays as the host wrote it, letter by letter. Changed are addresses that mean something else on another
page, and the mark of the page that is shown. Nothing is executed, and nothing is a template.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

from leverage_site.adopting.addresses import ATTRIBUTES, SETS, Addresses
from leverage_site.adopting.document import HostDocument, HostTag, UnfitPageError
from leverage_site.adopting.policy import Policy, is_run
from leverage_site.adopting.scheme import Sheet
from leverage_site.render.host_page import CONTENT_MARK, HEAD_MARK

_KEPT_LINKS = {
    "stylesheet", "icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon", "manifest", "preload",
    "modulepreload", "preconnect", "dns-prefetch", "search", "me",
}  # fmt: skip
_KEPT_METAS = {
    "theme-color", "color-scheme", "referrer", "format-detection", "application-name", "mobile-web-app-capable",
    "apple-mobile-web-app-capable", "apple-mobile-web-app-title", "apple-mobile-web-app-status-bar-style",
    "msapplication-tilecolor", "msapplication-config", "darkreader-lock", "content-security-policy",
}  # fmt: skip
_WHOLE = frozenset({"script", "style", "noscript", "template", "title"})
_DATA = "application/ld+json"
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")


@dataclass(frozen=True)
class Frame:
    """What became of a host's page: `text` is its host.html, the rest is to be told.

    `policy` has a line for each directive of a Content-Security-Policy, with the sources that it must allow for
    what the host's page brings along, `left_out` what of its head was the page's own. `address` is where the page
    is taken to be; `address_by` says what of it says so, where nobody gave the address. `sheets` are its
    stylesheets, `has_scheme` whether its head says that it is light or dark.
    """

    text: str
    language: str
    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    policy: tuple[str, ...]
    left_out: tuple[str, ...]
    headings: int
    address: str
    address_by: str
    sheets: tuple[Sheet, ...]
    has_scheme: bool


def adopt_page(text: str, address: str, base_url: str, selector: str = "", language: str = "en") -> Frame:
    """Make a frame of a page.

    Args:
        text: The page.
        address: Where it is; its relative addresses begin there. Nothing stands for what the page says of that.
        base_url: Where our site is.
        selector: Selects the element that our content is put into: a name, `.class` and `#id` in one word. By
            default it is put between the comments `BEGIN` and `END`, or where there are none into `<main>`.
        language: What a page is in that does not say so.

    Raises UnfitPageError.

    """
    page = HostDocument(text)
    if page.is_made_for(base_url):
        raise UnfitPageError("it is one of this section, with its host's frame around it; adopt one outside of it")
    start, end = page.content(selector)
    address_by = ""
    if not address:
        own, address_by = page.own_address()
        address = _joined(base_url, own) if own else ""
    if not address:
        address, address_by = urljoin(base_url, "/"), ""
    addresses = Addresses(_joined(address, page.base) or address, base_url)
    frame = _Framing(page, addresses, start, end, language).frame()
    return replace(frame, address=address, address_by=address_by)


def _joined(base: str, address: str) -> str:
    """Return a whole address; nothing where it is none that can be asked."""
    try:
        whole = urljoin(base, address)
        return whole if urlsplit(whole).netloc else ""
    except ValueError:
        return ""


@dataclass
class _Framing:
    """Makes a frame of a page: what is between `start` and `end` goes."""

    page: HostDocument
    addresses: Addresses
    start: int
    end: int
    language: str
    styles: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    policy: Policy = field(default_factory=Policy)
    left_out: list[str] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    has_scheme: bool = False

    def frame(self) -> Frame:
        """Return the frame."""
        page = self.page
        self.ids = {tag.attributes["id"] for tag in page.tags if self._stays(tag) and "id" in tag.attributes}
        head = "".join(f"{text}\n" for text in self._head())
        before = self._body(page.body.end, self.start)
        after = self._body(self.end, page.body_end)
        skip = "" if self._has_skip_link() else '<a class="skip" href="#main_">Skip to main content</a>\n'
        root = page.text[page.html.start : page.html.end] if page.html else "<html>"
        language = page.html.attributes.get("lang") if page.html else None
        if language is None:
            language, tag = self.language, len("<html")
            root = f'{root[:tag]} lang="{escape(language)}"{root[tag:]}'
        parts = (
            f'<!DOCTYPE html>\n{root}\n<head>\n<meta charset="utf-8">\n{HEAD_MARK}\n{head}</head>\n',
            f"{self._rewritten(page.body)}\n{skip}{before.lstrip()}\n{CONTENT_MARK}\n{after}\n</body>\n</html>\n",
        )
        return Frame(
            text="".join(parts),
            language=language,
            styles=tuple(self.styles),
            scripts=tuple(self.scripts),
            policy=self.policy.lines(),
            left_out=tuple(dict.fromkeys(self.left_out)),
            headings=sum(1 for tag in page.tags if tag.name == "h1" and not tag.is_end and self._stays(tag)),
            address="",
            address_by="",
            sheets=tuple(self.sheets),
            has_scheme=self.has_scheme,
        )

    def _has_skip_link(self) -> bool:
        """Whether the first link of the page leads to its content."""
        links = (tag.attributes.get("href", "") for tag in self.page.tags if tag.name == "a" and self._stays(tag))
        return next(links, "").startswith("#")

    def _stays(self, tag: HostTag) -> bool:
        return tag.start >= self.page.body.start and not self.start <= tag.start < self.end

    def _head(self) -> Iterator[str]:
        """Yield what stays of the head."""
        tags, n = self.page.tags[: self.page.body_at], 0
        while n < len(tags):
            tag, whole = tags[n], tags[n].name in _WHOLE and not tags[n].is_end
            last = self.page.end_of(n) if whole else tag
            n += 1
            while n < len(tags) and tags[n].start < last.end:
                n += 1
            if tag.is_end or tag.name in ("html", "head", "base"):
                continue
            if self._is_kept(tag):
                yield self._element(tag, last)

    def _is_kept(self, tag: HostTag) -> bool:
        attributes, name = tag.attributes, tag.name
        if name == "link":
            rel = attributes.get("rel", "").lower().split()
            said, kept = f"link {' '.join(rel)}", bool(_KEPT_LINKS & {*rel})
        elif name == "meta":
            named = attributes.get("name", attributes.get("http-equiv", attributes.get("property", "charset")))
            said, kept = f"meta {named}", named.lower() in _KEPT_METAS
            self.has_scheme = self.has_scheme or named.lower() == "color-scheme"
        elif name == "!--":
            return attributes[""].startswith("#")  # for the host's server
        else:
            kept = name != "title" and attributes.get("type") != _DATA
            said = "JSON-LD" if name == "script" else name
        if not kept and said not in ("meta charset", "meta viewport", "title"):
            self.left_out.append(said)
        return kept

    def _element(self, tag: HostTag, last: HostTag) -> str:
        """Return an element with all inside, its addresses as they are meant; note what a policy must allow."""
        text = self.page.text[tag.end : last.start] if last is not tag else ""
        if tag.name == "style":
            text = self.addresses.resolve_styles(text)
            self.policy.add_element(tag, text)
            line = self.page.line_of(tag.end)
            self.sheets.append(Sheet("", text, tag.attributes.get("media", ""), line))
        elif tag.name == "script" and "src" not in tag.attributes and text.strip():
            if is_run(tag):
                self.scripts.append("(in the page)")
            self.policy.add_element(tag, text)
        elif tag.name in ("noscript", "template"):
            text = self._body(tag.end, last.start)
        end = self.page.text[last.start : last.end] if last is not tag else ""
        return self._rewritten(tag) + text + end

    def _body(self, start: int, end: int) -> str:
        """Return a part of the page, its addresses as they are meant."""
        pieces, place, skipped = [], start, 0
        for n, tag in enumerate(self.page.tags):
            if not start <= tag.start < end or tag.start < skipped or tag.is_end or tag.name == "!--":
                continue
            pieces.append(self.page.text[place : tag.start])
            if tag.name in ("script", "style"):
                last = self.page.end_of(n)
                pieces.append("" if tag.attributes.get("type") == _DATA else self._element(tag, last))
                place = skipped = last.end
            else:
                pieces.append(self._rewritten(tag))
                place = tag.end
        return "".join([*pieces, self.page.text[place:end]]).strip("\n")

    def _rewritten(self, tag: HostTag) -> str:
        """Return a start tag with its addresses as they are meant, and the section as the page that is shown."""
        if tag.name == "link" and "stylesheet" in tag.attributes.get("rel", "").lower():
            address = self.addresses.resolve(tag.attributes.get("href", ""))
            self.styles.append(address)
            self.sheets.append(Sheet(address, "", tag.attributes.get("media", ""), 1))
        if tag.name == "script" and "src" in tag.attributes:
            self.scripts.append(self.addresses.resolve(tag.attributes["src"]))
        text = self.page.text[tag.start : tag.end]
        head = len(tag.name) + 1
        inner = _ATTRIBUTE.sub(lambda part: self._attribute(tag, part), text[head:-1])
        inner = inner.rstrip()
        href = tag.attributes.get("href")
        is_ours = tag.name == "a" and href and self.addresses.resolve(href) == self.addresses.section
        if is_ours and self.addresses.section != "/":
            inner += ' aria-current="true"'
        return f"{text[:head]}{inner}>"

    def _attribute(self, tag: HostTag, part: re.Match[str]) -> str:
        name, written = part[1].lower(), part[2]
        if name == "aria-current" and tag.name == "a":
            return ""
        if written is None:
            return part[0]
        changed = self._changed(name, tag)
        old = unescape(written.strip("\"'") if written[0] in "\"'" else written)
        new = changed(old) if changed else old
        self.policy.add_attribute(tag, name, new)
        return part[0] if new == old else f'{part[1]}="{escape(new)}"'

    def _changed(self, name: str, tag: HostTag) -> Callable[[str], str] | None:
        """Return what makes the value of an attribute what it must be on other pages."""
        if name in SETS:
            return self.addresses.resolve_set
        if name == "style":
            return self.addresses.resolve_styles
        if name in ATTRIBUTES and not (name == "data" and tag.name != "object"):
            return self._address
        return None

    def _address(self, address: str) -> str:
        """Return an address as it is meant; what was in the content that goes is our content."""
        name = address.strip().removeprefix("#")
        is_gone = address.strip().startswith("#") and name and name != "top" and name not in self.ids
        return "#main_" if is_gone and not name.startswith("/") else self.addresses.resolve(address)
