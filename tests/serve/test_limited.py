"""Work that takes too long is ended, others do not wait for it, and no thread stays behind."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from leverage_site.render.theme import OverdueError
from leverage_site.serve import limited as module
from leverage_site.serve.limited import Limited
from tests.support.running import nothing_left


def endless() -> str:
    while True:
        pass


def stubborn() -> str:
    """Drops the first word that it should end."""
    try:
        return endless()
    except OverdueError:
        return endless()


def test_what_is_done_is_given() -> None:
    with nothing_left():
        assert Limited[int]().run("a", lambda: 7) == 7


def test_what_is_raised_is_raised() -> None:
    with nothing_left(), pytest.raises(ZeroDivisionError):
        Limited[float]().run("a", lambda: 1 / 0)


@pytest.mark.parametrize("work", [endless, stubborn])
def test_what_never_ends_is_ended(work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GRACE", 0.1)
    with nothing_left(), pytest.raises(OverdueError):
        Limited[str](0.05).run("a", work)


def test_what_ends_as_it_is_ended_leaves_no_thread_and_no_noise(capfd: pytest.CaptureFixture[str]) -> None:
    """Whatever comes first, the result or the end, it is one of the two."""
    limited, results = Limited[str](0.002), []
    with nothing_left():
        for n in range(60):
            over = time.perf_counter() + 0.0012 + n * 0.00003

            def work(over: float = over) -> str:
                while time.perf_counter() < over:
                    pass
                return "done"

            try:
                results.append(limited.run(n, work))
            except OverdueError:
                results.append("ended")
    assert set(results) <= {"done", "ended"}
    assert capfd.readouterr() == ("", "")


def test_others_go_on_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.02)
    limited, go = Limited[str](60), threading.Event()

    def busy() -> str:
        while not go.is_set():
            pass
        return "late"

    with nothing_left(), ThreadPoolExecutor(1) as pool:
        slow = pool.submit(limited.run, "slow", busy)
        try:
            while not limited._running:  # noqa: SLF001  # no result tells that one has begun
                time.sleep(0.001)
            assert [limited.run(n, lambda: "done") for n in range(3)] == ["done"] * 3
            assert not slow.done()
        finally:
            go.set()
        assert slow.result() == "late"


def test_what_is_known_to_end_is_waited_for() -> None:
    with nothing_left():
        assert Limited[int](0.01).run("a", lambda: time.sleep(0.1) or 7, ends=True) == 7


def test_the_same_is_done_once_for_all_who_ask() -> None:
    limited, done, go = Limited[int](), [], threading.Event()

    def work() -> int:
        go.wait(9)
        done.append(1)
        return 7

    with nothing_left(), ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(limited.run, "a", work) for _ in range(4)]
        while not all(future.running() for future in asked):
            time.sleep(0.001)
        time.sleep(0.01)
        go.set()
        assert [future.result() for future in asked] == [7] * 4
    assert done == [1]
