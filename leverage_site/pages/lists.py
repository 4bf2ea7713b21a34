"""The index, page by page, and what it shares with other lists of days in pages."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from leverage_site.charts import BarChart
from leverage_site.charts.bars import hours_of_last_days
from leverage_site.pages.content import Content, DayItem
from leverage_site.pages.links import Links, Partial, author, head, partials_html
from leverage_site.pages.narrative import assistant_name
from leverage_site.pages.page import Page, PageKind, all_days
from leverage_site.pages.tables import figure_rows, summarized_days
from leverage_site.pages.urlmap import INDEX, numbered
from leverage_site.pages.view_parts import Link, Pager, SiteView
from leverage_site.pages.views import IndexView
from leverage_site.settings import FILE
from leverage_site.stats.totals import Totals
from leverage_site.values import value

Listed = TypeVar("Listed")

CHART_DAYS = 60


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
class IndexInputs:
    """The newest days, and the text that sums up each.

    `totals` are those of all days, `recent` the days of the chart; both are on the first page alone: others need
    not change with every day's figures.
    """

    place: ListPage[DayItem]
    texts: tuple[str, ...]
    totals: Totals | None
    recent: tuple[DayItem, ...]
    partials: tuple[Partial, ...]


def plan_index(kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    """Plan the index, page by page."""
    count = page_count(len(content.days), content.settings.page_size)
    for n in range(1, count + 1):
        yield Page(kind, numbered(INDEX, n), FILE, "the index", (n, count))


def collect_index(content: Content, n: int, count: int) -> IndexInputs:
    """Collect page `n` of the `count` pages of the index."""
    place = list_page(INDEX, content.items, n, count, content.settings.page_size)
    return IndexInputs(
        place=place,
        texts=tuple(content.text_of(item.date) for item in place.days),
        totals=content.index.totals if n == 1 else None,
        recent=content.items[-CHART_DAYS:] if n == 1 else (),
        partials=content.partials,
    )


def sources_of_index(content: Content, n: int, count: int) -> Iterator[str]:
    """Yield tokens of the days on a page of the index and of their records; the first page sums up all days."""
    place = list_page(INDEX, range(len(content.days)), n, count, content.settings.page_size)
    for one in place.days:
        yield content.index.records[one].digest
        yield content.days[one].token
    if n == 1:
        yield from all_days(content)


def index_view(site: SiteView, address: str, inputs: IndexInputs) -> IndexView:
    """Build one page of the index."""
    place, totals, links = inputs.place, inputs.totals, Links(address)
    return IndexView(
        head=head(
            site,
            address,
            numbered_title(site.title, place.n),
            site.description,
            trail=() if place.n == 1 else (("Records", INDEX),),
            about={"@type": "Blog", "name": site.title, "author": author(site)},
        ),
        days=summarized_days(place.days, inputs.texts, links, site.assistant),
        total_days=place.total_days,
        assistant_name=assistant_of([totals] if totals else [item.totals for item in place.days], site),
        figures=figure_rows(totals, site.assistant) if totals else (),
        chart=_chart(inputs, links) if totals and totals.tasks else None,
        pager=list_pager(place, links),
        partials=partials_html(inputs.partials, links),
    )


def _chart(inputs: IndexInputs, links: Links) -> BarChart:
    recent = {item.date: item for item in inputs.recent}
    by_date = {day: item.totals for day, item in recent.items()}
    return hours_of_last_days(by_date, CHART_DAYS, lambda day: links.to(recent[day].address))


def assistant_of(parts: Iterable[Totals], site: SiteView) -> str:
    """Return who did all that `parts` are the totals of, as headings call them."""
    return assistant_name((name for totals in parts for name in totals.assistants), site.assistant)


def numbered_title(title: str, n: int) -> str:
    """Return the title of page `n` of a list."""
    return title if n == 1 else f"{title}, page {n}"


def page_count(days: int, size: int) -> int:
    """Return how many pages a list of days has; at least one."""
    return max(1, -(-days // size))


def list_page(first: str, days: Sequence[Listed], n: int, count: int, size: int) -> ListPage[Listed]:
    """Take one page of a list, the newest days first.

    Args:
        first: The address at which the list begins.
        days: All days of the list, in the order of time.
        n: The number of the page, from 1 on.
        count: How many pages the list has.
        size: How many days a page has.

    """
    newer = numbered(first, n - 1) if n > 1 else None
    older = numbered(first, n + 1) if n < count else None
    end = len(days) - (n - 1) * size
    shown = tuple(days[max(0, end - size) : end])[::-1]
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
    nav=(1, "Records"),
)
