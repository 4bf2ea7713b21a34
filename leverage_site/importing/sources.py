"""The files that an import is given, and their text."""

import codecs
import glob
import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from leverage_site.importing.formats.formats import SUFFIXES
from leverage_site.problems import Place, ProblemError, Source, catalog
from leverage_site.records.frontmatter import decode

MAX_TEXT = 1_000_000
# Pages may have pictures in them.
MAX_PAGE = 5_000_000
MAX_TABLE = 50_000_000
STDIN = "-"

# The encodings of texts among Python's codecs, some of which do other things.
_ENCODINGS = re.compile(
    r"utf-?_?(?:8|16|32)(?:[-_][lb]e)?|iso8859-[0-9]+|cp[0-9]+|mac-\w+|koi8-\w|shift_jis\w*|euc_\w+|gb\w+|big5\w*|ascii"
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_:-]{1,40})|\A\s*<\?xml[^>]{0,100}encoding=[\"']([A-Za-z0-9_-]{1,40})",
    re.IGNORECASE,
)
# As browsers take them.
_SAME = {"iso8859-1": "cp1252", "ascii": "cp1252"}
_LIMITS = {"html": MAX_PAGE, "csv": MAX_TABLE, "json": MAX_TABLE}


@dataclass(slots=True)
class Found:
    """The files to import, as the user knows them, and those in folders that are none, by their suffix."""

    files: list[str] = field(default_factory=list)
    passed_over: dict[str, int] = field(default_factory=dict)


def found(given: Iterable[str]) -> Found:
    """The files that `given` names: files, folders with all below them, patterns; each once, in order.

    Raises ProblemError for what is not there.
    """
    result = Found()
    for name in given:
        path = Path(name)
        if name == STDIN or path.is_file():
            result.files.append(name)
        elif path.is_dir():
            _look(path, result)
        elif matches := _matches(name):
            result.files += matches
        else:
            reason = "it is not a regular file" if path.exists() else "there is no such file"
            raise catalog.READ_FAILED.error(Place(path.as_posix()), reason=reason)
    result.files = list(dict.fromkeys(result.files))
    return result


def read(name: str, form: str | None, encoding: str | None) -> Source:
    """The text of a file. Raises ProblemError where it cannot be read, is too large, or is no text."""
    told = form or SUFFIXES.get(PurePosixPath(name).suffix.lower())
    limit = _LIMITS.get(told or "", MAX_TEXT)
    place = Place("standard input" if name == STDIN else name)
    try:
        data = _standard_input(limit) if name == STDIN else _bytes(Path(name), limit)
    except OSError as error:
        raise catalog.READ_FAILED.error(place, reason=error.strerror or error) from None
    except ValueError:
        raise catalog.READ_FAILED.error(place, reason="no file can have such a name") from None
    if len(data) > limit:
        raise catalog.TOO_LARGE.error(place, size=f"more than {limit:,}", limit=f"{limit:,}")
    return decode(_as_utf8(data, place, encoding), place.path, limit * 3)


def _matches(pattern: str) -> list[str]:
    names = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (patterns may begin anywhere)
    return [name for name in names if Path(name).is_file()]


def _look(folder: Path, result: Found) -> None:
    def fail(error: OSError) -> None:
        raise catalog.READ_FAILED.error(Place(str(error.filename)), reason=error.strerror or error)

    for place, names, files in os.walk(folder, onerror=fail):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in names:
            if (Path(place) / name).is_symlink():
                result.passed_over["linked folders"] = result.passed_over.get("linked folders", 0) + 1
        for name in sorted(name for name in files if not name.startswith(".")):
            suffix = PurePosixPath(name).suffix.lower()
            if suffix in SUFFIXES and (Path(place) / name).is_file():
                result.files.append(str(Path(place) / name))
            else:
                result.passed_over[suffix or name] = result.passed_over.get(suffix or name, 0) + 1


def _standard_input(limit: int) -> bytes:
    if sys.stdin is None:
        raise OSError(None, "standard input is closed")
    return sys.stdin.buffer.read(limit + 1)


def _bytes(path: Path, limit: int) -> bytes:
    if not path.is_file():
        path.stat()
        raise OSError(None, "it is not a regular file")
    with path.open("rb") as file:
        return file.read(limit + 1)


def _as_utf8(data: bytes, place: Place, encoding: str | None) -> bytes:
    """The same text in UTF-8, if its encoding is known; else the same bytes, for `decode` to judge."""
    if encoding:
        if (text := _decoded(data, encoding)) is None:
            raise catalog.NOT_TEXT.error(place, hint=f"It cannot be read as {encoding}; name another encoding.")
        return text
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "utf-16") or data
    if _decoded(data, "utf-8") is not None and b"\0" not in data[:4096]:
        return data
    declared = _DECLARED.search(data[:4096])
    if declared and (text := _decoded(data, (declared[1] or declared[2]).decode())) is not None:
        return text
    raise _strange(data, place)


def _decoded(data: bytes, encoding: str) -> bytes | None:
    """The bytes in UTF-8, or None where they are not in that encoding, or there is none of that name."""
    try:
        known = codecs.lookup(encoding).name
        if not _ENCODINGS.fullmatch(known):
            return None
        return data.decode(_SAME.get(known, known)).removeprefix("\ufeff").encode()
    except (LookupError, UnicodeError):
        return None


def _strange(data: bytes, place: Place) -> ProblemError:
    """The problem of bytes that are not UTF-8: of a picture, or of a text from another time."""
    if b"\0" in data[:4096]:
        return catalog.NOT_TEXT.error(place)
    try:
        decode(data, place.path, len(data))
    except ProblemError as error:
        hint = "Save it as UTF-8, or name its encoding, such as --encoding cp1252."
        return catalog.NOT_TEXT.error(error.problems[0].place, hint=hint)
    return catalog.NOT_TEXT.error(place)
