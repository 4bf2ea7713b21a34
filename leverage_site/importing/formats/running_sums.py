"""Sums and averages over runs of rows, and whether printed figures follow from them."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from statistics import median

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.document import Row
from leverage_site.importing.formats.numbers import (
    MICROSECOND,
    Amount,
    parse_figure,
    parse_time_amount,
    parse_token_count,
)
from leverage_site.records.measures import format_duration
from leverage_site.stats.totals import WEEK

_AMOUNTS = (*fields.TIMES, fields.TOKENS)
# The human time of the rows that state supervision.
_SUPERVISED = "supervised"
_ORDERED: dict[str, Callable[[list[Fraction]], Fraction]] = {"median": median, "least": min, "most": max}
_WEEK = WEEK // MICROSECOND
# How many rows may be looked at again for each row, for what no running sums tell: work grows as the table does.
_AGAIN = 30

Amounts = Mapping[str, Amount]
# The first row of a run, and the one behind its last.
Span = tuple[int, int]
# The field of a figure, its text as printed, and as it would be printed.
WrongFigure = tuple[str, str, str]


def stated_amounts(row: Row, units: Mapping[str, str]) -> Amounts:
    """Return the times and tokens that a row states, each with the step that it was rounded to."""
    amounts: dict[str, Amount] = {}
    if row.reason:
        return amounts
    for name in fields.TIMES:
        if (text := row.cells.get(name)) and (amount := parse_time_amount(text, units.get(name, ""))):
            amounts[name] = amount
    if (text := row.cells.get(fields.TOKENS)) and (tokens := parse_token_count(text)):
        figure = parse_figure(text)
        amounts[fields.TOKENS] = Amount(Fraction(tokens.count), figure.step if figure else Fraction(1))
    return amounts


@dataclass(frozen=True, slots=True)
class ComputedFigures:
    """What follows from a run of rows; `is_partial` where some of them do not say their tokens."""

    values: Mapping[str, Fraction | None]
    is_partial: bool = False

    def allow(self, name: str, amount: Amount) -> bool:
        """Return whether a printed amount follows. What is known of tokens may be less than all, or nothing."""
        exact = self.values.get(name)
        if exact is None:
            return name in self.values and (name == fields.TOKENS or not amount.value)
        return amount.matches(exact) or (name == fields.TOKENS and self.is_partial and amount.value >= exact)

    def allow_all(self, stated: Amounts) -> bool:
        """Return whether all amounts follow that a row states, a time among them."""
        is_timed = fields.HUMAN in stated or fields.AI in stated
        return is_timed and all(self.allow(name, amount) for name, amount in stated.items())

    def wrong(self, row: Row, stated: Amounts) -> Iterator[WrongFigure]:
        """Yield the figures of a row that do not follow."""
        for name, amount in stated.items():
            if name in self.values and not self.allow(name, amount):
                yield name, row.cells[name], _format_exact(row.cells[name], amount, self.values[name])
        for name in fields.RATIOS:
            figure, exact = parse_figure(row.cells.get(name, "")), self.values.get(name)
            if figure and exact is not None and not figure.matches(exact):
                yield name, figure.text, figure.format(exact)


def _format_exact(text: str, amount: Amount, exact: Fraction | None) -> str:
    """Format an exact value in the style of a printed one, with up to two digits more where it has them."""
    figure = parse_figure(text)
    if exact is None:
        return "–"
    if figure and figure.value and amount.value:
        value = exact * figure.value / amount.value
        decimals = range(figure.decimals, figure.decimals + 3)
        scale = Fraction(figure.scale)
        enough = next((n for n in decimals if (value / scale * 10**n).denominator == 1), decimals[-1])
        return replace(figure, decimals=enough).format(value)
    return format_duration(timedelta(microseconds=round(exact)), "h")


class RunningSums:
    """Rows one after the other, and their sums so far: those of any run of them are differences."""

    def __init__(self) -> None:
        self.rows: list[Amounts] = []
        self._sums: dict[str, list[int]] = {name: [0] for name in (*_AMOUNTS, _SUPERVISED)}
        self._counts: dict[str, list[int]] = {name: [0] for name in _AMOUNTS}
        self._factors = [0.0]
        self._budget = 1_000

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, row: Amounts) -> None:
        """Add a row behind the others."""
        self.rows.append(row)
        self._budget += _AGAIN
        values = {name: int(row[name].value) if name in row else 0 for name in _AMOUNTS}
        values[_SUPERVISED] = values[fields.HUMAN] if values[fields.SUPERVISION] else 0
        for name, value in values.items():
            self._sums[name].append(self._sums[name][-1] + value)
        for name, counts in self._counts.items():
            counts.append(counts[-1] + (name in row))
        human, ai = values[fields.HUMAN], values[fields.AI]
        self._factors.append(self._factors[-1] + (human / ai if ai else 0.0))

    def figures(self, kind: str, span: Span) -> ComputedFigures:
        """Return the figures of a run of rows: their sums, or the averages of a kind of `SumLabel`."""
        start, end = span
        values: dict[str, Fraction | None] = {}
        if compute := _ORDERED.get(kind):
            rows = self._look_again(span)
            for name in _AMOUNTS if rows else ():
                column = [row[name].value for row in rows if name in row]
                values[name] = Fraction(compute(column)) if column else None
            return ComputedFigures(values)
        known = {name: counts[end] - counts[start] for name, counts in self._counts.items()}
        sums = {name: totals[end] - totals[start] for name, totals in self._sums.items()}
        for name in _AMOUNTS:
            values[name] = Fraction(sums[name], known[name] if kind == "mean" else 1) if known[name] else None
        human, ai, supervision = (sums[name] for name in fields.TIMES)
        values[fields.FACTOR] = Fraction(human, ai) if ai else None
        values[fields.SUPERVISORY] = Fraction(sums[_SUPERVISED], supervision) if supervision else None
        values[fields.WEEKS] = Fraction(human, _WEEK) / (known[fields.HUMAN] if kind == "mean" else 1)
        return ComputedFigures(values, known[fields.TOKENS] < end - start)

    def mean_factor(self, span: Span) -> Fraction:
        """Return the mean of the rows' own factors, which some print in the place of the weighted one."""
        return Fraction((self._factors[span[1]] - self._factors[span[0]]) / (span[1] - span[0]))

    def are_all_below(self, stated: Amounts, span: Span) -> bool:
        """Return whether none of the rows of a run has as much of anything as is stated."""
        rows = self._look_again(span)
        return bool(stated and rows) and all(
            row[name].value < amount.value for row in rows for name, amount in stated.items() if name in row
        )

    def chances(self, span: Span) -> tuple[int, int]:
        """Return how many columns of a run of rows go their own ways, and how many sums these could have had.

        Columns that rise and fall with the first say nothing of their own.
        """
        rows = self._look_again(span)
        if not rows or not all(fields.HUMAN in row and fields.AI in row for row in rows):
            return 0, 0
        first, *others = ([int(row[name].value) if name in row else 0 for row in rows] for name in _AMOUNTS)
        own = [first]
        for column in others:
            is_parallel = all(a * column[0] == b * first[0] for a, b in zip(first, column, strict=True))
            if any(column) and not is_parallel:
                own.append(column)
        return len(own), math.prod(sum(column) // (math.gcd(*column) or 1) for column in own)

    def _look_again(self, span: Span) -> list[Amounts]:
        """Return the rows of a run; none where too many were looked at already."""
        self._budget -= span[1] - span[0]
        return self.rows[slice(*span)] if self._budget > 0 else []
