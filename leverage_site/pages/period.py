"""The pages of weeks, months and years, and the lists of them."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from leverage_site import figures
from leverage_site.charts.bars import factors_chart, hours_by_day, hours_by_month
from leverage_site.charts.calendars import calendar_year
from leverage_site.dates import Period, PeriodKind, days_between, period_title, year_of
from leverage_site.markdown import Html
from leverage_site.pages.content import Content, Day
from leverage_site.pages.day import day_rows
from leverage_site.pages.directory import INDEX, MONTHS, WEEKS, YEARS, Resolved
from leverage_site.pages.head import Trail, head
from leverage_site.pages.leaders import highest_tasks, lowest_tasks, project_shares, ranked
from leverage_site.pages.links import Links
from leverage_site.pages.lists import ListInputs, ListItem, list_view, rollup_row
from leverage_site.pages.page import Page, PageKind
from leverage_site.pages.rows import Neighbour, changes, figure_rows, neighbour_link, neighbours, term_links
from leverage_site.pages.summaries import summary
from leverage_site.pages.views import BarChart, ListView, PeriodView, SiteView
from leverage_site.pages.words import assistant_name, day_range
from leverage_site.records.model import Note
from leverage_site.stats.day_stats import merged
from leverage_site.stats.index import PeriodGroup
from leverage_site.stats.totals import Totals

EXTREMES = 3


@dataclass(frozen=True, slots=True)
class PeriodInputs:
    """One period: its days in the order of time, its neighbours that have a record, the author's note.

    `projects` are those of the days by folded case, as they are spelled and with their addresses. `parts` are the
    months of a year.
    """

    period: Period
    days: tuple[Day, ...]
    totals: Totals
    projects: tuple[tuple[str, tuple[str, str]], ...]
    parts: tuple[ListItem, ...]
    trail: Trail
    order: str
    previous: Neighbour | None
    next: Neighbour | None
    note: Note | None
    resolved: Resolved


def _plan_periods(kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    for key, group in content.groups(kind.name).items():
        note = content.period_notes.get(group.period)
        yield Page(
            kind,
            content.directory.period(group.period),
            note.path if note else content.path_of(group.days[0].date),
            f"the {kind.name} {key}",
            (group.period.kind, key),
        )


def _inputs(content: Content, kind: PeriodKind, key: str) -> PeriodInputs:
    group = content.groups(kind)[key]
    note = content.period_notes.get(group.period)
    before, after = _around(content, kind, key) if group.days else (None, None)
    names = dict.fromkeys(name.casefold() for day in group.days for name, _ in day.stats.projects)
    return PeriodInputs(
        period=group.period,
        days=content.listed(group.days),
        totals=group.totals,
        projects=tuple((name, content.term("project", name)) for name in names),
        parts=tuple(_months(content, key)) if kind == "year" else (),
        trail=_trail(content, group.period),
        order=content.settings.task_order,
        previous=_neighbour(content, before, compared=True),
        next=_neighbour(content, after, compared=False),
        note=note,
        resolved=content.resolved(note) if note else (),
    )


def _trail(content: Content, period: Period) -> Trail:
    """A month belongs to a year; a week may belong to two, so that it stands in the list of weeks."""
    match period.kind:
        case "week":
            return (("Weeks", WEEKS),)
        case "month":
            year = year_of(period.first)
            return (
                ("Records", INDEX),
                *((content.period_link(year),) if year.key in content.groups("year") else ()),
            )
    return (("Records", INDEX),)


def _months(content: Content, year: str) -> Iterator[ListItem]:
    """The months of a year that have a record."""
    months = content.index.periods("month")
    return (_list_item(content, month) for key, month in months.items() if key[:4] == year)


def _around(content: Content, kind: PeriodKind, key: str) -> tuple[PeriodGroup | None, PeriodGroup | None]:
    """The periods with a record before and after one that has one."""
    groups = content.index.periods(kind)
    keys = list(groups)
    before, after = neighbours(keys, bisect_left(keys, key))
    return groups[before] if before else None, groups[after] if after else None


def _list_inputs(content: Content, kind: PeriodKind) -> ListInputs:
    groups = reversed(content.groups(kind).values())
    items = tuple(_list_item(content, group) for group in groups)
    return ListInputs(f"{kind.capitalize()}s", f"Every {kind} with a record or a note.", WEEKS, items)


def period_view(site: SiteView, address: str, inputs: PeriodInputs) -> PeriodView:
    """A period: what it amounted to, against the one before, day by day or month by month."""
    links, period, totals = Links(address), inputs.period, inputs.totals
    sentences = summary(period, totals, inputs.days, inputs.previous, site.assistant)
    dates = day_range(period.first, period.last)
    highest = highest_tasks(inputs.days, min(EXTREMES, -(-totals.tasks // 2)), inputs.order)
    lowest = lowest_tasks(inputs.days, min(EXTREMES, totals.tasks // 2), inputs.order, highest)
    items, by_date = [day.item for day in inputs.days], {day.date: day.stats.totals for day in inputs.days}
    has_factors = totals.tasks and period.kind != "week"
    factors = merged([day.stats.factors for day in inputs.days]) if has_factors else None
    projects = term_links((term for _, term in inputs.projects), links)
    return PeriodView(
        head=head(
            site,
            address,
            period_title(period),
            f"{dates}: {sentences[0]}",
            trail=inputs.trail,
            section=WEEKS,
            about={"@type": "CollectionPage", "temporalCoverage": f"{period.first}/{period.last}"},
        ),
        kind=period.kind,
        key=period.key,
        dates=dates,
        summary=sentences,
        days=() if period.kind == "year" else day_rows(items, links),
        parts=tuple(rollup_row(part, links) for part in inputs.parts),
        figures=figure_rows(totals, site.assistant),
        assistant_name=assistant_name(totals.assistants, site.assistant),
        changes=changes(totals, inputs.previous, site, links),
        chart=_chart(inputs, by_date) if totals.tasks else None,
        calendar=calendar_year(period, by_date) if totals.tasks and period.kind == "year" else None,
        factors=factors_chart(factors) if factors else None,
        highest=ranked(highest, projects, links),
        lowest=ranked(lowest, projects, links),
        projects=project_shares(inputs.days, totals, dict(inputs.projects), links),
        note=_note(inputs, links),
        previous=neighbour_link(inputs.previous, links),
        next=neighbour_link(inputs.next, links),
    )


def _chart(inputs: PeriodInputs, days: Mapping[date, Totals]) -> BarChart:
    if inputs.period.kind == "year":
        return hours_by_month(inputs.period.key, {month.text: month.totals for month in inputs.parts})
    return hours_by_day(inputs.period, days)


def _note(inputs: PeriodInputs, links: Links) -> Html:
    return links.note(inputs.note, inputs.resolved) if inputs.note else Html()


def _neighbour(content: Content, group: PeriodGroup | None, *, compared: bool) -> Neighbour | None:
    if group is None:
        return None
    return Neighbour(*content.period_link(group.period), group.totals if compared else None)


def _list_item(content: Content, group: PeriodGroup) -> ListItem:
    title, address = content.period_link(group.period)
    dates = day_range(group.period.first, group.period.last) if group.period.kind == "week" else ""
    return ListItem(title, address, dates, group.totals, _hours(content, group))


def _hours(content: Content, group: PeriodGroup) -> tuple[float, ...]:
    """The human hours of each day of a week or a month, of each month of a year."""
    if group.period.kind == "year":
        months = (content.index.periods("month").get(f"{group.period.key}-{n:02}") for n in range(1, 13))
        return tuple(figures.in_hours(month.totals if month else None) for month in months)
    known = {day.date: day.stats.totals for day in group.days}
    days = days_between(group.period.first, group.period.last)
    return tuple(figures.in_hours(known.get(day)) for day in days)


def _kinds(
    name: PeriodKind, address: str, cost: int, list_cost: int, nav: tuple[int, str] | None = None
) -> Iterator[PageKind]:
    yield PageKind(
        name=name,
        plan=_plan_periods,
        collect=_inputs,
        view=period_view,
        view_type=PeriodView,
        template=f"{name}.html",
        cost_of_1000_days=cost,
    )
    yield PageKind(
        name=f"{name}s",
        collect=partial(_list_inputs, kind=name),
        view=list_view,
        view_type=ListView,
        address=address,
        origin=f"the list of {name}s",
        template=f"{name}s.html",
        nav=nav,
        cost_of_1000_days=list_cost,
    )


PERIOD_KINDS = (
    *_kinds("week", WEEKS, cost=1, list_cost=15, nav=(3, "Weeks")),
    *_kinds("month", MONTHS, cost=2, list_cost=0),
    *_kinds("year", YEARS, cost=18, list_cost=0),
)
