"""The output folder: which folder may be one, and what stands in it. Links are never followed."""

import errno
import os
import stat
from pathlib import Path

from leverage_site.files import Stamp, stamp_of
from leverage_site.output import manifest
from leverage_site.problems import Place, catalog

OUTPUT = "output"
STAGE = ".leverage-site.stage"

GIT = ".git"
IGNORED = frozenset({GIT, ".gitignore", ".gitkeep", ".DS_Store", STAGE})
SOURCES = ("content", "themes", GIT)
OWN = ".leverage-site"


def check(output: Path, root: Path) -> manifest.Files:
    """The files that earlier builds wrote into `output`; none if it is new or empty.

    Raises ProblemError if it may not be the output of the site at `root`.
    """
    place = Place(output.as_posix())
    check_place(output, root)
    try:
        names = sorted(path.name for path in output.iterdir()) if output.exists() else []
    except OSError as error:
        raise catalog.WRITE_FAILED.error(place, reason=error.strerror or error) from None
    for name in (manifest.NAME, STAGE):
        if (output / name).is_symlink():
            raise catalog.LINK_IN_OUTPUT.error(Place((output / name).as_posix()), page=name)
    files = manifest.read(output)
    foreign = [name for name in names if name not in IGNORED]
    if files is None and foreign:
        raise catalog.FOREIGN_OUTPUT.error(place, name=os.fsencode(foreign[0]).decode(errors="backslashreplace"))
    return files or {}


def check_place(output: Path, root: Path) -> None:
    """Raises ProblemError if `output` may not be the output of the site at `root`, whatever it holds."""
    place = Place(output.as_posix())
    try:
        reason = _refusal(output, root.resolve())
    except (OSError, RuntimeError) as error:
        # A loop of links is a RuntimeError before Python 3.13.
        reason = error.strerror if isinstance(error, OSError) else os.strerror(errno.ELOOP)
        raise catalog.WRITE_FAILED.error(place, reason=reason) from None
    if reason:
        raise catalog.OUTPUT_REFUSED.error(place, output=output.as_posix(), reason=reason)


def kind(path: Path) -> str:
    """`missing`, `file`, `folder`, `link` or `other`."""
    return look(path)[0]


def _kind(mode: int) -> str:
    for name, test in (("link", stat.S_ISLNK), ("file", stat.S_ISREG), ("folder", stat.S_ISDIR)):
        if test(mode):
            return name
    return "other"


def look(path: Path) -> tuple[str, Stamp]:
    """As `kind`, with the stamp."""
    try:
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return "missing", Stamp(0, 0, 0, 0, 0)
    return _kind(status.st_mode), stamp_of(status)


def parents(path: str) -> list[str]:
    """The folders above a file of the site, the outermost first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]


def linked_parent(output: Path, path: str) -> bool:
    """Whether a folder on the way to a file of the site is a link."""
    return any(kind(output / parent) == "link" for parent in parents(path))


class Links:
    """Whether folders on the way to a file of the site are links; each is looked at once."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self._known = {"": False}

    def above(self, path: str) -> bool:
        """Whether one of the folders above `path` is a link."""
        parent = path.rpartition("/")[0]
        if parent not in self._known:
            self._known[parent] = self.above(parent) or kind(self.output / parent) == "link"
        return self._known[parent]


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


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except RuntimeError:
        return None


def _refusal(output: Path, root: Path) -> str | None:
    """Why `output` must not be written to, whatever it holds."""
    if output.is_symlink():
        return "it is a symbolic link"
    if not next(path for path in (output, *output.absolute().parents) if path.exists()).is_dir():
        return "it is not a folder, or in none"
    real = output.resolve()
    if real == Path(real.anchor) or real == _home():
        return "it is too important a folder"
    if _is_within(root, real):
        return "it holds the site's sources"
    if any(_is_part(real, root, name) for name in SOURCES):
        return "it is part of the site's sources"
    if _is_part(real, root, OWN):
        return "it is part of the program's own folder"
    return None


def _is_part(path: Path, root: Path, name: str) -> bool:
    """Whether a path is, or would be, one of the site's own folders or below it."""
    # One that is not there yet has no identity, and where case does not count, many spellings.
    return _is_within(path, (root / name).resolve()) or any(
        inside.name.casefold() == name and _identity(inside.parent) == _identity(root)
        for inside in (path, *path.parents)
    )


def _is_within(path: Path, folder: Path) -> bool:
    """Whether a path is a folder or below it, by whatever names."""
    mark = _identity(folder)
    is_one = mark is not None and mark in map(_identity, (path, *path.parents))
    return is_one or path.is_relative_to(folder)


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a folder from all others, where there is one that can be looked at."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
