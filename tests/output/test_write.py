"""What a build leaves in its folder, and P1 under any sequence of builds, cleans and strangers' doings."""

import os
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from leverage_site.output import write
from leverage_site.output.folder import dump_manifest, parents, read_manifest, union
from leverage_site.output.write import FileData, OutputFile, Segment, SegmentedFile
from leverage_site.problems import Place, ProblemError, catalog
from tests.support.output_layouts import NEW, OLD
from tests.support.workspace import MANIFEST, PAGES, STAGE, Space, folders, tree


@pytest.fixture
def space(tmp_path):
    return Space(tmp_path)


def test_the_first_build_writes_everything(space):
    outcome = space.build(PAGES)
    assert outcome.written == tuple(sorted(PAGES))
    assert (outcome.kept, outcome.removed, outcome.warnings) == (0, (), ())
    assert space.published() == PAGES
    assert set(read_manifest(space.output) or {}) == set(PAGES)
    assert not (space.output / STAGE).exists()


def test_a_second_build_touches_nothing(space):
    space.build(PAGES)
    before = {path: path.stat() for path in space.output.rglob("*")}
    outcome = space.build(PAGES)
    assert (outcome.written, outcome.kept, outcome.removed) == ((), len(PAGES), ())
    after = {path: path.stat() for path in space.output.rglob("*")}
    for path, was in before.items():
        now = after[path]
        assert (was.st_ino, was.st_mtime_ns, was.st_size) == (now.st_ino, now.st_mtime_ns, now.st_size), path
    assert after.keys() == before.keys()


def test_only_what_changed_is_rewritten(space):
    space.build(OLD)
    same = {path: (space.output / path).stat().st_ino for path in ("posts/one.html", "assets/style.css")}
    outcome = space.build(NEW)
    assert outcome.written == ("index.html", "weeks/w15.html")
    assert (outcome.kept, outcome.removed) == (2, ("old/gone.html",))
    assert {path: (space.output / path).stat().st_ino for path in same} == same
    assert space.published() == NEW
    assert folders(space.output) == {"posts", "weeks", "assets"}
    assert set(read_manifest(space.output) or {}) == set(NEW)


SEGMENTS = [
    Segment("a", b"one"),
    Segment("b", lambda: b"two" * 100_000),
    Segment("c", b""),
    Segment("d", lambda: b"!"),
]


def write_segments(output, segments, monkeypatch, processors=1):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(processors))
    monkeypatch.setattr(write, "MIN_WEIGHT", 1)
    file = OutputFile(
        "data/all.txt", lambda: pytest.fail("asked"), split=lambda: SegmentedFile(segments, "note"), weight=9
    )
    return write.write(output, output.parent / "site", [file, OutputFile("a.html", lambda: FileData(b"page"))])


@pytest.mark.parametrize("processors", [1, 2])
def test_a_file_of_segments_has_their_bytes_one_after_the_other(tmp_path, monkeypatch, processors):
    result = write_segments(tmp_path / "out", SEGMENTS, monkeypatch, processors)
    data = b"one" + b"two" * 100_000 + b"!"
    assert (tmp_path / "out/data/all.txt").read_bytes() == data
    assert result.digests["data/all.txt"] == sha256(data).hexdigest()
    assert result.segments == {"data/all.txt": (("a", 3), ("b", 300_000), ("c", 0), ("d", 1))}
    assert (result.notes, result.rendered) == ({"data/all.txt": "note"}, ["data/all.txt", "a.html"])
    assert not (tmp_path / "out" / STAGE).exists()
    again = write_segments(tmp_path / "out", [Segment("x", data)], monkeypatch, processors)
    assert (again.written, again.kept) == ([], 2)
    assert write_segments(tmp_path / "out", [], monkeypatch).written == ["data/all.txt"]
    assert (tmp_path / "out/data/all.txt").read_bytes() == b""


def test_a_segment_that_cannot_be_made_leaves_the_site_as_it_was(tmp_path, monkeypatch):
    def fail():
        raise catalog.READ_FAILED.error(Place("a.md"), reason="it is gone")

    write_segments(tmp_path / "out", SEGMENTS, monkeypatch)
    before = tree(tmp_path / "out")
    with pytest.raises(ProblemError, match="it is gone"):
        write_segments(tmp_path / "out", [Segment("a", b"other"), Segment("b", fail)], monkeypatch)
    assert tree(tmp_path / "out") == before


def test_a_build_without_pages_leaves_none(space):
    space.build(OLD)
    outcome = space.build({})
    assert outcome.removed == tuple(sorted(OLD))
    assert space.published() == {}
    assert folders(space.output) == set()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"a": b"file"}, {"a/b.html": b"inside"}),
        ({"a": b"file"}, {"a/b/c/d.html": b"inside"}),
        ({"a/b.html": b"inside"}, {"a": b"file"}),
        ({"a/b/c.html": b"1", "a/b/d.html": b"2", "a/e.html": b"3"}, {"a": b"file"}),
        ({"a/b/c.html": b"1", "a/e.html": b"3"}, {"a/b": b"file", "a/e.html": b"4"}),
        ({"a": b"1", "b/c": b"2"}, {"a/x": b"1", "b": b"2"}),
        ({"A.html": b"1"}, {"a.html": b"1"}),
        ({"Posts/x.html": b"1"}, {"posts/x.html": b"2"}),
        ({"é.html": b"1"}, {"e\u0301.html": b"2"}),
        ({"日本/語.html": b"1"}, {"日本": b"2"}),
    ],
)
def test_files_become_folders_and_the_other_way_round(space, first, second):
    for files in (first, second, first):
        outcome = space.build(files)
        assert (outcome.errors, outcome.warnings) == ((), ())
        assert space.published() == files
        assert not (space.output / STAGE).exists()
    space.clean()
    assert list(space.output.iterdir()) == []


def test_another_spelling_of_our_file_is_ours_where_case_does_not_count(space):
    """Simulated: two names of one file, as such a disk would answer."""
    space.build({"A.html": b"1", "x.html": b"x"})
    (space.output / "a.html").hardlink_to(space.output / "A.html")
    outcome = space.build({"a.html": b"2", "x.html": b"x"})
    assert (outcome.errors, outcome.warnings) == ((), ())
    assert outcome.written == ("a.html",)
    assert outcome.removed == ()
    assert (space.output / "a.html").read_bytes() == b"2"


def test_an_edited_page_is_overwritten_with_a_warning_that_names_it(space):
    space.build(OLD)
    space.put("index.html", b"edited")
    outcome = space.build(OLD)
    assert outcome.warnings == ("F004",)
    assert outcome.places == ((space.output / "index.html").as_posix(),)
    assert space.published() == OLD


def test_an_edited_leftover_is_kept_with_a_warning_that_names_it(space):
    space.build(OLD)
    space.put("old/gone.html", b"edited")
    outcome = space.build(NEW)
    assert outcome.warnings == ("F008",)
    assert outcome.places == ((space.output / "old/gone.html").as_posix(),)
    assert space.published() == {**NEW, "old/gone.html": b"edited"}
    assert space.build(NEW).warnings == ()
    assert space.published() == {**NEW, "old/gone.html": b"edited"}


def test_every_obstacle_leaves_everything_as_it_was(space):
    space.build(OLD)
    space.put("weeks/w15.html")
    space.put("index.html", b"edited")
    before = space.tree()
    outcome = space.build(NEW)
    assert outcome.errors == ("F003",)
    assert "'weeks/w15.html'" in outcome.message
    assert outcome.places == ((space.output / "weeks/w15.html").as_posix(),)
    assert space.tree() == before


@pytest.mark.parametrize("depth", ["output", "new/output", "very/new/and/deep"])
def test_p4_a_failing_first_build_leaves_no_folder_behind(space, depth):
    space.output = space.top / depth
    before = space.tree()

    def pages():
        yield "index.html", b"x"
        raise OSError(5, "Input/output error")

    assert space.build(pages()).errors == ("F005",)
    assert space.tree() == before


def test_p4_a_failing_first_build_leaves_an_empty_folder_as_it_was(space):
    space.output.mkdir()
    space.put(".gitignore", b"*\n")
    before = space.tree()

    def pages():
        yield "index.html", b"x"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        space.build(pages())
    assert space.tree() == before


# Strangers who come while the pages are being made


@pytest.mark.parametrize("at", [("weeks/w15.html", "new"), ("index.html", "ours")], ids=lambda at: at[1])
@pytest.mark.parametrize("kind", ["file", "link", "folder", "pipe"])
def test_p1_what_a_stranger_puts_in_the_way_during_a_build_survives_it(space, at, kind):
    import os

    space.build(OLD)
    target = space.output / at[0]

    def act():
        target.parent.mkdir(exist_ok=True)
        target.unlink(missing_ok=True)
        match kind:
            case "file":
                target.write_bytes(b"a stranger's")
            case "link":
                target.symlink_to(space.outside / "precious.txt")
            case "folder":
                target.mkdir()
                (target / "notes.txt").write_bytes(b"a stranger's")
            case "pipe":
                os.mkfifo(target)

    # The new page is made first, so that only a second look can see the stranger.
    order = dict(sorted(NEW.items(), key=lambda item: item[0] != at[0]))
    *first, last = order.items()

    def pages():
        yield from first
        act()
        yield last

    outcome = space.build(pages())
    assert tree(space.outside)[str(space.outside / "precious.txt")][2] == b"not yours"
    if kind == "file" and at[1] == "ours":
        return  # our page, edited: a build may overwrite it
    entry = tree(target)[str(target)]
    assert entry[0] == {"pipe": "other"}.get(kind, kind)
    assert kind != "file" or entry[2] == b"a stranger's"
    assert kind != "folder" or (target / "notes.txt").read_bytes() == b"a stranger's"
    assert set(outcome.errors) <= {"F003", "F005", "F007"}
    assert outcome.errors


def test_p1_a_folder_that_becomes_a_link_during_a_build_is_not_followed(space):
    space.build(OLD)
    (space.outside / "weeks").mkdir()
    (space.outside / "posts").mkdir()
    (space.outside / "posts/one.html").write_bytes(b"not yours")

    def pages():
        yield "weeks/w15.html", b"week"
        yield "posts/one.html", b"other one"
        shutil.rmtree(space.output / "posts")
        space.link("posts", space.outside / "posts")
        space.link("weeks", space.outside / "weeks")
        yield "index.html", b"x"

    before = tree(space.outside)
    outcome = space.build(pages())
    assert tree(space.outside) == before
    assert outcome.errors


def test_p1_a_page_edited_during_a_build_is_not_pruned(space):
    space.build(OLD)

    def pages():
        yield "index.html", b"x"
        yield "posts/one.html", b"y"

    real = space.output / "old/gone.html"

    # The leftovers are looked at when the last page is made: an edit before that counts.
    def edited():
        yield from pages()
        real.write_bytes(b"edited meanwhile")

    outcome = space.build(edited())
    assert real.read_bytes() == b"edited meanwhile"
    assert outcome.warnings == ("F008",)


def test_p1_a_stranger_s_file_where_a_killed_build_meant_to_write_survives(space):
    space.build(OLD)
    old, new = read_manifest(space.output), {}
    other = Space(space.top / "other")
    other.build(NEW)
    new = read_manifest(other.output)
    # Killed right after the list of what was and what will be.
    space.put(MANIFEST, dump_manifest(union(old or {}, new or {})))
    space.put("weeks/w15.html", b"a stranger's")
    outcome = space.build(NEW)
    assert space.published()["weeks/w15.html"] == b"a stranger's"
    assert outcome.errors == ("F003",)


@pytest.mark.parametrize("done", range(len(NEW) + 1))
def test_p4_a_build_takes_up_what_a_killed_one_left(space, done):
    space.build(OLD)
    old = read_manifest(space.output)
    other = Space(space.top / "other")
    other.build(NEW)
    space.put(MANIFEST, dump_manifest(union(old or {}, read_manifest(other.output) or {})))
    space.put(f"{STAGE}/000009.old", b"half")
    for path, data in list(NEW.items())[:done]:
        space.put(path, data)
    if done > 2:
        (space.output / "old/gone.html").unlink()
    outcome = space.build(NEW)
    assert (outcome.errors, outcome.warnings) == ((), ())
    assert tree(space.output).keys() - {str(space.output / "old")} == {
        str(space.output / name) for name in (*NEW, "posts", "weeks", "assets", MANIFEST, "")
    }
    assert space.published() == NEW
    assert read_manifest(space.output) == read_manifest(other.output)


# Any sequence of doings

PLACES = ["index.html", "a", "a/b.html", "a/b/c.html", "a.html", "A.html", "p/x.html", "p/y.html", "style.css"]


def _agrees(paths):
    return not any(parent in paths for path in paths for parent in parents(path))


site_files = st.sets(st.sampled_from(PLACES), max_size=5).filter(_agrees)
versions = st.integers(0, 2)


class Strangers(RuleBasedStateMachine):
    """A model of what belongs to whom, beside the real folder."""

    def __init__(self):
        super().__init__()
        self.top = Path(tempfile.mkdtemp(prefix="leverage-"))
        self.space = Space(self.top)
        self.ours: dict[str, bytes] = {}  # on the disk as the last build wrote it
        self.edited: dict[str, bytes] = {}  # at a path of ours, other bytes
        self.listed: set[str] = set()  # paths that the program knows as its own
        self.foreign: dict[str, bytes] = {}
        self.links: dict[str, Path] = {}
        self.managed = False
        self.count = 0

    @initialize(name=st.sampled_from([".gitignore", ".DS_Store", None]))
    def begin(self, name):
        if name:
            self.space.put(name, b"does not count")
            self.foreign[name] = b"does not count"

    # What the disk must look like

    @invariant()
    def strangers_files_are_as_they_were_and_ours_are_the_last_build_s(self):
        assert self.space.published() == {**self.foreign, **self.edited, **self.ours}
        for path, target in self.links.items():
            assert (self.space.output / path).readlink() == target
        assert (self.space.outside / "precious.txt").read_bytes() == b"not yours"
        assert not (self.space.output / STAGE).exists()
        assert (self.space.output / MANIFEST).exists() == self.managed

    def teardown(self):
        shutil.rmtree(self.top)

    # Builds

    def expected(self, files):
        """Return the code with which a build of `files` must be refused, or None."""
        others = {path for path in [*self.foreign, *self.links] if path != ".gitignore" and path != ".DS_Store"}
        folders_there = folders(self.space.output) if self.space.output.exists() else set()
        if not self.managed and (others or folders_there):
            return {"F002"}
        gone = self.listed & self.ours.keys() - files.keys()
        codes = set()
        for path in files:
            standing = [*parents(path), path]
            if any(part in self.links for part in standing):
                codes.add("F007")
            if path in self.foreign or any(
                part in {**self.foreign, **self.edited, **self.ours} and part not in gone for part in parents(path)
            ):
                codes.add("F003")
            if path in folders_there and not self.only_ours(path, gone, folders_there):
                codes.add("F003" if not any(link.startswith(f"{path}/") for link in self.links) else "F003 F007")
        return codes or None

    def only_ours(self, path, gone, folders_there):
        inside = f"{path}/"
        there = {*self.foreign, *self.edited, *self.ours, *self.links}
        within = {name for name in there if name.startswith(inside)}
        subfolders = {name for name in folders_there if name == path or name.startswith(inside)}
        full = all(any(name.startswith(f"{sub}/") for name in within) for sub in subfolders)
        return within <= gone and full

    @rule(paths=site_files, version=versions)
    def build(self, paths, version):
        files = {path: f"{path} version {version}".encode() for path in sorted(paths)}
        refused = self.expected(files)
        outcome = self.space.build(files)
        if refused:
            assert len(outcome.errors) == 1
            assert outcome.errors[0] in " ".join(sorted(refused)).split()
            return
        assert outcome.errors == ()
        kept = {path: data for path, data in self.edited.items() if path not in files}
        overwritten = [path for path in self.edited if path in files]
        assert sorted(outcome.warnings) == ["F004"] * len(overwritten) + ["F008"] * len(kept)
        assert set(outcome.removed) == self.ours.keys() - files.keys()
        self.foreign |= kept
        self.edited = {}
        self.ours = files
        self.listed = set(files)
        self.managed = self.managed or bool(files)

    @rule(paths=site_files, after=st.integers(0, 4))
    def failing_build(self, paths, after):
        def pages():
            for number, path in enumerate(sorted(paths)):
                if number == after:
                    break
                yield path, b"never seen"
            raise OSError(5, "Input/output error")

        before = self.space.tree()
        assert self.space.build(pages()).errors != ()
        assert self.space.tree() == before

    @rule()
    def clean(self):
        others = self.foreign.keys() - {".gitignore", ".DS_Store"} | self.links.keys()
        folders_there = folders(self.space.output) if self.space.output.exists() else set()
        outcome = self.space.clean()
        if not self.managed and (others or folders_there):
            assert outcome.errors == ("F002",)
            return
        assert outcome.errors == ()
        assert set(outcome.removed) == self.ours.keys()
        assert sorted(outcome.warnings) == ["F008"] * len(self.edited)
        self.ours = {}
        self.listed = set(self.edited)
        self.managed = bool(self.edited)

    # Strangers

    def fresh(self):
        self.count += 1
        return f"a stranger's {self.count}".encode()

    @rule(path=st.sampled_from([*PLACES, "notes.txt", "p/notes.txt", "q/r/s.txt"]))
    def a_stranger_writes(self, path):
        target = self.space.output / path
        blocked = any((self.space.output / part).is_file() for part in parents(path))
        linked = any(part in self.links for part in [*parents(path), path])
        if blocked or linked or target.is_dir():
            return
        data = self.fresh()
        self.space.put(path, data)
        if path in self.listed:
            self.ours.pop(path, None)
            self.edited[path] = data
        else:
            self.foreign[path] = data

    @rule(path=st.sampled_from(PLACES))
    def a_stranger_deletes(self, path):
        target = self.space.output / path
        if path in self.links or any(part in self.links for part in parents(path)) or not target.is_file():
            return
        target.unlink()
        for owned in (self.ours, self.edited, self.foreign):
            owned.pop(path, None)

    @precondition(lambda self: len(self.links) < 2)
    @rule(path=st.sampled_from(["a", "p", "index.html", "p/x.html", "q"]), inside=st.booleans())
    def a_stranger_links(self, path, inside):
        place = self.space.output / path
        if (
            place.is_symlink()
            or place.exists()
            or any((self.space.output / part).is_file() for part in parents(path))
        ):
            return
        if any(part in self.links for part in parents(path)):
            return
        target = self.space.output / "p" if inside and path != "p" else self.space.outside
        self.space.link(path, target)
        self.links[path] = target

    @rule(path=st.sampled_from(["p", "q/r", "a", "index.html"]))
    def a_stranger_makes_a_folder(self, path):
        place = self.space.output / path
        blocked = any((self.space.output / part).is_file() for part in parents(path))
        if (
            not blocked
            and not place.exists()
            and not place.is_symlink()
            and not set(parents(path)) & self.links.keys()
        ):
            place.mkdir(parents=True)

    @rule(path=st.sampled_from(["a", "p", "index.html", "p/x.html", "q"]))
    def a_stranger_takes_a_link_away(self, path):
        if self.links.pop(path, None):
            (self.space.output / path).unlink()


Strangers.TestCase.settings = settings(max_examples=120, stateful_step_count=25, deadline=None)
TestStrangers = pytest.mark.site(Strangers.TestCase)
