"""What stands at a target where a file belongs is told before anything is sent, or it is ours and goes."""

import os
import shutil
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from leverage_site.problems import Place, ProblemError
from leverage_site.publish.receipt import RECEIPT
from leverage_site.publish.rsync import RsyncTarget
from leverage_site.settings import PublishTarget
from tests.support.publications import SmallSite, contents, version
from tests.support.workspace import tree

PAGE = "about.html"
IN_FOLDER = "days/a/b.html"
SITE = {PAGE: "page", IN_FOLDER: "page", "feed.xml": "feed"}


@pytest.fixture(
    params=[
        "folder",
        pytest.param("rsync", marks=pytest.mark.skipif(shutil.which("rsync") is None, reason="there is no rsync")),
    ]
)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> SmallSite:
    (tmp_path / "www").mkdir()
    settings = PublishTarget("live", "rsync", destination=str(tmp_path / "www"))
    maker = None if request.param == "folder" else lambda site: RsyncTarget(settings, site.root, site.store)
    return SmallSite(tmp_path / "site", maker)


def empty_folder(path: Path) -> None:
    path.mkdir()


def folder_of_folders(path: Path) -> None:
    (path / "one/two").mkdir(parents=True)


def folder_with_a_file(path: Path) -> None:
    path.mkdir()
    (path / "theirs.txt").write_text("theirs")


def folder_with_a_hidden_file(path: Path) -> None:
    path.mkdir()
    (path / ".hidden").write_text("theirs")


def folder_with_a_link(path: Path) -> None:
    path.mkdir()
    (path / "link").symlink_to("nowhere")


def link(path: Path) -> None:
    (path.parent / "elsewhere").mkdir()
    path.symlink_to("elsewhere")


def dangling_link(path: Path) -> None:
    path.symlink_to("nowhere")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)  # a socket's path may not be long
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(before)


def file(path: Path) -> None:
    path.write_text("theirs")


FOLDERS = [empty_folder, folder_of_folders, folder_with_a_file, folder_with_a_hidden_file, folder_with_a_link]
KINDS = {link: "symbolic link", dangling_link: "symbolic link", pipe: "special file", listening: "special file"}
KINDS |= dict.fromkeys(FOLDERS, "folder")


@pytest.mark.parametrize("adopt", [False, True])
@pytest.mark.parametrize("make", [*KINDS, file], ids=lambda make: make.__name__)
def test_what_is_where_a_page_belongs_is_told_before(
    make: Callable[[Path], None], adopt: bool, site: SmallSite
) -> None:
    make(site.top / PAGE)
    before = tree(site.top)
    with site.planned(SITE, adopt=adopt) as publication:
        assert publication.plan.foreign == (PAGE,)
        (problem,) = publication.problems
    assert problem.code == "U003"
    told = "a file that was not" if make is file else f"the {KINDS[make]} '{PAGE}'"
    assert problem.message.startswith(told)
    assert ("--adopt" in problem.hint) == (make is file and not adopt)
    assert tree(site.top) == before


@pytest.mark.parametrize("make", [link, dangling_link, pipe, listening, file], ids=lambda make: make.__name__)
def test_what_is_where_a_folder_belongs_is_told_before(make: Callable[[Path], None], site: SmallSite) -> None:
    make(site.top / "days")
    before = tree(site.top)
    files = {**SITE, **{f"days/{number}.html": "page" for number in range(60)}}
    with site.planned(files) as publication:
        assert {*publication.plan.foreign} == {path for path in files if path.startswith("days/")}
        (problem,) = publication.problems
    assert f"the {KINDS.get(make, 'file')} 'days', which" in problem.message
    assert "'days/0.html', 'days/1.html', 'days/10.html' and 58 others" in problem.message
    assert "--adopt" not in problem.hint
    assert tree(site.top) == before


@pytest.mark.parametrize("make", [None, *FOLDERS], ids=lambda make: make.__name__ if make else "nothing")
@pytest.mark.parametrize(
    ("old", "new"),
    [({"x/a.html": "page", "x/y/b.html": "page"}, {"x": "page"}), ({"x": "page"}, {"x/y/b.html": "page"})],
)
def test_what_is_ours_goes_unless_something_else_is_in_it(
    old: dict[str, str], new: dict[str, str], make: Callable[[Path], None] | None, site: SmallSite
) -> None:
    site.publish(old)
    if make and len(old) > 1:
        make(site.top / "x/theirs")
    before = tree(site.top)
    with site.planned(new) as publication:
        assert bool(publication.plan.foreign) == bool(make and len(old) > 1)
        if publication.plan.foreign:
            assert tree(site.top) == before
            return
        publication.send()
    assert contents(site.top, receipt=False) == new


@pytest.mark.parametrize(
    ("old", "new", "edited"),
    [
        ({"x/a.html": "page"}, {"x": "page"}, "x/a.html"), ({"x": "page"}, {"x/a.html": "page"}, "x"),
        ({"x/a.html": "page", "x/b.html": "page"}, {"x": "page"}, "x/b.html"),
    ],
)  # fmt: skip
def test_what_was_edited_is_in_the_way_as_well(
    old: dict[str, str], new: dict[str, str], edited: str, site: SmallSite
) -> None:
    site.publish(old)
    (site.top / edited).write_text("by hand")
    before = tree(site.top)
    with site.planned(new) as publication:
        assert publication.plan.foreign == tuple(new)
        assert [problem.code for problem in publication.problems if problem.is_error] == ["U003"]
    assert tree(site.top) == before


def test_files_in_the_way_are_told_by_folder(site: SmallSite) -> None:
    files = {f"{folder}/{number}.html": "page" for folder in ("days", "tags") for number in range(100)}
    for path in files:
        (site.top / path).parent.mkdir(exist_ok=True)
        (site.top / path).write_text("theirs")
    with site.planned(files) as publication:
        assert len(publication.plan.foreign) == 200
        messages = [problem.message for problem in publication.problems]
    assert messages == [
        f"100 files that were not published from this site are in the way of '{folder}/0.html', '{folder}/1.html', "
        f"'{folder}/10.html' and 97 others"
        for folder in ("days", "tags")
    ]


@pytest.mark.parametrize("make", [*FOLDERS, link, dangling_link, pipe], ids=lambda make: make.__name__)
def test_a_receipt_that_is_no_file_is_told_as_that(make: Callable[[Path], None], site: SmallSite) -> None:
    make(site.top / RECEIPT)
    before = tree(site.top)
    for act in (lambda: site.publish(version(0)), site.undo):
        with pytest.raises(ProblemError) as raised:
            act()
        (problem,) = raised.value.problems
        assert problem.code in ("U009", "F007")
        assert RECEIPT in problem.message
        assert "Nothing was changed." in problem.hint
        assert problem.place != Place(site.top.as_posix())
    assert tree(site.top) == before


def test_a_folder_of_rsync_holds_what_a_killed_one_has_left(tmp_path: Path) -> None:
    """It goes with the next publication, and nothing else does."""
    (tmp_path / "www").mkdir()
    settings = PublishTarget("live", "rsync", destination=str(tmp_path / "www"))
    site = SmallSite(tmp_path / "site", lambda site: RsyncTarget(settings, site.root, site.store))
    site.publish(version(0))
    assert not (site.top / ".leverage-site.stage").exists()
    stage = site.top / ".leverage-site.stage"
    stage.mkdir()
    theirs = {"theirs.txt", "theirs.config", "feed.xml", "feed.xml.a1B2c3d"}
    for name in ("feed.xml.a1B2c3", "1.html.XXXXXX", f"{RECEIPT}.0000zz", *theirs):
        (stage / name).write_text("half")
    (site.top / ".feed.xml.a1B2c3").write_text("half")
    site.publish(version(1))
    assert {path.name for path in stage.iterdir()} == theirs
    assert (site.top / ".feed.xml.a1B2c3").exists()
    for name in theirs:
        (stage / name).unlink()
    site.publish(version(2))
    assert not stage.exists()


def test_a_killed_rsync_leaves_what_is_known_as_ours(tmp_path: Path) -> None:
    """The real one, killed while a large file is on its way."""
    (tmp_path / "www").mkdir()
    settings = PublishTarget("live", "rsync", destination=str(tmp_path / "www"), options=("--bwlimit=200",))
    site = SmallSite(tmp_path / "site", lambda one: RsyncTarget(settings, one.root, one.store))
    stage = site.top / ".leverage-site.stage"

    def kill() -> None:
        end = time.monotonic() + 20
        while time.monotonic() < end and not any(stage.glob("large.html.*")):
            time.sleep(0.01)
        for pid in started_rsyncs(os.getpid()):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(ProblemError, match="rsync ended with code"):
        site.publish({"large.html": "large" * 1_000_000})
    killer.join()
    assert any(stage.glob("large.html.*"))
    site.publish({"large.html": "small"})
    assert contents(site.top, receipt=False) == {"large.html": "small"}
    assert not stage.exists()


def started_rsyncs(pid: int) -> list[int]:
    """Return the rsyncs that a process has started, and those that these have.

    Other tests of the same process have browsers running, which must live, and whose own come and go.
    """
    children: list[int] = []
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            children += map(int, (task / "children").read_text().split())
    for child in children:
        with suppress(OSError):
            if Path(f"/proc/{child}/comm").read_text() == "rsync\n":
                found += [*started_rsyncs(child), child]
    return found


def test_folders_that_are_empty_afterwards_go_and_others_stay(site: SmallSite) -> None:
    site.publish({"a/b/c.html": "page", "a/d.html": "page", "e/f.html": "page", "index.html": "page"})
    (site.top / "e/theirs").mkdir()
    site.publish({"a/d.html": "page", "index.html": "page"})
    assert {path.relative_to(site.top).as_posix() for path in site.top.rglob("*") if path.is_dir()} == {
        "a",
        "e",
        "e/theirs",
    }
    assert contents(site.top, receipt=False) == {"a/d.html": "page", "index.html": "page"}
    site.publish({"a": "page", "index.html": "page"})
    assert contents(site.top, receipt=False) == {"a": "page", "index.html": "page"}


@pytest.mark.parametrize("make", [link, dangling_link, file], ids=lambda make: make.__name__)
def test_what_is_in_the_way_of_the_folder_to_write_in_is_left_alone(
    make: Callable[[Path], None], site: SmallSite
) -> None:
    make(site.top / ".leverage-site.stage")
    before = tree(site.top)
    with pytest.raises(ProblemError) as raised:
        site.publish(version(0))
    assert [problem.code for problem in raised.value.problems] == ["U011"]
    assert "Nothing was sent." in raised.value.problems[0].hint
    assert tree(site.top) == before
