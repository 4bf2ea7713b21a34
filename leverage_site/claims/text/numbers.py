"""Numbers as prose prints them: which values one stands for, in which unit.

`43.3x` stands for what prints so. Words widen it: what is `about` 40 may be a tenth off before it is said to hold,
and a quarter before it is said to be wrong; `over 40` is wrong below 40 alone. `just over 40` is wrong far above
as well, and `nearly 40` far below.
"""

from dataclasses import dataclass

from leverage_site.claims.model import Interval

_NEAR, _FAR = 0.1, 0.25
# On which side of a number these are, and how far to hold, and not to be wrong. On the other side a
# twentieth is no reason to be wrong: some round the wrong way.
_ASIDE = {
    "nearly": (-1, 0.15, 0.2),
    "just under": (-1, 0.08, 0.12),
    "just over": (1, 0.08, 0.12),
    "good": (1, 0.15, 0.25),
}
_BEYOND = 0.05
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A printed number: what holds for it, what contradicts it, and its unit.

    `unit` is `x` for factors, `h`, `m`, `w` for times, `n` for tasks, `k` for tokens, `%`, or nothing; `figure` is
    the one that its noun names. `value` is the number itself, `step` the unit of its last digit. `hedge` is what
    widens it, `words` whether it is in words.
    """

    value: float
    step: float
    unit: str = ""
    figure: str = ""
    hedge: str = ""
    words: bool = False

    @property
    def interval(self) -> Interval:
        """The values that it stands for."""
        return self._around(_NEAR)

    @property
    def wide(self) -> Interval:
        """The values that do not contradict it."""
        return self._around(_FAR)

    def _around(self, part: float) -> Interval:
        half = self.step / 2
        low, high = self.value - half, self.value + half
        match self.hedge:
            case "about":
                return Interval(min(low, self.value * (1 - part)), max(high, self.value * (1 + part)))
            case "nearly" | "just under" | "just over" | "good":
                side, near, far = _ASIDE[self.hedge]
                aside, beyond = (far, _BEYOND) if part == _FAR else (near, 0.0)
                below, above = (aside, beyond) if side < 0 else (beyond, aside)
                return Interval(self.value * (1 - below), self.value * (1 + above))
            case "over":
                return Interval(self.value, None if part == _FAR else self.value * 1.3)
            case "under":
                return Interval(None if part == _FAR else self.value * 0.85, self.value)
        return Interval(low, high)

    def holds(self, value: float | None, scale: float = 1.0) -> bool | None:
        """Return whether a value, in a unit so many times as small, prints so; None where it cannot be said."""
        if value is None:
            return None
        value /= scale
        if within(value, self.interval):
            return True
        return None if within(value, self.wide) else False


def within(value: float, interval: Interval) -> bool:
    """Return whether a value is in an interval, whose bounds belong to it, as far as floats tell."""
    edge = abs(value) * _TINY
    return (interval.low is None or value >= interval.low - edge) and (
        interval.high is None or value <= interval.high + edge
    )


def scaled(interval: Interval, scale: float) -> Interval:
    """Return an interval in a unit so many times as small."""
    low, high = (None if bound is None else bound * scale for bound in (interval.low, interval.high))
    return Interval(low, high)
