"""How much one amount is above another, by the words that say of what it is."""

import pytest

from tests.claims.gates.test_unread import DAY
from tests.claims.texts import claims_of

# Friday: 50 minutes, 12 of supervision; Thursday: 30 and 6.
VERDICTS = [
    ("I supervised for 12 minutes, twice as long as on Thursday.", "confirmed"),
    ("I supervised for 12 minutes, four times as long as on Thursday.", "refuted"),
    ("I supervised for 12 minutes, half as long as on Thursday.", "refuted"),
    ("I supervised for 12 minutes, a quarter as long as on Thursday.", "refuted"),
    ("I supervised for 12 minutes, as long as on Thursday.", "refuted"),
    ("Claude worked for 50 minutes, twice as long as on Thursday.", "undecided"),
    ("Claude worked for 50 minutes, four times as long as on Thursday.", "refuted"),
]


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_so_long_is_a_time_of_supervision_where_that_is_spoken_of(text: str, verdict: str) -> None:
    assert [claim.verdict for claim in claims_of(text, DAY) if claim.kind == "comparison"] == [verdict]


@pytest.mark.parametrize(
    "text",
    [
        "The receipts and the letters differ by four hours and by eight minutes.",
        "The receipts and the letters differ by 4 hours and eight minutes.",
        "The letters and the boxes differed by 12 minutes.",
    ],
)
def test_what_two_tasks_differ_by_is_a_figure_of_neither(text: str) -> None:
    assert [claim.verdict for claim in claims_of(text, DAY) if claim.verdict == "refuted"] == []
