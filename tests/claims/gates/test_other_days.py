"""What a sentence may say of other days, of a series, of an average: the rows of its own day never refute it."""

from datetime import date

import pytest

from leverage_site.claims.facts import TextFacts
from leverage_site.stats.as_of import Known, Scope
from leverage_site.stats.index import build_index
from tests.claims.test_check import DAYS
from tests.claims.texts import claims_of, with_verdict
from tests.support.builders import record, task

# Leverage: 6.0x on Thursday, 12.0x on Monday, 10.7x on Tuesday, 48.0x on Wednesday, 24.0x a week after that Tuesday.
INDEX = build_index(
    (
        *DAYS,
        record(task(20, 25, 5, task="Rebuild the archive"), day=date(2026, 4, 8)),
        record(task(8, 20, 4, task="Sort the inbox"), day=date(2026, 4, 14)),
    )
)
TUESDAY, WEDNESDAY, NEXT_TUESDAY = date(2026, 4, 7), date(2026, 4, 8), date(2026, 4, 14)


def refuted(text: str, day: date = TUESDAY) -> list[str]:
    return with_verdict("refuted", text, TextFacts.of_day(Known(INDEX, day), "Claude"))


TASKS_OF_OTHER_DAYS = """
Yesterday both tasks took 20 minutes or more.
Yesterday one task took more than 20 minutes.
Yesterday's longest task took 40 minutes.
Yesterday the weakest task was at 3.0x.
Yesterday, no task took less than 20 minutes.
Yesterday's import took 20 minutes.
Yesterday's leak took 40 minutes, today's chart 10.
Monday's two tasks took 60 minutes, today's four took 90.
Monday's tasks took 20 to 40 minutes.
On Monday one task was at 30.0x.
On Monday none of the tasks was above 30x.
On Monday the best task had 30.0x.
On April 6 two tasks took at least 20 minutes.
Last week two tasks took 30 minutes.
Last week all tasks took 30 minutes.
In March, three tasks took more than an hour.
In two days, five of six tasks took at most 30 minutes.
In the two days one of six tasks took more than 30 minutes.
Six tasks in two days, two of them before today.
This week one of six tasks is below 3x.
Over the week, two tasks took 20 minutes.
On Thursday and Monday four tasks were done.
40% of the week's minutes are from one task.
Half of the month's hours are from this week.
Yesterday 40 of the 60 minutes went into the leak.
Monday's factors were 30.0x and 3.0x.
Monday's import: 20 minutes, 30.0x.
So far this week the weakest task is at 3.0x.
The week's tasks took 10 to 40 minutes.
Before today the week had two tasks.
We started the week with two tasks.
On Monday and Thursday there were four tasks.
""".strip().splitlines()

UNDATED_DAYS = """
The day before yesterday had 12.0x.
The day before yesterday we had two tasks.
The last working day had 60 minutes.
The last recorded day was at 48.0x.
The previous day in the log had 48.0x.
A week earlier, 10.7x.
A week ago leverage was 10.7x.
On the same day last week we had 10.7x.
At the same time last week I had 28 hours.
Six days earlier there was one task.
The last had 48.0x.
The previous one was at 48.0x.
Week 14 was at 6.0x.
By Wednesday leverage was at 16.5x.
Up to yesterday there were eight tasks.
""".strip().splitlines()

SERIES = """
Leverage has gone 6.0x, 12.0x, 10.7x, 48.0x.
Leverage by day: 6.0x, 12.0x, 10.7x and 48.0x.
Leverage went 12.0x → 10.7x → 48.0x.
Leverage was 12.0x, then 10.7x, now 48.0x.
Human hours: 6, 12, 16, 20.
Claude minutes: 60, 60, 90, 25.
Supervision: 5, 6, 10, 5.
Tasks: 2, 2, 4, 1.
Supervisory leverage: 72.0x, 120.0x, 96.0x, 240.0x.
Leverage started at 6.0x and is now at 48.0x.
Leverage began the week at 12.0x.
Leverage had been 6.0x and 12.0x.
In three days from 12.0x to 48.0x.
From 12.0x to 48.0x within a week.
Leverage has ranged from 6.0x to 48.0x.
Leverage rose from 6.0x over 12.0x to 48.0x.
The week opened at 12.0x.
""".strip().splitlines()

AVERAGES = """
The average of the four factors is 11.0x.
The mean factor of the four tasks is 11.0x.
The four tasks average 11.0x.
The four tasks average 4 hours and 22.5 minutes.
The average task has 4 hours.
The average task of the week has 4.7 hours.
An average day of this week has 75 minutes.
The average day had 70 minutes.
Each task took 22.5 minutes on average.
On average a task took 22.5 minutes.
On an average day, 11 hours.
The average leverage of the tasks is 11.0x.
The median of all tasks is 9.0x.
""".strip().splitlines()

SOME_DAYS = """
Best Tuesday ever!
The best Tuesday so far.
A new record for a Tuesday.
8 hours is a record for a Tuesday.
Highest Tuesday leverage so far.
For a Tuesday the highest leverage so far.
This is the best week so far.
One task is a new record.
One task, a new record.
A new record of 8 hours.
Best Wednesday? No, that was last week with 48.0x.
In the best week... 16.5x was last week.
The shortest night of the month.
The longest morning so far.
The best task of the month is at 48.0x, the weakest at 2.0x.
The second highest supervisory leverage, after 240.0x on Wednesday.
""".strip().splitlines()

IN_A_NOTE = """
The best day had 48.0x.
The worst day had 10.7x.
The longest day had 90 minutes.
The shortest day had 25 minutes.
On the best day, 20 hours took 25 minutes.
Leverage peaked at 48.0x.
Leverage bottomed at 10.7x.
Leverage was 12.0x, 10.7x and 48.0x.
Leverage started at 12.0x.
Leverage ended the week at 48.0x.
Leverage was 6.0x in the first week and 16.5x in the second.
The average day had 58 minutes.
On an average day, 16 hours.
On Tuesday one task took 10 minutes.
On Tuesday three of four tasks took at least 20 minutes.
One day was at 48.0x.
Leverage fell to 10.7x and recovered to 48.0x.
At the end leverage was 48.0x.
""".strip().splitlines()


@pytest.mark.parametrize("text", TASKS_OF_OTHER_DAYS)
def test_the_tasks_of_a_day_do_not_refute_what_is_said_of_other_days(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize("text", UNDATED_DAYS)
@pytest.mark.parametrize("day", [WEDNESDAY, NEXT_TUESDAY])
def test_a_day_that_is_named_in_words_of_no_date_is_not_taken_for_that_of_the_text(text: str, day: date) -> None:
    assert refuted(text, day) == []


@pytest.mark.parametrize("text", SERIES)
def test_the_numbers_of_a_series_are_not_all_of_one_day(text: str) -> None:
    assert refuted(text, WEDNESDAY) == []


@pytest.mark.parametrize("text", AVERAGES)
def test_only_the_weighted_average_is_a_figure(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize("text", SOME_DAYS)
def test_a_superlative_among_some_days_is_not_held_against_all(text: str) -> None:
    assert refuted(text, NEXT_TUESDAY) == []


@pytest.mark.parametrize("text", IN_A_NOTE)
def test_the_sums_of_a_week_do_not_refute_what_its_note_says_of_days(text: str) -> None:
    facts = TextFacts(Known(INDEX, date(2026, 4, 12)), Scope("week", "2026-W15"), "Claude")
    assert with_verdict("refuted", text, facts) == []


def test_what_the_tasks_of_the_day_happen_to_have_confirms_nothing_of_another_day() -> None:
    facts = TextFacts.of_day(Known(INDEX, TUESDAY), "Claude")
    claims = claims_of("Yesterday two tasks took 30 minutes.", facts)
    assert [claim.verdict for claim in claims] == ["undecided"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Yesterday leverage was 13.0x.", "13.0x"),
        ("On Monday there were three tasks.", "three tasks"),
        ("On Monday it was 13.0x over two tasks.", "13.0x"),
        ("Three tasks took 30 minutes.", "Three tasks took 30 minutes"),
        ("The longest task took 40 minutes.", "The longest task"),
        ("All tasks took at most 20 minutes.", "20 minutes"),
        ("So far the week has 7 tasks and 28 hours.", "7 tasks"),
        ("Leverage was 11.7x, after 12.0x on Monday.", "11.7x"),
        ("Leverage went from 12.0x to 11.7x.", "11.7x"),
        ("The weighted average leverage was 11.7x.", "11.7x"),
        ("The day's average factor was 11.7x.", "11.7x"),
        ("Leverage is the highest of the week.", "the highest of the week"),
        ("10.7x is a new record.", "record"),
    ],
)
def test_what_is_said_of_the_day_itself_is_refuted_as_before(text: str, printed: str) -> None:
    assert printed in refuted(text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("The week had 49 hours.", "49 hours"),
        ("Leverage was 17.5x.", "17.5x"),
        ("Leverage on Monday was 13.0x.", "13.0x"),
    ],
)
def test_what_a_note_says_of_its_period_is_refuted(text: str, printed: str) -> None:
    facts = TextFacts(Known(INDEX, date(2026, 4, 12)), Scope("week", "2026-W15"), "Claude")
    assert printed in with_verdict("refuted", text, facts)
