"""What the files of content/ hold → a Library, with every problem of every file."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import Any

from leverage_site.dates import PeriodKind, parse_period
from leverage_site.problems import Place, Problem, ProblemError, catalog, sort_problems
from leverage_site.records.discover import FOLDERS, STATIC, Listing
from leverage_site.records.file_cache import Reading
from leverage_site.records.model import Library, Note, Record, day_in_name

# The kind of each folder's periods, and the name of one.
PERIODS: dict[str, tuple[PeriodKind, str]] = {
    "weeks": ("week", "2026-W15"),
    "months": ("month", "2026-04"),
    "years": ("year", "2026"),
}

COPY_HINT = "It looks like a copy that was made of it: take over what differs, then delete this file."

GAP = timedelta(days=366)
# So many records at one end of all, with a gap between them and the rest, may be wrong; more are an archive.
FEW = 2

# What file managers and programs that synchronise folders put into the name of a copy.
_COPY = re.compile(r"\([0-9]{1,4}\)$|(?<![a-z])(?:copy(?![a-z])|conflict)", re.IGNORECASE)


def build_library(
    listing: Listing, readings: list[Reading], *, drafts: bool = False
) -> tuple[Library, list[Problem]]:
    """Put together what the files of a listing hold, with every problem of a file and of several.

    A file with an error is left out. What is wrong with a draft is a warning.

    Args:
        listing: The files.
        readings: What each of them holds.
        drafts: Whether drafts are part of the library; otherwise only their problems are.

    """
    return _Contents(listing, readings).library(drafts=drafts)


class _Contents:
    """What was read, by folder; `problems` grows."""

    def __init__(self, listing: Listing, readings: list[Reading]) -> None:
        self.on_disk = {file.path: file.on_disk for file in listing.files}
        self.problems = [*listing.problems]
        self.values: dict[str, list[Any]] = {folder: [] for folder in FOLDERS}
        self.unfinished: list[str] = []
        for file, reading in zip(listing.files, readings, strict=True):
            if reading.problems:
                self.problems += reading.problems
            if reading.value is not None:
                self.values[file.folder].append(reading.value)
            elif reading.is_unfinished:
                self.unfinished.append(file.path)

    def library(self, *, drafts: bool) -> tuple[Library, list[Problem]]:
        """Return all of it that a site is made of, and all problems in the order of their places."""
        for folder, (kind, example) in PERIODS.items():
            for note in self.values[folder]:
                if parse_period(kind, note.name) is None:
                    place = Place(note.path)
                    problem = catalog.NOT_A_PERIOD.at(place, name=note.name, kind=kind, example=example)
                    self.problems.append(problem.as_warning() if note.draft else problem)
        left_out = []
        for folder in FOLDERS if not drafts else ():
            if folder != STATIC and any(item.draft for item in self.values[folder]):
                left_out += [item.path for item in self.values[folder] if item.draft]
                self.values[folder] = [item for item in self.values[folder] if not item.draft]
        days = self._one_a_day(sorted(self.values["records"], key=attrgetter("date", "path")))
        library = Library(
            records=tuple([record for record in days if not record.withdrawn]),
            withdrawn=tuple([record for record in days if record.withdrawn]),
            pages=tuple(self.values["pages"]),
            weeks=self._named("weeks"),
            months=self._named("months"),
            years=self._named("years"),
            projects=self._named("projects"),
            tags=self._named("tags"),
            partials=self._named("partials"),
            static=tuple(self.values[STATIC]),
            drafts=(*left_out, *self.unfinished),
            unfinished=tuple(self.unfinished),
        )
        unread = {problem.place.path for problem in self.problems if problem.is_error}
        return replace(library, unread=tuple(sorted(unread))), sort_problems(self.problems)

    def _named(self, folder: str) -> tuple[Note, ...]:
        """Return the notes of one folder; a name is a file's stem, and each must have its own."""
        named: dict[str, Note] = {}
        for note in self.values[folder]:
            if (first := named.setdefault(note.name, note)) is not note:
                self.problems.append(catalog.SAME_NAME.at(Place(note.path), name=note.name, other=first.path))
        return tuple(named.values())

    def _one_a_day(self, records: list[Record]) -> tuple[Record, ...]:
        """Return of each day the record that was most likely first; report the others, and dates far from all."""
        days: dict[date, list[Record]] = {}
        for record in records:
            days.setdefault(record.date, []).append(record)
        for day, several in days.items():
            if len(several) > 1:
                several[:] = likeliest_first(several)
            for record in several[1:]:
                hint = COPY_HINT if is_copy(record) else None
                place = self._place_of_date(record)
                problem = catalog.SAME_DAY.at(place, date=day, other=several[0].path, hint=hint)
                self.problems.append(problem.as_warning() if record.draft else problem)
        firsts = tuple([several[0] for several in days.values()])
        for record, reason in far_apart(firsts):
            place = self._place_of_date(record)
            self.problems.append(catalog.UNLIKELY_DATE.at(place, date=record.date, reason=reason))
        return firsts

    def _place_of_date(self, record: Record) -> Place:
        from leverage_site.records.frontmatter import decode  # takes 3 ms to import, for a problem only

        try:
            data = Path(self.on_disk[record.path]).read_bytes()
            return decode(data, record.path).find(record.date.isoformat())
        except (OSError, ProblemError):  # it has changed since
            return Place(record.path)


def likeliest_first(records: Sequence[Record]) -> list[Record]:
    """Return the records of one day, the one that was most likely there first before the others, drafts last."""
    return sorted(records, key=lambda record: (record.draft, _oddity(record), record.path))


def _oddity(record: Record) -> int:
    """Return how far the name of a record's file is from the usual one, which is its day."""
    stem, day = PurePosixPath(record.path).stem, record.date.isoformat()
    if stem == day:
        return 0
    return 3 if is_copy(record) else 1 if stem.startswith(day) else 2


def is_copy(record: Record) -> bool:
    """Whether a record's file is called like a copy of another."""
    return _COPY.search(PurePosixPath(record.path).stem) is not None


def far_apart(records: Sequence[Record]) -> Iterator[tuple[Record, str]]:
    """Yield each record, of those in the order of their dates, that is most likely in a wrong year, and why."""
    gaps = [n for n, (one, two) in enumerate(pairwise(records), 1) if two.date - one.date > GAP]
    # Where gaps are many, they are how this author writes.
    if not 1 <= len(gaps) <= 2:
        return
    first, last = gaps[0], gaps[-1]
    reason = "it is more than a year {} the nearest other record, {}"
    # An archive may well begin long before the rest; a name that says the same day speaks for it.
    if first <= FEW < len(records) - first:
        old = [record for record in records[:first] if day_in_name(record.path) is None]
        yield from ((record, reason.format("before", records[first].date)) for record in old)
    if len(records) - last <= FEW < last:
        new = [record for record in records[last:] if day_in_name(record.path) in (None, record.date)]
        yield from ((record, reason.format("after", records[last - 1].date)) for record in new)
