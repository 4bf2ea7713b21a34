"""A page is an address, a template, a view function and its inputs; its key stands for all of them.

A view is built and rendered from nothing else, so an unchanged key means unchanged bytes. Inputs are gathered from
the site's content when they are asked for: a plan has thousands of pages, and a preview shows one of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from operator import attrgetter
from types import NoneType
from typing import Any, NamedTuple

from leverage_site.pages.content import Content
from leverage_site.pages.days import Archive, Day, DayItem
from leverage_site.pages.links import Partial
from leverage_site.pages.views import SiteView
from leverage_site.records import model
from leverage_site.records.model import StaticFile

# What stands for itself in keys by its token.
_WITH_TOKEN = (Archive, Day)

_ATOMS = frozenset({NoneType, bool, int, float, str})
_SHARED = frozenset({DayItem, Partial})

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
        return _KINDS[type(value)](self, value)

    def same(self, value: Any) -> Any:
        return value

    def spelled(self, value: Any) -> str:
        return repr(value)

    def items(self, values: Iterable[Any]) -> tuple[Any, ...]:
        values = tuple(values)
        return values if _ATOMS.issuperset(map(type, values)) else tuple([self.of(item) for item in values])

    def mapping(self, value: dict[Any, Any]) -> tuple[Any, ...]:
        return ("dict", *map(self.items, value.items()))

    def content(self, value: Any) -> tuple[Any, ...]:
        kind: Any = type(value)
        name, fields_of = _parts(kind)
        return (name, self.items(fields_of(value)))

    def shared(self, value: Any) -> str:
        found = self.known.get(id(value))
        if found is None:
            found = self.known[id(value)] = value, _digest(self.content(value))
        return found[1]


class _Kinds(dict[type, Callable[[_Plain, Any], Any]]):
    """How each type is made plain; worked out when it is first met."""

    def __missing__(self, kind: type) -> Callable[[_Plain, Any], Any]:
        self[kind] = how = self._how(kind)
        return how

    def _how(self, kind: type) -> Callable[[_Plain, Any], Any]:
        if issubclass(kind, _WITH_TOKEN):
            return lambda _, value: value.token
        if kind in _SHARED:
            return _Plain.shared
        if is_dataclass(kind):
            return _Plain.content
        for base, how in _BASES.items():
            if issubclass(kind, base):
                return how
        raise TypeError(f"a page's inputs must be plain values, not {kind.__qualname__}")


_BASES: dict[type, Callable[[_Plain, Any], Any]] = {
    str: lambda _, text: str(text),
    tuple: _Plain.items,
    list: _Plain.items,
    dict: _Plain.mapping,
    date: _Plain.spelled,
    timedelta: _Plain.spelled,
}
_KINDS = _Kinds(dict.fromkeys(_ATOMS, _Plain.same))


@cache
def _parts(kind: Any) -> tuple[str, Callable[[Any], Iterable[Any]]]:
    """The name of a dataclass, and what gives the fields that decide a page."""
    names = _fields(kind)
    if len(names) > 1:
        return kind.__qualname__, attrgetter(*names)
    return kind.__qualname__, lambda value: [getattr(value, name) for name in names]


def _fields(kind: Any) -> tuple[str, ...]:
    """A file's digest stands for all that is in it, but not for its path; that of a copied file is an address."""
    if issubclass(kind, model.Record | model.PlainPage | model.Note):
        return ("path", "digest")
    if issubclass(kind, model.StaticFile):
        return ("address", "digest")
    return tuple(field.name for field in fields(kind))
