"""Trees of HTML and XML: safe parsing, and the words, Markdown and table rows of their elements.

The only module that imports lxml. Nothing is fetched, no entity of a document's own is expanded, and what is
nested without end is refused. The library's messages are not passed on: they differ from version to version.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple
from urllib.parse import quote, urljoin

from lxml import etree, html

from leverage_site.importing.formats.markdown import escape_inline
from leverage_site.importing.formats.tables import NumberedCells, SpannedCell
from leverage_site.problems import Source, catalog
from leverage_site.urls import MAX_URL

MAX_DEPTH = 100
MAX_ELEMENTS = 50_000
# The parser compares each attribute of an element with all others: the cost is the sum of the squares.
MAX_ATTRIBUTES = 5_000
MAX_WIDTH = 100
MAX_ROWS = 10_000

# A run of blanks and slashes is tried from its beginning alone, which keeps the search linear.
_ATTRIBUTE_NAME = r"(?<![\s/])[\s/]*+[^\s>/][^\s=>/]*+"
_VALUE = r"\s*+=\s*+(?:\"[^\"]*+\"?+|'[^']*+'?+|[^\s>\"'][^\s>]*+)?+"
_ATTRIBUTE = re.compile(f"{_ATTRIBUTE_NAME}(?:{_VALUE})?+")
_TAG = re.compile(rf"<[A-Za-z][^\s>/]*+((?:{_ATTRIBUTE.pattern})*+)")
# Shorter tags hold too few attributes to matter.
_LONG_TAG = 1_000

_CROWDED = "its elements have too many attributes"
_TOO_DEEP = "it is nested too deeply"
_BARE = "a bare '&' or '<' must be written '&amp;' or '&lt;'"
# By libxml2's error code: its messages change with its version, and it blames another column for depth.
_XML_FAULTS = {
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

SKIPPED = frozenset(
    {"script", "style", "template", "noscript", "svg", "iframe", "button", "input", "select", "head"}
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = HEADINGS | {
    "p", "ul", "ol", "dl", "blockquote", "pre", "table", "hr", "figure", "div", "section", "article", "main",
    "aside", "header", "footer", "nav", "form", "details", "address", "figcaption", "summary", "li", "dt", "dd",
}  # fmt: skip

_EMPHASIS = {"em": "*", "i": "*", "cite": "*", "strong": "**", "b": "**", "del": "~~", "s": "~~", "strike": "~~"}
_CODE = frozenset({"code", "kbd", "samp", "tt"})
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>]+", re.IGNORECASE)
_UNFIT = re.compile(r"[()\\\s<>]")
_CLOSING_BRACKET = re.compile(r"(?<!\\)\](?!\()")
_BACKTICKS = re.compile("`+")
_ROW_NOT_SHOWN = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\s*(?:;|!|\Z)", re.IGNORECASE
)

Element = Any
Nodes = Iterable[Element | str]
# lxml's elements are equal by identity, which is stable as long as a reference is held, as such a set does.
Elements = AbstractSet[Element]
NO_ELEMENTS: Elements = frozenset()


class Style(NamedTuple):
    """How elements become Markdown.

    `base` is the URL that links are relative to. Elements of `consumed` are rendered as nothing, since other
    fields of the record hold their words.
    """

    base: str = ""
    emphasis: bool = True
    consumed: Elements = NO_ELEMENTS


def parse_html(source: Source) -> Element:
    """Parse a page, whatever its syntax errors. Raises ProblemError if it is too deep, too large, or empty."""
    text = "\n".join(source.lines)
    if at := _crowded_tag(text):
        raise catalog.BAD_PAGE.error(source.place(*at), reason=_CROWDED)
    parser = html.HTMLParser(
        huge_tree=False, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        raise catalog.BAD_PAGE.error(source.place(1), reason="there is nothing in it to read") from None
    # Where a page is nested far too deeply, the parser stops and keeps what it has, which is too deep as well.
    depth = 0
    for count, (event, element) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise catalog.BAD_PAGE.error(source.place(element.sourceline or 1), reason=_TOO_DEEP)
        if count > 2 * MAX_ELEMENTS:
            raise catalog.BAD_PAGE.error(source.place(1), reason=f"it has more than {MAX_ELEMENTS:,} elements")
    return root


def parse_xml(source: Source) -> Element:
    """Parse a feed. Raises ProblemError where it is not well-formed or has a document type."""
    safe = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    parser = etree.XMLParser(encoding="utf-8", **safe)
    text = "\n".join(source.lines)
    if at := _crowded_tag(text):
        raise catalog.BAD_FEED.error(source.place(*at), reason=_CROWDED)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        reason = _XML_FAULTS.get(error.code, "it is not well-formed XML")
        place = source.place(error.lineno or 1, 1 if reason == _TOO_DEEP else (error.offset or 0) + 1)
        raise catalog.BAD_FEED.error(place, reason=reason) from None
    if root.getroottree().docinfo.doctype:
        raise catalog.BAD_FEED.error(source.place(1), reason="it has a document type, which feeds do not need")
    return root


def _crowded_tag(text: str) -> tuple[int, int] | None:
    """Return the line and column of the tag at which the attributes of long tags exceed the limit."""
    spent = 0
    for tag in _TAG.finditer(text):
        if tag.end() - tag.start() > _LONG_TAG:
            spent += sum(1 for _ in _ATTRIBUTE.finditer(tag[1])) ** 2
            if spent > MAX_ATTRIBUTES**2:
                start = tag.start()
                return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return None


def name(element: Element) -> str:
    """Return an element's name without its namespace, in lower case."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def line_of(element: Element) -> int:
    """Return the line on which an element begins."""
    return element.sourceline or 1


def children(element: Element) -> Iterator[Element | str]:
    """Yield the texts and elements inside an element, in their order."""
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail


def is_hidden(node: Element) -> bool:
    """Return whether an element, with all inside it, is not shown."""
    style = "".join((node.get("style") or "").split()).lower()
    return node.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def words(nodes: Nodes, consumed: Elements = NO_ELEMENTS) -> str:
    """Return the words that `nodes` show, with their white space folded and without `consumed` elements."""
    return _SPACE.sub(" ", "".join(_words(nodes, consumed))).strip()


def words_within(element: Element, limit: int) -> str | None:
    """Return the words that an element shows, or None if these are more than `limit` characters."""
    pieces, length = [], 0
    for piece in _words([element], NO_ELEMENTS):
        length += len(piece)
        if length > limit:
            return None
        pieces.append(piece)
    return _SPACE.sub(" ", "".join(pieces)).strip()


def all_words(element: Element) -> str:
    """Return all words inside an element, shown or not."""
    return " ".join("".join(element.itertext()).split())


def _words(nodes: Nodes, consumed: Elements) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif name(node) == "br":
            yield "\n"
        elif name(node) == "img":
            yield node.get("alt") or ""
        elif name(node) == "sup":
            yield _superscript("".join(_words(children(node), consumed)))
        elif name(node) not in SKIPPED and not _is_silent(node, consumed):
            around = " " if name(node) in BLOCKS or name(node) in ("td", "th") else ""
            yield around
            yield from _words(children(node), consumed)
            yield around


def _is_silent(node: Element, consumed: Elements) -> bool:
    """Return whether an element in a line says nothing: unseen, or a mark as the link of a heading to itself."""
    if node in consumed or is_hidden(node):
        return True
    is_anchor = name(node) == "a" and (node.get("href") or "").startswith("#")
    is_mark = is_anchor or node.get("aria-hidden") == "true"
    return is_mark and not any(letter.isalnum() for letter in "".join(node.itertext()))


def _superscript(text: str) -> str:
    """Return `^6` for the 6 of a power, so that 10 to the 6 is not 106; the mark of a note stays as it is."""
    return f"^{text}" if text.strip().isdigit() else text


def inline_markdown(nodes: Nodes, style: Style) -> str:
    """Return `nodes` as Markdown inside a line, or in several lines where the page breaks them."""
    text = _SPACE.sub(" ", "".join(_inline(node, style) for node in nodes).replace("\n", "\v"))
    return "\n".join(part.strip() for part in text.replace("\v", "\n").split("\n")).strip()


def _inline(node: Element | str, style: Style) -> str:
    if isinstance(node, str):
        return escape_inline(_SPACE.sub(" ", node))
    tag = name(node)
    if tag in SKIPPED or _is_silent(node, style.consumed):
        return ""
    if tag in ("sup", "br"):
        return "\\\n" if tag == "br" else escape_inline(_superscript(words(children(node), style.consumed)))
    if tag in _CODE:
        text = words([node], style.consumed)
        fence, blank = backticks(text), " " if text[:1] == "`" or text[-1:] == "`" else ""
        return f"{fence}{blank}{text}{blank}{fence}" if text else ""
    if tag == "img":
        alt = escape_inline(_SPACE.sub(" ", node.get("alt") or "").strip())
        address = absolute_url(node, "src", style.base)
        return f"![{_bracketed(alt)}]({address})" if address else alt
    text = "".join(_inline(child, style) for child in children(node))
    if tag == "a" and (address := absolute_url(node, "href", style.base)) and text.strip():
        return _wrap(_bracketed(text), "[", f"]({address})")
    return _wrap(text, _EMPHASIS[tag], _EMPHASIS[tag]) if tag in _EMPHASIS and style.emphasis else text


def _wrap(text: str, before: str, after: str) -> str:
    """Put marks around the words of a text, leaving blanks at its ends outside."""
    inner = text.strip()
    start = text[: len(text) - len(text.lstrip())]
    return f"{start}{before}{inner}{after}{text[len(start) + len(inner) :]}" if inner else text


def _bracketed(markdown: str) -> str:
    """Escape the closing brackets in a text for brackets, except those of images."""
    return _CLOSING_BRACKET.sub(r"\]", markdown)


def backticks(text: str, least: int = 1) -> str:
    """Return enough backticks to stand around `text`, at least `least`."""
    return "`" * max(least, max(map(len, _BACKTICKS.findall(text)), default=0) + 1)


def absolute_url(element: Element, attribute: str, base: str) -> str | None:
    """Return the URL in an attribute of a link or image, or None if it is unknown or nothing to link to."""
    value = (element.get(attribute) or "").strip()
    if len(value) > MAX_URL:
        return None
    try:
        address = urljoin(base, value) if base else value
    except ValueError:
        return None
    address = _UNFIT.sub(lambda match: quote(match[0], safe=""), address)
    return address if _LINK.fullmatch(address) else None


def cell_words(cell: Element, consumed: Elements = NO_ELEMENTS) -> str:
    """Return the words that a cell shows."""
    return words([cell], consumed)


def table_rows(
    table: Element,
    consumed: Elements = NO_ELEMENTS,
    cell_text: Callable[[Element, Elements], str] = cell_words,
) -> Iterator[NumberedCells]:
    """Yield the rows of a table with the text of each cell; one that spans rows has its text in each of them."""
    down: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        texts: list[str] = []
        for cell in [*(cell for cell in row if name(cell) in ("td", "th")), None]:
            while len(texts) in down:
                rest, text = down.pop(len(texts))
                if rest > 1:
                    down[len(texts)] = (rest - 1, text)
                texts.append(SpannedCell(text))
            if cell is None:
                break
            text, height = cell_text(cell, consumed), _span(cell, "rowspan", MAX_ROWS)
            for n in range(_span(cell, "colspan", MAX_WIDTH) if len(texts) < MAX_WIDTH else 1):
                if height > 1:
                    down[len(texts)] = (height - 1, "" if n else text)
                texts.append("" if n else text)
        yield line_of(row), texts


def _span(cell: Element, attribute: str, most: int) -> int:
    value = cell.get(attribute) or "1"
    return min(max(int(value), 1), most) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def remove_hidden_rows(table: Element, consumed: Elements) -> list[tuple[int, str]]:
    """Remove the rows and row groups that browsers do not show; return the line and words of each."""
    removed = []
    for part in list(table.iter("thead", "tbody", "tfoot", "tr")):
        is_shown = part.get("hidden") is None and not _ROW_NOT_SHOWN.search((part.get("style") or "")[:1_000])
        above = part.getparent()
        if above is not None and (part in consumed or not is_shown):
            above.remove(part)
            text = " ".join("".join(f"{inner} " for inner in part.itertext()).split())
            removed.append((part.sourceline or line_of(table), text))
    return [(line, text) for line, text in removed if text]
