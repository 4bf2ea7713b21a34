"""P4: no half-written file, no half-failed build, whatever fails and whenever it is killed."""

import errno
import json
import os
import subprocess
import sys
from contextlib import contextmanager, suppress

import pytest

from leverage_site.problems import Place, catalog
from tests.support.killer import NEW, OLD
from tests.support.workspace import MANIFEST, REPOSITORY, STAGE, Faults, Space, disk_error, environment, tree


def nothing_yet(top):
    return Space(top)


def deep_and_new(top):
    space = Space(top)
    space.output = top / "new/and/deep"
    return space


def an_empty_folder(top):
    space = Space(top)
    space.put(".gitignore", b"*\n")
    return space


def an_earlier_build(top):
    """Files become folders, folders files; an edited page, leftovers, strangers."""
    space = Space(top)
    space.build(OLD)
    space.put("index.html", b"edited")
    space.put("notes.txt", b"mine")
    space.put("old/notes.txt", b"mine")
    return space


def a_killed_build(top):
    space = an_earlier_build(top)
    space.put(f"{STAGE}/000001.new", b"half")
    space.put(f"{STAGE}/000002.old", b"half")
    return space


STARTS = [nothing_yet, deep_and_new, an_empty_folder, an_earlier_build, a_killed_build]
starts = pytest.mark.parametrize("start", STARTS, ids=lambda start: start.__name__)


def calls(start, top):
    """Return the write-class calls of a build from `start`, and the tree it ends with."""
    space = start(top)
    faults = Faults(space.top)
    with faults.active():
        assert space.build(NEW).errors == ()
    return faults.calls, bare(space)


def bare(space, *, stage=False):
    """Return the tree of a space under names that do not tell where it is, without the stage where that may be left."""
    found = {path.removeprefix(str(space.top)): entry for path, entry in space.tree().items()}
    return {path: entry for path, entry in found.items() if not (stage and f"/{STAGE}" in path)}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.EIO, "Input/output error"), "F005"),
        (catalog.TEMPLATE_FAULT.error(Place("day.html", 3), reason="x"), "T002"),
        (RuntimeError("a fault of the program"), None),
        (KeyboardInterrupt(), None),
        (MemoryError(), None),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
@pytest.mark.parametrize("after", range(len(NEW) + 1))
@starts
def test_p4_an_error_while_pages_are_made_changes_nothing(tmp_path, start, after, error, code):
    space = start(tmp_path)
    if start is a_killed_build:
        space.clean()  # what a killed build left may go at any time; see the kills below
        space = an_empty_folder(tmp_path / "fresh")
        space.build(OLD)
    before = space.tree()

    def pages():
        yield from list(NEW.items())[:after]
        raise error

    if code:
        assert space.build(pages()).errors == (code,)
    else:
        with pytest.raises(type(error)):
            space.build(pages())
    assert space.tree() == before


CODES = [errno.EIO, errno.ENOSPC, errno.EROFS, errno.EACCES]


@pytest.mark.site
@pytest.mark.parametrize(
    ("start", "code"),
    [(start, code) for start in STARTS for code in (CODES if start is an_earlier_build else CODES[:1])],
    ids=lambda value: getattr(value, "__name__", None) or errno.errorcode[value],
)
def test_p4_a_write_that_fails_changes_nothing(tmp_path, start, code):
    names, done = calls(start, tmp_path / "count")
    assert len(names) >= 15
    failed = 0
    for k in range(1, len(names) + 1):
        space = start(tmp_path / f"fault{k}")
        before, plain = bare(space), bare(space, stage=True)
        with Faults(space.top, before=lambda n, _, k=k: disk_error(n, k, code)).active():
            outcome = space.build(NEW)
        where = f"call {k} of {len(names)}, {names[k - 1]}"
        if outcome.errors:
            failed += 1
            assert outcome.errors == ("F005",), where
            assert bare(space) in (before, plain), where
        else:
            # A link has a substitute, a folder may be there already, and tidying up does not fail the build.
            assert names[k - 1] in ("link", "mkdir", "unlink", "rmdir"), where
            assert bare(space, stage=True) == done, where
        assert space.build(NEW).errors == (), where
        assert bare(space) == done, where
    assert failed >= len(names) // 2


@starts
def test_p4_a_disk_that_stays_full_changes_nothing(tmp_path, start):
    names, done = calls(start, tmp_path / "count")
    for k in range(1, len(names) + 1):
        space = start(tmp_path / f"full{k}")
        before, plain = bare(space), bare(space, stage=True)
        room = [0]  # a folder that was removed makes room for another

        def full(n, name, k=k, room=room):
            fills = name in ("open", "write", "link", "symlink") or (name == "mkdir" and room[0] == 0)
            if n >= k and fills:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        def freed(_, name, room=room):
            room[0] = max(0, room[0] + {"rmdir": 1, "mkdir": -1}.get(name, 0))

        with Faults(space.top, before=full, after=freed).active():
            outcome = space.build(NEW)
        where = f"full from call {k} of {len(names)}, {names[k - 1]}"
        if outcome.errors:
            assert outcome.errors == ("F005",), where
            assert bare(space) in (before, plain), where
        else:
            assert bare(space) == done, where


@starts
def test_p4_after_a_disk_that_dies_every_file_is_whole_and_the_next_build_completes(tmp_path, start):
    names, done = calls(start, tmp_path / "count")
    for k in range(1, len(names) + 1):
        space = start(tmp_path / f"dead{k}")
        whole = space.published() if space.output.exists() else {}

        def dead(n, _, k=k):
            if n >= k:
                raise OSError(errno.EIO, os.strerror(errno.EIO))

        with Faults(space.top, before=dead).active():
            space.build(NEW)
        where = f"dead from call {k} of {len(names)}, {names[k - 1]}"
        for path, data in space.published().items():
            assert data in (whole.get(path), NEW.get(path)), f"{where}: {path}"
        assert space.build(NEW).errors == (), where
        assert bare(space) == done, where


@pytest.mark.site
@starts
@pytest.mark.parametrize("when", ["before", "after"])
def test_p4_an_interrupt_leaves_the_old_site_or_the_new_one(tmp_path, start, when):
    names, done = calls(start, tmp_path / "count")
    for k in range(1, len(names) + 1):
        space = start(tmp_path / f"interrupt{k}")
        before, plain = bare(space), bare(space, stage=True)

        fired = []

        def interrupt(n, _, k=k, fired=fired):
            if n == k:
                fired.append(n)
                raise KeyboardInterrupt

        with Faults(space.top, **{when: interrupt}).active(), suppress(KeyboardInterrupt):
            space.build(NEW)
            assert not fired, "the interrupt was swallowed"
        where = f"interrupted {when} call {k} of {len(names)}, {names[k - 1]}"
        if names[k - 1] in ("unlink", "rmdir"):  # tidying up
            found = bare(space, stage=True)
            folders_only = {path: entry for path, entry in found.items() if entry[0] != "folder"}
            wholes = [{p: e for p, e in whole.items() if e[0] != "folder"} for whole in (before, plain, done)]
            assert folders_only in wholes, where
        else:
            assert bare(space) in (before, plain, done), where
        assert space.build(NEW).errors == (), where
        assert bare(space) == done, where


# Kills


def killer(*args):
    """Return what tests/support/killer.py prints."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.support.killer", *map(str, args)],
        cwd=REPOSITORY,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout.splitlines()[-1])


@pytest.mark.site
def test_p4_a_build_killed_at_any_call_is_completed_by_the_next(tmp_path):
    found = killer("points", tmp_path / "points")
    assert found["wrong"] == []
    assert found["calls"] >= 60


@pytest.mark.site
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_p4_200_random_kills_leave_whole_files_and_the_next_build_completes(tmp_path, seed):
    found = killer("random", tmp_path / "random", 50, seed)
    assert found["wrong"] == []
    assert found["seen"]["killed"] >= 15, "too few builds were killed to prove anything"
    assert found["seen"]["staged"] >= 3


# Real disks


@contextmanager
def mounted(folder, *args):
    """`mount ARGS FOLDER` for the time of the block. Skips where mounting is not possible at all."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        ended = subprocess.run(
            ["mount", *map(str, args), str(folder)], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if ended.returncode:
        denied = os.geteuid() != 0 or "permission denied" in ended.stderr or "must be superuser" in ended.stderr
        reason = f"mounting is not possible here: {ended.stderr.strip()}"
        assert denied or not os.environ.get("REQUIRE_BROWSER"), reason
        pytest.skip(reason)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True, capture_output=True)


BIG = {path: data * 20 for path, data in NEW.items()}


@pytest.mark.site
@pytest.mark.parametrize("first", [True, False], ids=["first_build", "rebuild"])
@pytest.mark.parametrize("limit", ["bytes", "inodes"])
def test_p4_on_a_full_disk_nothing_changes(tmp_path, limit, first):
    ended = []
    for spare in range(0, 46, 3) if limit == "inodes" else range(0, 45, 4):
        space = Space(tmp_path / f"{limit}{spare}")
        options = f"size=1m,nr_inodes={10 + spare}" if limit == "inodes" else "size=256k,nr_inodes=200"
        with mounted(space.root / "disk", "-t", "tmpfs", "-o", options, "tmpfs"):
            space.output = space.root / "disk/output"
            if not first:
                if space.build(OLD).errors:
                    continue  # too small even for the old site
                space.put("notes.txt", b"mine")
            if limit == "bytes":
                free = os.statvfs(space.root / "disk").f_bavail * 4096
                (space.root / "disk/filler").write_bytes(b"x" * max(0, free - 2048 * spare))
            before = space.tree()
            outcome = space.build(BIG)
            ended.append(outcome.errors)
            if outcome.errors:
                assert outcome.errors == ("F005",)
                assert space.tree() == before
            else:
                assert space.published() == {**BIG, **({} if first else {"notes.txt": b"mine"})}
                assert not (space.output / STAGE).exists()
    assert ended[0] == ("F005",)
    assert ended[-1] == ()


def test_p4_on_a_disk_that_fills_with_the_last_file_nothing_changes(tmp_path):
    """The last is the list of files, of several pages of memory: with a page of room it fits in part."""
    pages = {f"{n}/{'x' * 100}.html": b"small" for n in range(70)}
    space = Space(tmp_path)
    ended = []
    with mounted(space.root / "disk", "-t", "tmpfs", "-o", "size=1m", "tmpfs"):
        space.output = space.root / "disk/output"
        disk = os.statvfs(space.root / "disk")
        assert space.build(pages).errors == ()
        needed = disk.f_bavail - os.statvfs(space.root / "disk").f_bavail
        assert (space.output / MANIFEST).stat().st_size > 3 * disk.f_frsize
        assert space.clean().errors == ()
        for spare in range(-4, 10):
            free = os.statvfs(space.root / "disk").f_bavail
            (space.root / "disk/filler").write_bytes(b"x" * disk.f_frsize * (free - needed - spare))
            before = space.tree()
            outcome = space.build(pages)
            ended.append(outcome.errors)
            if outcome.errors:
                assert outcome.errors == ("F005",)
                assert space.tree() == before
            else:
                assert space.published() == pages
                assert space.build(pages).errors == ()
            assert space.clean().errors == ()
            (space.root / "disk/filler").unlink()
    assert ended[0] == ("F005",)
    assert ended[-1] == ()


@pytest.mark.parametrize("act", ["build", "clean"])
def test_p4_on_a_read_only_disk_nothing_changes(tmp_path, act):
    space = Space(tmp_path)
    space.build(OLD)
    space.put("notes.txt", b"mine")
    before = tree(space.output)
    with mounted(space.output, "--bind", space.output):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(space.output)], check=True, capture_output=True)
        outcome = space.build(NEW) if act == "build" else space.clean()
        assert outcome.errors == ("F005",)
        assert "Read-only file system" in outcome.message
        assert tree(space.output) == before
    assert tree(space.output) == before
    assert space.build(NEW).errors == ()


def test_p4_a_new_output_folder_on_a_read_only_disk_is_a_problem(tmp_path):
    space = Space(tmp_path)
    (space.root / "disk").mkdir()
    with mounted(space.root / "disk", "-t", "tmpfs", "-o", "ro", "tmpfs"):
        space.output = space.root / "disk/output"
        before = space.tree()
        assert space.build(NEW).errors == ("F005",)
        assert space.tree() == before


def test_the_faults_of_these_tests_bite(tmp_path):
    """A writer that writes in place would be caught."""
    space = an_earlier_build(tmp_path)
    before = space.tree()
    with (
        Faults(space.top, before=lambda n, _: disk_error(n, 2)).active(),
        pytest.raises(OSError, match="Input"),
    ):
        (space.output / "same.html").write_bytes(b"in place")
    assert space.tree() != before
    assert json.loads((space.output / MANIFEST).read_bytes())["version"] == 1
