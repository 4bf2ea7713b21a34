"""A site's sources as a watcher sees them: which folders to watch, and what can be told without opening a file."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR

from leverage_site.files import is_ignored, stamp_of
from leverage_site.records.discover import STATIC
from leverage_site.settings import CLAIMS_BASELINE, FILE
from leverage_site.values import value


@value
class WatchedFolder:
    """A folder to watch: for changes to the entries called `names`, or for any below it."""

    path: str
    names: frozenset[str] | None = None

    def matches(self, path: str) -> bool:
        """Whether a change at `path`, which lies in the folder, can be a change of the site."""
        parts = Path(path[len(self.path) :].lstrip(os.sep)).parts
        if self.names is None:
            copied = parts[:1] == (STATIC,)
            return not any(is_ignored(part, copied=copied) for part in parts)
        return len(parts) == 1 and parts[0] in self.names


class Sources:
    """leverage.toml and the baseline of claims in `root`, and all below `trees`, which is asked anew each time.

    A tree may be missing or a link; links to folders inside a tree are not followed, those to files are.
    """

    def __init__(self, root: Path, trees: Callable[[], Iterable[Path]]) -> None:
        self._root = root
        self._files = (root / FILE, root / CLAIMS_BASELINE)
        self._trees = trees
        self._links: list[Path] = []

    def folders(self) -> list[WatchedFolder]:
        """Return the root, and each tree that is there and in no other; links are resolved."""
        trees = list(self._trees())
        outermost: list[Path] = []
        for tree in sorted(Path(os.path.realpath(tree)) for tree in trees):
            if tree.is_dir() and not any(tree.is_relative_to(other) for other in outermost):
                outermost.append(tree)
        names = {tree.relative_to(self._root).parts[0] for tree in trees if self._root in tree.parents}
        names.update(file.name for file in self._files)
        root = WatchedFolder(os.path.realpath(self._root), frozenset(names))
        return [root, *(WatchedFolder(str(tree)) for tree in outermost)]

    def all_stats(self) -> dict[str, tuple[int, ...]]:
        """Return what differs after any change. Looks at every file: 10,000 take 40 ms."""
        entries = {entry.path: _stat(entry) for entry in self._entries()}
        return entries | {str(file): _stat(file) for file in self._files}

    def anchor_stats(self) -> dict[str, tuple[int, ...]]:
        """Return what differs after changes that give no event: other folders for trees, files behind links."""
        return {str(path): _stat(path) for path in (self._root, *self._trees(), *self._links)}

    def find_links(self) -> None:
        """Note which sources are links, for `anchor_stats`: 10,000 files take 7 ms."""
        links = [Path(entry.path) for entry in self._entries() if entry.is_symlink()]
        self._links = [*links, *(file for file in self._files if file.is_symlink())]

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
                            folders.append((entry.path, copied or (folder in trees and entry.name == STATIC)))


def _stat(entry: os.DirEntry[str] | Path) -> tuple[int, ...]:
    """Return the stamp of a file, of a folder only which one it is, and nothing where there is none.

    A folder's times also tell of what is ignored; of the others its own entries tell.
    """
    with suppress(OSError):
        status = entry.stat()
        stamp = stamp_of(status)
        return (stamp.device, stamp.inode) if S_ISDIR(status.st_mode) else stamp
    return ()
