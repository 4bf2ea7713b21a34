"""The visible part of a build: renames that can be taken back; and the removal of exactly what builds wrote."""

import errno
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from leverage_site.files import digest, os_reason
from leverage_site.output import folder
from leverage_site.output.stage import Stage
from leverage_site.problems import Place, Problem, catalog


class Commit:
    """A move of staged files into place; `run` either does all of it or raises with everything put back.

    `expected` has the digest of each file of ours that was there when its page was staged. Rendering takes time:
    what has changed since then is foreign and stays.
    """

    def __init__(self, output: Path, stage: Stage, expected: Mapping[str, str]) -> None:
        self.output = output
        self.stage = stage
        self.expected = expected
        self.undo: list[Callable[[], object]] = []

    def run(
        self, old: folder.Manifest, new: folder.Manifest, staged: Mapping[str, Path], stale: list[str]
    ) -> None:
        """Put `staged` (path → staged file) into place and remove `stale` files; `new` becomes the manifest."""
        # Both manifests are on the disk before anything moves: the last step must not need space.
        union_manifest = self.stage.put(folder.dump_manifest(folder.union(old, new)))
        new_manifest = self.stage.put(folder.dump_manifest(new))
        needed = {parent for path in staged for parent in folder.parents(path)}
        in_the_way = [path for path in stale if _blocks(path, staged, needed)]
        blocking = [path for path in old if _blocks(path, staged, needed)]
        try:
            self._replace_manifest(union_manifest)
            self._remove(in_the_way)
            folder.remove_empty(self.output, blocking, needed=True)
            for path in sorted(staged, key=lambda path: (path.endswith(".html"), path)):
                self._make_folders(path)
                if path in self.expected:
                    self._check_ours(path)
                    self._replace(self.output / path, staged[path])
                else:
                    self._move_to_free_place(path, staged[path])
            self._remove(path for path in stale if path not in in_the_way)
            self._replace_manifest(new_manifest)
        except BaseException:
            # As much as the disk allows: the manifest on it covers what it does not.
            for step in reversed(self.undo):
                with suppress(OSError):
                    step()
            raise
        folder.remove_empty(self.output, stale)

    def _replace_manifest(self, staged: Path) -> None:
        target = self.output / folder.MANIFEST
        if folder.kind(target) == "missing":
            self.undo.append(lambda: target.unlink(missing_ok=True))
            staged.replace(target)
        else:
            self._replace(target, staged)

    def _replace(self, target: Path, staged: Path) -> None:
        backup = self.stage.backup(target)
        self.undo.append(lambda: backup.replace(target))
        staged.replace(target)

    def _move_to_free_place(self, path: str, staged: Path) -> None:
        target = self.output / path
        if folder.kind(target) != "missing":
            raise catalog.IN_THE_WAY.error(Place(target.as_posix()), page=path)
        status = staged.stat()

        def take_away() -> None:
            if folder.kind(target) == "file" and os.path.samestat(target.lstat(), status):
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
        if folder.kind(target) != "file" or digest(target) != self.expected[path]:
            raise catalog.IN_THE_WAY.error(Place(target.as_posix()), page=path)

    def _make_folders(self, path: str) -> None:
        for parent in folder.parents(path):
            target = self.output / parent
            match folder.kind(target):
                case "folder":
                    continue
                case "missing":
                    self.undo.append(target.rmdir)
                    target.mkdir()
                case "link":
                    raise catalog.LINK_IN_OUTPUT.error(Place(target.as_posix()), page=path)
                case _:
                    raise catalog.IN_THE_WAY.error(Place(target.as_posix()), page=path)

    def _remove(self, paths: Iterable[str]) -> None:
        """Move files to the stage; one that has changed meanwhile stays."""
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


def _blocks(path: str, staged: Mapping[str, Path], needed: set[str]) -> bool:
    """Return whether a file stands where a staged one needs a folder, or inside what must become a file."""
    return path in needed or any(parent in staged for parent in folder.parents(path))


HINT = "Some files may be gone already; mend this and run `leverage-site clean` again."


def clean(output: Path, root: Path) -> tuple[list[str], list[Problem]]:
    """Remove our files in `output`, and return their paths with a warning for each that was edited and is kept.

    Raises ProblemError if `output` cannot be an output folder of the site at `root`, or the disk fails.
    """
    with suppress(OSError):
        if folder.kind(output) == "missing":
            return [], []
    files, stage, manifest = folder.check(output, root), Stage(output), output / folder.MANIFEST
    try:
        unlinked = [path for path in sorted(files) if not folder.linked_parent(output, path)]
        here = [path for path in unlinked if folder.kind(output / path) == "file"]
        removed = [path for path in here if digest(output / path) in files[path]]
        edited = sorted({*here} - {*removed})
        left = {path: files[path] for path in edited if folder.ABSENT not in files[path]}
        staged = None
        if left:
            # Edited files stay listed, so that a build may replace them; the list is on the disk before any goes.
            stage.open()
            staged = stage.put(folder.dump_manifest(left))
        for path in removed:
            (output / path).unlink()
        folder.remove_empty(output, list(files))
        if staged:
            staged.replace(manifest)
        else:
            manifest.unlink(missing_ok=True)
        stage.close()
    except OSError as error:
        place = Place(str(error.filename or output))
        raise catalog.WRITE_FAILED.error(place, reason=os_reason(error), hint=HINT) from None
    return removed, [catalog.EDITED_KEPT.at(Place((output / path).as_posix())) for path in left]
