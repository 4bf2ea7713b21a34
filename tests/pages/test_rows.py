"""Rows of tables: small rules that every page shares."""

from datetime import date

import pytest

from leverage_site import figures
from leverage_site.counting import counted
from leverage_site.pages.rows import figure_rows, figure_texts, neighbours, ordered_tasks, task_row
from leverage_site.pages.views import Link, TaskRow
from leverage_site.pages.words import SUMMARY_LENGTH, cut, day_range, weekday
from leverage_site.records.measures import Tokens
from leverage_site.stats.totals import day_totals
from tests.support.builders import record, task


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
    assert ordered_tasks(day.tasks, "factor") == (high, low, same)
    assert ordered_tasks(day.tasks, "file") == (low, high, same)


def test_a_task_s_row() -> None:
    shown = task(1.5, 30, 5, tokens=Tokens(1_250_000, estimated=True), project="P", tags=("AI", "x"), note="N")
    assert task_row(shown, 3, {"ai": Link("AI", "ai.html")}, {"p": Link("P", "p.html")}, "day.html") == TaskRow(
        n=3,
        task=shown.task,
        human="1.5h",
        ai="30m",
        supervision="5m",
        tokens="~1.25M",
        factor="3.0x",
        supervisory="18.0x",
        project=Link("P", "p.html"),
        assistant="",
        tags=(Link("AI", "ai.html"),),
        note="N",
        href="day.html",
    )
    assert task_row(task(1.5, 30), 1, {}, {}).supervision == "–"


def test_the_figures_of_a_day_are_printed_the_same_way_everywhere() -> None:
    days = [
        day_totals(record(task(1.5, 30), tokens=tokens)) for tokens in (None, Tokens(7), Tokens(7, True), None)
    ]
    for totals in days:
        assert figure_texts(totals) == {figure.name: figure.text(totals) for figure in figures.ALL}
        for row in figure_rows(totals, "Helper", figures.ALL):
            assert row.value == figure_texts(totals)[row.name]
    assert [figure_texts(totals)["tokens"] for totals in days] == ["–", "7", "~7", "–"]
    assert figure_rows(days[0], "Helper")[2].label == "Total Helper minutes"
