import re
import sys
from pathlib import Path

import pytest

from bench import build, content, process, sites
from bench.sites import Site

PYTHON = sys.executable


def site(folder: Path, program: str) -> Site:
    """Return a site whose build runs a Python program in its folder."""
    root = folder / "site"
    record = root / "content/records/2026-11-10.md"
    record.parent.mkdir(parents=True)
    record.write_text(content.make_day(build.EDITED).text)
    command = (PYTHON, "-c", program)
    return Site("A", root, command, command, lambda _: command, root / "out", "{}.html", frozenset({"content"}))


COPY = """
import pathlib
pathlib.Path("out").mkdir(exist_ok=True)
pathlib.Path("out/2026-11-10.html").write_text(pathlib.Path("content/records/2026-11-10.md").read_text())
"""


def test_a_run_counts_its_children_and_their_memory(tmp_path):
    child = "x = b'x' * 60_000_000; sum(range(3_000_000))"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    run = process.run((PYTHON, "-c", program), tmp_path)
    assert run.memory > 60
    assert run.cpu > 0.02
    assert run.wall > 0.02


def test_a_run_that_fails_ends_the_measurement(tmp_path):
    with pytest.raises(SystemExit, match="ended with 3"):
        process.run((PYTHON, "-c", "raise SystemExit(3)"), tmp_path)


def test_programs_run_without_what_would_hide_the_installed_package(tmp_path):
    names = "{'PYTHONPATH', 'PYTHONDONTWRITEBYTECODE'}"
    process.run((PYTHON, "-c", f"import os; raise SystemExit(len({names} & os.environ.keys()))"), tmp_path)


def test_a_cleared_site_has_its_sources_and_its_files_are_still_there(tmp_path):
    one = site(tmp_path, COPY)
    build.build(one)
    assert [file.name for file in one.built()] == ["2026-11-10.html"]
    one.clear()
    assert [file.name for file in one.root.iterdir()] == ["content"]
    assert len([*tmp_path.glob("aside-*/out/2026-11-10.html")]) == 1


@pytest.mark.parametrize("change", [lambda text: f"{text}zebra\n", build.another_figure])
def test_an_edit_is_built(tmp_path, change):
    one = site(tmp_path, COPY)
    build.build(one)
    before = one.built_page(build.EDITED).read_text()
    build.edit(one, build.EDITED, change)
    assert one.built_page(build.EDITED).read_text() == change(before) != before


def test_an_edit_that_does_not_show_ends_the_measurement(tmp_path):
    one = site(tmp_path, COPY)
    build.build(one)
    with pytest.raises(SystemExit, match="did not notice"):
        build.edit(one, build.EDITED, str)


def test_another_figure_is_a_minute_more_of_one_task():
    text = content.make_day(build.EDITED).text
    lines = zip(text.splitlines(), build.another_figure(text).splitlines(), strict=True)
    ((before, after),) = (pair for pair in lines if pair[0] != pair[1])
    old, new = (int(re.fullmatch(r"    ai: (\d+)m", line)[1]) for line in (before, after))
    assert new == old + 1


def test_each_site_gives_the_file_of_a_day(tmp_path):
    one = site(tmp_path, COPY)
    assert one.built_page(build.EDITED) == one.root / "out/2026-11-10.html"
    folder = Site("B", one.root, (), (), lambda _: (), one.output, "records/{}/", frozenset())
    assert folder.built_page(build.EDITED) == one.root / "out/records/2026-11-10/index.html"
    assert folder.address(build.EDITED) == "records/2026-11-10/"
    assert sites.OWN != sites.PLAIN != sites.SAME
