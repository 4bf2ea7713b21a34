"""A day's page."""

from collections.abc import Iterator, Sequence
from datetime import date

from leverage_site import figures
from leverage_site.charts import Labels
from leverage_site.charts.factors import rug
from leverage_site.dates import long_date, month_of, short_date, week_of, year_of
from leverage_site.pages.claims import Coverage, published_coverage
from leverage_site.pages.content import Content, Day, DayItem
from leverage_site.pages.excerpts import description
from leverage_site.pages.feed_entries import last_change
from leverage_site.pages.links import Links, Partial, author, head, partials_html, picture
from leverage_site.pages.narrative import amount_of, assistant_name, news, weekday
from leverage_site.pages.page import Page, PageKind
from leverage_site.pages.tables import (
    AdjacentPage,
    Standings,
    adjacent,
    adjacent_link,
    changes,
    figure_rows,
    task_table,
    term_links,
)
from leverage_site.pages.thresholds import CHART_POINTS
from leverage_site.pages.urlmap import CLAIMS_FILE, INDEX, LinkMap, TitledAddress
from leverage_site.pages.view_parts import ClaimCount, CorrectionNote, Head, Link, SiteView
from leverage_site.pages.views import DayView
from leverage_site.records.model import Record
from leverage_site.stats.totals import factor
from leverage_site.values import value

WORDS_A_MINUTE = 220


@value
class DayInputs:
    """All that a day's page is made of; `day` is what other pages see of it.

    `tags` and `task_tags` are the day's and its tasks' tags with their addresses, `projects` those of its tasks,
    `week` is a label with an address, `periods` are the year and the month in the same way. `previous_date` and
    `next_date` are the short dates of the days before and after. `claims` are those of its text, where pages tell.
    """

    record: Record
    day: Day
    order: str
    analysis_first: bool
    link_map: LinkMap
    tags: tuple[TitledAddress, ...]
    task_tags: tuple[TitledAddress, ...]
    projects: tuple[TitledAddress, ...]
    week: TitledAddress
    periods: tuple[TitledAddress, ...]
    previous: AdjacentPage | None
    next: AdjacentPage | None
    previous_date: str
    next_date: str
    standings: Standings
    partials: tuple[Partial, ...]
    claims: Coverage | None

    @property
    def item(self) -> DayItem:
        """The day in a list."""
        return self.day.item


def plan_days(kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    """Plan a page for each record."""
    for record, day in zip(content.index.records, content.days, strict=True):
        yield Page(kind, day.item.address, record.path, record.path, (record.date,))


def collect_day(content: Content, day: date) -> DayInputs:
    """Collect all that the page of a day is made of."""
    index, n = content.index, content.index.places[day]
    record, of_day = index.records[n], content.days[n]
    stats = of_day.stats
    before, after = adjacent(content.days, n)
    return DayInputs(
        record=record,
        day=of_day,
        order=content.settings.task_order,
        analysis_first=content.settings.day_order == "analysis",
        link_map=content.link_map(record),
        tags=tuple([content.term("tag", tag) for tag in record.tags]),
        task_tags=tuple([content.term("tag", tag) for tag in stats.task_tags]),
        projects=tuple([content.term("project", name) for name, _ in stats.projects]),
        week=content.period_link(week_of(day)),
        periods=(content.period_link(year_of(day)), content.period_link(month_of(day))),
        previous=AdjacentPage(before.item.headline, before.item.address, before.item.totals) if before else None,
        next=AdjacentPage(after.item.headline, after.item.address) if after else None,
        previous_date=short_date(before.item.date, day) if before else "",
        next_date=short_date(after.item.date, day) if after else "",
        standings=tuple([(name, one) for name, of_days in index.rankings.items() if (one := of_days[n])]),
        partials=content.partials,
        claims=published_coverage(content, record),
    )


def sources_of_day(content: Content, day: date) -> tuple[str, ...]:
    """Return tokens of a day's record, of all days up to it, among which it has its standing, and of the next."""
    n = content.index.places[day]
    following = [one.token for one in content.days[n + 1 : n + 2]]
    return content.index.records[n].digest, content.histories[n], *following


def day_view(site: SiteView, address: str, inputs: DayInputs) -> DayView:
    """Build the page of one day."""
    links = Links(address)
    record, item, body = inputs.record, inputs.item, inputs.record.body.get()
    claims = inputs.claims
    placed = inputs.day.tasks.placed(inputs.order)
    tags, projects = term_links(inputs.task_tags, links), term_links(inputs.projects, links)
    before = inputs.previous.totals if inputs.previous else None
    factors = Labels(
        "factors",
        "Where the factors lie",
        "Each mark is the leverage factor of a task, on a logarithmic scale; "
        f"the strong one is the weighted average, {figures.LEVERAGE.text(item.totals)}.",
        source="#the_log",
    )
    return DayView(
        head=_head(site, address, inputs),
        date=record.date.isoformat(),
        long_date=long_date(record.date),
        weekday=weekday(record.date),
        updated=changed.isoformat() if (changed := last_change(record)) > record.date else "",
        draft=record.draft,
        tags=tuple(Link(name, links.to(place)) for name, place in inputs.tags),
        week=Link(inputs.week[0], links.to(inputs.week[1])),
        reading_minutes=max(1, -(-body.prose.words // WORDS_A_MINUTE)),
        lead=links.html(body.prose.lead, inputs.link_map),
        body=links.html(body.prose.rest, inputs.link_map),
        tasks=task_table(placed, tags, projects, links),
        factors=rug(factors, [(factor(one.task), one.task.task) for one in placed], item.totals.leverage)
        if len(placed) >= CHART_POINTS
        else None,
        figures=figure_rows(item.totals, site.assistant, before, inputs.standings),
        assistant_name=assistant_name(item.totals.assistants, site.assistant),
        changes=changes(item.totals, inputs.previous, links, inputs.standings, inputs.previous_date),
        previous=adjacent_link(inputs.previous, links),
        next=adjacent_link(inputs.next, links),
        partials=partials_html(inputs.partials, links),
        analysis_first=inputs.analysis_first,
        previous_date=inputs.previous_date,
        next_date=inputs.next_date,
        corrections=tuple(
            [CorrectionNote(one.date.isoformat(), long_date(one.date), one.text) for one in record.corrections]
        ),
        extra=body.extra,
        claims=ClaimCount(claims.confirmed, claims.undecided, claims.refuted, links.to(CLAIMS_FILE))
        if claims
        else None,
    )


def _head(site: SiteView, address: str, inputs: DayInputs) -> Head:
    record, item = inputs.record, inputs.item
    about = {
        "@type": "BlogPosting",
        "headline": item.title,
        "datePublished": record.date.isoformat(),
        "dateModified": last_change(record).isoformat(),
        "keywords": [name for name, _ in inputs.tags],
        "wordCount": record.body.get().prose.words,
        "author": author(site),
        "image": picture(site),
        "isPartOf": {"@type": "Blog", "name": site.title, "url": site.base_url},
    }
    when = f"on {long_date(record.date)}"
    return head(
        site,
        address,
        item.title,
        description(amount_of(item.totals, when), record.summary or record.own_lead),
        news=news(item.totals, when),
        trail=(("Records", INDEX), *inputs.periods),
        about=about,
    )


DAY_KIND = PageKind(
    name="day",
    plan=plan_days,
    collect=collect_day,
    sources=sources_of_day,
    view=day_view,
    view_type=DayView,
    template="day.html",
)
