from pathlib import Path

import pytest

from leverage_site.pages.ledger import TextToCheck, ledger_of, text_of_page, texts_to_check
from tests.support.sites import Site, task

TASKS = [task("Sort the table", "2h", "4m"), task("Cover the parser", "8h", "10m")]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path / "site")
    site.record("2026-04-07", "The leverage of 42.9x is the highest so far.\n", tasks=TASKS)
    site.record("2026-04-08", "Leverage was 30.0x.\n", tasks=TASKS[:1])
    return site.file("content/weeks/2026-W15.md", "The week had three tasks.\n")


def texts(site: Site) -> dict[str, TextToCheck]:
    return {text.path.removeprefix("content/"): text for text in texts_to_check(site.prepared().plan.content)}


def verdicts(site: Site, path: str) -> list[tuple[str, str]]:
    return [(claim.printed, claim.verdict) for claim in texts(site)[path].ledger()]


def test_records_and_notes_of_periods_are_checked(site: Site) -> None:
    assert list(texts(site)) == ["records/2026-04-07.md", "records/2026-04-08.md", "weeks/2026-W15.md"]
    assert verdicts(site, "records/2026-04-07.md")[0] == ("42.9x", "confirmed")
    assert verdicts(site, "records/2026-04-08.md") == [("30.0x", "confirmed")]
    assert verdicts(site, "weeks/2026-W15.md") == [("three tasks", "confirmed")]


def test_a_later_day_changes_no_key_of_an_older_one(site: Site) -> None:
    before = texts(site)
    site.record("2026-04-09", "More.\n", tasks=[task("Port the manual", "90h", "2m")])
    after = texts(site)
    for path in ("records/2026-04-07.md", "records/2026-04-08.md"):
        assert after[path].key == before[path].key
    assert after["weeks/2026-W15.md"].key != before["weeks/2026-W15.md"].key
    assert verdicts(site, "weeks/2026-W15.md") == [("three tasks", "refuted")]


@pytest.mark.parametrize(
    ("edit", "changed"),
    [
        (lambda site: site.record("2026-04-07", "Other.\n", tasks=TASKS), ["records/2026-04-07.md"]),
        (lambda site: site.record("2026-04-07", "Other.\n", tasks=TASKS[:1]), None),
        (lambda site: site.file("content/weeks/2026-W15.md", "Other.\n"), ["weeks/2026-W15.md"]),
        (lambda site: site.settings(assistant="Claude"), None),
        (lambda site: site.settings(title="Other"), []),
        (lambda site: site.record("2026-04-01", "Before.\n"), None),
    ],
)
def test_keys_change_with_what_ledgers_follow_from(site: Site, edit, changed: list[str] | None) -> None:
    before = texts(site)
    edit(site)
    after = texts(site)
    differing = [path for path in before if after[path].key != before[path].key]
    assert differing == (list(before) if changed is None else changed)


def test_a_page_shows_the_text_that_it_is_there_for(site: Site) -> None:
    site.file("content/months/2026-04.md", "A month.\n").file("content/pages/x.md", "---\ntitle: X\n---\n")
    plan = site.prepared().plan
    found = {page.address: text_of_page(plan.content, page) for page in plan.pages}
    assert {address: text.path.removeprefix("content/") for address, text in found.items() if text} == {
        "/posts/2026/2026-04-07-leverage-record.html": "records/2026-04-07.md",
        "/posts/2026/2026-04-08-leverage-record.html": "records/2026-04-08.md",
        "/weeks/2026-W15.html": "weeks/2026-W15.md",
        "/months/2026-04.html": "months/2026-04.md",
    }


def test_nothing_is_checked_while_a_record_cannot_be_read(site: Site) -> None:
    site.file("content/records/2026-04-06.md", "---\ndate: 2026-04-06\ntasks: many\n---\n")
    assert texts(site) == {}


def test_the_ledger_of_a_record_is_that_of_its_text(site: Site) -> None:
    content = site.prepared().plan.content
    by_path = {text.path: text.ledger() for text in texts_to_check(content)}
    assert {record.path: ledger_of(content, record) for record in content.index.records}.items() <= by_path.items()
