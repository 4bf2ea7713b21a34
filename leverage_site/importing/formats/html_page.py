"""The structure of a published HTML page: where its record is, what stands around it, and its metadata."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from leverage_site.importing.formats.columns import ColumnMap, find_columns
from leverage_site.importing.formats.days import days_in, exact_day, sole_day
from leverage_site.importing.formats.document import ADDRESS, METADATA, Excerpt, Facts, StatedDay, Weight
from leverage_site.importing.formats.html_tree import (
    BLOCKS,
    HEADINGS,
    SKIPPED,
    Element,
    Elements,
    children,
    is_hidden,
    line_of,
    name,
    table_rows,
    words,
    words_within,
)
from leverage_site.importing.formats.metadata_lines import MAX_TAGS_LENGTH, parse_dateline
from leverage_site.importing.formats.tables import MAX_TITLE_ROWS
from leverage_site.importing.formats.wording import AGGREGATES, SENTENCE_END, TASK_LOG, fold_heading
from leverage_site.problems import Source
from leverage_site.urls import MAX_URL

_CONTENT = ("p", "ul", "ol", "dl", "blockquote", "pre", *HEADINGS)
# Classes and ids of the box of a post, for pages without `article`.
_POSTS = frozenset({"post", "hentry", "h-entry", "blog-post", "single-post", "article", "post-article"})
_BESIDE = {
    "comments": "comment comments commentlist respond disqus giscus utterances webmentions discussion",
    "related posts": "related relatedposts similar-posts read-next more-posts recent-posts you-may-also-like"
    " post-nav post-navigation pagination pager prev-next",
    "sidebar": "sidebar side-bar widget widgets",
    "sharing": "share share-buttons share-links sharing sharedaddy social-share social-links",
    "navigation": "breadcrumb breadcrumbs site-nav toc table-of-contents",
}
_KIND_BY_CLASS = {word: kind for kind, classes in _BESIDE.items() for word in classes.split()}
_KIND_BY_ELEMENT = {"nav": "navigation", "footer": "footer", "form": "form"}
_KIND_BY_ROLE = {"navigation": "navigation", "search": "form", "complementary": "sidebar"}
# These tell as a part of a class, as in `post-comments`, but not in `has-sidebar`.
_CLASS_PARTS = frozenset({"comment", "comments", "commentlist", "related", "sidebar", "breadcrumbs", "disqus"})
_NEGATIONS = frozenset({"no", "has", "with", "without"})

_TAGS_CLASS = re.compile(
    r"(?:[a-z]+[-_])*(?:tags?|topics|categories|taglist)(?:[-_](?:list|links))?", re.IGNORECASE
)
_TAGS_LABEL = re.compile(r"\A(?:tags|topics|categories|tagged|filed under)\b:?|[\s#,;|·•]+", re.IGNORECASE)
_SITE_MARKS = "|–—·"
_SITE_SEAM = re.compile(rf"(?<!\s)\s++[{_SITE_MARKS}-]\s")
_SAVED_FROM = re.compile(r"<!-- ?saved from url=\([0-9]{1,6}\)(https?://[^\s<>]+)", re.IGNORECASE)
_SAVED_FROM_LINES = 30
_DATES = ("article:published_time", "date", "dc.date", "datepublished", "citation_publication_date")


def find_region(root: Element, named: ColumnMap) -> Element:
    """Return the element of the record: the innermost article around the task log, else a post, else `main`."""
    for table in root.iter("table"):
        if _is_task_log(table, named):
            around = [element for element in table.iterancestors() if name(element) not in ("html", "body")]
            articles = [one for one in around if name(one) == "article" or one.get("role") == "article"]
            posts = [
                one
                for one in around
                if name(one) in ("div", "section")
                and not _POSTS.isdisjoint({*_classes(one), (one.get("id") or "").lower()})
            ]
            mains = [one for one in around if name(one) == "main" or one.get("role") == "main"]
            for candidates in (articles, posts, mains[-1:]):
                if candidates:
                    return next((one for one in candidates if _has_content(one)), candidates[-1])
    body = root.find("body")
    return root if body is None else body


def is_layout(table: Element) -> bool:
    """Return whether a table only puts things side by side: it holds other tables, or its role says so."""
    return table.get("role") in ("presentation", "none") or next(table.iterdescendants("table"), None) is not None


def find_other_task_log(root: Element, region: Element, named: ColumnMap) -> Element | None:
    """Return the first task log that belongs to another record: outside the region and all that is beside it."""
    # Each element is judged once: whether it is in the region, beside a text, or not shown.
    is_aside = dict.fromkeys(region.iterancestors(), False)
    for table in root.iter("table"):
        if not _is_task_log(table, named):
            continue
        path, found = [], False
        for node in (table, *table.iterancestors()):
            path.append(node)
            is_unseen = is_hidden(node) or name(node) in SKIPPED
            found = is_aside.get(node, node is region or is_unseen or beside(node, root) is not None)
            if found or node in is_aside:
                break
        is_aside.update(dict.fromkeys(path, found))
        if not found:
            return table
    return None


def beside(element: Element, region: Element) -> str | None:
    """Return what an element in the region is that is no part of the record, such as `comments`, or None.

    An article inside an article is a comment or a neighbour.
    """
    tag, role = name(element), element.get("role")
    if tag in _KIND_BY_ELEMENT:
        return _KIND_BY_ELEMENT[tag]
    if role in _KIND_BY_ROLE:
        return _KIND_BY_ROLE[role]
    if tag in ("div", "section", "aside", "ul", "ol", "article", "details"):
        for word in [*_classes(element), (element.get("id") or "").lower()]:
            parts = set(word.replace("_", "-").split("-"))
            part = next(iter(sorted(parts & _CLASS_PARTS)), "") if parts.isdisjoint(_NEGATIONS) else ""
            if kind := _KIND_BY_CLASS.get(word) or _KIND_BY_CLASS.get(part):
                return kind
    return "another article" if tag == "article" and name(region) not in ("main", "body", "html") else None


def page_frame(root: Element, region: Element) -> Iterator[Excerpt]:
    """Yield what stands around the region, as one piece."""
    body = root.find("body")
    if body is None or region is body or region is root:
        return
    outside = _outside(root, region, set(region.iterancestors()))
    shown = [node for node in outside if isinstance(node, str) or name(node) not in SKIPPED]
    if text := "\n".join(filter(None, (words([node]) for node in shown))):
        lines = (node.sourceline for node in shown if not isinstance(node, str) and words([node]))
        yield Excerpt("page frame", text, next(lines, None) or 1)


def _is_task_log(table: Element, named: ColumnMap) -> bool:
    """Return whether one of the first rows has the headings of a task log; a title may stand above them."""
    rows = () if is_layout(table) else islice(table_rows(table), MAX_TITLE_ROWS)
    return any(find_columns(cells, named) for _, cells in rows)


def _classes(element: Element) -> list[str]:
    return (element.get("class") or "").lower().split()


def _has_content(element: Element) -> bool:
    """Return whether an element holds more than tables and their headings."""
    for inside in element.iter(*_CONTENT):
        text = words([inside]) if next(inside.iterancestors("table"), None) is None else ""
        if text and (name(inside) not in HEADINGS or fold_heading(text) not in TASK_LOG | AGGREGATES):
            return True
    return False


def _outside(element: Element, region: Element, around: set[Element]) -> Iterator[Element | str]:
    """Yield what is not in the region, in order; `around` are the elements that hold the region."""
    for node in children(element):
        if not isinstance(node, str) and node in around:
            yield from _outside(node, region, around)
        elif node is not region:
            yield node


class Metadata(NamedTuple):
    """What a page says of itself, and the elements whose words are in these facts and so no part of its text."""

    facts: Facts
    consumed: Elements


def read_metadata(root: Element, region: Element, source: Source) -> Metadata:
    """Read title, tags, address and days of a page whose record is in `region`."""
    comments = (_SAVED_FROM.search(line[:MAX_URL]) for line in source.lines[:_SAVED_FROM_LINES])
    saved_from = next((comment[1] for comment in comments if comment), None)
    canonical = [link for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    url = (canonical[0].get("href") or "").strip() if canonical else _meta(root, ("og:url",))
    url = url or saved_from
    head = next((words([element])[:500] for element in root.iter("title")), "")
    stated_days = (
        *(StatedDay(day.day, "<title>", weekday=day.weekday) for day in days_in(head)),
        *_publication_days(root, region, url or "", saved_from or ""),
    )
    # The site's name stands behind the last mark; a hyphen counts where there is no other mark.
    seam = _SITE_SEAM.search(head, len(head[: max(*map(head.rfind, _SITE_MARKS), 0)].rstrip()))
    title, is_titled = head[: seam.start()] if seam else head, False
    for part in (region, *region.iterancestors(), root):
        if (first := next(part.iter("h1"), None)) is not None:
            # A heading at the top of the whole page may be the name of the site, unless the head agrees.
            is_titled = part is region or name(part) not in ("body", "html") or words([first]) == title
            title = words([first])
            break
    tags, consumed = _tags(root, region)
    return Metadata(Facts(title or None, tags, url=url, stated_days=stated_days, is_titled=is_titled), consumed)


def _tags(root: Element, region: Element) -> tuple[tuple[str, ...], Elements]:
    """Return the tags of a page, and the elements that say nothing else.

    They are the words of a box that is called tags, else of links to tags, else what the head says.
    """
    for element in region.iter():
        if name(element) in ("table", "h2"):
            break
        if not any(map(_TAGS_CLASS.fullmatch, (element.get("class") or "").split())):
            continue
        text = words_within(element, MAX_TAGS_LENGTH)
        if text is None or next(element.iter("table", "h1", "h2", "h3"), None) is not None:
            continue
        leaves = [inside for inside in element.iter() if len(inside) == 0 and name(inside) not in SKIPPED]
        labels = dict.fromkeys(
            label.lstrip("#").strip() for one in leaves if (label := words([one]).strip(" ,·|"))
        )
        is_all = _unlabelled(text) == _unlabelled("".join(labels))
        if labels and is_all and not any(map(SENTENCE_END.search, labels)):
            return tuple(labels), {element}
    links = _tag_links(region)
    heads = [meta.get("content") or "" for meta in root.iter("meta") if meta.get("property") == "article:tag"]
    keywords = (_meta(root, ("keywords",)) or _meta(root, ("tags",)) or "").split(",")
    texts = [words([link]) for link in links] or heads or keywords
    tags = dict.fromkeys(tag.strip().lstrip("#") for tag in texts if tag.strip(" #"))
    return tuple(tags), _tag_boxes(links, region)


def _tag_boxes(links: list[Element], region: Element) -> set[Element]:
    """Return the outermost elements around the links that say nothing but such links."""
    outermost: set[Element] = set()
    # Each element is judged once.
    is_box: dict[Element, bool] = {region: False}
    for parent in dict.fromkeys(link.getparent() for link in links):
        box = None
        for element in (parent, *parent.iterancestors()):
            if is_box.get(element):
                # It stands in a box that is found already.
                box = None
                break
            if element not in is_box:
                text = words_within(element, MAX_TAGS_LENGTH)
                is_box[element] = (
                    text is not None
                    and next(element.iter("table"), None) is None
                    and _unlabelled(text) == _unlabelled("".join(words([one]) for one in _tag_links(element)))
                )
            if not is_box[element]:
                break
            box = element
        if box is not None:
            outermost.add(box)
    return outermost


def _tag_links(element: Element) -> list[Element]:
    return [link for link in element.iter("a") if "tag" in (link.get("rel") or "").lower().split()]


def _unlabelled(text: str) -> str:
    """Return the letters of tags, without what they are called and what parts them."""
    return _TAGS_LABEL.sub("", text)


def _publication_days(root: Element, region: Element, url: str, saved_from: str) -> Iterator[StatedDay]:
    """Yield the days in the page's addresses, its `time` elements and its metadata, as days of publication.

    A `time` counts where it is the only one, so that those of other pages do not; in a sentence it is a hint.
    """
    for address in dict.fromkeys((url, saved_from)):
        try:
            is_url = len(address) <= MAX_URL and bool(urlsplit(address).scheme)
        except ValueError:
            is_url = False
        path = urlsplit(address).path if is_url else address
        # The day may be in the name, or a folder each for year, month and day.
        if day := sole_day(path.rsplit("/", 1)[-1]) or sole_day(path):
            yield StatedDay(day, ADDRESS, weight="stamp")
            break
    for part in (region, root):
        days = {day: one for one in part.iter("time") if (day := exact_day(one.get("datetime") or ""))}
        if len(days) == 1:
            ((day, element),) = days.items()
            around = next((box for box in element.iterancestors() if name(box) in BLOCKS), element)
            text = words_within(around, MAX_TAGS_LENGTH)
            weight: Weight = "hint" if text is None or parse_dateline(text) is None else "stamp"
            yield StatedDay(day, "<time>", line_of(element), weight)
            break
    for text in (_meta(root, _DATES), _date_published(root)):
        if day := exact_day(text or ""):
            yield StatedDay(day, METADATA, weight="stamp")
            break


def _date_published(root: Element) -> str | None:
    """Return `datePublished` of a page's JSON-LD."""
    for script in root.iter("script"):
        if script.get("type") == "application/ld+json":
            try:
                data = json.loads(script.text or "")
            except (ValueError, RecursionError):
                continue
            for item in data if isinstance(data, list) else [data]:
                if isinstance(item, dict) and isinstance(day := item.get("datePublished"), str):
                    return day
    return None


def _meta(root: Element, names: tuple[str, ...]) -> str | None:
    for meta in root.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if key.lower() in names and (content := (meta.get("content") or "").strip()):
            return str(content)
    return None
