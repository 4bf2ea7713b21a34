"""The views of files that programs read: the sitemap, data, feeds."""

from datetime import datetime

from leverage_site.pages.views.pages import DayView
from leverage_site.pages.views.view import view


@view
class SitemapEntry:
    """An absolute address and the day of its last change, or nothing."""

    url: str
    changed: str


@view
class SitemapView:
    """sitemap.xml."""

    entries: tuple[SitemapEntry, ...]


@view
class TextView:
    """A file that is its text: data, robots.txt."""

    text: str


@view
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


@view
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
