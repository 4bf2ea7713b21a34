"""Preview beside Hugo's: from start to the first page, and from saving a record to the new word in a response.

`python -m bench.preview [DAYS …]`, by default 1,000 and 10,000 days. Both serve the same content and take turns.
"""

import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bench import hugo, peers, process, results, sites
from bench.build import SETTLED
from bench.server import Server, running, wait_for
from bench.sites import Day

EDITS = 15
STARTS = 3


def main(sizes: list[int]) -> None:
    """Measure, save and print both servers' times and their ratios."""
    tables = []
    for size in sizes:
        folder = Path(tempfile.mkdtemp(prefix="preview-"))
        try:
            tables.append(measure(folder, size))
        finally:
            shutil.rmtree(folder)
        intro = f"{results.machine()}. Medians of {STARTS} starts and {EDITS} edits.\n"
        results.save("Preview", "\n".join([intro, *tables]))
    print("\n".join(tables))


def measure(folder: Path, size: int) -> str:
    """Return a table of both servers' times for sites of `size` days; edits go to the newest day."""
    *_, day = sites.days(size)
    both = servers(folder, size, day)
    time.sleep(SETTLED)
    rows = {"start to first page, no cache": starts(both, warm=False)}
    build(both)
    time.sleep(SETTLED)
    build(both)
    rows["start to first page, after a build"] = starts(both, warm=True)
    rows["edit to visible"] = [edits(server, day) for server in both]
    lines = [[f"{what}, ms", *map(results.ms, (a, b)), f"{a / b:.3f}"] for what, (a, b) in rows.items()]
    return results.table([f"{size:,} days", *(server.generator.name for server in both), "ours ÷ Hugo's"], lines)


def servers(folder: Path, size: int, day: Day) -> list[Server]:
    """Both, with their sites."""
    own, peer = peers.generators(folder, size, ["hugo"])
    serve = [*own.build[:-1], "serve", "--port"]
    post = f"/blog/posts/{day.date:%Y}/{day.date}"
    memory = [str(hugo.binary()), "server", "--renderToMemory", "--bind", "127.0.0.1", "--port"]
    return [
        Server(own, lambda port: [*serve, str(port)], f"{post}-leverage-record.html"),
        Server(peer, lambda port: [*memory, str(port)], f"{post}/"),
    ]


def build(both: list[Server]) -> None:
    """Leave behind whatever a build leaves."""
    for server in both:
        process.timed(server.generator.build, server.generator.root)


def starts(both: list[Server], warm: bool) -> list[float]:
    """Return the median seconds to each server's first page."""
    seconds: list[list[float]] = [[] for _ in both]
    for _ in range(STARTS):
        for server, times in zip(both, seconds, strict=True):
            if not warm:
                server.generator.clear()
            with running(server) as (taken, _):
                times.append(taken)
    return [statistics.median(times) for times in seconds]


def edits(server: Server, day: Day) -> float:
    """Return the median seconds from saving a day to seeing it."""
    with running(server) as (_, port):
        return statistics.median(edit(server, port, day, n) for n in range(EDITS))


def edit(server: Server, port: int, day: Day, n: int) -> float:
    """Seconds from saving the record with a new word to the response that has it."""
    # Longer than any quiet period, so that each edit is on its own, and never twice the same: a server that looks
    # at regular intervals would else be asked in step with them.
    time.sleep(1 + n / EDITS)
    generator, word = server.generator, f"zebra{n}"
    text = generator.record(replace(day, body=f"{day.body}A last line, {word}.\n"))
    begin = time.perf_counter()
    generator.path(generator.root, day).write_text(text)
    wait_for(port, server.page, word.encode())
    return time.perf_counter() - begin


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000])
