"""What stands in a line of a page: its words, and as Markdown with emphasis, code, links and images."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote, urljoin

from leverage_site.importing.formats.markup import inline
from leverage_site.importing.formats.trees import Element, children, name
from leverage_site.urls import MAX_URL

SKIPPED = frozenset(
    {"script", "style", "template", "noscript", "svg", "iframe", "button", "input", "select", "head"}
)
BLOCKS = frozenset({"p", "ul", "ol", "dl", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "hr",
                    "figure", "div", "section", "article", "main", "aside", "header", "footer", "nav", "form",
                    "details", "address", "figcaption", "summary", "li", "dt", "dd"})  # fmt: skip

_MARKS = {"em": "*", "i": "*", "cite": "*", "strong": "**", "b": "**", "del": "~~", "s": "~~", "strike": "~~"}
_CODE = frozenset({"code", "kbd", "samp", "tt"})
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>]+", re.IGNORECASE)
_UNFIT = re.compile(r"[()\\\s<>]")
_CLOSING = re.compile(r"(?<!\\)\](?!\()")
_TICKS = re.compile("`+")

Nodes = Iterable[Element | str]


class Style(NamedTuple):
    """How words become Markdown: from which address links start, and whether emphasis is kept."""

    base: str = ""
    emphasis: bool = True


def is_hidden(node: Element) -> bool:
    """Whether an element, with all inside it, is not shown."""
    style = "".join((node.get("style") or "").split()).lower()
    return node.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def is_silent(node: Element) -> bool:
    """Whether an element inside a line is for no reader: hidden, or a mark that leads to its own heading."""
    if is_hidden(node):
        return True
    is_anchor = name(node) == "a" and (node.get("href") or "").startswith("#")
    is_mark = is_anchor or node.get("aria-hidden") == "true"
    return is_mark and not any(letter.isalnum() for letter in "".join(node.itertext()))


def words(nodes: Nodes) -> str:
    """The words that `nodes` show, their white space folded."""
    return _SPACE.sub(" ", "".join(_words(nodes))).strip()


def brief(element: Element, limit: int) -> str | None:
    """The words inside an element, if these are not more than `limit` characters."""
    pieces, length = [], 0
    for piece in _words([element]):
        length += len(piece)
        if length > limit:
            return None
        pieces.append(piece)
    return _SPACE.sub(" ", "".join(pieces)).strip()


def line(nodes: Nodes, style: Style) -> str:
    """`nodes` as Markdown inside a line, or several lines where the page breaks them."""
    text = _SPACE.sub(" ", "".join(_inline(node, style) for node in nodes).replace("\n", "\v"))
    return "\n".join(part.strip() for part in text.replace("\v", "\n").split("\n")).strip()


def ticks(text: str, least: int = 1) -> str:
    """So many backticks that they can stand around `text`, and no fewer than `least`."""
    return "`" * max(least, max(map(len, _TICKS.findall(text)), default=0) + 1)


def target(element: Element, attribute: str, base: str) -> str | None:
    """Where a link or image leads, as an absolute address; None if that is not known, or nothing to link to."""
    value = (element.get(attribute) or "").strip()
    if len(value) > MAX_URL:
        return None
    try:
        address = urljoin(base, value) if base else value
    except ValueError:
        return None
    address = _UNFIT.sub(lambda found: quote(found[0], safe=""), address)
    return address if _LINK.fullmatch(address) else None


def _words(nodes: Nodes) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif name(node) == "br":
            yield "\n"
        elif name(node) == "img":
            yield node.get("alt") or ""
        elif name(node) == "sup":
            yield _raised("".join(_words(children(node))))
        elif name(node) not in SKIPPED and not is_silent(node):
            around = " " if name(node) in BLOCKS or name(node) in ("td", "th") else ""
            yield around
            yield from _words(children(node))
            yield around


def _inline(node: Element | str, style: Style) -> str:
    if isinstance(node, str):
        return inline(_SPACE.sub(" ", node))
    tag = name(node)
    if tag in SKIPPED or is_silent(node):
        return ""
    if tag == "sup":
        return inline(_raised(words(children(node))))
    if tag == "br":
        return "\\\n"
    if tag in _CODE:
        return _code(words([node]))
    if tag == "img":
        return _image(node, style)
    text = "".join(_inline(child, style) for child in children(node))
    if tag == "a" and (address := target(node, "href", style.base)) and text.strip():
        return _around(_label(text), "[", f"]({address})")
    return _around(text, _MARKS[tag], _MARKS[tag]) if tag in _MARKS and style.emphasis else text


def _raised(text: str) -> str:
    """`10^6` and not 106; a mark that refers to a note stays one."""
    return f"^{text}" if text.strip().isdigit() else text


def _around(text: str, before: str, after: str) -> str:
    """Marks around the words, with blanks at the ends left outside."""
    said = text.strip()
    start = text[: len(text) - len(text.lstrip())]
    return f"{start}{before}{said}{after}{text[len(start) + len(said) :]}" if said else text


def _image(element: Element, style: Style) -> str:
    alt, address = _SPACE.sub(" ", element.get("alt") or "").strip(), target(element, "src", style.base)
    return f"![{_label(inline(alt))}]({address})" if address else inline(alt)


def _label(markdown: str) -> str:
    """What stands between brackets, in which none may close but those of an image."""
    return _CLOSING.sub(r"\]", markdown)


def _code(text: str) -> str:
    fence = ticks(text)
    blank = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{blank}{text}{blank}{fence}" if text else ""
