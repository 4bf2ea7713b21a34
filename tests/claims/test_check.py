"""The ledger of a text: what a sentence says is confirmed, refuted with the truth beside it, or left alone."""

from dataclasses import replace
from datetime import date

import pytest

from leverage_site.claims.check import check
from leverage_site.claims.facts import TextFacts
from leverage_site.claims.model import Claim
from leverage_site.claims.text.vocabulary import LINKS, PHRASES
from leverage_site.markdown.parse import parse
from leverage_site.problems import Source
from leverage_site.stats.as_of import Known, Scope
from leverage_site.stats.index import build_index
from tests.claims.texts import claims_of
from tests.support.builders import record, task

DAYS = (
    record(task(4, 30, 2, task="Old parser"), task(2, 30, 3, task="Older tests"), day=date(2026, 4, 2)),
    record(task(10, 20, 2, task="Import of tables"), task(2, 40, 4, task="Mend a leak"), day=date(2026, 4, 6)),
    record(
        task(8, 20, 3, task="Search page with filters"),
        task(6, 30, 1, task="Export to spreadsheets"),
        task(1, 10, 1, task="Color of the chart"),
        task(1, 30, 5, task="Flaky deployment"),
        day=date(2026, 4, 7),
    ),
)
INDEX = build_index(DAYS)


def ledger(text: str, day: date = date(2026, 4, 7)) -> tuple[Claim, ...]:
    return claims_of(text, TextFacts.of_day(Known(INDEX, day), "Claude"))


def verdicts(text: str) -> list[tuple[str, str]]:
    return [(claim.printed, claim.verdict) for claim in ledger(text)]


@pytest.mark.parametrize(
    ("text", "printed", "truth"),
    [
        ("The weighted average leverage factor was 10.7x.", "10.7x", None),
        ("The weighted average leverage factor was 11.7x.", "11.7x", "10.7x"),
        ("Four tasks.", "Four tasks", None),
        ("Five tasks.", "Five tasks", "Four tasks"),
        ("The search page (24x) was easy.", "24x", None),
        ("The search page (25x) was easy.", "25x", "24.0x"),
        ("The export took 30 minutes.", "30 minutes", None),
        ("The export took 35 minutes.", "35 minutes", "30 minutes"),
        ("The export took half an hour.", "half an hour", None),
        ("The search page took half an hour.", "half an hour", "twenty minutes"),
        ("The search page took a quarter of an hour.", "a quarter of an hour", "twenty minutes"),
        ("The day took an hour and a half of Claude time.", "an hour and a half", None),
        ("The day took four hours and a half of Claude time.", "four hours and a half", "1.5 hours"),
        ("The search page took five hours and a half.", "five hours and a half", "eight hours"),
        ("The search page took 12 minutes and a half.", "12 minutes and a half", "20 minutes"),
        ("The search page took 20 minutes, and a half of them went into tests.", "20 minutes", None),
        ("The search page took 20 minutes and a half of them.", "20 minutes", None),
        ("Leverage is the highest of the week.", "the highest of the week", "the lowest of the week"),
        ("Leverage is the lowest of the week.", "the lowest of the week", None),
        ("The search page topped the day.", "topped the day", None),
        ("The flaky deployment had the highest factor of the day.", "the highest factor", "the lowest"),
        ("Leverage was lower than on 6 April.", "lower", None),
        ("Leverage was higher than on 6 April.", "higher", "lower"),
        ("Two tasks took one minute of supervision.", "Two tasks took one minute", None),
        (
            "Three tasks took one minute of supervision.",
            "Three tasks took one minute",
            "Two tasks took one minute",
        ),
        ("Tuesday, 7 April.", "Tuesday, 7 April", None),
        ("Monday, 7 April.", "Monday, 7 April", "Tuesday, 7 April"),
        ("The search page and the export took 50 of the 90 minutes.", "50", None),
        ("The search page and the export took 60 of the 90 minutes.", "60", "50"),
        ("Without the search page the remaining three tasks come to 6.9x.", "6.9x", None),
        ("Without the search page the remaining three tasks come to 7.9x.", "7.9x", "6.9x"),
        ("Search page with filters: 8 hours, 25 minutes.", "25 minutes", "20 minutes"),
        ("Half of the hours went into the search page.", "Half", None),
        ("The search page holds 30% of the hours.", "30%", "50%"),
        ("All tasks took at most half an hour.", "half an hour", None),
        ("Above 10x there are two tasks.", "10x there are two tasks", None),
        ("90 minutes of Claude time, 12 of supervision.", "12", "10"),
        ("Leverage was 10.7x, after 12.0x.", "12.0x", None),
        ("6 April had 12.0x.", "12.0x", None),
        ("6 April had 13.0x.", "13.0x", "12.0x"),
    ],
)
def test_what_is_true_is_confirmed_and_what_is_false_corrected(text: str, printed: str, truth: str | None) -> None:
    claim = next(claim for claim in ledger(text) if claim.printed == printed)
    assert (claim.verdict, claim.truth) == (("refuted", truth) if truth else ("confirmed", ""))
    assert bool(claim.why) == bool(truth)
    assert claim.sentence.text[claim.begin : claim.end] == printed


@pytest.mark.parametrize(
    "text",
    [
        "The target is a leverage of 50x.",
        "I hope for 12 tasks tomorrow.",
        "This was not a day of 99x.",
        "A team of ours reports a leverage factor of 99x.",
        '"The leverage was 99x," writes a competitor.',
        "The leverage was `99x`.",
        "The table has 12 columns and 400 cells.",
        "Anything below 99x is rarely worth it.",
        "That is 99x.",
        "It took 99 minutes.",
        "The best day so far had 999 hours.",
        "It was the best week of the year.",
        "With 99 tasks left, the list is long.",
        "Some sessions ran for 99 minutes.",
        "A single session of 99 minutes.",
        "The table has 400 rows.",
        "A leverage factor of 99x means nothing.",
        "Leverage of 99x on a day like this was out of reach.",
        "The remaining 99 minutes were idle.",
        "An hour has 60 minutes.",
        "Supervision is ten minutes well spent.",
        "The Monday before had 99x.",
        "The search page has a timeout of 99 minutes.",
        "The tests of the search page took 99 minutes.",
        "It took 99 minutes to find a printer for the export.",
        "After 99 minutes the search page was cached.",
        "The export splits a file into 99-minute parts.",
        "The search page waits 9 hours * 60 minutes.",
        "An estimate of 9 hours and a runtime of 10 minutes give 54.0x.",
        "Half of the time the deployment was fine.",
        "The list is at the bottom of the page.",
        "It is really the best editor ever, and the best mailer I know of.",
        "At the other end, five rows wait.",
    ],
)
def test_no_alarm(text: str) -> None:
    assert "refuted" not in dict(verdicts(text)).values()


def test_of_two_tasks_that_words_may_name_the_correction_names_both_or_none() -> None:
    index = build_index(
        [
            record(
                task(8, 20, 3, task="Returns desk"),
                task(6, 30, 1, task="Screenshots of the returns desk"),
                day=date(2026, 4, 7),
            )
        ]
    )
    facts = TextFacts.of_day(Known(index, date(2026, 4, 7)), "Claude")
    sentences = parse(Source.from_text("day.md", "The returns desk stands at 26x."))[0].sentences
    (claim,) = check(sentences, facts)
    assert (claim.verdict, claim.truth) == ("refuted", "")
    assert claim.why == 'leverage of "Returns desk": 24.0x; leverage of "Screenshots of the returns desk": 12.0x'


def test_what_is_off_is_in_the_ledger_without_a_verdict() -> None:
    assert verdicts("Five tasks. <!-- claims: off --> Six tasks.") == [
        ("Five tasks", "off"),
        ("Six tasks", "refuted"),
    ]


def test_a_later_day_changes_nothing() -> None:
    early = check(parse(Source.from_text("x", "12.0x is the highest leverage so far."))[0].sentences,
                  TextFacts.of_day(Known(INDEX, date(2026, 4, 6)), "Claude"))  # fmt: skip
    assert [claim.verdict for claim in early] == ["confirmed", "confirmed"]


def test_lists_as_long_as_no_sentence_are_passed_over() -> None:
    assert verdicts("Leverage was 99x, " + "and more, " * 100 + "as I said.") == []
    assert verdicts("Leverage was " + ", ".join(["99x"] * 21) + ".") == []


def test_a_live_figure_is_never_refuted() -> None:
    sentence = parse(Source.from_text("day.md", "Leverage was 99x."))[0].sentences[0]
    filled = replace(sentence, live=((13, 16),))
    facts = TextFacts.of_day(Known(INDEX, date(2026, 4, 7)), "Claude")
    assert [claim.verdict for claim in check([sentence], facts)] == ["refuted"]
    assert [claim.verdict for claim in check([filled], facts)] == ["undecided"]


def test_the_facts_of_a_period() -> None:
    facts = TextFacts(Known(INDEX, date(2026, 4, 12)), Scope("week", "2026-W15"), "Claude")
    prose, _ = parse(Source.from_text("week.md", "6 tasks. Leverage was 11.2x. Leverage was 12.2x."))
    assert [claim.verdict for claim in check(prose.sentences, facts)] == ["confirmed", "confirmed", "refuted"]


@pytest.mark.parametrize("digits", [4, 6, 7, 10, 12, 16, 40, 400, 5_000])
@pytest.mark.parametrize(
    "sentence",
    [
        "The highest leverage in {} days.",
        "The best day in over {} days.",
        "The longest day of the last {} weeks.",
        "Leverage was {}x, after {}x.",
        "{} tasks took {} minutes or less.",
        "The search page took {} hours and {} minutes.",
        "Each of the {} tasks stayed below {}x.",
        "{} of the {} minutes went into the search page, {}% of them.",
        "It was {} times the {} hours of Monday, {}k tokens.",
        "On April {} there were {} tasks.",
    ],
)
def test_numbers_of_any_size_are_read_or_left_alone(sentence: str, digits: int) -> None:
    for number in ("9" * digits, "1" + "0" * (digits - 1), f"0.{'3' * digits}"):
        for claim in ledger(sentence.replace("{}", number)):
            assert claim.verdict in ("confirmed", "refuted", "undecided")


@pytest.mark.parametrize(
    "sentence",
    [
        "The search page has a higher {} than the export.",
        "The search page took 10 minutes {} than the export.",
        "Leverage is up 10% in {} from Monday.",
        "Twice as many {} as on Monday.",
        "The best {} of the week has 48.0x.",
        "Of the four tasks, two had more than 10 {} each.",
        "At 10.7x it is the best {}.",
        "The export took 10 minutes more than the {}.",
        "Leverage is higher {}",
        "{} 10.7x",
    ],
)
def test_each_word_of_the_vocabulary_is_read_or_left_alone(sentence: str) -> None:
    one_of_each = {meaning: phrase for phrase, meaning in PHRASES.items()}.values()
    for phrase in (*one_of_each, *sorted(LINKS)):
        for claim in ledger(sentence.replace("{}", phrase)):
            assert claim.verdict in ("confirmed", "refuted", "undecided")
