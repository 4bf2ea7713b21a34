"""A page → its bytes, by the format of its kind."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from typing import Any

from leverage_site import files
from leverage_site.files import os_reason
from leverage_site.pages.page import Page
from leverage_site.pages.plan import Plan
from leverage_site.pages.views import DayView, FeedView, TextView
from leverage_site.problems import Place, catalog
from leverage_site.records.model import StaticFile
from leverage_site.render.host_page import Piece, split_at_signs
from leverage_site.render.theme import Theme
from leverage_site.text import FORBIDDEN

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def render(page: Page, plan: Plan, theme: Theme) -> bytes:
    """Render a page. Raises ProblemError where a template fails or a file to copy cannot be read."""
    output = render_unless_copied(page, page.inputs(plan.content), plan, theme)
    if isinstance(output, bytes):
        return output
    try:
        return files.read(output.on_disk)
    except OSError as error:
        raise catalog.READ_FAILED.error(Place(output.path), reason=os_reason(error)) from None


def render_unless_copied(page: Page, inputs: Any, plan: Plan, theme: Theme) -> bytes | StaticFile:
    """Render a page of its inputs, or return the file that it copies. Raises ProblemError if a template fails."""
    if theme.host and page.kind.is_template:
        return b"".join(piece.data for piece in theme.host.around(render_pieces(page, inputs, plan, theme)))
    kind, site = page.kind, plan.site
    view = page.view(site, inputs)
    match kind.format:
        case "template":
            return theme.render(kind.template, site, view)
        case "text":
            text: TextView = view
            return text.text.encode()
        case "copy":
            file: StaticFile = view
            return file

    def entry_content(day: DayView) -> str:
        # A feed cannot carry what a template may hold; the records are clean already.
        return FORBIDDEN.sub("", theme.render(kind.template, site, day).decode())

    return FORMATS[kind.format](view, entry_content)


def render_pieces(page: Page, inputs: Any, plan: Plan, theme: Theme) -> tuple[Piece, ...]:
    """Render a page of a template as pieces, in which those of the host are empty. Raises ProblemError."""
    return split_at_signs(theme.render(page.kind.template, plan.site, page.view(plan.site, inputs)))


def rss(view: FeedView, content: Callable[[DayView], str]) -> bytes:
    """Write RSS 2.0 with whole content; `content` renders a day. Nothing in it comes from the clock."""
    from feedgen.feed import FeedGenerator  # takes 40 ms, which only a feed should cost

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
