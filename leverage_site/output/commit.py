"""The visible part of a build: renames that can be taken back."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from leverage_site.output import folder, manifest
from leverage_site.output.stage import Stage


class Commit:
    """Moves staged files into place; `run` either does all of it or raises with everything put back."""

    def __init__(self, output: Path, stage: Stage, old: manifest.Files, new: manifest.Files) -> None:
        self.output = output
        self.stage = stage
        self.old = old
        self.new = new
        self.undo: list[Callable[[], object]] = []

    def run(self, staged: Mapping[str, Path], leftovers: list[str]) -> None:
        """Put `staged` (path → staged file) into place and remove `leftovers`."""
        # Both manifests are on the disk before anything moves: the last step must not need space.
        during = self.stage.put(manifest.spell(manifest.union(self.old, self.new)))
        after = self.stage.put(manifest.spell(self.new))
        in_the_way = [path for path in leftovers if _blocks(path, staged)]
        try:
            self._place(manifest.NAME, during)
            self._remove(in_the_way)
            folder.remove_empty(self.output, in_the_way)
            for path in sorted(staged, key=lambda path: (path.endswith(".html"), path)):
                self._place(path, staged[path])
            self._remove(path for path in leftovers if path not in in_the_way)
            self._place(manifest.NAME, after)
        except BaseException:
            self._take_back()
            raise
        folder.remove_empty(self.output, leftovers)

    def _place(self, path: str, staged: Path) -> None:
        """Rename a staged file to its place."""
        target = self.output / path
        self._make_folders(path)
        if folder.kind(target) == "file":
            backup = self.stage.keep(target)
            self.undo.append(lambda: backup.replace(target))
        else:
            self.undo.append(lambda: target.unlink(missing_ok=True))
        staged.replace(target)

    def _make_folders(self, path: str) -> None:
        for parent in folder.parents(path):
            made = self.output / parent
            if folder.kind(made) == "missing":
                self.undo.append(lambda made=made: made.rmdir())  # type: ignore[misc]
                made.mkdir()

    def _remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            target = self.output / path
            backup = self.stage.take(target)

            def put_back(target: Path = target, backup: Path = backup) -> None:
                target.parent.mkdir(parents=True, exist_ok=True)
                backup.replace(target)

            self.undo.append(put_back)

    def _take_back(self) -> None:
        """Undo as much as the disk allows; the manifest on the disk covers what it does not."""
        for step in reversed(self.undo):
            try:
                step()
            except OSError:
                continue


def _blocks(path: str, staged: Mapping[str, Path]) -> bool:
    """Whether a leftover stands where a staged file needs a folder, or inside what must become a file."""
    return any(name.startswith(f"{path}/") for name in staged) or any(p in staged for p in folder.parents(path))
