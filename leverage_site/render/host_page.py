"""The host's page around pages of a theme: host.html, cut at its two marks, put around what templates print.

A template prints a sign where a piece of the host's belongs. The pieces take the place of the signs after
rendering, so that a page whose host alone has changed is not rendered anew, and nothing in the host's page is ever
a template.
"""

import re
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from leverage_site.problems import Place, catalog
from leverage_site.values import value

# The bundled theme with such a page, which those of adopted pages extend.
SECTION = "section"
FILE = "host.html"
HEAD_MARK = "<!-- leverage-site: head -->"
CONTENT_MARK = "<!-- leverage-site: content -->"
MAX_BYTES = 1_000_000
PIECES = ("top", "middle", "bottom", "tag")

# No text of a site can hold it.
_SIGN = "\0"
_MAIN = re.compile(rb"<(/?)main\b", re.IGNORECASE)
_NEXT_LINE = re.compile(rb"\A[ \t]*\r?\n")


class Piece(NamedTuple):
    """A piece of a page: the host's of this name, or what a template printed, which has none."""

    name: str
    data: bytes


def signs() -> dict[str, Markup]:
    """Return what templates know as `host`: the sign of each piece."""
    return {name: Markup(f"{_SIGN}{name}{_SIGN}") for name in PIECES}  # noqa: S704 (a constant)


@value
class HostPage:
    """The page of a host, as the pieces around the marks for our part of the head and for our content.

    `path` is how messages name its file. `digest` changes with any piece.
    """

    path: str
    pieces: dict[str, bytes]
    digest: str

    def around(self, printed: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """Return the pieces of a page with the host's as they are here."""
        return tuple(Piece(name, self.pieces[name] if name else data) for name, data in printed)


def read_host_page(on_disk: Path, path: str) -> HostPage | None:
    """Read a theme's host.html, or return None where it has none.

    Raises ProblemError where it cannot be used, OSError where it cannot be read.
    """
    if on_disk.is_symlink():
        raise catalog.LINK_IN_THEME.error(Place(path))
    try:
        with on_disk.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    return cut_at_marks(data, path)


def cut_at_marks(data: bytes, path: str) -> HostPage:
    """Cut a host's page. Raises ProblemError where it is too large, or has a mark not once or not in its order."""
    if len(data) > MAX_BYTES:
        raise catalog.BAD_HOST_PAGE.error(Place(path), reason=f"it has more than {MAX_BYTES:,} bytes")
    try:
        data.decode()
    except UnicodeDecodeError:
        raise catalog.BAD_HOST_PAGE.error(Place(path), reason="it is not UTF-8 text") from None
    for mark in (HEAD_MARK, CONTENT_MARK):
        if (count := data.count(mark.encode())) != 1:
            reason = f"it has the mark {mark} {count} times, not once" if count else f"it lacks the mark {mark}"
            raise catalog.BAD_HOST_PAGE.error(Place(path), reason=reason)
    top, _, rest = data.partition(HEAD_MARK.encode())
    middle, found, bottom = rest.partition(CONTENT_MARK.encode())
    if not found:
        reason = f"the mark {CONTENT_MARK} stands before {HEAD_MARK}"
        raise catalog.BAD_HOST_PAGE.error(Place(path), reason=reason)
    is_in_main = sum(-1 if end else 1 for end in _MAIN.findall(middle)) > 0
    pieces = {
        "top": top,
        "middle": _NEXT_LINE.sub(b"", middle),
        "bottom": _NEXT_LINE.sub(b"", bottom),
        "tag": b"section" if is_in_main else b"main",
    }
    digest = sha256(b"\0".join(pieces.values())).hexdigest()
    return HostPage(path, pieces, digest)


def split_at_signs(printed: bytes) -> tuple[Piece, ...]:
    """Return what a template printed as pieces; those of the host have no data yet."""
    parts = printed.split(_SIGN.encode())
    return tuple(Piece(part.decode(), b"") if n % 2 else Piece("", part) for n, part in enumerate(parts))
