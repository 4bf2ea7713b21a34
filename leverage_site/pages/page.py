"""What a page is: its kind, its address and the arguments by which its inputs are collected; and its key.

A view is built from the site view, the address and the inputs, and bytes from the view, so an unchanged key means
unchanged bytes. Inputs are collected when they are asked for: a plan has thousands of pages, a preview shows one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from operator import attrgetter
from types import NoneType
from typing import Any, NamedTuple

from leverage_site.pages.content import Content, Day, DayItem, TermDays
from leverage_site.pages.links import Partial
from leverage_site.pages.views import SiteView
from leverage_site.records import model
from leverage_site.settings import FILE

# What stands for itself in keys by its token.
_WITH_TOKEN = (TermDays, Day)

_ATOMS = frozenset({NoneType, bool, int, float, str})
_SHARED = frozenset({DayItem, Partial})

HTML = "text/html; charset=utf-8"


class Page(NamedTuple):
    """One file of the site; two pages are equal if their inputs are collected alike.

    `path` is the file it comes from and `origin` what messages call its source; `args` are plain values.
    """

    kind: "PageKind"
    address: str
    path: str
    origin: str
    args: tuple[Any, ...] = ()

    def inputs(self, content: Content) -> Any:
        """Collect all that decides what the page shows, but for the site view and the address."""
        return self.kind.collect(content, *self.args)

    def view(self, site: SiteView, inputs: Any) -> Any:
        """Build what the page shows of its `inputs`."""
        return self.kind.view(site, self.address, inputs)


def one_page(kind: "PageKind", _: Content, __: Sequence[Page]) -> Iterator[Page]:
    """Plan the page of a kind that every site has one of."""
    yield Page(kind, kind.address, FILE, kind.origin)


def nothing(_: Content) -> None:
    """Collect the inputs of a page that is the same whatever the content is."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PageKind:
    """What the pages of one kind have in common: all that other rooms ask of a page but its address and inputs.

    Attributes:
        name: Unique among the kinds. In keys it stands for the view function, template and format.
        view: `view(site, address, inputs)` builds what a page shows.
        view_type: The class of that view.
        collect: `collect(content, *page.args)` gives the inputs of a page.
        plan: Yields the pages of the kind, given all that were planned before them.
        address: That of the only page, or of the first of several where no setting decides it.
        origin: What messages call the source of the only page.
        template: Shows the view, or each entry of a feed; empty if no template is used.
        format: How bytes are made of a view: `template`, `text`, `copy` (of a StaticFile), or a format of feeds
            that `render.feeds` knows by this name.
        media_type: For `Content-Type`; empty if the ending of the file decides.
        in_sitemap: Whether the sitemap lists its pages.
        nav: Its place among the entries of the navigation, and the title of its entry.
        cost: In how many times the time of a day's page one is made, on a site without days.
        cost_of_1000_days: What is added to `cost` for each 1,000 days of the site.
    """

    name: str
    view: Callable[[SiteView, str, Any], Any]
    view_type: type
    collect: Callable[..., Any] = nothing
    plan: Callable[["PageKind", Content, Sequence[Page]], Iterable[Page]] = one_page
    address: str = ""
    origin: str = ""
    template: str = ""
    format: str = "template"
    media_type: str = HTML
    in_sitemap: bool = True
    nav: tuple[int, str] | None = None
    cost: int = 1
    cost_of_1000_days: int = 0

    @property
    def is_copy(self) -> bool:
        """Whether its pages are copies of files."""
        return self.format == "copy"

    @property
    def is_feed(self) -> bool:
        """Whether its pages are feeds, whose views are FeedViews."""
        return self.format not in ("template", "text", "copy")

    def cost_among(self, days: int) -> int:
        """Return the cost of one of its pages on a site of so many `days`."""
        return self.cost + self.cost_of_1000_days * days // 1_000


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
        """Return the key of `page`."""
        return self.of_inputs(page, page.inputs(self.content))

    def of_inputs(self, page: Page, inputs: Any) -> str:
        """Return the key of `page` if it is made of `inputs`. Raises TypeError where they are no plain values."""
        return _digest((self.shared, page.address, page.kind.name, self.plain.of(inputs)))


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
