"""Ends of ranges: `from 21.8x to 45.0x`, `30x-36x`, `between 4 and 20 minutes`, over some tasks of the day."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from leverage_site.claims.facts import KnownTask
from leverage_site.claims.model import Interval, SuperlativeClaim
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.named_tasks import Named
from leverage_site.claims.sentence.subjects import subject_phrase
from leverage_site.claims.sentence.units import FIGURES, figures_at
from leverage_site.claims.text.numbers import WrittenNumber, scaled
from leverage_site.stats.as_of import End

_SPANS = frozenset(
    ("ranged", "ranging", "lie", "lay", "between", "range", "ranges", "run", "ran", "from", "spread")
)

# Words before `from`, of what has changed.
_MOVING = frozenset(("went", "gone", "moved", "came", "down", "cut", "brought"))


def ranges(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield both ends of each range of figures; both numbers are taken."""
    if not context.facts.is_of_day:
        return
    places = [place for place, token in context.scan.numbers if place not in taken]
    for place, other in pairwise(places):
        one, two = context.tokens[place].number, context.tokens[other].number
        if one is None or two is None or two.unit not in ("x", "h", "m") or one.unit not in ("", two.unit):
            continue
        if other == place + 2 and _joins(context, place):
            yield from _ends(context, place, other, replace(one, unit=two.unit, figure=two.figure), two)


def _joins(context: Context, place: int) -> bool:
    token = context.tokens[place + 1]
    if token.value in ("-", "–"):
        return True
    before = [one.value for one in context.tokens[max(0, place - 3) : place]]
    if token.value == "and":
        return "between" in before
    changed = any(one.kind == "compare" for one in context.tokens[:place]) or not _MOVING.isdisjoint(before)
    return token.value == "to" and not changed and (bool(_SPANS & set(before)) or before[-1:] in (["("], ["for"]))


def _ends(
    context: Context, place: int, other: int, low: WrittenNumber, high: WrittenNumber
) -> Iterator[Candidate]:
    facts = context.facts
    figures, sure = figures_at(context, other, high)
    if high.unit == "x" and not sure:
        figures = ("leverage",)
    named, rows = subject_phrase(context, place)
    groups: list[tuple[KnownTask, ...]] = [named.best, named.rows, rows] if named.scored else []
    groups += [context.memory.rows] if context.memory.rows else [()]
    strict = not context.guarded and not context.looks_back and _is_sure(context, named, place)
    numbers = frozenset((place, other))
    ends: tuple[tuple[End, WrittenNumber, int], ...] = (("lowest", low, place), ("highest", high, other))
    for end, number, at in ends:
        readings: list[SuperlativeClaim] = []
        for figure in figures:
            printed = scaled(_outward(number, end), FIGURES[number.unit][figure])
            readings += [
                SuperlativeClaim(
                    figure, end, facts.scope, facts.today, (), 1, printed, tuple(row.id for row in group)
                )
                for group in dict.fromkeys(groups)
            ]
        yield Candidate("each", (at, at + 1), readings, strict, rows=rows, numbers=numbers)


def _is_sure(context: Context, named: Named, place: int) -> bool:
    """Whether there is no doubt over which tasks a range is."""
    if not named.scored:
        return not context.strangers()
    begin = context.left(place)
    sizes = [
        one.number.value for one in context.tokens[begin:place] if one.number and one.number.unit in ("", "n")
    ]
    is_one = len(list(context.parts(begin, place))) <= 1 and all(size == len(named.best) for size in sizes)
    return named.is_group and named.unknown == 0 and is_one


def _outward(number: WrittenNumber, end: End) -> Interval:
    """Return what an end of a range stands for: a whole one may be rounded outward."""
    interval = number.interval
    if number.step < 1 or interval.low is None or interval.high is None:
        return interval
    if end == "lowest":
        return Interval(interval.low, max(interval.high, number.value * 1.1))
    return Interval(min(interval.low, number.value * 0.9), interval.high)
