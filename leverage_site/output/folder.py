"""The output folder: which folder may be one, what stands in it and whose it is, and the manifest of builds.

Links are never followed. The manifest lists each file of ours with its digest. While a commit is under way it
lists what was and what will be, so that whatever moment it ends at, the next command knows every file.
"""

import json
import os
import re
import stat
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from leverage_site.files import Stamp, digest, os_reason, stamp_of
from leverage_site.problems import Place, Problem, ProblemError, catalog
from leverage_site.records.discover import CONTENT
from leverage_site.settings import THEMES
from leverage_site.urls import MAX_NAME_BYTES

OUTPUT = "output"
STAGE = ".leverage-site.stage"
MANIFEST = ".leverage-site.json"
VERSION = 1

GIT = ".git"
IGNORED = frozenset({GIT, ".gitignore", ".gitkeep", ".DS_Store", STAGE})
SOURCES = (CONTENT, THEMES, GIT)
OWN = ".leverage-site"

# Among the digests of a file that was not there before a commit: a foreign one may have come in its place.
ABSENT = ""

_PLAIN = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]{0,200}/)*[A-Za-z0-9_-][A-Za-z0-9_.-]{0,200}")
_encode = json.JSONEncoder(ensure_ascii=False).encode

# Each file of ours by its path, with the digests that it may have.
Manifest = dict[str, tuple[str, ...]]


class FileState(NamedTuple):
    """A file as it was on the disk: while its stamp is this, so is the digest of its bytes."""

    stamp: Stamp
    digest: str


def check(output: Path, root: Path) -> Manifest:
    """Return the manifest of `output`, empty if the folder is new or empty.

    Raises ProblemError if it may not be the output of the site at `root`.
    """
    place = Place(output.as_posix())
    check_place(output, root)
    try:
        names = sorted(path.name for path in output.iterdir()) if output.exists() else []
    except OSError as error:
        raise catalog.WRITE_FAILED.error(place, reason=os_reason(error)) from None
    for name in (MANIFEST, STAGE):
        if (output / name).is_symlink():
            raise catalog.LINK_IN_OUTPUT.error(Place((output / name).as_posix()), page=name)
    manifest = read_manifest(output)
    foreign = [name for name in names if name not in IGNORED]
    if manifest is None and foreign:
        raise catalog.FOREIGN_OUTPUT.error(place, name=os.fsencode(foreign[0]).decode(errors="backslashreplace"))
    return manifest or {}


def check_place(output: Path, root: Path) -> None:
    """Raise ProblemError if `output` may not be the output of the site at `root`, whatever it holds."""
    place = Place(output.as_posix())
    try:
        reason = refusal(output, root.resolve())
    except (OSError, RuntimeError) as error:
        raise catalog.WRITE_FAILED.error(place, reason=os_reason(error)) from None
    if reason:
        raise catalog.OUTPUT_REFUSED.error(place, output=output.as_posix(), reason=reason)


def read_manifest(output: Path) -> Manifest | None:
    """Return the manifest, or None where there is none. Raises ProblemError if it is damaged."""
    file = output / MANIFEST
    place = Place(file.as_posix())
    try:
        if not (file.is_file() or file.is_dir()) and file.exists():
            raise catalog.BAD_MANIFEST.error(place)
        data = json.loads(file.read_bytes())
        files = {str(path): tuple(map(str, digests)) for path, digests in data["files"].items()}
    except FileNotFoundError:
        return None
    except OSError as error:
        raise catalog.READ_FAILED.error(place, reason=os_reason(error)) from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise catalog.BAD_MANIFEST.error(place) from None
    if data.get("version") != VERSION or not all(map(is_inside, files)):
        raise catalog.BAD_MANIFEST.error(place)
    return files


def dump_manifest(files: Mapping[str, tuple[str, ...]]) -> bytes:
    """Return the manifest's bytes."""
    lines = (f"{_encode(path)}: {_encode(list(digests))}" for path, digests in sorted(files.items()))
    listed = ",\n".join(lines)
    return f'{{"version": {VERSION}, "files": {{\n{listed}\n}}}}\n'.encode()


def union(old: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]]) -> Manifest:
    """Return what was and what will be; a file that is not in `old` may be ABSENT."""
    return {path: tuple(dict.fromkeys(old.get(path, (ABSENT,)) + new.get(path, ()))) for path in {**old, **new}}


def kind(path: Path) -> str:
    """Return `missing`, `file`, `folder`, `link` or `other`."""
    return look(path)[0]


def look(path: str | Path) -> tuple[str, Stamp]:
    """Return the `kind` and the stamp of what stands at `path`; the stamp is all zeros where nothing does."""
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return "missing", Stamp(0, 0, 0, 0, 0)
    for name, is_one in (("link", stat.S_ISLNK), ("file", stat.S_ISREG), ("folder", stat.S_ISDIR)):
        if is_one(status.st_mode):
            return name, stamp_of(status)
    return "other", stamp_of(status)


def parents(path: str) -> list[str]:
    """Return the folders above a file of the site, the outermost first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]


def linked_parent(output: Path, path: str) -> bool:
    """Return whether a folder on the way to a file of the site is a link."""
    return any(kind(output / parent) == "link" for parent in parents(path))


class LinkedFolders:
    """Tells whether folders on the way to a file of the site are links; each is looked at once."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self._answers = {"": False}

    def above(self, path: str) -> bool:
        """Return whether one of the folders above `path` is a link."""
        parent = path.rpartition("/")[0]
        if parent not in self._answers:
            self._answers[parent] = self.above(parent) or kind(self.output / parent) == "link"
        return self._answers[parent]


def remove_empty(output: Path, paths: list[str], *, needed: bool = False) -> None:
    """Remove the folders that held `paths`, where nothing is left in them.

    Raises OSError if one that is `needed` out of the way stays.
    """
    for parent in sorted({parent for path in paths for parent in parents(path)}, reverse=True):
        if kind(output / parent) == "folder" and not linked_parent(output, f"{parent}/x"):
            try:
                (output / parent).rmdir()
            except OSError:
                if needed and not any((output / parent).iterdir()):
                    raise


def refusal(output: Path, root: Path) -> str | None:
    """Return why `output` must not be written to, whatever it holds."""
    if output.is_symlink():
        return "it is a symbolic link"
    if not next(path for path in (output, *output.absolute().parents) if path.exists()).is_dir():
        return "it is not a folder, or in none"
    real = output.resolve()
    try:
        home = Path.home().resolve()
    except RuntimeError:
        home = None
    if real in (Path(real.anchor), home):
        return "it is too important a folder"
    if _is_within(root, real):
        return "it holds the site's sources"
    if any(is_part(real, root, name) for name in SOURCES):
        return "it is part of the site's sources"
    if is_part(real, root, OWN):
        return "it is part of the program's own folder"
    return None


def is_part(path: Path, root: Path, name: str) -> bool:
    """Return whether a path is, or would be, one of the site's own folders or below it."""
    # One that is not there yet has no identity, and where case does not count, many spellings.
    return _is_within(path, (root / name).resolve()) or any(
        inside.name.casefold() == name and _identity(inside.parent) == _identity(root)
        for inside in (path, *path.parents)
    )


def _is_within(path: Path, folder: Path) -> bool:
    """Return whether a path is a folder or below it, by whatever names."""
    identity = _identity(folder)
    is_one = identity is not None and identity in map(_identity, (path, *path.parents))
    return is_one or path.is_relative_to(folder)


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a folder from all others, where there is one that can be looked at."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def is_inside(path: str) -> bool:
    """Return whether `path` names a file below a folder, on any system."""
    if _PLAIN.fullmatch(path):
        return True
    names = path.split("/")
    if len(path.encode(errors="replace")) != len(path.encode(errors="surrogatepass")):
        return False
    # Nor is git's own folder ever ours, whatever brought the list here.
    if {"", ".", "..", ".git"} & {name.casefold() for name in names}:
        return False
    return all("\\" not in name and "\0" not in name and len(name.encode()) <= MAX_NAME_BYTES for name in names)


class Ownership:
    """The files in `output` that the `old` manifest lists; `problems` grows with what was done to them since.

    `disk_digests` has the digest of each file of the site that was looked at.
    """

    def __init__(self, output: Path, old: Manifest) -> None:
        self.output = output
        self.old = old
        self.disk_digests: dict[str, str] = {}
        self.problems: list[Problem] = []

    def check(self, path: str, new: str) -> None:
        """Raise ProblemError if the file on the disk at `path`, which gets bytes of digest `new`, is foreign."""
        listed, here = self.old.get(path), self.disk_digests[path]
        if listed is None:
            # Where case does not count, our file may be listed by another spelling of its name.
            twin = next((name for name in self.old if name.casefold() == path.casefold()), None)
            listed = self.old[twin] if twin and self._is_same(twin, path) else None
        if listed is None or (here not in (*listed, new) and ABSENT in listed):
            raise self.obstacle(catalog.IN_THE_WAY, path)
        if here not in (*listed, new):
            self.problems.append(catalog.EDITED_OUTPUT.at(Place((self.output / path).as_posix())))

    def stale(self, new: Collection[str]) -> list[str]:
        """Return our files that are no longer part of the site, but for those that were edited since."""
        stale = []
        spellings = {path.casefold(): path for path in new}
        for path in sorted(self.old.keys() - set(new)):
            target = self.output / path
            if linked_parent(self.output, path) or kind(target) != "file":
                continue
            if (twin := spellings.get(path.casefold())) and self._is_same(twin, path):
                continue
            self.disk_digests[path] = digest(target)
            if self.disk_digests[path] in self.old[path]:
                stale.append(path)
            elif ABSENT not in self.old[path]:
                self.problems.append(catalog.EDITED_KEPT.at(Place(target.as_posix())))
        return stale

    def check_folders(self, staged: Iterable[str], stale: set[str]) -> None:
        """Raise ProblemError where a file stands in place of a folder, or the reverse, unless it is stale."""
        ours = {parent for path in self.old for parent in parents(path)}
        free: set[str] = set()
        for path in staged:
            for parent in parents(path):
                if parent not in free and parent not in stale and kind(self.output / parent) in ("file", "other"):
                    raise self.obstacle(catalog.IN_THE_WAY, path)
                free.add(parent)
            if kind(self.output / path) == "folder" and not self._only_holds(path, stale, ours):
                raise self.obstacle(catalog.IN_THE_WAY, path)

    def obstacle(self, code: catalog.Code, path: str) -> ProblemError:
        """Return the error that something stands in the way of the page `path`."""
        return code.error(Place((self.output / path).as_posix()), page=path)

    def _is_same(self, one: str, other: str) -> bool:
        """Return whether two spellings name one file."""
        if linked_parent(self.output, one) or linked_parent(self.output, other):
            return False
        try:
            return os.path.samestat((self.output / one).lstat(), (self.output / other).lstat())
        except OSError:
            return False

    def _only_holds(self, path: str, stale: set[str], ours: set[str]) -> bool:
        """Return whether a folder holds stale files, and folders of `ours`, and nothing else."""
        for target, folders, files in os.walk(self.output / path):
            inside = Path(target).relative_to(self.output)
            below = {(inside / name).as_posix() for name in folders}
            if (
                not {(inside / name).as_posix() for name in files} <= stale
                or not {inside.as_posix(), *below} <= ours
                or any((self.output / name).is_symlink() for name in below)
            ):
                return False
        return True
