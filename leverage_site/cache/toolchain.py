"""Which program this is: what it makes of the same input may differ from what another one makes.

What decides bytes is every file of every module that builds import: of this program, of libraries and of theirs,
of Python. They are known once they are imported, so that what a cache was written by is told from the next
process's side: are these files what they were, and would Python still find the same ones?
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
    """The modules that were imported, here and by workers, and those that the text of a cache tells of."""

    def __init__(self) -> None:
        self._files: dict[str, _Entry] = {}
        self._places: dict[str, str] = {}
        self._is_known = True

    def is_same(self, text: str) -> bool:
        """Whether the modules that `text` tells of are as they were, and are still those that would be found."""
        try:
            program, places, files = loads(text)
            known = {path: tuple(numbers) for path, numbers in files.items()}
        except (ValueError, TypeError, AttributeError):  # UNKNOWN, or what another version has told
            return False
        if (
            program != _program()
            or places != _places(places)
            or any(_entry(path) != known[path] for path in known)
        ):
            return False
        self._places, self._files = places, known
        return True

    def spelled(self) -> str:
        """The text for a cache, `UNKNOWN` where a module has changed while this process was at work."""
        new = [(name, path) for name, path in _imported() if path not in self._files]
        for _, path in new:
            self._files[path] = entry = _entry(path)
            self._is_known = self._is_known and _is_older(entry)
        self._places |= _places({name.partition(".")[0] for name, _ in new} - self._places.keys())
        return dumps([_program(), self._places, self._files]) if self._is_known else UNKNOWN


def _program() -> list[str]:
    return [__version__, sys.version]


def _imported() -> Iterable[tuple[str, str]]:
    """The names and files of all modules that this process has imported, or a worker of it."""
    own = {name: getattr(module, "__file__", None) for name, module in [*sys.modules.items()]}
    return [(name, path) for name, path in {**worker_modules, **own}.items() if path and name != "__main__"]


def _entry(path: str) -> _Entry:
    """The size and the times of a file; zeros for what is in an archive, or gone."""
    with suppress(OSError):
        stamp = stamp_of(os.stat(path))  # noqa: PTH116 (a Path for each of hundreds takes its time)
        return stamp.size, stamp.modified, stamp.changed
    return 0, 0, 0


def _is_older(entry: _Entry) -> bool:
    """Whether a file was last changed before this process began, so that what was imported is what is there."""
    changed = entry[2]
    return changed < BEGAN - (_TICK if changed % _SECOND else COARSEST_TICK)


def _places(names: Iterable[str]) -> dict[str, str]:
    """Where on Python's path each package or module is found first; nothing where it is found in another way."""
    wanted, found = set(names), {}
    for folder in sys.path:
        with suppress(OSError):
            names = os.listdir(folder or ".")  # noqa: PTH208 (names are enough)
            for name in wanted & set(map(_module, names)):
                found[name] = os.path.abspath(folder)  # noqa: PTH100 (a Path for each takes its time)
                wanted.discard(name)
    return {**dict.fromkeys(wanted, ""), **found}


def _module(name: str) -> str:
    """The module that a file or folder of this name can be."""
    stem, dot, rest = name.partition(".")
    return stem if not dot or f".{rest}".endswith(_SUFFIXES) else ""
