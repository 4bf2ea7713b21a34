"""A week's page."""

from collections.abc import Iterator
from dataclasses import dataclass

from leverage_site.dates import Period, parse_week, period_title, week_of
from leverage_site.figures import counted
from leverage_site.pages.content import Content, DayItem
from leverage_site.pages.day import day_row
from leverage_site.pages.directory import WEEKS, Resolved
from leverage_site.pages.links import Links, head
from leverage_site.pages.lists import ListInputs, ListItem, list_view
from leverage_site.pages.page import Page
from leverage_site.pages.rows import Neighbour, changes, figure_rows, neighbour_link, task_row, with_neighbours
from leverage_site.pages.views import SiteView, TaskRow, WeekView
from leverage_site.pages.words import day_range
from leverage_site.prose import Html
from leverage_site.records.model import Note
from leverage_site.settings import FILE
from leverage_site.stats.totals import Totals, factor, totals, whole_day


@dataclass(frozen=True, slots=True)
class WeekInputs:
    """One week: its days in the order of time, its neighbours that have a record, the author's note."""

    period: Period
    days: tuple[DayItem, ...]
    totals: Totals
    previous: Neighbour | None
    next: Neighbour | None
    note: Note | None
    resolved: Resolved


def week_pages(content: Content) -> Iterator[Page]:
    """A page for each week that has a record or a note, and the list of them."""
    weeks = _weeks(content)
    recorded = [week for week in weeks if week.days]
    around = {week.period: (before, after) for before, week, after in with_neighbours(recorded)}
    for week in weeks:
        before, after = around.get(week.period, (None, None))
        inputs = WeekInputs(
            period=week.period,
            days=week.days,
            totals=week.totals,
            previous=_neighbour(content, before, compared=True),
            next=_neighbour(content, after, compared=False),
            note=week.note,
            resolved=content.resolved[week.note.path] if week.note else (),
        )
        origin = week.note.path if week.note else week.days[0].record.path
        address = content.directory.week(week.period)
        yield Page(address, f"the week {week.period.key}", origin, inputs, week_view, "week.html")
    items = tuple(_list_item(content, week) for week in reversed(weeks))
    listed = ListInputs("Weeks", "Every week with a record or a note.", items)
    yield Page(WEEKS, "the list of weeks", FILE, listed, list_view, "weeks.html")


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
    tasks = [(task, day) for day in inputs.days for task in day.record.tasks]
    if not tasks:
        return None, None
    ranked = sorted(tasks, key=lambda pair: factor(pair[0]), reverse=True)
    rows = [task_row(task, 1, {}, links.to(day.address)) for task, day in (ranked[0], ranked[-1])]
    return rows[0], rows[1] if len(ranked) > 1 else None


def _note(inputs: WeekInputs, links: Links) -> Html:
    return links.prose(inputs.note.prose, inputs.resolved) if inputs.note else Html()


@dataclass(frozen=True)
class _Week:
    period: Period
    days: tuple[DayItem, ...]
    totals: Totals
    note: Note | None


def _weeks(content: Content) -> list[_Week]:
    """The weeks in the order of time."""
    days: dict[Period, list[DayItem]] = {}
    for day in content.days:
        days.setdefault(week_of(day.record.date), []).append(day)
    notes = {period: note for note in content.library.weeks if (period := parse_week(note.name))}
    return [_week(p, tuple(days.get(p, ())), notes.get(p)) for p in sorted(days.keys() | notes.keys())]


def _week(period: Period, days: tuple[DayItem, ...], note: Note | None) -> _Week:
    return _Week(period, days, totals([whole_day(day.record) for day in days]), note)


def _neighbour(content: Content, week: _Week | None, *, compared: bool) -> Neighbour | None:
    if week is None:
        return None
    sums = week.totals if compared else None
    return Neighbour(period_title(week.period), content.directory.week(week.period), sums)


def _list_item(content: Content, week: _Week) -> ListItem:
    dates = day_range(week.period.first, week.period.last)
    return ListItem(period_title(week.period), content.directory.week(week.period), dates, week.totals)
