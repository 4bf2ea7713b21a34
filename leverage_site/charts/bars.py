"""Bars of human hours under a line of leverage, bars of tasks by factor, and the bars of a row in a list.

A function is called after its bars: `hours_by_day` draws each day of a period, `hours_of_last_days` the days
up to the newest. Bars stand in a box of 1000 units' height, 10 units each.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from leverage_site import figures
from leverage_site.charts import BarChart, ChartTable, Column, Labels, Tick
from leverage_site.charts.scales import Linear, Log, factor_label, per_cent
from leverage_site.dates import (
    MONTHS,
    WEEKDAYS,
    Period,
    days_between,
    last_days,
    long_date,
    months_up_to,
    period_title,
    weeks_up_to,
)
from leverage_site.stats.day_stats import BOUNDS, Distribution
from leverage_site.stats.totals import Totals
from leverage_site.values import value

COLUMN = 10
HEIGHT = 1000

# What stays empty left and right of a bar: more where few bars are wide.
_MARGIN = 1
_WIDE_MARGIN = 2
_FEW = 14

# A young site's charts begin with its first day, but a handful of bars would be as wide as walls.
_FEWEST_DAYS = 28
_FEWEST_WEEKS = 13
_MOST_WEEKS = 53
_MOST_MONTHS = 24

_LINES = "Human hours as bars, leverage as a line on a logarithmic scale"


@value
class Bar:
    """A day, week or month of a chart; without totals where there is no record. `tick` is its label, if any."""

    name: str
    totals: Totals | None
    tick: str = ""


def hours_of_last_days(days: Mapping[date, Totals], count: int) -> BarChart:
    """Draw the last `count` days up to the newest of `days`."""
    oldest, newest = min(days), max(days)
    dates = last_days(newest, min(count, max(_FEWEST_DAYS, (newest - oldest).days + 1)))
    # The name of a month stands at its first day, the number of the day in its middle.
    ticks = [{1: MONTHS[day.month - 1][:3], 15: "15"}.get(day.day, "") for day in dates]
    span = f"{_LINES}, for each day from {long_date(dates[0])} to {long_date(dates[-1])}."
    bars = [Bar(long_date(day), days.get(day), tick) for day, tick in zip(dates, ticks, strict=True)]
    return hours_chart(Labels("hours_by_day", "Human hours a day", span), bars)


def hours_by_week(newest: date, oldest: date, weeks: Mapping[str, Totals]) -> BarChart:
    """Draw the last weeks up to that of `newest`, on a young site from that of `oldest` on; `weeks` are by key."""
    last_weeks = weeks_up_to(newest, min(_MOST_WEEKS, max(_FEWEST_WEEKS, (newest - oldest).days // 7 + 2)))
    # The name of a month stands at its first week.
    ticks = [MONTHS[week.last.month - 1][:3] if week.last.day <= 7 else "" for week in last_weeks]
    labels = Labels("hours_by_week", "Week by week", f"{_LINES}, for each of the last {len(last_weeks)} weeks.")
    bars = [
        Bar(period_title(week), weeks.get(week.key), tick) for week, tick in zip(last_weeks, ticks, strict=True)
    ]
    return hours_chart(labels, bars)


def hours_of_months(first: date, last: date, months: Mapping[str, Totals]) -> BarChart:
    """Draw the months from that of `first` to that of `last`, the last of them where there are many, by key."""
    span = (last.year - first.year) * 12 + last.month - first.month + 1
    bars = []
    for month in months_up_to(last, min(_MOST_MONTHS, span)):
        name = period_title(month)
        tick = f"{name[:3]} {month.key[:4]}" if month.key.endswith("-01") else name[:3]
        bars.append(Bar(name, months.get(month.key), tick))
    return hours_chart(Labels("hours_by_month", "Month by month", f"{_LINES}, for each month."), bars)


def hours_by_day(period: Period, days: Mapping[date, Totals]) -> BarChart:
    """Draw a bar for each day of a week or a month; its figures are in the table of days."""
    bars = []
    for day in days_between(period.first, period.last):
        tick = str(day.day) if day.day % 7 == 1 else ""
        tick = WEEKDAYS[day.weekday()][:3] if period.kind == "week" else tick
        bars.append(Bar(long_date(day), days.get(day), tick))
    text = f"{_LINES}, for each day of the {period.kind}."
    return hours_chart(Labels("hours_by_day", "Human hours a day", text, source="its_days"), bars)


def hours_by_month(year: str, months: Mapping[str, Totals]) -> BarChart:
    """Draw a bar for each month of a year, `months` by title; its figures are in the table of months."""
    bars = [Bar(f"{name} {year}", months.get(f"{name} {year}"), name[:3]) for name in MONTHS]
    text = f"{_LINES}, for each month of the year."
    return hours_chart(Labels("hours_by_month", "Human hours a month", text, source="its_months"), bars)


def hours_chart(labels: Labels, bars: Sequence[Bar]) -> BarChart:
    """Draw human hours as bars, leverage as a line on a log scale; with a table unless `labels` name a source."""
    hours = [figures.in_hours(bar.totals) for bar in bars]
    factors = [bar.totals.leverage if bar.totals else None for bar in bars]
    leverages = [factor for factor in factors if factor]
    linear = Linear(max(hours, default=0.0))
    log = Log(min(leverages), max(leverages)) if leverages else None
    points = []
    if log:
        points = [(n * COLUMN + COLUMN // 2, _down(log.at(factor))) for n, factor in enumerate(factors) if factor]
    columns, rows = [], []
    for n, bar in enumerate(bars):
        if bar.totals:
            hours_text, leverage = figures.HUMAN_HOURS.text(bar.totals), figures.LEVERAGE.text(bar.totals)
            text = f"{hours_text} human hours, leverage {leverage}" if bar.totals.tasks else "no tasks"
            columns.append(Column(n * COLUMN, f"{bar.name}: {text}"))
            rows.append((bar.name, hours_text, leverage))
    headings = ("", figures.HUMAN_HOURS.heading, figures.LEVERAGE.heading)
    return BarChart(
        id=labels.id,
        title=labels.title,
        description=labels.description,
        width=COLUMN * len(bars),
        columns=tuple(columns),
        bars=_bar_path(linear.at(value) for value in hours),
        line="M" + "L".join(f"{x} {y}" for x, y in points) if len(points) > 1 else "",
        dots="".join(f"M{x} {y}h0" for x, y in points),
        rules=tuple(str(_down(linear.at(value))) for value in linear.values),
        left=_value_ticks(linear),
        right=tuple(Tick(per_cent(1 - log.at(value)), factor_label(value)) for value in log.values) if log else (),
        bottom=tuple(Tick(per_cent((n + 0.5) / len(bars)), bar.tick) for n, bar in enumerate(bars) if bar.tick),
        bars_name=figures.HUMAN_HOURS.heading,
        line_name=figures.LEVERAGE.heading if log else "",
        table=None if labels.source else ChartTable(headings, tuple(rows)),
        source=labels.source,
    )


def factors_chart(counts: Distribution) -> BarChart:
    """Draw how many tasks have a factor of each class."""
    linear = Linear(max(counts))
    bounds = [factor_label(bound) for bound in BOUNDS]
    between = (f"{low} to below {high}" for low, high in pairwise(bounds))
    names = [f"below {bounds[0]}", *between, f"{bounds[-1]} and more"]
    return BarChart(
        id="distribution",
        title="Leverage factors of all tasks",
        description="How many tasks have a factor of each class; "
        "each class is about twice as wide as the one before.",
        width=COLUMN * len(counts),
        columns=tuple(Column(n * COLUMN, f"{names[n]}: {count:,}") for n, count in enumerate(counts) if count),
        bars=_bar_path(linear.at(count) for count in counts),
        line="",
        dots="",
        rules=tuple(str(_down(linear.at(value))) for value in linear.values),
        left=_value_ticks(linear),
        right=(),
        bottom=tuple(
            Tick(per_cent((n + 1) / len(counts)), bounds[n])
            for n, bound in enumerate(BOUNDS)
            if bound in (1, 10, 100, 1_000, 10_000)
        ),
        bars_name=figures.TASKS.heading,
        line_name="",
        table=ChartTable(("Factor", "Tasks"), tuple((names[n], f"{count:,}") for n, count in enumerate(counts))),
        source="",
    )


def spark(values: Iterable[float]) -> str:
    """Draw bars as path data, in a box of 20 units' height and 4 for each value; nothing where all are zero."""
    heights = list(values)
    highest = max(heights, default=0.0)
    if not highest:
        return ""
    tall = [max(1, round(value / highest * 20)) if value else 0 for value in heights]
    return "".join(f"M{n * 4} 20v-{height}h3v{height}z" for n, height in enumerate(tall) if height)


def _bar_path(parts: Iterable[float]) -> str:
    heights = [max(4, round(part * HEIGHT)) if part else 0 for part in parts]
    margin = _WIDE_MARGIN if len(heights) <= _FEW else _MARGIN
    width = COLUMN - 2 * margin
    return "".join(
        f"M{n * COLUMN + margin} {HEIGHT}v-{height}h{width}v{height}z"
        for n, height in enumerate(heights)
        if height
    )


def _down(part: float) -> int:
    """Return a height as SVG counts it, from the top."""
    return HEIGHT - round(part * HEIGHT)


def _value_ticks(axis: Linear) -> tuple[Tick, ...]:
    return tuple(Tick(per_cent(1 - axis.at(value)), f"{value:,.10g}") for value in axis.values)
