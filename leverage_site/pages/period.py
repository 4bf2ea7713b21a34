"""The pages of weeks, months and years, and the lists of them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from leverage_site.counting import counted
from leverage_site.dates import Period, PeriodKind, period_title
from leverage_site.pages.content import Content
from leverage_site.pages.day import day_row
from leverage_site.pages.days import Day, DayItem, Group
from leverage_site.pages.directory import MONTHS, WEEKS, YEARS, Resolved
from leverage_site.pages.links import Links, head
from leverage_site.pages.lists import ListInputs, ListItem, list_view, rollup_row
from leverage_site.pages.page import COVERED, Page
from leverage_site.pages.rows import Neighbour, changes, figure_rows, neighbour_link, neighbours, task_row
from leverage_site.pages.views import PeriodView, SiteView, TaskRow
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
class PeriodInputs:
    """One period: its days in the order of time, its neighbours that have a record, the author's note.

    A year has its months as `parts` in the place of days. `extremes` are those of the days that have tasks.
    """

    period: Period
    days: tuple[DayItem, ...]
    parts: tuple[ListItem, ...]
    extremes: tuple[Extremes, ...]
    totals: Totals
    previous: Neighbour | None
    next: Neighbour | None
    note: Note | None
    resolved: Resolved


class Kind(NamedTuple):
    """A kind of period: its templates are called after it and its plural; what its list is."""

    name: PeriodKind
    title: str
    address: str
    description: str


KINDS = (
    Kind("week", "Weeks", WEEKS, "Every week with a record or a note."),
    Kind("month", "Months", MONTHS, "Every month with a record."),
    Kind("year", "Years", YEARS, "Every year with a record."),
)


def period_pages(content: Content) -> Iterator[Page]:
    """A page for each week, month and year that has a record or a note, and the lists of them."""
    for kind in KINDS:
        for key, group in content.groups(kind.name).items():
            yield Page(
                address=content.directory.period(group.period),
                origin=f"the {kind.name} {key}",
                path=group.note.path if group.note else group.days[0].record.path,
                gather=partial(_inputs, kind.name, key),
                view=period_view,
                template=f"{kind.name}.html",
            )
        gather = partial(_list_inputs, kind)
        yield Page(kind.address, f"the list of {kind.name}s", FILE, gather, list_view, f"{kind.name}s.html")


def _inputs(kind: PeriodKind, key: str, content: Content) -> PeriodInputs:
    group = content.groups(kind)[key]
    before, after = _around(content, kind, key) if group.days else (None, None)
    return PeriodInputs(
        period=group.period,
        days=() if kind == "year" else tuple(day.item for day in group.days),
        parts=tuple(_months(content, key)) if kind == "year" else (),
        extremes=tuple(_day_extremes(group.days)),
        totals=group.totals,
        previous=_neighbour(content, before, compared=True),
        next=_neighbour(content, after, compared=False),
        note=group.note,
        resolved=content.resolved(group.note) if group.note else (),
    )


def _months(content: Content, year: str) -> Iterator[ListItem]:
    """The months of a year that have a record."""
    return (_list_item(content, month) for key, month in content.months.items() if key[:4] == year)


def _around(content: Content, kind: PeriodKind, key: str) -> tuple[Group | None, Group | None]:
    """The periods with a record before and after one that has one."""
    keys, groups = content.recorded(kind), content.groups(kind)
    before, after = neighbours(keys, bisect_left(keys, key))
    return groups[before] if before else None, groups[after] if after else None


def _list_inputs(kind: Kind, content: Content) -> ListInputs:
    groups = reversed(content.groups(kind.name).values())
    return ListInputs(kind.title, kind.description, tuple(_list_item(content, group) for group in groups))


def period_view(site: SiteView, address: str, inputs: PeriodInputs) -> PeriodView:
    """A period: totals, the one before, a row a day or a month, the tasks with the highest and lowest factor."""
    links = Links(address)
    highest, lowest = _extremes(inputs, links)
    dates = day_range(inputs.period.first, inputs.period.last)
    description = f"{dates}: {counted(inputs.totals.tasks, 'task')} on {counted(inputs.totals.days, 'day')}."
    return PeriodView(
        head=head(site, address, period_title(inputs.period), description),
        kind=inputs.period.kind,
        key=inputs.period.key,
        dates=dates,
        days=tuple(day_row(day, links) for day in inputs.days),
        parts=tuple(rollup_row(part, links) for part in inputs.parts),
        figures=figure_rows(inputs.totals, site.assistant),
        changes=changes(inputs.totals, inputs.previous, site, links),
        highest=highest,
        lowest=lowest,
        note=_note(inputs, links),
        previous=neighbour_link(inputs.previous, links),
        next=neighbour_link(inputs.next, links),
    )


def _extremes(inputs: PeriodInputs, links: Links) -> tuple[TaskRow | None, TaskRow | None]:
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


def _note(inputs: PeriodInputs, links: Links) -> Html:
    return links.prose(inputs.note.prose, inputs.resolved) if inputs.note else Html()


def _neighbour(content: Content, group: Group | None, *, compared: bool) -> Neighbour | None:
    if group is None:
        return None
    return Neighbour(*content.period_link(group.period), group.totals if compared else None)


def _list_item(content: Content, group: Group) -> ListItem:
    title, address = content.period_link(group.period)
    dates = day_range(group.period.first, group.period.last) if group.period.kind == "week" else ""
    return ListItem(title, address, dates, group.totals)
