"""Figures, tasks, days and periods as rows of tables: what every page prints the same way."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from leverage_site import figures
from leverage_site.charts.bars import spark
from leverage_site.charts.scales import per_cent
from leverage_site.dates import dated_day, long_date, short_day
from leverage_site.figures import remembered
from leverage_site.language import Verbatim
from leverage_site.markdown import Html
from leverage_site.pages.content import DayItem
from leverage_site.pages.links import Links
from leverage_site.pages.narrative import assistant_name, weekday
from leverage_site.pages.urlmap import TitledAddress
from leverage_site.pages.view_parts import (
    Changes,
    DayRow,
    FigureRow,
    Link,
    RollupRow,
    SummarizedDay,
    TaskRow,
    TaskTable,
)
from leverage_site.records.measures import Tokens
from leverage_site.records.model import Task
from leverage_site.stats.day_stats import Standing
from leverage_site.stats.index import PlacedTask
from leverage_site.stats.totals import NOTHING, Totals, factor, supervisory_factor
from leverage_site.text import count_noun
from leverage_site.urls import TASK_PREFIX
from leverage_site.values import value

SHORT_ADDRESS = 50

Neighbor = TypeVar("Neighbor")

Standings = tuple[tuple[str, Standing], ...]

# Links of tags or projects by their case-folded names.
TermLinks = Mapping[str, Link]


@value
class AdjacentPage:
    """The page before or after: its name and address, and its totals where they are compared."""

    title: str
    address: str
    totals: Totals | None = None


@value
class ListItem:
    """What a list has a row for; `hours` are the human hours of its days or months, in order.

    `short` is what it is called below what it is a part of.
    """

    text: str
    address: str
    detail: str
    totals: Totals
    hours: tuple[float, ...]
    short: str = ""


# What a sentence ends with; a headline may leave it out.
_ENDS = ".!?…"


def task_table(placed: Sequence[PlacedTask], tags: TermLinks, projects: TermLinks, links: Links) -> TaskTable:
    """Build the task log of one day."""
    return TaskTable(
        rows=tuple(task_row(one, tags, projects, links.part(one.anchor)) for one in placed),
        supervision=any(one.task.supervision is not None for one in placed),
        tokens=any(one.task.tokens is not None for one in placed),
    )


def task_row(placed: PlacedTask, tags: TermLinks, projects: TermLinks, href: str) -> TaskRow:
    """Build the row of one task, to which `href` leads; a tag that is not among `tags` is left out."""
    task = placed.task
    return TaskRow(
        n=placed.n,
        task=task.task,
        human=figures.hours_cell(task.human),
        ai=figures.minutes_cell(task.ai),
        supervision=figures.minutes_cell(task.supervision),
        tokens=tokens_html(task.tokens) if task.tokens else figures.UNKNOWN,
        factor=figures.factor_text(factor(task)),
        supervisory=figures.factor_text(supervisory_factor(task)),
        project=(projects.get(task.project.casefold()) or Link(task.project, "")) if task.project else None,
        assistant=task.assistant or "",
        tags=tuple(tags[tag.casefold()] for tag in task.tags if tag.casefold() in tags) if task.tags else (),
        note=task.note or "",
        href=href,
        id=TASK_PREFIX + placed.id,
        links=task_links(task),
        extra=task.extra,
    )


def task_links(task: Task) -> tuple[Link, ...]:
    """Return the links of a task that lead out of the site."""
    links = tuple([Link(link.title, link.url) for link in task.links]) if task.links else ()
    return (Link(short_address(task.url), task.url), *links) if task.url else links


def tokens_html(tokens: Tokens) -> str:
    """Print a task's tokens; behind an estimate stands its exact number, as HTML."""
    text = figures.tokens_cell(tokens)
    return Html(f'<data value="{tokens.count}">{text}</data>') if tokens.estimated else text


def short_address(url: str) -> str:
    """Return an address as a person would say it: without scheme and query, and not too long."""
    plain = url.partition(":")[2].lstrip("/").partition("?")[0].removeprefix("www.").rstrip("/")
    return plain if len(plain) <= SHORT_ADDRESS else f"{plain[: SHORT_ADDRESS - 1]}…"


def term_links(terms: Iterable[TitledAddress], links: Links) -> TermLinks:
    """Link tags or projects, each given as it is spelled and with its address."""
    return {name.casefold(): Link(name, links.to(address)) for name, address in terms}


def day_rows(items: Sequence[DayItem], links: Links) -> tuple[DayRow, ...]:
    """List days, each with a bar against the one with the most hours."""
    most = max((item.totals.human for item in items), default=NOTHING)
    return tuple(
        DayRow(
            *_date_texts(item.date),
            title=item.title,
            headline=item.headline,
            href=links.to(item.address),
            figures=figure_texts(item.totals),
            bar=per_cent(item.totals.human / most) if most else "0",
            draft=item.draft,
        )
        for item in items
    )


@remembered
def _date_texts(day: date) -> tuple[str, str, str, str, str]:
    """Return the first five fields of a DayRow, which each page prints that has a row for the day."""
    return day.isoformat(), long_date(day), short_day(day), dated_day(day), weekday(day)


def summarized_days(
    items: Sequence[DayItem], texts: Sequence[str], links: Links, assistant: str
) -> tuple[SummarizedDay, ...]:
    """List days as `day_rows`, each with the text that sums it up; `assistant` is the site's own."""
    return tuple(
        SummarizedDay(
            date=row.date,
            long_date=row.long_date,
            short_day=row.short_day,
            dated_day=row.dated_day,
            weekday=row.weekday,
            title=row.title,
            headline=row.headline,
            href=row.href,
            figures=row.figures,
            bar=row.bar,
            draft=row.draft,
            summary=beyond_headline(row.headline, text),
            assistant_name=assistant_name(item.totals.assistants, assistant),
        )
        for row, text, item in zip(day_rows(items, links), texts, items, strict=True)
    )


def beyond_headline(headline: str, text: str) -> str:
    """Return a text without a first sentence that is the headline above it; nothing where no more is left."""
    said = headline.rstrip(_ENDS)
    rest = text.removeprefix(said)
    more = rest.lstrip(_ENDS)
    is_repeated = rest != text and (not more or (more != rest and more[0].isspace()))
    return Verbatim(more.strip()) if is_repeated else text


def rollup_rows(items: Sequence[ListItem], links: Links, whole: Totals | None = None) -> tuple[RollupRow, ...]:
    """Build the rows of a list, their bars and sparks on one scale; `whole` is what rows are a share of."""
    most = max((item.totals.human for item in items), default=NOTHING)
    highest = max((hours for item in items for hours in item.hours), default=0.0)
    has_share = whole is not None and whole.human > NOTHING
    return tuple(
        [
            RollupRow(
                text=item.text,
                href=links.to(item.address),
                detail=item.detail,
                days=item.totals.days,
                figures=figure_texts(item.totals),
                spark=spark(item.hours, highest),
                sparks=len(item.hours),
                share=figures.share_text(item.totals.human, whole.human) if whole and has_share else "",
                bar=per_cent(item.totals.human / most) if most else "0",
                short=item.short,
            )
            for item in items
        ]
    )


def figure_rows(
    totals: Totals, assistant: str, before: Totals | None = None, standings: Standings = ()
) -> tuple[FigureRow, ...]:
    """Build a table of aggregates.

    Args:
        totals: What it is of.
        assistant: The site's own.
        before: The totals of the day or period that it is compared with, if there is one.
        standings: Where it stands among all days so far, by the names of figures.

    """
    texts, earlier = figure_texts(totals), figure_texts(before) if before else {}
    name = of_both = assistant_name(totals.assistants, assistant)
    if before:
        of_both = assistant_name((*totals.assistants, *before.assistants), assistant)
    ranks = dict(standings) if before else {}
    return tuple(
        FigureRow(
            name=figure.name,
            label=figure.label.replace("{assistant}", of_both),
            heading=figure.heading.replace("{assistant}", name),
            value=texts[figure.name],
            exact=figure.exact(totals),
            definition=figure.definition,
            short=figure.short(totals),
            note=figure.note(totals),
            before=earlier.get(figure.name, ""),
            change=figures.change(figure, totals, before) if before else "",
            rank=f"{rank.rank:,} of {rank.of:,}" if (rank := ranks.get(figure.name)) else "",
        )
        for figure in figures.AGGREGATES
    )


@remembered
def figure_texts(totals: Totals) -> Mapping[str, str]:
    """Print every figure, by name.

    A day is on several lists and the next day is compared with it: to keep what was printed saves 75 ms of CPU per
    1,000 days. Totals never change.
    """
    return {figure.name: figure.text(totals) for figure in figures.ALL}


def changes(
    now: Totals, before: AdjacentPage | None, links: Links, standings: Standings = (), name: str = ""
) -> Changes | None:
    """Say what the figures of a day or period are compared with; None where there is nothing to compare with.

    Args:
        now: Its totals.
        before: The day or period before.
        links: The links of its page.
        standings: Where a day stands among those so far, by the names of figures.
        name: What the one before is called, by default its title.

    """
    if before is None or before.totals is None:
        return None
    note = ""
    if now.days != before.totals.days:
        days = f"{count_noun(now.days, 'recorded day')}, before {before.totals.days:,}"
        note = f"{days}: sums are compared per recorded day."
    return Changes(Link(name or before.title, links.to(before.address)), note, ranked=bool(standings))


def adjacent(items: Sequence[Neighbor], n: int) -> tuple[Neighbor | None, Neighbor | None]:
    """Return the items before and after item `n`."""
    return items[n - 1] if n > 0 else None, items[n + 1] if n + 1 < len(items) else None


def adjacent_link(page: AdjacentPage | None, links: Links) -> Link | None:
    """Link the page before or after, if there is one."""
    return Link(page.title, links.to(page.address)) if page else None
