"""Leverage and human hours over time, one above the other, and the bars of a row in a list.

A function is called after its bars: `hours_by_day` draws each day of a period, `hours_of_last_days` the days
up to the newest. Dots, lines and bars stand in boxes of 200 units' height, 2 units to a column.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from leverage_site import figures
from leverage_site.charts import BarChart, Callout, ChartTable, Column, Labels, Tick
from leverage_site.charts.scales import Linear, Log, anchor_at, factor_label, per_cent, with_room
from leverage_site.dates import (
    MONTHS,
    WEEKDAYS,
    Period,
    days_between,
    last_days,
    months_up_to,
    period_title,
    short_day,
    short_span,
    weeks_up_to,
)
from leverage_site.stats.totals import Totals, combine
from leverage_site.text import count_noun
from leverage_site.values import value

COLUMN = 2
HEIGHT = 200
MOST_WEEKS = 53
MOST_MONTHS = 24

# What part of the upper panel is free for the name of the highest dot.
_HEADROOM = 0.18
_LEVERAGE_STEPS = (1, 3)
_MOST_LEVERAGE_STEPS, _MOST_HOURS_STEPS = 6, 4

# A young site's charts begin with its first day, but a handful of bars would be as wide as walls.
_FEWEST_DAYS = 28
_FEWEST_WEEKS = 13

_TITLE = "Leverage and human hours"
# What a column says, in the order of the panels.
_SAID = (figures.LEVERAGE, figures.HUMAN_HOURS, figures.TASKS)


@value
class Bar:
    """A day, week or month of a chart; without totals where there is no record. `tick` is its label, if any."""

    name: str
    totals: Totals | None
    href: str = ""
    tick: str = ""


def hours_of_last_days(
    days: Mapping[date, Totals], count: int, href: Callable[[date], str], source: str = ""
) -> BarChart:
    """Draw the last `count` days up to the newest of `days`; figures are in a table or where `source` leads."""
    oldest, newest = min(days), max(days)
    dates = last_days(newest, min(count, max(_FEWEST_DAYS, (newest - oldest).days + 1)))
    # The name of a month stands at its first day, the number of the day in its middle.
    ticks = [{1: MONTHS[day.month - 1][:3], 15: "15"}.get(day.day, "") for day in dates]
    labels = _labels("hours_by_day", f", {short_span(dates[0], dates[-1])}", "day", source)
    return hours_chart(labels, _day_bars(dates, ticks, days, href))


def hours_by_week(
    newest: date,
    oldest: date,
    weeks: Mapping[str, Totals],
    href: Callable[[str], str],
    source: str = "",
    whole: Totals | None = None,
) -> BarChart:
    """Draw the last weeks up to that of `newest`, on a young site from that of `oldest` on.

    Weeks have their totals by key and their links by title; the figures are in a table or where `source` leads.
    The average is that of `whole`, where the first week began before what is drawn, else of all weeks.
    """
    last_weeks = weeks_up_to(newest, min(MOST_WEEKS, max(_FEWEST_WEEKS, (newest - oldest).days // 7 + 2)))
    # The name of a month stands at its first week.
    ticks = [MONTHS[week.last.month - 1][:3] if week.last.day <= 7 else "" for week in last_weeks]
    labels = _labels("hours_by_week", " by week", "week", source)
    return hours_chart(labels, _bars(last_weeks, ticks, weeks, href), whole)


def hours_of_months(first: date, last: date, months: Mapping[str, Totals], href: Callable[[str], str]) -> BarChart:
    """Draw the months from that of `first` to that of `last`, the last of them where there are many.

    Months have their totals by key and their links by title.
    """
    span = (last.year - first.year) * 12 + last.month - first.month + 1
    periods = months_up_to(last, min(MOST_MONTHS, span))
    names = [(MONTHS[month.first.month - 1][:3], month.first) for month in periods]
    ticks = [f"{name} {first.year}" if first.month == 1 else name for name, first in names]
    return hours_chart(_labels("hours_by_month", " by month", "month"), _bars(periods, ticks, months, href))


def hours_by_day(period: Period, days: Mapping[date, Totals], href: Callable[[date], str]) -> BarChart:
    """Draw each day of a week or a month; its figures are in the table of days."""
    dates = days_between(period.first, period.last)
    if period.kind == "week":
        ticks = [WEEKDAYS[day.weekday()][:3] for day in dates]
        span = short_span(period.first, period.last)
    else:
        ticks = [str(day.day) if day.day % 7 == 1 else "" for day in dates]
        span = period_title(period)
    labels = _labels("hours_by_day", f", {span}", "day", source="#its_days")
    return hours_chart(labels, _day_bars(dates, ticks, days, href))


def hours_by_month(year: Period, months: Mapping[str, Totals], href: Callable[[str], str]) -> BarChart:
    """Draw each month of a year, by its title; its figures are in the table of months."""
    bars = [
        Bar(name, months.get(title), href(title) if title in months else "", name[:3])
        for name, title in ((name, f"{name} {year.key}") for name in MONTHS)
    ]
    return hours_chart(_labels("hours_by_month", f", {year.key}", "month", source="#its_months"), bars)


def hours_chart(labels: Labels, bars: Sequence[Bar], whole: Totals | None = None) -> BarChart:
    """Draw leverage as dots above human hours as bars; with a table unless `labels` name a source.

    The average is that of `whole`, by default of all bars.
    """
    hours = [figures.in_hours(bar.totals) for bar in bars]
    factors = {n: bar.totals.leverage for n, bar in enumerate(bars) if bar.totals and bar.totals.leverage}
    linear = Linear(max(hours, default=0.0), _MOST_HOURS_STEPS)
    log = None
    if factors:
        log = Log(min(factors.values()), max(factors.values()), _MOST_LEVERAGE_STEPS, _LEVERAGE_STEPS)
    heights = {n: _dot(log, factor) for n, factor in factors.items()} if log else {}
    places = {n: f"{n * COLUMN + 1}-{round(height * HEIGHT)}" for n, height in heights.items()}
    average = (whole or combine([bar.totals for bar in bars if bar.totals])) if log else None
    columns: list[Column | None] = []
    rows: list[tuple[str, ...]] = []
    for bar in bars:
        if bar.totals is None:
            columns.append(None)
            continue
        texts = [figure.text(bar.totals) for figure in _SAID]
        columns.append(Column(_sentence(bar.name, bar.totals, texts), bar.href))
        rows.append((bar.name, *texts))
    return BarChart(
        id=labels.id,
        title=labels.title,
        description=labels.description,
        width=COLUMN * len(bars),
        columns=tuple(columns),
        dots="".join(f"M{place}h0" for place in places.values()),
        line="".join(_joined(places)),
        bars="".join(
            f"M{n * COLUMN + 1} 0v-{max(1, round(linear.at(value) * HEIGHT))}"
            for n, value in enumerate(hours)
            if value
        ),
        average=_tick(_dot(log, average.leverage), figures.LEVERAGE.text(average)) if average and log else None,
        peak=_peak(bars, heights) if heights else None,
        leverage_axis=tuple(_tick(_dot(log, value), factor_label(value)) for value in log.values) if log else (),
        hours_axis=tuple(_tick(linear.at(value), f"{value:,.10g}") for value in linear.values),
        bottom=with_room([((n + 0.5) / len(bars), bar.tick) for n, bar in enumerate(bars) if bar.tick]),
        line_name=figures.LEVERAGE.heading,
        bars_name=figures.HUMAN_HOURS.heading,
        table=None if labels.source else ChartTable(("", *(figure.heading for figure in _SAID)), tuple(rows)),
        source=labels.source,
    )


def spark(values: Iterable[float], highest: float) -> str:
    """Draw bars as path data, in a box of 20 units' height and 4 for each value; `highest` fills the height."""
    tall = [max(1, round(value / highest * 20)) if value else 0 for value in values]
    return "".join(f"M{n * 4} 20v-{height}h3v{height}z" for n, height in enumerate(tall) if height)


def _labels(name: str, span: str, each: str, source: str = "") -> Labels:
    text = (
        f"For each {each} leverage as a dot on a logarithmic scale, human hours as a bar below. "
        "The dotted rule is the weighted average."
    )
    return Labels(name, _TITLE + span, text, source)


def _day_bars(
    dates: Sequence[date], ticks: Sequence[str], days: Mapping[date, Totals], href: Callable[[date], str]
) -> list[Bar]:
    return [
        Bar(short_day(day), days.get(day), href(day) if day in days else "", tick)
        for day, tick in zip(dates, ticks, strict=True)
    ]


def _bars(
    periods: Sequence[Period], ticks: Sequence[str], totals: Mapping[str, Totals], href: Callable[[str], str]
) -> list[Bar]:
    bars = []
    for period, tick in zip(periods, ticks, strict=True):
        title = period_title(period)
        bars.append(Bar(title, totals.get(period.key), href(title) if period.key in totals else "", tick))
    return bars


def _sentence(name: str, totals: Totals, texts: Sequence[str]) -> str:
    if not totals.tasks:
        return f"{name}: no tasks"
    leverage, hours, _ = texts
    return f"{name}: {leverage}, {hours} h, {count_noun(totals.tasks, 'task')}"


def _dot(log: Log, factor: float | None) -> float:
    """Return the height of a factor as a part of the upper panel's."""
    return log.at(factor or log.first) * (1 - _HEADROOM)


def _tick(height: float, text: str) -> Tick:
    return Tick(per_cent(1 - height), text)


def _joined(places: Mapping[int, str]) -> Iterator[str]:
    """Yield lines between the places of neighbouring columns, given by the number of the column."""
    joined = False
    for (n, place), (following, next_place) in pairwise(places.items()):
        if following == n + 1:
            yield f"L{next_place}" if joined else f"M{place}L{next_place}"
        joined = following == n + 1


def _peak(bars: Sequence[Bar], heights: Mapping[int, float]) -> Callout:
    """Name the highest dot, of equal ones the first."""
    n = max(heights, key=lambda n: heights[n])
    x, totals = (n + 0.5) / len(bars), bars[n].totals
    text = f"{bars[n].name}: {figures.LEVERAGE.text(totals)}" if totals else ""
    return Callout(per_cent(x), per_cent(1 - heights[n]), text, anchor_at(x, text))
