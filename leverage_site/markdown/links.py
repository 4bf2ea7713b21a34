"""Links inside the site: each becomes a numbered slot in the HTML, with the place where it is written."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from markdown_it.common.utils import normalizeReference, unescapeAll
from markdown_it.token import Token

from leverage_site.markdown.dialect import is_internal
from leverage_site.markdown.footnotes import BACK, REFERENCE
from leverage_site.markdown.model import Fragment, ProseLink
from leverage_site.problems import Place, Source

TARGETS = {"link_open": "href", "image": "src", REFERENCE: "href", BACK: "href"}

# The group of `_WRITTEN` that has a name.
_NAME = 3
_SLOT = re.compile("\x02([0-9]+)\x03")
# Between angle brackets or not; or a name that is defined elsewhere.
_WRITTEN = re.compile(
    r"\]\([ \t]{0,9}+(?:<([^<>\n]{1,2000}+)>|([^\s<()](?:[^\s()]|\([^\s()]{0,100}+\)){0,2000}+))"
    r"|\[([^\[\]\n]{1,1000}+)\](?!\(|\[[^\]])"
)


def walk(tokens: list[Token]) -> Iterator[Token]:
    """Each token, with all that is inside it."""
    for token in tokens:
        yield token
        if token.children:
            yield from walk(token.children)


def open_links(
    block: Token, links: list[ProseLink], source: Source, first_line: int, defined: Mapping[str, Any]
) -> None:
    """Replace each target inside the site by the number of its slot, which is its place in `links`.

    `defined` are the references of the text, by their names as the parser keeps them.
    """
    if block.type == BACK:
        _open(block, links, source.place(first_line + block.map[0] if block.map else first_line))
    if not block.children or not block.map or "[" not in block.content:  # without one, no link stays on the site
        return
    finder = _Finder(source, range(first_line + block.map[0], first_line + block.map[1]), defined)
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

    def __init__(self, source: Source, lines: range, defined: Mapping[str, Any]) -> None:
        self.source = source
        self.first = source.find("[", lines.start, lines.stop - 1)
        self.found: dict[str, list[tuple[int, int, int]]] = {}
        for number in reversed(lines):
            for match in reversed(list(_WRITTEN.finditer(source.lines[number - 1]))):
                written = match[match.lastindex or 0]
                if match.lastindex == _NAME:
                    target = defined.get(normalizeReference(written), {}).get("href")
                else:
                    target = unescapeAll(written)
                if target:
                    place = (number, match.start(match.lastindex or 0) + 1, len(written))
                    self.found.setdefault(unquote(target), []).append(place)

    def place(self, target: str) -> Place:
        """The place of the next link to `target`, or of the first bracket of the block."""
        if places := self.found.get(unquote(target)):
            return self.source.place(*places.pop())
        return self.first
