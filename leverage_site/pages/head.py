"""What every page says of itself: to people, to search engines, to those who show a preview of it."""

import json
from collections.abc import Mapping
from typing import Any

from leverage_site.markdown import Html
from leverage_site.pages.links import Links, path_of
from leverage_site.pages.views import Head, Link, SiteView
from leverage_site.urls import absolute, root_of

SOCIAL_IMAGE = "/assets/social.png"

# Titles with their addresses, from the top of the site down.
Trail = tuple[tuple[str, str], ...]


def head(
    site: SiteView,
    address: str,
    title: str,
    description: str,
    *,
    trail: Trail = (),
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
            _breadcrumbs(site, (*trail, (title, address))) if trail else None,
        ),
    )


def author(site: SiteView) -> dict[str, str]:
    """Who writes the records, as JSON-LD."""
    return {"@type": "Person", "name": site.author}


def _breadcrumbs(site: SiteView, trail: Trail) -> dict[str, Any]:
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
