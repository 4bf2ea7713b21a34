"""Axes: what they name is round, and every value lies between their ends."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.charts.scales import Linear, Log, anchor_at, per_cent, with_room

VALUES = st.floats(1e-4, 1e9)


@pytest.mark.parametrize(
    ("highest", "values"),
    [
        (0, [0, 1]),
        (1, [0, 0.5, 1]),
        (7, [0, 2, 4, 6, 8]),
        (10, [0, 5, 10]),
        (713.5, [0, 200, 400, 600, 800]),
        (0.25, [0, 0.1, 0.2, 0.3]),
        (99_999, [0, 50_000, 100_000]),
    ],
)
def test_a_linear_axis_names_a_few_round_values(highest: float, values: list[float]) -> None:
    assert Linear(highest).values == pytest.approx(values)


@pytest.mark.parametrize(
    ("highest", "values"), [(1, [0, 1]), (2, [0, 1, 2]), (9, [0, 5, 10]), (0, [0, 1]), (151, [0, 100, 200])]
)
def test_a_short_axis_of_counts_names_whole_numbers(highest: int, values: list[int]) -> None:
    assert list(Linear(highest, 3, counts=True).values) == values


@given(VALUES)
def test_a_linear_axis_reaches_as_far_as_it_must(highest: float) -> None:
    axis = Linear(highest)
    assert len(axis.values) <= 6
    assert axis.at(0) == 0
    assert 0.5 < axis.at(highest) <= 1


@pytest.mark.parametrize(
    ("lowest", "highest", "values"),
    [
        (3, 40, [2, 5, 10, 20, 50]),
        (5, 5, [5, 10]),
        (10, 10, [10, 20]),
        (1.7, 12_000, [1, 10, 100, 1_000, 10_000]),
        (0.05, 0.3, [0.05, 0.1, 0.2, 0.5]),
    ],
)
def test_a_logarithmic_axis_names_steps_or_powers_of_ten(
    lowest: float, highest: float, values: list[float]
) -> None:
    assert Log(lowest, highest).values == pytest.approx(values)


def test_other_steps_may_be_named() -> None:
    assert list(Log(6.3, 289.3, 6, (1, 3)).values) == [3, 10, 30, 100, 300]


@given(st.lists(st.text("0123456789JanFeb ", min_size=1, max_size=8), max_size=40))
def test_labels_without_room_are_left_out_evenly(texts: list[str]) -> None:
    ticks = with_room([((n + 0.5) / len(texts), text) for n, text in enumerate(texts)])
    for shown, length in ((ticks, 560), ([tick for tick in ticks if not tick.wide], 200)):
        ends = [(float(tick.at) * length / 100, 3.5 * len(tick.text)) for tick in shown]
        assert all(b - a > half + other for (a, half), (b, other) in pairwise(ends))
        assert len({round(b - a, 1) for (a, _), (b, _) in pairwise(ends)}) <= 2
        assert bool(shown) == bool(texts)
    if texts:
        assert max(texts, key=len) in {tick.text for tick in ticks if not tick.wide}


@given(st.floats(0, 1), st.integers(1, 21))
def test_a_text_at_a_point_stays_on_a_narrow_axis(x: float, length: int) -> None:
    width, anchor = length * 7, anchor_at(x, "x" * length)
    begin = x * 200 - {"start": 0, "middle": width / 2, "end": width}[anchor]
    # One that is longer than two thirds of it may be in the middle of what is free beside the axis.
    assert begin >= -10
    assert begin + width <= 210
    assert anchor == "middle" or not width / 2 <= x * 200 <= 200 - width / 2


@given(st.lists(VALUES, min_size=1, max_size=5))
def test_values_lie_on_a_logarithmic_axis_in_their_order(values: list[float]) -> None:
    axis = Log(min(values), max(values))
    places = [axis.at(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(-1e-9 <= place <= 1 + 1e-9 for place in places)


@pytest.mark.parametrize(("part", "text"), [(0, "0"), (1, "100"), (0.5, "50"), (1 / 3, "33.3"), (0.9999, "100")])
def test_per_cent(part: float, text: str) -> None:
    assert per_cent(part) == text
