"""What validators and readers hold against feeds, as laws: each fault is a sentence."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import lxml.etree
import lxml.html

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
    "leverage": "urn:x-leverage-site:figures:1",
}
BANNED = "//script | //style | //iframe | //svg | //object | //embed | //form | //link | //meta"
MARKUP = re.compile(r"</(?:b|i|a|p|em|strong|div|span|script|table)>")
# Validators take what is before for a mistake.
EARLY = datetime(1990, 1, 1, tzinfo=UTC)
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def faults(name: str, data: bytes, now: datetime) -> list[str]:
    """Return what is wrong with the feed that is called `name` at an instant."""
    if name.endswith(".json"):
        return list(_faults_of_json(data, now))
    root = lxml.etree.fromstring(data)
    if root.getroottree().docinfo.doctype:
        return ["it has a document type"]
    # Validators warn of what they do not know, used or not.
    if "at" in root.nsmap and root.find("at:deleted-entry", NAMES) is None:
        return ["a namespace for nothing"]
    return list(_faults_of_rss(root, now) if root.tag == "rss" else _faults_of_atom(root, now))


def _faults_of_rss(root: lxml.etree._Element, now: datetime) -> Iterator[str]:
    channel = root.find("channel")
    for needed in ("title", "link", "description", "lastBuildDate", "language"):
        if len(channel.findall(needed)) != 1 or not channel.findtext(needed):
            yield f"the channel has not one {needed}"
    if len(channel.findall("atom:link[@rel='self']", NAMES)) != 1:
        yield "the channel does not say where it is"
    items = channel.findall("item")
    yield from _faults_of_date(channel.findtext("lastBuildDate"), now)
    yield from _repeated("guid", [item.findtext("guid") for item in items])
    for item in items:
        yield from _faults_of_item(item)
        yield from _faults_of_date(item.findtext("pubDate"), now)
        yield from _faults_of_entry(
            item.findtext("title"), item.findtext("link"), item.findtext("content:encoded", namespaces=NAMES)
        )


def _faults_of_item(item: lxml.etree._Element) -> Iterator[str]:
    if item.find("author") is not None:
        yield "an author without an address for mail"
    if item.find("guid").get("isPermaLink") != "false":
        yield "a guid that is taken for an address"


def _faults_of_date(stamp: str, now: datetime) -> Iterator[str]:
    moment = parsedate_to_datetime(stamp)
    if not stamp.startswith(moment.strftime("%a, %d %b %Y")):
        yield f"a wrong weekday: {stamp}"
    if not EARLY <= moment <= now:
        yield f"a date that cannot be: {stamp}"


def _faults_of_atom(root: lxml.etree._Element, now: datetime) -> Iterator[str]:
    for needed in ("id", "title", "updated", "author"):
        if len(root.findall(f"atom:{needed}", NAMES)) != 1:
            yield f"the feed has not one {needed}"
    relations = Counter(link.get("rel") for link in root.findall("atom:link", NAMES))
    if (relations["self"], relations["alternate"]) != (1, 1):
        yield "the feed does not say where it is"
    yield from _faults_of_stamps([root.findtext("atom:updated", namespaces=NAMES)] * 2, now)
    entries = root.findall("atom:entry", NAMES)
    for tag in ("id", "updated"):
        yield from _repeated(tag, [entry.findtext(f"atom:{tag}", namespaces=NAMES) for entry in entries])
    for entry in entries:
        yield from _faults_of_atom_entry(entry, now)
    for deleted in root.findall("at:deleted-entry", NAMES):
        if not deleted.get("ref") or not RFC_3339.fullmatch(deleted.get("when", "")):
            yield "a tombstone without an id or a date"


def _faults_of_atom_entry(entry: lxml.etree._Element, now: datetime) -> Iterator[str]:
    stamps = [entry.findtext(f"atom:{tag}", namespaces=NAMES) for tag in ("published", "updated")]
    yield from _faults_of_stamps(stamps, now)
    content = entry.find("atom:content", NAMES)
    if content.get("type") != "html":
        yield "content of another type"
    links = entry.findall("atom:link", NAMES)
    if len(links) != 1:
        yield "not one link"
    yield from _faults_of_entry(entry.findtext("atom:title", namespaces=NAMES), links[0].get("href"), content.text)


def _faults_of_json(data: bytes, now: datetime) -> Iterator[str]:
    feed = json.loads(data)
    if feed["version"] != "https://jsonfeed.org/version/1.1" or not feed["title"]:
        yield "no version or title"
    for key in ("home_page_url", "feed_url", "next_url"):
        if key in feed and not _is_absolute(feed[key]):
            yield f"{key} is not absolute"
    yield from _repeated("id", [item["id"] for item in feed["items"]])
    for item in feed["items"]:
        yield from _faults_of_stamps([item["date_published"], item["date_modified"]], now)
        yield from _faults_of_entry(item["title"], item["url"], item["content_html"])


def _repeated(name: str, values: Iterable[str | None]) -> Iterator[str]:
    for value, count in Counter(values).items():
        if count > 1 or not value:
            yield f"{count} entries with the {name} {value}"


def _faults_of_stamps(stamps: list[str], now: datetime) -> Iterator[str]:
    published, updated = map(datetime.fromisoformat, stamps)
    if not all(map(RFC_3339.fullmatch, stamps)):
        yield f"no stamps of RFC 3339: {stamps}"
    if updated < published:
        yield f"updated before it was published: {stamps}"
    if not EARLY <= updated <= now:
        yield f"a date that cannot be: {stamps}"


def _faults_of_entry(title: str | None, url: str | None, content: str | None) -> Iterator[str]:
    if not title or MARKUP.search(title):
        yield f"markup for a title: {title}"
    if not url or not _is_absolute(url):
        yield f"no absolute address: {url}"
    if content:
        yield from _faults_of_content(content)
    else:
        yield "no content"


def _faults_of_content(content: str) -> Iterator[str]:
    tree = lxml.html.document_fromstring(f"<div>{content}</div>")
    if tree.xpath(BANNED):
        yield "elements that readers strip"
    if tree.xpath("//@style | //@class | //@id | //@*[starts-with(name(), 'on')]"):
        yield "attributes that readers strip"
    if any(len(row) > 5 for row in tree.xpath("//tr")):
        yield "a table that is too wide"
    for address in tree.xpath("//@href | //@src"):
        if not _is_absolute(address):
            yield f"a relative address: {address}"


def _is_absolute(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https", "mailto", "tel") and bool(parts.netloc or parts.path)


LATE = datetime(2300, 1, 1, tzinfo=UTC)
