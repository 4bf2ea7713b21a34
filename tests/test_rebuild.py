"""P3, P12, P19: after any edits, accidents and damage, a build with the cache is a build from nothing, byte for byte."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from leverage_site import build, rebuild
from leverage_site.cache.session import FOLDER, opened
from leverage_site.cache.store import FILE
from leverage_site.problems import Problem, ProblemError
from leverage_site.records import folders
from leverage_site.report import Options, Report, Timings
from tests.edits import SETTLED, Edit, beginning, edit, of_anything, of_content
from tests.sites import Site, rendered
from tests.workspace import REPOSITORY, Faults, environment, published

# A fork beside the threads of the test's runner may hang, of which newer Pythons warn: it ends by itself.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")

CACHE = f"{FOLDER}/{FILE}"


@pytest.fixture(autouse=True)
def _files_settle_soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(folders, "SETTLED", SETTLED)
    return


def rebuilt(root: Path, *, drafts: bool = False, base_url: str | None = None) -> Report:
    """What `leverage-site build` does; templates that are the same are compiled once."""
    options = Options(root / "output", drafts, base_url)
    with opened(root, lambda: pytest.fail("nobody else is here")) as session:
        if report := session.unchanged(options):
            return report
        site = rebuild.prepared(session, options, Timings())
        same = replace(site, theme=THEMES.setdefault((site.theme.fingerprint, site.theme.levels), site.theme))
        return rebuild.written(session, options, same, Timings())


THEMES: dict[Any, Any] = {}


def from_nothing(root: Path, **options: Any) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The bytes of a build without a cache, or the problems that forbid it."""
    try:
        clean = build.prepare(root, **options)
        return ({}, clean.problems) if clean.errors else (rendered(clean), clean.problems)
    except ProblemError as error:
        return {}, error.problems


# Accidents.


def kill(site: Site, k: int, drafts: bool) -> None:
    """A build that ends at its write-class call number `k`, without a word."""
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        with suppress(BaseException), Faults(site.root, before=lambda n, _: n == k and os._exit(9)).active():
            rebuilt(site.root, drafts=drafts)
        os._exit(0)
    os.waitpid(child, 0)


def flip(site: Site, position: int) -> None:
    data = bytearray((site.root / CACHE).read_bytes())
    data[position % len(data)] ^= 1 << position % 8
    (site.root / CACHE).write_bytes(data)


def truncate(site: Site, position: int) -> None:
    size = (site.root / CACHE).stat().st_size
    os.truncate(site.root / CACHE, position % (size + 1))


def garbage(site: Site, data: bytes) -> None:
    (site.root / CACHE).write_bytes(data)


def keep_aside(site: Site) -> None:
    shutil.copy(site.root / CACHE, site.root.parent / "aside.sqlite3")


def bring_back(site: Site) -> None:
    """The cache as it was a while ago, in the same folder."""
    shutil.copy(site.root.parent / "aside.sqlite3", site.root / CACHE)


def lose(site: Site, name: str) -> None:
    shutil.rmtree(site.root / name, ignore_errors=True)


def folder_instead(site: Site) -> None:
    (site.root / CACHE).unlink()
    (site.root / CACHE).mkdir()


def lose_output(site: Site, n: int) -> None:
    """One of the pages goes, or gets other bytes of the same size and an old time."""
    pages = sorted((site.root / "output").rglob("*.html"))
    page = pages[n % len(pages)]
    if n % 2:
        page.unlink()
        return
    data = page.read_bytes()
    page.write_bytes(data[:-1] + b"X")
    os.utime(page, (1, 1))


positions = st.integers(0, 2**20)
accidents = (
    edit(kill, st.integers(1, 80), st.booleans())
    | edit(flip, positions)
    | edit(truncate, positions)
    | edit(garbage, st.binary(max_size=40))
    | edit(keep_aside)
    | edit(bring_back)
    | edit(lose, st.sampled_from([FOLDER, CACHE, "output"]))
    | edit(folder_instead)
    | edit(lose_output, st.integers(0, 30))
)
steps = st.tuples(of_content | of_content | of_anything | of_anything | accidents, st.booleans() | st.just(False))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return beginning(tmp_path_factory.mktemp("rebuild") / "site")


def check(root: Path, drafts: bool) -> None:
    """The output is what a build from nothing gives, or as it was where that has errors."""
    before = published(root / "output")
    clean, problems = from_nothing(root, drafts=drafts)
    try:
        report = rebuilt(root, drafts=drafts)
    except ProblemError as error:
        if error.problems == problems:
            assert published(root / "output") == before
            return
        # Somebody's files are in the way: the program says so, and they are taken away.
        assert {problem.code[0] for problem in error.problems} == {"F"}, error.problems
        shutil.rmtree(root / "output")
        report = rebuilt(root, drafts=drafts)
    assert not [problem for problem in problems if problem.severity == "error"]
    assert published(root / "output") == clean
    assert [problem for problem in report.problems if problem.code not in ("F004", "F008")] == list(problems)


def run(site: Site, edits: list[tuple[Edit, bool]]) -> None:
    work = site.root.parent / "work"
    shutil.rmtree(work, ignore_errors=True)
    copy = site.copy(work)
    (work.parent / "aside.sqlite3").unlink(missing_ok=True)
    check(work, drafts=False)
    for (function, *arguments), drafts in edits:
        with suppress(OSError):
            function(copy, *arguments)
        check(work, drafts)
        check(work, drafts)


# To make a failing sequence shorter takes minutes; what it printed is what to look at.
@pytest.mark.parametrize("part", range(3))
@settings(max_examples=50, phases=(Phase.reuse, Phase.generate))
@given(st.lists(steps, min_size=8, max_size=30))
def test_p3_rebuilds_are_builds_from_nothing(site: Site, part: int, edits: list[tuple[Edit, bool]]) -> None:
    run(site, edits)


ENVIRONMENTS = [
    ({"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}, ".", "work"),
    ({"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, "work/content", ".."),
    ({"TZ": "America/New_York", "LC_ALL": "POSIX", "PYTHONHASHSEED": "4242"}, "work", "."),
]


def test_p12_what_is_remembered_holds_in_any_environment_and_by_any_path(site: Site, tmp_path: Path) -> None:
    site.copy(tmp_path / "work")
    reports = []
    for variables, folder, root in ENVIRONMENTS:
        done = subprocess.run(
            [sys.executable, "-m", "leverage_site", "--site", root, "build", "--json"],
            cwd=tmp_path / folder,
            env={**environment(), "PYTHONPATH": str(REPOSITORY), **variables},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr == ""
        reports.append(json.loads(done.stdout))
    assert [report["rendered"] for report in reports] == [reports[0]["pages"], 0, 0]
    assert published(tmp_path / "work/output") == from_nothing(tmp_path / "work")[0]
