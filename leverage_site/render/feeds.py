"""Feeds → RSS 2.0 and Atom 1.0 by feedgen, with a small extension for what it lacks; nothing comes from the clock.

feedgen switches the locale of the process while it prints a date: feeds are made on one thread.
"""

from html import escape
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from leverage_site.pages.feed_text import (
    ATOM,
    FIGURES,
    HISTORY,
    TOMBSTONES,
    figure_attributes,
    xml_links,
    xml_namespaces,
)
from leverage_site.pages.urlmap import FEED_TYPES
from leverage_site.pages.views import FeedEntry, FeedHead, FeedView


def feedgen_xml(view: FeedView) -> bytes:
    """Write a feed as RSS 2.0 or Atom 1.0."""
    head, is_rss = view.head, view.format == "rss"
    feed = FeedGenerator()
    if is_rss:
        feed.load_extension("dc", atom=False)
    feed.register_extension("leverage", _HeadExtension, _EntryExtension)
    feed.leverage.head, feed.leverage.form = head, view.format
    feed.id(head.id)
    feed.title(head.title)
    feed.description(head.description)
    feed.language(head.language)
    feed.generator(head.generator)
    feed.link(href=head.url, rel="self", type=FEED_TYPES[view.format])
    # The channel's own link is the last one added.
    feed.link(href=head.home, rel="alternate", type="text/html")
    feed.updated(head.updated)
    if not is_rss:
        # RSS has room for an address alone, and names no one without.
        feed.author(name=head.author)
    for entry in view.entries:
        _add(feed, entry, is_rss=is_rss)
    return bytes(feed.rss_str(pretty=True) if is_rss else feed.atom_str(pretty=True))


def _add(feed: Any, entry: FeedEntry, *, is_rss: bool) -> None:
    # By default, each entry goes before the others.
    item = feed.add_entry(order="append")
    item.guid(entry.id, permalink=False)
    item.id(entry.id)
    item.title(entry.title)
    item.link(href=entry.url)
    item.published(entry.published)
    item.updated(entry.updated)
    if is_rss:
        item.dc.dc_creator(entry.author)
        # Readers take a description for HTML.
        item.description(escape(entry.summary, quote=False), isSummary=True)
        item.content(entry.content, type="CDATA")
    else:
        item.summary(entry.summary)
        item.content(entry.content, type="html")
    for category in entry.categories:
        item.category(term=category)
    item.leverage.entry = entry


class _HeadExtension(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """The stylesheet, further links, whether a feed is an archive, and what was taken back."""

    head: FeedHead
    form: str

    def extend_ns(self) -> dict[str, str]:
        return xml_namespaces(self.head, self.form)

    def extend_rss(self, feed: Any) -> Any:
        self._add_links(feed, feed[0], f"{{{ATOM}}}link")
        return feed

    def extend_atom(self, feed: Any) -> Any:
        self._add_links(feed, feed, "link")
        for one in self.head.deleted:
            deleted = etree.SubElement(feed, f"{{{TOMBSTONES}}}deleted-entry")
            deleted.set("ref", one.id)
            deleted.set("when", one.when.isoformat())
            etree.SubElement(deleted, f"{{{TOMBSTONES}}}comment").text = one.reason
        return feed

    def _add_links(self, feed: Any, parent: Any, name: str) -> None:
        if self.head.styles:
            styles = f'type="text/css" href="{escape(self.head.styles)}"'
            feed.addprevious(etree.ProcessingInstruction("xml-stylesheet", styles))
        for relation, address in xml_links(self.head):
            etree.SubElement(parent, name, href=address, rel=relation)
        if self.head.current:
            etree.SubElement(parent, f"{{{HISTORY}}}archive")


class _EntryExtension(BaseEntryExtension):  # type: ignore[misc]  # as above
    """The figures of an entry as data."""

    entry: FeedEntry

    def extend_rss(self, entry: Any) -> Any:
        if self.entry.figures:
            etree.SubElement(entry, f"{{{FIGURES}}}figures", figure_attributes(self.entry))
        return entry

    extend_atom = extend_rss
