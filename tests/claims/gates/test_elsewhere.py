"""Numbers that are right of something else that their sentence names: none of them is called wrong."""

from datetime import date

import pytest

from leverage_site.claims.facts import TextFacts
from leverage_site.stats.as_of import Known
from leverage_site.stats.index import build_index
from tests.claims.texts import claims_of, with_verdict
from tests.support.builders import record, task


def day_of(day: date, *tasks: tuple[str, str, float, float, float, str | None]):  # type: ignore[no-untyped-def]
    made = [
        task(human, ai, supervision, task=title, project=project, assistant=assistant)
        for title, project, human, ai, supervision, assistant in tasks
    ]
    return record(*made, day=day)


# Sunday to Thursday of a week, and the Tuesday of the week before: leverage 30.0x; 20.0x, 24.0x, 40.0x and 26.7x.
INDEX = build_index(
    (
        day_of(date(2026, 3, 3), ("Sort the letters", "archive", 6, 12, 3, None)),
        day_of(date(2026, 3, 9), ("Plan the cookbook", "cookbook", 10, 30, 4, None)),
        day_of(date(2026, 3, 10), ("Write the recipes", "cookbook", 12, 30, 6, None)),
        day_of(date(2026, 3, 11), ("Draw the pictures", "cookbook", 20, 30, 5, None)),
        day_of(
            date(2026, 3, 12),
            ("Sell the cookbook", "shop", 6, 10, 2, None),
            ("Test the checkout", "shop", 4, 20, 5, "Codex"),
            ("Answer the mail", None, 6, 6, 1, "Codex"),
        ),
    )
)


def refuted(text: str) -> list[str]:
    return with_verdict("refuted", text, TextFacts.of_day(Known(INDEX, date(2026, 3, 12)), "Claude"))


RIGHT_ELSEWHERE = """
20 of the week's 58 hours fell on Wednesday.
Testing the checkout took 20 of the week's 126 minutes.
Wednesday and Thursday together: 36h in 66 minutes, 32.7x.
From Monday to today it was 58 hours in 126 minutes.
Half of the week was Wednesday. 42 of 58 hours, 90 of 126 minutes.
Before today the week stood at 28.0x.
With the sale the cookbook has had 42 hours so far.
The cookbook alone had 42 hours.
In all the cookbook took 90 minutes to make.
All in all it is 7 tasks.
Altogether 64 hours, all told.
March 10 and 11 came to 24.0x and 40.0x.
16 hours human work, 4 hours less than on Wednesday.
That is 0.8x yesterday's 20 hours.
Claude had 6 hours in 10 minutes, so 36x.
Codex: 10 hours in 26 minutes.
Monday 20.0x, Tuesday 24.0x, Wednesday 40.0x, Thursday 26.7x.
Monday had 10 hours, Tuesday 12, Wednesday 20 and Thursday 16 hours.
"""


@pytest.mark.parametrize("text", RIGHT_ELSEWHERE.strip().split("\n"))
def test_a_figure_of_something_else_in_the_sentence_is_not_called_wrong(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("The day had 58 hours.", "58 hours"),
        ("Leverage came to 40.0x.", "40.0x"),
        ("Selling the cookbook took 90 minutes.", "90 minutes"),
        ("Leverage of the week: 27.0x.", "27.0x"),
        ("On Tuesday leverage was 40.0x, on Wednesday 24.0x.", "40.0x"),
    ],
)
def test_without_a_word_for_it_it_is(text: str, printed: str) -> None:
    assert printed in refuted(text)


@pytest.mark.parametrize(
    "text",
    [
        "The harness took longer than I thought, and most of the supervision went into the setup.",
        "Most of it was read in one sitting, since the diff stayed small.",
        "The service answers in 40 ms under load.",
    ],
)
def test_a_text_whose_words_say_no_figure_of_a_task_reads_none(text: str) -> None:
    facts = TextFacts.of_day(Known(INDEX, date(2026, 3, 12)), "Claude")
    claims_of(text, facts)
    assert "rows" not in vars(facts)
