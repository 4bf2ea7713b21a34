"""What is compiled once: templates of the bundled themes, kept where Python keeps compiled modules, by its rules."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

from leverage_site.render import compiler
from leverage_site.render.theme import Theme
from leverage_site.render.theme_chain import load_chain
from tests.support.sites import Site


class Kept:
    """The folder of compiled templates, and how many templates were compiled since the last count."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.compiled: list[str] = []

    @property
    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.folder.glob("*"))}

    def read(self, root: Path, *names: str) -> list[str]:
        """Get templates of the theme of the site at `root`; return those that had to be compiled."""
        self.compiled.clear()
        loader = Theme(load_chain(root, "default")).environment.loader
        assert loader
        # Not the environment of the tests, which has a memory of its own.
        environment = compiler.template_environment(loader)
        for name in names:
            environment.get_template(name)
        return self.compiled


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    kept = Kept(tmp_path / "kept")
    kept.folder.mkdir()
    module = kept.folder / "module.pyc"
    monkeypatch.setattr(compiler, "cache_from_source", lambda _: str(module))
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    whole = Environment.compile

    def compile_and_count(self: Environment, source: str, name: str, filename: str) -> object:
        kept.compiled.append(name)
        return whole(self, source, name, filename)

    monkeypatch.setattr(Environment, "compile", compile_and_count)
    return kept


def test_a_bundled_template_is_compiled_once(kept: Kept, tmp_path: Path) -> None:
    assert kept.read(tmp_path, "day.html", "week.html") == ["day.html", "week.html"]
    assert kept.read(tmp_path, "day.html", "month.html") == ["month.html"]
    assert len(kept.files) == 3


def test_a_template_of_a_site_leaves_nothing(kept: Kept, tmp_path: Path) -> None:
    Site(tmp_path).theme({"week.html": '{% extends "default/week.html" %}'}, name="default")
    assert kept.read(tmp_path, "week.html") == ["week.html"]
    assert not kept.files
    assert kept.read(tmp_path, "week.html") == ["week.html"]


@pytest.mark.parametrize("damage", [b"", b"j2", b"not what it was", None])
def test_a_damaged_file_is_as_none(kept: Kept, tmp_path: Path, damage: bytes | None) -> None:
    kept.read(tmp_path, "day.html")
    ((name, whole),) = kept.files.items()
    (kept.folder / name).write_bytes(whole[:-40] if damage is None else damage)
    assert kept.read(tmp_path, "day.html") == ["day.html"]
    assert kept.files == {name: whole}


def test_another_compiler_compiles_anew(kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.read(tmp_path, "day.html")
    monkeypatch.setattr("jinja2.__version__", "3.1.999")
    assert kept.read(tmp_path, "day.html") == ["day.html"]
    monkeypatch.setitem(compiler._OWNERS, "a_new_field", set())  # noqa: SLF001
    assert kept.read(tmp_path, "day.html") == ["day.html"]
    assert len(kept.files) == 1


def test_nothing_is_kept_where_it_cannot_be(kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert kept.read(tmp_path, "day.html") == ["day.html"]
    assert not kept.files
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    kept.folder.rmdir()
    assert kept.read(tmp_path, "day.html") == ["day.html"]
