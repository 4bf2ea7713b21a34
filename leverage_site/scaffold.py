"""What a new site and a new record look like."""

import errno
import os
import re
from datetime import date, timedelta
from pathlib import Path, PurePosixPath

from leverage_site import codes
from leverage_site.files import create
from leverage_site.problems import Place
from leverage_site.records.library import CONTENT
from leverage_site.records.model import Library
from leverage_site.settings import FILE

FOLDER_HINT = "Put a folder in its place. Nothing was written there."
_NO_NAME = re.compile(r"[^a-z0-9]+")

_SETTINGS = """\
# Every setting is shown by `leverage-site config`, with the value in force.

[site]
# The site's identity for feed readers. Put your own domain in before you publish; never change it afterwards.
id = "tag:example.org,{year}:{name}"
# Where the site will be published; it may have a path, such as https://example.org/blog/.
base_url = "https://example.org/"
title = "Leverage Records"
assistant = "AI"
nav = [{{ title = "About", url = "/about.html" }}]
"""

_RECORD = """\
---
date: {date}
{draft}tags: [AI]
tasks:
- task: "Describe what was done"
  human: 4h
  ai: 15m
  supervision: 3m
  project: first-steps
---
What kind of day it was: everything before the first heading is the lead, and the summary in lists.

## Analysis

What the figures do not tell.
"""

_ABOUT = """\
---
title: About these records
---
Each record is one day: what a person would have needed for each task, what the assistant took, and what it cost to
supervise. The **leverage factor** is the one divided by the other; the average of a day is the sum of the human
estimates divided by the sum of the assistant's time.
"""

_PARTIAL = """\
These records count what an AI assistant did and what a person would have needed for the same work.
The human figures are estimates.
"""


def init(folder: Path, today: date) -> list[Path]:
    """Start a site in `folder`, which must be new or empty. Gives the files that were written.

    The sample record is yesterday's, so that today's can be started next.
    """
    try:
        free, real = _is_free(folder), folder.resolve().name
    except (OSError, RuntimeError) as error:
        # A loop of links is a RuntimeError before Python 3.13.
        reason = error.strerror if isinstance(error, OSError) else os.strerror(errno.ELOOP)
        raise codes.READ_FAILED.error(Place(folder.as_posix()), reason=reason) from None
    if not free:
        raise codes.NOT_EMPTY.error(Place(folder.as_posix()), name=folder.as_posix())
    name = _NO_NAME.sub("-", real.lower()).strip("-") or "leverage"
    sample = today - timedelta(days=1)
    files = {
        FILE: _SETTINGS.format(year=today.year, name=name),
        record_path(sample): _RECORD.format(date=sample.isoformat(), draft=""),
        f"{CONTENT}/pages/about.md": _ABOUT,
        f"{CONTENT}/partials/about-records.md": _PARTIAL,
        ".gitignore": "/output/\n",
    }
    return _written(folder, files)


def new(root: Path, library: Library, day: date) -> Path:
    """Start the record of `day` for the site at `root`; never overwrites one. Gives its file."""
    if taken := next((record.path for record in library.records if record.date == day), None):
        raise codes.RECORD_EXISTS.error(Place(taken), date=day.isoformat())
    path = record_path(day)
    check_folders(root, path)
    if (root / path).exists() or (root / path).is_symlink():
        raise codes.RECORD_EXISTS.error(Place(path), date=day.isoformat())
    (made,) = _written(root, {path: _RECORD.format(date=day.isoformat(), draft="draft: true\n")})
    return made


def record_path(day: date) -> str:
    """Where the record of `day` is put, relative to the site."""
    return f"{CONTENT}/records/{day.year:04}/{day.isoformat()}.md"


def check_folders(root: Path, path: str) -> None:
    """Refuse `path`, relative to the site, where a folder on the way to it is one that readers do not follow.

    Only content/ and the folders directly in it may be links. Raises ProblemError.
    """
    for depth, parent in enumerate(reversed(PurePosixPath(path).parents[:-1])):
        folder = root / parent
        try:
            is_link = folder.is_symlink()
            is_other = (is_link or folder.exists()) and not folder.is_dir()
        except OSError as error:
            raise codes.WRITE_FAILED.error(Place(str(parent)), reason=error.strerror or error) from None
        if is_other or (is_link and depth > 1):
            reason = "it is a symbolic link, which is not followed" if is_link else "it is not a folder"
            raise codes.WRITE_FAILED.error(Place(str(parent)), reason=reason, hint=FOLDER_HINT)


def _is_free(folder: Path) -> bool:
    """Whether a site may begin in `folder`: it is new or empty; a new git repository counts as empty."""
    if folder.is_symlink() or not folder.exists():
        return not folder.is_symlink()
    return folder.is_dir() and all(path.name == ".git" for path in folder.iterdir())


def _written(top: Path, files: dict[str, str]) -> list[Path]:
    try:
        return create(top, files)
    except OSError as error:
        place = Place(str(error.filename or top))
        raise codes.WRITE_FAILED.error(place, reason=error.strerror or error) from None
