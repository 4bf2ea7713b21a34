"""Files to import, and their text."""

import codecs
import os
from pathlib import Path

import pytest

from leverage_site.importing.sources import MAX_TEXT, find_files, read_source
from leverage_site.problems import ProblemError


def code(path: Path, **options: str | None) -> str:
    with pytest.raises(ProblemError) as caught:
        read_source(str(path), options.get("form"), options.get("encoding"))
    (problem,) = caught.value.problems
    assert problem.hint
    return f"{problem.place.line} {problem.code}"


def test_files_folders_and_patterns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (
        "a/2.html",
        "a/1.md",
        "a/b/3.CSV",
        "a/photo.jpg",
        "a/.hidden.md",
        "a/.git/x.md",
        "a/c.html/4.txt",
        "README",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    result = find_files(["a", "a/*.md", "README", "-"])
    assert result.files == ["a/1.md", "a/2.html", "a/b/3.CSV", "a/c.html/4.txt", "README", "-"]
    assert result.passed_over == {".jpg": 1}


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProblemError):
        find_files([str(tmp_path / "nothing.md")])


@pytest.mark.parametrize(
    ("data", "name", "encoding"),
    [
        ("Grün".encode(), "x.md", None),
        (codecs.BOM_UTF8 + "Grün".encode(), "x.md", None),
        ("Grün".encode("utf-16"), "x.txt", None),
        ("Grün".encode("cp1252"), "x.txt", "cp1252"),
        ('<meta charset="iso-8859-1">Grün'.encode("latin-1"), "x.html", None),
        ('<meta charset="iso-8859-1">“Grün'.encode("cp1252"), "x.html", None),
        ('<script charset="iso-8859-15"></script><meta charset="utf-8">Grün'.encode(), "x.html", None),
        ('<?xml version="1.0" encoding="iso-8859-1"?><a>Grün'.encode("latin-1"), "feed.xml", None),
        ("Grün\r\n".encode(), "x.txt", None),
    ],
)
def test_encodings(data: bytes, name: str, encoding: str | None, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert read_source(str(tmp_path / name), None, encoding).lines[0].endswith("Grün")


@pytest.mark.parametrize(
    ("data", "encoding", "told"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None, "0 I001"),
        (b"one\ntwo \xe9\n", None, "2 I001"),
        ("Grün".encode(), "utf-16", "0 I001"),
        (b"x", "no-such", "0 I001"),
        (b"x", "undefined", "0 I001"),
        (b"x", "punycode", "0 I001"),
        (b"\\ud800", "unicode_escape", "0 I001"),
        (b"<meta charset=undefined>\xe9", None, "1 I001"),
        (b"<meta charset=utf-7>+2AA-\xe9", None, "1 I001"),
        (b"a\x07b", None, "1 R006"),
        (b"x" * (MAX_TEXT + 1), None, "0 R007"),
    ],
)
def test_what_is_no_text(data: bytes, encoding: str | None, told: str, tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(data)
    assert code(tmp_path / "x.md", encoding=encoding) == told


def test_a_file_that_has_gone(tmp_path: Path) -> None:
    assert code(tmp_path / "gone.md") == "0 F006"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.md")
    with pytest.raises(ProblemError):
        find_files([str(tmp_path / "x.md")])
    assert find_files([str(tmp_path)]).files == []


def test_a_linked_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "given").mkdir()
    (tmp_path / "given/linked").symlink_to(tmp_path / "real")
    assert find_files([str(tmp_path / "given")]).passed_over == {"linked folders": 1}


def test_standard_input_that_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert code(Path("-")) == "0 F006"
