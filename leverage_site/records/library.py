"""The folder content/ → a Library, with every problem of every file."""

from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import Any

from leverage_site import codes
from leverage_site.dates import parse_week
from leverage_site.problems import Place, Problem, ProblemError, ordered
from leverage_site.processes.spread import no_collector
from leverage_site.records.files import Reading
from leverage_site.records.folders import CONTENT, FOLDERS, File, Listing, listed
from leverage_site.records.memory import Memory
from leverage_site.records.model import Library, Note, Record
from leverage_site.records.text import decode

__all__ = ["CONTENT", "FOLDERS", "load"]

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
        records, pages = self.values["records"], self.values["pages"]
        left_out = [] if drafts else [item.path for item in (*records, *pages) if item.draft]
        library = Library(
            records=self._one_a_day(sorted(_without(records, left_out), key=_BY_DATE)),
            pages=tuple(_without(pages, left_out)),
            weeks=self._weeks(),
            partials=self._notes("partials"),
            static=tuple(self.values["static"]),
            drafts=tuple(left_out),
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


def _without(items: list[Any], paths: list[str]) -> list[Any]:
    left_out = set(paths)
    return [item for item in items if item.path not in left_out] if left_out else items
