"""P18 with the programs that people read feeds with: whatever changes, a day is announced once.

Each is skipped where it is not installed.
"""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Protocol

import feedparser
import pytest

from leverage_site.project import Project
from leverage_site.report import BuildOptions
from tests.support.sites import ROOT, Site, skip_without, task
from tests.support.workspace import cli

FEEDS = ("feeds/weeks.atom.xml", "feeds/corrections.rss.xml")
DAYS = [f"2026-03-{n:02}" for n in range(2, 14)]
FIRST, SECOND = DAYS[-1], DAYS[-4]
CORRECTION = {"date": "2026-03-15", "text": "It took 21 minutes."}


class Reader(Protocol):
    """Runs a program over feeds, and tells how many entries of each it announces."""

    def announced(self) -> list[int]:
        """Read all feeds; return how many entries of each are new."""


class Newsboat:
    """newsboat, whose cache has the entries as articles."""

    program, main = "newsboat", "feed.xml"

    def __init__(self, folder: Path, feeds: list[str]) -> None:
        self.folder, self.feeds = folder, feeds
        (folder / "urls").write_text("\n".join(feeds))
        (folder / "config").write_text("reload-threads 1\n")

    def announced(self) -> list[int]:
        files = [
            f"{option}{self.folder / name}" for option, name in (("-u", "urls"), ("-c", "cache"), ("-C", "config"))
        ]
        run([self.program, *files, "-x", "reload"], self.folder)
        with sqlite3.connect(self.folder / "cache") as cache:
            found = [
                cache.execute("select count(*) from rss_item where unread = 1 and feedurl = ?", [feed]).fetchone()[
                    0
                ]
                for feed in self.feeds
            ]
            cache.execute("update rss_item set unread = 0")
        return found


class RssToEmail:
    """rss2email, which writes a mail for each entry."""

    program, main = "r2e", "atom.xml"

    def __init__(self, folder: Path, feeds: list[str]) -> None:
        self.folder, self.feeds, self.mails = folder, feeds, folder / "mails/new"
        for name in ("new", "cur", "tmp"):
            (folder / "mails" / name).mkdir(parents=True)
        settings = {
            "to": "reader@example.org",
            "email-protocol": "maildir",
            "maildir-path": folder,
            "maildir-mailbox": "mails",
        }
        lines = "\n".join(f"{name} = {value}" for name, value in settings.items())
        (folder / "config").write_text(f"[DEFAULT]\n{lines}\n")
        for n, feed in enumerate(feeds):
            self._run("add", f"f{n}", feed)

    def announced(self) -> list[int]:
        return [self._new(n) for n in range(len(self.feeds))]

    def _new(self, n: int) -> int:
        self._run("run", str(n))
        mails = list(self.mails.iterdir())
        for mail in mails:
            mail.unlink()
        return len(mails)

    def _run(self, *arguments: str) -> None:
        run(
            [self.program, "-c", str(self.folder / "config"), "-d", str(self.folder / "data"), *arguments],
            self.folder,
        )


class Sfeed:
    """sfeed, which adds lines to a file; an entry is another one where its title or address is another."""

    program, main = "sfeed_update", "atom.xml"

    def __init__(self, folder: Path, feeds: list[str]) -> None:
        self.folder, self.feeds = folder, feeds
        self.seen: dict[str, set[str]] = {}
        lines = "\n".join(f"  feed f{n} {feed}" for n, feed in enumerate(feeds))
        (folder / "rc").write_text(f"sfeedpath={folder}/feeds\nfeeds() {{\n{lines}\n}}\n")
        (folder / "feeds").mkdir()

    def announced(self) -> list[int]:
        run([self.program, str(self.folder / "rc")], self.folder)
        return [self._new(f"f{n}") for n in range(len(self.feeds))]

    def _new(self, name: str) -> int:
        lines = (self.folder / "feeds" / name).read_text().splitlines()
        entries = {"\t".join(line.split("\t")[1:3]) for line in lines}
        new = entries - self.seen.get(name, set())
        self.seen[name] = entries
        return len(new)


def is_feed(path: Path) -> bool:
    """Whether a file of a site is a feed."""
    return "feeds" in path.parts or path.name in ("feed.xml", "atom.xml", "feed.json")


def run(command: list[str], folder: Path) -> None:
    """Run a reader with a home of its own."""
    environment = {"HOME": str(folder), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    subprocess.run(command, check=True, env=environment, cwd=folder, capture_output=True, timeout=60)


class Host:
    """Serves a folder with tags of contents as hosts do, and notes how it answered."""

    def __init__(self, folder: Path) -> None:
        self.answers: list[int] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                try:
                    data = (folder / self.path.removeprefix("/")).read_bytes()
                except FileNotFoundError:
                    self.send_error(404)
                    return
                tag = f'"{sha256(data).hexdigest()}"'
                is_known = self.headers.get("If-None-Match") == tag
                self.send_response(304 if is_known else 200)
                self.send_header("ETag", tag)
                self.end_headers()
                if not is_known:
                    self.wfile.write(data)

            def log_request(self, code: int | str = "-", size: int | str = "-") -> None:  # noqa: ARG002
                host.answers.append(int(code))

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    (tmp_path / "out").mkdir()
    host = Host(tmp_path / "out")
    yield host
    host.server.shutdown()
    host.server.server_close()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    (tmp_path / "site").mkdir()
    return Site(tmp_path / "site").days(*DAYS)


def published(site: Site) -> None:
    """Build a site into the folder that is served."""
    report = Project(site.root).build(BuildOptions(output=site.root.parent / "out"))
    assert not [problem for problem in report.problems if problem.is_error]


EDITS: dict[str, Callable[[Site], object]] = {
    "a word": lambda site: site.record(FIRST, "Another word.\n"),
    "a figure": lambda site: site.record(SECOND, tasks=[task(ai="40m")]),
    "a task more": lambda site: site.record(FIRST, tasks=[task(), task("Another")]),
    "a task fewer": lambda site: site.record(FIRST, tasks=[task()]),
    "no task": lambda site: site.record(SECOND, tasks=[]),
    "a tag": lambda site: site.record(FIRST, tags=["AI"]),
    "a summary": lambda site: site.record(FIRST, summary="In short."),
    "an alias": lambda site: site.record(FIRST, aliases=["/old.html"]),
    "the settings": lambda site: site.settings(description="Another one.", author="Somebody"),
    "the order": lambda site: site.settings("pages", task_order="file"),
}

READERS = (Newsboat, RssToEmail, Sfeed)


@pytest.mark.soak
@pytest.mark.parametrize("kind", READERS, ids=lambda kind: kind.program)
def test_each_day_is_announced_once(
    kind: type[Newsboat] | type[RssToEmail] | type[Sfeed], site: Site, host: Host, tmp_path: Path
) -> None:
    if not shutil.which(kind.program):
        pytest.skip(f"{kind.program} is not installed")
    (tmp_path / "reader").mkdir()
    published(site)
    reader = kind(tmp_path / "reader", [host.url + feed for feed in (kind.main, *FEEDS)])
    # The week of the newest day is not finished.
    assert reader.announced() == [12, 1, 0]
    host.answers.clear()
    assert reader.announced() == [0, 0, 0]
    if kind is RssToEmail:  # the only one that asks whether anything has changed when it runs for once
        assert host.answers == [304, 304, 304]
    for name, edit in EDITS.items():
        edit(site)
        published(site)
        assert reader.announced() == [0, 0, 0], name
    site.record(SECOND, corrections=[CORRECTION])
    published(site)
    assert reader.announced() == [0, 0, 1]
    site.record("2026-03-16")
    published(site)
    assert reader.announced() == [1, 1, 0]
    site.record(DAYS[0], withdrawn="It was of another project.")
    published(site)
    assert reader.announced() == [0, 0, 1]
    site.settings(base_url="https://elsewhere.example/log/")
    published(site)
    if kind is not Sfeed:  # for which another address is another entry
        assert reader.announced() == [0, 0, 0]


@pytest.mark.npm
@pytest.mark.site
def test_feedsmith_reads_every_feed(site: Site, tmp_path: Path) -> None:
    node, npm = shutil.which("node"), ROOT / "tests/npm"
    if not node or not (npm / "node_modules/feedsmith").is_dir():
        skip_without("feedsmith (npm install --prefix tests/npm)")
    site.settings("feed", size=3).record(
        SECOND, corrections=[CORRECTION], tasks=[task("A & B ]]> <c>", project="P")]
    )
    published(site)
    feeds = [path for path in (tmp_path / "out").rglob("*") if path.suffix in (".xml", ".json") and is_feed(path)]
    said = subprocess.run([node, npm / "feedsmith.mjs", *feeds], check=True, capture_output=True, text=True)
    found = json.loads(said.stdout)
    assert len(found) == len(feeds) > 14
    for path in feeds:
        if path.suffix == ".json":
            expected = [item["id"] for item in json.loads(path.read_bytes())["items"]]
        else:
            expected = [entry.id for entry in feedparser.parse(path.read_bytes()).entries]
        assert expected, path
        assert found[str(path)] == expected, path


OLD = """<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Old</title>
<link>https://old.example/</link><atom:link rel="self" href="https://old.example/index.xml"/>
<description>An older site.</description>{}</channel></rss>
"""
ITEM = """<item><title>Day {0}</title><link>https://old.example/{0}/</link><guid isPermaLink="false">old-{0}</guid>
<pubDate>{1} Mar 2026 18:30:00 +0100</pubDate><description>What was done.</description></item>
"""
POST = """<html><head><title>Day {0}</title><link rel="canonical" href="https://old.example/{0}/"></head><body>
<h1>Day {0}</h1><p>What was done.</p><table><tr><th>#</th><th>Task</th><th>Human Est.</th><th>AI</th><th>Factor</th></tr>
<tr><td>1</td><td>Write a parser</td><td>8h</td><td>20m</td><td>24.0x</td></tr></table></body></html>
"""


@pytest.mark.soak
@pytest.mark.parametrize("kind", READERS[:2], ids=lambda kind: kind.program)
def test_a_site_that_moves_in_announces_no_old_day(
    kind: type[Newsboat] | type[RssToEmail], host: Host, tmp_path: Path
) -> None:
    if not shutil.which(kind.program):
        pytest.skip(f"{kind.program} is not installed")
    for name in ("reader", "site"):
        (tmp_path / name).mkdir()
    old = tmp_path / "out/index.xml"
    old.write_text(OLD.format("".join(ITEM.format(day, day[-2:]) for day in reversed(DAYS))))
    posts = []
    for day in DAYS:
        posts.append(str(tmp_path / f"{day}.html"))
        Path(posts[-1]).write_text(POST.format(day))
    shutil.copy(old, tmp_path / "old.xml")
    reader = kind(tmp_path / "reader", [f"{host.url}index.xml"])
    assert reader.announced() == [12]
    old.unlink()
    site = Site(tmp_path / "site").settings(base_url="https://old.example/")
    said = cli("--site", site.root, "import", *posts, "--feed", tmp_path / "old.xml")
    assert said.exit_code == 0, said.output
    published(site)
    assert reader.announced() == [0]
    site.record("2026-03-14")
    published(site)
    assert reader.announced() == [1]
