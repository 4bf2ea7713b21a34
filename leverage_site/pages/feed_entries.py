"""Days, weeks and corrections as entries of feeds: ids for life, times from the record alone, whole content.

Readers strip styles, drawings and scripts and squeeze wide tables, so the content is plain HTML of its own,
without classes and ids, with absolute addresses. It follows from the entry alone: all feeds and formats share it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from html import escape

from leverage_site import figures
from leverage_site.dates import beginning, long_date, period_title, short_day, short_range
from leverage_site.markdown import Html
from leverage_site.pages.content import Day, DayItem, PeriodDays, WithdrawnDay
from leverage_site.pages.excerpts import excerpt
from leverage_site.pages.links import Links, quoted_tail
from leverage_site.pages.narrative import amount, assistant_name, plain, summary
from leverage_site.pages.tables import AdjacentPage, figure_texts, task_links
from leverage_site.pages.urlmap import LinkMap
from leverage_site.pages.view_parts import SiteView
from leverage_site.pages.views import FeedEntry
from leverage_site.records.model import Note, Record, Task
from leverage_site.stats.totals import Totals, factor
from leverage_site.urls import absolute
from leverage_site.values import token

# What belongs to a page, looked for in tags alone: a text has fewer of these than spaces. In the texts of records
# and in attributes, angle brackets and quotation marks are escaped.
_TAG_WITH_ATTRIBUTES = re.compile(r'<[a-z][^<>"]*"[^<>]*>')
_OF_A_PAGE = re.compile(r' (?:class|id|role|tabindex|aria-[a-z]+)="[^"]*"')


@dataclass(frozen=True, eq=False)
class DayEntry:
    """All that the entry of a day is made of; `token` stands for it in keys."""

    id: str
    record: Record
    day: Day
    link_map: LinkMap
    order: str
    analysis_first: bool
    zone: str

    @cached_property
    def token(self) -> str:
        """The digest of the record, of what other pages see of it, and of what is said of it here."""
        said = (self.link_map, self.order, self.analysis_first, self.zone)
        return token(self.id, self.record.path, self.record.digest, self.day.token, *said)

    @cached_property
    def updated(self) -> datetime:
        """When it was last changed."""
        return updated(self.record, self.zone)


@dataclass(frozen=True, eq=False)
class WeekEntry:
    """All that the entry of a week is made of; `token` stands for it in keys.

    `changed` is when one of its days was last changed.
    """

    id: str
    days: PeriodDays
    address: str
    previous: AdjacentPage | None
    note: Note | None
    link_map: LinkMap
    zone: str
    changed: datetime

    @cached_property
    def token(self) -> str:
        """The digest of the week's days and its note, and of what it is compared with."""
        before = self.previous
        said = (before.title, before.address, before.totals) if before else ()
        note = (self.note.path, self.note.digest, self.link_map) if self.note else ()
        changed = self.changed.isoformat()
        return token(self.id, self.days.token, self.address, said, note, self.zone, changed)

    @cached_property
    def published(self) -> datetime:
        """The end of the week."""
        return beginning(self.days.period.last + timedelta(days=1), self.zone)

    @cached_property
    def updated(self) -> datetime:
        """When it was last changed, not before its end."""
        return max(self.published, self.changed)


@dataclass(frozen=True, eq=False)
class CorrectionEntry:
    """All that the entry of a correction, or of a withdrawal, is made of; `token` stands for it in keys.

    It was `made` on a date; `number` is its place among those of one day and date.
    """

    id: str
    day: WithdrawnDay | DayItem
    made: date
    text: str
    number: int
    is_withdrawal: bool
    zone: str

    @cached_property
    def token(self) -> str:
        """The digest of what is said, and of what the day is called."""
        said = (self.text, self.number, self.is_withdrawal, self.zone)
        return token(self.id, self.title, self.day.address, str(self.corrected), str(self.made), *said)

    @property
    def title(self) -> str:
        """What the day is called."""
        return self.day.title

    @property
    def corrected(self) -> date:
        """The day."""
        return self.day.record.date if isinstance(self.day, WithdrawnDay) else self.day.date

    @cached_property
    def updated(self) -> datetime:
        """When it was made; several of one date are a microsecond apart."""
        return moment(self.made, self.corrected, self.zone) + timedelta(microseconds=self.number)


Entry = DayEntry | WeekEntry | CorrectionEntry


def published(record: Record, zone: str) -> datetime:
    """Return when a day was announced: when an older site did, else when it began."""
    if not record.announced:
        return beginning(record.date, zone)
    at = datetime.fromisoformat(record.announced)
    return at if at.tzinfo else beginning(at.date(), zone)


def updated(record: Record, zone: str) -> datetime:
    """Return when a day was last changed, which its record alone says."""
    return max(published(record, zone), moment(last_change(record), record.date, zone))


def withdrawn_at(record: Record, zone: str) -> datetime:
    """Return when a day was taken back: as its record's `updated` says."""
    return moment(record.updated or record.date, record.date, zone)


def last_change(record: Record) -> date:
    """Return the day of the last change to a record."""
    return max([record.updated or record.date, *(correction.date for correction in record.corrections)])


def moment(change: date, day: date, zone: str) -> datetime:
    """Return the instant of a change to a day's record: as many seconds into its date as the day lies days apart.

    So no two days that are changed on one date have one instant, by which some readers tell entries.
    """
    return beginning(change, zone) + timedelta(seconds=abs((change - day).days))


# Feeds and formats that share entries are made one after the other.
@lru_cache(512)
def feed_entry(site: SiteView, entry: Entry) -> FeedEntry:
    """Build an entry as each feed has it."""
    match entry:
        case DayEntry():
            return _day(site, entry)
        case WeekEntry():
            return _week(site, entry)
        case CorrectionEntry():
            return _correction(site, entry)


def _day(site: SiteView, entry: DayEntry) -> FeedEntry:
    record, item = entry.record, entry.day.item
    text = record.summary or excerpt(record.own_lead)
    return FeedEntry(
        id=entry.id,
        title=item.title,
        url=absolute(site.base_url, item.address),
        author=site.author,
        published=published(record, entry.zone),
        updated=entry.updated,
        summary=f"{amount(item.totals)} {text}".rstrip(),
        content=_joined(_content_of_day(site, entry)),
        categories=record.tags,
        figures=(("date", record.date.isoformat()), *figures.numbers(item.totals).items()),
    )


def _content_of_day(site: SiteView, entry: DayEntry) -> Iterator[str]:
    """Yield the parts of a day in the order of its page: lead, task log, statistics, analysis."""
    item, body = entry.day.item, entry.record.body.get()
    links = Links(item.address, site.base_url)
    name = assistant_name(item.totals.assistants, site.assistant)
    rest = _plain(links.html(body.prose.rest, entry.link_map))
    yield _corrections(entry.record)
    yield _plain(links.html(body.prose.lead, entry.link_map))
    if entry.analysis_first:
        yield rest
    yield "<h2>Task log</h2>"
    if body.tasks:
        page = escape(links.to(item.address))
        rows = [
            f"<tr><td>{one.n}</td><td>{_task_cell(one.task, page + quoted_tail(one.anchor))}</td>"
            f"<td>{figures.hours_cell(one.task.human)}</td><td>{figures.minutes_cell(one.task.ai)}</td>"
            f"<td>{figures.factor_text(factor(one.task))}</td></tr>"
            for one in entry.day.tasks.placed(entry.order)
        ]
        yield _table(("#", "Task", "Human est.", escape(name), "Factor"), rows)
    else:
        yield "<p>No tasks on this day.</p>"
    yield "<h2>Aggregate statistics</h2>"
    yield _figures(item.totals, name)
    if not entry.analysis_first:
        yield rest


def _task_cell(task: Task, href: str) -> str:
    """Return the title of a task, linked to its row by an `href` as HTML has it, its own links, and its note."""
    cell = f'<a href="{href}">{escape(task.task, quote=False)}</a>'
    for link in task_links(task):
        cell += f' <a href="{escape(link.href)}">{escape(link.text, quote=False)}</a>'
    return f"{cell} – {escape(task.note, quote=False)}" if task.note else cell


def _week(site: SiteView, entry: WeekEntry) -> FeedEntry:
    period, totals = entry.days.period, entry.days.totals
    before = entry.previous
    previous = (before.title, before.totals) if before and before.totals else None
    sentences = summary(period, totals, entry.days.group.days, previous, site.assistant)
    texts = [plain(sentence) for sentence in sentences]
    return FeedEntry(
        id=entry.id,
        title=f"{period_title(period)} ({short_range(period.first, period.last)})",
        url=absolute(site.base_url, entry.address),
        author=site.author,
        published=entry.published,
        updated=entry.updated,
        summary=texts[0],
        content=_joined(_content_of_week(site, entry, texts)),
        categories=(),
        figures=(("week", period.key), *figures.numbers(totals).items()),
    )


def _content_of_week(site: SiteView, entry: WeekEntry, texts: Iterable[str]) -> Iterator[str]:
    """Yield the parts of a week: its sentences, the author's note, days, statistics."""
    links, totals = Links(entry.address, site.base_url), entry.days.totals
    yield f"<p>{escape(' '.join(texts))}</p>"
    if entry.note:
        yield _plain(links.note(entry.note, entry.link_map))
    rows = []
    for day in entry.days.days:
        item, printed = day.item, figure_texts(day.item.totals)
        title = f'<a href="{escape(links.to(item.address))}">{escape(item.headline)}</a>'
        numbers = (printed[name] for name in ("tasks", "human_hours", "leverage"))
        cells = (short_day(item.date), title, *numbers)
        rows.append(f"<tr><td>{'</td><td>'.join(cells)}</td></tr>")
    yield "<h2>Days</h2>"
    yield _table(("Day", "Record", "Tasks", "Human hours", "Leverage"), rows)
    if totals.tasks:
        yield "<h2>Aggregate statistics</h2>"
        yield _figures(totals, assistant_name(totals.assistants, site.assistant))


def _correction(site: SiteView, entry: CorrectionEntry) -> FeedEntry:
    url, title = absolute(site.base_url, entry.day.address), escape(entry.title)
    said = "Withdrawn" if entry.is_withdrawal else "Corrected"
    return FeedEntry(
        id=entry.id,
        title=f"{said}: {entry.title}",
        url=url,
        author=site.author,
        published=entry.updated,
        updated=entry.updated,
        summary=entry.text,
        content=Html(f'<p>{escape(entry.text)}</p>\n<p>{said}: <a href="{escape(url)}">{title}</a></p>'),
        categories=(),
        figures=(),
    )


def _corrections(record: Record) -> str:
    """Return the corrections of a day as a list."""
    items = [f"<li>{long_date(one.date)}: {escape(one.text)}</li>\n" for one in record.corrections]
    return f"<h2>Corrections</h2>\n<ul>\n{''.join(items)}</ul>" if items else ""


def _joined(parts: Iterable[str]) -> Html:
    return Html("\n".join(filter(None, parts)))


def _plain(html: str) -> str:
    return _TAG_WITH_ATTRIBUTES.sub(lambda tag: _OF_A_PAGE.sub("", tag[0]), html).strip()


def _table(headings: Iterable[str], rows: Iterable[str]) -> str:
    head, body = "</th><th>".join(headings), "\n".join(rows)
    return f"<table>\n<thead>\n<tr><th>{head}</th></tr>\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _figures(totals: Totals, name: str) -> str:
    """Return the aggregates as a table; `name` is that of who did the tasks."""
    texts = figure_texts(totals)
    rows = [f"<tr><th>{label}</th><td>{texts[figure]}</td></tr>" for figure, label in _labels(name)]
    return "<table>\n<tbody>\n{}\n</tbody>\n</table>".format("\n".join(rows))


@figures.remembered
def _labels(name: str) -> list[tuple[str, str]]:
    """Return the labels of the aggregates as HTML, by their names."""
    return [(one.name, escape(one.label.replace("{assistant}", name))) for one in figures.AGGREGATES]
