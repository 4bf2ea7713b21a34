"""Text that was copied from a page in a browser: a line a paragraph, and table cells glued or a blank apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from leverage_site.importing.formats import columns
from leverage_site.importing.formats.columns import ColumnMap, parse_heading_line
from leverage_site.importing.formats.copied_rows import TAB, RowParser, heading_separator, is_readable, may_be_sum
from leverage_site.importing.formats.days import day_in
from leverage_site.importing.formats.document import Aggregate, Aggregates, Block, Heading, Row, TaskLog, Text
from leverage_site.importing.formats.markdown import escape
from leverage_site.importing.formats.metadata_lines import parse_dateline, parse_tag_line, split_properties
from leverage_site.importing.formats.wording import (
    ABOUT_AUTHOR,
    SENTENCE_END,
    SKIP_LINK,
    is_known_heading,
    parse_metric,
)
from leverage_site.problems import Source
from leverage_site.records.schema import MAX_TASKS
from leverage_site.values import value

# A row that cannot be read is one if another follows within so many lines.
_LINES_AHEAD = 3
_MAX_TITLE = 200
_MAX_AGGREGATE = 120

_DOUBTFUL_ROW = "behind an empty line it may be a task or text; take that line out, or the times"

_METRIC_HEADING = re.compile(r"\s*metric\s*value\s*", re.IGNORECASE)
# What stands between a name and its value.
_BEHIND_NAME = " \t:：="
# The end of a name, with what stands between it and a value.
_SEAM = re.compile(r"[^\s0-9~(]\s*+(?=~?+\s*+[0-9])")


class CopiedLine(NamedTuple):
    """A line that says something; `gap` where an empty one stands before it, `whole` with the blanks around it."""

    number: int
    text: str
    gap: bool
    whole: str


def parse_blocks(source: Source, column_map: ColumnMap, *, titled: bool = False) -> Iterator[Block]:
    """Yield what the lines of a copied page are; one that looks so is its title, unless it is `titled` already."""
    lines = [
        CopiedLine(number, line.strip(), number > 1 and not source.lines[number - 2].strip(), line)
        for number, line in enumerate(source.lines, 1)
        if line.strip()
    ]
    title = None if titled else _find_title(lines, column_map)
    at = 0
    while at < len(lines):
        number, text, _, _ = lines[at]
        at += 1
        if (columns := parse_heading_line(text, column_map)) and is_readable(columns):
            parser = RowParser(columns, heading_separator(text))
            rows = _CopiedLog(lines, column_map, parser).rows(at)
            yield TaskLog(number, tuple(columns), tuple(rows))
            at += len(rows)
        elif _METRIC_HEADING.fullmatch(text):
            aggregates = _parse_aggregates(lines[at:])
            yield Aggregates(number, tuple(aggregates))
            at += len(aggregates)
        elif number == title:
            yield Heading(text, number, 1, escape(text))
        elif is_known_heading(text):
            yield Heading(text, number, markdown=escape(text))
        else:
            yield Text(text, number, escape(text))


def _find_title(lines: Sequence[CopiedLine], column_map: ColumnMap) -> int | None:
    """Return the number of the line that is the title: the first that is no sentence, date, tags or property.

    One in capitals alone is its category, unless no other can be the title.
    """
    category = None
    for n, (number, text, _, _) in enumerate(lines):
        if SKIP_LINK.fullmatch(text) or parse_dateline(text):
            continue
        if len(text) > _MAX_TITLE or _ends_top(text, column_map):
            break
        if text.isupper() and not day_in(text) and not parse_tag_line(text, ()):
            category = category or number
            continue
        is_whole = day_in(text) or text[-1].isalnum() or (text[-1] in "\"'”’+%" and not SENTENCE_END.search(text))
        is_other = text[0] in "-*>#|" or parse_tag_line(text, ()) or split_properties(text, ())[0]
        # With nothing between it and the tables it may be all that the page says.
        is_alone = n + 1 == len(lines) or _ends_top(lines[n + 1].text, column_map)
        is_capitalized = all(word[0] == word[0].upper() for word in text.split() if len(word) > 3)
        is_title = is_whole and not is_other and (not is_alone or day_in(text) or is_capitalized)
        return number if is_title else category
    return category


def _ends_top(text: str, column_map: ColumnMap) -> bool:
    """Return whether a line is one that neither title nor lead can be."""
    return ABOUT_AUTHOR.match(text) is not None or _ends_log(text, column_map)


def _ends_log(text: str, column_map: ColumnMap) -> bool:
    """Return whether a line ends a task log, being a heading of a text or of a table."""
    return is_known_heading(text) or parse_heading_line(text, column_map) is not None


@value
class _CopiedLog:
    """A task log in the lines of a page."""

    lines: Sequence[CopiedLine]
    column_map: ColumnMap
    parser: RowParser

    def rows(self, at: int) -> list[Row]:
        """Return the rows from the line at `at` on: up to a heading, or to an empty line that no row follows."""
        rows: list[Row] = []
        count = 0
        is_close = False
        for n, line in enumerate(self.lines[at:], at):
            if _ends_log(line.text, self.column_map) or len(rows) > MAX_TASKS:
                break
            row = self.parser.parse(line.whole, line.number, count + 1)
            is_unread = columns.HUMAN not in row.cells
            if is_unread and line.gap and not self._goes_on(n + 1, count + 2, is_close=is_close):
                break
            if line.gap and self._is_doubtful(row, is_close=is_close):
                row = replace(row, reason=_DOUBTFUL_ROW)
            is_close = is_close or not line.gap
            rows.append(row)
            count += self.parser.is_counted(row)
        return rows

    def _goes_on(self, at: int, number: int, *, is_close: bool) -> bool:
        """Return whether a row follows soon: then what stands before it is a row as well, and no prose."""
        for line in self.lines[at : at + _LINES_AHEAD]:
            if _ends_log(line.text, self.column_map):
                break
            row = self.parser.parse(line.whole, line.number, number)
            if columns.HUMAN in row.cells and not (line.gap and self._is_doubtful(row, is_close=is_close)):
                return True
        return False

    def _is_doubtful(self, row: Row, *, is_close: bool) -> bool:
        """Return whether a row behind an empty line may be prose; `is_close` if none stands between others."""
        if row.reason or row.cells.get(columns.FACTOR) or may_be_sum(row) or self.parser.separator == TAB:
            return False
        title = row.cells[columns.TASK]
        # A sentence may begin with the very number that is the next.
        if columns.NUMBER in row.cells:
            return is_close and title[0].islower()
        return is_close or title.endswith((":", ",", ";"))


def _parse_aggregates(lines: Sequence[CopiedLine]) -> list[Aggregate]:
    """Return the aggregates that lines begin with: up to a heading, to prose, or to a gap that none follows."""
    aggregates: list[Aggregate] = []
    for number, text, gap, _ in lines:
        metric = parse_metric(text)
        seam = _SEAM.search(text) if len(text) <= _MAX_AGGREGATE else None
        if is_known_heading(text) or not (metric or (seam and not gap)):
            break
        if metric:
            end = len(metric.words)
            aggregates.append(Aggregate(text[:end].strip(), text[end:].lstrip(_BEHIND_NAME), number))
        elif seam:
            aggregates.append(Aggregate(text[: seam.start() + 1], text[seam.end() :], number))
    return aggregates
