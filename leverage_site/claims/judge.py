"""Whether a claim holds, by the facts as of its day; it parses no English."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from leverage_site.claims.facts import KnownTask, TextFacts
from leverage_site.claims.model import (
    ClaimReading,
    ComparisonClaim,
    CountClaim,
    DateClaim,
    EachClaim,
    Interval,
    Quantity,
    ShareClaim,
    SuperlativeClaim,
    ValueClaim,
)
from leverage_site.claims.numbers import within
from leverage_site.figures import FACTOR, LEVERAGE, SUPERVISORY
from leverage_site.stats.as_of import Known


def holds(claim: ClaimReading, facts: TextFacts) -> bool | None:
    """Return whether a claim is true; None where a figure that it needs is unknown."""
    judge: Callable[[Any, TextFacts], bool | None] = _JUDGES[type(claim)]
    return judge(claim, facts)


def _value(claim: ValueClaim, facts: TextFacts) -> bool | None:
    value = facts.value(claim.amount)
    return None if value is None else within(value, claim.printed)


def _comparison(claim: ComparisonClaim, facts: TextFacts) -> bool | None:
    left, right = facts.value(claim.left), facts.value(claim.right)
    if left is None or right is None:
        return None
    if claim.times is not None:
        return bool(right) and within(left / right, claim.times)
    if claim.by is not None:
        return within(left - right, claim.by)
    if claim.relation == "equal":
        return print_alike(claim.left.figure, left, right)
    return left > right if claim.relation == "higher" else left < right


def _count(claim: CountClaim, facts: TextFacts) -> bool | None:
    number = sum(
        meets(row.values[claim.figure], claim.condition, closed=claim.closed) for row in _rows(claim, facts)
    )
    return within(number, claim.printed)


def _each(claim: EachClaim, facts: TextFacts) -> bool | None:
    rows = _rows(claim, facts)
    fitting = sum(meets(row.values[claim.figure], claim.printed, closed=True) for row in rows)
    return fitting >= claim.number and (not claim.tasks or fitting == len(rows))


def _share(claim: ShareClaim, facts: TextFacts) -> bool | None:
    part, whole = facts.value(claim.part), facts.value(claim.whole)
    return None if part is None or not whole else within(part * 100 / whole, claim.printed)


def _date(claim: DateClaim, _: TextFacts) -> bool:
    return claim.date.weekday() == claim.weekday


def _superlative(claim: SuperlativeClaim, facts: TextFacts) -> bool | None:
    values = superlative_values(claim, facts)
    if not values:
        return None
    ordered = sorted((value for _, value in values), reverse=claim.end == "highest")
    if claim.place > len(ordered):
        return False
    if claim.printed is not None and not within(ordered[claim.place - 1], claim.printed):
        return False
    if not claim.subject:
        return True
    own = [value for name, value in values if name in claim.subject]
    if not own:
        return None
    target = ordered[claim.place - 1]
    return any(value == target or print_alike(claim.figure, value, target) for value in own)


def superlative_values(claim: SuperlativeClaim, facts: TextFacts) -> Sequence[tuple[str, float]]:
    """Return each day or task that a superlative is over, with its figure where it is known."""
    if claim.scope.kind == "day":
        rows = [row for row in facts.rows if not claim.tasks or row.id in claim.tasks]
        return [(row.id, value) for row in rows if (value := row.values[claim.figure]) is not None]
    known = facts.known if claim.as_of == facts.today else Known(facts.known.index, claim.as_of)
    return [(day.isoformat(), value) for day, value in known.values(claim.figure, claim.scope)]


def _rows(claim: CountClaim | EachClaim, facts: TextFacts) -> Sequence[KnownTask]:
    if not claim.tasks:
        return facts.rows
    return [facts.by_id[name] for name in claim.tasks if name in facts.by_id]


def meets(value: float | None, condition: Interval, *, closed: bool) -> bool:
    """Return whether a figure is in an interval, whose bounds belong to it or not."""
    if value is None:
        return False
    if closed:
        return within(value, condition)
    return (condition.low is None or value > condition.low) and (condition.high is None or value < condition.high)


def print_alike(figure: str, one: float, other: float) -> bool:
    """Return whether two values of a figure print as the same factor, or are the same."""
    if figure in _FACTORS:
        return f"{one:.1f}" == f"{other:.1f}"
    return one == other


def distance(claim: ClaimReading, facts: TextFacts) -> float:
    """Return how far a printed number is from the amount that it is said to be, as a factor from 1 on."""
    if not isinstance(claim, ValueClaim) or claim.printed.low is None or claim.printed.high is None:
        return 1.0
    value, said = facts.value(claim.amount), (claim.printed.low + claim.printed.high) / 2
    if not value or said <= 0:
        return _FAR
    return max(value / said, said / value)


def amounts(claim: ClaimReading) -> Iterable[Quantity]:
    """Return the amounts that a claim speaks of."""
    match claim:
        case ValueClaim():
            return (claim.amount,)
        case ComparisonClaim():
            return (claim.left, claim.right)
        case ShareClaim():
            return (claim.part, claim.whole)
    return ()


_FAR = 1e9
_FACTORS = frozenset(figure.name for figure in (LEVERAGE, SUPERVISORY) if figure.unit == FACTOR)
_JUDGES: dict[type, Callable[[Any, TextFacts], bool | None]] = {
    ValueClaim: _value,
    SuperlativeClaim: _superlative,
    ComparisonClaim: _comparison,
    CountClaim: _count,
    EachClaim: _each,
    ShareClaim: _share,
    DateClaim: _date,
}
