"""Sentences of the grammar about sites of chance: what is true is never refuted, what is false never confirmed.

Sentences are checked as they are drawn, without files and without Markdown.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from leverage_site.claims.check import check
from leverage_site.claims.facts import TextFacts
from leverage_site.claims.model import Claim
from leverage_site.markdown import Sentence
from leverage_site.stats.as_of import Known
from leverage_site.stats.index import build_index
from tests.claims.corpus.drawing import draw, read_templates
from tests.claims.corpus.entries import Entry
from tests.claims.corpus.random_site import Day, random_site
from tests.support.builders import record, task

TEMPLATES = read_templates(Path(__file__).parent / "grammar.templates")
SEEDS = range(7_000, 7_010)
PLACES = (5, 11, 17, 23)


def facts_of(day: Day) -> TextFacts:
    records = [
        record(
            *(task(row.human, row.ai, row.supervision, task=row.title, project=row.project) for row in one.rows),
            day=one.date,
        )
        for one in (*day.before, day)
    ]
    return TextFacts.of_day(Known(build_index(records), day.date), "Claude")


def checked() -> Iterator[tuple[Entry, tuple[Claim, ...]]]:
    for seed in SEEDS:
        days = random_site(seed)
        for place in PLACES:
            chance = Random(seed * 100 + place)  # noqa: S311
            facts = facts_of(days[place])
            for false in (False, True):
                for entry in draw(TEMPLATES, days[place], chance, false=false):
                    yield entry, check([Sentence(entry.sentence, 1, 1)], facts)


@pytest.fixture(scope="module")
def ledger() -> list[tuple[Entry, tuple[Claim, ...]]]:
    return list(checked())


def is_refuted(claims: tuple[Claim, ...]) -> bool:
    return any(claim.verdict == "refuted" for claim in claims)


def confirms_the_exchanged(entry: Entry, claims: tuple[Claim, ...]) -> bool:
    right = [claim for claim in claims if claim.verdict == "confirmed"]
    return any(claim.begin < end and begin < claim.end for claim in right for begin, end in entry.marked)


def test_nothing_true_is_refuted(ledger: list[tuple[Entry, tuple[Claim, ...]]]) -> None:
    alarms = [(e.sentence, claims) for e, claims in ledger if e.truth == "true" and is_refuted(claims)]
    assert not alarms


def test_nothing_false_is_confirmed(ledger: list[tuple[Entry, tuple[Claim, ...]]]) -> None:
    false = [(e, claims) for e, claims in ledger if e.truth == "false" and not is_refuted(claims)]
    assert not [(e.sentence, e.because, claims) for e, claims in false if confirms_the_exchanged(e, claims)]


def test_the_grammar_is_decided(ledger: list[tuple[Entry, tuple[Claim, ...]]]) -> None:
    counts = Counter(
        (e.truth, is_refuted(claims), any(c.verdict == "confirmed" for c in claims)) for e, claims in ledger
    )
    true = sum(number for (truth, _, _), number in counts.items() if truth == "true")
    false = sum(number for (truth, _, _), number in counts.items() if truth == "false")
    assert counts["true", False, True] >= 0.97 * true
    assert (
        sum(number for (truth, refuted, _), number in counts.items() if truth == "false" and refuted)
        >= 0.93 * false
    )
    assert true + false >= 5_000


def test_a_refuted_claim_says_why_and_what_is_true(ledger: list[tuple[Entry, tuple[Claim, ...]]]) -> None:
    refuted = [claim for _, claims in ledger for claim in claims if claim.verdict == "refuted"]
    assert all(claim.why for claim in refuted)
    assert sum(bool(claim.truth) for claim in refuted) >= 0.85 * len(refuted)
    assert all(claim.sentence.text[claim.begin : claim.end] == claim.printed for claim in refuted)
