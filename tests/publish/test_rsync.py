"""rsync as a target: the real one where there is one, and a small one that does what is used of it."""

import shutil
import sys
from pathlib import Path

import pytest

from leverage_site.problems import ProblemError
from leverage_site.publish.receipt import RECEIPT
from leverage_site.publish.rsync import RsyncTarget
from leverage_site.settings import PublishTarget
from tests.support import fake_rsync
from tests.support.publications import SmallSite, broken_promises, contents, version

REAL = pytest.param("real", marks=pytest.mark.skipif(shutil.which("rsync") is None, reason="there is no rsync"))


@pytest.fixture(params=["small", REAL])
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    if request.param == "small":
        install(tmp_path, monkeypatch, f'exec {sys.executable} {fake_rsync.__file__} "$@"')
    (tmp_path / "www").mkdir()
    settings = PublishTarget("live", "rsync", destination=str(tmp_path / "www"))
    return SmallSite(tmp_path / "site", lambda site: RsyncTarget(settings, site.root, site.store))


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """Let `rsync` be a script with one line."""
    (folder / "bin").mkdir()
    script = folder / "bin/rsync"
    script.write_text(f"#!/bin/sh\n{line}\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder / 'bin'}:/usr/bin:/bin")


@pytest.mark.site
def test_publications_leave_others_alone_and_can_be_undone(site: SmallSite) -> None:
    (site.top / "CNAME").write_text("example.org")
    for number in range(3):
        before = contents(site.top)
        site.publish(version(number))
        there = contents(site.top)
        assert {path: there[path] for path in version(number)} == version(number)
        assert there["CNAME"] == "example.org"
        assert site.publish(version(number)).plan.is_finished
    assert "assets/look-1.css" in there
    assert "assets/look-0.css" not in there
    site.undo()
    assert contents(site.top) == before


@pytest.mark.site
def test_the_first_can_be_undone(site: SmallSite) -> None:
    site.publish(version(0))
    site.undo()
    assert contents(site.top) == {}


def test_what_was_edited_there_is_told_and_brought_back(site: SmallSite) -> None:
    site.publish(version(1))
    (site.top / "days/1.html").write_text("by hand")
    (site.top / "days/2.html").write_text("by hand")
    before = contents(site.top)
    published = site.publish(version(0))
    assert published.plan.edited == ("days/1.html",)
    assert published.plan.left == ("days/2.html",)
    assert contents(site.top)["days/2.html"] == "by hand"
    site.undo()
    assert contents(site.top) == before


def test_p1_strangers_and_links_are_in_the_way(site: SmallSite, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (site.top / "assets").symlink_to(tmp_path / "outside")
    (site.top / "days").mkdir()
    (site.top / "days/1.html").write_text("theirs")
    (site.top / "feed.xml").mkdir()
    before = contents(site.top)
    with site.planned(version(0)) as publication:
        assert {*publication.plan.foreign} == {"feed.xml"} | {path for path in version(0) if path[0] in "ad"}
    assert contents(site.top) == before
    assert contents(tmp_path / "outside") == {}


@pytest.mark.site
@pytest.mark.parametrize("at", [1, 3, 5, 7])
def test_p21_one_that_is_cut_off_keeps_the_promises(
    at: int, site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failure at each call of rsync that changes something."""
    site.publish(version(1))
    before = contents(site.top)
    count = 0
    run = RsyncTarget._run  # noqa: SLF001

    def failing(target: RsyncTarget, *arguments: str, paths: object) -> object:
        nonlocal count
        count += arguments[-1] == target.destination and "--dry-run" not in arguments
        if count > at:
            raise ConnectionError
        return run(target, *arguments, paths=paths)

    with monkeypatch.context() as patch:
        patch.setattr(RsyncTarget, "_run", failing)
        try:
            site.publish(version(2))
        except ConnectionError:
            there = contents(site.top, receipt=False)
            assert broken_promises(there) == []
    site.publish(version(2))
    assert contents(site.top).items() >= version(2).items()
    site.undo()
    assert contents(site.top) == before


@pytest.mark.site
def test_a_folder_that_is_missing_is_told(site: SmallSite) -> None:
    site.top.rmdir()
    with pytest.raises(ProblemError, match=r"rsync ended with code (3|11|23)"):
        site.publish(version(0))
    assert not site.top.exists()


def test_where_there_is_no_rsync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    settings = PublishTarget("live", "rsync", destination=str(tmp_path))
    target = RsyncTarget(settings, tmp_path, SmallSite(tmp_path / "site").store)
    with pytest.raises(ProblemError, match="rsync is not there: install it first"), target.open():
        pass


@pytest.mark.site
def test_nothing_is_deleted_that_is_not_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No call has `--delete`, and each has a list of files."""
    log = tmp_path / "log"
    install(tmp_path, monkeypatch, f'echo "$@" >>{log}; exec {sys.executable} {fake_rsync.__file__} "$@"')
    (tmp_path / "www").mkdir()
    settings = PublishTarget("live", "rsync", destination=str(tmp_path / "www"), options=("--compress",))
    site = SmallSite(tmp_path / "site", lambda site: RsyncTarget(settings, site.root, site.store))
    for number in range(3):
        site.publish(version(number))
    calls = [line.split() for line in log.read_text().splitlines()]
    assert len(calls) > 10
    assert all("--delete" not in call and "--files-from=-" in call and call[0] == "--compress" for call in calls)
    assert RECEIPT in contents(site.top)
