from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site import figures
from leverage_site.records.measures import Tokens
from leverage_site.stats import totals as stats
from leverage_site.stats.day_stats import day_stats
from tests.support import builders
from tests.support.builders import hours, minutes, record, task
from tests.support.oracle import figures as oracle
from tests.support.oracle import number


def of(*tasks, **more):
    return stats.day_totals(tasks, **more)


def test_a_day_is_added_up():
    totals = of(task(80, 20, 3), task(1.5, 4, 1), task(40, 12))
    assert totals == stats.Totals(
        days=1,
        tasks=3,
        human=hours(121.5),
        ai=minutes(36),
        supervision=minutes(4),
        supervised=hours(81.5),
        tokens=None,
        tokens_missing=1,
        tokens_knowable=True,
        assistants=("",),
    )
    assert totals.leverage == 202.5
    assert totals.supervisory == 1222.5
    assert totals.weeks == 3.0375
    assert totals.working_days == 15.1875


def test_leverage_is_a_ratio_of_sums_and_no_mean_of_factors():
    totals = of(task(10, 60), task(1, 600))
    assert [stats.factor(row) for row in (task(10, 60), task(1, 600))] == [10.0, 0.1]
    assert totals.leverage == 1.0


@pytest.mark.parametrize(
    ("tasks", "supervision", "supervisory"),
    [
        ((), None, None),
        ((task(8, 20),), None, None),
        ((task(8, 20, 0),), minutes(0), None),
        ((task(8, 20, 2),), minutes(2), 240.0),
        ((task(8, 20, 2), task(100, 20)), minutes(2), 240.0),
        ((task(8, 20, 2), task(4, 20, 0)), minutes(2), 360.0),
        ((task(8, 20, 0), task(4, 20)), minutes(0), None),
    ],
)
def test_supervision(tasks, supervision, supervisory):
    totals = of(*tasks)
    assert totals.supervision == supervision
    assert totals.supervisory == supervisory


@pytest.mark.parametrize(
    ("supervision", "expected"), [(None, None), (0, None), (2, 240.0), (480, 1.0), (0.5, 960.0)]
)
def test_the_supervisory_factor_of_a_task(supervision, expected):
    assert stats.supervisory_factor(task(8, 20, supervision)) == expected


K = Tokens(1_000)


@pytest.mark.parametrize(
    ("stated", "tasks", "expected", "missing"),
    [
        (None, (), None, 0),
        (None, (None,), None, 1),
        (None, (K, None), K, 0),
        (None, (K, K), Tokens(2_000), 0),
        (None, (K, Tokens(1, True)), Tokens(1_001, True), 0),
        (Tokens(5_000), (K, None), Tokens(5_000), 0),
        (Tokens(0), (None,), Tokens(0), 0),
        (Tokens(7, True), (), Tokens(7, True), 0),
    ],
)
def test_the_tokens_of_a_day(stated, tasks, expected, missing):
    totals = of(*(task(tokens=count) for count in tasks), stated=stated)
    assert (totals.tokens, totals.tokens_missing) == (expected, missing)


def test_the_tokens_of_a_period_are_those_of_the_known_days():
    known, unknown, rest = record(task(), tokens=K), record(task()), record()
    totals = stats.combine([day_stats(day).totals for day in (known, unknown, rest, known)])
    assert (totals.tokens, totals.tokens_missing, totals.days) == (Tokens(2_000), 1, 4)


def test_the_tokens_of_some_tasks_are_known_only_if_each_states_them():
    tasks = task(tokens=K), task()
    known, all_of_them = stats.part_totals(tasks[:1]), stats.part_totals(tasks)
    assert stats.combine([known]).tokens == K
    assert stats.combine([all_of_them]).tokens is None
    assert stats.combine([known, all_of_them]).tokens is None
    assert stats.combine([known, all_of_them]).tokens_missing == 1


def test_nothing_is_nothing():
    totals = stats.combine([])
    assert (totals.days, totals.tasks, totals.human, totals.ai) == (0, 0, timedelta(), timedelta())
    assert (totals.leverage, totals.supervisory, totals.tokens, totals.supervision) == (None, None, None, None)
    assert (totals.weeks, totals.working_days) == (0.0, 0.0)


def test_sums_are_exact_where_floats_are_not():
    totals = of(*(task(0.1, 6) for _ in range(1_000)))
    assert totals.human == hours(100)
    assert totals.leverage == 1.0


@given(st.lists(builders.tasks, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_tasks_changes_nothing(tasks, random):
    shuffled = random.sample(tasks, len(tasks))
    assert of(*tasks) == of(*shuffled)


@given(builders.tasks)
def test_factors_are_the_nearest_float_to_the_exact_ratio(row):
    assert stats.factor(row) == float(number(row.human) / number(row.ai))
    exact = number(row.human) / number(row.supervision) if row.supervision else None
    assert stats.supervisory_factor(row) == (None if exact is None else float(exact))


@given(builders.records)
def test_a_day_agrees_with_the_slow_definition(day):
    totals, expected = day_stats(day).totals, oracle([(day, list(day.body.get().tasks), True)])
    assert number(totals.human) == expected["human"]
    assert number(totals.ai) == expected["ai"]
    assert (None if totals.supervision is None else number(totals.supervision)) == expected["supervision"]
    assert (totals.leverage, totals.supervisory) == (expected["leverage"], expected["supervisory"])
    assert (totals.weeks, totals.working_days) == (expected["weeks"], expected["working_days"])
    assert totals.weeks == float(Fraction(expected["human"], 40))


@pytest.mark.parametrize("estimates", [(False, False), (False, True), (True, False), (True, True)])
def test_a_sum_with_an_estimate_is_one(estimates):
    tasks = [task(tokens=Tokens(5, estimated=estimated)) for estimated in estimates]
    assert of(*tasks).tokens == Tokens(10, estimated=any(estimates))
    days = [of(row) for row in tasks]
    assert stats.combine(days).tokens == Tokens(10, estimated=any(estimates))


@given(builders.tasks)
def test_exact_figures_of_a_task_are_those_that_are_printed(row):
    exact = stats.exact_task_figures(row)
    printed = {"factor": stats.factor(row), "supervisory": stats.supervisory_factor(row), "weeks": of(row).weeks}
    assert {name: value if value is None else float(value) for name, value in exact.items()} == printed


@given(builders.records)
def test_exact_figures_of_a_day_are_those_that_are_printed(day):
    totals = day_stats(day).totals
    exact = {name: value if value is None else float(value) for name, value in stats.exact_figures(totals).items()}
    assert exact == {figure.name: figure.number(totals) for figure in figures.ALL}
