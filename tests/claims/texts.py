"""Texts as they are checked: read like those of records, and held against some facts."""

from leverage_site.claims.check import check
from leverage_site.claims.facts import TextFacts
from leverage_site.claims.model import Claim, Verdict
from leverage_site.markdown.parse import parse
from leverage_site.problems import Source


def claims_of(text: str, facts: TextFacts) -> tuple[Claim, ...]:
    """Return the claims of a text without a fault."""
    prose, problems = parse(Source.from_text("day.md", text))
    assert problems == []
    return check(prose.sentences, facts)


def with_verdict(verdict: Verdict, text: str, facts: TextFacts) -> list[str]:
    """Return what a text prints of the claims with a verdict."""
    return [claim.printed for claim in claims_of(text, facts) if claim.verdict == verdict]


def lines(text: str) -> list[str]:
    """Return the lines of a table of sentences."""
    return text.strip().split("\n")
