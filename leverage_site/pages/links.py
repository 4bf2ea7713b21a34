"""How one page names others: relative to itself, or absolute for a feed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from leverage_site.markdown import Fragment, Html, Prose
from leverage_site.pages.urlmap import LinkMap, TitledAddress, split_tail
from leverage_site.pages.views.parts import Head, Link, SiteView
from leverage_site.records.model import Note
from leverage_site.urls import absolute, percent_encoded, relative, root_of


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

    def html(self, fragment: Fragment, link_map: LinkMap) -> Html:
        """A fragment with its links filled in."""
        meaning = dict(link_map)
        return fragment.html(lambda target: escape(self.to(meaning[target])))

    def prose(self, prose: Prose, link_map: LinkMap) -> Html:
        """A whole text with its links filled in."""
        return Html(self.html(prose.lead, link_map) + self.html(prose.rest, link_map))

    def note(self, note: Note, link_map: LinkMap) -> Html:
        """A note below its title; a draft says so wherever it stands."""
        draft = '<p class="draft mark">Draft</p>\n' if note.draft else ""
        title = f"<h2>{escape(note.title)}</h2>\n" if note.title else ""
        return Html(draft + title + self.prose(note.prose, link_map))


@dataclass(frozen=True, slots=True)
class Partial:
    """A partial and what its links mean."""

    note: Note
    link_map: LinkMap


def quoted_tail(tail: str) -> str:
    """A query and an anchor; what is quoted already stays so."""
    return quote(tail, safe="?#/-._~!$()*,;=@:%&")


def partials_html(partials: Iterable[Partial], links: Links) -> dict[str, Html]:
    """The partials by name."""
    return {partial.note.name: links.note(partial.note, partial.link_map) for partial in partials}


def path_of(address: str) -> str:
    """An address as it stands behind `head.root`."""
    return percent_encoded(address.removeprefix("/"))


SOCIAL_IMAGE = "/assets/social.png"


def head(
    site: SiteView,
    address: str,
    title: str,
    description: str,
    *,
    trail: Sequence[TitledAddress] = (),
    section: str = "",
    about: Mapping[str, Any] | None = None,
) -> Head:
    """What the page at `address` says of itself.

    `trail` are the pages above it, `section` is the address of its entry in the navigation, by default the first
    of the trail. `about` has more properties of its JSON-LD, among them its `@type`.
    """
    canonical, links = absolute(site.base_url, address), Links(address)
    return Head(
        title=title,
        description=description,
        root=root_of(address),
        path=path_of(address),
        section=path_of(section or (trail[0][1] if trail else address)),
        canonical=canonical,
        trail=tuple(Link(text, links.to(place)) for text, place in trail),
        image=absolute(site.base_url, SOCIAL_IMAGE),
        structured=_structured(
            {
                "@type": "WebPage",
                "name": title,
                "description": description,
                "url": canonical,
                "inLanguage": site.language,
                **(about or {}),
            },
            _breadcrumbs(site, [*trail, (title, address)]) if trail else None,
        ),
    )


def author(site: SiteView) -> dict[str, str]:
    """Who writes the records, as JSON-LD."""
    return {"@type": "Person", "name": site.author}


def _breadcrumbs(site: SiteView, trail: Iterable[TitledAddress]) -> dict[str, Any]:
    steps = [
        {"@type": "ListItem", "position": n, "name": name, "item": absolute(site.base_url, address)}
        for n, (name, address) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _structured(*things: dict[str, Any] | None) -> Html:
    """JSON-LD that can stand in a script element: nothing in it ends the element or begins a comment."""
    graph = {"@context": "https://schema.org", "@graph": [thing for thing in things if thing]}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return Html(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))
