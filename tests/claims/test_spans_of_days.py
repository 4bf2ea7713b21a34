"""Which days a bound, a comparison with all others, or a place is among: however the sentence says it."""

from datetime import date

import pytest

from leverage_site.claims.check import check
from leverage_site.claims.facts import TextFacts
from leverage_site.claims.model import Claim
from leverage_site.markdown import Sentence
from leverage_site.stats.as_of import Known
from leverage_site.stats.index import build_index
from tests.support.builders import record, task

# A Monday with 30 hours in one, after greater ones: the last of them lies seven weeks back.
MONDAY = date(2026, 4, 20)
HOURS = {
    date(2025, 11, 3): 60,
    date(2026, 2, 10): 55,
    date(2026, 3, 2): 50,
    date(2026, 4, 10): 20,
    date(2026, 4, 13): 28,
    date(2026, 4, 14): 22,
    MONDAY: 30,
}
INDEX = build_index(record(task(hours, 60), day=day) for day, hours in HOURS.items())

SPANS = ["in three weeks", "in the last three weeks", "in 21 days", "in April", "since March", "since March 2"]
# What is told of days by these words is not understood.
VAGUE = ["in a month", "for weeks", "lately", "in two months", "in recent weeks", "since then"]
SAYINGS = [
    "It is the first day with more than 29 hours of human work {}.",
    "No day before had a leverage above 29x {}.",
    "No day had more human hours {}.",
    "More hours of human work than on any other day {}.",
    "Leverage is second only to February 10 {}.",
]


def claims_of(text: str) -> dict[str, str]:
    facts = TextFacts.of_day(Known(INDEX, MONDAY), "Claude")
    found: tuple[Claim, ...] = check([Sentence(text, 1, 1)], facts)
    return {claim.kind: claim.verdict for claim in found if claim.kind == "superlative"} | {
        claim.printed: claim.verdict for claim in found if claim.verdict == "refuted"
    }


@pytest.mark.parametrize("span", [*SPANS, "since Monday", "in over a week"])
@pytest.mark.parametrize("saying", SAYINGS[:4])
def test_what_holds_among_the_days_that_are_said_is_confirmed(saying: str, span: str) -> None:
    assert claims_of(saying.format(span)) == {"superlative": "confirmed"}


@pytest.mark.parametrize("span", ["", "so far", "since February", "in 100 days", "this year", "since February 10"])
@pytest.mark.parametrize("saying", SAYINGS[:4])
def test_what_does_not_hold_among_them_is_refuted(saying: str, span: str) -> None:
    assert claims_of(saying.format(span))["superlative"] == "refuted"


@pytest.mark.parametrize("span", VAGUE)
@pytest.mark.parametrize("saying", SAYINGS)
def test_words_for_days_that_are_not_understood_leave_it_undecided(saying: str, span: str) -> None:
    assert claims_of(saying.format(span)).get("superlative", "undecided") == "undecided"


def test_the_day_since_which_days_count_is_none_of_those_ahead() -> None:
    assert claims_of("Leverage is second only to March 2 since February 11.") == {"superlative": "confirmed"}


def test_of_so_many_days_this_one_is_the_last() -> None:
    # Ten days back from April 20 are those from April 11 on: the 20 hours of April 10 are not among them.
    assert (
        claims_of("It is the first day with less than 21 hours of human work in ten days.")["superlative"]
        != "refuted"
    )
    assert claims_of("No day before had a leverage below 21x in ten days.")["superlative"] == "confirmed"
    assert claims_of("No day before had a leverage below 21x in 11 days.")["superlative"] == "refuted"


@pytest.mark.parametrize("span", ["in three weeks", "since March", "since February", "in April"])
def test_a_superlative_is_among_the_same_days(span: str) -> None:
    verdict = "refuted" if span == "since February" else "confirmed"
    assert claims_of(f"The highest leverage {span}.")["superlative"] == verdict
