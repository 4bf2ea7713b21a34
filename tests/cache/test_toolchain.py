"""No two programs that may make other bytes of the same input are taken for one."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import mdurl
import pytest

from leverage_site import __version__, parallel
from leverage_site.cache import toolchain as module
from leverage_site.cache.store import UNKNOWN
from leverage_site.cache.toolchain import Toolchain
from tests.support.sites import ROOT, Site
from tests.support.workspace import environment, published

OLD = (1, 1)  # nanoseconds


@pytest.fixture
def imported(tmp_path):
    """Names and files of what this process has imported, as far as the tests are concerned."""
    names = {"one": "one/__init__.py", "one.part": "one/part.py", "two": "two/__init__.py", "single": "single.py"}
    return [(name, str(tmp_path / "libraries" / path)) for name, path in names.items()]


@pytest.fixture
def libraries(tmp_path, imported, monkeypatch):
    """Return a folder of two imported packages and a module, on Python's path between two others."""
    folder = tmp_path / "libraries"
    for name in ("one/__init__.py", "one/part.py", "two/__init__.py", "single.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("value = 1\n")
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path / name) for name in ("before", "none", "libraries", "after")])
    monkeypatch.setattr(module, "_imported", lambda: imported)
    # All is older than this process, whenever that began.
    monkeypatch.setattr(module, "BEGAN", 10**19)
    return folder


@pytest.mark.usefixtures("libraries")
def test_nothing_has_changed():
    text = Toolchain().dump()
    assert Toolchain().is_same(text)
    again = Toolchain()
    assert again.is_same(text)
    assert again.dump() == text
    assert json.loads(text)[0] == [__version__, sys.version]


@pytest.mark.parametrize("text", [UNKNOWN, "0" * 64, "[]", "{}", "7", '["1", {}, []]', '[1, 2, {"a": 3}]'])
@pytest.mark.usefixtures("libraries")
def test_what_another_version_has_told_is_another_s(text):
    assert not Toolchain().is_same(text)


def rewrite(path):
    """Other bytes, as many as before, with the same time of change."""
    status = path.stat()
    path.write_text("value = 2\n")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


CHANGES = {
    "longer": lambda path: path.write_text("value = 1 \n"),
    "rewritten": rewrite,
    "touched": lambda path: path.touch(),
    "gone": lambda path: path.unlink(),
    "older": lambda path: os.utime(path, ns=OLD),
}


@pytest.mark.parametrize("name", ["one/__init__.py", "one/part.py", "two/__init__.py", "single.py"])
@pytest.mark.parametrize("change", CHANGES)
def test_every_file_of_every_module_counts(libraries, name, change):
    text = Toolchain().dump()
    CHANGES[change](libraries / name)
    assert not Toolchain().is_same(text)


@pytest.mark.parametrize("name", ["one/__init__.py", "two.py", "single/__init__.py", "single.abi3.so", "one.pyc"])
@pytest.mark.usefixtures("libraries")
def test_a_module_that_python_finds_sooner_counts(tmp_path, name):
    text = Toolchain().dump()
    (tmp_path / "after" / name).parent.mkdir(exist_ok=True)
    (tmp_path / "after" / name).write_text("")
    assert Toolchain().is_same(text)
    (tmp_path / "before" / name).parent.mkdir(exist_ok=True)
    (tmp_path / "before" / name).write_text("")
    assert not Toolchain().is_same(text)


def test_another_way_to_the_same_module_counts(libraries, tmp_path, monkeypatch):
    text = Toolchain().dump()
    shutil.copytree(libraries / "one", tmp_path / "copy/one")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "copy"), *sys.path])
    assert not Toolchain().is_same(text)


def test_what_no_module_is_made_of_does_not_count(libraries, tmp_path):
    text = Toolchain().dump()
    for name in ("one.txt", "two.dist-info", "single.md", "other.py"):
        (tmp_path / "before" / name).write_text("")
    (libraries / "one/notes.txt").write_text("")
    (libraries / "three").mkdir()
    assert Toolchain().is_same(text)


@pytest.mark.usefixtures("libraries")
def test_another_python_counts(monkeypatch):
    text = Toolchain().dump()
    monkeypatch.setattr(sys, "version", "4.0")
    assert not Toolchain().is_same(text)


def test_modules_that_are_imported_later_join_those_that_were_known(libraries, imported, monkeypatch):
    monkeypatch.setattr(module, "_imported", lambda: imported[:2])
    first = Toolchain().dump()
    later = Toolchain()
    assert later.is_same(first)
    monkeypatch.setattr(module, "_imported", lambda: imported[2:])
    text = later.dump()
    assert set(json.loads(text)[2]) == {path for _, path in imported}
    rewrite(libraries / "one/part.py")
    assert not Toolchain().is_same(text)


@pytest.mark.parametrize(
    ("changed", "began", "known"),
    [
        (5_100_000_000, 5_200_000_000, True),
        (5_100_000_000, 5_100_000_001, False),
        (5_100_000_000, 5_000_000_000, False),
        # A file system that tells whole seconds: nearly two of them may be missing.
        (5_000_000_000, 6_900_000_000, False),
        (5_000_000_000, 7_000_000_001, True),
    ],
)
@pytest.mark.usefixtures("libraries")
def test_a_module_that_changed_while_this_process_was_at_work_makes_all_unknown(
    monkeypatch, changed, began, known
):
    monkeypatch.setattr(module, "BEGAN", began)
    monkeypatch.setattr(module, "_entry", lambda _: (1, 1, changed))
    assert (Toolchain().dump() != UNKNOWN) == known
    assert not Toolchain().is_same(UNKNOWN)


def test_what_workers_import_counts(monkeypatch, tmp_path):
    (tmp_path / "workers_own.py").write_text("value = 1\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(parallel, "worker_modules", {})
    monkeypatch.setattr(module, "worker_modules", parallel.worker_modules)
    worker = parallel.Worker(lambda name: __import__(name).value, ["workers_own"])
    assert worker.reply() == [1]
    worker.end()
    assert "workers_own" not in sys.modules
    assert parallel.worker_modules["workers_own"] == str(tmp_path / "workers_own.py")


def build(root, libraries):
    """Return what a build renders that finds libraries there first."""
    done = subprocess.run(
        [sys.executable, "-m", "leverage_site", "--site", root, "build", "--json"],
        capture_output=True,
        text=True,
        check=True,
        cwd=root.parent,
        env=environment(PYTHONPATH=f"{libraries}{os.pathsep}{ROOT}"),
    )
    return json.loads(done.stdout)


@pytest.mark.site
def test_a_library_behind_a_library_is_noticed(tmp_path):
    """The addresses in prose are quoted by mdurl, a library of markdown-it's."""
    site = Site(tmp_path / "site").record("2026-04-07", "[a](https://e.org/a*b)\n")
    libraries, own = tmp_path / "libraries", Path(mdurl.__file__).parent
    libraries.mkdir()
    assert build(site.root, libraries)["rendered"] > 0
    shutil.copytree(own, libraries / "mdurl")
    encode = libraries / "mdurl/_encode.py"
    encode.write_text(encode.read_text().replace("~*'", "~'"))
    build(site.root, libraries)
    page = next((site.root / "output/posts").rglob("*.html"))
    assert "https://e.org/a%2Ab" in page.read_text()
    found = published(site.root / "output")
    shutil.rmtree(site.root / ".leverage-site")
    shutil.rmtree(site.root / "output")
    assert build(site.root, libraries)["rendered"] == len(found)
    assert published(site.root / "output") == found
