"""Files: stamps, names that are no content, reading in pieces, all-or-nothing writes, locks, sizes of pictures.

A file that changes twice within one tick of its file system's clock can have the same times for two contents. What
changes after a moment gets that moment's time or a later one, by the clock of its own file system: so a file whose
times are earlier shows each later change, however coarse that clock.

The system lets go of a lock when its owner ends, however that ends, so that no lock outlives its owner. There is
no lock file: the folder itself is locked, and nothing is left in it.
"""

import errno
import os
import re
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from io import BytesIO, FileIO
from pathlib import Path
from typing import NamedTuple

try:
    import fcntl

    HAS_LOCKS = True
except ImportError:  # a system without such locks, such as Windows
    HAS_LOCKS = False

# By another clock than the file system's own, a change is told after this: the coarsest tick every 2 seconds.
COARSEST_TICK = 2_000_000_000

CLOCK = "clock"
_ATTEMPTS = 20
_PAUSE = 0.002  # seconds; most file systems tick every 4 or 10 milliseconds

_LOCK_PAUSE = 0.02  # seconds between two looks at a lock that another process has
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL})

PIECE = 1 << 18
# What systems, editors, office programs and version control leave beside the files that people mean.
_LEFTOVER = re.compile(
    r"\.ds_store|\._.*|\.apple(?:double|desktop)|\.spotlight-v100|\.trashes|\.fseventsd|\.documentrevisions-v100"
    r"|thumbs\.db(?::encryptable)?|ehthumbs(?:_vista)?\.db|desktop\.ini|\$recycle\.bin"
    r"|\.directory|\.trash-.*|\.nfs.*|\.fuse_hidden.*|\.goutputstream-.*"
    r"|.*~|~\$.*|\.~lock\..*#|\.#.*|#.*#|\..*\.sw[a-p]|.*\.swp|.*\.kate-swp|.*\.tmp"
    r"|\.git|\.git(?:ignore|attributes|modules|keep)|\.hg(?:ignore)?|\.svn|\.bzr|\.idea|\.vscode",
    re.IGNORECASE | re.DOTALL,
)
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)

# Width and height in pixels; nothing where it is not known.
PictureSize = tuple[int, int] | None

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
# The markers of JPEG's frames, whose segments hold the size; the rest of that range means something else.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})


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
    """Return the stamp of a file by its status."""
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev)


def stamp_if_any(file: Path | os.DirEntry[str], *, follow_symlinks: bool = True) -> Stamp | None:
    """Return the stamp of a file, or None where it cannot be had: reading the file will say why."""
    try:
        return stamp_of(file.stat(follow_symlinks=follow_symlinks))
    except OSError:
        return None


def system_clock() -> Moment:
    """Return the moment by the system's clock, for any file system."""
    return Moment(time.time_ns())


def clock_of(folder: Path) -> Clock:
    """Return the clock of the file system of `folder`, asked by a file in it, or the system's if that fails."""

    def now() -> Moment:
        with suppress(OSError):
            return _touched(str(folder / CLOCK))
        return system_clock()

    return now


def after(clock: Clock, stamps: Iterable[Stamp]) -> Moment:
    """Return a moment later than the times of files that changed just now, if need be at the next tick."""
    newest = max((stamp.newest for stamp in stamps), default=0)
    for _ in range(_ATTEMPTS):
        moment = clock()
        if moment.device is None or moment.time > newest:
            break
        time.sleep(_PAUSE)
    return moment


def _touched(file: str) -> Moment:
    """Return the time that a file gets that is changed now. Links are not followed, nor is anything waited for."""
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


def is_ignored(name: str, *, copied: bool = False) -> bool:
    """Whether a file or folder of this name is a system's, an editor's or a tool's, and no part of a site.

    What is hidden is none either, unless it is only `copied`: it may be meant for the host.
    """
    return _LEFTOVER.fullmatch(name) is not None or (not copied and name.startswith((".", "#")))


@contextmanager
def open_regular(path: str | Path) -> Iterator[tuple[int, Stamp]]:
    """Open a regular file for reading; give its handle and its stamp.

    Raises OSError, also where it is none: a pipe could wait for ever.
    """
    handle = os.open(path, _READ)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(None, "it is not a regular file")
        yield handle, stamp_of(status)
    finally:
        os.close(handle)


def pieces(path: str | Path) -> Iterator[bytes]:
    """Read a regular file piece by piece. Raises OSError as `opened` does."""
    with open_regular(path) as (handle, _):
        yield from pieces_of(handle)


def pieces_of(handle: int) -> Iterator[bytes]:
    """Read an open file piece by piece. Raises OSError."""
    while piece := os.read(handle, PIECE):
        yield piece


def read(path: str | Path) -> bytes:
    """Read a file whole. Raises OSError as `opened` does."""
    with open_regular(path) as (handle, _):
        return read_of(handle)


def read_of(handle: int) -> bytes:
    """Read an open file whole. Raises OSError."""
    whole = BytesIO()
    for piece in pieces_of(handle):
        whole.write(piece)
    return whole.getvalue()


def digest(path: str | Path) -> str:
    """Compute the digest of a file's bytes. Raises OSError as `opened` does."""
    return digest_of(pieces(path))


def digest_of(data: Iterable[bytes]) -> str:
    """Compute the digest of bytes that come piece by piece."""
    result = sha256()
    for piece in data:
        result.update(piece)
    return result.hexdigest()


def os_reason(error: OSError | RuntimeError) -> str:
    """Return what the system says of an error, without its number and path.

    A loop of links is a RuntimeError before Python 3.13.
    """
    return (error.strerror or str(error)) if isinstance(error, OSError) else os.strerror(errno.ELOOP)


def write(file: FileIO, data: bytes) -> None:
    """Write all of `data`; of over 2 GiB, and where a disk is filling, the system takes less at once."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def replace_file(path: Path, data: bytes) -> None:
    """Replace a file whole, or make it. Raises OSError."""
    fresh = path.with_name(f".{path.name}.tmp")
    fresh.write_bytes(data)
    fresh.replace(path)


def create(top: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write new files below `top`, all of them or none, and make the folders they need.

    Args:
        top: The folder.
        texts: The text of each file, by its path below `top`.

    Raises:
        OSError: That names the file, also where one is there already.

    """
    made: list[Path] = []
    try:
        for path, text in texts.items():
            _make_folders((top / path).parent, made)
            with (top / path).open("x", encoding="utf-8", newline="\n") as file:
                made.append(top / path)
                file.write(text)
    except BaseException as error:
        for place in reversed(made):
            with suppress(OSError):  # what the disk does not allow stays
                place.rmdir() if place.is_dir() else place.unlink()
        if isinstance(error, OSError):
            error.filename = error.filename or str(top / path)
        raise
    return [top / path for path in texts]


def _make_folders(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it; those that were not there are noted, the outermost first."""
    for path in (*reversed(folder.parents), folder):
        try:
            if not path.is_dir():
                path.mkdir()
                made.append(path)
        except FileExistsError:
            if not path.is_dir():  # or somebody else has made it meanwhile
                raise


def picture_size_of(path: str) -> PictureSize:
    """Return the size of the picture at `path`, if it is a PNG or a JPEG that says so at its beginning."""
    try:
        return picture_size(next(pieces(path), b""))
    except OSError:
        return None


def picture_size(data: bytes) -> PictureSize:
    """Return the size of the picture that begins with `data`."""
    width = height = 0
    if data.startswith(_PNG + b"\0\0\0\x0dIHDR"):
        width, height = _numbers(data, 16, 4)
    elif data.startswith(_JPEG):
        at = len(_JPEG)
        while at + 4 <= len(data) and data[at] == 0xFF:
            marker = data[at + 1]
            if marker in _FRAMES:  # the size stands in the segment of the first frame
                height, width = _numbers(data, at + 5, 2)
                break
            if marker == 0xFF:
                at += 1
            elif marker in _ALONE:
                at += 2
            else:
                at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return (width, height) if width and height else None


def _numbers(data: bytes, at: int, width: int) -> tuple[int, int]:
    """Return two numbers of `width` bytes each; zeros where `data` does not go so far."""
    if len(data) < at + 2 * width:
        return 0, 0
    return int.from_bytes(data[at : at + width]), int.from_bytes(data[at + width : at + 2 * width])


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
            time.sleep(_LOCK_PAUSE)
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
