"""Digests of all sources of a site and of all that is in its output, by the stamps of files: none is opened."""

import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from leverage_site.files import Stamp, stamp_if_any, stamp_of
from leverage_site.output.folder import GIT
from leverage_site.records.discover import Listing
from leverage_site.render.theme_chain import THEMES, bundled_themes
from leverage_site.settings import FILE

Entry = tuple[str, Stamp | None]


class SourceFingerprint(NamedTuple):
    """A digest of all sources of a site; `shows_changes` tells whether any change since must give another."""

    digest: str
    shows_changes: bool


def fingerprint_sources(root: Path, listing: Listing) -> SourceFingerprint:
    """Return the fingerprint of the site at `root` as it is now; `listing` is a look at its content/."""
    content = [(file.folder, file.name, file.stamp) for file in listing.files]
    others = [(FILE, stamp_if_any(root / FILE))]
    # All themes that could be meant, in use or not: a new one may take another's place.
    for themes in (root / THEMES, bundled_themes()):
        for theme in sorted(themes.iterdir()) if themes.is_dir() else ():
            # A theme may be a link to its folder, but has none inside.
            place = os.path.realpath(theme)
            others += [(f"{theme.name} {place}", None), *_files_below(place)]
    stamps = [stamp for *_, stamp in content] + [stamp for _, stamp in others if stamp]
    shows_changes = all(listing.began.shows_changes(stamp) for stamp in stamps)
    problems = [str(problem) for problem in listing.problems]
    return SourceFingerprint(_digest((content, problems, others)), shows_changes)


def output_files(output: Path) -> dict[str, Stamp]:
    """Return the stamp of every file below the folder `output`, a foreign one too, by its path in it.

    What git keeps there of its own is no part of a site, and changes with each commit.
    """
    start = len(str(output)) + 1
    return {path[start:]: stamp for path, stamp in _files_below(str(output), without=GIT) if stamp}


def fingerprint_files(files: Mapping[str, Stamp]) -> str:
    """Return a digest of files and their stamps, such as `output_files` gives."""
    return _digest(sorted(files.items()))


def _digest(value: object) -> str:
    return sha256(repr(value).encode(errors="surrogatepass")).hexdigest()


def _files_below(folder: str, without: str = "") -> Iterator[Entry]:
    """Yield every file below a folder, but for what has the name `without` right in it."""
    try:
        with os.scandir(folder) as entries:
            children = sorted((entry for entry in entries if entry.name != without), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in children:
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(entry.path)
        else:
            yield entry.path, stamp_of(entry.stat(follow_symlinks=False))
