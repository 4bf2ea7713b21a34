"""What is said of several tasks: that each has a figure, or that they have it together."""

import pytest

from tests.claims.gates.test_unread import DAY
from tests.claims.texts import claims_of, lines, with_verdict

# Codex: 6 hours, 12 minutes, 30.0x. Claude: 10, 2 and 4 hours, 20, 8 and 10 minutes, 25.3x together.
TOGETHER = """
Claude's three tasks stand at 25.3x.
Claude's three tasks reached 16 hours.
The three tasks of Claude have 16 hours.
Two tasks reached 12 hours.
Four tasks with 22 hours have needed 50 minutes.
The four tasks were supervised during 12 minutes.
The four tasks were completed with a leverage of 26.4x.
All four tasks make 22 hours.
Both of the tasks make 12 hours.
"""
NEITHER = """
Claude's three tasks stand at 35.3x.
Claude's three tasks stand at 24.3x.
"""


@pytest.mark.parametrize("text", lines(TOGETHER))
def test_a_figure_of_several_together_is_not_missed_at_each(text: str) -> None:
    assert with_verdict("refuted", text, DAY) == []


@pytest.mark.parametrize("text", lines(NEITHER))
def test_a_figure_that_is_neither_of_each_nor_of_all_is_refuted(text: str) -> None:
    assert with_verdict("refuted", text, DAY) == [text.removeprefix("Claude's ").rstrip(".")]


@pytest.mark.parametrize(
    ("text", "refuted"),
    [
        ("The longest of the four tasks took 20 minutes.", []),
        ("The longest of the four tasks took a third of an hour.", []),
        ("The slowest of four tasks is at 15.0x.", []),
        ("The longest of the three short tasks took 12 minutes.", []),
        ("The longest of these three tasks took 12 minutes.", []),
        ("The longest of the six tasks took 20 minutes.", ["six tasks"]),
        ("Two tasks at just over a page each, but 18 minutes between them.", []),
        ("Two tasks with 18 minutes between them.", []),
        ("Two tasks needed 8 or 10 minutes.", []),
        ("Two tasks took between 8 and 12 minutes.", []),
        ("Four tasks took between 8 and 12 minutes.", ["12 minutes"]),
        ("10 letters in 20 min, about 36 seconds each.", []),
    ],
)
def test_a_number_beside_counted_tasks_may_be_a_figure_of_none(text: str, refuted: list[str]) -> None:
    assert [claim.printed for claim in claims_of(text, DAY) if claim.verdict == "refuted"] == refuted
