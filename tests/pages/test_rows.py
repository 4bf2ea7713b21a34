"""Rows of tables: small rules that every page shares."""

from datetime import date

import pytest

from leverage_site.figures import counted
from leverage_site.pages.rows import neighbours, ordered_tasks
from leverage_site.pages.words import SUMMARY_LENGTH, cut, day_range, weekday
from tests.builders import record, task


@pytest.mark.parametrize(("number", "wanted"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (1234, "1,234 days")])
def test_counted(number: int, wanted: str) -> None:
    assert counted(number, "day") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ""),
        ("short", "short"),
        ("x" * SUMMARY_LENGTH, "x" * SUMMARY_LENGTH),
        ("x" * (SUMMARY_LENGTH + 1), "x" * (SUMMARY_LENGTH - 1) + "…"),
        ("word " * 44 + "x" * 9, "word " * 43 + "word…"),
        ("a, " * 80, ("a, " * 80)[: SUMMARY_LENGTH - 1].rstrip(" ,") + "…"),
    ],
)
def test_cut(text: str, wanted: str) -> None:
    assert cut(text) == wanted
    assert len(cut(text)) <= SUMMARY_LENGTH + 1


def test_a_week_s_range_and_a_weekday() -> None:
    assert day_range(date(2025, 12, 29), date(2026, 1, 4)) == "December 29, 2025 to January 04, 2026"
    assert [weekday(date(2026, 4, n)) for n in (6, 12)] == ["Monday", "Sunday"]


@pytest.mark.parametrize(
    ("items", "wanted"),
    [
        ([], []),
        ([1], [(None, 1, None)]),
        ([1, 2, 3], [(None, 1, 2), (1, 2, 3), (2, 3, None)]),
    ],
)
def test_neighbours(items: list[int], wanted: list[tuple[int | None, int, int | None]]) -> None:
    assert [(*(found := neighbours(items, n))[:1], item, found[1]) for n, item in enumerate(items)] == wanted


def test_ordered_tasks() -> None:
    low, high, same = task(1, 60), task(9, 60), task(1, 60, task="later")
    day = record(low, high, same)
    assert ordered_tasks(day, "factor") == (high, low, same)
    assert ordered_tasks(day, "file") == (low, high, same)
