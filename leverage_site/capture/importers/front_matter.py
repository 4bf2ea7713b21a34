"""What the front matter of another generator says: YAML between dashes, or TOML between plus signs."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from leverage_site import codes
from leverage_site.capture.importers.days import exact_day
from leverage_site.capture.importers.document import Facts
from leverage_site.problems import Problem, ProblemError, Source
from leverage_site.records.nodes import Mapping as Keys
from leverage_site.records.nodes import Node, Scalar
from leverage_site.records.nodes import Sequence as Items
from leverage_site.records.tree import build
from leverage_site.settings.toml import TomlError, parse_toml

_KNOWN = frozenset({"title", "date", "tags", "url", "permalink", "aliases", "summary", "description", "draft",
                    "published"})  # fmt: skip
# How a page is made, which says nothing of the day.
_TECHNICAL = frozenset({"layout", "type", "slug", "template", "weight", "lastmod", "modified", "toc", "comments"})

Values = Mapping[str, Any]


def front_matter(source: Source) -> tuple[Facts, int, tuple[Problem, ...]]:
    """What the keys say, the line behind them, and a problem for each that is not understood.

    Raises ProblemError where they cannot be read.
    """
    rule = source.lines[0].rstrip()
    end = next((n for n, line in enumerate(source.lines[1:], 2) if line.rstrip() == rule), None)
    if rule not in ("---", "+++") or end is None or not any(mark in source.lines[1] for mark in ":="):
        return Facts(), 1, ()
    values = _yaml(source, end) if rule == "---" else _toml(source, end)
    unknown = [key for key in values if key not in _KNOWN | _TECHNICAL]
    if "summary" in values and "description" in values:
        unknown.append("description")
    problems = [codes.UNKNOWN_KEY_LEFT.at(source.find(key, 2, end), name=key) for key in unknown]
    return _facts(values), end + 1, tuple(problems)


def _facts(values: Values) -> Facts:
    return Facts(
        _text(values, "title"),
        _texts(values, "tags"),
        stated=exact_day(_text(values, "date") or ""),
        url=_text(values, "url", "permalink"),
        aliases=_texts(values, "aliases"),
        summary=_text(values, "summary", "description"),
        draft=_says(values, "draft", "true", "yes", "on") or _says(values, "published", "false", "no", "off"),
    )


def _says(values: Values, name: str, *words: str) -> bool:
    """Whether a key says one of the words, in whatever case YAML takes it for the same."""
    return (_text(values, name) or "").strip().lower() in words


def _text(values: Values, *names: str) -> str | None:
    found = (values[name] for name in names if isinstance(values.get(name), str))
    return next((text for text in found if text.strip()), None)


def _texts(values: Values, name: str) -> tuple[str, ...]:
    value = values.get(name)
    items = value if isinstance(value, list) else str(value or "").split(",")
    return tuple(item.strip() for item in items if isinstance(item, str) and item.strip())


def _yaml(source: Source, end: int) -> Values:
    root, problems = build(source, 2, end)
    if problems:
        raise ProblemError(*problems)
    return {key: _value(node) for key, (_, node) in root.entries.items()}


def _value(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [item.text for item in node.items if isinstance(item, Scalar)]
    return {} if isinstance(node, Keys) else None


def _toml(source: Source, end: int) -> Values:
    try:
        values = parse_toml(source, 2, end - 1)
    except TomlError as error:
        raise codes.BAD_PAGE.error(error.place, reason=f"its front matter is no TOML: {error.reason}") from None
    return {key: _spelled(value) for key, value in values.items()}


def _spelled(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, dt.date) else value
