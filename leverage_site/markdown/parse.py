"""A text → HTML, parsed once.

Its links inside the site stay open until a page, which knows its own address, fills them in.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import islice
from typing import Any
from urllib.parse import unquote

from markdown_it.common.utils import normalizeReference, unescapeAll
from markdown_it.token import Token

from leverage_site.markdown import FilledFigure, Fragment, Html, Prose, ProseLink, fill_text
from leverage_site.markdown.braces import OPENING, mark_figures
from leverage_site.markdown.dialect import (
    CELLS,
    LOST_CELLS,
    MARKDOWN,
    MAX_CELLS,
    MAX_NESTING,
    TARGETS,
    is_internal,
    walk,
)
from leverage_site.markdown.extensions import BACK, BEGIN, NAME, UNUSED
from leverage_site.markdown.foreign import BLOCKS, foreign
from leverage_site.markdown.sentences import sentences
from leverage_site.problems import MAX_PROBLEMS, Place, Problem, Source, catalog
from leverage_site.text import FORBIDDEN
from leverage_site.urls import MAX_URL, anchor

MAX_CHARACTERS = 200_000
MAX_BRACKETS = 5_000
FEW_BRACKETS = 500
MAX_FIGURES = 5_000
# Lines that go on in a quotation without its mark, each as often as marks are left out.
MAX_LAZY = 50_000

# What `decode` leaves in no text: the parser and the marks that are put into its output rely on it.
_UNDECODED = "\r\0\x02\x03\x1a"
_QUOTED = re.compile(r"[ \t>*+.)0-9-]*+")
_PART_OF_ID = re.compile(r"[A-Za-z0-9-]{1,100}")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
# Bytes of ASCII by their class, and those that are of none.
_CLASSES = bytes(ord("a" if chr(n).isalnum() else " ") for n in range(256))
_SIGNS = bytes(n for n in range(128) if not chr(n).isalnum() and not chr(n).isspace())
_BREAKS = {"softbreak", "hardbreak"}
# A link's place in `links`, where its target was.
_SLOT = re.compile("\x02([0-9]+)\x03")
# A target between angle brackets or not; or a name that is defined elsewhere.
_WRITTEN = re.compile(
    r"\]\([ \t]{0,9}+(?:<([^<>\n]{1,2000}+)>|([^\s<()](?:[^\s()]|\([^\s()]{0,100}+\)){0,2000}+))"
    r"|\[(?P<name>[^\[\]\n]{1,1000}+)\](?!\(|\[[^\]])"
)


def parse(
    source: Source, first_line: int = 1, *, heading_ids: bool = True, highest: int = 2, name: str = "page"
) -> tuple[Prose, list[Problem]]:
    """Parse the text of a file.

    Args:
        source: The file, as `records.frontmatter.decode` gives it.
        first_line: The line on which the text begins.
        heading_ids: Whether headings get ids.
        highest: The level of the highest heading, by default an <h2>: the page's title is the <h1>.
        name: Tells the text from others of a page: the ids of its footnotes carry it.

    Returns:
        The text, empty where an error is among the problems, and all that is wrong with it.

    Raises:
        ValueError: Where the source is not decoded.

    """
    text = "\n".join(source.lines[first_line - 1 :])
    if any(map(text.__contains__, _UNDECODED)):
        raise ValueError("a text must be decoded before it is parsed")
    if problem := _excess(text, source, first_line):
        return Prose(), [problem]
    # What is no part of an id is nearly said, with a digest of it.
    own = name if _PART_OF_ID.fullmatch(name) else f"{anchor(name)}-{sha256(name.encode()).hexdigest()[:8]}"
    env: dict[str, Any] = {NAME: own, BLOCKS: []}
    tokens = MARKDOWN.parse(text, env)
    problems = [*losses(tokens, env, source, first_line), *islice(foreign(env, source, first_line), MAX_PROBLEMS)]
    if any(problem.is_error for problem in problems):
        return Prose(), problems
    figures = mark_figures(tokens, source, first_line) if OPENING in text else ()
    if len(figures) > MAX_FIGURES:
        counts = {"count": f"{len(figures):,}", "limit": f"{MAX_FIGURES:,}"}
        return Prose(), [catalog.TOO_MANY.at(source.place(first_line), what="live figures", **counts)]
    texts = [_text(token) for token in tokens]
    headings = [n for n, token in enumerate(tokens) if token.type == "heading_open"]
    # The id of a heading stays when a figure in it changes.
    names = [FilledFigure(figure.name, Html()) for figure in figures]
    named = [fill_text(text, names) for text in texts] if names else texts
    _arrange_headings(tokens, headings, highest, named if heading_ids else None)
    end = next((n for n, token in enumerate(tokens) if token.type == BEGIN), len(tokens))
    split = next((n for n in headings if tokens[n].level == 0), end)
    claiming = tuple(sentences(tokens, texts, source, first_line))
    lead, rest = (_fragment(part, source, first_line, env) for part in (tokens[:split], tokens[split:]))
    lead_text = " ".join(" ".join(texts[:split]).split())
    words = count_words(" ".join(texts))
    return Prose(lead, rest, lead_text, words, claiming, figures), problems


def plain_text(text: str) -> str:
    """Return the words that a text shows, without its marks; not the addresses of its links.

    What Markdown would take seconds over is given back as it is.
    """
    if text.count("[") > FEW_BRACKETS or _lazy_line(text) is not None:
        return text
    return " ".join(filter(None, (_text(token) for token in MARKDOWN.parse(text, {}))))


def count_words(text: str) -> int:
    """Return how many pieces between white space hold a letter or a digit.

    What is left of each character is its class, so that words are counted without being made: of 60 ms for 1,000
    days that saves 50.
    """
    if not text.isascii():
        text = _BEYOND_ASCII.sub(_classes_of, text)
    return (b" " + text.encode().translate(_CLASSES, _SIGNS)).count(b" a")


def _classes_of(run: re.Match[str]) -> str:
    return "".join(["a" if c.isalnum() else " " if c.isspace() else "" for c in run[0]])


def _excess(text: str, source: Source, first_line: int) -> Problem | None:
    """Return why a text, which Markdown would take seconds over, is not even parsed."""
    place = source.place(first_line)
    if len(text) > MAX_CHARACTERS:
        return catalog.TOO_LONG.at(place, key="the text", length=f"{len(text):,}", limit=f"{MAX_CHARACTERS:,}")
    if (count := text.count("[")) > MAX_BRACKETS:
        return catalog.TOO_MANY_BRACKETS.at(place, count=f"{count:,}", limit=f"{MAX_BRACKETS:,}")
    if (line := _lazy_line(text)) is not None:
        return catalog.PROSE_TOO_DEEP.at(source.place(first_line + line))
    return None


def _lazy_line(text: str) -> int | None:
    """Return where deep quotations begin, counted from 0, that go on for too many lines without their marks.

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


def _arrange_headings(tokens: list[Token], headings: list[int], highest: int, texts: list[str] | None) -> None:
    """Set the levels of headings, and their ids by their `texts` if there are any.

    Each heading is three tokens: opened, said, closed. No slug has an underscore: a theme's own ids, and repeated
    ones here, do.
    """
    shift = highest - min((int(tokens[n].tag[1]) for n in headings), default=highest)
    seen: dict[str, int] = {}
    for n in headings:
        tokens[n].tag = tokens[n + 2].tag = f"h{min(6, int(tokens[n].tag[1]) + shift)}"
        if texts is not None:
            name = anchor(texts[n + 1])
            seen[name] = seen.get(name, 0) + 1
            tokens[n].attrSet("id", name if seen[name] == 1 else f"{name}_{seen[name]}")


def _fragment(tokens: list[Token], source: Source, first_line: int, env: dict[str, Any]) -> Fragment:
    """Render tokens with a gap for each link inside the site."""
    links: list[ProseLink] = []
    for token in tokens:
        if token.attrs and (align := token.attrGet("style")) is not None:
            token.attrs = {"class": str(align).replace("text-align:", "align-")}
        if token.type == BACK:
            _open_link(token, links, source.place(first_line + token.map[0] if token.map else first_line))
        if token.children and token.map and "[" in token.content:  # without one, no link stays on the site
            lines = range(first_line + token.map[0], first_line + token.map[1])
            places = None
            for part in walk(token.children):
                key = TARGETS.get(part.type)
                if key and key in part.attrs and is_internal(target := str(part.attrs[key])):
                    places = places or _LinkPlaces(source, lines, env.get("references", {}))
                    _open_link(part, links, places.next_of(target))
    pieces = _SLOT.split(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))
    return Fragment(tuple(pieces[::2]), tuple([links[int(number)] for number in pieces[1::2]]))


def _open_link(token: Token, links: list[ProseLink], place: Place) -> None:
    """Replace the target of a link by the number of its slot, which is its place in `links`."""
    key = TARGETS[token.type]
    links.append(ProseLink(str(token.attrs[key]), place, token.type == "image"))
    token.attrs[key] = f"\x02{len(links) - 1}\x03"


class _LinkPlaces:
    """Where the links of one block stand, by their targets as written; the parser keeps no columns.

    `defined` are the references of the text, by their names as the parser keeps them.
    """

    def __init__(self, source: Source, lines: range, defined: Mapping[str, Any]) -> None:
        self.source = source
        self.first = source.find("[", lines.start, lines.stop - 1)
        self.places: dict[str, list[tuple[int, int, int]]] = {}
        for number in reversed(lines):
            for match in reversed(list(_WRITTEN.finditer(source.lines[number - 1]))):
                written = match[match.lastindex or 0]
                if match["name"] is not None:
                    target = defined.get(normalizeReference(written), {}).get("href")
                else:
                    target = unescapeAll(written)
                if target:
                    place = (number, match.start(match.lastindex or 0) + 1, len(written))
                    self.places.setdefault(unquote(target), []).append(place)

    def next_of(self, target: str) -> Place:
        """Return the place of the next link to `target`, or of the first bracket of the block."""
        if places := self.places.get(unquote(target)):
            return self.source.place(*places.pop())
        return self.first


def _text(block: Token) -> str:
    return _inline_text(block.children or []) if block.type == "inline" else block.content


def _inline_text(tokens: list[Token]) -> str:
    """Return what `tokens` say; of an image, the description."""
    return "".join(
        [
            _inline_text(token.children)
            if token.children
            else " "
            if token.type in _BREAKS
            else token.content * (token.type != "image")
            for token in tokens
        ]
    )


def losses(tokens: list[Token], env: dict[str, Any], source: Source, first_line: int) -> Iterator[Problem]:
    """Yield a problem for what the parser dropped without a word, and for what no page may hold.

    That is text beyond its nesting limit, cells beyond a table's heading, definitions of links and footnotes that
    are not used, and what entities spell. `env` is what the dialect noted while it parsed.
    """
    for token in tokens:
        if token.level >= MAX_NESTING - 2:
            yield catalog.PROSE_TOO_DEEP.at(source.place(first_line + (token.map[0] if token.map else 0)))
            break
    if (cells := env.get(CELLS, 0)) > MAX_CELLS:
        yield catalog.TOO_MANY.at(
            source.place(first_line), what="table cells", count=f"{cells:,}", limit=f"{MAX_CELLS:,}"
        )
    yield from _unfit(tokens, source, first_line)
    # Definitions of links vanish that no link uses, or whose name another one has.
    defined = env.get("references", {})
    links = [part for part in walk(tokens) if part.type in TARGETS] if defined else []
    used = {str(link.attrs.get(TARGETS[link.type])) for link in links}
    unused = [reference for reference in defined.values() if reference["href"] not in used]
    for reference in [*unused, *env.get("duplicate_refs", ())][:MAX_PROBLEMS]:
        number = first_line + reference["map"][0]
        yield catalog.UNUSED_DEFINITION.at(source.place(number, 1, len(source.lines[number - 1])))
    for line, label, reason in env.get(UNUSED, ())[:MAX_PROBLEMS]:
        place = source.place(first_line + line, 1, len(source.lines[first_line + line - 1]))
        yield catalog.UNUSED_FOOTNOTE.at(place, label=label, reason=reason)
    for line in env.get(LOST_CELLS, ())[:MAX_PROBLEMS]:
        number = first_line + line
        yield catalog.LOST_CELLS.at(source.place(number, 1, len(source.lines[number - 1])))


def _unfit(tokens: list[Token], source: Source, first_line: int) -> Iterator[Problem]:
    """Yield the first character that an entity spells and no page may hold, or target that a few words multiply.

    That takes an entity, a link, an image or an address in angle brackets: `decode` has seen to all other text.
    """
    for block in tokens:
        text = block.content
        if not block.children or not ("[" in text or "&" in text or "<" in text):
            continue
        line = first_line + (block.map[0] if block.map else 0)
        has_entity = "&" in text
        for part in walk(block.children):
            values = [str(value) for value in part.attrs.values()] if part.attrs else []
            if not values and not has_entity:
                continue
            if unfit := FORBIDDEN.search("\n".join([part.content, *values])):
                yield catalog.CONTROL_CHARACTER.at(source.place(line), character=f"U+{ord(unfit[0]):04X}")
                return
            if (length := max(map(len, values), default=0)) > MAX_URL:
                counts = {"length": f"{length:,}", "limit": f"{MAX_URL:,}"}
                yield catalog.TOO_LONG.at(source.place(line), key="the address of a link", **counts)
                return
