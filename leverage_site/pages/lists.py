"""Pages that are lists: the index and the tags, page by page, and the list of tags."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from leverage_site.counting import counted
from leverage_site.pages.content import Content
from leverage_site.pages.day import day_row
from leverage_site.pages.days import DayItem
from leverage_site.pages.directory import INDEX, TAGS, numbered
from leverage_site.pages.links import Links, Partial, head, partials_html
from leverage_site.pages.page import Page
from leverage_site.pages.rows import figure_rows, figure_texts, pager
from leverage_site.pages.views import FigureRow, IndexView, ListView, Pager, RollupRow, SiteView, TagView
from leverage_site.settings import FILE
from leverage_site.stats.totals import Totals


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a list of days: page `n` of `of`, the days on it, how many there are in all, the neighbours.

    `totals` are those of the whole list, on its first page alone: others need not change with every day's figures.
    """

    n: int
    of: int
    days: tuple[DayItem, ...]
    total_days: int
    totals: Totals | None
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
    """A period or a tag in a list."""

    text: str
    address: str
    detail: str
    totals: Totals


@dataclass(frozen=True, slots=True)
class ListInputs:
    """A list of periods or tags."""

    title: str
    description: str
    items: tuple[ListItem, ...]


def index_pages(content: Content) -> Iterator[Page]:
    """The index, page by page."""
    count = _count(len(content.days), content.settings.page_size)
    for n in range(1, count + 1):
        gather = partial(_index_inputs, n, count)
        yield Page(numbered(INDEX, n), "the index", FILE, gather, index_view, "index.html")


def tag_pages(content: Content) -> Iterator[Page]:
    """The pages of each tag, and the list of tags."""
    for tag, days in sorted(content.tagged.items()):
        spelled, address = content.tag(tag)
        count = _count(len(days.parts), content.settings.page_size)
        for n in range(1, count + 1):
            yield Page(
                address=numbered(address, n),
                origin=f"the tag '{spelled}'",
                path=days.parts[0][0].record.path,
                gather=partial(_tag_inputs, tag, n, count),
                view=tag_view,
                template="tag.html",
            )
    yield Page(TAGS, "the list of tags", FILE, _tags_inputs, list_view, "tags.html")


def _index_inputs(n: int, count: int, content: Content) -> IndexInputs:
    part = _slice(INDEX, content.items, content.totals, n, count, content.settings.page_size)
    return IndexInputs(part, content.partials)


def _tag_inputs(tag: str, n: int, count: int, content: Content) -> TagInputs:
    spelled, address = content.tag(tag)
    days = content.tagged[tag]
    return TagInputs(spelled, _slice(address, days.items, days.totals, n, count, content.settings.page_size))


def _tags_inputs(content: Content) -> ListInputs:
    items = (ListItem(*content.tag(tag), "", days.totals) for tag, days in content.tagged.items())
    listed = sorted(items, key=lambda item: (item.text.casefold(), item.text))
    return ListInputs("Tags", "Every tag of a day or a task.", tuple(listed))


def index_view(site: SiteView, address: str, inputs: IndexInputs) -> IndexView:
    """One page of the index."""
    part, links = inputs.slice, Links(address)
    return IndexView(
        head=head(site, address, _numbered(site.title, part.n), site.description),
        days=tuple(day_row(day, links) for day in part.days),
        total_days=part.total_days,
        figures=_figures(part, site),
        pager=_pager(part, links),
        partials=partials_html(inputs.partials, links),
    )


def tag_view(site: SiteView, address: str, inputs: TagInputs) -> TagView:
    """One page of a tag."""
    part, links = inputs.slice, Links(address)
    counts = counted(part.totals.tasks, "task") if part.totals else f"page {part.n} of {part.of}"
    description = f"{counted(part.total_days, 'day')} with the tag {inputs.tag}, {counts}."
    return TagView(
        head=head(site, address, _numbered(f"Tag: {inputs.tag}", part.n), description),
        tag=inputs.tag,
        days=tuple(day_row(day, links) for day in part.days),
        total_days=part.total_days,
        figures=_figures(part, site),
        pager=_pager(part, links),
    )


def list_view(site: SiteView, address: str, inputs: ListInputs) -> ListView:
    """All periods of a kind, or all tags."""
    links = Links(address)
    rows = tuple(rollup_row(item, links) for item in inputs.items)
    return ListView(head=head(site, address, inputs.title, inputs.description), rows=rows)


def rollup_row(item: ListItem, links: Links) -> RollupRow:
    """A period or a tag in a list."""
    return RollupRow(
        text=item.text,
        href=links.to(item.address),
        detail=item.detail,
        days=item.totals.days,
        figures=figure_texts(item.totals),
    )


def _figures(part: Slice, site: SiteView) -> tuple[FigureRow, ...]:
    return figure_rows(part.totals, site.assistant) if part.totals else ()


def _numbered(title: str, n: int) -> str:
    return title if n == 1 else f"{title}, page {n}"


def _pager(part: Slice, links: Links) -> Pager:
    newer, older = (links.to(place) if place else None for place in (part.newer, part.older))
    return pager(part.n, part.of, newer, older)


def _count(days: int, size: int) -> int:
    """How many pages a list of days has; at least one."""
    return max(1, -(-days // size))


def _slice(first: str, days: Sequence[DayItem], sums: Totals, n: int, count: int, size: int) -> Slice:
    """Page `n` of the `count` pages of a list that begins at `first`; the newest days come first."""
    newer = numbered(first, n - 1) if n > 1 else None
    older = numbered(first, n + 1) if n < count else None
    end = len(days) - (n - 1) * size
    shown = tuple(days[max(0, end - size) : end])[::-1]
    return Slice(n, count, shown, len(days), sums if n == 1 else None, newer, older)
