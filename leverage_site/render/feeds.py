"""A feed's view → its bytes, by format. Only this module knows feedgen, whose import only a feed should cost."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape

from feedgen.feed import FeedGenerator

from leverage_site.pages.views import DayView, FeedView

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def rss(view: FeedView, content: Callable[[DayView], str]) -> bytes:
    """Write RSS 2.0 with whole content; `content` renders a day. Nothing in it comes from the clock."""
    feed = FeedGenerator()
    feed.load_extension("dc", atom=False)
    feed.title(view.title)
    feed.description(view.description)
    feed.language(view.language)
    feed.generator(view.generator)
    feed.link(href=view.url, rel="self", type="application/rss+xml")
    # The channel's own link is the last one added.
    feed.link(href=view.home, rel="alternate")
    feed.lastBuildDate(view.updated or EPOCH)
    for entry in view.entries:
        item = feed.add_entry(order="append")
        item.guid(entry.id, permalink=False)
        item.title(entry.title)
        item.link(href=entry.url)
        item.pubDate(entry.published)
        item.updated(entry.updated)
        item.dc.dc_creator(view.author)
        # Readers take a description for HTML.
        item.description(escape(entry.summary, quote=False), isSummary=True)
        item.content(content(entry.day), type="CDATA")
        for category in entry.categories:
            item.category(term=category)
    return bytes(feed.rss_str(pretty=True))


# By the formats of kinds of pages.
FORMATS = {"rss": rss}
