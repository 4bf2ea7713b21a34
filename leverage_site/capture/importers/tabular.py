"""CSV, JSON and JSON Lines: a row a task, the days of many in one file → one document a day."""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from leverage_site import codes
from leverage_site.capture.importers import columns as fields
from leverage_site.capture.importers.blocks import Row, TaskLog
from leverage_site.capture.importers.columns import Column, Named, column, repeated
from leverage_site.capture.importers.days import exact_day
from leverage_site.capture.importers.document import Document, Facts
from leverage_site.problems import Place, Problem, Source

DELIMITERS = ",;\t|"
# Between the items of a JSON list: no text has it.
LISTED = "\0"

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its headings, and the rows with the line that each begins on."""

    source: Source
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def csv_sheet(source: Source) -> Sheet:
    """The table of a CSV file. Raises ProblemError where its quotes cannot be read."""
    first = next((line for line in source.lines if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader((f"{line}\n" for line in source.lines), delimiter=delimiter, strict=True)
    rows, begins = [], 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise codes.BAD_TABLE.error(source.place(begins, 1, 80), reason=_plain(str(error))) from None
        if any(cell.strip() for cell in row):
            rows.append((begins, tuple(row)))
        begins = reader.line_num + 1
    if not rows:
        raise codes.NOTHING.error(Place(source.path))
    return Sheet(source, rows[0][1], tuple(rows[1:]))


def json_sheet(source: Source) -> Sheet:
    """The table of a JSON list of objects, of `{"tasks": [...]}`, or of JSON Lines.

    Raises ProblemError where it is no JSON, or none of these.
    """
    items = list(_items(source))
    headings = tuple(dict.fromkeys(key for _, item in items for key in item))
    rows = tuple((line, tuple(_text(item.get(heading)) for heading in headings)) for line, item in items)
    if not rows:
        raise codes.NOTHING.error(Place(source.path))
    return Sheet(source, headings, rows)


def documents(sheet: Sheet, named: Named, stated: Any = None) -> Iterator[Document | Problem]:
    """One document a day, and a problem for each row or column that belongs to none.

    `stated` is the day of all rows, where the table has no column for it.
    """
    found = [column(heading, named) for heading in sheet.headings]
    names = [known.field for known in found if known]
    if problem := _unfit(sheet, found, names, dated=stated is not None):
        yield problem
        return
    for heading, known in zip(sheet.headings, found, strict=True):
        if known is None and heading.strip():
            place = sheet.source.find(heading, 1)
            yield codes.UNKNOWN_COLUMN.at(place, name=heading)
    rows = [(_day(row, stated), row) for row in (_row(line, cells, found) for line, cells in sheet.rows)]
    for _, row in (pair for pair in rows if pair[0] is None):
        reason = row.reason or f"its date is not a day: '{row.cells.get(fields.DATE, '')}'"
        yield codes.BAD_ROW.at(_place(sheet.source, row), reason=reason)
    dated = sorted(((day, row) for day, row in rows if day is not None), key=lambda pair: pair[0])
    kept = tuple(known for known in found if known and known.field)
    for day, group in groupby(dated, key=lambda pair: pair[0]):
        yield _document(sheet.source, day, tuple(row for _, row in group), kept)


def is_table(headings: Sequence[str], named: Named) -> bool:
    """Whether these are the headings of tasks."""
    return fields.columns(headings, named) is not None


def _document(source: Source, day: Any, rows: tuple[Row, ...], kept: tuple[Column, ...]) -> Document:
    totals = dict.fromkeys(row.cells.get(fields.DAY_TOKENS, "") for row in rows)
    tags = dict.fromkeys(row.cells.get(fields.DAY_TAGS, "") for row in rows)
    problems = [
        codes.BAD_ROW.at(_place(source, rows[0]), reason=f"the rows of {day} do not agree on {name}")
        for name, values in (("the day's tokens", totals), ("the day's tags", tags))
        if len(values) > 1
    ]
    facts = Facts(tags=split_names(next(iter(tags))), stated=day)
    log = TaskLog(rows[0].line, kept, rows)
    return Document(source, log, facts=facts, days=(day,), day_tokens=next(iter(totals)), problems=tuple(problems))


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
        return codes.REPEATED_COLUMN.at(place, name=twice)
    return None


def _row(line: int, cells: tuple[str, ...], found: list[Column | None]) -> Row:
    shown = " | ".join(cells)
    if len(cells) != len(found):
        return Row(line, text=shown, reason=f"it has {len(cells)} cells below {len(found)} headings")
    values = {
        known.field: _SPACE.sub(" ", cell).strip()
        for known, cell in zip(found, cells, strict=True)
        if known and known.field
    }
    return Row(line, values, shown)


def _day(row: Row, stated: Any) -> Any:
    return stated if fields.DATE not in row.cells and not row.reason else exact_day(row.cells.get(fields.DATE, ""))


def _place(source: Source, row: Row) -> Place:
    return source.place(row.line, 1, 200)


def _items(source: Source) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of the file, each with the line on which it begins."""
    text = "\n".join(source.lines)
    try:
        yield from _objects(source, text)
    except json.JSONDecodeError as error:
        raise codes.BAD_TABLE.error(source.place(error.lineno, error.colno), reason=_plain(error.msg)) from None
    except RecursionError:
        raise codes.BAD_TABLE.error(source.place(1), reason="it is nested too deeply") from None


def _objects(source: Source, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a list, of the list below `tasks`, or of lines; numbers stay as they are written."""
    decode = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str).raw_decode
    at, line, counted = 0, 1, 0
    if match := re.match(r'\s*\{(?:(?!"tasks"|[\[{]).)*"tasks"\s*:\s*\[|\s*\[', text, re.DOTALL):
        at = match.end()
    is_list = at > 0
    while True:
        at = re.compile(r"[\s,]*" if is_list else r"\s*").match(text, at).end()  # type: ignore[union-attr]
        if at >= len(text) or (is_list and text[at] == "]"):
            return
        line, counted = line + text.count("\n", counted, at), at
        item, at = decode(text, at)
        if not isinstance(item, dict):
            raise codes.BAD_TABLE.error(source.place(line), reason="each task must be an object with keys")
        yield line, item


def _text(value: Any) -> str:
    """A JSON value as a cell: nothing for null, a list as names that are set apart."""
    if value is None:
        return ""
    if isinstance(value, list):
        return LISTED.join(["", *(_text(item) for item in value)])
    return value if isinstance(value, str) else json.dumps(value)


def _plain(reason: str) -> str:
    """What the parsers say, in words that say what is wrong."""
    if "unexpected end of data" in reason:
        return "a quotation mark is opened here and never closed"
    if "expected after" in reason:
        return "text stands behind a closing quotation mark"
    return reason[:1].lower() + reason[1:]
