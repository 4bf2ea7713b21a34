"""Text that was copied from a page in a browser: a line a paragraph, and table cells glued or a blank apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats import copied_rows
from leverage_site.importing.formats.columns import ColumnMap, TableColumn, parse_heading_line
from leverage_site.importing.formats.days import day_in
from leverage_site.importing.formats.document import Aggregate, Aggregates, Block, Heading, Row, TaskLog, Text
from leverage_site.importing.formats.markdown import escape
from leverage_site.importing.formats.metadata_lines import parse_dateline, parse_tag_line, split_properties
from leverage_site.importing.formats.wording import (
    ABOUT_AUTHOR,
    SENTENCE_END,
    SKIP_LINK,
    is_known_heading,
    metric_name,
)
from leverage_site.problems import Source
from leverage_site.records.schema import MAX_TASKS

AHEAD = 3
LONGEST_TITLE = 200

_IN_DOUBT = "behind an empty line it may be a task or text; take that line out, or the times"

_METRICS = re.compile(r"\s*metric\s*value\s*", re.IGNORECASE)
# The end of a name, with what stands between it and a value.
_SEAM = re.compile(r"[^\s0-9~(]\s*+(?=~?+\s*+[0-9])")


class CopiedLine(NamedTuple):
    """A line that says something; `gap` where an empty one stands before it, `whole` with the blanks around it."""

    number: int
    text: str
    gap: bool
    whole: str


class _Table(NamedTuple):
    """The columns of a task log, what stands between its cells, and the headings that would end it."""

    columns: list[TableColumn]
    between: str
    named: ColumnMap

    def row(self, line: CopiedLine, number: int) -> Row:
        return copied_rows.parse_row(line.whole, line.number, self.columns, number, between=self.between)

    def is_doubtful(self, row: Row, *, is_close: bool) -> bool:
        """Whether a row behind an empty line may be prose; `is_close` if none stands between others."""
        if (
            row.reason
            or row.cells.get(fields.FACTOR)
            or copied_rows.is_sum(row)
            or self.between == copied_rows.TAB
        ):
            return False
        title = row.cells[fields.TASK]
        # A sentence may begin with the very number that is the next.
        if fields.NUMBER in row.cells:
            return is_close and title[0].islower()
        return is_close or title.endswith((":", ",", ";"))


def parse_blocks(source: Source, named: ColumnMap, *, titled: bool = False) -> Iterator[Block]:
    """What the lines of a copied page are; one that looks so is its title, unless it is `titled` already."""
    lines = list(_lines(source))
    title = None if titled else _title(lines, named)
    at = 0
    while at < len(lines):
        number, text, _, _ = lines[at]
        at += 1
        if (columns := parse_heading_line(text, named)) and copied_rows.is_readable(columns):
            rows = _rows(lines, at, _Table(columns, copied_rows.between_headings(text), named))
            yield TaskLog(number, tuple(columns), tuple(rows))
            at += len(rows)
        elif _METRICS.fullmatch(text):
            found = _aggregates(lines, at)
            yield Aggregates(number, tuple(found))
            at += len(found)
        elif number == title:
            yield Heading(text, number, 1, escape(text))
        elif is_known_heading(text):
            yield Heading(text, number, markdown=escape(text))
        else:
            yield Text(text, number, escape(text))


def _title(lines: Sequence[CopiedLine], named: ColumnMap) -> int | None:
    """The number of the line that is the title: the first that is neither sentence, date, tags nor property.

    One in capitals alone is its category, unless no other can be the title.
    """
    category = None
    for n, (number, text, _, _) in enumerate(lines):
        if SKIP_LINK.fullmatch(text) or parse_dateline(text):
            continue
        if len(text) > LONGEST_TITLE or _ends_top(text, named):
            break
        if text.isupper() and not day_in(text) and not parse_tag_line(text, ()):
            category = category or number
            continue
        is_whole = day_in(text) or text[-1].isalnum() or (text[-1] in "\"'”’+%" and not SENTENCE_END.search(text))
        is_other = text[0] in "-*>#|" or parse_tag_line(text, ()) or split_properties(text, ())[0]
        # With nothing between it and the tables it may be all that the page says.
        is_alone = n + 1 == len(lines) or _ends_top(lines[n + 1].text, named)
        is_title = is_whole and not is_other and (not is_alone or _is_spelled_as_title(text))
        return number if is_title else category
    return category


def _ends_top(text: str, named: ColumnMap) -> bool:
    """Whether a line is one that neither title nor lead can be."""
    return (
        is_known_heading(text)
        or ABOUT_AUTHOR.match(text) is not None
        or parse_heading_line(text, named) is not None
    )


def _is_spelled_as_title(text: str) -> bool:
    """Whether a line names a day, or begins its longer words with capitals."""
    return day_in(text) is not None or all(word[0] == word[0].upper() for word in text.split() if len(word) > 3)


def _lines(source: Source) -> Iterator[CopiedLine]:
    gap = False
    for number, line in enumerate(source.lines, 1):
        if text := line.strip():
            yield CopiedLine(number, text, gap, line)
        gap = not text


def _rows(lines: Sequence[CopiedLine], at: int, table: _Table) -> list[Row]:
    """The rows from `at` on: up to a heading, or to an empty line that no row follows."""
    rows: list[Row] = []
    count = 0
    is_close = False
    for n in range(at, len(lines)):
        line = lines[n]
        if _ends(line.text, table.named) or len(rows) > MAX_TASKS:
            break
        row = table.row(line, count + 1)
        if (
            fields.HUMAN not in row.cells
            and line.gap
            and not _goes_on(lines, n + 1, table, count + 2, is_close=is_close)
        ):
            break
        if line.gap and table.is_doubtful(row, is_close=is_close):
            row = replace(row, reason=_IN_DOUBT)
        is_close = is_close or not line.gap
        rows.append(row)
        count += copied_rows.is_counted(row, table.columns)
    return rows


def _ends(text: str, named: ColumnMap) -> bool:
    """Whether a line ends a task log, being a heading of a text or of a table."""
    return is_known_heading(text) or parse_heading_line(text, named) is not None


def _goes_on(lines: Sequence[CopiedLine], at: int, table: _Table, number: int, *, is_close: bool) -> bool:
    """Whether a row follows soon: then what stands before it is one that cannot be read, and no prose."""
    for line in lines[at : at + AHEAD]:
        if _ends(line.text, table.named):
            break
        row = table.row(line, number)
        if fields.HUMAN in row.cells and not (line.gap and table.is_doubtful(row, is_close=is_close)):
            return True
    return False


def _aggregates(lines: Sequence[CopiedLine], at: int) -> list[Aggregate]:
    """The aggregates from `at` on: up to a heading, to prose, or to an empty line that none follows."""
    found: list[Aggregate] = []
    for n in range(at, len(lines)):
        number, text, gap, _ = lines[n]
        pair = _pair(text)
        if pair is None or is_known_heading(text) or (gap and not metric_name(text)):
            break
        found.append(Aggregate(*pair, number))
    return found


def _pair(text: str) -> tuple[str, str] | None:
    """The name and the value of a line of aggregates; a line of prose is none."""
    if name := metric_name(text):
        return text[: len(name)].strip(), text[len(name) :].strip()
    seam = _SEAM.search(text) if len(text) <= 120 else None
    return (text[: seam.start() + 1], text[seam.end() :]) if seam else None
