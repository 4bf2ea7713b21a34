import errno
import os
import stat
from pathlib import Path

import pytest

from leverage_site.output.stage import Stage
from tests.support.workspace import STAGE, tree


@pytest.fixture
def stage(tmp_path):
    made = Stage(tmp_path / "output")
    made.create_dirs()
    made.open()
    return made


def names(stage):
    return sorted(path.name for path in stage.folder.iterdir())


def test_files_are_put_side_by_side(stage):
    first, second = stage.put(b"one"), stage.put(b"two")
    assert (first.read_bytes(), second.read_bytes()) == (b"one", b"two")
    assert first.parent == second.parent == stage.folder
    assert len(names(stage)) == 2


def test_a_kept_file_stays_where_it_is(stage, tmp_path):
    file = tmp_path / "output/page.html"
    file.write_bytes(b"page")
    backup = stage.backup(file)
    assert (file.read_bytes(), backup.read_bytes()) == (b"page", b"page")
    file.unlink()
    assert backup.read_bytes() == b"page"


def test_where_a_file_can_have_one_name_only_it_is_copied(stage, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    file = tmp_path / "output/page.html"
    file.write_bytes(b"page")
    file.chmod(0o640)
    backup = stage.backup(file)
    file.write_bytes(b"changed")
    assert backup.read_bytes() == b"page"
    assert stat.S_IMODE(backup.stat().st_mode) == 0o640


def test_a_name_is_one_that_nothing_has(stage):
    (stage.folder / "000001.old").write_bytes(b"there")
    (stage.folder / "000002.old").symlink_to("nowhere")
    assert stage.name("old").name == "000003.old"


def test_opening_removes_what_a_killed_build_left(stage, tmp_path):
    for name in ("000001.new", "000002.old", "1234567.new"):
        (stage.folder / name).write_bytes(b"left")
    again = Stage(tmp_path / "output")
    again.open()
    assert names(again) == []


@pytest.mark.parametrize(
    "name",
    ["notes.txt", "1.new", "000001.new.txt", "000001.txt", "x000001.new", "000001.NEW", "00000a.new", ".keep"],
)
def test_a_stranger_s_file_stays(stage, tmp_path, name):
    (stage.folder / name).write_bytes(b"mine")
    stage.put(b"ours")
    before = (stage.folder / name).read_bytes()
    stage.close()
    Stage(tmp_path / "output").open()
    assert names(stage) == [name]
    assert (stage.folder / name).read_bytes() == before


def test_closing_removes_the_folder(stage):
    stage.put(b"one")
    stage.close()
    stage.close()
    assert not stage.folder.exists()
    assert stage.folder.parent.is_dir()


@pytest.mark.parametrize("interrupted", ["unlink", "rmdir", "iterdir"])
@pytest.mark.parametrize("after", [0, 1, 2])
def test_p4_an_interrupt_while_it_tidies_up_leaves_nothing(stage, monkeypatch, interrupted, after):
    for number in range(3):
        stage.put(b"%d" % number)
    real, calls = getattr(Path, interrupted), []

    def interrupt(path, *args, **more):
        calls.append(path)
        if len(calls) == after + 1:
            raise KeyboardInterrupt
        return real(path, *args, **more)

    monkeypatch.setattr(Path, interrupted, interrupt)
    try:
        stage.close_quietly()
    except KeyboardInterrupt:
        assert len(calls) > after
    else:
        assert len(calls) <= after
    assert not stage.folder.exists()


def test_closing_leaves_a_link_in_its_place_alone(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "000001.new").write_bytes(b"not yours")
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / STAGE).symlink_to(outside)
    before = tree(tmp_path)
    Stage(tmp_path / "output").close()
    assert tree(tmp_path) == before


@pytest.mark.parametrize("act", ["put", "backup"])
@pytest.mark.parametrize("trap", ["link", "dangling"])
def test_no_file_is_written_through_a_link(stage, tmp_path, act, trap):
    precious = tmp_path / "precious.txt"
    if trap == "link":
        precious.write_bytes(b"not yours")
    for number in range(1, 9):
        for ending in ("new", "old"):
            (stage.folder / f"{number:06}.{ending}").symlink_to(precious)
    file = tmp_path / "output/page.html"
    file.write_bytes(b"page")
    try:
        made = stage.put(b"ours") if act == "put" else getattr(stage, act)(file)
    except OSError:
        made = None
    assert (precious.read_bytes() if precious.exists() else None) == (b"not yours" if trap == "link" else None)
    assert made is None or not made.is_symlink()
