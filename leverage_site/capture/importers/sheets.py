"""A table in a file: its headings, and its rows with their lines."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from inspect import GEN_CLOSED, getgeneratorstate

from leverage_site import codes
from leverage_site.problems import Place, Problem, Source

DELIMITERS = ",;\t|"
# Between the items of a list in a cell: no text has it.
LISTED = "\0"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its headings, and the rows with the line that each begins on.

    Where semicolons part the cells, commas are for decimals.
    """

    source: Source
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    decimal_comma: bool = False
    problems: tuple[Problem, ...] = ()


def csv_sheet(source: Source) -> Sheet:
    """The table of a CSV file. Raises ProblemError where its quotes cannot be read."""
    first = next((line for line in source.lines if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    lines = (f"{line}\n" for line in source.lines)
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
            raise codes.BAD_TABLE.error(source.place(begins, 1, 80), reason=reason) from None
        if any(cell.strip() for cell in row):
            rows.append((begins, tuple(row)))
        begins = reader.line_num + 1
    if not rows:
        raise codes.NOTHING.error(Place(source.path))
    return Sheet(source, rows[0][1], tuple(rows[1:]), delimiter == ";")


def _fault(lines: Sequence[str], *, ended: bool) -> str:
    """Why the row that begins these lines cannot be read, whether or not they are the last of the file."""
    if ended:
        return "a quotation mark is opened here and never closed"
    if sum(len(line) + 1 for line in lines) > csv.field_size_limit():
        return f"a cell has more than {csv.field_size_limit():,} characters, or its quotation mark is never closed"
    return "text stands behind a closing quotation mark"
