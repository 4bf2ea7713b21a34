import json

import pytest

from leverage_site.output import manifest
from leverage_site.output.commit import Commit
from leverage_site.output.stage import Stage
from tests.workspace import MANIFEST, STAGE, Faults, Space, disk_error, folders


@pytest.fixture
def space(tmp_path):
    return Space(tmp_path)


def moved(space, files):
    """The places to which a build renames files, in order."""
    places = []
    faults = Faults(space.top)
    with faults.active():
        import os

        counted = os.replace

        def replace(source, target, **more):
            places.append(str(target).removeprefix(f"{space.output}/"))
            return counted(source, target, **more)

        os.replace = replace
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

    def look(number, name):
        if name == "replace":
            seen.append(json.loads((space.output / MANIFEST).read_bytes())["files"])

    with Faults(space.top, after=look).active():
        space.build({"both.html": b"3", "new.html": b"4"})
    assert {path: len(digests) for path, digests in seen[0].items()} == {
        "old.html": 1,
        "both.html": 2,
        "new.html": 1,
    }
    assert seen[1] == seen[0]
    assert {path: len(digests) for path, digests in seen[-1].items()} == {"both.html": 1, "new.html": 1}


def test_leftovers_go_after_the_new_pages_stand(space):
    space.build({"old.html": b"1", "index.html": b"1"})
    order = []

    def look(number, name):
        if name in ("replace", "rename"):
            order.append(sorted(space.published()))

    with Faults(space.top, after=look).active():
        space.build({"new.html": b"2", "index.html": b"2"})
    assert order[-2:] == [["index.html", "new.html"]] * 2
    assert ["index.html", "new.html", "old.html"] in order


def ready(space, old, new):
    """A commit from one list of files to another, with its files staged."""
    space.build(old)
    other = Space(space.top / "other")
    other.build(new)
    stage = Stage(space.output)
    stage.open()
    staged = {path: stage.put(data) for path, data in new.items()}
    commit = Commit(space.output, stage, manifest.read(space.output) or {}, manifest.read(other.output) or {})
    return commit, stage, staged


def test_a_commit_that_is_taken_back_leaves_bytes_permissions_and_folders(space):
    old = {"a/b/c.html": b"1", "index.html": b"2", "page": b"3"}
    new = {"a": b"4", "index.html": b"5", "page/x.html": b"6", "new/deep/y.html": b"7"}
    commit, stage, staged = ready(space, old, new)
    (space.output / "index.html").chmod(0o640)
    before = space.tree()
    replaced = []

    def fail_once(_, name):
        if name == "replace":
            replaced.append(name)
            disk_error(len(replaced), 4)

    with Faults(space.top, before=fail_once).active(), pytest.raises(OSError, match="Input/output error"):
        commit.run(staged, ["a/b/c.html", "page"])
    assert len(replaced) > 4
    stage.close()
    after = space.tree()
    assert {path: entry for path, entry in before.items() if STAGE not in path} == after


def test_a_commit_without_leftovers_or_pages_only_writes_the_list(space):
    commit, stage, staged = ready(space, {}, {})
    commit.run(staged, [])
    stage.close()
    assert space.published() == {}
    assert json.loads((space.output / MANIFEST).read_bytes()) == {"version": 1, "files": {}}


def test_empty_folders_of_leftovers_go(space):
    space.build({"a/b/c/d.html": b"1", "a/e.html": b"2"})
    space.build({"x.html": b"1"})
    assert folders(space.output) == set()
