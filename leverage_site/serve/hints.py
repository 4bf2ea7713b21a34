"""Hints that something may have changed: given by many threads, waited for by one."""

from threading import Condition
from time import monotonic

QUIET = 0.01  # seconds without a further hint after which a save is taken to be complete
HEARING = 1.0  # seconds after which signals are looked for: one that comes right before a wait does not end it
CAP = 0.3  # seconds after which an unending row of hints is answered all the same


class Hints:
    """Remembers that there was a hint until somebody has waited for it."""

    def __init__(self) -> None:
        self.closed = False
        self._changed = Condition()
        self._last: float | None = None

    @property
    def pending(self) -> bool:
        """Whether there was a hint since the last wait."""
        return self._last is not None

    def _is_over(self) -> bool:
        return self.closed or self._last is not None

    def give(self) -> None:
        """There may be something new."""
        with self._changed:
            # Only the first hint wakes: a burst would otherwise switch threads with each of its thousands.
            if self._last is None:
                self._changed.notify_all()
            self._last = monotonic()

    def close(self) -> None:
        """End every wait, now and later."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def wait(self, timeout: float | None = None) -> bool:
        """Whether there was a hint, within `timeout` seconds or ever; True only after QUIET, or CAP of unrest.

        Hints given since the last wait count. False once closed.
        """
        with self._changed:
            while not self._changed.wait_for(self._is_over, HEARING if timeout is None else timeout):
                if timeout is not None:
                    break
            end = monotonic() + CAP
            while not self.closed and self._last is not None:
                left = min(self._last + QUIET, end) - monotonic()
                if left <= 0:
                    self._last = None
                    return True
                self._changed.wait(left)
            return False
