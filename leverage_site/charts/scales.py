"""From values to places: where a value stands between the ends of an axis, and which values an axis names."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, floor, log10

from leverage_site.charts import Tick

STEPS = (1, 2, 5)

# The width of an axis of time, in CSS pixels: on the narrowest page, and on the narrowest one that is not narrow.
NARROW, WIDE = 200, 560
# What a character of a label takes, and what stays free between two labels.
_CHARACTER, _GAP = 7, 6


def per_cent(part: float) -> str:
    """Return a part of one as SVG and tables have it: `37.5`, in tenths of a per cent."""
    return f"{part * 100:.1f}".removesuffix(".0")


def factor_label(value: float) -> str:
    """Return a factor as axes name it: `1,000x`."""
    return f"{value:,.10g}x"


class Linear:
    """An axis from zero to at least `highest`, with at most `most` round values to name, zero included.

    They are whole numbers if it counts something.
    """

    def __init__(self, highest: float, most: int = 5, *, counts: bool = False) -> None:
        parts = most - 1
        step = next(step for step in _steps(highest / parts, STEPS) if step * parts >= highest) if highest else 1.0
        step = max(1.0, step) if counts else step
        self.values: Sequence[float] = [step * n for n in range(max(1, ceil(highest / step)) + 1)]
        self.last = self.values[-1]

    def at(self, value: float) -> float:
        """Return the part of the axis that lies below `value`."""
        return value / self.last


class Log:
    """An axis from the last of the `steps` in a power of ten up to `lowest` to the first one from `highest` on.

    An axis of at most `most` such steps names them all, a longer one the powers of ten.
    """

    def __init__(self, lowest: float, highest: float, most: int = 5, steps: Sequence[int] = STEPS) -> None:
        series: list[float] = []
        begin = 0
        for n, value in enumerate(_steps(lowest, steps)):
            if value <= lowest:
                series, begin = [], n
            series.append(value)
            if value >= highest and value > lowest:
                break
        short = len(series) <= most
        self.first = series[0]
        self.span = log10(series[-1] / self.first)
        self.values: Sequence[float] = [
            value for n, value in enumerate(series, begin) if short or n % len(steps) == 0
        ]

    def at(self, value: float) -> float:
        """Return the part of the axis that lies below `value`."""
        return log10(value / self.first) / self.span


def with_room(ticks: Sequence[tuple[float, str]], narrow: float = NARROW, wide: float = WIDE) -> tuple[Tick, ...]:
    """Label an axis at parts of its length, evenly, as far as labels have room on pages of two widths.

    The longest label stays: it tells more than the others.

    Args:
        ticks: The parts and the labels, in order.
        narrow: The length of the axis in CSS pixels where the page is narrow.
        wide: Its least length elsewhere.

    """
    longest = max(range(len(ticks)), key=lambda n: len(ticks[n][1]), default=0)
    every, every_narrow = _stride(ticks, wide, longest), _stride(ticks, narrow, longest)
    # What a narrow page shows is among what a wide one does.
    every_narrow = -(-every_narrow // every) * every
    return tuple(
        Tick(per_cent(at), text, wide=(n - longest) % every_narrow != 0)
        for n, (at, text) in enumerate(ticks)
        if (n - longest) % every == 0
    )


def anchor_at(x: float, text: str) -> str:
    """Return which part of a text to put at `x` of a narrow axis, so that it leaves it not at all or the least."""
    width = len(text) * _CHARACTER / NARROW
    parts_before = {"middle": 0.5, "start": 0.0, "end": 1.0}
    return min(
        parts_before,
        key=lambda name: max(0.0, parts_before[name] * width - x, (1 - parts_before[name]) * width + x - 1),
    )


def _stride(ticks: Sequence[tuple[float, str]], length: float, kept: int) -> int:
    """Return the least number such that of every so many labels one, the kept one among them, has room."""
    for stride in range(1, len(ticks)):
        shown = [(at * length, len(text) * _CHARACTER / 2) for at, text in ticks[kept % stride :: stride]]
        if all(left + half + _GAP <= right - other for (left, half), (right, other) in pairwise(shown)):
            return stride
    return max(1, len(ticks))


def _steps(near: float, steps: Sequence[int]) -> Iterator[float]:
    """Yield the steps in powers of ten, such as 1, 2, 5, 10, …, from a value below `near` on."""
    exponent = floor(log10(near)) - 1 if near > 0 else 0
    for power in range(exponent, exponent + 40):
        # A negative power would give 0.30000000000000004.
        yield from (step * 10**power if power >= 0 else step / 10**-power for step in steps)
