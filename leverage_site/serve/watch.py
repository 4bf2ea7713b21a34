"""When to look at a site's sources again. This is the only module that knows watchdog.

Events are hints: some come twice, some are lost. Whoever gets one looks at all sources and finds out what changed.
"""

import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Self

from leverage_site.serve.hints import Hints
from leverage_site.serve.keeper import Keeper
from leverage_site.serve.sources import Sources, Spot

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver

# Opening and reading are not among them: whoever answers a hint by reading would get the next one for it.
CHANGES = ("FileModified", "FileClosed", "FileAttrib", "FileCreated", "FileDeleted", "FileMoved")
FOLDER_CHANGES = ("DirAttrib", "DirCreated", "DirDeleted", "DirMoved")
HOLD = (("inotify_move_event_grouper", "InotifyMoveEventGrouper"), ("inotify_buffer", "InotifyBuffer"))


class Watch:
    """Watches leverage.toml in `root`, and all below `trees`, from start to stop.

    A tree need not exist yet and may be a link; links to folders inside a tree are not followed. `trees` is asked
    at every look, on a thread of its own. With `poll`, or where the system gives no events, files are looked at
    once a second instead; `say` gets a sentence when it comes to that.
    """

    def __init__(
        self, root: Path, trees: Callable[[], Iterable[Path]], *, poll: bool, say: Callable[[str], None]
    ) -> None:
        self._say = say
        self._hints = Hints()
        self._keeper = Keeper(Sources(root, trees), None if poll else _observe, self._hints, say)
        self._ear = _Ear(self._keeper.unsettle)
        self._hook = threading.excepthook

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Whatever changes after this returns is hinted at."""
        self._hook, threading.excepthook = threading.excepthook, self._mishap
        logging.getLogger("watchdog").addHandler(self._ear)
        self._keeper.start()

    def stop(self) -> None:
        """End every wait and every thread. There is no second start."""
        self._hints.close()
        self._keeper.stop()
        logging.getLogger("watchdog").removeHandler(self._ear)
        threading.excepthook = self._hook

    @property
    def pending(self) -> bool:
        """Whether the next wait would not have to wait for a hint."""
        return self._hints.pending

    def wait(self, timeout: float | None = None) -> bool:
        """Whether something may have changed since the last wait: waits for `timeout` seconds, or for ever.

        Answers a hint when no other came for 0.01 s, or after 0.3 s. False once stopped. For one thread at a time.
        """
        return self._hints.wait(timeout)

    def _mishap(self, args: threading.ExceptHookArgs) -> None:
        """An exception has ended a thread. Watchdog's are replaced; a traceback would help nobody."""
        if type(args.thread).__module__.startswith("watchdog."):
            self._keeper.replace()
        elif args.thread is self._keeper.thread:
            self._say(f"changes are no longer noticed ({args.exc_value}): start again")
        else:
            self._hook(args)


class _Ear(logging.Handler):
    """Takes a warning in watchdog's log for one of lost events, and keeps that log from the terminal.

    An error there is a thread's that ends, as each does in the end.
    """

    def __init__(self, lost: Callable[[], None]) -> None:
        super().__init__()
        self._lost = lost

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno == logging.WARNING:
            self._lost()


def _observe(spots: list[Spot], tell: Callable[[bool], None]) -> "BaseObserver":
    # The import takes 66 ms, which only this use of the program should pay for.
    from watchdog import events
    from watchdog.observers import Observer

    class Handler(events.FileSystemEventHandler):
        def __init__(self, spot: Spot) -> None:
            self.spot = spot

        def on_any_event(self, event: events.FileSystemEvent) -> None:
            paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
            if any(map(self.spot.concerns, paths)):
                tell(event.is_directory or any(Path(path).is_symlink() for path in paths))

    # Watchdog warns, at great length, when folders come faster than it can follow.
    warnings.filterwarnings("ignore", module=r"watchdog\.")
    # Not all versions have all of them.
    kinds = [kind for name in CHANGES + FOLDER_CHANGES if (kind := getattr(events, f"{name}Event", None))]
    _hasten()
    observer = Observer()
    try:
        observer.start()
        for spot in spots:
            # One that is gone by now will be seen by the next look.
            with suppress(FileNotFoundError, NotADirectoryError):
                observer.schedule(Handler(spot), spot.folder, recursive=spot.names is None, event_filter=kinds)
        _try_another(observer, spots[0])
    except BaseException:
        observer.stop()
        with suppress(RuntimeError):
            observer.join()
        raise
    return observer


def _try_another(observer: "BaseObserver", root: Spot) -> None:
    """Raise the OSError that watchdog withholds when there are no watches left for folders deep down."""
    from watchdog.events import FileClosedEvent, FileSystemEventHandler

    if sys.platform == "linux":
        above = str(Path(root.folder).parent)
        observer.unschedule(observer.schedule(FileSystemEventHandler(), above, event_filter=[FileClosedEvent]))


def _hasten() -> None:
    """Watchdog holds back, for 0.5 s, a file moved out and all that follows, even from being stopped."""
    for module, name in HOLD if sys.platform == "linux" else ():
        with suppress(ImportError):
            getattr(import_module(f"watchdog.observers.{module}"), name).delay = 0.02
