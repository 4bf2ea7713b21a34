"""The readings of a row that was copied as text, and which of them hold."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.copied_cells import cells
from leverage_site.importing.formats.values import duration, printed

MAX_READINGS = 500

_TORN = re.compile(r"[0-9]([.,]?)\n[0-9]")
# Behind these, digits go on what stands before.
_JOINS = "-#/_:+>~*=&@^\\"
# So far off is a factor that was printed wrongly, as a logarithm.
_NEAR = math.log(1.5)
_OTHER_MARK = str.maketrans(".,", ",.")

Cells = dict[str, str]


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


def _distances(row: Cells) -> tuple[float, float]:
    """How far the printed factors are from those of the times."""
    human, ai = duration(row[fields.HUMAN]), duration(row[fields.AI])
    if not human or not ai:
        return math.inf, math.inf
    supervision = duration(row.get(fields.SUPERVISION, ""))
    supervisory = _distance(row.get(fields.SUPERVISORY, ""), human / supervision) if supervision else 0.0
    return _distance(row.get(fields.FACTOR, ""), human / ai), supervisory


def _distance(text: str, exact: float) -> float:
    """0 where the printed number follows from the exact one, else how many times it is off, as a logarithm."""
    figure = printed(text)
    if figure is None:
        return 1.0
    if figure.follows(Fraction(exact)):
        return 0.0
    return abs(math.log(float(figure.value or figure.step / 4) / exact))


def _has_digit_above_zero(text: str) -> bool:
    return any(digit in text for digit in "123456789")
