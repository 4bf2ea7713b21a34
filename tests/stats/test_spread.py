"""The highest, the lowest and the median factor, and the best and the weakest day, by counts of their own."""

from datetime import date, timedelta
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from leverage_site.stats.day_stats import LazyTotals
from leverage_site.stats.index import build_index
from leverage_site.stats.spread import day_ends, ends_of_days, spread_of_days, spread_of_term
from leverage_site.stats.totals import factor
from tests.support.builders import record, task

TASKS = st.lists(
    st.tuples(st.sampled_from([1, 2, 8]), st.sampled_from([1, 60]), st.sampled_from(["lang", "web", None])),
    max_size=4,
)


@given(st.lists(TASKS, max_size=5))
def test_they_are_the_first_of_the_highest_and_the_lowest(
    days: list[list[tuple[float, float, str | None]]],
) -> None:
    records = [
        record(
            *[
                task(human, ai, task=f"{n}-{place}", project=project)
                for place, (human, ai, project) in enumerate(tasks)
            ],
            day=date(2026, 4, 1) + timedelta(days=n),
        )
        for n, tasks in enumerate(days)
    ]
    index = build_index(records)
    for project in (None, "lang", "web"):
        if project and project not in index.terms["project"]:
            continue
        group = index.terms["project"][project] if project else None
        found = spread_of_term(group) if group else spread_of_days(index.days)
        tasks = [one for day in index.days for one in day.tasks.get() if not project or one.project == project]
        factors = [factor(one) for one in tasks]
        assert (found is None) == (not tasks)
        if found:
            assert (found.highest.factor, found.lowest.factor) == (max(factors), min(factors))
            assert found.highest.task == tasks[factors.index(max(factors))]
            assert found.lowest.task == tasks[factors.index(min(factors))]
            assert found.median == median(factors)
        parts = group.parts if group else [(day, LazyTotals(day.stats.totals)) for day in index.days]
        values = {day.date: leverage for day, sums in parts if (leverage := sums.get().leverage) is not None}
        ends = day_ends(parts)
        assert project or ends == ends_of_days(index.days)
        assert (ends is None) == (not values)
        if ends:
            for end, (day, totals) in zip((max, min), ends, strict=True):
                assert totals.leverage == end(values.values())
                assert day.date == next(one for one, value in values.items() if value == totals.leverage)
