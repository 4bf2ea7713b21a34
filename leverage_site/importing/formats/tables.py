"""A table whose cells a format has told apart: a task log, a table of aggregates, or neither."""

from collections.abc import Sequence

from leverage_site.importing.formats.blocks import Aggregate, Aggregates, Row, TaskLog
from leverage_site.importing.formats.columns import TASK, Column, Named, columns, repeated
from leverage_site.importing.formats.ranges import AMOUNTS as NUMBERS
from leverage_site.importing.formats.sheets import says_something
from leverage_site.importing.formats.wording import heading

MAX_ABOVE = 5

Cells = tuple[int, Sequence[str]]


class Spanned(str):
    """The text of a cell that reaches down from the row above."""

    __slots__ = ()


def heading_row(rows: Sequence[Cells], named: Named) -> int:
    """The place of the headings, above which a title may stand; 0 where these are not those of a task log."""
    return next((n for n, (_, cells) in enumerate(rows[:MAX_ABOVE]) if columns(cells, named)), 0)


def known(
    head: Cells, rows: Sequence[Cells], named: Named, foot: Sequence[Cells] = ()
) -> TaskLog | Aggregates | None:
    """What the table is, by its headings; a line number stands before the cells of each row.

    `foot` are rows of a task log that are no tasks.
    """
    line, headings = head
    rows = [(at, cells) for at, cells in rows if says_something(cells)]
    if [heading(text) for text in headings] == ["metric", "value"]:
        pairs = ((at, row[0].strip(" *_`"), " | ".join(row[1:]).strip(" *_`")) for at, row in rows if row)
        return Aggregates(line, tuple(Aggregate(name, value, at) for at, name, value in pairs))
    found = columns(headings, named)
    if found is None or repeated(found):
        return None
    unknown = tuple(
        text or f"number {n + 1}"
        for n, (text, column) in enumerate(zip(headings, found, strict=True))
        if column is None and (text or any(row[n : n + 1] not in ([], [""]) for _, row in rows))
    )
    known_columns = tuple(column for column in found if column and column.field)
    tasks, others = (tuple(_row(cells, found) for cells in part) for part in (rows, foot))
    return TaskLog(line, known_columns, tasks, unknown, others)


def _row(cells: Cells, found: Sequence[Column | None]) -> Row:
    line, texts = cells
    shown = " | ".join(texts)
    if len(texts) != len(found):
        return Row(line, text=shown, reason=f"it has {len(texts)} cells below {len(found)} headings")
    pairs = list(zip(found, texts, strict=True))
    shared = next(
        (one.field for one, text in pairs if one and one.field in NUMBERS and isinstance(text, Spanned)), ""
    )
    if shared:
        return Row(line, text=shown, reason=f"it shares its '{shared}' with the row above")
    # A title is never Markdown; figures are printed in bold here and there.
    fields = {
        column.field: text.strip() if column.field == TASK else text.strip(" *_`")
        for column, text in pairs
        if column and column.field
    }
    return Row(line, fields, shown)
