"""Which figure a superlative is of, and among which tasks, by the words before it."""

import pytest

from tests.claims.gates.test_unread import DAY
from tests.claims.texts import claims_of

# Friday: 26.4x, the best of the week, and 110.0x of supervision, its worst; Codex has the receipts, 30.0x.
VERDICTS = [
    ("Supervisory leverage was the worst of the week.", "confirmed"),
    ("Supervisory leverage was the best of the week.", "refuted"),
    ("Supervisory leverage worst so far: 110.0x.", "confirmed"),
    ("Supervisory leverage best so far: 110.0x.", "refuted"),
    ("Supervisory leverage is the second-best of the week.", "confirmed"),
    ("Supervisory leverage hit rock bottom at 110.0x, the worst yet.", "confirmed"),
    ("Leverage was the best of the week.", "confirmed"),
    ("Leverage was the worst of the week.", "refuted"),
    ("15.0x is the lowest and 30.0x the highest factor.", "confirmed"),
    ("15.0x is the lowest and 26.4x the highest factor.", "refuted"),
    ("Claude's best task was the letters.", "confirmed"),
    ("Claude's worst task was the photo boxes.", "confirmed"),
    ("Claude's worst task was the letters.", "refuted"),
    ("Codex's best task was the receipts.", "confirmed"),
    ("Codex's best task was the letters.", "undecided"),
    ("The month's best day remains the 6th, its worst the 5th.", "undecided"),
]


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_the_name_before_a_superlative_says_of_what_it_is(text: str, verdict: str) -> None:
    found = [claim.verdict for claim in claims_of(text, DAY) if claim.kind == "superlative"]
    assert found[-1:] == [verdict]


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("The third-best task was the receipts.", "best task"),
        ("The third-best task was the letters.", "best task"),
        ("The second slowest task was the letters.", "slowest task"),
        ("The best task was the map.", "The third best task"),
        ("Longest task: the photo boxes.", "Fourth longest task"),
    ],
)
def test_the_true_place_takes_that_of_the_sentence(text: str, truth: str) -> None:
    assert [claim.truth for claim in claims_of(text, DAY) if claim.verdict == "refuted"] == [truth]
