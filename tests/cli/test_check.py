import json

import pytest

from tests.support.workspace import OWN_SETTINGS, REPOSITORY, SETTINGS, cli, make_site, tree


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path / "site", settings=OWN_SETTINGS)


def test_a_good_site_has_no_problems(site):
    before = tree(site)
    result = cli("--site", site, "check")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.startswith("No problems: 2 records, ")
    assert tree(site) == before


def test_the_repository_s_own_content_has_no_problems():
    assert cli("--site", REPOSITORY, "check", "--strict").exit_code == 0


def test_the_json_of_a_good_site(site):
    result = cli("--site", site, "check", "--json")
    assert result.stderr == ""
    assert json.loads(result.stdout) == {
        "version": 1,
        "problems": [],
        "counts": {"error": 0, "warning": 0, "note": 0},
    }


def test_the_json_of_a_bad_one(site):
    record = site / "content/records/2026-04-07.md"
    record.write_text(record.read_text().replace("8h", "8 hrz"))
    (site / "content/notes.txt").write_text("misplaced")
    result = cli("--site", site, "check", "--json")
    assert result.exit_code == 1
    assert result.stderr == ""
    answer = json.loads(result.stdout)
    assert list(answer) == ["version", "problems", "counts"]
    assert answer["counts"] == {"error": 1, "warning": 1, "note": 0}
    assert [problem["code"] for problem in answer["problems"]] == ["F013", "R012"]
    assert answer["problems"][1] == {
        "code": "R012",
        "severity": "error",
        "path": "content/records/2026-04-07.md",
        "line": 5,
        "column": 35,
        "message": "'human' is not a duration: '8 hrz'",
        "hint": "Write hours and minutes with their units, such as 80h, 1.5h, 20m or 1h30m.",
    }


def test_the_json_of_broken_settings_has_the_same_shape(site):
    (site / "leverage.toml").write_text("[site\n")
    answer = json.loads(cli("--site", site, "check", "--json").stdout)
    assert list(answer) == ["version", "problems", "counts"]
    assert answer["counts"] == {"error": 1, "warning": 0, "note": 0}
    assert answer["problems"][0]["code"] == "S002"


def test_problems_of_links_are_found_without_writing(site):
    record = site / "content/records/2026-04-07.md"
    record.write_text(record.read_text() + "\n[there](2026-04-99.md) ![none](/none.png)\n")
    before = tree(site)
    result = cli("--site", site, "check")
    assert result.exit_code == 1
    assert "error P002" in result.stderr
    assert "error P003" in result.stderr
    assert result.stderr.splitlines()[-1] == "2 errors"
    assert tree(site) == before


def test_a_broken_draft_is_a_warning(site):
    record = site / "content/records/2026-04-07.md"
    record.write_text(record.read_text().replace("tags:", "draft: true\ntags:").replace("8h", "8"))
    result = cli("--site", site, "check")
    assert result.exit_code == 0
    assert "content/records/2026-04-07.md:6:35: warning R012" in result.stderr
    # What is remembered of a draft is told as before.
    again = cli("--site", site, "check")
    assert (again.exit_code, again.stderr) == (0, result.stderr)
    assert cli("--site", site, "check", "--strict").exit_code == 1


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        (OWN_SETTINGS, []),
        (SETTINGS, ["S012", "S012", "S013"]),
        (OWN_SETTINGS.replace('author = "Somebody"\n', ""), ["S013"]),
        (OWN_SETTINGS.replace("https://records.test/", "https://www.EXAMPLE.com/blog"), ["S012"]),
        (OWN_SETTINGS.replace("https://records.test/", "https://myexample.com/"), []),
        (OWN_SETTINGS.replace("tag:records.test,", "tag:me@example.net,"), ["S012"]),
        (OWN_SETTINGS.replace("tag:records.test,2026:test", "https://blog.example/x"), ["S012"]),
        (OWN_SETTINGS.replace("tag:records.test,2026:test", "urn:uuid:example.org"), []),
        (OWN_SETTINGS.replace("Somebody", "the author"), ["S013"]),
    ],
)
def test_what_is_still_an_example_is_noted_and_stops_nothing(site, settings, codes):
    (site / "leverage.toml").write_text(settings)
    result = cli("--site", site, "check", "--strict")
    assert result.exit_code == 0
    assert result.stdout.startswith("No problems: ")
    assert [line.split()[2] for line in result.stderr.splitlines() if ": note " in line] == codes
    for other in (["build"], ["stats"]):
        assert cli("--site", site, *other).stderr == ""


def test_several_warnings_and_errors_are_counted(site):
    for name in ("a.txt", "b.txt"):
        (site / "content" / name).write_text("misplaced")
    assert cli("--site", site, "check").stderr.splitlines()[-1] == "2 warnings"
    (site / "content/records/x.md").write_text("no front matter")
    assert cli("--site", site, "check").stderr.splitlines()[-1] == "1 error, 2 warnings"
