"""Days, and groups of days, as pages are planned from them."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from leverage_site import figures
from leverage_site.counting import counted
from leverage_site.dates import Period, parts, week_of
from leverage_site.pages.rows import Neighbour
from leverage_site.pages.words import cut
from leverage_site.patterns import fill
from leverage_site.records.model import Note, Record, Task
from leverage_site.settings import Settings
from leverage_site.stats.rollups import tag_names, tagged
from leverage_site.stats.totals import Totals, combined, day_totals, factor, totals
from leverage_site.values import value

RANKED = (figures.TASKS, figures.HUMAN_HOURS, figures.LEVERAGE, figures.SUPERVISORY)


@value
class Summary:
    """What lists, sums and ranks need of a record, all of it following from the record alone.

    `text` is for people. `tags` are the names as written, the day's own first, `task_tags` those of its tasks;
    `tagged` has the totals of what counts for each tag, by its folded case. `projects` and `assistants` are the
    names that its tasks give. `highest` is the first task with the
    highest factor, `lowest` the last with the lowest.
    """

    text: str
    totals: Totals
    tags: tuple[str, ...]
    task_tags: tuple[str, ...]
    tagged: tuple[tuple[str, Totals], ...]
    projects: tuple[str, ...]
    assistants: tuple[str, ...]
    highest: Task | None
    lowest: Task | None


@value
class DayItem:
    """A day in a list: its title, address and summary, and the totals of what the list counts."""

    date: date
    title: str
    address: str
    summary: str
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


@dataclass
class Tagged:
    """The days that carry a tag, each with the totals of what counts for it."""

    parts: list[tuple[Day, Totals]] = field(default_factory=list)

    @cached_property
    def items(self) -> tuple[DayItem, ...]:
        """The days as the tag's list shows them."""
        items = ((day.item, sums) for day, sums in self.parts)
        return tuple(item if item.totals == sums else replace(item, totals=sums) for item, sums in items)

    @cached_property
    def totals(self) -> Totals:
        """The sums of what counts for the tag."""
        return combined([sums for _, sums in self.parts])


def summarised(record: Record) -> Summary:
    """The summary of `record`."""
    sums, tasks = day_totals(record), sorted(record.tasks, key=factor, reverse=True)
    return Summary(
        text=_text(record, sums),
        totals=sums,
        tags=tag_names(record),
        task_tags=tuple(dict.fromkeys(tag for task in record.tasks for tag in task.tags)),
        tagged=tuple((tag, sums if part.whole else totals([part])) for tag, part in tagged(record)),
        projects=tuple(dict.fromkeys(task.project for task in record.tasks if task.project)),
        assistants=tuple(dict.fromkeys(task.assistant for task in record.tasks if task.assistant)),
        highest=tasks[0] if tasks else None,
        lowest=tasks[-1] if tasks else None,
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
        outline=(record.path, record.date, title, address, record.aliases, summary.tags, sums.tasks > 0),
        week=week_of(record.date),
        before=Neighbour(title, address, sums),
        after=Neighbour(title, address),
        ranked=tuple(figure.number(sums) if sums.tasks else None for figure in RANKED),
    )


def _text(record: Record, totals: Totals) -> str:
    """The record's own summary, or the lead cut at a word, or its figures."""
    text = record.summary or cut(record.prose.lead_text)
    if text:
        return text
    if not record.tasks:
        return "A day without tasks."
    hours, leverage = figures.HUMAN_HOURS.text(totals), figures.LEVERAGE.text(totals)
    return f"{counted(totals.tasks, 'task')}, {hours} human hours, leverage {leverage}."
