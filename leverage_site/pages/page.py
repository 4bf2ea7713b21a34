"""A page is an address, a template, a view function and its inputs; its key stands for all of them.

A view is built and rendered from nothing else, so an unchanged key means unchanged bytes. Inputs are gathered from
the site's content when they are asked for: a plan has thousands of pages, and a preview shows one of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from leverage_site.pages.content import Content
from leverage_site.pages.days import DayItem
from leverage_site.pages.views import SiteView
from leverage_site.records import model
from leverage_site.records.model import StaticFile
from leverage_site.stats.totals import Totals

_ATOMS = frozenset({bool, int, float, str})
_SHARED = frozenset({DayItem, Totals})

ViewFunction = Callable[[SiteView, str, Any], Any]


class Page(NamedTuple):
    """One file of the site.

    `view(site, address, inputs)` gives what `template` shows, where `gather(content)` gives the inputs. A page
    without a view is a copy of the StaticFile that is its input. `origin` names its source in messages, `path` is
    the source's file.
    """

    address: str
    origin: str
    path: str
    gather: Callable[[Content], Any]
    view: ViewFunction | None = None
    template: str | None = None


def copy(file: StaticFile) -> Page:
    """The page that is a copy of `file`."""
    return Page(file.address, file.path, file.path, lambda _: file)


def context(site: SiteView, versions: Iterable[str], theme: str) -> str:
    """What all pages of one build share: tool and library versions, the theme's fingerprint, the site view."""
    return _digest((tuple(versions), theme, _Plain().of(site)))


class Keys:
    """The keys of a build's pages: each the digest of everything that decides the page's bytes.

    `shared` is the build's `context`. What many pages hold, such as a day of several lists, is worked out once.
    """

    def __init__(self, shared: str, content: Content) -> None:
        self.shared = shared
        self.content = content
        self.plain = _Plain()

    def of(self, page: Page) -> str:
        """The key of `page`."""
        view = f"{page.view.__module__}.{page.view.__qualname__}" if page.view else None
        return _digest((self.shared, page.address, page.template, view, self.plain.of(page.gather(self.content))))


def _digest(value: object) -> str:
    return sha256(repr(value).encode(errors="surrogatepass")).hexdigest()


class _Plain:
    """Values as nested tuples with an unambiguous `repr`."""

    def __init__(self) -> None:
        # The value is kept with its digest, so that no other can have its identity.
        self.known: dict[int, tuple[Any, str]] = {}

    def of(self, value: Any) -> Any:
        """`value` as plain values. Raises TypeError where it holds something else."""
        kind = type(value)
        if value is None or kind in _ATOMS:
            return value
        if kind in (tuple, list):
            return tuple(map(self.of, value))
        if kind in _SHARED:
            return self._shared(value)
        if is_dataclass(value):
            return self._content(value)
        if isinstance(value, dict):
            return ("dict", *((self.of(name), self.of(item)) for name, item in value.items()))
        if isinstance(value, date | timedelta):
            return repr(value)
        if isinstance(value, str):
            return str(value)
        raise TypeError(f"a page's inputs must be plain values, not {kind.__qualname__}")

    def _shared(self, value: Any) -> str:
        found = self.known.get(id(value))
        if found is None:
            found = self.known[id(value)] = value, _digest(self._content(value))
        return found[1]

    def _content(self, value: Any) -> tuple[Any, ...]:
        """The fields of a dataclass; a file's digest stands for all that is in it, but not for a note's name."""
        if isinstance(value, model.Record | model.PlainPage | model.StaticFile):
            return (type(value).__qualname__, value.digest)
        if isinstance(value, model.Note):
            return ("Note", value.name, value.digest)
        names = _fields(value.__class__)
        return (type(value).__qualname__, *(self.of(getattr(value, name)) for name in names))


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
