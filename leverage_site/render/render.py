"""A page → its bytes, by the format of its kind."""

from typing import Any

from leverage_site import files
from leverage_site.files import os_reason
from leverage_site.pages.feed_text import feed_text
from leverage_site.pages.page import Page
from leverage_site.pages.plan import Plan
from leverage_site.pages.views import FeedView, TextView
from leverage_site.problems import Place, catalog
from leverage_site.records.model import StaticFile
from leverage_site.render.fragment import fragment_json
from leverage_site.render.host_page import Piece, split_at_signs
from leverage_site.render.theme import Theme


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
    view = _said(page, inputs, plan, theme)
    match kind.format:
        case "template":
            return theme.render(kind.template, plan.template_site, view)
        case "fragment":
            pieces = split_at_signs(theme.render(kind.template, plan.template_site, view))
            return fragment_json(pieces, site, inputs.address, view.head)
        case "text":
            text: TextView = view
            return text.text.encode()
        case "feed":
            feed: FeedView = view
            return _feed(feed)
    file: StaticFile = view
    return file


def render_pieces(page: Page, inputs: Any, plan: Plan, theme: Theme) -> tuple[Piece, ...]:
    """Render a page of a template as pieces, in which those of the host are empty. Raises ProblemError."""
    view = _said(page, inputs, plan, theme)
    return split_at_signs(theme.render(page.kind.template, plan.template_site, view))


def _said(page: Page, inputs: Any, plan: Plan, theme: Theme) -> Any:
    """Build the view of a page, in the language of the site where a template prints it."""
    view = page.view(plan.site, inputs)
    return theme.translated(view) if page.kind.template else view


def _feed(view: FeedView) -> bytes:
    if view.format == "json":
        return feed_text(view).encode()
    from leverage_site.render.feeds import feedgen_xml  # takes 40 ms, which only such a feed should cost

    return feedgen_xml(view)
