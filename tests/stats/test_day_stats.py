"""Laws of the distribution of factors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.stats.day_stats import BOUNDS, distribution, merge_distributions

FACTORS = st.lists(st.floats(1e-6, 1e9))


@pytest.mark.parametrize(
    ("factor", "place"), [(0.5, 0), (1, 1), (1.99, 1), (2, 2), (5, 3), (9_999.5, 12), (10_000, 13), (12_000, 13)]
)
def test_a_bound_belongs_to_the_class_that_begins_there(factor: float, place: int) -> None:
    assert distribution([factor]).index(1) == place


def test_there_is_a_class_below_the_first_bound_and_one_above_the_last() -> None:
    assert len(distribution([])) == len(BOUNDS) + 1


@given(FACTORS, FACTORS)
def test_each_task_counts_once_and_parts_add_up(some: list[float], others: list[float]) -> None:
    assert sum(distribution(some)) == len(some)
    assert merge_distributions([distribution(some), distribution(others)]) == distribution([*some, *others])


def test_nothing_together_is_nothing() -> None:
    assert merge_distributions([]) == distribution([])
