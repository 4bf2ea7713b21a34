"""Where a day stands among the days up to it.

A newer day never changes the standing of an older one, so an old page keeps every figure and sentence.
"""

from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from typing import NamedTuple

BLOCK = 256
FEW = 64


class Standing(NamedTuple):
    """`rank` 1 is the highest; equal values share a rank; `of` counts the values ranked so far, with this one."""

    rank: int
    of: int


class Ranking:
    """The standings of values in the order of time; a value of None is never ranked.

    One standing costs little however many values there are: full blocks before it are sorted once, for all. Once
    a few were asked for, all are worked out, which costs little for each. Several threads may ask.
    """

    def __init__(self, values: Sequence[float | None]) -> None:
        self.values = values
        self._sorted: dict[int, list[float]] = {}
        self._asked = 0
        self._all: list[Standing | None] = []

    def standing(self, n: int) -> Standing | None:
        """The standing of value `n` among those up to it."""
        self._asked += 1
        if self._asked > FEW and not self._all:
            self._all = list(self._each())
        return self._all[n] if self._all else self._one(n)

    def _each(self) -> Iterator[Standing | None]:
        ordered: list[float] = []
        for value in self.values:
            if value is None:
                yield None
            else:
                insort(ordered, value)
                yield Standing(len(ordered) - bisect_right(ordered, value) + 1, len(ordered))

    def _one(self, n: int) -> Standing | None:
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
