"""The charts of a week, a month and a year."""

from collections.abc import Iterable, Sequence

from leverage_site.dates import MONTHS, WEEKDAYS, Period, days_between, long_date
from leverage_site.pages.calendars import calendar
from leverage_site.pages.charts import Bar, Labels, factors_chart, hours_chart
from leverage_site.pages.days import Day, DayItem
from leverage_site.pages.lists import ListItem
from leverage_site.pages.views import BarChart, Calendar
from leverage_site.stats.distribution import together

LINES = "Human hours as bars, leverage as a line on a logarithmic scale"


def hours_by_day(period: Period, days: Sequence[Day]) -> BarChart:
    """A bar for each day of a week or a month; its figures are in the table of days."""
    known = {day.record.date: day.item.totals for day in days}
    week = period.kind == "week"
    bars = [
        Bar(
            long_date(day),
            known.get(day),
            WEEKDAYS[day.weekday()][:3] if week else str(day.day) if day.day % 7 == 1 else "",
        )
        for day in days_between(period.first, period.last)
    ]
    labels = Labels(
        "hours_by_day", "Human hours a day", f"{LINES}, for each day of the {period.kind}.", "its_days"
    )
    return hours_chart(labels, bars)


def hours_by_month(period: Period, months: Iterable[ListItem]) -> BarChart:
    """A bar for each month of a year; its figures are in the table of months."""
    known = {month.text: month.totals for month in months}
    names = [(f"{name} {period.key}", name[:3]) for name in MONTHS]
    labels = Labels("hours_by_month", "Human hours a month", f"{LINES}, for each month of the year.", "its_months")
    return hours_chart(labels, [Bar(name, known.get(name), tick) for name, tick in names])


def year_calendar(period: Period, days: Iterable[DayItem]) -> Calendar:
    """Every day of a year."""
    labels = Labels(
        "calendar", "Every day", f"The human hours of each day of {period.key}: the more, the stronger."
    )
    return calendar(labels, period.first, period.last, {item.date: item.totals for item in days})


def factors(days: Iterable[Day]) -> BarChart:
    """How the factors of all tasks are distributed."""
    labels = Labels(
        "distribution",
        "Leverage factors of all tasks",
        "How many tasks have a factor of each class; each class is about twice as wide as the one before.",
    )
    return factors_chart(labels, together([day.summary.factors for day in days]))
