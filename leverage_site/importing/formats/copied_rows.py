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

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.columns import TableColumn
from leverage_site.importing.formats.document import Row
from leverage_site.importing.formats.numbers import NO_BREAK_SPACES, parse_figure, parse_time
from leverage_site.importing.formats.sum_rows import is_named_sum
from leverage_site.importing.formats.wording import parse_sum_label
from leverage_site.text import counted

MAX_LENGTH = 5_000
TAB = "\t"

Cells = dict[str, str]

_GLUED = re.compile(r"[a-z.)#][A-Z]")
_TASKS = re.compile(r"[0-9]{1,4} tasks?", re.IGNORECASE)


def parse_row(
    text: str, line: int, columns: Sequence[TableColumn], number: int, *, between: str | None = None
) -> Row:
    """The `number`-th row of a task log with `columns`; its `reason` is set where it cannot be read.

    A sum of rows has no number. `between` is what stands between cells: a tab, a blank, nothing, None if unknown.
    """
    shown = text.strip()
    if len(text) > MAX_LENGTH:
        return Row(line, text=shown, reason=f"it has more than {MAX_LENGTH:,} characters")
    if between == TAB or (TAB in shown and (between is None or shown.count(TAB) == len(columns) - 1)):
        return _tabbed(text, line, columns, number)
    names = [column.field for column in columns if column.field not in (fields.NUMBER, fields.TASK)]
    if any(column.field == fields.NUMBER for column in columns):
        return _numbered(shown, line, names, number, between)
    cells = _read(shown, names, between)
    if isinstance(cells, dict):
        return Row(line, cells, shown)
    return _sum_by_name(shown, line) or Row(line, text=shown, reason=cells)


def is_counted(parse_row: Row, columns: Sequence[TableColumn]) -> bool:
    """Whether a row has a number in its table, and the next row the next one."""
    return (
        bool(parse_row.reason)
        or fields.NUMBER in parse_row.cells
        or not any(one.field == fields.NUMBER for one in columns)
    )


def is_sum(parse_row: Row) -> bool:
    """Whether a row is called a sum, or has no title: what it is tell its figures."""
    title = parse_row.cells.get(fields.TASK, "")
    return not parse_row.reason and (not title or is_named_sum(title))


def is_readable(columns: Sequence[TableColumn]) -> bool:
    """Whether rows with these columns can be told apart: the title comes first, figures after it."""
    names = [column.field for column in columns if column.field != fields.NUMBER]
    return names[:1] == [fields.TASK] and all(name in NAMES for name in names[1:])


def between_headings(text: str) -> str:
    """What stands between the headings of a task log: a tab, a blank, or nothing."""
    if TAB in text.strip():
        return TAB
    return "" if _GLUED.search(text) or " " not in text.strip() else " "


def _tabbed(text: str, line: int, columns: Sequence[TableColumn], number: int) -> Row:
    """A row whose cells are a tab apart; those at its end may be missing."""
    shown = text.strip()
    texts = [cell.strip() for cell in text.split(TAB)]
    while len(texts) > len(columns) and not texts[-1]:
        texts.pop()
    # The whole table may be indented.
    if len(texts) == len(columns) + 1 and not texts[0]:
        del texts[0]
    needed = max(n for n, column in enumerate(columns) if column.field in fields.REQUIRED) + 1
    if not needed <= len(texts) <= len(columns):
        return Row(line, text=shown, reason=f"it has {counted(len(texts), 'cell')} below {len(columns)} headings")
    cells = dict.fromkeys((column.field for column in columns), "")
    cells |= {column.field: cell for column, cell in zip(columns, texts, strict=False)}
    own = cells.get(fields.NUMBER, "").strip("#. ")
    if own.isdigit() and own != str(number):
        return Row(line, text=shown, reason=f"it does not begin with its number, {number}")
    if not own:
        cells.pop(fields.NUMBER, None)
    return Row(line, cells, " | ".join(texts))


def _numbered(shown: str, line: int, names: Sequence[str], number: int, between: str | None) -> Row:
    """A row of a table whose tasks have numbers; one that has none is a sum, by its name or by its figures."""
    behind = shown.removeprefix(str(number))
    begins = behind != shown
    cells = _read(behind.lstrip(), names, between) if begins else ""
    if isinstance(cells, dict) and _TASKS.fullmatch(f"{number} {cells[fields.TASK]}"):
        return Row(line, text=shown, reason="it may be the sum of so many tasks, or a task")
    if isinstance(cells, dict) and (cells[fields.TASK] or behind[:1].isspace()):
        return Row(line, {fields.NUMBER: str(number), **cells}, shown)
    whole = _read(shown, names, between)
    if isinstance(whole, dict):
        if _TASKS.fullmatch(whole[fields.TASK]):
            whole[fields.TASK] = ""
        if not whole[fields.TASK] or is_named_sum(whole[fields.TASK]):
            return Row(line, whole, shown)
    if named := _sum_by_name(shown, line):
        return named
    if isinstance(cells, dict):
        return Row(line, text=shown, reason="it has no title")
    return Row(line, text=shown, reason=cells or f"it does not begin with its number, {number}")


def _read(text: str, names: Sequence[str], between: str | None) -> Cells | str:
    """The cells of a row, or why they cannot be told."""
    if not (found := readings(text, names)):
        return f"it does not end with these: {', '.join(names)}"
    left = chosen(found, between)
    if len(left) == 1:
        return left[0].cells
    ways = [
        f"'{one.cells[fields.TASK][-30:]}', {', '.join(cell for name in names if (cell := one.cells[name]))}"
        for one in left
    ]
    return f"it can be read in more than one way: {ways[0]}; or {ways[-1]}; tabs between the cells tell"


def _sum_by_name(shown: str, line: int) -> Row | None:
    """A row of which no more can be read than that it is called a sum."""
    named = parse_sum_label(shown)
    if named is None or named.rest or named.is_weak or not any(letter.isdigit() for letter in shown):
        return None
    return Row(line, {fields.TASK: shown}, shown)


_LONGEST_NUMBER = 14
# So long may the unit behind a number be.
_LONGEST_UNIT = 10

_BLANK = f"[ {NO_BREAK_SPACES}]?"
_UNITS = {"h": "hours?|hrs?|h", "m": "minutes?|mins?|m", "s": "seconds?|secs?|s"}
_TIME = f"{_BLANK}(?:{'|'.join(_UNITS.values())})"
_ENDS = {
    fields.HUMAN: _TIME,
    fields.AI: _TIME,
    fields.SUPERVISION: _TIME,
    fields.WEEKS: _BLANK + r"w(?:eeks?)?",
    fields.TOKENS: r"(?-i:[kKM])?",
    fields.FACTOR: _BLANK + r"[x×]",
    fields.SUPERVISORY: _BLANK + r"[x×]",
}
NAMES = frozenset(_ENDS)
TIMES = frozenset({fields.HUMAN, fields.AI, fields.SUPERVISION})
_OPTIONAL = NAMES - {fields.HUMAN, fields.AI}
_DIGITS = r"(?<![0-9.,])(?P<number>[0-9.,]++)"
_PATTERNS = {field: re.compile(rf"{_DIGITS}{end}\Z", re.IGNORECASE) for field, end in _ENDS.items()}
_PARTS = {unit: re.compile(rf"{_DIGITS}{_BLANK}(?:{words})\Z", re.IGNORECASE) for unit, words in _UNITS.items()}
# The units that may stand before one in a time of several parts.
_ABOVE = {"h": "", "m": "h", "s": "hm"}
# With a point for decimals, with a comma, with points between thousands.
_NUMBER = re.compile(
    r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?"
    r"|(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+),[0-9]+"
    r"|[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}"
)
_DASH = re.compile(r"[-–—]\Z")


def cells(text: str, end: int, name: str) -> Iterator[tuple[int, str]]:
    """Where a cell may begin that ends at `end`, and what it holds: the longest number first, no cell last."""
    while end and text[end - 1].isspace():
        end -= 1
    for start, _ in _numbers(text, end, _PATTERNS[name]):
        yield start, text[start:end]
    if name in TIMES:
        yield from ((start, text[start:end]) for start in _times_of_parts(text, end))
    if name in _OPTIONAL:
        if _DASH.search(text, max(0, end - 1), end):
            yield end - 1, ""
        yield end, ""


def _times_of_parts(text: str, end: int) -> Iterator[int]:
    """Where a time of several parts may begin that ends at `end`, such as `1h 30m`."""
    for unit in "ms":
        for start, number in _numbers(text, end, _PARTS[unit]):
            if _is_part(number.partition(".")[0]):
                yield from _beginnings(text, start, unit)


def _beginnings(text: str, start: int, unit: str) -> Iterator[int]:
    """Where a time may begin whose part in `unit` begins at `start`, another in a larger unit before it."""
    end = start - 1 if start and text[start - 1] in f" {NO_BREAK_SPACES}" else start
    for larger in _ABOVE[unit]:
        for begin, number in _numbers(text, end, _PARTS[larger]):
            if number.isdigit():
                yield begin
                if _is_part(number):
                    yield from _beginnings(text, begin, larger)


def _is_part(number: str) -> bool:
    """Whether a number counts the minutes of an hour, or the seconds of a minute."""
    return number.isdigit() and len(number) <= 2 and int(number) < 60


def _numbers(text: str, end: int, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """The numbers that may stand before a unit that ends at `end`, and where they begin."""
    window = max(0, end - _LONGEST_NUMBER - _LONGEST_UNIT)
    if match := pattern.search(text[window:end]):
        last = window + match.end("number")
        for start in range(window + match.start("number"), last):
            if _NUMBER.fullmatch(text, start, last):
                yield start, text[start:last]


MAX_READINGS = 500

_TORN = re.compile(r"[0-9]([.,]?)\n[0-9]")
# Behind these, digits go on what stands before.
_JOINS = "-#/_:+>~*=&@^\\"
# So far off is a factor that was printed wrongly, as a logarithm.
_NEAR = math.log(1.5)
_OTHER_MARK = str.maketrans(".,", ",.")


@dataclass(slots=True)
class Reading:
    """A row as a title and cells; `starts` are the places in `text` where those begin that are not empty."""

    text: str
    cells: Cells
    starts: list[int] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.cells[fields.TASK]

    @property
    def is_torn(self) -> bool:
        """Whether the first cell begins within a number."""
        start = self.starts[0]
        before = self.text[:start].rstrip(".,")
        return before[-1:].isdigit() and start - len(before) < 2

    @property
    def is_possible(self) -> bool:
        """Whether it has times that tasks may have."""
        return all(_has_digit_above_zero(self.cells[name]) for name in (fields.HUMAN, fields.AI))

    @property
    def is_settled(self) -> bool:
        """Whether a printed factor tells that it is right, or not far from it."""
        factor, supervisory, _ = self.doubt()
        if self.cells.get(fields.FACTOR):
            return factor <= _NEAR
        has_both = self.cells.get(fields.SUPERVISORY) and self.cells.get(fields.SUPERVISION)
        return bool(has_both) and supervisory == 0

    @property
    def gaps(self) -> float:
        """How odd its empty cells are: tokens often are, others less often than a title ends in a number."""
        return sum(0.5 if name == fields.TOKENS else 3 for name, cell in self.cells.items() if not cell)

    def slips(self, between: str | None) -> int:
        """How many cells begin otherwise than with what stands `between` cells."""
        if between is None:
            return 0
        blanks = sum(self.text[start - 1].isspace() for start in self.starts if start)
        return blanks if not between else sum(start > 0 for start in self.starts) - blanks

    def begins_surely(self, between: str | None) -> bool:
        """Whether what stands before the first cell is the end of a word, and no part of the number."""
        before = self.text[: self.starts[0]]
        if before[-1:].isspace():
            return between != ""
        word = len(before)
        while word and before[word - 1].isalnum():
            word -= 1
        return len(before) - word > 1 or (word == len(before) and before[-1:] not in _JOINS) or not before

    def doubt(self) -> tuple[float, float, float]:
        """How far the printed factors are from those of the times; then numbers torn apart, and empty cells."""
        found = _distances(self.cells)
        if any("," in cell for name, cell in self.cells.items() if name != fields.TASK):
            found = min(
                found, _distances({name: cell.translate(_OTHER_MARK) for name, cell in self.cells.items()})
            )
        torn = sum(2 if mark else 1 for mark in _TORN.findall("\n".join(filter(None, self.cells.values()))))
        return (*found, torn + self.gaps)


def readings(text: str, names: Sequence[str]) -> list[Reading]:
    """The ways to read `text` as a title and the cells `names`, up to a number of them."""
    return list(islice(_readings(text, len(text), list(names), set()), MAX_READINGS))


def chosen(found: Sequence[Reading], between: str | None) -> list[Reading]:
    """The reading whose figures agree best; where none are printed, all those that may hold as well."""
    doubts = [(*one.doubt()[:2], one.slips(between), one.doubt()[2]) for one in found]
    best = found[min(range(len(found)), key=doubts.__getitem__)]
    if best.is_settled:
        return [best]
    left = [one for one in found if one.is_possible]
    least = min((one.gaps for one in left if one.title), default=0)
    left = [one for one in left if one.gaps - (0 if one.title else 3) <= least]
    if any(not one.title for one in left):
        left = [one for one in left if not one.title.isdigit()]
    fewest = min((one.slips(between) for one in left), default=0)
    if any(one.slips(between) == fewest and not one.is_torn for one in left):
        left = [one for one in left if one.slips(between) == fewest]
    if any(not one.is_torn and one.begins_surely(between) for one in left):
        left = [one for one in left if not one.is_torn]
    return left or [best]


def _readings(text: str, end: int, names: list[str], dead: set[tuple[int, int]]) -> Iterator[Reading]:
    """Every way to read `text` up to `end` as a title and the cells `names`; `dead` are the ends of no way."""
    if not names:
        yield Reading(text, {fields.TASK: text[:end].strip()})
        return
    is_dead = True
    for start, cell in cells(text, end, names[-1]):
        if (start, len(names) - 1) in dead:
            continue
        for found in _readings(text, start, names[:-1], dead):
            is_dead = False
            found.cells[names[-1]] = cell
            if cell:
                found.starts.append(start)
            yield found
    if is_dead:
        dead.add((end, len(names)))


def _distances(parse_row: Cells) -> tuple[float, float]:
    """How far the printed factors are from those of the times."""
    human, ai = parse_time(parse_row[fields.HUMAN]), parse_time(parse_row[fields.AI])
    if not human or not ai:
        return math.inf, math.inf
    supervision = parse_time(parse_row.get(fields.SUPERVISION, ""))
    supervisory = _distance(parse_row.get(fields.SUPERVISORY, ""), human / supervision) if supervision else 0.0
    return _distance(parse_row.get(fields.FACTOR, ""), human / ai), supervisory


def _distance(text: str, exact: float) -> float:
    """0 where the printed number follows from the exact one, else how many times it is off, as a logarithm."""
    figure = parse_figure(text)
    if figure is None:
        return 1.0
    if figure.follows(Fraction(exact)):
        return 0.0
    return abs(math.log(float(figure.value or figure.step / 4) / exact))


def _has_digit_above_zero(text: str) -> bool:
    return any(digit in text for digit in "123456789")
