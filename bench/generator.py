"""What the measurements need to know of a generator."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.sites import Day

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Generator:
    """A generator and its site in `root`. What else than `sources` lies in there is output or cache."""

    name: str
    root: Path
    build: tuple[str, ...]
    version: tuple[str, ...]
    sources: frozenset[str]
    record: Callable[[Day], str]
    path: Callable[[Path, Day], Path]
    page: Callable[[Path, Day], Path]

    def put(self, day: Day) -> None:
        """Write the day's content file."""
        put(self.path(self.root, day), self.record(day))

    def built(self, day: Day) -> list[Path]:
        """Every file of the built site, which is where the day's page is."""
        folder = self.root / self.page(self.root, day).relative_to(self.root).parts[0]
        return [file for file in folder.rglob("*") if file.is_file()]

    def clear(self) -> None:
        """Take the built site and every cache away.

        They are moved aside: right after thousands of files were removed, some file systems make new ones slowly.
        """
        aside = Path(tempfile.mkdtemp(prefix="aside-", dir=self.root.parent))
        for file in self.root.iterdir():
            if file.name not in self.sources:
                file.rename(aside / file.name)


def put(file: Path, text: str) -> None:
    """Write a file, and its folders where there are none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def copy(name: str, root: Path) -> frozenset[str]:
    """Copy a peer's configuration and templates into its site; gives the names of what a build must find."""
    shutil.copytree(TEMPLATES / name, root, dirs_exist_ok=True)
    return frozenset(file.name for file in (TEMPLATES / name).iterdir()) | {"content"}
