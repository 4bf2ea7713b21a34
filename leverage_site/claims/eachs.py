"""Figures that each of several tasks is said to have."""

from collections.abc import Iterator, Sequence

from leverage_site.claims.candidates import Candidate
from leverage_site.claims.conditions import is_first_of_two, says_supervisory
from leverage_site.claims.context import Context
from leverage_site.claims.counted import is_whole, noun_behind
from leverage_site.claims.facts import KnownTask
from leverage_site.claims.groups import ways_to_name
from leverage_site.claims.judge import meets
from leverage_site.claims.model import ClaimReading, CountClaim, EachClaim, Interval
from leverage_site.claims.named_tasks import Named
from leverage_site.claims.numbers import WrittenNumber, scaled
from leverage_site.claims.units import FIGURES, figures_at

# Words that speak of each of several.
_EACH = frozenset(("each", "apiece"))
# Words before a number that make it a whole or the number of a row, and not how many there are.
_BEFORE_PARTS = frozenset(("of", "to", "tasks", "rows", "task", "row", "-"))
# A day has fewer tasks; a greater number is one of the contents of a task.
_MOST = 100
# The least that a plural says.
_PLURAL = 2


def eachs(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each figure that several tasks are said to have each: `the six changes (15x each)`."""
    if not context.facts.is_of_day or _EACH.isdisjoint(context.words):
        return
    for place in range(1, len(context.tokens)):
        if context.words[place] not in _EACH:
            continue
        at = next((one for one in range(place - 1, max(-1, place - 6), -1) if context.is_figure(one)), None)
        if at is not None and at not in taken and not is_first_of_two(context, at):
            yield from _of_each(context, at, place)


def _of_each(context: Context, at: int, place: int) -> Iterator[Candidate]:
    """Yield what `each` at a place says of the number at another."""
    facts, tokens = context.facts, context.tokens
    number = tokens[at].number
    if number is None or number.unit not in ("x", "h", "m") or number.hedge or tokens[at - 1].kind == "compare":
        return
    size = _size_before(context, at)
    figures = figures_at(context, at, number)[0]
    figures = ("leverage",) if number.unit == "x" and not says_supervisory(context) else figures
    begin = context.left(at)
    if begin and (counted := tokens[begin - 1].number) and counted.unit == "n":
        begin = context.left(begin - 1)
    named = context.named(begin, at)
    parts = list(context.parts(begin, at))
    if len(parts) > 1:
        yield from _of_enumerated(context, (begin, at, place), number, figures, parts)
        return
    if not size:
        return
    readings: list[ClaimReading] = []
    far: list[ClaimReading] = []
    for figure in figures:
        interval = scaled(number.interval, FIGURES[number.unit][figure])
        rows = _fitting(named, figure, interval) if named.scored else ()
        readings.append(EachClaim(facts.scope, facts.today, figure, interval, size, tuple(row.id for row in rows)))
        some = tuple(row.id for row in named.near) if named.unknown == 0 else ()
        far.append(CountClaim(facts.scope, facts.today, figure, interval, True, Interval(size, None), some))
    yield Candidate("each", (at, place + 1), readings, not context.guarded, far, numbers=frozenset((at,)))


def _of_enumerated(
    context: Context,
    places: tuple[int, int, int],
    number: WrittenNumber,
    figures: Sequence[str],
    parts: list[Named],
) -> Iterator[Candidate]:
    """Yield the figure that each of several tasks has that are named one by one."""
    facts, (begin, at, place) = context.facts, places
    groups, sure = ways_to_name(context, begin, at, parts)
    readings: list[ClaimReading] = [
        EachClaim(
            facts.scope,
            facts.today,
            figure,
            scaled(number.interval, FIGURES[number.unit][figure]),
            len(group),
            ids,
        )
        for figure in figures
        for group in groups
        if (ids := tuple(row.id for row in group))
    ]
    if sure and not context.looks_back:
        numbers = frozenset((at,))
        yield Candidate("each", (at, place + 1), readings, not context.guarded, numbers=numbers)


def _fitting(named: Named, figure: str, interval: Interval) -> tuple[KnownTask, ...]:
    """Return those of the named tasks that have a figure, else all of them."""
    rows = tuple(row for row in named.near if meets(row.values[figure], interval, closed=True))
    return rows or named.best


def _size_before(context: Context, place: int) -> int:
    """Return of how many tasks something is said: a number before it, or two of any plural."""
    said = context.tokens[place].number
    is_factor = said is not None and said.unit == "x"
    for one in range(place - 1, -1, -1):
        number = context.tokens[one].number
        if not _BEFORE_PARTS.isdisjoint(context.words[max(0, one - 2) : one]):
            continue
        if number and number.unit in ("", "n") and is_whole(number) and 1 < number.value <= _MOST:
            named = context.named(one + 1, place)
            is_of_tasks = number.unit == "n" or noun_behind(context, one) is not None
            is_of_tasks = is_of_tasks or is_factor or (bool(named.scored) and named.unknown == 0)
            return int(number.value) if is_of_tasks else 0
        if context.word(one) in ("tasks", "rows", "both"):
            return _PLURAL
    return 0
