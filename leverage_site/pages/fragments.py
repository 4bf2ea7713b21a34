"""Fragments: pages as data for a host that puts them into pages of its own, each beside the page it is of.

A fragment is a page of its own, with the inputs, the view and the template of the page that it is of.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from leverage_site.pages.content import Content
from leverage_site.pages.page import HTML, Page, PageKind
from leverage_site.pages.view_parts import SiteView
from leverage_site.pages.views import RedirectView
from leverage_site.urls import file_of
from leverage_site.values import value

FRAGMENTS = "/fragments/"
ENDING = ".json"


@value
class FragmentInputs:
    """The inputs of the page at an address."""

    address: str
    inputs: Any


def is_whole_page(page: Page) -> bool:
    """Return whether a page is one for people, of which there is a fragment: redirects have nothing to show."""
    kind = page.kind
    return kind.is_template and kind.media_type == HTML and kind.view_type is not RedirectView


def fragment(page: Page) -> Page:
    """Plan the fragment of a page: its file is called as the page's, with an ending, in a folder of fragments."""
    address = f"{FRAGMENTS}{file_of(page.address)}{ENDING}"
    return Page(
        _kind_of(page.kind), address, page.path, f"the fragment of {page.origin}", (page.address, *page.args)
    )


@cache
def _kind_of(kind: PageKind) -> PageKind:
    """Return the kind of the fragments of a kind of pages."""

    def collect(content: Content, address: str, *args: Any) -> FragmentInputs:
        return FragmentInputs(address, kind.collect(content, *args))

    def view(site: SiteView, _: str, inputs: FragmentInputs) -> Any:
        return kind.view(site, inputs.address, inputs.inputs)

    own: Callable[..., Iterable[str]] | None = kind.sources
    return replace(
        kind,
        name=f"fragment of {kind.name}",
        collect=collect,
        sources=None if own is None else lambda content, _, *args: own(content, *args),
        view=view,
        format="fragment",
        media_type="application/json; charset=utf-8",
        in_sitemap=False,
        nav=None,
    )
