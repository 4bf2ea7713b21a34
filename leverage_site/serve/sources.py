"""A site's sources as a watcher sees them: which folders to watch, and what can be told without opening a file."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from leverage_site.files import is_ignored

CONFIG = "leverage.toml"
COPIED = "static"

Stamp = dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Spot:
    """A folder to watch: for changes to the entries called `names`, or for any below it."""

    folder: str
    names: frozenset[str] | None = None

    def concerns(self, path: str) -> bool:
        """Whether a change at `path`, which lies in the folder, can be a change of the site."""
        parts = Path(path[len(self.folder) :].lstrip(os.sep)).parts
        if self.names is None:
            copied = parts[:1] == (COPIED,)
            return not any(is_ignored(part, copied=copied) for part in parts)
        return len(parts) == 1 and parts[0] in self.names


class Sources:
    """leverage.toml in `root`, and all below `trees`, which is asked anew each time.

    A tree may be missing or a link; links to folders inside a tree are not followed, those to files are.
    """

    def __init__(self, root: Path, trees: Callable[[], Iterable[Path]]) -> None:
        self._root = root
        self._config = str(root / CONFIG)
        self._trees = trees
        self._links: list[str] = []

    def spots(self) -> list[Spot]:
        """The root, and each tree that is there and in no other; links are resolved."""
        found = [Path(os.path.realpath(self._root))]
        trees = list(self._trees())
        for tree in sorted(Path(os.path.realpath(tree)) for tree in trees):
            if tree.is_dir() and not any(tree.is_relative_to(other) for other in found[1:]):
                found.append(tree)
        names = {tree.relative_to(self._root).parts[0] for tree in trees if self._root in tree.parents}
        return [Spot(str(found[0]), frozenset({CONFIG, *names})), *(Spot(str(tree)) for tree in found[1:])]

    def everything(self) -> Stamp:
        """Differs after any change. Looks at every file: 10,000 take 40 ms."""
        stamp = {entry.path: _entry(entry) for entry in self._entries()}
        stamp[self._config] = _facts(self._config)
        return stamp

    def landmarks(self) -> Stamp:
        """Differs after changes that give no event: other folders for trees, other files behind links."""
        folders = (str(self._root), *map(str, self._trees()))
        return {path: _facts(path)[:2] for path in folders} | {path: _facts(path) for path in self._links}

    def find_links(self) -> None:
        """Note which sources are links, for `landmarks`: 10,000 files take 7 ms."""
        found = [entry.path for entry in self._entries() if entry.is_symlink()]
        self._links = [*found, self._config] if Path(self._config).is_symlink() else found

    def _entries(self) -> Iterator[os.DirEntry[str]]:
        trees = list(map(str, self._trees()))
        folders = [(tree, False) for tree in trees]
        while folders:
            folder, copied = folders.pop()
            # What cannot be listed holds nothing here: the reader of the sources will say why.
            with suppress(OSError), os.scandir(folder) as entries:
                for entry in entries:
                    if not is_ignored(entry.name, copied=copied):
                        yield entry
                        if entry.is_dir(follow_symlinks=False):
                            folders.append((entry.path, copied or (folder in trees and entry.name == COPIED)))


def _entry(entry: os.DirEntry[str]) -> tuple[int, ...]:
    # A folder's times also tell of what is passed over; of the others their own entries tell.
    with suppress(OSError):
        return _numbers(entry.stat())[: 2 if entry.is_dir() else None]
    return ()


def _facts(path: str) -> tuple[int, ...]:
    with suppress(OSError):
        return _numbers(Path(path).stat())
    return ()


def _numbers(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size
