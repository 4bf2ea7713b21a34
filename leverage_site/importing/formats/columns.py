"""Columns by their headings: what each holds, and the unit that a bare number in it has.

A heading is known by name, never by its place: the fifth column is supervision in one layout and weeks in another.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from leverage_site.records.fields import MAX_LINKS, is_web_address
from leverage_site.records.model import TaskLink
from leverage_site.urls import is_task_id

TASK, HUMAN, AI, SUPERVISION = "task", "human", "ai", "supervision"
WEEKS, TOKENS, FACTOR, SUPERVISORY = "weeks", "tokens", "factor", "supervisory"
NUMBER, DATE, DAY_TOKENS, DAY_TAGS, IGNORED = "n", "date", "day_tokens", "day_tags", ""
ID, URL, LINKS, EXTRA = "id", "url", "links", "extra"
TOKENS_ESTIMATED, DAY_TOKENS_ESTIMATED = "tokens_estimated", "day_tokens_estimated"
REQUIRED = (TASK, HUMAN, AI)

# The fields of a row in the order of the published layouts, each with the names that its heading may have.
FIELDS: dict[str, tuple[str, ...]] = {
    NUMBER: ("#", "n", "no", "nr", "row", "number"),
    TASK: ("task", "title", "description", "task description", "what was done"),
    HUMAN: ("human", "human est", "human estimate", "human time", "estimate", "human equivalent"),
    AI: ("ai", "claude", "claude time", "ai time", "claude wall clock", "wall clock", "wall clock time"),
    SUPERVISION: ("sup", "supv", "supervision", "supervision time", "sup time", "supv time"),
    WEEKS: ("weeks", "human weeks"),
    TOKENS: ("tokens", "token count"),
    FACTOR: ("factor", "lf", "leverage", "leverage factor"),
    SUPERVISORY: ("slf", "sup factor", "supv factor", "supervisory", "supervisory factor",
                  "supervisory leverage", "supervisory leverage factor"),
    "project": ("project", "project name"),
    "tags": ("tags", "task tags", "labels"),
    "assistant": ("assistant", "model", "assistant name"),
    "note": ("note", "notes", "comment", "comments", "remark"),
    DATE: ("date", "day"),
    DAY_TOKENS: ("day tokens",),
    DAY_TAGS: ("day tags",),
    **dict.fromkeys((ID, URL, LINKS, EXTRA, TOKENS_ESTIMATED, DAY_TOKENS_ESTIMATED), ()),
}  # fmt: skip

_UNITS = {
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "m": ("m", "min", "mins", "minute", "minutes"),
    "s": ("s", "sec", "secs", "second", "seconds"),
}
_UNIT = {name: unit for unit, names in _UNITS.items() for name in names}
# Of times that are written with colons, as `plain` gives their form.
_CLOCKS = {
    "h mm": "h:m", "hh mm": "h:m", "h m": "h:m", "hours minutes": "h:m", "hrs mins": "h:m", "h min": "h:m",
    "h mm ss": "h:m", "hh mm ss": "h:m", "hours minutes seconds": "h:m",
    "m ss": "m:s", "mm ss": "m:s", "min sec": "m:s", "mins secs": "m:s", "minutes seconds": "m:s",
}  # fmt: skip
_LONGEST_UNIT = 3
_TIMES = (HUMAN, AI, SUPERVISION)
_NAMES = {name: field for field, names in FIELDS.items() for name in names}
_ORDER = {field: place for place, field in enumerate(FIELDS)}

MAX_HEADING = 300
_MARK = re.compile(r"[^\w#]|_")


class TableColumn(NamedTuple):
    """What a column holds; `unit` is that of its bare numbers: `h`, `m`, `s`, `h:m`, `m:s`, or nothing."""

    field: str
    unit: str = ""


ColumnMap = Mapping[str, TableColumn]

# The further headings of this program's own data files: on a page, or in a copied text, they could be anything.
DATA_FILE_COLUMNS: ColumnMap = {
    **{name: TableColumn(name) for name in (ID, URL, LINKS, EXTRA)},
    "tokens estimated": TableColumn(TOKENS_ESTIMATED),
    "day tokens estimated": TableColumn(DAY_TOKENS_ESTIMATED),
    "permalink": TableColumn(IGNORED),
}


def find_column(heading: str, named: ColumnMap) -> TableColumn | None:
    """The column below `heading`, if it is known; `named` are further headings, as `plain` gives them.

    A unit that a heading says holds for one that is named, too, unless that is named with another.
    """
    name = normalize_heading(heading)
    if known := named.get(name):
        said = next((unit for _, unit in _with_unit(name)), "")
        return TableColumn(known.field, known.unit or (said if known.field in _TIMES else ""))
    if name in _NAMES:
        return TableColumn(_NAMES[name])
    for base, unit in _with_unit(name):
        field = _NAMES.get({"supervisory": SUPERVISION}.get(base, base))
        if field in _TIMES:
            return TableColumn(field, unit)
    return None


def _with_unit(name: str) -> Iterator[tuple[str, str]]:
    """The ways to take the end of a heading for a unit, the longest first, each with the words before it."""
    words = name.split(" ")
    for count in range(max(1, len(words) - _LONGEST_UNIT), len(words)):
        form = " ".join(words[count:])
        if unit := _UNIT.get(form) or _CLOCKS.get(form):
            yield " ".join(words[:count]), unit


def parse_field(text: str) -> TableColumn | None:
    """The column that `--map` means by `text`: a field's name, such as `human` or `ai_minutes`."""
    base, _, unit = text.strip().lower().rpartition("_")
    if base in _TIMES and unit in _UNIT:
        return TableColumn(base, _UNIT[unit])
    name = text.strip().lower()
    return TableColumn(name) if name in FIELDS or name == IGNORED else None


def normalize_heading(heading: str) -> str:
    """A heading in lower case without its marks: `Human Est.` is `human est`, `ai_minutes` is `ai minutes`."""
    return " ".join(_MARK.sub(" ", heading[:MAX_HEADING]).casefold().split())


def find_columns(headings: Sequence[str], named: ColumnMap) -> list[TableColumn | None] | None:
    """The columns of a task log, None for each that is not known; None if these are not those of a task log."""
    found = [find_column(heading, named) for heading in headings]
    fields = [known.field for known in found if known and known.field]
    return found if set(REQUIRED) <= set(fields) else None


def repeated_field(found: Sequence[TableColumn | None]) -> str | None:
    """A field that more than one column holds."""
    fields = [known.field for known in found if known and known.field]
    return next((field for field in fields if fields.count(field) > 1), None)


def parse_heading_line(line: str, named: ColumnMap) -> list[TableColumn] | None:
    """The columns of a heading line that was copied as text, with or without blanks between the headings.

    `Sup. Factor` may be two headings or one: the reading in the order of the published layouts is taken.
    """
    if len(line) > MAX_HEADING or "task" not in line.casefold():
        return None
    if not _heading(tuple(named)).match(line.strip()):
        return None
    readings = [found for found in _readings(line.strip(), named) if set(REQUIRED) <= {one.field for one in found}]
    in_order = (found for found in readings if found == sorted(found, key=lambda one: _ORDER[one.field]))
    return next(in_order, readings[0] if readings else None)


def _readings(line: str, named: ColumnMap) -> Iterator[list[TableColumn]]:
    """Every way to take `line` for a row of headings, none of them twice."""
    pattern = _heading(tuple(named))

    def read(start: int, found: list[TableColumn]) -> Iterator[list[TableColumn]]:
        if start == len(line):
            yield found
            return
        for end in range(len(line), start, -1):
            text = line[start:end]
            if not pattern.fullmatch(text):
                continue
            known = find_column(text, named)
            if known and known.field and known.field not in [one.field for one in found]:
                behind = len(line) - len(line[end:].lstrip())
                yield from read(behind, [*found, known])

    return read(0, [])


@lru_cache(8)
def _heading(named: tuple[str, ...]) -> re.Pattern[str]:
    """What a single heading looks like: words of a known name, a blank at most between them."""
    names = sorted({*_NAMES, *named}, key=len, reverse=True)
    spelled = "|".join(r"\.? ".join(map(re.escape, name.split())) for name in names)
    units = "|".join(sorted(_UNIT, key=len, reverse=True))
    return re.compile(rf"(?:{spelled})\.?(?:[ _]\(?(?:{units})\)?)?", re.IGNORECASE)


MAX_DEPTH = 4


def task_id(text: str) -> str | None:
    """A task's id, or None."""
    return text if is_task_id(text) else None


def url(text: str) -> str | None:
    """An address out of the site, or None."""
    return text if is_web_address(text) else None


def links(text: str) -> tuple[TaskLink, ...] | None:
    """A JSON list of titles with addresses, or None."""
    items = _json(text)
    if not isinstance(items, list) or len(items) > MAX_LINKS:
        return None
    found = [_link(item) for item in items]
    return tuple([link for link in found if link]) if all(found) else None


def _link(item: Any) -> TaskLink | None:
    if not isinstance(item, dict) or item.keys() != {"title", "url"}:
        return None
    title, address = item["title"], item["url"]
    is_link = isinstance(title, str) and title.strip() and isinstance(address, str) and is_web_address(address)
    return TaskLink(title.strip(), address) if is_link else None


def extra(text: str) -> Mapping[str, Any] | None:
    """A JSON object of texts, lists and objects, or None."""
    value = _json(text)
    return value if isinstance(value, dict) and _is_plain(value, MAX_DEPTH) else None


def _is_plain(value: Any, depth: int) -> bool:
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return depth > 0 and all(_is_plain(item, depth - 1) for item in inner)
    return isinstance(value, str)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


PARSERS: dict[str, Callable[[str], Any]] = {ID: task_id, URL: url, LINKS: links, EXTRA: extra}
