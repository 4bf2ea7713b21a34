"""Several figures from one end on: `The three longest sessions took 180, 90 and 60 minutes`."""

from collections.abc import Iterator
from dataclasses import replace

from leverage_site.claims.model import SuperlativeClaim
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.sides import figure_named
from leverage_site.claims.sentence.units import FIGURES
from leverage_site.claims.text.numbers import WrittenNumber, scaled
from leverage_site.claims.text.vocabulary import ENDS

_NOUNS = frozenset(("tasks", "rows", "sessions", "factors", "estimates", "ones"))
_BETWEEN = frozenset((",", "and", "/", "then"))
_MOST = 6


def ranked(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each number of an enumeration that is as long as the number of the tasks at an end."""
    if not context.facts.is_of_day:
        return
    for place, token in enumerate(context.tokens[:-1]):
        number, behind = token.number, context.tokens[place + 1]
        if number is None or number.unit or behind.kind != "end" or not 1 < number.value <= _MOST:
            continue
        numbers = _enumeration(context, place + 2, int(number.value), taken)
        if numbers is not None and not _NOUNS.isdisjoint(context.words[place + 2 : place + 4]):
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
    if not _BETWEEN.issuperset(between) or any(one.unit not in ("", unit) for _, one in found):
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
