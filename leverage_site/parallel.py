"""Map a function over jobs with one forked process for each processor.

A worker is forked with its chunk, writes one pickled reply to a pipe, and exits. It needs no queue, lock or thread
on either side, and ends by itself should this process be killed. Whatever goes wrong with a worker, this process
computes its chunk: results never depend on workers.

Why not `concurrent.futures`: its pool runs a thread in this process, which forbids every later fork (see
`can_fork`; a build forks once to read and once to render). It pickles each call, while pages hold functions and
templates, which cannot be pickled and which a fork shares. Its workers hear of Ctrl-C, and a second one interrupts
the pool's shutdown and leaves processes behind; here signals are blocked while a worker is started or ended, and
always within it.
"""

import gc
import os
import select
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, groupby
from pathlib import Path
from typing import Any, TypeVar

Job = TypeVar("Job")
Outcome = TypeVar("Outcome")
JobPlace = tuple[str, str]

# The files of modules that workers imported, by name: they decided what came of the jobs.
worker_modules: dict[str, str] = {}

_THREADS = Path("/proc/self/task")
_POLL = 100  # milliseconds after which signals are looked for
_LENGTH_BYTES = 8  # before a reply
_GC_THRESHOLD = 20_000  # objects; Python's own is 700
_FEW = 4  # jobs of one name for each process, which are rather weighed than kept together


def map_weighted(
    work: Callable[[Job], Outcome],
    jobs: Sequence[Job],
    min_weight: int,
    *,
    weight: Callable[[Job], int] = lambda _: 1,
    place: Callable[[Job], JobPlace] = lambda _: ("", ""),
    progress: Callable[[int], None] = lambda _: None,
) -> list[Outcome]:
    """Return what `work` makes of each job, in their order.

    Args:
        work: Called in this process or a worker. What it raises in a worker is raised here, where the worker's
            jobs are done again.
        jobs: Inherited by workers, not pickled. Results are pickled: they must be plain values.
        min_weight: The total weight of jobs that is worth a process.
        weight: How much work a job is.
        place: The name of the jobs that a job is one of, and its place among them. Those that are next to each
            other share what they read, so that as far as the weights allow one process does them.
        progress: Called with numbers of jobs that are likely done.
    """
    weights = [weight(job) for job in jobs]
    worthwhile = sum(weights) // min_weight
    number = min(worthwhile, len(os.sched_getaffinity(0))) if worthwhile > 1 and can_fork() else 1

    def here(job: Job) -> Outcome:
        outcome = work(job)
        progress(number)
        return outcome

    chunks = _partition(weights, list(map(place, jobs)), number)
    with _gc_seldom():
        outcomes = run_chunks(here, work, [[jobs[n] for n in chunk] for chunk in chunks])
    by_number = dict(zip(chain.from_iterable(chunks), chain.from_iterable(outcomes), strict=True))
    return [by_number[n] for n in range(len(jobs))]


def can_fork() -> bool:
    """Return whether this process has a single thread and more than one processor.

    A fork copies locks as other threads hold them, and then hangs. Threads of libraries, which Python does not
    know of, are counted too where the system lists them, as Linux does.
    """
    return _THREADS.is_dir() and len(os.listdir(_THREADS)) == 1 and len(os.sched_getaffinity(0)) > 1  # noqa: PTH208


@contextmanager
def gc_disabled() -> Iterator[None]:
    """Keep the cycle collector from going through a growing library again and again: that has no cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _gc_seldom() -> Iterator[None]:
    """Let the cycle collector look for what jobs leave behind less often: each look goes through all that is new.

    Saves 0.16 of 4.1 s of CPU per 1,000 days, for 4 MB.
    """
    before = gc.get_threshold()
    gc.set_threshold(_GC_THRESHOLD, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def run_chunks(
    here: Callable[[Any], Any], work: Callable[[Any], Any], chunks: Sequence[Sequence[Any]]
) -> list[list[Any]]:
    """Apply `here` to the jobs of the first chunk in this process, `work` to those of each other in a worker.

    No worker is left behind, whatever is raised.
    """
    first, *others = chunks
    workers: list[Worker] = []
    try:
        with suppress(OSError):  # no more processes to be had
            for chunk in others:
                with _signals_blocked():  # or one could come before there is anybody to end the worker
                    workers.append(Worker(work, chunk, [worker.pipe for worker in workers]))
        outcomes = [[here(job) for job in first]]
        for n, chunk in enumerate(others):
            reply = workers[n].reply() if n < len(workers) else None
            outcomes.append([work(job) for job in chunk] if reply is None else reply)
        return outcomes
    finally:
        with _signals_blocked():  # a second Ctrl-C must not save a worker, which never hears of it
            for worker in workers:
                worker.end()


class Worker:
    """A forked process at work on a chunk; `others` are pipe ends of other workers, which it closes.

    Raises OSError where no process can be had.
    """

    def __init__(self, work: Callable[[Any], Any], chunk: Sequence[Any], others: Sequence[int] = ()) -> None:
        parent, self.pid = os.getpid(), 0
        self.pipe, reply = os.pipe()
        try:
            with _signals_blocked():
                self.pid = os.fork()
                if self.pid == 0:
                    _worker_main(work, chunk, parent, reply, (self.pipe, *others))
        except BaseException:
            self.end()
            raise
        finally:
            os.close(reply)  # in this process: so the end of the worker is the end of its reply

    def reply(self) -> list[Any] | None:
        """Wait for the outcomes, once; return None where the worker ended without a whole reply."""
        import pickle  # which a site without workers need not import

        pieces = []
        poll = select.poll()
        poll.register(self.pipe)
        while True:
            # A signal that comes right before a call that waits does not end it: its handler runs behind the call.
            while not poll.poll(_POLL):
                pass
            if not (piece := os.read(self.pipe, 1 << 20)):
                break
            pieces.append(piece)
        whole = b"".join(pieces)
        length, data = whole[:_LENGTH_BYTES], whole[_LENGTH_BYTES:]
        if len(length) < _LENGTH_BYTES or len(data) != int.from_bytes(length, "big"):
            return None
        # Only this program's own process writes to this pipe.
        outcomes, modules = pickle.loads(data)  # noqa: S301
        worker_modules.update(modules)
        return outcomes  # type: ignore[no-any-return]

    def end(self) -> None:
        """Close the pipe, kill the process and reap it."""
        os.close(self.pipe)
        if self.pid == 0:  # it never began
            return
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def _worker_main(
    work: Callable[[Any], Any], chunk: Sequence[Any], parent: int, reply: int, others: Sequence[int]
) -> None:
    """Compute a chunk in the forked process, write the reply to the pipe and exit.

    Exceptions are swallowed: the parent computes the chunk again and raises them.
    """
    gc.disable()
    try:
        import pickle

        for other in others:  # or it would be the last to listen to itself, and wait for ever
            os.close(other)
        inherited = set(sys.modules)
        # Once the parent is killed, there is nobody to work for.
        outcomes = [work(job) for job in chunk if os.getppid() == parent]
        new = {name: getattr(sys.modules[name], "__file__", None) for name in sys.modules.keys() - inherited}
        answer = outcomes, {name: file for name, file in new.items() if file}
        data = pickle.dumps(answer)
        data = len(data).to_bytes(_LENGTH_BYTES, "big") + data
        while data:
            data = data[os.write(reply, data) :]
    finally:
        os._exit(0)


@contextmanager
def _signals_blocked() -> Iterator[None]:
    """Block what ends a command; a process that is forked in the block has it blocked for ever."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _partition(weights: Sequence[int], places: Sequence[JobPlace], number: int) -> list[list[int]]:
    """Distribute the jobs' numbers over chunks.

    Of many jobs with one name each chunk gets a stretch with its share of their weight. Then the others, the
    heaviest first, go to the chunk that has least to do: those with one name together, unless they are heavy.
    """
    chunks: list[list[int]] = [[] for _ in range(number)]
    loads = [0] * number
    units: list[list[int]] = []
    for _, group in groupby(sorted(range(len(weights)), key=places.__getitem__), key=lambda n: places[n][0]):
        stretch = list(group)
        total, passed = sum(weights[n] for n in stretch), 0
        if len(stretch) <= number * _FEW or not total:
            units += [stretch] if total * number * 2 <= sum(weights) else [[n] for n in stretch]
            continue
        for n in stretch:
            chunk = (2 * passed + weights[n]) * number // (2 * total + 1)
            chunks[chunk].append(n)
            loads[chunk] += weights[n]
            passed += weights[n]
    weighed = [(sum(weights[n] for n in unit), unit) for unit in units]
    for weight, unit in sorted(weighed, key=lambda pair: (-pair[0], pair[1])):
        lightest = loads.index(min(loads))
        chunks[lightest] += unit
        loads[lightest] += weight
    return chunks
