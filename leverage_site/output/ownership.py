"""Classify the output's files: owned, foreign, stale."""

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from leverage_site.files import digest
from leverage_site.output import folder
from leverage_site.problems import Place, Problem, ProblemError, catalog


class Ownership:
    """The files in `output` that the `old` manifest lists; `problems` grows with what was done to them since.

    `disk_digests` has the digest of each file of the site that was looked at.
    """

    def __init__(self, output: Path, old: folder.Manifest) -> None:
        self.output = output
        self.old = old
        self.disk_digests: dict[str, str] = {}
        self.problems: list[Problem] = []

    def check(self, path: str, new: str) -> None:
        """Raise ProblemError if the file on the disk at `path`, which gets bytes of digest `new`, is foreign."""
        listed, here = self.old.get(path), self.disk_digests[path]
        if listed is None:
            # Where case does not count, our file may be listed by another spelling of its name.
            twin = next((name for name in self.old if name.casefold() == path.casefold()), None)
            listed = self.old[twin] if twin and self._is_same(twin, path) else None
        if listed is None or (here not in (*listed, new) and folder.ABSENT in listed):
            raise self.obstacle(catalog.IN_THE_WAY, path)
        if here not in (*listed, new):
            self.problems.append(catalog.EDITED_OUTPUT.at(Place((self.output / path).as_posix())))

    def stale(self, new: Collection[str]) -> list[str]:
        """Return our files that are no longer part of the site, but for those that were edited since."""
        stale = []
        spellings = {path.casefold(): path for path in new}
        for path in sorted(self.old.keys() - set(new)):
            target = self.output / path
            if folder.linked_parent(self.output, path) or folder.kind(target) != "file":
                continue
            if (twin := spellings.get(path.casefold())) and self._is_same(twin, path):
                continue
            self.disk_digests[path] = digest(target)
            if self.disk_digests[path] in self.old[path]:
                stale.append(path)
            elif folder.ABSENT not in self.old[path]:
                self.problems.append(catalog.EDITED_KEPT.at(Place(target.as_posix())))
        return stale

    def check_folders(self, staged: Iterable[str], stale: set[str]) -> None:
        """Raise ProblemError where a file stands in place of a folder, or the reverse, unless it is stale."""
        ours = {parent for path in self.old for parent in folder.parents(path)}
        for path in staged:
            for parent in folder.parents(path):
                if folder.kind(self.output / parent) in ("file", "other") and parent not in stale:
                    raise self.obstacle(catalog.IN_THE_WAY, path)
            if folder.kind(self.output / path) == "folder" and not self._only_holds(path, stale, ours):
                raise self.obstacle(catalog.IN_THE_WAY, path)

    def obstacle(self, code: catalog.Code, path: str) -> ProblemError:
        """Return the error that something stands in the way of the page `path`."""
        return code.error(Place((self.output / path).as_posix()), page=path)

    def _is_same(self, one: str, other: str) -> bool:
        """Return whether two spellings name one file."""
        if folder.linked_parent(self.output, one) or folder.linked_parent(self.output, other):
            return False
        try:
            return os.path.samestat((self.output / one).lstat(), (self.output / other).lstat())
        except OSError:
            return False

    def _only_holds(self, path: str, stale: set[str], ours: set[str]) -> bool:
        """Return whether a folder holds stale files, and folders of `ours`, and nothing else."""
        for target, folders, files in os.walk(self.output / path):
            inside = Path(target).relative_to(self.output)
            below = {(inside / name).as_posix() for name in folders}
            if (
                not {(inside / name).as_posix() for name in files} <= stale
                or not {inside.as_posix(), *below} <= ours
                or any((self.output / name).is_symlink() for name in below)
            ):
                return False
        return True
