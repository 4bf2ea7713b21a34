"""Whether anything at all has changed since a build: asked of the file system, no file is opened."""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from leverage_site.records.folders import Listing, Stamp, settled
from leverage_site.render.places import THEMES, bundled_themes
from leverage_site.settings import FILE

Entry = tuple[str, Stamp]


class Snapshot(NamedTuple):
    """Stands for all sources of a site and all that is in its output folder.

    `steady` is whether any later change must show: nothing had changed within the last moments.
    """

    digest: str
    steady: bool


def snapshot(root: Path, output: Path, listing: Listing) -> Snapshot:
    """The site at `root` and its `output` as they are now; `listing` is what was seen of content/."""
    content = [(file.folder, file.name, file.stamp) for file in listing.files]
    others = [*_file(root / FILE), *_themes(root), *_below(str(output))]
    steady = all(settled(stamp, listing.began) for _, _, stamp in content) and all(
        settled(stamp, listing.began) for _, stamp in others
    )
    value = (content, [str(problem) for problem in listing.problems], others)
    return Snapshot(sha256(repr(value).encode(errors="surrogatepass")).hexdigest(), steady)


def _themes(root: Path) -> Iterator[Entry]:
    """All themes that could be meant, in use or not: one that comes may take another's place."""
    for themes in (root / THEMES, bundled_themes()):
        for theme in sorted(themes.iterdir()) if themes.is_dir() else ():
            # A theme may be a link to its folder, but has none inside.
            place = os.path.realpath(theme)
            yield place, (0, 0, 0, 0)
            yield from _below(place)


def _below(folder: str) -> Iterator[Entry]:
    """Every file below a folder."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        else:
            yield entry.path, _stamp(entry.stat(follow_symlinks=False))


def _file(path: Path) -> Iterator[Entry]:
    try:
        yield str(path), _stamp(path.stat())
    except OSError:
        return


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
