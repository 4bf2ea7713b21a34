"""All feeds of a site as a list for feed readers, OPML 2.0."""

from collections.abc import Iterator
from html import escape

from leverage_site.pages.content import Content
from leverage_site.pages.feed import CORRECTIONS_FEED, WEEKS_FEED, term_feed
from leverage_site.pages.page import PageKind
from leverage_site.pages.urlmap import CORRECTIONS, INDEX, OPML, WEEKS, TitledAddress, feed_address
from leverage_site.pages.view_parts import SiteView
from leverage_site.pages.views import TextView
from leverage_site.stats.index import TermKind
from leverage_site.urls import absolute
from leverage_site.values import value

_GROUPS: tuple[TermKind, ...] = ("project", "tag")


@value
class FeedListInputs:
    """The projects and the tags, as they are spelled and with their addresses, one for each address."""

    projects: tuple[TitledAddress, ...]
    tags: tuple[TitledAddress, ...]


def collect_feed_list(content: Content) -> FeedListInputs:
    """Collect all projects and all tags, in the order of their names."""
    found = []
    for kind in _GROUPS:
        terms = [content.term(kind, key) for key in content.term_days[kind]]
        by_address = {address: name for name, address in reversed(terms)}
        found.append(tuple([(name, address) for name, address in terms if by_address[address] == name]))
    return FeedListInputs(*found)


def opml_view(site: SiteView, _: str, inputs: FeedListInputs) -> TextView:
    """Build feeds.opml: RSS alone, since a reader would show each entry three times."""
    lines = [
        "<?xml version='1.0' encoding='UTF-8'?>",
        '<opml version="2.0">',
        f"<head><title>{escape(site.title)}</title></head>",
        "<body>",
        *_outlines(site, inputs),
        "</body>",
        "</opml>",
    ]
    return TextView("\n".join([*lines, ""]))


def _outlines(site: SiteView, inputs: FeedListInputs) -> Iterator[str]:
    yield _outline(site, "", site.title, INDEX)
    yield _outline(site, WEEKS_FEED, f"{site.title}: weeks", WEEKS)
    yield _outline(site, CORRECTIONS_FEED, f"{site.title}: corrections", CORRECTIONS)
    for kind, terms in zip(_GROUPS, (inputs.projects, inputs.tags), strict=True):
        if terms:
            yield f'<outline text="{kind.capitalize()}s">'
            for name, address in terms:
                yield _outline(site, term_feed(kind, name), f"{site.title}: {name}", address)
            yield "</outline>"


def _outline(site: SiteView, name: str, title: str, page: str) -> str:
    feed, home = absolute(site.base_url, feed_address(name, "rss")), absolute(site.base_url, page)
    text = escape(title)
    return f'<outline type="rss" text="{text}" title="{text}" xmlUrl="{escape(feed)}" htmlUrl="{escape(home)}"/>'


OPML_KIND = PageKind(
    name="feed list",
    collect=collect_feed_list,
    # The names of projects and tags are in the basis of all keys.
    sources=lambda _: (),
    view=opml_view,
    view_type=TextView,
    address=OPML,
    origin="the list of feeds",
    format="text",
    media_type="text/x-opml; charset=utf-8",
    in_sitemap=False,
)
