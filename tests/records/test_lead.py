"""`lead: auto`: sentences of the day's figures, in place of a lead of the author's."""

import json
from datetime import date
from pathlib import Path

import pytest

from leverage_site.claims.model import Claim
from leverage_site.pages.ledger import ledger_of
from tests.support.sites import Site, html, task

ANALYSIS = "## Analysis\n\nMore.\n"
TASKS = [task("Sort the table", "2h", "4m", supervision="2m"), task("Cover the parser", "8h", "10m")]


def site(folder: Path, *days: tuple[str, list[dict]], text: str = ANALYSIS) -> Site:
    made = Site(folder / "site")
    for day, tasks in days:
        made.record(day, text, lead="auto", tasks=tasks)
    return made


def lead(made: Site, day: str) -> str:
    content = made.prepared().plan.content
    return content.index.records[content.index.places[date.fromisoformat(day)]].lead_text


@pytest.mark.parametrize(
    ("tasks", "text"),
    [
        ([], "A day without tasks."),
        (
            TASKS[1:],
            "One task: 8.0 hours of human work in 10 min, at a leverage of 48.0x, the only one of the month.",
        ),
        (
            TASKS,
            (
                "Two tasks: 10.0 hours of human work in 14 min, at a leverage of 42.9x, the only one of the month. "
                "Supervision took 2 min, a supervisory leverage of 60.0x."
            ),
        ),
    ],
)
@pytest.mark.parametrize("text_below", [ANALYSIS, "", "\n\n"])
def test_it_says_the_figures_of_the_day(tmp_path: Path, tasks: list[dict], text: str, text_below: str) -> None:
    assert lead(site(tmp_path, ("2026-04-07", tasks), text=text_below), "2026-04-07") == text


def test_it_follows_an_edit_and_no_later_day(tmp_path: Path) -> None:
    made = site(tmp_path, ("2026-04-07", TASKS), ("2026-04-08", TASKS[1:]))
    assert lead(made, "2026-04-08").endswith("at a leverage of 48.0x, the highest of the month.")
    before = lead(made, "2026-04-08")
    made.record("2026-04-09", ANALYSIS, tasks=[task("Port", "90h", "1m")])
    assert lead(made, "2026-04-08") == before
    made.record("2026-04-07", ANALYSIS, lead="auto", tasks=[task("Port", "90h", "1m")])
    assert lead(made, "2026-04-08").endswith("at a leverage of 48.0x, the lowest of the month.")


def test_the_text_below_keeps_its_lines(tmp_path: Path) -> None:
    made = site(tmp_path, ("2026-04-07", TASKS), text="## Analysis\n\n[gone](gone.md)\n")
    lines = (made.root / "content/records/2026-04-07.md").read_text().splitlines()
    (problem,) = made.prepared().problems
    assert lines[problem.place.line - 1] == problem.place.excerpt == "[gone](gone.md)"


def test_all_that_it_claims_is_confirmed(tmp_path: Path) -> None:
    made = site(tmp_path, ("2026-04-07", TASKS), ("2026-04-08", TASKS[1:]), ("2026-04-09", TASKS))
    content = made.prepared().plan.content
    claims: list[Claim] = [claim for record in content.index.records for claim in ledger_of(content, record)]
    assert not [(c.printed, c.sentence.text) for c in claims if c.verdict != "confirmed"]
    assert len(claims) >= 10


@pytest.mark.parametrize("key", ["lead: auto", '"lead" : auto'])
def test_what_it_says_stands_at_its_key(tmp_path: Path, key: str) -> None:
    text = f"---\ndate: 2026-04-07\n{key}\ntasks:\n- {{task: Port, human: 2h, ai: 1m}}\n---\n## Analysis\n\n2 hours.\n"
    content = Site(tmp_path / "site").file("content/records/2026-04-07.md", text).prepared().plan.content
    (record,) = content.index.records
    sentences = {(one.line, one.column) for one in record.body.get().prose.sentences}
    assert sentences == {(3, 1), (9, 1)}


def test_nothing_that_sums_a_day_up_says_its_figures_twice(tmp_path: Path) -> None:
    made = site(tmp_path, ("2026-04-07", []), ("2026-04-08", TASKS))
    files = made.built()
    rest, work = json.loads(files["feed.json"])["items"][::-1]
    assert rest["summary"] == "A day without tasks."
    assert work["summary"] == "10.0 hours of human work in 14 minutes: 2 tasks, at 42.9x."
    assert "<p>A day without tasks.</p>" in rest["content_html"]
    assert work["content_html"].startswith("<p><data ")
    described = html(files["posts/2026/2026-04-08-leverage-record.html"]).xpath(
        "//meta[@name='description']/@content"
    )
    assert described == ["10.0 hours of human work in 14 minutes on April 8, 2026."]
    made.record("2026-04-08", ANALYSIS, lead="auto", tasks=TASKS, summary="Two of them.")
    (entry,) = (item for item in json.loads(made.built()["feed.json"])["items"] if "04-08" in item["url"])
    assert entry["summary"] == "10.0 hours of human work in 14 minutes: 2 tasks, at 42.9x. Two of them."


@pytest.mark.parametrize("value", ["Auto", "yes", "true", "{}", "[auto]"])
def test_other_values_are_a_problem(tmp_path: Path, value: str) -> None:
    made = Site(tmp_path / "site").file(
        "content/records/2026-04-07.md", f"---\ndate: 2026-04-07\nlead: {value}\ntasks: []\n---\n"
    )
    (problem,) = made.prepared().problems
    assert (problem.code, problem.place.line) in (("R045", 3), ("R018", 3))


@pytest.mark.parametrize("text", ["A lead.\n", "\n\nA lead.\n\n## Analysis\n", "- item\n"])
def test_a_lead_beside_it_is_a_problem(tmp_path: Path, text: str) -> None:
    made = site(tmp_path, ("2026-04-07", TASKS), text=text)
    (problem,) = made.prepared().problems
    assert problem.code == "R046"
    assert problem.place.excerpt == text.strip().splitlines()[0]
