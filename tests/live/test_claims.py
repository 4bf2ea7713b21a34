"""What live figures say is never refuted by the check of claims, whatever the figures are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site.claims.check import check
from leverage_site.claims.facts import TextFacts
from leverage_site.live.texts import fill_texts
from leverage_site.records.model import Library
from leverage_site.settings import Settings
from leverage_site.stats.as_of import Known
from leverage_site.stats.index import build_index
from tests.support.builders import good
from tests.support.site_states import record_text
from tests.support.sites import task

DATES = ("2026-03-31", "2026-04-06", "2026-04-07", "2026-04-08", "2026-04-09")
PROSE = """\
{{ tasks:words }} tasks at {{ leverage }}, {{ leverage.rank }}. {{ human }} hours of human work took {{ ai }}.
{{ week.tasks:words }} tasks in the week so far, {{ month.human }} hours in the month. Supervisory leverage of
{{ supervisory }} is {{ supervisory.rank.all }}.

The count of tasks, {{ tasks }}, is {{ tasks.rank.month }}; the hours are {{ human.rank.year }}. The sortable table
had a factor of {{ task.sortable-table.factor }} and took {{ task.sortable-table.ai:minutes }} minutes for
{{ task.sortable-table.human }} hours. It is {{ weeks }} weeks of work.

The highest was {{ highest.task }} at {{ highest.factor }}, the median {{ median.factor }}. The lowest factor is
{{ lowest.factor }}: {{ lowest.task }}. The median factor is {{ median.factor }}. Factors ran from {{ lowest.factor }}
to {{ highest.factor }}, with a median of {{ median.factor }}. {{ highest.task }} has the highest factor of the day.

It is {{ weekday }}, {{ date }}. {{ week.days:words }} days of the week have a record, and {{ all.days }} days in all.
The best day of the week so far is {{ week.highest.weekday }} at {{ week.highest.leverage }}. The highest leverage of
the month is {{ month.highest.leverage }}, on {{ month.highest.date }}; the lowest so far is {{ all.lowest.leverage }},
on {{ all.lowest.date }}. The highest factor of a task so far is {{ all.highest.factor }}, by {{ all.highest.task }}.
The week's median factor is {{ week.median.factor }}.

- {{ all.days:words }} days, {{ all.tasks }} tasks, a median of {{ all.median.factor }}.
- {{ all.tasks }} tasks and {{ all.human }} hours since the beginning.
- {{ leverage.rank.all }} at {{ leverage }}, with {{ supervision }} of supervision.
"""
BEHIND = "On March 31, leverage was {{ on.2026-03-31.leverage }}.\n"
TASKS = st.lists(
    st.builds(
        task,
        st.sampled_from(["Search page", "Index of words"]),
        st.sampled_from(["30m", "1h", "8h", "36h"]),
        st.sampled_from(["1m", "7m", "20m", "90m"]),
        supervision=st.sampled_from(["1m", "3m", "30s"]),
        tokens=st.sampled_from(["5k", "2M"]),
    ),
    max_size=3,
)


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(DATES[1:]), TASKS),
    st.lists(st.sampled_from(["1h", "2h", "8h"]), min_size=5, max_size=5),
)
def test_no_live_figure_is_refuted(days: dict[str, list[dict[str, str]]], hours: list[str]) -> None:
    records = []
    for day, own in zip(DATES, hours, strict=True):
        if day in days or day == DATES[0]:
            first = task("Sortable table", own, "10m", supervision="2m")
            text = PROSE + (f"\n{BEHIND}" if day != DATES[0] else "")
            records.append(good(record_text(day, {"tasks": [first, *days.get(day, [])]}, text)))
    index = build_index(records)
    filled = fill_texts(Settings("tag:e,2026:x", "https://example.org/"), Library(records=index.records), index)
    assert not list(filled.problems)
    for record in filled.index.records:
        facts = TextFacts.of_day(Known(filled.index, record.date), assistant="Claude")
        claims = check(record.body.get().prose.sentences, facts)
        assert sum(claim.verdict == "confirmed" for claim in claims) >= 8
        assert [claim for claim in claims if claim.verdict == "refuted"] == []
