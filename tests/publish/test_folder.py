"""A folder as a target: what holds whenever a publication ends, whatever was there before."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from leverage_site.output.folder import MANIFEST, STAGE, dump_manifest
from leverage_site.problems import Place, ProblemError
from leverage_site.publish.folder import FolderTarget
from leverage_site.publish.receipt import RECEIPT
from tests.support.publications import SmallSite, broken_promises, contents, site_files, version

FOREIGN = {"CNAME": "example.org", "blog/index.html": "somebody else's", "assets/theirs.css": "theirs"}
ALL = {path: {one[path] for one in map(version, range(5)) if path in one} for n in range(5) for path in version(n)}


class Killed(BaseException):
    """The process ends."""


@contextmanager
def failing(top: Path, at: int, error: Callable[[], BaseException], seen: Callable[[], None] = lambda: None) -> Iterator[list[str]]:
    """Let the operation number `at` that changes what is below `top` fail; after a kill all others do, too.

    Calls `seen` before each. Gives the operations that were tried.
    """
    tried: list[str] = []

    def hooked(original):
        def operation(*args, **extra):
            if any(str(arg).startswith(str(top)) for arg in args):
                seen()
                tried.append(f"{original.__name__} {args[0]}")
                failure = error()
                if len(tried) == at or (len(tried) > at and isinstance(failure, Killed)):
                    raise failure
            return original(*args, **extra)

        return operation

    with pytest.MonkeyPatch.context() as patch:
        for owner, names in ((Path, ("replace", "unlink", "mkdir", "rmdir")), (os, ("link",))):
            for name in names:
                patch.setattr(owner, name, hooked(getattr(owner, name)))
        yield tried


def write(top: Path, texts: dict[str, str]) -> None:
    for path, text in texts.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(text)


# What was done to the target before, in words that are put together.


def nothing(_: SmallSite) -> None:
    pass


def strangers(site: SmallSite) -> None:
    write(site.top, FOREIGN)


def first(site: SmallSite) -> None:
    site.publish(version(0))


def second(site: SmallSite) -> None:
    first(site)
    site.publish(version(1))


def cut_off(at: int, error: Callable[[], BaseException]) -> Callable[[SmallSite], None]:
    def state(site: SmallSite) -> None:
        first(site)
        with failing(site.top, at, error), suppress(Killed, ProblemError):
            site.publish(version(1))

    return state


def edited(path: str) -> Callable[[SmallSite], None]:
    def edit(site: SmallSite) -> None:
        if (site.top / path).exists():
            (site.top / path).write_text(f"mended by hand: {path}")

    return edit


def deleted(path: str) -> Callable[[SmallSite], None]:
    return lambda site: (site.top / path).unlink(missing_ok=True)


def full() -> BaseException:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


EARLIER = {
    "new": nothing,
    "first": first,
    "second": second,
    **{f"killed at {at}": cut_off(at, Killed) for at in (3, 6, 9, 12, 14)},
    **{f"failed at {at}": cut_off(at, full) for at in (5, 11)},
}
SINCE = {
    "as it was": nothing,
    "with strangers": strangers,
    "page edited": edited("days/1.html"),
    "asset edited": edited("assets/look-0.css"),
    "page deleted": deleted("days/1.html"),
    "receipt alone": lambda site: [path.unlink() for path in site.top.rglob("*.html")],
}
STATES = [(earlier, since) for earlier in EARLIER for since in SINCE]


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path / "site")


def ours(texts: dict[str, str]) -> dict[str, str]:
    """Return the files that are not somebody else's or edited."""
    return {path: text for path, text in texts.items() if path in ALL and "by hand" not in text}


def check(site: SmallSite, strangers: dict[str, str]) -> None:
    """Check what holds at any moment: files are whole, promises kept, others' files untouched."""
    there = {path: text for path, text in contents(site.top, receipt=False).items() if not path.startswith(STAGE)}
    assert all(text in ALL[path] for path, text in ours(there).items())
    assert {path: there.get(path) for path in strangers} == strangers
    if not any("by hand" in text for text in there.values()):
        assert broken_promises({path: text for path, text in there.items() if path in ALL}) == []


@pytest.mark.site
@pytest.mark.no_cover
@pytest.mark.parametrize(("earlier", "since"), STATES, ids=lambda text: text)
def test_p21_whenever_it_ends_promises_hold_and_the_next_completes_it(
    earlier: str, since: str, tmp_path: Path
) -> None:
    """A failure, and a kill, at every operation on every state."""
    origin = SmallSite(tmp_path / "site")
    EARLIER[earlier](origin)
    SINCE[since](origin)
    is_clean = since in ("as it was", "with strangers")
    saved = tmp_path / "saved"
    for name in ("site", "www"):
        if (tmp_path / name).exists():
            shutil.copytree(tmp_path / name, saved / name)
    strangers = FOREIGN if since == "with strangers" else {}
    at, step = 0, 1 if is_clean else 3
    tried = [""]
    while len(tried) > at - step:
        at += step
        # Each operation fails in one way here and in the other in the next state.
        error = Killed if (at + STATES.index((earlier, since))) % 2 else full
        for name in ("site", "www"):
            shutil.rmtree(tmp_path / name, ignore_errors=True)
            if (saved / name).exists():
                shutil.copytree(saved / name, tmp_path / name)
        site = SmallSite(tmp_path / "site")
        with failing(site.top, at, error, lambda site=site: check(site, strangers) if is_clean else None) as tried:
            with suppress(Killed, ProblemError):
                site.publish(version(2))
        if is_clean:
            check(site, strangers)
        site.publish(version(2))
        there = contents(site.top, receipt=False)
        assert {path: there.get(path) for path in version(2)} == version(2)
        assert {path: there.get(path) for path in strangers} == strangers
        assert not (site.top / STAGE).exists()
        # Nothing of older versions stays but assets, and what somebody edited.
        others = there.keys() - version(2).keys() - strangers.keys()
        assert all(path.startswith("assets/") or "by hand" in there[path] for path in others)
    assert at > 10
