"""Feeds as texts: RSS 2.0, Atom 1.0 and JSON Feed 1.1, each a head, its entries one after the other, and an end.

`render.feeds` writes the few feeds that most people subscribe to with feedgen. The hundreds of others are written
here: an entry that stands in ten of them is made once, where feedgen makes it ten times in trees of elements, and
after an edit all entries but one are as an earlier build left them. A test holds the two against each other.
"""

import json
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring
from typing import Any

from leverage_site.dates import rfc_822
from leverage_site.pages.urlmap import FEED_TYPES
from leverage_site.pages.views import FeedEntry, FeedHead, FeedView

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
HISTORY = "http://purl.org/syndication/history/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
# That of the element that carries the figures of an entry as data.
FIGURES = "urn:x-leverage-site:figures:1"
RSS_DOCS = "http://www.rssboard.org/rss-specification"
JSON_VERSION = "https://jsonfeed.org/version/1.1"

# Records hold no other control characters.
_JSON_ESCAPES = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r"))

# What stands between two entries of a feed.
SEPARATORS = {"rss": "", "atom": "", "json": ",\n"}
_ENDS = {"rss": "</channel>\n</rss>\n", "atom": "</feed>\n", "json": "\n]}\n"}


def feed_text(view: FeedView) -> str:
    """Write a whole feed."""
    form = view.format
    written = [entry_text(entry, form) for entry in view.entries]
    return head_text(view.head, form) + SEPARATORS[form].join(written) + end_text(form)


def head_text(head: FeedHead, form: str) -> str:
    """Write what stands before the entries of a feed in the format `form`."""
    return {"rss": _rss_head, "atom": _atom_head, "json": _json_head}[form](head)


def entry_text(entry: FeedEntry, form: str) -> str:
    """Write an entry of a feed."""
    return {"rss": _rss_entry, "atom": _atom_entry, "json": _json_entry}[form](entry)


def end_text(form: str) -> str:
    """Write what stands behind the entries of a feed."""
    return _ENDS[form]


def xml_links(head: FeedHead) -> list[tuple[str, str]]:
    """Return relations and addresses of a feed in XML, but for its own and its page's."""
    links = [("hub", head.hub), ("current", head.current), ("prev-archive", head.previous)]
    return [(relation, address) for relation, address in links if address]


def xml_namespaces(head: FeedHead, form: str) -> dict[str, str]:
    """Return the namespaces of extensions by prefix: validators warn of one that they do not know, used or not."""
    deleted = {"at": TOMBSTONES} if head.deleted and form == "atom" else {}
    return {**deleted, "fh": HISTORY, "leverage": FIGURES}


def figure_attributes(entry: FeedEntry) -> dict[str, str]:
    """Return the figures of an entry that are known, as attributes of an element."""
    return {name: str(number) for name, number in entry.figures if number is not None}


def _declaration(head: FeedHead) -> str:
    styles = f'<?xml-stylesheet type="text/css" href="{_attribute(head.styles)}"?>\n' if head.styles else ""
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{styles}"


def _rss_head(head: FeedHead) -> str:
    names = {"atom": ATOM, "content": CONTENT, "dc": DC, **xml_namespaces(head, "rss")}
    return (
        f'{_declaration(head)}<rss {_declared(names)} version="2.0">\n<channel>\n'
        f"<title>{_text(head.title)}</title>\n<link>{_text(head.home)}</link>\n"
        f"<description>{_text(head.description)}</description>\n"
        f"{_link('atom:link', head.url, 'self', FEED_TYPES['rss'])}"
        f"<docs>{RSS_DOCS}</docs>\n<generator>{_text(head.generator)}</generator>\n"
        f"<language>{head.language}</language>\n<lastBuildDate>{rfc_822(head.updated)}</lastBuildDate>\n"
        + "".join([_link("atom:link", address, relation) for relation, address in xml_links(head)])
        + ("<fh:archive/>\n" if head.current else "")
    )


def _rss_entry(entry: FeedEntry) -> str:
    categories = "".join([f"<category>{_text(name)}</category>\n" for name in entry.categories])
    # Readers take a description for HTML.
    return (
        f"<item>\n<title>{_text(entry.title)}</title>\n<link>{_text(entry.url)}</link>\n"
        f"<description>{_text(_text(entry.summary))}</description>\n"
        f"<content:encoded>{_cdata(entry.content)}</content:encoded>\n"
        f'<guid isPermaLink="false">{_text(entry.id)}</guid>\n{categories}'
        f"<pubDate>{rfc_822(entry.published)}</pubDate>\n<dc:creator>{_text(entry.author)}</dc:creator>\n"
        f"{_figures(entry)}</item>\n"
    )


def _atom_head(head: FeedHead) -> str:
    names = _declared(xml_namespaces(head, "atom"))
    deleted = [
        f'<at:deleted-entry ref="{_attribute(one.id)}" when="{one.when.isoformat()}">'
        f"<at:comment>{_text(one.reason)}</at:comment></at:deleted-entry>\n"
        for one in head.deleted
    ]
    return (
        f'{_declaration(head)}<feed xmlns="{ATOM}" {names} xml:lang="{head.language}">\n'
        f"<id>{_text(head.id)}</id>\n<title>{_text(head.title)}</title>\n"
        f"<updated>{head.updated.isoformat()}</updated>\n<author><name>{_text(head.author)}</name></author>\n"
        f"{_link('link', head.url, 'self', FEED_TYPES['atom'])}"
        f"{_link('link', head.home, 'alternate', 'text/html')}"
        f"<generator>{_text(head.generator)}</generator>\n<subtitle>{_text(head.description)}</subtitle>\n"
        + "".join([_link("link", address, relation) for relation, address in xml_links(head)])
        + ("<fh:archive/>\n" if head.current else "")
        + "".join(deleted)
    )


def _atom_entry(entry: FeedEntry) -> str:
    categories = "".join([f'<category term="{_attribute(name)}"/>\n' for name in entry.categories])
    return (
        f"<entry>\n<id>{_text(entry.id)}</id>\n<title>{_text(entry.title)}</title>\n"
        f"<updated>{entry.updated.isoformat()}</updated>\n"
        f'<content type="html">{_cdata(entry.content)}</content>\n{_link("link", entry.url)}'
        f"<summary>{_text(entry.summary)}</summary>\n{categories}"
        f"<published>{entry.published.isoformat()}</published>\n{_figures(entry)}</entry>\n"
    )


def _json_head(head: FeedHead) -> str:
    values: dict[str, Any] = {
        "version": JSON_VERSION,
        "title": head.title,
        "home_page_url": head.home,
        "feed_url": head.url,
        "description": head.description,
        "next_url": head.previous,
        "language": head.language,
        "authors": [{"name": head.author}],
        "hubs": [{"type": "WebSub", "url": head.hub}] if head.hub else None,
    }
    known = {name: value for name, value in values.items() if value}
    return f'{_dumps(known)[:-1]}, "items": [\n'


def _json_entry(entry: FeedEntry) -> str:
    values = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
    }
    pairs = [f'"{name}": {encode_basestring(value)}' for name, value in values.items()]
    pairs.append(f'"content_html": "{_json_content(entry.content)}"')
    pairs += [f'"tags": {_dumps(entry.categories)}'] if entry.categories else []
    pairs += [f'"_leverage": {_dumps(dict(entry.figures))}'] if entry.figures else []
    return f"{{{', '.join(pairs)}}}"


def _declared(namespaces: Mapping[str, str]) -> str:
    return " ".join([f'xmlns:{prefix}="{name}"' for prefix, name in namespaces.items()])


def _link(name: str, address: str, relation: str = "", kind: str = "") -> str:
    pairs = (("href", address), ("rel", relation), ("type", kind))
    return f"<{name} {_attributes(pairs)}/>\n"


def _figures(entry: FeedEntry) -> str:
    attributes = [f'{name}="{text}"' for name, text in figure_attributes(entry).items()]
    return f"<leverage:figures {' '.join(attributes)}/>\n" if attributes else ""


def _attributes(pairs: Iterable[tuple[str, str]]) -> str:
    return " ".join([f'{name}="{_attribute(value)}"' for name, value in pairs if value])


def _text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(text: str) -> str:
    return _text(text).replace('"', "&quot;")


def _json_content(html: str) -> str:
    """Return what JSON has between quotation marks; of such long texts in half the time of `encode_basestring`."""
    for character, escaped in _JSON_ESCAPES:
        # To look for a character is twenty times as fast as to replace one that is not there.
        html = html.replace(character, escaped) if character in html else html
    return html


def _cdata(text: str) -> str:
    # To look for a character is twenty times as fast as for several.
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>') if ']' in text else text}]]>"


_dumps = json.JSONEncoder(ensure_ascii=False).encode
