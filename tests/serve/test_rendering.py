"""RenderedPage pages are kept as long as they fit."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest

from leverage_site.render.theme import OverdueError
from leverage_site.serve import rendering
from leverage_site.serve.rendering import LimitedRunner, PageCache, RenderedPage
from tests.support.dev_server import nothing_left, seeded_random


def page(size: int, key: str = "k") -> RenderedPage:
    return RenderedPage.from_data(key, b"x" * size)


def test_a_page_knows_its_digest() -> None:
    assert RenderedPage.from_data("key", b"data") == RenderedPage("key", b"data", sha256(b"data").hexdigest(), ())


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    pages = PageCache(limit=10)
    for file in "abc":
        pages.put(file, page(3))
    assert pages.get("a") == page(3)
    pages.put("d", page(3))
    assert [pages.get(file) is not None for file in "abcd"] == [True, False, True, True]
    assert pages.size == 9


def test_exactly_what_fits_stays() -> None:
    pages = PageCache(limit=6)
    pages.put("a", page(3))
    pages.put("b", page(3))
    assert pages.get("a")
    assert pages.get("b")
    pages.put("c", page(1))
    assert (pages.get("a"), pages.size) == (None, 4)


def test_a_page_takes_the_place_of_its_predecessor() -> None:
    pages = PageCache(limit=10)
    pages.put("a", page(9, "old"))
    pages.put("b", page(1))
    pages.put("a", page(8, "new"))
    found = pages.get("a")
    assert found
    assert found.key == "new"
    assert pages.get("b")
    assert pages.size == 9


def test_a_page_that_is_too_large_is_not_kept() -> None:
    pages = PageCache(limit=10)
    pages.put("a", page(3))
    pages.put("b", page(11))
    assert (pages.get("b"), pages.size) == (None, 0)
    pages.put("c", page(0))
    assert pages.get("c") == page(0)


def test_what_is_not_known_is_nothing() -> None:
    pages = PageCache()
    assert pages.get("a") is None
    assert pages.limit == 64 * 1024 * 1024


def test_many_threads_at_once() -> None:
    pages = PageCache(limit=500)

    def work(seed: int) -> None:
        dice = seeded_random(seed)
        for _ in range(2000):
            file = str(dice.randrange(20))
            if dice.random() < 0.5:
                pages.put(file, page(dice.randrange(60), file))
            elif found := pages.get(file):
                assert found.key == file
            assert pages.size <= 560

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    kept = [pages.get(str(n)) for n in range(20)]
    assert pages.size == sum(len(found.data) for found in kept if found) <= 500


def endless() -> str:
    while True:
        pass


def stubborn() -> str:
    """Drop the first word that it should end."""
    try:
        return endless()
    except OverdueError:
        return endless()


def test_what_is_done_is_given() -> None:
    with nothing_left():
        assert LimitedRunner[int]().run("a", lambda: 7) == 7


def test_what_is_raised_is_raised() -> None:
    with nothing_left(), pytest.raises(ZeroDivisionError):
        LimitedRunner[float]().run("a", lambda: 1 / 0)


@pytest.mark.parametrize("work", [endless, stubborn])
def test_what_never_ends_is_ended(work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "GRACE", 0.1)
    with nothing_left(), pytest.raises(OverdueError):
        LimitedRunner[str](0.05).run("a", work)


def test_what_ends_as_it_is_ended_leaves_no_thread_and_no_noise(capfd: pytest.CaptureFixture[str]) -> None:
    """Whatever comes first, the result or the end, it is one of the two."""
    limited, results = LimitedRunner[str](0.002), []
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
    monkeypatch.setattr(rendering, "PATIENCE", 0.02)
    limited, go = LimitedRunner[str](60), threading.Event()

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
        assert LimitedRunner[int](0.01).run("a", lambda: time.sleep(0.1) or 7, ends=True) == 7


def test_the_same_is_done_once_for_all_who_ask() -> None:
    limited, done, go = LimitedRunner[int](), [], threading.Event()

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
