"""A year of days as a calendar, a column a week: how many human hours each amounted to."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from leverage_site import figures
from leverage_site.charts import Calendar, Cell, ChartTable, Labels, Tick
from leverage_site.charts.scales import per_cent
from leverage_site.dates import MONTHS, WEEKDAYS, Period, days_between, long_date, week_of, weeks_up_to
from leverage_site.stats.totals import Totals

SHADES = 4
SIDE = ".84"
WEEKS_OF_A_YEAR = 53


def last_year(newest: date, days: Mapping[date, Totals]) -> Calendar:
    """Draw every day of the year up to `newest`."""
    first = weeks_up_to(newest, WEEKS_OF_A_YEAR)[0].first
    text = "The human hours of each day of the last year: the more, the stronger."
    return calendar(Labels("calendar", "Every day", text), first, newest, days)


def calendar_year(year: Period, days: Mapping[date, Totals]) -> Calendar:
    """Draw every day of a year."""
    text = f"The human hours of each day of {year.key}: the more, the stronger."
    return calendar(Labels("calendar", "Every day", text), year.first, year.last, days)


def calendar(labels: Labels, first: date, last: date, days: Mapping[date, Totals]) -> Calendar:
    """Draw the days from `first` to `last`; `days` has the totals of those with a record."""
    monday = week_of(first).first
    dates = days_between(first, last)
    weeks = (last - monday).days // 7 + 1
    recorded = {day: days[day] for day in dates if day in days}
    # The lower bounds of the second shade and the next: the quartiles, all their digits but the first made zero.
    ordered = sorted(hours for totals in recorded.values() if (hours := figures.in_hours(totals)))
    bounds = []
    if ordered:
        quartiles = [str(max(1, int(ordered[len(ordered) * n // SHADES]))) for n in range(1, SHADES)]
        bounds = sorted({int(whole[0].ljust(len(whole), "0")) for whole in quartiles})
    levels = (
        *(f"below {bound:,} h" for bound in bounds[:1]),
        *(f"{low:,} to below {high:,} h" for low, high in pairwise(bounds)),
        *(f"{bound:,} h and more" for bound in bounds[-1:]),
    )
    cells = []
    for day, totals in recorded.items():
        week, weekday = divmod((day - monday).days, 7)
        hours = figures.in_hours(totals)
        level = 1 + sum(hours >= bound for bound in bounds) if hours else 0
        text = f"{figures.HUMAN_HOURS.text(totals)} human hours" if totals.tasks else "no tasks"
        cells.append(Cell(week, weekday, level, f"{long_date(day)}: {text}"))
    # A row for each week with a record, a column for each weekday.
    rows = []
    for n in range(weeks):
        begin = monday + timedelta(weeks=n)
        week_days = [recorded.get(begin + timedelta(days=offset)) for offset in range(7)]
        if any(week_days):
            texts = [figures.HUMAN_HOURS.text(totals) if totals else "" for totals in week_days]
            rows.append((week_of(begin).key, *texts))
    return Calendar(
        id=labels.id,
        title=labels.title,
        description=labels.description,
        weeks=weeks,
        days=_squares(first, last),
        cells=tuple(cells),
        months=tuple(
            Tick(per_cent((day - monday).days // 7 / weeks), MONTHS[day.month - 1][:3])
            for day in dates
            if day.day == 1 or (day == first and day.day < 15)
        ),
        levels=levels,
        table=ChartTable(("Week", *(name[:3] for name in WEEKDAYS)), tuple(rows)),
    )


@lru_cache(64)
def _squares(first: date, last: date) -> str:
    """Return every day as path data, a little smaller than its place; it is the same for every site."""
    begin = first.weekday()
    places = (divmod(begin + n, 7) for n in range((last - first).days + 1))
    return "".join([f"M{week} {weekday}h{SIDE}v{SIDE}h-{SIDE}z" for week, weekday in places])
