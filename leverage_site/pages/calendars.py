"""A year of days as a calendar, a column a week: how many human hours each amounted to."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from leverage_site import figures
from leverage_site.dates import MONTHS, WEEKDAYS, days_between, long_date, week_of
from leverage_site.pages.charts import Labels
from leverage_site.pages.scales import per_cent
from leverage_site.pages.views.charts import Calendar, Cell, ChartTable, Tick
from leverage_site.stats.totals import Totals

SHADES = 4
SIDE = ".84"


def calendar(labels: Labels, first: date, last: date, days: Mapping[date, Totals]) -> Calendar:
    """The days from `first` to `last`; `days` has the totals of those with a record."""
    monday = week_of(first).first
    shown = days_between(first, last)
    weeks = (last - monday).days // 7 + 1
    known = [hours for day in shown if (hours := figures.in_hours(days.get(day)))]
    bounds = _bounds(known)
    return Calendar(
        id=labels.id,
        title=labels.title,
        description=labels.description,
        weeks=weeks,
        days=_squares(first, last),
        cells=tuple(_cell(day, monday, days[day], bounds) for day in shown if day in days),
        months=tuple(
            Tick(per_cent((day - monday).days // 7 / weeks), MONTHS[day.month - 1][:3])
            for day in shown
            if day.day == 1 or (day == first and day.day < 15)
        ),
        levels=_level_names(bounds) if known else (),
        table=_table(monday, weeks, {day: days[day] for day in shown if day in days}),
    )


def _bounds(known: Sequence[float]) -> tuple[int, ...]:
    """The lower bounds of the second shade and the next: the quartiles, each made a round number."""
    ordered = sorted(known)
    quartiles = (ordered[len(ordered) * n // SHADES] for n in range(1, SHADES)) if ordered else ()
    return tuple(sorted({_round(value) for value in quartiles}))


def _round(value: float) -> int:
    """`value` with all its digits but the first made zero; at least 1."""
    whole = str(max(1, int(value)))
    return int(whole[0].ljust(len(whole), "0"))


@lru_cache(64)
def _squares(first: date, last: date) -> str:
    """Every day as path data, a little smaller than its place."""
    begin = first.weekday()
    places = (divmod(begin + n, 7) for n in range((last - first).days + 1))
    return "".join([f"M{week} {weekday}h{SIDE}v{SIDE}h-{SIDE}z" for week, weekday in places])


def _cell(day: date, monday: date, totals: Totals, bounds: tuple[int, ...]) -> Cell:
    week, weekday = divmod((day - monday).days, 7)
    hours = figures.in_hours(totals)
    level = 1 + sum(hours >= bound for bound in bounds) if hours else 0
    return Cell(week, weekday, level, f"{long_date(day)}: {_said(totals)}")


def _said(totals: Totals) -> str:
    return f"{figures.HUMAN_HOURS.text(totals)} human hours" if totals.tasks else "no tasks"


def _level_names(bounds: tuple[int, ...]) -> tuple[str, ...]:
    if not bounds:
        return ("any hours",)
    between = (f"{low:,} to below {high:,} h" for low, high in pairwise(bounds))
    return (f"below {bounds[0]:,} h", *between, f"{bounds[-1]:,} h and more")


def _table(monday: date, weeks: int, days: Mapping[date, Totals]) -> ChartTable:
    """A row for each week with a record, a column for each weekday."""
    rows = []
    for n in range(weeks):
        first = monday + timedelta(weeks=n)
        week = [days.get(first + timedelta(days=day)) for day in range(7)]
        if any(week):
            rows.append((week_of(first).key, *(figures.HUMAN_HOURS.text(day) if day else "" for day in week)))
    return ChartTable(("Week", *(name[:3] for name in WEEKDAYS)), tuple(rows))
