"""What a node of front matter may be: each function reads one kind of value, or reports why it cannot."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from leverage_site.dates import parse_date
from leverage_site.markdown.dialect import is_whole_address
from leverage_site.problems import catalog
from leverage_site.records import indentation
from leverage_site.records.measures import Tokens, parse_duration_or_zero, parse_tokens
from leverage_site.records.model import TaskLink
from leverage_site.records.nodes import Mapping, Node, Scalar
from leverage_site.records.nodes import Sequence as Items
from leverage_site.records.reader import Field, Reader, Table, kind
from leverage_site.text import FORBIDDEN, INVISIBLE
from leverage_site.urls import MAX_URL, is_page_address, is_task_id

Value = TypeVar("Value")

MAX_TEXT = 2_000
MAX_NAME = 60
MAX_NAMES = 50
MAX_LINKS = 50

# What people write where they do not know a number.
UNKNOWN = frozenset(
    ("?", "??", "-", "--", "–", "—", "~", "n/a", "na", "n.a.", "none", "null", "nil", "unknown", "tbd", "x", "no")
)

_SPACE = re.compile(r"[ \t\r\n]+")
_NOT_IN_URLS = re.compile(r"[\s<>\"\\^`{|}]")


def text(reader: Reader, key: str, node: Node) -> str | None:
    """One line of text; white space is folded."""
    return _text(reader, key, node, MAX_TEXT)


def name(reader: Reader, key: str, node: Node) -> str | None:
    """A short text, such as a tag or a project, in Unicode's composed form: it becomes part of an address."""
    value = _text(reader, key, node, MAX_NAME)
    if value and not value.isascii() and (unseen := INVISIBLE.search(value)):
        reader.report(catalog.UNSEEN, node, name=value, character=f"U+{ord(unseen[0]):04X}")
    return unicodedata.normalize("NFC", value) if value else value


def names(reader: Reader, key: str, node: Node) -> tuple[str, ...]:
    """A list of names, without those that differ from an earlier one only in case."""
    items = reader.items(key, node, f"{key}: [AI, testing]")
    if len(items) > MAX_NAMES:
        reader.report(catalog.TOO_MANY, node, what=key, count=f"{len(items):,}", limit=MAX_NAMES)
        return ()
    found = (name(reader, key, item) for item in items)
    unique: dict[str, str] = {}
    for value in found:
        if value is not None:
            unique.setdefault(value.casefold(), value)
    return tuple(unique.values())


def day(reader: Reader, key: str, node: Node) -> date | None:
    """A day, without a time."""
    return _converted(reader, key, node, parse_date, catalog.NOT_A_DATE, "2026-04-07")


def boolean(reader: Reader, key: str, node: Node) -> bool | None:
    """`true` or `false`."""
    return _converted(reader, key, node, {"true": True, "false": False}.get, catalog.NOT_A_BOOLEAN, "true")


def tokens(reader: Reader, key: str, node: Node) -> Tokens | None:
    """A number of tokens."""
    return _converted(reader, key, node, parse_tokens, catalog.NOT_TOKENS, "400k")


def duration(reader: Reader, key: str, node: Node) -> timedelta | None:
    """A duration, zero included, which may be left out."""
    is_unknown = isinstance(node, Scalar) and node.text.strip().casefold() in UNKNOWN
    hint = f"Leave `{key}` out if it is unknown; write 0m where there was none." if is_unknown else None
    return _converted(reader, key, node, parse_duration_or_zero, catalog.NOT_A_DURATION, "20m", hint)


def positive_duration(reader: Reader, key: str, node: Node) -> timedelta | None:
    """A duration of more than nothing."""
    value = _converted(reader, key, node, parse_duration_or_zero, catalog.NOT_A_DURATION, "20m")
    if value is not None and not value:
        reader.report(catalog.NOT_POSITIVE, node, key=key)
        return None
    return value


def address(reader: Reader, key: str, node: Node) -> str | None:
    """The address of a page on this site."""
    value = text(reader, key, node)
    if value is None or is_page_address(value):
        return value
    reader.report(catalog.NOT_AN_ADDRESS, node, key=key, value=value)
    return None


def page_addresses(reader: Reader, key: str, node: Node) -> tuple[str, ...]:
    """A list of addresses."""
    found = (address(reader, key, item) for item in reader.items(key, node, f"{key}: [/posts/old-name.html]"))
    return tuple(value for value in found if value is not None)


def task_id(reader: Reader, key: str, node: Node) -> str | None:
    """What a task is known by on its page."""
    value = text(reader, key, node)
    if value is None or is_task_id(value := unicodedata.normalize("NFC", value)):
        return value
    reader.report(catalog.NOT_A_TASK_ID, node, key=key, value=value)
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


def web_address(reader: Reader, key: str, node: Node) -> str | None:
    """An address out of the site."""
    value = text(reader, key, node)
    if value is None or is_web_address(value):
        return value
    reader.report(catalog.NOT_A_WEB_ADDRESS, node, key=key, value=value)
    return None


_LINK_FIELDS = (
    Field("title", text, '"Pull request 12"', {}, required=True),
    Field("url", web_address, "https://example.org/pull/12", {}, required=True),
)
_LINK = Table(_LINK_FIELDS)


def links(reader: Reader, key: str, node: Node) -> tuple[TaskLink, ...]:
    """Addresses with their titles: a mapping of titles, or a list of both."""
    example = f"{key}: {{Pull request: https://example.org/pull/12}}"
    is_mapping = isinstance(node, Mapping)
    pairs = list(node.entries.values()) if isinstance(node, Mapping) else []
    items = [] if is_mapping else reader.items(key, node, example)
    if (count := len(pairs) + len(items)) > MAX_LINKS:
        reader.report(catalog.TOO_MANY, node, what=key, count=f"{count:,}", limit=MAX_LINKS)
        return ()
    named = ((text(reader, key, title), web_address(reader, key, url)) for title, url in pairs)
    found = [*named, *(_listed_link(reader, key, item, example) for item in items)]
    return tuple([TaskLink(title, url) for title, url in found if title and url])


def _listed_link(reader: Reader, key: str, node: Node, example: str) -> tuple[str | None, str | None]:
    if isinstance(node, Mapping):
        values = reader.mapping(node, _LINK)
        return values.get("title"), values.get("url")
    shape = {"key": f"a link in '{key}'", "wanted": "a title with its address", "found": kind(node)}
    reader.report(catalog.WRONG_SHAPE, node, **shape, example=example)
    return None, None


def plain(reader: Reader, key: str, node: Node) -> dict[str, Any] | None:
    """A mapping of the author's own: texts, lists and mappings."""
    if isinstance(node, Mapping):
        for name_node, _ in node.entries.values():
            _checked(reader, name_node, name_node.text)
        return {own: _plain(reader, own, value) for own, (_, value) in node.entries.items()}
    reader.report(
        catalog.WRONG_SHAPE,
        node,
        key=f"'{key}'",
        wanted="a mapping",
        found=kind(node),
        example="extra: {mood: good}",
    )
    return None


def _plain(reader: Reader, key: str, node: Node) -> Any:
    if isinstance(node, Mapping):
        return plain(reader, key, node)
    if isinstance(node, Items):
        return [_plain(reader, key, item) for item in node.items]
    if not isinstance(node, Scalar) or reader.loses_text(node):
        return None
    return _checked(reader, node, node.text)


def _text(reader: Reader, key: str, node: Node, limit: int) -> str | None:
    value = reader.scalar(key, node, "some text")
    if value is None or not isinstance(node, Scalar):
        return None
    if reader.loses_text(node):
        return None
    if node.end_line > node.line and node.plain and _swallows_dash(reader, node):
        return None
    # What can be printed has no white space but blanks and no character that is forbidden.
    is_plain = value.isprintable() and "  " not in value
    folded = (value if is_plain else _SPACE.sub(" ", value)).strip()
    if len(folded) > limit:
        reader.report(catalog.TOO_LONG, node, key=f"'{key}'", length=f"{len(folded):,}", limit=f"{limit:,}")
        return None
    return folded if is_plain else _checked(reader, node, folded)


def _swallows_dash(reader: Reader, node: Scalar) -> bool:
    """Whether an unquoted text goes on with a line that looks like an item of a list; if so, that is noted."""
    place = indentation.dash_in_text(reader.source, node.line, node.end_line)
    if place:
        hint = indentation.HINT
        reader.add(catalog.BAD_YAML.at(place, reason=indentation.DASH_IN_TEXT, hint=hint))
    return place is not None


def _checked(reader: Reader, node: Node, value: str) -> str | None:
    """Escapes in quoted texts can spell characters that no file may hold."""
    if match := FORBIDDEN.search(value):
        reader.report(catalog.CONTROL_CHARACTER, node, character=f"U+{ord(match[0]):04X}")
        return None
    return value


def _converted(
    reader: Reader,
    key: str,
    node: Node,
    convert: Callable[[str], Value | None],
    code: catalog.Code,
    example: str,
    hint: str | None = None,
) -> Value | None:
    if isinstance(node, Scalar) and (result := convert(node.text)) is not None:
        return result
    value = reader.scalar(key, node, example)
    if value is not None:
        reader.report(code, node, key=key, value=value, hint=hint)
    return None
