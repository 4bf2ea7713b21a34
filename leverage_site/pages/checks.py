"""What must hold of all pages together: links lead somewhere, and each path has one source.

Checking a large site takes longer than planning it, so what an earlier plan has checked is not checked again: a
document's links while they mean the same and the files are the same, addresses while the pages are the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from leverage_site.pages.collisions import collisions, unusable
from leverage_site.pages.content import Content, Document, documents
from leverage_site.pages.directory import split_tail
from leverage_site.pages.notes import RECORDS
from leverage_site.pages.page import Page
from leverage_site.pages.targets import Targets
from leverage_site.problems import Place, Problem, catalog
from leverage_site.settings import FILE
from leverage_site.urls import composed, file_of


@dataclass(frozen=True, slots=True)
class Checks:
    """What was checked, and what was found.

    `files` are the `pages` by file. `links` has the problems of each document that has links, by its identity;
    what they mean and whether it is there followed from `targets`.
    """

    pages: tuple[Page, ...]
    files: dict[str, Page]
    clashes: list[Problem]
    targets: Targets
    links: dict[int, tuple[Document, list[Problem]]]
    nav: list[Problem]

    @classmethod
    def of(cls, content: Content, pages: tuple[Page, ...], before: "Checks | None" = None) -> "Checks":
        """Check the links of `content` and the addresses of `pages`."""
        if before and before.pages is pages:
            files, clashes = before.files, before.clashes
        else:
            files = {file_of(page.address): page for page in pages}
            clashes = [*unusable(pages), *collisions(pages)]
        unread = content.library.unread
        targets = Targets(
            directory=content.directory,
            files=files.keys() | content.directory.likely(unread),
            drafts=frozenset(composed(path.rpartition("/")[2]) for path in content.library.drafts),
            all_read=not any(path.startswith(RECORDS) for path in unread),
        )
        known = before.links if before and before.targets == targets else {}
        return cls(
            pages=pages,
            files=files,
            clashes=clashes,
            targets=targets,
            links={
                id(document): known.get(id(document)) or (document, _broken(content, document, targets))
                for document in documents(content.library)
                if document.links
            },
            nav=list(_nav(content, targets)),
        )

    @property
    def problems(self) -> list[Problem]:
        """Everything that was found."""
        return [*(problem for _, found in self.links.values() for problem in found), *self.nav, *self.clashes]


def _broken(content: Content, document: Document, targets: Targets) -> list[Problem]:
    return list(targets.broken(document.path, document.links, content.resolved(document)))


def _nav(content: Content, targets: Targets) -> Iterator[Problem]:
    for item in content.settings.nav:
        address = content.directory.canonical(unquote(split_tail(item.url)[0]))
        if item.url.startswith("/") and not targets.has(address):
            yield catalog.BROKEN_NAV.at(Place(FILE), title=item.title, target=item.url)
