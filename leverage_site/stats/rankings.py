"""Where a day stands among the days up to it, and which days set a record.

A newer day never changes the standing of an older one, so an old page keeps every figure and sentence.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from leverage_site.stats.totals import Totals

Holder = TypeVar("Holder")

# What days are ranked by, under the names of figures.
RANKED = ("tasks", "human_hours", "leverage", "supervisory")


def ranked_value(name: str, totals: Totals) -> float | None:
    """Return what a day of these totals is ranked by; None on a day without tasks."""
    if not totals.tasks:
        return None
    return totals.tasks if name == "tasks" else totals.ratio(name)


class Standing(NamedTuple):
    """`rank` 1 is the highest; equal values share a rank; `of` counts the values ranked so far, with this one."""

    rank: int
    of: int


def standings(values: Iterable[float | None]) -> list[Standing | None]:
    """Return the standing of each value among those up to it, in the order of time; None for a value of None."""
    ordered: list[float] = []
    ranked: list[Standing | None] = []
    for value in values:
        if value is None:
            ranked.append(None)
        else:
            insort(ordered, value)
            ranked.append(Standing(len(ordered) - bisect_right(ordered, value) + 1, len(ordered)))
    return ranked


def milestones(values: Iterable[tuple[Holder, float | None]]) -> Iterator[Holder]:
    """Yield the items, in their order, whose value is higher than all before; a value of None is never one."""
    highest = 0.0
    for item, value in values:
        if value is not None and value > highest:
            highest = value
            yield item
