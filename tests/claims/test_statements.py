"""What the published days of content/ say about themselves, sentence by sentence, held against the checker.

Each figure that is marked in a true sentence is a statement of its own; a false sentence is one statement.
"""

from pathlib import Path

import pytest

from tests.claims.corpus.entries import read_sheets
from tests.claims.corpus.judging import Statement, claims_of_content, judged, listed, table
from tests.claims.corpus.sites import front_matters

PAGES = read_sheets(Path(__file__).parent / "statements")
ENTRIES = [entry for page in PAGES for entry in page.entries]


def count(*truths: str) -> int:
    return sum(len(entry.parts) for entry in ENTRIES if entry.truth in truths)


@pytest.fixture(scope="module")
def statements() -> list[Statement]:
    return list(judged(PAGES))


def test_there_are_enough_statements_and_most_of_them_can_be_decided() -> None:
    assert count("true", "false", "undecidable") >= 210
    assert count("true", "false") >= 185
    assert count("false") >= 5


def test_each_sheet_is_about_a_day_of_its_site() -> None:
    assert all(page.day in front_matters(page.site) for page in PAGES)


def test_each_false_statement_says_why_it_is_false() -> None:
    assert [entry.source for entry in ENTRIES if bool(entry.because) != (entry.truth == "false")] == []


def test_no_statement_is_refuted_that_is_true_or_not_to_be_decided(statements: list[Statement]) -> None:
    alarms = [one for one in statements if one.is_refuted and one.entry.truth != "false"]
    assert not alarms, listed(alarms)


def test_each_false_statement_is_refuted(statements: list[Statement]) -> None:
    missed = [one for one in statements if not one.is_refuted and one.entry.truth == "false"]
    assert not missed, listed(missed)


def test_nine_in_ten_of_the_statements_that_figures_decide_are_decided(statements: list[Statement]) -> None:
    decidable = [one for one in statements if one.entry.truth in ("true", "false")]
    missed = [one for one in decidable if not one.is_found]
    assert len(missed) <= 0.1 * len(decidable), f"{table(statements)}\n{listed(missed)}"


def test_nothing_is_refuted_in_the_records_of_this_repository() -> None:
    refuted = [claim for claim in claims_of_content() if claim.verdict == "refuted"]
    assert not refuted, [(claim.sentence.text, claim.printed, claim.why) for claim in refuted]
