"""What stands out of some days: their best and worst tasks, the records they set, the largest projects and tags.

Of the `count` tasks with the highest factors none is on a day that is not among the `count` days with the highest
ones, so that of a thousand days only few need to be read whole.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest, nsmallest
from itertools import pairwise
from typing import NamedTuple

from leverage_site import figures
from leverage_site.dates import dated_day, day_range, last_days, long_date, short_day, year_of
from leverage_site.language import Verbatim
from leverage_site.pages.content import Day
from leverage_site.pages.links import Links
from leverage_site.pages.tables import TermLinks, day_rows, task_row
from leverage_site.pages.thresholds import LEADER_TASKS, MILESTONE_DAYS
from leverage_site.pages.urlmap import TitledAddress
from leverage_site.pages.view_parts import Link, Milestone, RankedTask, Share, Timeframe
from leverage_site.records.model import Task
from leverage_site.stats.day_stats import milestones, ranked_value
from leverage_site.stats.index import PlacedTask
from leverage_site.stats.totals import Totals, combine, factor
from leverage_site.text import count_noun

LEADERS = 5
MOST_SHARES = 10
OTHERS = "other project"
# What days are ranked by, under the names of figures, and what the highest of all is called; a task has no figure.
_MILESTONES = {
    "leverage": "Highest leverage",
    "human_hours": "Most human hours",
    "tasks": "Most tasks",
    "supervisory": "Highest supervisory leverage",
    "": "Highest factor of a task",
}


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
    """Return the tasks with the highest factors, the highest first, of equal ones the earliest.

    `order` is that of tasks on the pages of days. It reads the tasks of `count` days.
    """
    best = nlargest(count, (day for day in days if day.stats.highest), key=lambda day: day.stats.highest or 0)
    return nlargest(count, _placed(best, order), key=lambda placed: factor(placed.task))


def lowest_tasks(days: Iterable[Day], count: int, order: str, other: Iterable[Placed]) -> list[Placed]:
    """Return the tasks with the lowest factors that are not among the `other`, the lowest first."""
    others = {(placed.day.date, placed.n) for placed in other}
    most = count + len(others)
    worst = nsmallest(most, (day for day in days if day.stats.lowest), key=lambda day: day.stats.lowest or 0)
    lowest = nsmallest(most, _placed(worst, order), key=lambda placed: factor(placed.task))
    return [placed for placed in lowest if (placed.day.date, placed.n) not in others][:count]


def rank_tasks(tasks: Iterable[Placed], projects: TermLinks, links: Links) -> tuple[RankedTask, ...]:
    """List tasks, each with the place on its day's page that it leads to."""
    rows = []
    for rank, placed in enumerate(tasks, 1):
        href = links.to(placed.day.item.address + placed.place.anchor)
        row = task_row(placed.place, {}, projects, href)
        day = placed.day.date
        rows.append(
            RankedTask(
                rank=rank, task=row, date=day.isoformat(), long_date=long_date(day), short_day=short_day(day)
            )
        )
    return tuple(rows)


def timeframes(all_days: Sequence[Day], order: str, projects: TermLinks, links: Links) -> Iterator[Timeframe]:
    """Yield the leaders of the days up to the newest of `all_days`, which are in the order of time; of all first.

    A timeframe of too few tasks has no leaders, and one of the same days as the one before is left out for that.
    """
    dates = [day.date for day in all_days]
    oldest, newest = dates[0], dates[-1]
    year = year_of(newest)
    spans = [("All time", oldest), (year.key, max(year.first, oldest))]
    spans += [(f"{count} days", last_days(newest, count)[0]) for count in (90, 30, 7)]
    before = None
    for name, first in spans:
        place = bisect_left(dates, first)
        if place == before:
            continue
        before, days = place, [day for day in all_days[place:] if day.item.totals.tasks]
        if sum(day.item.totals.tasks for day in days) < LEADER_TASKS:
            return
        best = nlargest(LEADERS, days, key=lambda day: day.item.totals.leverage or 0)
        yield Timeframe(
            name=name,
            dates=day_range(first, newest),
            tasks=rank_tasks(highest_tasks(days, LEADERS, order), projects, links),
            days=day_rows([day.item for day in best], links),
        )


def all_milestones(days: Iterable[Day], links: Links) -> tuple[Milestone, ...]:
    """List the records that were set by a figure of a day or by a single task, the newest first.

    Each has beaten an earlier value. On the first days nearly every one is a record: these only count as beaten.
    """
    working = [day for day in days if day.item.totals.tasks]
    listed = []
    for name, label in _MILESTONES.items():
        value_of, text_of = _ranked(name)
        holders = list(milestones((n, value_of(day)) for n, day in enumerate(working)))
        listed += [
            Milestone(
                label=label,
                value=text_of(working[n]),
                day=_day_link(working[n], links),
                date=working[n].date.isoformat(),
                standing=n == holders[-1],
                beaten=text_of(working[before]),
                beaten_day=_day_link(working[before], links),
            )
            for before, n in pairwise(holders)
            if n >= MILESTONE_DAYS
        ]
    return tuple(sorted(listed, key=lambda milestone: milestone.date, reverse=True))


def _ranked(name: str) -> tuple[Callable[[Day], float | None], Callable[[Day], str]]:
    """Return what gives the value that a day is ranked by, and what prints it; no name is for its best task."""
    if not name:
        return lambda day: day.stats.highest, lambda day: figures.factor_text(day.stats.highest)
    figure = next(figure for figure in figures.RANKED if figure.name == name)
    return lambda day: ranked_value(name, day.stats.totals), lambda day: figure.text(day.item.totals)


def _day_link(day: Day, links: Links) -> Link:
    return Link(dated_day(day.date), links.to(day.item.address))


def project_shares(
    days: Iterable[Day], whole: Totals, projects: Mapping[str, TitledAddress], links: Links
) -> tuple[Share, ...]:
    """List what each project has of `days`, whose totals are `whole`; `projects` are by folded case."""
    parts: dict[str, list[Totals]] = {}
    for day in days:
        for name, totals in day.stats.projects:
            parts.setdefault(name.casefold(), []).append(totals.get())
    return shares([(projects[name], combine(sums)) for name, sums in parts.items()], whole, links, OTHERS)


def shares(
    terms: Iterable[tuple[TitledAddress, Totals]],
    whole: Totals,
    links: Links,
    rest: str = "",
    most: int = MOST_SHARES,
) -> tuple[Share, ...]:
    """List what each term has of `whole`: the `most` with the most hours, and what the `rest` has together.

    Without a name for the rest it is left out: what tags have overlaps, so that it does not add up.
    """
    ordered = sorted(terms, key=lambda term: term[0][0].casefold())
    ordered.sort(key=lambda term: term[1].human, reverse=True)
    largest, more = ordered[:most], ordered[most:]
    rows = [(Link(name, links.to(address)), Verbatim(name), totals) for (name, address), totals in largest]
    others = [(None, count_noun(len(more), rest), combine([sums for _, sums in more]))] if more and rest else []
    return tuple(
        Share(
            link=link,
            text=name,
            share=figures.share_text(totals.human, whole.human),
            bar=f"{100 * totals.human / whole.human:.0f}" if whole.human else "0",
            tasks=figures.TASKS.text(totals),
            human_hours=figures.HUMAN_HOURS.text(totals),
            leverage=figures.LEVERAGE.text(totals),
        )
        for link, name, totals in [*rows, *others]
    )


def _placed(days: Iterable[Day], order: str) -> Iterator[Placed]:
    """Yield the tasks of days in the order of time."""
    for day in sorted(days, key=lambda day: day.date):
        yield from (Placed(day, place) for place in day.tasks.placed(order))
