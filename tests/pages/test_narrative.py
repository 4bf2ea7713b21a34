"""The generated sentences: what a person would say of a period, whatever it is made of."""

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.dates import month_of, period_title, week_of, year_of
from leverage_site.pages.content import build_content
from leverage_site.pages.narrative import (
    Said,
    amount,
    amount_of,
    marked,
    news,
    plain,
    summary,
    weekday,
)
from leverage_site.pages.tables import AdjacentPage, Links, changes, figure_rows
from leverage_site.stats.totals import Totals
from tests.support.builders import totals_of
from tests.support.sites import Site, task

BEFORE = ("Week 14, 2026", replace(totals_of(10, 60), days=2))


def sentences(
    site: Site, before: tuple[str, Totals] | None = None, kind: str = "week", name: str = "Helper"
) -> tuple[str, ...]:
    """Return the summary of the one period that all days of `site` are in."""
    prepared = site.prepared()
    content = build_content(prepared.settings, prepared.library)
    (period,) = content.periods(kind).values()
    found = summary(period.period, content.index.totals, period.group.days, before, name)
    for sentence in found:
        assert unescape(re.sub(r"<[^>]*>", "", marked(sentence))) == plain(sentence)
    return tuple(map(plain, found))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.record("2026-04-06", tasks=[task("a", "10h", "60m", supervision="5m"), task("b", "2h", "60m")])
    return site.record("2026-04-07", tasks=[task("c", "8h", "60m", supervision="15m")])


def test_a_week(site: Site) -> None:
    assert sentences(site, BEFORE) == (
        "Helper did 20.0 hours of human work in 3 hours: 3 tasks on two days, at 6.7x.",
        "Down from 10.0x the week before, on 100% more hours.",
        "Best day: Tuesday, 8.0x.",
        "Weakest: Monday, 6.0x.",
        "Supervision took 20 minutes where it was logged, a supervisory leverage of 54.0x.",
    )


def test_a_month_and_a_year(site: Site) -> None:
    site.record("2026-04-08", tasks=[])
    assert sentences(site, ("November 2025", replace(totals_of(4, 120), days=2)), kind="month") == (
        "Helper did 20.0 hours of human work in 3 hours: 3 tasks on two days, at 6.7x.",
        "Up from 2.0x in November 2025, on 3.3 times the hours per recorded day (three days, after two).",
        "Best day: 7 April, 8.0x.",
        "Weakest: 6 April, 6.0x.",
        "Supervision took 20 minutes where it was logged, a supervisory leverage of 54.0x.",
        "One more day had no tasks.",
    )
    before = ("2025", replace(totals_of(20, 180), days=200))
    assert sentences(site, before, kind="year")[1] == "Level with the year before."


def test_one_task(tmp_path: Path) -> None:
    site = Site(tmp_path).record(tasks=[task("a", "1h", "1m", supervision="1m")])
    assert sentences(site) == (
        "Helper did 1.0 hour of human work in 1 minute: 1 task on one day, at 60.0x.",
        "Supervision took 1 minute, a supervisory leverage of 60.0x.",
    )
    assert sentences(site, name="AI")[0].startswith("The assistant did 1.0 hour")


def test_several_assistants(tmp_path: Path) -> None:
    rows = [task("a"), task("b", assistant="Another")]
    assert sentences(Site(tmp_path).record(tasks=rows))[0].startswith("The assistants did 16.0 hours")


def test_days_of_rest(tmp_path: Path) -> None:
    site = Site(tmp_path).record("2026-04-06", tasks=[])
    assert sentences(site) == ("No tasks: one day of rest.",)
    site.record("2026-04-07", tasks=[])
    assert sentences(site, BEFORE) == ("No tasks: two days of rest.",)
    site.record("2026-04-08", tasks=[task("a", "2h", "60m")])
    assert sentences(site)[-1] == "Two more days had no tasks."


def test_no_record() -> None:
    week = week_of(date(2026, 4, 6))
    assert summary(week, totals_of(0, 0, tasks=0), [], None, "Helper") == (("There is no record of this week.",),)


def test_best_and_weakest_are_named_where_print_shows_just_one(tmp_path: Path) -> None:
    site = Site(tmp_path).record("2026-04-06", tasks=[task("a", "2h", "60m")])
    site.record("2026-04-07", tasks=[task("b", "4h", "120m")])
    assert len(sentences(site)) == 1
    site.record("2026-04-08", tasks=[task("c", "9h", "60m")])
    assert sentences(site)[1:] == ("Best day: Wednesday, 9.0x.",)
    site.record("2026-04-09", tasks=[task("d", "9h", "60m")])
    assert len(sentences(site)) == 1
    site.record("2026-04-10", tasks=[task("e", "1h", "60m")])
    assert sentences(site)[1:] == ("Weakest: Friday, 1.0x.",)


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        (totals_of(20, 180), "Level with the week before, on as many hours."),
        (totals_of(10, 180), "Up from 3.3x the week before, on 100% more hours."),
        (totals_of(5, 90), "Up from 3.3x the week before, on 4.0 times the hours."),
        (totals_of(40, 60), "Down from 40.0x the week before, on 50% fewer hours."),
        (replace(totals_of(40, 180), days=2),
         "Down from 13.3x the week before, on as many hours per recorded day (one day, after two)."),
        (replace(totals_of(40, 180), days=3), "Down from 13.3x the week before."),
        (totals_of(0, 0, tasks=0), None),
    ],
)  # fmt: skip
def test_the_change(before: Totals, wanted: str | None, tmp_path: Path) -> None:
    site = Site(tmp_path).record(tasks=[task("a", "20h", "180m")])
    assert sentences(site, ("Week 14, 2026", before))[1:] == ((wanted,) if wanted else ())


def test_a_period_that_is_not_the_one_before_has_its_name(tmp_path: Path) -> None:
    site = Site(tmp_path).record(tasks=[task("a", "20h", "180m")])
    for hours, wanted in ((20, "Level with Week 9, 2026"), (10, "Up from 3.3x in Week 9, 2026")):
        assert sentences(site, ("Week 9, 2026", totals_of(hours, 180)))[1].startswith(wanted)


def test_figures_carry_their_numbers_and_words_are_escaped() -> None:
    assert marked(("<AI> did ", Said("~447M", "446666561"), ".")) == (
        '&lt;AI&gt; did <data value="446666561">~447M</data>.'
    )


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**4)), max_size=4))
def test_every_sentence_ends_once_and_counts_agree(
    tmp_path_factory: pytest.TempPathFactory, days: list[tuple[int, int]]
) -> None:
    site = Site(tmp_path_factory.mktemp("week")).record("2026-04-06", tasks=[])
    for n, (hours, minutes) in enumerate(days, 7):
        site.record(f"2026-04-{n:02}", tasks=[task("a. b...", f"{hours / 4}h", f"{minutes}m")])
    for sentence in sentences(site, BEFORE):
        assert re.fullmatch(r"[A-Z0-9].*[^.]\.", sentence)
        assert not re.search(r"\b1 (tasks|days|minutes)\b|\b[02-9][\d,.]* (task|day|minute)\b", sentence)
        assert len(sentence.split()) <= 35


NUMBERS = st.integers(1, 10**6)


@given(st.tuples(NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS), st.integers(1, 9), st.integers(1, 9))
def test_periods_of_different_recorded_days_are_never_compared_without_a_word(
    now: tuple[int, int], before: tuple[int, int], days: int, days_before: int
) -> None:
    """Their sums are compared per recorded day, which table and sentence say; of very different ones, no sentence."""
    new, old = replace(totals_of(*now), days=days), replace(totals_of(*before), days=days_before)
    named = changes(new, AdjacentPage("Week 14, 2026", "/weeks/2026-W14.html", old), Links("/x.html"))
    row = figure_rows(new, "Helper", old)[1]
    told = " ".join(map(plain, _sentences(new, old)))
    assert named is not None
    if days == days_before:
        assert named.note == ""
        assert "recorded day" not in told
        return
    assert f"{days:,} recorded day" in named.note
    assert f"before {days_before:,}: sums are compared per recorded day" in named.note
    per_day = [sums.human / sums.days for sums in (new, old)]
    assert (row.change[0] == "−") == (per_day[0] < per_day[1] and row.change[0] != "±")
    assert "hours" not in told.partition("x the week before")[2] or "per recorded day (" in told
    if max(days, days_before) > 2 * min(days, days_before):
        assert "recorded day" not in told


def _sentences(now: Totals, before: Totals) -> list[tuple[str | Said, ...]]:
    """Return the sentences on a week of one indexed day whose sums are `now`."""
    day = type("Day", (), {"stats": type("Stats", (), {"totals": now})(), "date": date(2026, 4, 7)})()
    return list(summary(week_of(day.date), now, [day], ("Week 14, 2026", before), "Helper"))[1:]


def test_what_a_day_and_a_page_amounted_to() -> None:
    day, rest = totals_of(535.5, 742, tasks=36), totals_of(0, 0, tasks=0)
    assert amount(day) == "535.5 hours of human work in 12 h 22 min: 36 tasks, at 43.3x."
    assert amount(rest) == "A day without tasks."
    assert amount_of(day, "on April 7, 2026") == "535.5 hours of human work in 12 h 22 min on April 7, 2026."
    assert amount_of(day, "in 2026", 1).endswith("in 2026: 36 tasks on one day.")
    assert amount_of(rest, "on April 7, 2026") == "No tasks on April 7, 2026."
    assert news(day, "on April 7, 2026") == "43.3x on April 7, 2026: 36 tasks"
    assert news(rest, "on April 7, 2026") == ""


def test_a_weekday() -> None:
    assert [weekday(date(2026, 4, n)) for n in (6, 12)] == ["Monday", "Sunday"]
    assert [period_title(of(date(2026, 4, 6))) for of in (week_of, month_of, year_of)] == [
        "Week 15, 2026",
        "April 2026",
        "2026",
    ]
