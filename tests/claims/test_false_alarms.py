"""Sentences near to claims that say something else: none of them is refuted; and neighbors of theirs that are."""

import pytest

from tests.claims.test_check import ledger


def refuted(text: str) -> list[str]:
    return [claim.printed for claim in ledger(text) if claim.verdict == "refuted"]


@pytest.mark.parametrize(
    "text",
    [
        "Almost the highest leverage of the week.",
        "Leverage is nearly the highest of the week.",
        "One of the best days of the week.",
        "Among the best days of the month.",
        "The export was almost the longest task.",
        "The color of the chart is one of the longest tasks of the day.",
        "Was it the best day of the week?",
        "Is the export the shortest task of the day?",
        "Did leverage climb above 6 April?",
        "Was leverage higher than on 6 April?",
        "Were 300 minutes of Claude time enough?",
        "Leverage needs 40x to be the highest of the week.",
        "Leverage is almost higher than on 6 April.",
        "Leverage of 100x is a dream.",
        "The shortest evening of the week.",
        "No, that was last week.",
    ],
)
def test_what_is_asked_or_nearly_so_is_not_said(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Search and typing took 45 of the 90 minutes.",
        "The search page, typing and the export are 100% of the hours.",
        "The typing and the search page are 60% of the hours.",
        "Typing plus the export took 55 of the 90 minutes.",
        "The export & the housework used 50 of the 90 minutes.",
        "Lunch, the export and the leftovers hold 14 of the 16 hours.",
        "Both the wording and the export took 45 of the 90 minutes.",
        "The export and documenting took 60 minutes together.",
        "The typing and the flaky deployment account for half of the hours.",
        "The deployment and drafting make up 70% of the Claude time.",
    ],
)
def test_a_sum_of_which_one_part_has_no_name_is_not_decided(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Waiting used 12 of the 20 minutes.",
        "12 of the 30 minutes went into fonts.",
        "The proof took 4 of the 10 minutes.",
        "Of its 30 minutes, 20 were lost.",
        "The first 10 of its 20 minutes were lost.",
        "The last 5 of the 30 minutes went into the proof.",
        "Claude ran it 50 times, which took 12 of the 20 minutes.",
        "Three of the 8 hours are for the icons.",
        "Of the 90 minutes, 20 went to the search page, 30 to the export and 10 to the chart.",
        "Of the 16 hours, 8 went to the search page and 6 to the export.",
        "The fonts of the search page took 15 of the 20 minutes.",
    ],
)
def test_a_part_of_the_time_of_a_task_is_not_held_against_the_day(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "60% of the week's hours are from the other days.",
        "90% of the week's minutes are from two tasks.",
        "4% of the week's hours are from one task.",
        "82% of the month's hours are from this week.",
        "Half of the month's minutes are from this week.",
    ],
)
def test_a_share_of_a_period_may_be_that_of_others_than_the_day(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Leverage is the highest of the week.",
        "The color of the chart is the longest task of the day.",
        "Leverage was higher than on 6 April.",
        "The search page and the export took 60 of the 90 minutes.",
        "The search page, the export and the color of the chart took 45 of the 90 minutes.",
        "The search page took 20 of the 80 minutes.",
        "The export used 36 of the 90 minutes.",
        "90% of the week's hours are from today.",
        "Of the 90 minutes, 25 went to the search page and 30 to the export.",
    ],
)
def test_what_is_false_beside_them_is_refuted(text: str) -> None:
    assert refuted(text) != []
