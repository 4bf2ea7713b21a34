"""Which addresses a page holds, and where they lead on the sample site."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from leverage_site.problems import catalog
from leverage_site.theme_check.finding import Finding
from leverage_site.theme_check.markup import Document, Tag
from leverage_site.urls import file_of

NOT_FOUND = "404.html"
# The page for what is not found is shown at any depth.
ANYWHERE = "no/such/page.html"

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?['\"]?([^'\"]*)", re.IGNORECASE)
# An address in a srcset may hold commas itself.
_CANDIDATE = re.compile(r"(?<=[xw])\s*,\s*|,\s+")
_LINKS = {"a": ("href",), "area": ("href",), "form": ("action",)}
_LOADED = ("src", "poster", "data")
_DRAWN = ("href", "xlink:href")
_SHOWN = frozenset({"stylesheet", "icon", "apple-touch-icon", "mask-icon", "manifest"})
_LOADING = _SHOWN | {"preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch"}
_WHOLE = ("og:image", "og:url", "twitter:image")
_NOWHERE = "no file of the site"
_ELSEWHERE = "another host"
_NO_ELEMENT = "no element"
_ANCHOR_HINT = "Give the element that is meant this id, or correct the address."


class Reference(NamedTuple):
    """An address on a page; what is `loaded`, a browser asks for without the reader's doing."""

    tag: Tag
    address: str
    loaded: bool


def references(document: Document) -> Iterator[Reference]:
    """Every address of the page."""
    for tag in document.tags:
        if tag.name == "link":
            yield Reference(tag, tag.attributes.get("href", ""), bool(tag.words & _LOADING))
        elif tag.name == "meta":
            yield from _meta(tag)
        else:
            names = _LINKS.get(tag.name, ())
            yield from (Reference(tag, tag.attributes[name], False) for name in names if name in tag.attributes)
            loaded = (*_LOADED, *(_DRAWN if tag.drawn and not names else ()))
            yield from (Reference(tag, tag.attributes[name], True) for name in loaded if name in tag.attributes)
            yield from (Reference(tag, address, True) for address in _set(tag.attributes.get("srcset", "")))


def _meta(tag: Tag) -> Iterator[Reference]:
    content = tag.attributes.get("content", "")
    if tag.attributes.get("http-equiv", "").lower() == "refresh" and (match := _REFRESH.match(content)):
        yield Reference(tag, match[1], False)
    elif tag.attributes.get("property", tag.attributes.get("name")) in _WHOLE:
        yield Reference(tag, content, False)


def _set(value: str) -> list[str]:
    return [part.split()[0] for part in _CANDIDATE.split(value) if part.strip()]


@dataclass(frozen=True, slots=True)
class Targets:
    """What addresses may lead to: the site's files, the ids on its pages, and what the theme says the host has.

    An entry of `host` that ends in / stands for all below it.
    """

    base_url: str
    files: Mapping[str, object]
    ids: Mapping[str, frozenset[str]]
    host: tuple[str, ...] = ()

    def wrong(self, file: str, document: Document) -> Iterator[Finding]:
        """The addresses on the page `file` that lead nowhere, or to another host where they may not."""
        for tag, address, loaded in references(document):
            if what := self.flaw(file, address, loaded=loaded):
                yield self.finding(tag, address, what)

    def flaw(self, file: str, address: str, *, loaded: bool) -> str | None:
        """Where `address` on the page or stylesheet `file` leads that it must not lead, or None."""
        address = address.strip()
        if _SCHEME.match(address) and not address.lower().startswith(("http:", "https:")):
            return None
        page = ANYWHERE if file == NOT_FOUND else file
        try:
            url = urlsplit(urljoin(self.base_url + page, address))
        except ValueError:
            return "nothing: it is no address"
        base = urlsplit(self.base_url)
        if _is_whole(address) and self._is_of_host(url):
            return None
        if url.netloc != base.netloc:
            return _ELSEWHERE if loaded else None
        if not url.path.startswith(base.path):
            return "a place outside of the site, which may be below a path of its host"
        target = file_of("/" + unquote(url.path.removeprefix(base.path)))
        target = file if target == page else target
        return _NOWHERE if target not in self.files else self._anchor(target, unquote(url.fragment))

    def _is_of_host(self, url: SplitResult) -> bool:
        """Whether the host has it, and not the site, which may be below a path of the host."""
        base = urlsplit(self.base_url)
        if base.path != "/" and (url.netloc, url.path[: len(base.path)]) == (base.netloc, base.path):
            return False
        return any(_is_at(url, urlsplit(urljoin(self.base_url, entry))) for entry in self.host)

    def finding(self, tag: Tag | None, address: str, what: str) -> Finding:
        """The fault that `address` leads to `what`."""
        if what == _ELSEWHERE:
            return Finding(catalog.OTHER_HOST, tag, address, {"address": address})
        # The same address is written differently on pages of different depth, and below different paths.
        key = address.removeprefix(urlsplit(self.base_url).path).replace("../", "").lstrip("./")
        hint = _ANCHOR_HINT if what.startswith(_NO_ELEMENT) else None
        return Finding(catalog.LEADS_NOWHERE, tag, key, {"address": address, "what": what}, hint)

    def _anchor(self, target: str, name: str) -> str | None:
        is_there = not name or name.lower() == "top" or name in self.ids.get(target, frozenset((name,)))
        return None if is_there else f"{_NO_ELEMENT} of {target}"


def _is_whole(address: str) -> bool:
    """Whether it means the same on every page: it begins with /, or names its host."""
    written = urlsplit(address)
    return bool(written.netloc) or written.path.startswith("/")


def _is_at(url: SplitResult, place: SplitResult) -> bool:
    """Whether `url` is `place`, or below it where that ends in /."""
    if (url.scheme.lower(), url.netloc.lower()) != (place.scheme.lower(), place.netloc.lower()):
        return False
    path, top = url.path or "/", place.path or "/"
    return path.startswith(top) if top.endswith("/") else path == top
