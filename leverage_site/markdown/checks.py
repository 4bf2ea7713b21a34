"""What a text says that no page could show: what the parser drops, and what it takes too literally."""

from collections.abc import Iterator
from typing import Any

from markdown_it.token import Token

from leverage_site.markdown.dialect import CELLS, LOST_CELLS, MAX_CELLS, MAX_NESTING, TARGETS, walk
from leverage_site.markdown.extensions import UNUSED
from leverage_site.problems import MAX_PROBLEMS, Problem, Source, catalog
from leverage_site.text import FORBIDDEN
from leverage_site.urls import MAX_URL


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
        for part in walk(block.children):
            values = [str(value) for value in part.attrs.values()] if part.attrs else []
            if unfit := FORBIDDEN.search("\n".join([part.content, *values]) if values else part.content):
                yield catalog.CONTROL_CHARACTER.at(source.place(line), character=f"U+{ord(unfit[0]):04X}")
                return
            if (length := max(map(len, values), default=0)) > MAX_URL:
                counts = {"length": f"{length:,}", "limit": f"{MAX_URL:,}"}
                yield catalog.TOO_LONG.at(source.place(line), key="the address of a link", **counts)
                return
