"""Where everything is: the address of each record, week, tag, plain page and static file.

Also resolves links between content files: a target as written becomes an address of the site.
"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from leverage_site import codes
from leverage_site.addresses import file_of, slug
from leverage_site.dates import Period, parse_week, parts
from leverage_site.patterns import fill
from leverage_site.problems import Problem
from leverage_site.prose import Link
from leverage_site.records.model import Library, Page, Record
from leverage_site.settings import Settings

INDEX = "/index.html"
WEEKS = "/weeks/index.html"
TAGS = "/tags/index.html"
FEEDS = "/feeds.html"
FEED = "/feed.xml"
NOT_FOUND = "/404.html"
SITEMAP = "/sitemap.xml"
ROBOTS = "/robots.txt"
DATA = ("/data/days.json", "/data/days.csv", "/data/tasks.json", "/data/tasks.csv")

Resolved = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """Addresses by what they belong to; `by_path` by the content file's path."""

    settings: Settings
    by_path: dict[str, str]
    known: set[str]

    @classmethod
    def of(cls, settings: Settings, library: Library) -> "Directory":
        """The directory of everything in `library`."""
        directory = cls(settings, {}, set())
        directory.by_path.update((record.path, directory.day(record)) for record in library.records)
        directory.by_path.update((page.path, plain(page)) for page in library.pages)
        directory.by_path.update((file.path, file.address) for file in library.static)
        # A link to a file with problems is not another problem.
        directory.by_path.update((path, INDEX) for path in library.unread)
        for note in library.weeks:
            if week := parse_week(note.name):
                directory.by_path[note.path] = directory.week(week)
        directory.known.update(directory.by_path.values())
        return directory

    def day(self, record: Record) -> str:
        """The address of a record: its own `url`, or the permalink."""
        return record.url or fill(self.settings.day_url, parts(record.date))

    def week(self, period: Period) -> str:
        """The address of a week."""
        return fill(self.settings.week_url, {"week": period.key, "year": period.key[:4]})

    def tag(self, name: str) -> str:
        """The address of a tag's first page."""
        return fill(self.settings.tag_url, {"slug": slug(name)})

    def resolve(self, path: str, page: str, links: Iterable[Link]) -> Resolved:
        """Each target that the content file `path` links to, with the address it means on the page at `page`."""
        return tuple({link.target: self._address(path, page, link.target) for link in links}.items())

    def _address(self, path: str, page: str, target: str) -> str:
        split = urlsplit(target)
        place = unquote(split.path)
        anchor = f"#{split.fragment}" if split.fragment else ""
        if not place:
            return anchor or page
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), place))
        found = self.by_path.get(beside) or posixpath.join(posixpath.dirname(page), place)
        address = posixpath.normpath(found) + ("/" if found.endswith("/") and found != "/" else "")
        return (address if address in self.known else "/" + file_of(address)) + anchor


def plain(page: Page) -> str:
    """The address of a plain page: its own `url`, or its path below content/pages."""
    stem = page.path.removeprefix("content/pages/").removesuffix(".md")
    return page.url or f"/{stem}.html"


def numbered(address: str, n: int) -> str:
    """The address of page `n` of the list that begins at `address`."""
    if n == 1:
        return address
    if address == INDEX:
        return f"/page/{n}.html"
    # No slug holds a slash, so that no other list can begin at this address.
    return f"{address}{n}.html" if address.endswith("/") else f"{address.rpartition('.')[0]}/{n}.html"


def broken(links: Iterable[Link], resolved: Resolved, addresses: set[str]) -> Iterator[Problem]:
    """A problem for each link that leads to no planned page."""
    meaning = dict(resolved)
    for link in links:
        address = meaning[link.target].split("#")[0]
        if address and address not in addresses:
            code = codes.BROKEN_IMAGE if link.image else codes.BROKEN_LINK
            yield code.at(link.place, target=unquote(link.target))
