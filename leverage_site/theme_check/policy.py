"""What a page may not hold: texts that became markup, and what a strict Content-Security-Policy forbids."""

import re
from collections.abc import Iterator

from leverage_site.problems import catalog
from leverage_site.theme_check.finding import Finding
from leverage_site.theme_check.markup import Document, Tag
from leverage_site.theme_check.texts import MARK

# Browsers run neither.
_DATA = ("application/ld+json", "application/json")
_HANDLER = re.compile(r"on[a-z]{3,}")
_ADDRESSES = ("href", "src", "action", "formaction", "data", "xlink:href")


def is_hostile(tag: Tag) -> bool:
    """Whether a text of the sample made the tag, or a part of it."""
    return tag.name == f"x-{MARK}" or MARK in tag.attributes or MARK in tag.attributes.values()


def hostile(document: Document) -> Iterator[Finding]:
    """Texts that became markup."""
    for tag in document.tags:
        if is_hostile(tag):
            yield Finding(catalog.BECAME_MARKUP, tag, tag.text.partition("=")[0], {"tag": tag.text})


def tame(document: Document) -> Document:
    """The document without what texts made of it, which is reported once."""
    return document._replace(tags=tuple(tag for tag in document.tags if not is_hostile(tag)))


def inline(document: Document) -> Iterator[Finding]:
    """Scripts and styles that stand in the page itself."""
    for tag in document.tags:
        for what in _inline(tag):
            yield Finding(catalog.INLINE, tag, what, {"what": what})


def _inline(tag: Tag) -> Iterator[str]:
    if tag.name == "script" and "src" not in tag.attributes and tag.attributes.get("type") not in _DATA:
        yield "a <script> without src"
    if tag.name == "style":
        yield "a <style>"
    for name, value in tag.attributes.items():
        if name == "style":
            yield f"style= of <{tag.name}>"
        elif _HANDLER.fullmatch(name):
            yield f"{name}= of <{tag.name}>"
        elif name in _ADDRESSES and "".join(value.split()).lower().startswith("javascript:"):
            yield f"a javascript: address of <{tag.name}>"
