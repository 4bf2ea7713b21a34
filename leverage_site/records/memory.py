"""What each content file held when it was last read, so that reading again costs only what has changed."""

from typing import NamedTuple

from leverage_site.records.files import Job, Reading
from leverage_site.records.folders import File, Stamp
from leverage_site.records.parallel import read_all

# A file that changes twice within one tick of its file system's clock shows the same times for two contents. The
# coarsest of those clocks tick every 2 seconds.
SETTLED = 2_000_000_000


class Remembered(NamedTuple):
    """What a file held, and its stamp then, if any change since must show in the stamp."""

    stamp: Stamp | None
    reading: Reading


_NOTHING = Remembered(None, Reading(None, None, ()))


class Memory:
    """Remembers the files of one site: the same bytes in the same file are the same objects as before.

    It decides how much is read and never what comes of it. A file is not even opened if its size, times and inode
    are as they were, and the times were 2 seconds past by then; any other is parsed if its bytes are others.
    """

    def __init__(self) -> None:
        self._files: dict[str, Remembered] = {}

    def read(self, files: list[File], began: int) -> list[Reading]:
        """What each of `files` holds. They were listed from `began` on, in nanoseconds; others are forgotten."""
        known = [self._files.get(file.on_disk, _NOTHING) for file in files]
        pairs = enumerate(zip(files, known, strict=True))
        changed = [n for n, (file, old) in pairs if old.stamp is None or old.stamp != file.stamp]
        found = read_all([Job(files[n], known[n].reading.digest) for n in changed])
        for n, new in zip(changed, found, strict=True):
            reading = new or known[n].reading
            known[n] = Remembered(_settled(files[n].stamp, reading, began), reading)
            self._files[files[n].on_disk] = known[n]
        if len(self._files) > len(files):
            self._files = {file.on_disk: item for file, item in zip(files, known, strict=True)}
        return [item.reading for item in known]


def _settled(stamp: Stamp | None, reading: Reading, began: int) -> Stamp | None:
    """The stamp, if it was taken long enough after the file's last change, and the file could be read."""
    if stamp is None or reading.digest is None:
        return None
    _, modified, changed, _ = stamp
    return stamp if max(modified, changed) <= began - SETTLED else None
