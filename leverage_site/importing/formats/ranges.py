"""Sums and averages over runs of rows, and the printed figures that should follow from them."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from statistics import median

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.blocks import Row
from leverage_site.importing.formats.values import Amount, measure, printed, time_amount, tokens

TIMES = (fields.HUMAN, fields.AI, fields.SUPERVISION)
AMOUNTS = (*TIMES, fields.TOKENS)
# How many rows may be looked at again for each row, for what no running sums tell: work grows as the table does.
_AGAIN = 30
_WEEK = 40 * 3_600_000_000
_ORDERED: dict[str, Callable[[list[Fraction]], Fraction]] = {"median": median, "least": min, "most": max}

Amounts = Mapping[str, Amount]
Span = tuple[int, int]
Wrong = tuple[str, str, str]


def amounts(row: Row, units: Mapping[str, str]) -> Amounts:
    """The times and tokens that a row states, each with the digits it was rounded to."""
    found: dict[str, Amount] = {}
    if row.reason:
        return found
    for name in TIMES:
        if (text := row.cells.get(name)) and (amount := time_amount(text, units.get(name, ""))):
            found[name] = amount
    if (text := row.cells.get(fields.TOKENS)) and (count := tokens(text)):
        figure = printed(text)
        found[fields.TOKENS] = Amount(Fraction(count.count), figure.step if figure else Fraction(1))
    return found


@dataclass(frozen=True, slots=True)
class Exact:
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

    def wrong(self, row: Row, stated: Amounts) -> Iterator[Wrong]:
        """The figures of a row that do not follow, as printed and as they would be printed."""
        for name, amount in stated.items():
            if name in self.values and not self.has(name, amount):
                yield name, row.cells[name], _like(row.cells[name], amount, self.values[name])
        for name in (fields.FACTOR, fields.SUPERVISORY, fields.WEEKS):
            figure, exact = printed(row.cells.get(name, "")), self.values.get(name)
            if figure and exact is not None and not figure.follows(exact):
                yield name, figure.text, figure.like(exact)


class Running:
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

    def exact(self, kind: str, span: Span) -> Exact:
        """The figures of the rows of a span: their sum, or an average of them."""
        start, end = span
        known = {name: counts[end] - counts[start] for name, counts in self._counts.items()}
        sums = {name: totals[end] - totals[start] for name, totals in self._sums.items()}
        if kind in _ORDERED:
            return Exact(self._ordered(kind, span))
        values: dict[str, Fraction | None] = {
            name: Fraction(sums[name], known[name] if kind == "mean" else 1) if known[name] else None
            for name in AMOUNTS
        }
        human, ai, supervision = (sums[name] for name in TIMES)
        values[fields.FACTOR] = Fraction(human, ai) if ai else None
        values[fields.SUPERVISORY] = Fraction(sums["supervised"], supervision) if supervision else None
        values[fields.WEEKS] = Fraction(human, _WEEK) / (known[fields.HUMAN] if kind == "mean" else 1)
        return Exact(values, known[fields.TOKENS] < end - start)

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
    figure = printed(text)
    if exact is None:
        return "–"
    if figure and figure.value and amount.value:
        value = exact * figure.value / amount.value
        digits = range(figure.decimals, figure.decimals + 3)
        scale = Fraction(figure.scale)
        enough = next((n for n in digits if (value / scale * 10**n).denominator == 1), digits[-1])
        return replace(figure, decimals=enough).like(value)
    return measure(timedelta(microseconds=round(exact)), "h")
