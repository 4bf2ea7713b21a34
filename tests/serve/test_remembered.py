"""Rendered pages are kept as long as they fit."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

from leverage_site.serve.remembered import Remembered, Rendered
from tests.support.running import chance


def page(size: int, key: str = "k") -> Rendered:
    return Rendered.of(key, b"x" * size)


def test_a_page_knows_its_digest() -> None:
    assert Rendered.of("key", b"data") == Rendered("key", b"data", sha256(b"data").hexdigest(), ())


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    pages = Remembered(limit=10)
    for file in "abc":
        pages.put(file, page(3))
    assert pages.get("a") == page(3)
    pages.put("d", page(3))
    assert [pages.get(file) is not None for file in "abcd"] == [True, False, True, True]
    assert pages.size == 9


def test_exactly_what_fits_stays() -> None:
    pages = Remembered(limit=6)
    pages.put("a", page(3))
    pages.put("b", page(3))
    assert pages.get("a")
    assert pages.get("b")
    pages.put("c", page(1))
    assert (pages.get("a"), pages.size) == (None, 4)


def test_a_page_takes_the_place_of_its_predecessor() -> None:
    pages = Remembered(limit=10)
    pages.put("a", page(9, "old"))
    pages.put("b", page(1))
    pages.put("a", page(8, "new"))
    found = pages.get("a")
    assert found
    assert found.key == "new"
    assert pages.get("b")
    assert pages.size == 9


def test_a_page_that_is_too_large_is_not_kept() -> None:
    pages = Remembered(limit=10)
    pages.put("a", page(3))
    pages.put("b", page(11))
    assert (pages.get("b"), pages.size) == (None, 0)
    pages.put("c", page(0))
    assert pages.get("c") == page(0)


def test_what_is_not_known_is_nothing() -> None:
    pages = Remembered()
    assert pages.get("a") is None
    assert pages.limit == 64 * 1024 * 1024


def test_many_threads_at_once() -> None:
    pages = Remembered(limit=500)

    def work(seed: int) -> None:
        dice = chance(seed)
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
