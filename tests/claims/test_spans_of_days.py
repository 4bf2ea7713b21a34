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


def ledger(text: str) -> tuple[Claim, ...]:
    return check([Sentence(text, 1, 1)], TextFacts.of_day(Known(INDEX, MONDAY), "Claude"))


def claims_of(text: str) -> dict[str, str]:
    return {
        claim.kind if claim.kind == "superlative" else claim.printed: claim.verdict
        for claim in ledger(text)
        if claim.kind == "superlative" or claim.verdict == "refuted"
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


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("April has {} of human work so far.", "confirmed"),
        ("In April there are {} of human work so far.", "confirmed"),
        ("April: {} so far.", "confirmed"),
        ("Since March the log has {} of human work so far.", "confirmed"),
        ("In three weeks, {} of human work.", "confirmed"),
        ("In recent weeks there were {} of human work.", "undecided"),
        ("The last three weeks had {} of human work.", "undecided"),
        ("In 2026 there are {} of human work so far.", "undecided"),
    ],
)
def test_a_sum_of_the_days_that_are_named_is_no_false_one_of_the_day(text: str, verdict: str) -> None:
    (claim,) = ledger(text.format("100 hours"))
    assert (claim.printed, claim.verdict) == ("100 hours", verdict)


@pytest.mark.parametrize(
    "text", ["April has 90 hours of human work so far.", "In April there were 90 hours of work."]
)
def test_a_false_sum_of_the_days_that_are_named_is_refuted_by_theirs(text: str) -> None:
    (claim,) = ledger(text)
    assert (claim.verdict, claim.truth) == ("refuted", "100 hours")


@pytest.mark.parametrize(
    "text",
    [
        "The day came to 35 hours of human work, the most in April.",
        "The day came to 35 hours of human work, more than on any day since March.",
    ],
)
def test_a_figure_of_the_day_beside_a_span_is_refuted_as_before(text: str) -> None:
    assert claims_of(text) == {"superlative": "confirmed", "35 hours": "refuted"}


@pytest.mark.parametrize("word", ["in", "for", "since", "April", "of"])
@pytest.mark.parametrize("text", ["The highest leverage", "No day had more hours", "Leverage was 29.0x"])
def test_a_sentence_may_end_where_a_span_begins(text: str, word: str) -> None:
    assert ledger(f"{text} {word}") != ()
