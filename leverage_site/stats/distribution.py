"""How the leverage factors of tasks are distributed, on a scale of 1, 2, 5, 10 and so on.

Factors span four orders of magnitude, so each class is about twice as wide as the one before.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from leverage_site.records.model import Task
from leverage_site.stats.totals import factor

# The lower bounds of all classes but the first, which begins at zero.
BOUNDS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)

Distribution = tuple[int, ...]


def distribution(tasks: Iterable[Task]) -> Distribution:
    """How many tasks have a factor in each class: below the first of `BOUNDS`, from there to below the next, …"""
    counts = [0] * (len(BOUNDS) + 1)
    for task in tasks:
        counts[bisect_right(BOUNDS, factor(task))] += 1
    return tuple(counts)


def together(distributions: Sequence[Distribution]) -> Distribution:
    """The distribution over everything that `distributions` are of; they must not overlap."""
    return tuple(map(sum, zip(*distributions, strict=True))) if distributions else distribution(())
