"""What stands around a day: the other end of a range, words that mean more than the day, a weekday."""

import pytest

from leverage_site.importing.formats.datelines import dateline
from leverage_site.importing.formats.days import days_in, sole_day


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
    assert not is_range or days_in(text)[1].joined


@pytest.mark.parametrize("text", ["September 7 - September 8, 2026", "Posted 7–9 September 2026 by Ann"])
def test_a_dateline_of_a_range_states_both_days(text: str) -> None:
    said = dateline(text)
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
