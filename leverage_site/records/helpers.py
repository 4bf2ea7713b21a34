"""Processes that read a share of the files each.

A helper is forked with its share, answers once, and is gone. It needs no queue, lock or thread on either side, and
ends by itself should this process be killed. Whatever goes wrong with a helper, its share is read here: what comes
of reading never depends on helpers.
"""

import gc
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import zip_longest
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess

from leverage_site.records.files import Job, Reading, read

Readings = list[Reading | None]

_FORK = get_context("fork")


def read_shares(shares: list[list[Job]]) -> list[Readings]:
    """What `read` makes of the jobs of each share: the first is read here, the others by a helper each."""
    first, *others = shares
    with _helpers(others) as answers:
        own = _read(first)
        return [own, *(_answer(answer, share) for answer, share in zip_longest(answers, others))]


def _read(share: list[Job]) -> Readings:
    return [read(job) for job in share]


def _answer(answer: Connection | None, share: list[Job]) -> Readings:
    if answer:
        with suppress(EOFError, OSError):
            found: Readings = answer.recv()
            return found
    return _read(share)


@contextmanager
def _helpers(shares: list[list[Job]]) -> Iterator[list[Connection]]:
    """Helpers at work on `shares`, as many as can be had; none is left behind, whatever happens."""
    started: list[ForkProcess] = []
    answers: list[Connection] = []
    try:
        with _interrupts_held(), suppress(OSError, AssertionError):  # a daemon may have no children
            for share in shares:
                _start(share, started, answers)
        yield answers
    finally:
        for process in started:
            process.kill()
            process.join()
            process.close()
        for answer in answers:
            answer.close()


def _start(share: list[Job], started: list[ForkProcess], answers: list[Connection]) -> None:
    answer, helper_end = _FORK.Pipe(duplex=False)
    answers.append(answer)
    with helper_end:  # closed here, so that a helper's end is the end of its answer
        process = _FORK.Process(target=_help, args=(share, os.getpid(), helper_end, answers), daemon=True)
        process.start()
        started.append(process)


def _help(share: list[Job], parent: int, answer: Connection, inherited: list[Connection]) -> None:
    """What a helper does. It keeps its troubles to itself: who reads in its place will meet with them."""
    gc.disable()
    for other in inherited:  # or it would be the last to listen to itself, and wait for ever
        other.close()
    with suppress(Exception):
        # Once the process that it helps is killed, there is nobody to read for.
        answer.send([read(job) for job in share if os.getppid() == parent])


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while helpers are started. They never hear of it: this process ends them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
