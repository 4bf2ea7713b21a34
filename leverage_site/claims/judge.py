"""Whether a claim holds, by the facts as of its day, and whether it still does; it parses no English."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from leverage_site.claims.facts import TextFacts
from leverage_site.claims.model import (
    Claim,
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
from leverage_site.claims.text.numbers import within
from leverage_site.dates import parse_period
from leverage_site.figures import LEVERAGE, SUPERVISORY
from leverage_site.stats.as_of import PERIODS, Known
from leverage_site.stats.index import SiteIndex

# The distance of what no factor can say: of an amount that is nothing or unknown, and of a number that is none.
_FAR = 1e9
_FACTORS = (LEVERAGE.name, SUPERVISORY.name)


def holds(claim: ClaimReading, facts: TextFacts) -> bool | None:
    """Return whether a claim is true; None where a figure that it needs is unknown."""
    match claim:
        case ValueClaim():
            value = facts.value(claim.amount)
            return None if value is None else within(value, claim.printed)
        case ShareClaim():
            part, whole = facts.value(claim.part), facts.value(claim.whole)
            return None if part is None or not whole else within(part * 100 / whole, claim.printed)
        case CountClaim() | EachClaim():
            number, of = fitting_rows(claim, facts)
            if isinstance(claim, CountClaim):
                return within(number, claim.printed)
            return number >= claim.number and (not claim.tasks or number == of)
        case ComparisonClaim():
            return _comparison(claim, facts)
        case SuperlativeClaim():
            return _superlative(claim, facts)
        case DateClaim():
            return claim.date.weekday() == claim.weekday


def fitting_rows(claim: CountClaim | EachClaim, facts: TextFacts) -> tuple[int, int]:
    """Return how many tasks have the figure that a claim is about, and of how many."""
    named = (facts.by_id[name] for name in claim.tasks if name in facts.by_id)
    rows = tuple(named) if claim.tasks else facts.rows
    interval = claim.condition if isinstance(claim, CountClaim) else claim.printed
    closed = not isinstance(claim, CountClaim) or claim.closed
    return sum(meets(row.values[claim.figure], interval, closed=closed) for row in rows), len(rows)


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


def _superlative(claim: SuperlativeClaim, facts: TextFacts) -> bool | None:
    values = superlative_values(claim, facts)
    if not values:
        return None
    if claim.place > len(values):
        return False
    target = sorted((value for _, value in values), reverse=claim.end == "highest")[claim.place - 1]
    if claim.printed is not None and not within(target, claim.printed):
        return False
    if not claim.subject:
        return True
    own = [value for name, value in values if name in claim.subject]
    return any(print_alike(claim.figure, value, target) for value in own) if own else None


def superlative_values(claim: SuperlativeClaim, facts: TextFacts) -> Sequence[tuple[str, float]]:
    """Return each day or task that a superlative is over, with its figure where it is known."""
    if claim.scope.kind == "day":
        rows = [row for row in facts.rows if not claim.tasks or row.id in claim.tasks]
        return [(row.id, value) for row in rows if (value := row.values[claim.figure]) is not None]
    known = facts.known if claim.as_of == facts.today else Known(facts.known.index, claim.as_of)
    return [(day.isoformat(), value) for day, value in known.values(claim.figure, claim.scope)]


def meets(value: float | None, condition: Interval, *, closed: bool) -> bool:
    """Return whether a figure is in an interval, whose bounds belong to it or not."""
    if value is None:
        return False
    if closed:
        return within(value, condition)
    return (condition.low is None or value > condition.low) and (condition.high is None or value < condition.high)


def print_alike(figure: str, one: float, other: float) -> bool:
    """Return whether two values of a figure print as the same factor, or are the same."""
    return one == other or (figure in _FACTORS and f"{one:.1f}" == f"{other:.1f}")


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


def with_later(claims: Iterable[Claim], index: SiteIndex) -> tuple[Claim, ...]:
    """Return claims that say whether a later day of their week, month or year has overtaken them.

    A claim is judged as of its day, so no verdict changes, and nothing that is published has it.
    """
    return tuple(
        [
            replace(claim, later=_overtaken(claim.reading, index))
            if claim.verdict == "confirmed" and isinstance(claim.reading, SuperlativeClaim)
            else claim
            for claim in claims
        ]
    )


def _overtaken(reading: SuperlativeClaim, index: SiteIndex) -> str:
    """Return what a superlative of the days of a period has come to; nothing where it is still true."""
    kind, key = reading.scope.kind, reading.scope.key
    period = parse_period(kind, key) if kind in PERIODS else None
    if period is None or period.last <= reading.as_of:
        return ""
    known = Known(index, period.last)
    if holds(replace(reading, as_of=period.last), TextFacts(known, reading.scope)) is not False:
        return ""
    values = known.values(reading.figure, reading.scope)
    is_highest = reading.end == "highest"
    ends = [value for day, value in values if day.isoformat() in reading.subject] or [
        (max if is_highest else min)([value for day, value in values if day <= reading.as_of])
    ]
    beyond = [day for day, value in values if day > reading.as_of and (value > ends[0]) == is_highest]
    return f"true as of that day; {beyond[0]} is {'higher' if is_highest else 'lower'}" if beyond else ""
