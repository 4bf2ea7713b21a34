"""The words for numbers, ranks and scopes: each number has one, and what is said is understood."""

from datetime import date

import pytest

from leverage_site.claims.wording import (
    NUMBERS,
    ORDINALS,
    day_in_words,
    number_in_words,
    ordinal,
    place_in_words,
    rank_in_words,
    scope_in_words,
)
from leverage_site.stats.as_of import ALL, Rank, Scope

TODAY = date(2026, 4, 10)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"), (7, "seven"), (17, "seventeen"), (20, "twenty"), (36, "thirty-six"), (100, "one hundred"),
        (105, "one hundred and five"), (342, "three hundred and forty-two"), (1234, "1,234"),
    ],
)  # fmt: skip
def test_numbers_in_words(number: int, words: str) -> None:
    assert number_in_words(number) == words


def test_numbers_in_words_are_read_again() -> None:
    assert all(NUMBERS[number_in_words(number)] == number for number in range(101))
    assert NUMBERS["thirty six"] == 36


def test_ordinals() -> None:
    assert [ordinal(n) for n in (1, 2, 12, 13, 21, 22, 23, 24, 111)] == [
        "first", "second", "twelfth", "13th", "21st", "22nd", "23rd", "24th", "111th",
    ]  # fmt: skip
    assert all(ORDINALS[ordinal(number)] == number for number in range(1, 100))


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (Scope("week", "2026-W15"), "of the week"),
        (Scope("week", "2026-W14"), "of Week 14, 2026"),
        (Scope("month", "2026-04"), "of the month"),
        (Scope("month", "2026-03"), "of March 2026"),
        (Scope("year", "2026"), "of the year"),
        (Scope("year", "2025"), "of 2025"),
        (ALL, "so far"),
        (Scope("days", "7"), "in 7 days"),
        (Scope("since", "2026-04-02"), "since April 2"),
        (Scope("after", "2025-12-30"), "since December 30, 2025"),
        (Scope("project", "Alpha"), "of Alpha"),
        (Scope("day", "2026-04-10"), "of the day"),
    ],
)
def test_scopes(scope: Scope, words: str) -> None:
    assert scope_in_words(scope, TODAY) == words


@pytest.mark.parametrize(
    ("rank", "words"),
    [
        (Rank(0, 4, 0), "the highest of the week"),
        (Rank(1, 4, 0), "the second highest of the week"),
        (Rank(0, 3, 1), "tied for the highest of the week"),
        (Rank(4, 0, 0), "the lowest of the week"),
        (Rank(3, 1, 0), "the second lowest of the week"),
        (Rank(2, 2, 0), "the third highest of the week"),
        (Rank(0, 0, 0), "the only one of the week"),
    ],
)
def test_ranks(rank: Rank, words: str) -> None:
    assert rank_in_words(rank, Scope("week", "2026-W15"), TODAY) == words


def test_a_rank_may_be_said_from_the_lowest() -> None:
    assert (
        rank_in_words(Rank(2, 2, 0), Scope("week", "2026-W15"), TODAY, "lowest") == "the third lowest of the week"
    )
    assert place_in_words(3, "so far") == "the third highest so far"


def test_days() -> None:
    assert day_in_words(date(2026, 4, 7), TODAY) == "April 7"
    assert day_in_words(date(2025, 4, 7), TODAY) == "April 7, 2025"
