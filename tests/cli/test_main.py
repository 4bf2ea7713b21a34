"""What holds for every command: exit codes, colours, help, pipes, start-up."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta
from pathlib import Path

import pytest

from leverage_site import __version__
from leverage_site.cache.store import FOLDER
from leverage_site.cli import COMMANDS
from leverage_site.cli.console import WAITING
from leverage_site.files import folder_lock
from leverage_site.problems import catalog
from tests.support.dev_server import until
from tests.support.workspace import (
    OWN_SETTINGS,
    REPOSITORY,
    SETTINGS,
    STAGE,
    cli,
    command,
    environment,
    limited,
    make_site,
    tree,
)

ESCAPE = "\x1b["
HEAVY = ["jinja2", "feedgen", "lxml", "markdown_it", "mdit_py_plugins", "yaml", "watchdog"]


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path / "site", settings=OWN_SETTINGS)


@pytest.fixture
def broken(site):
    record = site / "content/records/2026-04-07.md"
    record.write_text(record.read_text().replace("8h", "8 hrz"))
    return site


def at_terminal(*args, cwd, env=None, columns=200):
    """Run a command at a terminal; return its exit code and what the terminal received."""
    ours, theirs = pty.openpty()
    started = subprocess.Popen(
        [sys.executable, "-m", "leverage_site", *args],
        cwd=cwd,
        env=env or environment(COLUMNS=str(columns)),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        close_fds=True,
    )
    os.close(theirs)
    received = b""
    while True:
        try:
            data = os.read(ours, 65536)
        except OSError:  # the other side is closed
            break
        if not data:
            break
        received += data
    os.close(ours)
    return started.wait(timeout=60), received.decode().replace("\r\n", "\n")


@pytest.mark.site
@pytest.mark.parametrize("option", ["--version"])
def test_version(option):
    ended = command(option)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"leverage-site, version {__version__}\n", "")
    assert cli(option).stdout == ended.stdout


@pytest.mark.site
def test_version_imports_no_command():
    code = "import sys; sys.argv[1:] = ['--version']; from leverage_site.__main__ import main; main(); print('click' in sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert ended.stdout.splitlines()[1:] == ["False"]


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_lists_every_command(option):
    result = cli(option)
    assert result.exit_code == 0
    for name, text in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(text)}$", result.stdout, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_that_agrees_with_the_list(name):
    from leverage_site.cli import main

    result = cli(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")
    loaded = main.get_command(None, name)
    assert loaded.get_short_help_str(100) == COMMANDS[name]


@pytest.mark.site
@pytest.mark.parametrize("args", [["--version"], ["--help"], []], ids=" ".join)
def test_starting_up_imports_no_heavy_library(args, tmp_path):
    code = (
        "import sys, atexit\n"
        "sys.argv = ['leverage-site', *sys.argv[1:]]\n"
        f"atexit.register(lambda: print('LOADED', sorted(set({HEAVY!r}) & sys.modules.keys()), file=sys.stderr))\n"
        "from leverage_site.cli import main\n"
        "main()\n"
    )
    env = environment(COVERAGE_PROCESS_START="", COVERAGE_PROCESS_CONFIG="")
    ended = subprocess.run(
        [sys.executable, "-c", code, *args], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert ended.stderr.splitlines()[-1] == "LOADED []"
    assert ended.returncode == (0 if args else 2)


@pytest.mark.parametrize(
    "args",
    [
        ["nonsense"], ["build", "--nonsense"], ["build", "extra"], ["stats", "--by", "decade"], ["init"],
        ["--site"], ["stats", "--from", "yesterday"], ["stats", "--to", "2026-02-30"], ["new", "2026-4-7"],
        ["new", "1:30"], ["new", "2300-01-01"], ["init", "a", "b"], ["--site", "leverage.toml", "check"],
        ["schema", "--json=1"],
        ["build", "--base-url", "nowhere"], ["check", "--base-url", "https://example.org/"], [],
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_exits_with_2(args, site, monkeypatch):
    monkeypatch.chdir(site)
    before = tree(site)
    result = cli(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(("Usage: ", "Error: "))
    assert tree(site) == before


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("biuld", "build"), ("chek", "check"), ("stat", "stats"), ("confg", "config"), ("nwe", "new")],
)
def test_a_mistyped_command_names_the_nearest(typed, meant, site):
    result = cli("--site", site, typed)
    assert result.exit_code == 2
    assert f"'{typed}'" in result.stderr
    assert f"'{meant}'" in result.stderr


def test_a_mistyped_option_names_the_nearest(site):
    assert "--strict" in cli("--site", site, "check", "--strct").stderr


@pytest.mark.parametrize(
    "args", [["build"], ["check"], ["stats"], ["config"], ["new", "2026-01-01"]], ids=lambda a: a[0]
)
def test_without_settings_there_is_no_site(args, tmp_path):
    before = tree(tmp_path)
    for site in (tmp_path, tmp_path / "nowhere"):
        result = cli("--site", site, *args)
        assert result.exit_code == 1
        assert result.stderr.splitlines() == [
            f"leverage.toml: error S001 there is no leverage.toml in {site}",
            f"  hint: {catalog.NO_SETTINGS.hint}",
            "1 error",
        ]
        answer = cli("--site", site, *args, "--json")
        assert answer.stderr == ""
        assert [problem["code"] for problem in json.loads(answer.stdout)["problems"]] == ["S001"]
    assert tree(tmp_path) == before


@pytest.mark.parametrize("below", ["content", "content/records", "output/posts/2026", "elsewhere/deep"])
def test_the_site_is_found_from_the_folders_in_it(below, site, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (site / below).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(site / below)
    assert cli("stats").stdout == cli("--site", site, "stats").stdout != ""
    assert cli("new", "2026-05-01").exit_code == 0
    assert (site / "content/records/2026/2026-05-01.md").is_file()
    # A site in a site is the nearer one.
    make_site(site / below / "inner", "2025-01-01")
    monkeypatch.chdir(site / below / "inner/content")
    assert "2025-01-01" in cli("stats").stdout


@pytest.mark.parametrize("args", [["check"], ["stats"], ["build"]])
def test_no_site_is_looked_for_above_home(args, site, monkeypatch):
    (site / "home/somebody/here").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(site / "home/somebody"))
    monkeypatch.chdir(site / "home/somebody/here")
    result = cli(*args)
    assert result.exit_code == 1
    assert "there is no leverage.toml here\n" in result.stderr


def test_a_site_that_is_named_is_not_looked_for(site, monkeypatch):
    monkeypatch.chdir(site / "content")
    assert "there is no leverage.toml in nowhere\n" in cli("--site", "nowhere", "check").stderr
    assert "there is no leverage.toml here\n" in cli("--site", ".", "check").stderr


@pytest.mark.parametrize(
    "args",
    [
        ["stats", "--site", "{}"],
        ["stats", "--site={}"],
        ["--site", "nowhere", "stats", "--site", "{}"],
        ["stats", "--by", "day", "--site", "{}", "--json"],
    ],
)
def test_the_site_may_be_named_behind_the_command(args, site, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = cli(*(arg.format(site) for arg in args))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "2026-04-07" in result.stdout


@pytest.mark.parametrize("args", [["stats", "--site"], ["--site"], ["stats", "--", "--site", "x"]])
def test_a_site_without_a_name_is_wrong_usage(args, site, monkeypatch):
    monkeypatch.chdir(site)
    assert cli(*args).exit_code == 2


@pytest.mark.parametrize("args", [[], ["build"], ["theme"], ["theme", "new"]])
def test_help_is_a_command(args):
    assert cli("help", *args).stdout == cli(*args, "--help").stdout != ""


@pytest.mark.parametrize("args", [["check"], ["stats"], ["config"]], ids=lambda a: a[0])
def test_the_site_is_the_current_folder_or_the_one_named(args, site, tmp_path, monkeypatch):
    monkeypatch.chdir(site)
    inside = cli(*args)
    monkeypatch.chdir(tmp_path)
    named, relative = cli("--site", site, *args), cli("--site", "site", *args)
    assert inside.exit_code == named.exit_code == relative.exit_code == 0
    assert inside.stdout == named.stdout == relative.stdout != ""


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["check"], 0),
        (["build"], 0),
        (["stats"], 0),
        (["config"], 0),
        (["clean"], 0),
        (["schema"], 0),
        (["new", "2026-05-01"], 0),
    ],
    ids=str,
)
def test_a_good_site_exits_with_0_and_no_errors(args, code, site):
    result = cli("--site", site, *args)
    assert (result.exit_code, result.stderr) == (code, "")


@pytest.mark.site
def test_a_real_process_exits_with_1_on_problems(broken):
    for args in (["check"], ["build"], ["stats"]):
        ended = command(*args, cwd=broken)
        assert ended.returncode == 1
        assert ended.stdout == ""
        assert "content/records/2026-04-07.md:5:35: error R012 'human' is not a duration: '8 hrz'" in ended.stderr
        assert ESCAPE not in ended.stderr


# Colours and terminals


@pytest.mark.site
def test_problems_are_coloured_at_a_terminal(broken, monkeypatch):
    code, text = at_terminal("check", cwd=broken)
    assert code == 1
    assert f"{ESCAPE}31m{ESCAPE}1merror{ESCAPE}0m R012" in text
    monkeypatch.chdir(broken)
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == cli("check", env=environment()).stderr


@pytest.mark.site
def test_no_color_is_honoured_at_a_terminal(broken):
    code, text = at_terminal("check", cwd=broken, env=environment(NO_COLOR="1"))
    assert code == 1
    assert ESCAPE not in text
    assert "error R012" in text


@pytest.mark.site
def test_an_empty_no_color_does_not_count(broken):
    assert ESCAPE in at_terminal("check", cwd=broken, env=environment(NO_COLOR=""))[1]


@pytest.mark.site
def test_the_table_has_a_bold_heading_at_a_terminal_only(site):
    assert ESCAPE in at_terminal("stats", cwd=site)[1]
    assert ESCAPE not in at_terminal("stats", cwd=site, env=environment(NO_COLOR="1"))[1]
    assert ESCAPE not in command("stats", cwd=site).stdout


@pytest.mark.site
def test_json_is_never_coloured(broken):
    _, text = at_terminal("check", "--json", cwd=broken)
    assert ESCAPE not in text
    assert json.loads(text)["counts"] == {"error": 1, "warning": 0, "note": 0}


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    first = date(2025, 1, 1)
    days = [(first + timedelta(n)).isoformat() for n in range(290)]
    return make_site(tmp_path_factory.mktemp("large") / "site", *days)


@pytest.mark.site
def test_a_long_build_shows_a_progress_bar_at_a_terminal(large):
    code, text = at_terminal("build", "--output", "at-terminal", cwd=large)
    assert code == 0
    assert "Rendering" in text
    assert "100%" in text
    assert re.search(r"^\d+ files in at-terminal: \d+ written, 0 unchanged, 0 removed", text, re.MULTILINE)


@pytest.mark.site
def test_a_long_import_shows_a_progress_bar_at_a_terminal(tmp_path):
    site, old = make_site(tmp_path / "site"), tmp_path / "old"
    old.mkdir()
    for n in range(40):
        row = "| Task | Human | AI |\n|---|---|---|\n| Mend | 4h | 20m |\n"
        (old / f"{date(2025, 1, 1) + timedelta(n)}.md").write_text(row)
    code, text = at_terminal("import", str(old), cwd=site)
    assert code == 0
    assert "Importing" in text
    assert "100%" in text
    assert "40 documents: 40 written; 40 rows in: 40 imported, 0 rejected" in text
    assert "Importing" not in command("import", str(old), cwd=site).stderr


@pytest.mark.site
def test_a_long_build_shows_no_progress_bar_elsewhere(large):
    ended = command("build", "--output", "elsewhere", cwd=large)
    assert ended.returncode == 0
    assert ended.stderr == ""
    assert int(ended.stdout.split()[0]) >= 300


@pytest.mark.site
def test_a_short_build_shows_no_progress_bar(site):
    code, text = at_terminal("build", cwd=site)
    assert code == 0
    assert "Rendering" not in text


# Pipes, encodings, interrupts


@pytest.mark.site
@pytest.mark.parametrize(
    "args", [["stats"], ["stats", "--json"], ["config"], ["schema"], ["--help"], ["check"], ["build"]]
)
def test_a_closed_pipe_gives_no_traceback(args, site):
    ours, theirs = os.pipe()
    os.close(ours)
    started = subprocess.Popen(
        [sys.executable, "-m", "leverage_site", *args],
        cwd=site,
        env=environment(),
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(theirs)
    _, stderr = started.communicate(timeout=30)
    assert stderr == ""
    assert started.returncode in (0, 1, 141, -signal.SIGPIPE)


@pytest.mark.site
def test_head_closes_the_pipe_and_nothing_breaks(site):
    ended = subprocess.run(
        ["sh", "-c", '"$0" -m leverage_site stats --json | head -n 0', sys.executable],
        cwd=site,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.stdout, ended.stderr) == ("", "")


@pytest.mark.site
@pytest.mark.parametrize(
    ("args", "encoding"),
    [
        *((args, "ascii") for args in (["stats"], ["stats", "--json"], ["config"], ["check"], ["build"])),
        (["config"], "latin-1"),
        (["config"], "cp1252"),
    ],
    ids=str,
)
def test_a_terminal_that_cannot_show_a_character_gives_no_traceback(args, encoding, site):
    record = site / "content/records/2026-04-07.md"
    record.write_text(
        record.read_text().replace("Testing", "日本語").replace("tokens: 400k, ", ""), encoding="utf-8"
    )
    (site / "leverage.toml").write_text(
        (site / "leverage.toml").read_text() + 'title = "日本語 – –"\n', encoding="utf-8"
    )
    ended = command(*args, cwd=site, env=environment(PYTHONIOENCODING=encoding))
    assert "Traceback" not in ended.stderr
    assert ended.returncode == 0
    if "--json" in args:
        assert json.loads(ended.stdout)["version"] == 1


@pytest.mark.site
def test_it_works_without_a_home_and_without_locale(site):
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY)}
    for args in (["stats"], ["build"], ["clean"]):
        ended = command(*args, cwd=site, env=env)
        assert (ended.returncode, ended.stderr) == (0, "")


# Signals

ENDINGS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@contextmanager
def hanging_up(disposition):
    """Undo nohup, under which these tests may run: what is started would inherit that SIGHUP is ignored."""
    before = signal.signal(signal.SIGHUP, disposition)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


@contextmanager
def started(site, *args, hangup=signal.SIG_DFL):
    """Start a command as a user does, in a group of its own, of which nothing is left afterwards."""
    with hanging_up(hangup):
        process = subprocess.Popen(
            [sys.executable, "-m", "leverage_site", "--site", str(site), *args],
            cwd=REPOSITORY,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def ended(process, sent, *, again=False):
    """How a command ended, where nothing of its group is left, and what it said at the end.

    A signal that comes `again` may find Python itself at its end.
    """
    _, said = process.communicate(timeout=30)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    assert "Traceback" not in said
    assert process.returncode == (1 if sent == signal.SIGINT else -sent) or (again and process.returncode == -sent)
    return said


@pytest.mark.site
@pytest.mark.parametrize("act", [["build"], ["check"], ["import", "leverage.toml"], ["serve", "--port", "0"]])
def test_a_signal_ends_a_command_that_waits(site, act):
    cli("--site", site, "build")
    before = tree(site)
    for sent in ENDINGS:
        with (
            folder_lock(site if act[0] == "import" else site / FOLDER, lambda: None),
            started(site, *act) as process,
        ):
            assert process.stderr.readline() == f"{WAITING}\n"
            os.kill(process.pid, sent)
            ended(process, sent)
        assert tree(site) == before


@pytest.mark.site
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_preview(site, sent):
    with started(site, "serve", "--port", "0", "--json") as process:
        assert json.loads(process.stdout.readline())["url"]
        os.kill(process.pid, sent)
        assert ended(process, sent) == ""


WAYS = {
    "to a first build": (lambda process, sent: os.kill(process.pid, sent), False),
    "to the group of a rebuild": (lambda process, sent: os.killpg(process.pid, sent), True),
    "to both, as `timeout` does": (
        lambda process, sent: (os.kill(process.pid, sent), os.killpg(process.pid, sent)),
        True,
    ),
    "again and again": (
        lambda process, sent: [(process.send_signal(sent), time.sleep(0.0005)) for _ in range(300)],
        False,
    ),
}


# SIGHUP is handled as SIGTERM is: once is enough.
@pytest.mark.site
@pytest.mark.parametrize(
    ("sent", "way"),
    [
        *((sent, way) for sent in (signal.SIGINT, signal.SIGTERM) for way in WAYS),
        (signal.SIGHUP, "to the group of a rebuild"),
    ],
)
def test_p4_a_signal_leaves_no_part_of_a_build_and_no_process(site, sent, way):
    send, built = WAYS[way]
    if built:
        cli("--site", site, "build")
    templates = site / "themes/mine/templates"
    templates.mkdir(parents=True)
    (templates.parent / "theme.toml").write_text("contract = 1\n")
    loop = "{% for a in range(99999) %}" * 3 + "{% endfor %}" * 3
    (templates / "day.html").write_text(loop)
    (templates / "feeds.html").write_text(loop)
    (site / "leverage.toml").write_text(SETTINGS + 'theme = "mine"\ntitle = "Another"\n')
    before = tree(site)
    with started(site, "build") as process:
        # Some pages are there: two processes are at work on the others, for ever.
        until(lambda: (site / "output" / STAGE).is_dir() and any((site / "output" / STAGE).iterdir()))
        send(process, sent)
        ended(process, sent, again=way == "again and again")
    assert tree(site) == before


@pytest.mark.site
def test_a_signal_that_is_ignored_stays_so(site):
    (site / FOLDER).mkdir()
    with folder_lock(site / FOLDER, lambda: None), started(site, "build", hangup=signal.SIG_IGN) as process:
        assert process.stderr.readline() == f"{WAITING}\n"
        os.kill(process.pid, signal.SIGHUP)
        os.kill(process.pid, signal.SIGTERM)
        ended(process, signal.SIGTERM)


LOSES = """
import signal, sys, time, weakref
from leverage_site.cli.signals import ended_by_signals

def send(_):
    signal.raise_signal(int(sys.argv[2]))

def linger(_):
    end = time.monotonic() + 0.05
    while time.monotonic() < end:
        pass

class Thing:
    def __init__(self, last):
        self.last = last
    def __del__(self):
        self.last(self)

class Plain: ...

with ended_by_signals():
    try:
        if sys.argv[1] == "finalizer":
            Thing(send)
        elif sys.argv[1] == "callback":
            thing = Plain()
            watched = weakref.ref(thing, send)
            del thing
        else:
            Thing(send)
            for _ in range(3):
                Thing(linger)
        time.sleep(20)
    finally:
        print("tidied up")
"""


@pytest.mark.site
@pytest.mark.parametrize("place", ["finalizer", "callback", "one finalizer after another"])
@pytest.mark.parametrize("sent", ENDINGS)
def test_a_signal_that_comes_where_python_drops_exceptions_is_not_lost(sent, place):
    with hanging_up(signal.SIG_DFL):
        result = subprocess.run(
            [sys.executable, "-c", LOSES, place, str(int(sent))],
            cwd=REPOSITORY,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=15,
            check=False,
        )
    # Nothing here catches Ctrl-C, as the commands do: Python tells of it, once.
    told = [] if sent != signal.SIGINT else ["Traceback (most recent call last):", "KeyboardInterrupt"]
    lines = [line for line in result.stderr.splitlines() if line and not line.startswith(" ")]
    assert (result.returncode, result.stdout, lines) == (-sent, "tidied up\n", told)


# Outputs that are full


@pytest.mark.site
@pytest.mark.parametrize(
    ("act", "unbuffered"), [(["schema"], ""), (["schema"], "1"), (["stats"], "1"), (["--help"], "")]
)
def test_p4_an_output_that_takes_a_part_is_an_error(site, tmp_path, act, unbuffered):
    for place, size, reason in (
        (tmp_path / "out", 100, "File too large"),
        (Path("/dev/full"), None, "No space left on device"),
    ):
        with place.open("w") as out, limited(size) if size else nullcontext():
            result = subprocess.run(
                [sys.executable, "-m", "leverage_site", "--site", str(site), *act],
                cwd=REPOSITORY,
                env=environment(PYTHONUNBUFFERED=unbuffered),
                stdout=out,
                stderr=subprocess.PIPE,
                text=True,
                timeout=30,
                check=False,
            )
        assert (result.returncode, result.stderr) == (1, f"Error: {reason}\n")


@pytest.mark.site
@pytest.mark.parametrize("module", ["click", "click/core", "tomllib"])
def test_ctrl_c_while_modules_are_imported_is_no_traceback(site, tmp_path, module):
    """The first of them is read before anything of the program's own can run."""
    fake = tmp_path / "fake" / module
    fake.parent.mkdir(parents=True)
    if "/" in module:
        fake.with_name("__init__.py").write_text("from click import core\n")
    fake.with_suffix(".py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    result = command("--site", site, "check", env=environment(PYTHONPATH=str(tmp_path / "fake")))
    assert (result.returncode, result.stderr.split()) == (1, ["Aborted!"])


@pytest.mark.parametrize(
    ("words", "completions"),
    [
        (["bui"], {"build"}),
        (["stats", "--by", "we"], {"week"}),
        (["publish", ""], {"live", "next"}),
        (["theme", "check", "p"], {"plain"}),
    ],
)
def test_a_shell_completes_commands_and_what_the_site_calls_things(site, words, completions):
    (site / "leverage.toml").write_text(
        OWN_SETTINGS
        + "".join(f'[publish.{name}]\ntype = "command"\ncommand = ["true"]\n' for name in ("live", "next"))
    )
    asked = environment(
        _LEVERAGE_SITE_COMPLETE="bash_complete",
        COMP_WORDS=" ".join(["leverage-site", *words]),
        COMP_CWORD=str(len(words)),
    )
    said = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv[0] = 'leverage-site'; from leverage_site.__main__ import main; main()"],
        cwd=site, env=asked, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert {line.partition(",")[2] for line in said.stdout.splitlines()} == completions
    (site / "leverage.toml").write_text("[site")
    broken = subprocess.run(said.args, cwd=site, env=asked, capture_output=True, text=True, check=True)
    assert broken.stderr == ""
