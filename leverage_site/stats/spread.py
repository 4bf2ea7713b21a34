"""How far figures lie apart: the highest, the lowest and the median factor of tasks, and the best and weakest day.

Of equal ones the earliest counts, of a day's tasks the first of its file.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from leverage_site.records.model import Task
from leverage_site.stats.day_stats import LazyTotals, median, places_by_factor
from leverage_site.stats.index import IndexedDay, PartialDay, TermGroup
from leverage_site.stats.totals import Totals
from leverage_site.values import value


class RankedFactor(NamedTuple):
    """The factor of a task: its day, and its place among the factors of that day, the lowest first."""

    factor: float
    day: IndexedDay
    place: int

    @property
    def task(self) -> Task:
        """The task, which reads the body of its day."""
        tasks = self.day.tasks.get()
        return tasks[places_by_factor(tasks)[self.place]]


@value
class Spread:
    """The factors of some tasks."""

    highest: RankedFactor
    lowest: RankedFactor
    median: float


class DayEnds(NamedTuple):
    """The days with the highest and the lowest leverage, each with the totals of what counts of it."""

    highest: tuple[IndexedDay, Totals]
    lowest: tuple[IndexedDay, Totals]


def spread(groups: Iterable[tuple[IndexedDay, Sequence[int]]]) -> Spread | None:
    """Return how far the factors of some tasks lie apart; None without a task.

    Args:
        groups: Days in the order of time, with the places of the tasks that count among the factors of each.

    """
    factors: list[float] = []
    ends: tuple[RankedFactor, RankedFactor] | None = None
    for day, places in groups:
        if places:
            factors += [day.stats.factors[place] for place in places]
            ends = wider(ends, day, places)
    return Spread(*ends, median(sorted(factors))) if ends else None


def spread_of_days(days: Iterable[IndexedDay]) -> Spread | None:
    """Return how far the factors of all tasks of some days lie apart."""
    return spread((day, range(len(day.stats.factors))) for day in days)


def spread_of_term(group: TermGroup) -> Spread | None:
    """Return how far the factors of the tasks that count for a tag or a project lie apart."""
    of_days = ((day, places) for (day, _), places in zip(group.parts, group.places, strict=True))
    return spread((day, places or range(len(day.stats.factors))) for day, places in of_days)


def wider(
    ends: tuple[RankedFactor, RankedFactor] | None, day: IndexedDay, places: Sequence[int]
) -> tuple[RankedFactor, RankedFactor]:
    """Return the highest and the lowest of some factors and of those at places of a later day."""
    factors = day.stats.factors
    top = factors[places[-1]]
    first = places[bisect_left(places, top, key=factors.__getitem__)]
    high, low = RankedFactor(top, day, first), RankedFactor(factors[places[0]], day, places[0])
    if ends is None:
        return high, low
    highest, lowest = ends
    return high if high.factor > highest.factor else highest, low if low.factor < lowest.factor else lowest


def day_ends(parts: Iterable[PartialDay]) -> DayEnds | None:
    """Return the best and the weakest of some days in the order of time; None where none has a task."""
    ends = None
    for day, sums in parts:
        ends = further(ends, day, sums.get())
    return ends


def ends_of_days(days: Iterable[IndexedDay]) -> DayEnds | None:
    """Return the best and the weakest of some days in the order of time, all of them as a whole."""
    return day_ends((day, LazyTotals(day.stats.totals)) for day in days)


def further(ends: DayEnds | None, day: IndexedDay, totals: Totals) -> DayEnds | None:
    """Return the best and the weakest of some days and a later one; days of rest are neither."""
    number = totals.leverage
    if number is None:
        return ends
    own = day, totals
    if ends is None:
        return DayEnds(own, own)
    (_, most), (_, least) = ends
    is_most, is_least = number > (most.leverage or 0), number < (least.leverage or 0)
    return DayEnds(own if is_most else ends.highest, own if is_least else ends.lowest)
