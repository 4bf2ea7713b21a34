"""A command that is told to end tidies up first, as it does after Ctrl-C."""

import math
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from threading import current_thread, main_thread
from typing import NoReturn

SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
AT_ONCE = 1.0  # seconds in which another signal is the same request: `timeout` sends two, a hurried user too
HAS_TIMER = hasattr(signal, "setitimer")
AGAIN = 0.01  # seconds after which an exception that was lost is raised once more


class Ended(BaseException):
    """A signal ends the command. No handler of errors may take it for one."""


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let signals end the block as an exception would, and then this process, so that its caller knows of them.

    Ctrl-C raises KeyboardInterrupt, as ever; a second signal at once does not disturb what the first has begun to
    tidy up. A signal that is ignored, as by nohup, stays so.
    """
    received: list[int] = []
    last = -math.inf

    def end(number: int, _: object) -> None:
        nonlocal last
        if number != signal.SIGINT:
            received.append(number)
        if time.monotonic() - last < AT_ONCE:
            return
        last = time.monotonic()
        raise KeyboardInterrupt if number == signal.SIGINT else Ended

    is_main = current_thread() is main_thread()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, *SIGNALS) if is_main}
    handled = {
        number: handler
        for number, handler in before.items()
        if handler in (signal.SIG_DFL, signal.default_int_handler)
    }
    for number in handled:
        signal.signal(number, end)
    try:
        with suppress(Ended), _raised_again_if_lost() if is_main and HAS_TIMER else nullcontext():
            yield
    finally:
        for number, handler in handled.items():
            # Python would answer a signal that comes while it shuts down with a traceback.
            signal.signal(number, handler if last == -math.inf else signal.SIG_DFL)
        if received:
            with suppress(OSError, ValueError):
                sys.stdout.flush()
                sys.stderr.flush()
            os.kill(os.getpid(), received[0])
            # The first process of a container is not killed by its own signals.
            os._exit(128 + received[0])


@contextmanager
def _raised_again_if_lost() -> Iterator[None]:
    """Let the block have what a handler of signals raises, wherever that happened to run.

    Within a `__del__`, the callback of a weak reference or the like, Python gives an exception to
    `sys.unraisablehook` and goes on. A timer raises it anew once that place is left, as often as it takes.
    """
    tell = sys.unraisablehook
    lost: type[BaseException] = Ended

    def again(*_: object) -> NoReturn:
        raise lost

    def hook(what: "sys.UnraisableHookArgs") -> None:
        nonlocal lost
        if issubclass(what.exc_type, (Ended, KeyboardInterrupt)):
            lost = what.exc_type
            signal.signal(signal.SIGALRM, again)
            signal.setitimer(signal.ITIMER_REAL, AGAIN)
        else:
            tell(what)

    sys.unraisablehook = hook
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.unraisablehook = tell
