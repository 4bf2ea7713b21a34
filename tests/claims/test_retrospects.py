"""Sentences that look back or across: on other days, weeks and tasks than what their numbers stand beside."""

from datetime import date

import pytest

from leverage_site.claims.facts import TextFacts
from leverage_site.stats.as_of import Known, Scope
from leverage_site.stats.index import build_index
from tests.claims.texts import with_verdict
from tests.support.builders import record, task


def day_of(day: date, *tasks: tuple[str, str | None, float, float, float]):  # type: ignore[no-untyped-def]
    return record(
        *[task(h, ai, own, task=title, project=project) for title, project, h, ai, own in tasks], day=day
    )


# Leverage: April 28 30.0x; May 4, 5 and 7 40.0x, 16.0x and 36.0x, their week 29.6x; May 11, 12 and 13 40.0x, 25.0x
# and 30.0x, their week 34.4x; May 18, 19 and 20 30.0x, 27.5x and 21.9x, their week 24.3x; May so far 28.1x.
INDEX = build_index(
    (
        day_of(date(2026, 4, 28), ("Sort the cables", "shop", 6, 12, 2)),
        day_of(date(2026, 5, 4), ("Port the engine", "engine", 20, 30, 5)),
        day_of(date(2026, 5, 5), ("Paint the maps", "art", 6, 20, 4), ("Answer the mail", None, 2, 10, 2)),
        day_of(date(2026, 5, 7), ("Tune the engine", "engine", 9, 15, 3)),
        day_of(date(2026, 5, 11), ("Write the level editor", "editor", 24, 36, 6)),
        day_of(date(2026, 5, 12), ("Level editor undo", "editor", 4, 8, 1), ("Answer the mail", None, 1, 4, 1)),
        day_of(date(2026, 5, 13), ("Record the music", "music", 10, 20, 2)),
        day_of(date(2026, 5, 18), ("Draw the boss", "art", 12, 24, 4)),
        day_of(date(2026, 5, 19), ("Pack the sprites", "art", 5, 15, 3), ("Light the particles", "art", 6, 9, 1)),
        day_of(
            date(2026, 5, 20),
            ("Benchmark the engine", "engine", 8, 12, 2),
            ("Chapter four", "book", 9, 30, 4),
            ("Chapter five", "book", 10, 20, 5),
            ("Maps for chapter five", "book", 5, 25, 8),
            ("Answer the mail", None, 2, 6, 1),
        ),
    )
)
TUESDAY, TODAY = date(2026, 5, 19), date(2026, 5, 20)


def refuted(text: str, facts: TextFacts) -> list[str]:
    return with_verdict("refuted", text, facts)


def of_day(day: date) -> TextFacts:
    return TextFacts.of_day(Known(INDEX, day), "Claude")


def of_period(kind: str, key: str, day: date) -> TextFacts:
    return TextFacts(Known(INDEX, day), Scope(kind, key), "Claude")  # type: ignore[arg-type]


OF_DAYS_AND_PERIODS = """
34 of the week's 57 hours came today.
93 of the week's 141 minutes went into today.
Yesterday and today together: 45 hours in 117 minutes.
From the 18th to the 20th it was 57 hours.
Since May 18 there have been 57 hours in 141 minutes.
May 11 and 12 came to 40.0x and 25.0x.
May 11 to 13: 39 hours in 68 minutes.
On May 11 it was 40.0x, on the 12th 25.0x, on the 13th 30.0x.
April came to 30.0x.
In W20 leverage was 34.4x.
The week before last had 37 hours in 75 minutes.
In the first full week of May leverage was 29.6x.
Monday 30.0x, Tuesday 27.5x, Wednesday 21.9x.
Monday 12 hours, Tuesday 11, Wednesday 34.
Monday had one task, Tuesday two and Wednesday five.
40.0x, 16.0x, 36.0x: so went the first week.
24 h, 5 h, 10 h: that was last week.
The last three weeks had 29.6x, 34.4x and 24.3x.
Three weeks: 37, 39 and 57 hours.
Three weeks of May, and no two alike.
All three weeks stayed above 20x.
Two weeks since the port, and 96 hours.
Three weeks lie behind us, the best of them at 34.4x.
In the middle of the month leverage was 40.0x.
At the start of the month it was 40.0x.
The best day of May had 40.0x, the worst 16.0x.
The two weakest days in May were at 16.0x and 21.9x.
Tuesday lay at 27.5x between two days at 30.0x and 21.9x.
The slowest day of the month was May 5.
Up to yesterday the week had 23 hours in 48 minutes.
Down from 27.5x to 21.9x.
The average of the last three records is 26.5x.
The three-day average is 26.5x.
The slowest day of the month so far was not this one.
From 27.5x to 21.9x.
From 27.5x down to 21.9x in a day.
Leverage: 27.5x → 21.9x.
Tasks: 2 → 5.
Hours: 11 → 34.
The last two weeks lie side by side. The first had 39 hours, the second 57. The first needed 10 minutes of supervision.
"""
OF_EARLIER_TASKS = """
The engine stood at 40.0x when it was ported.
The engine was ported at 40.0x, tuned at 36.0x and benchmarked at 40.0x.
The engine took 57 minutes over three days.
The engine took 30 minutes on the 4th, 15 on the 7th and 12 today.
The engine had 37 hours up to now.
The engine was done in 57 minutes.
The engine has cost 45 minutes before this.
Tuning the engine took 15 minutes, benchmarking it 12.
The mail was at 12.0x, 15.0x and 20.0x.
The mail took 20 minutes over the three times.
Answering the mail took 20 minutes in all.
"""
OF_SEVERAL_TASKS = """
Chapter five and the maps took 45 minutes.
The maps and chapter five took 45 minutes.
Both chapters took 50 minutes together.
The maps on top of chapter five make 45 minutes.
Chapter five + maps: 45 minutes, 15 hours.
Chapter five and its maps took 45 minutes.
The engine & the mail: 10 hours in 18 minutes.
The engine and the mail took 18 minutes, longer than nothing.
The engine and the mail took 18 minutes, nearly as long as chapter five.
The engine + the mail took as long as two thirds of chapter four.
Two of the week's three best tasks are of yesterday and today.
The week's three best tasks: 40.0x, 40.0x, 30.0x.
The three best tasks of the month are at 40.0x, 40.0x and 40.0x.
The two longest tasks of May took 36 and 30 minutes.
All but two tasks took 20 minutes or more.
All but two tasks stayed below 25x.
For all but one task the estimate was above 3 hours.
Four engine tasks took 57 minutes.
Three engine tasks stand at 36x or more.
Two engine tasks were above 38x, one of them today.
Chapter four took 30 minutes and 4 minutes of supervision, chapter five 20 minutes and 5 minutes of supervision.
The engine took 12 minutes and 2 minutes supervision, the mail 6 minutes and 1 minute supervision.
The mail took 6 minutes, with 1 minute of supervision, the engine 12 minutes, with 2.
The engine is twice the mail: twelve minutes to six, two minutes of supervision to one.
Chapter four was as long as chapter five and ten minutes longer.
The engine needed as much supervision as the mail and one minute more.
As many hours as yesterday, give or take twenty-three.
The engine tops out at 100%.
My estimate for the boss was 12 hours, the largest of the week.
"""
SHARES = """
24% of the hours were the engine, 26% chapter four and 29% chapter five.
A quarter of the hours was the engine, a third of the minutes chapter four.
Chapter four took 32% of the minutes, the maps 27%, chapter five 22%.
The engine took 13% of the minutes, the mail 6%.
40% of the supervision went into the maps, 25% into chapter five.
A quarter of the hours was the engine, and the same again chapter four.
Engine and chapter four took a quarter of the hours each.
The maps took half of the hour.
"""
TIMES_SIDE_BY_SIDE = """
The day stands at five tasks, thirty-four hours and ninety-three minutes.
The week stands at eight tasks, fifty-seven hours and twenty-eight minutes of supervision.
"""
OF_WEEK = """
Three of the eight tasks stand at 40.0x.
Two of the eight tasks reached 40x.
Of eight tasks, three reached 30x.
Tuesday lay between 30.0x and 21.9x.
Except for Wednesday the days stand above 27x.
The week before had 39 hours in 68 minutes.
"""
OF_MONTH = """
May 4 to 7: 37 hours. May 11 to 13: 39 hours. May 18 to 20: 57 hours.
Three weeks with records: 37, 39 and 57 hours.
Three weeks at 29.6x, 34.4x and 24.3x.
From May 4 to 7 it was 37 hours, from May 11 to 13 39.
April: 30.0x. May: 28.1x.
The month before had 6 hours.
Four of the sixteen tasks stand at 40.0x.
May 11 and 12 came to 40.0x and 25.0x.
"""


def lines(*texts: str) -> list[str]:
    return [line for text in texts for line in text.strip().splitlines()]


@pytest.mark.parametrize(
    "text", lines(OF_DAYS_AND_PERIODS, OF_EARLIER_TASKS, OF_SEVERAL_TASKS, SHARES, TIMES_SIDE_BY_SIDE)
)
def test_what_is_right_of_something_else_is_not_refuted(text: str) -> None:
    assert refuted(text, of_day(TODAY)) == []


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        *[(line, of_period("week", "2026-W21", TODAY)) for line in lines(OF_WEEK)],
        *[(line, of_period("month", "2026-05", TODAY)) for line in lines(OF_MONTH)],
        ("Monday and today had 12 and 11 hours.", of_day(TUESDAY)),
        ("Sprites + particles took 24 minutes, as long as the boss.", of_day(TUESDAY)),
        ("Sprites and particles took 24 minutes, exactly as long as the boss.", of_day(TUESDAY)),
        ("The slowest day so far.", of_day(date(2026, 5, 5))),
    ],
)
def test_notes_and_other_days(text: str, facts: TextFacts) -> None:
    assert refuted(text, facts) == []


WRONG = """
The day stands at 33.3x.
Three tasks today.
The day has six tasks, 34 hours and 93 minutes.
The week stands at 33.3x.
The week has 58 hours in 150 minutes.
The week has seven tasks.
On Tuesday leverage was 33.3x.
On May 18 leverage was 27.7x.
On Monday it was 27.5x, on Tuesday 30.0x.
Yesterday there were 12 hours in 24 minutes.
The engine benchmark took 20 minutes.
The benchmark of the engine stands for 9 hours.
Answering the mail took 12 minutes.
The maps for chapter five took 20 minutes.
The maps for chapter five came to 30.0x.
The engine took 25 minutes.
The engine and the mail took 17 minutes together.
The engine and the mail took 17 minutes in all.
A third of the hours went into the engine.
Half of the minutes went into the maps for chapter five.
Half of the hours was the engine, a quarter the maps for chapter five.
The estimate amounts to 9.4 weeks.
9.4 weeks of human work.
The day is the best of the week.
The fastest day of the month.
It is the shortest day of the week.
Three tasks stayed below 15x.
Two of the five tasks took less than 10 minutes.
The three best tasks of the day are at 40.0x, 30.0x and 18.0x.
The three longest tasks took 30, 25 and 15 minutes.
The tasks ranged from 15.0x to 40.0x.
"""


@pytest.mark.parametrize("text", lines(WRONG))
def test_what_is_wrong_of_all_that_it_names_is_still_refuted(text: str) -> None:
    assert refuted(text, of_day(TODAY)) != []


def test_the_eight_tasks_of_a_week_are_those_of_its_note() -> None:
    week = of_period("week", "2026-W21", TODAY)
    assert refuted("The eight tasks came to 30.0x.", week) != []
    assert refuted("The week had seven tasks.", week) != []
    assert refuted("The week came to 58 hours.", week) != []
