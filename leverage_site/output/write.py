"""Write the site: all of it or nothing.

Everything is staged before the first visible change. Then a manifest of what was and what will be is committed,
the files are renamed into place (assets before pages), stale files of our own go, and the final manifest follows.
An error on the way puts everything back; a kill leaves a manifest from which the next build carries on.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from leverage_site.files import Clock, Stamp, after, digest, folder_lock, os_reason, read, stamp_of, system_clock
from leverage_site.output import folder
from leverage_site.output.commit import Commit
from leverage_site.output.folder import FileState, Ownership
from leverage_site.output.stage import Stage
from leverage_site.parallel import map_weighted
from leverage_site.problems import Place, Problem, ProblemError, catalog
from leverage_site.records.model import StaticFile
from leverage_site.report import BuildMonitor

# Fewer files for each process are made sooner by one.
MIN_WEIGHT = 25
_SEGMENTS = "segments"


class FileData(NamedTuple):
    """The bytes of a file, or the file to copy them from; and a note for whoever had it made."""

    data: bytes | StaticFile
    note: Any = None


class Segment(NamedTuple):
    """A part of a file: a key, and the bytes or what makes them and may run in another process."""

    key: str
    data: bytes | Callable[[], bytes]

    def make(self) -> FileData:
        """Return its bytes."""
        return FileData(self.data() if callable(self.data) else self.data)


class SegmentedFile(NamedTuple):
    """The parts of a file in their order; and a note for whoever had it made."""

    segments: Sequence[Segment]
    note: Any = None


class OutputFile(NamedTuple):
    """A file to write.

    Attributes:
        path: Its path in the output folder.
        make: Gives its bytes.
        digest: That of the bytes, where an earlier build knows it: it may save making them.
        weight: How many usual files could be made in the same time.
        place: The name of the files that are made alike, and its place among them: see `map_weighted`.
        split: Where given, is asked instead of `make`, in this process: what it names is made and joined.

    """

    path: str
    make: Callable[[], FileData]
    digest: str | None = None
    weight: int = 1
    place: tuple[str, str] = ("", "")
    split: Callable[[], SegmentedFile] | None = None


@dataclass(slots=True)
class WriteResult:
    """What a build did to the output folder; `problems` are warnings.

    `rendered` are the files whose bytes had to be made, `notes` what came with them, `segments` the keys and sizes
    of their segments. `digests` has all files of the site, `stamps` those of them whose stamps show every change
    since they had these bytes.
    """

    written: list[str] = field(default_factory=list)
    kept: int = 0
    removed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rendered: list[str] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)
    segments: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
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


class _Job(NamedTuple):
    """A file to make and to stage, or a segment of one: its `name` is that of the file with a number."""

    name: str
    make: Callable[[], FileData]
    weight: int
    place: tuple[str, str]


class _Outcome(NamedTuple):
    """What came of a job, or why nothing did: a digest, a note, and the stamp if it waits in the stage."""

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
        target = f"{self.output}/{path}"  # a Path for each of thousands of files takes its time
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
        split = {file.path: file.split() for file in files if file.split}
        jobs = [job for file in files for job in _jobs(file, split.get(file.path))]
        staged = self.stage.reserved(len(jobs) + len(split))
        outcomes = map_weighted(
            self._stage,
            list(zip(jobs, staged, strict=False)),
            MIN_WEIGHT,
            weight=lambda job: job[0].weight,
            place=lambda job: job[0].place,
            progress=progress,
        )
        if problems := next((outcome.problems for outcome in outcomes if outcome.problems), None):
            raise ProblemError(*problems)
        names = [*(job.name for job in jobs), *split]
        places = dict(zip(names, staged, strict=True))
        made = dict(zip(names, outcomes, strict=False))
        for path, parts in split.items():
            made[path] = self._join(path, parts, places)
        for path in (file.path for file in files):
            outcome = made[path]
            self.result.digests[path] = outcome.digest
            if path in self.disk_digests:
                self.ownership.check(path, outcome.digest)
            if outcome.note is not None:
                self.result.notes[path] = outcome.note
            if outcome.stamp:
                self.staged[path], self.stamps[path] = places[path], outcome.stamp
                self.result.stamps.pop(path, None)
        self.result.rendered = [file.path for file in files]

    def _stage(self, job: tuple[_Job, Path]) -> _Outcome:
        """Make and stage a file or a segment, here or in a worker: errors are returned, to be in order."""
        (name, make, *_), place = job
        try:
            data, note = make()
            new = data.digest if isinstance(data, StaticFile) else sha256(data).hexdigest()
            stamp = None
            if self.disk_digests.get(name) != new:
                self.stage.put_as(place, data)
                stamp = stamp_of(place.lstat())
        except ProblemError as error:
            return _Outcome(problems=error.problems)
        return _Outcome(new, note, stamp)

    def _join(self, path: str, parts: SegmentedFile, places: Mapping[str, Path]) -> _Outcome:
        """Stage a file of its segments, each of them at hand or staged."""
        whole = sha256()
        sizes: list[tuple[str, int]] = []

        def pieces() -> Iterator[bytes]:
            for number, (key, data) in enumerate(parts.segments):
                piece = read(places[f"{path} {number}"]) if callable(data) else data
                whole.update(piece)
                sizes.append((key, len(piece)))
                yield piece

        place = self.stage.put_as(places[path], pieces())
        self.result.segments[path] = tuple(sizes)
        new = whole.hexdigest()
        return _Outcome(new, parts.note, stamp_of(place.lstat()) if self.disk_digests.get(path) != new else None)


def _jobs(file: OutputFile, parts: SegmentedFile | None) -> Iterator[_Job]:
    """Yield what there is to do for a file."""
    if not parts:
        yield _Job(file.path, file.make, file.weight, file.place)
        return
    weight = -(-file.weight // max(1, len(parts.segments)))
    for number, segment in enumerate(parts.segments):
        if callable(segment.data):
            # Those of different files with one number are likely made of the same.
            place = (_SEGMENTS, f"{number:09} {file.path}")
            yield _Job(f"{file.path} {number}", segment.make, weight, place)
