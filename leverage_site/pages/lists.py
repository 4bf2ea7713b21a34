"""Pages that are lists: the index page by page, and what lists of periods, tags and projects share."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from leverage_site.charts.bars import hours_of_last_days, spark
from leverage_site.figures import share_text
from leverage_site.pages.content import Content, DayItem
from leverage_site.pages.day import summarized_days
from leverage_site.pages.links import Links, Partial, Trail, author, head, partials_html
from leverage_site.pages.narrative import assistant_name
from leverage_site.pages.page import Page, PageKind
from leverage_site.pages.tables import figure_rows, figure_texts, pager
from leverage_site.pages.urlmap import INDEX, numbered
from leverage_site.pages.views.pages import IndexView
from leverage_site.pages.views.parts import Head, Pager, RollupRow, SiteView
from leverage_site.settings import FILE
from leverage_site.stats.totals import NOTHING, Totals

Item = TypeVar("Item")

CHART_DAYS = 60


@dataclass(frozen=True, slots=True)
class Slice(Generic[Item]):
    """One page of a list of days: page `n` of `of`, the days on it, how many there are in all, the neighbours."""

    n: int
    of: int
    days: tuple[Item, ...]
    total_days: int
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class IndexInputs:
    """The newest days, and the text that sums up each.

    `totals` are those of all days, `recent` the days of the chart; both are on the first page alone: others need
    not change with every day's figures.
    """

    slice: Slice[DayItem]
    texts: tuple[str, ...]
    totals: Totals | None
    recent: tuple[DayItem, ...]
    partials: tuple[Partial, ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """A period, a tag or a project in a list; `hours` are the human hours of its days or months, in order."""

    text: str
    address: str
    detail: str
    totals: Totals
    hours: tuple[float, ...]


def _plan_index(kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    count = page_count(len(content.days), content.settings.page_size)
    for n in range(1, count + 1):
        yield Page(kind, numbered(INDEX, n), FILE, "the index", (n, count))


def _index_inputs(content: Content, n: int, count: int) -> IndexInputs:
    part = page_of(INDEX, content.items, n, count, content.settings.page_size)
    first = n == 1
    return IndexInputs(
        slice=part,
        texts=tuple(content.text_of(item.date) for item in part.days),
        totals=content.index.totals if first else None,
        recent=content.items[-CHART_DAYS:] if first else (),
        partials=content.partials,
    )


def index_view(site: SiteView, address: str, inputs: IndexInputs) -> IndexView:
    """One page of the index."""
    part, links = inputs.slice, Links(address)
    recent = {item.date: item.totals for item in inputs.recent}
    counted = [inputs.totals] if inputs.totals else [item.totals for item in part.days]
    return IndexView(
        head=_index_head(site, address, part.n),
        days=summarized_days(part.days, inputs.texts, links, site.assistant),
        total_days=part.total_days,
        assistant_name=name_of(counted, site),
        figures=figure_rows(inputs.totals, site.assistant) if inputs.totals else (),
        chart=hours_of_last_days(recent, CHART_DAYS) if inputs.totals and inputs.totals.tasks else None,
        pager=list_pager(part, links),
        partials=partials_html(inputs.partials, links),
    )


def _index_head(site: SiteView, address: str, n: int) -> Head:
    about = {"@type": "Blog", "name": site.title, "author": author(site)}
    trail: Trail = () if n == 1 else (("Records", INDEX),)
    return head(site, address, numbered_title(site.title, n), site.description, trail=trail, about=about)


def name_of(parts: Iterable[Totals], site: SiteView) -> str:
    """Who did all that `parts` are the totals of, as headings call them."""
    return assistant_name((name for totals in parts for name in totals.assistants), site.assistant)


def rollup_row(item: ListItem, links: Links, whole: Totals | None = None) -> RollupRow:
    """A row of a list; `whole` is what it is a share of."""
    return RollupRow(
        text=item.text,
        href=links.to(item.address),
        detail=item.detail,
        days=item.totals.days,
        figures=figure_texts(item.totals),
        spark=spark(item.hours),
        sparks=len(item.hours),
        share=share_text(item.totals.human, whole.human) if whole and whole.human > NOTHING else "",
    )


def numbered_title(title: str, n: int) -> str:
    """The title of page `n` of a list."""
    return title if n == 1 else f"{title}, page {n}"


def list_pager(part: Slice[Item], links: Links) -> Pager:
    """The pager of one page of a list."""
    newer, older = (links.to(place) if place else None for place in (part.newer, part.older))
    return pager(part.n, part.of, newer, older)


def page_count(days: int, size: int) -> int:
    """How many pages a list of days has; at least one."""
    return max(1, -(-days // size))


def page_of(first: str, days: Sequence[Item], n: int, count: int, size: int) -> Slice[Item]:
    """Page `n` of the `count` pages of a list that begins at `first`; the newest days come first."""
    newer = numbered(first, n - 1) if n > 1 else None
    older = numbered(first, n + 1) if n < count else None
    end = len(days) - (n - 1) * size
    shown = tuple(days[max(0, end - size) : end])[::-1]
    return Slice(n, count, shown, len(days), newer, older)


INDEX_KIND = PageKind(
    name="index",
    plan=_plan_index,
    collect=_index_inputs,
    view=index_view,
    view_type=IndexView,
    address=INDEX,
    template="index.html",
    nav=(1, "Records"),
)
