"""What a day knows of those before it, worked out for all days at once, equals what is worked out for each by itself."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.live.history import PERIOD_OF, SPANS, History
from leverage_site.stats.as_of import Known, Scope
from leverage_site.stats.day_stats import RANKED
from leverage_site.stats.index import build_index
from leverage_site.stats.spread import ends_of_days, spread_of_days
from tests.support.builders import record, task

DAYS = st.dictionaries(
    st.dates(date(2025, 12, 20), date(2026, 1, 20)),
    st.lists(
        st.tuples(st.sampled_from([1, 2, 8]), st.sampled_from([1, 60]), st.sampled_from([None, 0, 3])), max_size=2
    ),
    max_size=12,
)


@given(DAYS)
def test_it_equals_what_is_known_as_of_each_day(days: dict[date, list[tuple[float, float, float | None]]]) -> None:
    index = build_index([record(*[task(*one) for one in tasks], day=day) for day, tasks in days.items()])
    history = History(index)
    for place, day in enumerate(index.days):
        known = Known(index, day.date)
        for span in SPANS:
            scope = Scope(span, PERIOD_OF[span](day.date).key if span in PERIOD_OF else "")
            assert history.totals(place, span) == known.totals(scope)
            assert history.spread(place, span) == spread_of_days(known.days_of(scope))
            assert history.ends(place, span) == ends_of_days(known.days_of(scope))
            for figure in RANKED:
                assert history.rank(place, figure, span) == known.rank(figure, scope)


@pytest.mark.parametrize("changed", range(4))
def test_a_digest_stands_for_a_day_and_those_before_it_in_a_span(changed: int) -> None:
    days = [date(2026, 4, 4) + timedelta(days=n) for n in range(4)]
    texts = ["a"] * 4
    before = History(build_index(_records(days, texts)))
    texts[changed] = "b"
    after = History(build_index(_records(days, texts)))
    for span in SPANS:
        same = [before.digest(n, span) == after.digest(n, span) for n in range(4)]
        key = PERIOD_OF.get(span, lambda _: None)
        assert same == [n < changed or key(days[n]) != key(days[changed]) for n in range(4)]


def _records(days: list[date], texts: list[str]) -> list:
    return [record(task(), day=day, front_matter_digest=text) for day, text in zip(days, texts, strict=True)]
