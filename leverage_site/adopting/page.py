"""A host's rendered page → its frame: all but what is the page's own, with two marks where ours belongs.

The text stays as the host wrote it, letter by letter. Changed are addresses that mean something else on another
page, and the mark of the page that is shown. Nothing is executed, and nothing is a template.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape, unescape
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from leverage_site.pages.plan import GENERATOR
from leverage_site.render.host_page import CONTENT_MARK, HEAD_MARK

BEGIN, END = "leverage-site begin", "leverage-site end"

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
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "poster", "data", "xlink:href", "longdesc"})
_SETS = frozenset({"srcset", "imagesrcset"})
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
# An address of `srcset`, which may have commas inside, and what stands behind it.
_CANDIDATE = re.compile(r"([^\s,]++(?:,++[^\s,]++)*+)(\s++[^,]*+)?+")
_URL = re.compile(r"""(url\(\s*["']?|@import\s+["'])([^"')]+)""", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SELECTOR_PART = re.compile(r"([.#])([\w-]+)")
_LINE_END = re.compile("\n")
_SELECTOR = re.compile(r"(?P<tag>[a-zA-Z][\w-]*)?(?P<rest>(?:[.#][\w-]+)*)")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class UnfitPageError(ValueError):
    """Raised of a page that has no place for content, or no one place."""


class HostTag(NamedTuple):
    """A start or end tag of a page, or a comment (named `!--`), with where it begins and ends in the text."""

    name: str
    attributes: dict[str, str]
    start: int
    end: int
    is_end: bool = False


@dataclass(frozen=True)
class Frame:
    """What became of a host's page: `text` is its host.html, the rest is to be told.

    `policy` has the sources that a Content-Security-Policy must allow for what the host's page brings along,
    `left_out` what of its head was the page's own.
    """

    text: str
    language: str
    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    policy: tuple[str, ...]
    left_out: tuple[str, ...]
    headings: int


def adopt_page(text: str, address: str, base_url: str, selector: str = "", language: str = "en") -> Frame:
    """Make a frame of a page.

    Args:
        text: The page.
        address: Where it is; its relative addresses begin there.
        base_url: Where our site is.
        selector: Selects the element that our content is put into: a name, `.class` and `#id` in one word. By
            default it is put between the comments `BEGIN` and `END`, or where there are none into `<main>`.
        language: What a page is in that does not say so.

    Raises UnfitPageError.

    """
    page = _Page(text)
    if page.is_made_for(base_url):
        raise UnfitPageError("it is one of this section, with its host's frame around it; adopt one outside of it")
    start, end = page.content(selector)
    addresses = _Addresses(urljoin(address, page.base), base_url)
    return _Framing(page, addresses, start, end, language).frame()


class _Scanner(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[HostTag] = []
        self.text = text
        # Only line feeds end lines for the parser.
        self.lines = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def _offset(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._offset()
        attributes = {name: value or "" for name, value in reversed(attrs)}
        self.tags.append(HostTag(tag, attributes, start, start + len(self.get_starttag_text() or "")))

    def handle_endtag(self, tag: str) -> None:
        start = self._offset()
        if self.text.startswith("</", start):
            self.tags.append(HostTag(tag, {}, start, self.text.find(">", start) + 1, is_end=True))

    def handle_comment(self, data: str) -> None:
        start = self._offset()
        self.tags.append(HostTag("!--", {"": data}, start, self.text.find(">", start + 4 + len(data)) + 1))


class _Page:
    """A page's tags, and the places in it that matter. Raises UnfitPageError where it has no body."""

    def __init__(self, text: str) -> None:
        self.text = text
        scanner = _Scanner(text)
        scanner.feed(text)
        scanner.close()
        self.tags = scanner.tags
        bodies = [n for n, tag in enumerate(self.tags) if tag.name == "body" and not tag.is_end]
        if len(bodies) != 1:
            raise UnfitPageError(f"it has {len(bodies) or 'no'} <body>")
        self.body_at = bodies[0]
        self.body = self.tags[self.body_at]
        ends = [tag.start for tag in self.tags if tag.is_end and tag.name in ("body", "html")]
        self.body_end = min([place for place in ends if place > self.body.end], default=len(text))
        self.html = next((tag for tag in self.tags if tag.name == "html" and not tag.is_end), None)
        self.base = next((tag.attributes.get("href", "") for tag in self.tags if tag.name == "base"), "")

    def is_made_for(self, base_url: str) -> bool:
        """Whether the page is one that this program made for the site at `base_url`."""
        head = [tag.attributes for tag in self.tags[: self.body_at]]
        is_made = {"name": "generator", "content": GENERATOR}
        return any(is_made.items() <= attributes.items() for attributes in head) and any(
            attributes.get("rel") == "canonical" and attributes.get("href", "").startswith(base_url)
            for attributes in head
        )

    def content(self, selector: str) -> tuple[int, int]:
        """Return where the content begins and ends, which ours replaces. Raises UnfitPageError."""
        if not selector:
            marks = {
                said: [tag for tag in self.tags if tag.attributes.get("", "").strip() == said]
                for said in (BEGIN, END)
            }
            if marks[BEGIN] or marks[END]:
                if len(marks[BEGIN]) != 1 or len(marks[END]) != 1 or marks[END][0].start < marks[BEGIN][0].end:
                    raise UnfitPageError(f"it needs <!-- {BEGIN} --> and behind it <!-- {END} -->, each once")
                return marks[BEGIN][0].end, marks[END][0].start
        wanted = selector or "main"
        found = [n for n in range(self.body_at, len(self.tags)) if _matches(self.tags[n], wanted)]
        if len(found) != 1:
            number = f"{len(found)} elements" if found else "no element"
            raise UnfitPageError(f"it has {number} {wanted}, where one is needed for the content")
        start = self.tags[found[0]]
        return start.end, self.end_of(found[0]).start

    def end_of(self, number: int) -> HostTag:
        """Return the tag that ends an element. Raises UnfitPageError where none does."""
        name, depth = self.tags[number].name, 0
        for at in range(number, len(self.tags)):
            tag = self.tags[at]
            if tag.name == name:
                depth += -1 if tag.is_end else 1
                if not depth:
                    return tag
        line = self.text.count("\n", 0, self.tags[number].start) + 1
        raise UnfitPageError(f"nothing ends the <{name}> of line {line}")


def is_selector(text: str) -> bool:
    """Whether a text selects an element in a way that is understood."""
    return bool(text) and _SELECTOR.fullmatch(text) is not None


def _matches(tag: HostTag, selector: str) -> bool:
    match = _SELECTOR.fullmatch(selector)
    if tag.is_end or not match or (match["tag"] and match["tag"].lower() != tag.name):
        return False
    classes = tag.attributes.get("class", "").split()
    parts = _SELECTOR_PART.findall(match["rest"])
    return all(name in classes if sign == "." else tag.attributes.get("id") == name for sign, name in parts)


class _Addresses:
    """What becomes of addresses: those of the section's host begin with a slash, all others are whole."""

    def __init__(self, base: str, base_url: str) -> None:
        self.base = base
        place, ours = urlsplit(base), urlsplit(base_url)
        self.section = ours.path
        is_same = place.netloc.lower() == ours.netloc.lower() or place.hostname in _LOOPBACK
        self.near = {ours.netloc.lower(), *([place.netloc.lower()] if is_same else [])}
        self.hosts: set[str] = set()

    def resolve(self, address: str) -> str:
        """Return an address as it is meant on the page, for any other."""
        address = address.strip()
        is_other = bool(_SCHEME.match(address)) and not address.lower().startswith(("http:", "https:"))
        if not address or is_other or address.startswith("#"):
            return address
        try:
            whole = urljoin(self.base, address)
            place = urlsplit(whole)
        except ValueError:
            return address
        if place.netloc.lower() in self.near:
            return place._replace(scheme="", netloc="").geturl() or "/"
        self.hosts.add(f"{place.scheme}://{place.netloc}")
        return whole

    def resolve_set(self, text: str) -> str:
        """Return the addresses of a `srcset` as they are meant."""
        return _CANDIDATE.sub(lambda part: self.resolve(part[1]) + (part[2] or ""), text)

    def resolve_styles(self, text: str) -> str:
        """Return styles with their addresses as they are meant."""
        return _URL.sub(lambda part: part[1] + self.resolve(part[2]), text)


@dataclass
class _Framing:
    """Makes a frame of a page: what is between `start` and `end` goes."""

    page: _Page
    addresses: _Addresses
    start: int
    end: int
    language: str
    styles: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    policy: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

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
            policy=tuple(dict.fromkeys([*sorted(self.addresses.hosts), *self.policy])),
            left_out=tuple(dict.fromkeys(self.left_out)),
            headings=sum(1 for tag in page.tags if tag.name == "h1" and not tag.is_end and self._stays(tag)),
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
            self.policy.append(_hash("style", text))
        elif tag.name == "script" and "src" not in tag.attributes and text.strip():
            self.scripts.append("(in the page)")
            self.policy.append(_hash("script", text))
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
            self.styles.append(self.addresses.resolve(tag.attributes.get("href", "")))
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
        changed = self._changed(name, tag)
        if written is None or changed is None:
            return part[0]
        old = unescape(written.strip("\"'") if written[0] in "\"'" else written)
        new = changed(old)
        return part[0] if new == old else f'{part[1]}="{escape(new)}"'

    def _changed(self, name: str, tag: HostTag) -> Callable[[str], str] | None:
        """Return what makes the value of an attribute what it must be on other pages."""
        if name in _SETS:
            return self.addresses.resolve_set
        if name == "style":
            return self.addresses.resolve_styles
        if name in _ADDRESSES and not (name == "data" and tag.name != "object"):
            return self._address
        return None

    def _address(self, address: str) -> str:
        """Return an address as it is meant; what was in the content that goes is our content."""
        name = address.strip().removeprefix("#")
        is_gone = address.strip().startswith("#") and name and name != "top" and name not in self.ids
        return "#main_" if is_gone and not name.startswith("/") else self.addresses.resolve(address)


def _hash(kind: str, text: str) -> str:
    """Return the source by which a policy allows what stands in the page itself."""
    return f"{kind} 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
