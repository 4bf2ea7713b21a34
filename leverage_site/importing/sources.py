"""The files that an import is given: which they are, and their text in Unicode."""

import codecs
import glob
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from leverage_site.importing.formats.formats import SUFFIXES
from leverage_site.problems import Place, ProblemError, Source, catalog
from leverage_site.records.frontmatter import decode

# In bytes; pages may have pictures in them.
MAX_TEXT = 1_000_000
MAX_PAGE = 5_000_000
MAX_TABLE = 50_000_000
STDIN = "-"

# Names of text encodings; others of Python's codecs do other things, such as decompress.
_ENCODINGS = re.compile(
    r"utf-?_?(?:8|16|32)(?:[-_][lb]e)?|iso8859-[0-9]+|cp[0-9]+|mac-\w+|koi8-\w|shift_jis\w*|euc_\w+|gb\w+|big5\w*|ascii"
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_:-]{1,40})|\A\s*<\?xml[^>]{0,100}encoding=[\"']([A-Za-z0-9_-]{1,40})",
    re.IGNORECASE,
)
# As browsers read these.
_READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252"}
_LIMITS = {"html": MAX_PAGE, "csv": MAX_TABLE, "json": MAX_TABLE}


@dataclass(slots=True)
class SourceFiles:
    """The files to import, as the user names them, and how many others are in folders, by their suffix."""

    files: list[str] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)


def find_files(given: Iterable[str]) -> SourceFiles:
    """Return the files that `given` names: files, folders with all below them, patterns; each once, in order.

    Raises ProblemError for what is not there.
    """
    result = SourceFiles()
    for name in given:
        path = Path(name)
        if name == STDIN or path.is_file():
            result.files.append(name)
        elif path.is_dir():
            _add_folder(path, result)
        else:
            names = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 (patterns may begin anywhere)
            if not (matches := [match for match in names if Path(match).is_file()]):
                reason = "it is not a regular file" if path.exists() else "there is no such file"
                raise catalog.READ_FAILED.error(Place(path.as_posix()), reason=reason)
            result.files += matches
    result.files = list(dict.fromkeys(result.files))
    return result


def _add_folder(folder: Path, result: SourceFiles) -> None:
    def fail(error: OSError) -> None:
        raise catalog.READ_FAILED.error(Place(str(error.filename)), reason=error.strerror or error)

    for place, folders, files in os.walk(folder, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if links := sum((Path(place) / name).is_symlink() for name in folders):
            result.passed_over["linked folders"] += links
        for name in sorted(name for name in files if not name.startswith(".")):
            suffix = PurePosixPath(name).suffix.lower()
            if suffix in SUFFIXES and (Path(place) / name).is_file():
                result.files.append(str(Path(place) / name))
            else:
                result.passed_over[suffix or name] += 1


def read_source(name: str, form: str | None, encoding: str | None) -> Source:
    """Read the text of a file, or of standard input.

    Args:
        name: A path, or `STDIN`.
        form: The format, if it is known.
        encoding: The encoding, if it is known.

    Raises:
        ProblemError: Where it cannot be read, is too large, or is no text.
    """
    limit = _LIMITS.get(form or SUFFIXES.get(PurePosixPath(name).suffix.lower(), ""), MAX_TEXT)
    place = Place("standard input" if name == STDIN else name)
    try:
        if name == STDIN:
            if sys.stdin is None:
                raise OSError(None, "standard input is closed")  # noqa: TRY301 (told as other errors are)
            data = sys.stdin.buffer.read(limit + 1)
        else:
            data = _read_file(Path(name), limit)
    except OSError as error:
        raise catalog.READ_FAILED.error(place, reason=error.strerror or error) from None
    except ValueError:
        raise catalog.READ_FAILED.error(place, reason="no file can have such a name") from None
    if len(data) > limit:
        raise catalog.TOO_LARGE.error(place, size=f"more than {limit:,}", limit=f"{limit:,}")
    return decode(_to_utf8(data, place, encoding), place.path, limit * 3)


def _read_file(path: Path, limit: int) -> bytes:
    """Return the bytes of a file, as far as one behind the limit. Raises OSError if it is not a regular file."""
    if not path.is_file():
        path.stat()
        raise OSError(None, "it is not a regular file")
    with path.open("rb") as file:
        return file.read(limit + 1)


def _to_utf8(data: bytes, place: Place, encoding: str | None) -> bytes:
    """Return a text in UTF-8, if its encoding is known; else the same bytes, which `decode` checks.

    Raises ProblemError where it is in another encoding than `encoding`, or in an unknown one.
    """
    if encoding:
        if (text := _transcode(data, encoding)) is None:
            raise catalog.NOT_TEXT.error(place, hint=f"It cannot be read as {encoding}; name another encoding.")
        return text
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _transcode(data, "utf-16") or data
    is_binary = b"\0" in data[:4096]
    if _transcode(data, "utf-8") is not None and not is_binary:
        return data
    declared = _DECLARED.search(data[:4096])
    if declared and (text := _transcode(data, (declared[1] or declared[2]).decode())) is not None:
        return text
    if not is_binary:
        try:
            decode(data, place.path, len(data))
        except ProblemError as error:
            hint = "Save it as UTF-8, or name its encoding, such as --encoding cp1252."
            raise catalog.NOT_TEXT.error(error.problems[0].place, hint=hint) from None
    raise catalog.NOT_TEXT.error(place)


def _transcode(data: bytes, encoding: str) -> bytes | None:
    """Return the bytes in UTF-8, or None where they are not in that encoding, or there is none of that name."""
    try:
        codec = codecs.lookup(encoding).name
        if not _ENCODINGS.fullmatch(codec):
            return None
        return data.decode(_READ_AS.get(codec, codec)).removeprefix("\ufeff").encode()
    except (LookupError, UnicodeError):
        return None
