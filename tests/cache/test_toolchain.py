"""No two programs that may make other bytes of the same input are taken for one."""

import shutil
import sys
import zipfile

import pytest

from leverage_site import __version__
from leverage_site.cache import toolchain as module
from leverage_site.cache.toolchain import LIBRARIES, UNKNOWN, toolchain
from tests.support.sites import ROOT


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A copy of the package; whoever asks for it again sees how it is by then."""
    copy = tmp_path / "leverage_site"
    shutil.copytree(ROOT / "leverage_site", copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(module, "_PACKAGE", copy)
    yield copy
    toolchain.cache_clear()


@pytest.fixture
def libraries(tmp_path, monkeypatch):
    """The folder of libraries of another environment."""
    folder = tmp_path / "libraries"
    for name in LIBRARIES:
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text("")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "none"), str(folder)])
    yield folder
    toolchain.cache_clear()


def asked():
    toolchain.cache_clear()
    return toolchain()


def test_it_has_the_program_python_and_each_library():
    found = toolchain()
    assert found[:2] == (__version__, sys.version)
    assert [text.split()[0] for text in found[-len(LIBRARIES) :]] == list(LIBRARIES)
    assert not [text for text in found if text.endswith(UNKNOWN)]
    assert any(text.removeprefix("./").startswith("build.py ") for text in found)
    assert any(text.startswith("cache/store.py ") for text in found)
    assert asked() == found


@pytest.mark.parametrize(
    "name", ["build.py", "pages/day.py", "serve/client.js", "cache/store.py", "prose/parse.py"]
)
def test_each_module_of_the_program_counts(package, name):
    before = asked()
    (package / name).write_text((package / name).read_text() + "\n")
    assert len(set(asked()) ^ set(before)) == 2
    (package / name).unlink()
    assert len(asked()) == len(before) - 1


def test_a_new_module_counts_and_what_python_keeps_does_not(package):
    before = asked()
    (package / "pages/__pycache__").mkdir()
    (package / "pages/__pycache__/new.py").write_text("")
    (package / "pages/new.pyc").write_text("")
    (package / "notes.txt").write_text("")
    assert asked() == before
    (package / "pages/new.py").write_text("")
    assert len(set(asked()) - set(before)) == 1


@pytest.mark.parametrize("name", LIBRARIES)
def test_another_version_of_a_library_counts(libraries, name):
    before = asked()
    (libraries / name / "__init__.py").write_text("# 2")
    assert [text.split()[0] for text in set(asked()) - set(before)] == [name]
    shutil.rmtree(libraries / name)
    assert f"{name} {UNKNOWN}" in asked()


def test_a_library_is_the_first_on_the_way(libraries, tmp_path, monkeypatch):
    before = asked()
    shutil.copytree(libraries / "yaml", tmp_path / "first/yaml")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "first")])
    assert asked() == before
    (tmp_path / "first/yaml/__init__.py").write_text("# other")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "first"), *sys.path])
    assert asked() != before


def test_in_an_archive_nothing_is_known_and_nothing_fails(tmp_path, monkeypatch):
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("yaml/__init__.py", "")
    monkeypatch.setattr(module, "_PACKAGE", archive / "leverage_site")
    monkeypatch.setattr(sys, "path", [str(archive), ""])
    try:
        assert asked() == (__version__, sys.version, *(f"{name} {UNKNOWN}" for name in LIBRARIES))
    finally:
        toolchain.cache_clear()
