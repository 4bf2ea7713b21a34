"""Tables of tasks: a table in a page becomes its task log, a table in a file one document a day."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Self

from leverage_site.importing.formats.columns import (
    AMOUNTS,
    COUNTS,
    DATA_FIELDS,
    DATA_FILE_COLUMNS,
    DATE,
    DAY_TAGS,
    DAY_TOKENS,
    ESTIMATE_FLAGS,
    NAME_LISTS,
    REQUIRED,
    TASK,
    TIMES,
    ColumnMap,
    TableColumn,
    find_column,
    find_columns,
    normalize_heading,
    parse_text_cell,
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
from leverage_site.importing.formats.numbers import JsonNumber, normalize_numbers, parse_time, parse_token_count
from leverage_site.importing.formats.sections import wrong_weekdays
from leverage_site.importing.formats.sums import classify_rows, doubtful_problem, left_out_sum, tokens_of_sums
from leverage_site.importing.formats.table_files import LIST_SEPARATOR, NumberedRow, SourceTable, has_content
from leverage_site.importing.formats.wording import COMPARISON, fold_heading
from leverage_site.problems import Place, Problem, Source, catalog
from leverage_site.text import FORBIDDEN, count_noun
from leverage_site.values import value

# So many rows may stand above the headings of a table in a page.
MAX_TITLE_ROWS = 5

_SPACE = re.compile(r"\s+")
_DOTTED_DAY = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2,4}(?![0-9])")
_DAY_ORDER_HINT = "Say with --day-order what comes first in the days of the table: dmy, mdy or ymd."
_NO_DAYS_HINT = (
    "If no column has it, say the day of all rows with --date, or name the file after it, such as 2026-04-07.csv; "
    'else name the column with --map, such as --map "When=date".'
)

NumberedCells = tuple[int, Sequence[str]]


class SpannedCell(str):
    """The text of a cell that reaches down from the row above."""

    __slots__ = ()


class LabelledTitle(str):
    """The title of a task; `fields` are what stands beside it in its cell, by the names of fields."""

    fields: Mapping[str, str]

    def __new__(cls, text: str, fields: Mapping[str, str]) -> Self:
        """Return the title `text`."""
        title = super().__new__(cls, text)
        title.fields = fields
        return title


def find_heading_row(rows: Sequence[NumberedCells], column_map: ColumnMap) -> int:
    """Return the place of the headings, above which a title may stand; 0 where none are those of a task log."""
    return next((n for n, (_, cells) in enumerate(rows[:MAX_TITLE_ROWS]) if find_columns(cells, column_map)), 0)


def parse_page_table(
    head: NumberedCells,
    rows: Sequence[NumberedCells],
    column_map: ColumnMap,
    foot: Sequence[NumberedCells] = (),
) -> TaskLog | Aggregates | None:
    """Return what a table in a page is by its headings; None where it is neither of both.

    Args:
        head: The headings, after their line.
        rows: The cells of each row below, after its line.
        column_map: The user's own headings.
        foot: Rows of a task log that are no tasks.
    """
    line, headings = head
    rows = [(number, cells) for number, cells in rows if has_content(cells)]
    names = [fold_heading(text) for text in headings]
    if names[:2] == ["metric", "value"] and set(names[2:]) <= COMPARISON:
        # Cells of a comparison are of other days; any further ones belong to the value.
        compared = len(names) - 2
        return Aggregates(
            line, tuple(_aggregate(cells[: len(cells) - compared], number) for number, cells in rows)
        )
    columns = find_columns(headings, column_map)
    if columns is None or repeated_field(columns):
        return None
    unknown = tuple(
        text or f"number {n + 1}"
        for n, (text, column) in enumerate(zip(headings, columns, strict=True))
        if column is None and (text or any(cells[n : n + 1] not in ([], [""]) for _, cells in rows))
    )
    used = tuple(column for column in columns if column and column.field)
    tasks, others = (tuple(_page_row(numbered, columns) for numbered in part) for part in (rows, foot))
    return TaskLog(line, used, tasks, unknown, others)


def _aggregate(cells: Sequence[str], line: int) -> Aggregate:
    return Aggregate(cells[0].strip(" *_`"), " | ".join(cells[1:]).strip(" *_`"), line)


def _page_row(numbered: NumberedCells, columns: Sequence[TableColumn | None]) -> Row:
    line, texts = numbered
    shown = " | ".join(texts)
    if len(texts) != len(columns):
        return Row(line, text=shown, reason=f"it has {len(texts)} cells below {len(columns)} headings")
    cells = {}
    beside: Mapping[str, str] = {}
    for column, text in zip(columns, texts, strict=True):
        if column and column.field:
            if column.field in AMOUNTS and isinstance(text, SpannedCell):
                return Row(line, text=shown, reason=f"it shares its '{column.field}' with the row above")
            # A title is never Markdown; figures are printed in bold here and there.
            cells[column.field] = text.strip() if column.field == TASK else text.strip(" *_`")
            beside = text.fields if isinstance(text, LabelledTitle) and column.field == TASK else beside
    return Row(line, {**cells, **beside}, shown)


def split_names(text: str) -> tuple[str, ...]:
    """Split `audit; docs`, `audit, docs` or `#audit #docs`; a comma parts none where semicolons stand, too."""
    if marks := hash_tags(text):
        return marks
    separator = next((mark for mark in (LIST_SEPARATOR, ";", "|") if mark in text), ",")
    return tuple(dict.fromkeys(name.strip() for name in text.split(separator) if name.strip()))


def parse_cell(key: str, text: str, unit: str = "") -> Any:
    """Parse a cell of a task's key; return None where it is nothing of the kind.

    Args:
        key: The key.
        text: The cell.
        unit: What a bare number counts, as in `TableColumn.unit`.
    """
    if key in TIMES:
        return parse_time(text, unit)
    if key in COUNTS:
        return parse_token_count(text)
    return split_names(text) if key in NAME_LISTS else parse_text_cell(key, text)


# Tables in files

_Columns = Sequence[TableColumn | None]


def read_table_documents(
    table: SourceTable, column_map: ColumnMap, stated: dt.date | None = None, order: str | None = None
) -> Iterator[Document | Problem]:
    """Yield one document a day, and a problem for each row or column that belongs to none.

    Args:
        table: The table.
        column_map: The user's own headings.
        stated: The day of all rows, where the table has no column for it.
        order: What comes first in a day of the table, as in `days.ORDERS`.
    """
    yield from table.problems
    columns = [find_column(heading, {**DATA_FILE_COLUMNS, **column_map}) for heading in table.headings]
    own_day = next((day for _, cells in table.above for cell in cells if (day := sole_day(cell))), None)
    day_of_all = stated or own_day or sole_day(PurePosixPath(table.source.path).name)
    for n, (heading, column) in enumerate(zip(table.headings, columns, strict=True)):
        # A column that is called as one of our own data files', and holds something else, is not known.
        if column and column.field in DATA_FIELDS and normalize_heading(heading) not in column_map:
            texts = (cells[n].strip() for _, cells in table.rows if n < len(cells))
            if any(parse_cell(column.field, text, column.unit) is None for text in texts if text):
                columns[n] = None
    problems = list(_column_problems(table, columns, needs_date=day_of_all is None))
    yield from problems
    if any(problem.is_error for problem in problems):
        return
    log = _FileLog.build(table, columns, order)
    yield from log.problems
    if not log.is_dated:
        if log.tasks:
            days = (own_day,) if own_day else ()
            yield replace(log.document(log.tasks, log.sums, "its rows"), days=days)
        return
    for n, (day, (tasks, sums)) in enumerate(sorted(log.by_day().items())):
        document = log.document(tasks, sums, f"the rows of {day}")
        yield replace(
            document,
            days=(day,),
            days_from_rows=True,
            # What stands above all days is told with the first.
            left_out=document.left_out if n == 0 else document.left_out[len(log.left_out) :],
            problems=(*document.problems, *wrong_weekdays(table.source, tasks, day)),
        )


def _column_problems(table: SourceTable, columns: _Columns, *, needs_date: bool) -> Iterator[Problem]:
    """Yield an error where a needed column is missing, or a field has two; else a warning for each unknown one."""
    place = table.source.place(table.line, 1, 80)
    pairs = list(zip(table.headings, columns, strict=True))
    present = [column.field for column in columns if column]
    required = (*REQUIRED, DATE) if needs_date else REQUIRED
    if missing := [name for name in required if name not in present]:
        headings = ", ".join(heading for heading in table.headings if heading.strip())
        hint = _NO_DAYS_HINT if missing == [DATE] else None
        yield catalog.MISSING_COLUMN.at(place, missing=" and ".join(missing), found=headings, hint=hint)
        return
    if field := repeated_field(columns):
        twice = [heading for heading, column in pairs if column and column.field == field]
        yield catalog.REPEATED_COLUMN.at(place, name=field, columns=" and ".join(twice), last=twice[-1])
        return
    for n, (heading, column) in enumerate(pairs):
        if column is None and (
            heading.strip() or any(cells[n : n + 1] not in ((), ("",)) for _, cells in table.rows)
        ):
            place = table.source.find(heading, table.line)
            yield catalog.UNKNOWN_COLUMN.at(place, name=heading.strip() or f"number {n + 1}")


@value
class _FileLog:
    """The rows of a table in a file; `days` are those of `tasks`, where the table `is_dated`.

    `problems` keep all days from being written: any of them may lack the rows whose own day is not known.
    """

    source: Source
    columns: tuple[TableColumn, ...]
    is_dated: bool
    tasks: tuple[Row, ...]
    sums: tuple[SumRow, ...]
    days: tuple[dt.date | None, ...]
    problems: tuple[Problem, ...]
    assumptions: tuple[str, ...]
    left_out: tuple[Excerpt, ...]

    @classmethod
    def build(cls, table: SourceTable, columns: _Columns, order: str | None) -> "_FileLog":
        """Return the log of a table with these columns."""
        source = table.source
        used = tuple(column for column in columns if column and column.field)
        is_dated = any(column.field == DATE for column in used)
        rows, day_headings = _fill_in_day_headings([_file_row(row, columns) for row in table.rows], order)
        day_texts = [row.get(DATE) for row in rows]
        likely = "," if table.decimal_comma or any(map(_DOTTED_DAY.match, day_texts)) else ""
        units = {column.field: column.unit for column in used}
        numbers = normalize_numbers(rows, likely=likely, units=units)
        groups = day_texts[:]
        for n in range(1, len(groups)):
            groups[n] = groups[n] or groups[n - 1]
        marked = []
        for row in numbers.rows:
            flagged = (name for name, flag in ESTIMATE_FLAGS.items() if row.get(flag).casefold() == "true")
            estimates = {name: f"~{row.cells[name]}" for name in flagged if row.cells.get(name)}
            marked.append(replace(row, cells={**row.cells, **estimates}) if estimates else row)
        classified = classify_rows(marked, units, groups=groups)
        tasks = classified.in_order()
        task_days = [row.get(DATE) for row in tasks]
        days = day_column(task_days, order) if is_dated else DayColumn(())
        problems = [*numbers.problems(source), *(doubtful_problem(source, row) for row in classified.doubtful)]
        for row in [row for row, day in zip(tasks, days.days, strict=False) if not day]:
            text = row.get(DATE)[:60]
            possible = [] if row.reason else possible_days(text)
            reason = row.reason or f"its date is not a day: '{text}'; write it as 2026-04-07"
            if len(possible) > 1:
                reason = f"its date '{text}' may be {possible[0]} or {possible[1]}"
            hint = _DAY_ORDER_HINT if len(possible) > 1 else None
            problems.append(catalog.BAD_ROW.at(_place(source, row), reason=reason, hint=hint))
        assumptions = numbers.assumptions
        if days.inherited:
            assumptions += (f"the day of {count_noun(days.inherited, 'row')} is that of the row above",)
        return cls(
            source,
            used,
            is_dated,
            tasks,
            classified.sums,
            days.days,
            tuple(problems),
            assumptions,
            (*table.left_out, *day_headings),
        )

    def by_day(self) -> dict[dt.date, tuple[tuple[Row, ...], tuple[SumRow, ...]]]:
        """Return the tasks of each day, and the sums that stand behind them."""
        dated = [(row, day) for row, day in zip(self.tasks, self.days, strict=True) if day]
        tasks: dict[dt.date, list[Row]] = {}
        sums: dict[dt.date, list[SumRow]] = {}
        for row, day in dated:
            tasks.setdefault(day, []).append(row)
        at = 0
        for one in self.sums:
            while at + 1 < len(dated) and dated[at + 1][0].place < one.row.place:
                at += 1
            if dated:
                sums.setdefault(dated[at][1], []).append(one)
        return {day: (tuple(rows), tuple(sums.get(day, ()))) for day, rows in tasks.items()}

    def document(self, tasks: tuple[Row, ...], sums: tuple[SumRow, ...], whose: str) -> Document:
        """Return the document of some of the rows, which may be of any day; `whose` names them in messages."""
        tokens = dict.fromkeys(row.get(DAY_TOKENS) for row in tasks)
        tags = dict.fromkeys(row.get(DAY_TAGS) for row in tasks)
        problems = [
            catalog.BAD_ROW.at(_place(self.source, tasks[0]), reason=f"{whose} do not agree on {name}")
            for name, values in (("the day's tokens", tokens), ("the day's tags", tags))
            if len(values) > 1
        ]
        return Document(
            self.source,
            TaskLog(tasks[0].line, self.columns, tasks, sums=sums),
            facts=Facts(tags=split_names(next(iter(tags)))),
            day_tokens=next(iter(tokens)) or tokens_of_sums(tasks, sums),
            left_out=(*self.left_out, *map(left_out_sum, sums)),
            assumptions=self.assumptions,
            problems=(*self.problems, *problems),
        )


def _file_row(numbered: NumberedRow, columns: _Columns) -> Row:
    line, cells = numbered
    values = {
        column.field: cell if isinstance(cell, JsonNumber) else _SPACE.sub(" ", cell).strip()
        for column, cell in zip(columns, cells, strict=False)
        if column and column.field
    }
    reason = ""
    if len(cells) != len(columns):
        reason = f"it has {len(cells)} cells below {len(columns)} headings"
    elif character := FORBIDDEN.search("".join(cells).replace(LIST_SEPARATOR, "")):
        reason = f"it holds the control character U+{ord(character[0]):04X}"
    return Row(line, values, " | ".join(cells), reason)


def _fill_in_day_headings(rows: list[Row], order: str | None) -> tuple[list[Row], list[Excerpt]]:
    """Take out the rows that hold a day and nothing else, which is that of the row below."""
    others, headings = [], []
    day = ""
    for row in rows:
        text = row.get(DATE)
        is_alone = text and not any(cell for name, cell in row.cells.items() if name != DATE)
        if (
            is_alone
            and not row.text.replace(text, "", 1).strip(" |")
            and (cell_day(text, order) or text[0].isdigit())
        ):
            headings.append(Excerpt("heading of a day", text, row.line))
            day = text
            continue
        others.append(replace(row, cells={**row.cells, DATE: day}) if day and not text else row)
        day = ""
    return others, headings


def _place(source: Source, row: Row) -> Place:
    return source.place(row.line, 1, 200)
