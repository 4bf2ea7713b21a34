"""The folder content/ → a Library, with every problem of every file."""

from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import Any

from leverage_site import codes
from leverage_site.dates import PeriodKind, parse_period
from leverage_site.problems import Place, Problem, ProblemError, ordered
from leverage_site.processes.spread import no_collector
from leverage_site.records.files import Reading
from leverage_site.records.folders import CONTENT, FOLDERS, File, Listing, listed
from leverage_site.records.memory import Memory
from leverage_site.records.model import Library, Note, Record
from leverage_site.records.text import decode

__all__ = ["CONTENT", "FOLDERS", "load"]

# The kind of each folder's periods, and the name of one.
PERIODS: dict[str, tuple[PeriodKind, str]] = {
    "weeks": ("week", "2026-W15"),
    "months": ("month", "2026-04"),
    "years": ("year", "2026"),
}

_BY_DATE = attrgetter("date", "path")


def load(
    root: Path, *, drafts: bool = False, memory: Memory | None = None, listing: Listing | None = None
) -> tuple[Library, list[Problem]]:
    """Everything under content/ of the site at `root`.

    A file with a problem is left out and the others are read all the same. Without `drafts`, drafts are read for
    their problems and then left out. With the `memory` of earlier loads of this site, unchanged files cost next to
    nothing and are the same objects again; what is loaded equals what is loaded without it. `listing` is a look at
    content/ that was taken already.
    """
    with no_collector():
        memory = memory or Memory()
        files, problems, began = listing or listed(root, memory.clock)
        readings = memory.read(files, began)
        return _Contents(files, readings, [*problems]).library(drafts)


class _Contents:
    """What was read, by folder."""

    def __init__(self, files: list[File], readings: list[Reading], problems: list[Problem]) -> None:
        self.files = files
        self.problems = problems
        self.values: dict[str, list[Any]] = {folder: [] for folder in FOLDERS}
        for file, reading in zip(files, readings, strict=True):
            if reading.problems:
                self.problems += reading.problems
            if reading.value is not None:
                self.values[file.folder].append(reading.value)

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
            drafts=tuple(left_out),
        )
        unread = {problem.place.path for problem in self.problems if problem.severity == "error"}
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
                self.problems.append(codes.SAME_NAME.at(Place(note.path), name=note.name, other=first.path))
        return tuple(named.values())

    def _check_periods(self) -> None:
        """The file of a period's note must be named after one."""
        for folder, (kind, example) in PERIODS.items():
            for note in self.values[folder]:
                if parse_period(kind, note.name) is None:
                    place = Place(note.path)
                    self.problems.append(codes.NOT_A_PERIOD.at(place, name=note.name, kind=kind, example=example))

    def _one_a_day(self, records: list[Record]) -> tuple[Record, ...]:
        """The records, without those whose day is taken."""
        days: dict[object, Record] = {}
        second = [record for record in records if days.setdefault(record.date, record) is not record]
        on_disk = {file.path: file.on_disk for file in self.files} if second else {}
        for record in second:
            place = _place_of_date(record, Path(on_disk[record.path]))
            other = days[record.date].path
            self.problems.append(codes.SAME_DAY.at(place, date=record.date, other=other))
        return tuple(days.values())


def _place_of_date(record: Record, file: Path) -> Place:
    try:
        return decode(file.read_bytes(), record.path).find(record.date.isoformat())
    except (OSError, ProblemError):  # it has changed since
        return Place(record.path)
