"""Days, and groups of days, as pages are planned from them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import groupby

from leverage_site import figures
from leverage_site.counting import counted
from leverage_site.dates import Period, parts, week_of
from leverage_site.pages.rows import Neighbour
from leverage_site.pages.words import cut
from leverage_site.patterns import fill
from leverage_site.records.model import Note, Record
from leverage_site.settings import Settings
from leverage_site.stats.distribution import Distribution, distribution
from leverage_site.stats.rollups import projects, tag_names, tagged
from leverage_site.stats.totals import Totals, combined, day_totals, factor, totals
from leverage_site.values import COVERED, value

RANKED = (figures.TASKS, figures.HUMAN_HOURS, figures.LEVERAGE, figures.SUPERVISORY)


@value
class Summary:
    """What lists, sums and ranks need of a record, all of it following from the record alone.

    `text` is for people. `tags` are the names as written, the day's own first, `task_tags` those of its tasks;
    `tagged` has the totals of what counts for each tag, by its folded case, `projects` those of each project, by
    its name as written; `assistants` are the names that tasks give. `factors` counts its tasks by factor;
    `highest` and `lowest` are the ends of their range.
    """

    text: str
    totals: Totals
    tags: tuple[str, ...]
    task_tags: tuple[str, ...]
    tagged: tuple[tuple[str, Totals], ...]
    projects: tuple[tuple[str, Totals], ...]
    assistants: tuple[str, ...]
    factors: Distribution
    highest: float | None
    lowest: float | None


@value
class DayItem:
    """A day in a list: its title, address and summary, and the totals of what the list counts.

    The summary does not count in a page's key: few lists show it.
    """

    date: date
    title: str
    address: str
    summary: str = field(metadata=COVERED)
    draft: bool
    totals: Totals


@value
class Day:
    """A day as pages are planned from it, all of it following from the record and the settings.

    `before` and `after` are the day as its neighbours see it. `ranked` are the numbers that it is ranked by, none
    on a day without tasks. `outline` is all that decides which pages there are.
    """

    record: Record
    summary: Summary
    item: DayItem
    outline: tuple[object, ...]
    week: Period
    month: str
    before: Neighbour
    after: Neighbour
    ranked: tuple[float | None, ...]


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

    @cached_property
    def digest(self) -> str:
        """Stands for the front matter of its days."""
        return fronts(self.days)


# A day, and the totals of what of it counts.
Part = tuple[Day, Totals]


@dataclass
class Archive:
    """The days that a tag or a project is on, each with the totals of what counts for it."""

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
    def digest(self) -> str:
        """Stands for the front matter of its days."""
        return fronts(day for day, _ in self.parts)


def items(parts: Iterable[Part]) -> tuple[DayItem, ...]:
    """The days as a list of what counts shows them."""
    return tuple(replace(day.item, totals=sums) for day, sums in parts)


def fronts(days: Iterable[Day]) -> str:
    """The digest of the front matter of `days`, and so of every figure in them."""
    return sha256("".join([day.record.front for day in days]).encode()).hexdigest()


def summarised(record: Record) -> Summary:
    """The summary of `record`."""
    sums, factors = day_totals(record), [factor(task) for task in record.tasks]
    return Summary(
        text=_text(record, sums),
        totals=sums,
        tags=tag_names(record),
        task_tags=tuple(dict.fromkeys(tag for task in record.tasks for tag in task.tags)),
        tagged=tuple((tag, sums if part.whole else totals([part])) for tag, part in tagged(record)),
        projects=tuple((name, totals([part])) for name, part in projects(record)),
        assistants=tuple(dict.fromkeys(task.assistant for task in record.tasks if task.assistant)),
        factors=distribution(record.tasks),
        highest=max(factors, default=None),
        lowest=min(factors, default=None),
    )


def planned_day(settings: Settings, record: Record, summary: Summary) -> Day:
    """The day of `record`."""
    values = parts(record.date)
    title = record.title or fill(settings.day_title, values)
    address = record.url or fill(settings.day_url, values)
    sums = summary.totals
    return Day(
        record=record,
        summary=summary,
        item=DayItem(record.date, title, address, summary.text, record.draft, sums),
        outline=(
            record.path,
            record.date,
            title,
            address,
            record.aliases,
            summary.tags,
            _names(summary),
            sums.tasks > 0,
        ),
        week=week_of(record.date),
        month=values["date"][:7],
        before=Neighbour(title, address, sums),
        after=Neighbour(title, address),
        ranked=tuple(figure.number(sums) if sums.tasks else None for figure in RANKED),
    )


def _names(summary: Summary) -> tuple[str, ...]:
    """The projects of a day."""
    return tuple([name for name, _ in summary.projects])


def _text(record: Record, totals: Totals) -> str:
    """The record's own summary, or the lead cut at a word, or its figures."""
    text = record.summary or cut(record.prose.lead_text)
    if text:
        return text
    if not record.tasks:
        return "A day without tasks."
    hours, leverage = figures.HUMAN_HOURS.text(totals), figures.LEVERAGE.text(totals)
    return f"{counted(totals.tasks, 'task')}, {hours} human hours, leverage {leverage}."
