"""A row of a task log that was copied as text, its cells glued or a blank apart: read from the right.

Titles are full of numbers, at their end too, so that several readings are possible. The printed factor settles
which one holds: it is human × 60 ÷ AI minutes, to the printed digits.
"""

import math
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from leverage_site.capture.importers import columns as fields
from leverage_site.capture.importers.blocks import Row
from leverage_site.capture.importers.columns import Column
from leverage_site.capture.importers.sum_lines import is_named_sum
from leverage_site.capture.importers.values import SPACES, duration, printed

MAX_LENGTH = 5_000
MAX_READINGS = 500
_LONGEST_NUMBER = 14

_BLANK = f"[ {SPACES}]?"
_TIME = _BLANK + r"(?:hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)"
_ENDS = {
    fields.HUMAN: _TIME,
    fields.AI: _TIME,
    fields.SUPERVISION: _TIME,
    fields.WEEKS: _BLANK + r"w(?:eeks?)?",
    fields.TOKENS: r"[kKM]?",
    fields.FACTOR: _BLANK + r"[x×]",
    fields.SUPERVISORY: _BLANK + r"[x×]",
}
_PATTERNS = {
    field: re.compile(rf"(?<![0-9.,])(?P<number>[0-9.,]++){end}\Z", re.IGNORECASE) for field, end in _ENDS.items()
}
_NUMBER = re.compile(r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_TORN = re.compile(r"[0-9]([.,]?)\n[0-9]")
_DASH = re.compile(r"[-–—]\Z")
_OPTIONAL = frozenset({fields.SUPERVISION, fields.WEEKS, fields.TOKENS, fields.FACTOR, fields.SUPERVISORY})

Cells = dict[str, str]


def row(text: str, line: int, columns: Sequence[Column], number: int) -> Row:
    """The `number`-th row of a task log with `columns`; its `reason` is set where it cannot be read.

    A sum of rows has no number.
    """
    names = [column.field for column in columns]
    if len(text) > MAX_LENGTH:
        return Row(line, text=text, reason=f"it has more than {MAX_LENGTH:,} characters")
    rest = text.strip()
    wanted = [name for name in names if name not in (fields.NUMBER, fields.TASK)]
    if fields.NUMBER in names:
        if not rest.startswith(str(number)):
            cells = best(rest, wanted) if rest[:1] and not rest[:1].isdigit() else None
            if cells and is_named_sum(cells[fields.TASK]):
                return Row(line, cells, text)
            return Row(line, text=text, reason=f"it does not begin with its number, {number}")
        rest = rest.removeprefix(str(number)).lstrip()
    cells = best(rest, wanted)
    if cells is None:
        return Row(line, text=text, reason=f"it does not end with these: {', '.join(wanted)}")
    return Row(line, {fields.NUMBER: str(number), **cells} if fields.NUMBER in names else cells, text)


def is_counted(row: Row, columns: Sequence[Column]) -> bool:
    """Whether a row has a number in its table, and the next row the next one."""
    return bool(row.reason) or fields.NUMBER in row.cells or not any(one.field == fields.NUMBER for one in columns)


def readable(columns: Sequence[Column]) -> bool:
    """Whether rows with these columns can be told apart: the title comes first, figures after it."""
    names = [column.field for column in columns if column.field != fields.NUMBER]
    return names[:1] == [fields.TASK] and all(name in _ENDS for name in names[1:])


def best(text: str, names: Sequence[str]) -> Cells | None:
    """The reading of `text` whose figures agree best; of those that agree alike, the one with most cells."""
    readings = _readings(text, len(text), list(names), set())
    found = [cells for cells, _ in zip(readings, range(MAX_READINGS), strict=False)]
    return min(found, key=_doubt) if found else None


def _readings(text: str, end: int, names: list[str], dead: set[tuple[int, int]]) -> Iterator[Cells]:
    """Every way to read `text` up to `end` as a title and the cells `names`; `dead` are the ends of no way."""
    if not names:
        if title := text[:end].strip():
            yield {fields.TASK: title}
        return
    is_dead = True
    for start, cell in _cells(text, end, names[-1]):
        if (start, len(names) - 1) in dead:
            continue
        for cells in _readings(text, start, names[:-1], dead):
            is_dead = False
            cells[names[-1]] = cell
            yield cells
    if is_dead:
        dead.add((end, len(names)))


def _cells(text: str, end: int, name: str) -> Iterator[tuple[int, str]]:
    """Where a cell may begin that ends at `end`, and what it holds: the longest number first, no cell last."""
    while end and text[end - 1].isspace():
        end -= 1
    window = max(0, end - _LONGEST_NUMBER - 10)
    if match := _PATTERNS[name].search(text[window:end]):
        for offset in range(match.start("number"), match.end("number")):
            if _NUMBER.fullmatch(text, window + offset, window + match.end("number")):
                yield window + offset, text[window + offset : end]
    if name in _OPTIONAL:
        if _DASH.search(text, max(0, end - 1), end):
            yield end - 1, ""
        yield end, ""


def _doubt(cells: Cells) -> tuple[float, float, float]:
    """How far the printed factors are from those of the times; numbers torn apart, and cells that are empty.

    Tokens are often not printed; of other columns, a cell is empty less often than a title ends in a number.
    """
    human, ai = duration(cells[fields.HUMAN]), duration(cells[fields.AI])
    seams = _TORN.findall("\n".join(cell for cell in cells.values() if cell))
    torn = sum(2 if mark else 1 for mark in seams)
    odd = torn + sum(0.5 if name == fields.TOKENS else 3 for name, cell in cells.items() if not cell)
    if not human or not ai:
        return math.inf, math.inf, odd
    supervision = duration(cells.get(fields.SUPERVISION, ""))
    supervisory = _distance(cells.get(fields.SUPERVISORY, ""), human / supervision) if supervision else 0.0
    return _distance(cells.get(fields.FACTOR, ""), human / ai), supervisory, odd


def _distance(text: str, exact: float) -> float:
    """0 where the printed number follows from the exact one, else how many times it is off, as a logarithm."""
    figure = printed(text)
    if figure is None:
        return 1.0
    if figure.follows(Fraction(exact)):
        return 0.0
    return abs(math.log(float(figure.value or figure.step / 4) / exact))
