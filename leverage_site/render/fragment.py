"""A fragment: what a template prints between the signs of a host's page, and what a page says of itself, as JSON.

Addresses in it begin with a slash, since it is for the host to say where a page is.
"""

import json
import re
from collections.abc import Sequence
from html import escape, unescape
from itertools import takewhile
from urllib.parse import urljoin

from leverage_site.pages.links import feed_links
from leverage_site.pages.view_parts import Head, SiteView
from leverage_site.render.host_page import Piece
from leverage_site.urls import absolute, file_of, percent_encoded

VERSION = 1
# The element that the section is in: the host has its <main> around it.
_TAG = b"section"
# Texts have no quotation marks in HTML and, in JSON-LD, a backslash before them: so this stands in tags alone.
_ADDRESS = re.compile(r' (href|src|action|poster|data-source)="(?!#|[A-Za-z][A-Za-z0-9+.-]*:)([^"]*)"')
_STYLES = re.compile(r'<link (?=[^<>]*\brel="stylesheet")[^<>]*\bhref="([^"<>]*)"')
_SCRIPTS = re.compile(r'<script (?=[^<>]*\bsrc=)[^<>]*\bsrc="([^"<>]*)"')


def fragment_json(printed: Sequence[Piece], site: SiteView, address: str, head: Head) -> bytes:
    """Write the fragment of a page.

    Args:
        printed: What its template printed, in pieces.
        site: The site.
        address: Where the page is.
        head: What it says of itself.

    """
    place = site.base_path + percent_encoded(file_of(address))
    texts = {name: _between(printed, begin, end) for name, begin, end in _PARTS}
    texts = {name: _with_whole_addresses(text, place) for name, text in texts.items()}
    values = {
        "version": VERSION,
        "path": file_of(address),
        "url": absolute(site.base_url, address),
        "title": head.title,
        "document_title": head.document_title,
        "social_title": head.social_title,
        "description": head.description,
        "canonical": head.canonical,
        "robots": "" if head.canonical else "noindex",
        "image": head.image,
        "feeds": [
            {"title": feed.title, "format": link.format, "media_type": link.media_type, "url": link.url}
            for feed in (feed_links(site, address, "", site.title), *head.feeds)
            for link in feed.links
        ],
        "styles": [unescape(found) for found in _STYLES.findall(texts["head"])],
        "scripts": [unescape(found) for found in _SCRIPTS.findall(texts["head"])],
        "structured": json.loads(head.structured),
        **texts,
    }
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


# What stands between which pieces of a host's page.
_PARTS = (("head", "top", "middle"), ("body", "middle", "bottom"))


def _between(printed: Sequence[Piece], begin: str, end: str) -> str:
    """Return what was printed between two pieces of a host's page."""
    names = [piece.name for piece in printed]
    rest = printed[names.index(begin) + 1 :] if begin in names else ()
    inside = takewhile(lambda piece: piece.name != end, rest)
    return b"".join([_TAG if piece.name == "tag" else piece.data for piece in inside]).decode().strip()


def _with_whole_addresses(text: str, place: str) -> str:
    """Return HTML of the page at a place with addresses that mean the same on any page of the host."""
    return _ADDRESS.sub(lambda match: f' {match[1]}="{escape(urljoin(place, unescape(match[2])))}"', text)
