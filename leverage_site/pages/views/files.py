"""The views of files that programs read: the sitemap, data, feeds."""

from datetime import datetime

from leverage_site.pages.views.pages import DayView
from leverage_site.values import value


@value
class SitemapEntry:
    """An absolute address and the day of its last change, or nothing."""

    url: str
    changed: str


@value
class SitemapView:
    """sitemap.xml."""

    entries: tuple[SitemapEntry, ...]


@value
class TextView:
    """A file that is its text: data, robots.txt."""

    text: str


@value
class FeedEntry:
    """A day in a feed; its content is `day`, rendered by entry.html with absolute links."""

    id: str
    title: str
    url: str
    published: datetime
    updated: datetime
    summary: str
    categories: tuple[str, ...]
    day: DayView


@value
class FeedView:
    """feed.xml; `updated` is the newest entry's, None without entries."""

    title: str
    description: str
    language: str
    author: str
    home: str
    url: str
    generator: str
    updated: datetime | None
    entries: tuple[FeedEntry, ...]
