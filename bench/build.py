"""Builds beside those of peers: `python -m bench.build [DAYS …] [--peers hugo,eleventy,pelican]`.

Every generator builds the same days: from nothing, again, after a new word, after a new figure. They take turns,
so that a busy moment of a shared machine hits all alike.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench import peers, process, report, results, sites, startup
from bench.generator import Generator
from bench.report import COLD, FIGURE, ROUNDS, UNCHANGED, WORD, Measured, Site
from bench.sites import Day

SLOW = 15
# Tools that distrust timestamps of the last moment trust them again after this.
SETTLED = 2.1


def main() -> None:
    """Measure, print and save; after each size, so that a long run that is stopped leaves what it had."""
    parser = argparse.ArgumentParser(description="Builds beside those of peers.")
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000], metavar="DAYS")
    parser.add_argument("--peers", default=",".join(peers.PEERS), help=", ".join(peers.PEERS | peers.ON_DEMAND))
    options = parser.parse_args()
    names = [name for name in options.peers.split(",") if name]
    by_size: dict[int, list[Measured]] = {}
    starts: list[startup.Start] = []
    for size in options.sizes:
        folder = Path(tempfile.mkdtemp(prefix="build-"))
        try:
            by_size[size] = measure(folder, size, names)
            starts = starts or startup.measure([measured.generator for measured in by_size[size]])
        finally:
            shutil.rmtree(folder)
        results.save("Builds", report.text(by_size, starts))
    print(report.text(by_size, starts))


def measure(folder: Path, size: int, names: list[str]) -> list[Measured]:
    """Every generator with `size` days. The first build, taken for its memory, also tells which peer is slow."""
    *_, day = sites.days(size)
    all_measured = [
        Measured(generator, *memory(generator, day)) for generator in peers.generators(folder, size, names)
    ]
    own, *others = all_measured
    time.sleep(SETTLED)
    for n in range(ROUNDS):
        taking_turns = [own, *(peer for peer in others if n == 0 or peer.peak.seconds <= SLOW)]
        day = one_round(taking_turns, day, n)
    return all_measured


def one_round(all_measured: list[Measured], day: Day, n: int) -> Day:
    """One build of each kind with each generator; gives the newest day as it is now."""
    body = day.body.split("A last line")[0]
    word = replace(day, body=f"{body}A last line, zebra{n}.\n")
    figure = replace(word, tasks=(replace(day.tasks[0], ai=100 + n), *day.tasks[1:]))
    turn(all_measured, COLD, cold)
    settle(all_measured)
    turn(all_measured, UNCHANGED, build)
    turn(all_measured, WORD, lambda generator: edit(generator, word))
    settle(all_measured)
    turn(all_measured, FIGURE, lambda generator: edit(generator, figure))
    return figure


def turn(all_measured: list[Measured], kind: str, run: Callable[[Generator], float]) -> None:
    """Each generator once."""
    for measured in all_measured:
        measured.seconds[kind].append(run(measured.generator))


def settle(all_measured: list[Measured]) -> None:
    """Bring every cache to the state it has when nothing was saved for a while."""
    time.sleep(SETTLED)
    for measured in all_measured:
        build(measured.generator)


def build(generator: Generator) -> float:
    """Seconds of a build."""
    return process.timed(generator.build, generator.root)


def cold(generator: Generator) -> float:
    """Seconds of a build from nothing."""
    generator.clear()
    return build(generator)


def memory(generator: Generator, day: Day) -> tuple[process.Peak, Site]:
    """Memory of a build from nothing, and what is built."""
    generator.clear()
    peak = process.peak(generator.build, generator.root)
    files = generator.built(day)
    return peak, Site(len(files), sum(file.stat().st_size for file in files))


def edit(generator: Generator, day: Day) -> float:
    """Seconds of a build that starts as soon as the day is saved. Only if its page is a new one, it counts."""
    page = generator.page(generator.root, day)
    before = page.read_bytes()
    generator.put(day)
    seconds = build(generator)
    if page.read_bytes() == before:
        raise SystemExit(f"{generator.name} did not notice an edit")
    return seconds


if __name__ == "__main__":
    main()
