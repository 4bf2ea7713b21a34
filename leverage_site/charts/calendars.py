"""Days as a calendar, a column a week: how many human hours each amounted to."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import pairwise

from leverage_site import figures
from leverage_site.charts import Calendar, Cell, ChartTable, Labels
from leverage_site.charts.scales import with_room
from leverage_site.dates import (
    MONTHS,
    WEEKDAYS,
    Period,
    days_between,
    period_title,
    week_of,
    weeks_up_to,
)
from leverage_site.stats.totals import Totals

SHADES = 4
WEEKS_OF_A_YEAR = 53
FEWEST_WEEKS = 13

# The widths of a calendar in CSS pixels: on the narrowest page, and of a week where there is room.
_NARROW, _WEEK = 260, 16


def last_year(
    newest: date, days: Mapping[date, Totals], href: Callable[[date], str], source: str = ""
) -> Calendar:
    """Draw every day of the year up to `newest`, on a young site from its first week on.

    Its figures are in a table, or where `source` leads.
    """
    weeks = (newest - week_of(min(days)).first).days // 7 + 1
    first = weeks_up_to(newest, min(WEEKS_OF_A_YEAR, max(FEWEST_WEEKS, weeks)))[0].first
    text = "The human hours of each day of the last year; darker means more."
    return calendar(Labels("calendar", "Every day", text, source), first, newest, days, href)


def calendar_of(period: Period, days: Mapping[date, Totals], href: Callable[[date], str]) -> Calendar:
    """Draw every day of a month or a year."""
    text = f"The human hours of each day of {period_title(period)}; darker means more."
    return calendar(Labels("calendar", "Every day", text), period.first, period.last, days, href)


def calendar(
    labels: Labels, first: date, last: date, days: Mapping[date, Totals], href: Callable[[date], str]
) -> Calendar:
    """Draw the days from `first` to `last`; `days` has the totals of those with a record."""
    monday = week_of(first).first
    weeks = (last - monday).days // 7 + 1
    dates = days_between(first, last)
    recorded = {day: days[day] for day in dates if day in days}
    bounds = _bounds(sorted(hours for totals in recorded.values() if (hours := figures.in_hours(totals))))
    starts = [day for day in dates if day.day == 1 or (day == first and day.day < 15)]
    names = [((day - monday).days // 7 / weeks, MONTHS[day.month - 1][:3]) for day in starts]
    return Calendar(
        id=labels.id,
        title=labels.title,
        description=labels.description,
        weeks=weeks,
        before=first.weekday(),
        cells=tuple(_cell(day, days[day], bounds, href(day)) if day in days else None for day in dates),
        months=with_room(names, min(weeks * _WEEK, _NARROW), weeks * _WEEK),
        levels=(
            *(f"below {bound:,} h" for bound in bounds[:1]),
            *(f"{low:,} to below {high:,} h" for low, high in pairwise(bounds)),
            *(f"{bound:,} h and more" for bound in bounds[-1:]),
        ),
        rests=any(not totals.tasks for totals in recorded.values()),
        table=None if labels.source else _table(monday, weeks, recorded),
        source=labels.source,
    )


def _bounds(hours: list[float]) -> list[int]:
    """Return the lower bounds of all shades but the first: the quartiles, all digits but the first made zero."""
    if not hours:
        return []
    quartiles = [str(max(1, int(hours[len(hours) * n // SHADES]))) for n in range(1, SHADES)]
    return sorted({int(whole[0].ljust(len(whole), "0")) for whole in quartiles})


def _cell(day: date, totals: Totals, bounds: list[int], href: str) -> Cell:
    # The row says which weekday it is.
    name, hours = f"{day.day} {MONTHS[day.month - 1][:3]}", figures.in_hours(totals)
    if not totals.tasks:
        return Cell(f"{name}: no tasks", href, "rest")
    return Cell(f"{name}: {figures.HUMAN_HOURS.text(totals)} h", href, f"l{1 + bisect_right(bounds, hours)}")


def _table(monday: date, weeks: int, recorded: Mapping[date, Totals]) -> ChartTable:
    """Return a row for each week with a record, with a column for each weekday."""
    rows = []
    for n in range(weeks):
        begin = monday + timedelta(weeks=n)
        week_days = [recorded.get(begin + timedelta(days=offset)) for offset in range(7)]
        if any(week_days):
            texts = [figures.HUMAN_HOURS.text(totals) if totals else "" for totals in week_days]
            rows.append((week_of(begin).key, *texts))
    return ChartTable(("Week", *(name[:3] for name in WEEKDAYS)), tuple(rows))
