"""`leverage-site serve` as a user runs it: a process that prints, serves, follows edits and ends at Ctrl-C."""

import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import click
import pytest

from leverage_site import build
from leverage_site.cli import serve
from leverage_site.serve.live_reload import EVENTS
from tests.support.dev_server import LONG, SCRIPT, until
from tests.support.sites import rendered
from tests.support.workspace import SETTINGS, cli, environment, make_site, tree

pytestmark = pytest.mark.site

SOON = 2.0
"""Seconds that Ctrl-C may take."""

RECORD = "content/records/2026-04-07.md"
PAGE = "posts/2026/2026-04-07-leverage-record.html"
FAULT = "{% extends 'default/page.html' %}\n{% block main %}{{ view.missing }}{% endblock %}\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


@dataclass
class Served:
    """A running server, and what it has printed."""

    process: "subprocess.Popen[str]"
    out: list[str] = field(default_factory=list)
    err: list[str] = field(default_factory=list)
    readers: list[threading.Thread] = field(default_factory=list)

    def __post_init__(self) -> None:
        for stream, lines in ((self.process.stdout, self.out), (self.process.stderr, self.err)):
            assert stream
            self.readers.append(threading.Thread(target=self._collect, args=(stream, lines)))
            self.readers[-1].start()

    @staticmethod
    def _collect(stream: IO[str], lines: list[str]) -> None:
        lines.extend(iter(stream.readline, ""))

    @property
    def url(self) -> str:
        """Where the site is, as the first line says."""
        found = re.search(r"http://[^\s\"]+", self.out[0])
        assert found, self.out
        return found[0]

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body, without the script that is added."""
        parts = urlsplit(self.url)
        connection = HTTPConnection(parts.hostname or "", parts.port or 0, timeout=LONG)
        try:
            connection.request("GET", parts.path + path)
            response = connection.getresponse()
            return response.status, SCRIPT.sub(b"", response.read())
        finally:
            connection.close()

    def shows(self, words: str, path: str = PAGE) -> None:
        until(lambda: words.encode() in self.get(path)[1])

    def says(self, pattern: str, lines: list[str]) -> str:
        """Wait for a line that begins so."""
        until(lambda: any(re.match(pattern, line) for line in lines))
        return next(line for line in lines if re.match(pattern, line))

    def has_lines(self, number: int) -> None:
        """Wait until so many lines are printed."""
        until(lambda: len(self.out) >= number)

    def interrupt(self) -> float:
        """Ctrl-C; gives the seconds until the end, which must be a good one."""
        begin = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(LONG)
        seconds = time.monotonic() - begin
        for reader in self.readers:
            reader.join(LONG)
        assert code == 0, "".join(self.err)
        assert "Traceback" not in "".join(self.err)
        return seconds


@contextmanager
def serving(root: Path, *options: str, **more: str) -> Iterator[Served]:
    """Start a server, and wait until it has said where it is."""
    process = started([*("--site", str(root), "serve", "--port", "0"), *options], environment(**more))
    served = Served(process)
    try:
        until(lambda: bool(served.out) or process.poll() is not None)
        assert served.out, served.err
        yield served
    finally:
        process.kill()
        process.wait(LONG)
        for reader in served.readers:
            reader.join(LONG)
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stderr.close()


def started(arguments: list[str], environ: dict[str, str]) -> "subprocess.Popen[str]":
    """Run the program so that it knows Ctrl-C even where these tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "leverage_site", *arguments],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)


def edit(root: Path, old: str, new: str, path: str = RECORD) -> None:
    """Change some words of a file at once, so that nobody sees half of it."""
    text = (root / path).read_text()
    assert old in text
    write(root, text.replace(old, new), path)


def write(root: Path, text: str, path: str) -> None:
    (root.parent / "fresh").write_text(text)
    (root.parent / "fresh").replace(root / path)


# What it prints


def test_it_serves_what_a_build_would_write_and_writes_nothing(site: Path) -> None:
    build.write_site(build.plan_site(site), site / "output")
    (site / "output/foreign.txt").write_text("mine")
    before = tree(site)
    expected = rendered(build.plan_site(site))
    with serving(site) as served:
        assert re.fullmatch(r"2 records, shown at http://127\.0\.0\.1:\d+/ \(Ctrl-C stops\)\n", served.out[0])
        for file, data in expected.items():
            assert served.get(file) == (200, data)
        assert served.get("foreign.txt")[0] == served.get(".leverage-site.json")[0] == 404
        original = (site / RECORD).read_bytes()
        edit(site, "What happened", "What really happened")
        served.shows("What really happened")
        write(site, original.decode(), RECORD)
        until(lambda: served.get(PAGE) == (200, expected[PAGE]))
        served.interrupt()
    assert tree(site) == before
    assert all(re.fullmatch(rf"{re.escape(RECORD)}: (\d+ pages?, )?[\d,]+ ms\n", line) for line in served.out[1:])
    assert "".join(served.err).strip() == ""


def test_a_rebuild_is_one_line(site: Path) -> None:
    """Pages are counted where nobody has to wait for that: this machine may be busy."""
    with serving(site) as served:
        for n in range(50):
            edit(site, "More of it.", "More of it. More of it.")
            served.has_lines(n + 2)
            if " page" in served.out[-1]:
                break
        assert re.fullmatch(rf"{re.escape(RECORD)}: \d+ pages, \d+ ms\n", served.out[-1])
        write(site, SETTINGS + 'title = "Renamed"\n', "leverage.toml")
        assert re.fullmatch(r"leverage\.toml: (\d+ pages, )?\d+ ms\n", served.says("leverage", served.out))
        served.interrupt()
    assert len(served.out) == n + 3


def test_json_is_one_line_and_nothing_else(site: Path) -> None:
    edit(site, "https://example.org/", "https://example.org/my/blog/", "leverage.toml")
    with serving(site, "--json") as served:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/my/blog/", served.url)
        assert served.get("index.html")[0] == 200
        assert json.loads(served.out[0]) == {"version": 1, "url": served.url}
        assert served.out[0].count("\n") == 1
        edit(site, "More of it.", "Less of it.")
        served.shows("Less of it.")
        edit(site, "8h", "8 hrz")
        served.says(re.escape(RECORD), served.err)
        served.interrupt()
    assert len(served.out) == 1


def test_problems_are_told_as_check_tells_them(site: Path) -> None:
    with serving(site) as served:
        edit(site, "8h", "8 hrz")
        served.says("1 error", served.err)
        assert "".join(served.err).splitlines() == [
            f"{RECORD}:5:35: error R012 'human' is not a duration: '8 hrz'",
            served.err[1].rstrip("\n"),
            served.err[2].rstrip("\n"),
            "  hint: Write hours and minutes with their units, such as 80h, 1.5h, 20m or 1h30m.",
            "1 error",
        ]
        assert re.match(r" +5 \| - \{task: .*human: 8 hrz", served.err[1])
        assert re.match(r" +\| +\^{5}$", served.err[2])
        assert served.says("content", served.out) == f"{RECORD}: the site is shown as it was before\n"
        assert b"8h" in served.get(PAGE)[1]
        edit(site, "8 hrz", "9h")
        served.shows("9h")
        served.says(rf"{re.escape(RECORD)}: .*\d+ ms", served.out)
        served.interrupt()
    assert served.err[5:] == ["\n"]


def test_a_broken_record_does_not_keep_it_from_starting(site: Path) -> None:
    edit(site, "8h", "8 hrz")
    with serving(site) as served:
        assert served.out[0].startswith("1 record, shown at ")
        served.says("1 error", served.err)
        assert served.get(PAGE)[0] == 404
        assert served.get("posts/2026/2026-04-06-leverage-record.html")[0] == 200
        edit(site, "8 hrz", "9h")
        served.shows("9h")


def test_a_fault_of_a_template_is_told_when_a_page_is_asked_for(site: Path) -> None:
    (site / "content/pages").mkdir()
    (site / "content/pages/about.md").write_text("---\ntitle: About\n---\nText.\n")
    theme = site / "themes/own"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.toml").write_text("contract = 1\n")
    (theme / "templates/page.html").write_text(FAULT)
    (site / "leverage.toml").write_text(SETTINGS + 'theme = "own"\n')
    with serving(site) as served:
        assert served.get("index.html")[0] == 200
        assert served.err == []
        status, page = served.get("about.html")
        assert status == 500
        assert b"themes/own/templates/page.html:2" in page
        served.says("themes/own/templates/page.html:2:1: error T002 ", served.err)
        served.get("about.html")
        served.interrupt()
    assert "".join(served.err).count("error T002") == 1


def test_drafts_are_shown_and_counted_or_left_out(site: Path) -> None:
    edit(site, "date: ", "draft: true\ndate: ")
    with serving(site, "--no-drafts") as served:
        assert served.out[0].startswith("1 record, 1 draft left out, shown at ")
        assert served.get(PAGE)[0] == 404
    for options in ([], ["--drafts"]):
        with serving(site, *options) as served:
            assert served.out[0].startswith("2 records, 1 draft included, shown at ")
            assert served.get(PAGE)[0] == 200


def test_polling_notices_edits(site: Path) -> None:
    with serving(site, "--poll") as served:
        edit(site, "More of it.", "Less of it.")
        served.shows("Less of it.")
        served.says(re.escape(RECORD), served.out)
        served.interrupt()


def test_it_serves_the_folder_it_is_started_in(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site)
    monkeypatch.setenv("PYTHONPATH", str(Path(build.__file__).parents[1]))
    with serving(Path()) as served:
        edit(site, "More of it.", "Less of it.")
        served.shows("Less of it.")
        (site / "content/static").mkdir()
        (site / "content/static/new.txt").write_text("New.")
        served.shows("New.", "new.txt")


@pytest.mark.skipif(sys.platform != "linux", reason="a browser that is a script")
def test_open_opens_the_site(site: Path, tmp_path: Path) -> None:
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\n')
    browser.chmod(0o755)
    with serving(site, "--open", BROWSER=str(browser)) as served:
        until(opened.exists)
        assert opened.read_text() == f"{served.url}\n"
        served.interrupt()


# Ctrl-C


def quick_end(attempt: Callable[[], float]) -> None:
    """Assert that it ends well each time, and at least once in three times soon: this machine may have other work."""
    assert any(attempt() < SOON for _ in range(3))


def test_ctrl_c_ends_it(site: Path) -> None:
    def attempt() -> float:
        with serving(site) as served:
            seconds = served.interrupt()
        assert len(served.out) == 1
        assert "".join(served.err).strip() == ""
        return seconds

    quick_end(attempt)


def test_ctrl_c_ends_it_while_a_tab_listens(site: Path) -> None:
    def attempt() -> float:
        with serving(site) as served:
            parts = urlsplit(served.url)
            with socket.create_connection((parts.hostname, parts.port), LONG) as tab:
                tab.sendall(f"GET {EVENTS}?file=index.html HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
                received = b""
                while b"data: " not in received:
                    received += tab.recv(4096)
                return served.interrupt()

    quick_end(attempt)


def test_ctrl_c_ends_it_during_a_rebuild(tmp_path: Path) -> None:
    days = [
        f"{year}-{month:02}-{day:02}" for year in (2024, 2025) for month in range(1, 13) for day in range(1, 15)
    ]
    site = make_site(tmp_path / "site", *days)
    rounds = iter(range(3))

    def attempt() -> float:
        number = next(rounds)
        with serving(site) as served:
            for day in days:
                edit(
                    site,
                    f"What happened on {day}.",
                    f"What happened on {day}. Again {number}.",
                    f"content/records/{day}.md",
                )
            # Some are seen by now, and there are more to come.
            return served.interrupt()

    quick_end(attempt)


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.2])
def test_ctrl_c_at_any_moment_of_the_start(site: Path, delay: float) -> None:
    with serving(site) as served:
        time.sleep(delay)
        served.interrupt()
    assert len(served.out) == 1


# Ports and hosts


@contextmanager
def taken() -> Iterator[int]:
    """Listen at a port, and give it."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        yield found.getsockname()[1]


def test_a_port_that_is_taken(site: Path) -> None:
    with taken() as port:
        result = cli("--site", site, "serve", "--port", port)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == f"Error: port {port} is taken; choose another, or leave --port out\n"


def test_the_usual_port_or_the_next_one_that_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    with taken() as port:
        monkeypatch.setattr(serve, "PORT", port)
        with serve._server(serve.HOST, None, ()) as server:
            assert port < server.server_port < port + serve.PORTS
            with pytest.raises(click.ClickException, match=f"port {server.server_port} is taken"):
                serve._server(serve.HOST, server.server_port, ())
            with serve._server(serve.HOST, None, ()) as other:
                assert server.server_port < other.server_port < port + serve.PORTS


def test_the_usual_port_is_8000() -> None:
    assert (serve.HOST, serve.PORT, serve.PORTS) == ("127.0.0.1", 8000, 20)


def test_all_usual_ports_are_taken(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with taken() as port:
        monkeypatch.setattr(serve, "PORT", port)
        monkeypatch.setattr(serve, "PORTS", 1)
        result = cli("--site", site, "serve")
    assert result.exit_code == 1
    assert result.stderr == f"Error: ports {port} to {port} are all taken; choose one with --port\n"


@pytest.mark.parametrize("port", ["x", "-1", "65536", "80.5", ""])
def test_what_is_no_port(site: Path, port: str) -> None:
    result = cli("--site", site, "serve", "--port", port)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Invalid value for '--port'" in result.stderr


@pytest.mark.parametrize("host", ["203.0.113.1", "a..b", "::::", "\udcff"])
def test_a_host_that_cannot_be_listened_at(site: Path, host: str) -> None:
    result = cli("--site", site, "serve", "--host", host, "--port", 0)
    assert result.exit_code == 1
    assert result.stdout == ""
    shown = re.escape(host.encode(errors="backslashreplace").decode())
    assert re.fullmatch(rf"Error: cannot listen at {shown}, port 0: .+\n", result.stderr)


# The start that fails, in this process


@pytest.mark.parametrize(
    ("text", "code"),
    [("[site\n", "S002"), ("", "S005"), ('[site]\nid = 1\nbase_url = "https://e.org/"\n', "S004")],
)
def test_broken_settings_keep_it_from_starting(site: Path, text: str, code: str) -> None:
    (site / "leverage.toml").write_text(text)
    result = cli("--site", site, "serve", "--port", 0)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"error {code} " in result.stderr
    assert "  hint: " in result.stderr
    result = cli("--site", site, "serve", "--port", 0, "--json")
    assert result.exit_code == 1
    assert result.stderr == ""
    assert code in [problem["code"] for problem in json.loads(result.stdout)["problems"]]


def test_a_folder_without_a_site(tmp_path: Path) -> None:
    result = cli("--site", tmp_path, "serve", "--port", 0)
    assert result.exit_code == 1
    assert "error S001 " in result.stderr


def test_the_help_names_every_option() -> None:
    result = cli("serve", "--help")
    assert result.exit_code == 0
    for option in ("--host", "--port", "--open", "--drafts", "--poll", "--allow-host", "--json"):
        assert f"  {option} " in result.stdout
    assert " / --no-drafts " in result.stdout
    assert "the output folder is not touched" in " ".join(result.stdout.split())
    assert "  serve  " in cli("--help").stdout


class Still:
    """Stands in for the collector, whose settings are this process's own."""

    def freeze(self) -> None: ...

    def set_threshold(self, _: int) -> None: ...

    def enable(self) -> None:
        self.is_enabled = True


@pytest.mark.parametrize("opened", [True, False])
def test_the_browser_gets_the_address_that_was_told(
    site: Path, monkeypatch: pytest.MonkeyPatch, opened: bool
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    urls: list[str] = []
    collector = Still()
    monkeypatch.setattr(serve, "gc", collector)
    monkeypatch.setattr(serve, "follow", stop)
    monkeypatch.setattr(webbrowser, "open", urls.append)
    result = cli("--site", site, "serve", "--port", 0, "--json", *(["--open"] if opened else []))
    assert result.exit_code == 0
    assert urls == ([json.loads(result.stdout)["url"]] if opened else [])
    assert collector.is_enabled


def test_an_empty_host_does_not_listen_everywhere(site: Path) -> None:
    result = cli("--site", site, "serve", "--host", "", "--port", "0")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'--host': it is empty" in result.stderr
