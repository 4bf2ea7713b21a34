"""The same site for Pelican, with pages of the same kinds.

Weeks are its categories. Its metadata is flat, so that tasks and sums are a line of JSON each.
"""

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

from bench.generator import Generator, copy
from bench.hugo import path
from bench.sites import Day, sums


def generator(root: Path) -> Generator:
    """Pelican, with its site's settings, plugin and theme in `root`; its caches are on."""
    sources = copy("pelican", root)
    program = (sys.executable, "-m", "pelican")
    build = (*program, "--quiet", "--settings", "pelicanconf.py")
    return Generator("Pelican", root, build, (*program, "--version"), sources, record, path, page)


def uncached(root: Path) -> Generator:
    """Pelican without its caches, to see whether they help."""
    cached = generator(root)
    off = ("--extra-settings", "CACHE_CONTENT=false", "LOAD_CONTENT_CACHE=false")
    return replace(cached, name="Pelican, uncached", build=(*cached.build, *off))


def record(day: Day) -> str:
    """Return the day's content file, with its tasks as metadata."""
    tasks = [asdict(task) | {"factor": round(task.human * 60 / task.ai, 4)} for task in day.tasks]
    return (
        f"Title: {day.title}\nDate: {day.date}\nTags: {', '.join(day.tags)}\nCategory: {day.week}\n"
        f"Sums: {json.dumps(sums(day))}\nTasks: {json.dumps(tasks)}\n\n{day.body}"
    )


def page(root: Path, day: Day) -> Path:
    """Where the day's page is built."""
    return root / f"output/posts/{day.date:%Y}/{day.date}.html"
