"""Processes that do a share of the jobs each.

A helper is forked with its share, answers once, and is gone. It needs no queue, lock or thread on either side, and
ends by itself should this process be killed. Whatever goes wrong with a helper, its share is done by this process:
what comes of the jobs never depends on helpers.
"""

import gc
import os
import pickle
import select
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from leverage_site.processes.spread import imported

_HEARING = 100  # milliseconds after which signals are looked for
_SIZE = 8  # bytes before an answer that tell how long it is

Work = Callable[[Any], Any]
Share = Sequence[Any]


class Helper:
    """A process at work on a share; `others` are the ends of pipes that are not its business.

    Raises OSError where no process can be had.
    """

    def __init__(self, work: Work, share: Share, others: Sequence[int] = ()) -> None:
        parent, self.pid = os.getpid(), 0
        self.end, answer = os.pipe()
        try:
            with interrupts_held():
                self.pid = os.fork()
                if self.pid == 0:
                    _help(work, share, parent, answer, (self.end, *others))
        except BaseException:
            self.dismiss()
            raise
        finally:
            os.close(answer)  # in this process: so the end of the helper is the end of its answer

    def answer(self) -> list[Any] | None:
        """What came of the share, or None where that is not known. To be asked once."""
        pieces = []
        poll = select.poll()
        poll.register(self.end)
        while True:
            # A signal that comes right before a call that waits does not end it: its handler runs behind the call.
            while not poll.poll(_HEARING):
                pass
            if not (piece := os.read(self.end, 1 << 20)):
                break
            pieces.append(piece)
        answer = b"".join(pieces)
        size, data = answer[:_SIZE], answer[_SIZE:]
        if len(size) < _SIZE or len(data) != int.from_bytes(size, "big"):
            return None
        # Only this program's own process writes to this pipe.
        results, modules = pickle.loads(data)  # noqa: S301
        imported.update(modules)
        return results  # type: ignore[no-any-return]

    def dismiss(self) -> None:
        """Let nothing of it be left."""
        os.close(self.end)
        if self.pid == 0:  # it never began
            return
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def do_shares(here: Work, work: Work, shares: Sequence[Share]) -> list[list[Any]]:
    """What `work` makes of each share: the first is done here, by `here`, the others by a helper each."""
    first, *others = shares
    with _helpers(work, others) as helpers:
        results = [[here(job) for job in first]]
        for n, share in enumerate(others):
            answer = helpers[n].answer() if n < len(helpers) else None
            results.append([work(job) for job in share] if answer is None else answer)
    return results


@contextmanager
def _helpers(work: Work, shares: Sequence[Share]) -> Iterator[list[Helper]]:
    """Helpers at work on `shares`, as many as can be had; none is left behind, whatever happens."""
    started: list[Helper] = []
    try:
        with suppress(OSError):
            for share in shares:
                with interrupts_held():  # or one could come before there is anybody to end the helper
                    started.append(Helper(work, share, [helper.end for helper in started]))
        yield started
    finally:
        with interrupts_held():  # a second Ctrl-C must not save a helper, which never hears of it
            for helper in started:
                helper.dismiss()


def _help(work: Work, share: Share, parent: int, answer: int, others: Sequence[int]) -> None:
    """What a helper does. It keeps its troubles to itself: who works in its place will meet with them."""
    gc.disable()
    try:
        for other in others:  # or it would be the last to listen to itself, and wait for ever
            os.close(other)
        before = set(sys.modules)
        # Once the process that it helps is killed, there is nobody to work for.
        results = [work(job) for job in share if os.getppid() == parent]
        new = {name: getattr(sys.modules[name], "__file__", None) for name in sys.modules.keys() - before}
        answered = results, {name: file for name, file in new.items() if file}
        data = pickle.dumps(answered)
        data = len(data).to_bytes(_SIZE, "big") + data
        while data:
            data = data[os.write(answer, data) :]
    finally:
        os._exit(0)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold back what ends a command while a helper is started or ended: a helper never hears of signals."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
