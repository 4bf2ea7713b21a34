"""What the pages of the last build became: a page with the same key has the same bytes."""

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from leverage_site.cache.store import Store, dumps, loads
from leverage_site.cache.toolchain import Toolchain
from leverage_site.files import Stamp
from leverage_site.output.folder import FileState

PLACES = "places"
MAX_PLACES = 4


class BuiltPage(NamedTuple):
    """A page as it was built: its key, the digest of its bytes.

    `stamp` is the file's, where any change since must show in it.
    """

    key: str
    digest: str
    stamp: Stamp | None = None


def place_name(output: Path) -> str:
    """What an output folder is called here: its own name may be no text."""
    return sha256(os.fsencode(output.resolve())).hexdigest()


class BuiltPages:
    """What was built into a folder, by file."""

    def __init__(self, store: Store | None = None, output: Path = Path()) -> None:
        self.store = store or Store(None, Toolchain())
        self.place = place_name(output)
        self.kind = f"output {self.place}"
        self.built = {file: _read(loads(text)) for file, text in self.store.all(self.kind).items()}

    @property
    def states(self) -> dict[str, FileState]:
        """The files whose bytes can be known without reading them."""
        return {file: FileState(page.stamp, page.digest) for file, page in self.built.items() if page.stamp}

    def save(self, built: Mapping[str, BuiltPage]) -> None:
        """Put what has changed into the store; the oldest of several places is forgotten."""
        changed = {file: page for file, page in built.items() if self.built.get(file) != page}
        self.store.put(self.kind, {file: dumps(page) for file, page in changed.items()})
        self.store.drop(self.kind, [file for file in self.built if file not in built])
        self.built = dict(built)
        known: list[str] = loads(self.store.get(PLACES, "") or "[]")
        places = [self.place, *(place for place in known if place != self.place)]
        for place in places[MAX_PLACES:]:
            self.store.forget(f"output {place}")
        if known != places[:MAX_PLACES]:
            self.store.put(PLACES, {"": dumps(places[:MAX_PLACES])})


def _read(values: list[Any]) -> BuiltPage:
    key, digest, stamp = values
    return BuiltPage(key, digest, Stamp(*stamp) if stamp else None)
