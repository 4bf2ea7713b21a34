"""One path, one source: pages that would overwrite each other, here or on another system's disk."""

import json
import unicodedata
from collections.abc import Iterable, Iterator

from leverage_site.pages.page import Page
from leverage_site.problems import Place, Problem, catalog
from leverage_site.urls import file_of, flaw


def unusable(pages: Iterable[Page]) -> Iterator[Problem]:
    """A problem for each address that cannot be a file everywhere."""
    for page in pages:
        if reason := flaw(page.address, hidden=page.kind.is_copy):
            yield catalog.UNUSABLE_PATH.at(Place(page.path), url=page.address, reason=reason)


def collisions(pages: Iterable[Page]) -> Iterator[Problem]:
    """A problem for each page whose file another page has, or needs as a folder; names both."""
    files: dict[str, Page] = {}
    for page in pages:
        first = files.setdefault(folded(page.address), page)
        if first is not page:
            yield _collision(page, first)
    for name, page in files.items():
        for end in (index for index, letter in enumerate(name) if letter == "/"):
            if name[:end] in files:
                yield _collision(page, files[name[:end]])


def folded(address: str) -> str:
    """The file of an address as a system sees it that knows neither case nor Unicode's several spellings."""
    folded = unicodedata.normalize("NFC", file_of(address)).casefold()
    return unicodedata.normalize("NFC", folded)


def _collision(page: Page, first: Page) -> Problem:
    names = {"first": first.origin, "second": page.origin}
    return catalog.COLLISION.at(Place(page.path), url=page.address, **names, hint=_hint(page, first))


def _hint(page: Page, first: Page) -> str | None:
    """What joins two projects or two tags whose names give one address."""
    kind = page.kind.name
    if kind not in ("project", "tag") or page.kind is not first.kind or page.origin == first.origin:
        return None
    one, other = (json.dumps(each.origin.partition("'")[2][:-1], ensure_ascii=False) for each in (first, page))
    return f"If the two are one, write {other} = {one} below [aliases.{kind}s] in leverage.toml; else rename one."
