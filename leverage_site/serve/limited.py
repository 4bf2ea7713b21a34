"""Work that may go on for ever, such as a template's, done so that little else waits for it."""

import threading
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Generic, TypeVar

from leverage_site.render.theme import OverdueError

# In seconds: then the next work may begin, and then this one is ended.
PATIENCE = 0.5
LIMIT = 5.0
# How often a thread is told to end, and how long it has for it: what was raised in it may be dropped on the way.
TRIES = 3
GRACE = 1.0

Result = TypeVar("Result")


class Limited(Generic[Result]):
    """Does one piece of work after the other, each in a thread of its own; safe for many threads.

    One that takes longer than `PATIENCE` lets the next begin; after `limit` seconds it is ended.
    """

    def __init__(self, limit: float = LIMIT) -> None:
        self.limit = limit
        self._turn = threading.Lock()
        self._lock = threading.Lock()
        self._running: dict[Hashable, _Work[Result]] = {}

    def run(self, key: Hashable, work: Callable[[], Result], *, ends: bool = False) -> Result:
        """What `work` gives; who asks for the same `key` meanwhile waits for it too.

        Raises what it raises, and OverdueError where it takes too long, unless it is known that it `ends`.
        """
        with self._lock:
            running = self._running.get(key)
            own = running or self._running.setdefault(key, _Work(work))
        if running:
            running.over.wait()
        else:
            self._do(key, own, ends=ends)
        return own.result()

    def _do(self, key: Hashable, work: "_Work[Result]", *, ends: bool) -> None:
        try:
            with self._turn:
                work.thread.start()
                work.thread.join(min(PATIENCE, self.limit))
            work.thread.join(None if ends else max(self.limit - PATIENCE, 0))
            work.end()
        finally:
            with self._lock:
                del self._running[key]
            work.over.set()


class _Work(Generic[Result]):
    """One piece of work, and what came of it once it is `over`."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self.over = threading.Event()
        # Where it never ends, at least the program can.
        self.thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._results: list[Result] = []
        self._error: BaseException = OverdueError()
        self._guard = threading.Lock()
        self._ended = False

    def result(self) -> Result:
        """What the work gave. Raises what it raised."""
        if self._results:
            return self._results[0]
        raise self._error

    def end(self) -> None:
        """Raise OverdueError in the thread while it goes on."""
        for _ in range(TRIES):
            if not self.thread.is_alive():
                return
            self._interrupt()
            self.thread.join(GRACE)

    def _interrupt(self) -> None:
        from ctypes import c_ulong, py_object, pythonapi  # loaded for what takes too long only

        # The thread cannot end while this is held, so that its number is not another's.
        with self._guard:
            if not self._ended:
                pythonapi.PyThreadState_SetAsyncExc(c_ulong(self.thread.ident or 0), py_object(OverdueError))

    def _run(self, work: Callable[[], Result]) -> None:
        try:
            with suppress(OverdueError):
                try:
                    self._results.append(work())
                except BaseException as error:
                    self._error = error
                with self._guard:
                    self._ended = True
                # What was raised a moment ago takes effect in a loop, and nowhere behind it.
                for _ in range(2):
                    pass
        finally:
            self._ended = True
