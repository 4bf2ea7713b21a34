"""The address that a page had on the older site, kept on this one."""

from dataclasses import replace
from urllib.parse import unquote, urlsplit

from leverage_site import codes
from leverage_site.addresses import absolute, is_page_address
from leverage_site.capture.draft import Draft
from leverage_site.dates import parts
from leverage_site.patterns import fill
from leverage_site.problems import Place, Problem
from leverage_site.settings import Settings


def with_old_address(
    draft: Draft, url: str | None, settings: Settings, place: Place, *, redirects: bool
) -> tuple[Draft, list[Problem]]:
    """The draft of a page that was at `url`: still there, or redirected from there."""
    if not url:
        return draft, []
    old = _below(url, settings.base_url)
    if old == fill(settings.day_url, parts(draft.date)):
        return draft, []
    if old is None or not is_page_address(old):
        return draft, [codes.NOT_AN_OLD_ADDRESS.at(place, url=url)]
    if redirects:
        return replace(draft, aliases=tuple(dict.fromkeys((*draft.aliases, old)))), []
    return replace(draft, url=old), []


def _below(url: str, base_url: str) -> str | None:
    """The address on this site of a page of the older one, which had the same path; None where there is none."""
    try:
        path = unquote(urlsplit(url).path) or "/"
    except ValueError:
        return None
    base = urlsplit(absolute(base_url, "/")).path
    return "/" + path.removeprefix(base) if path.startswith(base) else None
