"""The charts that pages show: which days, weeks or months each is made of, and what it is called."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

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
from leverage_site.pages.calendars import calendar
from leverage_site.pages.charts import Bar, Labels, factors_chart, hours_chart
from leverage_site.pages.content import Day, DayItem
from leverage_site.pages.views import BarChart, Calendar
from leverage_site.stats.day_stats import merged
from leverage_site.stats.index import TermGroup
from leverage_site.stats.totals import Totals

LINES = "Human hours as bars, leverage as a line on a logarithmic scale"

# A young site's charts begin with its first day, but a handful of bars would be as wide as walls.
FEWEST_DAYS = 28
FEWEST_WEEKS = 13
MOST_WEEKS = 53
MOST_MONTHS = 24


def hours_of_last_days(days: Sequence[DayItem], count: int) -> BarChart:
    """The hours and the leverage of the last `count` days up to the newest of `days`."""
    known = {item.date: item.totals for item in days}
    shown = last_days(days[-1].date, min(count, max(FEWEST_DAYS, (days[-1].date - days[0].date).days + 1)))
    bars = [Bar(long_date(day), known.get(day), _day_tick(day)) for day in shown]
    labels = Labels(
        "hours_by_day",
        "Human hours a day",
        f"{LINES}, for each day from {long_date(shown[0])} to {long_date(shown[-1])}.",
    )
    return hours_chart(labels, bars)


def hours_by_week(newest: date, oldest: date, known: Mapping[str, Totals]) -> BarChart:
    """The last weeks up to that of `newest`, on a young site from that of `oldest` on; `known` is by key."""
    weeks = weeks_up_to(newest, min(MOST_WEEKS, max(FEWEST_WEEKS, (newest - oldest).days // 7 + 2)))
    labels = Labels("hours_by_week", "Week by week", f"{LINES}, for each of the last {len(weeks)} weeks.")
    return hours_chart(labels, [Bar(period_title(week), known.get(week.key), _week_tick(week)) for week in weeks])


def _week_tick(week: Period) -> str:
    """The name of a month at its first week."""
    return MONTHS[week.last.month - 1][:3] if week.last.day <= 7 else ""


def last_year(newest: date, days: Iterable[Day]) -> Calendar:
    """Every day of the year up to `newest`."""
    first = weeks_up_to(newest, MOST_WEEKS)[0].first
    labels = Labels(
        "calendar", "Every day", "The human hours of each day of the last year: the more, the stronger."
    )
    return calendar(labels, first, newest, {day.date: day.item.totals for day in days})


def hours_of_months(group: TermGroup) -> BarChart:
    """The months of a tag or a project, the last of them where there are many."""
    newest = group.parts[-1][0].date
    months = months_up_to(newest, min(MOST_MONTHS, _span(group)))
    labels = Labels(
        "hours_by_month",
        "Month by month",
        f"{LINES}, for each month.",
    )
    return hours_chart(labels, [Bar(period_title(m), group.months.get(m.key), _month_tick(m)) for m in months])


def _span(group: TermGroup) -> int:
    """How many months there are from the first day to the last."""
    first, last = (group.parts[n][0].date for n in (0, -1))
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _month_tick(month: Period) -> str:
    name = period_title(month)[:3]
    return f"{name} {month.key[:4]}" if month.key.endswith("-01") else name


def hours_by_day(period: Period, days: Sequence[Day]) -> BarChart:
    """A bar for each day of a week or a month; its figures are in the table of days."""
    known = {day.date: day.item.totals for day in days}
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


def hours_by_month(period: Period, known: Mapping[str, Totals]) -> BarChart:
    """A bar for each month of a year, `known` by title; its figures are in the table of months."""
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
    return factors_chart(labels, merged([day.stats.factors for day in days]))


def _day_tick(day: date) -> str:
    """The name of a month at its first day, the number of the day in its middle."""
    return {1: MONTHS[day.month - 1][:3], 15: "15"}.get(day.day, "")
