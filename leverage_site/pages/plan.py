"""Which pages the site has: all that is known of each before a byte is rendered."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from leverage_site import codes
from leverage_site.addresses import file_of, quoted
from leverage_site.pages.collisions import collisions, unusable
from leverage_site.pages.content import Content, documents
from leverage_site.pages.data import data_pages
from leverage_site.pages.day import day_pages
from leverage_site.pages.directory import FEEDS, INDEX, TAGS, WEEKS, broken, split_tail
from leverage_site.pages.feed import feed_page, same_ids
from leverage_site.pages.links import quoted_tail
from leverage_site.pages.lists import index_pages, tag_pages
from leverage_site.pages.page import Page, copy
from leverage_site.pages.plain import plain_pages, redirect_pages, sitemap_page
from leverage_site.pages.views import NavLink, SiteView
from leverage_site.pages.week import week_pages
from leverage_site.problems import Place, Problem, ordered
from leverage_site.records.model import Library, StaticFile
from leverage_site.settings import FILE, NavItem, Settings

GENERATOR = "leverage-site"


@dataclass(frozen=True, slots=True)
class Plan:
    """The site view and every page, in the order of their sections."""

    site: SiteView
    pages: tuple[Page, ...]


def plan(settings: Settings, library: Library, assets: Iterable[StaticFile]) -> tuple[Plan, list[Problem]]:
    """All pages of the site; `assets` are the theme's files, which the site's own may replace.

    Problems: links that lead nowhere, addresses that cannot be or that two pages want.
    """
    content = Content.of(settings, library)
    pages = list(_pages(content))
    taken = {page.address for page in pages}
    pages += [copy(asset) for asset in assets if asset.address not in taken]
    addresses = {file_of(page.address): page.address for page in pages}
    files = addresses.keys() | content.directory.likely(library.unread)
    problems = [*_broken_links(content, files), *_broken_nav(settings.nav, files)]
    problems += [*unusable(pages), *collisions(pages), *same_ids(content)]
    return Plan(site_view(settings, addresses), tuple(pages)), ordered(problems)


def site_view(settings: Settings, addresses: Mapping[str, str]) -> SiteView:
    """What every page knows of the site; `addresses` are those of its files.

    It holds no list that grows with the records.
    """
    return SiteView(
        title=settings.title,
        description=settings.description,
        language=settings.language,
        author=settings.author,
        assistant=settings.assistant,
        base_url=settings.base_url,
        base_path=urlsplit(settings.base_url).path,
        nav=(
            _own("Records", INDEX),
            _own("Weeks", WEEKS),
            _own("Tags", TAGS),
            *(_nav_link(item, addresses) for item in settings.nav),
            _own("Feed", FEEDS),
        ),
        generator=GENERATOR,
    )


def _pages(content: Content) -> Iterator[Page]:
    days = list(day_pages(content))
    shown = [*days, *index_pages(content), *week_pages(content), *tag_pages(content), *plain_pages(content)]
    yield from shown
    yield from redirect_pages(content)
    yield sitemap_page(shown)
    yield feed_page(content, days)
    yield from data_pages(content)
    yield from (copy(file) for file in content.library.static)


def _own(title: str, address: str, tail: str = "") -> NavLink:
    return NavLink(title, quoted(address.removeprefix("/")) + quoted_tail(tail))


def _nav_link(item: NavItem, addresses: Mapping[str, str]) -> NavLink:
    if not item.url.startswith("/"):
        return NavLink(item.title, item.url, external=True)
    address, tail = split_tail(item.url)
    address = unquote(address)
    return _own(item.title, addresses.get(file_of(address), address), tail)


def _broken_links(content: Content, files: AbstractSet[str]) -> Iterator[Problem]:
    drafts = {path.rpartition("/")[2] for path in content.library.drafts}
    for document in documents(content.library):
        yield from broken(document.prose.links, content.resolved[document.path], files, drafts)


def _broken_nav(nav: Iterable[NavItem], files: AbstractSet[str]) -> Iterator[Problem]:
    for item in nav:
        if item.url.startswith("/") and file_of(unquote(split_tail(item.url)[0])) not in files:
            yield codes.BROKEN_NAV.at(Place(FILE), title=item.title, target=item.url)
