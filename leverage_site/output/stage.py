"""Files that wait beside the site until all are there: new ones to come, old ones to go back to."""

import os
import re
import shutil
from pathlib import Path

from leverage_site.output.folder import STAGE, kind

_OURS = re.compile(r"[0-9]{6,}\.(?:new|old)")


class Stage:
    """A folder in the output folder, on the same file system, so that a rename is all it takes."""

    def __init__(self, output: Path) -> None:
        self.folder = output / STAGE
        self.count = 0

    def open(self) -> None:
        """Make the folder; what a killed build left in it goes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._empty()

    def put(self, data: bytes) -> Path:
        """A new file with `data`."""
        path = self._next("new")
        path.write_bytes(data)
        return path

    def keep(self, path: Path) -> Path:
        """A second name for the file at `path`, or a copy where the file system has no such thing."""
        backup = self._next("old")
        try:
            os.link(path, backup, follow_symlinks=False)
        except OSError:
            shutil.copy2(path, backup, follow_symlinks=False)
        return backup

    def take(self, path: Path) -> Path:
        """Move the file at `path` here."""
        backup = self._next("old")
        path.rename(backup)
        return backup

    def close(self) -> None:
        """Remove the folder, but nothing that somebody else put there."""
        if kind(self.folder) == "folder":
            self._empty()
            if not any(self.folder.iterdir()):
                self.folder.rmdir()

    def _next(self, ending: str) -> Path:
        self.count += 1
        return self.folder / f"{self.count:06}.{ending}"

    def _empty(self) -> None:
        for path in self.folder.iterdir():
            if _OURS.fullmatch(path.name) and kind(path) == "file":
                path.unlink()
