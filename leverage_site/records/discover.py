"""Which files there are below content/, in a fixed order whatever the disk's.

A large site is looked through again at every change. Entries as the system lists them, which know their kind
without being asked, take a fraction of the time that a path for each would.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from leverage_site.files import Clock, Moment, Stamp, is_ignored, os_reason, stamp_if_any, system_clock
from leverage_site.problems import Place, Problem, catalog

CONTENT = "content"
# Its files are copied as they are.
STATIC = "static"
FOLDERS = ("months", "pages", "partials", "projects", "records", STATIC, "tags", "weeks", "years")
# Of a text; what is only copied may be of any size.
MAX_BYTES = 1_000_000


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
    """The files to read, what is wrong with the folders, and a moment before they were looked at."""

    files: list[File]
    problems: list[Problem]
    began: Moment


def list_content(root: Path, clock: Clock = system_clock) -> Listing:
    """List all that content/ of the site at `root` has: Markdown, and whatever static/ holds.

    It is looked at after a moment by `clock`, so that the stamps show each change since.
    """
    began = clock()
    problems = _misplaced(root / CONTENT)
    files: list[File] = []
    for folder in FOLDERS:
        for file in _files_below(root, folder, problems):
            if folder == STATIC or file.name.endswith(".md"):
                files.append(file)
            else:
                reason = f"files in {CONTENT}/{folder} end in .md"
                problems.append(catalog.NOT_READ.at(Place(file.path), reason=reason))
    return Listing(files, problems, began)


def _misplaced(top: Path) -> list[Problem]:
    """Find what stands beside the known folders, which is most likely misplaced.

    A folder with nothing at all in it may be one where a disk is not mounted, and is as bad as none.
    """
    try:
        names = sorted(path.name for path in top.iterdir())
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not top.is_symlink():
            return [catalog.NO_CONTENT.at(Place(CONTENT), reason="missing")]
        return [_unreadable(CONTENT, error)]
    if not names:
        return [catalog.NO_CONTENT.at(Place(CONTENT), reason="empty")]
    problems = []
    for name in names:
        place = Place(f"{CONTENT}/{_legible(name)}")
        if name not in FOLDERS and not is_ignored(name):
            reason = f"the folders of {CONTENT}/ are {', '.join(FOLDERS)}"
            problems.append(catalog.NOT_READ.at(place, reason=reason))
        elif name in FOLDERS and not (top / name).is_dir():
            problems.append(catalog.READ_FAILED.at(place, reason="it is not a folder"))
    return problems


def _files_below(root: Path, folder: str, problems: list[Problem]) -> Iterator[File]:
    """Yield the files below a folder, each folder's own before those of the folders in it; `problems` grows."""
    top = root / CONTENT / folder
    waiting = [("", str(top))] if top.is_dir() else []
    while waiting:
        prefix, on_disk = waiting.pop()
        display = f"{CONTENT}/{folder}/{prefix}"
        try:
            with os.scandir(on_disk) as scan:
                entries = [entry for entry in scan if not is_ignored(entry.name, copied=folder == STATIC)]
        except OSError as error:
            problems.append(_unreadable(display.removesuffix("/"), error))
            continue
        entries.sort(key=attrgetter("name"))
        inner = []
        for entry in entries:
            is_folder = False
            with suppress(OSError):  # such as a link to itself: reading it will say why
                is_folder = entry.is_dir()
            if is_folder:
                if entry.is_symlink():
                    problems.append(catalog.LINKED_FOLDER.at(Place(_legible(display + entry.name))))
                else:
                    inner.append((f"{prefix}{entry.name}/", entry.path))
            elif entry.name.isascii() or _legible(entry.name) == entry.name:
                yield File(folder, prefix + entry.name, entry.path, stamp_if_any(entry))
            else:
                place = Place(_legible(display + entry.name))
                problems.append(catalog.READ_FAILED.at(place, reason="its name is not UTF-8"))
        waiting += reversed(inner)


def _unreadable(path: str, error: OSError) -> Problem:
    """Return the problem of a folder that cannot be listed, which must not look like an empty one."""
    return catalog.READ_FAILED.at(Place(_legible(path)), reason=os_reason(error))


def _legible(name: str) -> str:
    """Return a file's name as text, also where it is not UTF-8."""
    return os.fsencode(name).decode(errors="backslashreplace")
