"""Pages that are lists: the index and the tags, page by page, and the lists of weeks and of tags."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from leverage_site.figures import counted
from leverage_site.pages.content import Content, DayItem
from leverage_site.pages.day import day_row
from leverage_site.pages.directory import INDEX, TAGS, numbered
from leverage_site.pages.links import Links, Partial, head, partials_html
from leverage_site.pages.page import Page
from leverage_site.pages.rows import figure_rows, figure_texts, pager
from leverage_site.pages.views import IndexView, ListView, Pager, RollupRow, SiteView, TagView
from leverage_site.settings import FILE
from leverage_site.stats.rollups import by_tag
from leverage_site.stats.totals import Totals, totals, whole_day


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a list of days: page `n` of `of`, the days on it, how many there are in all, the neighbours."""

    n: int
    of: int
    days: tuple[DayItem, ...]
    total_days: int
    totals: Totals
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class IndexInputs:
    """The newest days."""

    slice: Slice
    partials: tuple[Partial, ...]


@dataclass(frozen=True, slots=True)
class TagInputs:
    """The days of one tag."""

    tag: str
    slice: Slice


@dataclass(frozen=True, slots=True)
class ListItem:
    """A week or a tag in the list of all."""

    text: str
    address: str
    detail: str
    totals: Totals


@dataclass(frozen=True, slots=True)
class ListInputs:
    """A list of weeks or tags."""

    title: str
    description: str
    items: tuple[ListItem, ...]


def index_pages(content: Content) -> Iterator[Page]:
    """The index, page by page."""
    sums = totals([whole_day(day.record) for day in content.days])
    for address, part in _slices(INDEX, content.days, sums, content.settings.page_size):
        yield Page(address, "the index", FILE, IndexInputs(part, content.partials), index_view, "index.html")


def tag_pages(content: Content) -> Iterator[Page]:
    """The pages of each tag, and the list of tags."""
    by_date = {day.record.date: day for day in content.days}
    items = []
    for rollup in by_tag(content.library.records):
        tag, first = content.tag(str(rollup.key))
        days = [replace(by_date[part.date], totals=totals([part])) for part in rollup.portions]
        for address, part in _slices(first, days, rollup.totals, content.settings.page_size):
            origin = days[0].record.path
            yield Page(address, f"the tag '{tag}'", origin, TagInputs(tag, part), tag_view, "tag.html")
        items.append(ListItem(tag, first, "", rollup.totals))
    inputs = ListInputs("Tags", "Every tag of a day or a task.", tuple(items))
    yield Page(TAGS, "the list of tags", FILE, inputs, list_view, "tags.html")


def index_view(site: SiteView, address: str, inputs: IndexInputs) -> IndexView:
    """One page of the index."""
    part, links = inputs.slice, Links(address)
    return IndexView(
        head=head(site, address, _numbered(site.title, part.n), site.description),
        days=tuple(day_row(day, links) for day in part.days),
        total_days=part.total_days,
        figures=figure_rows(part.totals, site.assistant),
        pager=_pager(part, links),
        partials=partials_html(inputs.partials, links),
    )


def tag_view(site: SiteView, address: str, inputs: TagInputs) -> TagView:
    """One page of a tag."""
    part, links = inputs.slice, Links(address)
    description = (
        f"{counted(part.total_days, 'day')} with the tag {inputs.tag}, {counted(part.totals.tasks, 'task')}."
    )
    return TagView(
        head=head(site, address, _numbered(f"Tag: {inputs.tag}", part.n), description),
        tag=inputs.tag,
        days=tuple(day_row(day, links) for day in part.days),
        total_days=part.total_days,
        figures=figure_rows(part.totals, site.assistant),
        pager=_pager(part, links),
    )


def list_view(site: SiteView, address: str, inputs: ListInputs) -> ListView:
    """All weeks, or all tags."""
    links = Links(address)
    return ListView(
        head=head(site, address, inputs.title, inputs.description),
        rows=tuple(
            RollupRow(
                text=item.text,
                href=links.to(item.address),
                detail=item.detail,
                days=item.totals.days,
                figures=figure_texts(item.totals),
            )
            for item in inputs.items
        ),
    )


def _numbered(title: str, n: int) -> str:
    return title if n == 1 else f"{title}, page {n}"


def _pager(part: Slice, links: Links) -> Pager:
    newer, older = (links.to(place) if place else None for place in (part.newer, part.older))
    return pager(part.n, part.of, newer, older)


def _slices(first: str, days: Sequence[DayItem], sums: Totals, size: int) -> Iterator[tuple[str, Slice]]:
    """The days, newest first, cut into pages with their addresses; at least one page."""
    newest = tuple(reversed(days))
    count = max(1, -(-len(newest) // size))
    for n in range(1, count + 1):
        newer = numbered(first, n - 1) if n > 1 else None
        older = numbered(first, n + 1) if n < count else None
        shown = newest[(n - 1) * size : n * size]
        yield numbered(first, n), Slice(n, count, shown, len(newest), sums, newer, older)
