"""Which files there are below content/, in a fixed order whatever the disk's.

A large site is looked through again at every change. Entries as the system lists them, which know their kind
without being asked, take a fraction of the time that a path for each would.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from leverage_site.files import Clock, Moment, Stamp, is_leftover, stamp_of, system_clock
from leverage_site.problems import Place, Problem, catalog

CONTENT = "content"
FOLDERS = ("months", "pages", "partials", "projects", "records", "static", "tags", "weeks", "years")

Entry = os.DirEntry[str]

_name = attrgetter("name")


class File(NamedTuple):
    """A file below content/: which of `FOLDERS` it is in, its name from there on, and where it is on the disk.

    `stamp` is None if it cannot be had.
    """

    folder: str
    name: str
    on_disk: str
    stamp: Stamp | None = None

    @property
    def path(self) -> str:
        """The file as the user knows it, relative to the site."""
        return f"{CONTENT}/{self.folder}/{_legible(self.name)}"


class Listing(NamedTuple):
    """The files to read, what is wrong with the folders, and a moment before the look."""

    files: list[File]
    problems: list[Problem]
    began: Moment


def listed(root: Path, clock: Clock = system_clock) -> Listing:
    """All that content/ of the site at `root` has; it is looked at after a moment by `clock`."""
    began, folders = clock(), Folders(root)
    folders.check_top()
    return Listing(folders.files(), folders.problems, began)


@dataclass(slots=True)
class Folders:
    """Looks through content/ of the site at `root`; `problems` grows."""

    root: Path
    problems: list[Problem] = field(default_factory=list)

    def check_top(self) -> None:
        """Folders and files beside the known ones are most likely misplaced.

        A folder with nothing at all in it may be one where a disk is not mounted, and is as bad as none.
        """
        top = self.root / CONTENT
        try:
            names = sorted(path.name for path in top.iterdir())
        except OSError as error:
            if isinstance(error, FileNotFoundError) and not top.is_symlink():
                self._no_content("missing")
            else:
                self._unreadable(CONTENT, error)
            return
        if not names:
            self._no_content("empty")
        for name in names:
            place = Place(f"{CONTENT}/{_legible(name)}")
            if name not in FOLDERS and not _is_hidden(name):
                reason = f"the folders of {CONTENT}/ are {', '.join(FOLDERS)}"
                self.problems.append(catalog.NOT_READ.at(place, reason=reason))
            elif name in FOLDERS and not (top / name).is_dir():
                self.problems.append(catalog.READ_FAILED.at(place, reason="it is not a folder"))

    def files(self) -> list[File]:
        """Every file to read: Markdown, and whatever static/ holds."""
        found: list[File] = []
        for folder in FOLDERS:
            below = self._below(folder)
            found += below if folder == "static" else filter(self._is_markdown, below)
        return found

    def _is_markdown(self, file: File) -> bool:
        if file.name.endswith(".md"):
            return True
        reason = f"files in {CONTENT}/{file.folder} end in .md"
        self.problems.append(catalog.NOT_READ.at(Place(file.path), reason=reason))
        return False

    def _below(self, folder: str) -> Iterator[File]:
        """The files below a folder, each folder's own before those of the folders in it."""
        top = self.root / CONTENT / folder
        waiting = [("", str(top))] if top.is_dir() else []
        while waiting:
            prefix, place = waiting.pop()
            shown = f"{CONTENT}/{folder}/{prefix}"
            folders, files = self._listed(place, shown, is_leftover if folder == "static" else _is_hidden)
            for entry in files:
                if entry.name.isascii() or self._is_text(entry, shown):
                    yield File(folder, prefix + entry.name, entry.path, _stamp(entry))
            inner = [entry for entry in folders if not self._is_linked(entry, shown)]
            waiting += [(f"{prefix}{entry.name}/", entry.path) for entry in reversed(inner)]

    def _listed(
        self, place: str, shown: str, passed_over: Callable[[str], bool]
    ) -> tuple[list[Entry], list[Entry]]:
        """The folders and the files of one folder."""
        folders: list[Entry] = []
        files: list[Entry] = []
        try:
            with os.scandir(place) as entries:
                for entry in sorted((entry for entry in entries if not passed_over(entry.name)), key=_name):
                    (folders if _is_folder(entry) else files).append(entry)
        except OSError as error:
            self._unreadable(shown.removesuffix("/"), error)
        return folders, files

    def _is_text(self, entry: Entry, shown: str) -> bool:
        if _legible(entry.name) == entry.name:
            return True
        place = Place(_legible(shown + entry.name))
        self.problems.append(catalog.READ_FAILED.at(place, reason="its name is not UTF-8"))
        return False

    def _is_linked(self, entry: Entry, shown: str) -> bool:
        if entry.is_symlink():
            self.problems.append(catalog.LINKED_FOLDER.at(Place(_legible(shown + entry.name))))
        return entry.is_symlink()

    def _no_content(self, reason: str) -> None:
        self.problems.append(catalog.NO_CONTENT.at(Place(CONTENT), reason=reason))

    def _unreadable(self, path: str, error: OSError) -> None:
        """A folder that cannot be listed must not look like an empty one."""
        self.problems.append(catalog.READ_FAILED.at(Place(_legible(path)), reason=error.strerror or error))


def _stamp(entry: Entry) -> Stamp | None:
    try:
        return stamp_of(entry.stat())
    except OSError:  # reading the file will say why
        return None


def _is_folder(entry: Entry) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # such as a link to itself: reading it will say why
        return False


def _is_hidden(name: str) -> bool:
    """Whether a file of this name is no text of the site; beside texts, nothing hidden is meant for a host."""
    return name.startswith((".", "#")) or is_leftover(name)


def _legible(name: str) -> str:
    """File names that are not UTF-8 can still be shown."""
    return os.fsencode(name).decode(errors="backslashreplace")
