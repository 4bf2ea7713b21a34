"""A day's page, and the same day as an entry of a feed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from leverage_site import figures
from leverage_site.charts import Labels, Rug
from leverage_site.charts.scales import per_cent, rug
from leverage_site.dates import long_date, month_of, week_of, year_of
from leverage_site.pages.content import Content, DayItem
from leverage_site.pages.links import Links, Partial, Trail, author, head, partials_html
from leverage_site.pages.narrative import assistant_name, weekday
from leverage_site.pages.page import Page, PageKind
from leverage_site.pages.tables import (
    AdjacentPage,
    Standings,
    adjacent,
    adjacent_link,
    changes,
    figure_rows,
    figure_texts,
    placed_tasks,
    task_table,
    term_links,
)
from leverage_site.pages.urlmap import INDEX, LinkMap
from leverage_site.pages.views.pages import DayView
from leverage_site.pages.views.parts import DayRow, Head, Link, SiteView, SummarizedDay
from leverage_site.records.model import Record, Task
from leverage_site.stats.totals import NOTHING, Totals, factor

WORDS_A_MINUTE = 220


@dataclass(frozen=True, slots=True)
class DayInputs:
    """All that a day's page is made of; `text` sums the record up.

    `tags` and `task_tags` are the day's and its tasks' tags with their addresses, `projects` those of its tasks,
    `week` is a label with an address, `periods` are the year and the month in the same way.
    """

    record: Record
    text: str
    item: DayItem
    order: str
    link_map: LinkMap
    tags: tuple[tuple[str, str], ...]
    task_tags: tuple[tuple[str, str], ...]
    projects: tuple[tuple[str, str], ...]
    week: tuple[str, str]
    periods: Trail
    previous: AdjacentPage | None
    next: AdjacentPage | None
    standings: Standings
    partials: tuple[Partial, ...]


def _plan_days(kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    for record, day in zip(content.index.records, content.days, strict=True):
        yield Page(kind, day.item.address, record.path, record.path, (record.date,))


def day_inputs(content: Content, day: date) -> DayInputs:
    """What the page of a day is made of."""
    n = content.index.places[day]
    record, stats, item = content.index.records[n], content.days[n].stats, content.days[n].item
    before, after = (one and one.item for one in adjacent(content.days, n))
    return DayInputs(
        record=record,
        text=content.text_of(day),
        item=item,
        order=content.settings.task_order,
        link_map=content.link_map(record),
        tags=tuple(content.term("tag", tag) for tag in record.tags),
        task_tags=tuple(content.term("tag", tag) for tag in stats.task_tags),
        projects=tuple(content.term("project", name) for name, _ in stats.projects),
        week=content.period_link(week_of(day)),
        periods=(content.period_link(year_of(day)), content.period_link(month_of(day))),
        previous=AdjacentPage(before.title, before.address, before.totals) if before else None,
        next=AdjacentPage(after.title, after.address) if after else None,
        standings=_standings(content, n),
        partials=content.partials,
    )


def day_view(site: SiteView, address: str, inputs: DayInputs) -> DayView:
    """The page of one day, its links relative."""
    return view_with(site, address, inputs, Links(address))


def view_with(site: SiteView, address: str, inputs: DayInputs, links: Links) -> DayView:
    """The view of one day, its links as `links` has them."""
    record, item, body = inputs.record, inputs.item, inputs.record.body.get()
    placed = placed_tasks(body.tasks, inputs.order)
    tags, projects = term_links(inputs.task_tags, links), term_links(inputs.projects, links)
    return DayView(
        head=_head(site, address, inputs),
        date=record.date.isoformat(),
        long_date=long_date(record.date),
        weekday=weekday(record.date),
        updated=record.updated.isoformat() if record.updated else "",
        draft=record.draft,
        tags=tuple(Link(name, links.to(place)) for name, place in inputs.tags),
        week=Link(inputs.week[0], links.to(inputs.week[1])),
        reading_minutes=max(1, -(-body.prose.words // WORDS_A_MINUTE)),
        lead=links.html(body.prose.lead, inputs.link_map),
        body=links.html(body.prose.rest, inputs.link_map),
        tasks=task_table(placed, tags, projects, links),
        factors=_factors([one.task for one in placed], item.totals),
        figures=figure_rows(item.totals, site.assistant),
        assistant_name=assistant_name(item.totals.assistants, site.assistant),
        changes=changes(item.totals, inputs.previous, site, links, inputs.standings),
        previous=adjacent_link(inputs.previous, links),
        next=adjacent_link(inputs.next, links),
        partials=partials_html(inputs.partials, links),
        extra=body.extra,
    )


def _factors(tasks: Sequence[Task], totals: Totals) -> Rug | None:
    text = (
        "Each mark is the leverage factor of a task, on a logarithmic scale; "
        f"the strong one is the weighted average, {figures.LEVERAGE.text(totals)}."
    )
    labels = Labels("factors", "Where the factors lie", text, source="task_log")
    return rug(labels, [factor(task) for task in tasks], totals.leverage)


def _head(site: SiteView, address: str, inputs: DayInputs) -> Head:
    record, item = inputs.record, inputs.item
    about = {
        "@type": "BlogPosting",
        "headline": item.title,
        "datePublished": record.date.isoformat(),
        "dateModified": (record.updated or record.date).isoformat(),
        "keywords": [name for name, _ in inputs.tags],
        "wordCount": record.body.get().prose.words,
        "author": author(site),
        "isPartOf": {"@type": "Blog", "name": site.title, "url": site.base_url},
    }
    trail = (("Records", INDEX), *inputs.periods)
    return head(site, address, item.title, inputs.text, trail=trail, about=about)


def day_rows(items: Sequence[DayItem], links: Links) -> tuple[DayRow, ...]:
    """Days in a list, each with a bar against the one with the most hours."""
    most = max((item.totals.human for item in items), default=NOTHING)
    return tuple(_day_row(item, links, per_cent(item.totals.human / most) if most else "0") for item in items)


def summarized_days(
    items: Sequence[DayItem], texts: Sequence[str], links: Links, assistant: str
) -> tuple[SummarizedDay, ...]:
    """Days in a list, as `day_rows`, each with the text that sums it up; `assistant` is the site's own."""
    rows = zip(day_rows(items, links), texts, items, strict=True)
    return tuple(
        SummarizedDay(
            row.date,
            row.long_date,
            row.weekday,
            row.title,
            row.href,
            row.figures,
            row.bar,
            row.draft,
            text,
            assistant_name(item.totals.assistants, assistant),
        )
        for row, text, item in rows
    )


def _day_row(item: DayItem, links: Links, bar: str) -> DayRow:
    return DayRow(
        date=item.date.isoformat(),
        long_date=long_date(item.date),
        weekday=weekday(item.date),
        title=item.title,
        href=links.to(item.address),
        figures=figure_texts(item.totals),
        bar=bar,
        draft=item.draft,
    )


def _standings(content: Content, n: int) -> Standings:
    """The place of day `n` among the days with tasks up to it, by figure."""
    found = ((name, standings[n]) for name, standings in content.index.rankings.items())
    return tuple((name, standing) for name, standing in found if standing)


DAY_KIND = PageKind(
    name="day", plan=_plan_days, collect=day_inputs, view=day_view, view_type=DayView, template="day.html"
)
