"""The folder content/ → a Library, with every problem of every file."""

from dataclasses import replace
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any

from leverage_site import codes
from leverage_site.dates import parse_week
from leverage_site.problems import Place, Problem, ProblemError, ordered
from leverage_site.processes.spread import no_collector
from leverage_site.records.dating import far_apart, is_copy, likeliest_first
from leverage_site.records.files import Reading
from leverage_site.records.folders import CONTENT, FOLDERS, File, Listing, listed
from leverage_site.records.memory import Memory
from leverage_site.records.model import Library, Note, Record
from leverage_site.records.text import decode

__all__ = ["CONTENT", "FOLDERS", "load"]

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
    with no_collector():
        memory = memory or Memory()
        listing = listing or listed(root, memory.clock)
        readings = memory.read(listing.files, listing.began)
        return _Contents(listing.files, readings, [*listing.problems]).library(drafts)


class _Contents:
    """What was read, by folder."""

    def __init__(self, files: list[File], readings: list[Reading], problems: list[Problem]) -> None:
        self.files = files
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
        records, pages = self.values["records"], self.values["pages"]
        left_out = [] if drafts else [item.path for item in (*records, *pages) if item.draft]
        library = Library(
            records=self._one_a_day(sorted(_without(records, left_out), key=_BY_DATE)),
            pages=tuple(_without(pages, left_out)),
            weeks=self._weeks(),
            partials=self._notes("partials"),
            static=tuple(self.values["static"]),
            drafts=(*left_out, *self.unfinished),
            unfinished=tuple(self.unfinished),
        )
        unread = {problem.place.path for problem in self.problems if problem.severity == "error"}
        return replace(library, unread=tuple(sorted(unread))), ordered(self.problems)

    def _notes(self, folder: str) -> tuple[Note, ...]:
        """The texts without front matter of one folder; a name is a file's stem, and each must have its own."""
        named: dict[str, Note] = {}
        for note in self.values[folder]:
            if (first := named.setdefault(note.name, note)) is not note:
                self.problems.append(codes.SAME_NAME.at(Place(note.path), name=note.name, other=first.path))
        return tuple(named.values())

    def _weeks(self) -> tuple[Note, ...]:
        """The notes of weeks; a file must be named after one."""
        notes = self._notes("weeks")
        for note in notes:
            if parse_week(note.name) is None:
                self.problems.append(codes.NOT_A_WEEK.at(Place(note.path), name=note.name))
        return notes

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
            self.problems.append(codes.UNLIKELY_DATE.at(place, date=record.date, reason=reason))
        return kept

    def _report_others(self, first: Record, *others: Record) -> None:
        for record in others:
            hint = COPY_HINT if is_copy(record) else None
            place = self._place_of_date(record)
            self.problems.append(codes.SAME_DAY.at(place, date=record.date, other=first.path, hint=hint))

    def _place_of_date(self, record: Record) -> Place:
        on_disk = next(file.on_disk for file in self.files if file.path == record.path)
        try:
            return decode(Path(on_disk).read_bytes(), record.path).find(record.date.isoformat())
        except (OSError, ProblemError):  # it has changed since
            return Place(record.path)


def _without(items: list[Any], paths: list[str]) -> list[Any]:
    left_out = set(paths)
    return [item for item in items if item.path not in left_out] if left_out else items
