"""A row of a task log that was copied as text, its cells glued, a blank or a tab apart: read from the right.

Titles are full of numbers, at their end too, so that several readings are possible. The printed factor settles
which one holds: it is human × 60 ÷ AI minutes, to the printed digits. Without one, what stands between the
headings tells; where that does not settle it either, the row is not read.
"""

import re
from collections.abc import Sequence

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.blocks import Row
from leverage_site.importing.formats.columns import Column
from leverage_site.importing.formats.copied_cells import NAMES
from leverage_site.importing.formats.copied_readings import Cells, chosen, readings
from leverage_site.importing.formats.sum_lines import is_named_sum
from leverage_site.importing.formats.sum_words import label
from leverage_site.text import counted

MAX_LENGTH = 5_000
TAB = "\t"

_GLUED = re.compile(r"[a-z.)#][A-Z]")
_TASKS = re.compile(r"[0-9]{1,4} tasks?", re.IGNORECASE)


def row(text: str, line: int, columns: Sequence[Column], number: int, *, between: str | None = None) -> Row:
    """The `number`-th row of a task log with `columns`; its `reason` is set where it cannot be read.

    A sum of rows has no number. `between` is what stands between cells: a tab, a blank, nothing, None if unknown.
    """
    shown = text.strip()
    if len(text) > MAX_LENGTH:
        return Row(line, text=shown, reason=f"it has more than {MAX_LENGTH:,} characters")
    if between == TAB or (TAB in shown and (between is None or shown.count(TAB) == len(columns) - 1)):
        return _tabbed(text, line, columns, number)
    names = [column.field for column in columns if column.field not in (fields.NUMBER, fields.TASK)]
    if any(column.field == fields.NUMBER for column in columns):
        return _numbered(shown, line, names, number, between)
    cells = _read(shown, names, between)
    if isinstance(cells, dict):
        return Row(line, cells, shown)
    return _sum_by_name(shown, line) or Row(line, text=shown, reason=cells)


def is_counted(row: Row, columns: Sequence[Column]) -> bool:
    """Whether a row has a number in its table, and the next row the next one."""
    return bool(row.reason) or fields.NUMBER in row.cells or not any(one.field == fields.NUMBER for one in columns)


def is_sum(row: Row) -> bool:
    """Whether a row is called a sum, or has no title: what it is tell its figures."""
    title = row.cells.get(fields.TASK, "")
    return not row.reason and (not title or is_named_sum(title))


def readable(columns: Sequence[Column]) -> bool:
    """Whether rows with these columns can be told apart: the title comes first, figures after it."""
    names = [column.field for column in columns if column.field != fields.NUMBER]
    return names[:1] == [fields.TASK] and all(name in NAMES for name in names[1:])


def between_headings(text: str) -> str:
    """What stands between the headings of a task log: a tab, a blank, or nothing."""
    if TAB in text.strip():
        return TAB
    return "" if _GLUED.search(text) or " " not in text.strip() else " "


def _tabbed(text: str, line: int, columns: Sequence[Column], number: int) -> Row:
    """A row whose cells are a tab apart; those at its end may be missing."""
    shown = text.strip()
    texts = [cell.strip() for cell in text.split(TAB)]
    while len(texts) > len(columns) and not texts[-1]:
        texts.pop()
    # The whole table may be indented.
    if len(texts) == len(columns) + 1 and not texts[0]:
        del texts[0]
    needed = max(n for n, column in enumerate(columns) if column.field in fields.NEEDED) + 1
    if not needed <= len(texts) <= len(columns):
        return Row(line, text=shown, reason=f"it has {counted(len(texts), 'cell')} below {len(columns)} headings")
    cells = dict.fromkeys((column.field for column in columns), "")
    cells |= {column.field: cell for column, cell in zip(columns, texts, strict=False)}
    own = cells.get(fields.NUMBER, "").strip("#. ")
    if own.isdigit() and own != str(number):
        return Row(line, text=shown, reason=f"it does not begin with its number, {number}")
    if not own:
        cells.pop(fields.NUMBER, None)
    return Row(line, cells, " | ".join(texts))


def _numbered(shown: str, line: int, names: Sequence[str], number: int, between: str | None) -> Row:
    """A row of a table whose tasks have numbers; one that has none is a sum, by its name or by its figures."""
    behind = shown.removeprefix(str(number))
    begins = behind != shown
    cells = _read(behind.lstrip(), names, between) if begins else ""
    if isinstance(cells, dict) and _TASKS.fullmatch(f"{number} {cells[fields.TASK]}"):
        return Row(line, text=shown, reason="it may be the sum of so many tasks, or a task")
    if isinstance(cells, dict) and (cells[fields.TASK] or behind[:1].isspace()):
        return Row(line, {fields.NUMBER: str(number), **cells}, shown)
    whole = _read(shown, names, between)
    if isinstance(whole, dict):
        if _TASKS.fullmatch(whole[fields.TASK]):
            whole[fields.TASK] = ""
        if not whole[fields.TASK] or is_named_sum(whole[fields.TASK]):
            return Row(line, whole, shown)
    if named := _sum_by_name(shown, line):
        return named
    if isinstance(cells, dict):
        return Row(line, text=shown, reason="it has no title")
    return Row(line, text=shown, reason=cells or f"it does not begin with its number, {number}")


def _read(text: str, names: Sequence[str], between: str | None) -> Cells | str:
    """The cells of a row, or why they cannot be told."""
    if not (found := readings(text, names)):
        return f"it does not end with these: {', '.join(names)}"
    left = chosen(found, between)
    if len(left) == 1:
        return left[0].cells
    ways = [
        f"'{one.cells[fields.TASK][-30:]}', {', '.join(cell for name in names if (cell := one.cells[name]))}"
        for one in left
    ]
    return f"it can be read in more than one way: {ways[0]}; or {ways[-1]}; tabs between the cells tell"


def _sum_by_name(shown: str, line: int) -> Row | None:
    """A row of which no more can be read than that it is called a sum."""
    named = label(shown)
    if named is None or named.rest or named.is_weak or not any(letter.isdigit() for letter in shown):
        return None
    return Row(line, {fields.TASK: shown}, shown)
