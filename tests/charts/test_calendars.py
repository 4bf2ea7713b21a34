"""A calendar: each day once, in its week and on its weekday, the more hours the stronger."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.charts import Calendar, Cell, Labels
from leverage_site.charts.calendars import calendar, last_year
from tests.support.builders import totals_of

LABELS = Labels("an_id", "A title", "A description")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def of(hours: dict[int, float]) -> Calendar:
    """Return a year whose days, counted from 0, have so many hours."""
    days = {FIRST + timedelta(days=n): totals_of(value, 60, tasks=int(value > 0)) for n, value in hours.items()}
    return calendar(LABELS, FIRST, LAST, days, str)


def test_each_day_has_its_place() -> None:
    found = of(dict.fromkeys(range(365), 1))
    assert (found.weeks, found.before, len(found.cells)) == (53, 3, 365)
    assert [cell.href for cell in found.cells if cell] == [str(FIRST + timedelta(days=n)) for n in range(365)]
    assert [tick.text for tick in found.months][:2] == ["Jan", "Feb"]
    assert len(found.months) == 12


def test_days_with_a_record_say_what_they_hold() -> None:
    found = of({0: 713.0, 1: 0})
    assert found.cells[:3] == (
        Cell("1 Jan: 713.0 h", "2026-01-01", "l2"), Cell("2 Jan: no tasks", "2026-01-02", "rest"), None,
    )  # fmt: skip
    assert found.rests
    assert not of({0: 713.0}).rests


def shades(found: Calendar) -> list[str]:
    return [cell.shade for cell in found.cells if cell]


def test_shades_are_quartiles_made_round() -> None:
    found = of(dict(enumerate([12, 26, 55, 92])))
    assert found.levels == ("below 20 h", "20 to below 50 h", "50 to below 90 h", "90 h and more")
    assert shades(found) == ["l1", "l2", "l3", "l4"]


@given(st.dictionaries(st.integers(0, 364), st.floats(0.01, 1e5), min_size=1))
def test_more_hours_are_never_weaker(hours: dict[int, float]) -> None:
    found = of(hours)
    pairs = zip(sorted(hours), shades(found), strict=True)
    ordered = [int(shade[1:]) for _, shade in sorted(pairs, key=lambda pair: hours[pair[0]])]
    assert ordered == sorted(ordered)
    assert 1 <= ordered[0] <= ordered[-1] <= len(found.levels) <= 4


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
    assert of(hours).levels == ()


@pytest.mark.parametrize(("days", "weeks"), [(1, 13), (13 * 7, 14), (200, 29), (366, 53), (2000, 53)])
def test_the_last_year_begins_with_the_first_record(days: int, weeks: int) -> None:
    recorded = {LAST - timedelta(days=n): totals_of(1, 1) for n in (0, days - 1)}
    found = last_year(LAST, recorded, str)
    assert found.weeks == weeks
    assert (found.before, len(found.cells)) == (0, 7 * weeks - 6 + LAST.weekday())
