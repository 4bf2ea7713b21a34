"""The calendar of a year: each day once, in its week and on its weekday, the more hours the stronger."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.charts import Calendar, Labels
from leverage_site.charts.calendars import calendar
from tests.support.builders import totals_of

LABELS = Labels("an_id", "A title", "A description")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def of(hours: dict[int, float]) -> Calendar:
    """Return a year whose days, counted from 0, have so many hours."""
    days = {FIRST + timedelta(days=n): totals_of(value, 1, tasks=int(value > 0)) for n, value in hours.items()}
    return calendar(LABELS, FIRST, LAST, days)


def test_each_day_has_its_place() -> None:
    found = of(dict.fromkeys(range(365), 1))
    assert [(found.cells[n].x, found.cells[n].y) for n in (0, 3, 4, 364)] == [(0, 3), (0, 6), (1, 0), (52, 3)]
    assert found.weeks == 53
    assert len({(cell.x, cell.y) for cell in found.cells}) == 365
    squares = re.findall(r"M(\d+) (\d+)h", found.days)
    assert [(int(x), int(y)) for x, y in squares] == [(cell.x, cell.y) for cell in found.cells]
    assert [tick.text for tick in found.months][:2] == ["Jan", "Feb"]
    assert len(found.months) == 12


def test_days_with_a_record_say_what_they_hold() -> None:
    found = of({0: 713.0, 1: 0})
    assert [cell.title for cell in found.cells] == [
        "January 01, 2026: 713.0 human hours",
        "January 02, 2026: no tasks",
    ]
    assert [cell.level for cell in found.cells] == [2, 0]


def test_shades_are_quartiles_made_round() -> None:
    found = of(dict(enumerate([12, 26, 55, 92])))
    assert found.levels == ("below 20 h", "20 to below 50 h", "50 to below 90 h", "90 h and more")
    assert [cell.level for cell in found.cells[:4]] == [1, 2, 3, 4]


@given(st.dictionaries(st.integers(0, 364), st.floats(0.01, 1e5), min_size=1))
def test_more_hours_are_never_weaker(hours: dict[int, float]) -> None:
    found = of(hours)
    cells = dict(zip(sorted(hours), found.cells, strict=True))
    levels = [cells[n].level for n, _ in sorted(hours.items(), key=lambda item: item[1])]
    assert levels == sorted(levels)
    assert 1 <= levels[0] <= levels[-1] <= len(found.levels) <= 4


def test_the_table_has_a_row_for_each_week_with_a_record() -> None:
    found = of({0: 8, 3: 2.5, 30: 1})
    assert found.table.columns == ("Week", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    assert found.table.rows == (
        ("2026-W01", "", "", "", "8.0", "", "", "2.5"),
        ("2026-W05", "", "", "", "", "", "1.0", ""),
    )


@pytest.mark.parametrize("hours", [{}, {0: 0}])
def test_a_year_without_hours_has_no_shades(hours: dict[int, float]) -> None:
    assert of(hours).levels == ()
