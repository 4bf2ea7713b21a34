"""Cells of columns that this program's own data files have: a task's id, its addresses, the author's own keys."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from leverage_site.importing.formats.columns import EXTRA, ID, LINKS, URL
from leverage_site.records.fields import MAX_LINKS, is_web_address
from leverage_site.records.model import TaskLink
from leverage_site.urls import is_task_id

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
