"""Makes Markdown of what was measured: first what is asked and reached, then all figures."""

import statistics
from collections.abc import Callable
from pathlib import Path

from bench.process import Run
from bench.results import (
    AGAIN,
    COLD,
    EDIT,
    FIGURE,
    KINDS,
    NOTHING,
    START,
    UNCHANGED,
    WORD,
    Builds,
    Measured,
    Preview,
    Results,
)
from bench.sites import OWN, PLAIN, SAME

FILE = Path(__file__).parent / "RESULTS.md"
TITLE = "# Results\n\nWritten by `make bench`; [README.md](README.md) tells what is measured and how.\n"
SMALL, LARGE = 1_000, 10_000
# What is asked for with 1,000 days: time beside the plain site, processor time beside the same pages.
BUILD_GOALS = {
    COLD: (1.4, 0.42),
    AGAIN: (0.1, None),
    UNCHANGED: (0.07, 0.012),
    WORD: (0.22, 0.045),
    FIGURE: (0.25, 0.05),
}
MEMORY_GOALS = (0.45, 0.18)
PREVIEW_GOALS = ((EDIT, SMALL, 0.09), (EDIT, LARGE, 0.12), (START, SMALL, 0.2))
GROWTH_GOAL = 10.5
START_GOAL = 25

Amount = Callable[[Run], float]


def write(results: Results) -> None:
    """Keep the results, as data and as a document."""
    results.save()
    FILE.write_text(text(results))


def text(results: Results) -> str:
    """Return the whole document."""
    parts = [TITLE, "## Asked and reached\n", "What is not reached is bold.\n", goals(results)]
    for days, builds in sorted(results.builds.items()):
        parts += [f"## Builds of {days:,} days\n", f"{builds.machine}\n", builds_table(builds), noise(builds)]
    for days, preview in sorted(results.previews.items()):
        parts += [f"## Preview of {days:,} days\n", f"{preview.machine}\n", preview_table(preview)]
    if results.starts:
        parts += ["## Start-up\n", starts_table(results.starts)]
    return "\n".join(parts)


def goals(results: Results) -> str:
    """Return tables of what is asked and reached: what is not reached is bold, a dash what was not measured."""
    small, large = results.builds.get(SMALL), results.builds.get(LARGE)
    rows = [
        [kind, *_goal(time, ratio(small, PLAIN, kind, _wall)), *_goal(cpu, ratio(small, SAME, kind, _cpu))]
        for kind, (time, cpu) in BUILD_GOALS.items()
    ]
    memory = zip(MEMORY_GOALS, (PLAIN, SAME), strict=True)
    cells = [_goal(asked, ratio(small, peer, COLD, _memory)) for asked, peer in memory]
    rows.append(["memory, largest process", *cells[0], *cells[1]])
    for kind, days, asked in PREVIEW_GOALS:
        what = kind if days == SMALL else f"{kind}, {days:,} days"
        rows.append([what, *_goal(asked, preview_ratio(results.previews.get(days), kind)), "", ""])
    head = [f"{SMALL:,} days, ours ÷ Hugo's", "plain site, time", "reached", "same pages, CPU", "reached"]
    alone = [
        [f"CPU of a cold build, {LARGE:,} days ÷ {SMALL:,}", *_goal(GROWTH_GOAL, growth(small, large))],
        [f"`--version`, ms above {NOTHING}", *_goal(START_GOAL, above_nothing(results.starts).get(OWN))],
    ]
    return f"{table(head, rows)}\n{table(['leverage-site alone', 'asked', 'reached'], alone)}"


def builds_table(builds: Builds) -> str:
    """Return a table of the builds of one size: medians, and our share of Hugo's."""
    measured = list(builds.sites.values())
    rows = [
        [
            kind,
            *(f"{_seconds(one, kind, _wall)} / {_seconds(one, kind, _cpu)}" for one in measured),
            _figure(ratio(builds, PLAIN, kind, _wall)),
            _figure(ratio(builds, SAME, kind, _cpu)),
        ]
        for kind in KINDS
    ]
    rows += [
        [
            "memory of the largest process, MB",
            *(f"{_median(one, COLD, _memory):,.0f}" for one in measured),
            _figure(ratio(builds, PLAIN, COLD, _memory)),
            _figure(ratio(builds, SAME, COLD, _memory)),
        ],
        ["built files", *(f"{one.files:,}" for one in measured), "", ""],
        ["built MB", *(f"{one.megabytes:,.1f}" for one in measured), "", ""],
    ]
    names = [f"{name}, rounds: {len(one.runs[COLD])}" for name, one in builds.sites.items()]
    return table(["time / CPU, s", *names, "time ÷ plain site's", "CPU ÷ same pages'"], rows)


def noise(builds: Builds) -> str:
    """Return how far the runs of one build lie apart: whether the machine had other things to do."""
    runs = [runs for one in builds.sites.values() for runs in one.runs.values()]
    apart = [max(map(amount, some)) / min(map(amount, some)) for some in runs for amount in (_wall, _cpu)]
    return f"The slowest run of a build took up to {max(apart):.1f} times as long as the fastest.\n"


def preview_table(preview: Preview) -> str:
    """Return a table of the medians of both servers, and our share of Hugo's."""
    rows = [
        [
            f"{kind}, ms",
            *(f"{statistics.median(times[kind]) * 1000:,.0f}" for times in preview.sites.values()),
            _figure(preview_ratio(preview, kind)),
        ]
        for kind in preview.sites[OWN]
    ]
    return table(["medians", *preview.sites, "ours ÷ Hugo's"], rows)


def starts_table(starts: dict[str, list[float]]) -> str:
    """Return a table of the medians of the start-up times."""
    rows = [
        [name, f"{statistics.median(starts[name]) * 1000:,.0f}", f"{above:,.0f}"]
        for name, above in above_nothing(starts).items()
    ]
    return table(["medians", "`--version`, ms", f"above {NOTHING}"], rows)


def ratio(builds: Builds | None, peer: str, kind: str, amount: Amount) -> float | None:
    """Return our median divided by a peer's."""
    return _median(builds.sites[OWN], kind, amount) / _median(builds.sites[peer], kind, amount) if builds else None


def growth(small: Builds | None, large: Builds | None) -> float | None:
    """Return how many times as much processor time we take for a larger site."""
    if not small or not large:
        return None
    return _median(large.sites[OWN], COLD, _cpu) / _median(small.sites[OWN], COLD, _cpu)


def preview_ratio(preview: Preview | None, kind: str) -> float | None:
    """Return our median divided by the plain site's."""
    if not preview:
        return None
    return statistics.median(preview.sites[OWN][kind]) / statistics.median(preview.sites[PLAIN][kind])


def above_nothing(starts: dict[str, list[float]]) -> dict[str, float]:
    """Return by program the milliseconds to its version above those of an interpreter that does nothing."""
    return {
        name: (statistics.median(seconds) - statistics.median(starts[NOTHING])) * 1000
        for name, seconds in starts.items()
    }


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table; all columns but the first are aligned to the right."""
    rules = ["---", *["---:"] * (len(head) - 1)]
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, rules, *rows))


def _median(measured: Measured, kind: str, amount: Amount) -> float:
    return statistics.median(map(amount, measured.runs[kind]))


def _wall(run: Run) -> float:
    return run.wall


def _cpu(run: Run) -> float:
    return run.cpu


def _memory(run: Run) -> float:
    return run.memory


def _seconds(measured: Measured, kind: str, amount: Amount) -> str:
    seconds = _median(measured, kind, amount)
    return f"{seconds:,.3f}" if seconds < 1 else f"{seconds:,.2f}"


def _goal(asked: float | None, reached: float | None) -> tuple[str, str]:
    if asked is None:
        return ("", "")
    figure = _figure(reached)
    return f"≤ {asked:g}", f"**{figure}**" if reached is not None and reached > asked else figure


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"
