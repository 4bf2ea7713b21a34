"""The older site's feed: what its entries were called and when they were announced, and where it was.

Readers know entries by their ids, and a feed by its address: what goes on with both announces no old day again.
"""

import datetime as dt
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from leverage_site.dates import FIRST_YEAR, LAST_YEAR, beginning
from leverage_site.files import create, os_reason
from leverage_site.importing.draft import Draft
from leverage_site.importing.formats.days import day_in
from leverage_site.importing.formats.html_tree import Element, name, parse_xml
from leverage_site.pages.urlmap import feed_address
from leverage_site.problems import Place, Problem, ProblemError, Source, catalog
from leverage_site.records.fields import format_text
from leverage_site.settings import FILE, Settings, parse
from leverage_site.settings.schema import is_feed_address
from leverage_site.urls import MAX_URL
from leverage_site.values import value

# How feeds begin, behind the declaration and comments of XML.
_XML_FEED = re.compile(
    r"\s*+(?:<(?:\?[^>]*+|!--(?:[^-]|-(?!->))*+--)>\s*+)*+<(?:\w+:)?(?:rss|feed|RDF)\b", re.IGNORECASE
)
_JSON_FEED = "jsonfeed.org/version/"


@value
class OldEntry:
    """An entry of the older site's feed; `day` is the one that its title or its URL names."""

    id: str
    url: str | None
    title: str
    day: dt.date | None
    published: dt.datetime | None = None
    updated: dt.datetime | None = None


@value
class OldFeed:
    """The older site's feed; `id` is that of an Atom feed, `address` is where it says that it is."""

    format: str
    id: str | None
    address: str | None
    entries: tuple[OldEntry, ...]


def feed_hint(source: Source) -> str | None:
    """Return what to do with a source that is a feed, and so holds no page; None of any other."""
    beginning = "\n".join(source.lines[:200])[:10_000]
    if _XML_FEED.match(beginning):
        return (
            "This is a feed. Import the pages, and give it beside them: its ids, address and times are kept. "
            "leverage-site import PAGES --feed FEED"
        )
    if beginning.lstrip().startswith("{") and _JSON_FEED in beginning.replace("\\/", "/"):
        return "This is a JSON feed. Import the pages, and with --feed the Atom or RSS feed of the same site."
    return None


def read_feed(source: Source) -> OldFeed:
    """Return what an Atom or RSS feed says. Raises ProblemError where it is none."""
    root = parse_xml(source)
    form = "atom" if name(root) == "feed" else "rss"
    children = list(root) if form == "atom" else [child for channel in root for child in channel]
    own = [one.get("href") for one in children if name(one) == "link" and one.get("rel") == "self"]
    ids = ["".join(one.itertext()).strip() for one in children if name(one) == "id"]
    feed_id = next(filter(None, ids), None) if form == "atom" else None
    return OldFeed(form, feed_id, next(filter(None, own), None), tuple(_entries(root)))


def _entries(root: Element) -> Iterator[OldEntry]:
    for element in root.iter():
        if name(element) not in ("entry", "item"):
            continue
        texts = {name(child): "".join(child.itertext()).strip() for child in reversed(element)}
        links = [one for one in element if name(one) == "link" and one.get("rel", "alternate") == "alternate"]
        url = next(filter(None, (link.get("href") or (link.text or "").strip() for link in links)), None)
        if entry_id := texts.get("id") or texts.get("guid") or url:
            title = " ".join(texts.get("title", "").split())
            day = day_in(title) or day_in(url.rsplit("/", 1)[-1] if url else "")
            published = _instant(texts.get("published") or texts.get("pubdate") or texts.get("date"))
            yield OldEntry(entry_id, url, title, day, published, _instant(texts.get("updated")))


def _instant(text: str | None) -> dt.datetime | None:
    """Return the instant that an entry states, as Atom or RSS has it; None for anything without an offset."""
    try:
        moment = dt.datetime.fromisoformat(text or "")
    except ValueError:
        try:
            moment = parsedate_to_datetime(text or "")
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    if moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment.replace(microsecond=0)


def keep_times(draft: Draft, entry: OldEntry, settings: Settings) -> Draft:
    """Keep when an older feed announced and updated a day, where this site would say something else."""
    # Where a feed says only one of the two, that is when readers heard of it.
    published, updated = entry.published or entry.updated, entry.updated
    if published and published != beginning(draft.date, settings.feed_timezone):
        draft = replace(draft, announced=published.isoformat())
    if updated and updated.date() > max(draft.date, (published or updated).date(), draft.updated or draft.date):
        draft = replace(draft, updated=updated.date())
    return draft


def take_over_feed(root: Path, settings: Settings, feed: OldFeed, *, dry_run: bool) -> Problem | None:
    """Write the id and the address of an older feed into leverage.toml, as settings of the section `feed`.

    Returns:
        A warning with the lines, where that section is there already; None where nothing is to be done.

    Raises:
        ProblemError: Where the file cannot be read or written.

    """
    lines = [f"id = {format_text(feed.id)}"] if feed.id and feed.id not in (settings.feed_id, settings.id) else []
    address = _feed_address(feed, settings)
    if address and address not in dict(settings.feed_aliases) and address != feed_address("", feed.format):
        lines.append(f"aliases = {{ {format_text(address)} = {format_text(feed.format)} }}")
    if not lines:
        return None
    path = root / FILE
    try:
        text = path.read_text(encoding="utf-8")
        whole = "\n".join([text.rstrip("\n"), "", "[feed]", *lines, ""])
        try:
            parse(whole)
        except ProblemError:  # the section is there, or an id is no URI
            return catalog.FEED_NOT_TAKEN_OVER.at(Place(FILE), lines=", ".join(lines))
        if not dry_run:
            waiting = path.with_name(f".{FILE}.importing")
            waiting.unlink(missing_ok=True)
            create(root, {waiting.name: whole})
            os.replace(waiting, path)  # noqa: PTH105 (its errors name both)
    except OSError as error:
        raise catalog.WRITE_FAILED.error(Place(FILE), reason=os_reason(error)) from None
    return None


def _feed_address(feed: OldFeed, settings: Settings) -> str | None:
    """Return the address below that of this site that an older feed had, if it is that of a file."""
    try:
        path = unquote(urlsplit(feed.address or "").path)
    except ValueError:
        return None
    base = unquote(urlsplit(settings.base_url).path)
    address = f"/{path.removeprefix(base)}" if path.startswith(base) else ""
    return address if address and is_feed_address(address) else None


def find_entry(
    entries: tuple[OldEntry, ...], url: str | None, title: str | None, day: dt.date | None
) -> OldEntry | None:
    """Return the entry of a page: the one with its URL, else the only one with its title, else of its day."""
    if url:
        for entry in entries:
            if entry.url and _url_path(entry.url) == _url_path(url):
                return entry
    same_title = [entry for entry in entries if title and entry.title == title]
    same_day = [entry for entry in entries if day and entry.day == day]
    return next((found[0] for found in (same_title, same_day) if len(found) == 1), None)


def _url_path(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/") if len(url) <= MAX_URL else url
    except ValueError:
        return url
