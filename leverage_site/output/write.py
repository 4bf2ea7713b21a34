"""Write the site: all of it or nothing.

Everything is staged before the first visible change. Then a manifest of what was and what will be is committed,
the files are renamed into place (assets before pages), stale files of our own go, and the final manifest follows.
An error on the way puts everything back; a kill leaves a manifest from which the next build carries on.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from leverage_site.files import Clock, Stamp, after, digest, os_reason, stamp_of, system_clock
from leverage_site.locks import folder_lock
from leverage_site.output import folder
from leverage_site.output.commit import Commit
from leverage_site.output.folder import FileState
from leverage_site.output.ownership import Ownership
from leverage_site.output.stage import Stage
from leverage_site.parallel import map_weighted
from leverage_site.problems import Place, Problem, ProblemError, catalog
from leverage_site.records.model import StaticFile
from leverage_site.report import BuildMonitor

# Fewer files for each process are made sooner by one.
MIN_WEIGHT = 25


class FileData(NamedTuple):
    """The bytes of a file, or the file to copy them from; and a note for whoever had it made."""

    data: bytes | StaticFile
    note: Any = None


class OutputFile(NamedTuple):
    """A file to write: `make` gives its bytes; their `digest`, where an earlier build knows it, may save that.

    `weight` is how many usual files could be made in the same time.
    """

    path: str
    make: Callable[[], FileData]
    digest: str | None = None
    weight: int = 1


@dataclass(slots=True)
class WriteResult:
    """What a build did to the output folder; `problems` are warnings.

    `rendered` are the files whose bytes had to be made, `notes` what came with them. `digests` has all files of
    the site, `stamps` those of them whose stamps show every change since they had these bytes.
    """

    written: list[str] = field(default_factory=list)
    kept: int = 0
    removed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rendered: list[str] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    stamps: dict[str, Stamp] = field(default_factory=dict)


def write(
    output: Path,
    root: Path,
    files: Sequence[OutputFile],
    *,
    strict: bool = False,
    states: Mapping[str, FileState] = MappingProxyType({}),
    monitor: BuildMonitor | None = None,
    clock: Clock = system_clock,
) -> WriteResult:
    """Make `output` hold `files` and nothing else of ours.

    Args:
        output: The output folder; it is created where it is missing.
        root: The site's folder, of which `output` must not be a part.
        files: Made by several processes where they are many.
        strict: Whether a warning forbids to write.
        states: Files whose bytes are known without reading them while they have the same stamp.
        monitor: Is told of the work.
        clock: That of the folder's file system: tells from when on a stamp can be trusted.

    Raises ProblemError, with the output folder as it was, if the folder may not be written to, a foreign file is
    in the way, the disk fails, or there is a warning and `strict` forbids it; what a `make` raises passes through
    likewise, the first of them.
    """
    monitor = monitor or BuildMonitor()
    # Before anything is waited for: a folder of the program's own is held by this very process.
    folder.check_place(output, root)
    if not os.path.isdir(output):  # noqa: PTH112 (False where it cannot be asked: the check says why)
        folder.check(output, root)
    stage, failed = Stage(output), True
    try:
        stage.create_dirs()
        with folder_lock(output, monitor.waiting):
            try:
                writer = _Writer(output, folder.check(output, root), stage, states, clock)
                writer.run(files, monitor, strict=strict)
                failed = False
            finally:
                stage.close_quietly()
            writer.record_stamps()
    except OSError as error:
        place = Place(os.fspath(error.filename or output))
        raise catalog.WRITE_FAILED.error(place, reason=os_reason(error)) from None
    finally:
        if failed:
            stage.remove_created_dirs()
    return writer.result


class _StagedFile(NamedTuple):
    """What came of making a file: a digest, a note, its stamp if it waits in the stage; or why nothing did."""

    digest: str = ""
    note: Any = None
    stamp: Stamp | None = None
    problems: tuple[Problem, ...] = ()


class _Writer:
    """Stages what is new, finds what must go, and lets a commit do it."""

    def __init__(
        self,
        output: Path,
        manifest: folder.Manifest,
        stage: Stage,
        states: Mapping[str, FileState],
        clock: Clock,
    ) -> None:
        self.output = output
        self.ownership = Ownership(output, manifest)
        # The digest of each file of ours that a staged one replaces, or that must go.
        self.disk_digests = self.ownership.disk_digests
        self.staged: dict[str, Path] = {}
        self.stamps: dict[str, Stamp] = {}
        self.links = folder.LinkedFolders(output)
        self.stage = stage
        self.states = states
        self.result = WriteResult(problems=self.ownership.problems)
        self.clock = clock
        self.began = clock()

    def run(self, files: Sequence[OutputFile], monitor: BuildMonitor, *, strict: bool) -> None:
        """Write `files`; the arguments are those of `write`."""
        self.stage.open()
        with monitor.timings.stage("compare"):
            outdated = [file for file in files if not self._is_current(file)]
        with monitor.timings.stage("render"):
            self._make(outdated, lambda done: monitor.progress(done, len(files)))
        with monitor.timings.stage("write"):
            old = self.ownership.old
            new: folder.Manifest = {path: (digest,) for path, digest in self.result.digests.items()}
            stale = self.ownership.stale(new)
            self.ownership.check_folders(self.staged, set(stale))
            if strict and self.result.problems:
                raise ProblemError(*self.result.problems)
            if self.staged or stale or new != old:
                Commit(self.output, self.stage, self.disk_digests).run(old, new, self.staged, stale)
        self.result.written, self.result.removed = sorted(self.staged), stale
        self.result.kept = len(files) - len(self.staged)

    def record_stamps(self) -> None:
        """Note the stamps of the files that were written, where nobody has written to them since.

        They are final once the stage is empty: each link that is made or goes changes a time.
        """
        looks = {path: folder.look(self.output / path) for path in self.staged}
        ours = {path: stamp for path, (_, stamp) in looks.items() if stamp.is_same_file(self.stamps[path])}
        moment = after(self.clock, ours.values())
        self.result.stamps.update((path, stamp) for path, stamp in ours.items() if moment.shows_changes(stamp))

    def _is_current(self, file: OutputFile) -> bool:
        """Return whether a file stands in the output with the bytes that it must have, as far as that is known."""
        path = file.path
        if self.links.above(path):
            raise self.ownership.obstacle(catalog.LINK_IN_OUTPUT, path)
        target = self.output / path
        match folder.look(target):
            case "file", stamp:
                state = self.states.get(path)
                self.disk_digests[path] = state.digest if state and state.stamp == stamp else digest(target)
                if self.began.shows_changes(stamp):
                    self.result.stamps[path] = stamp
            case "link", _:
                raise self.ownership.obstacle(catalog.LINK_IN_OUTPUT, path)
            case "other", _:
                raise self.ownership.obstacle(catalog.IN_THE_WAY, path)
        if file.digest is None or self.disk_digests.get(path) != file.digest:
            return False
        self.ownership.check(path, file.digest)
        self.result.digests[path] = file.digest
        return True

    def _make(self, files: list[OutputFile], progress: Callable[[int], None]) -> None:
        """Make and stage files, but those that are there with the same bytes already."""
        jobs = list(zip(files, self.stage.reserved(len(files)), strict=True))
        outcomes = map_weighted(
            self._make_one, jobs, MIN_WEIGHT, weight=lambda job: job[0].weight, progress=progress
        )
        if problems := next((outcome.problems for outcome in outcomes if outcome.problems), None):
            raise ProblemError(*problems)
        for (file, place), outcome in zip(jobs, outcomes, strict=True):
            self.result.digests[file.path] = outcome.digest
            if file.path in self.disk_digests:
                self.ownership.check(file.path, outcome.digest)
            if outcome.note is not None:
                self.result.notes[file.path] = outcome.note
            if outcome.stamp:
                self.staged[file.path], self.stamps[file.path] = place, outcome.stamp
                self.result.stamps.pop(file.path, None)
        self.result.rendered = [file.path for file in files]

    def _make_one(self, job: tuple[OutputFile, Path]) -> _StagedFile:
        """Make and stage one file, here or in a worker: errors are returned, since they must be in order."""
        file, place = job
        try:
            data, note = file.make()
            new = data.digest if isinstance(data, StaticFile) else sha256(data).hexdigest()
            stamp = None
            if self.disk_digests.get(file.path) != new:
                self.stage.put_as(place, data)
                stamp = stamp_of(place.lstat())
        except ProblemError as error:
            return _StagedFile(problems=error.problems)
        return _StagedFile(new, note, stamp)
