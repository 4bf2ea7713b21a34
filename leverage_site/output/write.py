"""Writes the site: all of it or nothing.

Everything is staged before the first visible change. Then a manifest of what was and what will be is committed,
the files are renamed into place (assets before pages), leftovers of our own go, and the final manifest follows.
An error on the way puts everything back; a kill leaves a manifest from which the next build carries on.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from leverage_site.files import Clock, Stamp, after, digest, stamp_of, system_clock
from leverage_site.locks import held
from leverage_site.output import folder, manifest
from leverage_site.output.commit import Commit
from leverage_site.output.files import File, Result, Seen
from leverage_site.output.ours import Ours
from leverage_site.output.stage import Stage
from leverage_site.parallel import map_weighted
from leverage_site.problems import Place, Problem, ProblemError, catalog
from leverage_site.records.model import StaticFile

# Fewer files for each process are made sooner by one.
SHARE = 25


def write(
    output: Path,
    root: Path,
    files: Sequence[File],
    *,
    strict: bool = False,
    seen: Mapping[str, Seen] = MappingProxyType({}),
    stage: Callable[[str], AbstractContextManager[None]] = lambda _: nullcontext(),
    progress: Callable[[int], None] = lambda _: None,
    waiting: Callable[[], None] = lambda: None,
    clock: Clock = system_clock,
) -> Result:
    """Make `output` hold `files` and nothing else of ours.

    Many files are made by several processes. `seen` are files that need not be read to know their bytes. Each
    `stage` of the work is a block; `progress` is told of files that were made, some at a time, `waiting` if
    another process writes to the same folder. `clock` tells from when on a stamp can be trusted.
    Raises ProblemError, with the output folder as it was, if the folder may not be written to, a stranger's file
    is in the way, the disk fails, or there is a warning and `strict` forbids it; what a `make` raises passes
    through likewise, the first of them.
    """
    # Before anything is waited for: a folder of the program's own is held by this very process.
    folder.check_place(output, root)
    if not _is_folder(output):
        folder.check(output, root)
    waiting_room, failed = Stage(output), True
    try:
        waiting_room.make_folders()
        with held(output, waiting):
            try:
                writer = _Writer(output, folder.check(output, root), waiting_room, seen, clock)
                writer.run(files, stage, progress, strict=strict)
                failed = False
            finally:
                waiting_room.tidy()
            writer.vouch()
    except OSError as error:
        place = Place(os.fspath(error.filename or output))
        raise catalog.WRITE_FAILED.error(place, reason=error.strerror or error) from None
    finally:
        if failed:
            waiting_room.forget()
    return writer.result


def _is_folder(output: Path) -> bool:
    try:
        return folder.kind(output) == "folder"
    except OSError:  # the check will say what is wrong with it
        return False


class _Staged(NamedTuple):
    """What came of making a file: a digest, a note, its stamp if it waits in the stage; or why nothing did."""

    digest: str = ""
    note: Any = None
    stamp: Stamp | None = None
    problems: tuple[Problem, ...] = ()


class _Writer:
    """Stages what is new, finds what must go, and lets a commit do it.

    `found` has the digest of each file of ours that a staged one replaces, or that must go.
    """

    def __init__(
        self, output: Path, old: manifest.Files, stage: Stage, seen: Mapping[str, Seen], clock: Clock
    ) -> None:
        self.output = output
        self.ours = Ours(output, old)
        self.found = self.ours.found
        self.new: manifest.Files = {}
        self.staged: dict[str, Path] = {}
        self.stamps: dict[str, Stamp] = {}
        self.links = folder.Links(output)
        self.stage = stage
        self.seen = seen
        self.result = Result(problems=self.ours.problems)
        self.clock = clock
        self.began = clock()

    def run(
        self,
        files: Sequence[File],
        stage: Callable[[str], AbstractContextManager[None]],
        progress: Callable[[int], None],
        *,
        strict: bool,
    ) -> None:
        self.stage.open()
        with stage("compare"):
            wanted = [file for file in files if not self._is_there(file)]
        with stage("render"):
            self._make(wanted, progress)
        with stage("write"):
            self._commit(strict=strict)
        self.result.written = sorted(self.staged)
        self.result.kept = len(files) - len(self.staged)

    def _commit(self, *, strict: bool) -> None:
        self.new = {path: (digest,) for path, digest in self.result.digests.items()}
        leftovers = self.ours.leftovers(self.new)
        self.ours.check_folders(self.staged, set(leftovers))
        if strict and self.result.problems:
            raise ProblemError(*self.result.problems)
        if self.staged or leftovers or self.new != self.ours.old:
            Commit(self.output, self.stage, self.found).run(self.ours.old, self.new, self.staged, leftovers)
        self.result.removed = leftovers

    def vouch(self) -> None:
        """Note the stamps of the files that were written, where nobody has written to them since.

        They are final once the stage is empty: each link that is made or goes changes a time.
        """
        looks = {path: folder.look(self.output / path) for path in self.staged}
        found = {path: stamp for path, (_, stamp) in looks.items() if stamp.is_same_file(self.stamps[path])}
        moment = after(self.clock, found.values())
        self.result.stamps.update((path, stamp) for path, stamp in found.items() if moment.shows_changes(stamp))

    def _is_there(self, file: File) -> bool:
        """Whether a file stands in the output with the bytes that it must have, as far as that is known."""
        path = file.path
        if self.links.above(path):
            raise self.ours.obstacle(catalog.LINK_IN_OUTPUT, path)
        match folder.look(self.output / path):
            case "file", stamp:
                seen = self.seen.get(path)
                same = seen is not None and seen.stamp == stamp
                self.found[path] = seen.digest if seen and same else digest(self.output / path)
                if self.began.shows_changes(stamp):
                    self.result.stamps[path] = stamp
            case "link", _:
                raise self.ours.obstacle(catalog.LINK_IN_OUTPUT, path)
            case "other", _:
                raise self.ours.obstacle(catalog.IN_THE_WAY, path)
        if file.digest is None or self.found.get(path) != file.digest:
            return False
        self.ours.check(path, file.digest)
        self.result.digests[path] = file.digest
        return True

    def _make(self, files: list[File], progress: Callable[[int], None]) -> None:
        """Make and stage files, but those that are there with the same bytes already."""
        jobs = list(zip(files, self.stage.reserved(len(files)), strict=True))
        staged = map_weighted(self._staged, jobs, SHARE, weight=lambda job: job[0].weight, progress=progress)
        if problems := next((made.problems for made in staged if made.problems), None):
            raise ProblemError(*problems)
        for (file, place), made in zip(jobs, staged, strict=True):
            self.result.digests[file.path] = made.digest
            if file.path in self.found:
                self.ours.check(file.path, made.digest)
            if made.note is not None:
                self.result.notes[file.path] = made.note
            if made.stamp:
                self.staged[file.path], self.stamps[file.path] = place, made.stamp
                self.result.stamps.pop(file.path, None)
        self.result.made = [file.path for file in files]

    def _staged(self, job: tuple[File, Path]) -> _Staged:
        file, place = job
        try:
            data, note = file.make()
            found = data.digest if isinstance(data, StaticFile) else sha256(data).hexdigest()
            stamp = None
            if self.found.get(file.path) != found:
                self.stage.put_as(place, data)
                stamp = stamp_of(place.lstat())
        except ProblemError as error:
            return _Staged(problems=error.problems)
        return _Staged(found, note, stamp)
