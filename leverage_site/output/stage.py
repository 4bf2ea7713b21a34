"""Files that wait beside the site until all are there: new ones to come, old ones to go back to."""

import errno
import os
import re
import shutil
from pathlib import Path

from leverage_site.output.folder import STAGE, kind

_OURS = re.compile(r"[0-9]{6,}\.(?:new|old)")
_NO_HARD_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV})


class Stage:
    """A folder in the output folder, on the same file system, so that a rename is all it takes."""

    def __init__(self, output: Path) -> None:
        self.folder = output / STAGE
        self.made: list[Path] = []
        self.count = 0

    def open(self) -> None:
        """Make the folder and those above it; what a killed build left in it goes."""
        for path in reversed([self.folder, *self.folder.parents]):
            if kind(path) == "missing":
                self.made.append(path)
                path.mkdir()
        self._empty()

    def put(self, data: bytes) -> Path:
        """A new file with `data`."""
        path = self.name("new")
        with path.open("xb") as file:
            file.write(data)
        return path

    def keep(self, path: Path) -> Path:
        """A second name for the file at `path`, or a copy where the file system has no such thing."""
        backup = self.name("old")
        try:
            os.link(path, backup, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            shutil.copy2(path, backup, follow_symlinks=False)
        return backup

    def name(self, ending: str) -> Path:
        """A name in the folder that nothing has."""
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

    def forget(self) -> None:
        """Remove the folders that `open` made, as far as they are empty."""
        for path in reversed(self.made):
            if kind(path) == "folder":
                path.rmdir()

    def _empty(self) -> None:
        for path in self.folder.iterdir():
            if _OURS.fullmatch(path.name) and kind(path) == "file":
                path.unlink()
