"""The thread behind a watch: it keeps the right folders watched, and looks for what gives no events."""

import errno
import os
import threading
from collections.abc import Callable
from time import monotonic
from typing import Protocol

from leverage_site.serve.hints import Hints
from leverage_site.serve.sources import Sources, Spot, Stamp

PAUSE = 1.0  # seconds between two looks
SHARE = 20  # a look is followed by a rest of at least so many times its length
SETTLE = 0.15  # seconds of peace after which folders that came or went are watched anew
BURST = 500  # events between two looks after which some may have been lost
MISHAPS = 5  # broken observers after which there is no further one
REFUSED = "the system refuses to watch files"
ADVICE = "--poll does so from the start"
# Reason and advice by error number.
LIMITS = {
    errno.EMFILE: ("too many programs watch files", "raise fs.inotify.max_user_instances, or use --poll"),
    errno.ENOSPC: ("too many files are watched", "raise fs.inotify.max_user_watches, or use --poll"),
}


class Observer(Protocol):
    """Something that is told of events, on threads of its own."""

    def stop(self) -> None:
        """Begin to end the threads."""

    def join(self) -> None:
        """Wait for their end."""


# Observes spots, and calls back at each event with whether folders or links came or went.
# Raises OSError or RuntimeError where the system has no events to give.
Observe = Callable[[list[Spot], Callable[[bool], None]], Observer]


class Keeper:
    """Hints whenever `sources` may have changed, from start to stop.

    Without `observe`, and where it fails, all files are looked at once a second; `say` tells of a failure.
    """

    def __init__(
        self, sources: Sources, observe: Observe | None, hints: Hints, say: Callable[[str], None]
    ) -> None:
        self._sources = sources
        self._observe = observe
        self._hints = hints
        self._say = say
        self.thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._wake = threading.Event()
        self._observer: Observer | None = None
        self._seen: Stamp = {}
        self._pause = PAUSE
        self._unsettled = 0.0
        self._events = 0
        self._mishaps = 0

    def start(self) -> None:
        """Whatever changes after this returns is hinted at."""
        self._renew()
        self.thread.start()

    def stop(self) -> None:
        """End all threads. The hints must be closed."""
        self._wake.set()
        self.thread.join()
        self._close()

    def unsettle(self) -> None:
        """Have everything watched anew, once there is peace."""
        first, self._unsettled = not self._unsettled, monotonic()
        if first:
            self._wake.set()

    def replace(self) -> None:
        """Have a broken observer replaced."""
        self._mishaps += 1
        self.unsettle()

    def _run(self) -> None:
        while not self._hints.closed:
            self._wake.wait(SETTLE if self._unsettled else self._pause)
            self._wake.clear()
            if not self._hints.closed:
                self._look()

    def _look(self) -> None:
        """Hint at what gave no event; watch folders that came or went, then hint at what they held by then."""
        start = monotonic()
        changed = self._stamp() != self._seen
        self._pause = max(PAUSE, SHARE * (monotonic() - start))
        if changed or (self._unsettled and start - self._unsettled >= SETTLE):
            self._renew()
            self._hints.give()
        elif not self._unsettled:
            self._events = 0

    def _renew(self) -> None:
        """Watch everything anew: observers lose folders that are replaced, or moved out and in."""
        self._unsettled, self._events = 0.0, 0
        self._close()
        if self._observe and self._mishaps > MISHAPS:
            self._fall_back(("watching broke down again and again", ADVICE))
        elif self._observe:
            self._open(self._observe)
        else:
            self._seen = self._sources.everything()

    def _open(self, observe: Observe) -> None:
        self._sources.find_links()
        # The stamp comes first: what is replaced before it is watched will differ from it.
        self._seen = self._sources.landmarks()
        try:
            self._observer = observe(self._sources.spots(), self._on_event)
        except OSError as error:
            number = error.errno or 0
            self._fall_back(LIMITS.get(number) or (os.strerror(number) if number else REFUSED, ADVICE))
        except RuntimeError:
            self._fall_back((REFUSED, ADVICE))

    def _fall_back(self, why: tuple[str, str]) -> None:
        self._observe = None
        self._seen = self._sources.everything()
        reason, advice = why
        self._say(f"no events for changed files ({reason}), so they are looked at once a second: {advice}")

    def _stamp(self) -> Stamp:
        return self._sources.landmarks() if self._observe else self._sources.everything()

    def _close(self) -> None:
        observer, self._observer = self._observer, None
        if observer:
            observer.stop()
            observer.join()

    def _on_event(self, moved: bool) -> None:
        self._hints.give()
        self._events += 1
        if moved or self._events > BURST:
            self.unsettle()
