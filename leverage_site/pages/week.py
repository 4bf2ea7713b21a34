"""A week's page."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from leverage_site.counting import counted
from leverage_site.dates import Period, period_title
from leverage_site.pages.content import Content
from leverage_site.pages.day import day_row
from leverage_site.pages.days import Day, DayItem, Week
from leverage_site.pages.directory import WEEKS, Resolved
from leverage_site.pages.links import Links, head
from leverage_site.pages.lists import ListInputs, ListItem, list_view
from leverage_site.pages.page import COVERED, Page
from leverage_site.pages.rows import Neighbour, changes, figure_rows, neighbour_link, neighbours, task_row
from leverage_site.pages.views import SiteView, TaskRow, WeekView
from leverage_site.pages.words import day_range
from leverage_site.prose import Html
from leverage_site.records.model import Note, Task
from leverage_site.settings import FILE
from leverage_site.stats.totals import Totals, factor


@dataclass(frozen=True, slots=True)
class Extremes:
    """The tasks of a day with the highest and the lowest factor; `digest` stands for both."""

    address: str
    digest: str
    highest: Task = field(metadata=COVERED)
    lowest: Task = field(metadata=COVERED)


@dataclass(frozen=True, slots=True)
class WeekInputs:
    """One week: its days in the order of time, its neighbours that have a record, the author's note.

    `extremes` are those of the days that have tasks.
    """

    period: Period
    days: tuple[DayItem, ...]
    extremes: tuple[Extremes, ...]
    totals: Totals
    previous: Neighbour | None
    next: Neighbour | None
    note: Note | None
    resolved: Resolved


def week_pages(content: Content) -> Iterator[Page]:
    """A page for each week that has a record or a note, and the list of them."""
    for key, week in content.weeks.items():
        yield Page(
            address=content.directory.week(week.period),
            origin=f"the week {key}",
            path=week.note.path if week.note else week.days[0].record.path,
            gather=partial(_inputs, key),
            view=week_view,
            template="week.html",
        )
    yield Page(WEEKS, "the list of weeks", FILE, _list_inputs, list_view, "weeks.html")


def _inputs(key: str, content: Content) -> WeekInputs:
    week = content.weeks[key]
    before, after = _around(content, key) if week.days else (None, None)
    return WeekInputs(
        period=week.period,
        days=tuple(day.item for day in week.days),
        extremes=tuple(_day_extremes(week.days)),
        totals=week.totals,
        previous=_neighbour(content, before, compared=True),
        next=_neighbour(content, after, compared=False),
        note=week.note,
        resolved=content.resolved(week.note) if week.note else (),
    )


def _around(content: Content, key: str) -> tuple[Week | None, Week | None]:
    """The weeks with a record before and after a week that has one."""
    keys = content.recorded_weeks
    before, after = neighbours(keys, bisect_left(keys, key))
    return content.weeks[before] if before else None, content.weeks[after] if after else None


def _list_inputs(content: Content) -> ListInputs:
    items = tuple(_list_item(content, week) for week in reversed(content.weeks.values()))
    return ListInputs("Weeks", "Every week with a record or a note.", items)


def week_view(site: SiteView, address: str, inputs: WeekInputs) -> WeekView:
    """A week: totals, the week before, a row a day, the tasks with the highest and the lowest factor."""
    links = Links(address)
    highest, lowest = _extremes(inputs, links)
    dates = day_range(inputs.period.first, inputs.period.last)
    description = f"{dates}: {counted(inputs.totals.tasks, 'task')} on {counted(inputs.totals.days, 'day')}."
    return WeekView(
        head=head(site, address, period_title(inputs.period), description),
        key=inputs.period.key,
        dates=dates,
        days=tuple(day_row(day, links) for day in inputs.days),
        figures=figure_rows(inputs.totals, site.assistant),
        changes=changes(inputs.totals, inputs.previous, site, links),
        highest=highest,
        lowest=lowest,
        note=_note(inputs, links),
        previous=neighbour_link(inputs.previous, links),
        next=neighbour_link(inputs.next, links),
    )


def _extremes(inputs: WeekInputs, links: Links) -> tuple[TaskRow | None, TaskRow | None]:
    """The first task with the highest factor and the last with the lowest; no second where there is one task."""
    if not inputs.extremes:
        return None, None
    first = max(inputs.extremes, key=lambda day: factor(day.highest))
    last = min(reversed(inputs.extremes), key=lambda day: factor(day.lowest))
    highest = task_row(first.highest, 1, {}, links.to(first.address))
    lowest = task_row(last.lowest, 1, {}, links.to(last.address))
    return highest, lowest if inputs.totals.tasks > 1 else None


def _day_extremes(days: Iterable[Day]) -> Iterator[Extremes]:
    for day in days:
        if day.summary.highest and day.summary.lowest:
            yield Extremes(day.item.address, day.record.front, day.summary.highest, day.summary.lowest)


def _note(inputs: WeekInputs, links: Links) -> Html:
    return links.prose(inputs.note.prose, inputs.resolved) if inputs.note else Html()


def _neighbour(content: Content, week: Week | None, *, compared: bool) -> Neighbour | None:
    if week is None:
        return None
    sums = week.totals if compared else None
    return Neighbour(period_title(week.period), content.directory.week(week.period), sums)


def _list_item(content: Content, week: Week) -> ListItem:
    dates = day_range(week.period.first, week.period.last)
    return ListItem(period_title(week.period), content.directory.week(week.period), dates, week.totals)
