"""Bytes of a content file → text that is safe to carry into pages and feeds."""

import codecs
import re
import unicodedata
from itertools import groupby

from leverage_site.problems import Place, Source, catalog
from leverage_site.text import FORBIDDEN

MAX_BYTES = 1_000_000

# Nearly all of a text; looking for what is forbidden in the rest takes a fifth of the time.
_HARMLESS = bytes(range(0x20, 0x7F)) + b"\t\n\r"

# As in Unicode's Stream-Safe Text Format: putting marks into their order is quadratic in the length of a run.
MAX_MARKS = 30
# No letter, digit or blank: among others, every combining mark.
_SIGNS = re.compile(rf"[^\w\s\x21-\x7e]{{{MAX_MARKS + 1},}}+")


def decode(data: bytes, path: str, limit: int = MAX_BYTES) -> Source:
    """The lines of a UTF-8 file of at most `limit` bytes, with or without BOM, LF or CRLF.

    Raises ProblemError where the file is too large, in another encoding, or holds control characters.
    """
    if len(data) > limit:
        raise catalog.TOO_LARGE.error(Place(path, 1, 1), size=f"{len(data):,}", limit=f"{limit:,}")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise catalog.UTF16.error(Place(path, 1, 1))
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        place = _source(data.decode(errors="replace"), path).place(*_line_column(data, error.start))
        raise catalog.NOT_UTF8.error(place, byte=f"0x{data[error.start]:02x}") from None
    source = _source(text, path)
    unusual = data.translate(None, _HARMLESS).decode()
    if match := FORBIDDEN.search(unusual):
        raise _control_character(source, match[0])
    if _SIGNS.search(unusual):
        _check_marks(source)
    return source


def _source(text: str, path: str) -> Source:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Source.from_text(path, text)


def _line_column(data: bytes, offset: int) -> tuple[int, int]:
    before = data[:offset].decode().replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _check_marks(source: Source) -> None:
    for number, line in enumerate(source.lines, 1):
        for signs in _SIGNS.finditer(line):
            numbered = enumerate(signs[0], signs.start() + 1)
            for is_mark, run in groupby(numbered, lambda sign: unicodedata.combining(sign[1]) > 0):
                (column, _), *others = run
                if is_mark and len(others) >= MAX_MARKS:
                    place = source.place(number, column, len(others) + 1)
                    raise catalog.TOO_MANY_MARKS.error(place, count=f"{len(others) + 1:,}", limit=MAX_MARKS)


def _control_character(source: Source, character: str) -> Exception:
    line = next(number for number, line in enumerate(source.lines, 1) if character in line)
    place = source.place(line, source.lines[line - 1].index(character) + 1)
    return catalog.CONTROL_CHARACTER.error(place, character=f"U+{ord(character):04X}")
