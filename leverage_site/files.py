"""Files of any size, read in pieces; writes that are whole or an error; and names that are nobody's content."""

import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from io import BytesIO, FileIO
from pathlib import Path

from leverage_site.fileinfo import Stamp, stamp_of

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


def is_leftover(name: str) -> bool:
    """Whether a file or folder of this name is a system's, an editor's or a tool's, and no content."""
    return _LEFTOVER.fullmatch(name) is not None


@contextmanager
def opened(path: str | Path) -> Iterator[tuple[int, Stamp]]:
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
    with opened(path) as (handle, _):
        yield from pieces_of(handle)


def pieces_of(handle: int) -> Iterator[bytes]:
    """Read an open file piece by piece. Raises OSError."""
    while piece := os.read(handle, PIECE):
        yield piece


def read(path: str | Path) -> bytes:
    """Read a file whole. Raises OSError as `opened` does."""
    with opened(path) as (handle, _):
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
    found = sha256()
    for piece in data:
        found.update(piece)
    return found.hexdigest()


def write(file: FileIO, data: bytes) -> None:
    """Write all of `data`; of over 2 GiB, and where a disk is filling, the system takes less at once."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def create(top: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write new files below `top` by their paths, all of them or none, and make the folders they need.

    Raises OSError that names the file, also where one is there already.
    """
    made: list[Path] = []
    try:
        for path, text in texts.items():
            _make_folders((top / path).parent, made)
            with (top / path).open("x", encoding="utf-8", newline="\n") as file:
                made.append(top / path)
                file.write(text)
    except BaseException as error:
        _remove(made)
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


def _remove(made: list[Path]) -> None:
    """Remove what was made, as far as the disk allows."""
    for path in reversed(made):
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()
