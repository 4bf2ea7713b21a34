"""What was measured of builds, as Markdown."""

import os
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from bench import startup
from bench.generator import Generator
from bench.process import Peak, interpreter
from bench.results import machine, table

COLD, UNCHANGED, WORD, FIGURE = KINDS = "cold build", "unchanged", "edit: a word", "edit: a figure"
ROUNDS = 5
# Taken before anything is measured, since the measurements themselves are load.
LOAD = os.getloadavg()[0]


@dataclass(frozen=True)
class Site:
    """How much is built."""

    files: int
    size: int


@dataclass(frozen=True)
class Measured:
    """A generator's memory and times with one size of site."""

    generator: Generator
    peak: Peak
    site: Site
    seconds: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    def median(self, kind: str) -> float:
        """Return the median of the times."""
        return statistics.median(self.seconds[kind])


def text(by_size: dict[int, list[Measured]], starts: list[startup.Start]) -> str:
    """Everything, with what to keep in mind."""
    parts = [f"{machine()}; {startup.versions(starts)}. Medians of {ROUNDS} runs. Load before: {LOAD:.1f}.\n"]
    parts += [one_size(size, measured) for size, measured in by_size.items()]
    parts += [growth(by_size)] if len(by_size) > 1 else []
    return "\n".join([*parts, startup.text(starts)])


def one_size(days: int, all_measured: list[Measured]) -> str:
    """Return a table of times, memory and size of every generator's site, and how noisy the times are."""
    hugo = [measured for measured in all_measured if measured.generator.name == "Hugo"]
    rows = [
        [
            what,
            *(f"{amount(measured):,.0f}" for measured in all_measured),
            *(f"{amount(all_measured[0]) / amount(peer):.2f}" for peer in hugo),
        ]
        for what, amount in AMOUNTS.items()
    ]
    head = [f"{days:,} days", *map(_heading, all_measured), *("ours ÷ Hugo's" for _ in hugo)]
    return f"{table(head, rows)}\n{noise(all_measured)}\n"


def noise(all_measured: list[Measured]) -> str:
    """How far the runs of one build lie apart: whether the machine had other things to do."""
    spreads = [max(runs) / min(runs) for measured in all_measured for runs in measured.seconds.values()]
    return f"The slowest run of a build took up to {max(spreads):.1f} times as long as the fastest."


def growth(by_size: dict[int, list[Measured]]) -> str:
    """How much more the largest site takes than the smallest; memory above what an interpreter holds anyway."""
    small, large = min(by_size), max(by_size)
    base = interpreter()
    own, more = by_size[small][0], by_size[large][0]
    rows = [[kind, f"{more.median(kind) / own.median(kind):.1f}"] for kind in KINDS]
    for what, name in {"the largest process": "largest", "all processes": "together"}.items():
        above = [getattr(measured.peak, name) - getattr(base, name) for measured in (own, more)]
        rows.append([f"peak memory of {what}", f"{above[1] / above[0]:.1f}"])
    return table([f"leverage-site, {large:,} ÷ {small:,} days", "ratio"], rows)


def _heading(measured: Measured) -> str:
    return measured.generator.name + (" (1 run)" if len(measured.seconds[COLD]) == 1 else "")


def _median(kind: str) -> Callable[[Measured], float]:
    return lambda measured: measured.median(kind) * 1000


AMOUNTS: dict[str, Callable[[Measured], float]] = {
    **{f"{kind}, ms": _median(kind) for kind in KINDS},
    "peak memory of the largest process, MB": lambda measured: measured.peak.largest * 1024 / 1e6,
    "peak memory of all processes, MB": lambda measured: measured.peak.together * 1024 / 1e6,
    "built files": lambda measured: measured.site.files,
    "built MB": lambda measured: measured.site.size / 1e6,
}
