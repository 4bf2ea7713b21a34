"""A row of a task log that was copied as text, its cells glued, a blank or a tab apart: read from the right.

Titles are full of numbers, at their end too, so that several readings are possible. The printed factor settles
which one holds: it is human × 60 ÷ AI minutes, to the printed digits. Without one, what stands between the
headings tells; where that does not settle it either, the row is not read.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice

from leverage_site.importing.formats.columns import (
    AI,
    FACTOR,
    HUMAN,
    NUMBER,
    REQUIRED,
    SUPERVISION,
    SUPERVISORY,
    TASK,
    TIMES,
    TOKENS,
    WEEKS,
    TableColumn,
)
from leverage_site.importing.formats.document import Row
from leverage_site.importing.formats.numbers import NO_BREAK_SPACES, parse_figure, parse_time
from leverage_site.importing.formats.sum_rows import is_named_sum
from leverage_site.importing.formats.wording import parse_sum_label
from leverage_site.text import count_noun
from leverage_site.values import value

MAX_LENGTH = 5_000
TAB = "\t"

_MAX_READINGS = 500
_GLUED_HEADINGS = re.compile(r"[a-z.)#][A-Z]")
_TASK_COUNT = re.compile(r"[0-9]{1,4} tasks?", re.IGNORECASE)

# The cells of a row by field; the title is one of them.
Cells = dict[str, str]


def is_readable(columns: Sequence[TableColumn]) -> bool:
    """Return whether rows with these columns can be told apart: the title comes first, figures after it."""
    names = [column.field for column in columns if column.field != NUMBER]
    return names[:1] == [TASK] and all(name in _CELL_ENDS for name in names[1:])


def heading_separator(text: str) -> str:
    """Return what stands between the headings of a task log: a tab, a blank, or nothing."""
    if TAB in text.strip():
        return TAB
    return "" if _GLUED_HEADINGS.search(text) or " " not in text.strip() else " "


def may_be_sum(row: Row) -> bool:
    """Return whether a row is called a sum, or has no title: its figures tell what it is."""
    title = row.get(TASK)
    return not row.reason and (not title or is_named_sum(title))


@value
class RowParser:
    """Parses the rows of a task log with `columns`.

    `separator` is what stands between cells: a tab, a blank or nothing; None if that is unknown.
    """

    columns: Sequence[TableColumn]
    separator: str | None = None

    @property
    def has_numbers(self) -> bool:
        """Whether the rows have numbers."""
        return any(column.field == NUMBER for column in self.columns)

    def is_counted(self, row: Row) -> bool:
        """Return whether a row has a number in its table, and the next row the next one."""
        return bool(row.reason) or NUMBER in row.cells or not self.has_numbers

    def parse(self, text: str, line: int, number: int) -> Row:
        """Parse a row; its `reason` is set where it cannot be read.

        Args:
            text: The line of the row.
            line: Its number in the file.
            number: The number that the row has in its table, if it is no sum.
        """
        shown = text.strip()
        if len(text) > MAX_LENGTH:
            return Row(line, text=shown, reason=f"it has more than {MAX_LENGTH:,} characters")
        has_tabs = TAB in shown and (self.separator is None or shown.count(TAB) == len(self.columns) - 1)
        if self.separator == TAB or has_tabs:
            return self._parse_tabbed(text, line, number)
        if self.has_numbers:
            return self._parse_numbered(shown, line, number)
        cells = self._read_cells(shown)
        if isinstance(cells, dict):
            return Row(line, cells, shown)
        return _unread_sum(shown, line) or Row(line, text=shown, reason=cells)

    def _parse_tabbed(self, text: str, line: int, number: int) -> Row:
        """Parse a row whose cells are a tab apart; those at its end may be missing."""
        shown = text.strip()
        width = len(self.columns)
        texts = [cell.strip() for cell in text.split(TAB)]
        while len(texts) > width and not texts[-1]:
            texts.pop()
        # The whole table may be indented.
        if len(texts) == width + 1 and not texts[0]:
            del texts[0]
        needed = max(n for n, column in enumerate(self.columns) if column.field in REQUIRED) + 1
        if not needed <= len(texts) <= width:
            reason = f"it has {count_noun(len(texts), 'cell')} below {width} headings"
            return Row(line, text=shown, reason=reason)
        cells = dict.fromkeys((column.field for column in self.columns), "")
        cells |= {column.field: cell for column, cell in zip(self.columns, texts, strict=False)}
        own = cells.get(NUMBER, "").strip("#. ")
        if own.isdigit() and own != str(number):
            return Row(line, text=shown, reason=f"it does not begin with its number, {number}")
        if not own:
            cells.pop(NUMBER, None)
        return Row(line, cells, " | ".join(texts))

    def _parse_numbered(self, shown: str, line: int, number: int) -> Row:
        """Parse a row of a table whose tasks have numbers; one without is a sum, by its name or its figures."""
        behind = shown.removeprefix(str(number))
        cells = self._read_cells(behind.lstrip()) if behind != shown else ""
        if isinstance(cells, dict) and _TASK_COUNT.fullmatch(f"{number} {cells[TASK]}"):
            return Row(line, text=shown, reason="it may be the sum of so many tasks, or a task")
        if isinstance(cells, dict) and (cells[TASK] or behind[:1].isspace()):
            return Row(line, {NUMBER: str(number), **cells}, shown)
        unnumbered = self._read_cells(shown)
        if isinstance(unnumbered, dict):
            if _TASK_COUNT.fullmatch(unnumbered[TASK]):
                unnumbered[TASK] = ""
            if not unnumbered[TASK] or is_named_sum(unnumbered[TASK]):
                return Row(line, unnumbered, shown)
        if sum_row := _unread_sum(shown, line):
            return sum_row
        if isinstance(cells, dict):
            return Row(line, text=shown, reason="it has no title")
        return Row(line, text=shown, reason=cells or f"it does not begin with its number, {number}")

    def _read_cells(self, text: str) -> Cells | str:
        """Return the cells of a row behind its number, or why they cannot be told."""
        names = [column.field for column in self.columns if column.field not in (NUMBER, TASK)]
        readings = list(islice(_readings(text, len(text), names, set()), _MAX_READINGS))
        if not readings:
            return f"it does not end with these: {', '.join(names)}"
        plausible = _plausible(readings, self.separator)
        if len(plausible) == 1:
            return plausible[0].cells
        ways = [
            f"'{one.cells[TASK][-30:]}', {', '.join(cell for name in names if (cell := one.cells[name]))}"
            for one in plausible
        ]
        return f"it can be read in more than one way: {ways[0]}; or {ways[-1]}; tabs between the cells tell"


def _unread_sum(shown: str, line: int) -> Row | None:
    """Return a row of which no more can be read than that it is called a sum; None if it is not."""
    label = parse_sum_label(shown)
    if label is None or label.qualifier or label.is_ambiguous or not any(letter.isdigit() for letter in shown):
        return None
    return Row(line, {TASK: shown}, shown)


# Readings

_TORN_NUMBER = re.compile(r"[0-9]([.,]?)\n[0-9]")
# Behind these, digits go on what stands before.
_JOINS = "-#/_:+>~*=&@^\\"
# So far off is a factor that was printed wrongly, as a logarithm.
_NEAR = math.log(1.5)
_SWAPPED_MARKS = str.maketrans(".,", ",.")


@dataclass(slots=True)
class RowReading:
    """A row as a title and cells; `starts` are the places in `text` where those begin that are not empty."""

    text: str
    cells: Cells
    starts: list[int] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The title of the task."""
        return self.cells[TASK]

    @property
    def is_torn(self) -> bool:
        """Whether the first cell begins within a number."""
        start = self.starts[0]
        before = self.text[:start].rstrip(".,")
        return before[-1:].isdigit() and start - len(before) < 2

    @property
    def is_possible(self) -> bool:
        """Whether it has times that tasks may have, more than zero."""
        return all(any(digit in self.cells[name] for digit in "123456789") for name in (HUMAN, AI))

    @property
    def contradicts_itself(self) -> bool:
        """Whether it has a supervisory factor but no supervision, below a heading for it."""
        return bool(self.cells.get(SUPERVISORY)) and self.cells.get(SUPERVISION) == ""

    @property
    def is_settled(self) -> bool:
        """Whether a printed factor tells that it is right, or not far from it."""
        factor, supervisory, _ = self.doubt()
        if self.cells.get(FACTOR):
            return factor <= _NEAR
        has_both = self.cells.get(SUPERVISORY) and self.cells.get(SUPERVISION)
        return bool(has_both) and supervisory == 0

    @property
    def gaps(self) -> float:
        """How odd its empty cells are: tokens often are, others less often than a title ends in a number."""
        return sum(0.5 if name == TOKENS else 3 for name, cell in self.cells.items() if not cell)

    def slips(self, separator: str | None) -> int:
        """Return how many cells begin otherwise than behind a separator."""
        if separator is None:
            return 0
        blanks = sum(self.text[start - 1].isspace() for start in self.starts if start)
        return blanks if not separator else sum(start > 0 for start in self.starts) - blanks

    def begins_surely(self, separator: str | None) -> bool:
        """Return whether what stands before the first cell is the end of a word, and no part of the number."""
        before = self.text[: self.starts[0]]
        if before[-1:].isspace():
            return separator != ""
        word = len(before)
        while word and before[word - 1].isalnum():
            word -= 1
        return len(before) - word > 1 or (word == len(before) and before[-1:] not in _JOINS) or not before

    def doubt(self) -> tuple[float, float, float]:
        """Return how far the printed factors are from those of the times; then numbers torn apart, and gaps."""
        distances = _factor_distances(self.cells)
        if any("," in cell for name, cell in self.cells.items() if name != TASK):
            swapped = {name: cell.translate(_SWAPPED_MARKS) for name, cell in self.cells.items()}
            distances = min(distances, _factor_distances(swapped))
        cells = "\n".join(filter(None, self.cells.values()))
        torn = sum(2 if mark else 1 for mark in _TORN_NUMBER.findall(cells))
        return (*distances, torn + self.gaps)


def _readings(text: str, end: int, names: list[str], dead: set[tuple[int, int]]) -> Iterator[RowReading]:
    """Yield every way to read `text` up to `end` as a title and the cells `names`.

    `dead` are the ends, each with a number of cells, up to which there is no way.
    """
    if not names:
        yield RowReading(text, {TASK: text[:end].strip()})
        return
    is_dead = True
    for start, cell in _last_cells(text, end, names[-1]):
        if (start, len(names) - 1) in dead:
            continue
        for reading in _readings(text, start, names[:-1], dead):
            is_dead = False
            reading.cells[names[-1]] = cell
            if cell:
                reading.starts.append(start)
            yield reading
    if is_dead:
        dead.add((end, len(names)))


def _plausible(readings: Sequence[RowReading], separator: str | None) -> list[RowReading]:
    """Return the reading whose figures agree best; where none are printed, all those that may hold as well."""
    readings = [one for one in readings if not one.contradicts_itself] or readings
    doubts = []
    for one in readings:
        factor, supervisory, others = one.doubt()
        doubts.append((factor, supervisory, one.slips(separator), others))
    best = readings[min(range(len(readings)), key=doubts.__getitem__)]
    if best.is_settled:
        return [best]
    left = [one for one in readings if one.is_possible]
    least = min((one.gaps for one in left if one.title), default=0)
    left = [one for one in left if one.gaps - (0 if one.title else 3) <= least]
    if any(not one.title for one in left):
        left = [one for one in left if not one.title.isdigit()]
    fewest = min((one.slips(separator) for one in left), default=0)
    if any(one.slips(separator) == fewest and not one.is_torn for one in left):
        left = [one for one in left if one.slips(separator) == fewest]
    if any(not one.is_torn and one.begins_surely(separator) for one in left):
        left = [one for one in left if not one.is_torn]
    return left or [best]


def _factor_distances(cells: Cells) -> tuple[float, float]:
    """Return how far the two printed factors are from those of the times."""
    human, ai = parse_time(cells[HUMAN]), parse_time(cells[AI])
    if not human or not ai:
        return math.inf, math.inf
    supervision = parse_time(cells.get(SUPERVISION, ""))
    supervisory = _distance(cells.get(SUPERVISORY, ""), human / supervision) if supervision else 0.0
    return _distance(cells.get(FACTOR, ""), human / ai), supervisory


def _distance(text: str, exact: float) -> float:
    """Return 0 where the printed number matches the exact one, else how many times it is off, as a logarithm."""
    figure = parse_figure(text)
    if figure is None:
        return 1.0
    if figure.matches(Fraction(exact)):
        return 0.0
    return abs(math.log(float(figure.value or figure.step / 4) / exact))


# Cells

_MAX_NUMBER, _MAX_UNIT = 14, 10
_BLANK = f"[ {NO_BREAK_SPACES}]?"
_UNITS = {"h": "hours?|hrs?|h", "m": "minutes?|mins?|m", "s": "seconds?|secs?|s"}
_TIME = f"{_BLANK}(?:{'|'.join(_UNITS.values())})"
_DIGITS = r"(?<![0-9.,])(?P<number>[0-9.,]++)"
_CELL_ENDS = {
    name: re.compile(rf"{_DIGITS}{end}\Z", re.IGNORECASE)
    for name, end in {
        HUMAN: _TIME,
        AI: _TIME,
        SUPERVISION: _TIME,
        WEEKS: _BLANK + r"w(?:eeks?)?",
        TOKENS: r"(?-i:[kKM])?",
        FACTOR: _BLANK + r"[x×]",
        SUPERVISORY: _BLANK + r"[x×]",
    }.items()
}
_PARTS = {unit: re.compile(rf"{_DIGITS}{_BLANK}(?:{words})\Z", re.IGNORECASE) for unit, words in _UNITS.items()}
# The units that may stand before one in a time of several parts.
_LARGER_UNITS = {"h": "", "m": "h", "s": "hm"}
# With a point for decimals, with a comma, with points between thousands.
_NUMBER = re.compile(
    r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?"
    r"|(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+),[0-9]+"
    r"|[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}"
)
_DASH = re.compile(r"[-–—]\Z")


def _last_cells(text: str, end: int, name: str) -> Iterator[tuple[int, str]]:
    """Yield where a cell may begin that ends at `end`, and its text: the longest number first, no cell last."""
    while end and text[end - 1].isspace():
        end -= 1
    for start, _ in _numbers(text, end, _CELL_ENDS[name]):
        yield start, text[start:end]
    for unit in "ms" if name in TIMES else "":
        for part, number in _numbers(text, end, _PARTS[unit]):
            if _is_part(number.partition(".")[0]):
                yield from ((start, text[start:end]) for start in _time_starts(text, part, unit))
    if name not in (HUMAN, AI):
        if _DASH.search(text, max(0, end - 1), end):
            yield end - 1, ""
        yield end, ""


def _time_starts(text: str, part: int, unit: str) -> Iterator[int]:
    """Yield where a time may begin whose last part, in `unit`, begins at `part`, behind parts in larger units."""
    end = part - 1 if part and text[part - 1] in f" {NO_BREAK_SPACES}" else part
    for larger in _LARGER_UNITS[unit]:
        for start, number in _numbers(text, end, _PARTS[larger]):
            if number.isdigit():
                yield start
                if _is_part(number):
                    yield from _time_starts(text, start, larger)


def _is_part(number: str) -> bool:
    """Return whether a number counts the minutes of an hour, or the seconds of a minute."""
    return number.isdigit() and len(number) <= 2 and int(number) < 60


def _numbers(text: str, end: int, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield where a number may begin that stands before a unit that ends at `end`, and the number."""
    window = max(0, end - _MAX_NUMBER - _MAX_UNIT)
    if match := pattern.search(text[window:end]):
        last = window + match.end("number")
        for start in range(window + match.start("number"), last):
            if _NUMBER.fullmatch(text, start, last):
                yield start, text[start:last]
