"""A folder as a target, such as one in the tree of another site. Links in it are never followed.

Files wait in a folder beside the site until all are there; then each is renamed into place, in the safe order.
"""

import errno
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

from leverage_site.files import digest, folder_lock, os_reason, pieces
from leverage_site.output import folder
from leverage_site.output.folder import OUTPUT, STAGE, kind, parents
from leverage_site.output.stage import Stage
from leverage_site.problems import Place, ProblemError, catalog
from leverage_site.publish.plan import OTHER
from leverage_site.publish.receipt import RECEIPT
from leverage_site.publish.store import FOLDER as PUBLISHED
from leverage_site.publish.target import Delivery, Obstacle

_NO_HARD_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
CHANGED = "something else has come there a moment ago"


class FolderTarget:
    """The folder at `path`; `place` is where the settings name it."""

    is_read_by_files = True

    def __init__(self, path: Path, root: Path, place: Place, waiting: Callable[[], None]) -> None:
        self.path = path
        self.root = root
        self.place = place
        self.waiting = waiting
        self.label = f"the folder {path.as_posix()}"
        self.has_begun = False
        self._seen: dict[str, str] = {}

    @contextmanager
    def open(self) -> Iterator[None]:
        """Hold the folder, if there is one, for a block. Raises ProblemError if it may not be a target."""
        with self._reported():
            reason = folder.refusal(self.path, self.root.resolve())
            if any(folder.is_part(self.path.resolve(), self.root, name) for name in (OUTPUT, PUBLISHED)):
                reason = reason or "it is part of what the program itself writes"
            if not self.path.parent.is_dir():  # most likely since the name is mistyped
                reason = reason or f"there is no folder {self.path.parent.as_posix()}"
        if reason:
            raise catalog.TARGET_REFUSED.error(self.place, target=self.path.as_posix(), reason=reason, key="path")
        with folder_lock(self.path, self.waiting) if self.path.is_dir() else nullcontext():
            # What one that was killed has left.
            Stage(self.path).close_quietly()
            yield

    def receipt(self) -> bytes | None:
        """Return the receipt. Raises ProblemError where something else has its name."""
        path = self.path / RECEIPT
        place = Place(path.as_posix())
        match kind(path):
            case "missing":
                return None
            case "link":
                raise catalog.LINK_IN_OUTPUT.error(place, page=RECEIPT)
            case "folder" | "other":
                raise catalog.BAD_RECEIPT.error(place, name=RECEIPT, fault="is no file")
        with self._reported(RECEIPT):
            return b"".join(pieces(path))

    def look(self, files: Mapping[str, str], listed: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
        """Return the digest, or OTHER, of what is at the paths of `files` and of what is `listed`."""
        links, found = folder.LinkedFolders(self.path), {}
        for path in {**files, **listed}:
            with self._reported(path):
                if here := self._look_at(path, links, listed, files):
                    found[path] = here
        self._seen = found
        return dict(found)

    def _look_at(
        self, path: str, links: folder.LinkedFolders, listed: Mapping[str, object], files: Mapping[str, str]
    ) -> str:
        """Return the digest of the file at `path`, OTHER, or nothing where there is none or it will go."""
        if links.above(path):
            return OTHER
        for parent in parents(path):
            if kind(self.path / parent) in ("file", "other"):
                return "" if parent in listed else OTHER
        match kind(self.path / path):
            case "missing":
                return ""
            case "file":
                return digest(self.path / path)
            case "folder":
                return "" if self._goes(path, listed, files) else OTHER
        return OTHER

    def _goes(self, path: str, listed: Mapping[str, object], files: Mapping[str, str]) -> bool:
        """Return whether a folder holds files that are listed and no longer part of the site, and nothing else.

        A folder without such files is somebody else's: nothing of ours goes that would take it along.
        """
        found: set[str] = set()
        needed: set[str] = set()
        for top, folders, names in os.walk(self.path / path):
            inside = Path(top).relative_to(self.path)
            paths = [(inside / name).as_posix() for name in names]
            if any(one not in listed or one in files for one in paths):
                return False
            if any((Path(top) / name).is_symlink() for name in folders):
                return False
            found.add(inside.as_posix())
            needed.update(parent for one in paths for parent in parents(one))
        return found <= needed

    def obstacle(self, path: str) -> Obstacle:
        """Return what is in the way of a file."""
        for parent in parents(path):
            if (here := kind(self.path / parent)) not in ("folder", "missing"):
                return Obstacle(here, parent)
        return Obstacle(kind(self.path / path), path)

    def read(self, path: str) -> Iterator[bytes]:
        """Yield the bytes of a file."""
        with self._reported(path):
            yield from pieces(self.path / path)

    def built(self) -> Mapping[str, tuple[str, ...]]:
        """Return the list of files that a build has left there."""
        try:
            return folder.read_manifest(self.path) or {}
        except ProblemError:
            return {}

    def send(self, delivery: Delivery) -> None:
        """Stage everything, then put it into place, in order."""
        stage = Stage(self.path)
        sent = [file for _, files in delivery.steps for file in files]
        at = STAGE
        try:
            stage.create_dirs()
            _check_no_link(stage.folder)
            stage.open()
            staged = {}
            for at, digest in [(file.path, file.digest) for file in sent]:
                staged[at] = stage.put_as(stage.name("new"), delivery.store.pieces(digest))
            at = RECEIPT
            self._put_receipt(stage, delivery.during)
            self.has_begun = True
            blocking = [path for path in delivery.removed if _blocks(path, staged)]
            for at in blocking:
                self._remove(at)
            folder.remove_empty(self.path, blocking, needed=True)
            for at in staged:
                self._put(at, staged[at])
            for at in delivery.removed:
                if at not in blocking:
                    self._remove(at)
            at = RECEIPT
            self._put_receipt(stage, delivery.after)
            folder.remove_empty(self.path, list(delivery.removed))
        except OSError as error:
            place = Place(self.path.as_posix())
            raise catalog.NOT_SENT.error(place, path=at, reason=os_reason(error)) from None
        finally:
            stage.close_quietly()
            if delivery.after is None or not self.has_begun:
                stage.remove_created_dirs()

    def _put(self, path: str, staged: Path) -> None:
        target = self.path / path
        self._make_folders(path)
        self._check_same(path)
        if path not in self._seen:
            try:
                # Unlike a rename, a link never replaces what came there a moment ago.
                os.link(staged, target, follow_symlinks=False)
            except OSError as error:
                if error.errno not in _NO_HARD_LINKS:
                    raise
            else:
                return
        staged.replace(target)

    def _put_receipt(self, stage: Stage, data: bytes | None) -> None:
        target = self.path / RECEIPT
        if data is None:
            target.unlink(missing_ok=True)
        else:
            stage.put(data).replace(target)

    def _remove(self, path: str) -> None:
        self._check_same(path)
        (self.path / path).unlink()

    def _check_same(self, path: str) -> None:
        """Check that what is at `path` is what was there before. Raises OSError."""
        target, seen = self.path / path, self._seen.get(path)
        if folder.linked_parent(self.path, path):
            raise OSError(None, CHANGED)
        match kind(target):
            case "missing":
                is_same = seen is None
            case "file":
                is_same = digest(target) == seen
            case _:
                is_same = False
        if not is_same:
            raise OSError(None, CHANGED)

    def _make_folders(self, path: str) -> None:
        for parent in parents(path):
            match kind(self.path / parent):
                case "folder":
                    continue
                case "missing":
                    (self.path / parent).mkdir()
                case _:
                    raise OSError(None, CHANGED)

    @contextmanager
    def _reported(self, path: str = "") -> Iterator[None]:
        """Report that the folder, or the file at `path` in it, cannot be read."""
        try:
            yield
        except (OSError, RuntimeError) as error:
            place = Place((self.path / path).as_posix())
            raise catalog.READ_FAILED.error(place, reason=os_reason(error)) from None


def _check_no_link(path: Path) -> None:
    if kind(path) == "link":
        raise OSError(None, "a symbolic link is in the way")


def _blocks(path: str, staged: Mapping[str, Path]) -> bool:
    """Return whether the file at `path` must go before what is staged can be put into place."""
    return any(path in parents(one) for one in staged) or any(parent in staged for parent in parents(path))
