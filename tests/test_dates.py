from datetime import date, timedelta
from email.utils import parsedate_to_datetime

import pytest

from leverage_site import dates

ONE = timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-04-07", date(2026, 4, 7)),
        ("1970-01-01", date(1970, 1, 1)),
        ("2199-12-31", date(2199, 12, 31)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_a_day_is_read(text, day):
    assert dates.parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "2026-4-7", "2026-04-7", "26-04-07", "20260407", "2026-W15-2", "2026-097", "2026/04/07",
        "07.04.2026", "2026-04-07 ", " 2026-04-07", "2026-04-07\n", "2026-04-07T12:00", "2026-04-07 12:00",
        "2026-04-07Z", "2026-02-30", "2025-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-04-00",
        "2026-04-31", "1969-12-31", "2200-01-01", "0000-01-01", "9999-12-31", "-2026-04-07", "+2026-04-07",
        "２０２６-04-07", "٢٠٢٦-٠٤-٠٧", "2026-04-०७", "2026–04–07", "2026-04-07x", "today", "2026-04-07\x00",
    ],
)  # fmt: skip
def test_what_is_no_day(text):
    assert dates.parse_date(text) is None


def iso_week(day: date) -> tuple[int, int]:
    """Compute the ISO week of a day from its definition: the week's Thursday says the year, and counts its weeks."""
    thursday = day + (3 - (day.toordinal() + 6) % 7) * ONE
    return thursday.year, (thursday.timetuple().tm_yday - 1) // 7 + 1


def test_weeks_around_every_new_year():
    for year in range(1970, 2200):
        for offset in range(-9, 10):
            day = date(year, 1, 1) + offset * ONE
            week = dates.week_of(day)
            assert week.key == "{:04}-W{:02}".format(*iso_week(day))
            assert week.first <= day <= week.last
            assert (week.first.isoweekday(), week.last.isoweekday()) == (1, 7)
            assert (week.last - week.first).days == 6


@pytest.mark.parametrize(
    ("day", "key", "first"),
    [
        (date(2026, 4, 7), "2026-W15", date(2026, 4, 6)),
        (date(2024, 12, 30), "2025-W01", date(2024, 12, 30)),
        (date(2027, 1, 3), "2026-W53", date(2026, 12, 28)),
        (date(2021, 1, 1), "2020-W53", date(2020, 12, 28)),
        (date(1970, 1, 1), "1970-W01", date(1969, 12, 29)),
        (date(2199, 12, 31), "2200-W01", date(2199, 12, 30)),
    ],
)
def test_known_weeks(day, key, first):
    assert dates.week_of(day) == dates.Period(first, first + 6 * ONE, "week", key)
    assert dates.parse_week(key) == dates.week_of(day)


@pytest.mark.parametrize(
    "key",
    ["", "2026-W00", "2026-W54", "2025-W53", "2026-15", "2026-w15", "2026W15", "2026-W5", "2026-W015", "26-W15",
     "1969-W52", "2201-W01", "٢٠٢٦-W15", "2026-W15 ", "2026-W15\n", "0000-W01", "9999-W99"],
)  # fmt: skip
def test_what_is_no_week(key):
    assert dates.parse_week(key) is None


def test_each_month_ends_the_day_before_the_next():
    for year in range(1970, 2200):
        for month in range(1, 13):
            period = dates.month_of(date(year, month, 15))
            assert period.first == date(year, month, 1)
            assert period.last + ONE == date(year + month // 12, month % 12 + 1, 1)
            assert (period.kind, period.key) == ("month", f"{year}-{month:02}")


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 1, 31), date(2024, 2, 29), date(2026, 12, 31)])
def test_a_period_holds_its_own_edges(day):
    assert dates.month_of(day).first <= day <= dates.month_of(day).last
    assert dates.year_of(day) == dates.Period(date(day.year, 1, 1), date(day.year, 12, 31), "year", str(day.year))


def test_periods_sort_by_time():
    days = [date(2026, 1, 5), date(2025, 12, 29), date(2027, 1, 4)]
    assert [p.key for p in sorted(map(dates.week_of, days))] == ["2026-W01", "2026-W02", "2027-W01"]


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 4, 6), date(2026, 4, 6), "April 6, 2026"),
        (date(2026, 4, 6), date(2026, 4, 12), "April 6–12, 2026"),
        (date(2026, 3, 30), date(2026, 4, 5), "March 30 – April 5, 2026"),
        (date(2025, 12, 29), date(2026, 1, 4), "December 29, 2025 – January 4, 2026"),
        (date(2025, 1, 1), date(2026, 1, 31), "January 1, 2025 – January 31, 2026"),
    ],
)
def test_a_range_of_days(first, last, text):
    assert dates.day_range(first, last) == text


def test_words_for_a_day():
    assert dates.long_date(date(2026, 4, 7)) == "April 7, 2026"
    assert dates.dated_day(date(2026, 4, 7)) == "Tue 7 Apr 2026"
    assert dates.short_day(date(2026, 4, 7)) == "Tue 7 Apr"
    assert dates.day_and_month(date(2026, 4, 7)) == "7 April"
    assert dates.date_values(date(2027, 1, 3)) == {
        "date": "2027-01-03",
        "year": "2027",
        "month": "01",
        "day": "03",
        "month_name": "January",
        "weekday": "Sunday",
        "week": "2026-W53",
    }


@pytest.mark.parametrize(
    ("period", "title"),
    [
        (dates.week_of, "Week 53, 2026"),
        (dates.month_of, "January 2027"),
        (dates.year_of, "2027"),
    ],
)
def test_the_title_of_a_period(period, title):
    assert dates.period_title(period(date(2027, 1, 3))) == title


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 4, 6), date(2026, 4, 12), "April 6–12"),
        (date(2026, 4, 27), date(2026, 5, 3), "April 27 – May 3"),
        (date(2025, 12, 29), date(2026, 1, 4), "December 29 – January 4"),
    ],
)
def test_a_span_of_days_in_short(first, last, text):
    assert dates.short_span(first, last) == text


@pytest.mark.parametrize(
    ("kind", "before", "after", "count"),
    [
        ("week", "2025-W52", "2026-W01", 0),
        ("week", "2020-W52", "2021-W01", 1),
        ("week", "2024-W01", "2026-W01", 103),
        ("month", "2025-12", "2026-01", 0),
        ("month", "2024-11", "2026-01", 13),
        ("year", "2025", "2026", 0),
        ("year", "1970", "2199", 228),
    ],
)
def test_periods_between_two_of_a_kind(kind, before, after, count):
    assert dates.periods_between(dates.parse_period(kind, before), dates.parse_period(kind, after)) == count


@pytest.mark.parametrize(
    ("day", "zone", "begins"),
    [
        ("2026-04-07", "UTC", "2026-04-07T00:00:00+00:00"),
        ("2026-01-07", "Europe/Berlin", "2026-01-07T00:00:00+01:00"),
        ("2026-07-07", "Europe/Berlin", "2026-07-07T00:00:00+02:00"),
        ("2026-04-07", "Asia/Kathmandu", "2026-04-07T00:00:00+05:45"),
        ("2026-04-07", "Pacific/Auckland", "2026-04-07T00:00:00+12:00"),
        # The night in which clocks go from 0:00 to 1:00.
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T00:00:00-03:00"),
        # A zone that had seconds.
        ("1970-01-01", "Africa/Monrovia", "1970-01-01T00:44:30+00:00"),
    ],
)
def test_when_a_day_begins(day: str, zone: str, begins: str) -> None:
    moment = dates.beginning(date.fromisoformat(day), zone)
    assert moment.isoformat() == begins
    assert parsedate_to_datetime(dates.rfc_822(moment)) == moment
    assert dates.rfc_822(moment).startswith(moment.strftime("%a, %d %b %Y"))


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("UTC", True),
        ("Europe/Berlin", True),
        ("Europe", False),
        ("Nowhere/At_all", False),
        ("../etc/passwd", False),
        ("", False),
        ("\0", False),
        ("/etc/passwd", False),
    ],
)
def test_names_of_time_zones(name: str, is_one: bool) -> None:
    assert dates.is_time_zone(name) == is_one
