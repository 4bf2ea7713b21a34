"""Plain pages, and the small ones that every site has: feeds, not found, redirects, sitemap, robots."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from leverage_site.pages.collisions import folded
from leverage_site.pages.content import Content, TermKind
from leverage_site.pages.directory import DATA, FEED, FEEDS, NOT_FOUND, ROBOTS, SITEMAP, Resolved, plain
from leverage_site.pages.head import head
from leverage_site.pages.links import Links
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
from leverage_site.settings import FILE, Alias
from leverage_site.urls import absolute


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
        gather = partial(_inputs, page)
        yield Page(plain(page), page.path, page.path, gather, plain_view, "page.html")
    yield Page(FEEDS, "the page on feeds", FILE, _nothing, feeds_view, "feeds.html")
    yield Page(NOT_FOUND, "the page for what is not found", FILE, _nothing, not_found_view, "404.html")
    yield Page(ROBOTS, "robots.txt", FILE, _nothing, robots_view)


def _inputs(page: PlainPage, content: Content) -> PlainInputs:
    return PlainInputs(page, content.resolved(page))


def _nothing(_: Content) -> None:
    """What a page is made of that is the same on every site."""


def redirect_pages(content: Content) -> Iterator[Page]:
    """A page for each alias."""
    for planned in (planned for planned in content.planned if planned.record.aliases):
        yield from _aliases(planned.record, planned.day.item.title, planned.day.item.address)
    for page in content.library.pages:
        yield from _aliases(page, page.title, plain(page))


def renamed_pages(content: Content, taken: set[str]) -> Iterator[Page]:
    """A page at each address that a project or a tag had by a further name, unless another page is there."""
    settings = content.settings
    groups: tuple[tuple[TermKind, tuple[Alias, ...]], ...] = (
        ("project", settings.project_aliases),
        ("tag", settings.tag_aliases),
    )
    for kind, aliases in groups:
        for alias in aliases:
            old = content.directory.term(kind, alias.name)
            if alias.target.casefold() in content.archives[kind] and folded(old) not in taken:
                taken.add(folded(old))
                inputs = RedirectInputs(*content.term(kind, alias.target))
                origin, gather = f"an alias of the {kind} '{alias.target}'", partial(_given, inputs)
                yield Page(old, origin, FILE, gather, redirect_view, "redirect.html")


def _given(inputs: RedirectInputs, _: Content) -> RedirectInputs:
    return inputs


def sitemap_page(pages: Sequence[Page]) -> Page:
    """The addresses of all pages for people."""
    return Page(SITEMAP, "the sitemap", FILE, partial(_sitemap_inputs, pages), sitemap_view, "sitemap.xml")


def plain_view(site: SiteView, address: str, inputs: PlainInputs) -> PlainView:
    """A page from content/pages."""
    page, links = inputs.page, Links(address)
    description = page.summary or cut(page.prose.lead_text)
    return PlainView(
        head=head(site, address, page.title, description),
        body=links.prose(page.prose, inputs.resolved),
        draft=page.draft,
        extra=page.extra,
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


def _aliases(document: Record | PlainPage, title: str, address: str) -> Iterator[Page]:
    inputs = RedirectInputs(title, address)
    for alias in document.aliases:
        origin = f"an alias in {document.path}"
        yield Page(alias, origin, document.path, lambda _: inputs, redirect_view, "redirect.html")


def _sitemap_inputs(pages: Sequence[Page], content: Content) -> SitemapInputs:
    """Only records have a day of their own: other pages change with many files, which says nothing."""
    changed = {
        planned.day.item.address: (planned.record.updated or planned.record.date).isoformat()
        for planned in content.planned
    }
    listed = (page.address for page in pages if page.template not in (None, "404.html"))
    return SitemapInputs(tuple((address, changed.get(address, "")) for address in listed))
