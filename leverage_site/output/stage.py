"""Files that wait beside the site until all are there: new ones to come, backups to go back to."""

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from io import FileIO
from pathlib import Path

from leverage_site import files
from leverage_site.files import os_reason
from leverage_site.output.folder import STAGE, kind
from leverage_site.problems import Place, catalog
from leverage_site.records.model import StaticFile

CHANGED = "it has changed a moment ago"
AGAIN = "Run the command again. Nothing was changed."

_OURS = re.compile(r"[0-9]{6,}\.(?:new|old)")
_NO_HARD_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV})


class Stage:
    """A folder in the output folder, on the same file system, so that a rename is all it takes."""

    def __init__(self, output: Path) -> None:
        self.folder = output / STAGE
        self.created: list[Path] = []
        self.count = 0

    def create_dirs(self) -> None:
        """Create the output folder and those above it."""
        for path in reversed(self.folder.parents):
            if kind(path) == "missing":
                self.created.append(path)
                path.mkdir()

    def open(self) -> None:
        """Create the folder; what a killed build left in it goes."""
        if kind(self.folder) == "missing":
            self.folder.mkdir()
        self._empty()

    def put(self, data: bytes) -> Path:
        """Write a new file with `data`."""
        return self.put_as(self.name("new"), data)

    def put_as(self, path: Path, data: bytes | StaticFile | Iterator[bytes]) -> Path:
        """Write a new file with `data` at a `reserved` path; what a process that ended too soon left there goes.

        Raises ProblemError where a file to copy has not, or no longer, the bytes of its digest.
        """
        try:
            with open(path, "xb", buffering=0) as file:  # noqa: PTH123 (for a thousand pages it is quicker)
                if isinstance(data, StaticFile):
                    _copy(data, file)
                else:
                    for piece in (data,) if isinstance(data, bytes) else data:
                        files.write(file, piece)
        except FileExistsError:
            if kind(path) != "file":
                raise
            path.unlink()
            return self.put_as(path, data)
        return path

    def reserved(self, number: int) -> list[Path]:
        """Return so many paths that nothing has or gets: several processes may fill them."""
        there = set(os.listdir(self.folder))  # noqa: PTH208 (names are enough)
        paths: list[Path] = []
        while len(paths) < number:
            self.count += 1
            if (name := f"{self.count:06}.new") not in there:
                paths.append(self.folder / name)
        return paths

    def backup(self, path: Path) -> Path:
        """Give the file at `path` a second name here, or copy it where the file system has no hard links."""
        backup = self.name("old")
        try:
            os.link(path, backup, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            shutil.copy2(path, backup, follow_symlinks=False)
        return backup

    def name(self, ending: str) -> Path:
        """Return a path in the folder that nothing has."""
        while True:
            self.count += 1
            path = self.folder / f"{self.count:06}.{ending}"
            if kind(path) == "missing":
                return path

    def close(self) -> None:
        """Remove the folder, but nothing that somebody else put there."""
        if kind(self.folder) == "folder":
            self._empty()
            if not any(self.folder.iterdir()):
                self.folder.rmdir()

    def close_quietly(self) -> None:
        """Close as far as the disk allows, also if this is interrupted."""
        with suppress(OSError):
            try:
                self.close()
            except BaseException:
                self.close()
                raise

    def remove_created_dirs(self) -> None:
        """Remove the folders that `create_dirs` created, as far as they are empty."""
        with suppress(OSError):
            for path in reversed(self.created):
                if kind(path) == "folder":
                    path.rmdir()

    def _empty(self) -> None:
        for path in self.folder.iterdir():
            if _OURS.fullmatch(path.name) and kind(path) == "file":
                path.unlink()


def _copy(source: StaticFile, target: FileIO) -> None:
    """Copy a file, which must have the bytes of its digest: its key was made from those, read a while ago."""
    digest = sha256()
    pieces = files.pieces(source.on_disk)
    while True:
        try:
            piece = next(pieces, b"")
        except OSError as error:
            raise catalog.READ_FAILED.error(Place(source.path), reason=os_reason(error)) from None
        if not piece:
            break
        digest.update(piece)
        files.write(target, piece)
    if digest.hexdigest() != source.digest:
        raise catalog.READ_FAILED.error(Place(source.path), reason=CHANGED, hint=AGAIN)
