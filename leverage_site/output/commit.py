"""The visible part of a build: renames that can be taken back."""

import errno
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from leverage_site.files import digest
from leverage_site.output import folder, manifest
from leverage_site.output.stage import Stage
from leverage_site.problems import Place, catalog


class Commit:
    """Moves staged files into place; `run` either does all of it or raises with everything put back.

    `found` has the digest of each file of ours that was there when its page was staged. Rendering takes time: what
    has changed since then is a stranger's doing and stays.
    """

    def __init__(self, output: Path, stage: Stage, found: Mapping[str, str]) -> None:
        self.output = output
        self.stage = stage
        self.found = found
        self.undo: list[Callable[[], object]] = []

    def run(
        self, old: manifest.Files, new: manifest.Files, staged: Mapping[str, Path], leftovers: list[str]
    ) -> None:
        """Put `staged` (path → staged file) into place and remove `leftovers`; `new` becomes the manifest."""
        # Both manifests are on the disk before anything moves: the last step must not need space.
        during = self.stage.put(manifest.spell(manifest.union(old, new)))
        after = self.stage.put(manifest.spell(new))
        needed = {parent for path in staged for parent in folder.parents(path)}
        in_the_way = [path for path in leftovers if _blocks(path, staged, needed)]
        blocking = [path for path in old if _blocks(path, staged, needed)]
        try:
            self._replace_manifest(during)
            self._remove(in_the_way)
            folder.remove_empty(self.output, blocking, needed=True)
            for path in sorted(staged, key=lambda path: (path.endswith(".html"), path)):
                self._place(path, staged[path])
            self._remove(path for path in leftovers if path not in in_the_way)
            self._replace_manifest(after)
        except BaseException:
            self._take_back()
            raise
        folder.remove_empty(self.output, leftovers)

    def _replace_manifest(self, staged: Path) -> None:
        target = self.output / manifest.NAME
        if folder.kind(target) == "missing":
            self.undo.append(lambda: target.unlink(missing_ok=True))
        else:
            backup = self.stage.keep(target)
            self.undo.append(lambda: backup.replace(target))
        staged.replace(target)

    def _place(self, path: str, staged: Path) -> None:
        """Put a staged file into its place, if nothing else has come there."""
        target = self.output / path
        self._make_folders(path)
        if path in self.found:
            self._check_ours(path)
            backup = self.stage.keep(target)
            self.undo.append(lambda: backup.replace(target))
            staged.replace(target)
        else:
            self._move_to_free_place(path, staged)

    def _move_to_free_place(self, path: str, staged: Path) -> None:
        target = self.output / path
        if folder.kind(target) != "missing":
            raise catalog.IN_THE_WAY.error(Place(target.as_posix()), page=path)
        mark = staged.stat()

        def take_away() -> None:
            if folder.kind(target) == "file" and os.path.samestat(target.lstat(), mark):
                target.unlink()

        self.undo.append(take_away)
        try:
            # Unlike a rename, a link never replaces what came there a moment ago.
            os.link(staged, target, follow_symlinks=False)
        except FileExistsError:
            raise catalog.IN_THE_WAY.error(Place(target.as_posix()), page=path) from None
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
                raise
            staged.replace(target)

    def _check_ours(self, path: str) -> None:
        target = self.output / path
        if folder.linked_parent(self.output, path) or folder.kind(target) == "link":
            raise catalog.LINK_IN_OUTPUT.error(Place(target.as_posix()), page=path)
        if folder.kind(target) != "file" or digest(target) != self.found[path]:
            raise catalog.IN_THE_WAY.error(Place(target.as_posix()), page=path)

    def _make_folders(self, path: str) -> None:
        for parent in folder.parents(path):
            made = self.output / parent
            match folder.kind(made):
                case "folder":
                    continue
                case "missing":
                    self.undo.append(lambda made=made: made.rmdir())  # type: ignore[misc]
                    made.mkdir()
                case "link":
                    raise catalog.LINK_IN_OUTPUT.error(Place(made.as_posix()), page=path)
                case _:
                    raise catalog.IN_THE_WAY.error(Place(made.as_posix()), page=path)

    def _remove(self, paths: Iterable[str]) -> None:
        """Move leftovers to the stage; one that has changed meanwhile stays."""
        for path in paths:
            target = self.output / path
            self._check_ours(path)
            backup = self.stage.name("old")

            def put_back(target: Path = target, backup: Path = backup) -> None:
                if folder.kind(backup) == "file":
                    target.parent.mkdir(parents=True, exist_ok=True)
                    backup.replace(target)

            self.undo.append(put_back)
            target.rename(backup)

    def _take_back(self) -> None:
        """Undo as much as the disk allows; the manifest on the disk covers what it does not."""
        for step in reversed(self.undo):
            try:
                step()
            except OSError:
                continue


def _blocks(path: str, staged: Mapping[str, Path], needed: set[str]) -> bool:
    """Whether a leftover stands where a staged file needs a folder, or inside what must become a file."""
    return path in needed or any(parent in staged for parent in folder.parents(path))
