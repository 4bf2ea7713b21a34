"""Pages of days as this program's own themes print them: where the record is, and what stands beside a title.

All is told by elements and by where links lead, but for the assistant, who stands behind a word. A row is one of
theirs if its id is that of a task and a link in it leads to the row itself. What stands beside its title otherwise
than the bundled themes print it, stays in the title.
"""

import json
from collections.abc import Iterator
from itertools import takewhile
from urllib.parse import SplitResult, unquote, urlsplit

from leverage_site.importing.formats.columns import ASSISTANT, ID, NOTE, PROJECT, TAGS
from leverage_site.importing.formats.days import exact_day
from leverage_site.importing.formats.document import Facts
from leverage_site.importing.formats.html_tree import NO_ELEMENTS, Element, Elements, name, words
from leverage_site.importing.formats.table_files import LIST_SEPARATOR
from leverage_site.importing.formats.tables import LabelledTitle
from leverage_site.pages.tables import short_address
from leverage_site.records.fields import MAX_NAME, is_web_address
from leverage_site.urls import MAX_URL, TASK_PREFIX, is_task_id, slug

URL, LINKS = "url", "links"
# Before the name of the assistant, which is the last of the labels.
_BY = "by "
# What the default theme calls links that lead out of the site.
_OUT = "out"

# The ids of the headings of the tables.
_TABLE_HEADINGS = frozenset({"task_log", "aggregate_statistics"})
# The classes of what the writer wrote, and of the dateline.
_TEXT, _DATELINE = "prose", "meta"
_CHANGED = "dt-updated"

Fields = dict[str, str]


def record_parts(region: Element, consumed: Elements) -> list[Element]:
    """Return the elements of a built page that its record is in, in order; empty if the page is another's.

    What stands around them is the theme's: names and definitions of figures, charts, the day before, partials.
    """
    ids = {heading.get("id") for heading in region.iter("h2")}
    is_own = "h-entry" in _classes(region) and ids >= _TABLE_HEADINGS and any(map(_is_own_row, region.iter("tr")))
    return list(_find_parts(region, consumed)) if is_own else []


def page_state(root: Element, region: Element) -> Facts:
    """Return what a built page says of its state: whether it is a draft's, and the day of its last change."""
    robots = (meta.get("content") for meta in root.iter("meta") if meta.get("name") == "robots")
    changed = (exact_day(time.get("datetime") or "") for time in region.iter("time") if _CHANGED in _classes(time))
    return Facts(draft="noindex" in robots, updated=next(changed, None))


def _find_parts(element: Element, consumed: Elements) -> Iterator[Element]:
    for child in element:
        classes = _classes(child)
        is_text = name(child) in ("h1", "table", "dl") or _TEXT in classes
        is_line = name(child) == "p" and _DATELINE in classes
        if is_text or is_line or child in consumed or child.get("id") in _TABLE_HEADINGS:
            yield child
        else:
            yield from _find_parts(child, consumed)


def _classes(element: Element) -> list[str]:
    return (element.get("class") or "").split()


def cell_text(cell: Element, consumed: Elements = NO_ELEMENTS) -> str:
    """Return the words of a cell, but for a rounded estimate its number.

    The words of a title in a row of our own are apart from what stands beside it.
    """
    link = _link_to_row(cell) if name(cell) == "th" else None
    if link is None:
        return _exact_estimate(cell) or words([cell], consumed)
    fields: Fields = {ID: cell.getparent().get("id").removeprefix(TASK_PREFIX)}
    beside = {link}
    labels, note = _labels_and_note(cell)
    if labels is not None and (read := _read_labels(labels, _split_url(link))) is not None:
        fields |= read
        beside.add(labels)
    if note is not None:
        fields[NOTE] = words([note])
        beside.add(note)
    return LabelledTitle(words([cell], {*consumed, *beside}), fields)


def _exact_estimate(cell: Element) -> str:
    """Return the number behind a rounded estimate, as `~412345` for `~412k`; nothing where there is none."""
    for data in cell.iter("data"):
        number = data.get("value") or ""
        if words([data]).startswith("~") and number.isascii() and number.isdigit():
            return f"~{number}"
    return ""


def _link_to_row(cell: Element) -> Element | None:
    """Return the link in a cell, or the one before it, that leads to its row; None where a row is none of ours."""
    row = cell.getparent()
    if not _is_own_row(row):
        return None
    parts = (part for part in (cell.getprevious(), cell) if part is not None)
    links = (link for part in parts for link in part.iter("a"))
    return next((link for link in links if unquote(_split_url(link).fragment) == row.get("id")), None)


def _is_own_row(row: Element) -> bool:
    own = row.get("id") or ""
    return own.startswith(TASK_PREFIX) and is_task_id(own.removeprefix(TASK_PREFIX))


def _labels_and_note(cell: Element) -> tuple[Element | None, Element | None]:
    """Return the elements beside a title, as far as there are any.

    The default theme names them by a class. In the plain one both are `small`: the note holds no link, and does
    not begin with a blank, as labels without any link do.
    """
    marked = {child.get("class"): child for child in cell if name(child) == "span"}
    small = [child for child in cell if name(child) == "small"]
    if len(small) == 1:
        is_note = len(small[0]) == 0 and not (small[0].text or "")[:1].isspace()
        small.insert(0 if is_note else 1, None)
    return (small[0], small[1]) if len(small) == 2 else (marked.get("labels"), marked.get("note"))


def _read_labels(labels: Element, page: SplitResult) -> Fields | None:
    """Read the labels of a task on `page`: a link to its project, to each of its tags, to others, and who did it.

    Nothing stands before the project, and a blank before each of the others. Return None where these are no such
    labels.
    """
    links = list(labels)
    *between, by = ((text or "").strip() for text in (labels.text, *(link.tail for link in links)))
    if any(between) or any(name(link) != "a" for link in links) or not (by.startswith(_BY) or not by):
        return None
    fields: Fields = {ASSISTANT: by.removeprefix(_BY)} if by else {}
    if links and not labels.text and links[0].get("class") != _OUT:
        fields[PROJECT] = words([links.pop(0)])
    if tags := [words([link]).removeprefix("#") for link in takewhile(lambda link: _is_tag(link, page), links)]:
        fields[TAGS] = LIST_SEPARATOR.join(["", *tags])
    others = [{"title": words([link]), "url": link.get("href") or ""} for link in links[len(tags) :]]
    if not all(is_web_address(link["url"]) for link in others):
        return None
    if others and unquote(short_address(others[0]["url"])) == unquote(others[0]["title"]):
        fields[URL] = others.pop(0)["url"]
    return {**fields, LINKS: json.dumps(others, ensure_ascii=False)} if others else fields


def _is_tag(link: Element, page: SplitResult) -> bool:
    """Return whether a link leads to the page of a tag on the site of `page`, whose address has the tag's name."""
    text, target = words([link]), _split_url(link)
    is_inside = link.get("class") != _OUT and target[:2] == page[:2]
    is_name = text.startswith("#") and len(text) <= MAX_NAME + 1
    return is_inside and is_name and slug(text.removeprefix("#")) in unquote(target.path)


def _split_url(link: Element) -> SplitResult:
    """Return the parts of what a link leads to, all empty where it is no address."""
    try:
        return urlsplit((link.get("href") or "")[:MAX_URL])
    except ValueError:
        return urlsplit("")
