"""Many jobs done at once, by as many processes as there are processors."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

_THREADS = Path("/proc/self/task")

# The files of modules that helpers of this process imported, by name: they decided what came of the jobs.
imported: dict[str, str] = {}


def spread(
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    least: int,
    *,
    weigh: Callable[[Job], int] = lambda _: 1,
    progress: Callable[[int], None] = lambda _: None,
) -> list[Result]:
    """What `work` makes of each of the jobs, in their order.

    Jobs of a weight of at least `least` are worth a process. Results travel between processes: they must be plain
    values. What `work` raises in another process is raised here, where its jobs are done again. `progress` is told
    of jobs that are likely done, some at a time.
    """
    weights = [weigh(job) for job in jobs]
    number = _processes(sum(weights) // least)

    def here(job: Job) -> Result:
        result = work(job)
        progress(number)
        return result

    if number == 1:
        return [here(job) for job in jobs]
    # What small sites do without, they need not wait for.
    from leverage_site.processes.helpers import do_shares

    shares = _shares(weights, number)
    found = do_shares(here, work, [[jobs[n] for n in share] for share in shares])
    results = {
        n: result for share, done in zip(shares, found, strict=True) for n, result in zip(share, done, strict=True)
    }
    return [results[n] for n in range(len(jobs))]


@contextmanager
def no_collector() -> Iterator[None]:
    """Keep the cycle collector from going through a growing library again and again: that has no cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def can_fork() -> bool:
    """Whether this process can be forked: it has a single thread and more than one processor.

    A fork copies locks as other threads hold them, and then hangs. Threads of libraries, which Python does not
    know of, are counted too where the system lists them, as Linux does.
    """
    return _THREADS.is_dir() and len(os.listdir(_THREADS)) == 1 and len(os.sched_getaffinity(0)) > 1  # noqa: PTH208


def _processes(wanted: int) -> int:
    """How many processes to work with: one, unless more can be had."""
    return min(wanted, len(os.sched_getaffinity(0))) if wanted > 1 and can_fork() else 1


def _shares(weights: Sequence[int], number: int) -> list[list[int]]:
    """The numbers of the jobs of each process: the heaviest first, each to who has least to do."""
    shares: list[list[int]] = [[] for _ in range(number)]
    loads = [0] * number
    for n in sorted(range(len(weights)), key=lambda n: -weights[n]):
        least = loads.index(min(loads))
        shares[least].append(n)
        loads[least] += weights[n]
    return shares
