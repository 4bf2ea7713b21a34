"""Where a record goes, and writing it without losing anything."""

from pathlib import Path

import pytest

from leverage_site.capture.places import put, target
from leverage_site.problems import ProblemError

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


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("x")
    with pytest.raises(ProblemError):
        put(tmp_path, PATH, "a\n", replace=False)


def test_long_files_are_not_compared_line_by_line(tmp_path: Path) -> None:
    put(tmp_path, PATH, "a\n" * 5_000, replace=False)
    assert "too long" in target(tmp_path, PATH, "b\n").diff
