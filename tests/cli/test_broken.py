"""P13: no input crashes a command; each fault is one located sentence with a hint, and the output stays."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.support.workspace import OWN_SETTINGS, cli, command, make_site, tree

GOOD = b"""\
---
date: 2026-04-07
tokens: 500k
tasks:
- task: Write a parser
  human: 8h
  ai: 20m
---
Text.
"""


def put(old: str, new: str) -> bytes:
    """Return the good record with one thing changed."""
    assert old.encode() in GOOD
    return GOOD.replace(old.encode(), new.encode(errors="surrogatepass"), 1)


BOMB = "extra:\n  a: &a [x, x]\n" + "".join(
    f"  {b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)
)

# name: (bytes, code, line, column); None where more than one is right
BROKEN = {
    "unknown unit": (put("8h", "8 hrz"), "R012", 6, 10),
    "bare number": (put("8h", "8"), "R012", 6, 10),
    "1:30": (put("8h", "1:30"), "R012", 6, 10),
    "negative": (put("8h", "-8h"), "R012", 6, 10),
    "zero AI time": (put("20m", "0m"), "R013", 7, 7),
    "infinity": (put("8h", ".inf"), "R012", 6, 10),
    "infinity with a unit": (put("8h", "infh"), "R012", 6, 10),
    "repeated key in the record": (put("tokens", "date: 2026-04-08\ntokens"), "R015", 3, 1),
    "repeated key in a task": (put("  ai:", "  human: 9h\n  ai:"), "R015", 7, 3),
    "unknown key in the record": (put("tokens", "tokns"), "R016", 3, 1),
    "unknown key in a task": (put("  human: 8h", "  human: 8h\n  humn: 8h"), "R016", 7, 3),
    "tab indentation": (put("  human", "\thuman"), "R009", 6, 1),
    "missing date": (put("date: 2026-04-07\n", ""), "R017", 2, 1),
    "30 February": (put("2026-04-07", "2026-02-30"), "R020", 2, 7),
    "a date with a time": (put("2026-04-07", "2026-04-07 10:00"), "R020", 2, 7),
    "text after #": (put("Write a parser", "Write #4 parser"), "R019", 5, 14),
    "missing closing rule": (put("---\nText.", "Text."), "R002", 1, 1),
    "no front matter": (b"Just text.\n", "R001", 1, 1),
    "empty file": (b"", "R003", 1, 1),
    "tasks not a list": (GOOD.split(b"tasks:")[0] + b"tasks: many\n---\n", "R018", 4, 8),
    "task without title": (put("- task: Write a parser\n  human", "- human"), "R017", 5, 3),
    "YAML tag": (put("Write a parser", "!!str Write"), "R011", 5, 9),
    "Python tag": (put("Write a parser", "!!python/object/apply:os.system 'id'"), "R011", 5, 9),
    "anchor": (put("Write a parser", "&a Write"), "R010", 5, 9),
    "100,000 brackets": (put("500k", "[" * 100_000), "R014", 3, None),
    "control character": (put("Text.", "Te\x07xt."), "R006", 9, 3),
    "lone surrogate": (put("Text.", "Te\ud800xt."), "R004", 9, 3),
    "lone surrogate as an escape": (put("Write a parser", '"Write \\ud800"'), None, 5, None),
    "NUL": (put("Text.", "Te\0xt."), "R006", 9, 3),
    "UTF-16": (GOOD.decode().encode("utf-16"), "R005", 1, 1),
    "Latin-1": (put("Text.", "Caf").replace(b"Caf", b"Caf\xe9"), "R004", 9, 4),
    "10 MB": (GOOD + b"x" * 10_000_000, "R007", 1, 1),
    "tokens below the tasks' sum": (put("  ai: 20m", "  ai: 20m\n  tokens: 600k"), "R022", 3, 9),
    "a 6,000-digit number": (put("500k", "9" * 6000), "R021", 3, 9),
    "a 6,000-digit duration": (put("8h", "9" * 6000 + "h"), "R012", 6, 10),
    "two YAML documents": (put("---\nText.", "---\ndate: 2026-04-08\n---\nText."), "R026", 8, 1),
    "a mapping for tags": (put("tokens: 500k", "tags: {a: b}"), "R018", 3, 7),
}
SEVERAL = {"alias bomb": put("tokens: 500k\n", BOMB)}
ACCEPTED = {"BOM": b"\xef\xbb\xbf" + GOOD, "CRLF": GOOD.replace(b"\n", b"\r\n")}

HEAD = re.compile(r"(content/records/\S+?\.md)(?::(\d+):(\d+))?: error (R\d{3}) (.+)")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return a site that was built while all was well."""
    made = make_site(tmp_path_factory.mktemp("built") / "site", "2026-04-06", settings=OWN_SETTINGS)
    assert cli("--site", made, "build").exit_code == 0
    return made


@pytest.fixture
def site(built, tmp_path):
    """Return the same site for each test."""
    return Path(shutil.copytree(built, tmp_path / "site"))


def heads(text):
    """Return the sentences of problems in what a command printed."""
    return [match for line in text.splitlines() if (match := HEAD.fullmatch(line))]


@pytest.mark.parametrize("name", BROKEN)
def test_p13_a_broken_record_is_one_located_sentence(site, name):
    data, code, line, column = BROKEN[name]
    (site / "content/records/broken.md").write_bytes(data)
    before = tree(site / "output")
    for args in (["check"], ["build"]):
        result = cli("--site", site, *args)
        assert result.exit_code == 1
        assert result.stdout == ""
        assert "Traceback" not in result.stderr
        found = heads(result.stderr)
        assert len(found) == 1, result.stderr
        assert result.stderr.count("  hint: ") == 1
        assert result.stderr.splitlines()[-1] == "1 error"
        path, at_line, at_column, at_code, _ = found[0].groups()
        assert path == "content/records/broken.md"
        assert code in (None, at_code)
        assert at_line == str(line)
        assert column is None or at_column == str(column)
        assert all(len(text) < 1000 for text in result.stderr.splitlines())
    assert tree(site / "output") == before


@pytest.mark.parametrize(
    "name", ["unknown unit", *(pytest.param(name, marks=pytest.mark.site) for name in [*BROKEN][1:])]
)
def test_p13_the_same_as_json(site, name):
    data, code, line, column = BROKEN[name]
    (site / "content/records/broken.md").write_bytes(data)
    for args in (["check", "--json"], ["build", "--json"], ["stats", "--json"]):
        result = cli("--site", site, *args)
        assert result.exit_code == 1
        assert result.stderr == ""
        answer = json.loads(result.stdout)
        assert answer["version"] == 1
        assert len(answer["problems"]) == 1
        problem = answer["problems"][0]
        assert list(problem) == ["code", "severity", "path", "line", "column", "message", "hint"]
        assert problem["path"] == "content/records/broken.md"
        assert code in (None, problem["code"])
        assert problem["line"] == line
        assert column in (None, problem["column"])
        assert problem["severity"] == "error"
        assert problem["message"]
        assert problem["hint"]


@pytest.mark.parametrize("name", SEVERAL)
def test_p13_a_bomb_is_refused_with_located_sentences_only(site, name):
    (site / "content/records/broken.md").write_bytes(SEVERAL[name])
    before = tree(site / "output")
    for args in (["check"], ["build"]):
        result = cli("--site", site, *args)
        assert result.exit_code == 1
        found = heads(result.stderr)
        assert 1 <= len(found) <= 50
        assert {match[4] for match in found} == {"R010"}
        assert result.stderr.count("  hint: ") == len(found)
    assert tree(site / "output") == before


@pytest.mark.parametrize("name", ACCEPTED)
def test_p13_what_editors_add_is_accepted(site, name):
    (site / "content/records/fine.md").write_bytes(ACCEPTED[name])
    result = cli("--site", site, "check", "--strict")
    assert (result.exit_code, result.stderr) == (0, "")


def test_p13_two_records_for_one_day_are_located_in_the_second(site):
    (site / "content/records/a.md").write_bytes(GOOD)
    (site / "content/records/b.md").write_bytes(GOOD)
    for args in (["check"], ["build"]):
        result = cli("--site", site, *args)
        assert result.exit_code == 1
        found = heads(result.stderr)
        assert [match.groups()[:4] for match in found] == [("content/records/b.md", "2", "7", "R023")]
        assert "content/records/a.md" in found[0][5]


@pytest.mark.parametrize("args", [["check"], ["build"]], ids=lambda args: args[0])
def test_p13_all_problems_of_all_files_come_in_one_run(site, args):
    names = {f"broken-{n:02}.md": name for n, name in enumerate(BROKEN)}
    for file, name in names.items():
        (site / "content/records" / file).write_bytes(BROKEN[name][0])
    (site / "content/pages").mkdir()
    (site / "content/pages/about.md").write_text("---\ntitl: About\n---\n")
    before = tree(site / "output")
    result = cli("--site", site, *args)
    assert result.exit_code == 1
    assert [match[1].removeprefix("content/records/") for match in heads(result.stderr)] == list(names)
    assert "content/pages/about.md:2:1: error R016 unknown key 'titl'" in result.stderr
    assert "content/pages/about.md:2:1: error R017 the key 'title' is missing" in result.stderr
    assert result.stderr.splitlines()[-1] == f"{len(names) + 2} errors"
    assert tree(site / "output") == before


def test_p13_settings_and_records_are_reported_together(site):
    (site / "leverage.toml").write_text('[site]\nid = "no uri"\nbase_url = "https://example.org/"\n')
    (site / "content/records/broken.md").write_bytes(BROKEN["bare number"][0])
    result = cli("--site", site, "check")
    assert result.exit_code == 1
    assert "leverage.toml:2:1: error S004" in result.stderr
    assert "content/records/broken.md:6:10: error R012" in result.stderr
    assert result.stderr.splitlines()[-1] == "2 errors"


@pytest.mark.site
@pytest.mark.parametrize("name", ["100,000 brackets", "lone surrogate", "NUL", "10 MB", "UTF-16"])
def test_p13_a_real_process_says_the_same(site, name):
    (site / "content/records/broken.md").write_bytes(BROKEN[name][0])
    before = tree(site / "output")
    ended = command("build", cwd=site)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert len(heads(ended.stderr)) == 1
    assert "Traceback" not in ended.stderr
    assert tree(site / "output") == before


def test_one_bad_record_does_not_hide_the_others(site):
    (site / "content/records/broken.md").write_bytes(BROKEN["unknown unit"][0])
    (site / "content/records/worse.md").write_bytes(b"\xff\xfe")
    result = cli("--site", site, "check")
    assert [match[1] for match in heads(result.stderr)] == [
        "content/records/broken.md",
        "content/records/worse.md",
    ]
