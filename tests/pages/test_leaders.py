"""The highest and the lowest tasks: equal to looking at them all, though few days are read."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from leverage_site.pages.content import Day, plan_day
from leverage_site.pages.leaders import Placed, highest_tasks, lowest_tasks
from leverage_site.settings import Settings
from leverage_site.stats.index import build_index
from leverage_site.stats.totals import factor
from tests.support import builders
from tests.support.builders import task

SETTINGS = Settings("tag:example.org,2026:x", "https://example.org/")
DAYS = st.lists(st.lists(st.integers(1, 12), max_size=5), max_size=12)


def planned(factors: list[list[int]]) -> list[Day]:
    """Return a day for each list of factors."""
    days = []
    for n, of_day in enumerate(factors):
        tasks = tuple(task(value, 60) for value in of_day)
        record = builders.record(*tasks, day=date(2026, 1, 1) + timedelta(days=n))
        days.append(plan_day(SETTINGS, record, build_index([record]).days[0]))
    return days


def values(placed: list[Placed]) -> list[float]:
    return [factor(one.task) for one in placed]


def names(placed: list[Placed]) -> set[tuple[date, int]]:
    return {(one.day.date, one.n) for one in placed}


@given(DAYS, st.integers(0, 6))
def test_the_highest_are_the_highest_of_all(factors: list[list[int]], count: int) -> None:
    found = highest_tasks(planned(factors), count, "factor")
    everything = sorted((value for day in factors for value in day), reverse=True)
    assert values(found) == everything[:count]


@given(DAYS, st.integers(0, 4))
def test_the_lowest_are_the_lowest_of_the_others(factors: list[list[int]], count: int) -> None:
    days = planned(factors)
    highest = highest_tasks(days, count, "factor")
    lowest = lowest_tasks(days, count, "factor", highest)
    everything = sorted(value for day in factors for value in day)
    assert values(lowest) == everything[: min(count, max(0, len(everything) - len(highest)))]
    assert not names(highest) & names(lowest)


def test_of_equal_ones_the_earliest_comes_first() -> None:
    days = planned([[1], [5, 5], [5]])
    found = [(one.day.date.day, one.n) for one in highest_tasks(days, 3, "factor")]
    assert found == [(2, 1), (2, 2), (3, 1)]


def test_only_days_that_can_hold_a_leader_are_read() -> None:
    days = planned([[n] for n in range(1, 30)])
    for day in days[:-3]:
        object.__setattr__(day, "tasks", None)  # reading them would fail
    assert values(highest_tasks(days, 3, "factor")) == [29, 28, 27]


def test_the_number_is_that_on_the_page_of_the_day() -> None:
    days = planned([[1, 9]])
    assert [one.n for one in highest_tasks(days, 1, "factor")] == [1]
    assert [one.n for one in highest_tasks(days, 1, "file")] == [2]
