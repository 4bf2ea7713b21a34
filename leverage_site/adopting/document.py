"""A host's page as its tags, each with its place in the text, and where in it content stands."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

from leverage_site.pages.plan import GENERATOR

BEGIN, END = "leverage-site begin", "leverage-site end"

_SELECTOR_PART = re.compile(r"([.#])([\w-]+)")
_LINE_END = re.compile("\n")
_SELECTOR = re.compile(r"(?P<tag>[a-zA-Z][\w-]*)?(?P<rest>(?:[.#][\w-]+)*)")


class UnfitPageError(ValueError):
    """Raised of a page that has no place for content, or no one place."""


class HostTag(NamedTuple):
    """A start or end tag of a page, or a comment (named `!--`), with where it begins and ends in the text."""

    name: str
    attributes: dict[str, str]
    start: int
    end: int
    is_end: bool = False


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


class HostDocument:
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

    def own_address(self) -> tuple[str, str]:
        """Return where the page says that it is, and by what; nothing where it does not say so."""
        head = [tag for tag in self.tags[: self.body_at] if not tag.is_end]
        for tag in head:
            if tag.name == "link" and "canonical" in tag.attributes.get("rel", "").lower().split():
                return tag.attributes.get("href", "").strip(), "canonical link"
        for tag in head:
            if tag.name == "meta" and tag.attributes.get("property", "").lower() == "og:url":
                return tag.attributes.get("content", "").strip(), "og:url"
        return "", ""

    def line_of(self, place: int) -> int:
        """Return the line of a place in the text, from 1."""
        return self.text.count("\n", 0, place) + 1

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
        raise UnfitPageError(f"nothing ends the <{name}> of line {self.line_of(self.tags[number].start)}")


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
