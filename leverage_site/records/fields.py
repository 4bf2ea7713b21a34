"""The kinds of values that keys of front matter have, and how mappings are read by tables of keys.

A `Field` is one key of a mapping. Its `ValueType` says how its node is read, what JSON Schema it has and how a
file spells it. A node that cannot be read becomes a problem and None; the others are read all the same.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, TypeVar
from urllib.parse import urlsplit

from leverage_site.dates import parse_date
from leverage_site.markdown.dialect import is_whole_address
from leverage_site.problems import MAX_PROBLEMS, Code, Place, Problem, ProblemError, Source, catalog
from leverage_site.records import yaml_faults
from leverage_site.records.measures import Tokens, parse_duration_or_zero, parse_tokens
from leverage_site.records.model import TaskLink
from leverage_site.records.nodes import BrokenNode, MappingNode, Node, ScalarNode, SequenceNode, place_of
from leverage_site.text import FORBIDDEN, INVISIBLE
from leverage_site.urls import MAX_URL, is_page_address, is_task_id
from leverage_site.values import value

Converted = TypeVar("Converted")

MAX_TEXT = 2_000
MAX_NAME = 60
MAX_NAMES = 50

# What people write where they do not know a number.
UNKNOWN = frozenset(
    ("?", "??", "-", "--", "–", "—", "~", "n/a", "na", "n.a.", "none", "null", "nil", "unknown", "tbd", "x", "no")
)

# For a key of another program, the key here, and a remark for the hint.
Elsewhere = Mapping[str, tuple[str, str]]
NO_OTHERS: Elsewhere = MappingProxyType({})

# A date, or with a time also an offset.
MOMENT_PATTERN = r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?"
_MOMENT = re.compile(MOMENT_PATTERN, re.ASCII)
_COMMENT = re.compile(r"\s+#.*")
_SPACE = re.compile(r"[ \t\r\n]+")
_NOT_IN_URLS = re.compile(r"[\s<>\"\\^`{|}]")
# A name that needs no quotes in YAML.
_BARE_NAME = re.compile(r"[A-Za-z0-9](?:[\w .+/-]*[\w.+])?", re.ASCII)


def format_text(value: str) -> str:
    """Return a text in double quotes, whose escapes YAML shares with JSON."""
    return json.dumps(value, ensure_ascii=False)


def format_name(value: str) -> str:
    """Return a short text, in quotes only where YAML needs them."""
    return value if _BARE_NAME.fullmatch(value) else format_text(value)


def format_names(values: Iterable[str]) -> str:
    """Return a list of short texts in brackets."""
    return f"[{', '.join(map(format_name, values))}]"


def format_links(links: Iterable[TaskLink]) -> str:
    """Return links as a list, an item a line, below the key of a task."""
    items = [f"{{title: {format_text(link.title)}, url: {format_text(link.url)}}}" for link in links]
    return "".join(f"\n  - {item}" for item in items)


@value
class ValueType:
    """What the value of a key may be.

    `read` takes the reader, the key and its node, and returns the value, or None having reported why. `schema` is
    the JSON Schema of the value. `format` spells it for a file, behind the key and its colon or on further lines.
    `rows` is there where the value is a list of mappings.
    """

    read: Callable[["Reader", str, Node], Any]
    schema: dict[str, Any] = field(hash=False)
    format: Callable[[Any], str] = format_text
    rows: "Rows | None" = None


@value
class Rows:
    """A list of mappings by one table; `convert` makes the value of theirs, or None where they have a problem."""

    table: "Table"
    convert: Callable[[list[dict[str, Any]]], Any]


@value
class Field:
    """One key of a mapping; `example` is a value for hints.

    `headings` are what its column may be called in a table that is imported, in lower case without punctuation; a
    key without any is imported from the program's own data files alone.
    """

    key: str
    type: ValueType
    example: str
    required: bool = False
    headings: tuple[str, ...] = ()


class Table:
    """The fields that a mapping may have, arranged once for the thousands of mappings that are read by them.

    Args:
        fields: The keys of the mapping.
        elsewhere: The keys by which other programs call one of them.
        reported_elsewhere: Required keys whose absence is not reported by the table's reader.

    """

    def __init__(
        self, fields: Sequence[Field], elsewhere: Elsewhere = NO_OTHERS, reported_elsewhere: Collection[str] = ()
    ) -> None:
        self.elsewhere = elsewhere
        self.readers = {field.key: field.type.read for field in fields}
        self.rows = {field.key: field.type.rows for field in fields if field.type.rows}
        self.required = {
            field.key: field.example for field in fields if field.required and field.key not in reported_elsewhere
        }


@dataclass(slots=True)
class Reader:
    """Reads the nodes of one file; `problems` grows."""

    source: Source
    problems: list[Problem] = field(default_factory=list)

    def mapping(self, node: MappingNode, table: Table) -> dict[str, Any]:
        """Return the values of the keys that are there and in order."""
        readers, entries = table.readers, node.entries
        if not entries.keys() <= readers.keys():
            from difflib import get_close_matches  # loaded for a mistake only

            for key, (name_node, _) in entries.items():
                if key not in readers:
                    lower = key.lower()
                    nearest = next(iter(get_close_matches(lower, readers, 1)), "")
                    ours, remark = table.elsewhere.get(lower, (nearest, ""))
                    hint = f"Did you mean '{ours}'?{remark}" if ours else remark.strip()
                    own = " Keys of your own go below `extra`." if "extra" in readers else ""
                    keys = ", ".join(readers)
                    self.report(catalog.UNKNOWN_KEY, name_node, key=key, known=keys, own=own, hint=hint or None)
        for needed, example in table.required.items():
            if needed not in entries:
                self.report(catalog.MISSING_KEY, node, key=needed, example=f"{needed}: {example}")
        values = {}
        for key, (_, inner) in entries.items():
            if (read := readers.get(key)) and (value := read(self, key, inner)) is not None:
                values[key] = value
        return values

    def scalar(self, key: str, node: Node, example: str) -> str | None:
        """Return the text of a scalar that is not empty."""
        if isinstance(node, ScalarNode):
            content = node.text
            if content and not content.isspace():
                return content
            if not self.loses_text(node):
                self.report(catalog.EMPTY_VALUE, node, key=key)
            return None
        self.report_shape(node, f"'{key}'", "one value", f"{key}: {example}")
        return None

    def items(self, key: str, node: Node, example: str) -> list[Node]:
        """Return the nodes of a list; a list that is none is a problem and has none."""
        if isinstance(node, SequenceNode):
            return node.items
        if isinstance(node, ScalarNode) and not node.text.strip():
            self.report(catalog.EMPTY_VALUE, node, key=key)
        else:
            self.report_shape(node, f"'{key}'", "a list", example)
        return []

    def loses_text(self, node: ScalarNode) -> bool:
        """Return, and report, whether YAML takes the end of an unquoted text, or all of it, for a comment."""
        if not node.plain:
            return False
        line = self.source.lines[node.end_line - 1]
        lost = _COMMENT.match(line, node.end_column - 1) if "#" in line else None
        if lost:
            place = self.source.place(node.end_line, node.end_column, len(lost[0]))
            self.add(catalog.LOST_TEXT.at(place, lost=lost[0].strip()))
        return lost is not None

    def report_shape(self, node: Node, key: str, expected: str, example: str) -> None:
        """Report a node that is a list, a mapping or a text where another of these belongs."""
        shape = {SequenceNode: "a list", MappingNode: "a mapping"}.get(type(node), "one value")
        self.report(catalog.WRONG_SHAPE, node, key=key, wanted=expected, found=shape, example=example)

    def report(self, code: Code, node: Node, **values: Any) -> None:
        """Report a problem where `node` stands, unless it is part of one that is reported already."""
        if not isinstance(node, BrokenNode):
            self.add(code.at(self.place(node), **values))

    def add(self, problem: Problem) -> None:
        """Add a problem. Raises ProblemError with all of them where a file has too many."""
        self.problems.append(problem)
        if len(self.problems) >= MAX_PROBLEMS:
            more = catalog.MORE_PROBLEMS.at(problem.place, count=MAX_PROBLEMS)
            raise ProblemError(*self.problems, more)

    def place(self, node: Node) -> Place:
        """Return where a node stands."""
        return place_of(self.source, node)


def text(reader: Reader, key: str, node: Node) -> str | None:
    """Read one line of text; white space is folded."""
    return _text(reader, key, node, MAX_TEXT)


def name(reader: Reader, key: str, node: Node) -> str | None:
    """Read a short text, such as a tag or a project, in Unicode's composed form: it becomes part of an address."""
    value = _text(reader, key, node, MAX_NAME)
    if value and not value.isascii() and (unseen := INVISIBLE.search(value)):
        reader.report(catalog.UNSEEN, node, name=value, character=f"U+{ord(unseen[0]):04X}")
    return unicodedata.normalize("NFC", value) if value else value


def names(reader: Reader, key: str, node: Node) -> tuple[str, ...]:
    """Read a list of names, without those that differ from an earlier one only in case."""
    items = reader.items(key, node, f"{key}: [AI, testing]")
    if len(items) > MAX_NAMES:
        reader.report(catalog.TOO_MANY, node, what=key, count=f"{len(items):,}", limit=MAX_NAMES)
        return ()
    unique: dict[str, str] = {}
    for item in items:
        if (value := name(reader, key, item)) is not None:
            unique.setdefault(value.casefold(), value)
    return tuple(unique.values())


def day(reader: Reader, key: str, node: Node) -> date | None:
    """Read a day, without a time."""
    return _converted(reader, key, node, parse_date, catalog.NOT_A_DATE, "2026-04-07")


def moment(reader: Reader, key: str, node: Node) -> str | None:
    """Read a day, or an instant with its offset, as a text."""
    return _converted(reader, key, node, _moment, catalog.NOT_A_DATE, "2026-04-07T18:30:00+02:00")


def _moment(text: str) -> str | None:
    if not _MOMENT.fullmatch(text) or parse_date(text[:10]) is None:
        return None
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return None
    return text


def boolean(reader: Reader, key: str, node: Node) -> bool | None:
    """Read `true` or `false`."""
    return _converted(reader, key, node, {"true": True, "false": False}.get, catalog.NOT_A_BOOLEAN, "true")


def switch(reader: Reader, key: str, node: Node) -> bool | None:
    """Read `on` or `off`, or `true` or `false`."""
    known = {"on": True, "off": False, "true": True, "false": False}
    return _converted(reader, key, node, known.get, catalog.NOT_A_BOOLEAN, "false")


def auto(reader: Reader, key: str, node: Node) -> bool | None:
    """Read the word `auto`."""
    return _converted(reader, key, node, {"auto": True}.get, catalog.NOT_A_LEAD, "auto")


def tokens(reader: Reader, key: str, node: Node) -> Tokens | None:
    """Read a number of tokens."""
    return _converted(reader, key, node, parse_tokens, catalog.NOT_TOKENS, "400k")


def duration(reader: Reader, key: str, node: Node) -> timedelta | None:
    """Read a duration, zero included, which may be left out."""
    is_unknown = isinstance(node, ScalarNode) and node.text.strip().casefold() in UNKNOWN
    hint = f"Leave `{key}` out if it is unknown; write 0m where there was none." if is_unknown else None
    return _converted(reader, key, node, parse_duration_or_zero, catalog.NOT_A_DURATION, "20m", hint)


def positive_duration(reader: Reader, key: str, node: Node) -> timedelta | None:
    """Read a duration of more than nothing."""
    value = _converted(reader, key, node, parse_duration_or_zero, catalog.NOT_A_DURATION, "20m")
    if value is not None and not value:
        reader.report(catalog.NOT_POSITIVE, node, key=key)
        return None
    return value


def address(reader: Reader, key: str, node: Node) -> str | None:
    """Read the address of a page on this site."""
    value = text(reader, key, node)
    if value is None or is_page_address(value):
        return value
    reader.report(catalog.NOT_AN_ADDRESS, node, key=key, value=value)
    return None


def page_addresses(reader: Reader, key: str, node: Node) -> tuple[str, ...]:
    """Read a list of addresses."""
    values = (address(reader, key, item) for item in reader.items(key, node, f"{key}: [/posts/old-name.html]"))
    return tuple([value for value in values if value is not None])


def task_id(reader: Reader, key: str, node: Node) -> str | None:
    """Read the id of a task on its page."""
    value = text(reader, key, node)
    if value is None or is_task_id(value := unicodedata.normalize("NFC", value)):
        return value
    reader.report(catalog.NOT_A_TASK_ID, node, key=key, value=value)
    return None


def web_address(reader: Reader, key: str, node: Node) -> str | None:
    """Read an address out of the site."""
    value = text(reader, key, node)
    if value is None or is_web_address(value):
        return value
    reader.report(catalog.NOT_A_WEB_ADDRESS, node, key=key, value=value)
    return None


def is_web_address(value: str) -> bool:
    """Whether `value` is an address out of the site that a page may lead to."""
    if len(value) > MAX_URL or _NOT_IN_URLS.search(value) or not is_whole_address(value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return bool(parts.hostname if parts.scheme in ("http", "https") else parts.path)


def plain(reader: Reader, key: str, node: Node) -> dict[str, Any] | None:
    """Read a mapping of the author's own: texts, lists and mappings."""
    if isinstance(node, MappingNode):
        for key_node, _ in node.entries.values():
            _without_forbidden(reader, key_node, key_node.text)
        return {own: _plain_value(reader, own, value) for own, (_, value) in node.entries.items()}
    reader.report_shape(node, f"'{key}'", "a mapping", "extra: {mood: good}")
    return None


def _plain_value(reader: Reader, key: str, node: Node) -> Any:
    if isinstance(node, MappingNode):
        return plain(reader, key, node)
    if isinstance(node, SequenceNode):
        return [_plain_value(reader, key, item) for item in node.items]
    if not isinstance(node, ScalarNode) or reader.loses_text(node):
        return None
    return _without_forbidden(reader, node, node.text)


def _text(reader: Reader, key: str, node: Node, limit: int) -> str | None:
    value = reader.scalar(key, node, "some text")
    if value is None or not isinstance(node, ScalarNode) or reader.loses_text(node):
        return None
    # An unquoted text that goes on with a line like an item of a list would swallow that item.
    if (
        node.plain
        and node.end_line > node.line
        and (dash := yaml_faults.dash_in_text(reader.source, node.line, node.end_line))
    ):
        reader.add(catalog.BAD_YAML.at(dash, reason=yaml_faults.DASH_IN_TEXT, hint=yaml_faults.HINT))
        return None
    # What can be printed has no white space but blanks and no character that is forbidden.
    is_plain = value.isprintable() and "  " not in value
    folded = (value if is_plain else _SPACE.sub(" ", value)).strip()
    if len(folded) > limit:
        reader.report(catalog.TOO_LONG, node, key=f"'{key}'", length=f"{len(folded):,}", limit=f"{limit:,}")
        return None
    return folded if is_plain else _without_forbidden(reader, node, folded)


def _without_forbidden(reader: Reader, node: Node, value: str) -> str | None:
    """Return `value`, or None where escapes in it spell a character that no file may hold, which is reported."""
    if match := FORBIDDEN.search(value):
        reader.report(catalog.CONTROL_CHARACTER, node, character=f"U+{ord(match[0]):04X}")
        return None
    return value


def _converted(
    reader: Reader,
    key: str,
    node: Node,
    convert: Callable[[str], Converted | None],
    code: Code,
    example: str,
    hint: str | None = None,
) -> Converted | None:
    if isinstance(node, ScalarNode) and (result := convert(node.text)) is not None:
        return result
    value = reader.scalar(key, node, example)
    if value is not None:
        reader.report(code, node, key=key, value=value, hint=hint)
    return None
