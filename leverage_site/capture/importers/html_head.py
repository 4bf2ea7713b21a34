"""What a page says of itself outside its text: title, tags, day, address."""

import json
import re
from datetime import date

from leverage_site.capture.importers.days import day_in, exact_day
from leverage_site.capture.importers.document import Facts
from leverage_site.capture.importers.html_text import SKIPPED, brief, words
from leverage_site.capture.importers.tags import MAX_LENGTH
from leverage_site.capture.importers.trees import Element, name
from leverage_site.capture.importers.wording import SENTENCE_END

# The box of the tags is hidden with this, so that it is no text.
TAKEN = "its tags are taken"

_TAGS = re.compile(r"(?:[a-z]+[-_])*(?:tags?|topics|categories|taglist)(?:[-_](?:list|links))?", re.IGNORECASE)
_TAGS_SAID = re.compile(r"\A(?:tags|topics|categories|tagged|filed under)\b:?|[\s#,;|·•]+", re.IGNORECASE)
_MARKS = "|–—·"
_SEAM = re.compile(rf"(?<!\s)\s++[{_MARKS}-]\s")
_DATES = ("article:published_time", "date", "dc.date", "datepublished", "citation_publication_date")


def facts(root: Element, region: Element) -> Facts:
    """What a page says of itself; its tags are taken out of the `region` that the record is in."""
    url = _canonical(root)
    return Facts(_title(root, region), _tags(root, region), _day(root, region, url or ""), url=url)


def _title(root: Element, region: Element) -> str | None:
    """The page's title where its region has no heading for it."""
    for part in (region, root):
        if (heading := next(part.iter("h1"), None)) is not None:
            return words([heading]) or None
    title = next(root.iter("title"), None)
    return _without_site(words([title])[:500]) or None if title is not None else None


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
    heads = [meta.get("content") or "" for meta in root.iter("meta") if meta.get("property") == "article:tag"]
    keywords = (_meta(root, ("keywords",)) or "").split(",")
    named = [words([link]) for link in links] or heads or keywords
    return tuple(dict.fromkeys(tag.strip() for tag in named if tag.strip()))


def _labels(element: Element) -> tuple[str, ...]:
    """The words of each innermost element, if the box says nothing else but what it is."""
    said = brief(element, MAX_LENGTH)
    if said is None or next(element.iter("table", "h1", "h2", "h3"), None) is not None:
        return ()
    leaves = [inside for inside in element.iter() if len(inside) == 0 and name(inside) not in SKIPPED]
    labels = dict.fromkeys(text.lstrip("#").strip() for leaf in leaves if (text := words([leaf]).strip(" ,·|")))
    is_all = _TAGS_SAID.sub("", said) == _TAGS_SAID.sub("", "".join(labels))
    return tuple(labels) if is_all and not any(SENTENCE_END.search(label) for label in labels) else ()


def _day(root: Element, region: Element, url: str) -> date | None:
    """The day that the page's address or its metadata name; times of other pages are not meant."""
    if day := day_in(url.rsplit("/", 1)[-1]):
        return day
    for part in (region, root):
        days = {day for element in part.iter("time") if (day := exact_day(element.get("datetime") or ""))}
        if len(days) == 1:
            return days.pop()
    return exact_day(_meta(root, _DATES) or _published(root) or "")


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
