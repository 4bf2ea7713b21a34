"""The watch on a real file system: whatever happens to the sources is hinted at, and nothing else is.

Hints are taken by a reader that looks at the sources after each of them, as the dev server does. A test passes when
the reader has seen the last state; sleeping proves only that nothing happens.
"""

import ctypes
import errno
import logging
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from leverage_site.serve import watcher
from leverage_site.serve.watcher import ChangeSignal, Watch

LONG = 30.0  # seconds: only a failure takes as long
SETTLE = 0.05  # stands for watcher.SETTLE, which waits longer than a test need
PEACE = 0.2  # seconds without a hint: longer than the trailing hint of a watch lasts, or many looks of a poll
STEP = 0.03  # seconds between the steps of a save: long enough for a hint at each of them

linux = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")


@pytest.fixture(autouse=True)
def _no_thread_stays() -> Iterator[None]:
    before = set(threading.enumerate())
    hook = threading.excepthook
    yield
    assert set(threading.enumerate()) <= before
    assert threading.excepthook is hook


@pytest.fixture(autouse=True)
def _time_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten all times to a third: what they are to each other stays."""
    monkeypatch.setattr(watcher, "PAUSE", watcher.PAUSE / 3)
    monkeypatch.setattr(watcher, "SETTLE", SETTLE)


@pytest.fixture
def impatient(_time_is_short: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look more often than in earnest at what gives no events."""
    monkeypatch.setattr(watcher, "PAUSE", 0.04)


@pytest.fixture(params=["events", "poll"])
def poll(request: pytest.FixtureRequest) -> bool:
    """Both ways to watch."""
    if request.param == "poll":
        request.getfixturevalue("impatient")
    return bool(request.param == "poll")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a site."""
    root = tmp_path / "site"
    for name in (
        "content/records/2026/day.md",
        "content/static/logo.png",
        "themes/mine/page.html",
        "leverage.toml",
    ):
        put(root / name, "old")
    put(root / "output/index.html", "built")
    return root


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def day(root: Path) -> Path:
    return root / "content/records/2026/day.md"


def watching(
    root: Path,
    *,
    poll: bool = False,
    trees: Iterable[Path] | None = None,
    say: Callable[[str], None] = pytest.fail,
) -> Watch:
    found = (root / "content", root / "themes") if trees is None else tuple(trees)
    return Watch(root, lambda: found, poll=poll, say=say)


def calm(watch: Watch) -> None:
    """Let the hints at what a test has done so far pass."""
    while watch.wait(PEACE):
        pass


def eventually(true: Callable[[], object]) -> None:
    end = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.005)


def text(path: Path) -> str | None:
    try:
        return path.read_text()
    except OSError:
        return None


class Reader:
    """Looks at the sources after each hint, and only then."""

    def __init__(self, watch: Watch, look: Callable[[], object]) -> None:
        self.looks = 0
        self.seen: object = None
        self._watch = watch
        self._look = look

    def run(self) -> None:
        while self._watch.wait():
            self.seen = self._look()
            self.looks += 1

    def sees(self, expected: object) -> None:
        eventually(lambda: self.seen == expected)


@contextmanager
def reading(watch: Watch, look: Callable[[], object]) -> Iterator[Reader]:
    """Yield a reader of a watch that has not been started."""
    reader = Reader(watch, look)
    thread = threading.Thread(target=reader.run)
    with watch:
        thread.start()
        yield reader
    thread.join()


# How editors save.

Save = Callable[[Path, str], None]
SAVES: dict[str, Save] = {}


def step() -> None:
    time.sleep(STEP)


def save(function: Save) -> Save:
    SAVES[function.__name__] = function
    return function


@save
def in_place(path: Path, new: str) -> None:
    with path.open("w") as file:
        step()
        file.write(new)


@save
def in_pieces(path: Path, new: str) -> None:
    with path.open("w") as file:
        for letter in new:
            file.write(letter)
            file.flush()
            step()


@save
def temporary_and_rename(path: Path, new: str) -> None:
    other = path.with_name("other.tmp")
    other.write_text(new)
    step()
    other.rename(path)


@save
def vim(path: Path, new: str) -> None:
    swap = path.with_name(f".{path.name}.swp")
    swap.write_text("swap")
    probe = path.with_name("4913")
    probe.write_text("")
    probe.unlink()
    step()
    backup = path.with_name(f"{path.name}~")
    path.rename(backup)
    step()
    path.write_text(new)
    step()
    backup.unlink()
    swap.unlink()


@save
def emacs(path: Path, new: str) -> None:
    lock = path.with_name(f".#{path.name}")
    lock.symlink_to("somebody@somewhere.1:2")
    path.with_name(f"#{path.name}#").write_text("typed")
    step()
    shutil.copy2(path, path.with_name(f"{path.name}~"))
    path.write_text(new)
    step()
    path.with_name(f"#{path.name}#").unlink()
    lock.unlink()


@save
def vs_code(path: Path, new: str) -> None:
    with path.open("r+") as file:
        file.truncate()
        step()
        file.write(new[:2])
    step()
    path.write_text(new)


@save
def gedit(path: Path, new: str) -> None:
    stream = path.with_name(".goutputstream-A1B2C3")
    stream.write_text(new)
    step()
    path.rename(path.with_name(f"{path.name}~"))
    stream.rename(path)


@save
def jetbrains(path: Path, new: str) -> None:
    fresh = path.with_name(f"{path.name}___jb_tmp___")
    old = path.with_name(f"{path.name}___jb_old___")
    fresh.write_text(new)
    step()
    path.rename(old)
    step()
    fresh.rename(path)
    old.unlink()


@save
def kate(path: Path, new: str) -> None:
    swap = path.with_name(f".{path.name}.kate-swp")
    swap.write_text("swap")
    stream = path.with_name(f"{path.name}.XyZ123")
    with stream.open("w") as file:
        file.write(new)
        os.fsync(file.fileno())
    step()
    stream.replace(path)
    swap.unlink()


@save
def sed(path: Path, new: str) -> None:
    path.write_text("OLD")
    step()
    subprocess.run(["sed", "-i", f"s/OLD/{new}/", str(path)], check=True)


@save
def link_and_unlink(path: Path, new: str) -> None:
    fresh = path.with_name("fresh")
    fresh.write_text(new)
    step()
    path.unlink()
    step()
    os.link(fresh, path)
    fresh.unlink()


@save
def append(path: Path, new: str) -> None:
    path.write_text("")
    step()
    with path.open("a") as file:
        file.write(new)


@save
def left_open(path: Path, new: str) -> None:
    file = path.open("w")
    file.write(new)
    file.flush()
    LEFT_OPEN.append(file.close)


LEFT_OPEN: list[Callable[[], None]] = []


@save
def break_hard_link(path: Path, new: str) -> None:
    os.link(path, path.parent.parent / "elsewhere.md")
    step()
    path.unlink()
    path.write_text(new)


@save
def copy_over(path: Path, new: str) -> None:
    source = path.parents[4] / "source.md"
    source.write_text(new)
    shutil.copy(source, path)


@save
def move_in(path: Path, new: str) -> None:
    source = path.parents[4] / "source.md"
    source.write_text(new)
    source.replace(path)


@save
def same_length_and_time(path: Path, new: str) -> None:
    status = path.stat()
    path.write_text(new[: status.st_size])
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    step()
    path.write_text(new)


@pytest.mark.parametrize("name", SAVES)
def test_the_last_state_of_a_save_is_hinted_at(root: Path, name: str, *, poll: bool) -> None:
    with reading(watching(root, poll=poll), lambda: text(day(root))) as reader:
        SAVES[name](day(root), "the new text")
        reader.sees("the new text")
    while LEFT_OPEN:
        LEFT_OPEN.pop()()


def touch(path: Path) -> None:
    path.touch()


def mode(path: Path) -> None:
    path.chmod(0o600)


def delete(path: Path) -> None:
    path.unlink()


def move_out(path: Path) -> None:
    path.rename(path.parents[4] / "out.md")


def rename(path: Path) -> None:
    path.rename(path.with_name("renamed.md"))


@pytest.mark.parametrize("change", [touch, mode, delete, move_out, rename])
def test_other_changes_of_a_file_are_hinted_at(root: Path, change: Callable[[Path], None], *, poll: bool) -> None:
    with watching(root, poll=poll) as watch:
        change(day(root))
        assert watch.wait(LONG)


@pytest.mark.parametrize("change", [in_place, temporary_and_rename, vim, move_in])
def test_the_settings_are_watched(root: Path, change: Save, *, poll: bool) -> None:
    config = root / "leverage.toml"
    # `move_in` looks for a place outside the site, seen from where a day lies.
    with reading(watching(root, poll=poll), lambda: text(config)) as reader:
        if change is move_in:
            put(root.parent / "source", "the new text")
            (root.parent / "source").replace(config)
        else:
            change(config, "the new text")
        reader.sees("the new text")


def test_settings_that_are_created_and_deleted_are_hinted_at(root: Path, *, poll: bool) -> None:
    config = root / "leverage.toml"
    config.unlink()
    with watching(root, poll=poll) as watch:
        config.write_text("new")
        assert watch.wait(LONG)
        calm(watch)
        config.unlink()
        assert watch.wait(LONG)


# What is no change.


def test_nothing_gives_no_hint(root: Path, *, poll: bool) -> None:
    with watching(root, poll=poll) as watch:
        assert not watch.wait(1.5 * watcher.PAUSE + PEACE)


def test_reading_gives_no_hint(root: Path, *, poll: bool) -> None:
    with watching(root, poll=poll) as watch:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                path.read_bytes()
        assert not watch.wait(PEACE)


def test_what_the_hint_is_answered_with_gives_no_further_one(root: Path, *, poll: bool) -> None:
    with reading(watching(root, poll=poll), lambda: [text(path) for path in sorted(root.rglob("*.*"))]) as reader:
        day(root).write_text("new")
        eventually(lambda: reader.looks)
        time.sleep(PEACE)
        looks = reader.looks
        time.sleep(PEACE)
        assert reader.looks == looks


def test_a_build_gives_no_hint(root: Path, *, poll: bool) -> None:
    with watching(root, poll=poll) as watch:
        put(root / "output/posts/2026/day.html", "new")
        put(root / "output/index.html", "new")
        (root / "output/index.html").replace(root / "output/other.html")
        shutil.rmtree(root / "output")
        put(root / "output/index.html", "again")
        put(root / ".git/index", "new")
        put(root / "README.md", "new")
        put(root / "leverage.toml~", "old")
        assert not watch.wait(PEACE)


def test_files_for_the_host_are_followed(root: Path, *, poll: bool) -> None:
    put(root / "content/static/.well-known/security.txt", "old")
    with watching(root, poll=poll) as watch:
        put(root / "content/static/.well-known/security.txt", "new")
        assert watch.wait(LONG)
        put(root / "content/static/.nojekyll", "")
        assert watch.wait(LONG)


def test_what_editors_leave_gives_no_hint(root: Path, *, poll: bool) -> None:
    put(root / "content/.editor/state.json", "old")
    with watching(root, poll=poll) as watch:
        for name in (".day.md.swp", "day.md~"):
            put(day(root).with_name(name), "new")
        put(root / "content/.editor/state.json", "new")
        day(root).with_name(".#day.md").symlink_to("nowhere")
        assert not watch.wait(PEACE)


# Folders that come and go.


def files(root: Path) -> dict[str, str | None]:
    return {path.name: text(path) for path in root.rglob("*.md")}


def test_a_tree_may_be_created_later(root: Path, *, poll: bool) -> None:
    shutil.rmtree(root / "content")
    shutil.rmtree(root / "themes")
    with reading(watching(root, poll=poll), lambda: files(root)) as reader:
        put(root / "content/records/2026/a.md", "1")
        reader.sees({"a.md": "1"})
        put(root / "themes/mine/b.md", "2")
        reader.sees({"a.md": "1", "b.md": "2"})
        put(root / "content/records/2026/a.md", "3")
        reader.sees({"a.md": "3", "b.md": "2"})


def test_a_tree_may_be_deleted_and_created_again(root: Path, *, poll: bool) -> None:
    with reading(watching(root, poll=poll), lambda: files(root)) as reader:
        for n in range(3):
            shutil.rmtree(root / "content")
            if n != 1:
                reader.sees({})
            put(day(root), f"new {n}")
            reader.sees({"day.md": f"new {n}"})
            put(day(root), f"newer {n}")
            reader.sees({"day.md": f"newer {n}"})


def test_a_tree_may_be_renamed_away_and_back(root: Path, *, poll: bool) -> None:
    with reading(watching(root, poll=poll), lambda: text(day(root))) as reader:
        for n in range(3):
            (root / "content").rename(root / "aside")
            if n != 1:
                eventually(lambda: reader.looks and reader.seen is None)
            put(root / "aside/records/2026/day.md", f"aside {n}")
            (root / "aside").rename(root / "content")
            reader.sees(f"aside {n}")
            put(day(root), f"back {n}")
            reader.sees(f"back {n}")


def test_a_tree_may_be_replaced(root: Path, *, poll: bool) -> None:
    with reading(watching(root, poll=poll), lambda: text(day(root))) as reader:
        for n in range(3):
            shutil.copytree(root / "content", root / "other")
            put(root / "other/records/2026/day.md", f"other {n}")
            (root / "content").rename(root / f"old{n}")
            (root / "other").rename(root / "content")
            reader.sees(f"other {n}")
            put(day(root), f"new {n}")
            reader.sees(f"new {n}")


def test_a_folder_inside_a_tree_may_be_replaced(root: Path, *, poll: bool) -> None:
    records = root / "content/records"
    with reading(watching(root, poll=poll), lambda: text(day(root))) as reader:
        for n in range(3):
            shutil.copytree(records, root / "copy")
            records.rename(root / f"out{n}")
            (root / "copy").rename(records)
            put(day(root), f"in {n}")
            reader.sees(f"in {n}")
            shutil.rmtree(root / f"out{n}")
            put(day(root), f"new {n}")
            reader.sees(f"new {n}")


@pytest.mark.usefixtures("impatient")
def test_the_root_may_be_replaced(root: Path, *, poll: bool) -> None:
    with reading(watching(root, poll=poll), lambda: (text(day(root)), text(root / "leverage.toml"))) as reader:
        root.rename(root.parent / "gone")
        reader.sees((None, None))
        shutil.copytree(root.parent / "gone", root)
        reader.sees(("old", "old"))
        put(day(root), "new")
        reader.sees(("new", "old"))
        put(root / "leverage.toml", "new")
        reader.sees(("new", "new"))


@pytest.mark.usefixtures("impatient")
def test_a_tree_elsewhere_may_come_and_go(root: Path, *, poll: bool) -> None:
    theme = root.parent / "package/themes/default"
    watch = watching(root, poll=poll, trees=[root / "content", theme])
    with reading(watch, lambda: text(theme / "page.html")) as reader:
        for n in range(2):
            put(theme / "page.html", f"first {n}")
            reader.sees(f"first {n}")
            put(theme / "page.html", f"second {n}")
            reader.sees(f"second {n}")
            shutil.rmtree(root.parent / "package")
            reader.sees(None)


@pytest.mark.usefixtures("impatient")
def test_the_trees_may_become_others(root: Path, *, poll: bool) -> None:
    theme = root.parent / "themes"
    put(theme / "page.html", "old")
    trees = [root / "content"]
    with reading(
        Watch(root, lambda: trees, poll=poll, say=pytest.fail), lambda: text(theme / "page.html")
    ) as reader:
        trees.append(theme)
        reader.sees("old")
        put(theme / "page.html", "new")
        reader.sees("new")


def test_a_tree_may_be_inside_another(root: Path, *, poll: bool) -> None:
    trees = [root / "themes/mine", root / "themes", root / "content/records", root / "content", root / "content"]
    with reading(watching(root, poll=poll, trees=trees), lambda: text(day(root))) as reader:
        put(day(root), "new")
        reader.sees("new")
        shutil.rmtree(root / "content")
        put(day(root), "newer")
        reader.sees("newer")


def test_a_site_may_be_below_hidden_folders(root: Path, *, poll: bool) -> None:
    hidden = root.parent / ".hidden/site"
    shutil.copytree(root, hidden)
    with reading(watching(hidden, poll=poll), lambda: text(day(hidden))) as reader:
        put(day(hidden), "new")
        reader.sees("new")


def test_deep_folders_filled_in_one_go_are_seen_to_the_last_file(root: Path, *, poll: bool) -> None:
    with reading(watching(root, poll=poll), lambda: len(files(root))) as reader:
        for n in range(30):
            put(root / f"content/records/{n}/a/b/c/d/{n}.md", "new")
        reader.sees(31)
        put(root / "content/records/29/a/b/c/d/later.md", "new")
        reader.sees(32)


def test_a_tree_moved_in_is_watched_to_its_depth(root: Path, *, poll: bool) -> None:
    put(root.parent / "in/a/b/deep.md", "old")
    with reading(watching(root, poll=poll), lambda: files(root).get("deep.md")) as reader:
        (root.parent / "in").rename(root / "content/in")
        reader.sees("old")
        put(root / "content/in/a/b/deep.md", "new")
        reader.sees("new")


@pytest.mark.parametrize("wait", [0, 0.005, 0.02, SETTLE - 0.01, SETTLE, SETTLE + 0.01, 2 * SETTLE])
def test_no_moment_after_a_folder_came_is_blind(root: Path, wait: float) -> None:
    with reading(watching(root), lambda: len(files(root))) as reader:
        for n in range(3):
            folder = root / f"content/records/{n}/deep"
            folder.mkdir(parents=True)
            time.sleep(wait)
            put(folder / f"{n}.md", "new")
            reader.sees(n + 2)


# Links.


@pytest.mark.usefixtures("impatient")
def test_trees_may_be_links_that_change(root: Path, *, poll: bool) -> None:
    for name in ("one", "two"):
        put(root.parent / name / "a.md", name)
    link = root / "content/static/linked"
    link.symlink_to(root.parent / "one")
    watch = watching(root, poll=poll, trees=[root / "content", link])
    with reading(watch, lambda: text(link / "a.md")) as reader:
        put(root.parent / "one/a.md", "new one")
        reader.sees("new one")
        link.unlink()
        link.symlink_to(root.parent / "two")
        reader.sees("two")
        put(root.parent / "two/a.md", "new two")
        reader.sees("new two")


@pytest.mark.usefixtures("impatient")
def test_content_may_be_a_link(root: Path, *, poll: bool) -> None:
    (root / "content").rename(root.parent / "elsewhere")
    (root / "content").symlink_to(root.parent / "elsewhere")
    with reading(watching(root, poll=poll), lambda: text(day(root))) as reader:
        put(root.parent / "elsewhere/records/2026/day.md", "new")
        reader.sees("new")
        (root.parent / "elsewhere").rename(root.parent / "gone")
        reader.sees(None)
        put(root.parent / "elsewhere/records/2026/day.md", "again")
        reader.sees("again")


@pytest.mark.usefixtures("impatient")
def test_files_behind_links_are_watched(root: Path, *, poll: bool) -> None:
    target = root.parent / "target.md"
    target.write_text("old")
    linked = day(root).with_name("linked.md")
    with reading(watching(root, poll=poll), lambda: text(linked)) as reader:
        linked.symlink_to(target)
        reader.sees("old")
        target.write_text("new")
        reader.sees("new")
        put(root.parent / "other", "replaced")
        (root.parent / "other").replace(target)
        reader.sees("replaced")


@pytest.mark.usefixtures("impatient")
def test_settings_may_be_a_link(root: Path, *, poll: bool) -> None:
    (root / "leverage.toml").rename(root.parent / "target.toml")
    (root / "leverage.toml").symlink_to(root.parent / "target.toml")
    with watching(root, poll=poll) as watch:
        assert not watch.wait(PEACE)
        put(root.parent / "target.toml", "new and longer")
        assert watch.wait(LONG)


def test_circles_and_dangling_links_do_no_harm(root: Path, *, poll: bool) -> None:
    (root / "content/circle").symlink_to(root / "content")
    (root / "content/self").symlink_to(root / "content/self")
    (root / "content/nowhere.md").symlink_to(root / "nowhere")
    with reading(watching(root, poll=poll), lambda: text(day(root))) as reader:
        put(day(root), "new")
        reader.sees("new")


# Bursts, and failures of the system.


@pytest.mark.site
def test_a_burst_ends_with_a_hint_after_its_last_write(root: Path, *, poll: bool) -> None:
    with reading(watching(root, poll=poll), lambda: len(files(root))) as reader:
        for n in range(2 * watcher.BURST):
            put(root / f"content/records/{n % 40}/{n}.md", "new")
        reader.sees(2 * watcher.BURST + 1)


def test_lost_events_are_made_up_for(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with watching(root) as watch:
        logging.getLogger("watchdog.observers.inotify_c").warning("whatever its words")
        assert watch.wait(LONG)
    assert capfd.readouterr() == ("", "")


def test_a_thread_of_watchdog_that_dies_is_replaced(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from watchdog.observers.api import BaseObserver

    dispatch = BaseObserver.dispatch_events
    deaths = [KeyError("one"), KeyError("two")]

    def fail(self: BaseObserver, queue: object) -> None:
        if deaths and day(root).read_text() != "old":
            raise deaths.pop()
        dispatch(self, queue)  # type: ignore[arg-type]

    monkeypatch.setattr(BaseObserver, "dispatch_events", fail)
    with reading(watching(root), lambda: text(day(root))) as reader:
        for n in range(5):
            put(day(root), f"new {n}")
            reader.sees(f"new {n}")
    assert not deaths
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("impatient")
def test_a_watchdog_that_keeps_dying_is_given_up(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from watchdog.observers.api import BaseObserver

    def fail(*_: object) -> None:
        raise KeyError("always")

    monkeypatch.setattr(BaseObserver, "dispatch_events", fail)
    said: list[str] = []
    with reading(watching(root, say=said.append), lambda: text(day(root))) as reader:
        eventually(lambda: said)
        put(day(root), "new")
        reader.sees("new")
    assert len(said) == 1
    assert said[0].startswith(
        "no events for changed files (watching broke down again and again), so they are looked"
    )


@pytest.mark.site
def test_watchdog_keeps_quiet_and_alive_when_folders_come_fast(root: Path) -> None:
    code = (
        "import pathlib, time; from leverage_site.serve import watcher\n"
        "watcher.WatchThread.observer_failed = lambda self: print('broken')\n"
        f"records = pathlib.Path({str(root / 'content/records')!r})\n"
        "with watcher.Watch(records.parent.parent, lambda: [records], poll=False, say=print) as it:\n"
        "    for n in range(200):\n"
        "        (records / str(n) / 'a/b').mkdir(parents=True)\n"
        "        time.sleep(0.002)\n"
        "    while it.wait(0.5): pass\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.site
@linux
def test_folders_moved_about_beyond_what_watchdog_can_follow(root: Path) -> None:
    records, out = root / "content/records", root.parent / "out"
    with reading(watching(root), lambda: files(root)) as reader:
        for n in range(5):
            put(records / "x/a.md", "old")
            reader.sees({"day.md": "old", "a.md": "old"})
            (records / "x").rename(out)
            (records / "x").mkdir()
            (records / "x").rename(records / "y")
            shutil.rmtree(out)
            put(records / "y/b.md", f"new {n}")
            reader.sees({"day.md": "old", "b.md": f"new {n}"})
            put(records / "y/b.md", f"newer {n}")
            reader.sees({"day.md": "old", "b.md": f"newer {n}"})
            shutil.rmtree(records / "y")
            reader.sees({"day.md": "old"})


LIMITS = {
    errno.EMFILE: ("too many programs watch files", "raise fs.inotify.max_user_instances, or use --poll"),
    errno.ENOSPC: ("too many files are watched", "raise fs.inotify.max_user_watches, or use --poll"),
    errno.EPERM: (os.strerror(errno.EPERM), "--poll does so from the start"),
    None: ("the system refuses to watch files", "--poll does so from the start"),
}


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("number", LIMITS)
def test_polling_takes_over_where_there_are_no_events(
    root: Path, number: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OSError(number, "the library's words")

    monkeypatch.setattr("watchdog.observers.Observer", fail)
    said: list[str] = []
    with reading(watching(root, say=said.append), lambda: text(day(root))) as reader:
        reason, advice = LIMITS[number]
        begin = f"no events for changed files ({reason}), so they are looked at once a second: "
        assert said == [f"{begin}{advice}"]
        put(day(root), "new")
        reader.sees("new")
        put(day(root), "newer")
        reader.sees("newer")
    assert len(said) == 1


@pytest.mark.usefixtures("impatient")
def test_polling_takes_over_where_threads_run_out(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from watchdog.observers.api import BaseObserver

    def fail(_: BaseObserver) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(BaseObserver, "start", fail)
    said: list[str] = []
    with reading(watching(root, say=said.append), lambda: text(day(root))) as reader:
        put(day(root), "new")
        reader.sees("new")
    assert said[0].startswith("no events for changed files (the system refuses to watch files)")


class Inotify:
    """The system's inotify with a limit of watches that a test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from watchdog.observers import inotify_c

        self.left = 1_000_000
        self._add = inotify_c.inotify_add_watch
        monkeypatch.setattr(inotify_c, "inotify_add_watch", self.add)

    def add(self, fd: int, path: bytes, mask: int) -> int:
        self.left -= 1
        if self.left < 0:
            ctypes.set_errno(errno.ENOSPC)
            return -1
        return self._add(fd, path, mask)


@pytest.mark.usefixtures("impatient")
@linux
@pytest.mark.parametrize("left", range(6))
def test_too_few_watches_at_the_start(root: Path, left: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # The root, and four folders of content: with five there is none for the trial.
    Inotify(monkeypatch).left = left
    said: list[str] = []
    watch = watching(root, say=said.append, trees=[root / "content"])
    with reading(watch, lambda: text(root / "content/static/logo.png")) as reader:
        assert len(said) == 1
        assert "raise fs.inotify.max_user_watches" in said[0]
        put(root / "content/static/logo.png", "new")
        reader.sees("new")


@pytest.mark.usefixtures("impatient")
@linux
def test_too_few_watches_later(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inotify = Inotify(monkeypatch)
    said: list[str] = []
    with reading(watching(root, say=said.append), lambda: files(root)) as reader:
        inotify.left = 0
        put(root / "content/records/fresh/a.md", "new")
        eventually(lambda: said)
        put(root / "content/records/fresh/a.md", "newer")
        reader.sees({"day.md": "old", "a.md": "newer"})
    assert len(said) == 1
    assert "raise fs.inotify.max_user_watches" in said[0]


def test_a_caller_that_fails_is_told_so_without_a_traceback(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    trees: list[Path] = [root / "content"]
    said: list[str] = []

    def find() -> list[Path]:
        return [*trees, trees[0]]

    with Watch(root, find, poll=False, say=said.append):
        trees.clear()
        eventually(lambda: said)
    assert said == ["changes are no longer noticed (list index out of range): start again"]
    assert capfd.readouterr() == ("", "")


def test_a_strangers_thread_may_still_fail_in_its_own_way(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: failed.append(args.exc_value))
    with watching(root):
        thread = threading.Thread(target=lambda: {}["mine"])
        thread.start()
        thread.join()
    assert repr(failed) == "[KeyError('mine')]"


# Starting, stopping and waiting.


def test_stopping_is_prompt(root: Path, *, poll: bool) -> None:
    watch = watching(root, poll=poll)
    watch.start()
    # Watchdog would hold what is moved out for half a second.
    day(root).rename(root.parent / "out.md")
    time.sleep(0.01)
    start = time.monotonic()
    watch.stop()
    assert time.monotonic() - start < 0.3
    assert not watch.wait()


def test_stopping_ends_a_wait(root: Path, *, poll: bool) -> None:
    answers: list[bool] = []
    watch = watching(root, poll=poll)
    thread = threading.Thread(target=lambda: answers.append(watch.wait()))
    with watch:
        thread.start()
    thread.join(LONG)
    assert answers == [False]


def test_what_comes_before_the_start_is_not_hinted_at(root: Path, *, poll: bool) -> None:
    watch = watching(root, poll=poll)
    put(day(root), "new")
    with watch:
        assert not watch.wait(PEACE)


def test_hints_are_kept_for_the_next_wait(root: Path, *, poll: bool) -> None:
    with watching(root, poll=poll) as watch:
        put(day(root), "new")
        time.sleep(PEACE)
        assert watch.wait(0)
        assert not watch.wait(0)


@pytest.mark.site
@pytest.mark.parametrize("poll", ["True", "False"])
def test_watchdog_is_imported_only_when_events_are_wanted(root: Path, poll: str) -> None:
    code = (
        "import sys, pathlib; from leverage_site.serve.watcher import Watch\n"
        f"with Watch(pathlib.Path({str(root)!r}), lambda: [], poll={poll}, say=print):\n"
        f"    assert ('watchdog' in sys.modules) is not {poll}\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_wait_without_hint_ends_in_time() -> None:
    start = time.monotonic()
    assert not ChangeSignal().wait(0.05)
    assert time.monotonic() - start >= 0.05


def test_a_hint_is_answered_when_there_is_peace() -> None:
    waiting = ChangeSignal()
    waiting.notify()
    start = time.monotonic()
    assert waiting.wait(0)
    assert time.monotonic() - start > watcher.QUIET / 2
    assert not waiting.wait(0)


def test_unrest_does_not_put_off_the_answer_for_ever() -> None:
    waiting = ChangeSignal()
    over = threading.Event()

    def disturb() -> None:
        while not over.wait(0.001):
            waiting.notify()

    thread = threading.Thread(target=disturb)
    thread.start()
    try:
        start = time.monotonic()
        assert waiting.wait(LONG)
        assert time.monotonic() - start < LONG
    finally:
        over.set()
        thread.join()
    assert waiting.wait(0) in (True, False)
