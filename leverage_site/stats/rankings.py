"""Where a day stands among the days up to it.

A newer day never changes the standing of an older one, so an old page keeps every figure and sentence.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

BLOCK = 256


@dataclass(frozen=True, slots=True)
class Standing:
    """`rank` 1 is the highest; equal values share a rank; `of` counts the values ranked so far, with this one."""

    rank: int
    of: int


class Ranking:
    """The standings of values in the order of time; a value of None is never ranked.

    One standing costs little however many values there are: full blocks before it are sorted once, for all.
    Several threads may ask.
    """

    def __init__(self, values: Sequence[float | None]) -> None:
        self.values = values
        self._sorted: dict[int, list[float]] = {}

    def standing(self, n: int) -> Standing | None:
        """The standing of value `n` among those up to it."""
        value = self.values[n]
        if value is None:
            return None
        blocks = [self._block(first) for first in range(0, n - n % BLOCK, BLOCK)]
        near = self._known(n - n % BLOCK, n + 1)
        higher = sum(other > value for other in near)
        higher += sum(len(block) - bisect_right(block, value) for block in blocks)
        return Standing(higher + 1, len(near) + sum(map(len, blocks)))

    def _block(self, first: int) -> list[float]:
        if first not in self._sorted:
            self._sorted[first] = sorted(self._known(first, first + BLOCK))
        return self._sorted[first]

    def _known(self, first: int, end: int) -> list[float]:
        return [value for value in self.values[first:end] if value is not None]
