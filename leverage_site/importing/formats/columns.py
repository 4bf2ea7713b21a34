"""Columns of tables of tasks: which field a heading names, and in what unit the bare numbers below it are.

A heading is known by its name, never by its place: the fifth column is supervision in one layout and weeks in
another. What the keys of a task are called is said by `TASK_FIELDS`; how their cells are read follows from their
types.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from leverage_site.records import schema
from leverage_site.records.fields import ValueType, is_web_address
from leverage_site.records.model import TaskLink
from leverage_site.urls import is_task_id

TASK, HUMAN, AI, SUPERVISION = "task", "human", "ai", "supervision"
WEEKS, TOKENS, FACTOR, SUPERVISORY = "weeks", "tokens", "factor", "supervisory"
NUMBER, PROJECT, TAGS, ASSISTANT, NOTE = "n", "project", "tags", "assistant", "note"
DATE, DAY_TOKENS, DAY_TAGS, ID, IGNORED = "date", "day_tokens", "day_tags", "id", ""

# The fields that are keys of a task.
_TYPES = {field.key: field.type for field in schema.TASK_FIELDS}


def _keys_of(*types: ValueType) -> tuple[str, ...]:
    """Return the keys of a task whose values have one of these types."""
    return tuple(key for key, type_ in _TYPES.items() if type_ in types)


REQUIRED = (TASK, HUMAN, AI)
TIMES = _keys_of(schema.HOURS, schema.MINUTES, schema.MINUTES_OR_ZERO)
COUNTS = _keys_of(schema.TOKENS)
NAME_LISTS = _keys_of(schema.NAMES)
AMOUNTS = (*TIMES, TOKENS)
# Printed figures that follow from the times of their row.
FACTORS_AND_WEEKS = (FACTOR, SUPERVISORY, WEEKS)
# Whether a count is an estimate, in data files: `true` in the field of this name.
ESTIMATE_FLAGS = {count: f"{count}_estimated" for count in (*COUNTS, DAY_TOKENS)}

_HEADINGS = {field.key: field.headings for field in schema.TASK_FIELDS}
# What only this program's own data files say of a task.
DATA_FIELDS = tuple(key for key, headings in _HEADINGS.items() if not headings)

# The fields of a row in the order of the published layouts, each with the names that its heading may have.
FIELDS: dict[str, tuple[str, ...]] = {
    NUMBER: ("#", "n", "no", "nr", "row", "number"),
    **{key: _HEADINGS[key] for key in (TASK, HUMAN, AI, SUPERVISION)},
    WEEKS: ("weeks", "human weeks"),
    TOKENS: _HEADINGS[TOKENS],
    FACTOR: ("factor", "lf", "leverage", "leverage factor"),
    SUPERVISORY: ("slf", "sup factor", "supv factor", "supervisory", "supervisory factor",
                  "supervisory leverage", "supervisory leverage factor"),
    **{key: headings for key, headings in _HEADINGS.items() if headings},
    DATE: ("date", "day"),
    DAY_TOKENS: ("day tokens",),
    DAY_TAGS: ("day tags",),
    **dict.fromkeys((*DATA_FIELDS, *ESTIMATE_FLAGS.values()), ()),
}  # fmt: skip

_UNITS = {
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "m": ("m", "min", "mins", "minute", "minutes"),
    "s": ("s", "sec", "secs", "second", "seconds"),
}
_UNIT_OF_NAME = {name: unit for unit, names in _UNITS.items() for name in names}
# Units of times with colons, as `normalize_heading` spells them.
_CLOCK_UNITS = {
    "h mm": "h:m", "hh mm": "h:m", "h m": "h:m", "hours minutes": "h:m", "hrs mins": "h:m", "h min": "h:m",
    "h mm ss": "h:m", "hh mm ss": "h:m", "hours minutes seconds": "h:m",
    "m ss": "m:s", "mm ss": "m:s", "min sec": "m:s", "mins secs": "m:s", "minutes seconds": "m:s",
}  # fmt: skip
_MAX_UNIT_WORDS = 3
_FIELD_OF_NAME = {name: field for field, names in FIELDS.items() for name in names}
_FIELD_ORDER = {field: place for place, field in enumerate(FIELDS)}

MAX_HEADING = 300
# Where a page lets a long heading break.
_SOFT_HYPHEN = "\xad"
_PUNCTUATION = re.compile(r"[^\w#]|_")
_MAX_EXTRA_DEPTH = 4


class TableColumn(NamedTuple):
    """The field that a column holds; `unit` is that of its bare numbers: `h`, `m`, `s`, `h:m`, `m:s`, or empty."""

    field: str
    unit: str = ""


ColumnMap = Mapping[str, TableColumn]


def normalize_heading(heading: str) -> str:
    """Return a heading in lower case without punctuation: `human est` for `Human Est.`."""
    heading = heading[:MAX_HEADING].replace(_SOFT_HYPHEN, "")
    return " ".join(_PUNCTUATION.sub(" ", heading).casefold().split())


# Further headings of this program's own data files: on a page, or in a copied text, they could be anything.
DATA_FILE_COLUMNS: ColumnMap = {
    **{normalize_heading(key): TableColumn(key) for key in _TYPES if key not in TIMES},
    **{f"{normalize_heading(key)} minutes": TableColumn(key, "m") for key in TIMES},
    **{normalize_heading(flag): TableColumn(flag) for flag in ESTIMATE_FLAGS.values()},
    "permalink": TableColumn(IGNORED),
}


def find_column(heading: str, column_map: ColumnMap) -> TableColumn | None:
    """Return the column that `heading` names, or None.

    Args:
        heading: The heading as printed. A unit in it holds for a mapped column too, unless the map states one.
        column_map: The user's own headings, normalized.
    """
    name = normalize_heading(heading)
    if mapped := column_map.get(name):
        unit = next((unit for _, unit in _split_unit(name)), "") if mapped.field in TIMES else ""
        return TableColumn(mapped.field, mapped.unit or unit)
    if name in _FIELD_OF_NAME:
        return TableColumn(_FIELD_OF_NAME[name])
    for base, unit in _split_unit(name):
        field = _FIELD_OF_NAME.get({SUPERVISORY: SUPERVISION}.get(base, base))
        if field in TIMES:
            return TableColumn(field, unit)
    return None


def _split_unit(name: str) -> Iterator[tuple[str, str]]:
    """Yield each way to take the end of a heading for a unit, the longest first, after the words before it."""
    words = name.split(" ")
    for count in range(max(1, len(words) - _MAX_UNIT_WORDS), len(words)):
        form = " ".join(words[count:])
        if unit := _UNIT_OF_NAME.get(form) or _CLOCK_UNITS.get(form):
            yield " ".join(words[:count]), unit


def parse_field(text: str) -> TableColumn | None:
    """Return the column that `--map` means by a field's name, such as `human` or `ai_minutes`; None if unknown."""
    name = text.strip().lower()
    base, _, unit = name.rpartition("_")
    if base in TIMES and unit in _UNIT_OF_NAME:
        return TableColumn(base, _UNIT_OF_NAME[unit])
    return TableColumn(name) if name in FIELDS or name == IGNORED else None


def find_columns(headings: Sequence[str], column_map: ColumnMap) -> list[TableColumn | None] | None:
    """Return the columns of a task log, None for each unknown heading; None if a required field is missing."""
    columns = [find_column(heading, column_map) for heading in headings]
    return columns if {column.field for column in columns if column}.issuperset(REQUIRED) else None


def repeated_field(columns: Sequence[TableColumn | None]) -> str | None:
    """Return a field that more than one column holds, or None."""
    fields = [column.field for column in columns if column and column.field]
    return next((field for field in fields if fields.count(field) > 1), None)


def parse_heading_line(line: str, column_map: ColumnMap) -> list[TableColumn] | None:
    """Return the columns of a heading line that was copied as text, with or without blanks between the headings.

    `Sup. Factor` may be two headings or one: the reading in the order of the published layouts is preferred.
    """
    if len(line) > MAX_HEADING or "task" not in line.casefold():
        return None
    line = line.replace(_SOFT_HYPHEN, "").strip()
    pattern = _heading_pattern(tuple(column_map))
    if not pattern.match(line):
        return None
    readings = [
        columns
        for columns in _split_headings(line, pattern, column_map, [])
        if {column.field for column in columns}.issuperset(REQUIRED)
    ]
    in_order = (
        columns
        for columns in readings
        if columns == sorted(columns, key=lambda column: _FIELD_ORDER[column.field])
    )
    return next(in_order, readings[0] if readings else None)


def _split_headings(
    line: str, pattern: re.Pattern[str], column_map: ColumnMap, before: list[TableColumn]
) -> Iterator[list[TableColumn]]:
    """Yield every way to take `line` for headings, behind the columns `before`, no field twice."""
    if not line:
        yield before
        return
    for end in range(len(line), 0, -1):
        text = line[:end]
        if pattern.fullmatch(text):
            column = find_column(text, column_map)
            if column and column.field and column.field not in [other.field for other in before]:
                yield from _split_headings(line[end:].lstrip(), pattern, column_map, [*before, column])


@lru_cache(8)
def _heading_pattern(mapped: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of a single heading: the words of a known or `mapped` name, a blank at most between them.

    Cached, since each line of a copied page is tried with the same one.
    """
    names = sorted({*_FIELD_OF_NAME, *mapped}, key=len, reverse=True)
    alternatives = "|".join(r"\.? ".join(map(re.escape, name.split())) for name in names)
    units = "|".join(sorted(_UNIT_OF_NAME, key=len, reverse=True))
    return re.compile(rf"(?:{alternatives})\.?(?:[ _]\(?(?:{units})\)?)?", re.IGNORECASE)


def _parse_extra(text: str) -> dict[str, Any] | None:
    """Return an object of texts, lists and objects, or None for anything else."""
    value = _parse_json(text)
    return value if isinstance(value, dict) and _holds_only_texts(value, _MAX_EXTRA_DEPTH) else None


def _holds_only_texts(value: Any, depth: int) -> bool:
    """Return whether a value is a text, or lists and objects of texts, at most `depth` of them in each other."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return depth > 0 and all(_holds_only_texts(item, depth - 1) for item in inner)
    return isinstance(value, str)


def _parse_links(text: str) -> tuple[TaskLink, ...] | None:
    """Return a list of objects, each with a title and a web address, as links; None for anything else."""
    items = _parse_json(text)
    if not isinstance(items, list) or len(items) > schema.MAX_LINKS:
        return None
    links = []
    for item in items:
        match item:
            case {"title": str(title), "url": str(url), **others} if not others:
                if not title.strip() or not is_web_address(url):
                    return None
                links.append(TaskLink(title.strip(), url))
            case _:
                return None
    return tuple(links)


def _parse_json(text: str) -> Any:
    """Return the value of a JSON text, None where it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


_PARSER_OF_TYPE: dict[ValueType, Callable[[str], Any]] = {
    schema.TEXT: str,
    schema.NAME: str,
    schema.TASK_ID: lambda text: text if is_task_id(text) else None,
    schema.WEB_ADDRESS: lambda text: text if is_web_address(text) else None,
    schema.LINKS: _parse_links,
    schema.EXTRA: _parse_extra,
}
# A key whose type has no parser is an error here, in every command that imports.
_PARSERS = {
    key: _PARSER_OF_TYPE[type_] for key, type_ in _TYPES.items() if key not in (*TIMES, *COUNTS, *NAME_LISTS)
}


def parse_text_cell(key: str, text: str) -> Any:
    """Parse the cell of a key that is no time, count or list of names; return None where it cannot be."""
    return _PARSERS[key](text)
