import json
import os
import tomllib
from datetime import datetime, timedelta

import pytest

from tests.support.workspace import REPOSITORY, cli, published, tree

FILES = {"leverage.toml", ".gitignore", "content/pages/about.md", "content/partials/about-records.md"}


def sample_day():
    return (datetime.now().astimezone().date() - timedelta(days=2)).isoformat()


def written(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_new_site_builds_with_no_problem(tmp_path):
    before = sample_day()
    result = cli("init", tmp_path / "my-site")
    days = {before, sample_day()}
    assert (result.exit_code, result.stderr) == (0, "")
    records = written(tmp_path / "my-site") - FILES
    assert len(records) == 1
    assert records <= {f"content/records/{day[:4]}/{day}.md" for day in days}
    assert written(tmp_path / "my-site") >= FILES
    for name in written(tmp_path / "my-site"):
        assert f"wrote {tmp_path}/my-site/{name}\n" in result.stdout
    check = cli("--site", tmp_path / "my-site", "check", "--strict")
    assert (check.exit_code, check.stderr.splitlines()[-1]) == (0, "4 notes")
    assert "1 draft left out" in check.stdout
    build = cli("--site", tmp_path / "my-site", "build", "--strict")
    assert (build.exit_code, build.stderr) == (0, "")
    assert {"index.html", "about.html", "feed.xml"} <= published(tmp_path / "my-site/output").keys()


def test_what_is_still_to_do_is_told_as_check_tells_it(tmp_path):
    told = cli("init", tmp_path / "site").stdout
    problems = json.loads(cli("--site", tmp_path / "site", "check", "--json").stdout)["problems"]
    assert [problem["code"] for problem in problems] == ["S012", "S012", "S013", "R040"]
    for problem in problems:
        assert f"  {tmp_path}/site/{problem['path']}: {problem['message']}\n" in told


def test_the_next_steps_are_those_of_the_readme(tmp_path, monkeypatch):
    told = cli("init", tmp_path / "my-site").stdout
    steps = [line.split("  #")[0].strip() for line in told.partition("Next:\n")[2].splitlines() if line]
    readme = [line.split("  #")[0].strip() for line in (REPOSITORY / "README.md").read_text().splitlines()]
    begin = readme.index("leverage-site init my-site")
    assert steps == [f"cd {tmp_path}/my-site", *readme[begin + 2 : begin + 1 + len(steps)]]
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert "\n  cd " not in cli("init", ".").stdout


@pytest.mark.parametrize(
    ("lines", "told"), [("*.pyc\n", True), ("/output/\n", False), ("output\n", False), ("outputs/\n", True)]
)
def test_a_gitignore_that_is_there_stays(tmp_path, lines, told):
    site = tmp_path / "site"
    site.mkdir()
    for name in ("README.md", "LICENSE", "notes.txt"):
        (site / name).write_text(name)
    (site / ".git").mkdir()
    (site / ".gitignore").write_text(lines)
    result = cli("init", site)
    assert result.exit_code == 0
    assert ("add the line /output/ to it" in result.stdout) == told
    assert (site / ".gitignore").read_text() == lines
    assert (site / "README.md").read_text() == "README.md"
    assert f"wrote {site}/.gitignore" not in result.stdout
    assert cli("--site", site, "build", "--strict").exit_code == 0


def test_the_site_gets_an_identity_of_its_own(tmp_path):
    cli("init", tmp_path / "My Site!")
    settings = tomllib.loads((tmp_path / "My Site!/leverage.toml").read_text())
    assert settings["site"]["id"] == f"tag:example.org,{sample_day()[:4]}:my-site"


@pytest.mark.parametrize("name", ["日本語", "-", "a'b\"c", "x" * 200, " "])
def test_any_folder_name_gives_a_site_that_builds(tmp_path, name):
    assert cli("init", tmp_path / name).exit_code == 0
    assert cli("--site", tmp_path / name, "build", "--strict").exit_code == 0


def test_an_empty_folder_will_do(tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert cli("init", ".").exit_code == 0
    assert cli("build").exit_code == 0


def test_folders_above_are_made(tmp_path):
    assert cli("init", tmp_path / "a/b/site").exit_code == 0
    assert (tmp_path / "a/b/site/leverage.toml").is_file()


def test_the_json_lists_the_files(tmp_path):
    result = cli("init", tmp_path / "site", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    answer = json.loads(result.stdout)
    assert list(answer) == ["version", "paths", "problems"]
    assert answer["version"] == 1
    assert {problem["severity"] for problem in answer["problems"]} == {"note"}
    assert sorted(answer["paths"]) == sorted(f"{tmp_path}/site/{name}" for name in written(tmp_path / "site"))


@pytest.mark.parametrize(
    "prepare",
    [
        lambda path: (path.mkdir(), (path / "leverage.toml").write_bytes(b"mine")),
        lambda path: (path.mkdir(), (path / "leverage.toml").symlink_to("nowhere")),
        lambda path: (path.mkdir(), (path / "content").mkdir()),
        lambda path: path.write_bytes(b"a file"),
        lambda path: path.symlink_to(path.parent),
        lambda path: path.symlink_to("nowhere"),
        os.mkfifo,
    ],
    ids=[
        "settings",
        "a dangling link to settings",
        "content",
        "it is a file",
        "it is a link",
        "it is a dangling link",
        "a pipe",
    ],
)
def test_what_is_there_is_never_overwritten(tmp_path, prepare):
    prepare(tmp_path / "site")
    before = tree(tmp_path)
    result = cli("init", tmp_path / "site")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"{tmp_path}/site: error F010 no site can begin in '" in result.stderr
    answer = cli("init", tmp_path / "site", "--json")
    assert answer.exit_code == 1
    assert [problem["code"] for problem in json.loads(answer.stdout)["problems"]] == ["F010"]
    assert tree(tmp_path) == before


def test_the_current_folder_is_named(tmp_path, monkeypatch):
    (tmp_path / "leverage.toml").write_text("mine")
    monkeypatch.chdir(tmp_path)
    result = cli("init", ".")
    assert result.exit_code == 1
    assert "error F010 ''" not in result.stderr


@pytest.mark.parametrize("name", ["file.txt/site", "a" * 300])
def test_a_folder_that_cannot_be_made_is_a_problem(tmp_path, name):
    (tmp_path / "file.txt").write_text("mine")
    result = cli("init", tmp_path / name)
    assert result.exit_code == 1
    assert "error F0" in result.stderr
    assert (tmp_path / "file.txt").read_text() == "mine"
