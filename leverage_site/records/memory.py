"""What each content file held when it was last read, so that reading again costs only what has changed."""

from typing import Any, NamedTuple

from leverage_site.processes.spread import spread
from leverage_site.records.files import Job, Reading, prepare, read
from leverage_site.records.folders import File, Stamp, settled

# Fewer files for each process are read sooner by one.
SHARE = 100


class Remembered(NamedTuple):
    """What a file held, and its stamp then, if any change since must show in the stamp."""

    stamp: Stamp | None
    reading: Reading


_NOTHING = Remembered(None, Reading(None, None, ()))


class Memory:
    """Remembers the files of one site: the same bytes in the same file are the same objects as before.

    It decides how much is read and never what comes of it. A file is not even opened if its size, times and inode
    are as they were, and the times were 2 seconds past by then; any other is parsed if its bytes are others.
    `files` has what each held by its place on the disk, `derived` what is known to follow from a record alone, by
    the record's digest.
    """

    def __init__(self) -> None:
        self.files: dict[str, Remembered] = {}
        self.derived: dict[str, Any] = {}

    def read(self, files: list[File], began: int) -> list[Reading]:
        """What each of `files` holds. They were listed from `began` on, in nanoseconds; others are forgotten."""
        jobs = self.jobs(files)
        for (file, _), new in zip(jobs, self.read_all(jobs), strict=True):
            reading = new or self.files[file.on_disk].reading
            # What could not be read is tried again.
            stamp = settled(file.stamp, began) if reading.digest else None
            self.files[file.on_disk] = Remembered(stamp, reading)
        if len(self.files) > len(files):
            self.files = {file.on_disk: self.files[file.on_disk] for file in files}
        return [self.files[file.on_disk].reading for file in files]

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
        return spread(read, jobs, SHARE)
