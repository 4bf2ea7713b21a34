"""HTML and XML → trees. The only module that knows lxml.

Nothing is fetched, no entity of a document's own is filled in, and what is nested without end is refused.
The library's words are not passed on: they differ from version to version.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from leverage_site.problems import Source, catalog

MAX_DEPTH = 100
MAX_ELEMENTS = 50_000
# The parser compares each attribute of an element with all others: the squares of their numbers are what it costs.
MAX_ATTRIBUTES = 5_000

# A run of blanks and slashes is looked at from its beginning alone.
_NAMED = r"(?<![\s/])[\s/]*+[^\s>/][^\s=>/]*+"
_VALUE = r"\s*+=\s*+(?:\"[^\"]*+\"?+|'[^']*+'?+|[^\s>\"'][^\s>]*+)?+"
_ATTRIBUTE = re.compile(f"{_NAMED}(?:{_VALUE})?+")
_TAG = re.compile(rf"<[A-Za-z][^\s>/]*+((?:{_ATTRIBUTE.pattern})*+)")
# Shorter tags hold too few attributes to matter.
_LONG_TAG = 1_000

_CROWDED = "its elements have too many attributes"
_TOO_DEEP = "it is nested too deeply"
_BARE = "a bare '&' or '<' must be written '&amp;' or '&lt;'"
# By libxml2's code: its words change with its version, and it blames another column for depth.
_FAULTS = {
    1: _TOO_DEEP,
    4: "it does not begin with an element",
    5: "something stands behind the end of its outermost element",
    9: "XML has no such character",
    23: _BARE,
    26: "XML has no such entity",
    38: _BARE,
    68: _BARE,
    76: "an element ends here, but the one opened last is another",
    77: "it ends before its elements do",
    114: _TOO_DEEP,
}

Element = Any


def parsed_html(source: Source) -> Element:
    """The tree of a page, whatever its faults. Raises ProblemError if it is too deep, or no page at all."""
    text = "\n".join(source.lines)
    if at := _crowded(text):
        raise catalog.BAD_PAGE.error(source.place(*at), reason=_CROWDED)
    parser = html.HTMLParser(
        huge_tree=False, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        raise catalog.BAD_PAGE.error(source.place(1), reason="there is nothing in it to read") from None
    # Where it is nested far too deeply, the parser has stopped, and kept what it had: that is too deep as well.
    _check(root, source)
    return root


def parsed_xml(source: Source) -> Element:
    """The tree of a feed. Raises ProblemError where it is not XML or declares entities."""
    safe = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    parser = etree.XMLParser(encoding="utf-8", **safe)
    text = "\n".join(source.lines)
    if at := _crowded(text):
        raise catalog.BAD_FEED.error(source.place(*at), reason=_CROWDED)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        reason = _FAULTS.get(error.code, "it is not well-formed XML")
        place = source.place(error.lineno or 1, 1 if reason == _TOO_DEEP else (error.offset or 0) + 1)
        raise catalog.BAD_FEED.error(place, reason=reason) from None
    if root.getroottree().docinfo.doctype:
        raise catalog.BAD_FEED.error(source.place(1), reason="it has a document type, which feeds do not need")
    return root


def name(element: Element) -> str:
    """An element's name without its namespace, in lower case."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _check(root: Element, source: Source) -> None:
    depth = 0
    for count, (event, element) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise catalog.BAD_PAGE.error(source.place(element.sourceline or 1), reason=_TOO_DEEP)
        if count > 2 * MAX_ELEMENTS:
            raise catalog.BAD_PAGE.error(source.place(1), reason=f"it has more than {MAX_ELEMENTS:,} elements")


def _crowded(text: str) -> tuple[int, int] | None:
    """The line and column of the tag with which there are too many attributes in one, or in some together."""
    spent = 0
    for tag in _TAG.finditer(text):
        if tag.end() - tag.start() > _LONG_TAG:
            spent += sum(1 for _ in _ATTRIBUTE.finditer(tag[1])) ** 2
            if spent > MAX_ATTRIBUTES**2:
                start = tag.start()
                return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return None


def children(element: Element) -> Iterator[Element | str]:
    """Texts and elements inside an element, in their order."""
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail
