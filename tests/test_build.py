import os
import subprocess
import sys

import pytest

from leverage_site import build as builder
from leverage_site.problems import ProblemError
from leverage_site.processes import spread
from tests.support.workspace import MANIFEST, REPOSITORY, SETTINGS, environment, make_site, published, tree


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path / "site")


def built(root, output=None, **more):
    target = output or root / builder.OUTPUT
    builder.build(builder.prepare(root, **more), target)
    return published(target)


def test_a_site_is_read_planned_rendered_and_written(site, monkeypatch):
    monkeypatch.setattr(spread, "can_fork", lambda: False)
    timings, seen = builder.Timings(), []
    prepared = builder.prepare(site, timings=timings)
    result = builder.build(prepared, site / "output", timings, progress=seen.append)
    count = len(prepared.plan.pages)
    assert prepared.problems == ()
    assert [record.date.isoformat() for record in prepared.library.records] == ["2026-04-06", "2026-04-07"]
    assert len(result.written) == len(published(site / "output")) == count
    assert seen == [1] * count
    assert list(timings.seconds) == ["read", "plan", "keys", "compare", "render", "write"]
    assert all(seconds >= 0 for seconds in timings.seconds.values())


def test_files_gives_what_build_writes(site):
    prepared = builder.prepare(site)
    rendered = dict(builder.files(prepared))
    builder.build(prepared, site / "output")
    assert rendered == published(site / "output")


def test_nothing_is_written_where_a_record_is_broken(site):
    built(site)
    before = tree(site / "output")
    (site / "content/records/broken.md").write_text("half a record")
    prepared = builder.prepare(site)
    assert [problem.code for problem in prepared.problems] == ["R001"]
    with pytest.raises(ProblemError) as caught:
        builder.build(prepared, site / "output")
    assert [problem.code for problem in caught.value.problems] == ["R001"]
    assert tree(site / "output") == before


def test_warnings_are_handed_on_before_those_of_the_writer(site):
    built(site)
    (site / "output/index.html").write_text("edited")
    (site / "content/stray.txt").write_text("stray")
    result = builder.build(builder.prepare(site), site / "output")
    assert [problem.code for problem in result.problems] == ["F013", "F004"]


def test_settings_and_content_are_reported_together(site):
    (site / "leverage.toml").write_text("[site\n")
    (site / "content/records/broken.md").write_text("half a record")
    with pytest.raises(ProblemError) as caught:
        builder.prepare(site)
    assert [problem.code for problem in caught.value.problems] == ["S002", "R001"]


def test_without_settings_the_folder_is_not_read(tmp_path):
    (tmp_path / "content/records").mkdir(parents=True)
    (tmp_path / "content/records/broken.md").write_text("half a record")
    with pytest.raises(ProblemError) as caught:
        builder.prepare(tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["S001"]


def test_an_unknown_theme_is_a_problem(site):
    (site / "leverage.toml").write_text(SETTINGS + 'theme = "nowhere"\n')
    with pytest.raises(ProblemError) as caught:
        builder.prepare(site)
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
    (site / "content/records/2026-04-06.md").unlink()
    prepared = builder.prepare(site)
    (site / "content/static/data.bin").unlink()
    before = tree(site / "output")
    with pytest.raises(ProblemError) as caught:
        builder.build(prepared, site / "output")
    assert [(p.code, p.place.path) for p in caught.value.problems] == [("F006", "content/static/data.bin")]
    assert tree(site / "output") == before


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


ZONES = [("UTC", "C.UTF-8", "0"), ("Pacific/Kiritimati", "C", "1"), ("America/New_York", "C.UTF-8", "4242")]


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
    timings = builder.Timings()
    with timings.stage("read"):
        pass
    first = timings.seconds["read"]
    with pytest.raises(KeyError), timings.stage("read"):
        raise KeyError
    assert timings.seconds["read"] >= first
    assert list(timings.seconds) == ["read"]
