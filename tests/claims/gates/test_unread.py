"""What a reading leaves out of a sentence: words that change what it says keep it from being confirmed or refuted."""

from datetime import date

import pytest

from leverage_site.claims.facts import TextFacts
from leverage_site.stats.as_of import Known, Scope
from leverage_site.stats.index import build_index
from tests.claims.texts import lines, with_verdict
from tests.support.builders import record, task

# Thursday: leverage 24.0x; Friday: 26.4x, human 22 hours, 50 minutes; the week: 34 hours, 80 minutes, 25.5x.
INDEX = build_index(
    (
        record(task(12, 30, 6, task="Plant the garden"), day=date(2026, 3, 5)),
        record(
            task(6, 12, 4, task="Sort the tax receipts", assistant="Codex"),
            task(10, 20, 5, task="Scan the old letters"),
            task(2, 8, 1, task="Label the photo boxes"),
            task(4, 10, 2, task="Draw the garden map"),
            day=date(2026, 3, 6),
        ),
    )
)
FRIDAY = date(2026, 3, 6)
DAY = TextFacts.of_day(Known(INDEX, FRIDAY), "Claude")
WEEK = TextFacts(Known(INDEX, FRIDAY), Scope("week", "2026-W10"), "Claude")


def confirmed(text: str, facts: TextFacts = DAY) -> list[str]:
    return with_verdict("confirmed", text, facts)


FALSE = """
On average a task took 50 minutes.
The average task stood for 22 hours.
The median task took 50 minutes.
Per task it took 50 minutes.
The mean factor of the tasks is 26.4x.
The median factor is 26.4x.
The week closes at 26.4x.
The week stands at 26.4x so far.
The month so far stands at 26.4x.
This year so far has 22 hours.
The receipts and the letters took 20 minutes together.
Together, the receipts and the letters took 20 minutes.
The receipts and the letters took 20 minutes.
The receipts and the letters each took 20 minutes.
The receipts as well as the letters took 20 minutes.
The letters took 20 minutes, and so did the receipts.
The letters took 20 minutes, the same as the receipts.
Compared with Thursday, leverage doubled.
Compared with Thursday, hours quadrupled.
The receipts are the best so far.
The map is the best of the week.
Codex took 50 minutes.
Claude stands at 26.4x.
The map hit 120.0x!
Without the letters the day took 50 minutes.
The letters aside, the day has 22 hours.
Everything but the letters was 10 hours in 20 minutes.
For the third time leverage is above 26x.
"""


@pytest.mark.parametrize("text", FALSE.strip().split("\n"))
def test_a_word_that_no_reading_takes_up_keeps_a_figure_from_confirming(text: str) -> None:
    assert confirmed(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "On average the days of the week stood at 25.5x.",
        "The median day stands at 25.5x.",
    ],
)
def test_so_it_is_in_the_note_of_a_period(text: str) -> None:
    assert confirmed(text, WEEK) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("The day averaged 26.4x.", "26.4x"),
        ("The weighted average leverage is 26.4x.", "26.4x"),
        ("The week closes at 25.5x.", "25.5x"),
        ("The week so far stands at 34 hours.", "34 hours"),
        ("The receipts and the letters took 32 minutes together.", "32 minutes"),
        ("The map stands at 24.0x, or 120.0x of supervisory leverage.", "120.0x"),
        ("The map took 10 minutes and 2 of my own.", "10 minutes"),
        ("All four tasks took 50 minutes together.", "50 minutes"),
    ],
)
def test_what_a_reading_takes_up_is_decided(text: str, printed: str) -> None:
    assert printed in confirmed(text)


ALL_BUT = """
Everything but the letters was 12 hours in 30 minutes.
Everything except the letters took half an hour.
"""


@pytest.mark.parametrize("text", lines(ALL_BUT))
def test_what_is_said_of_all_but_some_is_not_refuted_by_these(text: str) -> None:
    assert with_verdict("refuted", text, DAY) == []


BESIDES = """
The letters: 20 minutes for 10 hours, but 5 of supervision.
Leverage is higher than on Thursday, when 24.0x was reached.
Supervision was little. The receipts and the map: 90.0x and 120.0x.
"""


@pytest.mark.parametrize("text", lines(BESIDES))
def test_what_is_said_besides_is_not_held_against_the_nearest_figure(text: str) -> None:
    assert with_verdict("refuted", text, DAY) == []
