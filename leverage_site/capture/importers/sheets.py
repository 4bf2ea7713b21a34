"""A table in a file: its headings, and its rows with their lines."""

import csv
from dataclasses import dataclass

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
    reader = csv.reader((f"{line}\n" for line in source.lines), delimiter=delimiter, strict=True)
    rows, begins = [], 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise codes.BAD_TABLE.error(source.place(begins, 1, 80), reason=plain_reason(str(error))) from None
        if any(cell.strip() for cell in row):
            rows.append((begins, tuple(row)))
        begins = reader.line_num + 1
    if not rows:
        raise codes.NOTHING.error(Place(source.path))
    return Sheet(source, rows[0][1], tuple(rows[1:]), delimiter == ";")


def plain_reason(reason: str) -> str:
    """What the parsers say, in words that say what is wrong."""
    if "unexpected end of data" in reason:
        return "a quotation mark is opened here and never closed"
    if "expected after" in reason:
        return "text stands behind a closing quotation mark"
    return reason[:1].lower() + reason[1:]
