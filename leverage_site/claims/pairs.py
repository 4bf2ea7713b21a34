"""The figures of both sides, printed beside a comparison: `from 24.3x to 52.1x`, `65 minutes against 17`."""

from collections.abc import Iterator
from itertools import pairwise

from leverage_site.claims.candidates import Candidate
from leverage_site.claims.context import Context
from leverage_site.claims.model import ClaimReading, ValueClaim
from leverage_site.claims.numbers import WrittenNumber, scaled
from leverage_site.claims.sides import Side
from leverage_site.claims.units import FIGURES

# Words between two figures of which the second is that of the other side.
_AGAINST = (["against"], ["versus"], ["vs"], ["after"], ["instead", "of"], ["compared", "with"])


def pairs(
    context: Context, figure: str, sides: tuple[Side, Side], taken: set[int] | frozenset[int]
) -> Iterator[Candidate]:
    """Yield two figures of a sentence as those of two sides that it compares by a figure."""
    numbers = [(at, token.number) for at, token in context.scan.numbers if at not in taken]
    for (one, first), (two, second) in pairwise(numbers):
        if first is None or second is None or context.tokens[one].joined or context.tokens[two].joined:
            continue
        unit = second.unit if first.unit in ("", second.unit) else ""
        if figure not in FIGURES.get(unit, {}) or first.hedge or second.hedge:
            continue
        if (is_change := _is_change(context, one, two)) or _is_against(context, two):
            left, right = sides
            yield _candidate(context, one, first, unit, figure, right if is_change else left)
            yield _candidate(context, two, second, unit, figure, left if is_change else right)
            return


def _is_change(context: Context, one: int, two: int) -> bool:
    """Whether a figure has gone from one number to the other."""
    return one > 0 and context.words[one - 1] == "from" and context.words[two - 1] == "to"


def _is_against(context: Context, two: int) -> bool:
    """Whether the second number is held against the first."""
    return any(context.words[two - len(words) : two] == words for words in _AGAINST)


def _candidate(context: Context, at: int, number: WrittenNumber, unit: str, figure: str, side: Side) -> Candidate:
    printed = scaled(number.interval, FIGURES[unit][figure])
    readings: list[ClaimReading] = [ValueClaim(side.of(figure), printed)]
    strict = side.sure and not context.guarded
    return Candidate("value", (at, at + 1), readings, strict, rows=side.rows, numbers=frozenset((at,)))
