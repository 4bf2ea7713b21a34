"""How long each program takes to tell its version: what every command costs before it does anything."""

import re
import statistics
import sys
from dataclasses import dataclass

from bench import process
from bench.generator import Generator
from bench.results import ms, table

RUNS = 11
NOTHING = "`python -c pass`"
NUMBER = re.compile(r"\d+\.\d+\.[\w.]+")


@dataclass(frozen=True)
class Start:
    """A program, its version, and the seconds it takes to tell it."""

    name: str
    version: str
    seconds: float


def measure(generators: list[Generator]) -> list[Start]:
    """Each program, taking turns; the last is an interpreter that does nothing."""
    programs = {one.name: one.version for one in generators} | {NOTHING: (sys.executable, "-c", "pass")}
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(RUNS):
        for name, command in programs.items():
            seconds[name].append(process.timed(command, generators[0].root))
    return [Start(name, version(command), statistics.median(seconds[name])) for name, command in programs.items()]


def version(command: tuple[str, ...]) -> str:
    """Return the version number in what a program prints, without commit and date."""
    match = NUMBER.search(process.output(command))
    return match[0] if match else ""


def versions(starts: list[Start]) -> str:
    """Return the names and versions of the programs measured, in one line."""
    programs = [f"{start.name} {start.version}" for start in starts if start.version]
    node = [f"Node {version(('node', '--version'))}"] if any(start.name == "Eleventy" for start in starts) else []
    return ", ".join(programs + node)


def text(starts: list[Start]) -> str:
    """Return a table of the start-up times."""
    nothing = starts[-1].seconds
    rows = [[start.name, ms(start.seconds), ms(start.seconds - nothing)] for start in starts]
    return table([f"start-up, medians of {RUNS}", "`--version`, ms", f"above {NOTHING}"], rows)
