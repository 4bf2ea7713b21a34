"""Files in pieces; and P4 for everything that writes: whole, or an error and nothing."""

import os
import shutil
from datetime import date
from hashlib import sha256

import pytest

from leverage_site import files, scaffold
from leverage_site.importing.registry import write_record
from leverage_site.output.stage import Stage
from leverage_site.problems import ProblemError
from leverage_site.records.model import Library, StaticFile
from leverage_site.scaffold import create_theme
from tests.support.killer import NEW, OLD
from tests.support.workspace import MANIFEST, STAGE, Faults, Space, limited, tree

pytestmark = pytest.mark.site

TEXTS = {"a/b/one.txt": "one\n", "a/two.txt": "two\n", "three.txt": "three\n"}


@pytest.mark.parametrize("pieces", [0, 1, 2, 3])
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_file_of_any_size_has_the_digest_of_its_bytes(tmp_path, pieces, more):
    data = os.urandom(max(0, pieces * files.PIECE + more))
    (tmp_path / "file").write_bytes(data)
    assert files.digest(tmp_path / "file") == sha256(data).hexdigest()
    assert files.read(str(tmp_path / "file")) == data
    assert max(map(len, files.pieces(tmp_path / "file")), default=0) <= files.PIECE


@pytest.mark.parametrize("what", ["pipe", "folder", "device", "missing"])
def test_what_is_no_file_is_an_error_and_nothing_to_wait_for(tmp_path, what):
    place = "/dev/zero" if what == "device" else tmp_path / what
    if what == "pipe":
        os.mkfifo(place)
    if what == "folder":
        place.mkdir()
    with pytest.raises(OSError, match="No such file" if what == "missing" else "not a regular file"):
        files.digest(place)


class Sparing:
    """A file that takes a few bytes at once, and no more than it has room for."""

    def __init__(self, at_once, room):
        self.at_once, self.room, self.data = at_once, room, b""

    def write(self, data):
        if len(self.data) == self.room:
            raise OSError(28, "No space left on device")
        taken = bytes(data[: min(self.at_once, self.room - len(self.data))])
        self.data += taken
        return len(taken)


@pytest.mark.parametrize("at_once", [1, 2, 7, 99, 100, 1000])
@pytest.mark.parametrize("room", [0, 1, 50, 99, 100, 101])
def test_p4_a_write_that_is_taken_in_parts_is_whole_or_an_error(at_once, room):
    data = bytes(range(100))
    file = Sparing(at_once, room)
    if room < len(data):
        with pytest.raises(OSError, match="No space"):
            files.write(file, data)
    else:
        files.write(file, data)
        assert file.data == data
    files.write(Sparing(at_once, 0), b"")


# New files, all or none


def test_new_files_are_made_with_their_folders(tmp_path):
    (tmp_path / "a").mkdir()
    assert files.create(tmp_path, TEXTS) == [tmp_path / path for path in TEXTS]
    assert {path: (tmp_path / path).read_bytes().decode() for path in TEXTS} == TEXTS


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["full", "Ctrl-C"]
)
@pytest.mark.parametrize("there", [(), ("a",), ("a/b", "other")])
def test_new_files_are_all_there_or_none(tmp_path, there, error):
    def prepared(name):
        top = tmp_path / name
        top.mkdir()
        for folder in there:
            (top / folder).mkdir(parents=True)
        return top

    top = prepared("count")
    faults = Faults(top)
    with faults.active():
        files.create(top, TEXTS)
    for k, name in enumerate(faults.calls, 1):
        top = prepared(f"fault{k}")
        before = tree(top)

        def fail(number, _, k=k):
            if number == k:
                raise error

        with Faults(top, before=fail).active(), pytest.raises(type(error)):
            files.create(top, TEXTS)
        assert tree(top) == before, name


@pytest.mark.parametrize("taken", TEXTS)
def test_a_file_that_is_there_stays_and_is_named(tmp_path, taken):
    files.create(tmp_path, {taken: "mine"})
    before = tree(tmp_path)
    with pytest.raises(FileExistsError) as raised:
        files.create(tmp_path, TEXTS)
    assert raised.value.filename == str(tmp_path / taken)
    assert tree(tmp_path) == before


# Every writer, where the system takes no more than so many bytes of a file: it takes a part, then it refuses


DATA = bytes(range(256)) * 8
TEXT = "A line.\n" * 40
PATH = "content/records/2026/2026-05-01.md"


def _staged(top, data):
    stage = Stage(top / "output")
    stage.create_dirs()
    stage.open()
    return lambda: stage.put(data)


def a_page(top):
    return _staged(top, DATA)


def a_copy(top):
    (top / "source.bin").write_bytes(DATA)
    return _staged(top, StaticFile("/x", "content/static/x", str(top / "source.bin"), sha256(DATA).hexdigest()))


def a_backup(top):
    (top / "output").mkdir()
    (top / "output/page.html").write_bytes(DATA)
    stage = Stage(top / "output")
    stage.open()

    def keep():
        real = os.link
        os.link = _no_links
        try:
            stage.backup(top / "output/page.html")
        finally:
            os.link = real

    return keep


def _no_links(*_, **__):
    raise PermissionError(1, "Operation not permitted")


def a_first_build(top):
    space = Space(top)
    return lambda: _built(space, NEW)


def a_rebuild(top):
    space = Space(top)
    space.build(OLD)
    return lambda: _built(space, NEW)


def a_build_of_small_pages(top):
    """Prepare a build of many small pages: the manifest is the largest file."""
    space = Space(top)
    return lambda: _built(space, {f"{n}.html": b"small" for n in range(9)})


def _built(space, pages):
    outcome = space.build(pages)
    if outcome.errors:
        assert outcome.errors == ("F005",)
        raise OSError(outcome.message)


def a_clean_that_leaves_an_edited_page(top):
    space = Space(top)
    space.build(OLD)
    space.put("index.html", b"edited")

    def clean():
        outcome = space.clean()
        if outcome.errors:
            raise OSError(outcome.message)

    return clean


def an_import(top):
    return lambda: write_record(top, PATH, TEXT, overwrite=False)


def an_import_that_replaces(top):
    write_record(top, PATH, "old\n", overwrite=False)
    return lambda: write_record(top, PATH, TEXT, overwrite=True)


def a_new_record(top):
    return lambda: scaffold.new(top, Library(), date(2026, 5, 1))


def a_new_site(top):
    return lambda: scaffold.init(top / "site", date(2026, 5, 1))


def a_new_theme(top):
    return lambda: create_theme(top, "own")


WRITERS = [
    a_page,
    a_copy,
    a_backup,
    a_first_build,
    a_rebuild,
    a_build_of_small_pages,
    a_clean_that_leaves_an_edited_page,
    an_import,
    an_import_that_replaces,
    a_new_record,
    a_new_site,
    a_new_theme,
]


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__)
def test_p4_every_writer_writes_all_or_fails_and_changes_nothing(tmp_path, writer):
    def plain(top):
        """Return the tree, without what may wait in the stage."""
        return {path.removeprefix(str(top)): entry for path, entry in tree(top).items() if STAGE not in path}

    (tmp_path / "done").mkdir()
    writer(tmp_path / "done")()
    done = plain(tmp_path / "done")
    staged = sorted((tmp_path / "done/output" / STAGE).glob("*")) if writer in (a_page, a_copy, a_backup) else []
    assert all(path.read_bytes() == DATA for path in staged)
    largest = max(len(entry[2]) for entry in tree(tmp_path / "done").values() if entry[0] == "file")
    failed = 0
    for size in sorted({0, 1, *range(0, largest, max(1, largest // 12)), largest - 1, largest}):
        top = tmp_path / f"limit{size}"
        top.mkdir()
        act, before = writer(top), plain(top)
        fault = ""
        try:
            with limited(size):
                act()
        except (OSError, ProblemError) as error:
            fault = str(error)
        if fault:
            failed += 1
            assert "File too large" in fault
            assert plain(top) == before, size
        else:
            assert plain(top) == done, size
            for path in (top / "output" / STAGE).glob("*") if staged else ():
                assert path.read_bytes() == DATA
        shutil.rmtree(top)
    assert failed >= 5


def test_p4_after_a_list_of_files_that_did_not_fit_the_next_commands_work(tmp_path):
    space = Space(tmp_path)
    pages = {f"{n}.html": b"small" for n in range(9)}
    with limited(100):
        assert space.build(pages).errors == ("F005",)
    assert not (space.output / MANIFEST).exists()
    assert space.clean().errors == ()
    assert space.build(pages).errors == ()
    assert len(space.clean().removed) == 9
