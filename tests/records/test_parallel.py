"""Helpers make reading faster and change nothing else."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from leverage_site.records import helpers, parallel
from leverage_site.records.files import Job, read
from leverage_site.records.folders import Folders
from tests.builders import front
from tests.workspace import environment

ROOT = Path(__file__).parents[2]

linux = pytest.mark.skipif(not parallel._THREADS.is_dir(), reason="only Linux lists all threads of a process")


def make(root, count):
    """A site with a bit of everything, a third of it broken."""
    for n in range(count):
        lines = [
            f"date: {2000 + n // 300}-{n // 25 % 12 + 1:02}-{n % 25 + 1:02}",
            *(["titel: x"] if n % 3 == 0 else []),
        ]
        path = root / f"content/records/{n:04}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(front(*lines, body=f"Day [{n}](x.md)\n"))
        static = root / f"content/static/{n}"
        static.parent.mkdir(parents=True, exist_ok=True)
        static.write_text(str(n))
    (root / "leverage.toml").write_text('[site]\nid = "x"\nbase_url = "https://example.org/"\n')
    return [Job(file) for file in Folders(root).files()]


def here(jobs):
    return [read(job) for job in jobs]


def shares(jobs, number=3):
    return [jobs[n::number] for n in range(number)]


# In a process of its own: this one may have threads.
COMPARE = """
import gc, multiprocessing, sys
from pathlib import Path
from leverage_site.records import files, helpers, parallel
from leverage_site.records.folders import Folders
jobs = [files.Job(file) for file in Folders(Path(sys.argv[1])).files()]
parallel.os.sched_getaffinity = lambda _: range(3)
asked, real = [], helpers.read_shares
helpers.read_shares = lambda shares: (asked.append(len(shares)), real(shares))[1]
assert parallel.read_all(jobs) == [files.read(job) for job in jobs]
assert asked == [3], asked
assert multiprocessing.active_children() == []
assert gc.isenabled()
"""


@linux
def test_helpers_read_the_same_in_the_same_order(tmp_path):
    make(tmp_path, 200)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", COMPARE, tmp_path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("how", [OSError("no more processes"), AssertionError("daemonic processes")])
def test_what_no_helper_can_be_started_for_is_read_here(tmp_path, monkeypatch, how):
    jobs = make(tmp_path, 4)
    real = helpers._FORK

    class Fork:
        Pipe = staticmethod(real.Pipe)

        def Process(self, **_):  # noqa: N802
            raise how

    monkeypatch.setattr(helpers, "_FORK", Fork())
    assert helpers.read_shares(shares(jobs)) == [here(share) for share in shares(jobs)]


def test_a_helper_sends_what_it_reads_and_keeps_its_troubles_to_itself(tmp_path, monkeypatch):
    jobs = make(tmp_path, 4)
    answer, question = helpers._FORK.Pipe(duplex=False)
    enabled = gc.isenabled()
    try:
        helpers._help(jobs, os.getppid(), question, [])
        assert helpers._answer(answer, []) == here(jobs)
        answer.close()
        helpers._help(jobs, os.getppid(), question, [])  # nobody listens any more
    finally:
        question.close()
        if enabled:
            gc.enable()


def test_a_helper_that_dies_is_replaced(tmp_path):
    jobs = make(tmp_path, 4)
    answer, question = helpers._FORK.Pipe(duplex=False)
    question.close()
    assert helpers._answer(answer, jobs) == here(jobs)
    assert helpers._answer(None, jobs) == here(jobs)
    answer.close()


def test_few_files_are_read_by_one_process():
    assert parallel._processes(0) == parallel._processes(2 * parallel.SHARE - 1) == 1


def test_beside_a_thread_nothing_is_forked():
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        assert parallel._processes(10_000) == 1
    finally:
        end.set()
        thread.join()


def test_where_threads_are_not_listed_nothing_is_forked(monkeypatch, tmp_path):
    monkeypatch.setattr(parallel, "_THREADS", tmp_path / "none")
    assert parallel._processes(10_000) == 1


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_left_as_it_was(enabled):
    before = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        with parallel.no_collector():
            assert not gc.isenabled()
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()


def status(pid):
    """State and parent of a process; nothing of one that has ended, whether or not anybody has asked about it."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return None
    return None if state == "Z" else (state, int(parent))


def children(pid):
    """The processes at work that `pid` started."""
    found = ((child.name, status(child.name)) for child in Path("/proc").glob("[0-9]*"))
    return [name for name, told in found if told and told[1] == pid]


@linux
@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one processor has no helpers")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupt_ends_helpers_too(tmp_path, sent):
    make(tmp_path, 300)
    for path in (tmp_path / "content/records").iterdir():
        path.write_text(path.read_text() + "A **word** and `more`.\n\n" * 300)
    started = subprocess.Popen(
        [sys.executable, "-m", "leverage_site", "build"],
        cwd=tmp_path,
        env={
            name: value for name, value in environment(PYTHONPATH=str(ROOT)).items() if not name.startswith("COV")
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        end = time.monotonic() + 60
        while not (found := children(started.pid)) and started.poll() is None and time.monotonic() < end:
            time.sleep(0.001)
        assert found
        began = time.monotonic()
        # As a terminal does it: every process of the group hears of Ctrl-C.
        (os.killpg if sent == signal.SIGINT else os.kill)(started.pid, sent)
        stdout, stderr = started.communicate(timeout=60)
        assert sent == signal.SIGKILL or time.monotonic() - began < 5
    finally:
        started.kill()
        started.communicate()
    assert "Traceback" not in stderr
    assert stdout == ""
    assert started.returncode == (1 if sent == signal.SIGINT else -sent)
    end = time.monotonic() + 60
    while any(map(status, found)) and time.monotonic() < end:
        time.sleep(0.01)
    assert not any(map(status, found))
    assert not (tmp_path / "output").exists()
