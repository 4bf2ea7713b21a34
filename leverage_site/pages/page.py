"""What a page is: its kind, its address, the arguments by which its inputs are collected; and the key of all that.

A view is built from the site view, the address and the inputs, and bytes from the view: so pages with equal keys
have equal views, whatever a theme prints of them. What has a `token` stands in keys by it. Inputs are collected as
they are asked for: a plan has thousands of pages, a preview shows one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from hashlib import sha256
from json import JSONEncoder
from operator import attrgetter, methodcaller
from typing import Any, NamedTuple

from leverage_site.pages.content import Content
from leverage_site.pages.view_parts import SiteView
from leverage_site.records import model
from leverage_site.settings import FILE
from leverage_site.values import token

HTML = "text/html; charset=utf-8"
# So many digits of a digest, 80 bits, tell all parts of a site apart.
PART_KEY = 20
KEY_LENGTH = 64  # characters


class Page(NamedTuple):
    """One file of the site; two pages are equal if their inputs are collected alike.

    `path` is the file it comes from and `origin` what messages call its source; `args` are plain values.
    """

    kind: "PageKind"
    address: str
    path: str
    origin: str
    args: tuple[Any, ...] = ()

    @property
    def media_type(self) -> str:
        """What its `Content-Type` is; empty if the ending of its file decides."""
        types = self.kind.media_types
        return types[self.args[0]] if types else self.kind.media_type

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


def all_days(content: Content, *_: Any) -> tuple[str, ...]:
    """Return the sources of inputs that are collected from all days."""
    return content.histories[-1:]


def has_tasks(content: Content) -> bool:
    """Return whether any day has a task."""
    return any(day.item.totals.tasks for day in content.days)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PageKind:
    """What the pages of one kind have in common: all that other rooms ask of a page but its address and inputs.

    Attributes:
        name: Unique among the kinds. In keys it stands for the view function, template and format.
        view: `view(site, address, inputs)` builds what a page shows.
        view_type: The class of that view.
        collect: `collect(content, *page.args)` gives the inputs of a page.
        sources: `sources(content, *page.args)` gives tokens of all days and texts of records that the inputs are
            collected from: while they and the `basis` of all keys stay, so does the key. None if not known.
        segments: Where a text is long and an edit changes little of it, yields the inputs of each of its segments:
            the texts of their views, one after the other, are that of the whole. A segment whose key is known is
            copied from the file that is there: at 1,000 days, that takes 0.9 of 1.8 s from the edit of a figure.
        parts: As `segments`, for the many pages of a kind whose parts are few and small: each page is made as one.
            Where an edit changes an entry of a feed of 30 days, the bodies of the others need not be loaded.
        plan: Yields the pages of the kind, given all that were planned before them.
        address: That of the only page, or of the first of several where no setting decides it.
        origin: What messages call the source of the only page.
        template: Shows the view; empty if no template is used.
        format: How bytes are made of a view: `template`, `fragment` (of what a template prints), `text`, `copy`
            (of a StaticFile), or `feed`.
        media_type: For `Content-Type`; empty if the ending of the file decides.
        media_types: Such types by the first argument of pages, where these are of several formats.
        in_sitemap: Whether the sitemap lists its pages.
        nav: What the setting of the navigation calls the page (one of `settings.NAV_PAGES`), and its usual title.
        has_content: Whether there is anything to show: the navigation leaves out what is empty.
        batch: A name for kinds whose pages share what they read: one process makes them in a row, as far
            as weights allow. Empty for a kind by itself.
        cost: In how many times the time of a day's page one is made, on a site without days.
        cost_of_1000_days: What is added to `cost` for each 1,000 days of the site.
    """

    name: str
    view: Callable[[SiteView, str, Any], Any]
    view_type: type
    collect: Callable[..., Any] = nothing
    sources: Callable[..., Iterable[str]] | None = None
    segments: Callable[[Any], Iterable[Any]] | None = None
    parts: Callable[[Any], Iterable[Any]] | None = None
    plan: Callable[["PageKind", Content, Sequence[Page]], Iterable[Page]] = one_page
    address: str = ""
    origin: str = ""
    template: str = ""
    format: str = "template"
    media_type: str = HTML
    media_types: Mapping[str, str] | None = None
    in_sitemap: bool = True
    nav: tuple[str, str] | None = None
    has_content: Callable[[Content], bool] = lambda _: True
    batch: str = ""
    cost: int = 1
    cost_of_1000_days: int = 0

    @property
    def is_template(self) -> bool:
        """Whether a template prints its pages."""
        return self.format == "template"

    @property
    def is_fragment(self) -> bool:
        """Whether its pages are those of another kind, for a host to put into its own."""
        return self.format == "fragment"

    @property
    def is_copy(self) -> bool:
        """Whether its pages are copies of files."""
        return self.format == "copy"

    @property
    def is_feed(self) -> bool:
        """Whether its pages are feeds, in several formats."""
        return self.media_types is not None

    def cost_among(self, days: int) -> int:
        """Return the cost of one of its pages on a site of so many `days`."""
        return self.cost + self.cost_of_1000_days * days // 1_000


def context(site: SiteView, versions: Iterable[str], theme: str) -> str:
    """Return what all pages of a build share: tool and library versions, the theme's fingerprint, site view."""
    return _digest((tuple(versions), theme, site))


class PageKeys:
    """The keys of a build's pages: each the digest of everything that decides the page's bytes.

    `shared` is the build's `context`, `assets` are the paths of those, which templates alone know. What a key
    leaves out of a page's inputs must be out of the view's reach: so days stand in keys by tokens, and groups of
    days by the digest of their days' tokens.
    """

    def __init__(self, shared: str, content: Content, assets: Mapping[str, str] | None = None) -> None:
        self.shared = shared
        self.content = content
        self.shared_by_templates = _digest((shared, assets or {}))

    @cached_property
    def basis(self) -> str:
        """The digest of what the inputs of all pages are collected from, beside the `sources` of each page.

        An edit changes the sources of few pages. All others keep their keys: nothing is collected for them, which
        takes 65 ms of CPU for 1,390 pages.
        """
        # The figures in a note are of days, which are in the sources of the pages that show it.
        content, library = self.content, self.content.live.read
        days = [
            (record.path, record.date, day.item.address, record.aliases)
            for record, day in zip(content.index.records, content.days, strict=True)
        ]
        files = (
            library.withdrawn,
            library.pages,
            library.notes,
            library.partials,
            library.static,
            library.unread,
            library.drafts,
        )
        return _digest((self.shared_by_templates, content.settings, content.index.spelling, days, files))

    def sources_of(self, page: Page) -> str | None:
        """Return what stands for a page's kind, arguments and `sources`, None if these are not known."""
        kind = page.kind
        return token(kind.name, page.args, *kind.sources(self.content, *page.args)) if kind.sources else None

    def key_of(self, page: Page) -> str:
        """Return the key of `page`."""
        return self.key_of_inputs(page, page.inputs(self.content))

    def key_of_part(self, page: Page, part: Any) -> str:
        """Return the key of a part of `page`: most of a site's thousands have a token and stand in many pages."""
        own = getattr(part, "token", None) or self.key_of_inputs(page, part)
        return f"{self.shared[:PART_KEY]}{own[:PART_KEY]}"

    def key_of_inputs(self, page: Page, inputs: Any) -> str:
        """Return the key of `page` if it is made of `inputs`. Raises TypeError where they are no plain values."""
        shared = self.shared_by_templates if page.kind.template else self.shared
        return _digest((shared, page.address, page.kind.name, inputs))


def _digest(value: Any) -> str:
    return sha256(_dumps(value).encode(errors="surrogatepass")).hexdigest()


def _to_json(value: Any) -> Any:
    """Return a value that JSON has in place of one that it has not. Raises TypeError for no plain value."""
    kind: Any = type(value)
    return _encoder(kind)(value)


# Values of one type that differ have different texts, and so do mappings whose keys are texts. Only what JSON has
# not takes a call: the keys of 1,390 pages take 42 ms of CPU, and 90 ms where a function makes each value plain.
_dumps = JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_to_json).encode


@cache
def _encoder(kind: type) -> Callable[[Any], Any]:
    """Return what makes a value of `kind` JSON. Raises TypeError where it may hold more than can be seen."""
    if issubclass(kind, date):
        return methodcaller("isoformat")
    if issubclass(kind, timedelta):
        return attrgetter("days", "seconds", "microseconds")
    if hasattr(kind, "token"):
        return attrgetter("token")
    if is_dataclass(kind):
        return attrgetter("__class__.__qualname__", *key_fields(kind))
    raise TypeError(f"a page's inputs must be plain values, not {kind.__qualname__}")


def key_fields(kind: Any) -> tuple[str, ...]:
    """Return the fields of a dataclass that stand for all of it in keys.

    A file's digest stands for all that is in it, but not for its path; that of a copied file is an address.
    """
    if issubclass(kind, model.Record | model.PlainPage | model.Note):
        return ("path", "digest")
    if issubclass(kind, model.StaticFile):
        return ("address", "digest")
    return tuple(field.name for field in fields(kind))
