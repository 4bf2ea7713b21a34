"""Plain pages, and the small ones that every site has: feeds, not found, redirects, sitemap, robots."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from leverage_site.addresses import absolute
from leverage_site.pages.content import Content
from leverage_site.pages.day import DayInputs
from leverage_site.pages.directory import DATA, FEED, FEEDS, NOT_FOUND, ROBOTS, SITEMAP, Resolved, plain
from leverage_site.pages.links import Links, head
from leverage_site.pages.page import Page
from leverage_site.pages.views import (
    Link,
    PlainView,
    RedirectView,
    SimpleView,
    SitemapEntry,
    SitemapView,
    SiteView,
    TextView,
)
from leverage_site.pages.words import cut
from leverage_site.records.model import PlainPage, Record
from leverage_site.settings import FILE


@dataclass(frozen=True, slots=True)
class PlainInputs:
    """A plain page and what its links mean."""

    page: PlainPage
    resolved: Resolved


@dataclass(frozen=True, slots=True)
class RedirectInputs:
    """Where an old address leads."""

    title: str
    target: str


@dataclass(frozen=True, slots=True)
class SitemapInputs:
    """The addresses of all pages for people, each with the day of its last change or nothing."""

    addresses: tuple[tuple[str, str], ...]


def plain_pages(content: Content) -> Iterator[Page]:
    """The pages of content/pages, and those that every site has."""
    for page in content.library.pages:
        inputs = PlainInputs(page, content.resolved[page.path])
        yield Page(plain(page), page.path, page.path, inputs, plain_view, "page.html")
    yield Page(FEEDS, "the page on feeds", FILE, None, feeds_view, "feeds.html")
    yield Page(NOT_FOUND, "the page for what is not found", FILE, None, not_found_view, "404.html")
    yield Page(ROBOTS, "robots.txt", FILE, None, robots_view)


def redirect_pages(content: Content) -> Iterator[Page]:
    """A page for each alias."""
    titles = {day.record.path: day.title for day in content.days}
    documents: tuple[Record | PlainPage, ...] = (*content.library.records, *content.library.pages)
    for document in documents:
        inputs = RedirectInputs(
            titles.get(document.path) or document.title or "", content.directory.by_path[document.path]
        )
        for alias in document.aliases:
            yield Page(
                alias, f"an alias in {document.path}", document.path, inputs, redirect_view, "redirect.html"
            )


def sitemap_page(pages: Iterable[Page]) -> Page:
    """The addresses of all pages for people."""
    listed = tuple((page.address, _changed(page)) for page in pages if page.template not in (None, "404.html"))
    return Page(SITEMAP, "the sitemap", FILE, SitemapInputs(listed), sitemap_view, "sitemap.xml")


def plain_view(site: SiteView, address: str, inputs: PlainInputs) -> PlainView:
    """A page from content/pages."""
    page, links = inputs.page, Links(address)
    description = page.summary or cut(page.prose.lead_text)
    return PlainView(
        head(site, address, page.title, description), links.prose(page.prose, inputs.resolved), page.extra
    )


def feeds_view(site: SiteView, address: str, _: None) -> SimpleView:
    """How to subscribe, and where the data is."""
    links = Links(address)
    return SimpleView(
        head(site, address, "Feeds and data", f"How to follow {site.title}, and its figures as files."),
        feed=links.to(FEED),
        data=tuple(Link(place.removeprefix("/"), links.to(place)) for place in DATA),
    )


def not_found_view(site: SiteView, address: str, _: None) -> SimpleView:
    """The page for addresses that lead nowhere: it is shown at any depth, so its links begin at the host."""
    found = head(site, address, "Page not found", "There is no page at this address.")
    return SimpleView(replace(found, root=site.base_path))


def redirect_view(site: SiteView, address: str, inputs: RedirectInputs) -> RedirectView:
    """A page at an old address that leads to the new one."""
    target = absolute(site.base_url, inputs.target)
    found = head(site, address, inputs.title, f"This page has moved: {inputs.title}")
    return RedirectView(replace(found, canonical=target), Links(address).to(inputs.target).replace("'", "%27"))


def sitemap_view(site: SiteView, _: str, inputs: SitemapInputs) -> SitemapView:
    """sitemap.xml."""
    return SitemapView(tuple(SitemapEntry(absolute(site.base_url, a), day) for a, day in inputs.addresses))


def robots_view(site: SiteView, _: str, __: None) -> TextView:
    """robots.txt: everything may be read."""
    sitemap = absolute(site.base_url, SITEMAP)
    return TextView(f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n")


def _changed(page: Page) -> str:
    """The day of a record's page; the others change with many files and say nothing."""
    if not isinstance(page.inputs, DayInputs):
        return ""
    record = page.inputs.record
    return (record.updated or record.date).isoformat()
