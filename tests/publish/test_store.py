"""What publications keep beside the settings: whole, git-ignored, and no more than undo needs."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from leverage_site.problems import Place, ProblemError
from leverage_site.publish.store import PublishedStore, Snapshot
from tests.support.publications import SmallSite, fail, site_files, version

HERE = Place("here")


@pytest.fixture
def store(tmp_path: Path) -> PublishedStore:
    return PublishedStore(tmp_path, "live")


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def test_files_are_kept_whole_or_not_at_all(store: PublishedStore) -> None:
    with store.open(fail):
        store.add(digest(b"onetwo"), [b"one", b"two"], HERE)
        assert b"".join(store.pieces(digest(b"onetwo"))) == b"onetwo"
        assert store.size_of(digest(b"onetwo")) == 6
        with pytest.raises(ProblemError, match="it has changed a moment ago"):
            store.add(digest(b"three"), [b"four"], HERE)
        assert not store.has(digest(b"three"))
        store.path_of(digest(b"onetwo")).write_bytes(b"damaged")
        with pytest.raises(ProblemError, match="a file in it was changed"):
            list(store.pieces(digest(b"onetwo")))


def test_git_ignores_it(store: PublishedStore, tmp_path: Path) -> None:
    for _ in range(2):
        with store.open(fail):
            assert (tmp_path / "published/.gitignore").read_text() == "*\n"


def test_p1_a_link_in_its_place_is_not_followed(store: PublishedStore, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "published").symlink_to("elsewhere")
    with pytest.raises(ProblemError, match="it is a symbolic link"), store.open(fail):
        pass
    assert [*(tmp_path / "elsewhere").iterdir()] == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 1}', '{"version": 1, "receipt": null, "digests": {"../x": "0"}}']
)
def test_what_is_damaged_tells_of_nothing(text: str, store: PublishedStore) -> None:
    with store.open(fail):
        (store.folder / "before.json").write_text(text)
        assert store.before() is None


def test_a_publication_that_never_said_that_it_ended(store: PublishedStore) -> None:
    first, second, third = (Snapshot(b"%d" % n, {"a": digest(b"%d" % n)}) for n in range(3))
    with store.open(fail):
        store.begin(b"0", first, [b"half 1", b"1"])
        assert store.is_unsent(b"0")
        assert not store.is_unsent(b"half 1")
        store.forget_unsent()
        assert store.before() is None
        store.begin(b"0", first, [b"half 1", b"1"])
        store.finish([])
        assert store.before() == replace(first, left=(digest(b"half 1"), digest(b"1")))
        store.begin(b"1", second, [b"half 2", b"2"])
        store.settle(b"half 2", is_complete=False)
        store.begin(b"half 2", third, [b"half 3", b"3"])
        cut_off = store.before()  # what stood there before the one that was cut off
        assert cut_off == replace(second, left=tuple(map(digest, (b"half 2", b"2", b"half 3", b"3"))))
        store.settle(b"9", is_complete=True)  # somebody else's
        assert store.before() == cut_off
        store.settle(b"3", is_complete=True)  # it arrived
        assert store.before() == cut_off
        store.begin(b"3", third, [b"half 4"])
        store.finish([])
        assert store.before() == replace(third, left=(digest(b"half 4"),))


def test_one_that_was_cut_off_is_not_gone_on_with_once_somebody_else_has_published(store: PublishedStore) -> None:
    before, theirs = Snapshot(b"0", {}), Snapshot(b"theirs", {"a": digest(b"a")})
    with store.open(fail):
        store.begin(b"0", before, [b"half", b"1"])
        store.begin(b"theirs", theirs, [b"2"])
        assert store.before() == replace(theirs, left=(digest(b"2"),))


def test_no_more_is_kept_than_undo_needs(tmp_path: Path) -> None:
    site = SmallSite(tmp_path / "site")
    for number in range(4):
        site.publish(version(number))
    kept = {path.name for path in (site.store.folder / "files").iterdir()}
    needed = {file.digest for n in (2, 3) for file in site_files(version(n)).values()}
    assert kept - needed == {site_files(version(1))["assets/look-1.css"].digest}
    assert needed <= kept


def test_files_are_laid_out_as_in_the_site_and_gone_afterwards(tmp_path: Path) -> None:
    site = SmallSite(tmp_path / "site")
    with site.planned(version(0)), site.store.tree(site_files(version(0)).values()) as top:
        assert {path: (top / path).read_text() for path in version(0)} == version(0)
    assert not top.exists()
