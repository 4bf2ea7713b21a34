"""What in the output folder is ours, what is a stranger's, and what of ours is no longer part of the site."""

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from leverage_site.files import digest
from leverage_site.output import folder, manifest
from leverage_site.problems import Place, Problem, ProblemError, catalog


class Ours:
    """The files in `output` that the `old` manifest lists; `problems` grows with what was done to them since.

    `found` has the digest of each that was looked at.
    """

    def __init__(self, output: Path, old: manifest.Files) -> None:
        self.output = output
        self.old = old
        self.found: dict[str, str] = {}
        self.problems: list[Problem] = []

    def check(self, path: str, new: str) -> None:
        """Raises ProblemError if the file found at `path`, which gets `new` bytes, is a stranger's."""
        known, found = self._known(path), self.found[path]
        if known is None or (found not in (*known, new) and manifest.ABSENT in known):
            raise self.obstacle(catalog.IN_THE_WAY, path)
        if found not in (*known, new):
            self.problems.append(catalog.EDITED_OUTPUT.at(Place((self.output / path).as_posix())))

    def leftovers(self, new: Collection[str]) -> list[str]:
        """Our files that are no longer part of the site; one that was edited since is kept."""
        gone = []
        names = {name.casefold(): name for name in new}
        for path in sorted(self.old.keys() - set(new)):
            target = self.output / path
            if folder.linked_parent(self.output, path) or folder.kind(target) != "file":
                continue
            if (twin := names.get(path.casefold())) and self._is_same(twin, path):
                continue
            self.found[path] = digest(target)
            if self.found[path] in self.old[path]:
                gone.append(path)
            elif manifest.ABSENT not in self.old[path]:
                self.problems.append(catalog.EDITED_KEPT.at(Place(target.as_posix())))
        return gone

    def check_folders(self, staged: Iterable[str], gone: set[str]) -> None:
        """A file may stand where a folder must be, or the other way round, only if it is a leftover of ours.

        Raises ProblemError where it is not.
        """
        ours = {parent for path in self.old for parent in folder.parents(path)}
        for path in staged:
            for parent in folder.parents(path):
                if folder.kind(self.output / parent) in ("file", "other") and parent not in gone:
                    raise self.obstacle(catalog.IN_THE_WAY, path)
            if folder.kind(self.output / path) == "folder" and not self._only_holds(path, gone, ours):
                raise self.obstacle(catalog.IN_THE_WAY, path)

    def obstacle(self, code: catalog.Code, path: str) -> ProblemError:
        """The error that something stands in the way of the page `path`."""
        return code.error(Place((self.output / path).as_posix()), page=path)

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
