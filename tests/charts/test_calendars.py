"""A calendar: each day once, in its week and on its weekday, the more hours the stronger."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.charts import Calendar, Labels
from leverage_site.charts.calendars import calendar, last_year
from tests.support.builders import totals_of

LABELS = Labels("an_id", "A title", "A description")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def of(hours: dict[int, float]) -> Calendar:
    """Return a year whose days, counted from 0, have so many hours."""
    days = {FIRST + timedelta(days=n): totals_of(value, 60, tasks=int(value > 0)) for n, value in hours.items()}
    return calendar(LABELS, FIRST, LAST, days, str)


def points(path: str) -> list[tuple[int, int]]:
    """Return the week and the weekday of each day."""
    return [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h0", path)]


def levels(found: Calendar) -> dict[tuple[int, int], int]:
    """Return the number of its shade, 0 for one of rest, by the week and the weekday of each day."""
    paths = (found.rest, *(shade.days for shade in found.shades))
    return {point: level for level, path in enumerate(paths) for point in points(path)}


def test_each_day_has_its_place() -> None:
    found = of(dict.fromkeys(range(365), 1))
    places = [divmod(n + 3, 7) for n in range(365)]
    assert points(found.days) == places == sorted(levels(found))
    assert found.weeks == 53
    assert found.columns[:3] == (None, None, None)
    assert [column.href for column in found.columns[3:] if column] == [
        str(FIRST + timedelta(days=n)) for n in range(365)
    ]
    assert [tick.text for tick in found.months][:2] == ["Jan", "Feb"]
    assert len(found.months) == 12


def test_days_with_a_record_say_what_they_hold() -> None:
    found = of({0: 713.0, 1: 0})
    assert [column.title if column else "" for column in found.columns[3:6]] == [
        "Thu 1 Jan: 713.0 h", "Fri 2 Jan: no tasks", "",
    ]  # fmt: skip
    assert levels(found) == {(0, 3): 2, (0, 4): 0}


def test_shades_are_quartiles_made_round() -> None:
    found = of(dict(enumerate([12, 26, 55, 92])))
    texts = ["below 20 h", "20 to below 50 h", "50 to below 90 h", "90 h and more"]
    assert [shade.text for shade in found.shades] == texts
    assert list(levels(found).values()) == [1, 2, 3, 4]


@given(st.dictionaries(st.integers(0, 364), st.floats(0.01, 1e5), min_size=1))
def test_more_hours_are_never_weaker(hours: dict[int, float]) -> None:
    found = of(hours)
    shown = levels(found)
    ordered = [shown[divmod(n + 3, 7)] for n, _ in sorted(hours.items(), key=lambda item: item[1])]
    assert ordered == sorted(ordered)
    assert 1 <= ordered[0] <= ordered[-1] <= len(found.shades) <= 4


def test_the_table_has_a_row_for_each_week_with_a_record() -> None:
    found = of({0: 8, 3: 2.5, 30: 1})
    assert found.table
    assert found.table.columns == ("Week", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    assert found.table.rows == (
        ("2026-W01", "", "", "", "8.0", "", "", "2.5"),
        ("2026-W05", "", "", "", "", "", "1.0", ""),
    )


@pytest.mark.parametrize("hours", [{}, {0: 0}])
def test_a_year_without_hours_has_no_shades(hours: dict[int, float]) -> None:
    assert of(hours).shades == ()


@pytest.mark.parametrize(("days", "weeks"), [(1, 13), (13 * 7, 14), (200, 29), (366, 53), (2000, 53)])
def test_the_last_year_begins_with_the_first_record(days: int, weeks: int) -> None:
    recorded = {LAST - timedelta(days=n): totals_of(1, 1) for n in (0, days - 1)}
    found = last_year(LAST, recorded, str)
    assert found.weeks == weeks
    assert points(found.days)[0] == (0, 0)
    assert points(found.days)[-1] == (weeks - 1, LAST.weekday())
