"""What a page says of itself outside its text: title, tags, day, address."""

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from leverage_site.importing.formats.datelines import dateline
from leverage_site.importing.formats.days import days_in, exact_day, sole_day
from leverage_site.importing.formats.document import ADDRESS, METADATA, Facts, Said, Weight
from leverage_site.importing.formats.html_text import BLOCKS, SKIPPED, brief, words
from leverage_site.importing.formats.tags import MAX_LENGTH
from leverage_site.importing.formats.trees import Element, name
from leverage_site.importing.formats.wording import SENTENCE_END
from leverage_site.problems import Source
from leverage_site.urls import MAX_URL

# The box of the tags is hidden with this, so that it is no text.
TAKEN = "its tags are taken"

_TAGS = re.compile(r"(?:[a-z]+[-_])*(?:tags?|topics|categories|taglist)(?:[-_](?:list|links))?", re.IGNORECASE)
_TAGS_SAID = re.compile(r"\A(?:tags|topics|categories|tagged|filed under)\b:?|[\s#,;|·•]+", re.IGNORECASE)
_MARKS = "|–—·"
_SEAM = re.compile(rf"(?<!\s)\s++[{_MARKS}-]\s")
_SAVED = re.compile(r"<!-- ?saved from url=\([0-9]{1,6}\)(https?://[^\s<>]+)", re.IGNORECASE)
_SAVED_LINES = 30
_DATES = ("article:published_time", "date", "dc.date", "datepublished", "citation_publication_date")


def facts(root: Element, region: Element, source: Source) -> Facts:
    """What a page says of itself; its tags are taken out of the `region` that the record is in."""
    saved = _saved_from(source)
    url = _canonical(root) or saved
    head = next((words([element])[:500] for element in root.iter("title")), "")
    said = (
        *(Said(day.day, "<title>", weekday=day.weekday) for day in days_in(head)),
        *_days(root, region, url or "", saved or ""),
    )
    title, is_sure = _title(root, region, _without_site(head))
    return Facts(title, _tags(root, region), url=url, said=said, is_titled=is_sure)


def _title(root: Element, region: Element, head: str) -> tuple[str | None, bool]:
    """The first heading of the region, else the one that stands nearest to it, else what the head says.

    What stands at the top of the whole page may be the name of the site: that is not sure, unless the head agrees.
    """
    for part in (region, *region.iterancestors(), root):
        if (heading := next(part.iter("h1"), None)) is not None:
            title = words([heading])
            return title or None, part is region or name(part) not in ("body", "html") or title == head
    return head or None, False


def _without_site(title: str) -> str:
    """The title without the name of the site behind it, which no further mark parts; a hyphen parts less."""
    last = max(map(title.rfind, _MARKS))
    seam = _SEAM.search(title, len(title[: max(last, 0)].rstrip()))
    return title[: seam.start()] if seam else title


def _canonical(root: Element) -> str | None:
    """The address of the page, from its head."""
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            return (link.get("href") or "").strip() or None
    return _meta(root, ("og:url",))


def _saved_from(source: Source) -> str | None:
    """The address in the comment that a browser writes into a page that it saves."""
    for line in source.lines[:_SAVED_LINES]:
        if found := _SAVED.search(line[:MAX_URL]):
            return found[1]
    return None


def _tags(root: Element, region: Element) -> tuple[str, ...]:
    """The tags of a page: the links or labels of the box that is called so, else those of its head."""
    for element in region.iter():
        if name(element) in ("table", "h2"):
            break
        is_named = any(_TAGS.fullmatch(word) for word in (element.get("class") or "").split())
        if is_named and (found := _labels(element)):
            element.set("hidden", TAKEN)
            return found
    links = [link for link in region.iter("a") if "tag" in (link.get("rel") or "").lower().split()]
    seen = {region: False}
    for box in dict.fromkeys(link.getparent() for link in links):
        _take_links(box, seen)
    heads = [meta.get("content") or "" for meta in root.iter("meta") if meta.get("property") == "article:tag"]
    keywords = (_meta(root, ("keywords",)) or _meta(root, ("tags",)) or "").split(",")
    named = [words([link]) for link in links] or heads or keywords
    return tuple(dict.fromkeys(tag.strip().lstrip("#") for tag in named if tag.strip(" #")))


def _take_links(box: Element, seen: dict[Element, bool]) -> None:
    """Take the outermost element that says nothing but the links to tags that are in `box`.

    `seen` are the elements that were looked at, and whether they say nothing else: each is looked at once.
    """
    outermost = None
    for element in (box, *box.iterancestors()):
        if seen.get(element):
            return
        if element not in seen:
            seen[element] = _is_links(element)
        if not seen[element]:
            break
        outermost = element
    if outermost is not None:
        outermost.set("hidden", TAKEN)


def _is_links(element: Element) -> bool:
    """Whether an element says nothing but links to tags."""
    said = brief(element, MAX_LENGTH)
    if said is None or next(element.iter("table"), None) is not None:
        return False
    links = [link for link in element.iter("a") if "tag" in (link.get("rel") or "").lower().split()]
    return _TAGS_SAID.sub("", said) == _TAGS_SAID.sub("", "".join(words([link]) for link in links))


def _labels(element: Element) -> tuple[str, ...]:
    """The words of each innermost element, if the box says nothing else but what it is."""
    said = brief(element, MAX_LENGTH)
    if said is None or next(element.iter("table", "h1", "h2", "h3"), None) is not None:
        return ()
    leaves = [inside for inside in element.iter() if len(inside) == 0 and name(inside) not in SKIPPED]
    labels = dict.fromkeys(text.lstrip("#").strip() for leaf in leaves if (text := words([leaf]).strip(" ,·|")))
    is_all = _TAGS_SAID.sub("", said) == _TAGS_SAID.sub("", "".join(labels))
    return tuple(labels) if is_all and not any(SENTENCE_END.search(label) for label in labels) else ()


def _days(root: Element, region: Element, url: str, saved: str) -> Iterator[Said]:
    """The days that the page's address or its metadata name, which are those on which it was published.

    Times of other pages are not meant, nor those that stand in a sentence.
    """
    for address in dict.fromkeys((url, saved)):
        # A folder a year, a month and a day, or the day in the name.
        path = urlsplit(address).path if _is_address(address) else address
        if day := sole_day(path.rsplit("/", 1)[-1]) or sole_day(path):
            yield Said(day, ADDRESS, weight="stamp")
            break
    for part in (region, root):
        times = [element for element in part.iter("time") if exact_day(element.get("datetime") or "")]
        days = {exact_day(element.get("datetime") or ""): element for element in times}
        if len(days) == 1:
            ((day, element),) = days.items()
            weight: Weight = "stamp" if _is_dateline(element) else "hint"
            if day:
                yield Said(day, "<time>", element.sourceline or 1, weight)
            break
    for text in (_meta(root, _DATES), _published(root)):
        if day := exact_day(text or ""):
            yield Said(day, METADATA, weight="stamp")
            break


def _is_address(text: str) -> bool:
    try:
        return len(text) <= MAX_URL and bool(urlsplit(text).scheme)
    except ValueError:
        return False


def _is_dateline(element: Element) -> bool:
    """Whether a time stands in a line of its own, or with nothing but what belongs to it."""
    around = next((box for box in element.iterancestors() if name(box) in BLOCKS), element)
    said = brief(around, MAX_LENGTH)
    return said is not None and dateline(said) is not None


def _published(root: Element) -> str | None:
    """`datePublished` of a page's JSON-LD."""
    for script in root.iter("script"):
        if script.get("type") == "application/ld+json":
            try:
                data = json.loads(script.text or "")
            except (ValueError, RecursionError):
                continue
            for item in data if isinstance(data, list) else [data]:
                if isinstance(item, dict) and isinstance(stated := item.get("datePublished"), str):
                    return stated
    return None


def _meta(root: Element, names: tuple[str, ...]) -> str | None:
    for meta in root.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if key.lower() in names and (content := (meta.get("content") or "").strip()):
            return str(content)
    return None
