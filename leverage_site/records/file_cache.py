"""One file below content/ → what it holds, with its problems; and a cache of what all held last."""

import os
import stat
from hashlib import sha256
from importlib import import_module
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from leverage_site import files
from leverage_site.files import Clock, Stamp, os_reason, system_clock
from leverage_site.parallel import map_weighted
from leverage_site.problems import Place, Problem, ProblemError, catalog
from leverage_site.records.discover import MAX_BYTES, STATIC, File, Listing
from leverage_site.records.model import Note, PlainPage, Record, StaticFile
from leverage_site.urls import to_nfc

# With fewer files for each process, one process reads them sooner.
MIN_FILES = 100

ContentValue = Record | PlainPage | Note | StaticFile


class Reading(NamedTuple):
    """The outcome of reading a file: no digest where its bytes could not be had, no value where they are no good.

    A draft that is no good has nothing but warnings. `as_listed` is whether the file that was read was the one
    that was listed, by its stamp.
    """

    digest: str | None
    value: ContentValue | None
    problems: tuple[Problem, ...]
    as_listed: bool = True

    @property
    def is_unfinished(self) -> bool:
        """Whether it is a draft of which nothing can be shown yet."""
        return self.value is None and bool(self.problems) and not any(p.is_error for p in self.problems)


class ReadJob(NamedTuple):
    """A file to read, and the digest of the bytes that need no parsing again."""

    file: File
    digest: str | None = None


def read_file(job: ReadJob) -> Reading | None:
    """Read and parse a file; return None where it is as it was listed and its bytes have the digest of the job."""
    file = job.file
    try:
        data, digest, stamp = _read_bytes(file)
    except ProblemError as error:
        return Reading(None, None, error.problems)
    as_listed = stamp == file.stamp
    if digest == job.digest and as_listed:
        return None
    try:
        value, problems = _parse(file, data, digest)
    except ProblemError as error:
        return Reading(digest, None, error.problems, as_listed)
    return Reading(digest, value, tuple(problems), as_listed)


def import_readers(jobs: list[ReadJob]) -> None:
    """Import all that reading takes, where `jobs` are many: processes that are forked for them need not."""
    if len(jobs) >= MIN_FILES:
        import_module("leverage_site.records.schema")


def _read_bytes(file: File) -> tuple[bytes, str, Stamp]:
    """Return the bytes of a regular file, their digest and its stamp; a text that is too large is not even opened.

    What is only copied may be of any size: its bytes are not kept.
    """
    place = Place(file.path)
    try:
        status = os.stat(file.on_disk)  # noqa: PTH116 (a Path for each of thousands of files takes its time)
        if not stat.S_ISREG(status.st_mode):
            raise catalog.READ_FAILED.error(place, reason="it is not a regular file")
        if file.folder != STATIC and status.st_size > MAX_BYTES:
            size, limit = f"{status.st_size:,}", f"{MAX_BYTES:,}"
            raise catalog.TOO_LARGE.error(Place(place.path, 1, 1), size=size, limit=limit)
        with files.open_regular(file.on_disk) as (handle, stamp):
            if file.folder == STATIC:
                return b"", files.digest_of(files.pieces_of(handle)), stamp
            data = files.read_of(handle)
            return data, sha256(data).hexdigest(), stamp
    except OSError as error:
        raise catalog.READ_FAILED.error(place, reason=os_reason(error)) from None


def _parse(file: File, data: bytes, digest: str) -> tuple[ContentValue | None, list[Problem]]:
    if file.folder == STATIC:
        return StaticFile(file.name.removeprefix(STATIC), file.path, file.on_disk, digest), []
    # Markdown takes 50 ms to import, which a build that has nothing to read need not spend.
    from leverage_site.records.schema import read_note, read_page, read_partial, read_record

    match file.folder:
        case "records":
            return read_record(data, file.path)
        case "pages":
            return read_page(data, file.path)
        case "partials":
            return read_partial(data, file.path, to_nfc(PurePosixPath(file.name).stem))
    return read_note(data, file.path, to_nfc(PurePosixPath(file.name).stem))


class CachedFile(NamedTuple):
    """What a file held, and its stamp then, if any change since must show in the stamp."""

    stamp: Stamp | None
    reading: Reading


_NOT_CACHED = CachedFile(None, Reading(None, None, ()))


class FileCache:
    """What the files of one site held: the same bytes in the same file are the same objects as before.

    An optimisation only: results equal those of an empty cache. A file is not even opened if its stamp is the
    cached one and shows every change since by the `clock`; any other is parsed if its bytes are others.

    Attributes:
        files: What each file held, by its name.
        day_stats: The facts of each day, which `stats` computes, by the digest of its record.
        renamed: Records in which names were joined, by path and digest.

    """

    def __init__(self, clock: Clock = system_clock) -> None:
        self.clock = clock
        self.files: dict[str, CachedFile] = {}
        self.day_stats: dict[str, Any] = {}
        self.renamed: dict[tuple[str, str], Record] = {}

    def read(self, listing: Listing) -> list[Reading]:
        """Return what each of the listed files holds; all others leave the cache."""
        jobs = self.jobs(listing.files)
        import_readers(jobs)
        return self.update(listing, jobs, map_weighted(read_file, jobs, MIN_FILES))

    def update(self, listing: Listing, jobs: list[ReadJob], outcomes: list[Reading | None]) -> list[Reading]:
        """Take in the outcomes of all `jobs` of a listing; return what each of its files holds.

        An outcome is None where the bytes have the digest of the job.
        """
        for (file, _), new in zip(jobs, outcomes, strict=True):
            reading = new or self.files[file.name].reading
            # What could not be read is tried again.
            trusted = reading.digest and (new is None or new.as_listed) and listing.began.shows_changes(file.stamp)
            self.files[file.name] = CachedFile(file.stamp if trusted else None, reading)
        if len(self.files) > len(listing.files):
            self.files = {file.name: self.files[file.name] for file in listing.files}
        return [self.files[file.name].reading for file in listing.files]

    def knows(self, files: list[File]) -> bool:
        """Whether each of `files` was read as it was listed, and shows every change since."""
        return not self.jobs(files)

    def jobs(self, files: list[File]) -> list[ReadJob]:
        """Return what there is to read to know what `files` hold."""
        pairs = ((file, self.files.get(file.name, _NOT_CACHED)) for file in files)
        return [
            ReadJob(file, old.reading.digest)
            for file, old in pairs
            if old.stamp is None or old.stamp != file.stamp
        ]
