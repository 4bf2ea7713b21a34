"""Several figures of tasks of the day: the ends of a range, and those that follow each other from one end on.

`From 21.8x to 45.0x`, `30x-36x`, `between 4 and 20 minutes`; `The three longest sessions took 180, 90 and 60
minutes`.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from leverage_site.claims.facts import KnownTask
from leverage_site.claims.model import Interval, SuperlativeClaim
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.named_tasks import Named
from leverage_site.claims.sentence.sides import figure_named
from leverage_site.claims.sentence.subjects import subject_phrase
from leverage_site.claims.sentence.units import FIGURES, figures_at
from leverage_site.claims.text.numbers import WrittenNumber, scaled
from leverage_site.claims.text.vocabulary import ENDS
from leverage_site.stats.as_of import End

_SPANS = frozenset(
    ("ranged", "ranging", "lie", "lay", "between", "range", "ranges", "run", "ran", "from", "spread")
)

# Words before `from`, of what has changed.
_MOVING = frozenset(("went", "gone", "moved", "came", "down", "cut", "brought"))
# Nouns of what is ranked, words that may part its figures, and how many of these there are at most.
_RANKED = frozenset(("tasks", "rows", "sessions", "factors", "estimates", "ones"))
_PARTING = frozenset((",", "and", "/", "then"))
_MOST_RANKED = 6


def ranked(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each number of an enumeration that is as long as the number of the tasks at an end."""
    if not context.facts.is_of_day:
        return
    for place, token in enumerate(context.tokens[:-1]):
        number, behind = token.number, context.tokens[place + 1]
        if number is None or number.unit or behind.kind != "end" or not 1 < number.value <= _MOST_RANKED:
            continue
        numbers = _enumeration(context, place + 2, int(number.value), taken)
        if numbers is not None and not _RANKED.isdisjoint(context.words[place + 2 : place + 4]):
            yield from _in_their_order(context, place + 1, numbers)


def _enumeration(
    context: Context, begin: int, size: int, taken: set[int]
) -> list[tuple[int, WrittenNumber]] | None:
    """Return so many numbers of one unit that stand in a row behind a place."""
    found = [(at, token.number) for at, token in context.scan.numbers if at >= begin and token.number]
    unit = found[-1][1].unit if found else ""
    if len(found) != size or unit not in FIGURES or any(at in taken or one.hedge for at, one in found):
        return None
    between = [context.words[at] for at in range(found[0][0], found[-1][0]) if context.tokens[at].number is None]
    if not _PARTING.issuperset(between) or any(one.unit not in ("", unit) for _, one in found):
        return None
    return [(at, replace(one, unit=unit)) for at, one in found]


def _in_their_order(context: Context, place: int, numbers: list[tuple[int, WrittenNumber]]) -> Iterator[Candidate]:
    facts = context.facts
    end, hints = ENDS[context.tokens[place].value]
    possible = FIGURES[numbers[0][1].unit]
    figure = figure_named(context, place + 1, place + 3)
    figures = [one for one in ((figure,) if figure in possible else hints) if one in possible]
    strict = not context.guarded and context.strangers() == 0 and len(figures) == 1
    for rank, (at, number) in enumerate(numbers, 1):
        readings = [
            SuperlativeClaim(one, end, facts.scope, facts.today, (), rank, scaled(number.interval, possible[one]))
            for one in figures
        ]
        yield Candidate("superlative", (at, at + 1), readings, strict, numbers=frozenset((at,)))


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
    groups += [*([context.memory.rows] if context.memory.rows else []), ()]
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
    begin = context.left(place)
    before = [one.number for one in context.tokens[begin if named.scored else 0 : place] if one.number]
    sizes = [number.value for number in before if number.unit in ("", "n")]
    if not named.scored:
        # `Two tasks took between 8 and 12 minutes` is of some.
        return not context.strangers() and all(size == len(context.facts.rows) for size in sizes)
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
