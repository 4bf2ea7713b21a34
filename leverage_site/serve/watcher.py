"""When a site's sources may have changed, and what a preview does then.

Events are hints: some come twice, some are lost. Whoever is notified looks at all sources and finds out what
changed. This is the only module that knows watchdog.
"""

import errno
import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Self

from leverage_site.problems import Problem
from leverage_site.serve.preview import Preview, SiteChange
from leverage_site.serve.sources import Sources, WatchedFolder

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver

# In seconds.
QUIET = 0.01  # without a further notification: then a save is taken to be complete
MAX_UNREST = 0.3  # of notifications in a row: then they are answered all the same
SIGNAL_CHECK = 1.0  # between two looks for signals such as Ctrl-C: one right before a wait does not end it
NEXT_CHANGE = 0.05  # for which a change waits for the next one before its pages are counted
PAUSE = 1.0  # between two looks at what gives no events
SETTLE = 0.15  # of peace: then folders that came or went are watched anew
MOVE_DELAY = 0.02  # for which watchdog may hold events back

REST = 20  # a look is followed by a rest of at least so many times its length
BURST = 500  # events between two looks after which some may have been lost
MAX_FAILURES = 5  # broken observers after which there is no further one

REFUSED = "the system refuses to watch files"
ADVICE = "--poll does so from the start"
# Reason and advice by error number.
LIMITS = {
    errno.EMFILE: ("too many programs watch files", "raise fs.inotify.max_user_instances, or use --poll"),
    errno.ENOSPC: ("too many files are watched", "raise fs.inotify.max_user_watches, or use --poll"),
}

# Opening and reading are not among them: whoever answers an event by reading would get the next one for it.
EVENTS = (
    *("FileModified", "FileClosed", "FileAttrib", "FileCreated", "FileDeleted", "FileMoved"),
    *("DirAttrib", "DirCreated", "DirDeleted", "DirMoved"),
)


def follow(
    preview: Preview,
    watch: "Watch",
    tell: Callable[[SiteChange, int | None], None],
    warn: Callable[[Sequence[Problem]], None],
) -> None:
    """Refresh `preview` whenever something may have changed, until `watch` is stopped.

    `tell` gets each change and the number of pages it changed, or None where the next one came before it was
    counted. `warn` gets what texts say since then that the records do not bear out.
    """
    # Something may have changed after it was read and before it was watched.
    is_notified = True
    while is_notified or watch.wait():
        change = preview.refresh()
        # Who waits for a page goes first.
        is_notified = change is not None and watch.wait(NEXT_CHANGE)
        if change:
            tell(change, None if is_notified else count_pages(change, watch))
        if not is_notified and (problems := preview.check_claims(lambda: watch.pending)):
            warn(problems)


def count_pages(change: SiteChange, watch: "Watch") -> int | None:
    """Count the pages that changed; None where something may have changed again meanwhile."""
    number = 0
    for changed in change.pages():
        if watch.pending:
            return None
        number += changed
    return number


class ChangeSignal:
    """A debounced signal, which many threads notify and one waits for.

    `_condition` guards `_last`, the moment of the last notification since the last wait, and `closed`.
    """

    def __init__(self) -> None:
        self.closed = False
        self._condition = threading.Condition()
        self._last: float | None = None

    @property
    def pending(self) -> bool:
        """Whether there was a notification since the last wait."""
        return self._last is not None

    def notify(self) -> None:
        """Say that something may have changed."""
        with self._condition:
            # Only the first one wakes: a burst would otherwise switch threads with each of its thousands.
            if self._last is None:
                self._condition.notify_all()
            self._last = monotonic()

    def close(self) -> None:
        """End every wait, now and later."""
        with self._condition:
            self.closed = True
            self._condition.notify_all()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for a notification, for `timeout` seconds or for ever, and then for QUIET, or MAX_UNREST at most.

        Returns:
            Whether there was one, also if it came before the wait; False once closed.
        """
        with self._condition:
            while not self._condition.wait_for(
                lambda: self.closed or self._last is not None, SIGNAL_CHECK if timeout is None else timeout
            ):
                if timeout is not None:
                    break
            end = monotonic() + MAX_UNREST
            while not self.closed and self._last is not None:
                left = min(self._last + QUIET, end) - monotonic()
                if left <= 0:
                    self._last = None
                    return True
                self._condition.wait(left)
            return False


class Watch:
    """Watches leverage.toml in `root`, and all below `trees`, from start to stop.

    A tree need not exist yet and may be a link; links to folders inside a tree are not followed. `trees` is asked
    at every look, by the watch's own thread. With `poll`, or where the system gives no events, files are looked at
    once a second instead; `say` gets a sentence when it comes to that, from whichever thread.
    """

    def __init__(
        self, root: Path, trees: Callable[[], Iterable[Path]], *, poll: bool, say: Callable[[str], None]
    ) -> None:
        self._say = say
        self._signal = ChangeSignal()
        self._thread = WatchThread(Sources(root, trees), self._signal, poll=poll, say=say)
        self._handler = OverflowHandler(self._thread.request_rescan)
        self._hook = threading.excepthook

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to watch. Whatever changes after this returns ends a wait."""
        # Where folders move about faster than watchdog can follow, exceptions end its threads, and there is no
        # other way to hear of it. While the watch runs, theirs are taken; those of other threads are passed on.
        self._hook, threading.excepthook = threading.excepthook, self._thread_failed
        logging.getLogger("watchdog").addHandler(self._handler)
        self._thread.start()

    def stop(self) -> None:
        """End every wait and every thread. There is no second start."""
        self._signal.close()
        self._thread.stop()
        logging.getLogger("watchdog").removeHandler(self._handler)
        threading.excepthook = self._hook

    @property
    def pending(self) -> bool:
        """Whether something may have changed since the last wait."""
        return self._signal.pending

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until something may have changed, as `ChangeSignal.wait` does. For one thread at a time."""
        return self._signal.wait(timeout)

    def _thread_failed(self, args: threading.ExceptHookArgs) -> None:
        """Replace an observer whose thread an exception has ended; a traceback would help nobody."""
        if type(args.thread).__module__.startswith("watchdog."):
            self._thread.observer_failed()
        elif args.thread is self._thread:
            self._say(f"changes are no longer noticed ({args.exc_value}): start again")
        else:
            self._hook(args)


class OverflowHandler(logging.Handler):
    """Takes a warning in watchdog's log for one of lost events, and keeps that log from the terminal.

    Watchdog says nowhere else that the system's queue of events was full. An error in the log is of a thread that
    ends, as each does in the end.
    """

    def __init__(self, request_rescan: Callable[[], None]) -> None:
        super().__init__()
        self._request_rescan = request_rescan

    def emit(self, record: logging.LogRecord) -> None:
        """Request a rescan for a warning."""
        if record.levelno == logging.WARNING:
            self._request_rescan()


class WatchThread(threading.Thread):
    """Keeps the right folders observed, and polls for what gives no events; notifies `signal` of both.

    Without events, by choice or since they fail, it polls everything; `say` tells of a failure.

    Threads of watchdog call `request_rescan`, `observer_failed` and `_on_event`; the other methods are for this
    thread, or for the one that starts and stops it. There is no lock: a rescan clears what those threads set
    before it looks at anything, so that a later request leads to another rescan.
    """

    def __init__(self, sources: Sources, signal: ChangeSignal, *, poll: bool, say: Callable[[str], None]) -> None:
        super().__init__(name="watch", daemon=True)
        self._sources = sources
        self._signal = signal
        self._say = say
        self._polls = poll
        self._wake = threading.Event()
        self._observer: BaseObserver | None = None
        self._stats: dict[str, tuple[int, ...]] = {}
        self._requested = 0.0
        self._events = 0
        self._failures = 0

    def start(self) -> None:
        """Observe everything, then start the thread."""
        self._rescan()
        super().start()

    def stop(self) -> None:
        """End this thread and those of the observer. The signal must be closed."""
        self._wake.set()
        self.join()
        self._close_observer()

    def request_rescan(self) -> None:
        """Have everything observed anew, once there is peace."""
        is_first, self._requested = not self._requested, monotonic()
        if is_first:
            self._wake.set()

    def observer_failed(self) -> None:
        """Have a broken observer replaced."""
        self._failures += 1
        self.request_rescan()

    def run(self) -> None:
        """Look for what gave no event, until the signal is closed."""
        pause = PAUSE
        while True:
            self._wake.wait(SETTLE if self._requested else pause)
            self._wake.clear()
            if self._signal.closed:
                return
            start = monotonic()
            changed = self._take_stats() != self._stats
            pause = max(PAUSE, REST * (monotonic() - start))
            if changed or (self._requested and start - self._requested >= SETTLE):
                # Observed first: what came or went is then notified of with what it held by then.
                self._rescan()
                self._signal.notify()
            elif not self._requested:
                self._events = 0

    def _rescan(self) -> None:
        """Observe everything anew: observers lose folders that are replaced, or moved out and in."""
        self._requested, self._events = 0.0, 0
        self._close_observer()
        if not self._polls:
            self._sources.find_links()
        # Before it is observed: what is replaced in between will differ from this.
        self._stats = self._take_stats()
        if not self._polls and (failure := self._observe()):
            reason, advice = failure
            self._polls = True
            self._stats = self._take_stats()
            self._say(f"no events for changed files ({reason}), so they are looked at once a second: {advice}")

    def _observe(self) -> tuple[str, str] | None:
        """Begin to observe. Returns why it cannot be, and what to do, or None."""
        if self._failures > MAX_FAILURES:
            return "watching broke down again and again", ADVICE
        try:
            self._observer = start_observer(self._sources.folders(), self._on_event)
        except OSError as error:
            number = error.errno or 0
            return LIMITS.get(number) or (os.strerror(number) if number else REFUSED, ADVICE)
        except RuntimeError:
            return REFUSED, ADVICE
        return None

    def _take_stats(self) -> dict[str, tuple[int, ...]]:
        return self._sources.all_stats() if self._polls else self._sources.anchor_stats()

    def _close_observer(self) -> None:
        observer, self._observer = self._observer, None
        if observer:
            observer.stop()
            observer.join()

    def _on_event(self, moved: bool) -> None:
        self._signal.notify()
        self._events += 1
        if moved or self._events > BURST:
            self.request_rescan()


def start_observer(folders: list[WatchedFolder], tell: Callable[[bool], None]) -> "BaseObserver":
    """Start to observe folders.

    Args:
        folders: The site's root first.
        tell: Called by watchdog's threads at each event, with whether folders or links came or went.

    Raises:
        OSError, RuntimeError: where the system has no events to give, or no threads.
    """
    # The import takes 66 ms, which only this use of the program should pay for.
    from watchdog import events
    from watchdog.observers import Observer

    class Handler(events.FileSystemEventHandler):
        def __init__(self, folder: WatchedFolder) -> None:
            self.folder = folder

        def on_any_event(self, event: events.FileSystemEvent) -> None:
            paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
            if any(map(self.folder.matches, paths)):
                tell(event.is_directory or any(Path(path).is_symlink() for path in paths))

    # Watchdog warns, at great length, when folders come faster than it can follow.
    warnings.filterwarnings("ignore", module=r"watchdog\.")
    # Not all versions have all of them.
    kinds = [kind for name in EVENTS if (kind := getattr(events, f"{name}Event", None))]
    shorten_move_delay()
    observer = Observer()
    try:
        observer.start()
        for folder in folders:
            # One that is gone by now will be seen by the next look.
            with suppress(FileNotFoundError, NotADirectoryError):
                observer.schedule(Handler(folder), folder.path, recursive=folder.names is None, event_filter=kinds)
        if sys.platform == "linux":
            # Watchdog withholds the error if there are no watches left for folders deep down. One more watch
            # raises it: of the folder above the root, which no other watch is of, and for events nobody handles.
            above, nobody = str(Path(folders[0].path).parent), events.FileSystemEventHandler()
            observer.unschedule(observer.schedule(nobody, above, event_filter=[events.FileClosedEvent]))
    except BaseException:
        observer.stop()
        with suppress(RuntimeError):
            observer.join()
        raise
    return observer


def shorten_move_delay() -> None:
    """Set how long watchdog holds back a file moved out, and all that follows it, from 0.5 s to `MOVE_DELAY`.

    It waits for the file to be moved in elsewhere. Every save behind a file that was put into the trash, and the
    end of the program, would come half a second late. Where the two halves of a move are read further apart, they
    are taken for a file that went and one that came, which here is the same.
    """
    # The one or the other, by version; a version that has neither is as slow as it wants to be.
    modules = {"inotify_move_event_grouper": "InotifyMoveEventGrouper", "inotify_buffer": "InotifyBuffer"}
    for module, name in modules.items() if sys.platform == "linux" else ():
        with suppress(ImportError):
            getattr(import_module(f"watchdog.observers.{module}"), name).delay = MOVE_DELAY
