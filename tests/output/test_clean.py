import json
import os

import pytest

from tests.support.output_layouts import NEW, OLD
from tests.support.workspace import MANIFEST, STAGE, Faults, Space, disk_error, folders, tree


@pytest.fixture
def space(tmp_path):
    return Space(tmp_path)


def test_exactly_what_was_built_goes(space):
    space.put(".gitignore", b"*\n")
    before = tree(space.output)
    space.build(OLD)
    outcome = space.clean()
    assert outcome.removed == tuple(sorted(OLD))
    assert tree(space.output) == before


def test_strangers_and_their_folders_stay(space):
    space.build(OLD)
    space.put("posts/notes.txt", b"mine")
    (space.output / "drafts/empty").mkdir(parents=True)
    space.clean()
    assert space.published() == {"posts/notes.txt": b"mine"}
    assert folders(space.output) == {"posts", "drafts", "drafts/empty"}
    assert not (space.output / MANIFEST).exists()


def test_without_an_output_folder_there_is_nothing_to_do(space):
    before = space.tree()
    assert space.clean().removed == ()
    assert space.tree() == before


def test_after_a_build_of_nothing_the_list_goes_too(space):
    space.build(OLD)
    space.build({})
    assert space.clean().errors == ()
    assert not (space.output / MANIFEST).exists()


def test_clean_twice_is_clean_once(space):
    space.build(OLD)
    space.clean()
    before = space.tree()
    outcome = space.clean()
    assert (outcome.removed, outcome.errors, outcome.warnings) == ((), (), ())
    assert space.tree() == before


def test_an_edited_file_is_kept_and_the_next_build_may_replace_it(space):
    space.build(OLD)
    space.put("posts/one.html", b"edited")
    outcome = space.clean()
    assert outcome.warnings == ("F008",)
    assert outcome.removed == tuple(sorted(OLD.keys() - {"posts/one.html"}))
    assert space.published() == {"posts/one.html": b"edited"}
    again = space.build(NEW)
    assert (again.errors, again.warnings) == ((), ("F004",))
    assert space.published() == NEW


def test_deleted_files_are_not_said_to_be_removed(space):
    space.build(OLD)
    (space.output / "index.html").unlink()
    assert space.clean().removed == tuple(sorted(OLD.keys() - {"index.html"}))


def test_what_a_killed_build_staged_goes(space):
    space.build(OLD)
    space.put(f"{STAGE}/000001.new", b"half")
    space.put(f"{STAGE}/000002.old", b"half")
    space.clean()
    assert list(space.output.iterdir()) == []


def test_what_a_killed_first_build_staged_goes(space):
    space.put(f"{STAGE}/000001.new", b"half")
    assert space.clean().errors == ()
    assert list(space.output.iterdir()) == []


def test_folders_of_deleted_pages_go_too(space):
    space.build(OLD)
    (space.output / "posts/one.html").unlink()
    space.clean()
    assert folders(space.output) == set()


def calls_of_clean(top):
    space = Space(top)
    space.build(OLD)
    space.put("index.html", b"edited")
    space.put("posts/notes.txt", b"mine")
    faults = Faults(space.top)
    with faults.active():
        space.clean()
    return len(faults.calls)


def test_whatever_fails_the_list_stays_readable_and_a_second_clean_finishes(tmp_path):
    count = calls_of_clean(tmp_path / "count")
    assert count >= 6
    for k in range(1, count + 1):
        space = Space(tmp_path / f"fault{k}")
        space.build(OLD)
        space.put("index.html", b"edited")
        space.put("posts/notes.txt", b"mine")
        with Faults(space.top, before=lambda n, _, k=k: disk_error(n, k)).active():
            space.clean()
        assert space.published()["index.html"] == b"edited"
        assert space.published()["posts/notes.txt"] == b"mine"
        assert space.clean().errors == (), f"after a fault at call {k}"
        assert space.published() == {"index.html": b"edited", "posts/notes.txt": b"mine"}
        assert list(json.loads((space.output / MANIFEST).read_bytes())["files"]) == ["index.html"]
        assert not (space.output / STAGE).exists()


def test_a_failing_disk_is_a_problem(space):
    space.build(OLD)
    before = space.tree()
    with Faults(space.top, before=lambda *_: disk_error(1, 1)).active():
        outcome = space.clean()
    assert outcome.errors == ("F005",)
    assert space.tree() == before


def test_a_full_disk_does_not_damage_the_list(space):
    space.build(OLD)
    space.put("index.html", b"edited")

    def full(_, name):
        if name in ("open", "write", "mkdir", "link"):
            raise OSError(28, os.strerror(28))

    with Faults(space.top, before=full).active():
        space.clean()
    assert space.clean().errors == ()
    assert space.published() == {"index.html": b"edited"}
