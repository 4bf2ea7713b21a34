"""The feed of an older site: the id of each entry, so that readers do not see an old day as new."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from leverage_site.importing.formats.days import day_in
from leverage_site.importing.formats.trees import Element, name, parsed_xml
from leverage_site.problems import Source
from leverage_site.urls import MAX_URL


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the older feed; `day` is the one that its title or its address names."""

    id: str
    url: str | None
    title: str
    day: dt.date | None


def entries(source: Source) -> tuple[Entry, ...]:
    """The entries of an Atom or RSS feed. Raises ProblemError where it is none."""
    root = parsed_xml(source)
    return tuple(
        entry for element in root.iter() if name(element) in ("entry", "item") for entry in _entry(element)
    )


def entry_of(known: tuple[Entry, ...], url: str | None, title: str | None, day: dt.date | None) -> Entry | None:
    """The entry of a page: the one with its address, else the only one with its title, else of its day."""
    if url:
        for entry in known:
            if entry.url and _path(entry.url) == _path(url):
                return entry
    same_title = [entry for entry in known if title and entry.title == title]
    same_day = [entry for entry in known if day and entry.day == day]
    return next((found[0] for found in (same_title, same_day) if len(found) == 1), None)


def _entry(element: Element) -> Iterator[Entry]:
    texts = {name(child): "".join(child.itertext()).strip() for child in reversed(element)}
    links = [child for child in element if name(child) == "link"]
    urls = [
        link.get("href") or (link.text or "").strip()
        for link in links
        if link.get("rel", "alternate") == "alternate"
    ]
    url = next((url for url in urls if url), None)
    if known := texts.get("id") or texts.get("guid") or url:
        title = " ".join(texts.get("title", "").split())
        yield Entry(known, url, title, day_in(title) or day_in(url.rsplit("/", 1)[-1] if url else ""))


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/") if len(url) <= MAX_URL else url
    except ValueError:
        return url
