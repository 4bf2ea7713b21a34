"""Days as people write them."""

from datetime import date

import pytest

from leverage_site.importing.formats.days import day_in, days_in, days_without_year, exact_day

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
    assert list(days_without_year("On April 22 and March 3, 2026, but not may 5")) == ["April 22", "March 3"]
