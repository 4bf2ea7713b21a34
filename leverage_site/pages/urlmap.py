"""Where everything is: the address of each record, period, tag, plain page and static file.

Also resolves links between content files: a target as written becomes an address of the site.
"""

import posixpath
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from leverage_site.dates import Period, date_values, parse_date, parse_period
from leverage_site.markdown import ProseLink
from leverage_site.records.model import Library, PlainPage
from leverage_site.settings import Settings
from leverage_site.text import fill_pattern
from leverage_site.urls import file_of, slug, to_nfc
from leverage_site.values import value

PAGES = "content/pages/"
# The kinds of pages that have notes, by the folders of these.
KINDS = {f"content/{kind}s": kind for kind in ("week", "month", "year", "project", "tag")}

# What the trail calls the lists of periods and terms, which begin at that of weeks.
ARCHIVE = "Archive"

INDEX = "/index.html"
WEEKS = "/weeks/index.html"
MONTHS = "/months/index.html"
YEARS = "/years/index.html"
TAGS = "/tags/index.html"
PROJECTS = "/projects/index.html"
DASHBOARD = "/leverage.html"
TASKS = "/tasks.html"
FEEDS = "/feeds.html"
CORRECTIONS = "/corrections.html"
OPML = "/feeds.opml"
FEED_STYLES = "/assets/feed.css"
NOT_FOUND = "/404.html"
ROBOTS = "/robots.txt"
CLAIMS_FILE = "/data/claims.json"
DATA_FILES = ("/data/days.json", "/data/days.csv", "/data/tasks.json", "/data/tasks.csv")

# The formats of feeds: what pages call them, their media types, and what addresses end in, but for those of the
# feed of all days.
FEED_FORMATS = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}
FEED_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
_MAIN_FEEDS = {"rss": "/feed.xml", "atom": "/atom.xml", "json": "/feed.json"}
_FEED_ENDINGS = {"rss": ".rss.xml", "atom": ".atom.xml", "json": ".json"}

# A page as others name it: its title, or a tag or project as it is spelled, and its address.
TitledAddress = tuple[str, str]

# Each link target of a content file, as it is written there, with the address that it means.
LinkMap = tuple[tuple[str, str], ...]


@value
class UrlMap:
    """Addresses by what they belong to: `by_path` by content files' paths, `by_file` by the files they become.

    Both are asked in Unicode's composed form: what a link says and what a disk has may differ in it. The addresses
    themselves are as the disk has them, so that they lead to the files that are written.
    """

    settings: Settings
    by_path: dict[str, str]
    by_file: dict[str, str]

    def period(self, period: Period) -> str:
        """Return the address of a week, a month or a year."""
        patterns = {
            "week": self.settings.week_url,
            "month": self.settings.month_url,
            "year": self.settings.year_url,
        }
        return fill_pattern(patterns[period.kind], {"year": period.key[:4], period.kind: period.key})

    def term(self, kind: str, name: str) -> str:
        """Return the address of the first page of a tag or a project."""
        pattern = self.settings.tag_url if kind == "tag" else self.settings.project_url
        return fill_pattern(pattern, {"slug": slug(name)})

    def of_note(self, kind: str, name: str) -> str | None:
        """Return the address of the page whose note is called `name`: a period's key, or the slug of a term."""
        if kind in ("tag", "project"):
            return self.term(kind, name) if slug(name) == name else None
        period = parse_period(kind, name)
        return self.period(period) if period else None

    def resolve(self, path: str, page: str, links: Iterable[ProseLink]) -> LinkMap:
        """Return each target in the content file `path` with the address that it means on the page at `page`."""
        return tuple({link.target: self._address(path, page, link.target) for link in links}.items())

    def _address(self, path: str, page: str, target: str) -> str:
        place, tail = (to_nfc(unquote(part)) for part in split_tail(target))
        if not place:
            return tail or page
        beside = posixpath.normpath(posixpath.join(to_nfc(posixpath.dirname(path)), place))
        page_or_file = self.by_path.get(beside) or self._page_of_note(beside)
        address = page_or_file or posixpath.join(posixpath.dirname(page), place)
        slash = "/" if address.endswith("/") and address != "/" else ""
        return self.canonical(posixpath.normpath(address) + slash) + tail

    def _page_of_note(self, path: str) -> str | None:
        """Return the address of a page by the path its note would have, if it is such a path."""
        folder, name = posixpath.split(path)
        kind = KINDS.get(folder)
        return self.of_note(kind, name.removesuffix(".md")) if kind else None

    def likely(self, paths: Iterable[str]) -> set[str]:
        """Return the files that content files with problems would have become: links to them are no problem."""
        files = set()
        for path in paths:
            stem = posixpath.basename(path).removesuffix(".md")
            if day := parse_date(stem):
                files.add(file_of(fill_pattern(self.settings.day_url, date_values(day))))
            elif page := self._page_of_note(path):
                files.add(file_of(page))
            elif path.startswith(PAGES):
                files.add(to_nfc(f"{path.removeprefix(PAGES).removesuffix('.md')}.html"))
        return files

    def canonical(self, address: str) -> str:
        """Return `address` as its page has it: `/notes/` and `/notes/index.html` are one file."""
        file = to_nfc(file_of(address))
        return self.by_file.get(file, f"/{file}")


def build_urlmap(settings: Settings, library: Library, days: Mapping[str, str]) -> UrlMap:
    """Build the map of everything in `library`; `days` has the addresses of the records by their paths."""
    urls = UrlMap(settings, {to_nfc(path): address for path, address in days.items()}, {})
    urls.by_path.update((to_nfc(page.path), plain_address(page)) for page in library.pages)
    urls.by_path.update((to_nfc(file.path), file.address) for file in library.static)
    # A link to a file with problems is not another problem.
    urls.by_path.update((to_nfc(path), INDEX) for path in library.unread)
    for kind, note in library.notes:
        if address := urls.of_note(kind, note.name):
            urls.by_path[to_nfc(note.path)] = address
    aliases = [alias for record in (*library.records, *library.withdrawn) for alias in record.aliases]
    aliases += [alias for page in library.pages for alias in page.aliases]
    for address in (*aliases, *urls.by_path.values()):
        urls.by_file[to_nfc(file_of(address))] = address
    return urls


def feed_address(name: str, form: str) -> str:
    """Return the address, fixed for life, of a feed such as `weeks` or `tags/ai` in a format.

    Without a name it is the feed of all days.
    """
    return f"/feeds/{name}{_FEED_ENDINGS[form]}" if name else _MAIN_FEEDS[form]


def plain_address(page: PlainPage) -> str:
    """Return the address of a plain page: its own `url`, or its path below content/pages."""
    stem = page.path.removeprefix(PAGES).removesuffix(".md")
    return page.url or f"/{stem}.html"


def numbered(address: str, n: int) -> str:
    """Return the address of page `n` of the list that begins at `address`."""
    if n == 1:
        return address
    if address == INDEX:
        return f"/page/{n}.html"
    # No slug holds a slash, so that no other list can begin at this address.
    return f"{address}{n}.html" if address.endswith("/") else f"{address.rpartition('.')[0]}/{n}.html"


def split_tail(address: str) -> tuple[str, str]:
    """Split an address from what stands behind it, from `?` or `#` on."""
    end = min((index for mark in "?#" if (index := address.find(mark)) >= 0), default=len(address))
    return address[:end], address[end:]
