"""Texts of a preview are checked behind its refreshes, in pieces; what a page marks are whole sentences."""

from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from leverage_site import build
from leverage_site.claims.model import Claim
from leverage_site.markdown import Sentence
from leverage_site.pages import ledger
from leverage_site.problems import Place, ProblemError, catalog
from leverage_site.project import Project
from leverage_site.serve.claim_checks import ClaimChecks, marked_sentences
from tests.support.sites import Site, task

TASKS = [task("Sort the table", "2h", "4m"), task("Cover the parser", "8h", "10m")]
DAYS = ("2026-04-06", "2026-04-07", "2026-04-08")
PATHS = [f"content/records/{day}.md" for day in DAYS]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Three days whose leverage is 42.9x, which none of their texts says."""
    site = Site(tmp_path / "site")
    for n, day in enumerate(DAYS):
        site.record(day, f"Leverage was 1{n}.5x.\n", tasks=TASKS)
    return site


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the first sentences of the texts that were checked, in order."""
    found: list[str] = []

    def noted(sentences: tuple[Sentence, ...], *rest: object) -> tuple[Claim, ...]:
        found.append(sentences[0].text if sentences else "")
        return original(sentences, *rest)

    original: Callable[..., tuple[Claim, ...]] = ledger.check
    monkeypatch.setattr(ledger, "check", noted)
    return found


def planned(site: Site) -> build.Site:
    return build.plan_site(site.root, checked=None)


def begun() -> ClaimChecks:
    return ClaimChecks(dict)


def run(checks: ClaimChecks, site: build.Site, first: Collection[str] = ()) -> list[str]:
    """Return the places of the problems that a check tells, which ends."""
    problems = checks.run(site, first, lambda: False)
    assert problems is not None
    return [str(problem.place).removeprefix("content/records/2026-04-") for problem in problems]


ALL = ["06.md:5:14", "07.md:5:14", "08.md:5:14"]


def test_all_texts_are_checked_once_the_latest_first(site: Site, checked: list[str]) -> None:
    checks, there = begun(), planned(site)
    assert run(checks, there) == ALL
    assert checked == ["Leverage was 12.5x.", "Leverage was 11.5x.", "Leverage was 10.5x."]
    assert run(checks, there) == run(checks, planned(site)) == []
    assert len(checked) == 3


def test_files_that_were_edited_come_first(site: Site, checked: list[str]) -> None:
    assert run(begun(), planned(site), {PATHS[0]}) == ALL
    assert checked == ["Leverage was 10.5x.", "Leverage was 12.5x.", "Leverage was 11.5x."]


def test_an_edit_of_a_figure_is_held_against_all_later_texts(site: Site, checked: list[str]) -> None:
    checks = begun()
    run(checks, planned(site))
    checked.clear()
    site.record(DAYS[1], "Leverage was 42.9x.\n", tasks=TASKS)
    assert run(checks, planned(site)) == []
    assert checked == ["Leverage was 42.9x."]
    site.record(DAYS[1], "Leverage was 42.9x.\n", tasks=TASKS[:1])
    assert run(checks, planned(site)) == ["07.md:5:14"]
    assert checked[1:] == ["Leverage was 12.5x.", "Leverage was 42.9x."]


def test_a_claim_that_moves_in_its_file_is_told_once_and_again_once_it_was_mended(site: Site) -> None:
    checks = begun()
    run(checks, planned(site))
    site.record(DAYS[0], "More.\n\nLeverage was 10.5x.\n", tasks=TASKS)
    assert run(checks, planned(site)) == []
    site.record(DAYS[0], "Leverage was 42.9x.\n", tasks=TASKS)
    assert run(checks, planned(site)) == []
    site.record(DAYS[0], "Leverage was 10.5x.\n", tasks=TASKS)
    assert run(checks, planned(site)) == ["06.md:5:14"]


@pytest.mark.parametrize("patience", [0, 1, 2])
def test_a_check_ends_when_something_waits_and_goes_on_from_there(
    site: Site, checked: list[str], patience: int
) -> None:
    checks, there = begun(), planned(site)
    assert checks.run(there, (), lambda: len(checked) == patience) is None
    assert len(checked) == patience
    assert run(checks, there) == ALL
    assert len(checked) == 3


def test_what_builds_checked_is_known(site: Site, checked: list[str]) -> None:
    known = Project(site.root).plan().checked
    assert len(checked) == 3
    assert run(ClaimChecks(lambda: known), planned(site)) == ALL
    assert len(checked) == 3


def test_while_a_record_cannot_be_read_nothing_is_told_or_forgotten(site: Site) -> None:
    checks = begun()
    run(checks, planned(site))
    text = (site.root / PATHS[2]).read_text(encoding="utf-8")
    site.file(PATHS[2], "---\ndate: 2026-04-08\ntasks: many\n---\n")
    assert run(checks, planned(site)) == []
    site.file(PATHS[2], text)
    assert run(checks, planned(site)) == []


def test_a_text_that_cannot_be_read_any_more_ends_a_check(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise ProblemError(catalog.NO_CONTENT.at(Place(PATHS[0]), reason="gone"))

    monkeypatch.setattr(ledger, "check", gone)
    assert begun().run(planned(site), (), lambda: False) is None


# What a page marks


def claim(sentence: Sentence, printed: str, begin: int, truth: str = "1") -> Claim:
    return Claim("value", "refuted", printed, sentence, begin, begin + len(printed), why="why", truth=truth)


def test_a_sentence_is_told_in_its_parts() -> None:
    sentence, other = Sentence("🎉 It took 3 hours, not 4.", 9, 1), Sentence("5 more.", 10, 1)
    claims = [claim(sentence, "3 hours", 10), claim(sentence, "4", 23, ""), claim(other, "5", 0)]
    assert marked_sentences(claims) == [
        {
            "line": 9,
            "parts": [
                "🎉 It took ",
                {"printed": "3 hours", "truth": "1", "why": "why"},
                ", not ",
                {"printed": "4", "truth": "", "why": "why"},
                ".",
            ],
        },
        {"line": 10, "parts": [{"printed": "5", "truth": "1", "why": "why"}, " more."]},
    ]


def test_of_claims_that_share_words_the_first_is_told() -> None:
    sentence = Sentence("All 3 tasks took 10 minutes.", 9, 1)
    (told,) = marked_sentences([claim(sentence, "3 tasks took 10", 4), claim(sentence, "10", 17)])
    assert [part if isinstance(part, str) else part["printed"] for part in told["parts"]] == [
        "All ",
        "3 tasks took 10",
        " minutes.",
    ]
