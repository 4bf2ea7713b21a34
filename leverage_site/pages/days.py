"""Days, and groups of days, as pages are planned from them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import groupby

from leverage_site import figures
from leverage_site.dates import Period, parts, week_of
from leverage_site.pages.rows import Neighbour
from leverage_site.pages.words import cut
from leverage_site.records.model import Note, Record, Task
from leverage_site.settings import Settings
from leverage_site.stats.day_stats import DayStats
from leverage_site.stats.totals import Totals, combined
from leverage_site.text import counted, fill_pattern
from leverage_site.values import value

RANKED = (figures.TASKS, figures.HUMAN_HOURS, figures.LEVERAGE, figures.SUPERVISORY)


@value
class DayItem:
    """A day in a list: its title and address, and the totals of what the list counts."""

    date: date
    title: str
    address: str
    draft: bool
    totals: Totals


@value
class TaskLog:
    """The tasks of a day, and the tags of all of it; the tasks are read when they are asked for."""

    _record: Record

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks in the file's order."""
        return self._record.tasks

    @property
    def tags(self) -> tuple[str, ...]:
        """The day's own tags."""
        return self._record.tags


@value
class Day:
    """A day as every page but its own sees it.

    All of it follows from the front matter, the title and the address, for which `token` stands in keys; a text
    of the record's is not in reach. `before` and `after` are the day as its neighbours see it. `ranked` are the
    numbers that it is ranked by, none on a day without tasks.
    """

    token: str
    item: DayItem
    stats: DayStats
    log: TaskLog
    week: Period
    month: str
    before: Neighbour
    after: Neighbour
    ranked: tuple[float | None, ...]

    @property
    def date(self) -> date:
        """Its date."""
        return self.item.date


@value
class PlannedDay:
    """A record with its day; both follow from the file and the settings.

    `outline` is all that decides which pages there are.
    """

    record: Record
    day: Day
    outline: tuple[object, ...]


@dataclass
class Group:
    """The days of a week, a month or a year in the order of time, and the author's note."""

    period: Period
    days: list[Day]
    note: Note | None = None

    @cached_property
    def totals(self) -> Totals:
        """The sums of its days."""
        return combined([day.item.totals for day in self.days])


# A day, and the totals of what of it counts.
Part = tuple[Day, Totals]


@dataclass
class Archive:
    """The days that a tag or a project is on, each with the totals of what counts for it.

    `term` is the kind with the folded name; it decides what counts of each day.
    """

    term: tuple[str, str]
    parts: list[Part] = field(default_factory=list)

    @cached_property
    def months(self) -> dict[str, Totals]:
        """The sums of what counts for it by month."""
        by_month = groupby(self.parts, lambda part: part[0].month)
        return {month: combined([sums for _, sums in parts]) for month, parts in by_month}

    @cached_property
    def totals(self) -> Totals:
        """The sums of what counts for it."""
        return combined(list(self.months.values()))

    @cached_property
    def items(self) -> tuple[DayItem, ...]:
        """The days as a list of what counts shows them."""
        return tuple(replace(day.item, totals=sums) for day, sums in self.parts)

    @cached_property
    def token(self) -> str:
        """Stands in keys for all of it."""
        return token(*self.term, *(day.token for day, _ in self.parts))

    def cut(self, parts: Iterable[Part]) -> "Archive":
        """Only some of its parts."""
        return Archive(self.term, list(parts))


def token(*texts: str) -> str:
    """The digest of texts."""
    return sha256(repr(texts).encode(errors="surrogatepass")).hexdigest()


def planned_day(settings: Settings, record: Record, stats: DayStats) -> PlannedDay:
    """The day of `record`."""
    values = parts(record.date)
    title = record.title or fill_pattern(settings.day_title, values)
    address = record.url or fill_pattern(settings.day_url, values)
    day = Day(
        token=token(record.front, title, address),
        item=DayItem(record.date, title, address, record.draft, stats.totals),
        stats=stats,
        log=TaskLog(record),
        week=week_of(record.date),
        month=values["date"][:7],
        before=Neighbour(title, address, stats.totals),
        after=Neighbour(title, address),
        ranked=tuple(figure.number(stats.totals) if stats.totals.tasks else None for figure in RANKED),
    )
    projects = tuple([name for name, _ in stats.projects])
    outline = (
        record.path,
        record.date,
        title,
        address,
        record.aliases,
        stats.tags,
        projects,
        stats.totals.tasks > 0,
    )
    return PlannedDay(record, day, outline)


def excerpt(record: Record, totals: Totals) -> str:
    """Return the text that sums a record up: its own summary, or its lead cut at a word, or its figures."""
    text = record.summary or cut(record.lead_text)
    if text:
        return text
    if not totals.tasks:
        return "A day without tasks."
    hours, leverage = figures.HUMAN_HOURS.text(totals), figures.LEVERAGE.text(totals)
    return f"{counted(totals.tasks, 'task')}, {hours} human hours, leverage {leverage}."
