"""What pages add to the index of a site: titles and addresses, notes, and what links mean.

A page's inputs are taken from here. What they hold of other days stands in keys by a token, so that no text of a
record is in reach of a page that does not have it among its inputs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from leverage_site import figures
from leverage_site.dates import Period, parse_period, parts, period_title
from leverage_site.pages.directory import INDEX, Directory, Resolved
from leverage_site.pages.links import Partial
from leverage_site.pages.rows import Neighbour
from leverage_site.pages.words import cut
from leverage_site.records.model import Library, Note, PlainPage, Record, StaticFile
from leverage_site.settings import Settings
from leverage_site.stats.day_stats import DayStats
from leverage_site.stats.index import (
    IndexedDay,
    LazyTasks,
    PeriodGroup,
    SiteIndex,
    TermGroup,
    TermKind,
    build_index,
)
from leverage_site.stats.totals import Totals
from leverage_site.text import counted, fill_pattern
from leverage_site.urls import composed, slug
from leverage_site.values import token, value

Document = Record | PlainPage | Note


@value
class DayItem:
    """A day in a list: its title and address, and the totals of what the list counts."""

    date: date
    title: str
    address: str
    draft: bool
    totals: Totals


@value
class Day:
    """A day as every page but its own sees it.

    All of it follows from the front matter, the title and the address, for which `token` stands in keys; a text
    of the record's is not in reach. `tags` are those of the whole day; `before` and `after` are the day
    as its neighbours see it.
    """

    token: str
    item: DayItem
    stats: DayStats
    tags: tuple[str, ...]
    tasks: LazyTasks
    before: Neighbour
    after: Neighbour

    @property
    def date(self) -> date:
        """Its date."""
        return self.item.date


@value
class PlannedDay:
    """A record with its day; both follow from the file and the settings.

    `outline` is all that decides which pages there are.
    """

    record: Record
    day: Day
    outline: tuple[object, ...]


@dataclass(frozen=True)
class PeriodDays:
    """The days of a week, a month or a year in the order of time; `token` stands for it in keys."""

    group: PeriodGroup
    days: tuple[Day, ...]

    @property
    def period(self) -> Period:
        """The week, the month or the year."""
        return self.group.period

    @property
    def totals(self) -> Totals:
        """The sums of its days."""
        return self.group.totals

    @cached_property
    def token(self) -> str:
        """The digest of the period and of its days' tokens."""
        return token(self.period.kind, self.period.key, *(day.token for day in self.days))


@dataclass(frozen=True)
class TermDays:
    """The days of a tag or a project, or some of them, with what counts of each; `token` stands for it in keys."""

    group: TermGroup
    days: tuple[Day, ...]

    @cached_property
    def items(self) -> tuple[DayItem, ...]:
        """The days as a list of what counts shows them."""
        parts = zip(self.days, self.group.parts, strict=True)
        return tuple([replace(day.item, totals=sums) for day, (_, sums) in parts])

    @cached_property
    def token(self) -> str:
        """The digest of the term, which decides what counts of each day, and of its days' tokens."""
        group = self.group
        return token(group.kind, group.key, group.name, *(day.token for day in self.days))

    def select(self, places: Iterable[int]) -> "TermDays":
        """Return only the days at `places`, in this order."""
        places = tuple(places)
        group = replace(self.group, parts=[self.group.parts[n] for n in places])
        return TermDays(group, tuple([self.days[n] for n in places]))


@dataclass(frozen=True, slots=True)
class PageSetKey:
    """All that decides which pages there are and what they are called: most edits leave it as it was.

    Of two plans with equal keys, the later takes over addresses, pages and what links may lead to: a preview plans
    after each edit, with 12,000 instead of 187,000 calls on a site of 1,000 days. So whatever the kinds of pages
    read to plan them, arguments of pages among it, must be in here; test_incremental.py holds them to it.
    """

    settings: Settings
    days: tuple[tuple[object, ...], ...]
    pages: tuple[PlainPage, ...]
    notes: tuple[tuple[str, str, str], ...]
    static: tuple[StaticFile, ...]
    drafts: tuple[str, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True)
class Content:
    """A site's index with what pages add to it. `planned` has the days of the index in the same order."""

    settings: Settings
    library: Library
    index: SiteIndex
    planned: tuple[PlannedDay, ...]
    page_set_key: PageSetKey
    directory: Directory

    @classmethod
    def of(
        cls,
        settings: Settings,
        library: Library,
        index: SiteIndex | None = None,
        before: "Content | None" = None,
    ) -> "Content":
        """What `library` holds, by the site's settings; what `before` has too is taken over from it.

        `index` is that of the library's records, by default built here.
        """
        index = index or build_index(library.records, before=before.index if before else None)
        known = {id(day.record): day for day in before.planned} if before and before.settings == settings else {}
        planned = tuple(
            known.get(id(record)) or planned_day(settings, record, day)
            for record, day in zip(index.records, index.days, strict=True)
        )
        key = PageSetKey(
            settings=settings,
            days=tuple(one.outline for one in planned),
            pages=library.pages,
            notes=tuple((kind, note.name, note.path) for kind, note in library.notes),
            static=library.static,
            drafts=tuple(library.drafts),
            unread=library.unread,
        )
        if before and before.page_set_key == key:
            return cls(settings, library, index, planned, before.page_set_key, before.directory)
        addresses = {one.record.path: one.day.item.address for one in planned}
        directory = Directory.of(settings, library, addresses)
        return cls(settings, library, index, planned, key, directory)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """The days as pages other than their own see them."""
        return tuple([planned.day for planned in self.planned])

    @cached_property
    def items(self) -> tuple[DayItem, ...]:
        """The days as lists show them."""
        return tuple(day.item for day in self.days)

    def listed(self, days: Iterable[IndexedDay]) -> tuple[Day, ...]:
        """Some days of the index as pages other than their own see them."""
        return tuple([self.days[self.index.places[day.date]] for day in days])

    def path_of(self, day: date) -> str:
        """The file of a day's record."""
        return self.index.records[self.index.places[day]].path

    def text_of(self, day: date) -> str:
        """The text that sums up the record of a day."""
        n = self.index.places[day]
        return excerpt(self.index.records[n], self.index.days[n].stats.totals)

    def periods(self, kind: str) -> dict[str, PeriodDays]:
        """Return the weeks, the months or the years that have a record or a note, by key, in the order of time."""
        if kind not in self._period_days:
            noted = {period.key: PeriodGroup(period) for period in self.period_notes if period.kind == kind}
            groups = {**noted, **self.index.periods(kind)}
            days = {key: PeriodDays(groups[key], self.listed(groups[key].days)) for key in sorted(groups)}
            self._period_days[kind] = days
        return self._period_days[kind]

    @cached_property
    def period_notes(self) -> dict[Period, Note]:
        """The notes of weeks, months and years."""
        kinds = ("week", "month", "year")
        noted = ((parse_period(kind, note.name), note) for kind, note in self.library.notes if kind in kinds)
        return {period: note for period, note in noted if period}

    @cached_property
    def term_notes(self) -> dict[tuple[str, str], Note]:
        """The notes of tags and projects, by kind and slug."""
        return {(kind, note.name): note for kind, note in self.library.notes if kind in ("tag", "project")}

    def note_of(self, kind: TermKind, name: str) -> Note | None:
        """The note of a tag or a project."""
        return self.term_notes.get((kind, slug(self.term(kind, name)[0]))) if self.term_notes else None

    @cached_property
    def term_days(self) -> dict[TermKind, dict[str, TermDays]]:
        """The days of each tag and each project, by folded case, in the order of names."""
        return {
            kind: {
                key: TermDays(group, self.listed(day for day, _ in group.parts)) for key, group in groups.items()
            }
            for kind, groups in self.index.terms.items()
        }

    @cached_property
    def partials(self) -> tuple[Partial, ...]:
        """The partials and what their links mean."""
        return tuple(Partial(note, self.resolved(note)) for note in self.library.partials)

    def resolved(self, document: Document) -> Resolved:
        """What the links of `document` mean."""
        page = self.directory.by_path.get(composed(document.path), INDEX)
        return self.directory.resolve(document.path, page, document.links) if document.links else ()

    def term(self, kind: TermKind, name: str) -> tuple[str, str]:
        """A tag or a project as it is spelled on this site, and its address."""
        if (kind, name) not in self._terms:
            spelled = self.index.spelling[kind][name.casefold()]
            self._terms[kind, name] = spelled, self.directory.term(kind, spelled)
        return self._terms[kind, name]

    def period_link(self, period: Period) -> tuple[str, str]:
        """The title and the address of a period."""
        if period.key not in self._periods:
            self._periods[period.key] = period_title(period), self.directory.period(period)
        return self._periods[period.key]

    @cached_property
    def _period_days(self) -> dict[str, dict[str, PeriodDays]]:
        return {}

    @cached_property
    def _terms(self) -> dict[tuple[TermKind, str], tuple[str, str]]:
        return {}

    @cached_property
    def _periods(self) -> dict[str, tuple[str, str]]:
        return {}


def planned_day(settings: Settings, record: Record, indexed: IndexedDay) -> PlannedDay:
    """The day of `record`."""
    values, stats = parts(record.date), indexed.stats
    title = record.title or fill_pattern(settings.day_title, values)
    address = record.url or fill_pattern(settings.day_url, values)
    day = Day(
        token=token(indexed.token, title, address),
        item=DayItem(record.date, title, address, record.draft, stats.totals),
        stats=stats,
        tags=indexed.tags,
        tasks=indexed.tasks,
        before=Neighbour(title, address, stats.totals),
        after=Neighbour(title, address),
    )
    projects = tuple([name for name, _ in stats.projects])
    outline = (
        record.path,
        record.date,
        title,
        address,
        record.aliases,
        stats.tags,
        projects,
        stats.totals.tasks > 0,
    )
    return PlannedDay(record, day, outline)


def excerpt(record: Record, totals: Totals) -> str:
    """Return the text that sums a record up: its own summary, or its lead cut at a word, or its figures."""
    text = record.summary or cut(record.lead_text)
    if text:
        return text
    if not totals.tasks:
        return "A day without tasks."
    hours, leverage = figures.HUMAN_HOURS.text(totals), figures.LEVERAGE.text(totals)
    return f"{counted(totals.tasks, 'task')}, {hours} human hours, leverage {leverage}."


def documents(library: Library) -> tuple[Document, ...]:
    """Everything with a text that may hold links."""
    return (*library.records, *library.pages, *(note for _, note in library.notes), *library.partials)
