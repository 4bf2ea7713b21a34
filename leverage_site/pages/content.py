"""All that pages are planned from, looked up once: days with titles, addresses and totals, and what links mean."""

from dataclasses import dataclass

from leverage_site.dates import parts
from leverage_site.pages.directory import INDEX, Directory, Resolved
from leverage_site.pages.links import Partial
from leverage_site.patterns import fill
from leverage_site.records.model import Library, Note, PlainPage, Record
from leverage_site.settings import Settings
from leverage_site.stats.rollups import tag_spellings
from leverage_site.stats.totals import Totals, day_totals

Document = Record | PlainPage | Note


@dataclass(frozen=True, slots=True)
class DayItem:
    """A day in a list: the record, its title and address, and the totals of what the list counts."""

    record: Record
    title: str
    address: str
    totals: Totals


@dataclass(frozen=True, slots=True)
class Content:
    """The days in the order of time; `spelling` is each tag's by its folded case; `resolved` goes by path."""

    settings: Settings
    library: Library
    directory: Directory
    days: tuple[DayItem, ...]
    spelling: dict[str, str]
    partials: tuple[Partial, ...]
    resolved: dict[str, Resolved]

    @classmethod
    def of(cls, settings: Settings, library: Library) -> "Content":
        """What `library` holds, by the site's settings."""
        directory = Directory.of(settings, library)
        resolved = {
            document.path: directory.resolve(
                document.path, directory.by_path.get(document.path, INDEX), document.prose.links
            )
            for document in documents(library)
        }
        return cls(
            settings=settings,
            library=library,
            directory=directory,
            days=tuple(_item(settings, directory, record) for record in library.records),
            spelling=tag_spellings(library.records),
            partials=tuple(Partial(note, resolved[note.path]) for note in library.partials),
            resolved=resolved,
        )

    def tag(self, name: str) -> tuple[str, str]:
        """A tag as it is spelled on this site, and its address."""
        spelled = self.spelling[name.casefold()]
        return spelled, self.directory.tag(spelled)


def documents(library: Library) -> tuple[Document, ...]:
    """Everything with a text that may hold links."""
    return (*library.records, *library.pages, *library.weeks, *library.partials)


def _item(settings: Settings, directory: Directory, record: Record) -> DayItem:
    title = record.title or fill(settings.day_title, parts(record.date))
    return DayItem(record, title, directory.day(record), day_totals(record))
