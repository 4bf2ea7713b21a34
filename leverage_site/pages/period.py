"""The pages of weeks, months and years."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from leverage_site.charts import BarChart, Calendar, Histogram
from leverage_site.charts.bars import hours_by_day, hours_by_month
from leverage_site.charts.calendars import calendar_of
from leverage_site.charts.factors import factors_chart
from leverage_site.dates import (
    Period,
    PeriodKind,
    day_range,
    days_between,
    period_title,
    periods_between,
    short_range,
    short_span,
    year_of,
)
from leverage_site.markdown import Html
from leverage_site.pages.content import Content, PeriodDays
from leverage_site.pages.excerpts import description
from leverage_site.pages.feed import WEEKS_FEED
from leverage_site.pages.leaders import highest_tasks, lowest_tasks, project_shares, rank_tasks
from leverage_site.pages.links import Links, feed_links, head
from leverage_site.pages.narrative import (
    MarkedSentence,
    amount_of,
    assistant_name,
    marked,
    news,
    plain,
    summary,
    weekday,
)
from leverage_site.pages.page import Page, PageKind
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
from leverage_site.pages.thresholds import CALENDAR_DAYS, CHART_POINTS, LEADER_TASKS, points
from leverage_site.pages.urlmap import ARCHIVE, WEEKS, LinkMap, TitledAddress
from leverage_site.pages.view_parts import Head, SiteView
from leverage_site.pages.views import PeriodView
from leverage_site.records.model import Note
from leverage_site.stats.day_stats import all_factors
from leverage_site.stats.index import PeriodGroup
from leverage_site.stats.totals import HOUR, NOTHING, Totals
from leverage_site.text import listed
from leverage_site.values import value

EXTREMES = 3


@value
class PeriodInputs:
    """One period, its neighbours that have a record, the author's note.

    `projects` are those of its days by folded case, as they are spelled and with their addresses. `parts` are the
    months of a year. `skipped` is the number of periods between it and the previous one.
    """

    days: PeriodDays
    projects: tuple[tuple[str, TitledAddress], ...]
    parts: tuple[ListItem, ...]
    trail: tuple[TitledAddress, ...]
    order: str
    previous: AdjacentPage | None
    skipped: int
    next: AdjacentPage | None
    note: Note | None
    link_map: LinkMap


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
    before, after = _adjacent_periods(content, kind, key) if days.days else (None, None)
    months = content.periods("month").items() if kind == "year" else ()
    return PeriodInputs(
        days=days,
        projects=tuple((name, content.term("project", name)) for name in names),
        parts=tuple(list_item(content, month) for name, month in months if name[:4] == key and month.days),
        trail=_trail(content, days.period),
        order=content.settings.task_order,
        previous=AdjacentPage(*content.period_link(before.period), before.totals) if before else None,
        skipped=periods_between(before.period, days.period) if before else 0,
        next=AdjacentPage(*content.period_link(after.period)) if after else None,
        note=note,
        link_map=content.link_map(note) if note else (),
    )


def sources_of_period(content: Content, kind: PeriodKind, key: str) -> tuple[str, ...]:
    """Return tokens of all days up to the end of a period, compared with the one before it, and of its note."""
    of_period = content.periods(kind)[key]
    days, note = of_period.days, content.period_notes.get(of_period.period)
    history = (content.histories[content.index.places[days[-1].date]],) if days else ()
    return (*history, note.digest) if note else history


def _adjacent_periods(
    content: Content, kind: PeriodKind, key: str
) -> tuple[PeriodGroup | None, PeriodGroup | None]:
    """Return the periods with a record before and after one that has one; the earlier one is compared with it."""
    groups = content.index.periods(kind)
    keys = list(groups)
    before, after = adjacent(keys, bisect_left(keys, key))
    return groups[before] if before else None, groups[after] if after else None


def _trail(content: Content, period: Period) -> tuple[TitledAddress, ...]:
    """Return the pages above: a month belongs to a year, but a week may belong to two."""
    year = year_of(period.first)
    is_in_year = period.kind == "month" and year.key in content.periods("year")
    return ((ARCHIVE, WEEKS), content.period_link(year)) if is_in_year else ((ARCHIVE, WEEKS),)


def list_item(content: Content, of_period: PeriodDays) -> ListItem:
    """List a period with the hours of each day of a week or a month, of each month of a year."""
    period = of_period.period
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
    is_week = period.kind == "week"
    return ListItem(
        text=title,
        address=address,
        detail=short_range(period.first, period.last, year=False) if is_week else "",
        totals=of_period.totals,
        hours=in_hours,
        short=f"W{int(period.key[-2:])}" if is_week else title.partition(" ")[0],
    )


def period_view(site: SiteView, address: str, inputs: PeriodInputs) -> PeriodView:
    """Build a period: what it amounted to, against the one before, day by day or month by month."""
    links, period, totals, days = Links(address), inputs.days.period, inputs.days.totals, inputs.days.days
    before = inputs.previous
    sentences = _summary(site, inputs)
    highest = highest_tasks(days, EXTREMES, inputs.order)
    lowest = lowest_tasks(days, EXTREMES, inputs.order, highest) if totals.tasks >= LEADER_TASKS else ()
    projects = term_links((term for _, term in inputs.projects), links)
    return PeriodView(
        head=_head(site, address, inputs, sentences),
        kind=period.kind,
        key=period.key,
        title=period_title(period),
        dates=short_span(period.first, period.last) if period.kind == "week" else "",
        summary=tuple(map(marked, sentences)),
        gaps=tuple(_gaps(inputs)),
        days=() if period.kind == "year" else day_rows([day.item for day in days], links),
        parts=rollup_rows(inputs.parts, links),
        figures=figure_rows(totals, site.assistant, before.totals if before else None) if totals.tasks else (),
        assistant_name=assistant_name(totals.assistants, site.assistant),
        changes=changes(totals, before, links) if totals.tasks else None,
        chart=_chart(inputs, links),
        calendar=_calendar(inputs, links),
        factors=_factors(inputs),
        highest=rank_tasks(highest, projects, links),
        lowest=rank_tasks(lowest, projects, links),
        projects=project_shares(days, totals, dict(inputs.projects), links),
        note=links.note(inputs.note, inputs.link_map) if inputs.note else Html(),
        previous=adjacent_link(inputs.previous, links),
        next=adjacent_link(inputs.next, links),
    )


def _summary(site: SiteView, inputs: PeriodInputs) -> tuple[MarkedSentence, ...]:
    days, before = inputs.days, inputs.previous
    previous = (before.title, before.totals) if before and before.totals else None
    return summary(days.period, days.totals, days.group.days, previous, site.assistant)


def _head(site: SiteView, address: str, inputs: PeriodInputs, sentences: Sequence[MarkedSentence]) -> Head:
    period, totals = inputs.days.period, inputs.days.totals
    title = period_title(period)
    if totals.tasks:
        when = f"the week of {day_range(period.first, period.last)}" if period.kind == "week" else title
        working = sum(1 for day in inputs.days.days if day.item.totals.tasks)
        first, *others = amount_of(totals, f"in {when}", working), *map(plain, sentences[1:])
    else:
        first, *others = f"{title}: {plain(sentences[0])}", ""
    return head(
        site,
        address,
        title,
        description(first, " ".join(others)),
        news=news(totals, f"in {title}"),
        trail=inputs.trail,
        about={"@type": "CollectionPage", "temporalCoverage": f"{period.first}/{period.last}"},
        feeds=(feed_links(site, address, WEEKS_FEED, "weeks"),) if period.kind == "week" else (),
    )


def _gaps(inputs: PeriodInputs) -> Iterator[str]:
    """Say which days of a week have no record, and which periods between it and the one it is compared with.

    Where the records begin, nothing is missing before the first; where they end, nothing is missing yet.
    """
    period, days = inputs.days.period, inputs.days.days
    if period.kind == "week" and days:
        begin = period.first if inputs.previous else days[0].date
        end = period.last if inputs.next else days[-1].date
        recorded = [day.date for day in days]
        names = [weekday(day) for day in days_between(begin, end) if day not in recorded]
        if len(names) > len(recorded):
            have = "has" if len(recorded) == 1 else "have"
            yield f"Only {listed([weekday(day) for day in recorded])} {have} a record."
        elif names:
            yield f"No record on {listed(names)}."
    if inputs.skipped == 1:
        yield f"The {period.kind} before has no record."
    elif inputs.skipped:
        yield f"The {inputs.skipped:,} {period.kind}s before have no record."


def _chart(inputs: PeriodInputs, links: Links) -> BarChart | None:
    """Draw the months of a year, or the days of a week or a month."""
    period = inputs.days.period
    parts = inputs.parts if period.kind == "year" else [day.item for day in inputs.days.days]
    if points(part.totals for part in parts) < CHART_POINTS:
        return None
    if period.kind == "year":
        hrefs = {month.text: links.to(month.address) for month in inputs.parts}
        return hours_by_month(period, {month.text: month.totals for month in inputs.parts}, hrefs.__getitem__)
    return hours_by_day(period, *_by_date(inputs, links))


def _calendar(inputs: PeriodInputs, links: Links) -> Calendar | None:
    """Draw each day of a month or a year."""
    period = inputs.days.period
    if period.kind == "week" or points(day.item.totals for day in inputs.days.days) < CALENDAR_DAYS:
        return None
    return calendar_of(period, *_by_date(inputs, links))


def _factors(inputs: PeriodInputs) -> Histogram | None:
    """Draw the factors of the tasks of a month or a year."""
    days = inputs.days
    if days.period.kind == "week" or days.totals.tasks < LEADER_TASKS:
        return None
    return factors_chart(all_factors(day.stats for day in days.days), days.totals)


def _by_date(inputs: PeriodInputs, links: Links) -> tuple[dict[date, Totals], Callable[[date], str]]:
    """Return the totals of the days by date, and what links each."""
    days = {day.date: day for day in inputs.days.days}
    return {day: one.stats.totals for day, one in days.items()}, lambda day: links.to(days[day].item.address)


def _kind(name: PeriodKind, cost: int) -> PageKind:
    return PageKind(
        name=name,
        plan=plan_periods,
        collect=collect_period,
        sources=sources_of_period,
        view=period_view,
        view_type=PeriodView,
        template=f"{name}.html",
        cost_of_1000_days=cost,
    )


PERIOD_KINDS = (_kind("week", cost=1), _kind("month", cost=2), _kind("year", cost=18))
