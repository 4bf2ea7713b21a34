"""What was true as of its day stays confirmed, and the ledger says which later day has overtaken it."""

from datetime import date

import pytest

from leverage_site.claims.check import check
from leverage_site.claims.facts import TextFacts
from leverage_site.claims.judge import with_later
from leverage_site.claims.model import Claim
from leverage_site.markdown import Sentence
from leverage_site.stats.as_of import Known
from leverage_site.stats.index import build_index
from tests.support.builders import record, task

# Leverage by day: 12, 10, 20 and 8 in one week of April, 30 in the next.
INDEX = build_index(
    record(task(hours, 60), day=date(2026, 4, day)) for day, hours in ((6, 12), (7, 10), (8, 20), (9, 8), (14, 30))
)


def claim(text: str, day: int) -> Claim:
    facts = TextFacts.of_day(Known(INDEX, date(2026, 4, day)))
    (found,) = with_later(check([Sentence(text, 1, 1)], facts), INDEX)
    return found


@pytest.mark.parametrize(
    ("text", "day", "later"),
    [
        ("Leverage is the lowest of the week.", 7, "true as of that day; 2026-04-09 is lower"),
        ("Leverage is the highest of the week.", 8, ""),
        ("Leverage is the highest of the month.", 8, "true as of that day; 2026-04-14 is higher"),
        ("Leverage is the second highest of the week.", 7, "true as of that day; 2026-04-08 is higher"),
        ("Leverage is the highest so far.", 8, ""),
        ("Leverage is the highest of the week.", 7, ""),
    ],
)
def test_a_later_day_of_the_period_is_named(text: str, day: int, later: str) -> None:
    assert claim(text, day).later == later


def test_the_verdict_stays() -> None:
    assert claim("Leverage is the lowest of the week.", 7).verdict == "confirmed"
    assert claim("Leverage is the highest of the week.", 7).verdict == "refuted"
