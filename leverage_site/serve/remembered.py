"""Pages that were rendered, as many as fit."""

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from leverage_site.problems import Problem

MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's bytes and their digest, the key they belong to, and why they could not be rendered anew."""

    key: str
    data: bytes
    digest: str
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, key: str, data: bytes, problems: tuple[Problem, ...] = ()) -> "Rendered":
        """Bytes with their digest."""
        return cls(key, data, sha256(data).hexdigest(), problems)


class Remembered:
    """The latest bytes of each file, those in use longest; safe for many threads."""

    def __init__(self, limit: int = MAX_BYTES) -> None:
        self.limit = limit
        self.size = 0
        self._pages: OrderedDict[str, Rendered] = OrderedDict()
        self._lock = Lock()

    def get(self, file: str) -> Rendered | None:
        """What is remembered of a file."""
        with self._lock:
            if file in self._pages:
                self._pages.move_to_end(file)
            return self._pages.get(file)

    def put(self, file: str, page: Rendered) -> None:
        """Remember a page, and forget those that were not asked for longest where there are too many bytes."""
        with self._lock:
            self._forget(file)
            self._pages[file] = page
            self.size += len(page.data)
            while self.size > self.limit:
                self._forget(next(iter(self._pages)))

    def _forget(self, file: str) -> None:
        if old := self._pages.pop(file, None):
            self.size -= len(old.data)
