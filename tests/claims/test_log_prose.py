"""How logs are written: short forms, lists, ratios and things with numbers of their own, none of them refuted."""

from datetime import date

import pytest

from leverage_site.claims.check import check
from leverage_site.claims.facts import TextFacts
from leverage_site.claims.model import Claim
from leverage_site.markdown.parse import parse
from leverage_site.problems import Source
from leverage_site.records.measures import Tokens
from leverage_site.stats.as_of import Known
from leverage_site.stats.index import build_index
from tests.support.builders import record, task


def day_of(day: date, *tasks: tuple[str, str, float, float, float, int]):  # type: ignore[no-untyped-def]
    made = [
        task(human, ai, supervision, task=title, project=project, tokens=Tokens(tokens * 1_000, False))
        for title, project, human, ai, supervision, tokens in tasks
    ]
    return record(*made, day=day)


# Friday of the week before: 20 hours, 40 minutes, 30.0x. Wednesday: 15 hours, 40 minutes, 7 of supervision, 22.5x,
# 700k tokens. Thursday: 34 hours, 59 minutes, 15 of supervision, 34.6x, 1.44M tokens.
INDEX = build_index(
    (
        day_of(date(2026, 3, 6), ("Measure the halls", "museum", 20, 40, 8, 900)),
        day_of(
            date(2026, 3, 11),
            ("Plan the exhibition", "museum", 12, 30, 6, 600),
            ("Order the frames", "shop", 3, 10, 1, 100),
        ),
        day_of(
            date(2026, 3, 12),
            ("Guard roster generator", "staff", 10, 15, 4, 400),
            ("Reconciliation of ticket sales", "shop", 12, 18, 5, 610),
            ("Post-mortem for the heating outage", "museum", 6, 12, 3, 200),
            ("Backup script for the archive ids", "archive", 2, 6, 1, 80),
            ("Retry logic in the ticket printer", "shop", 4, 8, 2, 150),
        ),
    )
)


def claims_of(text: str) -> tuple[Claim, ...]:
    prose, problems = parse(Source.from_text("day.md", text))
    assert problems == []
    return check(prose.sentences, TextFacts.of_day(Known(INDEX, date(2026, 3, 12)), "Claude"))


def refuted(text: str) -> list[str]:
    return [claim.printed for claim in claims_of(text) if claim.verdict == "refuted"]


def confirmed(text: str) -> list[str]:
    return [claim.printed for claim in claims_of(text) if claim.verdict == "confirmed"]


def lines(text: str) -> list[str]:
    return text.strip().split("\n")


def cases(text: str) -> list[tuple[str, str]]:
    """Return each line in two: a sentence, and what of it is meant."""
    return [(said, printed) for said, _, printed in (line.partition(" | ") for line in lines(text))]


LEFT_OUT = """
Ex-roster: 24h in 44 min, 32.7x. | 44 min
W/o the roster: 24h / 44 min. | 44 min
Tasks w/o post-mortem: 28h in 47 min. | 47 min
Sans backup: 32h/53m/14m. | 53m
Excl. roster: 24 hours, 44 minutes. | 44 minutes
The day ex roster: 32.7x. | 32.7x
Not counting the backup it was 53 minutes. | 53 minutes
"""


@pytest.mark.parametrize(("text", "printed"), cases(LEFT_OUT))
def test_what_is_left_without_a_task_is_said_in_short_forms(text: str, printed: str) -> None:
    assert refuted(text) == []
    assert printed in confirmed(text)


@pytest.mark.parametrize(
    "text", ["Ticket work ex-printer: 12h in 18 min.", "Ex-roster 32.7x, ex-backup 36.2x, ex-both 34.3x."]
)
def test_what_is_left_of_some_tasks_is_not_held_against_the_day(text: str) -> None:
    assert refuted(text) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    cases("""
Ex-roster: 24h in 49 min. | 49 min
W/o the roster: 24h / 44 min, 40.7x. | 40.7x
Sans backup the day took 58 minutes. | 58 minutes
"""),
)
def test_a_wrong_figure_of_what_is_left_is_refuted(text: str, printed: str) -> None:
    assert printed in refuted(text)
