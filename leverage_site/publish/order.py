"""The files of a site as they are published: what each is to a reader, which decides the order of sending.

A reader never finds a page whose assets are missing, a list that names a page which is not there yet, or a feed
that is ahead of the pages: so assets go first, feeds last, and what leaves the site goes after all that.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from leverage_site.pages.page import Page
from leverage_site.pages.urlmap import feed_address
from leverage_site.urls import media_type

ASSETS, PAGES, LISTS, SITEMAP, FEEDS = STEPS = ("assets", "pages", "lists", "sitemap", "feeds")

# The kinds of pages that others list; every other page of HTML is a list.
_SINGLE = frozenset({"day", "page", "404", "redirect", "renamed", "former"})
_OF_CRAWLERS = frozenset({"sitemap", "robots"})
_LIST_OF_FEEDS = "text/x-opml"
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", _LIST_OF_FEEDS)
_ARCHIVES = feed_address("archive/", "rss").removeprefix("/").removesuffix(".rss.xml")


class SiteFile(NamedTuple):
    """A file to publish: its path in the site, the digest of its bytes, one of the STEPS, its media type."""

    path: str
    digest: str
    step: str
    type: str

    @property
    def names_hub(self) -> bool:
        """Whether it is a feed that readers subscribe to: neither an archive nor the list of feeds."""
        is_feed = self.step == FEEDS and not self.type.startswith(_LIST_OF_FEEDS)
        return is_feed and not self.path.startswith(_ARCHIVES)


def site_files(by_file: Mapping[str, Page], digests: Mapping[str, str]) -> dict[str, SiteFile]:
    """Return the files of a site by their paths.

    Args:
        by_file: Its pages by the files they become.
        digests: Those of the files that were built.

    """
    files = {}
    for path, digest in digests.items():
        page = by_file.get(path)
        type_ = (page.media_type if page else "") or media_type(path)
        files[path] = SiteFile(path, digest, step_of(type_, page), type_)
    return files


def step_of(type_: str, page: Page | None = None) -> str:
    """Return the step of a file of this media type that `page` becomes, or that is of no known page.

    Data files count as assets: the page of all tasks reads them.
    """
    kind = page.kind if page else None
    if (kind and kind.is_feed) or type_.startswith(_FEED_TYPES):
        return FEEDS
    if kind and kind.name in _OF_CRAWLERS:
        return SITEMAP
    if kind and kind.is_fragment:
        return PAGES
    if not type_.startswith("text/html"):
        return ASSETS
    return PAGES if kind is None or kind.is_copy or kind.name in _SINGLE else LISTS


def in_steps(files: Iterable[SiteFile]) -> tuple[tuple[str, tuple[SiteFile, ...]], ...]:
    """Return files by the steps in which they are sent, each by path; a step without files is left out."""
    ordered = sorted(files)
    steps = [(step, tuple([file for file in ordered if file.step == step])) for step in STEPS]
    return tuple([(step, of_step) for step, of_step in steps if of_step])


def in_order_of_removal(steps: Mapping[str, str]) -> tuple[str, ...]:
    """Return paths, each given with its step, so that what names others goes before what is named."""
    return tuple(sorted(steps, key=lambda path: (-STEPS.index(steps[path]), path)))
