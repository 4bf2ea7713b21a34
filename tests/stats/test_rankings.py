import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.stats.rankings import BLOCK, Ranking, Standing


def standings(values):
    ranking = Ranking(values)
    return [ranking.standing(n) for n in range(len(values))]


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
_values = st.lists(st.none() | _numbers, max_size=25)
_long = st.builds(lambda values, times: values * times, _values, st.integers(1, 3 * BLOCK // 20))


def by_counting(values, n):
    so_far = [value for value in values[: n + 1] if value is not None]
    return None if values[n] is None else Standing(1 + sum(value > values[n] for value in so_far), len(so_far))


@given(_values | _long, st.randoms(use_true_random=False))
def test_a_day_is_held_against_the_days_up_to_it(values, random):
    ranking = Ranking(values)
    for n in random.sample(range(len(values)), len(values)):
        assert ranking.standing(n) == by_counting(values, n)


@given(_values | _long, st.none() | st.floats(0, 1e6))
def test_a_newer_day_changes_no_older_standing(values, newest):
    assert standings([*values, newest])[:-1] == standings(values)
