"""From values to places: where a value stands between the ends of an axis, and which values an axis names.

A rug is such an axis alone, with a mark for each value.
"""

from collections.abc import Iterator, Sequence
from math import ceil, floor, log10

from leverage_site import figures
from leverage_site.charts import Labels, Rug, Tick

STEPS = (1, 2, 5)


def per_cent(part: float) -> str:
    """Return a part of one as SVG and tables have it: `37.5`, in hundredths of a per cent at most."""
    return f"{part * 100:.2f}".rstrip("0").rstrip(".")


def factor_label(value: float) -> str:
    """Return a factor as axes name it: `1,000x`."""
    return f"{value:,.10g}x"


class Linear:
    """An axis from zero to at least `highest`, with at most five round values to name, zero included."""

    def __init__(self, highest: float) -> None:
        step = next(step for step in _steps(highest / 4) if step * 4 >= highest) if highest else 1.0
        self.values: Sequence[float] = (
            [step * n for n in range(ceil(highest / step) + 1)] if highest else [0.0, 1.0]
        )
        self.last = self.values[-1]

    def at(self, value: float) -> float:
        """Return the part of the axis that lies below `value`."""
        return value / self.last


class Log:
    """An axis from the last value of 1, 2, 5, 10, … up to `lowest` to the first one from `highest` on.

    An axis of at most `most` such steps names them all, a longer one the powers of ten.
    """

    def __init__(self, lowest: float, highest: float, most: int = 5) -> None:
        series: list[float] = []
        begin = 0
        for n, value in enumerate(_steps(lowest)):
            if value <= lowest:
                series, begin = [], n
            series.append(value)
            if value >= highest and value > lowest:
                break
        short = len(series) <= most
        self.first = series[0]
        self.span = log10(series[-1] / self.first)
        self.values: Sequence[float] = [
            value for n, value in enumerate(series, begin) if short or n % len(STEPS) == 0
        ]

    def at(self, value: float) -> float:
        """Return the part of the axis that lies below `value`."""
        return log10(value / self.first) / self.span


def rug(labels: Labels, factors: Sequence[float], mean: float | None) -> Rug | None:
    """Mark each of `factors` on a logarithmic axis, and the weighted `mean`; None for fewer than two."""
    if len(factors) < 2:
        return None
    log = Log(min(factors), max(factors), most=9)
    return Rug(
        id=labels.id,
        title=labels.title,
        description=labels.description,
        marks=tuple(Tick(per_cent(log.at(factor)), figures.factor_text(factor)) for factor in factors),
        mean=Tick(per_cent(log.at(mean)), figures.factor_text(mean)) if mean else None,
        bottom=tuple(Tick(per_cent(log.at(value)), factor_label(value)) for value in log.values),
        source=labels.source,
    )


def _steps(near: float) -> Iterator[float]:
    """Yield 1, 2, 5, 10, … from a value below `near` on."""
    exponent = floor(log10(near)) - 1 if near > 0 else 0
    for power in range(exponent, exponent + 40):
        # A negative power would give 0.30000000000000004.
        yield from (step * 10**power if power >= 0 else step / 10**-power for step in STEPS)
