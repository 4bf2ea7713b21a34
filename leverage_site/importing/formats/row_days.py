"""The days that the rows of a table state: a page is of that day, if it is one."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from leverage_site.dates import WEEKDAYS
from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.blocks import Row, TaskLog
from leverage_site.importing.formats.day_columns import cell_day, day_column, odd_weekday, readings
from leverage_site.importing.formats.document import WEIGHTS, Document, Said
from leverage_site.importing.formats.numbers import UNKNOWN_TEXTS
from leverage_site.problems import Problem, Source, catalog

_ONE_DAY = (
    "A page is one day: split the file, or correct the days in its table. If the column says something else, "
    'leave it out with --map, such as --map "{name}=".'
)
_WRITE_IT = (
    "Write it as 2026-04-07, or say with --day-order what comes first in it: dmy, mdy or ymd. If the column says "
    'something else, leave it out with --map, such as --map "{name}=".'
)
_WEEKDAY = "Correct the day, or its weekday. The record is of the day."


def with_days_of_rows(document: Document, order: str | None) -> Document:
    """The document of a page that says the day which all its rows say; `order` is what comes first in that."""
    rows = [row for row in document.log.rows if row.cells.get(fields.DATE, "").casefold() not in UNKNOWN_TEXTS]
    texts = [row.cells[fields.DATE] for row in rows]
    name = _heading(document.source, document.log)
    if rows and not any(cell_day(text) or readings(text) for text in texts):
        return replace(document, log=replace(document.log, unknown=(*document.log.unknown, name)))
    days = [
        day or next((one for one in readings(text) if one in document.days), None)
        for day, text in zip(day_column(texts, order).days, texts, strict=True)
    ]
    if problems := list(_problems(document.source, name, rows, days)):
        return replace(document, problems=(*document.problems, *problems))
    odd = tuple(warning for day in days[:1] if day for warning in odd_weekdays(document.source, rows, day))
    said = (
        *document.said,
        *(Said(day, "the table", row.line) for row, day in zip(rows[:1], days, strict=False) if day),
    )
    ordered = dict.fromkeys(one.day for one in sorted(said, key=lambda one: WEIGHTS.index(one.weight)))
    return replace(document, said=said, days=tuple(ordered), problems=(*document.problems, *odd))


def odd_weekdays(source: Source, rows: Sequence[Row], day: dt.date) -> Iterator[Problem]:
    """A warning for each row of a day that has the name of another weekday before it."""
    for row in rows:
        if word := odd_weekday(row.cells.get(fields.DATE, ""), day):
            place = source.find(word, row.line, row.line)
            yield catalog.DAYS_DISAGREE.at(
                place, day=f"{day}, a {WEEKDAYS[day.weekday()]}", other=word, hint=_WEEKDAY
            )


def _problems(source: Source, name: str, rows: Sequence[Row], days: Sequence[dt.date | None]) -> Iterator[Problem]:
    """What keeps the rows from being of one day."""
    for row, day in zip(rows, days, strict=True):
        text = row.cells[fields.DATE][:60]
        place = source.find(text, row.line, row.line)
        if day is None:
            may_be = " or ".join(map(str, readings(text)))
            reason = f"its date '{text}' may be {may_be}" if may_be else f"its date is not a day: '{text}'"
            yield catalog.BAD_ROW.at(place, reason=reason, hint=_WRITE_IT.format(name=name))
    known = [(day, row) for row, day in zip(rows, days, strict=True) if day]
    if other := next(((day, row) for day, row in known if day != known[0][0]), None):
        one, two = (f"{day} (the table, line {row.line})" for day, row in (known[0], other))
        place = source.find(other[1].cells[fields.DATE], other[1].line, other[1].line)
        yield catalog.TWO_DAYS.at(place, one=one, other=two, hint=_ONE_DAY.format(name=name))


def _heading(source: Source, log: TaskLog) -> str:
    """The heading of the column of days, as --map knows it."""
    shown = " ".join(source.lines[log.line - 1 : log.line + 20]).casefold()
    return next((name for name in fields.FIELDS[fields.DATE] if name in shown), fields.DATE)
