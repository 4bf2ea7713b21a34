"""All that pages are planned from, looked up once: days with titles, addresses and totals, and what links mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from leverage_site.dates import Period, PeriodKind, month_of, parse_period, period_title, year_of
from leverage_site.pages.days import (
    RANKED,
    Archive,
    Day,
    DayItem,
    Group,
    PlannedDay,
    excerpt,
    planned_day,
)
from leverage_site.pages.directory import INDEX, Directory, Resolved
from leverage_site.pages.links import Partial
from leverage_site.records.model import Library, Note, PlainPage, Record, StaticFile
from leverage_site.settings import Settings
from leverage_site.stats.day_stats import DayStats, day_stats
from leverage_site.stats.rankings import Ranking
from leverage_site.stats.rollups import spellings
from leverage_site.stats.totals import Totals, combined
from leverage_site.urls import composed, slug

Document = Record | PlainPage | Note
TermKind = Literal["tag", "project"]

NO_STATS: Mapping[str, DayStats] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Outline:
    """All that decides which pages there are and what they are called: most edits leave it as it was."""

    settings: Settings
    days: tuple[tuple[object, ...], ...]
    pages: tuple[PlainPage, ...]
    notes: tuple[tuple[str, str, str], ...]
    static: tuple[StaticFile, ...]
    unread: tuple[str, ...]

    @classmethod
    def of(cls, settings: Settings, library: Library, days: tuple[PlannedDay, ...]) -> "Outline":
        """The outline of a site."""
        return cls(
            settings=settings,
            days=tuple(planned.outline for planned in days),
            pages=library.pages,
            notes=tuple((kind, note.name, note.path) for kind, note in library.notes),
            static=library.static,
            unread=library.unread,
        )


@dataclass(frozen=True)
class Content:
    """The records in the order of time; `spelling` is that of each tag and each project by its folded case."""

    settings: Settings
    library: Library
    planned: tuple[PlannedDay, ...]
    outline: Outline
    directory: Directory
    spelling: dict[TermKind, dict[str, str]]

    @classmethod
    def of(
        cls,
        settings: Settings,
        library: Library,
        before: "Content | None" = None,
        known_stats: Mapping[str, DayStats] = NO_STATS,
    ) -> "Content":
        """What `library` holds, by the site's settings; what `before` has too is taken over from it.

        `known_stats` has the facts of days that are known, by the digests of their records.
        """
        known = {id(day.record): day for day in before.planned} if before and before.settings == settings else {}
        planned = tuple(
            known.get(id(record))
            or planned_day(settings, record, known_stats.get(record.digest) or day_stats(record))
            for record in library.records
        )
        outline = Outline.of(settings, library, planned)
        if before and before.outline == outline:
            return cls(settings, library, planned, before.outline, before.directory, before.spelling)
        addresses = {one.record.path: one.day.item.address for one in planned}
        directory = Directory.of(settings, library, addresses)
        return cls(settings, library, planned, outline, directory, _spellings(planned))

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """The days as pages other than their own see them."""
        return tuple([planned.day for planned in self.planned])

    def path_of(self, day: Day) -> str:
        """The file of a day's record."""
        return self.planned[self.places[day.date]].record.path

    def text_of(self, day: date) -> str:
        """The text that sums up the record of a day."""
        planned = self.planned[self.places[day]]
        return excerpt(planned.record, planned.day.stats.totals)

    @cached_property
    def items(self) -> tuple[DayItem, ...]:
        """The days as lists show them."""
        return tuple(day.item for day in self.days)

    @cached_property
    def places(self) -> dict[date, int]:
        """The place of each date among the days."""
        return {day.date: n for n, day in enumerate(self.days)}

    @cached_property
    def totals(self) -> Totals:
        """The sums of all days."""
        return combined([day.item.totals for day in self.days])

    @cached_property
    def weeks(self) -> dict[str, Group]:
        """The weeks that have a record or a note, by key, in the order of time."""
        return self._groups("week", lambda day: day.week)

    @cached_property
    def months(self) -> dict[str, Group]:
        """The months that have a record or a note, as `weeks`."""
        return self._groups("month", lambda day: month_of(day.date))

    @cached_property
    def years(self) -> dict[str, Group]:
        """The years that have a record or a note, as `weeks`."""
        return self._groups("year", lambda day: year_of(day.date))

    def groups(self, kind: str) -> dict[str, Group]:
        """The weeks, the months or the years."""
        return {"week": self.weeks, "month": self.months, "year": self.years}[kind]

    def recorded(self, kind: PeriodKind) -> list[str]:
        """The keys of the periods that have a record."""
        if kind not in self._recorded:
            self._recorded[kind] = [key for key, group in self.groups(kind).items() if group.days]
        return self._recorded[kind]

    def _groups(self, kind: PeriodKind, period_of: Callable[[Day], Period]) -> dict[str, Group]:
        found: dict[str, Group] = {}
        for day in self.days:
            period = period_of(day)
            if (group := found.get(period.key)) is None:
                group = found[period.key] = Group(period, [])
            group.days.append(day)
        for of, note in self.library.notes:
            if of == kind and (noted := parse_period(kind, note.name)):
                found.setdefault(noted.key, Group(noted, [])).note = note
        return {key: found[key] for key in sorted(found)}

    @cached_property
    def term_notes(self) -> dict[tuple[str, str], Note]:
        """The notes of tags and projects, by kind and slug."""
        return {(kind, note.name): note for kind, note in self.library.notes if kind in ("tag", "project")}

    def note_of(self, kind: TermKind, name: str) -> Note | None:
        """The note of a tag or a project."""
        return self.term_notes.get((kind, slug(self.spelling[kind][name.casefold()]))) if self.term_notes else None

    @cached_property
    def archives(self) -> dict[TermKind, dict[str, Archive]]:
        """What carries each tag and what belongs to each project, by folded case, in the order of names."""
        tags: dict[str, Archive] = {}
        projects: dict[str, Archive] = {}
        for day in self.days:
            for tag, sums in day.stats.tagged:
                _archive(tags, "tag", tag).parts.append((day, sums))
            for name, sums in day.stats.projects:
                _archive(projects, "project", name.casefold()).parts.append((day, sums))
        return {"tag": dict(sorted(tags.items())), "project": dict(sorted(projects.items()))}

    @cached_property
    def partials(self) -> tuple[Partial, ...]:
        """The partials and what their links mean."""
        return tuple(Partial(note, self.resolved(note)) for note in self.library.partials)

    @cached_property
    def rankings(self) -> tuple[Ranking, ...]:
        """The standings of days by each of the `RANKED` figures."""
        return tuple(Ranking([day.ranked[n] for day in self.days]) for n in range(len(RANKED)))

    def resolved(self, document: Document) -> Resolved:
        """What the links of `document` mean."""
        page = self.directory.by_path.get(composed(document.path), INDEX)
        return self.directory.resolve(document.path, page, document.links) if document.links else ()

    def term(self, kind: TermKind, name: str) -> tuple[str, str]:
        """A tag or a project as it is spelled on this site, and its address."""
        if (kind, name) not in self._terms:
            spelled = self.spelling[kind][name.casefold()]
            self._terms[kind, name] = spelled, self.directory.term(kind, spelled)
        return self._terms[kind, name]

    def period_link(self, period: Period) -> tuple[str, str]:
        """The title and the address of a period."""
        if period.key not in self._periods:
            self._periods[period.key] = period_title(period), self.directory.period(period)
        return self._periods[period.key]

    @cached_property
    def _terms(self) -> dict[tuple[TermKind, str], tuple[str, str]]:
        return {}

    @cached_property
    def _periods(self) -> dict[str, tuple[str, str]]:
        return {}

    @cached_property
    def _recorded(self) -> dict[PeriodKind, list[str]]:
        return {}


def _archive(found: dict[str, Archive], kind: TermKind, name: str) -> Archive:
    if (archive := found.get(name)) is None:
        archive = found[name] = Archive((kind, name))
    return archive


def _spellings(days: tuple[PlannedDay, ...]) -> dict[TermKind, dict[str, str]]:
    tags = dict.fromkeys(planned.day.stats.tags for planned in days)
    return {
        "tag": spellings(tag for names in tags for tag in names),
        "project": spellings(name for planned in days for name, _ in planned.day.stats.projects),
    }


def documents(library: Library) -> tuple[Document, ...]:
    """Everything with a text that may hold links."""
    return (*library.records, *library.pages, *(note for _, note in library.notes), *library.partials)
