"""Numbers that are a figure of the day, of a task, of a group of tasks, of another day or of a period."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from leverage_site.claims.bindings import is_bound
from leverage_site.claims.candidates import Candidate
from leverage_site.claims.context import Context
from leverage_site.claims.model import ClaimReading, ValueClaim
from leverage_site.claims.numbers import WrittenNumber, scaled
from leverage_site.claims.subjects import (
    Carried,
    besides,
    days_near,
    follows,
    of_named,
    of_several_numbers,
    subject_phrase,
    subjects_of,
)
from leverage_site.claims.units import FIGURES, figures_at, is_listed, with_comparison

_HOUR = 60
# Words that speak of all tasks, and those that make a number behind them a bound.
_OF_ALL = frozenset(("every", "each", "all", "no", "none", "any", "nothing", "both", "neither"))
_BEATING = frozenset(
    ("beat", "beats", "reached", "reach", "reaches", "exceeded", "exceeds", "below", "above", "under", "over")
)


def values(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each number with one of our units that nothing else has taken."""
    carried = Carried()
    used = 0
    bundled = of_several_numbers(context)
    for place, token in list(context.scan.numbers):
        number = _labelled(context, place, token.number)
        if number is None or number.unit not in FIGURES:
            continue
        named, rows = subject_phrase(context, place, used)
        if rows and not context.named(max(context.left(place), used), place).scored:
            used = context.right(place)
        before = carried
        carried = Carried(rows, named.clear, place) if rows else carried
        if place in taken:
            continue
        number = with_comparison(context, place, number)
        figures, sure = figures_at(context, place, number)
        days = days_near(context, place) or (before.days if follows(context, before.place, place) else [])
        carried = replace(carried, days=days, place=place)
        listed = context.facts.rows if is_listed(context, place) else ()
        carries = (*rows, *(() if rows else before.rows), *bundled, *listed)
        if (named.clear or (before.clear and not rows)) and not (days or listed):
            subjects = list(of_named(context, rows or before.rows))
        else:
            subjects = list(subjects_of(context, place, named, carries, days))
        readings: list[ClaimReading] = [
            ValueClaim(replace(amount, figure=figure), scaled(number.interval, FIGURES[number.unit][figure]))
            for amount, figure in product(subjects, figures)
        ]
        far: list[ClaimReading] = [
            ValueClaim(replace(amount, figure=figure), scaled(number.wide, FIGURES[number.unit][figure]))
            for amount, figure in product(
                (*subjects, *besides(context, is_named=bool(rows or before.clear))), figures
            )
        ]
        strict = is_bound(context, place, number, named, sure, before, days)
        about = rows if named.clear else before.rows if before.clear and not rows else ()
        if _is_bound_of_all(context, place) or (
            number.hedge and not (strict or about or sure or context.has_label)
        ):
            readings, far = [], []
        if not days and (rate := _rate(context, place, number)) is not None:
            readings.append(rate)
        yield Candidate("value", (place, place + 1), readings, strict, far, about, frozenset((place,)))


def _is_bound_of_all(context: Context, place: int) -> bool:
    """Whether a number is what every task, or none, is above or below: `Every task beat 12x`."""
    near = context.tokens[max(0, place - 3) : place]
    is_bound = any(token.kind == "compare" or token.value in _BEATING for token in near)
    return is_bound and not _OF_ALL.isdisjoint(context.words[:place])


def _labelled(context: Context, place: int, number: WrittenNumber | None) -> WrittenNumber | None:
    """Return a number without a unit as the figure that a colon gives it: `Human hours: 94.`."""
    if number is None or number.unit or place != 2 or context.words[1] != ":":
        return number
    token = context.tokens[0]
    figure = token.value.partition(" ")[2] if token.kind == "unit" else token.value
    units = {"human_hours": "h", "ai_minutes": "m", "supervision_minutes": "m"}
    return replace(number, unit=units[figure], figure=figure) if figure in units else number


def _rate(context: Context, place: int, number: WrittenNumber) -> ValueClaim | None:
    """Read hours for each minute of supervision, which is a sixtieth of supervisory leverage."""
    behind = context.words[place + 1 : place + 6]
    if (
        number.unit != "h"
        or not {"per", "each", "every"} & set(behind)
        or not any("minute" in word for word in behind)
    ):
        return None
    return ValueClaim(context.facts.own("supervisory"), scaled(number.interval, _HOUR))
