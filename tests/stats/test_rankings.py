from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.stats.rankings import Standing, standings

FIRST = date(2026, 4, 1)


def on(*values):
    """Values of consecutive days."""
    return [(FIRST + timedelta(days=n), value) for n, value in enumerate(values)]


def ranks(*values):
    result = standings(on(*values))
    return [(result[day].rank, result[day].of) if day in result else None for day, _ in on(*values)]


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


_values = st.lists(st.none() | st.sampled_from([0.5, 1.0, 2.0, 3.5]) | st.floats(0, 1e6), max_size=25)


@given(_values, st.randoms(use_true_random=False))
def test_a_day_is_held_against_the_days_up_to_it(values, random):
    days = on(*values)
    result = standings(random.sample(days, len(days)))
    for index, (day, value) in enumerate(days):
        so_far = [v for _, v in days[: index + 1] if v is not None]
        expected = None if value is None else Standing(1 + sum(v > value for v in so_far), len(so_far))
        assert result.get(day) == expected


@given(_values, st.none() | st.floats(0, 1e6))
def test_a_newer_day_changes_no_older_standing(values, newest):
    before, after = standings(on(*values)), standings(on(*values, newest))
    assert {day: after[day] for day in before} == before
