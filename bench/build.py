"""Builds beside those of Hugo: `python -m bench.build [DAYS …]` prints them, with `--save` it keeps them.

All sites have the same records and take turns within each kind of build, so that a busy moment hits all alike.
"""

import re
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from bench import content, process, report, results, sites
from bench.process import Run
from bench.results import AGAIN, COLD, FIGURE, UNCHANGED, WORD, Builds, Measured, Results
from bench.sites import Site

ROUNDS = 5
STARTS = 11
# A peer whose first cold build takes more seconds is measured in one round only.
SLOW = 15
# Caches that distrust fresh timestamps trust them after so many seconds.
SETTLED = 2.5
# Neither the newest day nor an old one: on the first page of the list, in the feed, with a day after it.
EDITED = content.LAST_DAY - timedelta(days=10)


def main() -> None:
    """Measure all sizes. Each is saved as soon as it is measured, since a long run may be stopped."""
    options = results.options("Builds beside those of Hugo.")
    kept = Results.load() if options.save else Results()
    for size in options.sizes:
        with results.workplace(options.bin) as (folder, programs):
            own = sites.make_own(folder, size, programs)
            peers = [sites.make_plain(folder, size), sites.make_same(folder, size)]
            kept.builds[size] = measure(own, peers)
            kept.starts = measure_starts(programs, [own, peers[0]])
        if options.save:
            report.write(kept)
    print(report.text(kept))


def measure(own: Site, peers: list[Site]) -> Builds:
    """Measure every kind of build of each site in several rounds."""
    everyone = [own, *peers]
    builds = Builds(results.machine(everyone), {site.name: Measured() for site in everyone})
    for n in range(ROUNDS):
        fast = [site for site in peers if n == 0 or builds.sites[site.name].runs[COLD][0].wall <= SLOW]
        turns = [own, *fast] if n % 2 == 0 else [*reversed(fast), own]
        measure_round(own, turns, builds, n)
        print(f"round {n + 1} of {ROUNDS}", file=sys.stderr)
    for site in everyone:
        files = site.built()
        builds.sites[site.name].files = len(files)
        builds.sites[site.name].megabytes = sum(file.stat().st_size for file in files) / 1e6
    return builds


def measure_round(own: Site, turns: list[Site], builds: Builds, n: int) -> None:
    """Build each site once in each way."""
    for site in turns:
        runs = builds.sites[site.name].runs
        site.clear()
        runs[COLD].append(build(site))
        runs[AGAIN].append(build(site))
    settle(own)
    measure_kind(UNCHANGED, turns, builds, build)
    word = f"\nAn added word, zebra{n}.\n"
    measure_kind(WORD, turns, builds, lambda site: edit(site, EDITED, lambda text: text + word))
    settle(own)
    measure_kind(FIGURE, turns, builds, lambda site: edit(site, EDITED, another_figure))


def measure_kind(kind: str, turns: list[Site], builds: Builds, measure_one: Callable[[Site], Run]) -> None:
    """Measure one kind of build of each site."""
    for site in turns:
        builds.sites[site.name].runs[kind].append(measure_one(site))


def settle(own: Site) -> None:
    """Leave behind what a build leaves when nothing was saved for a while. Hugo keeps nothing between builds."""
    time.sleep(SETTLED)
    build(own)


def build(site: Site) -> Run:
    """Build a site."""
    return process.run(site.build, site.root)


def edit(site: Site, day: date, change: Callable[[str], str]) -> Run:
    """Change a record and build at once. Ends the measurement if the day's page does not change."""
    page, record = site.built_page(day), site.record(day)
    before = page.read_bytes()
    record.write_text(change(record.read_text()))
    run = build(site)
    if page.read_bytes() == before:
        raise SystemExit(f"{site.name} did not notice an edit")
    return run


def another_figure(text: str) -> str:
    """Return a record with a minute more for its first task that has minutes."""
    return re.sub(r"(?<=\n    ai: )(\d+)(?=m\n)", lambda match: str(int(match[0]) + 1), text, count=1)


def measure_starts(programs: Path, measured: list[Site]) -> dict[str, list[float]]:
    """Return the seconds each program takes to tell its version, and an interpreter that does nothing to end."""
    commands = {site.name.split(",")[0]: site.version for site in measured}
    commands[results.NOTHING] = (str(programs / "python"), "-c", "pass")
    starts: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(STARTS):
        for name, command in commands.items():
            starts[name].append(process.run(command, programs).wall)
    return starts


if __name__ == "__main__":
    main()
