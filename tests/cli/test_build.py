import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import date, timedelta

import pytest

from leverage_site import build
from leverage_site.cache.built_pages import BuiltPages
from leverage_site.cache.store import DAMAGED, FILE, FOLDER, FOREIGN
from leverage_site.cli.console import WAITING
from leverage_site.files import folder_lock
from leverage_site.problems import catalog
from leverage_site.project import Project
from tests.support import workspace
from tests.support.sites import ROOT, rendered
from tests.support.workspace import (
    MANIFEST,
    OWN_SETTINGS,
    SETTINGS,
    STAGE,
    cli,
    command,
    environment,
    make_site,
    published,
)


def tree(folder):
    """Everything below `folder` but the cache, which only decides how much is done."""
    cache = str(folder / FOLDER)
    return {path: entry for path, entry in workspace.tree(folder).items() if not path.startswith(cache)}


NOT_CLEAN = catalog.NOT_AS_CLEAN.code
STAGES = ["look", "recall", "read", "index", "plan", "claims", "remember", "keys", "compare", "render", "write"]


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path / "site", settings=OWN_SETTINGS)


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
    assert list(answer) == [
        "version", "pages", "rendered", "written", "kept", "removed", "seconds", "timings", "problems",
    ]  # fmt: skip
    pages = len(published(site / "output"))
    assert (answer["version"], answer["pages"], answer["rendered"], answer["written"]) == (1, pages, pages, pages)
    assert (answer["kept"], answer["removed"], answer["problems"]) == (0, 0, [])
    assert answer["seconds"] > 0
    assert list(answer["timings"]) == STAGES
    assert all(seconds >= 0 for seconds in answer["timings"].values())


def test_the_json_counts_what_changed(site):
    cli("--site", site, "build")
    (site / "content/records/2026-04-06.md").unlink()
    answer = json.loads(cli("--site", site, "build", "--json").stdout)
    assert answer["removed"] == 1
    assert answer["written"] + answer["kept"] == answer["pages"]
    assert answer["written"] > 0
    again = json.loads(cli("--site", site, "build", "--json").stdout)
    assert (again["rendered"], again["written"], again["kept"], again["removed"]) == (0, 0, again["pages"], 0)
    assert again["pages"] == answer["pages"]


def test_timings_are_shown_when_asked_for(site):
    plain = cli("--site", site, "build").stdout
    assert "ms" not in plain
    (site / "content/records/2026-04-06.md").touch()
    timed = cli("--site", site, "build", "--timings").stdout
    assert re.findall(r"^  (\w+) +\d+\.\d ms$", timed, re.MULTILINE) == STAGES
    assert timed.splitlines()[-1] == f"  0 of {len(published(site / 'output'))} rendered"


def test_a_build_that_has_nothing_to_do_says_so(site):
    cli("--site", site, "build")
    answer = json.loads(cli("--site", site, "build", "--json").stdout)
    assert (answer["rendered"], answer["written"], answer["kept"]) == (0, 0, len(published(site / "output")))
    assert list(answer["timings"]) == ["look"]
    result = cli("--site", site, "build", "--timings")
    assert re.fullmatch(
        rf"(\d+) files in {re.escape(str(site))}/output: 0 written, \1 unchanged, 0 removed, \d\.\d\d s\n"
        r"  look +\d+\.\d ms\n  0 of \1 rendered\n",
        result.stdout,
    )
    record = site / "content/records/2026-04-06.md"
    record.write_text(record.read_text() + "\nMore.\n")
    timed = cli("--site", site, "build", "--timings").stdout
    # The day, the feed of all days in three formats, and, where it has them, the feeds of its projects and tags.
    assert re.fullmatch(rf"  \d+ of {answer['pages']} rendered", timed.splitlines()[-1])
    assert int(timed.splitlines()[-1].split()[0]) in range(4, answer["pages"] // 2)


def test_output_names_another_folder(site, tmp_path):
    result = cli("--site", site, "build", "--output", tmp_path / "elsewhere")
    assert result.exit_code == 0
    assert not (site / "output").exists()
    assert "index.html" in published(tmp_path / "elsewhere")


@pytest.mark.usefixtures("site")
def test_a_relative_output_belongs_to_the_current_folder(tmp_path, monkeypatch):
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
        ("HTTPS://Exämple.net/my café", None),
        ("HTTPS://Exämple.net/my%20café", "https://xn--exmple-cua.net/my%20caf%C3%A9/"),
    ],
)
def test_base_url_replaces_the_setting(site, url, prefix):
    result = cli("--site", site, "build", "--base-url", url)
    if prefix is None:
        assert (result.exit_code, "it holds a blank" in result.stderr) == (2, True)
        return
    assert result.exit_code == 0
    for name in ("feed.xml", "sitemap.xml", "robots.txt", "index.html", "data/days.json"):
        text = published(site / "output")[name].decode()
        assert prefix in text, name
        assert "café" not in text, name
        assert "ämple" not in text, name
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
    for _ in range(2):
        with_ = cli("--site", site, "build", "--drafts", "--output", site / "preview")
        assert with_.exit_code == 0
        assert ", 1 draft included, " in with_.stdout.splitlines()[-1]
    assert "posts/2026/2026-04-08-leverage-record.html" in published(site / "preview")
    assert published(site / "output") == without


@pytest.mark.parametrize("draft", ["tasks:\n- task: ''\n  human:\n", "tasks: []\n", "tasks: []\nnone: x\n"])
def test_what_is_wrong_with_a_draft_is_told_by_check_alone(site, draft):
    text = f"---\ndate: 2026-04-08\ndraft: true\n{draft}---\n[x]() ![a](/none.png)\n"
    (site / "content/records/2026-04-08.md").write_text(text)
    for _ in range(2):
        result = cli("--site", site, "build", "--strict")
        assert (result.exit_code, result.stderr) == (0, "")
        assert ", 1 draft left out, " in result.stdout.splitlines()[-1]
    assert "2026-04-08.md" in cli("--site", site, "check").stderr
    result = cli("--site", site, "build", "--strict", "--drafts", "--output", site / "preview")
    assert (result.exit_code, "2026-04-08.md" in result.stderr) == (1, True)


@pytest.mark.parametrize(
    "output", [[], ["--output", "output"], ["--output", "./nowhere/../output/"], ["--output", "link"]]
)
def test_drafts_are_never_built_among_the_public_pages(site, monkeypatch, output):
    monkeypatch.chdir(site)
    cli("build")
    (site / "link").symlink_to("output")
    before = tree(site)
    result = cli("build", "--drafts", *output)
    assert result.exit_code == 2
    assert "such as --output preview" in result.stderr
    assert tree(site) == before


@pytest.mark.parametrize("act", [["build"], ["build", "--strict"], ["check"], ["stats"], ["build", "--verify"]])
@pytest.mark.parametrize(
    ("folder", "how"), [("content", "missing"), ("content", "empty"), ("content/records", "missing")]
)
def test_without_content_nothing_is_done_and_nothing_removed(site, act, folder, how):
    cli("--site", site, "build")
    shutil.rmtree(site / folder)
    if how == "empty":
        (site / folder).mkdir()
    if folder != "content":
        (site / "content/pages").mkdir(exist_ok=True)
    (site / "leverage.toml").write_text(OWN_SETTINGS + 'nav = [{ title = "About", url = "/about.html" }]\n')
    before = published(site / "output")
    result = cli("--site", site, *act)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == "1 error"
    assert f"{folder}: error F015 there is no content here: the folder is {how}" in result.stderr
    assert published(site / "output") == before


@pytest.mark.parametrize(
    "folder", ["content/records", "content/pages", "content/static", "content/notes", "themes"]
)
def test_build_and_check_agree_on_a_folder_that_was_removed(site, folder):
    """Also where it was empty, so that no file tells of it, and the last build has nothing to do."""
    shutil.rmtree(site / "content/records")
    for name in ("content/records", "content/pages", folder):
        (site / name).mkdir(exist_ok=True)
    (site / "content/pages/about.md").write_text("---\ntitle: About\n---\nText.\n")
    for _ in range(2):
        assert cli("--site", site, "build").exit_code == 0
    shutil.rmtree(site / folder)
    before = published(site / "output")
    results = {act: cli("--site", site, act) for act in ("check", "build")}
    told = {
        act: [line for line in result.stderr.splitlines() if " F015 " in line] for act, result in results.items()
    }
    assert told["build"] == told["check"]
    assert bool(told["build"]) == (folder == "content/records")
    assert {result.exit_code for result in results.values()} == {1 if told["build"] else 0}
    if told["build"]:
        assert published(site / "output") == before


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


def _edited_page(site):
    (site / "output/index.html").write_text("edited")
    return ["F004"]


def _edited_leftover(site):
    (site / "output/old.bin").write_text("edited")
    (site / "content/static/old.bin").unlink()
    return ["F008"]


def _edited_page_that_changes(site):
    record = site / "content/records/2026-04-06.md"
    record.write_text(record.read_text().replace("8h", "9h"))
    return _edited_page(site)


def _several(site):
    (site / "output/feed.xml").write_text("edited")
    return ["F004", *_edited_page_that_changes(site), *_edited_leftover(site)]


@pytest.mark.parametrize("edit", [_edited_page, _edited_leftover, _edited_page_that_changes, _several])
def test_p4_a_strict_build_that_fails_changes_nothing_and_fails_until_it_is_mended(site, edit):
    (site / "content/static").mkdir()
    (site / "content/static/old.bin").write_text("old")
    cli("--site", site, "build")
    codes = edit(site)
    before = tree(site)
    for options in ([], [], ["--verify"]):
        strict = cli("--site", site, "build", "--strict", "--json", *options)
        assert strict.exit_code == 1
        assert sorted(problem["code"] for problem in json.loads(strict.stdout)["problems"]) == codes
        assert tree(site) == before
    lax = cli("--site", site, "build", "--json")
    assert lax.exit_code == 0
    assert sorted(problem["code"] for problem in json.loads(lax.stdout)["problems"]) == codes
    assert cli("--site", site, "build", "--strict").exit_code == 0


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


@pytest.mark.site
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


# The cache


@pytest.fixture
def stale(site, monkeypatch):
    """Return a site with a page that is falsely believed to be what it should be."""
    real = build.render_unless_copied

    def wrong(page, *more):
        return b"wrong" if page.address == "/index.html" else real(page, *more)

    with monkeypatch.context() as patch:
        patch.setattr(build, "render_unless_copied", wrong)
        cli("--site", site, "build")
    assert cli("--site", site, "build").exit_code == 0
    assert published(site / "output")["index.html"] == b"wrong"
    return site


def clean_files(site):
    return rendered(build.plan_site(site))


def test_verify_says_nothing_where_all_is_well(site):
    for _ in range(2):
        result = cli("--site", site, "build", "--verify")
        assert (result.exit_code, result.stderr) == (0, "")
    assert cli("--site", site, "build", "--verify", "--strict").exit_code == 0
    answer = json.loads(cli("--site", site, "build", "--verify", "--json").stdout)
    assert (answer["rendered"], answer["problems"]) == (0, [])
    assert list(answer["timings"]) == [*STAGES[:-1], "write", "verify"] or "verify" in answer["timings"]
    assert published(site / "output") == clean_files(site)


def test_verify_finds_what_is_falsely_believed_and_mends_it(stale):
    result = cli("--site", stale, "build", "--verify")
    assert result.exit_code == 1
    assert result.stderr.count(f"error {NOT_CLEAN}") == 1
    assert f"{stale}/output/index.html: error {NOT_CLEAN} 'index.html'" in result.stderr
    assert result.stderr.splitlines()[-1] == "1 error"
    assert published(stale / "output") == clean_files(stale)
    again = cli("--site", stale, "build")
    assert (again.exit_code, again.stderr) == (0, "")
    assert published(stale / "output") == clean_files(stale)
    assert cli("--site", stale, "build", "--verify").exit_code == 0


def test_verify_in_json_has_the_problem(stale):
    result = cli("--site", stale, "build", "--verify", "--json")
    assert (result.exit_code, result.stderr) == (1, "")
    assert [problem["code"] for problem in json.loads(result.stdout)["problems"]] == [NOT_CLEAN]


def test_verify_finds_a_digest_that_was_forged_with_its_mark(site):
    cli("--site", site, "build")
    page = site / "output/posts/2026/2026-04-07-leverage-record.html"
    name = page.relative_to(site / "output").as_posix()
    page.write_bytes(b"forged")
    manifest = json.loads((site / "output" / MANIFEST).read_text())
    right = hashlib.sha256(clean_files(site)[name]).hexdigest()
    forged = hashlib.sha256(b"forged").hexdigest()
    (site / "output" / MANIFEST).write_text(json.dumps(manifest).replace(right, forged))
    with Project.open(site, lambda: None) as project:
        outputs = BuiltPages(project.store, site / "output")
        outputs.save({**outputs.pages, name: outputs.pages[name]._replace(digest=forged, stamp=None)})
        project.store.commit()
    assert cli("--site", site, "build").exit_code == 0
    assert page.read_bytes() == b"forged"
    result = cli("--site", site, "build", "--verify")
    assert result.exit_code == 1
    assert f"{page}: error {NOT_CLEAN}" in result.stderr
    assert published(site / "output") == clean_files(site)
    assert cli("--site", site, "build", "--verify", "--strict").exit_code == 0


@pytest.mark.parametrize("act", ["build", "check", "stats"])
def test_a_damaged_cache_is_one_line(site, act):
    cli("--site", site, "build")
    (site / FOLDER / FILE).write_bytes(b"garbage" * 999)
    result = cli("--site", site, "build")
    assert (result.exit_code, result.stderr) == (0, f"{DAMAGED}\n")
    again = cli("--site", site, act)
    assert (again.exit_code, again.stderr) == (0, "")
    assert published(site / "output") == clean_files(site)


def test_a_damaged_cache_is_told_beside_json(site):
    cli("--site", site, "build")
    (site / FOLDER / FILE).write_bytes(b"garbage" * 999)
    result = cli("--site", site, "build", "--json")
    assert result.stderr == f"{DAMAGED}\n"
    assert json.loads(result.stdout)["problems"] == []


def test_a_site_that_was_copied_with_its_cache_says_so_once(site, tmp_path):
    cli("--site", site, "build")
    shutil.copytree(site, tmp_path / "copy")
    assert cli("--site", tmp_path / "copy", "build").stderr == f"{FOREIGN}\n"
    assert cli("--site", tmp_path / "copy", "build").stderr == ""


@pytest.mark.site
@pytest.mark.parametrize("act", [["build"], ["build", "--json"], ["check"], ["stats"]])
@pytest.mark.parametrize("place", [FOLDER, "output"])
def test_a_command_that_must_wait_says_so_once(site, act, place):
    cli("--site", site, "build")
    record = site / "content/records/2026-04-06.md"
    record.write_text(record.read_text() + "\nMore.\n")
    waits = place == FOLDER or act[0] == "build"
    started = None
    try:
        with folder_lock(site / place, lambda: None):
            started = subprocess.Popen(
                [sys.executable, "-m", "leverage_site", "--site", site, *act],
                cwd=ROOT,
                env=environment(),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            if waits:
                assert started.stderr.readline() == f"{WAITING}\n"
                assert started.poll() is None
            else:
                started.wait(60)
        stdout, stderr = started.communicate(timeout=60)
    finally:
        if started:
            started.kill()
            started.communicate()
    assert (started.returncode, stderr) == (0, "")
    assert stdout
    if act[0] == "build":
        assert published(site / "output") == clean_files(site)


# Interrupts


def many_days(tmp_path, count=300):
    first = date(2025, 1, 1)
    return make_site(tmp_path / "site", *[(first + timedelta(n)).isoformat() for n in range(count)])


@pytest.mark.site
@pytest.mark.parametrize("sent", [signal.SIGINT])
def test_ctrl_c_gives_no_traceback_and_changes_nothing(tmp_path, sent):
    site = many_days(tmp_path)
    (site / "output").mkdir()
    before = tree(site)
    started = subprocess.Popen(
        [sys.executable, "-m", "leverage_site", "build"],
        cwd=site,
        env=environment(),
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


LEFT = """
import os, sys
from pathlib import Path
from leverage_site.cli import main
before = set(Path("/proc/self/fd").iterdir())
try:
    main(["--site", sys.argv[1], "build"])
except SystemExit as end:
    assert end.code == 1, end.code
assert set(Path("/proc/self/fd").iterdir()) == before
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    os._exit(0)
os._exit(9)
"""


@pytest.mark.site
@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="this system does not tell what is open")  # noqa: PTH112
@pytest.mark.parametrize(
    "change",
    [
        lambda site: (site / "leverage.toml").unlink(),
        lambda site: (site / "leverage.toml").write_text("["),
        lambda site: (site / "leverage.toml").write_text(SETTINGS + 'theme = "nowhere"\n'),
        lambda site: (site / "content/records/broken.md").write_text("half a record"),
        lambda site: (site / "output").write_text("mine"),
    ],
)
def test_a_build_that_fails_leaves_neither_process_nor_file_open(site, change):
    change(site)
    done = subprocess.run(
        [sys.executable, "-c", LEFT, site], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
