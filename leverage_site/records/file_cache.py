"""One file below content/ → what it holds, with its problems."""

import os
import stat
from hashlib import sha256
from importlib import import_module
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from leverage_site import files
from leverage_site.files import Clock, Moment, Stamp, system_clock
from leverage_site.parallel import map_weighted
from leverage_site.problems import Place, Problem, ProblemError, catalog
from leverage_site.records.discover import File
from leverage_site.records.frontmatter import MAX_BYTES
from leverage_site.records.model import Note, PlainPage, Record, StaticFile
from leverage_site.urls import composed

Value = Record | PlainPage | Note | StaticFile


class Reading(NamedTuple):
    """What came of reading a file: no digest where its bytes could not be had, no value where they are no good.

    A draft that is no good has nothing but warnings. `as_listed` is whether the file that was read was the one
    that was listed, by its stamp.
    """

    digest: str | None
    value: Value | None
    problems: tuple[Problem, ...]
    as_listed: bool = True

    @property
    def is_unfinished(self) -> bool:
        """Whether it is a draft of which nothing can be shown yet."""
        return self.value is None and bool(self.problems) and not any(p.is_error for p in self.problems)


class Job(NamedTuple):
    """A file to read, and the digest of the bytes that need no reading again."""

    file: File
    known: str | None = None


def read(job: Job) -> Reading | None:
    """What a file holds, or None where it is as it was listed and its bytes have the known digest."""
    file = job.file
    try:
        data, digest, stamp = _contents(file)
    except ProblemError as error:
        return Reading(None, None, error.problems)
    as_listed = stamp == file.stamp
    if digest == job.known and as_listed:
        return None
    try:
        value, problems = _value(file, data, digest)
    except ProblemError as error:
        return Reading(digest, None, error.problems, as_listed)
    return Reading(digest, value, tuple(problems), as_listed)


def prepare() -> None:
    """Import all that reading takes: processes that are forked after it need not, each for itself."""
    import_module("leverage_site.records.schema")


def _contents(file: File) -> tuple[bytes, str, Stamp]:
    """The bytes of a regular file, their digest and its stamp; a text that is too large is not even opened.

    What is only copied may be of any size: its bytes are not kept.
    """
    place = Place(file.path)
    try:
        status = os.stat(file.on_disk)  # noqa: PTH116 (a Path for each of thousands of files takes its time)
        if not stat.S_ISREG(status.st_mode):
            raise catalog.READ_FAILED.error(place, reason="it is not a regular file")
        if file.folder != "static" and status.st_size > MAX_BYTES:
            size, limit = f"{status.st_size:,}", f"{MAX_BYTES:,}"
            raise catalog.TOO_LARGE.error(Place(place.path, 1, 1), size=size, limit=limit)
        with files.opened(file.on_disk) as (handle, stamp):
            if file.folder == "static":
                return b"", files.digest_of(files.pieces_of(handle)), stamp
            data = files.read_of(handle)
            return data, sha256(data).hexdigest(), stamp
    except OSError as error:
        raise catalog.READ_FAILED.error(place, reason=error.strerror or error) from None


def _value(file: File, data: bytes, digest: str) -> tuple[Value | None, list[Problem]]:
    if file.folder == "static":
        return StaticFile(f"/{file.name}", file.path, file.on_disk, digest), []
    # YAML and Markdown take 60 ms to import, which a build that has nothing to read need not spend.
    from leverage_site.records.schema import read_note, read_page, read_partial, read_record

    match file.folder:
        case "records":
            return read_record(data, file.path)
        case "pages":
            return read_page(data, file.path)
        case "partials":
            return read_partial(data, file.path, composed(PurePosixPath(file.name).stem))
    return read_note(data, file.path, composed(PurePosixPath(file.name).stem))


# Fewer files for each process are read sooner by one.
SHARE = 100


class Remembered(NamedTuple):
    """What a file held, and its stamp then, if any change since must show in the stamp."""

    stamp: Stamp | None
    reading: Reading


_NOTHING = Remembered(None, Reading(None, None, ()))


class Memory:
    """Remembers the files of one site: the same bytes in the same file are the same objects as before.

    It decides how much is read and never what comes of it. A file is not even opened if its stamp is what it was,
    and shows every change since by the `clock`; any other is parsed if its bytes are others. `files` has what each
    held by its place on the disk, `derived` what is known to follow from a record alone, by the record's digest,
    `renamed` the records in which names were joined.
    """

    def __init__(self, clock: Clock = system_clock) -> None:
        self.clock = clock
        self.files: dict[str, Remembered] = {}
        self.derived: dict[str, Any] = {}
        self.renamed: dict[tuple[str, str], Record] = {}

    def read(self, files: list[File], began: Moment) -> list[Reading]:
        """What each of `files` holds. They were listed after the moment `began`; others are forgotten."""
        jobs = self.jobs(files)
        for (file, _), new in zip(jobs, self.read_all(jobs), strict=True):
            reading = new or self.files[file.on_disk].reading
            # What could not be read is tried again.
            trusted = reading.digest and (new is None or new.as_listed) and began.shows_changes(file.stamp)
            self.files[file.on_disk] = Remembered(file.stamp if trusted else None, reading)
        if len(self.files) > len(files):
            self.files = {file.on_disk: self.files[file.on_disk] for file in files}
        return [self.files[file.on_disk].reading for file in files]

    def knows(self, files: list[File]) -> bool:
        """Whether each of `files` was read as it was listed, and shows every change since."""
        pairs = ((file, self.files.get(file.on_disk, _NOTHING)) for file in files)
        return all(old.stamp is not None and old.stamp == file.stamp for file, old in pairs)

    def jobs(self, files: list[File]) -> list[Job]:
        """What there is to do to know what `files` hold."""
        pairs = ((file, self.files.get(file.on_disk, _NOTHING)) for file in files)
        return [
            Job(file, old.reading.digest) for file, old in pairs if old.stamp is None or old.stamp != file.stamp
        ]

    def read_all(self, jobs: list[Job]) -> list[Reading | None]:
        """What each of the files holds, or None where its bytes have the known digest."""
        if len(jobs) >= SHARE:
            prepare()
        return map_weighted(read, jobs, SHARE)
