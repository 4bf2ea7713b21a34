"""A page is an address, a template, a view function and its inputs; its key stands for all of them.

A view is built and rendered from nothing else, so an unchanged key means unchanged bytes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from leverage_site.pages.views import SiteView
from leverage_site.records import model
from leverage_site.records.model import StaticFile

ViewFunction = Callable[[SiteView, str, Any], Any]


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site.

    `view(site, address, inputs)` gives what `template` shows. A page without a view is a copy of the file in
    `inputs`. `origin` names its source in messages, `path` is the source's file.
    """

    address: str
    origin: str
    path: str
    inputs: Any
    view: ViewFunction | None = None
    template: str | None = None


def copy(file: StaticFile) -> Page:
    """The page that is a copy of `file`."""
    return Page(file.address, file.path, file.path, file)


def context(site: SiteView, versions: Iterable[str], theme: str) -> str:
    """What all pages of one build share: tool and library versions, the theme's fingerprint, the site view."""
    return _digest((tuple(versions), theme, _plain(site)))


def key(page: Page, shared: str) -> str:
    """The digest of everything that decides the page's bytes. `shared` is the build's `context`."""
    view = f"{page.view.__module__}.{page.view.__qualname__}" if page.view else None
    return _digest((shared, page.address, page.template, view, _plain(page.inputs)))


def _digest(value: object) -> str:
    return sha256(repr(value).encode(errors="surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    """`value` as nested tuples with an unambiguous `repr`."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date | timedelta):
        return repr(value)
    if is_dataclass(value):
        return (type(value).__qualname__, *_content(value))
    if isinstance(value, dict):
        return ("dict", tuple((_plain(name), _plain(item)) for name, item in value.items()))
    if isinstance(value, tuple | list):
        return tuple(_plain(item) for item in value)
    raise TypeError(f"a page's inputs must be plain values, not {type(value).__qualname__}")


def _content(value: Any) -> tuple[Any, ...]:
    """The fields of a dataclass; a file's digest stands for all that is in it, but not for a note's name."""
    if isinstance(value, model.Record | model.PlainPage | model.StaticFile):
        return (value.digest,)
    if isinstance(value, model.Note):
        return (value.name, value.digest)
    return tuple(_plain(getattr(value, field.name)) for field in fields(value))
