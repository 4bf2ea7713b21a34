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
from leverage_site.problems import Code, Place, Problem, catalog, quote
from leverage_site.text import listed

CONTENT = "content"
# Its files are copied as they are.
STATIC = "static"
RECORDS = f"{CONTENT}/records"
FOLDERS = ("months", "pages", "partials", "projects", "records", STATIC, "tags", "weeks", "years")
# Of a text; what is only copied may be of any size.
MAX_BYTES = 1_000_000
# So many files of one folder are named in one problem of all.
_NAMED = 3


class File(NamedTuple):
    """A file or folder below content/: its name from there on, such as `records/x.md`, and its path on the disk.

    `stamp` is None if it cannot be had.
    """

    name: str
    on_disk: str
    stamp: Stamp | None = None

    @classmethod
    def at(cls, root: Path, name: str) -> "File":
        """Return the file of this name of the site at `root`, whatever is there."""
        return cls(name, str(root / CONTENT / name))

    @property
    def folder(self) -> str:
        """Which of `FOLDERS` it is in."""
        return self.name.partition("/")[0]

    @property
    def path(self) -> str:
        """Its path from the site, as the user knows it."""
        return f"{CONTENT}/{_legible(self.name)}"


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
    left_out = _LeftOut()
    problems = _misplaced(root, left_out)
    files: list[File] = []
    for folder in FOLDERS:
        for file in _files_below(root, folder, problems, left_out):
            if folder == STATIC or file.name.endswith(".md"):
                files.append(file)
            else:
                left_out.add(catalog.NOT_READ, file.path, f"files in {CONTENT}/{folder} end in .md")
    return Listing(files, [*problems, *left_out.problems], began)


class _LeftOut:
    """What is left out, by why and by folder: thousands of files in a wrong place are one mistake."""

    def __init__(self) -> None:
        self._paths: dict[tuple[Code, str, str], list[str]] = {}

    def add(self, code: Code, path: str, reason: str) -> None:
        """Leave out a file or a folder, in whose place this would be reported of itself."""
        self._paths.setdefault((code, path.rpartition("/")[0], reason), []).append(path)

    @property
    def problems(self) -> Iterator[Problem]:
        """A problem for each reason in each folder, at the only path where it is one."""
        for (code, folder, reason), paths in self._paths.items():
            if len(paths) == 1:
                yield code.at(Place(paths[0]), what="this is", reason=reason)
                continue
            names = [quote(path.removeprefix(f"{folder}/")) for path in paths[:_NAMED]]
            told = listed([*names, "others"] if len(paths) > _NAMED else names)
            yield code.at(Place(folder), what=f"{len(paths):,} entries here are", reason=f"{told}; {reason}")


def _misplaced(root: Path, left_out: _LeftOut) -> list[Problem]:
    """Return what is wrong with the known folders; what stands beside them is most likely misplaced.

    A folder with nothing at all in it may be one where a disk is not mounted, and is as bad as none.
    """
    content = root / CONTENT
    try:
        names = sorted(path.name for path in content.iterdir())
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not content.is_symlink():
            return [catalog.NO_CONTENT.at(Place(CONTENT), reason="missing")]
        return [_unreadable(CONTENT, error)]
    if not names:
        return [catalog.NO_CONTENT.at(Place(CONTENT), reason="empty")]
    problems = []
    for name in names:
        place = Place(f"{CONTENT}/{_legible(name)}")
        if name not in FOLDERS and not is_ignored(name):
            left_out.add(catalog.NOT_READ, place.path, f"the folders of {CONTENT}/ are {', '.join(FOLDERS)}")
        elif name in FOLDERS and not (content / name).is_dir():
            problems.append(catalog.READ_FAILED.at(place, reason="it is not a folder"))
    return problems


def _files_below(root: Path, folder: str, problems: list[Problem], left_out: _LeftOut) -> Iterator[File]:
    """Yield the files below a folder, each folder's own before those of the folders in it; both lists grow."""
    top = File.at(root, folder)
    waiting = [top] if Path(top.on_disk).is_dir() else []
    while waiting:
        parent = waiting.pop()
        try:
            with os.scandir(parent.on_disk) as scan:
                entries = [entry for entry in scan if not is_ignored(entry.name, copied=folder == STATIC)]
        except OSError as error:
            problems.append(_unreadable(parent.path, error))
            continue
        entries.sort(key=attrgetter("name"))
        inner = []
        for entry in entries:
            name = f"{parent.name}/{entry.name}"
            is_folder = False
            with suppress(OSError):  # such as a link to itself: reading it will say why
                is_folder = entry.is_dir()
            if is_folder:
                child = File(name, entry.path)
                if entry.is_symlink():
                    left_out.add(catalog.LINKED_FOLDER, child.path, "no symbolic link to a folder is")
                else:
                    inner.append(child)
            elif entry.name.isascii() or _legible(entry.name) == entry.name:
                yield File(name, entry.path, stamp_if_any(entry))
            else:
                left_out.add(catalog.BAD_NAME, File(name, entry.path).path, "names have to be UTF-8")
        waiting += reversed(inner)


def _unreadable(path: str, error: OSError) -> Problem:
    """Return the problem of a folder that cannot be listed, which must not look like an empty one."""
    return catalog.READ_FAILED.at(Place(_legible(path)), reason=os_reason(error))


def _legible(name: str) -> str:
    """Return a file's name as text, also where it is not UTF-8."""
    return os.fsencode(name).decode(errors="backslashreplace")
