"""The pages of weeks, months and years, and the lists of them."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from leverage_site.charts.bars import hours_by_day, hours_by_month
from leverage_site.charts.calendars import calendar_of
from leverage_site.charts.factors import factors_chart
from leverage_site.dates import Period, PeriodKind, days_between, period_title, year_of
from leverage_site.markdown import Html
from leverage_site.pages.content import Content, PeriodDays
from leverage_site.pages.leaders import highest_tasks, lowest_tasks, project_shares, rank_tasks
from leverage_site.pages.links import Links, head
from leverage_site.pages.lists import assistant_of
from leverage_site.pages.narrative import assistant_name, day_range, summary
from leverage_site.pages.page import Page, PageKind, all_days
from leverage_site.pages.tables import (
    AdjacentPage,
    ListItem,
    adjacent,
    adjacent_link,
    changes,
    day_rows,
    figure_rows,
    rollup_rows,
    term_links,
)
from leverage_site.pages.urlmap import INDEX, MONTHS, WEEKS, YEARS, LinkMap, TitledAddress
from leverage_site.pages.view_parts import SiteView
from leverage_site.pages.views import ListView, PeriodView
from leverage_site.records.model import Note
from leverage_site.stats.day_stats import all_factors
from leverage_site.stats.totals import HOUR, NOTHING
from leverage_site.values import value

EXTREMES = 3


@value
class PeriodInputs:
    """One period, its neighbours that have a record, the author's note.

    `projects` are those of its days by folded case, as they are spelled and with their addresses. `parts` are the
    months of a year.
    """

    days: PeriodDays
    projects: tuple[tuple[str, TitledAddress], ...]
    parts: tuple[ListItem, ...]
    trail: tuple[TitledAddress, ...]
    order: str
    previous: AdjacentPage | None
    next: AdjacentPage | None
    note: Note | None
    link_map: LinkMap


@value
class PeriodsInputs:
    """All weeks, months or years, the newest first."""

    kind: PeriodKind
    items: tuple[ListItem, ...]


def plan_periods(kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    """Plan a page for each week, month or year that has a record or a note."""
    for key, days in content.periods(kind.name).items():
        note = content.period_notes.get(days.period)
        path = note.path if note else content.path_of(days.days[0].date)
        address = content.urlmap.period(days.period)
        yield Page(kind, address, path, f"the {kind.name} {key}", (kind.name, key))


def collect_period(content: Content, kind: PeriodKind, key: str) -> PeriodInputs:
    """Collect all that the page of a period is made of."""
    days = content.periods(kind)[key]
    note = content.period_notes.get(days.period)
    names = dict.fromkeys(name.casefold() for day in days.days for name, _ in day.stats.projects)
    previous, following = _adjacent_periods(content, kind, key) if days.days else (None, None)
    months = content.periods("month").items() if kind == "year" else ()
    return PeriodInputs(
        days=days,
        projects=tuple((name, content.term("project", name)) for name in names),
        parts=tuple(_list_item(content, month) for name, month in months if name[:4] == key and month.days),
        trail=_trail(content, days.period),
        order=content.settings.task_order,
        previous=previous,
        next=following,
        note=note,
        link_map=content.link_map(note) if note else (),
    )


def sources_of_period(content: Content, kind: PeriodKind, key: str) -> tuple[str, ...]:
    """Return a token of all days up to the end of a period, which is compared with the one before it."""
    days = content.periods(kind)[key].days
    return (content.histories[content.index.places[days[-1].date]],) if days else ()


def _adjacent_periods(
    content: Content, kind: PeriodKind, key: str
) -> tuple[AdjacentPage | None, AdjacentPage | None]:
    """Return the periods with a record before and after one that has one; the earlier one is compared with it."""
    groups = content.index.periods(kind)
    keys = list(groups)
    before, after = adjacent(keys, bisect_left(keys, key))
    return (
        AdjacentPage(*content.period_link(groups[before].period), groups[before].totals) if before else None,
        AdjacentPage(*content.period_link(groups[after].period)) if after else None,
    )


def _trail(content: Content, period: Period) -> tuple[TitledAddress, ...]:
    """Return the pages above: a month belongs to a year, but a week may belong to two."""
    if period.kind == "week":
        return (("Weeks", WEEKS),)
    year = year_of(period.first)
    is_in_year = period.kind == "month" and year.key in content.periods("year")
    return (("Records", INDEX), content.period_link(year)) if is_in_year else (("Records", INDEX),)


def collect_periods(content: Content, kind: PeriodKind) -> PeriodsInputs:
    """Collect all weeks, months or years."""
    periods = reversed(content.periods(kind).values())
    return PeriodsInputs(kind, tuple(_list_item(content, of_period) for of_period in periods))


def _list_item(content: Content, of_period: PeriodDays) -> ListItem:
    """List a period with the hours of each day of a week or a month, of each month of a year."""
    period = of_period.period
    dates = day_range(period.first, period.last) if period.kind == "week" else ""
    hours: dict[date, timedelta] = {}
    for day in of_period.days:
        first = day.date.replace(day=1) if period.kind == "year" else day.date
        hours[first] = hours.get(first, NOTHING) + day.item.totals.human
    if period.kind == "year":
        slots = [date(period.first.year, month, 1) for month in range(1, 13)]
    else:
        slots = days_between(period.first, period.last)
    in_hours = tuple(hours.get(slot, NOTHING) / HOUR for slot in slots)
    title, address = content.period_link(period)
    return ListItem(text=title, address=address, detail=dates, totals=of_period.totals, hours=in_hours)


def period_view(site: SiteView, address: str, inputs: PeriodInputs) -> PeriodView:
    """Build a period: what it amounted to, against the one before, day by day or month by month."""
    links, period, totals, days = Links(address), inputs.days.period, inputs.days.totals, inputs.days.days
    before = inputs.previous
    previous = (before.title, before.totals) if before and before.totals else None
    sentences = summary(period, totals, inputs.days.group.days, previous, site.assistant)
    dates = day_range(period.first, period.last)
    highest = highest_tasks(days, min(EXTREMES, -(-totals.tasks // 2)), inputs.order)
    lowest = lowest_tasks(days, min(EXTREMES, totals.tasks // 2), inputs.order, highest)
    items, by_date = [day.item for day in days], {day.date: day.stats.totals for day in days}
    has_factors = totals.tasks and period.kind != "week"
    factors = all_factors(day.stats for day in days) if has_factors else None
    addresses = {day.date: day.item.address for day in days}

    def day_href(day: date) -> str:
        return links.to(addresses[day])

    projects = term_links((term for _, term in inputs.projects), links)
    chart = None
    if totals.tasks and period.kind == "year":
        hrefs = {month.text: links.to(month.address) for month in inputs.parts}
        chart = hours_by_month(period, {month.text: month.totals for month in inputs.parts}, hrefs.__getitem__)
    elif totals.tasks:
        chart = hours_by_day(period, by_date, day_href)
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
        parts=rollup_rows(inputs.parts, links),
        figures=figure_rows(totals, site.assistant, before.totals if before else None),
        assistant_name=assistant_name(totals.assistants, site.assistant),
        changes=changes(totals, before, links),
        chart=chart,
        calendar=calendar_of(period, by_date, day_href) if totals.tasks and period.kind == "year" else None,
        factors=factors_chart(factors, totals) if factors else None,
        highest=rank_tasks(highest, projects, links),
        lowest=rank_tasks(lowest, projects, links),
        projects=project_shares(days, totals, dict(inputs.projects), links),
        note=links.note(inputs.note, inputs.link_map) if inputs.note else Html(),
        previous=adjacent_link(inputs.previous, links),
        next=adjacent_link(inputs.next, links),
    )


def periods_view(site: SiteView, address: str, inputs: PeriodsInputs) -> ListView:
    """Build the list of all periods of a kind."""
    links = Links(address)
    title, description = f"{inputs.kind.capitalize()}s", f"Every {inputs.kind} with a record or a note."
    return ListView(
        head=head(site, address, title, description, section=WEEKS, about={"@type": "CollectionPage"}),
        rows=rollup_rows(inputs.items, links),
        assistant_name=assistant_of([item.totals for item in inputs.items], site),
    )


def _kinds(
    name: PeriodKind, address: str, cost: int, list_cost: int, nav: tuple[int, str] | None = None
) -> Iterator[PageKind]:
    yield PageKind(
        name=name,
        plan=plan_periods,
        collect=collect_period,
        sources=sources_of_period,
        view=period_view,
        view_type=PeriodView,
        template=f"{name}.html",
        cost_of_1000_days=cost,
    )
    yield PageKind(
        name=f"{name}s",
        collect=partial(collect_periods, kind=name),
        sources=all_days,
        view=periods_view,
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
