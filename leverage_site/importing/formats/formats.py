"""Which format a source is in, and the documents that it holds."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from leverage_site.importing.formats import copied, html, markdown, sections, tables
from leverage_site.importing.formats.columns import ColumnMap, find_columns
from leverage_site.importing.formats.document import Document, ParsedPage
from leverage_site.importing.formats.front_matter import blank_before, read_front_matter
from leverage_site.importing.formats.sections import with_days_of_rows
from leverage_site.importing.formats.sums import separate_sums
from leverage_site.importing.formats.table_files import read_csv, read_json
from leverage_site.problems import Problem, Source

FORMATS = ("html", "markdown", "text", "csv", "json")
SUFFIXES = {
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".md": "markdown", ".markdown": "markdown",
    ".txt": "text", ".text": "text",
    ".csv": "csv", ".tsv": "csv",
    ".json": "json", ".jsonl": "json", ".ndjson": "json",
}  # fmt: skip

_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|main|article|section|div|table|h1|p)\b", re.IGNORECASE)
_JSON = re.compile(r'\s*(?:\[\s*\{|\{\s*"|\[\s*\]|\{\s*\})')


def detect_format(source: Source, named: ColumnMap) -> str:
    """The format: what the name of the file says, but a text may be anything."""
    told = SUFFIXES.get(PurePosixPath(source.path).suffix.lower(), "text")
    if told not in ("text", "markdown"):
        return told
    beginning = "\n".join(source.lines[:50])
    if _HTML.match(beginning):
        return "html"
    if _JSON.match(beginning):
        return "json"
    if any(markdown.is_delimiter(line) for line in source.lines):
        return "markdown"
    first = next((line for line in source.lines if line.strip() and not line.startswith("sep=")), "")
    if any(find_columns(first.split(delimiter), named) for delimiter in ",;") or _is_tabbed(first, named):
        return "csv"
    return "text"


def read_documents(
    source: Source,
    form: str,
    named: ColumnMap,
    known_tags: Iterable[str],
    stated: dt.date | None,
    order: str | None = None,
) -> Iterator[Document | Problem]:
    """What a source holds: a page is one document, a table one for each day. `stated` is the day of its rows,
    `order` what comes first in a day that a cell of it says in numbers.

    Raises ProblemError where it cannot be read at all.
    """
    match form:
        case "html":
            yield _document(source, html.page(source, named), known_tags, order)
        case "markdown":
            yield _document(source, markdown.page(source, named), known_tags, order)
        case "text":
            front = read_front_matter(source)
            rest, titled = blank_before(source, front.first), front.facts.title is not None
            blocks = tuple(copied.parse_blocks(rest, named, titled=titled))
            page = ParsedPage(blocks, front.facts, front.left_out, front.problems, front.extracted, copied=True)
            yield _document(source, page, known_tags, order)
        case "csv":
            yield from tables.read_table_documents(read_csv(source, named), named, stated, order)
        case _:
            yield from tables.read_table_documents(read_json(source), named, stated, order)


def _document(
    source: Source, page: ParsedPage, known_tags: Iterable[str], order: str | None
) -> Document | Problem:
    """The document of a page, its sums told from its tasks, and its day from that of its rows."""
    found = sections.read_document(source, page, known_tags)
    return found if isinstance(found, Problem) else with_days_of_rows(separate_sums(found), order)


def _is_tabbed(line: str, named: ColumnMap) -> bool:
    """Whether a line is the heading of a table with a column for the day, its cells a tab apart.

    Without one, tabs stand between the cells of a table that was copied from a page.
    """
    headings = line.split("\t")
    return find_columns(headings, named) is not None and any(
        heading.strip().lower() in ("date", "day") for heading in headings
    )
