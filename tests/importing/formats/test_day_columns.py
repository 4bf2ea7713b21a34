"""Days in the cells of a column."""

from datetime import date

import pytest

from leverage_site.importing.formats.day_columns import cell_day, day_column, odd_weekday, readings

APRIL = date(2026, 4, 13)


@pytest.mark.parametrize(
    "text",
    ["2026-04-13", "2026/4/13", "2026-4-13", "2026.04.13", "April 13, 2026", "Apr 13 2026", "13 April 2026", "13.4.2026",
     "13.04.2026 10:20", "13-Apr-2026", "13-Apr-26", "Apr-13-2026", "Mon, Apr 13, 2026", "Monday, April 13, 2026",
     "Mon 13 Apr 2026", "Mon. 2026-04-13", "Mo, 13.04.2026", "lun. 13.04.2026", "2026-04-13T10:20:30Z"],
)  # fmt: skip
def test_a_day_in_any_form(text: str) -> None:
    assert cell_day(text) == APRIL
    assert day_column([text]).days == (APRIL,)


@pytest.mark.parametrize(
    "text", ["", "soon", "week of April 13, 2026", "13", "13/14/2026", "31.02.2026", "x" * 500, "4/2026", "1:30"]
)
def test_what_is_no_day(text: str) -> None:
    assert cell_day(text) is None
    assert readings(text) == []


@pytest.mark.parametrize(
    ("cells", "order", "found"),
    [
        (["13/04/2026", "05/04/2026"], None, [(4, 13), (4, 5)]),
        (["04/13/2026", "04/05/2026 10:20 AM"], None, [(4, 13), (4, 5)]),
        (["04-05-2026", "13-04-2026"], None, [(5, 4), (4, 13)]),
        (["04/05/2026"], None, [None]),
        (["04/05/2026", "2026-04-13"], None, [None, (4, 13)]),
        (["04/05/2026"], "dmy", [(5, 4)]),
        (["04/05/2026"], "mdy", [(4, 5)]),
        (["04.05.2026"], None, [(5, 4)]),
        (["04.05.2026"], "mdy", [(4, 5)]),
        (["04/13/2026"], "dmy", [None]),
        (["05/05/2026"], None, [(5, 5)]),
        (["13/04/2026", "04/13/2026", "04/05/2026"], None, [(4, 13), (4, 13), None]),
        (["04/05/26"], "dmy", [(5, 4)]),
        (["26/04/05"], "ymd", [(4, 5)]),
        (["2026/04/05"], "dmy", [(4, 5)]),
        (["26/04/05"], None, [(4, 5)]),
        (["26/04/27"], None, [None]),
        (["05.04.26", "13.04.26"], None, [(4, 5), (4, 13)]),
        (["26.04.05"], None, [(4, 5)]),
        (["04/05/26", "04/13/26"], None, [(4, 5), (4, 13)]),
        (["05-04-26", "13-04-26"], None, [(4, 5), (4, 13)]),
        (["Mon 04/05/26", "Tue 04/13/2026"], None, [(4, 5), (4, 13)]),
        (["04/05/26"], None, [None]),
        (["04/05/06"], None, [None]),
    ],
)
def test_the_order_is_decided_for_the_column(
    cells: list[str], order: str | None, found: list[tuple[int, int] | None]
) -> None:
    wanted = tuple(date(2026, *day) if day else None for day in found)
    assert day_column(cells, order).days == wanted


@pytest.mark.parametrize(
    ("cells", "found", "filled"),
    [
        (["2026-04-01", "", "2026-04-02", ""], [1, 1, 2, 2], 2),
        (["2026-04-01", "2026-04-02", "", "2026-04-03"], [1, 2, 2, 3], 1),
        (["2026-04-01", "2026-04-01", "", "2026-04-02"], [1, 1, None, 2], 0),
        (["", "2026-04-01", ""], [None, 1, 1], 1),
        (["soon", "", "2026-04-01"], [None, None, 1], 0),
    ],
)
def test_a_day_that_stands_once_is_that_of_the_rows_below(
    cells: list[str], found: list[int | None], filled: int
) -> None:
    column = day_column(cells)
    assert [day and day.day for day in column.days] == found
    assert column.filled == filled


@pytest.mark.parametrize(
    ("text", "odd"),
    [("Mon 2026-04-13", ""), ("Tue 2026-04-13", "Tue"), ("Di, 13.04.2026", "Di"), ("lundi 13.04.2026", ""),
     ("martes 13.04.2026", "martes"), ("2026-04-13", ""), ("April 13, 2026", ""), ("Sunday, April 13, 2026", "Sunday")],
)  # fmt: skip
def test_the_weekday_of_another_day_is_odd(text: str, odd: str) -> None:
    assert cell_day(text) == APRIL
    assert odd_weekday(text, APRIL) == odd
