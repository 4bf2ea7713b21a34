"""The same site for Eleventy, with pages of the same kinds.

Eleventy comes from npm: `npm install --prefix bench/npm`.
"""

import shutil
from pathlib import Path

from bench import matter
from bench.generator import Generator, copy
from bench.hugo import path
from bench.sites import Day

PROGRAM = Path(__file__).parent / "npm/node_modules/@11ty/eleventy/cmd.cjs"


def generator(root: Path) -> Generator:
    """Eleventy, with its site's settings and templates in `root`."""
    if not PROGRAM.exists():
        raise SystemExit("Eleventy is not installed: npm install --prefix bench/npm, or leave it out with --peers")
    sources = copy("eleventy", root)
    # Node itself, since npx would first look for the program.
    program = (shutil.which("node") or "node", str(PROGRAM))
    return Generator("Eleventy", root, program, (*program, "--version"), sources, matter.record, path, page)


def page(root: Path, day: Day) -> Path:
    """Where the day's page is built."""
    return root / f"_site/posts/{day.date:%Y}/{day.date}/index.html"
