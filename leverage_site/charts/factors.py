"""The factors of tasks: how many are of each class, and where those of one day lie."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from heapq import nlargest
from itertools import pairwise
from math import log

from leverage_site import figures
from leverage_site.charts import Callout, ChartTable, Histogram, Labels, Rug, Tick
from leverage_site.charts.scales import Linear, Log, factor_label, per_cent, with_room
from leverage_site.stats.day_stats import BOUNDS, distribution, median, middle_half
from leverage_site.stats.totals import Totals

CLASS = 2
HEIGHT = 200
WIDTH = 1000
NAMES = 3

# What part of the histogram is free for the texts of its marks.
_HEADROOM = 0.2
# The height of a class with a single task among thousands.
_LEAST = 2
# How many characters have room over the whole of a rug on the narrowest page, and the fewest that say something.
_NAME_ROOM, _SHORT_NAME = 39, 12


def factors_chart(factors: Sequence[float], totals: Totals) -> Histogram:
    """Draw how many tasks have a factor of each class.

    Args:
        factors: Those of the tasks, at least one, the lowest first.
        totals: The sums of the tasks, for the weighted average.

    """
    counts = distribution(factors)
    used = [n for n, count in enumerate(counts) if count]
    begin, end = used[0], used[-1] + 1
    shown, names = counts[begin:end], _class_names()[begin:end]
    linear = Linear(max(shown), counts=True)
    heights = [linear.at(count) * (1 - _HEADROOM) for count in shown]
    low, high = map(figures.factor_text, middle_half(factors))
    half = f"Half of all tasks lie between {low} and {high}." if low != high else f"Half of all tasks have {low}."
    bounds = [(n + 1 - begin, bound) for n, bound in enumerate(BOUNDS) if begin <= n + 1 <= end]
    marked = [("median", median(factors)), ("average", totals.leverage or 0.0)]
    return Histogram(
        id="distribution",
        title="Tasks by leverage factor",
        description=half,
        width=CLASS * len(shown),
        classes=tuple(f"{name}: {count:,}" if count else "" for name, count in zip(names, shown, strict=True)),
        bars="".join(
            f"M{n * CLASS} 0v-{max(_LEAST, round(height * HEIGHT))}h{CLASS}V0z"
            for n, height in enumerate(heights)
            if height
        ),
        marks=tuple(_marks(sorted((_place(value, begin, end), name, value) for name, value in marked))),
        left=tuple(Tick(per_cent(1 - linear.at(n) * (1 - _HEADROOM)), f"{n:,.10g}") for n in linear.values),
        bottom=with_room([(n / len(shown), factor_label(bound)) for n, bound in bounds]),
        table=ChartTable(
            ("Factor", "Tasks"), tuple((name, f"{count:,}") for name, count in zip(names, shown, strict=True))
        ),
    )


def rug(labels: Labels, tasks: Sequence[tuple[float, str]], mean: float | None) -> Rug | None:
    """Mark the factors of `tasks` on a logarithmic axis, and the weighted `mean`; None for fewer than two.

    Tasks are factors with titles, by which the highest are named.
    """
    if len(tasks) < 2:
        return None
    factors = [factor for factor, _ in tasks]
    axis = Log(min(factors), max(factors), most=9)
    highest = nlargest(NAMES, tasks, key=lambda task: task[0])
    names = [(axis.at(factor), _short_name(title, axis.at(factor))) for factor, title in highest]
    return Rug(
        id=labels.id,
        title=labels.title,
        description=labels.description,
        marks="".join([f"M{axis.at(factor) * WIDTH:.0f} 0v1" for factor in factors]),
        mean=Tick(per_cent(axis.at(mean)), figures.factor_text(mean)) if mean else None,
        names=tuple(Tick(per_cent(at), name) for at, name in names if name),
        bottom=tuple(Tick(per_cent(axis.at(value)), factor_label(value)) for value in axis.values),
        source=labels.source,
    )


def _class_names() -> list[str]:
    bounds = [factor_label(bound) for bound in BOUNDS]
    between = (f"{low} to below {high}" for low, high in pairwise(bounds))
    return [f"below {bounds[0]}", *between, f"{bounds[-1]} and more"]


def _place(factor: float, begin: int, end: int) -> float:
    """Return where a factor lies, as a part of the classes from `begin` to `end`; in an open one in the middle."""
    n = bisect_right(BOUNDS, factor)
    inside = 0.5
    if 0 < n < len(BOUNDS):
        inside = log(factor / BOUNDS[n - 1]) / log(BOUNDS[n] / BOUNDS[n - 1])
    return (n - begin + inside) / (end - begin)


def _marks(places: Sequence[tuple[float, str, float]]) -> Iterator[Callout]:
    """Yield the texts of two marks from left to right such that neither lies over the other's text or mark."""
    to_the_right = sum(at for at, _, _ in places) < len(places) / 2
    # The text that lies over the other mark is the upper one, above which no mark rises.
    for at, name, factor in places if to_the_right else reversed(places):
        text = f"{name} {figures.factor_text(factor)}"
        yield Callout(per_cent(at), "0", text, "start" if to_the_right else "end")


def _short_name(title: str, at: float) -> str:
    """Return what of a title has room to the left of a mark; nothing where that says too little."""
    room = int(_NAME_ROOM * at)
    if len(title) <= room:
        return title
    words = title[: max(0, room - 1)].rpartition(" ")[0].rstrip(" ,;:.–—-")
    return f"{words}…" if len(words) >= _SHORT_NAME else ""
