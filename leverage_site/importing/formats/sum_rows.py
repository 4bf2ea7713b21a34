"""Sums and averages over runs of rows, and the printed figures that should follow from them."""

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from fractions import Fraction
from itertools import groupby
from statistics import median

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.document import Row
from leverage_site.importing.formats.numbers import (
    UNKNOWN_TEXTS,
    Amount,
    parse_figure,
    parse_time_amount,
    parse_token_count,
)
from leverage_site.importing.formats.wording import SumLabel, is_scope_only, parse_sum_label
from leverage_site.records.measures import format_duration

TIMES = (fields.HUMAN, fields.AI, fields.SUPERVISION)
AMOUNTS = (*TIMES, fields.TOKENS)
# How many rows may be looked at again for each row, for what no running sums tell: work grows as the table does.
_AGAIN = 30
_WEEK = 40 * 3_600_000_000
_ORDERED: dict[str, Callable[[list[Fraction]], Fraction]] = {"median": median, "least": min, "most": max}

Amounts = Mapping[str, Amount]
Span = tuple[int, int]
WrongFigure = tuple[str, str, str]


def stated_amounts(row: Row, units: Mapping[str, str]) -> Amounts:
    """The times and tokens that a row states, each with the digits it was rounded to."""
    found: dict[str, Amount] = {}
    if row.reason:
        return found
    for name in TIMES:
        if (text := row.cells.get(name)) and (amount := parse_time_amount(text, units.get(name, ""))):
            found[name] = amount
    if (text := row.cells.get(fields.TOKENS)) and (count := parse_token_count(text)):
        figure = parse_figure(text)
        found[fields.TOKENS] = Amount(Fraction(count.count), figure.step if figure else Fraction(1))
    return found


@dataclass(frozen=True, slots=True)
class ComputedFigures:
    """What follows from a run of rows; `is_partial` where some of them do not say their tokens."""

    values: Mapping[str, Fraction | None]
    is_partial: bool = False

    def has(self, name: str, amount: Amount) -> bool:
        """Whether a printed amount follows. What is known of tokens may be less than all, or nothing."""
        exact = self.values.get(name)
        if exact is None:
            return name in self.values and (name == fields.TOKENS or not amount.value)
        return amount.follows(exact) or (name == fields.TOKENS and self.is_partial and amount.value >= exact)

    def fits(self, stated: Amounts) -> bool:
        """Whether all amounts follow that a row states, a time among them."""
        is_timed = fields.HUMAN in stated or fields.AI in stated
        return is_timed and all(self.has(name, amount) for name, amount in stated.items())

    def wrong(self, row: Row, stated: Amounts) -> Iterator[WrongFigure]:
        """The figures of a row that do not follow, as printed and as they would be printed."""
        for name, amount in stated.items():
            if name in self.values and not self.has(name, amount):
                yield name, row.cells[name], _like(row.cells[name], amount, self.values[name])
        for name in (fields.FACTOR, fields.SUPERVISORY, fields.WEEKS):
            figure, exact = parse_figure(row.cells.get(name, "")), self.values.get(name)
            if figure and exact is not None and not figure.follows(exact):
                yield name, figure.text, figure.like(exact)


class RunningSums:
    """Rows one after the other, and their sums so far."""

    def __init__(self) -> None:
        self.rows: list[Amounts] = []
        self._sums: dict[str, list[int]] = {name: [0] for name in (*AMOUNTS, "supervised")}
        self._counts: dict[str, list[int]] = {name: [0] for name in AMOUNTS}
        self._factors = [0.0]
        self._budget = 1_000

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, row: Amounts) -> None:
        """Take a row as the next."""
        self.rows.append(row)
        self._budget += _AGAIN
        values = {name: int(row[name].value) if name in row else 0 for name in AMOUNTS}
        values["supervised"] = values[fields.HUMAN] if values[fields.SUPERVISION] else 0
        for name, value in values.items():
            self._sums[name].append(self._sums[name][-1] + value)
        for name, counts in self._counts.items():
            counts.append(counts[-1] + (name in row))
        human, ai = values[fields.HUMAN], values[fields.AI]
        self._factors.append(self._factors[-1] + (human / ai if ai else 0.0))

    def exact(self, kind: str, span: Span) -> ComputedFigures:
        """The figures of the rows of a span: their sum, or an average of them."""
        start, end = span
        known = {name: counts[end] - counts[start] for name, counts in self._counts.items()}
        sums = {name: totals[end] - totals[start] for name, totals in self._sums.items()}
        if kind in _ORDERED:
            return ComputedFigures(self._ordered(kind, span))
        values: dict[str, Fraction | None] = {
            name: Fraction(sums[name], known[name] if kind == "mean" else 1) if known[name] else None
            for name in AMOUNTS
        }
        human, ai, supervision = (sums[name] for name in TIMES)
        values[fields.FACTOR] = Fraction(human, ai) if ai else None
        values[fields.SUPERVISORY] = Fraction(sums["supervised"], supervision) if supervision else None
        values[fields.WEEKS] = Fraction(human, _WEEK) / (known[fields.HUMAN] if kind == "mean" else 1)
        return ComputedFigures(values, known[fields.TOKENS] < end - start)

    def mean_factor(self, span: Span) -> Fraction:
        """The mean of the rows' own factors, which some print in the place of the weighted one."""
        return Fraction((self._factors[span[1]] - self._factors[span[0]]) / (span[1] - span[0]))

    def _ordered(self, kind: str, span: Span) -> dict[str, Fraction | None]:
        rows = self._again(span)
        columns = {name: [row[name].value for row in rows if name in row] for name in AMOUNTS}
        if not rows:
            return {}
        return {name: Fraction(_ORDERED[kind](values)) if values else None for name, values in columns.items()}

    def _again(self, span: Span) -> list[Amounts]:
        """The rows of a span; none where too many were looked at already."""
        self._budget -= span[1] - span[0]
        return self.rows[slice(*span)] if self._budget > 0 else []

    def is_below(self, stated: Amounts, span: Span) -> bool:
        """Whether none of the rows of a span has as much of anything as is stated."""
        rows = self._again(span)
        return bool(stated and rows) and all(
            row[name].value < amount.value for row in rows for name, amount in stated.items() if name in row
        )

    def unlikeliness(self, span: Span) -> tuple[int, int]:
        """How many columns of the rows of a span go their own ways, and how many sums each could have had.

        Columns that rise and fall with the first say nothing of their own.
        """
        rows = self._again(span)
        columns = [[int(row[name].value) if name in row else 0 for row in rows] for name in AMOUNTS]
        first = columns[0]
        if not rows or not all(fields.HUMAN in row and fields.AI in row for row in rows):
            return 0, 0
        own = [first, *(values for values in columns[1:] if any(values) and not _goes_with(first, values))]
        chances = [sum(values) // (math.gcd(*values) or 1) for values in own]
        return len(own), math.prod(chances)


def _goes_with(first: Sequence[int], other: Sequence[int]) -> bool:
    return all(a * other[0] == b * first[0] for a, b in zip(first, other, strict=True))


def _like(text: str, amount: Amount, exact: Fraction | None) -> str:
    """The exact value in the style of a printed one, with up to two digits more where it has them."""
    figure = parse_figure(text)
    if exact is None:
        return "–"
    if figure and figure.value and amount.value:
        value = exact * figure.value / amount.value
        digits = range(figure.decimals, figure.decimals + 3)
        scale = Fraction(figure.scale)
        enough = next((n for n in digits if (value / scale * 10**n).denominator == 1), digits[-1])
        return replace(figure, decimals=enough).like(value)
    return format_duration(timedelta(microseconds=round(exact)), "h")


_SHORT, _SHORT_WITHOUT_BLANKS = 2, 12


@dataclass(slots=True)
class CandidateRow:
    """A row with what it says, and what it found when the tasks before it were counted.

    `spans` are the runs of tasks above that it may be of; `at` is the number of tasks before it, `tops` whether it
    begins its table, or stands behind a sum.
    """

    row: Row
    stated: Amounts
    label: SumLabel | None
    has_title: bool
    spans: list[Span] = field(default_factory=list)
    at: int = 0
    tops: bool = False
    is_task: bool = True

    @classmethod
    def of(cls, row: Row, units: Mapping[str, str]) -> "CandidateRow":
        has_title = bool(row.cells.get(fields.TASK, "").strip(" *_"))
        return cls(row, stated_amounts(row, units), _label(row, has_title=has_title), has_title)

    @property
    def kind(self) -> str:
        return self.label.kind if self.label else "sum"

    @property
    def is_called_sum(self) -> bool:
        return self.label is not None and not self.label.rest and not self.label.is_weak

    @property
    def is_half_called(self) -> bool:
        """Whether its figures make it a sum: its name is of something, or it has none."""
        if self.row.reason or self.is_called_sum:
            return False
        return not self.has_title if self.label is None else is_short(self.label.rest)

    @property
    def may_be_called_sum(self) -> bool:
        """Whether one figure of a sum puts it in doubt: its name begins like one, or says of what alone."""
        if self.row.reason:
            return False
        if self.label is None:
            return is_scope_only(self.row.cells.get(fields.TASK, ""))
        return self.is_half_called or (self.label.leads and not self.label.is_weak)

    @property
    def is_numbered(self) -> bool:
        """Whether it has a number in its table."""
        return self.row.cells.get(fields.NUMBER, "").strip("#. ").isdigit()

    @property
    def has_own(self) -> bool:
        """Whether it has what sums have not: a number, tags, an assistant."""
        cells = (self.row.cells.get(name, "") for name in ("tags", "assistant"))
        return self.is_numbered or any(text.casefold() not in UNKNOWN_TEXTS for text in cells)


def is_named_sum(title: str) -> bool:
    """Whether a row with this title is a sum if nothing else tells."""
    found = parse_sum_label(title)
    return found is not None and (not found.rest or (found.leads and is_short(found.rest)))


def _label(row: Row, *, has_title: bool) -> SumLabel | None:
    """The name of a sum that a row has, in whatever cell it stands."""
    cells = row.cells
    titled = parse_sum_label(cells.get(fields.TASK, ""))
    if titled and not titled.rest:
        return titled
    beside = [cells.get(fields.NUMBER, ""), cells.get(fields.DATE, "")]
    if not has_title:
        beside += [cells.get(name, "") for name in ("project", "tags", "note")]
        beside += row.text.split(" | ")[:20]
    named = (found for text in beside if (found := parse_sum_label(text)) and (not found.rest or not has_title))
    return next(named, titled)


def is_short(title: str) -> bool:
    words = [word for word in title.split() if any(letter.isalnum() for letter in word)]
    return len(words) <= _SHORT and (len(words) > 1 or len(title) <= _SHORT_WITHOUT_BLANKS or title.isascii())


_NUMBER = re.compile(r"#? ?([0-9]{1,4}(?:\.[0-9]{1,4}){0,5})[.)]?")
_BULLETS = tuple("-–—•·▪◦*+→↳└├‣›>")
_BOLD = re.compile(r"(\*\*|__)(?=\S).+\1")
# So many rows with the same sum are tried as the end of a group.
_TRIES = 30


def find_marked_sums(lines: Sequence[CandidateRow], groups: Sequence[str]) -> dict[int, tuple[WrongFigure, ...]]:
    """The lines that have the sum of rows which a number, mark or project puts beside them.

    With each are its figures that do not follow. `groups` are the days of the lines, where there are many.
    """
    found: dict[int, tuple[WrongFigure, ...]] = {}
    for head, members in (*_numbered(lines), *_marked(lines), *_projects(lines)):
        line = lines[head]
        if line.row.reason or len({_at(groups, n) for n in (head, *members)}) > 1:
            continue
        running = RunningSums()
        for n in members:
            running.add(lines[n].stated)
        exact = running.exact("sum", (0, len(running)))
        if exact.fits(line.stated):
            found[head] = tuple(exact.wrong(line.row, line.stated))
    return found


def find_tiled_sums(lines: Sequence[CandidateRow], groups: Sequence[str]) -> Iterator[int]:
    """The lines that have the sums of groups, where a day has nothing else than groups with their sums."""
    tasks = [n for n, line in enumerate(lines) if line.is_task]
    for _, run in groupby(tasks, key=lambda n: _at(groups, n)):
        rows = list(run)
        yield from _tiles(lines, rows) or _tiles(lines, rows[::-1])


def _numbered(lines: Sequence[CandidateRow]) -> Iterator[tuple[int, list[int]]]:
    """Rows with `2`, above those with `2.1` and `2.2`."""
    heads: dict[str, int] = {}
    members: dict[str, list[int]] = {}
    for n, line in enumerate(lines):
        if match := _NUMBER.fullmatch(line.row.cells.get(fields.NUMBER, "")):
            above = match[1].rpartition(".")[0]
            if above in heads:
                members.setdefault(above, []).append(n)
            heads.setdefault(match[1], n)
    yield from ((heads[number], found) for number, found in members.items())


def _marked(lines: Sequence[CandidateRow]) -> Iterator[tuple[int, list[int]]]:
    """Rows in bold above others, and rows above those that begin like items of a list."""
    titles = [line.row.cells.get(fields.TASK, "").strip() for line in lines]
    for marks in (
        [_BOLD.fullmatch(title) is None for title in titles],
        [title.startswith(_BULLETS) and _BOLD.fullmatch(title) is None for title in titles],
    ):
        heads = [n for n, is_member in enumerate(marks) if not is_member]
        for head, end in zip(heads, [*heads[1:], len(lines)], strict=False):
            if end > head + 1:
                yield head, list(range(head + 1, end))


def _projects(lines: Sequence[CandidateRow]) -> Iterator[tuple[int, list[int]]]:
    """Rows with the name of the project that those just above or below them have."""
    names = [line.row.cells.get("project", "").casefold() for line in lines]
    titles = [line.row.cells.get(fields.TASK, "").strip(" *_").casefold() for line in lines]
    runs: dict[int, list[int]] = {}
    for n, (name, title) in enumerate(zip(names, titles, strict=True)):
        if name and title != name:
            runs[n] = runs[n - 1] if n - 1 in runs and names[n - 1] == name else []
            runs[n].append(n)
    for n, (name, title) in enumerate(zip(names, titles, strict=True)):
        for beside in (n - 1, n + 1):
            if title and name in ("", title) and beside in runs and names[beside] == title:
                yield n, runs[beside]


def _tiles(lines: Sequence[CandidateRow], rows: Sequence[int]) -> list[int]:
    """The first of each group where the rows are groups, one after the other, that begin with their sums."""
    running = RunningSums()
    human = [0]
    for n in rows:
        running.add(lines[n].stated)
        human.append(
            human[-1] + (int(lines[n].stated[fields.HUMAN].value) if fields.HUMAN in lines[n].stated else 0)
        )
    heads: list[int] = []
    sizes: list[int] = []
    likely = 0
    at = 0
    while at < len(rows):
        line = lines[rows[at]]
        own = line.stated.get(fields.HUMAN)
        if own is None or len(line.stated) < 2 or line.has_own or line.row.reason:
            return []
        first = bisect_left(human, human[at + 1] + own.value - own.step / 2, lo=at + 2)
        ends = range(first, min(first + _TRIES, len(rows) + 1))
        end = next((end for end in ends if running.exact("sum", (at + 1, end)).fits(line.stated)), None)
        if end is None:
            return []
        heads.append(rows[at])
        sizes.append(end - at - 1)
        likely += running.unlikeliness((at + 1, end))[0] >= 2
        at = end
    return heads if len(heads) >= 2 and min(sizes) >= 1 and sum(sizes) > len(heads) and likely else []


def _at(groups: Sequence[str], n: int) -> str:
    return groups[n] if n < len(groups) else ""
