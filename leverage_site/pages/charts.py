"""The geometry of charts: from days and their totals to places on a drawing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leverage_site import figures
from leverage_site.pages.scales import Linear, Log, per_cent
from leverage_site.pages.views.charts import BarChart, ChartTable, Column, Rug, Tick
from leverage_site.stats.day_stats import BOUNDS, Distribution
from leverage_site.stats.totals import Totals

COLUMN = 10
HEIGHT = 1000

# What stays empty left and right of a bar: more where few bars are wide.
_MARGIN = 1
_WIDE_MARGIN = 2
_FEW = 14


@dataclass(frozen=True, slots=True)
class Bar:
    """A day, week or month of a chart; without totals where there is no record. `tick` is its label, if any."""

    name: str
    totals: Totals | None
    tick: str = ""


@dataclass(frozen=True, slots=True)
class Labels:
    """What a chart is called: its id, its title, what it describes, and the element that has its figures."""

    id: str
    title: str
    description: str
    source: str = ""


def hours_chart(labels: Labels, bars: Sequence[Bar]) -> BarChart:
    """Human hours as bars, leverage as a line on a log scale; with a table unless `labels` name a source."""
    hours = [figures.in_hours(bar.totals) for bar in bars]
    factors = [bar.totals.leverage if bar.totals else None for bar in bars]
    known = [factor for factor in factors if factor]
    linear = Linear(max(hours, default=0.0))
    log = Log(min(known), max(known)) if known else None
    points = [(n, _down(log.at(factor))) for n, factor in enumerate(factors) if factor] if log else []
    return BarChart(
        id=labels.id,
        title=labels.title,
        description=labels.description,
        width=COLUMN * len(bars),
        columns=tuple(Column(n * COLUMN, _said(bar)) for n, bar in enumerate(bars) if bar.totals),
        bars=_bars(linear.at(value) for value in hours),
        line=_line(points),
        dots="".join(f"M{_middle(n)} {y}h0" for n, y in points),
        rules=tuple(str(_down(linear.at(value))) for value in linear.values),
        left=tuple(_upward(linear.at(value), f"{value:,.10g}") for value in linear.values),
        right=tuple(_upward(log.at(value), _factor(value)) for value in log.values) if log else (),
        bottom=_bottom([bar.tick for bar in bars]),
        bars_name=figures.HUMAN_HOURS.heading,
        line_name=figures.LEVERAGE.heading if log else "",
        table=None if labels.source else _hours_table(bars),
        source=labels.source,
    )


def factors_chart(labels: Labels, counts: Distribution) -> BarChart:
    """How many tasks have a factor of each class."""
    linear = Linear(max(counts))
    names = [_class_name(n) for n in range(len(counts))]
    return BarChart(
        id=labels.id,
        title=labels.title,
        description=labels.description,
        width=COLUMN * len(counts),
        columns=tuple(Column(n * COLUMN, f"{names[n]}: {count:,}") for n, count in enumerate(counts) if count),
        bars=_bars(linear.at(count) for count in counts),
        line="",
        dots="",
        rules=tuple(str(_down(linear.at(value))) for value in linear.values),
        left=tuple(_upward(linear.at(value), f"{value:,.10g}") for value in linear.values),
        right=(),
        bottom=tuple(
            Tick(per_cent((n + 1) / len(counts)), _factor(bound))
            for n, bound in enumerate(BOUNDS)
            if bound in (1, 10, 100, 1_000, 10_000)
        ),
        bars_name=figures.TASKS.heading,
        line_name="",
        table=ChartTable(("Factor", "Tasks"), tuple((names[n], f"{count:,}") for n, count in enumerate(counts))),
        source="",
    )


def rug(labels: Labels, factors: Sequence[float], mean: float | None) -> Rug | None:
    """Each of `factors` as a mark on a logarithmic axis, and the weighted `mean`; None for fewer than two."""
    if len(factors) < 2:
        return None
    log = Log(min(factors), max(factors), most=9)
    return Rug(
        id=labels.id,
        title=labels.title,
        description=labels.description,
        marks=tuple(Tick(per_cent(log.at(factor)), figures.factor_cell(factor)) for factor in factors),
        mean=Tick(per_cent(log.at(mean)), figures.factor_text(mean)) if mean else None,
        bottom=tuple(Tick(per_cent(log.at(value)), _factor(value)) for value in log.values),
        source=labels.source,
    )


def spark(values: Iterable[float]) -> str:
    """Bars as path data, in a box of 20 units' height and 4 for each value; nothing where all are zero."""
    heights = list(values)
    highest = max(heights, default=0.0)
    if not highest:
        return ""
    tall = [max(1, round(value / highest * 20)) if value else 0 for value in heights]
    return "".join(f"M{n * 4} 20v-{height}h3v{height}z" for n, height in enumerate(tall) if height)


def _bars(parts: Iterable[float]) -> str:
    heights = [max(4, round(part * HEIGHT)) if part else 0 for part in parts]
    margin = _WIDE_MARGIN if len(heights) <= _FEW else _MARGIN
    width = COLUMN - 2 * margin
    return "".join(
        f"M{n * COLUMN + margin} {HEIGHT}v-{height}h{width}v{height}z"
        for n, height in enumerate(heights)
        if height
    )


def _line(points: Sequence[tuple[int, int]]) -> str:
    """A line through all points; nothing for a single one."""
    text = "L".join(f"{_middle(n)} {y}" for n, y in points)
    return f"M{text}" if len(points) > 1 else ""


def _middle(n: int) -> int:
    return n * COLUMN + COLUMN // 2


def _down(part: float) -> int:
    """A height as SVG counts it, from the top."""
    return HEIGHT - round(part * HEIGHT)


def _upward(part: float, text: str) -> Tick:
    return Tick(per_cent(1 - part), text)


def _bottom(ticks: Sequence[str]) -> tuple[Tick, ...]:
    return tuple(Tick(per_cent((n + 0.5) / len(ticks)), tick) for n, tick in enumerate(ticks) if tick)


def _factor(value: float) -> str:
    return f"{value:,.10g}x"


def _class_name(n: int) -> str:
    if n == 0:
        return f"below {_factor(BOUNDS[0])}"
    if n == len(BOUNDS):
        return f"{_factor(BOUNDS[-1])} and more"
    return f"{_factor(BOUNDS[n - 1])} to below {_factor(BOUNDS[n])}"


def _said(bar: Bar) -> str:
    if not bar.totals or not bar.totals.tasks:
        return f"{bar.name}: no tasks"
    hours, leverage = figures.HUMAN_HOURS.text(bar.totals), figures.LEVERAGE.text(bar.totals)
    return f"{bar.name}: {hours} human hours, leverage {leverage}"


def _hours_table(bars: Sequence[Bar]) -> ChartTable:
    shown = (figures.HUMAN_HOURS, figures.LEVERAGE)
    rows = ((bar.name, *(figure.text(bar.totals) for figure in shown)) for bar in bars if bar.totals)
    return ChartTable(("", *(figure.heading for figure in shown)), tuple(rows))
