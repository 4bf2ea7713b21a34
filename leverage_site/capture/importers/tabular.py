"""A table with a row a task, the days of many in one file → one document a day."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from leverage_site import codes
from leverage_site.capture.importers import columns as fields
from leverage_site.capture.importers.blocks import Row, TaskLog
from leverage_site.capture.importers.columns import OWN, Column, Named, column, plain, repeated
from leverage_site.capture.importers.days import exact_day
from leverage_site.capture.importers.document import Document, Facts
from leverage_site.capture.importers.sheets import LISTED, Sheet
from leverage_site.capture.importers.task_keys import PARSERS
from leverage_site.characters import FORBIDDEN
from leverage_site.problems import Place, Problem, Source

_NUMBERS = frozenset({fields.HUMAN, fields.AI, fields.SUPERVISION, fields.WEEKS, fields.TOKENS, fields.FACTOR,
                      fields.SUPERVISORY, fields.DAY_TOKENS})  # fmt: skip
_ESTIMATED = {
    fields.TOKENS: fields.TOKENS_ESTIMATED,
    fields.DAY_TOKENS: fields.DAY_TOKENS_ESTIMATED,
}
_UNCLEAR = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}\W*\w{0,8}")
_SPACE = re.compile(r"\s+")


def documents(sheet: Sheet, named: Named, stated: dt.date | None = None) -> Iterator[Document | Problem]:
    """One document a day, and a problem for each row or column that belongs to none.

    `stated` is the day of all rows, where the table has no column for it.
    """
    yield from sheet.problems
    found = _columns(sheet, named)
    names = [known.field for known in found if known]
    if problem := _unfit(sheet, found, names, dated=stated is not None):
        yield problem
        return
    yield from _unknown_columns(sheet, found)
    rows = [(_day(row, stated), row) for row in (_row(sheet, line, cells, found) for line, cells in sheet.rows)]
    # Any day may lack the rows whose own is not known.
    strays = [_stray(sheet.source, row) for day, row in rows if day is None]
    yield from strays
    dated = sorted(((day, row) for day, row in rows if day is not None), key=lambda pair: pair[0])
    kept = tuple(known for known in found if known and known.field)
    for day, group in groupby(dated, key=lambda pair: pair[0]):
        yield _document(sheet.source, day, tuple(row for _, row in group), kept, strays)


def _columns(sheet: Sheet, named: Named) -> list[Column | None]:
    """What each column holds; one that is called as one of our own, and holds something else, is not known."""
    found = [column(heading, {**OWN, **named}) for heading in sheet.headings]
    for n, (heading, known) in enumerate(zip(sheet.headings, found, strict=True)):
        if known and known.field in PARSERS and plain(heading) not in named:
            cells = [cells[n].strip() for _, cells in sheet.rows if n < len(cells)]
            parse = PARSERS[known.field]
            if not all(parse(cell) is not None for cell in cells if cell):
                found[n] = None
    return found


def is_table(headings: Sequence[str], named: Named) -> bool:
    """Whether these are the headings of tasks."""
    return fields.columns(headings, named) is not None


def _unknown_columns(sheet: Sheet, found: list[Column | None]) -> Iterator[Problem]:
    for n, (heading, known) in enumerate(zip(sheet.headings, found, strict=True)):
        if known is None and (
            heading.strip() or any(cells[n : n + 1] not in ((), ("",)) for _, cells in sheet.rows)
        ):
            place = sheet.source.find(heading, 1)
            yield codes.UNKNOWN_COLUMN.at(place, name=heading.strip() or f"number {n + 1}")


def _stray(source: Source, row: Row) -> Problem:
    text = row.cells.get(fields.DATE, "")[:60]
    reason = row.reason or f"its date is not a day: '{text}'; write it as 2026-04-07"
    return codes.BAD_ROW.at(_place(source, row), reason=reason)


def _document(
    source: Source, day: dt.date, rows: tuple[Row, ...], kept: tuple[Column, ...], strays: Sequence[Problem]
) -> Document:
    totals = dict.fromkeys(row.cells.get(fields.DAY_TOKENS, "") for row in rows)
    tags = dict.fromkeys(row.cells.get(fields.DAY_TAGS, "") for row in rows)
    problems = [
        *strays,
        *(
            codes.BAD_ROW.at(_place(source, rows[0]), reason=f"the rows of {day} do not agree on {name}")
            for name, values in (("the day's tokens", totals), ("the day's tags", tags))
            if len(values) > 1
        ),
    ]
    facts = Facts(tags=split_names(next(iter(tags))), stated=day)
    log = TaskLog(rows[0].line, kept, rows)
    return Document(
        source, log, facts=facts, days=(day,), dated=True, day_tokens=next(iter(totals)), problems=tuple(problems)
    )


def split_names(text: str) -> tuple[str, ...]:
    """`audit; docs` or `audit, docs` as names; what a comma parts is one name where semicolons stand, too."""
    separator = next((mark for mark in (LISTED, ";", "|") if mark in text), ",")
    return tuple(dict.fromkeys(name.strip() for name in text.split(separator) if name.strip()))


def _unfit(sheet: Sheet, found: list[Column | None], names: list[str], *, dated: bool) -> Problem | None:
    place = sheet.source.place(1, 1, 80)
    headings = ", ".join(heading for heading in sheet.headings if heading.strip())
    needed = (*fields.NEEDED, *(() if dated else (fields.DATE,)))
    if missing := [name for name in needed if name not in names]:
        return codes.MISSING_COLUMN.at(place, missing=" and ".join(missing), found=headings)
    if twice := repeated(found):
        both = [
            heading for heading, known in zip(sheet.headings, found, strict=True) if known and known.field == twice
        ]
        return codes.REPEATED_COLUMN.at(place, name=twice, columns=" and ".join(both), last=both[-1])
    return None


def _row(sheet: Sheet, line: int, cells: tuple[str, ...], found: list[Column | None]) -> Row:
    flaw = _flaw(cells, found)
    values = {
        known.field: _SPACE.sub(" ", cell).strip()
        for known, cell in zip(found, cells, strict=False)
        if known and known.field
    }
    if sheet.decimal_comma:
        for name in _NUMBERS & values.keys():
            if _UNCLEAR.fullmatch(values[name]):
                flaw = flaw or f"'{values[name]}' may be a thousand times as much; write it without a mark"
            values[name] = values[name].replace(",", ".")
    for name, flag in _ESTIMATED.items():
        if values.get(name) and values.get(flag, "").casefold() == "true":
            values[name] = f"~{values[name]}"
    return Row(line, values, " | ".join(cells), flaw)


def _flaw(cells: tuple[str, ...], found: list[Column | None]) -> str:
    """Why the cells of a row cannot be read, or nothing."""
    if len(cells) != len(found):
        return f"it has {len(cells)} cells below {len(found)} headings"
    if character := FORBIDDEN.search("".join(cells).replace(LISTED, "")):
        return f"it holds the control character U+{ord(character[0]):04X}"
    return ""


def _day(row: Row, stated: dt.date | None) -> dt.date | None:
    return exact_day(row.cells[fields.DATE]) if fields.DATE in row.cells else stated


def _place(source: Source, row: Row) -> Place:
    return source.place(row.line, 1, 200)
