"""P16: whatever is saved, however, in whatever burst, the preview ends where a clean build would; then it idles.

The real watch and the real follower, on a thread of this process. A test passes when the preview shows the last
state; only that nothing more happens has to be waited for.
"""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from leverage_site import build
from leverage_site.pages.plan import Plan
from leverage_site.problems import Problem
from leverage_site.render.render import render
from leverage_site.serve import watcher
from leverage_site.serve.preview import Preview, SiteChange
from leverage_site.serve.watcher import Watch, follow
from tests.support.dev_server import LONG, until
from tests.support.sites import Site, rendered, task

pytestmark = pytest.mark.site

PEACE = 0.2  # seconds without a refresh: longer than the trailing hint of a watch lasts
IDLE = 0.4  # seconds: several looks of a watch
DAY = "content/records/2026/day.md"
PAGE = "posts/2026/2026-04-07-leverage-record.html"


@pytest.fixture(autouse=True)
def _no_thread_stays() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


@pytest.fixture(autouse=True)
def _time_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look more often than in earnest, and have what comes after peace come sooner."""
    monkeypatch.setattr(watcher, "PAUSE", 0.05)
    monkeypatch.setattr(watcher, "SETTLE", 0.05)


@pytest.fixture(params=["events", "poll"])
def poll(request: pytest.FixtureRequest) -> bool:
    """Both ways to watch."""
    return bool(request.param == "poll")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Two days in two weeks, and one of everything else."""
    site = Site(tmp_path / "site").days("2026-04-14", tags=["AI"]).file(DAY, text("Nothing yet."))
    site.page("about").file("content/weeks/2026-W15.md", "A note.\n").file("content/static/chart.png", b"png")
    return site.file("content/partials/about-author.md", "Somebody.\n")


def text(words: str) -> str:
    """Return a record of 7 April."""
    return f"---\ndate: 2026-04-07\ntags: [AI]\ntasks:\n- {{task: Write, human: 8h, ai: 20m}}\n---\n{words}\n"


@dataclass
class Follower:
    """A preview that is kept up to date, and all that is told of it."""

    preview: Preview
    told: list[tuple[SiteChange, int | None]] = field(default_factory=list)
    warned: list[Problem] = field(default_factory=list)
    refreshes: int = 0

    def run(self, watch: Watch) -> None:
        refresh = self.preview.refresh

        def counted() -> SiteChange | None:
            self.refreshes += 1
            return refresh()

        self.preview.refresh = counted  # type: ignore[method-assign]
        follow(self.preview, watch, lambda change, pages: self.told.append((change, pages)), self.warned.extend)

    def shows(self, words: str, file: str = PAGE) -> None:
        """Wait until a page has these words."""
        until(lambda: (found := self.preview.answer(file)) is not None and words.encode() in found.data)

    def lacks(self, file: str) -> None:
        """Wait until there is no such page."""
        until(lambda: self.preview.answer(file) is None)

    def served(self) -> dict[str, bytes]:
        answers = {file: self.preview.answer(file) for file in self.preview.state.site.plan.by_file}
        return {file: found.data for file, found in answers.items() if found}

    def ends_as_built(self) -> None:
        """Wait until all is as a clean build of what is on the disk now."""
        clean = build.plan_site(self.preview.root)
        expected = rendered(clean)
        until(lambda: self.preview.problems == clean.problems and self.served() == expected)

    def rests(self) -> None:
        """Wait for the end of the hints at what was done so far."""
        until(lambda: self.still(PEACE))

    def still(self, seconds: float) -> bool:
        """Whether nothing is read anew for so long."""
        before = self.refreshes
        time.sleep(seconds)
        return self.refreshes == before


@contextmanager
def following(site: Site, *, poll: bool = False) -> Iterator[Follower]:
    preview = Preview(site.root)
    follower = Follower(preview)
    watch = Watch(preview.root, lambda: preview.source_folders, poll=poll, say=pytest.fail)
    thread = threading.Thread(target=follower.run, args=(watch,))
    with watch:
        thread.start()
        until(lambda: follower.refreshes > 0)
        yield follower
    thread.join(LONG)


# How editors save: each pauses for `step` seconds where another program could look.

Save = Callable[[Path, str, float], None]
SAVES: dict[str, Save] = {}


def save(function: Save) -> Save:
    SAVES[function.__name__] = function
    return function


@save
def in_place(path: Path, new: str, step: float) -> None:
    with path.open("w") as file:
        time.sleep(step)
        file.write(new)


@save
def in_pieces(path: Path, new: str, step: float) -> None:
    with path.open("w") as file:
        for begin in range(0, len(new), 40):
            file.write(new[begin : begin + 40])
            file.flush()
            time.sleep(step)


@save
def temporary_and_rename(path: Path, new: str, step: float) -> None:
    other = path.with_name("day.md.tmp")
    other.write_text(new)
    time.sleep(step)
    other.replace(path)


@save
def vim(path: Path, new: str, step: float) -> None:
    swap, backup, probe = (path.with_name(name) for name in (".day.md.swp", "day.md~", "4913"))
    swap.write_text("swap")
    probe.write_text("")
    probe.unlink()
    path.rename(backup)
    time.sleep(step)
    path.write_text(new)
    backup.unlink()
    swap.unlink()


@save
def emacs(path: Path, new: str, step: float) -> None:
    lock, auto = path.with_name(".#day.md"), path.with_name("#day.md#")
    lock.symlink_to("somebody@somewhere.1:2")
    auto.write_text(new[:20])
    time.sleep(step)
    shutil.copy2(path, path.with_name("day.md~"))
    path.write_text(new)
    auto.unlink()
    lock.unlink()


@save
def vs_code(path: Path, new: str, step: float) -> None:
    with path.open("r+") as file:
        file.truncate()
        time.sleep(step)
        file.write(new)


@save
def gedit(path: Path, new: str, step: float) -> None:
    stream = path.with_name(".goutputstream-A1B2C3")
    stream.write_text(new)
    path.rename(path.with_name("day.md~"))
    time.sleep(step)
    stream.rename(path)


@save
def jetbrains(path: Path, new: str, step: float) -> None:
    fresh, old = path.with_name("day.md___jb_tmp___"), path.with_name("day.md___jb_old___")
    fresh.write_text(new)
    time.sleep(step)
    path.rename(old)
    fresh.rename(path)
    old.unlink()


@save
def kate(path: Path, new: str, step: float) -> None:
    swap, stream = path.with_name(".day.md.kate-swp"), path.with_name("day.md.XyZ123")
    swap.write_text("swap")
    with stream.open("w") as file:
        file.write(new)
        os.fsync(file.fileno())
    time.sleep(step)
    stream.replace(path)
    swap.unlink()


@save
def sed(path: Path, new: str, step: float) -> None:
    path.write_text(new.replace("Edit", "Draft"))
    time.sleep(step)
    subprocess.run(["sed", "-i", "s/Draft/Edit/", str(path)], check=True)


@save
def delete_and_create(path: Path, new: str, step: float) -> None:
    path.unlink()
    time.sleep(step)
    path.write_text(new)


@save
def append(path: Path, new: str, step: float) -> None:
    path.write_text("")
    for line in new.splitlines(keepends=True):
        with path.open("a") as file:
            file.write(line)
    time.sleep(step)


@save
def move_in(path: Path, new: str, step: float) -> None:
    source = path.parents[4] / "source.md"
    source.write_text(new)
    time.sleep(step)
    source.replace(path)


@save
def same_size_and_time(path: Path, new: str, step: float) -> None:
    path.write_text("." * len(new))
    status = path.stat()
    time.sleep(step)
    path.write_text(new)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("edits", [8, pytest.param(20, marks=pytest.mark.soak)])
@pytest.mark.parametrize("name", SAVES)
def test_every_save_is_shown(site: Site, name: str, edits: int) -> None:
    with following(site) as follower:
        for n in range(edits):
            # Around the time of peace after which a save is taken to be complete.
            SAVES[name](site.root / DAY, text(f"Edit {n:02} by {name}."), (n % 4) * 0.012)
            follower.shows(f"Edit {n:02} by {name}.")
        follower.ends_as_built()


@pytest.mark.parametrize("name", SAVES)
def test_every_save_is_shown_where_files_are_polled(site: Site, name: str) -> None:
    with following(site, poll=True) as follower:
        for n in range(3):
            SAVES[name](site.root / DAY, text(f"Edit {n:02} by {name}."), n * 0.03)
            follower.shows(f"Edit {n:02} by {name}.")
        follower.ends_as_built()


def test_saves_that_nobody_waits_for(site: Site, *, poll: bool) -> None:
    with following(site, poll=poll) as follower:
        for n in range(60):
            SAVES[sorted(SAVES)[n % len(SAVES)]](site.root / DAY, text(f"Edit {n:02}."), 0.0)
        follower.shows("Edit 59.")
        follower.ends_as_built()


# Many files at once


def planned(made: Plan) -> tuple[object, ...]:
    return [page.address for page in made.pages], made.problems


def test_a_burst_of_a_thousand_records(site: Site, *, poll: bool) -> None:
    days = [date(2023, 6, 1) + timedelta(days=n) for n in range(2 * watcher.BURST)]
    with following(site, poll=poll) as follower:
        for n, day in enumerate(days):
            body = f"---\ndate: {day}\ntags: [AI]\ntasks:\n- {{task: T, human: {1 + n % 90}h, ai: 5m}}\n---\nDay {n}.\n"
            site.file(f"content/records/{day.year}/{day}.md", body)
        until(lambda: len(follower.preview.latest.library.records) == len(days) + 2)
        follower.rests()
        clean = build.plan_site(site.root)
        assert follower.preview.problems == clean.problems == ()
        assert planned(follower.preview.state.site.plan) == planned(clean.plan)
        sample = [PAGE, "index.html", "page/50.html", "tags/ai.html", "feed.xml", "weeks/2025-W20.html"]
        sample += [f"posts/{day.year}/{day}-leverage-record.html" for day in days[::250]]
        for file in sample:
            found = follower.preview.answer(file)
            assert found, file
            assert found.data == render(clean.plan.by_file[file], clean.plan, clean.theme), file
        # The burst was not answered file by file.
        assert follower.refreshes < 200


def git(root: Path, *arguments: str) -> None:
    """No setting of this machine counts."""
    options = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(
        ["git", *options, *arguments], cwd=root, env=os.environ | alone, check=True, capture_output=True
    )


@pytest.fixture
def branches(site: Site) -> Site:
    """Two branches that differ in 90 files: changed, added and deleted ones, folders, settings."""
    days = [f"{date(2026, 5, 1) + timedelta(days=n)}" for n in range(60)]
    site.days(*days[:40])
    git(site.root, "init", "-q")
    git(site.root, "add", ".")
    git(site.root, "commit", "-q", "-m", "one")
    git(site.root, "checkout", "-q", "-b", "other")
    for day in days[:20]:
        site.remove(f"content/records/{day}.md")
    site.days(*days[20:40], tags=["Other"]).days(*days[40:], tags=["New"])
    for n in range(25):
        site.file(f"content/static/deep/{n}/chart.png", f"png {n}")
    site.remove("content/pages/about.md").settings(title="The other branch")
    site.theme({"_pager.html": "{# none #}"}).file("themes/own/assets/style.css", "p {}")
    git(site.root, "add", ".")
    git(site.root, "commit", "-q", "-m", "two")
    return site


def test_a_branch_is_checked_out_and_back(branches: Site, *, poll: bool) -> None:
    with following(branches, poll=poll) as follower:
        follower.shows("The other branch", "index.html")
        for name, title in (
            ("main", "Leverage Records"),
            ("other", "The other branch"),
        ):
            git(branches.root, "checkout", "-q", name)
            follower.shows(f"<title>{title}", "index.html")
            follower.ends_as_built()


def test_the_folder_of_the_records_is_renamed_away_and_back(site: Site, *, poll: bool) -> None:
    records, aside = site.root / "content/records", site.root / "aside"
    with following(site, poll=poll) as follower:
        for n in range(2):
            records.rename(aside)
            until(lambda: [problem.code for problem in follower.preview.state.errors] == ["F015"])
            (aside / "2026/day.md").write_text(text(f"Edit {n} aside."))
            aside.rename(records)
            follower.shows(f"Edit {n} aside.")
            (site.root / DAY).write_text(text(f"Edit {n} back."))
            follower.shows(f"Edit {n} back.")
            follower.ends_as_built()


def test_content_is_deleted_and_created_again(site: Site, tmp_path: Path, *, poll: bool) -> None:
    copy = site.copy(tmp_path / "copy")
    with following(site, poll=poll) as follower:
        for n, away in enumerate((shutil.rmtree, lambda folder: folder.rename(tmp_path / "away"))):
            away(site.root / "content")
            until(lambda: [problem.code for problem in follower.preview.state.errors] == ["F015"])
            copy.file(DAY, text(f"Edit {n}."))
            shutil.copytree(copy.root / "content", site.root / "content")
            follower.shows(f"Edit {n}.")
            follower.ends_as_built()


def test_content_that_goes_leaves_the_last_pages_in_the_preview(site: Site, tmp_path: Path, *, poll: bool) -> None:
    with following(site, poll=poll) as follower:
        before = follower.served()
        (site.root / "content").rename(tmp_path / "away")
        until(lambda: [problem.code for problem in follower.preview.problems] == ["F015"])
        assert follower.served() == before
        (tmp_path / "away").rename(site.root / "content")
        until(lambda: follower.preview.state.errors == ())
        follower.ends_as_built()


# Everything but records


def test_settings_are_edited(site: Site, *, poll: bool) -> None:
    with following(site, poll=poll) as follower:
        for n in range(3):
            site.settings(title=f"Title {n}")
            follower.shows(f"Title {n}", "about.html")
        site.file("leverage.toml", "[site\n")
        until(lambda: follower.preview.state.errors != ())
        follower.shows("Title 2", "about.html")
        site.remove("leverage.toml")
        until(lambda: [problem.code for problem in follower.preview.problems] == ["S001"])
        site.settings(base_url="https://example.org/deep/")
        until(lambda: follower.preview.state.site.plan.site.base_path == "/deep/")
        follower.ends_as_built()


def test_a_theme_is_created_edited_and_deleted(site: Site, *, poll: bool) -> None:
    page = "{{% extends 'default/page.html' %}}\n{{% block main %}}Theme {}{{% endblock %}}\n"
    style, template = "themes/own/assets/style.css", "themes/own/templates/page.html"
    with following(site, poll=poll) as follower:
        site.theme({"page.html": page.format("one")}).file(style, "p {}")
        follower.shows("Theme one", "about.html")
        follower.shows("p {}", "assets/style.css")
        for n in range(3):
            site.file(template, page.format(f"again {n}"))
            follower.shows(f"Theme again {n}", "about.html")
            site.file(style, f"p {{ width: {n}em }}")
            follower.shows(f"width: {n}em", "assets/style.css")
        follower.ends_as_built()
        shutil.rmtree(site.root / "themes")
        until(lambda: [problem.code for problem in follower.preview.problems] == ["T001"])
        follower.shows("Theme again 2", "about.html")
        site.settings(theme="default")
        follower.shows("Some text.", "about.html")
        follower.ends_as_built()


def test_static_files_come_change_and_go(site: Site, *, poll: bool) -> None:
    static = site.root / "content/static"
    with following(site, poll=poll) as follower:
        shutil.rmtree(static)
        follower.lacks("chart.png")
        for n in range(3):
            site.file(f"content/static/deep/{n}/a.txt", f"Text {n}")
            follower.shows(f"Text {n}", f"deep/{n}/a.txt")
        site.file("content/static/deep/0/a.txt", "Anew")
        follower.shows("Anew", "deep/0/a.txt")
        (static / "deep").rename(static / "other")
        follower.shows("Anew", "other/0/a.txt")
        follower.lacks("deep/0/a.txt")
        shutil.rmtree(static)
        follower.lacks("other/0/a.txt")
        follower.ends_as_built()


# Peace


def test_when_all_is_quiet_nothing_happens(site: Site, *, poll: bool) -> None:
    with following(site, poll=poll) as follower:
        site.record("2026-04-20", "New.\n", tasks=[task("T", "3h", "5m")])
        follower.shows("New.", "posts/2026/2026-04-20-leverage-record.html")
        follower.rests()
        told = len(follower.told)
        over = threading.Event()

        def read() -> None:
            """All pages and all sources, again and again."""
            while not over.is_set():
                fresh = Preview(site.root)
                assert all(fresh.answer(file) for file in fresh.state.site.plan.by_file)
                follower.served()
                for path in sorted(site.root.rglob("*")):
                    if path.is_file():
                        path.read_bytes()

        reader = threading.Thread(target=read)
        reader.start()
        try:
            assert follower.still(IDLE)
        finally:
            over.set()
            reader.join(LONG)
        assert len(follower.told) == told >= 1


def test_what_is_built_beside_it_is_nobody_s_concern(site: Site, *, poll: bool) -> None:
    with following(site, poll=poll) as follower:
        follower.rests()
        build.write_site(build.plan_site(site.root), site.root / "output")
        site.file("README.md", "x").file("output/foreign.txt", "x").file(".git/index", "x")
        assert follower.still(PEACE)
        assert follower.told == []
