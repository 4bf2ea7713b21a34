"""A stamp is trusted only where every later change of the file must show in it."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site import files
from leverage_site.files import CLOCK, COARSEST_TICK, Moment, Stamp, after, clock_of, stamp_of, system_clock

NOW = 10**18


def stamped(modified: int, changed: int, device: int = 1) -> Stamp:
    return Stamp(7, NOW + modified, NOW + changed, 3, device)


@pytest.mark.parametrize(
    ("modified", "changed", "trusted"),
    [(-1, -1, True), (-1, 0, False), (0, -1, False), (0, 0, False), (1, -5, False), (-5, 1, False)],
)
def test_both_times_must_be_past(modified: int, changed: int, trusted: bool) -> None:
    stamp = stamped(modified, changed)
    assert Moment(NOW, 1).shows_changes(stamp) == trusted
    assert Moment(NOW + COARSEST_TICK).shows_changes(stamp) == trusted


def test_the_clock_of_another_file_system_says_little() -> None:
    stamp = stamped(-1, -1, device=2)
    assert not Moment(NOW, 1).shows_changes(stamp)
    assert Moment(NOW + COARSEST_TICK, 1).shows_changes(stamp)
    assert not Moment(NOW, 1).shows_changes(None)


@given(
    st.lists(st.tuples(st.integers(0, 50), st.booleans()), min_size=1, max_size=30),
    st.integers(1, 20),
    st.integers(0, 60),
)
def test_a_trusted_stamp_never_hides_a_change(events: list[tuple[int, bool]], tick: int, asked: int) -> None:
    """A model: a file changes at times that its file system rounds down; it is looked at right after a moment."""

    def rounded(when: int) -> int:
        return when // tick * tick

    changes = sorted({when for when, _ in events})
    before = [when for when in changes if when <= asked]
    if not before:
        return
    stamp = Stamp(1, 0, rounded(before[-1]), 1, 1)
    if Moment(rounded(asked), 1).shows_changes(stamp):
        assert all(rounded(when) != stamp.changed for when in changes if when > asked)


def test_a_file_system_tells_its_time(tmp_path: Path) -> None:
    clock = clock_of(tmp_path)
    first, second = clock(), clock()
    assert first.device == tmp_path.stat().st_dev
    assert first.time <= second.time
    (tmp_path / "x").write_text("x")
    assert stamp_of((tmp_path / "x").stat()).changed >= second.time
    assert (tmp_path / CLOCK).stat().st_size == 0


def test_after_changes_is_a_later_moment(tmp_path: Path) -> None:
    clock = clock_of(tmp_path)
    for name in "abc":
        (tmp_path / name).write_text(name)
        stamp = stamp_of((tmp_path / name).stat())
        assert after(clock, [stamp]).shows_changes(stamp)


def test_nothing_is_waited_for_in_vain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    future = stamped(10**18, 10**18)
    assert not after(system_clock, [future]).shows_changes(future)
    assert slept == []
    assert not after(clock_of(tmp_path), [future]).shows_changes(future)
    assert 0 < sum(slept) < 0.1


@pytest.mark.parametrize("instead", ["a link", "a dangling link", "a FIFO", "a folder", "no folder"])
def test_a_clock_that_cannot_be_asked_is_the_system_s(tmp_path: Path, instead: str) -> None:
    place, elsewhere = tmp_path / "cache" / CLOCK, tmp_path / "elsewhere"
    if instead != "no folder":
        place.parent.mkdir()
    if instead == "a link":
        elsewhere.write_text("precious")
        os.utime(elsewhere, ns=(1, 1))
        place.symlink_to(elsewhere)
    elif instead == "a dangling link":
        place.symlink_to(elsewhere)
    elif instead == "a FIFO":
        os.mkfifo(place)
    elif instead == "a folder":
        place.mkdir()
    moment = clock_of(place.parent)()
    assert moment.device is None
    assert abs(moment.time - time.time_ns()) < 10**9
    if instead == "a link":
        assert elsewhere.stat().st_mtime_ns == 1
    else:
        assert not elsewhere.exists()


@pytest.mark.parametrize("name", ["rename", "link"])
def test_a_file_that_only_moved_is_the_same(tmp_path: Path, name: str) -> None:
    file = tmp_path / "a"
    file.write_text("x")
    before = stamp_of(file.stat())
    getattr(os, name)(file, tmp_path / "b")
    assert stamp_of((tmp_path / "b").stat()).is_same_file(before)
    (tmp_path / "b").write_text("longer")
    assert not stamp_of((tmp_path / "b").stat()).is_same_file(before)


def test_where_times_cannot_be_set_by_a_handle_a_write_tells_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files.os, "supports_fd", set())
    moment = clock_of(tmp_path)()
    assert moment.device == tmp_path.stat().st_dev
