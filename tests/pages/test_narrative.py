"""The generated sentences: good English from the figures, whatever a period is made of; small texts."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.dates import week_of
from leverage_site.pages.content import build_content
from leverage_site.pages.narrative import EXCERPT_LENGTH, day_range, summary, truncate_at_word, weekday
from leverage_site.stats.totals import Totals
from tests.support.builders import totals_of
from tests.support.sites import Site, task

BEFORE = ("Week 14, 2026", totals_of(10, 60))


def sentences(site: Site, before: tuple[str, Totals] | None = None) -> tuple[str, ...]:
    """Return the summary of the week that all days of `site` are in."""
    prepared = site.prepared()
    content = build_content(prepared.settings, prepared.library)
    (week,) = content.periods("week").values()
    return summary(week.period, content.index.totals, week.group.days, before, "Helper")


def test_several_days_and_tasks(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.record("2026-04-06", tasks=[task("a", "10h", "60m", supervision="5m"), task("b", "2h", "60m")])
    site.record("2026-04-07", tasks=[task("c", "8h", "60m", supervision="15m")])
    assert sentences(site, BEFORE) == (
        "3 tasks on 2 days: what would have taken a person 20.0 hours took Helper 180 minutes, a leverage of 6.7x.",
        "Supervision of the tasks that state it took 20 minutes, a supervisory leverage of 54.0x.",
        "Leverage was highest on Tuesday, April 07, 2026 (8.0x) and lowest on Monday, April 06, 2026 (6.0x).",
        "Against Week 14, 2026, leverage fell by 33%.",
    )


def test_one_task(tmp_path: Path) -> None:
    site = Site(tmp_path).record(tasks=[task("a", "1h", "1m", supervision="1m")])
    assert sentences(site) == (
        "1 task on 1 day: what would have taken a person 1.0 hour took Helper 1 minute, a leverage of 60.0x.",
        "Supervision took 1 minute, a supervisory leverage of 60.0x.",
    )


def test_days_of_rest(tmp_path: Path) -> None:
    site = Site(tmp_path).record("2026-04-06", tasks=[])
    assert sentences(site) == ("1 day of rest, and no task.",)
    site.record("2026-04-07", tasks=[])
    assert sentences(site, BEFORE) == ("2 days of rest, and no task.",)
    site.record("2026-04-08", tasks=[task("a", "2h", "60m")])
    assert sentences(site)[0].startswith("1 task on 1 day and 2 days of rest: what")


def test_no_record() -> None:
    week = week_of(date(2026, 4, 6))
    assert summary(week, totals_of(0, 0, tasks=0), [], None, "Helper") == ("There is no record of this week.",)


def test_days_that_print_alike_are_not_held_against_each_other(tmp_path: Path) -> None:
    site = Site(tmp_path).record("2026-04-06", tasks=[task("a", "2h", "60m")])
    site.record("2026-04-07", tasks=[task("b", "4h", "120m")])
    assert not any("highest" in sentence for sentence in sentences(site))


@pytest.mark.parametrize(
    ("before", "end"),
    [
        (totals_of(20, 180), "leverage stayed the same and human hours stayed the same."),
        (totals_of(10, 180), "leverage rose by 100% and human hours rose by 100%."),
        (totals_of(0, 0, tasks=0), None),
    ],
)
def test_the_change(before: Totals, end: str | None, tmp_path: Path) -> None:
    site = Site(tmp_path).record(tasks=[task("a", "20h", "180m")])
    found = sentences(site, ("Week 14, 2026", before))
    assert [s.removeprefix("Against Week 14, 2026, ") for s in found if s.startswith("Against")] == [end] * bool(
        end
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


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ""),
        ("short", "short"),
        ("x" * EXCERPT_LENGTH, "x" * EXCERPT_LENGTH),
        ("x" * (EXCERPT_LENGTH + 1), "x" * (EXCERPT_LENGTH - 1) + "…"),
        ("word " * 44 + "x" * 9, "word " * 43 + "word…"),
        ("a, " * 80, ("a, " * 80)[: EXCERPT_LENGTH - 1].rstrip(" ,") + "…"),
    ],
)
def test_cut(text: str, wanted: str) -> None:
    assert truncate_at_word(text) == wanted
    assert len(truncate_at_word(text)) <= EXCERPT_LENGTH + 1


def test_a_week_s_range_and_a_weekday() -> None:
    assert day_range(date(2025, 12, 29), date(2026, 1, 4)) == "December 29, 2025 to January 04, 2026"
    assert [weekday(date(2026, 4, n)) for n in (6, 12)] == ["Monday", "Sunday"]
