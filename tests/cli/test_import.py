"""`leverage-site import`, run as a user would."""

import gc
import json
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from leverage_site.cli import main
from tests.support import published_pages
from tests.support.builders import load
from tests.support.published_pages import DAY
from tests.support.sites import SEEDS
from tests.support.workspace import REPOSITORY, Faults, Space, disk_error, tree

LOG = "| Task | Human Est. | Claude | Factor |\n|---|---|---|---|\n| Mend the gate | 4h | 20m | 12.0x |\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = Space(tmp_path).root
    for record in (root / "content/records").iterdir():
        record.unlink()
    monkeypatch.chdir(root)
    return root


def run(*arguments: str, code: int = 0, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(main, ["import", *arguments], input=stdin)
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def report(*arguments: str, code: int = 0) -> dict[str, Any]:
    found = json.loads(run(*arguments, "--json", code=code).stdout)
    assert found["version"] == 1
    rows = found["rows"]
    assert rows["in"] == rows["imported"] + rows["in_conflict"] + rows["rejected"]
    tasks = {"conflict": 0, "failed": 0, "other": 0}
    for item in found["imported"]:
        tasks[item["state"] if item["state"] in tasks else "other"] += item["tasks"]
    assert (rows["imported"], rows["in_conflict"]) == (tasks["other"], tasks["conflict"])
    assert rows["rejected"] == sum(item["rows"] for item in found["rejected"]) + tasks["failed"]
    return found


def write(name: str, text: str = LOG) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)
    return name


def figures(root: Path) -> dict[date, list[tuple[Any, ...]]]:
    """Of each day: tokens and tags, then the times and tokens of each task."""
    library, problems = load(root)
    assert problems == []
    return {
        record.date: [
            (record.tokens, record.tags),
            *((t.human, t.ai, t.supervision, t.tokens) for t in record.body.get().tasks),
        ]
        for record in library.records
    }


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five published records are not here")
def test_the_five_published_records(site: Path) -> None:
    undated = next(path for path in SEEDS.iterdir() if path.read_text().startswith("About"))
    dated = sorted(str(path) for path in SEEDS.iterdir() if path != undated)
    first = report(*dated)
    assert [item["mismatches"] for item in first["imported"]] == [[]] * 4
    assert first["problems"] == []
    second = report(str(undated), "--date", "2026-04-22")
    assert second["imported"][0]["mismatches"] == [
        {"row": 12, "figure": "factor", "printed": "13.9x", "computed": "13.8x"}
    ]
    assert [problem["code"] for problem in second["problems"]] == ["I015"]
    assert first["rows"]["in"] + second["rows"]["in"] == 136
    ours, theirs = figures(REPOSITORY), figures(site)
    assert theirs.keys() == ours.keys()
    for day, rows in ours.items():
        (tokens, tags), *tasks = theirs[day]
        assert (tokens, tasks) == (rows[0][0], rows[1:])
        assert tags == (() if day == date(2026, 4, 22) else rows[0][1])


@pytest.mark.usefixtures("site")
def test_cycles_of_pages_are_collected() -> None:
    """The entry point turns the collector off."""
    write("old/2026-05-04.md")
    gc.disable()
    try:
        report("old")
        assert gc.isenabled()
    finally:
        gc.enable()


def test_a_second_run_changes_nothing(site: Path) -> None:
    write("old/2026-05-04.md")
    assert report("old")["imported"][0]["state"] == "written"
    before = tree(site)
    assert report("old")["imported"][0]["state"] == "unchanged"
    assert tree(site) == before


def test_a_changed_source_is_a_conflict_until_update(site: Path) -> None:
    name = write("old/2026-05-04.md")
    run(name)
    record = site / "content/records/2026/2026-05-04.md"
    write(name, LOG.replace("4h", "5h").replace("12.0", "15.0"))
    before = record.read_bytes()
    result = run(name, code=1)
    assert "I007" in result.stderr
    assert "-  human: 4h" in result.stdout
    assert "+  human: 5h" in result.stdout
    assert record.read_bytes() == before
    assert report(name, code=1)["imported"][0]["state"] == "conflict"
    assert report(name, "--update", "--dry-run")["imported"][0]["state"] == "replaced"
    assert record.read_bytes() == before
    run(name, "--update")
    assert b"human: 5h" in record.read_bytes()


SHEET = "Date;Task;Human (hours);AI (minutes)\n04/05/2026;Mend;1,5;20\n;Paint;2;10\n;Total;3,5;30\n"


@pytest.mark.usefixtures("site")
def test_what_was_assumed_is_told() -> None:
    name = write("sheet.csv", SHEET)
    refused = run(name, code=1)
    assert refused.stderr.count("--day-order") == 1
    found = report(name, "--day-order", "dmy")
    (day,) = found["imported"]
    assert (day["date"], day["tasks"], day["left_out"]) == ("2026-05-04", 2, ["row of totals"])
    assert day["assumed"] == ["commas are for decimals", "the day of 1 row is that of the row above"]
    assert "; assumed: commas are for decimals, " in run(name, "--day-order", "dmy").stdout


@pytest.mark.parametrize("name", ["2026-11-01.csv", "gate.csv"])
@pytest.mark.usefixtures("site")
def test_a_table_without_days(name: str) -> None:
    text = "Task,Human,AI\nMend,1h,5m\n"
    write(name, text)
    if name == "gate.csv":
        assert "--date" in run(name, code=1).stderr
    options = ["--date", "2026-11-01"] if name == "gate.csv" else []
    assert report(name, *options)["imported"][0]["date"] == "2026-11-01"


def test_a_record_elsewhere_and_a_draft_are_found(site: Path) -> None:
    mine = site / "content/records/mine.md"
    mine.write_text("---\ndate: 2026-05-04\ndraft: true\ntasks: []\n---\n")
    assert report(write("2026-05-04.md"), code=1)["imported"][0]["path"] == "content/records/mine.md"


def test_a_dry_run_shows_the_record_and_writes_nothing(site: Path) -> None:
    name, before = write("2026-05-04.md"), tree(site / "content")
    result = run(name, "--dry-run")
    assert '- task: "Mend the gate"' in result.stdout
    assert "nothing is written" in result.stdout
    assert tree(site / "content") == before


@pytest.mark.usefixtures("site")
def test_faults_of_one_do_not_touch_the_others() -> None:
    write("old/2026-05-04.md")
    write("old/2026-05-05.md", LOG.replace("4h", "4 apples"))
    write("old/2026-05-06.md", "No table.")
    write("old/2026-05-07.csv", "date,task,human,ai\n2026-05-07,a,1h,5m\n2026-05-08,b,1h\n2026-05-09,c,1,5m\n")
    write("old/photo.jpg", "x")
    found = report("old", code=1)
    assert [item["date"] for item in found["imported"]] == ["2026-05-04", "2026-05-07"]
    assert [(item["date"], item["rows"]) for item in found["rejected"]] == [
        ("2026-05-05", 1), (None, 0), ("2026-05-08", 1), ("2026-05-09", 1),
    ]  # fmt: skip
    assert [problem["code"] for problem in found["problems"]] == ["I004", "I002", "I004", "I004"]
    assert "1 other file passed over (.jpg)" in run("old", code=1).stdout


@pytest.mark.usefixtures("site")
def test_two_sources_of_one_day() -> None:
    one, same = write("a/2026-05-04.md"), write("b/2026-05-04.md")
    other = write("c/2026-05-04.md", LOG.replace("Mend", "Paint"))
    found = report(one, same, other, code=1)
    assert [item["source"] for item in found["rejected"]] == [other]
    assert found["rows"] == {"in": 3, "imported": 2, "in_conflict": 0, "rejected": 1}


@pytest.mark.usefixtures("site")
def test_a_date_for_one_page_and_for_those_that_do_not_say_theirs() -> None:
    dated, undated = write("2026-05-04.md"), write("undated.md", LOG.replace("Mend", "Paint"))
    found = report(dated, undated, "--date", "2026-05-09", "--dry-run")
    assert [item["date"] for item in found["imported"]] == ["2026-05-04", "2026-05-09"]
    assert report(dated, "--date", "2026-05-10", "--dry-run")["imported"][0]["date"] == "2026-05-10"


@pytest.mark.parametrize(
    "form",
    [
        "| Task | Human | AI |\n|---|---|---|\n| Mend  the \tgate | 4h | 20m |\n",
        "TaskHumanAI\nMend  the \tgate4h20m\n",
    ],
)
def test_blanks_in_a_title_are_folded_as_in_a_record(form: str, site: Path) -> None:
    assert report(write("2026-05-04.txt", form))["problems"] == []
    assert '- task: "Mend the gate"' in (site / "content/records/2026/2026-05-04.md").read_text()


def test_standard_input(site: Path) -> None:
    run("-", "--date", "2026-05-04", stdin=LOG)
    assert (site / "content/records/2026/2026-05-04.md").is_file()


def test_strange_headings_and_tags(site: Path) -> None:
    name = write("x.csv", "Date,Task,Effort,AI,Mood\n2026-05-04,a,1,5m,good\n")
    assert report(name, "--map", "Effort=human_hours", "--map", "Mood=note")["problems"] == []
    assert "note: " in (site / "content/records/2026/2026-05-04.md").read_text()
    assert "FIELD" in run(name, "--map", "Effort=apples", code=2).stderr
    assert "YYYY-MM-DD" in run(name, "--date", "4 May", code=2).stderr
    page = write(
        "y.txt",
        "May 05, 2026\n\nThe Gate\n\nIron WorkGarden\n\nText here.\n\nTaskHuman Est.ClaudeFactor\nMend4h20m12.0x\n",
    )
    assert [p["code"] for p in report(page, "--dry-run")["problems"]] == ["I013"]
    assert report(page, "--tag", "Garden", "--tag", "Iron Work")["problems"] == []


PAGE = published_pages.page(replace(DAY, date=date(2026, 5, 4)), "L4", "html")
FEED = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title><id>urn:4</id>
<link href="https://old.example/posts/2026/2026-05-04-leverage-record.html"/></entry></feed>"""


@pytest.mark.parametrize(
    ("address", "options", "key"),
    [
        ("/posts/2026/2026-05-04-leverage-record.html", [], None),
        ("/articles/gate.html", [], 'url: "/articles/gate.html"'),
        ("/articles/gate/", ["--redirect"], 'aliases: ["/articles/gate/"]'),
    ],
)
def test_old_addresses_are_kept(address: str, options: list[str], key: str | None, site: Path) -> None:
    name = write("page.html", PAGE.replace("/posts/2026/2026-05-04-leverage-record.html", address))
    assert report(name, *options)["problems"] == []
    lines = (site / "content/records/2026/2026-05-04.md").read_text().splitlines()
    assert [line for line in lines if line.startswith(("url:", "aliases:"))] == ([key] if key else [])


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?p=12",
        "/about.html",
        "/index.html",
        "/posts/2026/2026-05-05-leverage-record.html",
        "/gate",
        "/Feed.XML/",
    ],
)
@pytest.mark.parametrize("options", [[], ["--redirect"]])
@pytest.mark.usefixtures("site")
def test_an_address_that_another_page_has_is_not_taken(address: str, options: list[str]) -> None:
    write("content/pages/about.md", "---\ntitle: About\n---\n")
    canonical = PAGE.replace("/posts/2026/2026-05-04-leverage-record.html", address)
    found = report(write("page.html", canonical), *options)
    assert [problem["code"] for problem in found["problems"]] == ["I017"]
    assert CliRunner().invoke(main, ["check", "--strict"]).exit_code == 0


@pytest.mark.usefixtures("site")
def test_a_page_keeps_its_address_when_it_is_imported_again() -> None:
    name = write("page.html", PAGE.replace("/posts/2026/2026-05-04-leverage-record.html", "/gate.html"))
    assert report(name)["problems"] == []
    again = report(name)
    assert (again["problems"], again["imported"][0]["state"]) == ([], "unchanged")


def test_a_draft_stays_a_draft(site: Path) -> None:
    run(write("2026-05-04.md", f"---\ndraft: true\n---\n{LOG}"))
    assert "draft: true" in (site / "content/records/2026/2026-05-04.md").read_text()


def test_ids_of_the_older_feed_are_kept(site: Path) -> None:
    run(write("page.html", PAGE), "--feed", write("atom.xml", FEED))
    (record,) = load(site)[0].records
    assert record.id == "urn:4"
    assert "I016" in run("page.html", "--feed", write("no.xml", "no feed"), code=1).stderr


@pytest.mark.usefixtures("site")
def test_an_imported_site_builds() -> None:
    for n, style in enumerate(published_pages.STYLES):
        day = replace(DAY, date=date(2026, 5, 4) + timedelta(n))
        write(f"old/{day.date}.txt", published_pages.page(day, "L4", style))
    run("old")
    result = CliRunner().invoke(main, ["build", "--strict"])
    assert result.exit_code == 0, result.output
    page = Path("output/posts/2026/2026-05-04-leverage-record.html").read_text()
    assert "{{ braces }}" in page
    assert "&lt;b&gt;61-&gt;69&lt;/b&gt;" in page


def test_what_is_exported_is_imported_with_the_same_statistics(site: Path) -> None:
    (site / "content/records/a.md").write_text(
        "---\ndate: 2026-05-04\ntags: [AI, Deep Work]\ntokens: 9000\ntasks:\n"
        '- {task: "One, \\"two\\"", human: 20m, ai: 7m, supervision: 0m, tokens: 1k, project: p, tags: [x, z]}\n'
        "- {task: Two, human: 0.33h, ai: 90s, supervision: 1m, assistant: Other, note: A note}\n---\n"
    )
    (site / "content/records/b.md").write_text(
        "---\ndate: 2026-05-05\ntasks:\n- {task: Three, human: 1h 20m 0.000001s, ai: 3m, tokens: 5k}\n---\n"
    )
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    original = statistics()
    for form in ("csv", "json"):
        for record in site.glob("content/records/**/*.md"):
            record.unlink()
        assert report(f"output/data/tasks.{form}")["problems"] == []
        assert statistics() == original


OWN = """\
---
date: 2026-05-04
tasks:
- task: Fix
  human: 20m
  ai: 7m
  tokens: ~1k
  url: https://example.org/issues/12
  links: {"a; b": "https://example.org/1?x=1,2", Mail: "mailto:a@example.org"}
  extra: {mood: good, parts: [a, "b, c"], more: {deep: "yes"}}
- {task: Fix, human: 9h, ai: 7m, tokens: 2k}
- {task: Renamed since, human: 1h, ai: 7m, id: old-name, assistant: Codex}
---
"""


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_task_s_own_keys_come_back(form: str, site: Path) -> None:
    record = site / "content/records/a.md"
    record.write_text(OWN)
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    (before,) = load(site)[0].records
    record.unlink()
    assert report(f"output/data/tasks.{form}")["problems"] == []
    (after,) = load(site)[0].records
    # The rows stand in the order of their page: twins keep their ids by name.
    wanted = [
        replace(before.body.get().tasks[1], id="fix--2"),
        before.body.get().tasks[2],
        replace(before.body.get().tasks[0], id="fix"),
    ]
    assert list(after.body.get().tasks) == wanted
    assert after.tokens is None
    assert "assistant: Helper" not in (site / "content/records/2026/2026-05-04.md").read_text()


def test_another_site_s_assistant_keeps_its_name(site: Path) -> None:
    (site / "content/records/a.md").write_text(OWN)
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    (site / "content/records/a.md").unlink()
    settings = site / "leverage.toml"
    settings.write_text(settings.read_text().replace('"Helper"', '"Codex"'))
    run("output/data/tasks.json")
    (record,) = load(site)[0].records
    assert [task.assistant for task in record.body.get().tasks] == ["Helper", None, "Helper"]


def test_json_keeps_names_with_commas(site: Path) -> None:
    (site / "content/records/a.md").write_text(
        "---\ndate: 2026-05-04\ntags: ['a, b']\ntasks:\n- {task: x, human: 1h, ai: 5m, tags: ['c; d']}\n---\n"
    )
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    original = statistics()
    (site / "content/records/a.md").unlink()
    run("output/data/tasks.json")
    assert statistics() == original


def statistics() -> list[str]:
    kinds = ("day", "week", "month", "year", "project", "tag", "assistant")
    return [CliRunner().invoke(main, ["stats", "--json", "--by", kind]).stdout for kind in kinds]


@pytest.mark.parametrize("name", ["photographs", "photographs/gate.jpg", "empty", "nothing.md"])
def test_nothing_to_import(name: str, site: Path) -> None:
    Path("photographs").mkdir()
    Path("photographs/gate.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF")
    Path("empty").mkdir()
    before = tree(site)
    result = run(name, code=1)
    assert "hint: " in result.stderr
    assert tree(site) == before


@pytest.mark.usefixtures("site")
def test_a_disk_that_takes_nothing_is_no_conflict() -> None:
    name = write("2026-05-04.md")
    with Faults(Path("content"), before=lambda *_: disk_error(1, 1)).active():
        found = report(name, code=1)
    assert [item["state"] for item in found["imported"]] == ["failed"]
    assert found["rows"] == {"in": 1, "imported": 0, "in_conflict": 0, "rejected": 1}
    assert [problem["code"] for problem in found["problems"]] == ["F005"]


def test_p20_a_linked_folder_that_no_reader_follows_is_not_written_through(site: Path, tmp_path: Path) -> None:
    (site / "content/records/2026").symlink_to(tmp_path / "outside")
    write(
        "days.csv", "date,task,human,ai\n2025-05-04,Mend,4h,20m\n2026-05-04,Mend,4h,20m\n2027-05-04,Mend,4h,20m\n"
    )
    before = tree(tmp_path / "outside")
    for options in (["--dry-run"], [], ["--update"]):
        found = report("days.csv", *options, code=1)
        assert [item["date"] for item in found["imported"]] == ["2025-05-04", "2027-05-04"]
        assert [(item["date"], item["rows"]) for item in found["rejected"]] == [("2026-05-04", 1)]
        told = [(problem["code"], problem["path"]) for problem in found["problems"]]
        assert told == [("F005", "content/records/2026")]
        assert tree(tmp_path / "outside") == before
    assert [record.date.year for record in load(site)[0].records] == [2025, 2027]


def test_without_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "S001" in run(write("2026-05-04.md"), code=1).stderr
    assert not Path("content").exists()


@pytest.mark.site
def test_p20_a_killed_import_is_completed_by_the_next(site: Path, tmp_path: Path) -> None:
    days = [replace(DAY, date=date(2026, 1, 1) + timedelta(n)) for n in range(60)]
    for day in days:
        write(f"old/{day.date}.txt", published_pages.page(day, "L4", "glued"))
    whole = tmp_path / "whole"
    whole.mkdir()
    (whole / "leverage.toml").write_bytes((site / "leverage.toml").read_bytes())
    CliRunner().invoke(main, ["--site", str(whole), "import", "old"])
    wanted = {path.name: path.read_bytes() for path in whole.glob("content/records/**/*.md")}
    assert len(wanted) == 60
    for moment in (170, 230, 280, 330, 400, 500):
        command = subprocess.Popen(
            [sys.executable, "-m", "leverage_site", "import", "old"], stdout=subprocess.DEVNULL
        )
        time.sleep(moment / 1000)
        command.kill()
        command.wait()
        found = {path.name: path.read_bytes() for path in site.glob("content/records/**/*.md")}
        assert found.items() <= wanted.items()
        for path in list(site.glob("content/records/**/*.md"))[10:]:
            path.unlink()
    report("old")
    found = {path.name: path.read_bytes() for path in (site / "content/records/2026").iterdir()}
    assert found == wanted
