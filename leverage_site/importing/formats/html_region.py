"""The part of a page that its record is in, and what stands beside it: comments, neighbours, sidebars."""

from collections.abc import Iterator
from itertools import islice

from leverage_site.importing.formats.columns import ColumnMap, find_columns
from leverage_site.importing.formats.document import LeftOut
from leverage_site.importing.formats.html_tables import table_rows
from leverage_site.importing.formats.html_text import SKIPPED, is_hidden, words
from leverage_site.importing.formats.tables import MAX_TITLE_ROWS
from leverage_site.importing.formats.trees import Element, children, name
from leverage_site.importing.formats.wording import AGGREGATES, TASK_LOG, fold_heading

# Headings below which readers write, as far as their box does not say so; an author may as well.
READERS = frozenset({"comments", "comment", "reader comments", "discussion", "responses", "replies", "kommentare"})
FRAME = {"nav": "navigation", "footer": "footer", "form": "form"}

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WORDS = ("p", "ul", "ol", "dl", "blockquote", "pre", *_HEADINGS)
# Boxes that hold a post where a page has no element for it.
_POSTS = frozenset({"post", "hentry", "h-entry", "blog-post", "single-post", "article", "post-article"})
_BESIDE = {
    "comments": "comment comments commentlist respond disqus giscus utterances webmentions discussion",
    "related posts": "related relatedposts similar-posts read-next more-posts recent-posts you-may-also-like"
    " post-nav post-navigation pagination pager prev-next",
    "sidebar": "sidebar side-bar widget widgets",
    "sharing": "share share-buttons share-links sharing sharedaddy social-share social-links",
    "navigation": "breadcrumb breadcrumbs site-nav toc table-of-contents",
}
_BESIDE_NAMES = {word: kind for kind, words_ in _BESIDE.items() for word in words_.split()}
# Of these, a part of a name tells, as in `post-comments`; not so in `has-sidebar`.
_PARTS = frozenset({"comment", "comments", "commentlist", "related", "sidebar", "breadcrumbs", "disqus"})
_DENIED = frozenset({"no", "has", "with", "without"})
# A title may stand above the headings of a table.
_ROLES = {"navigation": "navigation", "search": "form", "complementary": "sidebar"}


def region(root: Element, named: ColumnMap) -> Element:
    """The part of the page around its task log: the innermost article, else the box of a post, else `main`."""
    for table in root.iter("table"):
        if is_task_log(table, named):
            around = [element for element in table.iterancestors() if name(element) not in ("html", "body")]
            posts = [element for element in around if _is_post(element)]
            articles = [
                element for element in around if name(element) == "article" or element.get("role") == "article"
            ]
            mains = [element for element in around if name(element) == "main" or element.get("role") == "main"]
            for found in (articles, posts, mains[-1:]):
                if found:
                    return next((element for element in found if _has_words(element)), found[-1])
    body = root.find("body")
    return root if body is None else body


def is_layout(table: Element) -> bool:
    """Whether a table only puts things side by side: it holds other tables, or says so."""
    return table.get("role") in ("presentation", "none") or next(table.iterdescendants("table"), None) is not None


def is_task_log(table: Element, named: ColumnMap) -> bool:
    """Whether one of the first rows of a table has the headings of a task log."""
    rows = () if is_layout(table) else islice(table_rows(table), MAX_TITLE_ROWS)
    return any(find_columns(cells, named) for _, cells in rows)


def other_log(root: Element, region: Element, named: ColumnMap) -> Element | None:
    """The first task log outside the region that is no neighbour's or reader's: the page holds another record."""
    known = dict.fromkeys(region.iterancestors(), False)
    for table in root.iter("table"):
        if is_task_log(table, named) and not _is_aside(table, region, root, known):
            return table
    return None


def _is_aside(element: Element, region: Element, root: Element, known: dict[Element, bool]) -> bool:
    """Whether an element stands in the region, in something beside it, or in what is not shown.

    `known` are the elements that were looked at, and what was found: each is looked at once.
    """
    path = []
    found = False
    for node in (element, *element.iterancestors()):
        path.append(node)
        is_unseen = is_hidden(node) or name(node) in SKIPPED
        found = known.get(node, node is region or is_unseen or beside(node, root) is not None)
        if found or node in known:
            break
    known.update(dict.fromkeys(path, found))
    return found


def beside(element: Element, region: Element) -> str | None:
    """What an element inside the region is, if it is no part of the record: `comments`, `sidebar`, and so on.

    An article inside an article is a comment or a neighbour.
    """
    if name(element) in FRAME:
        return FRAME[name(element)]
    if element.get("role") in _ROLES:
        return _ROLES[element.get("role")]
    if name(element) in ("div", "section", "aside", "ul", "ol", "article", "details"):
        names = [*(element.get("class") or "").lower().split(), (element.get("id") or "").lower()]
        if kind := next(filter(None, map(_kind, names)), None):
            return kind
    is_inside = name(element) == "article" and name(region) not in ("main", "body", "html")
    return "another article" if is_inside else None


def _kind(word: str) -> str | None:
    """What the box is that has this class or id."""
    parts = set(word.replace("_", "-").split("-"))
    part = next(iter(sorted(parts & _PARTS)), "") if parts.isdisjoint(_DENIED) else ""
    return _BESIDE_NAMES.get(word) or _BESIDE_NAMES.get(part)


def frame(root: Element, region: Element) -> Iterator[LeftOut]:
    """What stands around the region."""
    body = root.find("body")
    if body is None or region is body or region is root:
        return
    outside = _outside(root, region, set(region.iterancestors()))
    shown = [node for node in outside if isinstance(node, str) or name(node) not in SKIPPED]
    if said := "\n".join(text for text in (words([node]) for node in shown) if text):
        lines = (node.sourceline for node in shown if not isinstance(node, str) and words([node]))
        yield LeftOut("page frame", said, next(lines, None) or 1)


def _outside(element: Element, region: Element, around: set[Element]) -> Iterator[Element | str]:
    """What is not in the region, in the page's order; `around` are the elements that it stands in."""
    for node in children(element):
        if not isinstance(node, str) and node in around:
            yield from _outside(node, region, around)
        elif node is not region:
            yield node


def _is_post(element: Element) -> bool:
    names = {*(element.get("class") or "").lower().split(), (element.get("id") or "").lower()}
    return name(element) in ("div", "section") and not _POSTS.isdisjoint(names)


def _has_words(element: Element) -> bool:
    """Whether an element holds more than tables and their headings."""
    for inside in element.iter(*_WORDS):
        said = words([inside]) if next(inside.iterancestors("table"), None) is None else ""
        if said and (name(inside) not in _HEADINGS or fold_heading(said) not in TASK_LOG | AGGREGATES):
            return True
    return False
