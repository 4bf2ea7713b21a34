"""What a page shows, or hides, in elements that no Markdown has: told, since the text goes on without it."""

from collections.abc import Iterator
from itertools import chain

from leverage_site.importing.formats.document import LeftOut
from leverage_site.importing.formats.html_head import TAKEN
from leverage_site.importing.formats.html_text import SKIPPED, is_hidden, target, words
from leverage_site.importing.formats.trees import Element, children, name

HIDDEN = "hidden text"
_CONTROLS = frozenset({"button", "select", "noscript", "svg", "template"})
_EMBEDDED = frozenset({"iframe", "embed", "object", "video", "audio"})
_LONGEST = 200


def lost(region: Element, base: str, told: set[Element]) -> Iterator[LeftOut]:
    """What is lost of a region, beside the boxes that were `told` as a whole; links start from `base`."""
    yield from _unshown(region, told)
    notes = []
    for element in _shown(region, told):
        if name(element) == "img" and target(element, "src", base) is None:
            said = f"{element.get('alt') or ''} {element.get('src') or ''}".strip()
            yield LeftOut("image without a known address", said[:_LONGEST], element.sourceline or 1)
        elif name(element) in _EMBEDDED:
            sources = (inside.get("src") or "" for inside in chain([element], element.iter("source")))
            address = element.get("data") or next(filter(None, sources), "")
            said = f"{address} {words(children(element))}".strip()
            yield LeftOut("embedded media", said[:_LONGEST], element.sourceline or 1)
        elif name(element) == "sup" and any(
            (link.get("href") or "").startswith("#") for link in element.iter("a")
        ):
            notes.append(element)
    if notes:
        marks = " ".join(words([note]) for note in notes)
        yield LeftOut("links of footnotes", marks, notes[0].sourceline or 1)


def unspaced(element: Element) -> str:
    """All words inside an element, shown or not."""
    return " ".join("".join(element.itertext()).split())


def _unshown(element: Element, told: set[Element]) -> Iterator[LeftOut]:
    """The outermost controls and hidden elements that say something."""
    for child in element:
        if name(child) in _CONTROLS:
            if text := unspaced(child):
                yield LeftOut("controls", text, child.sourceline or 1)
        elif not is_hidden(child):
            yield from _unshown(child, told)
        elif child not in told and child.get("hidden") != TAKEN and (text := unspaced(child)):
            yield LeftOut(HIDDEN, text, child.sourceline or 1)


def _shown(element: Element, told: set[Element]) -> Iterator[Element]:
    """The elements inside one that a reader sees, in the page's order."""
    for child in element:
        if child not in told and not is_hidden(child):
            yield child
            if name(child) not in SKIPPED:
                yield from _shown(child, told)
