"""Where a day stands among the days up to it.

A newer day never changes the standing of an older one, so an old page keeps every figure and sentence.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Standing:
    """`rank` 1 is the highest; equal values share a rank; `of` counts the days ranked so far, with this one."""

    rank: int
    of: int


def standings(values: Iterable[tuple[date, float | None]]) -> dict[date, Standing]:
    """The standing of each day as of that day; a day without a value is never ranked."""
    seen: list[float] = []
    result: dict[date, Standing] = {}
    for day, value in sorted(values, key=lambda pair: pair[0]):
        if value is not None:
            insort(seen, -value)
            result[day] = Standing(bisect_left(seen, -value) + 1, len(seen))
    return result
