"""Tables of HTML as rows of texts, cells that span others included."""

import re
from collections.abc import Iterator

from leverage_site.importing.formats.html_text import words
from leverage_site.importing.formats.tables import NumberedCells, SpannedCell
from leverage_site.importing.formats.trees import Element, name

MAX_WIDTH = 100
MAX_ROWS = 10_000
_NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\s*(?:;|!|\Z)", re.IGNORECASE)


def table_rows(table: Element) -> Iterator[NumberedCells]:
    """The rows of a table, with the text of each cell; one that reaches down has it in each of its rows."""
    down: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        texts: list[str] = []
        cells = [cell for cell in row if name(cell) in ("td", "th")]
        for cell in [*cells, None]:
            while len(texts) in down:
                rest, text = down.pop(len(texts))
                if rest > 1:
                    down[len(texts)] = (rest - 1, text)
                texts.append(SpannedCell(text))
            if cell is None:
                break
            text, height = words([cell]), _span(cell, "rowspan", MAX_ROWS)
            for n in range(_span(cell, "colspan", MAX_WIDTH) if len(texts) < MAX_WIDTH else 1):
                if height > 1:
                    down[len(texts)] = (height - 1, "" if n else text)
                texts.append("" if n else text)
        yield row.sourceline or 1, texts


def take_hidden_rows(table: Element) -> list[tuple[int, str]]:
    """Take the rows and parts out of a table that browsers do not show: the line and the words of each."""
    found = []
    for part in list(table.iter("thead", "tbody", "tfoot", "tr")):
        above = part.getparent()
        if above is not None and _is_hidden(part):
            above.remove(part)
            text = " ".join("".join(f"{inner} " for inner in part.itertext()).split())
            found.append((part.sourceline or table.sourceline or 1, text))
    return [(line, text) for line, text in found if text]


def _is_hidden(part: Element) -> bool:
    return part.get("hidden") is not None or _NOT_SHOWN.search((part.get("style") or "")[:1_000]) is not None


def _span(cell: Element, attribute: str, most: int) -> int:
    value = cell.get(attribute) or "1"
    return min(max(int(value), 1), most) if value.isascii() and value.isdigit() and len(value) < 6 else 1
