"""Sentences that the program writes: a check refutes none of them, and confirms none that says something else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from leverage_site.build import plan_site
from leverage_site.claims.check import check
from leverage_site.claims.facts import TextFacts
from leverage_site.claims.model import Claim
from leverage_site.dates import period_title
from leverage_site.markdown import Sentence
from leverage_site.pages.content import Content
from leverage_site.pages.narrative import plain, summary
from leverage_site.stats.as_of import Known, Scope
from tests.claims.corpus.random_site import random_site
from tests.support.sites import Site, task

KINDS = ("week", "month", "year")
_FACTOR = re.compile(r"at ([\d,]+\.\d)x")


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    site = Site(tmp_path_factory.mktemp("generated") / "site")
    for day in random_site(7, 60):
        tasks = [
            task(row.title, f"{row.human}h", f"{row.ai}m", supervision=f"{row.supervision}m") for row in day.rows
        ]
        site.record(day.date.isoformat(), tasks=tasks)
    return plan_site(Path(site.root)).plan.content


def sentences(content: Content) -> Iterator[tuple[TextFacts, str]]:
    """Yield each sentence on a week, a month or a year, with the facts of that."""
    assistant = content.settings.assistant
    for kind in KINDS:
        before = None
        for key, days in content.periods(kind).items():
            facts = TextFacts(Known(content.index, days.period.last), Scope(kind, key), assistant)
            for sentence in summary(days.period, days.totals, days.group.days, before, assistant):
                yield facts, plain(sentence)
            before = (period_title(days.period), days.totals)


def ledger(facts: TextFacts, text: str) -> tuple[Claim, ...]:
    return check([Sentence(text, 1, 1)], facts)


def test_none_is_refuted_and_most_is_confirmed(content: Content) -> None:
    claims = [claim for facts, text in sentences(content) for claim in ledger(facts, text)]
    wrong = [(claim.sentence.text, claim.printed, claim.why) for claim in claims if claim.verdict == "refuted"]
    assert wrong == []
    confirmed = sum(claim.verdict == "confirmed" for claim in claims)
    left = {claim.sentence.text: claim.printed for claim in claims if claim.verdict == "undecided"}
    assert confirmed >= 0.95 * len(claims) > 100, left


def test_another_factor_is_not_confirmed(content: Content) -> None:
    changed = 0
    for facts, text in sentences(content):
        if match := _FACTOR.search(text):
            wrong = f"{float(match[1].replace(',', '')) * 1.3 + 1:,.1f}x"
            claims = ledger(facts, text.replace(match[0], f"at {wrong}"))
            assert [claim.verdict for claim in claims if claim.printed == wrong] in (["refuted"], ["undecided"]), (
                text
            )
            changed += 1
    assert changed > 10
