"""A table in a file: its headings, and its rows with their lines."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import GEN_CLOSED, getgeneratorstate
from typing import Any

from leverage_site.importing.formats.columns import ColumnMap, TableColumn, find_columns
from leverage_site.importing.formats.document import Excerpt
from leverage_site.importing.formats.numbers import JsonNumber
from leverage_site.problems import Place, Problem, Source, catalog

DELIMITERS = ",;\t|"
# Between the items of a list in a cell: no text has it.
LIST_SEPARATOR = "\0"
# What spreadsheets write into the first line, to say what parts the cells.
_TOLD = re.compile(r"\ufeff?sep=(.)", re.IGNORECASE)
NO_NAMES: dict[str, TableColumn] = {}


# Above the headings may stand the name of a table, and who made it when.
MAX_ABOVE = 20

Line = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table: its headings, and the rows with the line that each begins on.

    `above` are those before the headings. Where semicolons part the cells, commas are likely to be for decimals.
    """

    source: Source
    headings: tuple[str, ...]
    rows: tuple[Line, ...]
    decimal_comma: bool = False
    problems: tuple[Problem, ...] = ()
    line: int = 1
    above: tuple[Line, ...] = ()
    left_out: tuple[Excerpt, ...] = ()


def read_csv(source: Source, named: ColumnMap = NO_NAMES) -> SourceTable:
    """The table of a CSV file. Raises ProblemError where its quotes cannot be read."""
    told = _TOLD.fullmatch(source.lines[0]) if source.lines else None
    delimiter = told[1] if told else _delimiter(source, named)
    lines = (f"{line}\n" if n or not told else "\n" for n, line in enumerate(source.lines))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows, begins = [], 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error:
            ended = getgeneratorstate(lines) == GEN_CLOSED
            reason = _csv_fault(source.lines[begins - 1 : reader.line_num], ended=ended)
            raise catalog.BAD_TABLE.error(source.place(begins, 1, 80), reason=reason) from None
        if has_content(row):
            rows.append((begins, tuple(row)))
        begins = reader.line_num + 1
    if not rows:
        raise catalog.NOTHING.error(Place(source.path))
    first = next((n for n, (_, cells) in enumerate(rows[:MAX_ABOVE]) if find_columns(cells, named)), 0)
    line, headings = rows[first]
    above = rows[:first]
    titles = (Excerpt("title of the table", " ".join(filter(None, cells)), at) for at, cells in above)
    return SourceTable(
        source,
        headings,
        tuple(rows[first + 1 :]),
        delimiter == ";",
        line=line,
        above=tuple(above),
        left_out=tuple(titles),
    )


def has_content(cells: Iterable[str]) -> bool:
    """Whether a row has any words or figures, and is no line between others."""
    return any(letter.isalnum() for cell in cells for letter in cell)


def _delimiter(source: Source, named: ColumnMap) -> str:
    """What parts the cells: it makes headings of one of the first lines, or is in the first most often."""
    lines = [line for line in source.lines[: 2 * MAX_ABOVE] if line.strip()]
    for line in lines[:MAX_ABOVE]:
        for mark in DELIMITERS:
            if find_columns(line.split(mark), named):
                return mark
    return max(DELIMITERS, key=lines[0].count) if lines else DELIMITERS[0]


def _csv_fault(lines: Sequence[str], *, ended: bool) -> str:
    """Why the row that begins these lines cannot be read, whether or not they are the last of the file."""
    if ended:
        return "a quotation mark is opened here and never closed"
    if sum(len(line) + 1 for line in lines) > csv.field_size_limit():
        return f"a cell has more than {csv.field_size_limit():,} characters, or its quotation mark is never closed"
    return "text stands behind a closing quotation mark"


MAX_COLUMNS = 200
MAX_DEPTH = 8
# Lists of rows, or of days that hold their rows, stand below these.
_LISTS = ("tasks", "days", "records")
# What stands beside the rows in this program's own data files, and says nothing of them.
_OWN = "version"
# What a day says for its tasks, by the heading that a row has for it.
_OF_DAY = {"date": "date", "day": "date", "tags": "day_tags", "tokens": "day_tokens", "day_tags": "day_tags",
           "day_tokens": "day_tokens"}  # fmt: skip
# Behind these, and at the beginning, a value or a key stands.
_OPENERS = ("", "[", "{", ",", ":")


def read_json(source: Source) -> SourceTable:
    """The table of a JSON list of objects, of `{"tasks": [...]}`, of days that hold such a list, or of JSON Lines.

    Raises ProblemError where it is no JSON, or none of these.
    """
    others: dict[str, None] = {}
    idle: list[int] = []
    items = list(_items(source, others, idle))
    headings = tuple(dict.fromkeys(key for _, item in items for key in item))
    if len(headings) > MAX_COLUMNS:
        raise catalog.BAD_TABLE.error(source.place(1), reason=f"it has more than {MAX_COLUMNS} columns")
    rows = tuple((line, tuple(_text(item.get(heading)) for heading in headings)) for line, item in items)
    if not rows:
        raise catalog.NOTHING.error(Place(source.path))
    problems = [catalog.UNKNOWN_KEY_LEFT.at(source.find(f'"{key}"', 1), name=key) for key in others]
    left_out = tuple(Excerpt("day without tasks", source.lines[line - 1].strip()[:80], line) for line in idle)
    return SourceTable(source, headings, rows, problems=tuple(problems), left_out=left_out)


def _items(source: Source, others: dict[str, None], idle: list[int]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of the file, each with the line on which it begins.

    `others` gets the keys beside `tasks`, `idle` the lines of days that have none.
    """
    text = "\n".join(source.lines)
    lines = _Lines(text)
    try:
        for start, item in _objects(text, others):
            if isinstance(item, _Idle):
                idle.append(lines.of(start))
                continue
            if not isinstance(item, dict):
                place = source.place(lines.of(start))
                raise catalog.BAD_TABLE.error(place, reason="each task must be an object with keys")
            yield lines.of(start), item
    except json.JSONDecodeError as error:
        at, reason = _fault(text, error.pos)
        raise catalog.BAD_TABLE.error(_place(source, text, at), reason=reason) from None
    except _RepeatedKeyError as error:
        reason = f"the key '{error.args[0]}' stands twice in one object"
        raise catalog.BAD_TABLE.error(source.find(f'"{error.args[0]}"', 1), reason=reason) from None
    except RecursionError:
        raise catalog.BAD_TABLE.error(_too_deep(text, source), reason="it is nested too deeply here") from None


def _objects(text: str, others: dict[str, None]) -> Iterator[tuple[int, Any]]:
    """What stands in the list of each value of the file, or the value itself, with where it begins."""
    decode, at = _DECODER.raw_decode, _BLANK.match(text, 0).end()  # type: ignore[union-attr]
    while at < len(text):
        whole, end = _shallow(decode(text, at))
        yield from _rows(text, at, whole, others)
        at = _BLANK.match(text, end).end()  # type: ignore[union-attr]


class _Idle:
    """A day without tasks."""


def _rows(text: str, at: int, whole: Any, others: dict[str, None]) -> Iterator[tuple[int, Any]]:
    """The rows of a value that begins at `at`: its own, those of the days in it, or just itself."""
    start = _list_start(text, at, whole)
    if start is None:
        yield at, whole
        return
    of_all = {}
    if isinstance(whole, dict):
        of_all = {_OF_DAY[key]: value for key, value in whole.items() if key in _OF_DAY}
        told = {_OWN, _below(whole), *_OF_DAY}
        others |= dict.fromkeys(key for key in whole if key not in told)
    if text[start] == "]" and of_all:
        yield at, _Idle()
    while text[start] != "]":
        item, behind = _DECODER.raw_decode(text, start)
        for place, row in _rows(text, start, item, others) if _is_day(item) else [(start, item)]:
            yield place, {**of_all, **row} if of_all and isinstance(row, dict) else row
        start = _COMMA.match(text, behind).end()  # type: ignore[union-attr]


def _below(whole: dict[str, Any]) -> str | None:
    """The key that the rows stand below."""
    return next((key for key in _LISTS if isinstance(whole.get(key), list)), None)


def _is_day(item: Any) -> bool:
    """Whether an object holds rows, and is none."""
    return isinstance(item, dict) and _below(item) is not None


def _list_start(text: str, at: int, whole: Any) -> int | None:
    """Where the first item stands of the list that begins at `at`, or is below a known key there."""
    if isinstance(whole, dict):
        below = _below(whole)
        if below is None:
            return None
        at = _BLANK.match(text, at + 1).end()  # type: ignore[union-attr]
        while True:
            key, at = _DECODER.raw_decode(text, at)
            at = _COLON.match(text, at).end()  # type: ignore[union-attr]
            if key == below:
                break
            at = _COMMA.match(text, _DECODER.raw_decode(text, at)[1]).end()  # type: ignore[union-attr]
    elif not isinstance(whole, list):
        return None
    return _BLANK.match(text, at + 1).end()  # type: ignore[union-attr]


def _shallow(decoded: tuple[Any, int]) -> tuple[Any, int]:
    """What was decoded. Raises RecursionError where it is nested too deeply, whatever the library can stand."""
    level = [decoded[0]]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    if any(isinstance(inner, dict | list) for inner in level):
        raise RecursionError
    return decoded


def _too_deep(text: str, source: Source) -> Place:
    """The place of the first bracket that is too deep."""
    depth = 0
    for found in _BRACKET.finditer(text):
        depth += (found.lastgroup == "open") - (found.lastgroup == "close")
        if depth > MAX_DEPTH:
            return _place(source, text, found.start())
    return source.place(1)


def _place(source: Source, text: str, at: int) -> Place:
    return source.place(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def _fault(text: str, at: int) -> tuple[int, str]:
    """Where a text is no JSON, and why. Pythons differ in words, and in which end of `,]` they blame."""
    found, before = text[at : at + 1], text[:at].rstrip()
    last = before[-1:]
    if last == "," and found and found in "]}":
        return _fault(text, len(before) - 1)
    if found == "," and last not in _OPENERS and text[at + 1 :].lstrip()[:1] in ("]", "}"):
        return at, "a comma stands before a closing bracket"
    if not found:
        return at, "it ends before it is complete"
    if found in "\t\n":
        return at, "a tab or line break in a text must be written \\t or \\n"
    if found == "\\" or last == "\\":
        return at, "a backslash in a text must be doubled"
    if last not in _OPENERS:
        return at, "a comma, a colon or a closing bracket is missing before this"
    if found == '"':
        return at, "a quotation mark is opened here and never closed"
    return at, "a text in quotation marks, a number, a list or an object must stand here"


class _RepeatedKeyError(ValueError):
    """A key that stands twice in one object; the last would win without a word."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _RepeatedKeyError(next(name for name in names if names.count(name) > 1))
    return found


# Numbers stay as they are written.
_DECODER = json.JSONDecoder(
    parse_float=JsonNumber, parse_int=JsonNumber, parse_constant=str, object_pairs_hook=_object
)
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_BRACKET = re.compile(rf"{_TEXT.pattern}|(?P<open>[\[{{])|(?P<close>[\]}}])", re.DOTALL)
_BLANK = re.compile(r"\s*")
_COLON = re.compile(r"\s*:?\s*")
_COMMA = re.compile(r"[\s,]*")


class _Lines:
    """The lines of places in a text that come one after the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1

    def of(self, place: int) -> int:
        self.line += self.text.count("\n", self.at, place)
        self.at = max(self.at, place)
        return self.line


def _text(value: Any) -> str:
    """A JSON value as a cell: nothing for null, a list as names that are set apart."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return LIST_SEPARATOR.join(["", *value])
    return value if isinstance(value, str) else json.dumps(value)
