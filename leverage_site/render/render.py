"""A page → its bytes."""

from leverage_site import files
from leverage_site.pages.page import Page
from leverage_site.pages.plan import Plan
from leverage_site.pages.views import TextView
from leverage_site.problems import Place, catalog
from leverage_site.records.model import StaticFile
from leverage_site.render.theme import Theme
from leverage_site.text import FORBIDDEN


def render(page: Page, plan: Plan, theme: Theme) -> bytes:
    """The bytes of `page`. Raises ProblemError where a template fails or a file to copy cannot be read."""
    data = rendered(page, plan, theme)
    return data if isinstance(data, bytes) else _copied(data)


def rendered(page: Page, plan: Plan, theme: Theme) -> bytes | StaticFile:
    """Return the bytes of `page`, or the file that it copies. Raises ProblemError where a template fails."""
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
    # Takes 40 ms to import, which only a feed should cost.
    from leverage_site.render.feeds import FORMATS

    write = FORMATS[kind.format]
    return write(view, lambda day: _clean(theme.render(kind.template, site, day).decode()))


def _clean(text: str) -> str:
    """A feed cannot carry what a template may hold; the records are clean already."""
    return FORBIDDEN.sub("", text)


def _copied(file: StaticFile) -> bytes:
    try:
        return files.read(file.file)
    except OSError as error:
        raise catalog.READ_FAILED.error(Place(file.path), reason=error.strerror or error) from None
