"""Many files read at once, by as many processes as there are processors."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leverage_site.records.files import Job, Reading, read

# Fewer files for each process are read sooner by one.
SHARE = 100

_THREADS = Path("/proc/self/task")


def read_all(jobs: list[Job]) -> list[Reading | None]:
    """What `read` makes of each of the jobs, in their order."""
    number = _processes(len(jobs))
    if number == 1:
        return [read(job) for job in jobs]
    # What small sites do without, they need not wait for.
    from leverage_site.records.helpers import read_shares

    results: list[Reading | None] = [None] * len(jobs)
    for n, share in enumerate(read_shares([jobs[n::number] for n in range(number)])):
        results[n::number] = share
    return results


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


def _processes(files: int) -> int:
    """How many processes to read with: one, unless this process has a single thread and can tell.

    A fork copies locks as other threads hold them, and then hangs. Threads of libraries, which Python does not
    know of, are counted too where the system lists them, as Linux does.
    """
    wanted = files // SHARE
    if wanted < 2 or not _THREADS.is_dir() or len(list(_THREADS.iterdir())) > 1:
        return 1
    return min(wanted, len(os.sched_getaffinity(0)))
