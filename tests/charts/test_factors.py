"""The factors of tasks: each in its class, the middle of all of them, and their names where there is room."""

import re
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site import figures
from leverage_site.charts import Labels
from leverage_site.charts.factors import factors_chart, rug
from tests.support.builders import totals_of

LABELS = Labels("an_id", "A title", "A description")
FACTORS = st.lists(st.floats(0.01, 1e5), min_size=1, max_size=60).map(sorted)


def heights(path: str) -> list[tuple[int, int]]:
    """Return the place and the height of each bar."""
    return [(int(x), int(height)) for x, height in re.findall(r"M(\d+) 0v-(\d+)h2V0z", path)]


def test_classes_reach_from_the_first_with_a_task_to_the_last() -> None:
    chart = factors_chart([3, 4, 30], totals_of(10, 60))
    assert chart.classes == ("2x to below 5x: 2", "", "", "20x to below 50x: 1")
    assert heights(chart.bars) == [(0, 160), (6, 80)]
    assert chart.width == 8
    assert [(tick.at, tick.text) for tick in chart.left] == [("100", "0"), ("60", "1"), ("20", "2")]
    assert [(tick.at, tick.text) for tick in chart.bottom] == [
        ("0", "2x"), ("25", "5x"), ("50", "10x"), ("75", "20x"), ("100", "50x"),
    ]  # fmt: skip
    assert chart.table.rows == (
        ("2x to below 5x", "2"), ("5x to below 10x", "0"), ("10x to below 20x", "0"), ("20x to below 50x", "1"),
    )  # fmt: skip


@pytest.mark.parametrize("factors", [[0.5], [12_000.0], [0.5, 12_000.0]])
def test_open_classes_are_drawn_like_others(factors: list[float]) -> None:
    chart = factors_chart(factors, totals_of(1, 60))
    assert len(heights(chart.bars)) == len(factors)
    assert all(float(tick.text.replace(",", "")).is_integer() for tick in chart.left)


@given(FACTORS)
def test_every_task_is_counted_and_half_of_them_lie_in_the_middle(factors: list[float]) -> None:
    mean = sum(factors) / len(factors)
    chart = factors_chart(factors, totals_of(mean, 60))
    assert sum(int(count) for _, count in chart.table.rows) == len(factors)
    assert chart.table.rows[0][1] != "0" != chart.table.rows[-1][1]
    numbers = [float(text.replace(",", "")) for text in re.findall(r"([\d,.]+)x", chart.description)]
    low, high = numbers[0], numbers[-1]
    assert sum(low - 0.05 <= factor <= high + 0.05 for factor in factors) * 2 >= len(factors)
    assert {mark.text for mark in chart.marks} == {
        f"median {figures.factor_text(median(factors))}", f"average {figures.factor_text(mean)}",
    }  # fmt: skip
    assert all(0 <= float(mark.x) <= 100 for mark in chart.marks)


@given(FACTORS, st.floats(0, 1))
def test_no_text_of_a_mark_lies_over_the_other_mark(factors: list[float], part: float) -> None:
    mean = factors[0] + (factors[-1] - factors[0]) * part
    upper, lower = factors_chart(factors, totals_of(mean, 60)).marks
    assert upper.anchor == lower.anchor
    # The lower text begins at its mark and leads away from the upper one, which alone rises beside it.
    if lower.anchor == "start":
        assert float(upper.x) <= float(lower.x)
    else:
        assert float(lower.x) <= float(upper.x)


def test_a_rug_has_a_mark_for_each_task_and_one_for_the_mean() -> None:
    found = rug(LABELS, [(100.0, "a"), (1.0, "b"), (10.0, "c")], 31.6227766)
    assert found
    assert found.marks == "M1000 0v1M0 0v1M500 0v1"
    assert found.mean
    assert (found.mean.at, found.mean.text) == ("75", "31.6x")


def test_the_highest_are_named_where_there_is_room() -> None:
    tasks = [
        (10.0, "Sortable project table"),
        (100.0, "Monitoring platform, phases 4 to 12 and what came of it"),
        (2.0, "Linting of all modules"),
        (1.0, "Fourth"),
    ]
    found = rug(LABELS, tasks, None)
    assert found
    assert [(name.at, name.text) for name in found.names] == [
        ("100", "Monitoring platform, phases 4 to 12…"),
        ("50", "Sortable project…"),
    ]


@given(st.lists(st.tuples(st.floats(0.1, 1e4), st.text(max_size=60)), min_size=2, max_size=20))
def test_a_name_stays_left_of_its_mark(tasks: list[tuple[float, str]]) -> None:
    found = rug(LABELS, tasks, None)
    assert found
    assert all(len(name.text) <= float(name.at) * 0.39 + 0.01 for name in found.names)
    places = [float(name.at) for name in found.names]
    assert places == sorted(places, reverse=True)


@pytest.mark.parametrize("factors", [[], [3.0]])
def test_fewer_than_two_factors_make_no_rug(factors: list[float]) -> None:
    assert rug(LABELS, [(factor, "x") for factor in factors], 3.0) is None
