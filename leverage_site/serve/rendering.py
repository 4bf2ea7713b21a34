"""What keeps rendering cheap and bounded: pages that were rendered before, and an end to what takes too long."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from hashlib import sha256
from typing import Generic, TypeVar

from leverage_site.problems import Problem
from leverage_site.render.theme import OverdueError
from leverage_site.values import value

MAX_BYTES = 64 * 1024 * 1024

# In seconds: then the next work may begin, and then this one is ended.
PATIENCE = 0.5
LIMIT = 5.0
# How often a thread is told to end, and how long it has for it: what was raised in it may be dropped on the way.
TRIES = 3
GRACE = 1.0

T = TypeVar("T")


@value
class RenderedPage:
    """A page's bytes, what stands for them, the key they belong to, and why they could not be rendered anew."""

    key: str
    data: bytes
    digest: str
    problems: tuple[Problem, ...] = ()

    @classmethod
    def from_data(cls, key: str, data: bytes, problems: tuple[Problem, ...] = ()) -> "RenderedPage":
        """Make a page of its bytes."""
        return cls(key, data, sha256(data).hexdigest(), problems)


class PageCache:
    """The latest bytes of each file, evicting those not asked for longest above `limit` bytes.

    May be used by many threads; the lock guards `_pages` and `size`.
    """

    def __init__(self, limit: int = MAX_BYTES) -> None:
        self.limit = limit
        self.size = 0
        self._pages: OrderedDict[str, RenderedPage] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, file: str) -> RenderedPage | None:
        """Return the page of a file, or None where it is not cached."""
        with self._lock:
            if file in self._pages:
                self._pages.move_to_end(file)
            return self._pages.get(file)

    def put(self, file: str, page: RenderedPage) -> None:
        """Add or replace a page; one that is larger than the cache does not stay in it."""
        with self._lock:
            self._drop(file)
            self._pages[file] = page
            self.size += len(page.data)
            while self.size > self.limit:
                self._drop(next(iter(self._pages)))

    def _drop(self, file: str) -> None:
        if page := self._pages.pop(file, None):
            self.size -= len(page.data)


class LimitedRunner(Generic[T]):
    """Runs work that may go on for ever, such as a template's, so that little else waits for it.

    Each piece has a thread of its own, but one begins after the other: each waits until the one before is done or
    has taken `PATIENCE` seconds. After `limit` seconds work is ended. May be used by many threads: `_turn` is held
    by the thread whose work is to begin or began just now, `_lock` guards `_running`.
    """

    def __init__(self, limit: float = LIMIT) -> None:
        self.limit = limit
        self._turn = threading.Lock()
        self._lock = threading.Lock()
        self._running: dict[Hashable, _Task[T]] = {}

    def give_way(self) -> None:
        """Wait until the work that began last is done or has taken `PATIENCE` seconds."""
        with self._turn:
            pass

    def run(self, key: Hashable, work: Callable[[], T], *, ends: bool = False) -> T:
        """Run `work`, unless the same `key` is being run for another thread: then wait for that.

        Returns:
            What the work returned.

        Raises:
            OverdueError: where it takes too long, unless it is known that it `ends`.
            BaseException: what the work raised.
        """
        with self._lock:
            running = self._running.get(key)
            task = running or self._running.setdefault(key, _Task(work))
        if running:
            running.over.wait()
            return running.result()
        try:
            with self._turn:
                task.thread.start()
                task.thread.join(min(PATIENCE, self.limit))
            task.thread.join(None if ends else max(self.limit - PATIENCE, 0))
            task.end()
        finally:
            with self._lock:
                del self._running[key]
            task.over.set()
        return task.result()


class _Task(Generic[T]):
    """A piece of work on a thread of its own; its result may be asked for once it is `over`."""

    def __init__(self, work: Callable[[], T]) -> None:
        self.over = threading.Event()
        # A daemon, so that the program can end where this never does.
        self.thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._results: list[T] = []
        self._error: BaseException = OverdueError()
        self._guard = threading.Lock()
        self._ended = False

    def result(self) -> T:
        """Return what the work returned, or raise what it raised."""
        if self._results:
            return self._results[0]
        raise self._error

    def end(self) -> None:
        """Raise OverdueError in the thread until it ends, `TRIES` times at most."""
        for _ in range(TRIES):
            if not self.thread.is_alive():
                return
            from ctypes import c_ulong, py_object, pythonapi  # loaded for what takes too long only

            # The thread cannot end while this is held, so that its number is not another's.
            with self._guard:
                if not self._ended:
                    pythonapi.PyThreadState_SetAsyncExc(c_ulong(self.thread.ident or 0), py_object(OverdueError))
            self.thread.join(GRACE)

    def _run(self, work: Callable[[], T]) -> None:
        try:
            with suppress(OverdueError):
                try:
                    self._results.append(work())
                except BaseException as error:  # noqa: BLE001  # raised again by `result`, in another thread
                    self._error = error
                with self._guard:
                    self._ended = True
                # What was raised a moment ago takes effect in a loop, and nowhere behind it.
                for _ in range(2):
                    pass
        finally:
            self._ended = True
