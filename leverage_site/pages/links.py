"""How one page names others: relative to itself, or absolute for a feed."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from leverage_site.markdown import Fragment, Html, Prose
from leverage_site.pages.directory import Resolved, split_tail
from leverage_site.records.model import Note
from leverage_site.urls import absolute, percent_encoded, relative


@dataclass(frozen=True, slots=True)
class Links:
    """The links of the page at `page`; absolute ones begin with `base_url`."""

    page: str
    base_url: str = ""

    def to(self, address: str) -> str:
        """The link to `address`, which may have a query and an anchor."""
        if address and "#" not in address and "?" not in address:
            return self._page(address)
        place, tail = split_tail(address)
        if not place and not self.base_url:
            return quoted_tail(tail)
        return self._page(place or self.page) + quoted_tail(tail)

    def _page(self, address: str) -> str:
        return absolute(self.base_url, address) if self.base_url else relative(self.page, address)

    def html(self, fragment: Fragment, resolved: Resolved) -> Html:
        """A fragment with its links filled in."""
        meaning = dict(resolved)
        return fragment.html(lambda target: escape(self.to(meaning[target])))

    def prose(self, prose: Prose, resolved: Resolved) -> Html:
        """A whole text with its links filled in."""
        return Html(self.html(prose.lead, resolved) + self.html(prose.rest, resolved))

    def note(self, note: Note, resolved: Resolved) -> Html:
        """A note below its title; a draft says so wherever it stands."""
        draft = '<p class="draft mark">Draft</p>\n' if note.draft else ""
        title = f"<h2>{escape(note.title)}</h2>\n" if note.title else ""
        return Html(draft + title + self.prose(note.prose, resolved))


@dataclass(frozen=True, slots=True)
class Partial:
    """A partial and what its links mean."""

    note: Note
    resolved: Resolved


def quoted_tail(tail: str) -> str:
    """A query and an anchor; what is quoted already stays so."""
    return quote(tail, safe="?#/-._~!$()*,;=@:%&")


def partials_html(partials: Iterable[Partial], links: Links) -> dict[str, Html]:
    """The partials by name."""
    return {partial.note.name: links.note(partial.note, partial.resolved) for partial in partials}


def path_of(address: str) -> str:
    """An address as it stands behind `head.root`."""
    return percent_encoded(address.removeprefix("/"))
