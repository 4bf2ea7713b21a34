"""Files in pieces; and P4 for everything that writes: whole, or an error and nothing."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack
from datetime import date
from hashlib import sha256
from threading import Thread

import pytest

from leverage_site import files, scaffold
from leverage_site.cli.console import WAITING
from leverage_site.files import folder_lock
from leverage_site.importing.registry import write_record
from leverage_site.output.stage import Stage
from leverage_site.problems import ProblemError
from leverage_site.records.model import Library, StaticFile
from leverage_site.scaffold import create_theme
from tests.support.killer import NEW, OLD
from tests.support.sites import Site
from tests.support.workspace import (
    MANIFEST,
    REPOSITORY,
    STAGE,
    Faults,
    Space,
    environment,
    limited,
    make_site,
    published,
    tree,
)

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


# A folder has one owner at a time, a dead owner is none, and nothing is left of it.

with_locks = pytest.mark.skipif(not files.HAS_LOCKS, reason="this system has no such locks")

HOLD = """
import sys
from pathlib import Path
from leverage_site.files import folder_lock
with folder_lock(Path(sys.argv[1]), lambda: print("waiting", flush=True)):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def start():
    """Start Python with a program and arguments; whatever becomes of the test, the process ends."""
    with ExitStack() as ends:

        def started(*args):
            process = subprocess.Popen(
                [sys.executable, "-W", "error", *map(str, args)],
                cwd=REPOSITORY,
                env={name: value for name, value in environment().items() if not name.startswith("COV")},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            ends.callback(process.communicate)
            ends.callback(process.kill)
            return process

        yield started


def said(process):
    return process.stdout.readline().strip()


def ended(process):
    """Return what a process prints until its end, which must be a good one."""
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr) == (0, "")
    return stdout.split()


def is_free(folder):
    told = []
    with folder_lock(folder, lambda: told.append(1)):
        return not told


@with_locks
@pytest.mark.parametrize("sent", [None, signal.SIGKILL, signal.SIGTERM])
def test_the_second_waits_until_the_first_ends_however_it_ends(tmp_path, start, sent):
    first = start("-c", HOLD, tmp_path)
    assert said(first) == "held"
    second = start("-c", HOLD, tmp_path)
    assert said(second) == "waiting"
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(0.05)
    if sent:
        first.send_signal(sent)
    else:
        assert ended(first) == []
    assert said(second) == "held"
    assert ended(second) == []
    assert list(tmp_path.iterdir()) == []


@with_locks
def test_a_stopped_owner_is_waited_for(tmp_path, start):
    first = start("-c", HOLD, tmp_path)
    assert said(first) == "held"
    first.send_signal(signal.SIGSTOP)
    second = start("-c", HOLD, tmp_path)
    assert said(second) == "waiting"
    first.send_signal(signal.SIGKILL)
    assert said(second) == "held"
    assert ended(second) == []


@with_locks
def test_several_wait_and_each_has_its_turn(tmp_path, start):
    first = start("-c", HOLD, tmp_path)
    assert said(first) == "held"
    others = [start("-c", HOLD, tmp_path) for _ in range(3)]
    assert [said(other) for other in others] == ["waiting"] * 3
    for other in others:
        other.stdin.write("\n")
        other.stdin.close()
        other.stdin = None
    assert ended(first) == []
    assert [ended(other) for other in others] == [["held"]] * 3


@with_locks
@pytest.mark.parametrize("instead", ["nothing", "another"])
def test_of_a_folder_that_goes_meanwhile_the_one_in_its_place_is_held(tmp_path, start, instead):
    folder = tmp_path / "deep/folder"
    folder.mkdir(parents=True)
    first = start("-c", HOLD, folder)
    assert said(first) == "held"
    second = start("-c", HOLD, folder)
    assert said(second) == "waiting"
    folder.rename(tmp_path / "aside")
    folder.parent.rmdir()
    if instead == "another":
        folder.mkdir(parents=True)
    first.kill()
    assert said(second) == "held"
    assert folder.is_dir()
    third = start("-c", HOLD, folder)
    assert said(third) == "waiting"
    second.kill()
    assert said(third) == "held"
    assert ended(third) == []


@with_locks
def test_within_a_process_too_a_folder_has_one_owner(tmp_path):
    events = []

    def wait():
        with folder_lock(tmp_path, lambda: events.append("waiting")):
            events.append("second")

    thread = Thread(target=wait)
    with folder_lock(tmp_path, lambda: events.append("never")):
        thread.start()
        while not events:
            thread.join(0.001)
        events.append("first ends")
    thread.join(60)
    assert events == ["waiting", "first ends", "second"]


@with_locks
def test_an_error_within_lets_go(tmp_path):
    with pytest.raises(ZeroDivisionError), folder_lock(tmp_path, lambda: None):
        raise ZeroDivisionError
    assert is_free(tmp_path)
    with pytest.raises(KeyboardInterrupt), folder_lock(tmp_path, lambda: None):
        raise KeyboardInterrupt
    assert is_free(tmp_path)


@with_locks
@pytest.mark.parametrize("what", ["nothing", "file", "loop"])
def test_what_is_no_folder_cannot_be_held(tmp_path, what):
    place = tmp_path / "place"
    if what == "file":
        place.write_text("")
    if what == "loop":
        place.symlink_to(place)
    before = tree(tmp_path)
    with pytest.raises(OSError, match="place"), folder_lock(place, lambda: None):
        pass
    assert tree(tmp_path) == before


@with_locks
@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL])
def test_where_the_file_system_has_no_locks_nothing_is_held(tmp_path, monkeypatch, code):
    def flock(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(files.fcntl, "flock", flock)
    with (
        folder_lock(tmp_path, lambda: pytest.fail("nobody waits")),
        folder_lock(tmp_path, lambda: pytest.fail("nobody waits")),
    ):
        pass


@with_locks
def test_where_the_system_has_no_locks_nothing_is_held(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "HAS_LOCKS", False)
    with (
        folder_lock(tmp_path, lambda: pytest.fail("nobody waits")),
        folder_lock(tmp_path, lambda: pytest.fail("nobody waits")),
    ):
        pass


@with_locks
def test_any_other_trouble_with_a_lock_is_told(tmp_path, monkeypatch):
    def flock(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(files.fcntl, "flock", flock)
    with pytest.raises(OSError, match="Input/output"), folder_lock(tmp_path, lambda: None):
        pass


# Builds

STOPS = """
import os, signal, sys
from leverage_site.cli import main
from leverage_site.output.commit import Commit
from leverage_site.output.stage import Stage
real = {place}
def stopped(*args):
    {place} = real
    os.kill(os.getpid(), signal.SIGSTOP)
    return real(*args)
{place} = stopped
main(sys.argv[1:])
"""


def building(start, root, output, *more):
    return start("-m", "leverage_site", "--site", root, "build", "--output", output, *more)


def stopped(start, root, output, place):
    """Start a build that holds everything and does not go on."""
    process = start("-c", STOPS.format(place=place), "--site", root, "build", "--output", output)
    assert os.WIFSTOPPED(os.waitpid(process.pid, os.WUNTRACED)[1])
    return process


def outcome(process):
    stderr = process.communicate(timeout=60)[1]
    assert process.returncode == 0, stderr
    assert stderr in ("", f"{WAITING}\n")
    return stderr


@with_locks
@pytest.mark.parametrize(
    ("place", "sent"),
    [
        ("Stage.open", signal.SIGKILL),
        ("Commit._make_folders", signal.SIGKILL),
        ("Commit.run", signal.SIGKILL),
        ("Commit._make_folders", signal.SIGCONT),  # what it does while it is waited for is the same anywhere
    ],
)
def test_a_build_waits_for_another_of_the_same_site_and_not_for_a_dead_one(tmp_path, start, place, sent):
    root, output = make_site(tmp_path / "site"), tmp_path / "output"
    wanted = _as_site(root).built()
    first = stopped(start, root, output, place)
    second = building(start, root, output)
    assert second.stderr.readline() == f"{WAITING}\n"
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(0.05)
    first.send_signal(sent)
    assert outcome(second) == ""
    if sent == signal.SIGCONT:
        assert outcome(first) == ""
    assert published(output) == wanted
    assert {path.name for path in output.iterdir() if path.name.startswith(".")} == {".leverage-site.json"}


@with_locks
def test_a_build_waits_for_one_of_another_site_in_the_same_output(tmp_path, start):
    one, other = make_site(tmp_path / "one"), make_site(tmp_path / "other", "2026-05-05")
    output = tmp_path / "output"
    first = stopped(start, one, output, "Commit._make_folders")
    second = building(start, other, output)
    assert second.stderr.readline() == f"{WAITING}\n"
    first.kill()
    assert outcome(second) == ""
    assert published(output) == _as_site(other).built()


@with_locks
def test_builds_at_once_of_the_same_site(tmp_path, start):
    root, output = make_site(tmp_path / "site"), tmp_path / "output"
    for n in range(3):
        record = root / "content/records/2026-04-06.md"
        record.write_text(record.read_text() + f"\nMore of it, {n}.\n")
        both = [building(start, root, output), building(start, root, output)]
        for process in both:
            outcome(process)
        assert published(output) == _as_site(root).built()


@with_locks
def test_builds_at_once_of_two_sites_into_one_output(tmp_path, start):
    roots = [make_site(tmp_path / "one"), make_site(tmp_path / "other", "2026-04-06", "2026-05-05")]
    output = tmp_path / "output"
    wanted = [_as_site(root).built() for root in roots]
    for n in range(2):
        both = [building(start, root, output) for root in (roots if n % 2 else roots[::-1])]
        for process in both:
            outcome(process)
        assert published(output) in wanted
    for root, expected in zip(roots, wanted, strict=True):
        outcome(building(start, root, output))
        assert published(output) == expected


def _as_site(root):
    site = Site.__new__(Site)
    site.root, site.values = root, {}
    return site
