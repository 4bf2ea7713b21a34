"""A text → HTML, parsed once.

Its links inside the site stay open until a page, which knows its own address, fills them in.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from markdown_it.token import Token

from leverage_site import codes
from leverage_site.addresses import anchor
from leverage_site.characters import FORBIDDEN
from leverage_site.problems import Place, Problem, Source
from leverage_site.prose.dialect import CELLS, LOST_CELLS, MARKDOWN, MAX_CELLS, MAX_NESTING, is_internal
from leverage_site.prose.model import Fragment, Prose, ProseLink

MAX_CHARACTERS = 200_000
MAX_BRACKETS = 5_000
MAX_TARGET = 2_000

_SLOT = re.compile("\x02([0-9]+)\x03")
_WRITTEN = re.compile(r"\]\(<?([^\s)>]+)")
_WORD = re.compile(r"[^\W_]\S*")  # from a word's first letter or digit to its end
_TARGETS = {"link_open": "href", "image": "src"}
_BREAKS = {"softbreak", "hardbreak"}


def parse(source: Source, first_line: int = 1, *, heading_ids: bool = True) -> tuple[Prose, list[Problem]]:
    """The text of `source` from `first_line` on, and what is wrong with it.

    The highest heading becomes an <h2>: the page's title is the <h1>.
    """
    text = "\n".join(source.lines[first_line - 1 :])
    if problem := _bounds(text, source.place(first_line)):
        return Prose(), [problem]
    env: dict[str, Any] = {}
    tokens = MARKDOWN.parse(text, env)
    problems = list(_lost(tokens, env, source, first_line))
    if any(problem.severity == "error" for problem in problems):
        return Prose(), problems
    _place_headings(tokens, heading_ids)
    split = next((i for i, t in enumerate(tokens) if t.type == "heading_open" and t.level == 0), len(tokens))
    lead, rest = (_fragment(part, source, first_line) for part in (tokens[:split], tokens[split:]))
    lead_text, rest_text = (" ".join(_texts(part)) for part in (tokens[:split], tokens[split:]))
    words = sum(len(_WORD.findall(text)) for text in (lead_text, rest_text))
    return Prose(lead, rest, lead_text, words), problems


def _bounds(text: str, place: Place) -> Problem | None:
    """Texts that Markdown would take seconds over are refused before they are parsed."""
    if len(text) > MAX_CHARACTERS:
        return codes.TOO_LONG.at(place, key="the text", length=f"{len(text):,}", limit=f"{MAX_CHARACTERS:,}")
    if (count := text.count("[")) > MAX_BRACKETS:
        return codes.TOO_MANY_BRACKETS.at(place, count=f"{count:,}", limit=f"{MAX_BRACKETS:,}")
    return None


def _lost(tokens: list[Token], env: dict[str, Any], source: Source, first_line: int) -> Iterator[Problem]:
    """What the parser drops without a word: text beyond its nesting limit, cells beyond a table's heading."""
    for token in tokens:
        if token.level >= MAX_NESTING - 2:
            yield codes.PROSE_TOO_DEEP.at(source.place(first_line + (token.map[0] if token.map else 0)))
            break
    if (cells := env.get(CELLS, 0)) > MAX_CELLS:
        yield codes.TOO_MANY.at(
            source.place(first_line), what="table cells", count=f"{cells:,}", limit=f"{MAX_CELLS:,}"
        )
    yield from _unfit(tokens, source, first_line)
    yield from _unused(tokens, env, source, first_line)
    for line in env.get(LOST_CELLS, ())[: codes.MAX_PROBLEMS]:
        number = first_line + line
        yield codes.LOST_CELLS.at(source.place(number, 1, len(source.lines[number - 1])))


def _unfit(tokens: list[Token], source: Source, first_line: int) -> Iterator[Problem]:
    """Characters that entities spell and no page may hold; targets that a few words would multiply."""
    for block, part in _spelled(tokens):
        values = [str(value) for value in part.attrs.values()] if part.attrs else []
        line = first_line + (block.map[0] if block.map else 0)
        if found := FORBIDDEN.search("\n".join([part.content, *values]) if values else part.content):
            yield codes.CONTROL_CHARACTER.at(source.place(line), character=f"U+{ord(found[0]):04X}")
            return
        if (length := max(map(len, values), default=0)) > MAX_TARGET:
            told = {"key": "the address of a link", "length": f"{length:,}", "limit": f"{MAX_TARGET:,}"}
            yield codes.TOO_LONG.at(source.place(line), **told)
            return


def _spelled(tokens: list[Token]) -> Iterator[tuple[Token, Token]]:
    """Each token that says anything, behind the block that it is part of."""
    for block in tokens:
        if block.content or block.attrs:
            yield block, block
        for part in _walk(block.children) if block.children else ():
            if part.content or part.attrs:
                yield block, part


def _unused(tokens: list[Token], env: dict[str, Any], source: Source, first_line: int) -> Iterator[Problem]:
    """Definitions that vanish: to no link's use, or because their name is taken."""
    defined, repeated = env.get("references", {}), env.get("duplicate_refs", ())
    if not defined and not repeated:
        return
    links = (part for part in _walk(tokens) if part.type in _TARGETS)
    used = {str(link.attrs[_TARGETS[link.type]]) for link in links}
    unused = [ref for ref in defined.values() if ref["href"] not in used]
    for ref in [*unused, *repeated][: codes.MAX_PROBLEMS]:
        number = first_line + ref["map"][0]
        yield codes.UNUSED_DEFINITION.at(source.place(number, 1, len(source.lines[number - 1])))


def _place_headings(tokens: list[Token], heading_ids: bool) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    shift = 2 - min((int(token.tag[1]) for token in headings), default=2)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
    if heading_ids:
        _name_headings(tokens)


def _name_headings(tokens: list[Token]) -> None:
    """An id for each heading. No slug has an underscore: a theme's own ids, and repeated ones here, do."""
    seen: dict[str, int] = {}
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            name = anchor(" ".join(_texts([inline])))
            seen[name] = seen.get(name, 0) + 1
            token.attrSet("id", name if seen[name] == 1 else f"{name}_{seen[name]}")


def _fragment(tokens: list[Token], source: Source, first_line: int) -> Fragment:
    links: list[ProseLink] = []
    for token in tokens:
        if token.attrs and (align := token.attrGet("style")) is not None:
            token.attrs = {"class": str(align).replace("text-align:", "align-")}
        if token.children and token.map and "[" in token.content:  # without one, no link stays on the site
            lines = range(first_line + token.map[0], first_line + token.map[1])
            _open_links(token.children, links, _Finder(source, lines))
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    pieces = _SLOT.split(html)
    return Fragment(tuple(pieces[::2]), tuple(links[int(number)] for number in pieces[1::2]))


def _open_links(tokens: list[Token], links: list[ProseLink], finder: "_Finder") -> None:
    """Replace each target inside the site by the number of its slot."""
    for token in _walk(tokens):
        key = _TARGETS.get(token.type)
        if key and is_internal(target := str(token.attrs[key])):
            links.append(ProseLink(target, finder.place(target), token.type == "image"))
            token.attrs[key] = f"\x02{len(links) - 1}\x03"


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


def _walk(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        if token.children:
            yield from _walk(token.children)


def _texts(tokens: list[Token]) -> list[str]:
    """The plain text of each block."""
    texts = (_text(token) for token in tokens if token.content)
    return [text for text in texts if text]


def _text(token: Token) -> str:
    if token.type != "inline":
        return " ".join(token.content.split())
    parts = (part for part in _walk(token.children or []) if part.type != "image")
    return " ".join("".join([" " if part.type in _BREAKS else part.content for part in parts]).split())
