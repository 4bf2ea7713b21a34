"""The index, page by page, and what it shares with other lists of days in pages.

Its first page shows the newest days and what all days amount to; the days before them follow page by page.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

from leverage_site import figures
from leverage_site.charts import BarChart
from leverage_site.charts.bars import hours_of_last_days
from leverage_site.dates import day_range
from leverage_site.language import Verbatim
from leverage_site.markdown import Html
from leverage_site.pages.content import Content, Day, DayItem
from leverage_site.pages.excerpts import description
from leverage_site.pages.leaders import highest_tasks, rank_tasks
from leverage_site.pages.links import Links, Partial, author, head, partials_html
from leverage_site.pages.narrative import assistant_name, days_text, marked, summary_of_all
from leverage_site.pages.page import Page, PageKind, all_days
from leverage_site.pages.tables import ListItem, figure_rows, rollup_rows, summarized_days, term_links
from leverage_site.pages.thresholds import CHART_POINTS, points
from leverage_site.pages.urlmap import INDEX, TitledAddress, numbered
from leverage_site.pages.view_parts import Link, Pager, RankedTask, SiteView
from leverage_site.pages.views import IndexView
from leverage_site.settings import FILE
from leverage_site.stats.totals import Totals
from leverage_site.values import value

Listed = TypeVar("Listed")

CHART_DAYS = 60
NEWEST_DAYS = 5
HIGHEST_TASKS = 3
# Those of two years fit on a screen; the list of months has all.
LISTED_MONTHS = 24


@value
class ListPage(Generic[Listed]):
    """One page of a list of days: page `n` of `of`, the days on it, how many there are in all, the neighbours."""

    n: int
    of: int
    days: tuple[Listed, ...]
    total_days: int
    newer: str | None
    older: str | None


@value
class AllTime:
    """What the first page of the index shows beside its days; with every day's figures it changes.

    `working` is the number of days with tasks, `recent` are the days of the chart, `projects` those of the
    `newest` day as they are spelled and with their addresses, `months` the newest ones first.
    """

    totals: Totals
    working: int
    oldest: date
    recent: tuple[DayItem, ...]
    newest: Day
    projects: tuple[TitledAddress, ...]
    months: tuple[ListItem, ...]
    order: str


@value
class IndexInputs:
    """Some days, and the text that sums up each; `all_time` is on the first page alone, if there is a day."""

    place: ListPage[DayItem]
    texts: tuple[str, ...]
    all_time: AllTime | None
    partials: tuple[Partial, ...]


def plan_index(kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    """Plan the index, page by page."""
    size = content.settings.page_size
    count = page_count(len(content.days) + size - newest_days(size), size)
    for n in range(1, count + 1):
        yield Page(kind, numbered(INDEX, n), FILE, "the index", (n, count))


def newest_days(size: int) -> int:
    """Return how many days the first page has room for, where each other page has `size`."""
    return min(NEWEST_DAYS, size)


def collect_index(content: Content, n: int, count: int) -> IndexInputs:
    """Collect page `n` of the `count` pages of the index."""
    size = content.settings.page_size
    place = list_page(INDEX, content.items, n, count, size, newest_days(size))
    return IndexInputs(
        place=place,
        texts=tuple(content.text_of(item.date) for item in place.days),
        all_time=collect_all_time(content) if n == 1 and content.days else None,
        partials=content.partials,
    )


def collect_all_time(content: Content) -> AllTime:
    """Collect what sums up a site that has a day."""
    newest = content.days[-1]
    months = [month for month in reversed(content.periods("month").values()) if month.days]
    return AllTime(
        totals=content.index.totals,
        working=sum(item.totals.tasks > 0 for item in content.items),
        oldest=content.days[0].date,
        recent=content.items[-CHART_DAYS:],
        newest=newest,
        projects=tuple(content.term("project", name.casefold()) for name, _ in newest.stats.projects),
        months=tuple(
            ListItem(*content.period_link(month.period), detail="", totals=month.totals, hours=())
            for month in months[:LISTED_MONTHS]
        ),
        order=content.settings.task_order,
    )


def sources_of_index(content: Content, n: int, count: int) -> Iterator[str]:
    """Yield tokens of the days on a page of the index and of their records; the first page sums up all days."""
    size = content.settings.page_size
    for one in list_page(INDEX, range(len(content.days)), n, count, size, newest_days(size)).days:
        yield content.index.records[one].digest
        yield content.days[one].token
    if n == 1:
        yield from all_days(content)


def index_view(site: SiteView, address: str, inputs: IndexInputs) -> IndexView:
    """Build one page of the index."""
    place, all_time, links = inputs.place, inputs.all_time, Links(address)
    totals = all_time.totals if all_time else None
    name = assistant_of([totals] if totals else [item.totals for item in place.days], site)
    return IndexView(
        head=head(
            site,
            address,
            numbered_title(site.title, place.n),
            _description(site, inputs),
            trail=() if place.n == 1 else (("Records", INDEX),),
            about={"@type": "Blog", "name": site.title, "author": author(site)},
        ),
        summary=_summary(all_time, name) if all_time else (),
        days=summarized_days(place.days, inputs.texts, links, site.assistant),
        total_days=place.total_days,
        assistant_name=name,
        figures=figure_rows(totals, site.assistant) if totals else (),
        chart=_chart(all_time, links) if all_time else None,
        highest=_highest(all_time, links) if all_time else (),
        months=rollup_rows(all_time.months, links) if all_time else (),
        pager=list_pager(place, links),
        partials=partials_html(inputs.partials, links),
    )


def _description(site: SiteView, inputs: IndexInputs) -> str:
    """Describe the site on the first page of the index, and on each other the days that are there."""
    place, all_time = inputs.place, inputs.all_time
    if all_time and all_time.totals.tasks:
        leverage = figures.LEVERAGE.short(all_time.totals)
        return description(f"{leverage} over {days_text(all_time.working)}.", site.description)
    if place.n == 1:
        return Verbatim(description("", site.description))
    days = [item.date for item in place.days]
    return f"{days_text(len(days))}, {day_range(days[-1], days[0])}: page {place.n} of {place.of}."


def _summary(all_time: AllTime, assistant: str) -> tuple[Html, ...]:
    return tuple(map(marked, summary_of_all(all_time.totals, all_time.working, all_time.oldest, assistant)))


def _chart(all_time: AllTime, links: Links) -> BarChart | None:
    if points(item.totals for item in all_time.recent) < CHART_POINTS:
        return None
    recent = {item.date: item for item in all_time.recent}
    by_date = {day: item.totals for day, item in recent.items()}
    return hours_of_last_days(by_date, CHART_DAYS, lambda day: links.to(recent[day].address))


def _highest(all_time: AllTime, links: Links) -> tuple[RankedTask, ...]:
    """List the tasks of the newest day with the highest factors."""
    tasks = highest_tasks([all_time.newest], HIGHEST_TASKS, all_time.order)
    return rank_tasks(tasks, term_links(all_time.projects, links), links)


def assistant_of(parts: Iterable[Totals], site: SiteView) -> str:
    """Return who did all that `parts` are the totals of, as headings call them."""
    return assistant_name((name for totals in parts for name in totals.assistants), site.assistant)


def numbered_title(title: str, n: int) -> str:
    """Return the title of page `n` of a list."""
    return Verbatim(title) if n == 1 else f"{title}, page {n}"


def page_count(days: int, size: int) -> int:
    """Return how many pages a list of days has; at least one."""
    return max(1, -(-days // size))


def list_page(
    first: str, days: Sequence[Listed], n: int, count: int, size: int, on_first: int | None = None
) -> ListPage[Listed]:
    """Take one page of a list, the newest days first.

    Args:
        first: The address at which the list begins.
        days: All days of the list, in the order of time.
        n: The number of the page, from 1 on.
        count: How many pages the list has.
        size: How many days a page has.
        on_first: How many the first page has, by default as many.

    """
    newer = numbered(first, n - 1) if n > 1 else None
    older = numbered(first, n + 1) if n < count else None
    room = size if on_first is None else on_first
    before, here = (0, room) if n == 1 else (room + (n - 2) * size, size)
    end = len(days) - before
    shown = tuple(days[max(0, end - here) : end])[::-1]
    return ListPage(n, count, shown, len(days), newer, older)


def list_pager(place: ListPage[Any], links: Links) -> Pager:
    """Build the pager of one page of a list."""
    return Pager(
        n=place.n,
        of=place.of,
        previous=Link("Newer days", links.to(place.newer)) if place.newer else None,
        next=Link("Older days", links.to(place.older)) if place.older else None,
    )


INDEX_KIND = PageKind(
    name="index",
    plan=plan_index,
    collect=collect_index,
    sources=sources_of_index,
    view=index_view,
    view_type=IndexView,
    address=INDEX,
    template="index.html",
    nav=("records", "Records"),
)
