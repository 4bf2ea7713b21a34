"""What no day before has passed: `the first day above 50x`, `no earlier day had more than 40 tasks`."""

import datetime as dt
from collections.abc import Iterator

from leverage_site.claims.model import Interval, SuperlativeClaim, ValueClaim
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.units import FIGURES, figures_at, with_comparison
from leverage_site.claims.text.numbers import WrittenNumber, scaled
from leverage_site.stats.as_of import End, Scope

_DAY = dt.timedelta(days=1)
_BEFORE = frozenset(("before", "earlier", "previous", "other"))
_NONE = frozenset(("no", "none"))
# Between `first day` or `no day` and the bound stand at most so many words.
_REACH = 8


def firsts(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each bound that the day is said to be the first to pass, or that no day has passed."""
    if "day" not in context.words or not context.facts.is_of_day:
        return
    for place, token in enumerate(context.tokens):
        behind = context.words[place + 1 : place + 4]
        is_first = (token.kind == "ordinal" and token.value == "1") or token.value == "only"
        if is_first and behind[:1] == ["day"]:
            yield from _of_first(context, place, taken)
        elif token.value in _NONE and "day" in behind:
            yield from _of_none(context, place, taken)


def _of_first(context: Context, place: int, taken: set[int]) -> Iterator[Candidate]:
    """Yield that the day is beyond a bound, and that none before it was."""
    if (found := _bound(context, place, taken)) is None:
        return
    at, number, figures = found
    facts, is_above = context.facts, number.hedge == "over"
    own = [ValueClaim(facts.own(figure), _beyond(number, figure, is_above=is_above)) for figure in figures]
    yield Candidate("value", (at, at + 1), own, _is_strict(context), numbers=frozenset((at,)))
    yield _none_beyond(context, (place, at), number, figures, facts.today - _DAY)


def _of_none(context: Context, place: int, taken: set[int]) -> Iterator[Candidate]:
    """Yield that no day was beyond a bound: this one included, unless others are spoken of."""
    if (found := _bound(context, place, taken)) is None:
        return
    at, number, figures = found
    today = context.facts.today
    until = today if _BEFORE.isdisjoint(context.words[place:at]) else today - _DAY
    yield _none_beyond(context, (place, at), number, figures, until)


def _bound(context: Context, place: int, taken: set[int]) -> tuple[int, WrittenNumber, tuple[str, ...]] | None:
    """Return the bound behind a place, where it stands, and the figures that it may be of."""
    numbers = ((at, token.number) for at, token in context.scan.numbers if place < at <= place + _REACH)
    at, number = next(numbers, (0, None))
    if number is None or at in taken:
        return None
    number = with_comparison(context, at, number)
    if number.hedge not in ("over", "under"):
        return None
    if number.unit == "n":
        return at, number, ("tasks",)
    if number.unit not in FIGURES:
        return None
    figures, sure = figures_at(context, at, number)
    return at, number, figures if sure or number.unit != "x" else ("leverage",)


def _none_beyond(
    context: Context, places: tuple[int, int], number: WrittenNumber, figures: tuple[str, ...], until: dt.date
) -> Candidate:
    begin, at = places
    is_above = number.hedge == "over"
    end: End = "highest" if is_above else "lowest"
    scopes, said, _ = context.days_among
    if until < context.facts.today:
        # Of the last ten days, this one is the tenth.
        scopes = [Scope("days", str(int(one.key) - 1)) if one.kind == "days" else one for one in scopes]
    readings = [
        SuperlativeClaim(figure, end, scope, until, (), 1, _beyond(number, figure, is_above=not is_above))
        for figure in figures
        for scope in scopes
    ]
    numbers = frozenset((*range(begin, at + 1), *said))
    return Candidate("superlative", (begin, at + 1), readings, _is_strict(context), numbers=numbers)


def _is_strict(context: Context) -> bool:
    _, said, is_sure = context.days_among
    others = [first for first, _, _ in context.others if first not in said]
    return is_sure and not (context.guarded or context.strangers() or others)


def _beyond(number: WrittenNumber, figure: str, *, is_above: bool) -> Interval:
    """Return the values on one side of a bound, in the unit of a figure; what prints as the bound is on both."""
    half = number.step / 2 if number.step < 1 else 0.0
    interval = Interval(number.value - half, None) if is_above else Interval(None, number.value + half)
    return scaled(interval, FIGURES.get(number.unit, {}).get(figure, 1.0))
