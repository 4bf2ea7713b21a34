"""One file below content/ → what it holds, with its problems."""

import os
import stat
from hashlib import sha256
from importlib import import_module
from pathlib import PurePosixPath
from typing import NamedTuple

from leverage_site import files
from leverage_site.files import Stamp
from leverage_site.problems import Place, Problem, ProblemError, catalog
from leverage_site.records.folders import File
from leverage_site.records.model import Note, PlainPage, Record, StaticFile
from leverage_site.records.text import MAX_BYTES
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
