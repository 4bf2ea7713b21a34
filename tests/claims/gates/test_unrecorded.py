"""Numbers that no record has, such as a sum of the sentence's own: none of them is refuted by one that it has."""

import pytest

from tests.claims.gates.test_narrowing import verdicts
from tests.claims.texts import lines

NOT_REFUTED = """
Walls (18 h), lights (4 h) and paint (6 h) make 28 hours.
28 hours: 18 h for the walls, 4 h for the lights, 6 h for the paint.
Paint (6 h), ferry timetable (5 h), timetable (2 h): 13 hours.
Apart from the walls (30 min), none took longer than twenty minutes.
Apart from the walls, none took longer than 20 minutes.
With supervision it's 103 minutes.
The walls took 36 minutes with supervision.
It is the longest list and yet only the second-longest day.
The lights are on for 11 hours.
"""


@pytest.mark.parametrize("text", lines(NOT_REFUTED))
def test_a_sum_a_bound_or_a_time_of_things_is_not_refuted(text: str) -> None:
    assert "refuted" not in verdicts(text).values()


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Walls (18 h), lights (4 h) and paint (6 h) make 29 hours.", "29 hours"),
        ("With supervision it's 105 minutes.", "105 minutes"),
    ],
)
def test_another_number_in_their_place_is(text: str, printed: str) -> None:
    assert verdicts(text)[printed] == "refuted"
