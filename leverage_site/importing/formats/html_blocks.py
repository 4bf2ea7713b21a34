"""Blocks of a page → Markdown that says the same: paragraphs, lists, quotations, code, tables."""

import re
from collections.abc import Iterator

from leverage_site.importing.formats.html_text import BLOCKS, Nodes, Style, is_hidden, line, ticks
from leverage_site.importing.formats.markup import escaped
from leverage_site.importing.formats.trees import Element, children, name

_NUMBERED = re.compile(r"\A([0-9]{1,9})([.)])(?= |\Z)")


def paragraph(nodes: Nodes, style: Style) -> str:
    """`nodes` as a paragraph that begins no list, heading or the like."""
    text = line(nodes, style)
    return escaped_start(text)


def escaped_start(text: str) -> str:
    """Markdown whose lines begin with no mark that a paragraph cannot begin with."""
    return "\n".join(
        escaped(part[:1]) + part[1:] if part[:1] in "#>+-=" else _number(part) for part in text.split("\n")
    )


def block(element: Element, style: Style) -> str:
    """A list, quotation, piece of code, table, or anything else, as Markdown."""
    match "" if is_hidden(element) else name(element):
        case "":
            return ""
        case "ul" | "ol":
            return _list(element, style)
        case "blockquote":
            return _indented(inner(element, style), "> ", "> ")
        case "pre":
            return _fenced("".join(element.itertext()).strip("\n"))
        case "table":
            return _table(element, style)
        case "hr":
            return "---"
        case "dl":
            return "\n".join(_definition(child, style) for child in element)
    return inner(element, style)


def inner(element: Element, style: Style) -> str:
    """What stands inside an element, block by block."""
    found: list[str] = []
    run: list[Element | str] = []
    for node in [*children(element), None]:
        if node is None or (not isinstance(node, str) and name(node) in BLOCKS):
            found.append(paragraph(run, style))
            run = []
            if node is not None:
                found.append(block(node, style))
        else:
            run.append(node)
    return "\n\n".join(text for text in found if text)


def _fenced(text: str) -> str:
    fence = ticks(text, 3)
    return f"{fence}\n{text}\n{fence}"


def _list(element: Element, style: Style) -> str:
    ordered = name(element) == "ol"
    start = element.get("start") or "1"
    number = int(start) if ordered and start.isascii() and start.isdigit() and len(start) < 9 else 1
    items = []
    for child in (child for child in element if not is_hidden(child)):
        mark = f"{number}. " if ordered else "- "
        items.append(
            _indented(inner(child, style) if name(child) == "li" else block(child, style), mark, " " * len(mark))
        )
        number += 1
    return "\n".join(items)


def _indented(text: str, first: str, others: str) -> str:
    rows = text.split("\n")
    return "\n".join([first + rows[0], *(f"{others}{row}".rstrip() for row in rows[1:])]).rstrip()


def _definition(element: Element, style: Style) -> str:
    text = line(children(element), style)
    return f"**{text}**" if name(element) == "dt" and text else f"- {text}"


def _table(element: Element, style: Style) -> str:
    rows = [[_cell(cell, style) for cell in row if name(cell) in ("td", "th")] for row in _rows(element)]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return paragraph(children(element), style)
    padded = [row + [""] * (width - len(row)) for row in rows]
    padded.insert(1, ["---"] * width)
    return "\n".join("| " + " | ".join(row) + " |" for row in padded)


def _rows(table: Element) -> Iterator[Element]:
    for part in table:
        if name(part) in ("thead", "tbody", "tfoot") and not is_hidden(part):
            yield from _rows(part)
        elif name(part) == "tr" and not is_hidden(part):
            yield part


def _cell(cell: Element, style: Style) -> str:
    has_blocks = any(name(inside) in BLOCKS for inside in cell)
    text = inner(cell, style).replace("\n\n", " ") if has_blocks else line(children(cell), style)
    return text.replace("\\\n", " ").replace("\n", " ").replace("|", "\\|")


def _number(text: str) -> str:
    return _NUMBERED.sub(r"\1\\\2", text)
