"""The addresses that a page had on the older site, kept on this one."""

import unicodedata
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from leverage_site.importing.draft import Draft
from leverage_site.importing.formats.days import day_in
from leverage_site.importing.taken import Taken, usual_address
from leverage_site.problems import Place, Problem, catalog
from leverage_site.settings import Settings
from leverage_site.urls import MAX_URL, absolute, file_of, is_page_address


class Addresses:
    """Gives pages of the older site their place on this one, whose addresses are `taken`."""

    def __init__(self, settings: Settings, taken: Taken, *, redirects: bool) -> None:
        self.settings = settings
        self.taken = taken
        self.redirects = redirects

    def kept(
        self, draft: Draft, url: str | None, aliases: tuple[str, ...], place: Place
    ) -> tuple[Draft, list[Problem]]:
        """The draft of a page that was at `url`: still there, or redirected from there and from `aliases`.

        An address that cannot be kept is a problem.
        """
        problems = []
        for old in filter(None, (url, *aliases)):
            address = self._address(old, draft)
            if address is None:
                problems.append(catalog.NOT_AN_OLD_ADDRESS.at(place, url=old))
            elif file_of(address) == file_of(usual_address(self.settings.day_url, draft.date)):
                continue
            elif old == url and not self.redirects:
                draft = replace(draft, url=address)
            else:
                draft = replace(draft, aliases=tuple(dict.fromkeys((*draft.aliases, address))))
        return draft, problems

    def _address(self, url: str, draft: Draft) -> str | None:
        """The address here of a page that was at `url`; None where there is none, or another page has it."""
        address = self._below(url)
        if address is None or not is_page_address(address):
            return None
        other = day_in(address)
        if other and other != draft.date:
            usual = usual_address(self.settings.day_url, other)
            if file_of(address) == file_of(usual):
                return None
        return address if self.taken.take_address(address, draft.date) else None

    def _below(self, url: str) -> str | None:
        """The path below this site's own, or None where it is not."""
        try:
            parts = urlsplit(url) if len(url) <= MAX_URL else None
        except ValueError:
            parts = None
        if parts is None:
            return None
        base = unquote(urlsplit(absolute(self.settings.base_url, "/")).path)
        path = unquote(parts.path) or "/"
        forms = [unicodedata.normalize(form, base) for form in ("NFC", "NFD")]
        base = next((form for form in forms if path.startswith(form)), "")
        # Pages that differ in their query alone have no address of their own.
        return "/" + path.removeprefix(base) if base and not parts.query else None
