"""Figures, tasks and days as rows of tables: what every page prints the same way."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from leverage_site import figures
from leverage_site.figures import change_text, remembered
from leverage_site.pages.links import Links
from leverage_site.pages.narrative import assistant_name
from leverage_site.pages.views.parts import ChangeRow, Changes, FigureRow, Pager, SiteView, TaskRow, TaskTable
from leverage_site.pages.views.parts import Link as ViewLink
from leverage_site.records.model import Task, task_ids
from leverage_site.stats.rankings import Standing
from leverage_site.stats.totals import Totals, factor, supervisory_factor
from leverage_site.urls import TASK_PREFIX
from leverage_site.values import value

SHORT_ADDRESS = 50

Item = TypeVar("Item")

Standings = tuple[tuple[str, Standing], ...]

# Links of tags or projects by their case-folded names.
Terms = Mapping[str, ViewLink]


@value
class AdjacentPage:
    """The page before or after: its title and address, and its totals where they are compared."""

    title: str
    address: str
    totals: Totals | None = None


class PlacedTask(NamedTuple):
    """A task of a day: its place on the day's page, and the id by which it is found there for good."""

    n: int
    id: str
    task: Task

    @property
    def anchor(self) -> str:
        """What leads to it on its page."""
        return f"#{TASK_PREFIX}{self.id}"


def placed_tasks(tasks: Sequence[Task], order: str) -> tuple[PlacedTask, ...]:
    """The tasks as the pages number them: by factor, highest first, ties as in the file; or as in the file."""
    pairs = list(zip(task_ids(tasks), tasks, strict=True))
    ordered = pairs if order == "file" else sorted(pairs, key=lambda pair: factor(pair[1]), reverse=True)
    return tuple([PlacedTask(n, name, task) for n, (name, task) in enumerate(ordered, 1)])


def task_table(placed: Sequence[PlacedTask], tags: Terms, projects: Terms, links: Links) -> TaskTable:
    """The task log of one day; `tags` and `projects` are their links by their case-folded names."""
    return TaskTable(
        rows=tuple(task_row(one, tags, projects, links.to(one.anchor)) for one in placed),
        supervision=any(one.task.supervision is not None for one in placed),
        tokens=any(one.task.tokens is not None for one in placed),
    )


def task_row(placed: PlacedTask, tags: Terms, projects: Terms, href: str) -> TaskRow:
    """One task as printed; `href` leads to it."""
    task = placed.task
    return TaskRow(
        placed.n,
        task.task,
        figures.hours_cell(task.human),
        figures.minutes_cell(task.ai),
        figures.minutes_cell(task.supervision),
        figures.tokens_cell(task.tokens),
        figures.factor_cell(factor(task)),
        figures.factor_cell(supervisory_factor(task)),
        (projects.get(task.project.casefold()) or ViewLink(task.project, "")) if task.project else None,
        task.assistant or "",
        tuple(tags[tag.casefold()] for tag in task.tags if tag.casefold() in tags) if task.tags else (),
        task.note or "",
        href,
        TASK_PREFIX + placed.id,
        _links_of(task),
        task.extra,
    )


def _links_of(task: Task) -> tuple[ViewLink, ...]:
    """Where a task leads out of the site: its `url`, which has no title, is called by its beginning."""
    own = (ViewLink(short_address(task.url), task.url),) if task.url else ()
    return (*own, *(ViewLink(link.title, link.url) for link in task.links)) if own or task.links else ()


def short_address(url: str) -> str:
    """An address as a person would say it: without scheme and query, and not too long."""
    plain = url.partition(":")[2].lstrip("/").partition("?")[0].removeprefix("www.").rstrip("/")
    return plain if len(plain) <= SHORT_ADDRESS else f"{plain[: SHORT_ADDRESS - 1]}…"


def term_links(terms: Iterable[tuple[str, str]], links: Links) -> Terms:
    """The links of tags or projects, each given as it is spelled and with its address."""
    return {name.casefold(): ViewLink(name, links.to(address)) for name, address in terms}


def figure_rows(totals: Totals, assistant: str) -> tuple[FigureRow, ...]:
    """A table of aggregates; `assistant` is the site's own."""
    texts, name = figure_texts(totals), assistant_name(totals.assistants, assistant)
    return tuple(
        FigureRow(
            name=figure.name,
            label=figure.label.replace("{assistant}", name),
            value=texts[figure.name],
            definition=figure.definition,
            short=figure.short(totals),
            note=figure.note(totals),
        )
        for figure in figures.AGGREGATES
    )


@remembered
def figure_texts(totals: Totals) -> Mapping[str, str]:
    """Every figure as printed, by name. A day is on several lists, and the next day is compared with it."""
    return {figure.name: figure.text(totals) for figure in figures.ALL}


def pager(n: int, of: int, previous: str | None, following: str | None) -> Pager:
    """A pager over pages that run from newest to oldest days."""
    return Pager(
        n,
        of,
        ViewLink("Newer days", previous) if previous is not None else None,
        ViewLink("Older days", following) if following is not None else None,
    )


def changes(
    now: Totals, before: AdjacentPage | None, site: SiteView, links: Links, standings: Standings = ()
) -> Changes | None:
    """A period against the one before it, or None where there is none."""
    if before is None or before.totals is None:
        return None
    rows = _change_rows(now, before.totals, site.assistant, standings)
    return Changes(ViewLink(before.title, links.to(before.address)), rows, ranked=bool(standings))


def adjacent_link(neighbour: AdjacentPage | None, links: Links) -> ViewLink | None:
    """The link to the page before or after, if there is one."""
    return ViewLink(neighbour.title, links.to(neighbour.address)) if neighbour else None


def adjacent(items: Sequence[Item], n: int) -> tuple[Item | None, Item | None]:
    """The items before and after item `n`."""
    return items[n - 1] if n > 0 else None, items[n + 1] if n + 1 < len(items) else None


def _change_rows(now: Totals, before: Totals, assistant: str, standings: Standings) -> tuple[ChangeRow, ...]:
    ranks, texts, earlier = dict(standings), figure_texts(now), figure_texts(before)
    name = assistant_name((*now.assistants, *before.assistants), assistant)
    return tuple(
        ChangeRow(
            label=figure.heading.replace("{assistant}", name),
            now=texts[figure.name],
            before=earlier[figure.name],
            change=change_text(figure, now, before),
            rank=f"{rank.rank:,} of {rank.of:,}" if (rank := ranks.get(figure.name)) else "",
        )
        for figure in figures.DATA
    )
