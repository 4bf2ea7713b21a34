"""Which values were records when they came."""

from hypothesis import given
from hypothesis import strategies as st

from leverage_site.stats.milestones import milestones

VALUES = st.lists(st.none() | st.floats(0.1, 1e6))


def test_only_what_is_higher_than_all_before() -> None:
    values = [None, 2.0, 2.0, 1.0, None, 3.0, 2.5, 3.5]
    assert list(milestones(enumerate(values))) == [1, 5, 7]


@given(VALUES)
def test_the_last_one_is_the_first_of_the_highest(values: list[float | None]) -> None:
    known = [value for value in values if value is not None]
    found = list(milestones(enumerate(values)))
    assert found[-1:] == ([values.index(max(known))] if known else [])


@given(VALUES, VALUES)
def test_a_newer_value_never_takes_a_record_away(values: list[float | None], more: list[float | None]) -> None:
    before, after = (list(milestones(enumerate(all_))) for all_ in (values, [*values, *more]))
    assert after[: len(before)] == before
