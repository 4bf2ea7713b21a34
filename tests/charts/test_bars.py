"""The geometry of charts over time: what is drawn follows from the figures, and says them."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.charts import BarChart, Callout, Column, Labels
from leverage_site.charts.bars import (
    Bar,
    hours_by_day,
    hours_by_month,
    hours_by_week,
    hours_chart,
    hours_of_last_days,
    hours_of_months,
    spark,
)
from leverage_site.dates import month_of, week_of, year_of
from leverage_site.stats.totals import Totals
from tests.support.builders import totals_of as totals

LABELS = Labels("an_id", "A title", "A description")
BARS = [
    Bar("Monday", totals(10, 60), "1.html", "Mon"),
    Bar("Tuesday", None),
    Bar("Wednesday", totals(40, 60), "3.html"),
    Bar("Thursday", totals(20, 60), "4.html"),
]
POINT = r"([ML])(\d+)-(\d+)"
AMOUNTS = st.lists(st.none() | st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)), min_size=1, max_size=100)


def bars_of(path: str) -> list[tuple[int, int]]:
    """Return the place and the height of each bar."""
    return [(int(x), int(height)) for x, height in re.findall(r"M(\d+) 0v-(\d+)", path)]


def dots_of(path: str) -> list[tuple[int, int]]:
    """Return the place and the height of each dot."""
    return [(int(x), int(height)) for x, height in re.findall(r"M(\d+)-(\d+)h0", path)]


def test_bars_are_as_high_as_their_hours() -> None:
    chart = hours_chart(LABELS, BARS)
    assert [tick.text for tick in chart.hours_axis] == ["0", "20", "40"]
    assert bars_of(chart.bars) == [(1, 50), (5, 200), (7, 100)]
    assert chart.width == 8


def test_dots_stand_on_a_logarithmic_scale_with_room_for_a_name_above() -> None:
    chart = hours_chart(LABELS, BARS)
    assert [(tick.text, tick.at) for tick in chart.leverage_axis] == [
        ("10x", "100"),
        ("30x", "60.9"),
        ("100x", "18"),
    ]
    assert dots_of(chart.dots) == [(1, 0), (5, 99), (7, 49)]
    assert chart.peak == Callout("62.5", "50.6", "Wednesday: 40.0x", "middle")


def test_the_average_is_the_weighted_one() -> None:
    average = hours_chart(LABELS, [Bar("x", totals(10, 60)), Bar("y", totals(90, 120))]).average
    assert average
    assert average.text == "33.3x"  # 100 hours in 3, not the mean of 10 and 45
    assert 18 < float(average.at) < 100


def test_the_line_joins_neighbours_alone() -> None:
    chart = hours_chart(LABELS, BARS)
    assert chart.line == "M5-99L7-49"
    assert hours_chart(LABELS, BARS[:3]).line == ""


@given(AMOUNTS)
def test_a_line_begins_anew_behind_every_gap(days: list[tuple[int, int] | None]) -> None:
    chart = hours_chart(LABELS, [Bar("x", totals(*day) if day else None) for day in days])
    numbers = [n for n, day in enumerate(days) if day]
    wanted = {(n, after) for n, after in pairwise(numbers) if after == n + 1}
    points = [(letter, (int(x) - 1) // 2, int(y)) for letter, x, y in re.findall(POINT, chart.line)]
    joined = {(n, after) for (_, n, _), (letter, after, _) in pairwise(points) if letter == "L"}
    assert joined == wanted
    assert {(2 * n + 1, y) for _, n, y in points} <= set(dots_of(chart.dots))


@given(AMOUNTS)
def test_nothing_is_drawn_outside_of_the_box(days: list[tuple[int, int] | None]) -> None:
    chart = hours_chart(LABELS, [Bar("x", totals(*day) if day else None) for day in days])
    recorded = [2 * n + 1 for n, day in enumerate(days) if day]
    assert [x for x, _ in bars_of(chart.bars)] == [x for x, _ in dots_of(chart.dots)] == recorded
    assert all(0 < height <= 200 for _, height in bars_of(chart.bars))
    assert all(0 <= height <= 164 for _, height in dots_of(chart.dots))
    ticks = (*chart.leverage_axis, *chart.hours_axis, *chart.bottom, *([chart.average] if chart.average else ()))
    assert all(0 <= float(tick.at) <= 100 for tick in ticks)
    assert [bool(column) for column in chart.columns] == [day is not None for day in days]
    assert bool(chart.peak) == bool(recorded)


def test_each_column_says_its_figures_and_leads_to_its_page_and_so_does_the_table() -> None:
    chart = hours_chart(LABELS, BARS)
    assert chart.columns == (
        Column("Monday: 10.0x, 10.0 h, 1 task", "1.html"),
        None,
        Column("Wednesday: 40.0x, 40.0 h, 1 task", "3.html"),
        Column("Thursday: 20.0x, 20.0 h, 1 task", "4.html"),
    )
    assert chart.table
    assert chart.table.columns == ("", "Leverage", "Human hours", "Tasks")
    assert chart.table.rows[:2] == (("Monday", "10.0x", "10.0", "1"), ("Wednesday", "40.0x", "40.0", "1"))
    assert [(tick.at, tick.text) for tick in chart.bottom] == [("12.5", "Mon")]


def test_where_the_page_has_the_figures_there_is_no_second_table() -> None:
    chart = hours_chart(Labels("an_id", "A title", "A description", source="#its_days"), BARS)
    assert (chart.table, chart.source) == (None, "#its_days")


def test_days_of_rest_have_neither_bar_nor_dot() -> None:
    chart = hours_chart(LABELS, [Bar("Monday", totals(0, 0, tasks=0))])
    assert (chart.bars, chart.line, chart.dots, chart.average, chart.peak, chart.leverage_axis) == (
        "",
        "",
        "",
        None,
        None,
        (),
    )
    assert chart.columns[0]
    assert chart.columns[0].title == "Monday: no tasks"


NEWEST = date(2026, 4, 22)
SOME = {NEWEST - timedelta(days=n): totals(n + 1, 60) for n in range(0, 800, 3)}


def months(count: int) -> dict[str, Totals]:
    firsts = [month_of(NEWEST)]
    while len(firsts) < count:
        firsts.append(month_of(firsts[-1].first - timedelta(days=1)))
    return {month.key: totals(1, 6) for month in firsts}


ALL_KINDS = {
    "week": hours_by_day(week_of(NEWEST), SOME, str),
    "month": hours_by_day(month_of(NEWEST), SOME, str),
    "year": hours_by_month(year_of(NEWEST), {"April 2026": totals(1, 6)}, str),
    "60 days": hours_of_last_days(SOME, 60, str),
    "90 days": hours_of_last_days(SOME, 90, str),
    "weeks": hours_by_week(NEWEST, date(2020, 1, 1), {week_of(day).key: sums for day, sums in SOME.items()}, str),
    **{f"{n} months": hours_of_months(date(2020, 1, 1), NEWEST, months(n), str) for n in (2, 12, 24, 60)},
}


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("week", "Leverage and human hours, April 20–26"),
        ("month", "Leverage and human hours, April 2026"),
        ("year", "Leverage and human hours, 2026"),
        ("60 days", "Leverage and human hours, February 22 – April 22"),
        ("weeks", "Leverage and human hours by week"),
        ("24 months", "Leverage and human hours by month"),
    ],
)
def test_a_title_says_what_is_drawn(name: str, title: str) -> None:
    assert ALL_KINDS[name].title == title


@pytest.mark.parametrize("chart", ALL_KINDS.values(), ids=ALL_KINDS)
@pytest.mark.parametrize(("length", "is_wide"), [(200, False), (560, True)])
def test_labels_of_time_have_room(chart: BarChart, length: int, *, is_wide: bool) -> None:
    shown = [tick for tick in chart.bottom if is_wide or not tick.wide]
    assert len(shown) >= 2
    for left, right in pairwise(shown):
        ends = [
            float(tick.at) * length / 100 + side * 3.5 * len(tick.text) for tick, side in ((left, 1), (right, -1))
        ]
        assert ends[1] - ends[0] >= 6, (left, right)


def test_of_a_young_site_few_days_are_drawn() -> None:
    assert len(hours_of_last_days({NEWEST: totals(1, 6)}, 90, str).columns) == 28
    assert len(hours_by_week(NEWEST, NEWEST, {}, str).columns) == 13


@pytest.mark.parametrize(
    ("values", "highest", "path"),
    [
        ([], 0, ""),
        ([0, 0], 5, ""),
        ([1, 0, 2], 2, "M0 20v-10h3v10zM8 20v-20h3v20z"),
        ([1, 0, 2], 4, "M0 20v-5h3v5zM8 20v-10h3v10z"),
        ([1], 1000, "M0 20v-1h3v1z"),
    ],
)
def test_a_spark_is_on_the_scale_of_its_list_and_shows_even_the_smallest(
    values: list[float], highest: float, path: str
) -> None:
    assert spark(values, highest) == path
