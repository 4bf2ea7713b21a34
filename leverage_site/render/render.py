"""A page → its bytes."""

from leverage_site import files
from leverage_site.files import os_reason
from leverage_site.pages.page import Page
from leverage_site.pages.plan import Plan
from leverage_site.pages.views import DayView, TextView
from leverage_site.problems import Place, catalog
from leverage_site.records.model import StaticFile
from leverage_site.render.theme import Theme
from leverage_site.text import FORBIDDEN


def render(page: Page, plan: Plan, theme: Theme) -> bytes:
    """Render a page. Raises ProblemError where a template fails or a file to copy cannot be read."""
    output = render_unless_copied(page, plan, theme)
    if isinstance(output, bytes):
        return output
    try:
        return files.read(output.file)
    except OSError as error:
        raise catalog.READ_FAILED.error(Place(output.path), reason=os_reason(error)) from None


def render_unless_copied(page: Page, plan: Plan, theme: Theme) -> bytes | StaticFile:
    """Render a page, or return the file that it copies. Raises ProblemError where a template fails."""
    kind, site = page.kind, plan.site
    view = page.view(site, page.inputs(plan.content))
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

    # Takes 40 ms to import, which only a feed should cost.
    from leverage_site.render.feeds import FORMATS

    return FORMATS[kind.format](view, entry_content)
