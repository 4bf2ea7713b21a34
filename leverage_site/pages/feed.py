"""Feeds: what each of them is, and its pages, one for each format; `feed_kinds` has which feeds there are.

The feeds of all days, of weeks and of corrections are FeedViews, which `render.feeds` writes. Those of projects
and tags and the archives are hundreds, and written as texts, entry by entry.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any

from leverage_site.pages.content import Content
from leverage_site.pages.feed_entries import Entry, feed_entry
from leverage_site.pages.feed_text import SEPARATORS, end_text, entry_text, feed_text, head_text
from leverage_site.pages.page import Page, PageKind
from leverage_site.pages.urlmap import FEED_FORMATS, FEED_STYLES, FEED_TYPES, feed_address
from leverage_site.pages.view_parts import SiteView
from leverage_site.pages.views import DeletedEntry, FeedHead, FeedView, TextView
from leverage_site.settings import FILE
from leverage_site.stats.index import TermKind
from leverage_site.urls import absolute, root_of, slug
from leverage_site.values import value

_MEDIA_TYPES = {form: f"{name}; charset=utf-8" for form, name in FEED_TYPES.items()}
# The names of feeds in their addresses; that of all days has none.
WEEKS_FEED, CORRECTIONS_FEED = "weeks", "corrections"

# When a feed without entries was changed: validators take times before 1990 for mistakes.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@value
class FeedAbout:
    """What a feed is, but for its entries.

    `title` stands behind the site's. `home` is the address of the page that it belongs to. `current` is the name,
    in addresses, of the feed of which it is an archive, None where it is none; `previous` that of the archive
    before it.
    """

    id: str
    title: str
    description: str
    home: str
    updated: datetime = NEVER
    current: str | None = None
    previous: str | None = None
    hub: str = ""
    deleted: tuple[DeletedEntry, ...] = ()


@value
class FeedInputs:
    """A feed in a format, the newest entry first."""

    format: str
    about: FeedAbout
    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, form: str, about: FeedAbout, entries: Sequence[Entry]) -> "FeedInputs":
        """Return a feed that was last changed when one of its entries was, or was taken back."""
        changes = [*(entry.updated for entry in entries), *(one.when for one in about.deleted)]
        return cls(form, replace(about, updated=max(changes, default=NEVER)), tuple(entries))


@value
class FeedHeadInputs:
    """What stands before the entries of a feed."""

    format: str
    about: FeedAbout


@value
class FeedEntryInputs:
    """An entry of a feed."""

    format: str
    entry: Entry
    is_first: bool

    @property
    def token(self) -> str:
        """What stands for it in keys."""
        return f"{self.format[0]}{self.is_first:d}{self.entry.token}"


@value
class FeedEndInputs:
    """What stands behind the entries of a feed."""

    format: str


def feed_view(site: SiteView, address: str, inputs: FeedInputs) -> FeedView:
    """Build a feed."""
    entries = tuple([feed_entry(site, entry) for entry in inputs.entries])
    return FeedView(inputs.format, _head(site, address, inputs.about, inputs.format), entries)


def feed_alias_view(site: SiteView, address: str, inputs: FeedInputs) -> FeedView:
    """Build the feed of all days for an older address of it; it says where it is from now on."""
    view = feed_view(site, feed_address("", inputs.format), inputs)
    return replace(view, head=replace(view.head, styles=_styles(address)))


def _head(site: SiteView, address: str, about: FeedAbout, form: str) -> FeedHead:
    def address_of(name: str | None) -> str:
        return "" if name is None else absolute(site.base_url, feed_address(name, form))

    return FeedHead(
        id=about.id,
        title=f"{site.title}: {about.title}" if about.title else site.title,
        description=about.description or site.description,
        language=site.language,
        author=site.author,
        generator=site.generator,
        home=absolute(site.base_url, about.home),
        url=absolute(site.base_url, address),
        styles=_styles(address),
        updated=about.updated,
        current=address_of(about.current),
        previous=address_of(about.previous),
        hub=about.hub,
        deleted=about.deleted,
    )


def _styles(address: str) -> str:
    return root_of(address) + FEED_STYLES.removeprefix("/")


def feed_part_view(
    site: SiteView, address: str, inputs: FeedInputs | FeedHeadInputs | FeedEntryInputs | FeedEndInputs
) -> TextView:
    """Build a feed as a text, or a part of it."""
    match inputs:
        case FeedEntryInputs():
            text = _entry_text(site, inputs.entry, inputs.format)
            text = text if inputs.is_first else SEPARATORS[inputs.format] + text
        case FeedHeadInputs():
            text = head_text(_head(site, address, inputs.about, inputs.format), inputs.format)
        case FeedEndInputs():
            text = end_text(inputs.format)
        case FeedInputs():
            text = feed_text(feed_view(site, address, inputs))
    return TextView(text)


# A day is in the archive and in the feeds of its projects and tags: saves 0.4 of 6 s of CPU per 1,000 days. More
# entries save no more: eight times as many take 25 MB.
@lru_cache(256)
def _entry_text(site: SiteView, entry: Entry, form: str) -> str:
    return entry_text(feed_entry(site, entry), form)


def feed_parts(inputs: FeedInputs) -> Iterator[FeedHeadInputs | FeedEntryInputs | FeedEndInputs]:
    """Yield the inputs of each part of a feed."""
    yield FeedHeadInputs(inputs.format, inputs.about)
    for n, entry in enumerate(inputs.entries):
        yield FeedEntryInputs(inputs.format, entry, n == 0)
    yield FeedEndInputs(inputs.format)


def term_feed(kind: TermKind, spelling: str) -> str:
    """Return the name of the feed of a tag or a project."""
    return f"{kind}s/{slug(spelling)}"


def plan_feed(name: str, kind: PageKind, _: Content, __: Sequence[Page]) -> Iterator[Page]:
    """Plan the pages of the feed called `name`, one for each format."""
    for form, called in FEED_FORMATS.items():
        yield Page(kind, feed_address(name, form), FILE, f"{kind.origin} as {called}", (form,))


def feed_kind(
    name: str, kind: str, origin: str, collect: Callable[..., Any], sources: Callable[..., Any]
) -> PageKind:
    """Return a kind of feeds that every site has one of, in each format."""
    return PageKind(
        name=kind,
        plan=partial(plan_feed, name),
        collect=collect,
        sources=sources,
        view=feed_view,
        view_type=FeedView,
        origin=origin,
        format="feed",
        media_types=_MEDIA_TYPES,
        in_sitemap=False,
        batch="feeds of feedgen",
        cost=20,
    )


def text_feed_kind(
    kind: str, plan: Callable[..., Any], collect: Callable[..., Any], sources: Callable[..., Any]
) -> PageKind:
    """Return a kind of feeds that a site has many of."""
    return PageKind(
        name=kind,
        plan=plan,
        collect=collect,
        sources=sources,
        parts=feed_parts,
        view=feed_part_view,
        view_type=TextView,
        format="text",
        media_types=_MEDIA_TYPES,
        in_sitemap=False,
        batch="feeds as texts",
        cost=5,
    )
