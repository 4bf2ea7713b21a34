"""A day's page, and the same day as an entry of a feed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from leverage_site.dates import long_date
from leverage_site.pages.content import Content
from leverage_site.pages.days import RANKED, DayItem
from leverage_site.pages.directory import Resolved
from leverage_site.pages.links import Links, Partial, head, partials_html
from leverage_site.pages.page import Page
from leverage_site.pages.rows import (
    Neighbour,
    Standings,
    changes,
    figure_rows,
    figure_texts,
    neighbour_link,
    neighbours,
    ordered_tasks,
    task_table,
)
from leverage_site.pages.views import DayRow, DayView, Link, SiteView
from leverage_site.pages.words import weekday
from leverage_site.records.model import Record

WORDS_A_MINUTE = 220


@dataclass(frozen=True, slots=True)
class DayInputs:
    """All that a day's page is made of.

    `tags` and `task_tags` are the day's and its tasks' tags with their addresses, `week` a label with an address.
    """

    record: Record
    item: DayItem
    order: str
    resolved: Resolved
    tags: tuple[tuple[str, str], ...]
    task_tags: tuple[tuple[str, str], ...]
    week: tuple[str, str]
    previous: Neighbour | None
    next: Neighbour | None
    standings: Standings
    partials: tuple[Partial, ...]


def day_pages(content: Content) -> Iterator[Page]:
    """A page for each record."""
    for day in content.days:
        path = day.record.path
        yield Page(day.item.address, path, path, partial(day_inputs, day.record.date), day_view, "day.html")


def day_inputs(day: date, content: Content) -> DayInputs:
    """What the page of a day is made of."""
    n = content.places[day]
    planned = content.days[n]
    before, after = neighbours(content.days, n)
    record = planned.record
    return DayInputs(
        record=record,
        item=planned.item,
        order=content.settings.task_order,
        resolved=content.resolved(record),
        tags=tuple(content.tag(tag) for tag in record.tags),
        task_tags=tuple(content.tag(tag) for tag in planned.summary.task_tags),
        week=content.period_link(planned.week),
        previous=before.before if before else None,
        next=after.after if after else None,
        standings=_standings(content, n),
        partials=content.partials,
    )


def day_view(site: SiteView, address: str, inputs: DayInputs) -> DayView:
    """The page of one day, its links relative."""
    return view_with(site, address, inputs, Links(address))


def view_with(site: SiteView, address: str, inputs: DayInputs, links: Links) -> DayView:
    """The view of one day, its links as `links` has them."""
    record, item, prose = inputs.record, inputs.item, inputs.record.prose
    tags = {name.casefold(): Link(name, links.to(place)) for name, place in inputs.task_tags}
    return DayView(
        head=head(site, address, item.title, item.summary),
        date=record.date.isoformat(),
        long_date=long_date(record.date),
        weekday=weekday(record.date),
        updated=record.updated.isoformat() if record.updated else "",
        draft=record.draft,
        tags=tuple(Link(name, links.to(place)) for name, place in inputs.tags),
        week=Link(inputs.week[0], links.to(inputs.week[1])),
        reading_minutes=max(1, -(-prose.words // WORDS_A_MINUTE)),
        lead=links.html(prose.lead, inputs.resolved),
        body=links.html(prose.rest, inputs.resolved),
        tasks=task_table(ordered_tasks(record, inputs.order), tags),
        figures=figure_rows(item.totals, site.assistant),
        changes=changes(item.totals, inputs.previous, site, links, inputs.standings),
        previous=neighbour_link(inputs.previous, links),
        next=neighbour_link(inputs.next, links),
        partials=partials_html(inputs.partials, links),
        extra=record.extra,
    )


def day_row(item: DayItem, links: Links) -> DayRow:
    """A day in a list."""
    return DayRow(
        date=item.date.isoformat(),
        long_date=long_date(item.date),
        weekday=weekday(item.date),
        title=item.title,
        href=links.to(item.address),
        summary=item.summary,
        figures=figure_texts(item.totals),
        draft=item.draft,
    )


def _standings(content: Content, n: int) -> Standings:
    """The place of day `n` among the days with tasks up to it, by figure."""
    found = ((figure.name, ranking.standing(n)) for figure, ranking in zip(RANKED, content.rankings, strict=True))
    return tuple((name, standing) for name, standing in found if standing)
