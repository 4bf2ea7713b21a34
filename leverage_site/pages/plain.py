"""Plain pages, and the small ones that every site has: feeds, not found, redirects, sitemap, robots."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from leverage_site import figures
from leverage_site.dates import short_range
from leverage_site.language import Verbatim
from leverage_site.pages.checks import folded
from leverage_site.pages.content import Content
from leverage_site.pages.data import DAY_COLUMNS, TASK_COLUMNS
from leverage_site.pages.excerpts import description
from leverage_site.pages.feed import CORRECTIONS_FEED, WEEKS_FEED, term_feed
from leverage_site.pages.feed_entries import last_change
from leverage_site.pages.feed_list import FeedListInputs, collect_feed_list
from leverage_site.pages.links import Links, feed_links, head, path_of
from leverage_site.pages.narrative import assistant_name
from leverage_site.pages.page import Page, PageKind, all_days, has_tasks
from leverage_site.pages.urlmap import (
    DATA_FILES,
    FEEDS,
    NOT_FOUND,
    OPML,
    ROBOTS,
    LinkMap,
    TitledAddress,
    plain_address,
)
from leverage_site.pages.view_parts import DataFile, Definition, FeedLinks, Link, SiteView
from leverage_site.pages.views import (
    FeedsView,
    NotFoundView,
    PlainView,
    RedirectView,
    SitemapEntry,
    SitemapView,
    TextView,
)
from leverage_site.records.model import PlainPage, Record, StaticFile
from leverage_site.settings import FILE, Alias
from leverage_site.stats.index import TermKind
from leverage_site.text import count_noun
from leverage_site.urls import absolute
from leverage_site.values import value

# Days on the page for what is not found.
NEWEST = 3


@value
class PlainInputs:
    """A plain page and what its links mean."""

    page: PlainPage
    link_map: LinkMap


@value
class FeedsInputs:
    """How many days and tasks there are, who did the tasks, the dates of the first and the last day, if any.

    `followed` are the projects and tags with feeds.
    """

    days: int
    tasks: int
    dates: tuple[date, ...]
    assistants: tuple[str, ...]
    followed: FeedListInputs


@value
class NotFoundInputs:
    """The newest days, and whether any day has a task."""

    days: tuple[TitledAddress, ...]
    has_tasks: bool


@value
class RedirectInputs:
    """Where an old address leads."""

    title: str
    target: str


@value
class SitemapInputs:
    """The addresses of all pages for people, each with the day of its last change or nothing."""

    addresses: tuple[tuple[str, str], ...]


@value
class DigestedAsset:
    """A file of the theme's, or of the site's own in its place, at an `address` that carries a digest of it.

    Of a stylesheet that names other files by such addresses it has the `text`.
    """

    address: str
    file: StaticFile
    text: str = ""


def plan_plain(kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    """Plan each page of content/pages."""
    for page in content.library.pages:
        yield Page(kind, plain_address(page), page.path, page.path, (page.path,))


def collect_plain(content: Content, path: str) -> PlainInputs:
    """Collect the plain page of the file at `path` and what its links mean."""
    page = content.plain_pages[path]
    return PlainInputs(page, content.link_map(page))


def plain_view(site: SiteView, address: str, inputs: PlainInputs) -> PlainView:
    """Build a page of content/pages."""
    page, links = inputs.page, Links(address)
    return PlainView(
        head=head(
            site,
            address,
            Verbatim(page.title),
            Verbatim(description("", page.summary or page.prose.lead_text)),
        ),
        body=links.prose(page.prose, inputs.link_map),
        draft=page.draft,
        extra=page.extra,
    )


def collect_feeds(content: Content) -> FeedsInputs:
    """Collect what the data files have rows for."""
    dates, totals = [item.date for item in content.items], content.index.totals
    ends = (dates[0], dates[-1]) if dates else ()
    return FeedsInputs(
        len(dates) + len(content.withdrawn), totals.tasks, ends, totals.assistants, collect_feed_list(content)
    )


def feeds_view(site: SiteView, address: str, inputs: FeedsInputs) -> FeedsView:
    """Build the page on how to subscribe, and on the data."""
    links = Links(address)
    rows = {
        "days": (count_noun(inputs.days, "day"), DAY_COLUMNS),
        "tasks": (count_noun(inputs.tasks, "task"), TASK_COLUMNS),
    }
    files = []
    for place in DATA_FILES:
        count, columns = rows[place.removeprefix("/data/").partition(".")[0]]
        files.append(DataFile(place.removeprefix("/"), links.to(place), count, tuple(columns)))
    name = assistant_name(inputs.assistants, site.assistant)
    span = f", records of {short_range(*inputs.dates)}" if inputs.dates else ""
    return FeedsView(
        head=head(
            site,
            address,
            "Feeds and data",
            "How to follow the records, their figures as files, and what these mean.",
        ),
        feeds=tuple(
            [
                feed_links(site, address, name, title)
                for name, title in (("", "All days"), (WEEKS_FEED, "Weeks"), (CORRECTIONS_FEED, "Corrections"))
            ]
        ),
        projects=_links_of_terms(site, address, "project", inputs.followed.projects),
        tags=_links_of_terms(site, address, "tag", inputs.followed.tags),
        opml=links.to(OPML),
        data=tuple(files),
        definitions=tuple(
            [
                Definition(figure.name, figure.label.replace("{assistant}", name), figure.definition)
                for figure in figures.AGGREGATES
            ]
        ),
        citation=f"{site.title}, by {site.author}{span}. {site.base_url}",
    )


def _links_of_terms(
    site: SiteView, page: str, kind: TermKind, terms: Sequence[TitledAddress]
) -> tuple[FeedLinks, ...]:
    return tuple([feed_links(site, page, term_feed(kind, name), Verbatim(name)) for name, _ in terms])


def collect_not_found(content: Content) -> NotFoundInputs:
    """Collect the newest days."""
    newest = tuple([(item.title, item.address) for item in content.items[: -NEWEST - 1 : -1]])
    return NotFoundInputs(newest, has_tasks(content))


def sources_of_not_found(content: Content) -> Iterator[str]:
    """Yield tokens of the newest days, and whether any has a task."""
    yield from (day.token for day in content.days[-NEWEST:])
    yield str(has_tasks(content))


def not_found_view(site: SiteView, address: str, inputs: NotFoundInputs) -> NotFoundView:
    """Build the page for addresses that lead nowhere: shown at any depth, so that its links begin at the host."""
    own = head(site, address, "Page not found", "There is no page at this address.")
    days = tuple([Link(title, site.base_path + path_of(place)) for title, place in inputs.days])
    return NotFoundView(replace(own, root=site.base_path, canonical=""), days, inputs.has_tasks)


def robots_view(site: SiteView, _: str, sitemap: str) -> TextView:
    """Build robots.txt: everything may be read."""
    return TextView(f"User-agent: *\nAllow: /\n\nSitemap: {absolute(site.base_url, sitemap)}\n")


def plan_redirects(kind: PageKind, content: Content, _: Sequence[Page]) -> Iterator[Page]:
    """Plan a page for each alias of a record or a plain page."""
    titled: list[tuple[Record | PlainPage, str, str]] = [
        (record, day.item.title, day.item.address)
        for record, day in zip(content.index.records, content.days, strict=True)
        if record.aliases
    ]
    titled += [(day.record, day.title, day.address) for day in content.withdrawn]
    titled += [(page, Verbatim(page.title), plain_address(page)) for page in content.library.pages]
    for document, title, address in titled:
        for alias in document.aliases:
            yield Page(kind, alias, document.path, f"an alias in {document.path}", (title, address))


def plan_renamed(kind: PageKind, content: Content, planned: Sequence[Page]) -> Iterator[Page]:
    """Plan a page at each address that a project or a tag had by a further name, unless another page is there."""
    settings, used = content.settings, {folded(page.address) for page in planned}
    groups: tuple[tuple[TermKind, tuple[Alias, ...]], ...] = (
        ("project", settings.project_aliases),
        ("tag", settings.tag_aliases),
    )
    for term_kind, aliases in groups:
        for alias in aliases:
            old = content.urlmap.term(term_kind, alias.name)
            if alias.target.casefold() in content.index.terms[term_kind] and folded(old) not in used:
                used.add(folded(old))
                origin = f"an alias of the {term_kind} '{alias.target}'"
                name, address = content.term(term_kind, alias.target)
                yield Page(kind, old, FILE, origin, (Verbatim(name), address))


def collect_redirect(_: Content, title: str, target: str) -> RedirectInputs:
    """Collect the title and the address of the page that a redirect leads to."""
    return RedirectInputs(title, target)


def redirect_view(site: SiteView, address: str, inputs: RedirectInputs) -> RedirectView:
    """Build a page at an old address that leads to the new one."""
    target = absolute(site.base_url, inputs.target)
    own = head(site, address, inputs.title, f"This page has moved: {inputs.title}")
    return RedirectView(replace(own, canonical=target), Links(address).to(inputs.target).replace("'", "%27"))


def plan_sitemap(kind: PageKind, content: Content, planned: Sequence[Page]) -> Iterator[Page]:
    """Plan the sitemap of the pages that are planned so far."""
    addresses = tuple(page.address for page in planned if page.kind.in_sitemap)
    yield Page(kind, content.settings.sitemap, FILE, kind.origin, (addresses,))


def collect_sitemap(content: Content, addresses: tuple[str, ...]) -> SitemapInputs:
    """Date the addresses of days: other pages change with many files, which says nothing."""
    changed = {
        day.item.address: last_change(record).isoformat()
        for record, day in zip(content.index.records, content.days, strict=True)
    }
    return SitemapInputs(tuple((address, changed.get(address, "")) for address in addresses))


def sitemap_view(site: SiteView, _: str, inputs: SitemapInputs) -> SitemapView:
    """Build the sitemap."""
    return SitemapView(tuple(SitemapEntry(absolute(site.base_url, a), day) for a, day in inputs.addresses))


def copy(file: StaticFile) -> Page:
    """Plan the copy of `file`."""
    return Page(COPY_KIND, file.address, file.path, file.path, (file,))


def digested(asset: DigestedAsset) -> Page:
    """Plan the page of an asset at its address with a digest."""
    if asset.text:
        return Page(STYLES_KIND, asset.address, asset.file.path, asset.file.path, (asset.text,))
    return copy(replace(asset.file, address=asset.address))


PLAIN_KIND = PageKind(
    name="page", plan=plan_plain, collect=collect_plain, view=plain_view, view_type=PlainView, template="page.html"
)
FEEDS_KIND = PageKind(
    name="feeds",
    collect=collect_feeds,
    sources=all_days,
    view=feeds_view,
    view_type=FeedsView,
    address=FEEDS,
    origin="the page on feeds",
    template="feeds.html",
    nav=("feeds", "Feed"),
)
NOT_FOUND_KIND = PageKind(
    name="404",
    collect=collect_not_found,
    sources=sources_of_not_found,
    view=not_found_view,
    view_type=NotFoundView,
    address=NOT_FOUND,
    origin="the page for what is not found",
    template="404.html",
    in_sitemap=False,
)
ROBOTS_KIND = PageKind(
    name="robots",
    collect=lambda content: content.settings.sitemap,
    view=robots_view,
    view_type=TextView,
    address=ROBOTS,
    origin="robots.txt",
    format="text",
    media_type="text/plain; charset=utf-8",
    in_sitemap=False,
)
REDIRECT_KIND = PageKind(
    name="redirect",
    plan=plan_redirects,
    collect=collect_redirect,
    sources=lambda *_: (),
    view=redirect_view,
    view_type=RedirectView,
    template="redirect.html",
    in_sitemap=False,
)
RENAMED_KIND = replace(REDIRECT_KIND, name="renamed", plan=plan_renamed)
SITEMAP_KIND = PageKind(
    name="sitemap",
    plan=plan_sitemap,
    collect=collect_sitemap,
    sources=all_days,
    view=sitemap_view,
    view_type=SitemapView,
    origin="the sitemap",
    template="sitemap.xml",
    media_type="application/xml; charset=utf-8",
    in_sitemap=False,
)
COPY_KIND = PageKind(
    name="copy",
    plan=lambda _, content, __: map(copy, content.library.static),
    collect=lambda _, file: file,
    view=lambda _, __, file: file,
    view_type=StaticFile,
    format="copy",
    media_type="",
    in_sitemap=False,
)
# A stylesheet that names other assets by addresses with a digest.
STYLES_KIND = PageKind(
    name="styles",
    plan=lambda *_: (),
    collect=lambda _, text: text,
    view=lambda _, __, text: TextView(text),
    view_type=TextView,
    format="text",
    media_type="",
    in_sitemap=False,
)
