"""A folder has one owner at a time, a dead owner is none, and nothing is left of it."""

import errno
import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from threading import Thread

import pytest

from leverage_site import files
from leverage_site.cli.console import WAITING
from leverage_site.files import folder_lock
from tests.support.sites import Site
from tests.support.workspace import REPOSITORY, environment, make_site, published, tree

pytestmark = [
    pytest.mark.site,
    pytest.mark.skipif(not files.HAS_LOCKS, reason="this system has no such locks"),
]

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


def test_a_stopped_owner_is_waited_for(tmp_path, start):
    first = start("-c", HOLD, tmp_path)
    assert said(first) == "held"
    first.send_signal(signal.SIGSTOP)
    second = start("-c", HOLD, tmp_path)
    assert said(second) == "waiting"
    first.send_signal(signal.SIGKILL)
    assert said(second) == "held"
    assert ended(second) == []


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


def test_an_error_within_lets_go(tmp_path):
    with pytest.raises(ZeroDivisionError), folder_lock(tmp_path, lambda: None):
        raise ZeroDivisionError
    assert is_free(tmp_path)
    with pytest.raises(KeyboardInterrupt), folder_lock(tmp_path, lambda: None):
        raise KeyboardInterrupt
    assert is_free(tmp_path)


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


def test_where_the_system_has_no_locks_nothing_is_held(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "HAS_LOCKS", False)
    with (
        folder_lock(tmp_path, lambda: pytest.fail("nobody waits")),
        folder_lock(tmp_path, lambda: pytest.fail("nobody waits")),
    ):
        pass


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


def test_a_build_waits_for_one_of_another_site_in_the_same_output(tmp_path, start):
    one, other = make_site(tmp_path / "one"), make_site(tmp_path / "other", "2026-05-05")
    output = tmp_path / "output"
    first = stopped(start, one, output, "Commit._make_folders")
    second = building(start, other, output)
    assert second.stderr.readline() == f"{WAITING}\n"
    first.kill()
    assert outcome(second) == ""
    assert published(output) == _as_site(other).built()


def test_builds_at_once_of_the_same_site(tmp_path, start):
    root, output = make_site(tmp_path / "site"), tmp_path / "output"
    for n in range(3):
        record = root / "content/records/2026-04-06.md"
        record.write_text(record.read_text() + f"\nMore of it, {n}.\n")
        both = [building(start, root, output), building(start, root, output)]
        for process in both:
            outcome(process)
        assert published(output) == _as_site(root).built()


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
