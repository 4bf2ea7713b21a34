"""Whether anything at all has changed since a build: asked of the file system, no file is opened."""

import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from leverage_site.files import Stamp, stamp_of
from leverage_site.output.folder import GIT
from leverage_site.records.discover import Listing
from leverage_site.render.theme_chain import THEMES, bundled_themes
from leverage_site.settings import FILE

Entry = tuple[str, Stamp | None]


class Snapshot(NamedTuple):
    """Stands for all sources of a site; `steady` is whether any change since must show."""

    digest: str
    steady: bool


def sources(root: Path, listing: Listing) -> Snapshot:
    """The sources of the site at `root` as they are now; `listing` is what was seen of content/."""
    content = [(file.folder, file.name, file.stamp) for file in listing.files]
    others = [*_file(root / FILE), *_themes(root)]
    stamps = [stamp for *_, stamp in content] + [stamp for _, stamp in others if stamp]
    steady = all(listing.began.shows_changes(stamp) for stamp in stamps)
    return Snapshot(_digest((content, [str(problem) for problem in listing.problems], others)), steady)


def output_files(output: Path) -> dict[str, Stamp]:
    """The stamp of every file below the folder `output`, a stranger's too, by its path in it.

    What git keeps there of its own is no part of a site, and changes with each commit.
    """
    start = len(str(output)) + 1
    found = ((path[start:], stamp) for path, stamp in _below(str(output), without=GIT) if stamp)
    return dict(found)


def output_digest(files: Mapping[str, Stamp]) -> str:
    """Stands for all that is in an output folder."""
    return _digest(sorted(files.items()))


def _digest(value: object) -> str:
    return sha256(repr(value).encode(errors="surrogatepass")).hexdigest()


def _themes(root: Path) -> Iterator[Entry]:
    """All themes that could be meant, in use or not: one that comes may take another's place."""
    for themes in (root / THEMES, bundled_themes()):
        for theme in sorted(themes.iterdir()) if themes.is_dir() else ():
            # A theme may be a link to its folder, but has none inside.
            place = os.path.realpath(theme)
            yield f"{theme.name} {place}", None
            yield from _below(place)


def _below(folder: str, without: str = "") -> Iterator[Entry]:
    """Every file below a folder, but for what has the name `without` right in it."""
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry for entry in entries if entry.name != without), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        else:
            yield entry.path, stamp_of(entry.stat(follow_symlinks=False))


def _file(path: Path) -> Iterator[Entry]:
    try:
        yield str(path), stamp_of(path.stat())
    except OSError:
        return
