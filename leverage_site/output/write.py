"""Writes the site: all of it or nothing.

Everything is staged before the first visible change. Then a manifest of what was and what will be is committed,
the files are renamed into place (assets before pages), leftovers of our own go, and the final manifest follows.
An error on the way puts everything back; a kill leaves a manifest from which the next build carries on.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from leverage_site import codes
from leverage_site.output import folder, manifest
from leverage_site.output.commit import Commit
from leverage_site.output.stage import Stage
from leverage_site.problems import Place, Problem, ProblemError


@dataclass(slots=True)
class Result:
    """What a build did to the output folder; `problems` are warnings."""

    written: list[str] = field(default_factory=list)
    kept: int = 0
    removed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def write(output: Path, root: Path, files: Iterable[tuple[str, bytes]]) -> Result:
    """Make `output` hold `files` (path and bytes) and nothing else of ours.

    `files` is read one by one. Raises ProblemError, with the output folder as it was, if the folder may not be
    written to, a stranger's file is in the way, or the disk fails; what `files` raises passes through likewise.
    """
    writer = _Writer(output, folder.check(output, root))
    failed = True
    try:
        writer.run(files)
        failed = False
    except OSError as error:
        place = Place(os.fspath(error.filename or output))
        raise codes.WRITE_FAILED.error(place, reason=error.strerror or error) from None
    finally:
        writer.tidy(failed=failed)
    return writer.result


class _Writer:
    """Stages what is new, finds what must go, and lets a commit do it.

    `found` has the digest of each file of ours that a staged one replaces, or that must go.
    """

    def __init__(self, output: Path, old: manifest.Files) -> None:
        self.output = output
        self.old = old
        self.new: manifest.Files = {}
        self.staged: dict[str, Path] = {}
        self.found: dict[str, str] = {}
        self.stage = Stage(output)
        self.result = Result()

    def run(self, files: Iterable[tuple[str, bytes]]) -> None:
        self.stage.open()
        for path, data in files:
            self._add(path, data)
        leftovers = self._leftovers()
        self._check_folders(set(leftovers))
        if self.staged or leftovers or self.new != self.old:
            Commit(self.output, self.stage, self.found).run(self.old, self.new, self.staged, leftovers)
        self.result.written = sorted(self.staged)
        self.result.removed = leftovers

    def tidy(self, *, failed: bool) -> None:
        """Leave nothing behind but the site; after a failure, not even a new folder."""
        try:
            self.stage.close()
            if failed:
                self.stage.forget()
        except OSError:
            return

    def _add(self, path: str, data: bytes) -> None:
        """Stage one file, unless it stands there already with the same bytes."""
        digest = sha256(data).hexdigest()
        self.new[path] = (digest,)
        if folder.linked_parent(self.output, path):
            raise self._obstacle(codes.LINK_IN_OUTPUT, path)
        match folder.kind(self.output / path):
            case "file":
                self.found[path] = folder.digest(self.output / path)
                if self._is_ours(path, digest):
                    self.result.kept += 1
                    return
            case "link":
                raise self._obstacle(codes.LINK_IN_OUTPUT, path)
            case "other":
                raise self._obstacle(codes.IN_THE_WAY, path)
        self.staged[path] = self.stage.put(data)

    def _is_ours(self, path: str, new: str) -> bool:
        """Whether our file at `path` has the `new` bytes already. Raises ProblemError if it is a stranger's."""
        known, found = self._known(path), self.found[path]
        if known is None or (found not in (*known, new) and manifest.ABSENT in known):
            raise self._obstacle(codes.IN_THE_WAY, path)
        if found not in (*known, new):
            self.result.problems.append(codes.EDITED_OUTPUT.at(Place((self.output / path).as_posix())))
        return found == new

    def _known(self, path: str) -> tuple[str, ...] | None:
        """The digests our file at `path` may have, or None for a stranger's.

        Where case does not count, our file may be listed by another spelling of its name.
        """
        if path in self.old:
            return self.old[path]
        twin = next((name for name in self.old if name.casefold() == path.casefold()), None)
        return self.old[twin] if twin and self._is_same(twin, path) else None

    def _is_same(self, one: str, other: str) -> bool:
        """Whether two spellings name one file."""
        if folder.linked_parent(self.output, one) or folder.linked_parent(self.output, other):
            return False
        try:
            return os.path.samestat((self.output / one).lstat(), (self.output / other).lstat())
        except OSError:
            return False

    def _leftovers(self) -> list[str]:
        """Our files that are no longer part of the site; one that was edited since is kept."""
        gone = []
        names = {name.casefold(): name for name in self.new}
        for path in sorted(self.old.keys() - self.new.keys()):
            target = self.output / path
            if folder.linked_parent(self.output, path) or folder.kind(target) != "file":
                continue
            if (twin := names.get(path.casefold())) and self._is_same(twin, path):
                continue
            self.found[path] = folder.digest(target)
            if self.found[path] in self.old[path]:
                gone.append(path)
            elif manifest.ABSENT not in self.old[path]:
                self.result.problems.append(codes.EDITED_KEPT.at(Place(target.as_posix())))
        return gone

    def _check_folders(self, gone: set[str]) -> None:
        """A file may stand where a folder must be, or the other way round, only if it is a leftover of ours."""
        ours = {parent for path in self.old for parent in folder.parents(path)}
        for path in self.staged:
            for parent in folder.parents(path):
                if folder.kind(self.output / parent) in ("file", "other") and parent not in gone:
                    raise self._obstacle(codes.IN_THE_WAY, path)
            if folder.kind(self.output / path) == "folder" and not self._only_holds(path, gone, ours):
                raise self._obstacle(codes.IN_THE_WAY, path)

    def _only_holds(self, path: str, gone: set[str], ours: set[str]) -> bool:
        """Whether a folder holds leftovers, and folders of ours, and nothing else."""
        for place, folders, files in os.walk(self.output / path):
            inside = Path(place).relative_to(self.output)
            here = {(inside / name).as_posix() for name in folders}
            if (
                not {(inside / name).as_posix() for name in files} <= gone
                or not {inside.as_posix(), *here} <= ours
            ):
                return False
            if any((self.output / name).is_symlink() for name in here):
                return False
        return True

    def _obstacle(self, code: codes.Code, path: str) -> ProblemError:
        return code.error(Place((self.output / path).as_posix()), page=path)
