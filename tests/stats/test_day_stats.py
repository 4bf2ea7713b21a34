"""Laws of the distribution of factors."""

from statistics import median as true_median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.stats.day_stats import BOUNDS, distribution, median, middle_half

FACTORS = st.lists(st.floats(1e-6, 1e9), min_size=1).map(sorted)


@pytest.mark.parametrize(
    ("factor", "place"), [(0.5, 0), (1, 1), (1.99, 1), (2, 2), (5, 3), (9_999.5, 12), (10_000, 13), (12_000, 13)]
)
def test_a_bound_belongs_to_the_class_that_begins_there(factor: float, place: int) -> None:
    assert distribution([factor]).index(1) == place


def test_there_is_a_class_below_the_first_bound_and_one_above_the_last() -> None:
    assert len(distribution([])) == len(BOUNDS) + 1


@given(FACTORS)
def test_each_task_counts_once(factors: list[float]) -> None:
    counts = distribution(factors)
    assert sum(counts) == len(factors)
    assert [sum(factor < bound for factor in factors) for bound in BOUNDS] == [
        sum(counts[: n + 1]) for n in range(len(BOUNDS))
    ]


@given(FACTORS)
def test_the_middle_half_has_half_of_all_and_no_quarter_more(factors: list[float]) -> None:
    low, high = middle_half(factors)
    assert sum(low <= factor <= high for factor in factors) * 2 >= len(factors)
    assert sum(factor < low for factor in factors) * 4 <= len(factors)
    assert sum(factor > high for factor in factors) * 4 <= len(factors)
    assert low <= median(factors) <= high


@given(FACTORS)
def test_the_median(factors: list[float]) -> None:
    assert median(factors) == true_median(factors)
