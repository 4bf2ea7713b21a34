import os
import resource
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from leverage_site import build as builder
from leverage_site.cache.built_pages import BuiltPages
from leverage_site.output.folder import OUTPUT
from leverage_site.pages import data
from leverage_site.problems import ProblemError
from leverage_site.project import Project
from leverage_site.report import BuildMonitor, BuildOptions, Timings
from tests.support.sites import Site, rendered
from tests.support.workspace import (
    MANIFEST,
    OWN_SETTINGS,
    REPOSITORY,
    SETTINGS,
    cli,
    environment,
    make_site,
    published,
    tree,
)


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path / "site", settings=OWN_SETTINGS)


def built(root, output=None, **more):
    target = output or root / OUTPUT
    builder.write_site(builder.plan_site(root, **more), target)
    return published(target)


def test_a_site_is_read_planned_rendered_and_written(site, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    timings, seen = Timings(), []
    prepared = builder.plan_site(site, timings=timings)
    monitor = BuildMonitor(timings, lambda done, total: seen.append((done, total)))
    report, _ = builder.write_site(prepared, site / "output", monitor=monitor)
    count = len(prepared.plan.pages)
    assert prepared.problems == ()
    assert [record.date.isoformat() for record in prepared.library.records] == ["2026-04-06", "2026-04-07"]
    assert len(report.written) == len(published(site / "output")) == count
    assert seen == [(1, count)] * count
    assert list(timings.seconds) == ["read", "index", "plan", "claims", "keys", "compare", "render", "write"]
    assert all(seconds >= 0 for seconds in timings.seconds.values())


def test_digests_are_those_of_what_build_writes(site):
    prepared = builder.plan_site(site)
    digests = dict(builder.page_digests(prepared))
    builder.write_site(prepared, site / "output")
    assert digests == {path: sha256(data).hexdigest() for path, data in published(site / "output").items()}


def test_nothing_is_written_where_a_record_is_broken(site):
    built(site)
    before = tree(site / "output")
    (site / "content/records/broken.md").write_text("half a record")
    prepared = builder.plan_site(site)
    assert [problem.code for problem in prepared.problems] == ["R001"]
    with pytest.raises(ProblemError) as caught:
        builder.write_site(prepared, site / "output")
    assert [problem.code for problem in caught.value.problems] == ["R001"]
    assert tree(site / "output") == before


def test_warnings_are_handed_on_before_those_of_the_writer(site):
    built(site)
    (site / "output/index.html").write_text("edited")
    (site / "content/stray.txt").write_text("stray")
    report, _ = builder.write_site(builder.plan_site(site), site / "output")
    assert [problem.code for problem in report.problems] == ["F013", "F004"]


def test_settings_and_content_are_reported_together(site):
    (site / "leverage.toml").write_text("[site\n")
    (site / "content/records/broken.md").write_text("half a record")
    with pytest.raises(ProblemError) as caught:
        builder.plan_site(site)
    assert [problem.code for problem in caught.value.problems] == ["S002", "R001"]


def test_without_settings_the_folder_is_not_read(tmp_path):
    (tmp_path / "content/records").mkdir(parents=True)
    (tmp_path / "content/records/broken.md").write_text("half a record")
    with pytest.raises(ProblemError) as caught:
        builder.plan_site(tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["S001"]


def test_an_unknown_theme_is_a_problem(site):
    (site / "leverage.toml").write_text(SETTINGS + 'theme = "nowhere"\n')
    with pytest.raises(ProblemError) as caught:
        builder.plan_site(site)
    assert [problem.code for problem in caught.value.problems] == ["T001"]


def test_base_url_and_drafts_are_those_of_the_call(site):
    record = site / "content/records/2026-04-07.md"
    record.write_text(record.read_text().replace("tags:", "draft: true\ntags:"))
    plain = built(site)
    moved = built(site, site / "moved", base_url="https://example.net/blog/")
    drafts = built(site, site / "drafts", drafts=True)
    page = "posts/2026/2026-04-07-leverage-record.html"
    assert (page in plain, page in moved, page in drafts) == (False, False, True)
    assert b"https://example.net/blog/" in moved["feed.xml"]
    assert b"https://example.net/" not in plain["feed.xml"]


def test_a_file_to_copy_that_vanishes_leaves_the_site_as_it_was(site):
    (site / "content/static").mkdir()
    (site / "content/static/data.bin").write_bytes(b"1")
    built(site)
    (site / "content/static/data.bin").write_bytes(b"2")
    (site / "content/records/2026-04-06.md").unlink()
    prepared = builder.plan_site(site)
    (site / "content/static/data.bin").unlink()
    before = tree(site / "output")
    with pytest.raises(ProblemError) as caught:
        builder.write_site(prepared, site / "output")
    assert [(p.code, p.place.path) for p in caught.value.problems] == [("F006", "content/static/data.bin")]
    assert tree(site / "output") == before


def _grown(file):
    with file.open("ab") as opened:
        opened.write(b"more")


def _replaced_by(make):
    def act(file):
        file.unlink()
        make(file)

    return act


CHANGES = {
    "other bytes": lambda file: file.write_bytes(b"other bytes"),
    "a byte": lambda file: file.write_bytes(b"B" + file.read_bytes()[1:]),
    "grown": _grown,
    "cut off": lambda file: file.write_bytes(file.read_bytes()[:-1]),
    "emptied": lambda file: file.write_bytes(b""),
    "another file": _replaced_by(lambda file: file.write_bytes(b"new")),
    "a link": _replaced_by(lambda file: file.symlink_to(__file__)),
    "a folder": _replaced_by(Path.mkdir),
    "a pipe": _replaced_by(os.mkfifo),
    "gone": Path.unlink,
}
COPIES = {"static": "content/static/a/film.bin", "asset": "themes/mine/assets/film.bin"}


def with_copies(site, data=b"A" * 300_000):
    for path in COPIES.values():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)
    (site / "themes/mine/theme.toml").write_text("contract = 1\n")
    (site / "leverage.toml").write_text(OWN_SETTINGS + 'theme = "mine"\n')


@pytest.mark.site
@pytest.mark.parametrize("earlier", [True, False], ids=["rebuild", "first build"])
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("copy", COPIES)
def test_p3_a_file_to_copy_that_changes_during_a_build_is_never_taken_for_what_was_read(
    site, copy, change, earlier, monkeypatch
):
    file = site / COPIES[copy]
    if earlier:
        with_copies(site, b"of an earlier build")
        assert cli("--site", site, "build").exit_code == 0
    with_copies(site)
    before = tree(site / "output")
    real = builder.write_site

    def changed(*args, **more):
        CHANGES[change](file)
        return real(*args, **more)

    with Project.open(site, lambda: None) as project, monkeypatch.context() as patch:
        patch.setattr(builder, "write_site", changed)
        with pytest.raises(ProblemError) as caught:
            project.build(BuildOptions(site / "output"))
    assert [(p.code, p.place.path) for p in caught.value.problems] == [("F006", COPIES[copy])]
    assert tree(site / "output") == before
    shutil.rmtree(file) if change == "a folder" else file.unlink(missing_ok=True)
    file.write_bytes(b"A" * 300_000)
    assert cli("--site", site, "build").exit_code == 0
    assert published(site / "output") == rendered(builder.plan_site(site))


def test_a_file_to_copy_that_is_as_it_was_again_is_copied(site):
    with_copies(site)
    prepared = builder.plan_site(site)
    for path in COPIES.values():
        (site / path).write_bytes(b"for a moment")
        (site / path).write_bytes(b"A" * 300_000)
    builder.write_site(prepared, site / "output")
    assert published(site / "output") == rendered(prepared)


# Files of any size: more memory than this is not to be had, while a file of that size is at hand

LARGE = 96 << 20
HEADROOM = 64 << 20


def within_bounds(act, *args):
    """Return what `act` gives, as a text, in a process that may have little more memory than it has already."""
    end, answer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (used + HEADROOM, used + HEADROOM))
            os.write(answer, str(act(*args)).encode()[:60_000])
        except BaseException as error:  # noqa: BLE001  # handed to the parent as text
            os.write(answer, repr(error).encode())
        finally:
            os._exit(0)
    os.close(answer)
    found = b"".join(iter(lambda: os.read(end, 1 << 16), b"")).decode()
    os.close(end)
    os.waitpid(child, 0)
    return found


def commanded(site, *args):
    result = cli("--site", site, *args)
    return f"{result.exit_code} {result.stderr}"


@pytest.mark.site
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc and a limit of memory that counts")
@pytest.mark.parametrize("copy", COPIES)
def test_p13_a_file_to_copy_may_be_larger_than_memory(site, copy):
    with_copies(site)
    with (site / COPIES[copy]).open("wb") as file:
        file.truncate(LARGE)
    assert "MemoryError" in within_bounds((site / COPIES[copy]).read_bytes)
    for act in ("check", "build", "build", "build --verify"):
        assert within_bounds(commanded, site, *act.split()) == "0 ", act
    built_file = site / "output" / ("a" if copy == "static" else "assets") / "film.bin"
    with built_file.open("r+b") as file:
        assert file.seek(0, 2) == LARGE
        file.write(b"edited")
    assert "warning F004" in within_bounds(commanded, site, "build")
    (site / COPIES[copy]).unlink()
    assert within_bounds(commanded, site, "build") == "0 "
    assert max(map(len, published(site / "output").values())) < LARGE
    with (site / COPIES[copy]).open("wb") as file:
        file.truncate(LARGE)
    assert within_bounds(commanded, site, "build") == "0 "
    assert within_bounds(commanded, site, "clean") == "0 "
    assert published(site / "output") == {}


def test_rebuilding_after_edits_is_a_clean_build(site):
    def edit(step):
        record = site / "content/records/2026-04-06.md"
        match step:
            case 0:
                record.write_text(record.read_text().replace("8h", "9h"))
            case 1:
                (site / "content/records/2026-04-07.md").rename(site / "content/records/moved.md")
            case 2:
                record.unlink()
            case 3:
                (site / "leverage.toml").write_text(
                    SETTINGS + 'title = "Renamed"\n[permalinks]\ntag = "/t/{slug}/"\n'
                )

    built(site)
    for step in range(4):
        edit(step)
        assert built(site) == built(site, site / f"clean{step}")
        assert (site / "output" / MANIFEST).read_bytes() == (site / f"clean{step}" / MANIFEST).read_bytes()


@pytest.fixture
def rebuilt(site, monkeypatch):
    """Build three months, and return what builds them again and tells which months of data were written anew."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    seen, real, pages = [], data._task_values, BuiltPages()  # noqa: SLF001  # what an edit should seldom call
    monkeypatch.setattr(
        data, "_task_values", lambda site, months, order: seen.extend(months) or real(site, months, order)
    )
    Site(site).settings(title="Three months").record("2026-03-09").record("2026-05-09")

    def build():
        seen.clear()
        builder.write_site(builder.plan_site(site), site / "output", built_pages=pages)
        return [month.period.key for month in seen[::2]]

    assert build() == ["2026-03", "2026-04", "2026-05"]
    return build


def test_an_edit_writes_the_data_of_its_month_anew(site, rebuilt):
    record = site / "content/records/2026-04-06.md"
    record.write_text(record.read_text().replace("8h", "9h"))
    assert rebuilt() == ["2026-04"]
    assert published(site / "output") == built(site, site / "clean")


@pytest.mark.parametrize(
    "spoil",
    [
        Path.unlink,
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(file.read_bytes()[:-10]),
        lambda file: file.write_bytes(file.read_bytes().replace(b"2026-03-09", b"2026-03-19")),
    ],
    ids=["gone", "empty", "cut", "edited"],
)
def test_p3_no_segment_is_copied_from_a_file_that_has_changed(site, rebuilt, spoil):
    record = site / "content/records/2026-04-06.md"
    record.write_text(record.read_text().replace("8h", "9h"))
    for name in ("tasks.json", "tasks.csv"):
        spoil(site / "output/data" / name)
    assert rebuilt() == ["2026-03", "2026-04", "2026-05"]
    assert published(site / "output") == built(site, site / "clean")


ZONES = [("UTC", "C.UTF-8", "0"), ("Pacific/Kiritimati", "C", "1"), ("America/New_York", "C.UTF-8", "4242")]


@pytest.mark.site
def test_the_same_input_gives_the_same_bytes_anywhere(tmp_path):
    results = []
    for number, (zone, locale, seed) in enumerate(ZONES):
        folder = tmp_path / ("x" * (number * 20 + 1)) / "site"
        folder.parent.mkdir()
        make_site(folder, *reversed(["2026-01-01", "2026-04-06", "2026-04-07", "2026-12-31"]))
        env = {
            **environment(),
            "TZ": zone,
            "LC_ALL": locale,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": str(REPOSITORY),
        }
        where = folder if number % 2 else tmp_path
        ended = subprocess.run(
            [sys.executable, "-m", "leverage_site", "--site", os.path.relpath(folder, where), "build"],
            cwd=where,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        results.append({**published(folder / "output"), MANIFEST: (folder / "output" / MANIFEST).read_bytes()})
    assert results[0] == results[1] == results[2]


def test_timings_add_up():
    timings = Timings()
    with timings.stage("read"):
        pass
    first = timings.seconds["read"]
    with pytest.raises(KeyError), timings.stage("read"):
        raise KeyError
    assert timings.seconds["read"] >= first
    assert list(timings.seconds) == ["read"]
