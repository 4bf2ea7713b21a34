"""Turns of phrase by which a sentence says something else than its words: none of them is refuted."""

from datetime import date

import pytest

from tests.claims.gates.test_other_days import TUESDAY, WEDNESDAY, refuted
from tests.claims.texts import lines

IDIOMS = """
Three weeks: 53 and 92 hours.
Three weeks of records.
The best day of April had 20 hours.
April's best day had 20 hours.
In the middle of the month leverage was 10.0x.
Three tasks took 20 minutes, one on Monday.
"""


@pytest.mark.parametrize("text", lines(IDIOMS))
@pytest.mark.parametrize("day", [TUESDAY, WEDNESDAY])
def test_a_turn_of_phrase_is_no_figure_of_the_day(text: str, day: date) -> None:
    assert refuted(text, day) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("The day had 20 hours.", "20 hours"),
        ("Leverage was 10.0x.", "10.0x"),
        ("Three tasks took 20 minutes.", "Three tasks took 20 minutes"),
    ],
)
def test_the_same_figure_without_it_is(text: str, printed: str) -> None:
    assert printed in refuted(text)
