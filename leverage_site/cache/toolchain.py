"""Identify this program: what it makes of the same input may differ from what another one makes.

What decides bytes is every file of every module that builds import: of this program, of libraries and of theirs,
of Python. Which they are is known once they are imported. So a cache lists those that it was written by, and the
next process compares: are these files what they were, and would Python still find the same ones?
"""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress

from leverage_site import BEGAN, __version__
from leverage_site.cache.store import UNKNOWN, dumps, loads
from leverage_site.files import COARSEST_TICK, stamp_of
from leverage_site.parallel import worker_modules

_SUFFIXES = (".py", ".pyc", ".so", ".pyd")
# The system's clock may be ahead of the times that a local disk gives by a tick of its own.
_TICK = 20_000_000
_SECOND = 1_000_000_000

_Entry = tuple[int, int, int]


class Toolchain:
    """The modules that were imported, here and by workers, and those that a cache lists."""

    def __init__(self) -> None:
        self._files: dict[str, _Entry] = {}
        self._places: dict[str, str] = {}
        self._is_certain = True

    def is_same(self, text: str) -> bool:
        """Return whether the modules that `text` lists are as they were, and still those that would be found."""
        try:
            program, places, files = loads(text)
            listed = {path: tuple(numbers) for path, numbers in files.items()}
        except (ValueError, TypeError, AttributeError):  # UNKNOWN, or another version's
            return False
        if (
            program != _program()
            or places != _places(places)
            or any(_entry(path) != listed[path] for path in listed)
        ):
            return False
        self._places, self._files = places, listed
        return True

    def dump(self) -> str:
        """Return the list for a cache, `UNKNOWN` where a module has changed while this process was at work."""
        new = {name: path for name, path in _imported() if path not in self._files}
        for path in new.values():
            _, _, changed = self._files[path] = _entry(path)
            # Only of a file that was last changed before this process began, what was imported is what is there.
            is_older = changed < BEGAN - (_TICK if changed % _SECOND else COARSEST_TICK)
            self._is_certain = self._is_certain and is_older
        self._places |= _places({name.partition(".")[0] for name in new} - self._places.keys())
        return dumps([_program(), self._places, self._files]) if self._is_certain else UNKNOWN


def _program() -> list[str]:
    return [__version__, sys.version]


def _imported() -> list[tuple[str, str]]:
    """Return the names and files of all modules that this process has imported, or a worker of it."""
    own = {name: getattr(module, "__file__", None) for name, module in [*sys.modules.items()]}
    return [(name, path) for name, path in {**worker_modules, **own}.items() if path and name != "__main__"]


def _entry(path: str) -> _Entry:
    """Return the size and the times of a file; zeros for what is in an archive, or missing."""
    with suppress(OSError):
        stamp = stamp_of(os.stat(path))  # noqa: PTH116 (a Path for each of hundreds takes its time)
        return stamp.size, stamp.modified, stamp.changed
    return 0, 0, 0


def _places(names: Iterable[str]) -> dict[str, str]:
    """Return where on Python's path each package or module is found first; "" where it is found in another way."""
    missing, places = set(names), {}
    for folder in sys.path:
        with suppress(OSError):
            for file in os.listdir(folder or "."):  # noqa: PTH208 (names are enough)
                # The module that a file or folder of this name can be.
                name, dot, rest = file.partition(".")
                if name in missing and (not dot or f".{rest}".endswith(_SUFFIXES)):
                    places[name] = os.path.abspath(folder)  # noqa: PTH100 (a Path for each takes its time)
                    missing.discard(name)
    return {**dict.fromkeys(missing, ""), **places}
