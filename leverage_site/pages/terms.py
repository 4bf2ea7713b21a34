"""Tags and projects: the pages of each, page by page, and the lists of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from leverage_site import figures
from leverage_site.charts.bars import MOST_MONTHS, hours_of_months
from leverage_site.dates import months_up_to
from leverage_site.markdown import Html
from leverage_site.pages.content import Content, TermDays
from leverage_site.pages.links import Links, head
from leverage_site.pages.lists import ListPage, assistant_of, list_page, list_pager, numbered_title, page_count
from leverage_site.pages.page import Page, PageKind, all_days
from leverage_site.pages.tables import ListItem, day_rows, figure_rows, rollup_rows
from leverage_site.pages.urlmap import PROJECTS, TAGS, LinkMap, TitledAddress, numbered
from leverage_site.pages.view_parts import SiteView
from leverage_site.pages.views import ListView, TermView
from leverage_site.records.model import Note
from leverage_site.stats.index import TermKind
from leverage_site.stats.totals import Totals
from leverage_site.text import count_noun
from leverage_site.values import value

# A row is short, so that a page has room for several times the days of the index.
ROWS = 5
SPARK_MONTHS = 12

# The addresses of the lists, and what they say of themselves.
_LISTS: dict[TermKind, tuple[str, str]] = {
    "tag": (TAGS, "Every tag of a day or a task."),
    "project": (PROJECTS, "Every project that a task belongs to."),
}


@value
class TermInputs:
    """The days of one tag or project.

    `days` are those on the page; `all_days`, the newest `months` with one of them (titles with addresses) and the
    author's note are given to the first page alone: others need not change with them.
    """

    kind: TermKind
    name: str
    place: ListPage[int]
    days: TermDays
    all_days: TermDays | None
    months: tuple[TitledAddress, ...]
    note: Note | None
    link_map: LinkMap


@value
class TermsInputs:
    """All tags or all projects with their addresses; `totals` are those of all days, `newest` is the last day."""

    kind: TermKind
    terms: tuple[TitledAddress, ...]
    terms_days: tuple[TermDays, ...]
    totals: Totals
    newest: date | None


def plan_terms(term_kind: TermKind, kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    """Plan the pages of each tag or each project."""
    for name, of_term in content.term_days[term_kind].items():
        spelling, address = content.term(term_kind, name)
        count = page_count(len(of_term.days), content.settings.page_size * ROWS)
        path, origin = content.path_of(of_term.days[0].date), f"the {term_kind} '{spelling}'"
        for n in range(1, count + 1):
            yield Page(kind, numbered(address, n), path, origin, (term_kind, name, n, count))


def collect_term(content: Content, kind: TermKind, name: str, n: int, count: int) -> TermInputs:
    """Collect page `n` of the `count` pages of a tag or a project by its `name` in folded case."""
    spelling, address = content.term(kind, name)
    of_term = content.term_days[kind][name]
    place = list_page(address, range(len(of_term.days)), n, count, content.settings.page_size * ROWS)
    note = content.note_of(kind, name) if n == 1 else None
    return TermInputs(
        kind=kind,
        name=spelling,
        place=replace(place, days=()),
        days=of_term.select(place.days),
        all_days=of_term if n == 1 else None,
        months=_months(content, of_term) if n == 1 else (),
        note=note,
        link_map=content.link_map(note) if note else (),
    )


def _months(content: Content, of_term: TermDays) -> tuple[TitledAddress, ...]:
    """Return the newest months of a tag or a project, as many as its chart draws."""
    months, last = of_term.group.months, of_term.days[-1].date
    return tuple(content.period_link(month) for month in months_up_to(last, MOST_MONTHS) if month.key in months)


def sources_of_term(content: Content, kind: TermKind, name: str, *_: int) -> tuple[str]:
    """Return a token of all days of a tag or a project."""
    return (content.term_days[kind][name].token,)


def collect_terms(content: Content, kind: TermKind) -> TermsInputs:
    """Collect all tags or all projects."""
    of_terms = content.term_days[kind]
    terms = tuple(content.term(kind, name) for name in of_terms)
    newest = content.days[-1].date if content.days else None
    return TermsInputs(kind, terms, tuple(of_terms.values()), content.index.totals, newest)


def term_view(site: SiteView, address: str, inputs: TermInputs) -> TermView:
    """Build one page of a tag or a project."""
    kind, place, links = inputs.kind, inputs.place, Links(address)
    group = inputs.all_days.group if inputs.all_days else None
    chart = None
    if group and len(group.months) > 1:
        hrefs = {title: links.to(month) for title, month in inputs.months}
        first, last = group.parts[0][0].date, group.parts[-1][0].date
        chart = hours_of_months(first, last, group.months, hrefs.__getitem__)
    counted = [group.totals] if group else [item.totals for item in inputs.days.items]
    tasks = count_noun(group.totals.tasks, "task") if group else f"page {place.n} of {place.of}"
    return TermView(
        head=head(
            site,
            address,
            numbered_title(f"{kind.capitalize()}: {inputs.name}", place.n),
            f"{count_noun(place.total_days, 'day')} with the {kind} {inputs.name}, {tasks}.",
            trail=((f"{kind.capitalize()}s", _LISTS[kind][0]),),
            about={"@type": "CollectionPage"},
        ),
        kind=kind,
        name=inputs.name,
        days=day_rows(inputs.days.items, links),
        total_days=place.total_days,
        note=links.note(inputs.note, inputs.link_map) if inputs.note else Html(),
        assistant_name=assistant_of(counted, site),
        figures=figure_rows(group.totals, site.assistant) if group else (),
        chart=chart,
        pager=list_pager(place, links),
    )


def terms_view(site: SiteView, address: str, inputs: TermsInputs) -> ListView:
    """Build the list of all tags or all projects, those with the most human hours first."""
    links, title, description = Links(address), f"{inputs.kind.capitalize()}s", _LISTS[inputs.kind][1]
    months = months_up_to(inputs.newest, SPARK_MONTHS) if inputs.newest else []
    items = [
        ListItem(
            text=name,
            address=place,
            detail="",
            totals=days.group.totals,
            hours=tuple(figures.in_hours(days.group.months.get(month.key)) for month in months),
        )
        for (name, place), days in zip(inputs.terms, inputs.terms_days, strict=True)
    ]
    items.sort(key=lambda item: item.text.casefold())
    items.sort(key=lambda item: item.totals.human, reverse=True)
    return ListView(
        head=head(site, address, title, description, about={"@type": "CollectionPage"}),
        rows=rollup_rows(items, links, inputs.totals),
        assistant_name=assistant_of([item.totals for item in items], site),
    )


def _kinds(name: TermKind, nav: tuple[int, str]) -> Iterator[PageKind]:
    yield PageKind(
        name=name,
        plan=partial(plan_terms, name),
        collect=collect_term,
        sources=sources_of_term,
        view=term_view,
        view_type=TermView,
        template=f"{name}.html",
        cost_of_1000_days=3,
    )
    yield PageKind(
        name=f"{name}s",
        collect=partial(collect_terms, kind=name),
        sources=all_days,
        view=terms_view,
        view_type=ListView,
        address=_LISTS[name][0],
        origin=f"the list of {name}s",
        template=f"{name}s.html",
        nav=nav,
    )


TERM_KINDS = (*_kinds("tag", (5, "Tags")), *_kinds("project", (4, "Projects")))
