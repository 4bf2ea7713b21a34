"""What an import adds to the site: record files, old addresses, and ids of feed entries."""

from datetime import date
from pathlib import Path

import pytest

from leverage_site.importing.draft import Draft
from leverage_site.importing.registry import (
    Registry,
    compare_with_file,
    keep_addresses,
    write_record,
)
from leverage_site.problems import Place, ProblemError
from leverage_site.records.discover import list_content
from leverage_site.settings import Settings, base_url
from tests.support.record_links import WAYS, link
from tests.support.workspace import Faults, disk_error, tree

PATH = "content/records/2026/2026-04-07.md"


def test_new_unchanged_and_different(tmp_path: Path) -> None:
    assert compare_with_file(tmp_path, PATH, "a\n").state == "new"
    write_record(tmp_path, PATH, "a\n", overwrite=False)
    assert compare_with_file(tmp_path, PATH, "a\n").state == "unchanged"
    other = compare_with_file(tmp_path, PATH, "b\n")
    assert (other.path, other.state) == (PATH, "differs")
    assert other.diff.splitlines()[-2:] == ["-a", "+b"]


def test_nothing_is_overwritten_unless_asked_for(tmp_path: Path) -> None:
    write_record(tmp_path, PATH, "a\n", overwrite=False)
    with pytest.raises(ProblemError):
        write_record(tmp_path, PATH, "b\n", overwrite=False)
    assert (tmp_path / PATH).read_text() == "a\n"
    write_record(tmp_path, PATH, "b\n", overwrite=True)
    assert [path.name for path in (tmp_path / PATH).parent.iterdir()] == ["2026-04-07.md"]
    assert (tmp_path / PATH).read_text() == "b\n"


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("precious")
    file = tmp_path / PATH
    file.parent.mkdir(parents=True)
    file.symlink_to(tmp_path / "elsewhere")
    assert compare_with_file(tmp_path, PATH, "a\n").state == "differs"
    write_record(tmp_path, PATH, "a\n", overwrite=True)
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
            state = compare_with_file(tmp_path / "site", PATH, "a\n").state
            assert state == "new"
        else:
            write_record(tmp_path / "site", PATH, "a\n", overwrite=act == "replace")
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
    write_record(tmp_path, PATH, "a\n", overwrite=False)
    assert [path.name for path in file.parent.iterdir()] == ["2026-04-07.md"]


def test_a_file_system_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr("os.link", refuse)
    write_record(tmp_path, PATH, "a\n", overwrite=False)
    assert (tmp_path / PATH).read_text() == "a\n"
    with pytest.raises(ProblemError):
        write_record(tmp_path, PATH, "b\n", overwrite=False)


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
            write_record(tmp_path / name, PATH, "before\n", overwrite=False)
        return tmp_path / name

    if not links:
        monkeypatch.setattr("os.link", refuse)
    faults = Faults(tmp_path)
    done = prepared("done")
    with faults.active():
        write_record(done, PATH, "after\n", overwrite=replace)
    for k, name in enumerate(faults.calls, 1):
        root = prepared(f"fault{k}")
        before = tree(root)
        with Faults(root, before=lambda n, _, k=k: disk_error(n, k)).active():
            try:
                write_record(root, PATH, "after\n", overwrite=replace)
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
        write_record(tmp_path, PATH, "a\n", overwrite=False)


def test_long_files_are_not_compared_line_by_line(tmp_path: Path) -> None:
    write_record(tmp_path, PATH, "a\n" * 5_000, overwrite=False)
    assert "too long" in compare_with_file(tmp_path, PATH, "b\n").diff


DAY = date(2026, 4, 7)


def kept(url: str, **settings: str) -> tuple[str | None, int]:
    """Return the address that a draft gets of a page that was at `url`, and the number of problems."""
    base = base_url("https://example.org/café/") or ""
    draft, problems = keep_addresses(
        Draft(DAY, ()),
        url,
        (),
        registry=Registry(),
        settings=Settings("tag:e,2026:x", base, **settings),
        redirects=False,
        place=Place("a.html"),
    )
    return draft.url, len(problems)


@pytest.mark.parametrize(
    "base", ["/café", "/cafe\u0301", "/caf%C3%A9", "/cafe%CC%81", "https://example.org/caf%c3%a9"]
)
def test_the_path_of_the_site_is_known_in_every_form(base: str) -> None:
    assert kept(f"{base}/old/x.html") == ("/old/x.html", 0)
    assert kept(f"{base}/old/%C3%BC/") == ("/old/ü/", 0)
    assert kept(f"{base}x/old.html") == (None, 1)


@pytest.mark.parametrize("pattern", ["/{date}/index.html", "/{date}/"])
@pytest.mark.parametrize("end", ["", "index.html"])
def test_the_usual_address_is_known_with_the_name_of_its_file_and_without(pattern: str, end: str) -> None:
    assert kept(f"/café/2026-04-07/{end}", day_url=pattern) == (None, 0)
    assert kept(f"/café/2026-04-08/{end}", day_url=pattern) == (None, 1)
