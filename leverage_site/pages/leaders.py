"""The tasks with the highest and the lowest factors of some days, and the leaders of each timeframe.

Of the `count` highest tasks none is on a day that is not among the `count` days with the highest factors, so that
of a thousand days only few need to be read whole.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest, nsmallest
from typing import NamedTuple

from leverage_site.dates import last_days, long_date, year_of
from leverage_site.pages.content import Day
from leverage_site.pages.day import day_rows
from leverage_site.pages.links import Links
from leverage_site.pages.rows import PlacedTask, Terms, placed_tasks, task_row
from leverage_site.pages.views import RankedTask, Timeframe
from leverage_site.pages.words import day_range
from leverage_site.records.model import Task
from leverage_site.stats.totals import factor

LEADERS = 10


class Placed(NamedTuple):
    """A task on the page of a day."""

    day: Day
    place: PlacedTask

    @property
    def n(self) -> int:
        """Its place there."""
        return self.place.n

    @property
    def task(self) -> Task:
        """The task itself."""
        return self.place.task


def highest_tasks(days: Iterable[Day], count: int, order: str) -> list[Placed]:
    """The tasks with the highest factors, the highest first, of equal ones the earliest; `order` is the pages'."""
    best = nlargest(count, (day for day in days if day.stats.highest), key=lambda day: day.stats.highest or 0)
    return nlargest(count, _tasks(best, order), key=lambda placed: factor(placed.task))


def lowest_tasks(days: Iterable[Day], count: int, order: str, other: Iterable[Placed]) -> list[Placed]:
    """The tasks with the lowest factors that are not among the `other`, the lowest first."""
    taken = {(placed.day.date, placed.n) for placed in other}
    most = count + len(taken)
    worst = nsmallest(most, (day for day in days if day.stats.lowest), key=lambda day: day.stats.lowest or 0)
    found = nsmallest(most, _tasks(worst, order), key=lambda placed: factor(placed.task))
    return [placed for placed in found if (placed.day.date, placed.n) not in taken][:count]


def ranked(tasks: Iterable[Placed], projects: Terms, links: Links) -> tuple[RankedTask, ...]:
    """The tasks as lists show them, each with the place on its day's page that it leads to."""
    return tuple(_ranked(rank, placed, projects, links) for rank, placed in enumerate(tasks, 1))


def _ranked(rank: int, placed: Placed, projects: Terms, links: Links) -> RankedTask:
    day = placed.day.date
    href = links.to(placed.day.item.address + placed.place.anchor)
    row = task_row(placed.place, {}, projects, href)
    return RankedTask(rank, row, day.isoformat(), long_date(day))


def timeframes(known: Sequence[Day], order: str, projects: Terms, links: Links) -> Iterator[Timeframe]:
    """The leaders of the days up to the newest of `known`, which are in the order of time."""
    oldest, newest = known[0].date, known[-1].date
    year = year_of(newest)
    spans = [(f"{count} days", last_days(newest, count)[0]) for count in (7, 30, 90)]
    for name, first in (*spans, (year.key, year.first), ("All time", oldest)):
        days = [day for day in known if day.date >= first and day.item.totals.tasks]
        best = nlargest(LEADERS, days, key=lambda day: day.item.totals.leverage or 0)
        yield Timeframe(
            name=name,
            dates=day_range(first, newest),
            tasks=ranked(highest_tasks(days, LEADERS, order), projects, links),
            days=day_rows([day.item for day in best], links),
        )


def _tasks(days: Iterable[Day], order: str) -> Iterable[Placed]:
    for day in sorted(days, key=lambda day: day.date):
        yield from (Placed(day, place) for place in placed_tasks(day.tasks.get(), order))
