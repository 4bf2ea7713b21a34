"""P3, P12, P19: after any edits, accidents and damage, a build with the cache is a build from nothing, byte for byte."""

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from leverage_site import build, project
from leverage_site.cache.store import FILE, FOLDER
from leverage_site.pages import plan
from leverage_site.problems import Problem, ProblemError
from leverage_site.project import Project
from leverage_site.report import BuildOptions, BuildReport
from tests.support.builders import Version
from tests.support.edits import (
    Edit,
    beginning,
    edit,
    nth_file,
    of_anything,
    of_content,
    of_settings,
    sources_digest,
    weighted,
)
from tests.support.sites import Site, rendered
from tests.support.workspace import REPOSITORY, Faults, environment, published, tree

# A fork beside the threads of the test's runner may hang, of which newer Pythons warn: it ends by itself.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")

CACHE = f"{FOLDER}/{FILE}"
NavLink = plan.NavLink
Step = tuple[Edit, dict[str, Any], bool]


def rebuilt(root: Path, *, drafts: bool = False, base_url: str | None = None) -> BuildReport:
    """Build as `leverage-site build` does."""
    with Project.open(root, lambda: pytest.fail("nobody else is here")) as site:
        return site.build(BuildOptions(root / "output", drafts, base_url))


Clean = tuple[dict[str, bytes], tuple[Problem, ...]]


def from_nothing(root: Path, **options: Any) -> Clean:
    """Return the bytes of a build without a cache, or the problems that forbid it."""
    try:
        clean = build.plan_site(root, **options)
        left_out = () if options.get("drafts") else clean.library.drafts
        problems = tuple(problem for problem in clean.problems if problem.place.path not in left_out)
        return ({}, problems) if clean.errors else (rendered(clean), problems)
    except ProblemError as error:
        return {}, error.problems


@cache
def of_beginning(root: Path) -> Clean:
    """Return what a build from nothing makes of the site with which every sequence begins."""
    return from_nothing(root)


def from_nothing_once(root: Path, known: dict[Any, Clean], **options: Any) -> Clean:
    """Return what `from_nothing` does, by what is `known` where the sources were the same before."""
    state = (root, sources_digest(root), tuple(options.items()))
    if state not in known:
        known[state] = from_nothing(root, **options)
    return known[state]


# Accidents.


def kill(site: Site, k: int, drafts: bool) -> None:
    """Build, and end at write-class call number `k`, without a word."""
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
    """Restore the cache of a while ago, in the same folder."""
    shutil.copy(site.root.parent / "aside.sqlite3", site.root / CACHE)


def lose(site: Site, name: str) -> None:
    shutil.rmtree(site.root / name, ignore_errors=True)


def folder_instead(site: Site) -> None:
    (site.root / CACHE).unlink()
    (site.root / CACHE).mkdir()


def lose_output(site: Site, folder: str, n: int, how: str) -> None:
    """One of the site's files goes, or gets other bytes of the same size, and an old time or the same."""
    page = nth_file(site, folder, n)
    data, status = page.read_bytes(), page.stat()
    page.unlink()
    if how != "gone" and page.name != ".leverage-site.json":
        page.write_bytes(data[:-1] + b"X")
        os.utime(page, ns=(1, 1) if how == "old" else (status.st_atime_ns, status.st_mtime_ns))
    elif page.name == ".leverage-site.json":
        page.write_bytes(data)


def edit_output(site: Site, folder: str, n: int, position: int) -> None:
    """One of the site's files gets other bytes in place, and no time tells of it."""
    page = nth_file(site, folder, n)
    data, status = bytearray(page.read_bytes()), page.stat()
    if page.name != ".leverage-site.json" and data:
        data[position % len(data)] ^= 1
        page.write_bytes(data)
        os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))


def other_version(site: Site) -> None:
    """Another version of the program, which makes other bytes of the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(project, "Toolchain", lambda: Version("other"))
        patch.setattr(build, "__version__", "other")
        patch.setattr(plan, "NavLink", lambda title, *more, **how: NavLink(title.upper(), *more, **how))
        with suppress(ProblemError):
            rebuilt(site.root)


positions = st.integers(0, 2**20)
outputs = st.sampled_from(["output", "output", "output/data"])
accidents = (
    edit(kill, st.integers(1, 80), st.booleans())
    | edit(flip, positions)
    | edit(truncate, positions)
    | edit(garbage, st.binary(max_size=40))
    | edit(keep_aside)
    | edit(bring_back)
    | edit(lose, st.sampled_from([FOLDER, CACHE, "output"]))
    | edit(folder_instead)
    | edit(lose_output, outputs, st.integers(0, 60), st.sampled_from(["gone", "old", "same"]))
    | edit(edit_output, outputs, st.integers(0, 60), positions)
    | edit(other_version)
)
options = st.sampled_from([{}] * 6 + [{"drafts": True}] * 2 + [{"base_url": "https://example.org/y/"}])
steps = st.tuples(
    weighted((6, of_content), (4, of_anything), (3, of_settings), (2, accidents)),
    options,
    st.sampled_from([False, False, True]),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return beginning(tmp_path_factory.mktemp("rebuild") / "site")


@pytest.fixture(scope="module")
def known() -> dict[Any, Clean]:
    """Keep what builds from nothing came to, by what they were made of."""
    return {}


def check(root: Path, expected: Clean | None = None, **options: Any) -> bool:
    """Assert that the output is a build's from nothing, or as it was where that has errors; return whether it has none.

    `expected` is what a build from nothing gave, where no source can have changed since.
    """
    clean, problems = expected or from_nothing(root, **options)
    errors = any(problem.severity == "error" for problem in problems)
    before = published(root / "output") if errors else None
    refusal = None
    try:
        report = rebuilt(root, **options)
    except ProblemError as error:
        refusal = error.problems
    if refusal == problems:
        assert published(root / "output") == before
        return False
    if refusal is not None:
        # Somebody's files are in the way: the program says so, and they are taken away.
        assert {problem.code[0] for problem in refusal} == {"F"}, refusal
        shutil.rmtree(root / "output")
        report = rebuilt(root, **options)
    assert not errors
    assert published(root / "output") == clean
    assert [problem for problem in report.problems if problem.code not in ("F004", "F008")] == list(problems)
    return True


class Sound:
    """The sources as they were when they had no errors: a site that stays broken proves nothing."""

    def __init__(self, site: Site, clean: Clean) -> None:
        self.site = site
        self.keep(clean, {})

    def keep(self, clean: Clean, options: dict[str, Any]) -> None:
        root = self.site.root
        self.clean, self.options = clean, options
        self.values = {name: dict(content) for name, content in self.site.values.items()}
        self.tree = tree(root / "content", root / "themes", root / "leverage.toml")

    def bring_back(self, options: dict[str, Any]) -> Clean | None:
        """Restore the sources; return what a build of them from nothing gave, if it had these options."""
        for name in ("content", "themes"):
            shutil.rmtree(self.site.root / name, ignore_errors=True)
        for path, (what, *rest) in self.tree.items():
            match what:
                case "folder":
                    Path(path).mkdir()
                case "link":
                    Path(path).symlink_to(rest[0])
                case "file":
                    Path(path).write_bytes(rest[1])
        self.site.values = {name: dict(content) for name, content in self.values.items()}
        return self.clean if options == self.options else None


def run(site: Site, edits: list[Step], known: dict[Any, Clean]) -> None:
    """Build after each edit, twice; what is broken is mended at once or after two edits.

    `known` is what builds from nothing came to in other sequences.
    """
    work = site.root.parent / "work"
    shutil.rmtree(work, ignore_errors=True)
    copy = site.copy(work)
    (work.parent / "aside.sqlite3").unlink(missing_ok=True)
    check(work, of_beginning(site.root))
    sound, broken = Sound(copy, of_beginning(site.root)), 0
    for (function, *arguments), asked, rests in edits:
        with suppress(OSError):
            function(copy, *arguments)
        clean = from_nothing_once(work, known, **asked)
        check(work, clean, **asked)
        for _ in range(2 if rests else 0):
            check(work, clean, **asked)
        broken = 0 if check(work, clean, **asked) else broken + 1
        if not broken:
            sound.keep(clean, asked)
        elif broken == 2 or not rests:
            check(work, sound.bring_back(asked), **asked)
            broken = 0


# To make a failing sequence shorter takes minutes; what it printed is what to look at. `make soak` tries 400.
@pytest.mark.no_cover
@pytest.mark.parametrize("part", range(3))  # for three processes, each with random steps of its own
@settings(max_examples=50, phases=(Phase.reuse, Phase.generate))
@given(st.lists(steps, min_size=1, max_size=30))
def test_p3_rebuilds_are_builds_from_nothing(
    site: Site,
    known: dict[Any, Clean],
    part: int,  # noqa: ARG001
    edits: list[Step],
) -> None:
    run(site, edits, known)


NAMED = {"404.html": '{% include "base1/404.html" %}', "base1/404.html": "mine", "base2/404.html": "other"}


@pytest.mark.parametrize(("first", "then"), [("base1", "base2"), ("base2", "base1"), ("base1", "default")])
def test_p3_the_theme_that_a_theme_extends_counts_by_its_name(tmp_path: Path, first: str, then: str) -> None:
    """Two themes with the same templates: what `base1/404.html` means depends on which of them is extended."""
    site = Site(tmp_path / "site").record()
    for name in ("base1", "base2"):
        site.theme({"404.html": "base"}, name=name)
    site.theme(NAMED, f'contract = 1\nextends = "{first}"\n')
    check(site.root)
    site.theme(NAMED, f'contract = 1\nextends = "{then}"\n')
    check(site.root)


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
