"""What pages add to the index of a site: titles and addresses, notes, and what links mean.

A page's inputs are taken from here. What they hold of other days stands in keys by a token, so that no text of a
record is in reach of a page that does not have it among its inputs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, TypeVar, cast

from leverage_site.dates import Period, date_values, long_date, parse_period, period_title
from leverage_site.language import Verbatim
from leverage_site.language.phrases import Language
from leverage_site.live.texts import FilledTexts, fill_texts
from leverage_site.pages.excerpts import excerpt, headline
from leverage_site.pages.links import Partial
from leverage_site.pages.narrative import amount
from leverage_site.pages.urlmap import INDEX, LinkMap, TitledAddress, UrlMap, build_urlmap
from leverage_site.records.model import Library, Note, PlainPage, Record, StaticFile
from leverage_site.settings import Settings
from leverage_site.settings.schema import DAY_TITLE
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
from leverage_site.text import fill_pattern
from leverage_site.urls import slug, to_nfc
from leverage_site.values import token, value

Made = TypeVar("Made")

LinkingText = Record | PlainPage | Note


@value
class DayItem:
    """A day in a list: what it is called there, its title and address, the totals of what the list counts."""

    date: date
    title: str
    headline: str
    address: str
    draft: bool
    totals: Totals


@value
class Day:
    """A day as every page but its own sees it.

    All of it follows from the front matter, the title, the headline and the address, for which `token` stands in
    keys; no other text of the record's is in reach. `tags` are those of the whole day.
    """

    token: str
    item: DayItem
    stats: DayStats
    tags: tuple[str, ...]
    tasks: LazyTasks

    @property
    def date(self) -> date:
        """Its date."""
        return self.item.date


@value
class WithdrawnDay:
    """A day that was taken back: its record, its title and its address."""

    record: Record
    title: str
    address: str


@dataclass(frozen=True, eq=False)
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
        parts = zip([day.item for day in self.days], self.group.parts, strict=True)
        # For 1,000 days 8,000 are made; `replace` looks at the fields of each.
        return tuple(
            [
                DayItem(item.date, item.title, item.headline, item.address, item.draft, sums.get())
                for item, (_, sums) in parts
            ]
        )

    @property
    def working(self) -> int:
        """The number of days with a task that counts."""
        return sum(sums.get().tasks > 0 for _, sums in self.group.parts)

    @cached_property
    def token(self) -> str:
        """The digest of the term, which decides what counts of each day, and of its days' tokens."""
        group = self.group
        return token(group.kind, group.key, group.name, *(day.token for day in self.days))

    def in_year(self, year: str) -> "TermDays":
        """Return only the days of a year, whose months are summed up already."""
        number = int(year)
        some = self.select(n for n, day in enumerate(self.days) if day.item.date.year == number)
        some.group.months = {key: sums for key, sums in self.group.months.items() if key[:4] == year}
        return some

    def newest(self, number: int) -> "TermDays":
        """Return the newest days, the newest first."""
        return self.select(range(len(self.days))[: -number - 1 : -1])

    def select(self, places: Iterable[int]) -> "TermDays":
        """Return only the days at `places`, in this order."""
        places = tuple(places)
        group, whole = replace(self.group, parts=[], places=[]), self.group
        for n in places:
            group.add(*whole.parts[n], whole.places[n])
        return TermDays(group, tuple([self.days[n] for n in places]))


@value
class PageSetKey:
    """All that decides which pages there are and what they are called: most edits leave it as it was.

    Of two plans with equal keys, the later takes over addresses, pages and what links may lead to: a preview plans
    after each edit, with 12,000 instead of 187,000 calls on a site of 1,000 days. So whatever the kinds of pages
    read to plan them, arguments of pages among it, must be in here; test_incremental.py holds them to it.
    """

    settings: Settings
    days: tuple[tuple[object, ...], ...]
    pages: tuple[tuple[object, ...], ...]
    notes: tuple[tuple[str, str, str], ...]
    static: tuple[StaticFile, ...]
    drafts: tuple[str, ...]
    unread: tuple[str, ...]
    withdrawn: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Content:
    """A site's index with what pages add to it. `days` are those of the index in the same order.

    All texts have their live figures in place, by which `live` says what is wrong with them.
    """

    settings: Settings
    library: Library
    index: SiteIndex
    days: tuple[Day, ...]
    page_set_key: PageSetKey
    urlmap: UrlMap
    live: FilledTexts
    # Worked out as they are asked for; all of them follow from the fields above.
    _period_days: dict[str, dict[str, PeriodDays]] = field(default_factory=dict, init=False)
    _terms: dict[tuple[TermKind, str], TitledAddress] = field(default_factory=dict, init=False)
    _periods: dict[str, TitledAddress] = field(default_factory=dict, init=False)
    _made: dict[tuple[str, object], Any] = field(default_factory=dict, init=False)

    @cached_property
    def withdrawn(self) -> tuple[WithdrawnDay, ...]:
        """The days that were taken back, in the order of time."""
        return withdrawn_days(self.settings, self.library)

    @cached_property
    def items(self) -> tuple[DayItem, ...]:
        """The days as lists show them."""
        return tuple(day.item for day in self.days)

    @cached_property
    def histories(self) -> tuple[str, ...]:
        """For each day, in the order of time, what stands for it and all days before it."""
        digest, histories = sha256(), []
        for day in self.days:
            digest.update(day.token.encode())
            histories.append(digest.hexdigest())
        return tuple(histories)

    def once(self, name: tuple[str, object], make: Callable[[], Made]) -> Made:
        """Return what `make` gives, made when this name is first asked for; it must follow from this content."""
        if name not in self._made:
            self._made[name] = make()
        return cast("Made", self._made[name])

    def days_of(self, days: Iterable[IndexedDay]) -> tuple[Day, ...]:
        """Return some days of the index as pages other than their own see them."""
        return tuple([self.days[self.index.places[day.date]] for day in days])

    def path_of(self, day: date) -> str:
        """Return the file of a day's record."""
        return self.index.records[self.index.places[day]].path

    def text_of(self, day: date) -> str:
        """Return the text that sums up the record of a day."""
        n = self.index.places[day]
        record, totals = self.index.records[n], self.index.days[n].stats.totals
        own = record.summary or excerpt(record.lead_text)
        return Verbatim(own) if own else amount(totals)

    def periods(self, kind: str) -> dict[str, PeriodDays]:
        """Return the weeks, the months or the years that have a record or a note, by key, in the order of time."""
        if kind not in self._period_days:
            groups = {period.key: PeriodGroup(period) for period in self.period_notes if period.kind == kind}
            groups |= self.index.periods(kind)
            days = {key: PeriodDays(groups[key], self.days_of(groups[key].days)) for key in sorted(groups)}
            self._period_days[kind] = days
        return self._period_days[kind]

    @cached_property
    def period_notes(self) -> dict[Period, Note]:
        """The notes of weeks, months and years."""
        kinds = ("week", "month", "year")
        notes = ((parse_period(kind, note.name), note) for kind, note in self.library.notes if kind in kinds)
        return {period: note for period, note in notes if period}

    @cached_property
    def term_notes(self) -> dict[tuple[str, str], Note]:
        """The notes of tags and projects, by kind and slug."""
        return {(kind, note.name): note for kind, note in self.library.notes if kind in ("tag", "project")}

    @cached_property
    def plain_pages(self) -> dict[str, PlainPage]:
        """The plain pages by the paths of their files."""
        return {page.path: page for page in self.library.pages}

    def note_of(self, kind: TermKind, name: str) -> Note | None:
        """Return the note of a tag or a project."""
        return self.term_notes.get((kind, slug(self.term(kind, name)[0]))) if self.term_notes else None

    @cached_property
    def term_days(self) -> dict[TermKind, dict[str, TermDays]]:
        """The days of each tag and each project, by folded case, in the order of names."""
        return {
            kind: {
                key: TermDays(group, self.days_of(day for day, _ in group.parts)) for key, group in groups.items()
            }
            for kind, groups in self.index.terms.items()
        }

    @cached_property
    def partials(self) -> tuple[Partial, ...]:
        """The partials and what their links mean."""
        return tuple(Partial(note, self.link_map(note)) for note in self.library.partials)

    def link_map(self, document: LinkingText) -> LinkMap:
        """Return what the links of `document` mean."""
        page = self.urlmap.by_path.get(to_nfc(document.path), INDEX)
        return self.urlmap.resolve(document.path, page, document.links) if document.links else ()

    def term(self, kind: TermKind, name: str) -> TitledAddress:
        """Return a tag or a project as it is spelled on this site, and its address."""
        if (kind, name) not in self._terms:
            spelling = self.index.spelling[kind][name.casefold()]
            self._terms[kind, name] = spelling, self.urlmap.term(kind, spelling)
        return self._terms[kind, name]

    def period_link(self, period: Period) -> TitledAddress:
        """Return the title and the address of a period."""
        if period.key not in self._periods:
            self._periods[period.key] = period_title(period), self.urlmap.period(period)
        return self._periods[period.key]


def build_content(
    settings: Settings,
    library: Library,
    index: SiteIndex | None = None,
    before: Content | None = None,
    language: Language | None = None,
) -> Content:
    """Add what pages need to the index of a site.

    Args:
        settings: The site's settings.
        library: Its records and other texts.
        index: That of the library's records, by default built here.
        before: The same site's content a while ago: what did not change is taken over from it.
        language: The language of pages, English where there is none.

    """
    index = index or build_index(library.records, before=before.index if before else None)
    live = fill_texts(settings, library, index, language, before.live if before else None)
    library, index = live.library, live.index
    same = before if before and before.settings == settings else None
    planned = {id(record): day for record, day in zip(same.index.records, same.days, strict=True)} if same else {}
    pairs = list(zip(index.records, index.days, strict=True))
    days = tuple([planned.get(id(record)) or plan_day(settings, record, one) for record, one in pairs])
    withdrawn = withdrawn_days(settings, library)
    key = _page_set_key(settings, library, index, days, withdrawn)
    if before and before.page_set_key == key:
        return Content(settings, library, index, days, before.page_set_key, before.urlmap, live)
    addresses = {record.path: day.item.address for record, day in zip(index.records, days, strict=True)}
    addresses |= {day.record.path: day.address for day in withdrawn}
    return Content(settings, library, index, days, key, build_urlmap(settings, library, addresses), live)


def _page_set_key(
    settings: Settings,
    library: Library,
    index: SiteIndex,
    days: Iterable[Day],
    withdrawn: Iterable[WithdrawnDay],
) -> PageSetKey:
    return PageSetKey(
        settings=settings,
        days=tuple(
            (
                record.path,
                day.date,
                day.item.title,
                day.item.address,
                record.aliases,
                day.stats.tags,
                tuple([name for name, _ in day.stats.projects]),
                day.stats.totals.tasks > 0,
            )
            for record, day in zip(index.records, days, strict=True)
        ),
        pages=tuple([(page.path, page.title, page.url, page.aliases) for page in library.pages]),
        notes=tuple((kind, note.name, note.path) for kind, note in library.notes),
        static=library.static,
        drafts=tuple(library.drafts),
        unread=library.unread,
        withdrawn=tuple(
            [(day.record.path, day.record.date, day.title, day.address, day.record.aliases) for day in withdrawn]
        ),
    )


def plan_day(settings: Settings, record: Record, indexed: IndexedDay) -> Day:
    """Give a day of the index its title and its address, and what lists call it: its own title, or the lead's."""
    title, address = titled_address(settings, record)
    own = record.title or headline(record.lead_text or record.summary or "")
    called = Verbatim(own) if own else long_date(record.date)
    return Day(
        token=token(indexed.token, title, own, address),
        item=DayItem(record.date, title, called, address, record.draft, indexed.stats.totals),
        stats=indexed.stats,
        tags=indexed.tags,
        tasks=indexed.tasks,
    )


def titled_address(settings: Settings, record: Record) -> TitledAddress:
    """Return the title of a day's page, and its address."""
    values = date_values(record.date)
    is_usual = settings.day_title == DAY_TITLE and not record.title
    title = record.title or fill_pattern(settings.day_title, values)
    return title if is_usual else Verbatim(title), record.url or fill_pattern(settings.day_url, values)


def withdrawn_days(settings: Settings, library: Library) -> tuple[WithdrawnDay, ...]:
    """Return the days that were taken back, in the order of time."""
    return tuple([WithdrawnDay(record, *titled_address(settings, record)) for record in library.withdrawn])


def documents(library: Library) -> tuple[LinkingText, ...]:
    """Return everything with a text that may hold links."""
    return (*library.records, *library.pages, *(note for _, note in library.notes), *library.partials)
