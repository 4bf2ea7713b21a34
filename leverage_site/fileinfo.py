"""A file's stamp, and from when on a stamp shows every change of the file.

A file that changes twice within one tick of its file system's clock can have the same times for two contents. What
changes after a moment gets that moment's time or a later one, by the clock of its own file system: so a file whose
times are earlier shows each later change, however coarse that clock.
"""

import os
import stat
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

# By another clock than the file system's own, a change is told after this: the coarsest tick every 2 seconds.
COARSEST_TICK = 2_000_000_000

CLOCK = "clock"
_ATTEMPTS = 20
_PAUSE = 0.002  # seconds; most file systems tick every 4 or 10 milliseconds


class Stamp(NamedTuple):
    """What the system says of a file without opening it; times are in nanoseconds."""

    size: int
    modified: int
    changed: int
    inode: int
    device: int

    @property
    def newest(self) -> int:
        """The later of its times."""
        return max(self.modified, self.changed)

    def is_same_file(self, other: "Stamp") -> bool:
        """Whether both are of one file that nobody wrote to between them: a rename changes `changed` alone."""
        return self._replace(changed=0) == other._replace(changed=0)


class Moment(NamedTuple):
    """A moment by the clock of the file system `device`, or by the system's where there is none."""

    time: int
    device: int | None = None

    def shows_changes(self, stamp: Stamp | None) -> bool:
        """Whether any change after this moment must change a stamp that was taken after it."""
        if stamp is None:
            return False
        return stamp.newest < (self.time if stamp.device == self.device else self.time - COARSEST_TICK)


Clock = Callable[[], Moment]


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp of a file by its status."""
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev)


def system_clock() -> Moment:
    """The moment by the system's clock, for any file system."""
    return Moment(time.time_ns())


def clock_of(folder: Path) -> Clock:
    """The clock of the file system that `folder` is on, asked by a file in it; the system's where that fails."""

    def now() -> Moment:
        with suppress(OSError):
            return _asked(str(folder / CLOCK))
        return system_clock()

    return now


def after(clock: Clock, stamps: Iterable[Stamp]) -> Moment:
    """A moment later than the times of files that changed just now, waiting for the next tick if it is near."""
    newest = max((stamp.newest for stamp in stamps), default=0)
    for _ in range(_ATTEMPTS):
        moment = clock()
        if moment.device is None or moment.time > newest:
            break
        time.sleep(_PAUSE)
    return moment


def _asked(file: str) -> Moment:
    """The time that a file gets that is changed now. Links are not followed, nor is anything waited for."""
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(file, flags, 0o666)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(None, f"{CLOCK} is not a regular file")
        if os.utime in os.supports_fd:
            os.utime(handle)
        else:
            os.write(handle, b"\n")
        status = os.fstat(handle)
    finally:
        os.close(handle)
    return Moment(status.st_mtime_ns, status.st_dev)
