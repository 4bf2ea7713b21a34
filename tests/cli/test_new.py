import json
import shutil
from datetime import datetime, timedelta

import pytest

from leverage_site import scaffold
from tests.support.workspace import cli, make_site, tree


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path / "site", "2026-04-07")


def test_a_new_record_is_ready_to_be_filled_in(site):
    result = cli("--site", site, "new", "2026-05-01")
    path = site / "content/records/2026/2026-05-01.md"
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"wrote {path}\nIt is a draft")
    assert path.read_text().startswith("---\ndate: 2026-05-01\n")
    assert cli("--site", site, "build").exit_code == 0
    check = cli("--site", site, "check", "--strict")
    assert check.exit_code == 0
    for key in ("task", "human", "ai", "supervision", "project"):
        assert check.stderr.count(f"note R025 '{key}' is empty") == 1
    assert cli("--site", site, "check", "--strict", "--drafts").exit_code == 1


def test_without_a_date_it_is_today_s(site):
    before = datetime.now().astimezone().date().isoformat()
    assert cli("--site", site, "new").exit_code == 0
    after = datetime.now().astimezone().date().isoformat()
    made = {path.stem for path in (site / "content/records").glob("*/*.md")}
    assert len(made) == 1
    assert made <= {before, after}


@pytest.mark.parametrize(("word", "back"), [("today", 0), ("yesterday", 1), ("Yesterday", 1)])
def test_a_day_may_be_named_by_a_word(site, word, back):
    days = {datetime.now().astimezone().date() - timedelta(back)}
    assert cli("--site", site, "new", word).exit_code == 0
    days.add(datetime.now().astimezone().date() - timedelta(back))
    (made,) = (path.stem for path in (site / "content/records").glob("*/*.md"))
    assert made in {day.isoformat() for day in days}


@pytest.mark.parametrize("word", ["tomorrow", "monday", "2026-13-01", "7", " "])
def test_any_other_word_is_wrong_usage(site, word):
    result = cli("--site", site, "new", word)
    assert result.exit_code == 2
    assert "or today, or yesterday" in result.stderr


def test_the_json_names_the_file(site):
    result = cli("--site", site, "new", "2026-05-01", "--json")
    assert result.stderr == ""
    assert json.loads(result.stdout) == {"version": 1, "path": f"{site}/content/records/2026/2026-05-01.md"}


@pytest.mark.parametrize("args", [[], ["--json"]])
def test_a_day_with_a_record_keeps_it_wherever_it_is(site, args):
    before = tree(site)
    result = cli("--site", site, "new", "2026-04-07", *args)
    assert result.exit_code == 1
    if args:
        problems = json.loads(result.stdout)["problems"]
        assert [(p["code"], p["path"]) for p in problems] == [("F011", "content/records/2026-04-07.md")]
    else:
        assert "content/records/2026-04-07.md: error F011 there is a record for 2026-04-07" in result.stderr
    assert tree(site) == before


@pytest.mark.parametrize("what", ["draft", "broken", "link", "dangling link", "folder"])
def test_nothing_in_its_place_is_ever_overwritten(site, what):
    path = site / "content/records/2026/2026-05-01.md"
    path.parent.mkdir()
    match what:
        case "draft":
            text = (site / "content/records/2026-04-07.md").read_text()
            (site / "content/records/other.md").write_text(
                text.replace("2026-04-07", "2026-05-01\ndraft: true", 1)
            )
        case "broken":
            path.write_text("half a record")
        case "link":
            path.symlink_to(site / "leverage.toml")
        case "dangling link":
            path.symlink_to("nowhere.md")
        case "folder":
            path.mkdir()
    before = tree(site)
    result = cli("--site", site, "new", "2026-05-01")
    assert result.exit_code == 1
    assert "error F011" in result.stderr
    assert tree(site) == before


def test_an_unfinished_draft_in_another_folder_is_the_day_s_record(site):
    cli("--site", site, "new", "2026-05-01")
    (site / "content/records/2026/2026-05-01.md").rename(site / "content/records/2026-05-01.md")
    before = tree(site)
    result = cli("--site", site, "new", "2026-05-01")
    assert "content/records/2026-05-01.md: error F011" in result.stderr
    assert tree(site) == before


def test_a_day_that_has_the_sample_is_told_what_that_is(tmp_path):
    cli("init", tmp_path / "site")
    (sample,) = (tmp_path / "site/content/records").rglob("*.md")
    result = cli("--site", tmp_path / "site", "new", sample.stem)
    assert result.exit_code == 1
    assert "hint: It is the sample that `init` wrote" in result.stderr
    sample.write_text(sample.read_text().replace(scaffold.SAMPLE_TASK, "Mine"))
    assert "hint: Edit that file." in cli("--site", tmp_path / "site", "new", sample.stem).stderr


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_a_site_without_content_gets_its_first_record(site, folder):
    shutil.rmtree(site / "content")
    if folder == "empty":
        (site / "content").mkdir()
    assert cli("--site", site, "new", "2026-05-01").exit_code == 0
    assert cli("--site", site, "build").exit_code == 0


def test_a_broken_record_of_another_day_does_not_hinder(site):
    (site / "content/records/broken.md").write_text("half a record")
    assert cli("--site", site, "new", "2026-05-01").exit_code == 0


def test_two_new_records_of_one_day_are_one(site):
    assert cli("--site", site, "new", "2026-05-01").exit_code == 0
    before = tree(site)
    assert cli("--site", site, "new", "2026-05-01").exit_code == 1
    assert tree(site) == before


def test_a_folder_that_cannot_be_made_is_a_problem(site):
    (site / "content/records/2026").write_text("a file")
    before = tree(site)
    result = cli("--site", site, "new", "2026-05-01")
    assert result.exit_code == 1
    assert "error F005" in result.stderr
    assert tree(site) == before
