"""What was known as of a day: no later day counts, and every scope holds the days that it says."""

import random
from datetime import date, timedelta

import pytest

from leverage_site.dates import month_of, week_of, year_of
from leverage_site.stats.as_of import ALL, Known, Rank, Scope
from leverage_site.stats.index import build_index
from tests.support.builders import record, task


def known(*days: tuple[str, int], on: str) -> Known:
    """Return what is known on a day, of days with a task of so many hours in an hour; none is a day of rest."""
    records = [
        record(*([task(hours, 60, project="Alpha"), task(1, 60)] if hours else []), day=date.fromisoformat(day))
        for day, hours in days
    ]
    return Known(build_index(records), date.fromisoformat(on))


SITE = (
    ("2025-12-30", 9), ("2026-03-31", 5), ("2026-04-05", 8), ("2026-04-06", 3), ("2026-04-08", 5), ("2026-04-09", 0),
    ("2026-04-10", 5), ("2026-04-12", 7),
)  # fmt: skip


def numbers(site: Known, scope: Scope) -> list[str]:
    return [day.date.isoformat()[5:] for day in site.days_of(scope)]


@pytest.mark.parametrize(
    ("scope", "days"),
    [
        (Scope("day", "2026-04-08"), ["04-08"]),
        (Scope("day", "2026-04-12"), []),
        (Scope("week", "2026-W15"), ["04-06", "04-08", "04-09", "04-10"]),
        (Scope("week", "2026-W14"), ["03-31", "04-05"]),
        (Scope("month", "2026-04"), ["04-05", "04-06", "04-08", "04-09", "04-10"]),
        (Scope("year", "2025"), ["12-30"]),
        (Scope("days", "1"), ["04-10"]),
        (Scope("days", "6"), ["04-05", "04-06", "04-08", "04-09", "04-10"]),
        (Scope("since", "2026-04-08"), ["04-08", "04-09", "04-10"]),
        (Scope("after", "2026-04-08"), ["04-09", "04-10"]),
        (Scope("since", "soon"), []),
        (Scope("week", "2026-W60"), []),
        (Scope("project", "ALPHA"), ["12-30", "03-31", "04-05", "04-06", "04-08", "04-10"]),
        (Scope("project", "none"), []),
    ],
)
def test_a_scope_ends_with_the_day(scope: Scope, days: list[str]) -> None:
    assert numbers(known(*SITE, on="2026-04-10"), scope) == days


def test_the_day_and_the_one_before_it() -> None:
    site = known(*SITE, on="2026-04-10")
    assert site.day is not None
    assert site.previous is not None
    assert (site.day.date, site.previous.date) == (date(2026, 4, 10), date(2026, 4, 9))
    assert site.on(date(2026, 4, 12)) is None
    assert [row.human / timedelta(hours=1) for _, row in site.tasks(date(2026, 4, 10))] == [5, 1]
    assert site.tasks(date(2026, 4, 12)) == ()


def test_a_day_without_a_record_knows_those_before_it() -> None:
    site = known(*SITE, on="2026-04-07")
    assert site.day is None
    assert site.previous is not None
    assert site.previous.date == date(2026, 4, 6)
    assert site.rank("leverage", ALL) is None
    assert known(on="2026-04-07").previous is None


def test_a_project_counts_its_own_tasks() -> None:
    site = known(*SITE, on="2026-04-10")
    assert site.totals(Scope("project", "alpha")).tasks == 6
    assert site.totals(ALL).tasks == 12


def test_ranks_know_ties_and_leave_out_days_of_rest() -> None:
    site = known(*SITE, on="2026-04-10")
    assert site.rank("leverage", Scope("week", "2026-W15")) == Rank(higher=0, lower=1, equal=1)
    assert site.rank("leverage", ALL) == Rank(higher=2, lower=1, equal=2)
    assert site.rank("leverage", ALL, date(2025, 12, 30)) == Rank(higher=0, lower=5, equal=0)
    assert site.rank("leverage", ALL, date(2026, 4, 9)) is None
    assert site.rank("supervisory", ALL) is None


def test_places_count_from_both_ends() -> None:
    rank = Rank(higher=2, lower=1, equal=2)
    assert (rank.place("highest"), rank.place("lowest"), rank.of) == (3, 2, 6)


def test_scopes_against_every_day() -> None:
    dice = random.Random(5)  # noqa: S311
    dates = [date(2025, 12, 1) + timedelta(days=n) for n in range(60)]
    for _ in range(50):
        some = sorted(dice.sample(dates, 12))
        index = build_index([record(task(dice.randint(1, 4)), day=day) for day in some])
        today, count = dice.choice(dates), dice.randint(1, 40)
        site = Known(index, today)
        for scope, expected in (
            (Scope("week", week_of(today).key), [d for d in some if week_of(d) == week_of(today)]),
            (Scope("month", month_of(today).key), [d for d in some if month_of(d) == month_of(today)]),
            (Scope("year", year_of(today).key), [d for d in some if d.year == today.year]),
            (Scope("days", str(count)), [d for d in some if (today - d).days < count]),
            (ALL, some),
        ):
            expected = [day for day in expected if day <= today]
            assert [day.date for day in site.days_of(scope)] == expected
            if today in expected:
                values = dict(site.values("leverage", scope))
                own = values.pop(today)
                above, below = (sum(f(v, own) for v in values.values()) for f in (float.__gt__, float.__lt__))
                assert site.rank("leverage", scope) == Rank(above, below, len(values) - above - below)
