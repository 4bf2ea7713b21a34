"""What must hold of all pages together: links lead somewhere, and each path has one source.

Checking a large site takes longer than planning it, so what an earlier plan has checked is not checked again: a
document's links while they mean the same and the files are the same, addresses while they are the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from urllib.parse import unquote

from leverage_site import codes
from leverage_site.addresses import file_of
from leverage_site.pages.collisions import collisions, unusable
from leverage_site.pages.content import Content, Document, documents
from leverage_site.pages.directory import Directory, broken, split_tail
from leverage_site.pages.page import Page
from leverage_site.problems import Place, Problem
from leverage_site.settings import FILE, NavItem


@dataclass(frozen=True, slots=True)
class Checks:
    """What was checked, and what was found.

    `sources` are the pages' addresses, origins and paths, `files` the pages by file. `links` has the problems of
    each document that has links, by its identity; what they meant followed from `meaning`.
    """

    sources: tuple[tuple[str, str, str], ...]
    files: dict[str, Page]
    meaning: tuple[Directory, AbstractSet[str], AbstractSet[str]]
    links: dict[int, tuple[Document, list[Problem]]]
    clashes: list[Problem]
    nav: list[Problem]

    @classmethod
    def of(cls, content: Content, pages: Sequence[Page], before: "Checks | None" = None) -> "Checks":
        """Check the links of `content` and the addresses of `pages`."""
        sources = tuple((page.address, page.origin, page.path) for page in pages)
        files = {file_of(page.address): page for page in pages}
        targets = files.keys() | content.directory.likely(content.library.unread)
        drafts = frozenset(path.rpartition("/")[2] for path in content.library.drafts)
        meaning = (content.directory, targets, drafts)
        known = before.links if before and before.meaning == meaning else {}
        return cls(
            sources=sources,
            files=files,
            meaning=meaning,
            links={
                id(document): known.get(id(document)) or (document, _broken(content, document, targets, drafts))
                for document in documents(content.library)
                if document.prose.links
            },
            clashes=before.clashes
            if before and before.sources == sources
            else [*unusable(pages), *collisions(pages)],
            nav=list(_nav(content.settings.nav, targets)),
        )

    @property
    def problems(self) -> list[Problem]:
        """Everything that was found."""
        return [*(problem for _, found in self.links.values() for problem in found), *self.nav, *self.clashes]


def _broken(
    content: Content, document: Document, files: AbstractSet[str], drafts: AbstractSet[str]
) -> list[Problem]:
    return list(broken(document.prose.links, content.resolved(document), files, drafts))


def _nav(nav: Iterable[NavItem], files: AbstractSet[str]) -> Iterator[Problem]:
    for item in nav:
        if item.url.startswith("/") and file_of(unquote(split_tail(item.url)[0])) not in files:
            yield codes.BROKEN_NAV.at(Place(FILE), title=item.title, target=item.url)
