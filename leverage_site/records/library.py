"""The folder content/ → a Library, with every problem of every file."""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from leverage_site import codes
from leverage_site.dates import parse_week
from leverage_site.problems import Place, Problem, ProblemError, ordered
from leverage_site.records.model import Library, Note, PlainPage, Record, StaticFile
from leverage_site.records.schema import read_note, read_page, read_record
from leverage_site.records.text import MAX_BYTES, decode

CONTENT = "content"
FOLDERS = ("pages", "partials", "records", "static", "weeks")

Value = TypeVar("Value")
Document = TypeVar("Document", Record, PlainPage)


def load(root: Path, *, drafts: bool = False) -> tuple[Library, list[Problem]]:
    """Everything under content/ of the site at `root`.

    A file with a problem is left out and the others are read all the same. Without `drafts`, drafts are read for
    their problems and then left out.
    """
    loader = _Loader(root)
    loader.check_top()
    records = loader.texts("records", read_record)
    pages = loader.texts("pages", read_page)
    found: list[Record | PlainPage] = [*records, *pages]
    left_out = [] if drafts else [item.path for item in found if item.draft]
    library = Library(
        records=loader.one_a_day(sorted(_without(records, left_out), key=lambda r: (r.date, r.path))),
        pages=tuple(_without(pages, left_out)),
        weeks=loader.weeks(),
        partials=loader.notes("partials"),
        static=loader.static(),
        drafts=tuple(left_out),
    )
    unread = {problem.place.path for problem in loader.problems if problem.severity == "error"}
    return replace(library, unread=tuple(sorted(unread))), ordered(loader.problems)


def _without(items: list[Document], paths: list[str]) -> list[Document]:
    left_out = set(paths)
    return [item for item in items if item.path not in left_out]


@dataclass
class _Loader:
    root: Path
    problems: list[Problem] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)

    def check_top(self) -> None:
        """Folders and files beside the known ones are most likely misplaced."""
        top = self.root / CONTENT
        try:
            names = sorted(path.name for path in top.iterdir()) if top.exists() or top.is_symlink() else []
        except OSError as error:
            self._unreadable(error)
            return
        for name in names:
            if name not in FOLDERS and not _is_hidden(name):
                reason = f"the folders of {CONTENT}/ are {', '.join(FOLDERS)}"
                self.problems.append(codes.NOT_READ.at(Place(f"{CONTENT}/{_legible(name)}"), reason=reason))
            elif name in FOLDERS and not (top / name).is_dir():
                place = Place(f"{CONTENT}/{name}")
                self.problems.append(codes.READ_FAILED.at(place, reason="it is not a folder"))

    def texts(self, folder: str, read: Callable[[bytes, str], tuple[Value | None, list[Problem]]]) -> list[Value]:
        """What `read` makes of each Markdown file below `folder`."""
        found = (self._text(path, read) for path in self._markdown_files(folder))
        return [value for value in found if value is not None]

    def notes(self, folder: str) -> tuple[Note, ...]:
        """The texts without front matter of one folder; a name is a file's stem, and each must have its own."""
        notes = self.texts(folder, lambda data, path: read_note(data, path, Path(path).stem))
        named: dict[str, Note] = {}
        for note in notes:
            if (first := named.setdefault(note.name, note)) is not note:
                self.problems.append(codes.SAME_NAME.at(Place(note.path), name=note.name, other=first.path))
        return tuple(named.values())

    def weeks(self) -> tuple[Note, ...]:
        """The notes of weeks; a file must be named after one."""
        notes = self.notes("weeks")
        for note in notes:
            if parse_week(note.name) is None:
                self.problems.append(codes.NOT_A_WEEK.at(Place(note.path), name=note.name))
        return notes

    def static(self) -> tuple[StaticFile, ...]:
        """The files to copy, each with its digest."""
        return tuple(file for path in self._files("static") if (file := self._static_file(path)))

    def one_a_day(self, records: list[Record]) -> tuple[Record, ...]:
        """The records, without those whose day is taken."""
        days: dict[object, Record] = {}
        for record in records:
            first = days.setdefault(record.date, record)
            if first is not record:
                self.problems.append(self._same_day(record, first))
        return tuple(days.values())

    def _same_day(self, record: Record, first: Record) -> Problem:
        data = self.files[record.path].read_bytes()
        place = decode(data, record.path).find(record.date.isoformat())
        return codes.SAME_DAY.at(place, date=record.date, other=first.path)

    def _text(self, path: Path, read: Callable[[bytes, str], tuple[Value | None, list[Problem]]]) -> Value | None:
        shown = self._shown(path)
        self.files[shown] = path
        try:
            value, problems = read(self._bytes(path, MAX_BYTES), shown)
        except ProblemError as error:
            value, problems = None, list(error.problems)
        self.problems += problems
        return value

    def _static_file(self, path: Path) -> StaticFile | None:
        address = "/" + path.relative_to(self.root / CONTENT / "static").as_posix()
        try:
            return StaticFile(address, self._shown(path), str(path), sha256(self._bytes(path)).hexdigest())
        except ProblemError as error:
            self.problems += error.problems
            return None

    def _bytes(self, path: Path, limit: int | None = None) -> bytes:
        place = Place(self._shown(path))
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise codes.READ_FAILED.error(place, reason="it is not a regular file")
            if limit is not None and status.st_size > limit:
                raise codes.TOO_LARGE.error(
                    Place(place.path, 1, 1), size=f"{status.st_size:,}", limit=f"{limit:,}"
                )
            return path.read_bytes()
        except OSError as error:
            raise codes.READ_FAILED.error(place, reason=error.strerror or error) from None

    def _markdown_files(self, folder: str) -> Iterator[Path]:
        for path in self._files(folder):
            if path.suffix == ".md":
                yield path
            else:
                reason = f"files in {CONTENT}/{folder} end in .md"
                self.problems.append(codes.NOT_READ.at(Place(self._shown(path)), reason=reason))

    def _files(self, folder: str) -> Iterator[Path]:
        """The files below a folder in a fixed order; hidden ones and editors' leftovers are passed over."""
        top = self.root / CONTENT / folder
        for place, folders, files in os.walk(top, onerror=self._unreadable) if top.is_dir() else ():
            folders[:] = sorted(name for name in folders if not _is_hidden(name))
            for name in [name for name in folders if (Path(place) / name).is_symlink()]:
                self.problems.append(codes.LINKED_FOLDER.at(Place(self._shown(Path(place) / name))))
            for name in (name for name in sorted(files) if not _is_hidden(name)):
                if _legible(name) == name:
                    yield Path(place) / name
                else:
                    shown = Place(self._shown(Path(place) / name))
                    self.problems.append(codes.READ_FAILED.at(shown, reason="its name is not UTF-8"))

    def _unreadable(self, error: OSError) -> None:
        """A folder that cannot be listed must not look like an empty one."""
        place = Place(self._shown(Path(error.filename)))
        self.problems.append(codes.READ_FAILED.at(place, reason=error.strerror or error))

    def _shown(self, path: Path) -> str:
        return _legible(path.relative_to(self.root).as_posix())


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp"))


def _legible(name: str) -> str:
    """File names that are not UTF-8 can still be shown."""
    return os.fsencode(name).decode(errors="backslashreplace")
