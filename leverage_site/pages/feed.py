"""Feeds: the newest days, whole, with ids that are fixed for life; RSS is one format of them."""

from collections.abc import Iterator
from datetime import date

from leverage_site.dates import noon
from leverage_site.pages.content import Content
from leverage_site.pages.day import DayInputs, collect_day, linked_day_view, sources_of_day
from leverage_site.pages.links import Links
from leverage_site.pages.page import PageKind
from leverage_site.pages.urlmap import FEED, INDEX
from leverage_site.pages.view_parts import SiteView
from leverage_site.pages.views import FeedEntry, FeedView
from leverage_site.problems import Place, Problem, catalog
from leverage_site.records.model import Record
from leverage_site.urls import absolute
from leverage_site.values import value


@value
class FeedInputs:
    """The site's id, and the days, newest first."""

    id: str
    days: tuple[DayInputs, ...]


def collect_feed(content: Content) -> FeedInputs:
    """Collect the newest days."""
    return FeedInputs(content.settings.id, tuple([collect_day(content, day) for day in _newest_days(content)]))


def sources_of_feed(content: Content) -> Iterator[str]:
    """Yield the sources of the newest days."""
    for day in _newest_days(content):
        yield from sources_of_day(content, day)


def _newest_days(content: Content) -> list[date]:
    return [day.date for day in content.days[: -content.settings.feed_size - 1 : -1]]


def feed_view(site: SiteView, address: str, inputs: FeedInputs) -> FeedView:
    """Build the feed at `address`."""
    entries = tuple(
        FeedEntry(
            id=entry_id(inputs.id, day.record),
            title=day.item.title,
            url=absolute(site.base_url, day.item.address),
            published=noon(day.record.date),
            updated=noon(day.record.updated or day.record.date),
            summary=day.text,
            categories=tuple(name for name, _ in day.tags),
            day=linked_day_view(site, day.item.address, day, Links(day.item.address, site.base_url)),
        )
        for day in inputs.days
    )
    return FeedView(
        id=inputs.id,
        title=site.title,
        description=site.description,
        language=site.language,
        author=site.author,
        home=absolute(site.base_url, INDEX),
        url=absolute(site.base_url, address),
        generator=site.generator,
        updated=max((entry.updated for entry in entries), default=None),
        entries=entries,
    )


def entry_id(site_id: str, record: Record) -> str:
    """Return the id of a day's entry, fixed for life: the record's own, or the site's with the date."""
    return record.id or f"{site_id}/{record.date.isoformat()}"


def same_ids(content: Content) -> Iterator[Problem]:
    """Yield a problem for each record whose id an earlier one has."""
    if not any(record.id for record in content.library.records):
        return
    by_id: dict[str, Record] = {}
    for record in content.library.records:
        name = entry_id(content.settings.id, record)
        first = by_id.setdefault(name, record)
        if first is not record:
            yield catalog.SAME_ID.at(Place(record.path), id=name, first=first.path, second=record.path)


FEED_KIND = PageKind(
    name="feed",
    collect=collect_feed,
    sources=sources_of_feed,
    view=feed_view,
    view_type=FeedView,
    address=FEED,
    origin="the feed",
    template="entry.html",
    format="rss",
    media_type="application/rss+xml; charset=utf-8",
    in_sitemap=False,
    cost=30,
)
