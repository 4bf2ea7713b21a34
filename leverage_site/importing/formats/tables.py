"""A table whose cells a format has told apart: a task log, a table of aggregates, or neither."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import PurePosixPath

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.columns import (
    DATA_FILE_COLUMNS,
    PARSERS,
    TASK,
    ColumnMap,
    TableColumn,
    find_column,
    find_columns,
    normalize_heading,
    repeated_field,
)
from leverage_site.importing.formats.days import DayColumn, cell_day, day_column, possible_days, sole_day
from leverage_site.importing.formats.document import (
    Aggregate,
    Aggregates,
    Document,
    Excerpt,
    Facts,
    Row,
    SumRow,
    TaskLog,
)
from leverage_site.importing.formats.metadata_lines import hash_tags
from leverage_site.importing.formats.numbers import (
    JsonNumber,
    NormalizedRows,
    ambiguous_problem,
    assumptions,
    normalize_numbers,
)
from leverage_site.importing.formats.sections import wrong_weekdays
from leverage_site.importing.formats.sum_rows import AMOUNTS as NUMBERS
from leverage_site.importing.formats.sums import (
    ClassifiedRows,
    classify_rows,
    doubtful_problem,
    in_order,
    left_out_sum,
    tokens_of_sums,
)
from leverage_site.importing.formats.table_files import LIST_SEPARATOR, SourceTable, has_content
from leverage_site.importing.formats.wording import fold_heading
from leverage_site.problems import Place, Problem, Source, catalog
from leverage_site.text import FORBIDDEN, counted

MAX_TITLE_ROWS = 5

NumberedCells = tuple[int, Sequence[str]]


class SpannedCell(str):
    """The text of a cell that reaches down from the row above."""

    __slots__ = ()


def find_heading_row(rows: Sequence[NumberedCells], named: ColumnMap) -> int:
    """The place of the headings, above which a title may stand; 0 where these are not those of a task log."""
    return next((n for n, (_, cells) in enumerate(rows[:MAX_TITLE_ROWS]) if find_columns(cells, named)), 0)


def parse_page_table(
    head: NumberedCells, rows: Sequence[NumberedCells], named: ColumnMap, foot: Sequence[NumberedCells] = ()
) -> TaskLog | Aggregates | None:
    """What the table is, by its headings; a line number stands before the cells of each row.

    `foot` are rows of a task log that are no tasks.
    """
    line, headings = head
    rows = [(at, cells) for at, cells in rows if has_content(cells)]
    if [fold_heading(text) for text in headings] == ["metric", "value"]:
        pairs = ((at, row[0].strip(" *_`"), " | ".join(row[1:]).strip(" *_`")) for at, row in rows if row)
        return Aggregates(line, tuple(Aggregate(name, value, at) for at, name, value in pairs))
    found = find_columns(headings, named)
    if found is None or repeated_field(found):
        return None
    unknown = tuple(
        text or f"number {n + 1}"
        for n, (text, find_column) in enumerate(zip(headings, found, strict=True))
        if find_column is None and (text or any(row[n : n + 1] not in ([], [""]) for _, row in rows))
    )
    known_columns = tuple(find_column for find_column in found if find_column and find_column.field)
    tasks, others = (tuple(_row(cells, found) for cells in part) for part in (rows, foot))
    return TaskLog(line, known_columns, tasks, unknown, others)


def _row(cells: NumberedCells, found: Sequence[TableColumn | None]) -> Row:
    line, texts = cells
    shown = " | ".join(texts)
    if len(texts) != len(found):
        return Row(line, text=shown, reason=f"it has {len(texts)} cells below {len(found)} headings")
    pairs = list(zip(found, texts, strict=True))
    shared = next(
        (one.field for one, text in pairs if one and one.field in NUMBERS and isinstance(text, SpannedCell)), ""
    )
    if shared:
        return Row(line, text=shown, reason=f"it shares its '{shared}' with the row above")
    # A title is never Markdown; figures are printed in bold here and there.
    fields = {
        find_column.field: text.strip() if find_column.field == TASK else text.strip(" *_`")
        for find_column, text in pairs
        if find_column and find_column.field
    }
    return Row(line, fields, shown)


_ESTIMATED = {
    fields.TOKENS: fields.TOKENS_ESTIMATED,
    fields.DAY_TOKENS: fields.DAY_TOKENS_ESTIMATED,
}
_SPACE = re.compile(r"\s+")
_DOTTED = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2,4}(?![0-9])")
_DAYS = "Say with --day-order what comes first in the days of the table: dmy, mdy or ymd."
_NO_DAYS = (
    "If no column has it, say the day of all rows with --date, or name the file after it, such as 2026-04-07.csv; "
    'else name the column with --map, such as --map "When=date".'
)


def read_table_documents(
    sheet: SourceTable, named: ColumnMap, stated: dt.date | None = None, order: str | None = None
) -> Iterator[Document | Problem]:
    """One document a day, and a problem for each row or column that belongs to none.

    `stated` is the day of all rows, where the table has no column for it; `order` is what comes first in a day.
    """
    yield from sheet.problems
    found = _columns(sheet, named)
    names = [parse_page_table.field for parse_page_table in found if parse_page_table]
    own_day = next((day for _, cells in sheet.above for cell in cells if (day := sole_day(cell))), None)
    told = stated or own_day or sole_day(PurePosixPath(sheet.source.path).name)
    if problem := _unfit(sheet, found, names, dated=told is not None):
        yield problem
        return
    yield from _unknown_columns(sheet, found)
    is_dated = fields.DATE in names
    table = _Table.of(sheet, found, order, is_dated=is_dated)
    yield from table.strays
    if not is_dated and table.rows:
        yield replace(table.document(table.rows, table.sums, "its rows"), days=(own_day,) if own_day else ())
    for n, (day, (rows, sums)) in enumerate(sorted(table.by_day().items()) if is_dated else ()):
        document = table.document(rows, sums, f"the rows of {day}")
        told_above = document.left_out if n == 0 else document.left_out[len(table.above) :]
        problems = (*document.problems, *wrong_weekdays(sheet.source, rows, day))
        yield replace(document, days=(day,), days_from_rows=True, left_out=told_above, problems=problems)


def _columns(sheet: SourceTable, named: ColumnMap) -> list[TableColumn | None]:
    """What each column holds; one that is called as one of our own, and holds something else, is not known."""
    found = [find_column(fold_heading, {**DATA_FILE_COLUMNS, **named}) for fold_heading in sheet.headings]
    for n, (text, parse_page_table) in enumerate(zip(sheet.headings, found, strict=True)):
        if parse_page_table and parse_page_table.field in PARSERS and normalize_heading(text) not in named:
            cells = [cells[n].strip() for _, cells in sheet.rows if n < len(cells)]
            parse = PARSERS[parse_page_table.field]
            if not all(parse(cell) is not None for cell in cells if cell):
                found[n] = None
    return found


def is_table(headings: Sequence[str], named: ColumnMap) -> bool:
    """Whether these are the headings of tasks."""
    return fields.find_columns(headings, named) is not None


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a table, parted; `days` are those of the tasks in `rows`, `strays` what any day lacks."""

    source: Source
    line: int
    kept: tuple[TableColumn, ...]
    rows: tuple[Row, ...]
    sums: tuple[SumRow, ...]
    days: tuple[dt.date | None, ...]
    strays: tuple[Problem, ...]
    assumed: tuple[str, ...]
    above: tuple[Excerpt, ...]

    @classmethod
    def of(
        cls, sheet: SourceTable, found: list[TableColumn | None], order: str | None, *, is_dated: bool
    ) -> "_Table":
        """The table of a sheet with these columns."""
        source = sheet.source
        kept = tuple(parse_page_table for parse_page_table in found if parse_page_table and parse_page_table.field)
        rows, above = _without_day_headings([_table_row(line, cells, found) for line, cells in sheet.rows], order)
        texts = [row.cells.get(fields.DATE, "") for row in rows]
        likely = "," if sheet.decimal_comma or any(map(_DOTTED.match, texts)) else ""
        units = {parse_page_table.field: parse_page_table.unit for parse_page_table in kept}
        numbers = normalize_numbers(rows, likely=likely, units=units)
        marked = [_with_estimates(row) for row in numbers.rows]
        sorted_out = classify_rows(marked, units, groups=list(accumulate(texts, _text_or_above)))
        tasks = in_order(sorted_out)
        days = day_column([row.cells.get(fields.DATE, "") for row in tasks], order) if is_dated else DayColumn(())
        return cls(
            source,
            sheet.line,
            kept,
            tasks,
            sorted_out.sums,
            days.days,
            tuple(_strays(source, numbers, sorted_out, tasks, days)),
            tuple(_assumed(numbers, days)),
            (*sheet.left_out, *above),
        )

    def by_day(self) -> dict[dt.date, tuple[tuple[Row, ...], tuple[SumRow, ...]]]:
        """The tasks of each day, and the sums that stand behind them."""
        parse_page_table = [(row, day) for row, day in zip(self.rows, self.days, strict=True) if day]
        rows: dict[dt.date, list[Row]] = {}
        sums: dict[dt.date, list[SumRow]] = {}
        for row, day in parse_page_table:
            rows.setdefault(day, []).append(row)
        at = 0
        for one in self.sums:
            while at + 1 < len(parse_page_table) and parse_page_table[at + 1][0].place < one.row.place:
                at += 1
            if parse_page_table:
                sums.setdefault(parse_page_table[at][1], []).append(one)
        return {day: (tuple(found), tuple(sums.get(day, ()))) for day, found in rows.items()}

    def document(self, rows: tuple[Row, ...], sums: tuple[SumRow, ...], whose: str) -> Document:
        """The document of some of the rows, which may be of any day."""
        totals = dict.fromkeys(row.cells.get(fields.DAY_TOKENS, "") for row in rows)
        tags = dict.fromkeys(row.cells.get(fields.DAY_TAGS, "") for row in rows)
        problems = [
            catalog.BAD_ROW.at(_place(self.source, rows[0]), reason=f"{whose} do not agree on {name}")
            for name, values in (("the day's tokens", totals), ("the day's tags", tags))
            if len(values) > 1
        ]
        return Document(
            self.source,
            TaskLog(rows[0].line, self.kept, rows, sums=sums),
            facts=Facts(tags=split_names(next(iter(tags)))),
            day_tokens=next(iter(totals)) or tokens_of_sums(rows, sums),
            left_out=(*self.above, *map(left_out_sum, sums)),
            assumed=self.assumed,
            problems=(*self.strays, *problems),
        )


def _text_or_above(above: str, text: str) -> str:
    return text or above


def _without_day_headings(rows: list[Row], order: str | None) -> tuple[list[Row], list[Excerpt]]:
    """The rows without those that hold a day and nothing else, which is that of the rows below."""
    kept, headings = [], []
    day = ""
    for row in rows:
        text = row.cells.get(fields.DATE, "")
        is_alone = text and not any(cell for name, cell in row.cells.items() if name != fields.DATE)
        if (
            is_alone
            and not row.text.replace(text, "", 1).strip(" |")
            and (cell_day(text, order) or text[0].isdigit())
        ):
            headings.append(Excerpt("heading of a day", text, row.line))
            day = text
            continue
        kept.append(replace(row, cells={**row.cells, fields.DATE: day}) if day and not text else row)
        day = ""
    return kept, headings


def _strays(
    source: Source, numbers: NormalizedRows, found: ClassifiedRows, tasks: Sequence[Row], days: DayColumn
) -> Iterator[Problem]:
    """What keeps all days from being written: any of them may lack the rows whose own is not known."""
    yield from (ambiguous_problem(source, cell) for cell in numbers.unclear)
    yield from (doubtful_problem(source, row) for row in found.doubtful)
    for row, day in zip(tasks, days.days, strict=False):
        if day is None:
            text = row.cells.get(fields.DATE, "")[:60]
            may_be = [] if row.reason else possible_days(text)
            reason = row.reason or f"its date is not a day: '{text}'; write it as 2026-04-07"
            if len(may_be) > 1:
                reason = f"its date '{text}' may be {may_be[0]} or {may_be[1]}"
            yield catalog.BAD_ROW.at(_place(source, row), reason=reason, hint=_DAYS if len(may_be) > 1 else None)


def _assumed(numbers: NormalizedRows, days: DayColumn) -> Iterator[str]:
    yield from assumptions(numbers)
    if days.filled:
        yield f"the day of {counted(days.filled, 'row')} is that of the row above"


def _unknown_columns(sheet: SourceTable, found: list[TableColumn | None]) -> Iterator[Problem]:
    for n, (text, parse_page_table) in enumerate(zip(sheet.headings, found, strict=True)):
        if parse_page_table is None and (
            text.strip() or any(cells[n : n + 1] not in ((), ("",)) for _, cells in sheet.rows)
        ):
            place = sheet.source.find(text, sheet.line)
            yield catalog.UNKNOWN_COLUMN.at(place, name=text.strip() or f"number {n + 1}")


def split_names(text: str) -> tuple[str, ...]:
    """`audit; docs`, `audit, docs` or `#audit #docs` as names; a comma parts none where semicolons stand, too."""
    if marks := hash_tags(text):
        return marks
    separator = next((mark for mark in (LIST_SEPARATOR, ";", "|") if mark in text), ",")
    return tuple(dict.fromkeys(name.strip() for name in text.split(separator) if name.strip()))


def _unfit(
    sheet: SourceTable, found: list[TableColumn | None], names: list[str], *, dated: bool
) -> Problem | None:
    place = sheet.source.place(sheet.line, 1, 80)
    headings = ", ".join(fold_heading for fold_heading in sheet.headings if fold_heading.strip())
    needed = (*fields.REQUIRED, *(() if dated else (fields.DATE,)))
    if missing := [name for name in needed if name not in names]:
        hint = _NO_DAYS if missing == [fields.DATE] else None
        return catalog.MISSING_COLUMN.at(place, missing=" and ".join(missing), found=headings, hint=hint)
    if twice := repeated_field(found):
        both = [
            fold_heading
            for fold_heading, parse_page_table in zip(sheet.headings, found, strict=True)
            if parse_page_table and parse_page_table.field == twice
        ]
        return catalog.REPEATED_COLUMN.at(place, name=twice, columns=" and ".join(both), last=both[-1])
    return None


def _table_row(line: int, cells: tuple[str, ...], found: list[TableColumn | None]) -> Row:
    values = {
        parse_page_table.field: cell if isinstance(cell, JsonNumber) else _SPACE.sub(" ", cell).strip()
        for parse_page_table, cell in zip(found, cells, strict=False)
        if parse_page_table and parse_page_table.field
    }
    return Row(line, values, " | ".join(cells), _flaw(cells, found))


def _with_estimates(row: Row) -> Row:
    """The row with the mark of estimates before those numbers of tokens of which another column tells it."""
    marked = {
        name: f"~{row.cells[name]}"
        for name, flag in _ESTIMATED.items()
        if row.cells.get(name) and row.cells.get(flag, "").casefold() == "true"
    }
    return replace(row, cells={**row.cells, **marked}) if marked else row


def _flaw(cells: tuple[str, ...], found: list[TableColumn | None]) -> str:
    """Why the cells of a row cannot be read, or nothing."""
    if len(cells) != len(found):
        return f"it has {len(cells)} cells below {len(found)} headings"
    if character := FORBIDDEN.search("".join(cells).replace(LIST_SEPARATOR, "")):
        return f"it holds the control character U+{ord(character[0]):04X}"
    return ""


def _place(source: Source, row: Row) -> Place:
    return source.place(row.line, 1, 200)
