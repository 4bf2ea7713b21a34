"""Tags and projects: the pages of each, page by page, and the lists of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from leverage_site import figures
from leverage_site.charts import BarChart
from leverage_site.charts.bars import hours_of_months
from leverage_site.dates import Period, months_up_to
from leverage_site.markdown import Html
from leverage_site.pages.content import Content, TermDays
from leverage_site.pages.day import day_rows
from leverage_site.pages.links import Links, head
from leverage_site.pages.lists import (
    ListItem,
    Slice,
    list_pager,
    name_of,
    numbered_title,
    page_count,
    page_of,
    rollup_row,
)
from leverage_site.pages.page import Page, PageKind
from leverage_site.pages.tables import figure_rows
from leverage_site.pages.urlmap import PROJECTS, TAGS, LinkMap
from leverage_site.pages.urlmap import numbered as numbered_address
from leverage_site.pages.views.pages import ListView, TermView
from leverage_site.pages.views.parts import Head, SiteView
from leverage_site.records.model import Note
from leverage_site.stats.index import TermGroup, TermKind
from leverage_site.stats.totals import Totals
from leverage_site.text import count_noun

# A row is short, so that a page has room for several times the days of the index.
ROWS = 5
SPARK_MONTHS = 12

# The addresses of the lists, and what they say of themselves.
_LISTS: dict[TermKind, tuple[str, str]] = {
    "tag": (TAGS, "Every tag of a day or a task."),
    "project": (PROJECTS, "Every project that a task belongs to."),
}


@dataclass(frozen=True, slots=True)
class TermInputs:
    """The days of one tag or project.

    `shown` are those on the page; `all_days` and the author's note are given to the first page
    alone: others need not change with them.
    """

    kind: TermKind
    name: str
    place: Slice[int]
    shown: TermDays
    all_days: TermDays | None
    note: Note | None
    link_map: LinkMap


@dataclass(frozen=True, slots=True)
class TermsInputs:
    """All tags or all projects with their addresses; `totals` are those of all days, `newest` is the last day."""

    kind: TermKind
    terms: tuple[tuple[str, str], ...]
    terms_days: tuple[TermDays, ...]
    totals: Totals
    newest: date | None


def _plan_terms(term_kind: TermKind, kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    for name, of_term in content.term_days[term_kind].items():
        spelled, address = content.term(term_kind, name)
        count = page_count(len(of_term.days), content.settings.page_size * ROWS)
        path, origin = content.path_of(of_term.days[0].date), f"the {term_kind} '{spelled}'"
        for n in range(1, count + 1):
            yield Page(kind, numbered_address(address, n), path, origin, (term_kind, name, n, count))


def _term_inputs(content: Content, kind: TermKind, name: str, n: int, count: int) -> TermInputs:
    spelled, address = content.term(kind, name)
    of_term = content.term_days[kind][name]
    part = page_of(address, range(len(of_term.days)), n, count, content.settings.page_size * ROWS)
    note = content.note_of(kind, name) if n == 1 else None
    return TermInputs(
        kind=kind,
        name=spelled,
        place=replace(part, days=()),
        shown=of_term.select(part.days),
        all_days=of_term if n == 1 else None,
        note=note,
        link_map=content.link_map(note) if note else (),
    )


def _terms_inputs(content: Content, kind: TermKind) -> TermsInputs:
    of_terms = content.term_days[kind]
    terms = tuple(content.term(kind, name) for name in of_terms)
    newest = content.days[-1].date if content.days else None
    return TermsInputs(kind, terms, tuple(of_terms.values()), content.index.totals, newest)


def term_view(site: SiteView, address: str, inputs: TermInputs) -> TermView:
    """One page of a tag or a project."""
    part, links = inputs.place, Links(address)
    group = inputs.all_days.group if inputs.all_days else None
    counted_here = [group.totals] if group else [item.totals for item in inputs.shown.items]
    return TermView(
        head=_head(site, address, inputs),
        kind=inputs.kind,
        name=inputs.name,
        days=day_rows(inputs.shown.items, links),
        total_days=part.total_days,
        note=links.note(inputs.note, inputs.link_map) if inputs.note else Html(),
        assistant_name=name_of(counted_here, site),
        figures=figure_rows(group.totals, site.assistant) if group else (),
        chart=_chart(group) if group and len(group.months) > 1 else None,
        pager=list_pager(part, links),
    )


def _chart(group: TermGroup) -> BarChart:
    first, last = (group.parts[n][0].date for n in (0, -1))
    return hours_of_months(first, last, group.months)


def _head(site: SiteView, address: str, inputs: TermInputs) -> Head:
    part, all_days = inputs.place, inputs.all_days
    counts = count_noun(all_days.group.totals.tasks, "task") if all_days else f"page {part.n} of {part.of}"
    title = numbered_title(f"{inputs.kind.capitalize()}: {inputs.name}", part.n)
    description = f"{count_noun(part.total_days, 'day')} with the {inputs.kind} {inputs.name}, {counts}."
    trail = ((f"{inputs.kind.capitalize()}s", _LISTS[inputs.kind][0]),)
    return head(site, address, title, description, trail=trail, about={"@type": "CollectionPage"})


def terms_view(site: SiteView, address: str, inputs: TermsInputs) -> ListView:
    """All tags or all projects, those with the most human hours first."""
    links, title, description = Links(address), f"{inputs.kind.capitalize()}s", _LISTS[inputs.kind][1]
    months = months_up_to(inputs.newest, SPARK_MONTHS) if inputs.newest else []
    found = (_item(term, days.group, months) for term, days in zip(inputs.terms, inputs.terms_days, strict=True))
    listed = sorted(found, key=lambda item: item.text.casefold())
    listed.sort(key=lambda item: item.totals.human, reverse=True)
    about = {"@type": "CollectionPage"}
    return ListView(
        head=head(site, address, title, description, about=about),
        rows=tuple(rollup_row(item, links, inputs.totals) for item in listed),
        assistant_name=name_of([item.totals for item in listed], site),
    )


def _item(term: tuple[str, str], group: TermGroup, months: Iterable[Period]) -> ListItem:
    hours = (figures.in_hours(group.months.get(month.key)) for month in months)
    return ListItem(*term, "", group.totals, tuple(hours))


def _kinds(name: TermKind, nav: tuple[int, str]) -> Iterator[PageKind]:
    yield PageKind(
        name=name,
        plan=partial(_plan_terms, name),
        collect=_term_inputs,
        view=term_view,
        view_type=TermView,
        template=f"{name}.html",
        cost_of_1000_days=3,
    )
    yield PageKind(
        name=f"{name}s",
        collect=partial(_terms_inputs, kind=name),
        view=terms_view,
        view_type=ListView,
        address=_LISTS[name][0],
        origin=f"the list of {name}s",
        template=f"{name}s.html",
        nav=nav,
    )


TERM_KINDS = (*_kinds("tag", (5, "Tags")), *_kinds("project", (4, "Projects")))
