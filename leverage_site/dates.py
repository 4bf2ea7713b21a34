"""Every calendar rule, once.

A date is a day, never an instant: no clock is read, and a time zone only where a feed needs an instant. Weeks are
ISO weeks, labelled by ISO year (`2026-W15`). Names are English whatever the locale, so that the same input gives
the same bytes.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Literal, NamedTuple

FIRST_YEAR, LAST_YEAR = 1970, 2199
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_YEAR = re.compile(r"[0-9]{4}")

PeriodKind = Literal["week", "month", "year"]


class Period(NamedTuple):
    """A stretch of whole days: `key` sorts and names it, `first` and `last` are inside it."""

    first: date
    last: date
    kind: PeriodKind
    key: str


def parse_date(text: str) -> date | None:
    """Parse `YYYY-MM-DD`, a day of 1970 to 2199; return None for anything else."""
    if not _DATE.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def parse_week(key: str) -> Period | None:
    """Parse `2026-W15`; return None where no such week exists."""
    if not (match := _WEEK.fullmatch(key)):
        return None
    year, number = int(match[1]), int(match[2])
    if not FIRST_YEAR <= year <= LAST_YEAR + 1:
        return None
    try:
        return week_of(date.fromisocalendar(year, number, 1))
    except ValueError:
        return None


def parse_month(key: str) -> Period | None:
    """Parse `2026-04`; return None where no such month exists."""
    day = parse_date(f"{key}-01") if _MONTH.fullmatch(key) else None
    return month_of(day) if day else None


def parse_year(key: str) -> Period | None:
    """Parse `2026`; return None where it is no year of 1970 to 2199."""
    day = parse_date(f"{key}-01-01") if _YEAR.fullmatch(key) else None
    return year_of(day) if day else None


def parse_period(kind: str, key: str) -> Period | None:
    """Return the week, month or year of this key, or None where there is no such one."""
    return {"week": parse_week, "month": parse_month, "year": parse_year}[kind](key)


def week_of(day: date) -> Period:
    """Return the ISO week of `day`, Monday to Sunday."""
    return _week(day - timedelta(days=day.weekday()))


@lru_cache(1024)
def _week(monday: date) -> Period:
    year, number, _ = monday.isocalendar()
    return Period(monday, monday + timedelta(days=6), "week", f"{year:04}-W{number:02}")


def month_of(day: date) -> Period:
    """Return the calendar month of `day`."""
    return _month(day.replace(day=1))


@lru_cache(1024)
def _month(first: date) -> Period:
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Period(first, last, "month", f"{first.year:04}-{first.month:02}")


def year_of(day: date) -> Period:
    """Return the calendar year of `day`."""
    return _year(day.year)


@lru_cache(1024)
def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), "year", f"{year:04}")


def last_days(newest: date, count: int) -> list[date]:
    """Return the `count` days up to `newest`, in the order of time."""
    return days_between(newest - timedelta(days=count - 1), newest)


def months_up_to(last: date, count: int) -> list[Period]:
    """Return the `count` months up to that of `last`, in the order of time."""
    number = last.year * 12 + last.month - 1
    return [_month(date(n // 12, n % 12 + 1, 1)) for n in range(number - count + 1, number + 1)]


def weeks_up_to(last: date, count: int) -> list[Period]:
    """Return the `count` weeks up to that of `last`, in the order of time."""
    monday = last - timedelta(days=last.weekday())
    return [_week(monday - timedelta(weeks=n)) for n in range(count - 1, -1, -1)]


def days_between(first: date, last: date) -> list[date]:
    """Return every day from `first` to `last`."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def periods_between(before: Period, after: Period) -> int:
    """Return how many periods of their kind lie between two of them."""
    match before.kind:
        case "week":
            steps = (after.first - before.first).days // 7
        case "month":
            steps = (after.first.year - before.first.year) * 12 + after.first.month - before.first.month
        case "year":
            steps = after.first.year - before.first.year
    return steps - 1


def long_date(day: date) -> str:
    """Return a day as `April 7, 2026`."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def dated_day(day: date) -> str:
    """Return a day with its weekday, for a row of a list: `Tue 7 Apr 2026`."""
    return f"{short_day(day)} {day.year}"


def day_and_month(day: date) -> str:
    """Return a day where its year is known: `7 April`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def day_range(first: date, last: date) -> str:
    """Return `April 6–12, 2026`, `March 30 – April 5, 2026` or `December 29, 2025 – January 4, 2026`."""
    if first == last:
        return long_date(first)
    begin = f"{MONTHS[first.month - 1]} {first.day}"
    if first.year != last.year:
        return f"{begin}, {first.year} – {long_date(last)}"
    return f"{begin}–{last.day}, {last.year}" if first.month == last.month else f"{begin} – {long_date(last)}"


def short_day(day: date) -> str:
    """Return a day whose year is known as `Tue 7 Apr`."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"


def short_date(day: date, beside: date) -> str:
    """Return a day as `7 Apr`, with its year where that is not the year of the day `beside` which it stands."""
    text = f"{day.day} {MONTHS[day.month - 1][:3]}"
    return text if day.year == beside.year else f"{text} {day.year}"


def short_range(first: date, last: date, *, year: bool = True) -> str:
    """Return days as `Dec 8–14, 2025`, `Dec 29, 2025 – Jan 4, 2026` or `Dec 8, 2025`; or without any year."""
    begin, end = (f"{MONTHS[day.month - 1][:3]} {day.day}" for day in (first, last))
    behind = f", {last.year}" if year else ""
    if first == last:
        return f"{end}{behind}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{begin}–{last.day}{behind}"
    between = f", {first.year}" if year and first.year != last.year else ""
    return f"{begin}{between} – {end}{behind}"


def period_title(period: Period) -> str:
    """Return a period as `Week 15, 2026` (by ISO year), `April 2026` or `2026`."""
    match period.kind:
        case "week":
            year, _, number = period.key.partition("-W")
            return f"Week {int(number)}, {year}"
        case "month":
            return f"{MONTHS[period.first.month - 1]} {period.first.year}"
        case "year":
            return period.key


def short_span(first: date, last: date) -> str:
    """Return days of one year or of two that follow each other as `April 6–12` or `April 27 – May 3`."""
    begin = f"{MONTHS[first.month - 1]} {first.day}"
    if first.month == last.month:
        return f"{begin}–{last.day}"
    return f"{begin} – {MONTHS[last.month - 1]} {last.day}"


@lru_cache(4096)
def beginning(day: date, zone: str) -> datetime:
    """Return the instant at which a day begins in the zone of this IANA name, with a fixed offset.

    Where clocks are put forward at that moment, it is as if they were not yet.
    """
    begin = datetime.combine(day, time(), _time_zone(zone))
    offset = begin.utcoffset() or timedelta()
    # Of old, zones had seconds, which RFC 3339 has no room for.
    return begin.replace(tzinfo=timezone(offset)) if not offset.seconds % 60 else begin.astimezone(UTC)


@lru_cache(16)
def _time_zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo  # reads files, which few sites need

    return ZoneInfo(name)


def is_time_zone(name: str) -> bool:
    """Whether `name` is that of a zone in the IANA database."""
    try:
        return bool(_time_zone(name))
    except (OSError, ValueError, LookupError):  # names of folders and of no zone at all
        return False


def rfc_822(moment: datetime) -> str:
    """Return an instant as RSS has it: `Tue, 07 Apr 2026 00:00:00 +0200`."""
    day = f"{WEEKDAYS[moment.weekday()][:3]}, {moment.day:02} {MONTHS[moment.month - 1][:3]} {moment.year:04}"
    return f"{day} {moment:%H:%M:%S %z}"


def date_values(day: date) -> dict[str, str]:
    """Return what a title or permalink pattern may say of a day."""
    text = day.isoformat()
    return {
        "date": text,
        "year": text[:4],
        "month": text[5:7],
        "day": text[8:],
        "month_name": MONTHS[day.month - 1],
        "weekday": WEEKDAYS[day.weekday()],
        "week": week_of(day).key,
    }
