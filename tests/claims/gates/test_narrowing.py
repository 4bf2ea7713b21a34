"""Figures that are right of something else than their sentence says: none of them confirms it."""

from datetime import date

import pytest

from leverage_site.claims.facts import TextFacts
from leverage_site.stats.as_of import Known, Scope
from leverage_site.stats.index import build_index
from tests.claims.texts import claims_of
from tests.support.builders import record, task

# Last Thursday: 24.0x. Tuesday: 48.0x, 192.0x of supervision. Wednesday: 36 hours, 88 minutes, 15 of supervision,
# 24.5x. This week: 52 hours, 108 minutes, 28.9x; last week 40 hours, 100 minutes.
INDEX = build_index(
    (
        record(task(40, 100, 20, task="Rebuild the crane"), day=date(2026, 9, 10)),
        record(task(16, 20, 5, task="Dredge the channel"), day=date(2026, 9, 15)),
        record(
            task(18, 30, 6, task="Survey the harbor walls", project="harbor"),
            task(4, 20, 4, task="Map the harbor lights", project="harbor"),
            task(6, 15, 2, task="Paint the ferry"),
            task(5, 10, 1, task="Ferry timetable"),
            task(2, 8, 1, task="Timetable"),
            task(1, 5, 1, task="Answer the pilots"),
            day=date(2026, 9, 16),
        ),
    )
)
WEDNESDAY = date(2026, 9, 16)
DAY = TextFacts.of_day(Known(INDEX, WEDNESDAY), "Claude")
WEEK = TextFacts(Known(INDEX, WEDNESDAY), Scope("week", "2026-W38"), "Claude")


def verdicts(text: str, facts: TextFacts = DAY) -> dict[str, str]:
    return {claim.printed: claim.verdict for claim in claims_of(text, facts)}


# What is false stands behind the sentence.
OF_GROUPS = """
The two harbor tasks stand for 18 hours. | 18 hours
The two harbor tasks came to 36.0x. | 36.0x
The harbor tasks took 30 minutes. | 30 minutes
The harbor tasks stand at 12.0x. | 12.0x
Harbor work needed 4 minutes of supervision. | 4 minutes
The two harbor tasks came to 22 hours in 20 minutes. | 20 minutes
The harbor project took 88 minutes. | 88 minutes
The harbor took 50 minutes for 36 hours. | 36 hours
The lights and the pilots stand at 12.0x and took 20 minutes. | 20 minutes
The paint and the pilots are at 24.0x. | 24.0x
The walls and the lights are all at 36.0x. | 36.0x
All three took 30 minutes: the walls, the lights and the pilots. | 30 minutes
Both stand for 18 hours. | 18 hours
"""
OF_PAIRS = """
The lights stand for 4 hours in 10 minutes. | 10 minutes
The walls came to 18 hours in 30 minutes, or 24.5x. | 24.5x
36 hours in 88 minutes, which is 28.9x. | 28.9x
The pilots took 5 minutes for 36 hours. | 36 hours
The pilots stand for 6 hours in 15 minutes. | 6 hours
The pilots stand for 6 hours in 15 minutes. | 15 minutes
The walls: 18 hours in 6 minutes. | 6 minutes
"""
OF_TASKS = """
The ferry took 88 minutes. | 88 minutes
The timetable took 10 minutes. | 10 minutes
The timetable stands at 30.0x. | 30.0x
The pilots took 5 minutes and needed 15 minutes of supervision. | 15 minutes
The paint took longer than the pilots and needed 1 minute of supervision. | 1 minute
This week the pilots took 108 minutes. | 108 minutes
The pilots came to 28.9x this week. | 28.9x
The paint: lowest factor, 24.5x. | 24.5x
The paint was the slowest by factor, just 24.5x. | 24.5x
The paint = best factor, 24.5x. | 24.5x
The harbor walls reach 26.4x. | 26.4x
The harbor walls took 50 minutes. | 50 minutes
"""
OF_MEASURES = """
The pilots stand at 60.0x. | 60.0x
The walls came to 36.0x, the paint to 180.0x. | 180.0x
192.0x on Tuesday, 24.5x today. | 192.0x
Supervision, at 88 minutes, equals that of the week before. | 88 minutes
Supervision in all of this: 88 minutes. | 88 minutes
Supervisory leverage hit rock bottom at 24.5x. | 24.5x
Leverage hit the roof at 144.0x. | 144.0x
If you drop the walls, leverage goes up to 36.0x. | 36.0x
My 88 minutes were worth 36 hours. | 88 minutes
I spent 30 minutes on the walls. | 30 minutes
Least supervision: the pilots, 5 minutes. | 5 minutes
"""
OF_PERIODS = """
This week has 40 hours, last week 52. | 40 hours
This week's leverage was 24.0x, last week's 28.9x. | 24.0x
Last month had 52 hours, this month has 92. | 52 hours
Week 37 ends at 24.5x. | 24.5x
Last Wednesday was at 24.5x. | 24.5x
Three days ago we had 24.5x. | 24.5x
Compared with Tuesday that's 36 hours more. | 36 hours
88 minutes less than in August. | 88 minutes
As on Tuesday, six tasks. | six tasks
Per day the week took 108 minutes. | 108 minutes
"""
OF_COUNTS = """
Six tasks at exactly forty. | Six tasks
Six tasks for the harbor. | Six tasks
The walls are at 36.0x or more. | 36.0x
It is the first day below 88 minutes. | 88 minutes
Compared with Tuesday, leverage fell by half. | fell
Compared with Tuesday, hours rose by 5. | rose
"""
OF_RANKS = """
The lowest factor, 12.0x, belongs to the lights alone. | The lowest factor
The pilots at 12.0x are the worst of the month. | the worst
The best of the week: the walls, 36.0x. | The best of the week
The lights are the best thing that I ever drew. | the best
The walls took longer than all other tasks together. | longer
The worst of the week of any task is the pilots. | The worst of the week
The lights at 12.0x, the worst of the week. | the worst of the week
It was the worst day so far by hours. | the worst day so far
The paint took 15 minutes, the least of the day. | the least
The walls were the most expensive, with 18 hours. | the most
It has 40 lamps, tops. | tops
"""
TABLES = (OF_GROUPS, OF_PAIRS, OF_TASKS, OF_MEASURES, OF_PERIODS, OF_COUNTS, OF_RANKS)


@pytest.mark.parametrize("line", [line for table in TABLES for line in table.strip().split("\n")])
def test_a_figure_of_something_else_confirms_nothing(line: str) -> None:
    text, _, false = line.partition(" | ")
    assert [
        printed for printed, verdict in verdicts(text).items() if verdict == "confirmed" and false in printed
    ] == []


REFUTED = """
The two harbor tasks stand for 18 hours. | 18 hours
The two harbor tasks came to 36.0x. | 36.0x
The walls and the lights each took 30 minutes. | 30 minutes
The walls, the lights and the pilots each stand at 12.0x. | 12.0x
The paint and the pilots took 15 minutes together. | 15 minutes
The timetable took 10 minutes. | 10 minutes
The ferry timetable took 8 minutes. | 8 minutes
The walls took 30 minutes, the lights 30. | 30
The walls took 30 minutes, the lights 12. | 12
The walls needed 6 minutes of supervision, the pilots 5. | 5
The lowest factor, 12.0x, is that of the paint. | The lowest factor
The longest task, 30 minutes, was the lights. | The longest task
The most supervision, 6 minutes, went into the lights. | The most supervision
The highest estimate was 18 hours, for the paint. | The highest estimate
The walls took over half of the day's supervision. | over half
"""


@pytest.mark.parametrize("line", REFUTED.strip().split("\n"))
def test_what_a_reader_would_refute_is_refuted(line: str) -> None:
    text, _, false = line.partition(" | ")
    assert verdicts(text)[false] == "refuted"


RIGHT = """
The two harbor tasks stand for 22 hours. | 22 hours
The two harbor tasks came to 22 hours in 50 minutes, or 26.4x. | 26.4x
The harbor tasks took 50 minutes. | 50 minutes
The lights and the pilots are at 12.0x. | 12.0x
The lights and the pilots each stand at 12.0x. | 12.0x
The walls stand for 18 hours in 30 minutes, 36.0x. | 36.0x
The walls (18 hours, 36.0x) came first. | 36.0x
The walls, at 36.0x, took 30 minutes. | 36.0x
36 hours in 88 minutes is 24.5x. | 24.5x
With the walls the day took 88 minutes. | 88 minutes
The timetable took 8 minutes. | 8 minutes
The ferry timetable took 10 minutes. | 10 minutes
The walls took 30 minutes, the lights 20. | 20
The walls needed 6 minutes of supervision, the pilots 1. | 1
The walls came to 36.0x, or 180.0x of supervision. | 180.0x
My 15 minutes were worth 36 hours. | 15 minutes
This week has 52 hours, last week 40. | 52 hours
The longest task, 30 minutes, was the walls. | The longest task
The lowest factor, 12.0x, belongs to the pilots. | The lowest factor
The paint and the pilots took 20 minutes together. | 20 minutes
It is the first day below 90 minutes. | 90 minutes
The walls took over a third of the day's supervision. | over a third
"""


@pytest.mark.parametrize("line", RIGHT.strip().split("\n"))
def test_what_is_said_rightly_is_no_alarm(line: str) -> None:
    assert "refuted" not in verdicts(line.partition(" | ")[0]).values()


CONFIRMED = [line for line in RIGHT.strip().split("\n") if "first day" not in line]


@pytest.mark.parametrize("line", CONFIRMED)
def test_what_is_said_rightly_is_confirmed(line: str) -> None:
    text, _, right = line.partition(" | ")
    assert verdicts(text)[right] == "confirmed"


def test_the_note_of_a_period_is_no_note_of_a_project() -> None:
    assert verdicts("The harbor took 108 minutes.", WEEK)["108 minutes"] != "confirmed"
    assert verdicts("The week took 108 minutes.", WEEK)["108 minutes"] == "confirmed"
