"""Where a record goes, and writing it without losing anything."""

from pathlib import Path

import pytest

from leverage_site.importing.places import put, target
from leverage_site.problems import ProblemError
from leverage_site.records.discover import list_content
from tests.support.ways import WAYS, link
from tests.support.workspace import Faults, disk_error, tree

PATH = "content/records/2026/2026-04-07.md"


def test_new_unchanged_and_different(tmp_path: Path) -> None:
    assert target(tmp_path, PATH, "a\n").state == "new"
    put(tmp_path, PATH, "a\n", replace=False)
    assert target(tmp_path, PATH, "a\n").state == "unchanged"
    other = target(tmp_path, PATH, "b\n")
    assert (other.path, other.state) == (PATH, "differs")
    assert other.diff.splitlines()[-2:] == ["-a", "+b"]


def test_nothing_is_overwritten_unless_asked_for(tmp_path: Path) -> None:
    put(tmp_path, PATH, "a\n", replace=False)
    with pytest.raises(ProblemError):
        put(tmp_path, PATH, "b\n", replace=False)
    assert (tmp_path / PATH).read_text() == "a\n"
    put(tmp_path, PATH, "b\n", replace=True)
    assert [path.name for path in (tmp_path / PATH).parent.iterdir()] == ["2026-04-07.md"]
    assert (tmp_path / PATH).read_text() == "b\n"


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("precious")
    file = tmp_path / PATH
    file.parent.mkdir(parents=True)
    file.symlink_to(tmp_path / "elsewhere")
    assert target(tmp_path, PATH, "a\n").state == "differs"
    put(tmp_path, PATH, "a\n", replace=True)
    assert (tmp_path / "elsewhere").read_text() == "precious"


@pytest.mark.parametrize("act", ["target", "put", "replace"])
@pytest.mark.parametrize("linked", WAYS)
def test_p20_a_link_on_the_way_is_followed_only_where_readers_follow_it(
    tmp_path: Path, linked: str, act: str
) -> None:
    read = link(tmp_path, linked)
    before = tree(tmp_path)
    try:
        if act == "target":
            state = target(tmp_path / "site", PATH, "a\n").state
            assert state == "new"
        else:
            put(tmp_path / "site", PATH, "a\n", replace=act == "replace")
    except ProblemError as error:
        (problem,) = error.problems
        assert (problem.code, problem.place.path) == ("F005", linked.partition(" ")[0])
        assert "symbolic link" in problem.message
        assert not read
        assert tree(tmp_path) == before
        return
    assert read
    if act != "target":
        assert (tmp_path / "site" / PATH).read_text() == "a\n"
        assert [file.path for file in list_content(tmp_path / "site").files] == [PATH]


def test_what_a_killed_import_left_is_taken_away(tmp_path: Path) -> None:
    file = tmp_path / PATH
    file.parent.mkdir(parents=True)
    file.with_name(".2026-04-07.md.importing").write_text("hal")
    put(tmp_path, PATH, "a\n", replace=False)
    assert [path.name for path in file.parent.iterdir()] == ["2026-04-07.md"]


def test_a_file_system_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr("os.link", refuse)
    put(tmp_path, PATH, "a\n", replace=False)
    assert (tmp_path / PATH).read_text() == "a\n"
    with pytest.raises(ProblemError):
        put(tmp_path, PATH, "b\n", replace=False)


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("replace", [True, False])
def test_p4_a_record_is_written_whole_or_nothing_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool, replace: bool
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "no links here")

    def prepared(name: str) -> Path:
        (tmp_path / name).mkdir()
        if replace:
            put(tmp_path / name, PATH, "before\n", replace=False)
        return tmp_path / name

    if not links:
        monkeypatch.setattr("os.link", refuse)
    faults = Faults(tmp_path)
    done = prepared("done")
    with faults.active():
        put(done, PATH, "after\n", replace=replace)
    for k, name in enumerate(faults.calls, 1):
        root = prepared(f"fault{k}")
        before = tree(root)
        with Faults(root, before=lambda n, _, k=k: disk_error(n, k)).active():
            try:
                put(root, PATH, "after\n", replace=replace)
            except ProblemError:
                kept = {path: entry for path, entry in tree(root).items() if entry[0] == "file"}
                assert kept == {path: entry for path, entry in before.items() if entry[0] == "file"}, name
            else:
                assert name in ("link", "unlink"), name
                assert (root / PATH).read_text() == "after\n"
    assert list((done / PATH).parent.iterdir()) == [done / PATH]


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("x")
    with pytest.raises(ProblemError):
        put(tmp_path, PATH, "a\n", replace=False)


def test_long_files_are_not_compared_line_by_line(tmp_path: Path) -> None:
    put(tmp_path, PATH, "a\n" * 5_000, replace=False)
    assert "too long" in target(tmp_path, PATH, "b\n").diff
