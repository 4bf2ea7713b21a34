import random
from datetime import date, timedelta
from typing import get_args

import pytest

from leverage_site.records.measures import Tokens
from leverage_site.records.model import Task
from leverage_site.stats.index import Grouping, build_index
from tests.support import oracle
from tests.support.builders import hours, minutes, record, task

SETS = 2_000
NAMES = ["alpha", "beta", "gamma ray", "日本語", "c++"]
TAGS = ["AI", "ai", "Docs", "DOCS", "testing"]


def random_task(dice: random.Random) -> Task:
    """Return a task with durations that no float can hold exactly."""
    return Task(
        task="Write a parser",
        human=timedelta(microseconds=dice.choice([1, 7, 3_600_000_000]) * dice.randint(1, 10**6)),
        ai=timedelta(microseconds=dice.choice([1, 3, 60_000_000]) * dice.randint(1, 10**6)),
        supervision=dice.choice([None, timedelta(), timedelta(microseconds=dice.randint(1, 10**10))]),
        tokens=dice.choice([None, Tokens(dice.randint(0, 10**7), dice.random() < 0.2)]),
        project=dice.choice([None, *NAMES]),
        tags=tuple({tag.lower(): tag for tag in dice.choices(TAGS, k=dice.randint(0, 2))}.values()),
        assistant=dice.choice([None, *NAMES]),
    )


def random_records(dice: random.Random):
    """Up to six days, close together around a New Year."""
    days = {
        date(dice.randint(2019, 2027), 12, 15) + timedelta(days=dice.randint(0, 40))
        for _ in range(dice.choice((0, 1, 2, 2, 3, 6)))
    }
    return [
        record(
            *(random_task(dice) for _ in range(dice.randint(0, 4))),
            day=day,
            tokens=dice.choice([None, Tokens(dice.randint(0, 10**8), dice.random() < 0.2)]),
            tags=tuple({tag.lower(): tag for tag in dice.choices(TAGS, k=dice.randint(0, 2))}.values()),
        )
        for day in days
    ]


def shuffled(records, dice: random.Random):
    """Shuffle the days and the tasks of each."""
    mixed = [
        record(
            *dice.sample(r.body.get().tasks, len(r.body.get().tasks)),
            day=r.date,
            tokens=r.tokens,
            tags=dice.sample(r.tags, len(r.tags)),
        )
        for r in records
    ]
    return dice.sample(mixed, len(mixed))


EXPECTED = {
    "day": lambda records: oracle.by_day(records, lambda r: r.date.isoformat()),
    "week": lambda records: oracle.by_day(records, lambda r: r.date.strftime("%G-W%V")),
    "month": lambda records: oracle.by_day(records, lambda r: r.date.strftime("%Y-%m")),
    "year": lambda records: oracle.by_day(records, lambda r: r.date.strftime("%Y")),
    "project": lambda records: oracle.by_task(records, lambda row: row.project),
    "assistant": lambda records: oracle.by_task(records, lambda row: row.assistant or "Claude"),
    "tag": oracle.by_tag,
}


def plain(totals):
    """Totals in the oracle's words."""
    return {
        "days": totals.days,
        "tasks": totals.tasks,
        "human": oracle.number(totals.human),
        "ai": oracle.number(totals.ai),
        "supervision": None if totals.supervision is None else oracle.number(totals.supervision),
        "tokens": None if totals.tokens is None else totals.tokens.count,
        "tokens_missing": totals.tokens_missing,
        "leverage": totals.leverage,
        "supervisory": totals.supervisory,
        "weeks": totals.weeks,
        "working_days": totals.working_days,
    }


def totals_by(records, grouping):
    return build_index(records).totals_by(grouping, "Claude")


def found(records, grouping: str):
    groups = totals_by(records, grouping)
    keys = [key.lower() if grouping == "tag" else key for key, _ in groups]
    assert len(set(keys)) == len(keys)
    return {key: plain(totals) for key, (_, totals) in zip(keys, groups, strict=True)}


@pytest.mark.site
@pytest.mark.parametrize("part", range(8))
def test_random_sets_agree_with_the_slow_oracle_in_any_order(part):
    dice = random.Random(f"statistics {part}")  # noqa: S311 - chance that can be repeated
    for _ in range(SETS // 8):
        records = random_records(dice)
        mixed = shuffled(records, dice)
        for grouping, expected in EXPECTED.items():
            exact = {key: oracle.figures(parts) for key, parts in expected(records).items()}
            assert found(records, grouping) == exact, grouping
            assert found(mixed, grouping) == exact, grouping


def test_every_grouping_is_checked():
    assert EXPECTED.keys() == set(get_args(Grouping))


APRIL = [
    record(task(8, 20, 3, project="b"), task(4, 10, project="A"), day=date(2026, 4, 7), tags=("AI",)),
    record(task(2, 10, project="b", tags=("ai", "docs")), task(1, 5), day=date(2026, 4, 8)),
    record(day=date(2026, 4, 12)),
    record(task(16, 40, tags=("Docs",), assistant="Other"), day=date(2026, 4, 13)),
    record(task(1, 60), day=date(2025, 12, 29)),
]


def rows(groups):
    return [(key, totals.days, totals.tasks, totals.human, totals.ai) for key, totals in groups]


@pytest.mark.parametrize(
    ("grouping", "expected"),
    [
        ("day", [("2025-12-29", 1, 1, hours(1), minutes(60)), ("2026-04-07", 1, 2, hours(12), minutes(30)),
                 ("2026-04-08", 1, 2, hours(3), minutes(15)), ("2026-04-12", 1, 0, hours(0), minutes(0)),
                 ("2026-04-13", 1, 1, hours(16), minutes(40))]),
        ("week", [("2026-W01", 1, 1, hours(1), minutes(60)), ("2026-W15", 3, 4, hours(15), minutes(45)),
                  ("2026-W16", 1, 1, hours(16), minutes(40))]),
        ("month", [("2025-12", 1, 1, hours(1), minutes(60)), ("2026-04", 4, 5, hours(31), minutes(85))]),
        ("year", [("2025", 1, 1, hours(1), minutes(60)), ("2026", 4, 5, hours(31), minutes(85))]),
        ("project", [("A", 1, 1, hours(4), minutes(10)), ("b", 2, 2, hours(10), minutes(30)),
                     (None, 3, 3, hours(18), minutes(105))]),
        ("assistant", [("Claude", 3, 5, hours(16), minutes(105)), ("Other", 1, 1, hours(16), minutes(40))]),
        ("tag", [("AI", 2, 3, hours(14), minutes(40)), ("docs", 2, 2, hours(18), minutes(50))]),
    ],
)  # fmt: skip
def test_totals_by(grouping, expected):
    assert rows(totals_by(APRIL, grouping)) == expected


def test_a_tag_of_the_day_counts_the_day_once():
    day = record(task(8, 20, tags=("ai",)), task(4, 10), tags=("AI",))
    assert rows(totals_by([day], "tag")) == [("AI", 1, 2, hours(12), minutes(30))]


def test_the_earliest_spelling_of_a_tag_wins():
    late, early = record(day=date(2026, 4, 8), tags=("AI",)), record(task(tags=("aI",)), day=date(2026, 4, 7))
    assert [key for key, _ in totals_by([late, early], "tag")] == ["aI"]
    assert build_index([late, early]).spelling["tag"] == {"ai": "aI"}


def test_no_records_no_groups():
    assert [totals_by([], grouping) for grouping in get_args(Grouping)] == [[]] * 7


def test_tokens_of_a_project_are_unknown_unless_all_its_tasks_state_them():
    day = record(task(project="a", tokens=Tokens(5)), task(project="b"), task(project="a", tokens=Tokens(2,
    True)),
                 tokens=Tokens(100))  # fmt: skip
    assert [(key, totals.tokens) for key, totals in totals_by([day], "project")] == [
        ("a", Tokens(7, True)),
        ("b", None),
    ]
    assert [totals.tokens for _, totals in totals_by([day], "assistant")] == [None]
