"""Undo takes back what was published last from this copy of the site, and never what somebody else has published."""

import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from leverage_site.problems import Place, ProblemError, catalog
from leverage_site.publish.git import GitTarget
from leverage_site.publish.rsync import RsyncTarget
from leverage_site.settings import PublishTarget
from tests.publish.test_git import commit_files, git
from tests.support.publications import SmallSite, contents, version

TARGETS = [
    "folder",
    "git",
    pytest.param("rsync", marks=pytest.mark.skipif(shutil.which("rsync") is None, reason="there is no rsync")),
]
# Who publishes (a letter) or undoes (the same with a minus), in what order.
ORDERS = [
    *("".join(order) for length in (1, 2, 3) for order in product("ab", repeat=length)),
    "a-a", "ab-b", "ba-a", "ab-bb", "aba-a", "ab-b-b",
]  # fmt: skip


@pytest.fixture(params=TARGETS)
def clones(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, SmallSite]:
    """Give two copies of a site that publish to one target."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / "www").mkdir()
    git(tmp_path, "init", "--quiet", "--bare", str(tmp_path / "remote.git"))
    of_git = PublishTarget("live", "git", remote=str(tmp_path / "remote.git"))
    of_rsync = PublishTarget("live", "rsync", destination=str(tmp_path / "www"))
    makers = {
        "folder": None,
        "git": lambda site: GitTarget(of_git, site.root, site.store),
        "rsync": lambda site: RsyncTarget(of_rsync, site.root, site.store),
    }
    return {name: SmallSite(tmp_path / name, makers[request.param]) for name in "ab"}


def published(clone: SmallSite) -> dict[str, str]:
    """Return all that lies at the target, the receipt included."""
    remote = clone.root.parent / "remote.git"
    if not git(remote, "branch", "--list"):
        return contents(clone.top)
    paths = git(remote, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    return {path: git(remote, "show", f"gh-pages:{path}") for path in paths}


def refused(act: Callable[[], object]) -> list[str]:
    """Return the codes with which something is refused; there are none where it is done."""
    try:
        act()
    except ProblemError as error:
        return [problem.code for problem in error.problems]
    return []


@pytest.mark.site
@pytest.mark.parametrize("order", ORDERS)
def test_undo_is_refused_unless_the_last_publication_is_ones_own(order: str, clones: dict[str, SmallSite]) -> None:
    """After every order, by either: each publication that is undone leaves what was there before it."""
    states: list[tuple[str, dict[str, str]]] = []  # who has published, and what was there before
    left: dict[str, bool] = {}  # whether a copy still knows what was there before its last publication
    for number, step in enumerate(order.replace("-a", "A").replace("-b", "B")):
        clone = clones[step.lower()]
        if step.islower():
            states.append((step, published(clone)))
            clone.publish(version(number))
            left[step] = True
        elif states[-1][0] == step.lower() and left[step.lower()]:
            clone.undo()
            assert published(clone) == states.pop()[1]
            left[step.lower()] = False
        else:
            assert refused(clone.undo) == ["U015" if left.get(step.lower()) else "U013"]
    for name in "ba":
        before = published(clones[name])
        if not states or states[-1][0] != name or not left.get(name):
            expected = "U015" if left.get(name) and states else "U013"
            assert refused(clones[name].undo) == [expected], (order, name)
            assert published(clones[name]) == before
    if states and left[states[-1][0]]:
        name, before = states[-1]
        clones[name].undo()
        assert published(clones[name]) == before


@pytest.mark.site
def test_files_of_others_beside_the_site_are_no_publication(clones: dict[str, SmallSite]) -> None:
    clone = clones["a"]
    clone.publish(version(0))
    before = published(clone)
    clone.publish(version(1))
    remote = clone.root.parent / "remote.git"
    if git(remote, "branch", "--list"):
        commit_files(remote, {"CNAME": "example.org"})
    else:
        (clone.top / "CNAME").write_text("example.org")
    clone.undo()
    assert published(clone) == {**before, "CNAME": "example.org"}


@pytest.mark.site
@pytest.mark.parametrize("is_dry", [True, False])
def test_one_that_sent_nothing_is_what_undo_means(
    is_dry: bool, clones: dict[str, SmallSite], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so, and takes back nothing; once more, it takes back the one before."""
    clone = clones["a"]
    clone.publish(version(0))
    first = published(clone)
    clone.publish(version(1))
    second = published(clone)

    def full(*_: object) -> None:
        raise catalog.NOT_SENT.error(Place("there"), path="x", reason="No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(type(clone._target(clone)), "send", full)  # noqa: SLF001
        with pytest.raises(ProblemError) as raised:
            clone.publish(version(2))
    assert [problem.hint.endswith(" Nothing was sent.") for problem in raised.value.problems] == [True]
    if is_dry:
        assert refused(lambda: clone.undo(dry_run=True)) == ["U013"]
        assert refused(lambda: clone.undo(dry_run=True)) == ["U013"]
    with pytest.raises(ProblemError, match="the last publication was stopped, and nothing of it is there"):
        clone.undo()
    assert published(clone) == second
    clone.undo()
    assert published(clone) == first
