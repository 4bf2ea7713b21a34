"""Which program this is: what it makes of the same input may differ from what another one makes."""

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from leverage_site import __version__

LIBRARIES = ("feedgen", "jinja2", "lxml", "markdown_it", "markupsafe", "yaml")

UNKNOWN = "unknown"

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def toolchain() -> tuple[str, ...]:
    """This program, Python, and the libraries that decide bytes; no two versions of them give the same.

    Libraries are told apart by the size and time of their first module: to ask for their versions takes longer
    than a build in which nothing has changed.
    """
    return (__version__, sys.version, *_modules(_PACKAGE), *map(_library, LIBRARIES))


def _modules(folder: Path) -> Iterator[str]:
    """This program's own modules: their version stays the same while somebody works on them."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(name for name in names if name.endswith((".py", ".js"))):
            file = Path(place, name)
            yield f"{file.relative_to(folder)} {_mark(file)}"


def _library(name: str) -> str:
    marks = (_mark(Path(folder, name, "__init__.py")) for folder in sys.path)
    return f"{name} {next((mark for mark in marks if mark != UNKNOWN), UNKNOWN)}"


def _mark(file: Path) -> str:
    try:
        status = file.stat()
    except OSError:  # such as a module in an archive
        return UNKNOWN
    return f"{status.st_size} {status.st_mtime_ns}"
