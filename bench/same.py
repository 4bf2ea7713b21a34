"""Compares Hugo's site of the same pages with ours: `python -m bench.same [DAYS]` prints what differs.

Equal work means: the same number of files at the same addresses, the same rows of data, and on each page the same
elements in the same order with the same attributes and texts. How tags are written may differ: nobody sees it.
"""

import csv
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html.parser import HTMLParser
from operator import attrgetter
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

from bench import process, results, sites

# What Hugo insists on: folders of their own for projects, and numbers for the further pages of a list.
PROJECT = re.compile(r"^(/?projects/[^/]+)/(?:index\.html|$)")
NUMBERED = re.compile(r"^(/?(?:projects|tags)/[^/]+)/page/(\d+)(?:\.html|/index\.html|/$)")
# The pages of a year of ours that Hugo numbers.
YEAR = re.compile(r"((?:projects|tags)/[^/]+)/(\d{4})\.html")
# Which of two equally near figures is shown: leverage-site takes the even one, Hugo the larger. A unit of the last
# digit is no difference, therefore; the data files have every figure unrounded. Whole numbers below 100 are
# counts, but for parts of a whole and places in a drawing.
FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
LEAST_ROUNDED = 100
DRAWN = re.compile(r"%|^(?:path|line|rect|text) ")
# Each is made by another program, and counts words in its own way.
SIGNATURES = re.compile(r"Made with \S+|\d+ min read")
LOCATION = re.compile(r"<loc>(.*?)</loc>")
# Which hash, and how much of it, an address carries.
DIGEST = re.compile(r"^(/?assets/[^/]+)\.[0-9a-f]{8,64}(\.\w+)$")
BASE = "https://example.org"
# Which elements of feeds hold HTML, and which name the program that made them.
HTML = {"description", "{http://purl.org/rss/1.0/modules/content/}encoded", "{http://www.w3.org/2005/Atom}content"}
GENERATORS = {"generator", "{http://www.w3.org/2005/Atom}generator"}
STYLES = re.compile(r'<\?xml-stylesheet [^>]*href="([^"]*)"')
UNTOLD = ".wordCount"
# Some tags and projects have so many days that the older ones are on pages of their years.
ENOUGH = 400

# The addresses of leverage-site by those of Hugo without the first slash, where no pattern has them.
Addresses = Mapping[str, str]


class Page(HTMLParser):
    """The texts, links, ids and elements of a page, and what it tells search engines."""

    def __init__(self, address: str, html: str, addresses: Addresses) -> None:
        super().__init__()
        self.address = address
        self.links: list[str] = []
        self.ids: list[str] = []
        self.elements: list[str] = []
        self.told: list[str] = []
        self._addresses = addresses
        self._texts: list[str] = []
        self.feed(html)

    def words(self) -> list[str]:
        """Return all words of the page."""
        return [self._text(word) for word in SIGNATURES.sub("", " ".join(self._texts)).split()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect an element with its attributes, a link and an id apart from the others."""
        if ("name", "generator") in attrs:
            return
        others = []
        for name, value in attrs:
            if name in {"href", "src"} and value:
                self.links.append(self._link(value))
            elif name in {"action", "data-source"} and value:
                others.append(f"{name}={self._link(value)}")
            elif name == "id" and value:
                self.ids.append(value)
            elif name == "content" and value and "refresh" in str(attrs):
                others.append(name)
            else:
                others.append(f"{name}={self._text(value or '')}")
        self.elements.append(" ".join([tag, *sorted(others)]))

    def handle_data(self, data: str) -> None:
        """Collect what a reader or a search engine is told. Both kinds of site have all scripts in files."""
        if self.lasttag == "script":
            told = flat(json.loads(data)) if data.strip() else ()
            self.told += [f"{name}={self._text(str(value))}" for name, value in told if not name.endswith(UNTOLD)]
            self.lasttag = ""
        else:
            self._texts.append(data)

    def _link(self, target: str) -> str:
        return our_address(urljoin(f"/{self.address}", target).removeprefix(BASE), self._addresses)

    def _text(self, text: str) -> str:
        return our_text(text, self._addresses)


def flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the name of each value within a JSON value, and the value, in the order of their names."""
    if isinstance(value, dict | list):
        for key, item in sorted(value.items()) if isinstance(value, dict) else enumerate(value):
            yield from flat(item, f"{name}.{key}")
    else:
        yield name, value


def differences(ours: Path, hugo: Path) -> Iterator[str]:
    """Yield what differs between the output folders of leverage-site and of Hugo, one line each."""
    addresses = numbered_years(ours)
    our_files, hugo_files = list_files(ours, {}), list_files(hugo, addresses)
    yield from (f"{name}: only leverage-site writes it" for name in sorted(our_files.keys() - hugo_files.keys()))
    yield from (f"{name}: only Hugo writes it" for name in sorted(hugo_files.keys() - our_files.keys()))
    for name in sorted(our_files.keys() & hugo_files.keys()):
        our_parts, hugo_parts = parts_of(ours, our_files[name], {}), parts_of(hugo, hugo_files[name], addresses)
        for kind, parts in our_parts.items():
            yield from different(f"{name}: {kind}", parts, hugo_parts[kind])


def numbered_years(ours: Path) -> Addresses:
    """Return the years of tags and projects by the numbers that Hugo gives their pages, the newest year first."""
    years: dict[str, list[str]] = {}
    for file in sorted(ours.rglob("*.html"), reverse=True):
        if match := YEAR.fullmatch(file.relative_to(ours).as_posix()):
            years.setdefault(match[1], []).append(match[0])
    return {f"{term}/page/{n}": page for term, pages in years.items() for n, page in enumerate(pages, 2)}


def list_files(folder: Path, addresses: Addresses) -> dict[str, Path]:
    """Return the files of an output folder by the addresses that leverage-site gives them."""
    files = [file for file in folder.rglob("*") if file.is_file() and not file.name.startswith(".")]
    return {our_address(file.relative_to(folder).as_posix(), addresses): file for file in files}


def our_address(address: str, addresses: Addresses) -> str:
    """Return where leverage-site has the page that Hugo has at `address`, with or without a slash before it."""
    if match := NUMBERED.match(address):
        slash = "/" if address.startswith("/") else ""
        number = f"{match[1].removeprefix('/')}/page/{match[2]}"
        return slash + addresses.get(number, number) + address[match.end() :]
    return DIGEST.sub(r"\1.DIGEST\2", PROJECT.sub(r"\1.html", address))


def our_text(text: str, addresses: Addresses) -> str:
    """Return a text as leverage-site has it, which may end in an address."""
    if BASE not in text:
        return text
    before, base, address = text.partition(BASE)
    return f"{before}{base}{our_address(address, addresses)}"


def parts_of(folder: Path, file: Path, addresses: Addresses) -> dict[str, Sequence[Any]]:
    """Return what of a file must be the same, by kind of part."""
    address = file.relative_to(folder).as_posix()
    if file.parent.name == "data":
        return {"row": rows(file)}
    if file.parent.name == "assets":
        return {"content": [file.read_bytes()]}
    text = file.read_text()
    if file.name == "sitemap.xml":
        found = LOCATION.findall(text)
        return {"page": sorted(our_address(page.removeprefix(BASE), addresses) for page in found)}
    if file.suffix in {".xml", ".opml"}:
        return xml_parts(address, text, addresses)
    if file.suffix == ".json":
        return json_parts(text, addresses)
    if file.name == "robots.txt":
        return {"word": text.split()}
    page = Page(address, text, addresses)
    return {
        "word": page.words(),
        "link": sorted(page.links),
        "id": page.ids,
        "element": page.elements,
        "property": page.told,
    }


def xml_parts(address: str, text: str, addresses: Addresses) -> dict[str, Sequence[str]]:
    """Return what a feed or a list of feeds says, elements of one parent sorted by their names."""
    parts: dict[str, list[str]] = {"element": [], "word": [], "link": []}
    parts["link"] += [our_address(urljoin(f"/{address}", style), addresses) for style in STYLES.findall(text)]

    def collect(element: ElementTree.Element) -> None:
        if element.tag in GENERATORS:
            return
        attributes = [f"{name}={our_text(value, addresses)}" for name, value in element.items()]
        parts["element"].append(" ".join([element.tag, *sorted(attributes)]))
        if element.tag in HTML:
            words, links = html_parts(element.text or "")
            parts["word"] += words
            parts["link"] += links
        else:
            parts["word"] += our_text(element.text or "", addresses).split()
        for child in sorted(element, key=attrgetter("tag")):
            collect(child)

    collect(ElementTree.fromstring(text))  # noqa: S314
    return {**parts}


def json_parts(text: str, addresses: Addresses) -> dict[str, Sequence[str]]:
    """Return what a feed in JSON says."""
    parts: dict[str, list[str]] = {"value": [], "word": [], "link": []}
    for name, value in flat(json.loads(text)):
        if name.endswith(".content_html"):
            words, links = html_parts(value)
            parts["word"] += words
            parts["link"] += links
        else:
            parts["value"].append(f"{name}={our_text(str(value), addresses)}")
    return {**parts}


# The same content stands in many feeds.
@cache
def html_parts(html: str) -> tuple[list[str], list[str]]:
    """Return the words and the links of HTML in a feed."""
    page = Page("", html, {})
    return page.words(), page.links


def different(what: str, ours: Sequence[Any], hugo: Sequence[Any]) -> Iterator[str]:
    """Yield the first item that differs, if there is one."""
    if ours == hugo:
        return
    if len(ours) != len(hugo):
        yield f"{what}s: {len(ours)}, but {len(hugo)} of Hugo"
    for n, (mine, other) in enumerate(zip(ours, hugo, strict=False), 1):
        if mine != other and not equal(mine, other):
            yield f"{what} {n}: {mine!r}, but {other!r} of Hugo"
            return


def equal(ours: object, hugo: object) -> bool:
    """Whether two items are equal, or texts that differ by no more than a unit of the last digit of a figure."""
    if not (isinstance(ours, str) and isinstance(hugo, str)):
        return bool(ours == hugo)
    if FIGURE.sub("0", ours) != FIGURE.sub("0", hugo):
        return False
    counted = 0 if DRAWN.search(ours) else LEAST_ROUNDED
    pairs = zip(FIGURE.findall(ours), FIGURE.findall(hugo), strict=True)
    return all(mine == other or equally_rounded(mine, other, counted) for mine, other in pairs)


def equally_rounded(ours: str, hugo: str, counted: int) -> bool:
    """Whether two figures differ by no more than a unit of the last digit of the one with fewer.

    Whole numbers below `counted` must be equal.
    """
    decimals = min(len(figure.partition(".")[2]) for figure in (ours, hugo))
    mine, other = (float(figure.replace(",", "")) for figure in (ours, hugo))
    unit = 0 if not decimals and mine < counted else 0.1**decimals
    return abs(mine - other) <= 1.001 * unit


def rows(file: Path) -> list[object]:
    """Return the rows of a data file, numbers as such, since 160 and 160.0 are the same figure."""
    if file.suffix == ".json":
        value: dict[str, object] = json.loads(file.read_text())
        (found,) = (rows for rows in value.values() if isinstance(rows, list))
        return found
    with file.open(newline="") as lines:
        return [[number(cell) for cell in row] for row in csv.reader(lines)]


def number(cell: str) -> float | str:
    """Return the cell's number, or its text if it is none."""
    try:
        return float(cell)
    except ValueError:
        return cell


def main() -> None:
    """Build both sites, print what differs, and end with an error if anything does."""
    options = results.options("Compares Hugo's site of the same pages with ours.", [ENOUGH])
    found: list[str] = []
    for size in options.sizes:
        with results.workplace(options.bin) as (folder, programs):
            own, peer = sites.make_own(folder, size, programs), sites.make_same(folder, size)
            for site in (own, peer):
                process.run(site.build, site.root)
            found += differences(own.output, peer.output)
    print("\n".join(found) or "nothing differs")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
