"""A folder held by one process at a time.

The system lets go of a lock when its owner ends, however that ends, so that no lock outlives its owner. There is
no lock file: the folder itself is locked, and nothing is left in it.
"""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

try:
    import fcntl

    HAS_LOCKS = True
except ImportError:  # a system without such locks, such as Windows
    HAS_LOCKS = False

_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL})


@contextmanager
def held(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
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
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        waiting()
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise


def _is_there_still(folder: Path, handle: int) -> bool:
    """Whether the locked folder is still at its place: while we waited, its owner may have removed it."""
    try:
        return os.path.samestat(folder.stat(), os.fstat(handle))
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        return False
