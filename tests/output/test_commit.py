import json
import os

import pytest

from leverage_site.output.commit import Commit
from leverage_site.output.folder import ABSENT, read_manifest
from leverage_site.output.stage import Stage
from tests.support.workspace import MANIFEST, STAGE, Faults, Space, disk_error, folders


@pytest.fixture
def space(tmp_path):
    return Space(tmp_path)


def moved(space, files):
    """Return the places to which a build moves files, in order."""
    places = []

    def noted(call):
        def moves(source, target, **more):
            place = str(target).removeprefix(f"{space.output}/")
            if not place.startswith(STAGE):
                places.append(place)
            return call(source, target, **more)

        return moves

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", noted(os.replace))
        patch.setattr(os, "link", noted(os.link))
        space.build(files)
    return places


def test_the_list_comes_first_then_assets_then_pages_then_the_list(space):
    files = {"index.html": b"1", "a/z.css": b"2", "b/page.html": b"3", "feed.xml": b"4", "a/page.html": b"5"}
    assert moved(space, files) == [
        MANIFEST, "a/z.css", "feed.xml", "a/page.html", "b/page.html", "index.html", MANIFEST
    ]  # fmt: skip


def test_the_list_during_a_commit_holds_what_was_and_what_will_be(space):
    space.build({"old.html": b"1", "both.html": b"2"})
    seen = []

    def look(_, name):
        if name == "replace":
            seen.append(json.loads((space.output / MANIFEST).read_bytes())["files"])

    with Faults(space.top, after=look).active():
        space.build({"both.html": b"3", "new.html": b"4"})
    assert {path: len(digests) for path, digests in seen[0].items()} == {
        "old.html": 1,
        "both.html": 2,
        "new.html": 2,
    }
    assert seen[0]["new.html"][0] == ABSENT
    assert seen[1] == seen[0]
    assert {path: len(digests) for path, digests in seen[-1].items()} == {"both.html": 1, "new.html": 1}


def test_leftovers_go_after_the_new_pages_stand(space):
    space.build({"old.html": b"1", "index.html": b"1"})
    order = []

    def look(_, name):
        if name in ("replace", "rename", "link"):
            order.append(sorted(space.published()))

    with Faults(space.top, after=look).active():
        space.build({"new.html": b"2", "index.html": b"2"})
    assert order[-2:] == [["index.html", "new.html"]] * 2
    assert ["index.html", "new.html", "old.html"] in order


def ready(space, old, new):
    """Return a commit from one list of files to another, with its files staged."""
    space.build(old)
    other = Space(space.top / "other")
    other.build(new)
    stage = Stage(space.output)
    stage.open()
    staged = {path: stage.put(data) for path, data in new.items()}
    lists = [read_manifest(place) or {} for place in (space.output, other.output)]
    return (
        Commit(space.output, stage, {path: digests[0] for path, digests in lists[0].items()}),
        lists,
        stage,
        staged,
    )


def test_a_commit_that_is_taken_back_leaves_bytes_permissions_and_folders(space):
    old = {"a/b/c.html": b"1", "index.html": b"2", "page": b"3"}
    new = {"a": b"4", "index.html": b"5", "page/x.html": b"6", "new/deep/y.html": b"7"}
    commit, lists, stage, staged = ready(space, old, new)
    (space.output / "index.html").chmod(0o640)
    before = space.tree()
    replaced = []

    def fail_once(_, name):
        if name in ("replace", "link"):
            replaced.append(name)
            disk_error(len(replaced), 6)

    with Faults(space.top, before=fail_once).active(), pytest.raises(OSError, match="Input/output error"):
        commit.run(*lists, staged, ["a/b/c.html", "page"])
    assert len(replaced) > 6
    stage.close()
    after = space.tree()
    assert {path: entry for path, entry in before.items() if STAGE not in path} == after


def test_a_commit_without_leftovers_or_pages_only_writes_the_list(space):
    commit, lists, stage, staged = ready(space, {}, {})
    commit.run(*lists, staged, [])
    stage.close()
    assert space.published() == {}
    assert json.loads((space.output / MANIFEST).read_bytes()) == {"version": 1, "files": {}}


def test_empty_folders_of_leftovers_go(space):
    space.build({"a/b/c/d.html": b"1", "a/e.html": b"2"})
    space.build({"x.html": b"1"})
    assert folders(space.output) == set()
