import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.stats.day_stats import Standing, milestones, standings


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
