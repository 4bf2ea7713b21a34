"""The files that an import is given: which they are, their text, its format, and the documents in it."""

import codecs
import datetime as dt
import glob
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from leverage_site.files import os_reason
from leverage_site.importing.formats import html, markdown, sections
from leverage_site.importing.formats.columns import ColumnMap, find_columns
from leverage_site.importing.formats.copied import parse_blocks
from leverage_site.importing.formats.document import Document, ParsedPage
from leverage_site.importing.formats.front_matter import blank_before, read_front_matter
from leverage_site.importing.formats.sections import separate_sums, with_days_of_rows
from leverage_site.importing.formats.table_files import read_csv, read_json
from leverage_site.importing.formats.tables import read_table_documents
from leverage_site.problems import Place, Problem, ProblemError, Source, catalog
from leverage_site.records.frontmatter import decode

FORMATS = ("html", "markdown", "text", "csv", "json")
SUFFIXES = {
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".md": "markdown", ".markdown": "markdown",
    ".txt": "text", ".text": "text",
    ".csv": "csv", ".tsv": "csv",
    ".json": "json", ".jsonl": "json", ".ndjson": "json",
}  # fmt: skip

# How HTML and JSON begin.
_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|main|article|section|div|table|h1|p)\b", re.IGNORECASE)
_JSON = re.compile(r'\s*(?:\[\s*\{|\{\s*"|\[\s*\]|\{\s*\})')

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
        raise catalog.READ_FAILED.error(Place(str(error.filename)), reason=os_reason(error))

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
        elif Path(name).is_file():
            with Path(name).open("rb") as file:
                data = file.read(limit + 1)
        else:
            Path(name).stat()  # raises if there is nothing
            raise OSError(None, "it is not a regular file")  # noqa: TRY301 (as above)
    except OSError as error:
        raise catalog.READ_FAILED.error(place, reason=os_reason(error)) from None
    except ValueError:
        raise catalog.READ_FAILED.error(place, reason="no file can have such a name") from None
    if len(data) > limit:
        raise catalog.TOO_LARGE.error(place, size=f"more than {limit:,}", limit=f"{limit:,}")
    return decode(_to_utf8(data, place, encoding), place.path, limit * 3)


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


def detect_format(source: Source, column_map: ColumnMap) -> str:
    """Return the format of a source, one of `FORMATS`: what its name says, but a text may be anything."""
    by_name = SUFFIXES.get(PurePosixPath(source.path).suffix.lower(), "text")
    if by_name not in ("text", "markdown"):
        return by_name
    beginning = "\n".join(source.lines[:50])
    if _HTML.match(beginning):
        return "html"
    if _JSON.match(beginning):
        return "json"
    if any(markdown.is_delimiter(line) for line in source.lines):
        return "markdown"
    first = next((line for line in source.lines if line.strip() and not line.startswith("sep=")), "")
    for delimiter in ",;\t":
        headings = first.split(delimiter)
        # Tabs part the cells of a table that was copied from a page, too, but that has no column for days.
        has_days = any(heading.strip().lower() in ("date", "day") for heading in headings)
        if find_columns(headings, column_map) and (has_days or delimiter != "\t"):
            return "csv"
    return "text"


def read_documents(
    source: Source,
    form: str,
    column_map: ColumnMap,
    known_tags: Iterable[str],
    stated: dt.date | None,
    order: str | None = None,
) -> Iterator[Document | Problem]:
    """Yield what a source holds: a page is one document, a table one for each day.

    Args:
        source: The source.
        form: Its format, one of `FORMATS`.
        column_map: The user's own headings.
        known_tags: Tags that the site uses.
        stated: The day of the rows of a table.
        order: What comes first in the days of tables, one of `days.ORDERS`.

    Raises:
        ProblemError: Where it cannot be read at all.
    """
    if form in ("csv", "json"):
        table = read_csv(source, column_map) if form == "csv" else read_json(source)
        yield from read_table_documents(table, column_map, stated, order)
        return
    if form == "html":
        page = html.parse_page(source, column_map)
    elif form == "markdown":
        page = markdown.parse_page(source, column_map)
    else:
        front = read_front_matter(source)
        text, is_titled = blank_before(source, front.first), front.facts.title is not None
        blocks = tuple(parse_blocks(text, column_map, titled=is_titled))
        page = ParsedPage(blocks, front.facts, front.left_out, front.problems, front.extracted, is_copied=True)
    document = sections.read_document(source, page, known_tags)
    yield document if isinstance(document, Problem) else with_days_of_rows(separate_sums(document), order)
