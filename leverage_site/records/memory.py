"""What each content file held when it was last read, so that reading again costs only what has changed."""

from typing import Any, NamedTuple

from leverage_site.files import Clock, Moment, Stamp, system_clock
from leverage_site.parallel import map_weighted
from leverage_site.records.files import Job, Reading, prepare, read
from leverage_site.records.folders import File
from leverage_site.records.model import Record

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
