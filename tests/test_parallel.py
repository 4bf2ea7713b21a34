"""Workers make work faster and change nothing else."""

import gc
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site import parallel
from leverage_site.parallel import can_fork, map_weighted, run_chunks
from tests.support.builders import front
from tests.support.workspace import environment

ROOT = Path(__file__).parents[1]

linux = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="only Linux lists all threads of a process"
)
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
several = pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one processor has no workers")


def make(root, count):
    """Create a site with a bit of everything, a third of it broken."""
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


def double(job):
    return 2 * job


def who(job):
    """Which process does the job."""
    return job, os.getpid()


def descriptors():
    return {path.name for path in Path("/proc/self/fd").iterdir()}


@pytest.fixture
def parent():
    """Return the id of this process, for work that is to go wrong in workers alone."""
    return os.getpid()


def own_children():
    """Return the processes that this one has started; those of other tests may be among them."""
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


@pytest.fixture(autouse=True)
def nothing_is_left():
    """Neither a process nor a file descriptor."""
    if not Path("/proc/self/task").is_dir():
        yield
        return
    before, others = descriptors(), own_children()
    yield
    assert descriptors() <= before
    assert own_children() <= others


CHUNKS = [[1, 2, 3], [4], [5, 6], []]
DOUBLED = [[2, 4, 6], [8], [10, 12], []]


@linux
def test_the_first_chunk_is_done_here_and_each_other_by_a_worker(parent):
    results = run_chunks(who, who, CHUNKS)
    assert [[job for job, _ in done] for done in results] == CHUNKS
    workers = [{pid for _, pid in done} for done in results]
    assert workers[0] == {parent}
    assert len(workers[1] | workers[2]) == 2
    assert parent not in workers[1] | workers[2]


@linux
@pytest.mark.parametrize("started", [0, 1])
def test_what_no_worker_can_be_started_for_is_done_here(monkeypatch, started, parent):
    real, asked = os.fork, []

    def fork():
        asked.append(1)
        if len(asked) > started:
            raise OSError(11, "Resource temporarily unavailable")
        return real()

    monkeypatch.setattr(os, "fork", fork)
    results = run_chunks(who, who, CHUNKS)
    assert [[job for job, _ in done] for done in results] == CHUNKS
    assert {pid for _, pid in results[2]} == {parent}
    assert len(asked) == started + 1


@linux
def test_where_no_pipe_can_be_had_all_is_done_here(monkeypatch):
    def pipe():
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(os, "pipe", pipe)
    assert run_chunks(double, double, CHUNKS) == DOUBLED


ENDS = {
    "by itself": lambda: os._exit(3),
    "by a signal": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "with an error": lambda: 1 // 0,
    "with an exit": lambda: sys.exit(1),
    "interrupted": lambda: (_ for _ in ()).throw(KeyboardInterrupt),
    "with a result that cannot travel": lambda: lambda: None,
}


@linux
@pytest.mark.parametrize("how", ENDS)
def test_the_chunk_of_a_worker_that_ends_too_soon_is_done_here(how, parent):
    def work(job):
        if os.getpid() != parent and job == 6:
            return ENDS[how]()
        return double(job)

    assert run_chunks(double, work, CHUNKS) == DOUBLED


@linux
def test_the_chunk_of_a_worker_that_ends_within_its_answer_is_done_here(monkeypatch, parent):
    real = os.write

    def write(end, data):
        if os.getpid() == parent:
            return real(end, data)
        real(end, data[: len(data) // 2])
        os._exit(0)

    monkeypatch.setattr(os, "write", write)
    assert run_chunks(double, double, CHUNKS) == DOUBLED


@linux
def test_an_answer_that_is_torn_behind_a_dot_is_not_taken_for_a_whole_one(monkeypatch, parent):
    real = os.write

    def write(end, data):
        if os.getpid() == parent:
            return real(end, data)
        real(end, data[: data.index(b".") + 1])
        os._exit(0)

    monkeypatch.setattr(os, "write", write)
    assert run_chunks(str, lambda _: "One. Two.", [[1], [2]]) == [["1"], ["One. Two."]]


@linux
def test_what_a_job_raises_is_raised_here():
    def work(job):
        raise ValueError(job)

    with pytest.raises(ValueError, match="4"):
        run_chunks(double, work, CHUNKS)
    with pytest.raises(ValueError, match="1"):
        run_chunks(work, double, CHUNKS)


@linux
def test_an_answer_may_be_longer_than_a_pipe_is_and_several_workers_may_have_one():
    chunks = [[1], [10**6], [10**6 + 1], [10**6 + 2]]
    results = run_chunks(str, lambda size: "x" * size, chunks)
    assert [len(done[0]) for done in results[1:]] == [chunk[0] for chunk in chunks[1:]]


@linux
def test_an_interrupt_here_ends_workers_that_are_not_ready():
    began = time.monotonic()

    def interrupted(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_chunks(interrupted, lambda _: time.sleep(60), [[1], [2], [3]])
    assert time.monotonic() - began < 10


@linux
def test_a_worker_never_hears_of_an_interrupt(parent):
    def work(job):
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGINT)
        return who(job)

    results = run_chunks(who, work, CHUNKS)
    assert parent not in {pid for _, pid in results[1] + results[2]}
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


@linux
def test_a_worker_that_nobody_asks_is_dismissed_at_once():
    began = time.monotonic()
    parallel.Worker(lambda _: time.sleep(60), [1]).end()
    assert time.monotonic() - began < 10


@linux
def test_a_worker_sends_what_it_makes_and_keeps_its_troubles_to_itself(monkeypatch):
    class EndedError(Exception):
        pass

    def ended(code):
        raise EndedError(code)

    monkeypatch.setattr(os, "_exit", ended)
    enabled = gc.isenabled()
    end, answer = os.pipe()
    other = os.dup(end)
    worker = parallel.Worker.__new__(parallel.Worker)
    worker.pipe = end
    try:
        with pytest.raises(EndedError, match="0"):
            parallel._worker_main(double, [1, 2], os.getppid(), answer, [other])
        with pytest.raises(EndedError, match="0"):
            parallel._worker_main(lambda _: 1 // 0, [1], os.getppid(), answer, [])
        os.close(answer)
        assert worker.reply() == [2, 4]
        with pytest.raises(OSError, match="Bad file"):
            os.fstat(other)
    finally:
        os.close(end)
        (gc.enable if enabled else gc.disable)()


# Mapping


@pytest.fixture
def processors(monkeypatch):
    """Pretend a machine of three processors."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(3))
    monkeypatch.setattr(parallel, "can_fork", lambda: True)


@linux
@pytest.mark.usefixtures("processors")
def test_results_are_in_the_order_of_the_jobs():
    jobs = list(range(50))
    assert map_weighted(double, jobs, 1) == [2 * job for job in jobs]
    results = map_weighted(who, jobs, 1, weight=lambda job: job * job % 7)
    assert [job for job, _ in results] == jobs
    assert len({pid for _, pid in results}) == 3


@pytest.mark.usefixtures("processors")
def test_no_jobs_are_done_too():
    assert map_weighted(double, [], 1) == []


@linux
@pytest.mark.usefixtures("processors")
def test_progress_is_told_of_all_that_is_likely_done():
    told = []
    map_weighted(double, list(range(30)), 1, progress=told.append)
    assert told == [3] * 10
    told.clear()
    map_weighted(double, [1, 2], 2, progress=told.append)
    assert told == [1, 1]


@pytest.mark.parametrize(
    ("weights", "number", "chunks"),
    [
        ([1, 1, 1, 1], 2, [[0, 2], [1, 3]]),
        ([1, 1, 30, 1, 1], 2, [[2], [0, 1, 3, 4]]),
        ([1, 2, 3, 4, 5, 6], 3, [[5, 0], [4, 1], [3, 2]]),
        ([0, 0], 3, [[0, 1], [], []]),
        ([5], 2, [[0], []]),
    ],
)
def test_the_heaviest_come_first_and_go_to_who_has_least_to_do(weights, number, chunks):
    assert parallel._partition(weights, [("", "")] * len(weights), number) == chunks


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 60), st.integers(0, 9)), max_size=60),
    st.integers(1, 4),
)
def test_neighbours_of_one_name_stay_together_as_far_as_the_weights_allow(jobs, number):
    weights, places = [weight for *_, weight in jobs], [(name, f"{place:02}") for name, place, _ in jobs]
    chunks = parallel._partition(weights, places, number)
    assert sorted(n for chunk in chunks for n in chunk) == list(range(len(jobs)))
    for name in "ab":
        group = [n for n in range(len(jobs)) if places[n][0] == name]
        if len(group) > 4 * number and sum(weights[n] for n in group):
            stretches = [[n for n in chunk if places[n][0] == name] for chunk in chunks]
            assert [n for stretch in stretches for n in stretch] == sorted(group, key=lambda n: (places[n], n))
            loads = [sum(weights[n] for n in stretch) for stretch in stretches]
            assert max(loads) - min(loads) <= 2 * max(weights[n] for n in group)


@pytest.mark.parametrize(
    ("wanted", "processors", "number"), [(0, 8, 1), (1, 8, 1), (2, 8, 2), (9, 8, 8), (9, 1, 1)]
)
def test_there_are_as_many_processes_as_are_worth_it_and_can_be_had(monkeypatch, wanted, processors, number):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(processors))
    monkeypatch.setattr(parallel, "can_fork", lambda: processors > 1)
    chunks = []
    monkeypatch.setattr(
        parallel, "run_chunks", lambda _, work, found: [[*map(work, c)] for c in chunks.extend(found) or found]
    )
    assert map_weighted(double, list(range(wanted)), 1) == [2 * job for job in range(wanted)]
    assert max(len(chunks), 1) == number


@pytest.mark.usefixtures("processors")
def test_few_jobs_are_done_by_one_process(parent):
    assert map_weighted(who, [1, 2, 3], 2) == [(1, parent), (2, parent), (3, parent)]


@pytest.mark.usefixtures("processors")
def test_weights_make_few_jobs_worth_a_process():
    assert len({pid for _, pid in map_weighted(who, [1, 2, 3], 100, weight=lambda _: 100)}) == 3


def test_what_may_not_be_forked_does_all_jobs_itself(monkeypatch):
    monkeypatch.setattr(parallel, "can_fork", lambda: False)
    assert {pid for _, pid in map_weighted(who, list(range(10_000)), 1)} == {os.getpid()}


def test_beside_a_thread_nothing_is_forked():
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        assert not can_fork()
    finally:
        end.set()
        thread.join()


def test_where_threads_are_not_listed_nothing_is_forked(monkeypatch, tmp_path):
    monkeypatch.setattr(parallel, "_THREADS", tmp_path / "none")
    assert not can_fork()


def test_on_one_processor_nothing_is_forked(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(1))
    assert not can_fork()


# In a process of its own: this one may have threads.
COMPARE = """
import gc, os, sys
from pathlib import Path
from leverage_site import parallel
from leverage_site.records import file_cache
from leverage_site.records.discover import list_content
jobs = [file_cache.ReadJob(file) for file in list_content(Path(sys.argv[1])).files]
os.sched_getaffinity = lambda _: range(3)
assert parallel.can_fork()
asked, real = [], parallel.run_chunks
parallel.run_chunks = lambda here, work, chunks: (asked.append(len(chunks)), real(here, work, chunks))[1]
assert parallel.map_weighted(file_cache.read_file, jobs, 100) == [file_cache.read_file(job) for job in jobs]
assert asked == [3], asked
assert gc.isenabled()
"""


@linux
def test_workers_read_the_same_in_the_same_order(tmp_path):
    make(tmp_path, 200)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", COMPARE, tmp_path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_left_as_it_was(enabled):
    before = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        with parallel.gc_disabled():
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
    """Return the processes at work that `pid` started."""
    found = ((child.name, status(child.name)) for child in Path("/proc").glob("[0-9]*"))
    return [name for name, told in found if told and told[1] == pid]


@linux
@several
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupt_ends_workers_too(tmp_path, sent):
    make(tmp_path, 300)
    # Or a worker has these to read, and has ended before anybody sees it.
    shutil.rmtree(tmp_path / "content/static")
    for path in (tmp_path / "content/records").iterdir():
        path.write_text(path.read_text() + "A **word** and `more`.\n\n" * 900)
    started = subprocess.Popen(
        [sys.executable, "-m", "leverage_site", "build"],
        cwd=tmp_path,
        env=environment(PYTHONPATH=str(ROOT)),
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
        # Python turns an interrupt within some imports, which come first, into another error.
        time.sleep(0.2)
        assert started.poll() is None
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
    # Python tells of an interrupt by the signal too where it came within code that was made at run time.
    assert started.returncode in ((1, -sent) if sent == signal.SIGINT else (-sent,))
    end = time.monotonic() + 60
    while any(map(status, found)) and time.monotonic() < end:
        time.sleep(0.01)
    assert not any(map(status, found))
    assert not (tmp_path / "output").exists()
