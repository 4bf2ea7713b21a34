"""Compares Hugo's site of the same pages with ours: `python -m bench.same [DAYS]` prints what differs.

Equal work means: the same number of files at the same addresses, the same rows of data, and on each page the same
text, links and ids. Markup may differ, since nobody sees it.
"""

import csv
import json
import operator
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from bench import process, results, sites

# What Hugo insists on: folders of their own for projects and for the further pages of a list.
HUGO_ADDRESSES = {
    re.compile(r"^(/?page/\d+)/index\.html\b"): r"\1.html",
    re.compile(r"^(/?(?:projects|tags)/[^/]+)/page/(\d+)(?:/index)?\.html\b"): r"\1/\2.html",
    re.compile(r"^(/?projects/[^/]+)/index\.html\b"): r"\1.html",
}
# Which of two equally near figures is shown: leverage-site takes the even one, Hugo the larger. A unit of the last
# digit is no difference, therefore; the data files have every figure unrounded.
FIGURE = re.compile(r"[\d,]*\d(?:\.\d+)?")
SIGNATURES = re.compile(r"Made with \S+")
ITEM = re.compile(r"<link>(.*?)</link>|<tr><td><a href=\"(.*?)\">|<category>(.*?)</category>")
LOCATION = re.compile(r"<loc>(.*?)</loc>")
BASE = "https://example.org"
# Hugo's dashboard shows a whole year, ours what there is of it.
ENOUGH = 400


class Page(HTMLParser):
    """The text, the links and the ids of a page."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address = address
        self.links: list[str] = []
        self.ids: list[str] = []
        self._texts: list[str] = []
        self.feed(html)

    def words(self) -> list[str]:
        """Return all words of the page."""
        return SIGNATURES.sub("", " ".join(self._texts)).split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Collect the link and the id of an element."""
        for name, value in attrs:
            if name in {"href", "src"} and value:
                self.links.append(our_address(urljoin(f"/{self.address}", value).removeprefix(BASE)))
            elif name == "id" and value:
                self.ids.append(value)

    def handle_data(self, data: str) -> None:
        """Collect what a reader sees. A script's text stays the last one until another element begins."""
        if self.lasttag != "script":
            self._texts.append(data)


def differences(ours: Path, hugo: Path) -> Iterator[str]:
    """Yield what differs between the output folders of leverage-site and of Hugo, one line each."""
    our_files, hugo_files = list_files(ours), list_files(hugo)
    yield from (f"{name}: only leverage-site writes it" for name in sorted(our_files.keys() - hugo_files.keys()))
    yield from (f"{name}: only Hugo writes it" for name in sorted(hugo_files.keys() - our_files.keys()))
    for name in sorted(our_files.keys() & hugo_files.keys()):
        our_parts, hugo_parts = parts_of(ours, our_files[name]), parts_of(hugo, hugo_files[name])
        for kind, parts in our_parts.items():
            same = equally_rounded if kind == "word" else operator.eq
            yield from different(f"{name}: {kind}", parts, hugo_parts[kind], same)


def list_files(folder: Path) -> dict[str, Path]:
    """Return the files of an output folder by the addresses that leverage-site gives them."""
    files = [file for file in folder.rglob("*") if file.is_file() and not file.name.startswith(".")]
    return {our_address(file.relative_to(folder).as_posix()): file for file in files}


def our_address(address: str) -> str:
    """Return where leverage-site has the page that Hugo has at `address`."""
    for pattern, ours in HUGO_ADDRESSES.items():
        address = pattern.sub(ours, address)
    return address


def parts_of(folder: Path, file: Path) -> dict[str, Sequence[Any]]:
    """Return what of a file must be the same, by kind of part."""
    address = file.relative_to(folder).as_posix()
    if file.parent.name == "data":
        return {"row": rows(file)}
    if file.parent.name == "assets":
        return {"content": [file.read_bytes()]}
    text = file.read_text()
    if file.name == "sitemap.xml":
        return {"page": sorted(our_address(page.removeprefix(BASE)) for page in LOCATION.findall(text))}
    if file.name == "feed.xml":
        return {"item": ITEM.findall(text)}
    page = Page(address, text)
    return {"word": page.words(), "link": sorted(page.links), "id": page.ids}


def different(
    what: str, ours: Sequence[Any], hugo: Sequence[Any], same: Callable[[Any, Any], bool] = operator.eq
) -> Iterator[str]:
    """Yield the first item that differs, if there is one."""
    if len(ours) != len(hugo):
        yield f"{what}s: {len(ours)}, but {len(hugo)} of Hugo"
    for n, (mine, other) in enumerate(zip(ours, hugo, strict=False), 1):
        if not same(mine, other):
            yield f"{what} {n}: {mine!r}, but {other!r} of Hugo"
            return


def equally_rounded(ours: str, hugo: str) -> bool:
    """Whether two texts differ by no more than a unit of the last digit of a figure."""
    if FIGURE.sub("0", ours) != FIGURE.sub("0", hugo):
        return False
    pairs = zip(FIGURE.findall(ours), FIGURE.findall(hugo), strict=True)
    return all(abs(last_digits(mine) - last_digits(other)) <= 1 for mine, other in pairs)


def last_digits(figure: str) -> int:
    """Return a figure in units of its last digit."""
    return int(re.sub(r"[,.]", "", figure))


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
