"""A folder held by one process at a time.

The system lets go of a lock when its owner ends, however that ends, so that no lock outlives its owner. There is
no lock file: the folder itself is locked, and nothing is left in it.
"""

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
    """Hold an existing `folder` for a block; call `waiting`, once, if another process has it.

    Where the system or the file system has no locks, nothing is held. Raises OSError if the folder is none.
    """
    while HAS_LOCKS:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            _lock(handle, waiting)
            # While this process waited, the owner of the lock may have removed the folder.
            try:
                is_there_still = os.path.samestat(folder.stat(), os.fstat(handle))
            except FileNotFoundError:
                folder.mkdir(parents=True, exist_ok=True)
                is_there_still = False
            if is_there_still:
                yield
                return
        finally:
            os.close(handle)
    yield


def _lock(handle: int, waiting: Callable[[], None]) -> None:
    try:
        if _try_lock(handle):
            return
        waiting()
        # Who waits in `flock` never hears of a signal that comes right before: its handler runs behind the call.
        while not _try_lock(handle):
            time.sleep(_PAUSE)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise


def _try_lock(handle: int) -> bool:
    """Lock the folder, unless another process has it; return whether this one has it now."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
