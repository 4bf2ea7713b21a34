"""data/claims.json and what the page of a day says of its claims."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

import pytest

from leverage_site.claims.model import ClaimReading
from leverage_site.pages.claims import FORMS
from tests.support.sites import Site, html, rendered, task

DAY = "posts/2026/2026-04-07-leverage-record.html"
TEXT = (
    "They come to 9 hours at 54.0x. The day ran at 55.0x.\n\n## More\n\nIt was the highest leverage of the week.\n"
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path).settings(base_url="https://example.org/log/").settings("claims", publish=True)
    site.record("2026-04-06", "Nothing to count.\n")
    return site.record("2026-04-07", TEXT, tasks=[task("Slow", "1h", "7m"), task("Fast", "8h", "3m")])


def built(site: Site) -> dict[str, bytes]:
    """Return the files of a site, of which some claims are false."""
    return rendered(site.prepared())


def texts(site: Site) -> list[dict[str, Any]]:
    return json.loads(built(site)["data/claims.json"])["texts"]


def test_each_text_with_its_claims_and_coverage(site: Site) -> None:
    found = json.loads(built(site)["data/claims.json"])
    (text,) = found["texts"]
    assert text["of"] == {"kind": "day", "key": "2026-04-07"}
    assert text["url"] == f"https://example.org/log/{DAY}"
    verdicts = [claim["verdict"] for claim in text["claims"]]
    counts = {verdict: verdicts.count(verdict) for verdict in ("confirmed", "refuted", "undecided", "off")}
    assert text["coverage"] == found["coverage"] == {"found": len(verdicts), **counts}
    assert counts["confirmed"] >= 2
    assert counts["refuted"] == 1


def test_what_a_summary_claims_is_checked_but_not_published(site: Site) -> None:
    before = texts(site)
    tasks = [task("Slow", "1h", "7m"), task("Fast", "8h", "3m")]
    site.record("2026-04-07", TEXT, tasks=tasks, summary="Nine tasks in one day.")
    (said,) = [one for one in site.problems() if "'Nine tasks'" in one.message]
    assert said.code == "C004"
    assert "claims: off" in (said.hint or "")
    assert "<!--" not in (said.hint or "")
    assert texts(site) == before


def test_a_claim_is_data_as_it_was_read(site: Site) -> None:
    claims = {claim["printed"]: claim for claim in texts(site)[0]["claims"]}
    assert claims["54.0x"] == {
        "id": claims["54.0x"]["id"],
        "kind": "value",
        "verdict": "confirmed",
        "printed": "54.0x",
        "begin": 24,
        "end": 29,
        "sentence": "They come to 9 hours at 54.0x.",
        "reading": {
            "form": "value",
            "amount": {
                "figure": "leverage",
                "scope": {"kind": "day", "key": "2026-04-07"},
                "as_of": "2026-04-07",
                "tasks": [],
                "without": False,
            },
            "printed": {"low": 53.95, "high": 54.05},
        },
        "why": "",
        "truth": "",
        "rows": [],
    }
    refuted = claims["55.0x"]
    assert (refuted["verdict"], refuted["truth"]) == ("refuted", "54.0x")
    assert refuted["why"]


def test_the_id_of_a_claim_is_the_digest_of_all_else(site: Site) -> None:
    for claim in texts(site)[0]["claims"]:
        told = claim.pop("id")
        assert told == sha256(json.dumps(claim, sort_keys=True).encode()).hexdigest()[: len(told)]
        assert len(told) == 16


def test_one_line_for_each_claim_months_in_the_order_of_time(site: Site) -> None:
    site.record("2026-05-01", "At 24.0x.\n").record("2026-03-01", "At 24.0x.\n")
    site.file("content/months/2026-04.md", "Three tasks.\n")
    keys = [text["of"]["key"] for text in texts(site)]
    assert keys == ["2026-03-01", "2026-04-07", "2026-04", "2026-05-01"]
    lines = built(site)["data/claims.json"].decode().splitlines()
    claims = sum(len(text["claims"]) for text in texts(site))
    assert sum(line.startswith('{"id": ') for line in lines) == claims


def said(site: Site) -> str:
    """Return what the page of the day says of its claims, from which it leads to the file."""
    (link,) = html(built(site)[DAY]).xpath("//a[@href='../../data/claims.json']")
    return str(link.text_content())


TRUE, FALSE, OPEN = "The day ran at 77.1x. ", "The day ran at 1.5x. ", "Cats took 3.0x. "


@pytest.mark.parametrize("theme", ["default", "plain"])
@pytest.mark.parametrize(
    ("text", "line"),
    [
        (TRUE, "1 statement follows from the records"),
        (FALSE, "0 statements follow from the records, 1 is refuted by them"),
        (2 * TRUE + OPEN, "2 statements follow from the records, 1 is not decided by them"),
        (
            TRUE + 2 * OPEN + 3 * FALSE,
            "1 statement follows from the records, 2 are not decided by them, 3 are refuted by them",
        ),
    ],
)
def test_the_page_of_a_day_says_what_the_records_bear_out(site: Site, theme: str, text: str, line: str) -> None:
    site.settings(theme=theme).record("2026-04-07", f"{text}\n", tasks=[task("Fast", "9h", "7m")])
    assert said(site) == line
    assert not any(b"claims.json" in page for name, page in built(site).items() if name != DAY)


def test_it_says_so_in_german(site: Site) -> None:
    site.settings(language="de")
    for text, line in (
        (FALSE, "0 Aussagen folgen aus den Einträgen, 1 ist durch sie widerlegt"),
        (TRUE + 2 * OPEN, "1 Aussage folgt aus den Einträgen, 2 sind durch sie nicht entschieden"),
    ):
        site.record("2026-04-07", f"{text}\n", tasks=[task("Fast", "9h", "7m")])
        assert said(site) == line


def test_without_the_setting_nothing_is_said(site: Site) -> None:
    site.settings("claims", publish=False)
    assert not any(b"claims.json" in page for page in built(site).values())
    assert "data/claims.json" not in built(site)


def test_a_site_without_claims(tmp_path: Path) -> None:
    site = Site(tmp_path).settings("claims", publish=True)
    found = json.loads(built(site)["data/claims.json"])
    assert found == {"version": 1, "texts": [], "coverage": dict.fromkeys(found["coverage"], 0)}


def test_no_later_day_changes_what_is_said(site: Site) -> None:
    before = built(site)
    first = texts(site)
    site.record("2026-04-08", "Later, 900 hours.\n", tasks=[task("Best", "900h", "1m")])
    assert texts(site)[: len(first)] == first
    line = b"statements follow from the records"
    (old,) = [one for one in before[DAY].splitlines() if line in one]
    assert old in built(site)[DAY]


def test_what_is_off_does_not_count_on_the_page(site: Site) -> None:
    site.record("2026-04-07", "At 24.0x. At 25.0x. <!-- claims: off -->\n")
    assert texts(site)[0]["coverage"]["off"] == 1
    assert said(site) == "1 statement follows from the records"
    site.record("2026-04-07", "At 24.0x. At 25.0x.\n", claims="off")
    assert texts(site)[0]["coverage"]["off"] == 2
    assert b"claims.json" not in built(site)[DAY]


def test_each_way_to_read_a_claim_has_a_form() -> None:
    assert set(FORMS) == set(get_args(ClaimReading))
