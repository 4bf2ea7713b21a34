"""Days as people write them: in texts, in ranges, and in the cells of a column."""

from datetime import date

import pytest

from leverage_site.importing.formats.days import (
    cell_day,
    contradicting_weekday,
    day_column,
    day_in,
    day_without_year,
    days_in,
    exact_day,
    possible_days,
    sole_day,
)
from leverage_site.importing.formats.metadata_lines import parse_dateline

DAY = date(2026, 4, 7)


@pytest.mark.parametrize(
    "text",
    [
        "Leverage Record: April 07, 2026", "April 7, 2026", "Apr 7, 2026", "Apr. 7th 2026", "APRIL 7, 2026",
        "READAPRIL 7, 2026", "7 April 2026", "7. April 2026", "2026-04-07-leverage-record.html", "on 2026/04/07", "7.4.2026", "07.04.2026",
        "Tue, Apr 7, 2026", "7-Apr-2026", "7th of April, 2026", "April 7th,2026", "2026年4月7日", "@April 7, 2026",
    ],
)  # fmt: skip
def test_a_day_in_a_text(text: str) -> None:
    assert day_in(text) == DAY


@pytest.mark.parametrize(
    "text", ["", "April 7", "04/07/2026", "12026-04-071", "February 30, 2026", "Aprilia 7, 2026", "2026-13-01"]
)
def test_no_day_in_a_text(text: str) -> None:
    assert day_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-07",
        " 2026-04-07T12:00:00Z ",
        "2026-04-07 09:30:00 +0200",
        "April 7, 2026",
        "2026-04-07T09:30:00.5-07:00",
        "2026-04-07 10:00 PM",
        "Apr 7, 2026",
        "April 7, 2026, 9:30 am",
        "2026/04/07",
        "Tuesday, April 7, 2026",
        "Tue 7 Apr 2026",
        "@April 7, 2026 10:20 AM",
        "April 7, 2026 at 10:20 p.m.",
        "2026-04-07 10:20:00 UTC+02:00",
        "2026-04-07 10:20 CEST",
        "7-Apr-2026",
    ],
)
def test_an_exact_day(text: str) -> None:
    assert exact_day(text) == DAY


@pytest.mark.parametrize(
    "text", ["", "on 2026-04-07", "1775520000", "04/07/2026", "2026-04-07 and more", "1 " * 10_000 + "x"]
)
def test_no_exact_day(text: str) -> None:
    assert exact_day(text) is None


@pytest.mark.parametrize("text", ["04/13/2026", "13/04/2026", "on 13/4/2026."])
def test_slashes_where_they_can_mean_but_one_day(text: str) -> None:
    assert day_in(text) == date(2026, 4, 13)
    assert exact_day(text) is None


def test_all_days_of_a_text_in_their_order() -> None:
    assert [found.day.day for found in days_in("April 7, 2026, then 8 April 2026 and 2026-04-09")] == [7, 8, 9]


def test_a_day_without_its_year_is_a_hint() -> None:
    assert day_without_year("On April 22 and March 3, 2026, but not may 5") == "April 22"
    assert day_without_year("On the 22nd and March 3, 2026, but not may 5") == "March 3"
    assert day_without_year("Not may 5") == ""


def named(text: str) -> list[str]:
    return [found.day.isoformat()[5:] for found in days_in(text)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Log of September 7 to September 8, 2026", ["09-07", "09-08"]),
        ("Log 7–9 September 2026", ["09-07", "09-09"]),
        ("7/9 September 2026", ["09-07", "09-09"]),
        ("7 and 9 September 2026", ["09-07", "09-09"]),
        ("7. bis 9. September 2026", ["09-07", "09-09"]),
        ("7 Sep - 9 Sep 2026", ["09-07", "09-09"]),
        ("Log 5.–7.9.2026", ["09-05", "09-07"]),
        ("7.9. – 9.9.2026", ["09-07", "09-09"]),
        ("September 7–9, 2026", ["09-07", "09-09"]),
        ("Sept 7, 8 and 9, 2026", ["09-07", "09-09"]),
        ("Monday, September 7 – Friday, September 11, 2026", ["09-07", "09-11"]),
        ("7 September 2026 - 9 September 2026", ["09-07", "09-09"]),
        ("December 30 – January 2, 2027", ["12-30", "01-02"]),
        ("2026-09-07..2026-09-09", ["09-07", "09-09"]),
        ("2026-09-07..09", ["09-07", "09-09"]),
        ("2026-09-07/09", ["09-07", "09-09"]),
        ("2026-09-07 to 09-09", ["09-07", "09-09"]),
        ("2026-09-07-to-2026-09-08.md", ["09-07", "09-08"]),
        ("Week of September 7–13, 2026", ["09-07", "09-13"]),
        ("Part 3 – 7 September 2026", ["09-07"]),
        ("Log 12 – 7 September 2026", ["09-07"]),
        ("2026-09-07 – 10 gates hung", ["09-07"]),
        ("2026-09-07-10-tips.md", ["09-07"]),
        ("2026/09/07/12.html", ["09-07"]),
        ("2026-09-07, 09:20", ["09-07"]),
        ("Notes from September 7, 2026", ["09-07"]),
        ("Week of September 7, 2026", []),
        ("The week ending on Sunday, September 13, 2026", []),
        ("Records since September 7, 2026", []),
        ("week-of-2026-09-07.md", []),
    ],
)
def test_a_range_names_both_its_ends(text: str, days: list[str]) -> None:
    assert named(text) == days
    is_range = len(days) > 1
    assert (sole_day(text) is None) == (is_range or not days)
    assert not is_range or days_in(text)[1].is_range_end


@pytest.mark.parametrize("text", ["September 7 - September 8, 2026", "Posted 7–9 September 2026 by Ann"])
def test_a_dateline_of_a_range_states_both_days(text: str) -> None:
    said = parse_dateline(text)
    assert said is not None
    assert len(said.days) == 2
    assert said.weight == "statement"


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("Tuesday, September 7, 2026", "Tuesday"), ("Tue 2026-09-07", "Tue"), ("2026-09-07 (Sunday)", "Sunday"),
        ("Log of Thurs. 7 September 2026", "Thurs"), ("Monday, September 7, 2026", ""), ("Mon 7.9.2026", ""),
        ("Sunny 7 September 2026", ""), ("2026-09-07: Sunday mood", ""),
    ],
)  # fmt: skip
def test_a_weekday_of_another_day(text: str, weekday: str) -> None:
    assert days_in(text)[0].weekday == weekday


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
    assert possible_days(text) == []


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
    ("cells", "found", "inherited"),
    [
        (["2026-04-01", "", "2026-04-02", ""], [1, 1, 2, 2], 2),
        (["2026-04-01", "2026-04-02", "", "2026-04-03"], [1, 2, 2, 3], 1),
        (["2026-04-01", "2026-04-01", "", "2026-04-02"], [1, 1, None, 2], 0),
        (["", "2026-04-01", ""], [None, 1, 1], 1),
        (["soon", "", "2026-04-01"], [None, None, 1], 0),
    ],
)
def test_a_day_that_stands_once_is_that_of_the_rows_below(
    cells: list[str], found: list[int | None], inherited: int
) -> None:
    column = day_column(cells)
    assert [day and day.day for day in column.days] == found
    assert column.inherited == inherited


@pytest.mark.parametrize(
    ("text", "odd"),
    [("Mon 2026-04-13", ""), ("Tue 2026-04-13", "Tue"), ("Di, 13.04.2026", "Di"), ("lundi 13.04.2026", ""),
     ("martes 13.04.2026", "martes"), ("2026-04-13", ""), ("April 13, 2026", ""), ("Sunday, April 13, 2026", "Sunday")],
)  # fmt: skip
def test_the_weekday_of_another_day_is_odd(text: str, odd: str) -> None:
    assert cell_day(text) == APRIL
    assert contradicting_weekday(text, APRIL) == odd
