"""A folder held by one process at a time.

The system lets go of a lock when its owner ends, however that ends, so that no lock outlives its owner. There is
no lock file: the folder itself is locked, and nothing is left in it.
"""

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

try:
    import fcntl

    HAS_LOCKS = True
except ImportError:  # a system without such locks, such as Windows
    HAS_LOCKS = False

_PAUSE = 0.02  # seconds between two looks at a lock that another process has
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL})


@contextmanager
def folder_lock(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold an existing `folder` for a block; `waiting` is told, once, if another process has it.

    Where the system or the file system has no locks, nothing is held. Raises OSError if the folder is none.
    """
    with _locked(folder, waiting) if HAS_LOCKS else nullcontext():
        yield


@contextmanager
def _locked(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    while True:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            _lock(handle, waiting)
            if _is_there_still(folder, handle):
                yield
                return
        finally:
            os.close(handle)


def _lock(handle: int, waiting: Callable[[], None]) -> None:
    try:
        if _is_locked(handle):
            return
        waiting()
        # Who waits in `flock` never hears of a signal that comes right before: its handler runs behind the call.
        while not _is_locked(handle):
            time.sleep(_PAUSE)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise


def _is_locked(handle: int) -> bool:
    """Whether nobody else has the lock, which is this process's from now on."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_there_still(folder: Path, handle: int) -> bool:
    """Whether the locked folder is still at its place: while we waited, its owner may have removed it."""
    try:
        return os.path.samestat(folder.stat(), os.fstat(handle))
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        return False
