import json
import re

import pytest

from leverage_site.cli import console
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


def test_what_is_wrong_with_a_draft_is_a_note_and_with_drafts_a_warning(site):
    record = site / "content/records/2026-04-07.md"
    record.write_text(record.read_text().replace("tags:", "draft: true\ntags:").replace("8h", "8"))
    # What is remembered of a draft is told as before.
    for _ in range(2):
        result = cli("--site", site, "check", "--strict")
        assert result.exit_code == 0
        assert "content/records/2026-04-07.md:6:35: note R012" in result.stderr
        assert result.stdout == "No problems: 1 record, 63 files, 1 draft left out.\n"
    for options, code in ([], 0), (["--strict"], 1):
        with_ = cli("--site", site, "check", "--drafts", *options)
        assert with_.exit_code == code
        assert "content/records/2026-04-07.md:6:35: warning R012" in with_.stderr


def test_drafts_that_are_only_begun_hinder_no_strict_command(tmp_path):
    site = tmp_path / "site"
    cli("init", site)
    for day in ("yesterday", "today"):
        assert cli("--site", site, "new", day).exit_code == 0
    for command in ("check", "build"):
        result = cli("--site", site, command, "--strict")
        assert result.exit_code == 0
        assert "3 drafts left out" in result.stdout
    strict = cli("--site", site, "check", "--strict", "--drafts")
    assert (strict.exit_code, strict.stderr.count("warning R025 ")) == (1, 10)


def test_what_is_wrong_beside_a_draft_is_what_it_is(site):
    draft = site / "content/records/2026-04-08.md"
    draft.write_text("---\ndate: 2026-04-08\ndraft: true\ntasks: []\nnone: x\n---\n")
    (site / "content/stray.txt").write_text("stray")
    result = cli("--site", site, "check", "--strict")
    assert result.exit_code == 1
    assert re.findall(r"^content/(\S+): (note|warning) ", result.stderr, re.MULTILINE) == [
        ("stray.txt", "warning"),
        ("records/2026-04-08.md:5:1", "note"),
    ]


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
    for name in ("a.txt", "records/b.txt"):
        (site / "content" / name).write_text("misplaced")
    assert cli("--site", site, "check").stderr.splitlines()[-1] == "2 warnings"
    (site / "content/records/x.md").write_text("no front matter")
    assert cli("--site", site, "check").stderr.splitlines()[-1] == "1 error, 2 warnings"


@pytest.fixture
def claiming(site):
    record = site / "content/records/2026-04-07.md"
    record.write_text(
        record.read_text() + "\nThe weighted average leverage factor was 7.7x.\nOn Monday, April 7, it rained.\n"
    )
    return site


def test_refuted_claims_are_warnings_with_the_place_of_their_sentence(claiming):
    result = cli("--site", claiming, "check")
    lines = (claiming / "content/records/2026-04-07.md").read_text().splitlines()
    first = next(n for n, line in enumerate(lines, 1) if "7.7x" in line)
    assert result.exit_code == 0
    assert f"content/records/2026-04-07.md:{first}:42: warning C001 '7.7x' does not follow" in result.stderr
    assert f"content/records/2026-04-07.md:{first + 1}:4: warning C007 'Monday, April 7' is not" in result.stderr
    assert f"{first:>5} | {lines[first - 1]}\n      | {' ' * 41}^^^^\n  hint: " in result.stderr
    assert cli("--site", claiming, "check", "--strict").exit_code == 1


def test_claims_are_listed_with_their_verdicts(claiming):
    result = cli("--site", claiming, "check", "--claims", "2026-04-07")
    assert result.exit_code == 0
    assert "refuted    value        7.7x" in result.stdout
    assert "2 refuted" in result.stdout.splitlines()[-2]
    everything = cli("--site", claiming, "check", "--claims")
    assert everything.stdout.splitlines()[-1].startswith("All texts: ")


def test_claims_are_wrapped_for_a_terminal(claiming, monkeypatch):
    plain = cli("--site", claiming, "check", "--claims", "2026-04-07").stdout
    monkeypatch.setattr(console, "terminal_width", lambda: 44)
    lines = cli("--site", claiming, "check", "--claims", "2026-04-07").stdout.splitlines()
    assert "  The weighted average leverage factor was" in lines
    assert [line for line in lines if len(line) > 44 and not line.startswith("content/")] == []
    said = "; it would be true with 'Tuesday, April 7'"
    assert said in plain
    assert said in " ".join(" ".join(lines).split())


def test_claims_as_json(claiming):
    answer = json.loads(cli("--site", claiming, "check", "--claims", "--json").stdout)
    assert answer["coverage"]["refuted"] == 2
    (text,) = (text for text in answer["texts"] if text["path"].endswith("2026-04-07.md"))
    refuted = [claim for claim in text["claims"] if claim["verdict"] == "refuted"]
    assert [claim["printed"] for claim in refuted] == ["7.7x", "Monday, April 7"]
    assert refuted[1]["truth"] == "Tuesday, April 7"
    assert text["coverage"]["found"] == len(text["claims"])


@pytest.mark.parametrize("day", ["2026-04-30", "April"])
def test_claims_of_a_day_that_has_none(site, day):
    result = cli("--site", site, "check", "--claims", day)
    assert result.exit_code == 2
    assert "--claims" in result.stderr


def test_with_a_baseline_strict_checks_can_start_today(claiming):
    written = cli("--site", claiming, "check", "--claims", "--write-baseline")
    assert written.exit_code == 0
    assert "2 refuted claims" in written.stdout
    assert cli("--site", claiming, "check", "--strict").exit_code == 0
    assert cli("--site", claiming, "build", "--strict").exit_code == 0
    record = claiming / "content/records/2026-04-07.md"
    record.write_text(record.read_text().replace("On Monday", "On Sunday"))
    result = cli("--site", claiming, "check", "--strict")
    assert result.exit_code == 1
    assert "'Sunday, April 7' is not that day" in result.stderr
    assert "note C009" in result.stderr


def test_what_the_baseline_accepts_is_listed_as_that(claiming):
    assert cli("--site", claiming, "check", "--claims", "--write-baseline").exit_code == 0
    record = claiming / "content/records/2026-04-07.md"
    record.write_text(f"{record.read_text()}\nLeverage was 8.8x.\n")
    text = cli("--site", claiming, "check", "--claims", "2026-04-07").stdout
    assert text.count("\n  accepted   ") == 2
    assert text.count("\n  refuted    ") == 1
    assert text.splitlines()[-2].endswith(" 1 refuted, 2 accepted")
    answer = json.loads(cli("--site", claiming, "check", "--claims", "--json").stdout)
    assert (answer["coverage"]["refuted"], answer["coverage"]["accepted"]) == (3, 2)
    listed = [claim for text in answer["texts"] for claim in text["claims"] if claim["accepted"]]
    assert {claim["verdict"] for claim in listed} == {"refuted"}
    assert len(listed) == 2


def test_a_baseline_is_of_all_days(site):
    assert cli("--site", site, "check", "--write-baseline").exit_code == 2
    assert cli("--site", site, "check", "--claims", "2026-04-07", "--write-baseline").exit_code == 2


def test_an_edit_of_the_baseline_is_seen_by_the_next_build(claiming):
    assert "C001" in cli("--site", claiming, "build").stderr
    assert cli("--site", claiming, "check", "--claims", "--write-baseline").exit_code == 0
    assert "C001" not in cli("--site", claiming, "build").stderr
    (claiming / "claims-baseline.json").write_text("{")
    result = cli("--site", claiming, "build")
    assert result.exit_code == 1
    assert "claims-baseline.json: error C008" in result.stderr


@pytest.mark.parametrize("broken", ["ai: 2 hrz", "{{ leverag }}"])
def test_with_an_error_nothing_is_listed_and_the_baseline_stays(claiming, broken):
    assert cli("--site", claiming, "check", "--claims", "--write-baseline").exit_code == 0
    before = (claiming / "claims-baseline.json").read_bytes()
    record = claiming / "content/records/2026-04-06.md"
    text = record.read_text()
    record.write_text(text.replace("ai: ", "ai: x", 1) if broken[0] == "a" else f"{text}\n{broken}\n")
    for options in (["--claims"], ["--claims", "2026-04-07"], ["--claims", "--write-baseline"]):
        result = cli("--site", claiming, "check", *options)
        assert result.exit_code == 1
        assert "content/records/2026-04-06.md:" in result.stderr
        assert result.stdout == ""
    assert (claiming / "claims-baseline.json").read_bytes() == before
