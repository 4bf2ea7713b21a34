"""A table in a file: its headings, and its rows with their lines."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from inspect import GEN_CLOSED, getgeneratorstate

from leverage_site.importing.formats.columns import Column, Named, columns
from leverage_site.importing.formats.document import LeftOut
from leverage_site.problems import Place, Problem, Source, catalog

DELIMITERS = ",;\t|"
# Between the items of a list in a cell: no text has it.
LISTED = "\0"
# What spreadsheets write into the first line, to say what parts the cells.
_TOLD = re.compile(r"\ufeff?sep=(.)", re.IGNORECASE)
NO_NAMES: dict[str, Column] = {}


# Above the headings may stand the name of a table, and who made it when.
MAX_ABOVE = 20

Line = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its headings, and the rows with the line that each begins on.

    `above` are those before the headings. Where semicolons part the cells, commas are likely to be for decimals.
    """

    source: Source
    headings: tuple[str, ...]
    rows: tuple[Line, ...]
    decimal_comma: bool = False
    problems: tuple[Problem, ...] = ()
    line: int = 1
    above: tuple[Line, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def csv_sheet(source: Source, named: Named = NO_NAMES) -> Sheet:
    """The table of a CSV file. Raises ProblemError where its quotes cannot be read."""
    told = _TOLD.fullmatch(source.lines[0]) if source.lines else None
    delimiter = told[1] if told else _delimiter(source, named)
    lines = (f"{line}\n" if n or not told else "\n" for n, line in enumerate(source.lines))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows, begins = [], 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error:
            ended = getgeneratorstate(lines) == GEN_CLOSED
            reason = _fault(source.lines[begins - 1 : reader.line_num], ended=ended)
            raise catalog.BAD_TABLE.error(source.place(begins, 1, 80), reason=reason) from None
        if says_something(row):
            rows.append((begins, tuple(row)))
        begins = reader.line_num + 1
    if not rows:
        raise catalog.NOTHING.error(Place(source.path))
    first = next((n for n, (_, cells) in enumerate(rows[:MAX_ABOVE]) if columns(cells, named)), 0)
    line, headings = rows[first]
    above = rows[:first]
    titles = (LeftOut("title of the table", " ".join(filter(None, cells)), at) for at, cells in above)
    return Sheet(
        source,
        headings,
        tuple(rows[first + 1 :]),
        delimiter == ";",
        line=line,
        above=tuple(above),
        left_out=tuple(titles),
    )


def says_something(cells: Iterable[str]) -> bool:
    """Whether a row has any words or figures, and is no line between others."""
    return any(letter.isalnum() for cell in cells for letter in cell)


def _delimiter(source: Source, named: Named) -> str:
    """What parts the cells: it makes headings of one of the first lines, or is in the first most often."""
    lines = [line for line in source.lines[: 2 * MAX_ABOVE] if line.strip()]
    for line in lines[:MAX_ABOVE]:
        for mark in DELIMITERS:
            if columns(line.split(mark), named):
                return mark
    return max(DELIMITERS, key=lines[0].count) if lines else DELIMITERS[0]


def _fault(lines: Sequence[str], *, ended: bool) -> str:
    """Why the row that begins these lines cannot be read, whether or not they are the last of the file."""
    if ended:
        return "a quotation mark is opened here and never closed"
    if sum(len(line) + 1 for line in lines) > csv.field_size_limit():
        return f"a cell has more than {csv.field_size_limit():,} characters, or its quotation mark is never closed"
    return "text stands behind a closing quotation mark"
