import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import date, timedelta

import pytest

from tests.workspace import (
    MANIFEST,
    SETTINGS,
    STAGE,
    cli,
    command,
    environment,
    make_site,
    published,
    tree,
)


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path / "site")


def test_build_writes_the_site_and_says_so(site):
    result = cli("--site", site, "build")
    pages = len(published(site / "output"))
    assert result.exit_code == 0
    assert result.stderr == ""
    assert re.fullmatch(
        rf"{pages} files in {re.escape(str(site))}/output: {pages} written, 0 unchanged, 0 removed, \d+\.\d\d s\n",
        result.stdout,
    )
    assert {"index.html", "posts/2026/2026-04-07-leverage-record.html", "feed.xml"} <= published(
        site / "output"
    ).keys()


def test_the_json_is_exactly_that_of_the_design(site):
    result = cli("--site", site, "build", "--json")
    answer = json.loads(result.stdout)
    assert result.stderr == ""
    assert list(answer) == ["version", "pages", "written", "kept", "removed", "seconds", "timings", "problems"]
    pages = len(published(site / "output"))
    assert (answer["version"], answer["pages"], answer["written"]) == (1, pages, pages)
    assert (answer["kept"], answer["removed"], answer["problems"]) == (0, 0, [])
    assert answer["seconds"] > 0
    assert set(answer["timings"]) == {"read", "plan", "render", "write"}
    assert all(seconds >= 0 for seconds in answer["timings"].values())


def test_the_json_counts_what_changed(site):
    cli("--site", site, "build")
    (site / "content/records/2026-04-06.md").unlink()
    answer = json.loads(cli("--site", site, "build", "--json").stdout)
    assert answer["removed"] == 1
    assert answer["written"] + answer["kept"] == answer["pages"]
    assert answer["written"] > 0
    again = json.loads(cli("--site", site, "build", "--json").stdout)
    assert (again["written"], again["kept"], again["removed"]) == (0, again["pages"], 0)


def test_timings_are_shown_when_asked_for(site):
    plain = cli("--site", site, "build").stdout
    assert "ms" not in plain
    timed = cli("--site", site, "build", "--timings").stdout
    assert re.findall(r"^  (\w+) +\d+\.\d ms$", timed, re.MULTILINE) == ["read", "plan", "render", "write"]


def test_output_names_another_folder(site, tmp_path):
    result = cli("--site", site, "build", "--output", tmp_path / "elsewhere")
    assert result.exit_code == 0
    assert not (site / "output").exists()
    assert "index.html" in published(tmp_path / "elsewhere")


def test_a_relative_output_belongs_to_the_current_folder(site, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli("--site", "site", "build", "--output", "www").exit_code == 0
    assert "index.html" in published(tmp_path / "www")


@pytest.mark.parametrize(
    ("url", "prefix"),
    [
        ("https://example.net/blog/", "https://example.net/blog/"),
        ("https://example.net/blog", "https://example.net/blog/"),
        ("http://localhost:8000", "http://localhost:8000/"),
        ("https://example.net/a/b/c", "https://example.net/a/b/c/"),
    ],
)
def test_base_url_replaces_the_setting(site, url, prefix):
    assert cli("--site", site, "build", "--base-url", url).exit_code == 0
    for name in ("feed.xml", "sitemap.xml", "robots.txt"):
        text = published(site / "output")[name].decode()
        assert prefix in text, name
        assert "https://example.org/" not in text, name


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org", "ftp://example.org/", "javascript:alert(1)", "https://", "https://example.org/?a=b",
        "https://example.org/#top", "https://example.org/a b/", "https://example.org/../x/", "//example.org/",
        'https://example.org/"', "https://user@example.org/", "https://example.org/<x>/",
    ],
)  # fmt: skip
def test_a_base_url_that_is_none_is_wrong_usage(site, url):
    result = cli("--site", site, "build", "--base-url", url)
    assert result.exit_code == 2
    assert "--base-url" in result.stderr
    assert "https://example.org/blog/" in result.stderr
    assert not (site / "output").exists()


def test_drafts_are_built_only_when_asked_for(site):
    cli("--site", site, "build")
    without = published(site / "output")
    draft = site / "content/records/2026-04-08.md"
    draft.write_text(
        (site / "content/records/2026-04-07.md")
        .read_text()
        .replace("2026-04-07\n", "2026-04-08\ndraft: true\n", 1)
    )
    assert cli("--site", site, "build").exit_code == 0
    assert published(site / "output") == without
    assert cli("--site", site, "build", "--drafts").exit_code == 0
    assert "posts/2026/2026-04-08-leverage-record.html" in published(site / "output")
    assert cli("--site", site, "build").exit_code == 0
    assert published(site / "output") == without


@pytest.mark.parametrize("act", ["build", "check"])
def test_a_warning_fails_only_a_strict_run(site, act):
    (site / "content/notes.txt").write_text("misplaced")
    before = tree(site)
    strict = cli("--site", site, act, "--strict")
    assert strict.exit_code == 1
    assert "content/notes.txt: warning F013" in strict.stderr
    assert strict.stderr.splitlines()[-1] == "1 warning"
    assert tree(site) == before
    lax = cli("--site", site, act)
    assert lax.exit_code == 0
    assert "warning F013" in lax.stderr


def test_an_overwritten_edit_is_a_warning_and_fails_a_strict_build(site):
    cli("--site", site, "build")
    good = published(site / "output")
    (site / "output/index.html").write_text("edited")
    lax = cli("--site", site, "build")
    assert lax.exit_code == 0
    assert "output/index.html: warning F004" in lax.stderr
    assert published(site / "output") == good
    (site / "output/index.html").write_text("edited")
    strict = cli("--site", site, "build", "--strict", "--json")
    assert strict.exit_code == 1
    assert [problem["code"] for problem in json.loads(strict.stdout)["problems"]] == ["F004"]
    assert published(site / "output") == good


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda site: (site / "output").write_bytes(b"x"), "F001"),
        (lambda site: (site / "output").symlink_to(site), "F001"),
        (lambda site: ((site / "output").mkdir(), (site / "output/notes.txt").write_bytes(b"x")), "F002"),
        (lambda site: ((site / "output").mkdir(), (site / "output" / MANIFEST).write_bytes(b"x")), "F009"),
        (lambda site: ((site / "output").mkdir(), (site / "output" / STAGE).symlink_to(site)), "F007"),
    ],
)
@pytest.mark.parametrize("act", ["build", "clean"])
def test_p1_a_refused_folder_stays_as_it_is(site, prepare, code, act):
    prepare(site)
    before = tree(site)
    result = cli("--site", site, act)
    assert result.exit_code == 1
    assert f": error {code} " in result.stderr
    assert "  hint: " in result.stderr
    assert result.stdout == ""
    answer = cli("--site", site, act, "--json")
    assert answer.exit_code == 1
    assert answer.stderr == ""
    assert [problem["code"] for problem in json.loads(answer.stdout)["problems"]] == [code]
    assert tree(site) == before


@pytest.mark.parametrize("output", ["/", ".", "..", "content", "themes", "content/static"])
def test_p1_folders_that_may_not_be_the_output(site, output, monkeypatch):
    monkeypatch.chdir(site)
    (site / "content/static").mkdir()
    (site / "themes").mkdir()
    before = tree(site)
    result = cli("build", "--output", output)
    assert result.exit_code == 1
    assert "error F001" in result.stderr
    assert tree(site) == before


@pytest.mark.parametrize(
    "url", [f"/{STAGE}/", f"/{STAGE}/000001.new/x.html", f"/{MANIFEST}/", "/.git/", "/.git/x.html"]
)
def test_no_page_takes_a_place_of_the_program_s_own(site, url):
    record = site / "content/records/2026-04-07.md"
    record.write_text(record.read_text().replace("date: 2026-04-07\n", f"date: 2026-04-07\nurl: {url}\n"))
    before = tree(site)
    result = cli("--site", site, "build")
    assert result.exit_code == 1
    assert tree(site) == before
    assert re.search(r"content/records/2026-04-07\.md:\d+:\d+: error ", result.stderr)


def test_a_template_that_fails_leaves_the_site_as_it_was(site):
    cli("--site", site, "build")
    theme = site / "themes/mine/templates"
    theme.mkdir(parents=True)
    (site / "themes/mine/theme.toml").write_text('contract = 1\nextends = "default"\n')
    (theme / "week.html").write_text("{{ nothing.here }}\n")
    (site / "leverage.toml").write_text(SETTINGS + 'theme = "mine"\n')
    (site / "content/records/2026-04-06.md").unlink()
    before = tree(site / "output")
    for act in ("build", "check"):
        result = cli("--site", site, act)
        assert result.exit_code == 1
        assert "themes/mine/templates/week.html:1:1: error T002" in result.stderr
        assert tree(site / "output") == before


def test_a_name_that_is_no_text_can_be_an_output_folder(site, tmp_path):
    output, strict = tmp_path / os.fsdecode(b"out\xff"), environment(PYTHONIOENCODING="utf-8:strict")
    for args in ([], ["--json"]):
        ended = command("--site", site, "build", "--output", output, *args, env=strict)
        assert "Traceback" not in ended.stderr
        assert ended.returncode == 0
    (output / "index.html").write_bytes(b"edited")
    ended = command("--site", site, "clean", "--output", output, "--json", env=strict)
    assert "Traceback" not in ended.stderr
    assert ended.returncode == 0


# Interrupts


def many_days(tmp_path, count=300):
    first = date(2025, 1, 1)
    return make_site(tmp_path / "site", *[(first + timedelta(n)).isoformat() for n in range(count)])


@pytest.mark.parametrize("sent", [signal.SIGINT])
def test_ctrl_c_gives_no_traceback_and_changes_nothing(tmp_path, sent):
    site = many_days(tmp_path)
    (site / "output").mkdir()
    before = tree(site)
    started = subprocess.Popen(
        [sys.executable, "-m", "leverage_site", "build"],
        cwd=site,
        env={name: value for name, value in environment().items() if not name.startswith("COV")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        end = time.monotonic() + 60
        while not (site / "output" / STAGE).exists() and started.poll() is None and time.monotonic() < end:
            time.sleep(0.001)
        started.send_signal(sent)
        stdout, stderr = started.communicate(timeout=60)
    finally:
        started.kill()
        started.communicate()
    assert "Traceback" not in stderr
    assert started.returncode in (1, 130)
    assert stdout == ""
    assert tree(site) == before
