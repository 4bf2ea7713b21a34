"""The files that an import is given, and their text."""

import codecs
import glob
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from leverage_site import codes
from leverage_site.capture.importers.formats import SUFFIXES
from leverage_site.problems import Place, ProblemError, Source
from leverage_site.records.text import decode

MAX_PAGE = 5_000_000
MAX_TABLE = 50_000_000
STDIN = "-"

_CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_TABLES = frozenset({"csv", "json"})


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
            raise codes.READ_FAILED.error(Place(path.as_posix()), reason=reason)
    result.files = list(dict.fromkeys(result.files))
    return result


def read(name: str, form: str | None, encoding: str | None) -> Source:
    """The text of a file. Raises ProblemError where it cannot be read, is too large, or is no text."""
    told = form or SUFFIXES.get(PurePosixPath(name).suffix.lower())
    limit = MAX_TABLE if told in _TABLES else MAX_PAGE
    place = Place("standard input" if name == STDIN else name)
    try:
        data = sys.stdin.buffer.read(limit + 1) if name == STDIN else _bytes(Path(name), limit)
    except OSError as error:
        raise codes.READ_FAILED.error(place, reason=error.strerror or error) from None
    if len(data) > limit:
        raise codes.TOO_LARGE.error(place, size=f"more than {limit:,}", limit=f"{limit:,}")
    return decode(_as_utf8(data, place, told, encoding), place.path, limit * 3)


def _matches(pattern: str) -> list[str]:
    names = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (patterns may begin anywhere)
    return [name for name in names if Path(name).is_file()]


def _look(folder: Path, result: Found) -> None:
    for place, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(name for name in files if not name.startswith(".")):
            suffix = PurePosixPath(name).suffix.lower()
            if suffix in SUFFIXES and (Path(place) / name).is_file():
                result.files.append(str(Path(place) / name))
            else:
                result.passed_over[suffix or name] = result.passed_over.get(suffix or name, 0) + 1


def _bytes(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        return file.read(limit + 1)


def _as_utf8(data: bytes, place: Place, form: str | None, encoding: str | None) -> bytes:
    """The same text in UTF-8, if its encoding is known; else the same bytes, for `decode` to judge."""
    for name in _encodings(data, form, encoding):
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, LookupError):
            if name == encoding:
                raise codes.NOT_TEXT.error(place, hint=f"It is not in the encoding {encoding}.") from None
            continue
        return text.removeprefix("\ufeff").encode()
    if b"\0" in data[:4096]:
        raise codes.NOT_TEXT.error(place)
    try:
        data.decode()
    except UnicodeDecodeError:
        if encoding is None:
            raise _strange(data, place) from None
    return data


def _encodings(data: bytes, form: str | None, encoding: str | None) -> Iterator[str]:
    if encoding:
        yield encoding
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield "utf-16"
    declared = _CHARSET.search(data[:2048]) if form == "html" else None
    if declared and (name := declared[1].decode().lower()) not in ("utf-8", "utf8"):
        yield name


def _strange(data: bytes, place: Place) -> ProblemError:
    """The problem of bytes that are not UTF-8: of a picture, or of a text from another time."""
    try:
        decode(data, place.path, len(data))
    except ProblemError as error:
        problem = error.problems[0]
        hint = "Save it as UTF-8, or name its encoding, such as --encoding cp1252."
        return codes.NOT_TEXT.error(problem.place, hint=hint)
    return codes.NOT_TEXT.error(place)
