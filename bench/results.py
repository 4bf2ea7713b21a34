"""What was measured, as data: in memory, and in `results.json`, from which `RESULTS.md` is made."""

import argparse
import json
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench import process
from bench.process import Run
from bench.sites import Site

FILE = Path(__file__).parent / "results.json"
KINDS = COLD, AGAIN, UNCHANGED, WORD, FIGURE = (
    "cold build",
    "right after a build",
    "unchanged",
    "edit of a word",
    "edit of a figure",
)
START_COLD, START, EDIT = "start to first page, no cache", "start to first page, after a build", "edit to visible"
NOTHING = "`python -c pass`"
SIZES = (1_000, 10_000)


@dataclass
class Measured:
    """What a site's builds took, by kind and round, and what is built."""

    runs: dict[str, list[Run]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    files: int = 0
    megabytes: float = 0.0


@dataclass
class Builds:
    """The builds of all sites of one size, by name."""

    machine: str
    sites: dict[str, Measured]


@dataclass
class Preview:
    """Seconds of starts and edits of two servers, by name and kind."""

    machine: str
    sites: dict[str, dict[str, list[float]]]


@dataclass
class Results:
    """All that was measured: builds and previews by number of days, starts by program."""

    builds: dict[int, Builds] = field(default_factory=dict)
    previews: dict[int, Preview] = field(default_factory=dict)
    starts: dict[str, list[float]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Results":
        """Return what is in `results.json`."""
        if not FILE.exists():
            return cls()
        kept = json.loads(FILE.read_text())
        return cls(
            {int(days): _builds(one) for days, one in kept["builds"].items()},
            {int(days): Preview(**one) for days, one in kept["previews"].items()},
            kept["starts"],
        )

    def save(self) -> None:
        """Write `results.json`."""
        FILE.write_text(json.dumps(asdict(self), indent=1) + "\n")


def _builds(kept: dict[str, Any]) -> Builds:
    sites = {}
    for name, one in kept["sites"].items():
        runs = {kind: [Run(**run) for run in runs] for kind, runs in one["runs"].items()}
        sites[name] = Measured(runs, one["files"], one["megabytes"])
    return Builds(kept["machine"], sites)


def options(description: str, sizes: Sequence[int] = SIZES) -> argparse.Namespace:
    """Return the options of a program that measures."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("sizes", nargs="*", type=int, default=sizes, metavar="DAYS", help="of each site")
    parser.add_argument("--save", action="store_true", help="keep the figures, in results.json and RESULTS.md")
    parser.add_argument("--bin", type=Path, help="programs of an environment that has leverage-site already")
    return parser.parse_args()


@contextmanager
def workplace(programs: Path | None) -> Iterator[tuple[Path, Path]]:
    """Yield a folder for sites, removed at the end, and the programs of an environment with leverage-site."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        yield folder, programs.resolve() if programs else process.install(folder / "environment")
    finally:
        shutil.rmtree(folder)


def machine(measured: list[Site]) -> str:
    """Describe the machine, without its name, its load and the programs that are measured."""
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    versions = [f"{site.name.split(',')[0]} {_version(site)}" for site in measured]
    programs = ", ".join(dict.fromkeys([f"Python {platform.python_version()}", *versions]))
    return f"{os.cpu_count()} cores, {system}; {programs}. Load before: {os.getloadavg()[0]:.1f}."


def _version(site: Site) -> str:
    match = re.search(r"\d+\.\d+\.[\w.]+", process.output(site.version))
    return match[0] if match else "unknown"
