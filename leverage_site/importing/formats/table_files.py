"""Files of tables: CSV and JSON, each read into the headings and rows of one `SourceTable`."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from inspect import GEN_CLOSED, getgeneratorstate
from typing import Any

from leverage_site.importing.formats.columns import ColumnMap, TableColumn, find_columns
from leverage_site.importing.formats.document import Excerpt
from leverage_site.importing.formats.numbers import JsonNumber
from leverage_site.problems import Place, Problem, Source, catalog
from leverage_site.values import value

# Between the items of a list in a cell: no text has it.
LIST_SEPARATOR = "\0"
NO_COLUMNS: dict[str, TableColumn] = {}

_DELIMITERS = ",;\t|"
# What spreadsheets write into the first line, to say what parts the cells.
_STATED_DELIMITER = re.compile(r"\ufeff?sep=(.)", re.IGNORECASE)
# Above the headings may stand the name of a table, and who made it when.
_MAX_ABOVE = 20

NumberedRow = tuple[int, tuple[str, ...]]


@value
class SourceTable:
    """A table: its headings, and the rows after the line that each begins on.

    `above` are the rows before the headings. `decimal_comma` is set where semicolons part the cells, so that
    commas are likely to be for decimals.
    """

    source: Source
    headings: tuple[str, ...]
    rows: tuple[NumberedRow, ...]
    decimal_comma: bool = False
    problems: tuple[Problem, ...] = ()
    line: int = 1
    above: tuple[NumberedRow, ...] = ()
    left_out: tuple[Excerpt, ...] = ()


def has_content(cells: Iterable[str]) -> bool:
    """Return whether a row has any words or figures, and is no line between others."""
    return any(letter.isalnum() for cell in cells for letter in cell)


def read_csv(source: Source, column_map: ColumnMap = NO_COLUMNS) -> SourceTable:
    """Read the table of a CSV file. Raises ProblemError where its quotes cannot be read, or it has no rows."""
    stated = _STATED_DELIMITER.fullmatch(source.lines[0]) if source.lines else None
    delimiter = stated[1] if stated else _guess_delimiter(source, column_map)
    lines = (f"{line}\n" if n or not stated else "\n" for n, line in enumerate(source.lines))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows: list[NumberedRow] = []
    begin = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error:
            size = sum(len(line) + 1 for line in source.lines[begin - 1 : reader.line_num])
            reason = "text stands behind a closing quotation mark"
            if getgeneratorstate(lines) == GEN_CLOSED:
                reason = "a quotation mark is opened here and never closed"
            elif size > (limit := csv.field_size_limit()):
                reason = f"a cell has more than {limit:,} characters, or its quotation mark is never closed"
            raise catalog.BAD_TABLE.error(source.place(begin, 1, 80), reason=reason) from None
        if has_content(row):
            rows.append((begin, tuple(row)))
        begin = reader.line_num + 1
    if not rows:
        raise catalog.NOTHING.error(Place(source.path))
    first = next((n for n, (_, cells) in enumerate(rows[:_MAX_ABOVE]) if find_columns(cells, column_map)), 0)
    line, headings = rows[first]
    above = tuple(rows[:first])
    titles = (Excerpt("title of the table", " ".join(filter(None, cells)), number) for number, cells in above)
    return SourceTable(
        source,
        headings,
        tuple(rows[first + 1 :]),
        delimiter == ";",
        line=line,
        above=above,
        left_out=tuple(titles),
    )


def _guess_delimiter(source: Source, column_map: ColumnMap) -> str:
    """Return what makes headings of one of the first lines, else what is in the first of them most often."""
    lines = [line for line in source.lines[: 2 * _MAX_ABOVE] if line.strip()]
    for line in lines[:_MAX_ABOVE]:
        for delimiter in _DELIMITERS:
            if find_columns(line.split(delimiter), column_map):
                return delimiter
    return max(_DELIMITERS, key=lines[0].count) if lines else _DELIMITERS[0]


# JSON

_MAX_COLUMNS = 200
_MAX_DEPTH = 8
# Lists of rows, or of days that hold their rows, stand below these keys.
_LISTS = ("tasks", "days", "records")
# What stands beside the rows in this program's own data files, and says nothing of them.
_VERSION = "version"
# The keys with which a day speaks for its tasks, by the heading that a row has for the same.
_DAY_KEYS = {"date": "date", "day": "date", "tags": "day_tags", "tokens": "day_tokens", "day_tags": "day_tags",
             "day_tokens": "day_tokens"}  # fmt: skip
# Behind these, and at the beginning, a value or a key stands.
_OPENERS = ("", "[", "{", ",", ":")
_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*+"(?P<key>\s*+:)?+|(?P<open>[\[{])|(?P<close>[\]}])|[^\s\[\]{},:"]++', re.DOTALL
)


def read_json(source: Source) -> SourceTable:
    """Read the table of a JSON list of objects, of `{"tasks": [...]}`, of days with such a list, or of JSON Lines.

    Raises ProblemError where it is no JSON, or none of these.
    """
    reader = _JsonReader(source, "\n".join(source.lines))
    reader.read()
    headings = tuple(dict.fromkeys(key for _, row in reader.rows for key in row))
    if len(headings) > _MAX_COLUMNS:
        raise catalog.BAD_TABLE.error(source.place(1), reason=f"it has more than {_MAX_COLUMNS} columns")
    rows = tuple((line, tuple(_cell(row.get(heading)) for heading in headings)) for line, row in reader.rows)
    if not rows:
        raise catalog.NOTHING.error(Place(source.path))
    problems = (catalog.UNKNOWN_KEY_LEFT.at(source.find(f'"{key}"', 1), name=key) for key in reader.unknown_keys)
    left_out = (
        Excerpt("day without tasks", source.lines[line - 1].strip()[:80], line) for line in reader.empty_days
    )
    return SourceTable(source, headings, rows, problems=tuple(problems), left_out=tuple(left_out))


def _cell(value: Any) -> str:
    """Return a JSON value as a cell: nothing for null, the items of a list of texts with `LIST_SEPARATOR`."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return LIST_SEPARATOR.join(["", *value])
    return value if isinstance(value, str) else json.dumps(value)


class _JsonReader:
    """Collects the rows in the values of a JSON file, each with its line.

    The decoder does not tell where a value stands. `_lines` are those of a value and of all values in it, each
    before what it holds; they are used up while these are walked through in the same order.
    """

    def __init__(self, source: Source, text: str) -> None:
        self.rows: list[tuple[int, dict[str, Any]]] = []
        self.unknown_keys: dict[str, None] = {}
        self.empty_days: list[int] = []
        self._source = source
        self._text = text
        self._lines: Iterator[int] = iter(())
        # Line breaks were counted up to here.
        self._counted, self._line = 0, 1

    def read(self) -> None:
        """Read all values of the file. Raises ProblemError where one is no JSON, or no rows."""
        at = _skip_blanks(self._text, 0)
        while at < len(self._text):
            try:
                value, end = _DECODER.raw_decode(self._text, at)
            except json.JSONDecodeError as error:
                # Pythons differ in how deep they look for a fault: what is too deep before it is told first.
                self._value_lines(at, error.pos)
                at, reason = _explain_json_fault(self._text, error.pos)
                raise catalog.BAD_TABLE.error(self._place(at), reason=reason) from None
            except _RepeatedKeyError as error:
                (key,) = error.args
                place, reason = self._source.find(f'"{key}"', 1), f"the key '{key}' stands twice in one object"
                raise catalog.BAD_TABLE.error(place, reason=reason) from None
            except RecursionError:
                # Far deeper than what `_value_lines` refuses.
                value, end = [], len(self._text)
            self._lines = iter(self._value_lines(at, end))
            if isinstance(value, list):
                next(self._lines)
                self._add_items(value, {})
            else:
                self._add_item(value, {})
            at = _skip_blanks(self._text, end)

    def _value_lines(self, start: int, end: int) -> list[int]:
        """Return the lines of the values in a part of the text. Raises ProblemError where one is too deep."""
        lines = []
        depth = 0
        for token in _TOKEN.finditer(self._text, start, end):
            depth += (token.lastgroup == "open") - (token.lastgroup == "close")
            if depth > _MAX_DEPTH:
                reason = "it is nested too deeply here"
                raise catalog.BAD_TABLE.error(self._place(token.start()), reason=reason)
            if token.lastgroup not in ("key", "close"):
                self._line += self._text.count("\n", self._counted, token.start())
                self._counted = token.start()
                lines.append(self._line)
        return lines

    def _place(self, at: int) -> Place:
        line = self._text.count("\n", 0, at) + 1
        return self._source.place(line, at - self._text.rfind("\n", 0, at))

    def _add_items(self, items: list[Any], shared: dict[str, Any]) -> None:
        for item in items:
            self._add_item(item, shared)

    def _add_item(self, item: Any, shared: dict[str, Any]) -> None:
        """Add a row, or the rows of a day; `shared` is what the days around it say for their tasks."""
        line = next(self._lines)
        if not isinstance(item, dict):
            place = self._source.place(line)
            raise catalog.BAD_TABLE.error(place, reason="each task must be an object with keys")
        list_key = next((key for key in _LISTS if isinstance(item.get(key), list)), None)
        if list_key is None:
            self.rows.append((line, {**shared, **item}))
        else:
            own = {_DAY_KEYS[key]: value for key, value in item.items() if key in _DAY_KEYS}
            known = {_VERSION, list_key, *_DAY_KEYS}
            self.unknown_keys |= dict.fromkeys(key for key in item if key not in known)
            if own and not item[list_key]:
                self.empty_days.append(line)
            shared = {**shared, **own}
        for key, part in item.items():
            if key == list_key:
                next(self._lines)
                self._add_items(part, shared)
            else:
                self._pass_over(part)

    def _pass_over(self, value: Any) -> None:
        """Use up the lines of a value and of all that it holds."""
        next(self._lines)
        if isinstance(value, dict | list):
            for inner in value.values() if isinstance(value, dict) else value:
                self._pass_over(inner)


def _skip_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _explain_json_fault(text: str, at: int) -> tuple[int, str]:
    """Return where a text is no JSON, and why. Pythons differ in words, and in which end of `,]` they blame."""
    character, before = text[at : at + 1], text[:at].rstrip()
    last = before[-1:]
    if last == "," and character and character in "]}":
        return _explain_json_fault(text, len(before) - 1)
    if character == "," and last not in _OPENERS and text[at + 1 :].lstrip()[:1] in ("]", "}"):
        return at, "a comma stands before a closing bracket"
    if not character:
        return at, "it ends before it is complete"
    if character in "\t\n":
        return at, "a tab or line break in a text must be written \\t or \\n"
    if character == "\\" or last == "\\":
        return at, "a backslash in a text must be doubled"
    if last not in _OPENERS:
        return at, "a comma, a colon or a closing bracket is missing before this"
    if character == '"':
        return at, "a quotation mark is opened here and never closed"
    return at, "a text in quotation marks, a number, a list or an object must stand here"


class _RepeatedKeyError(ValueError):
    """A key that stands twice in one object; the last would win without a word."""


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object of `pairs`; raises _RepeatedKeyError where a key stands twice."""
    unique = dict(pairs)
    if len(unique) < len(pairs):
        names = [name for name, _ in pairs]
        raise _RepeatedKeyError(next(name for name in names if names.count(name) > 1))
    return unique


# Numbers stay as they are written.
_DECODER = json.JSONDecoder(
    parse_float=JsonNumber, parse_int=JsonNumber, parse_constant=str, object_pairs_hook=_unique_keys
)
