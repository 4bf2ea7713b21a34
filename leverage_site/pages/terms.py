"""Tags and projects: the page of each with its newest days, those of its years, and the lists of all.

A page reads the tasks of the few days whose tasks it shows: which these are follows from the facts of days.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain

from leverage_site import figures
from leverage_site.charts import BarChart
from leverage_site.charts.bars import MOST_MONTHS, hours_of_months
from leverage_site.dates import months_up_to, short_range
from leverage_site.language import Verbatim
from leverage_site.markdown import Html
from leverage_site.pages.archive import archive_tabs, tab_links
from leverage_site.pages.checks import folded
from leverage_site.pages.content import Content, Day, TermDays
from leverage_site.pages.feed import term_feed
from leverage_site.pages.leaders import Placed, rank_tasks
from leverage_site.pages.links import Links, feed_links, head
from leverage_site.pages.lists import assistant_of, page_count
from leverage_site.pages.narrative import amount_of, middle_sentence, news
from leverage_site.pages.page import Page, PageKind, all_days
from leverage_site.pages.plain import REDIRECT_KIND
from leverage_site.pages.tables import (
    ListItem,
    adjacent,
    day_rows,
    figure_rows,
    rollup_rows,
    term_links,
)
from leverage_site.pages.thresholds import CHART_POINTS, points
from leverage_site.pages.urlmap import ARCHIVE, PROJECTS, TAGS, WEEKS, LinkMap, TitledAddress, numbered
from leverage_site.pages.view_parts import Link, Pager, RankedTask, SiteView
from leverage_site.pages.views import ListView, TermView
from leverage_site.records.model import Note
from leverage_site.stats.day_stats import middle_half, places_by_factor
from leverage_site.stats.index import TermGroup, TermKind
from leverage_site.stats.totals import Totals, combine
from leverage_site.text import count_noun
from leverage_site.values import value

# A row is short, so that a page has room for several times the days of the index.
ROWS = 5
SPARK_MONTHS = 12
LISTED_TASKS = 10
# Of fewer tasks, a half of them says little.
FEWEST_TASKS = 10

_LISTS: dict[TermKind, str] = {"tag": TAGS, "project": PROJECTS}


@value
class PickedTask:
    """A task by its day and its place among the tasks of the day by factor."""

    day: Day
    place: int


@value
class TermTasks:
    """What the first page of a tag or a project shows of its tasks.

    `middle` and `middle_of_all` are the factors between which half of them lie, and half of all tasks, as printed.
    `projects` are those of the tasks of a tag, as they are spelled and with their addresses.
    """

    highest: tuple[PickedTask, ...]
    newest: tuple[PickedTask, ...]
    middle: tuple[str, ...]
    middle_of_all: tuple[str, ...]
    projects: tuple[TitledAddress, ...]
    order: str


@value
class TermInputs:
    """A tag or a project: its newest days on the first page, those of one `year` on each other.

    `shown` are the days that are listed, `whole` those that are summed up: all on the first page. `months` are
    sums of months, and `years`, on the first page, of the years with pages, which are `all_years`, newest first.
    """

    kind: TermKind
    name: str
    address: str
    year: str
    all_years: tuple[str, ...]
    shown: TermDays
    whole: TermDays
    months: tuple[ListItem, ...]
    years: tuple[ListItem, ...]
    tasks: TermTasks | None
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
    tabs: tuple[TitledAddress, ...]


def plan_terms(term_kind: TermKind, kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    """Plan the page of each tag or each project, and one for each year that has days beyond the newest."""
    for name, of_term in content.term_days[term_kind].items():
        spelling, address = content.term(term_kind, name)
        path, origin = content.path_of(of_term.days[0].date), f"the {term_kind} '{spelling}'"
        for year in ("", *_years(content, of_term)):
            yield Page(kind, page_of_year(address, year), path, origin, (term_kind, name, year))


def page_of_year(first: str, year: str) -> str:
    """Return the address of a year of the tag or project whose first page is at `first`; without a year, this."""
    return numbered(first, int(year)) if year else first


def _size(content: Content) -> int:
    return content.settings.page_size * ROWS


def _years(content: Content, of_term: TermDays) -> list[str]:
    """Return the years that have a page, newest first: those with a day that is not among the newest."""
    older = of_term.days[: -_size(content)]
    return [f"{year:04}" for year in dict.fromkeys([day.item.date.year for day in reversed(older)])]


def plan_former(kind: PageKind, content: Content, planned: Sequence[Page]) -> Iterator[Page]:
    """Plan a page at each address that older days of a tag or a project had, unless another page is there."""
    used = {folded(page.address) for page in planned}
    for term_kind, of_terms in content.term_days.items():
        for name, of_term in of_terms.items():
            spelling, address = content.term(term_kind, name)
            for n in range(2, page_count(len(of_term.days), _size(content)) + 1):
                year = f"{of_term.days[-1 - (n - 1) * _size(content)].date.year:04}"
                former, page = numbered(address, n), page_of_year(address, year)
                if folded(former) not in used:
                    path, origin = (
                        content.path_of(of_term.days[0].date),
                        f"older days of the {term_kind} '{spelling}'",
                    )
                    yield Page(kind, former, path, origin, (f"{spelling} in {year}", page))


def collect_term(content: Content, kind: TermKind, name: str, year: str) -> TermInputs:
    """Collect a page of a tag or a project by its `name` in folded case."""
    spelling, address = content.term(kind, name)
    of_term, note = content.term_days[kind][name], None if year else content.note_of(kind, name)
    whole = of_term.in_year(year) if year else of_term
    years = _years(content, of_term)
    return TermInputs(
        kind=kind,
        name=spelling,
        address=address,
        year=year,
        all_years=tuple(years),
        shown=whole.newest(len(whole.days) if year else _size(content)),
        whole=whole,
        months=tuple(_months(content, whole.group)),
        years=() if year else tuple(_year_items(address, of_term.group, years)),
        tasks=None if year else _collect_tasks(content, of_term),
        note=note,
        link_map=content.link_map(note) if note else (),
    )


def _months(content: Content, group: TermGroup) -> Iterator[ListItem]:
    """Yield the newest months of a tag or a project, the newest first; nothing where there is only one."""
    if len(group.months) > 1:
        for key, totals in list(reversed(group.months.items()))[:MOST_MONTHS]:
            title, address = content.period_link(content.periods("month")[key].period)
            yield ListItem(text=title, address=address, detail="", totals=totals, hours=())


def _year_items(address: str, group: TermGroup, years: Iterable[str]) -> Iterator[ListItem]:
    """Yield the years that have pages of their own."""
    for year in years:
        totals = combine([sums for key, sums in group.months.items() if key[:4] == year])
        yield ListItem(text=year, address=page_of_year(address, year), detail="", totals=totals, hours=())


def _collect_tasks(content: Content, of_term: TermDays) -> TermTasks:
    """Collect the tasks with the highest factors, of equal ones the earliest, and the newest ones."""
    factors = of_term.group.factors()
    ordered = sorted(chain.from_iterable(of_day.values() for of_day in factors))
    # Most days have none of the highest: they are passed over by one comparison.
    least = ordered[-LISTED_TASKS:][0] if ordered else 0.0
    highest = [
        (-factor, n, place)
        for n, of_day in enumerate(factors)
        if of_day and max(of_day.values()) >= least
        for place, factor in of_day.items()
        if factor >= least
    ]
    newest: list[tuple[int, int]] = []
    for n in range(len(factors) - 1, -1, -1):
        of_day = sorted(factors[n], key=factors[n].__getitem__, reverse=True)
        newest += [(n, place) for place in of_day[: LISTED_TASKS - len(newest)]]
        if len(newest) == LISTED_TASKS:
            break
    picked = [[(n, place) for _, n, place in sorted(highest)[:LISTED_TASKS]], newest]
    best, latest = (tuple([PickedTask(of_term.days[n], place) for n, place in places]) for places in picked)
    names = dict.fromkeys(name.casefold() for task in (*best, *latest) for name, _ in task.day.stats.projects)
    return TermTasks(
        highest=best,
        newest=latest,
        middle=_printed(middle_half(ordered)) if len(ordered) >= FEWEST_TASKS else (),
        middle_of_all=_printed(content.index.middle_half),
        projects=tuple([content.term("project", name) for name in names]) if of_term.group.kind == "tag" else (),
        order=content.settings.task_order,
    )


def _printed(factors: tuple[float, float] | None) -> tuple[str, ...]:
    return tuple(map(figures.factor_text, factors or ()))


def sources_of_term(content: Content, kind: TermKind, name: str, year: str) -> tuple[str, ...]:
    """Return a token of all days of a tag or a project; on its first page, of its note and of all tasks."""
    days = content.term_days[kind][name].token
    if year:
        return (days,)
    note = content.note_of(kind, name)
    return (days, note.digest if note else "", *_printed(content.index.middle_half))


def collect_terms(content: Content, kind: TermKind) -> TermsInputs:
    """Collect all tags or all projects."""
    of_terms = content.term_days[kind]
    return TermsInputs(
        kind=kind,
        terms=tuple(content.term(kind, name) for name in of_terms),
        terms_days=tuple(of_terms.values()),
        totals=content.index.totals,
        newest=content.days[-1].date if content.days else None,
        tabs=archive_tabs(content),
    )


def term_view(site: SiteView, address: str, inputs: TermInputs) -> TermView:
    """Build one page of a tag or a project."""
    links, group, kind, tasks = Links(address), inputs.whole.group, inputs.kind, inputs.tasks
    name = Verbatim(inputs.name)
    title = f"{name} in {inputs.year}" if inputs.year else name
    list_title = f"{kind.capitalize()}s"
    where = f"with the tag {title}" if kind == "tag" else f"for the project {title}"
    trail = [
        (ARCHIVE, WEEKS),
        (list_title, _LISTS[kind]),
        *([(name, inputs.address)] if inputs.year else []),
    ]
    return TermView(
        head=head(
            site,
            address,
            f"{title} · {list_title}",
            amount_of(group.totals, where, inputs.whole.working),
            news=news(group.totals, where),
            trail=trail,
            about={"@type": "CollectionPage"},
            feeds=(feed_links(site, address, term_feed(kind, name), name),),
        ),
        kind=kind,
        name=name,
        title=title,
        year=inputs.year,
        days=day_rows(inputs.shown.items, links),
        total_days=len(inputs.whole.days),
        note=links.note(inputs.note, inputs.link_map) if inputs.note else Html(),
        assistant_name=assistant_of([group.totals], site),
        figures=figure_rows(group.totals, site.assistant),
        chart=_chart(group, {month.text: links.to(month.address) for month in inputs.months}),
        middle=middle_sentence(tasks.middle, tasks.middle_of_all) if tasks and tasks.middle else "",
        highest=_ranked(tasks.highest, tasks, links) if tasks else (),
        newest=_ranked(tasks.newest, tasks, links) if tasks else (),
        months=rollup_rows(inputs.months, links),
        years=rollup_rows(inputs.years, links),
        pager=_pager(inputs, links),
    )


def _chart(group: TermGroup, hrefs: Mapping[str, str]) -> BarChart | None:
    """Draw the newest months; `hrefs` lead to them, by their titles."""
    if points(group.months.values()) < CHART_POINTS:
        return None
    return hours_of_months(group.parts[0][0].date, group.parts[-1][0].date, group.months, hrefs.__getitem__)


def _ranked(picked: Iterable[PickedTask], tasks: TermTasks, links: Links) -> tuple[RankedTask, ...]:
    """List some tasks; those of a project do not name it again."""
    placed = []
    for one in picked:
        of_day = one.day.tasks.identified()
        name = of_day[places_by_factor([task for _, task in of_day])[one.place]][0]
        place = next(place for place in one.day.tasks.placed(tasks.order) if place.id == name)
        placed.append(Placed(one.day, place))
    projects = term_links(tasks.projects, links)
    rows = rank_tasks(placed, projects, links)
    return rows if projects else tuple([replace(row, task=replace(row.task, project=None)) for row in rows])


def _pager(inputs: TermInputs, links: Links) -> Pager:
    """Lead from the newest days through the years, newest first."""
    years = ("", *inputs.all_years)
    n = years.index(inputs.year)
    newer, older = adjacent(years, n)
    return Pager(
        n=n + 1,
        of=len(years),
        previous=Link(newer or "Newest days", links.to(page_of_year(inputs.address, newer or ""))) if n else None,
        next=Link(older, links.to(page_of_year(inputs.address, older))) if older else None,
    )


def terms_view(site: SiteView, address: str, inputs: TermsInputs) -> ListView:
    """Build the list of all tags or all projects, those with the most human hours first."""
    links, kind = Links(address), inputs.kind
    months = months_up_to(inputs.newest, SPARK_MONTHS) if inputs.newest else []
    items = []
    for (name, place), days in zip(inputs.terms, inputs.terms_days, strict=True):
        group = days.group
        hours = tuple(figures.in_hours(group.months.get(month.key)) for month in months)
        span = short_range(days.days[0].date, days.days[-1].date)
        items.append(ListItem(text=name, address=place, detail=span, totals=group.totals, hours=hours))
    items.sort(key=lambda item: item.text.casefold())
    items.sort(key=lambda item: item.totals.human, reverse=True)
    order = ", those with the most human hours first" if len(items) > 1 else ""
    return ListView(
        head=head(
            site,
            address,
            f"{kind.capitalize()}s",
            f"{count_noun(len(items), kind)}{order}." if items else f"No {kind} yet.",
            trail=((ARCHIVE, WEEKS),),
            about={"@type": "CollectionPage"},
        ),
        tabs=tab_links(inputs.tabs),
        rows=rollup_rows(items, links, inputs.totals),
        assistant_name=assistant_of([item.totals for item in items], site),
    )


def _kinds(name: TermKind) -> Iterator[PageKind]:
    yield PageKind(
        name=name,
        plan=partial(plan_terms, name),
        collect=collect_term,
        sources=sources_of_term,
        view=term_view,
        view_type=TermView,
        template=f"{name}.html",
        cost_of_1000_days=4,
    )
    yield PageKind(
        name=f"{name}s",
        collect=partial(collect_terms, kind=name),
        sources=all_days,
        view=terms_view,
        view_type=ListView,
        address=_LISTS[name],
        origin=f"the list of {name}s",
        template=f"{name}s.html",
        nav=(f"{name}s", f"{name.capitalize()}s"),
        has_content=lambda content: bool(content.index.spelling[name]),
    )


TERM_KINDS = (*_kinds("tag"), *_kinds("project"))
FORMER_KIND = replace(REDIRECT_KIND, name="former", plan=plan_former)
