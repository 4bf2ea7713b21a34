"""The folder content/ → a Library, with every problem of every file."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import Any

from leverage_site.dates import PeriodKind, parse_period
from leverage_site.parallel import gc_disabled
from leverage_site.problems import Place, Problem, ProblemError, catalog, ordered
from leverage_site.records.discover import CONTENT, FOLDERS, File, Listing, listed
from leverage_site.records.file_cache import Memory, Reading
from leverage_site.records.frontmatter import decode
from leverage_site.records.model import Library, Note, Record, day_in_name

__all__ = ["CONTENT", "FOLDERS", "load"]

# The kind of each folder's periods, and the name of one.
PERIODS: dict[str, tuple[PeriodKind, str]] = {
    "weeks": ("week", "2026-W15"),
    "months": ("month", "2026-04"),
    "years": ("year", "2026"),
}

COPY_HINT = "It looks like a copy that was made of it: take over what differs, then delete this file."
_BY_DATE = attrgetter("date", "path")


def load(
    root: Path, *, drafts: bool = False, memory: Memory | None = None, listing: Listing | None = None
) -> tuple[Library, list[Problem]]:
    """Everything under content/ of the site at `root`.

    A file with an error is left out and the others are read all the same. What is wrong with a draft is a warning;
    without `drafts`, drafts are read for their problems and then left out. With the `memory` of earlier loads of
    this site, unchanged files cost next to nothing and are the same objects again; what is loaded equals what is
    loaded without it. `listing` is a look at content/ that was taken already.
    """
    with gc_disabled():
        memory = memory or Memory()
        listing = listing or listed(root, memory.clock)
        readings = memory.read(listing.files, listing.began)
        return _Contents(listing.files, readings, [*listing.problems]).library(drafts)


class _Contents:
    """What was read, by folder."""

    def __init__(self, files: list[File], readings: list[Reading], problems: list[Problem]) -> None:
        self.on_disk = {file.path: file.on_disk for file in files}
        self.problems = problems
        self.values: dict[str, list[Any]] = {folder: [] for folder in FOLDERS}
        self.unfinished: list[str] = []
        for file, reading in zip(files, readings, strict=True):
            if reading.problems:
                self.problems += reading.problems
            if reading.value is not None:
                self.values[file.folder].append(reading.value)
            elif reading.is_unfinished:
                self.unfinished.append(file.path)

    def library(self, drafts: bool) -> tuple[Library, list[Problem]]:
        """All of it that a site is made of."""
        self._check_periods()
        left_out = [] if drafts else self._leave_out_drafts()
        library = Library(
            records=self._one_a_day(sorted(self.values["records"], key=_BY_DATE)),
            pages=tuple(self.values["pages"]),
            weeks=self._named("weeks"),
            months=self._named("months"),
            years=self._named("years"),
            projects=self._named("projects"),
            tags=self._named("tags"),
            partials=self._named("partials"),
            static=tuple(self.values["static"]),
            drafts=(*left_out, *self.unfinished),
            unfinished=tuple(self.unfinished),
        )
        unread = {problem.place.path for problem in self.problems if problem.is_error}
        return replace(library, unread=tuple(sorted(unread))), ordered(self.problems)

    def _leave_out_drafts(self) -> list[str]:
        """Forget all drafts; gives their paths."""
        left_out = []
        for folder in FOLDERS:
            if folder != "static" and (drafts := [item for item in self.values[folder] if item.draft]):
                left_out += [item.path for item in drafts]
                self.values[folder] = [item for item in self.values[folder] if not item.draft]
        return left_out

    def _named(self, folder: str) -> tuple[Note, ...]:
        """The notes of one folder; a name is a file's stem, and each must have its own."""
        named: dict[str, Note] = {}
        for note in self.values[folder]:
            if (first := named.setdefault(note.name, note)) is not note:
                self.problems.append(catalog.SAME_NAME.at(Place(note.path), name=note.name, other=first.path))
        return tuple(named.values())

    def _check_periods(self) -> None:
        """The file of a period's note must be named after one."""
        for folder, (kind, example) in PERIODS.items():
            for note in self.values[folder]:
                if parse_period(kind, note.name) is None:
                    place = Place(note.path)
                    problem = catalog.NOT_A_PERIOD.at(place, name=note.name, kind=kind, example=example)
                    self.problems.append(problem.as_warning() if note.draft else problem)

    def _one_a_day(self, records: list[Record]) -> tuple[Record, ...]:
        """The records, of each day the one that was most likely first; dates far from all others are told."""
        days: dict[date, list[Record]] = {}
        for record in records:
            days.setdefault(record.date, []).append(record)
        for several in days.values():
            if len(several) > 1:
                several[:] = likeliest_first(several)
                self._report_others(*several)
        kept = tuple(several[0] for several in days.values())
        for record, reason in far_apart(kept):
            place = self._place_of_date(record)
            self.problems.append(catalog.UNLIKELY_DATE.at(place, date=record.date, reason=reason))
        return kept

    def _report_others(self, first: Record, *others: Record) -> None:
        for record in others:
            hint = COPY_HINT if is_copy(record) else None
            place = self._place_of_date(record)
            problem = catalog.SAME_DAY.at(place, date=record.date, other=first.path, hint=hint)
            self.problems.append(problem.as_warning() if record.draft else problem)

    def _place_of_date(self, record: Record) -> Place:
        try:
            data = Path(self.on_disk[record.path]).read_bytes()
            return decode(data, record.path).find(record.date.isoformat())
        except (OSError, ProblemError):  # it has changed since
            return Place(record.path)


GAP = timedelta(days=366)
# So many records at one end of all, with a gap between them and the rest, may be wrong; more are an archive.
FEW = 2

# What file managers and programs that synchronise folders put into the name of a copy.
_COPY = re.compile(r"\([0-9]{1,4}\)$|(?<![a-z])(?:copy(?![a-z])|conflict)", re.IGNORECASE)


def likeliest_first(records: Sequence[Record]) -> list[Record]:
    """Records of one day, the one that was most likely there first before the others, drafts behind them."""
    return sorted(records, key=lambda record: (record.draft, _strangeness(record), record.path))


def is_copy(record: Record) -> bool:
    """Whether a record's file is called like a copy of another."""
    return _COPY.search(_stem(record)) is not None


def far_apart(records: Sequence[Record]) -> Iterator[tuple[Record, str]]:
    """Each record, of those in the order of their dates, that is most likely in a wrong year, and why."""
    gaps = [n for n, (one, two) in enumerate(pairwise(records), 1) if two.date - one.date > GAP]
    # Where gaps are many, they are how this author writes.
    if not 1 <= len(gaps) <= 2:
        return
    first, last = gaps[0], gaps[-1]
    # An archive may well begin long before the rest; a name that says the same day speaks for it.
    if first <= FEW < len(records) - first:
        old = [record for record in records[:first] if day_in_name(record.path) is None]
        yield from ((record, _apart("before", records[first])) for record in old)
    if len(records) - last <= FEW < last:
        new = [record for record in records[last:] if day_in_name(record.path) in (None, record.date)]
        yield from ((record, _apart("after", records[last - 1])) for record in new)


def _apart(side: str, neighbour: Record) -> str:
    return f"it is more than a year {side} the nearest other record, {neighbour.date}"


def _stem(record: Record) -> str:
    return PurePosixPath(record.path).stem


def _strangeness(record: Record) -> int:
    stem, day = _stem(record), record.date.isoformat()
    if stem == day:
        return 0
    return 3 if is_copy(record) else 1 if stem.startswith(day) else 2
