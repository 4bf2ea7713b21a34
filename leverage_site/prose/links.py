"""Links inside the site: each becomes a numbered slot in the HTML, with the place where it is written."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from markdown_it.token import Token

from leverage_site.problems import Place, Source
from leverage_site.prose.dialect import is_internal
from leverage_site.prose.footnotes import BACK, REFERENCE
from leverage_site.prose.model import Fragment, ProseLink

TARGETS = {"link_open": "href", "image": "src", REFERENCE: "href", BACK: "href"}

_SLOT = re.compile("\x02([0-9]+)\x03")
_WRITTEN = re.compile(r"\]\(<?([^\s)>]+)")


def walk(tokens: list[Token]) -> Iterator[Token]:
    """Each token, with all that is inside it."""
    for token in tokens:
        yield token
        if token.children:
            yield from walk(token.children)


def open_links(block: Token, links: list[ProseLink], source: Source, first_line: int) -> None:
    """Replace each target inside the site by the number of its slot, which is its place in `links`."""
    if block.type == BACK:
        _open(block, links, source.place(first_line + block.map[0] if block.map else first_line))
    if not block.children or not block.map or "[" not in block.content:  # without one, no link stays on the site
        return
    finder = _Finder(source, range(first_line + block.map[0], first_line + block.map[1]))
    for token in walk(block.children):
        key = TARGETS.get(token.type)
        if key and key in token.attrs and is_internal(target := str(token.attrs[key])):
            _open(token, links, finder.place(target))


def _open(token: Token, links: list[ProseLink], place: Place) -> None:
    key = TARGETS[token.type]
    links.append(ProseLink(str(token.attrs[key]), place, token.type == "image"))
    token.attrs[key] = f"\x02{len(links) - 1}\x03"


def with_gaps(html: str, links: list[ProseLink]) -> Fragment:
    """The HTML, taken apart where slots are."""
    pieces = _SLOT.split(html)
    return Fragment(tuple(pieces[::2]), tuple(links[int(number)] for number in pieces[1::2]))


class _Finder:
    """Where the links of one block stand, by their targets as written; the parser keeps no columns."""

    def __init__(self, source: Source, lines: range) -> None:
        self.source = source
        self.first = lines.start
        self.found: dict[str, list[tuple[int, int]]] = {}
        for number in reversed(lines):
            for match in reversed(list(_WRITTEN.finditer(source.lines[number - 1]))):
                self.found.setdefault(match[1], []).append((number, match.start(1) + 1))

    def place(self, target: str) -> Place:
        """The place of the next link to `target`, or the beginning of the block."""
        for written in (target, unquote(target)):
            if places := self.found.get(written):
                return self.source.place(*places.pop(), len(written))
        return self.source.place(self.first)
