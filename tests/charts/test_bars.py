"""The geometry of charts: what is drawn follows from the figures, and says them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.charts import Labels
from leverage_site.charts.bars import Bar, factors_chart, hours_chart, spark
from leverage_site.charts.scales import rug
from leverage_site.stats.day_stats import distribution
from tests.support.builders import totals_of as totals

LABELS = Labels("an_id", "A title", "A description")
BARS = [Bar("Monday", totals(10, 60), "Mon"), Bar("Tuesday", None), Bar("Wednesday", totals(40, 60))]


def heights(path: str) -> list[tuple[int, int]]:
    """Return the place and the height of each bar."""
    return [(int(x), int(height)) for x, height in re.findall(r"M(\d+) 1000v-(\d+)", path)]


def test_bars_are_as_high_as_their_hours() -> None:
    chart = hours_chart(LABELS, BARS)
    assert [tick.text for tick in chart.left] == ["0", "10", "20", "30", "40"]
    assert heights(chart.bars) == [(2, 250), (22, 1000)]
    assert chart.width == 30


def test_the_line_joins_the_days_that_have_a_factor() -> None:
    chart = hours_chart(LABELS, BARS)
    assert [tick.text for tick in chart.right] == ["50x", "20x", "10x"][::-1]
    low, high = re.fullmatch(r"M5 (\d+)L25 (\d+)", chart.line).groups()  # type: ignore[union-attr]
    assert (int(low), int(high)) == (1000, 1000 - round(0.8613531 * 1000))
    assert chart.dots == f"M5 {low}h0M25 {high}h0"


def test_a_single_point_makes_no_line() -> None:
    chart = hours_chart(LABELS, BARS[:1])
    assert chart.line == ""
    assert chart.dots.count("M") == 1


def test_each_column_says_its_figures_and_so_does_the_table() -> None:
    chart = hours_chart(LABELS, BARS)
    assert [column.title for column in chart.columns] == [
        "Monday: 10.0 human hours, leverage 10.0x",
        "Wednesday: 40.0 human hours, leverage 40.0x",
    ]
    assert chart.table
    assert chart.table.rows == (("Monday", "10.0", "10.0x"), ("Wednesday", "40.0", "40.0x"))
    assert [tick.at for tick in chart.bottom] == ["16.67"]


def test_where_the_page_has_the_figures_there_is_no_second_table() -> None:
    chart = hours_chart(Labels("an_id", "A title", "A description", source="its_days"), BARS)
    assert (chart.table, chart.source) == (None, "its_days")


def test_days_of_rest_have_neither_bar_nor_line() -> None:
    chart = hours_chart(LABELS, [Bar("Monday", totals(0, 0, tasks=0))])
    assert (chart.bars, chart.line, chart.dots, chart.line_name, chart.right) == ("", "", "", "", ())
    assert chart.columns[0].title == "Monday: no tasks"


@given(st.lists(st.none() | st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)), min_size=1, max_size=100))
def test_nothing_is_drawn_outside_of_the_box(days: list[tuple[int, int] | None]) -> None:
    chart = hours_chart(LABELS, [Bar("x", totals(*day) if day else None) for day in days])
    assert all(0 <= x < chart.width and 0 < height <= 1000 for x, height in heights(chart.bars))
    assert all(0 <= int(y) <= 1000 for y in re.findall(r"M\d+ (-?\d+)h0", chart.dots))
    assert all(0 <= float(tick.at) <= 100 for tick in (*chart.left, *chart.right, *chart.bottom))
    assert len(heights(chart.bars)) == sum(day is not None for day in days)


def test_the_factors_of_tasks_by_class() -> None:
    chart = factors_chart(distribution([3, 4, 12_000]))
    assert [(x, height) for x, height in heights(chart.bars)] == [(22, 1000), (132, 500)]
    assert [column.title for column in chart.columns] == ["2x to below 5x: 2", "10,000x and more: 1"]
    assert chart.table
    assert sum(int(count) for _, count in chart.table.rows) == 3


def test_a_rug_has_a_mark_for_each_task_and_one_for_the_mean() -> None:
    found = rug(LABELS, [100.0, 1.0, 10.0], 31.6227766)
    assert found
    assert [(mark.at, mark.text) for mark in found.marks] == [("100", "100.0x"), ("0", "1.0x"), ("50", "10.0x")]
    assert found.mean
    assert (found.mean.at, found.mean.text) == ("75", "31.6x")


@pytest.mark.parametrize("factors", [[], [3.0]])
def test_fewer_than_two_factors_make_no_rug(factors: list[float]) -> None:
    assert rug(LABELS, factors, 3.0) is None


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ([], ""),
        ([0, 0], ""),
        ([1, 0, 2], "M0 20v-10h3v10zM8 20v-20h3v20z"),
        ([1000, 1], "M0 20v-20h3v20zM4 20v-1h3v1z"),
    ],
)
def test_a_spark_shows_even_the_smallest(values: list[float], path: str) -> None:
    assert spark(values) == path
