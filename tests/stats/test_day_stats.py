"""Laws of the distribution of factors."""

from statistics import median as true_median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.stats.day_stats import (
    BOUNDS,
    Standing,
    distribution,
    median,
    middle_half,
    milestones,
    standings,
)

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


# Standings and milestones


def ranks(*values):
    return [(found.rank, found.of) if found else None for found in standings(values)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), []),
        ((5.0,), [(1, 1)]),
        ((5.0, 7.0, 6.0), [(1, 1), (1, 2), (2, 3)]),
        ((7.0, 6.0, 5.0), [(1, 1), (2, 2), (3, 3)]),
        ((5.0, 5.0, 5.0), [(1, 1), (1, 2), (1, 3)]),
        ((7.0, 5.0, 7.0, 6.0), [(1, 1), (2, 2), (1, 3), (3, 4)]),
        ((None, 5.0, None, 4.0), [None, (1, 1), None, (2, 2)]),
        ((0.0, None), [(1, 1), None]),
    ],
)
def test_standings(values, expected):
    assert ranks(*values) == expected


_numbers = st.sampled_from([0.5, 1.0, 2.0, 3.5]) | st.floats(0, 1e6)
_positive = st.lists(st.none() | st.floats(0.1, 1e6))
_values = st.lists(st.none() | _numbers, max_size=25)
_long = st.builds(lambda values, times: values * times, _values, st.integers(1, 38))


def by_counting(values, n):
    so_far = [value for value in values[: n + 1] if value is not None]
    return None if values[n] is None else Standing(1 + sum(value > values[n] for value in so_far), len(so_far))


@given(_values | _long)
def test_a_day_is_held_against_the_days_up_to_it(values):
    assert standings(values) == [by_counting(values, n) for n in range(len(values))]


@given(_values | _long, st.none() | st.floats(0, 1e6))
def test_a_newer_day_changes_no_older_standing(values, newest):
    assert standings([*values, newest])[:-1] == standings(values)


# Milestones


def test_only_what_is_higher_than_all_before() -> None:
    values = [None, 2.0, 2.0, 1.0, None, 3.0, 2.5, 3.5]
    assert list(milestones(enumerate(values))) == [1, 5, 7]


@given(_positive)
def test_the_last_one_is_the_first_of_the_highest(values: list[float | None]) -> None:
    known = [value for value in values if value is not None]
    found = list(milestones(enumerate(values)))
    assert found[-1:] == ([values.index(max(known))] if known else [])


@given(_positive, _positive)
def test_a_newer_value_never_takes_a_record_away(values: list[float | None], more: list[float | None]) -> None:
    before, after = (list(milestones(enumerate(all_))) for all_ in (values, [*values, *more]))
    assert after[: len(before)] == before
