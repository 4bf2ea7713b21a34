"""The index of a site: its days, and what they add up to by week, month, year, tag, project and assistant.

Everything that sums or ranks reads this one index: pages, data files and the terminal. It is made of the heads of
records and the facts of their days, and knows no title, no address and no text. A group is worked out when it is
first asked for; only the groups by assistant and the tasks without a project read the tasks of all days.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from types import MappingProxyType
from typing import Literal, NamedTuple

from leverage_site.dates import Period, month_of, week_of, year_of
from leverage_site.records.model import LazyBody, Record, Task
from leverage_site.stats.day_stats import (
    RANKED,
    DayStats,
    LazyTotals,
    Standing,
    all_factors,
    day_stats,
    middle_half,
    ranked_value,
    standings,
)
from leverage_site.stats.totals import Totals, combine, factor, part_totals
from leverage_site.urls import TASK_PREFIX
from leverage_site.values import value

TermKind = Literal["tag", "project"]
Grouping = Literal["day", "week", "month", "year", "project", "tag", "assistant"]

_NO_STATS: Mapping[str, DayStats] = MappingProxyType({})
_PERIOD_OF: dict[str, Callable[[date], Period]] = {"week": week_of, "month": month_of, "year": year_of}


class PlacedTask(NamedTuple):
    """A task of a day: its place on the day's page, and the id by which it is found there for good."""

    n: int
    id: str
    task: Task

    @property
    def anchor(self) -> str:
        """What leads to it on its page."""
        return f"#{TASK_PREFIX}{self.id}"


def placed_tasks(tasks: Iterable[tuple[str, Task]], order: str) -> tuple[PlacedTask, ...]:
    """Give tasks the numbers that they have on pages.

    Args:
        tasks: The tasks of a day behind their ids, in the order of the file.
        order: `file` for this order; else by factor, the highest first, of equal ones the first of the file.

    """
    ordered = tasks if order == "file" else sorted(tasks, key=lambda pair: factor(pair[1]), reverse=True)
    return tuple([PlacedTask(n, name, task) for n, (name, task) in enumerate(ordered, 1)])


@value
class LazyTasks:
    """The tasks of a day, read when they are asked for; nothing else of the record's body is in reach."""

    _body: LazyBody
    _placed: dict[str, tuple[PlacedTask, ...]] = field(default_factory=dict, compare=False, repr=False)

    def get(self) -> tuple[Task, ...]:
        """Return the tasks in the file's order. Raises what `LazyBody.get` does."""
        return self._body.get().tasks

    def identified(self) -> tuple[tuple[str, Task], ...]:
        """Return each task behind its id, in the file's order. Raises what `LazyBody.get` does."""
        return self._body.get().identified_tasks

    def placed(self, order: str) -> tuple[PlacedTask, ...]:
        """Return what `placed_tasks` does for this `order`. Raises what `LazyBody.get` does.

        It is kept, since six pages and files print the tasks of a day: saves 2 % of the CPU of a first build.
        """
        placed = self._placed.get(order)
        if placed is None:
            placed = self._placed[order] = placed_tasks(self.identified(), order)
        return placed


@value
class IndexedDay:
    """A day of the index. All of it follows from the record's front matter, for which `token` stands.

    `tags` are those of the whole day.
    """

    date: date
    token: str
    stats: DayStats
    tags: tuple[str, ...]
    tasks: LazyTasks


# A day, and the totals of what counts of it.
PartialDay = tuple[IndexedDay, LazyTotals]


@dataclass
class PeriodGroup:
    """The days of a week, a month or a year in the order of time."""

    period: Period
    days: list[IndexedDay] = field(default_factory=list)

    @cached_property
    def totals(self) -> Totals:
        """The sums of its days."""
        return combine([day.stats.totals for day in self.days])


@dataclass
class TermGroup:
    """The days that a tag, a project or an assistant is on, each with the totals of what counts for it.

    `key` is its name in folded case, `name` as it is spelled first. `places` are those of its tasks among the
    factors of each of the days, none where all of the day counts; an assistant has none.
    """

    kind: Literal["tag", "project", "assistant"]
    key: str
    name: str
    parts: list[PartialDay] = field(default_factory=list)
    places: list[tuple[int, ...]] = field(default_factory=list)

    def add(self, day: IndexedDay, sums: LazyTotals, places: tuple[int, ...]) -> None:
        """Add a day with the totals and the places of its tasks that count."""
        self.parts.append((day, sums))
        self.places.append(places)

    def factors(self) -> list[dict[int, float]]:
        """Return the factors of its tasks by their places among those of the day, for each of its days."""
        of_days = [day.stats.factors for day, _ in self.parts]
        return [
            {place: factors[place] for place in places} if places else dict(enumerate(factors))
            for factors, places in zip(of_days, self.places, strict=True)
        ]

    @cached_property
    def months(self) -> dict[str, Totals]:
        """The sums of what counts for it by the key of the month."""
        by_month = groupby(self.parts, lambda part: month_of(part[0].date).key)
        return {month: combine([sums.get() for _, sums in parts]) for month, parts in by_month}

    @cached_property
    def totals(self) -> Totals:
        """The sums of what counts for it."""
        return combine(list(self.months.values()))


@dataclass(frozen=True)
class SiteIndex:
    """The index of `records`, which has a day for each of them in the order of time."""

    records: tuple[Record, ...]
    days: tuple[IndexedDay, ...]

    @cached_property
    def places(self) -> dict[date, int]:
        """The place of each date among the days."""
        return {day.date: n for n, day in enumerate(self.days)}

    @cached_property
    def totals(self) -> Totals:
        """The sums of all days."""
        return combine([day.stats.totals for day in self.days])

    @cached_property
    def middle_half(self) -> tuple[float, float] | None:
        """The factors between which half of all tasks lie; None without a task."""
        factors = all_factors(day.stats for day in self.days)
        return middle_half(factors) if factors else None

    @cached_property
    def rankings(self) -> dict[str, list[Standing | None]]:
        """The standing of each day by each of the `RANKED` figures."""
        return {name: standings(ranked_value(name, day.stats.totals) for day in self.days) for name in RANKED}

    def with_records(self, records: tuple[Record, ...]) -> "SiteIndex":
        """Return the index with other texts in its records: all that follows from its days is kept."""
        other = SiteIndex(records, self.days)
        vars(other).update({name: known for name, known in vars(self).items() if name != "records"})
        return other

    def between(self, first: date, last: date) -> "SiteIndex":
        """Return the index of the days from one to another."""
        begin, end = bisect_left(self.days, first, key=_date), bisect_right(self.days, last, key=_date)
        return SiteIndex(self.records[begin:end], self.days[begin:end])

    def periods(self, kind: str) -> dict[str, PeriodGroup]:
        """Return the weeks, the months or the years that have a record, by key in the order of time."""
        if kind not in self._periods:
            groups: dict[str, PeriodGroup] = {}
            for day in self.days:
                period = _PERIOD_OF[kind](day.date)
                if (group := groups.get(period.key)) is None:
                    group = groups[period.key] = PeriodGroup(period)
                group.days.append(day)
            self._periods[kind] = groups
        return self._periods[kind]

    @cached_property
    def spelling(self) -> dict[TermKind, dict[str, str]]:
        """The first spelling of each tag and each project by its name in folded case."""
        tags = dict.fromkeys(day.stats.tags for day in self.days)
        return {
            "tag": first_spellings(tag for names in tags for tag in names),
            "project": first_spellings(dict.fromkeys(name for day in self.days for name, _ in day.stats.projects)),
        }

    @cached_property
    def terms(self) -> dict[TermKind, dict[str, TermGroup]]:
        """The tags and the projects by name in folded case, in the order of these names."""
        tags, projects = self.spelling["tag"], self.spelling["project"]
        groups: dict[TermKind, dict[str, TermGroup]] = {
            "tag": {key: TermGroup("tag", key, tags[key]) for key in sorted(tags)},
            "project": {key: TermGroup("project", key, projects[key]) for key in sorted(projects)},
        }
        for day in self.days:
            whole = LazyTotals(day.stats.totals)
            for (tag, counted), places in zip(day.stats.tagged, day.stats.tagged_tasks, strict=True):
                groups["tag"][tag].add(day, counted or whole, places)
            for (name, sums), places in zip(day.stats.projects, day.stats.project_tasks, strict=True):
                groups["project"][name.casefold()].add(day, sums, places)
        return groups

    def assistants(self, own: str) -> dict[str, TermGroup]:
        """Group all tasks by assistant, in the order of names; the site's `own` did those that name none.

        Each call reads the bodies of all records: collect days for a page, and group their tasks in its view.
        """
        names: dict[str, str] = {}
        groups: dict[str, TermGroup] = {}
        for day, tasks in self._tasks():
            of_day: dict[str, list[Task]] = {}
            for task in tasks:
                name = task.assistant or own
                key = name.casefold()
                names.setdefault(key, name)
                of_day.setdefault(key, []).append(task)
            for key, some in of_day.items():
                group = groups.setdefault(key, TermGroup("assistant", key, names[key]))
                group.parts.append((day, LazyTotals(part_totals(some))))
        return dict(sorted(groups.items()))

    def without_project(self) -> Totals:
        """Sum up the tasks that belong to no project."""
        of_days = ([task for task in tasks if not task.project] for _, tasks in self._tasks())
        return combine([part_totals(tasks) for tasks in of_days if tasks])

    def totals_by(self, grouping: Grouping, assistant: str) -> list[tuple[str | None, Totals]]:
        """Return the name and the totals of each group, in the order of time or of names.

        The name None is the tasks without a project, which come last. `assistant` is the site's own.
        """
        match grouping:
            case "day":
                return [(day.date.isoformat(), day.stats.totals) for day in self.days]
            case "week" | "month" | "year":
                return [(key, group.totals) for key, group in self.periods(grouping).items()]
            case "assistant":
                return [(group.name, group.totals) for group in self.assistants(assistant).values()]
        rows: list[tuple[str | None, Totals]] = [(one.name, one.totals) for one in self.terms[grouping].values()]
        rest = self.without_project() if grouping == "project" else None
        return [*rows, (None, rest)] if rest and rest.tasks else rows

    def _tasks(self) -> Iterator[tuple[IndexedDay, tuple[Task, ...]]]:
        return ((day, day.tasks.get()) for day in self.days)

    @cached_property
    def _periods(self) -> dict[str, dict[str, PeriodGroup]]:
        return {}


def build_index(
    records: Iterable[Record], stats: Mapping[str, DayStats] = _NO_STATS, before: SiteIndex | None = None
) -> SiteIndex:
    """Build the index of `records`, one a day.

    Args:
        records: The records, in any order.
        stats: Facts of days that were computed earlier, by the digests of their records. The bodies of other
            records are read.
        before: An earlier index; the days of records that it has, as the same objects, are taken from it.
    """
    ordered = tuple(sorted(records, key=lambda record: record.date))
    days = {id(record): day for record, day in zip(before.records, before.days, strict=True)} if before else {}
    return SiteIndex(
        ordered,
        tuple(
            days.get(id(record))
            or IndexedDay(
                date=record.date,
                token=record.front_matter_digest,
                stats=stats.get(record.digest) or day_stats(record),
                tags=record.tags,
                tasks=LazyTasks(record.body),
            )
            for record in ordered
        ),
    )


def _date(day: IndexedDay) -> date:
    return day.date


def first_spellings(names: Iterable[str]) -> dict[str, str]:
    """Return the first spelling of each name by its folded case."""
    spellings: dict[str, str] = {}
    for name in names:
        spellings.setdefault(name.casefold(), name)
    return spellings
