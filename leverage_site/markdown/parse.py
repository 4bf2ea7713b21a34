"""A text → HTML, parsed once.

Its links inside the site stay open until a page, which knows its own address, fills them in.
"""

import re
from hashlib import sha256
from typing import Any

from markdown_it.token import Token

from leverage_site.markdown.dialect import MARKDOWN
from leverage_site.markdown.footnotes import BEGIN, NAME
from leverage_site.markdown.foreign import BLOCKS, foreign
from leverage_site.markdown.links import open_links, with_gaps
from leverage_site.markdown.losses import losses
from leverage_site.markdown.model import Fragment, Prose, ProseLink
from leverage_site.problems import Problem, Source, catalog
from leverage_site.urls import anchor

MAX_CHARACTERS = 200_000
MAX_BRACKETS = 5_000
FEW_BRACKETS = 500
# Lines that go on in a quotation without its mark, each as often as marks are left out.
MAX_LAZY = 50_000

_QUOTED = re.compile(r"[ \t>*+.)0-9-]*+")
_PLAIN = re.compile(r"[A-Za-z0-9-]{1,100}")
_SAYS = re.compile(r"[^\W_]")
_BREAKS = {"softbreak", "hardbreak"}


def parse(
    source: Source, first_line: int = 1, *, heading_ids: bool = True, highest: int = 2, name: str = "page"
) -> tuple[Prose, list[Problem]]:
    """The text of `source` from `first_line` on, and what is wrong with it. `source` has been through `decode`.

    The highest heading is one of level `highest`, by default an <h2>: the page's title is the <h1>. `name` tells
    the text from others of a page: the ids of its footnotes carry it.
    """
    text = "\n".join(source.lines[first_line - 1 :])
    if problem := _bounds(text, source, first_line):
        return Prose(), [problem]
    env: dict[str, Any] = {NAME: _part_of_id(name), BLOCKS: []}
    tokens = MARKDOWN.parse(text, env)
    problems = [*losses(tokens, env, source, first_line), *foreign(env, source, first_line)]
    if any(problem.is_error for problem in problems):
        return Prose(), problems
    texts = [_text(token) for token in tokens]
    headings = [n for n, token in enumerate(tokens) if token.type == "heading_open"]
    _place_headings(tokens, headings, highest)
    if heading_ids:
        _name_headings(tokens, headings, texts)
    end = next((n for n, token in enumerate(tokens) if token.type == BEGIN), len(tokens))
    split = next((n for n in headings if tokens[n].level == 0), end)
    lead, rest = (_fragment(part, source, first_line, env) for part in (tokens[:split], tokens[split:]))
    return Prose(lead, rest, " ".join(" ".join(texts[:split]).split()), _words(" ".join(texts))), problems


def plain_text(text: str) -> str:
    """The words that a text shows, without its marks; not the addresses of its links.

    What Markdown would take seconds over is given back as it is.
    """
    if text.count("[") > FEW_BRACKETS or _lazy_line(text) is not None:
        return text
    return " ".join(filter(None, (_text(token) for token in MARKDOWN.parse(text, {}))))


def _bounds(text: str, source: Source, first_line: int) -> Problem | None:
    """Texts that Markdown would take seconds over are refused before they are parsed."""
    place = source.place(first_line)
    if len(text) > MAX_CHARACTERS:
        return catalog.TOO_LONG.at(place, key="the text", length=f"{len(text):,}", limit=f"{MAX_CHARACTERS:,}")
    if (count := text.count("[")) > MAX_BRACKETS:
        return catalog.TOO_MANY_BRACKETS.at(place, count=f"{count:,}", limit=f"{MAX_BRACKETS:,}")
    if (line := _lazy_line(text)) is not None:
        return catalog.PROSE_TOO_DEEP.at(source.place(first_line + line))
    return None


def _lazy_line(text: str) -> int | None:
    """Where deep quotations begin, counted from 0, that go on for too many lines without their marks, or None.

    Such a line is tried at each level of the quotation, as a line with all marks is not.
    """
    if text.count(">") * text.count("\n") <= MAX_LAZY:
        return None
    depth = lazy = deepest = 0
    for number, line in enumerate(text.split("\n")):
        marks = _QUOTED.match(line)[0].count(">")  # type: ignore[index]
        if not line.strip():
            depth = 0
        elif marks > depth:
            depth, deepest = marks, number
        lazy += max(0, depth - marks)
        if lazy > MAX_LAZY:
            return deepest
    return None


def _place_headings(tokens: list[Token], headings: list[int], highest: int) -> None:
    """Each heading is three tokens: opened, said, closed."""
    shift = highest - min((int(tokens[n].tag[1]) for n in headings), default=highest)
    for n in headings:
        tokens[n].tag = tokens[n + 2].tag = f"h{min(6, int(tokens[n].tag[1]) + shift)}"


def _name_headings(tokens: list[Token], headings: list[int], texts: list[str]) -> None:
    """An id for each heading. No slug has an underscore: a theme's own ids, and repeated ones here, do."""
    seen: dict[str, int] = {}
    for n in headings:
        name = anchor(texts[n + 1])
        seen[name] = seen.get(name, 0) + 1
        tokens[n].attrSet("id", name if seen[name] == 1 else f"{name}_{seen[name]}")


def _part_of_id(name: str) -> str:
    """`name` where it can be part of an id, or else what nearly says it, with a digest of it."""
    return name if _PLAIN.fullmatch(name) else f"{anchor(name)}-{sha256(name.encode()).hexdigest()[:8]}"


def _fragment(tokens: list[Token], source: Source, first_line: int, env: dict[str, Any]) -> Fragment:
    links: list[ProseLink] = []
    for token in tokens:
        if token.attrs and (align := token.attrGet("style")) is not None:
            token.attrs = {"class": str(align).replace("text-align:", "align-")}
        open_links(token, links, source, first_line, env.get("references", {}))
    return with_gaps(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}), links)


def _text(block: Token) -> str:
    return _plain(block.children or []) if block.type == "inline" else block.content


def _plain(tokens: list[Token]) -> str:
    """What `tokens` say; of an image, the description."""
    texts = []
    for token in tokens:
        if token.children:
            texts.append(_plain(token.children))
        elif token.type != "image":
            texts.append(" " if token.type in _BREAKS else token.content)
    return "".join(texts)


def _words(text: str) -> int:
    """How many pieces between white space hold a letter or a digit."""
    pieces = text.split()
    mixed = [piece for piece in pieces if not piece.isalnum()]
    return len(pieces) - len(mixed) + sum(1 for piece in mixed if _SAYS.search(piece))
