"""P1: nobody else's file is ever changed, wherever the output folder is and whatever stands in it."""

import os
import re
import signal
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from leverage_site.cache.store import FOLDER
from leverage_site.output import folder
from leverage_site.problems import ProblemError
from tests.support.output_layouts import LAYOUTS, NEW, OLD
from tests.support.workspace import MANIFEST, STAGE, Outcome, Space, Tree, cli, folders

IDS = [layout.name for layout in LAYOUTS]


class HangsError(BaseException):
    """Raised where a call waits for ever, past every `except Exception`."""


@contextmanager
def limited(seconds=5):
    """Fail a call that waits, such as on a pipe."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(*_):
        raise HangsError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture
def space(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return Space(tmp_path)


def answers(expected: str) -> list[str]:
    """`ok or error F003 or F005` → ok, error F003, error F005."""
    found, kind = [], ""
    for part in expected.split(" or "):
        kind = part.split()[0] if part[0] != "F" else kind
        found.append(part if part[0] != "F" else f"{kind} {part}")
    return found


def answer(outcome: Outcome) -> str:
    """How a call ended, in the words of the table."""
    if outcome.errors:
        return " ".join(["error", *outcome.errors])
    return " ".join(["warning", *sorted(outcome.warnings)]) if outcome.warnings else "ok"


def foreign(space: Space, found: Tree) -> Tree:
    """Return the entries of a tree that no build of these tests wrote."""
    ours = {*OLD, *NEW, MANIFEST, "weeks/w15.html/page.html", "weeks/w15.html/deep/page.html", "WEEKS/w15.html"}
    ours |= {"Weeks/w15.html", "weeks"}
    parents = {parent for path in ours for parent in folder.parents(path)} | {STAGE}
    skipped = {str(space.output / path) for path in ours}
    kept = {}
    for path, entry in found.items():
        inside = os.path.relpath(path, space.output)
        staged = re.fullmatch(rf"{re.escape(STAGE)}/\d+\.(new|old)", inside) and entry[0] == "file"
        own_folder = entry[0] == "folder" and (inside in parents or path == str(space.output))
        own_file = entry[0] == "file" and path in skipped
        if not (staged or own_folder or own_file):
            kept[path] = entry
    return kept


def compare(space: Space, before: Tree, outcome: Outcome) -> None:
    """After a refusal nothing has changed at all, else nothing of a stranger's."""
    after = space.tree()
    if outcome.errors:
        assert after == before
    else:
        kept = foreign(space, before)
        assert {path: after.get(path) for path in kept} == kept
        new = set(foreign(space, after)) - set(kept)
        assert {path for path in new if not Path(path).is_dir()} == set()


@pytest.mark.parametrize("layout", LAYOUTS, ids=IDS)
def test_p1_build_never_touches_a_stranger_s_file(layout, space):
    layout.prepare(space)
    before = space.tree()
    with limited():
        outcome = space.build(NEW)
    compare(space, before, outcome)
    assert answer(outcome) in answers(layout.build)
    if not outcome.errors:
        published = space.published()
        assert {path: published.get(path) for path in NEW} == NEW
    assert not list(Path("/").glob(".leverage-site*"))


@pytest.mark.parametrize("layout", LAYOUTS, ids=IDS)
def test_p1_clean_never_touches_a_stranger_s_file(layout, space):
    layout.prepare(space)
    before = space.tree()
    with limited():
        outcome = space.clean()
    compare(space, before, outcome)
    assert answer(outcome) in answers(layout.clean)
    assert not list(Path("/").glob(".leverage-site*"))


@pytest.mark.parametrize("layout", LAYOUTS, ids=IDS)
def test_p1_build_after_clean_and_clean_after_build_touch_no_stranger_s_file(layout, space):
    layout.prepare(space)
    before = foreign(space, space.tree())
    with limited():
        for act in (space.clean, lambda: space.build(NEW), lambda: space.build(OLD), space.clean, space.clean):
            act()
    after = space.tree()
    assert {path: after.get(path) for path in before} == before


def test_there_are_enough_layouts():
    assert len(LAYOUTS) >= 40
    assert len(set(IDS)) == len(IDS)


def test_a_layout_with_a_stranger_s_change_would_be_noticed(space):
    space.build(OLD)
    target = space.put("notes.txt")
    before = space.tree()
    target.write_bytes(b"changed")
    with pytest.raises(AssertionError):
        compare(space, before, Outcome())


@pytest.mark.parametrize(
    "name",
    ["loop/site", "a" * 300, "file.txt/site", "file.txt/deep/er", "dangling/site"],
    ids=lambda name: name[:12],
)
@pytest.mark.parametrize("act", ["build", "clean"])
def test_an_output_folder_that_cannot_be_made_is_a_problem_and_no_crash(space, name, act):
    (space.outside / "loop").symlink_to("loop")
    (space.outside / "dangling").symlink_to("nowhere/at/all")
    (space.outside / "file.txt").write_bytes(b"a file")
    space.output = space.outside / name
    before = space.tree()
    outcome = space.build(NEW) if act == "build" else space.clean()
    if outcome.errors or act == "clean":
        assert space.tree() == before
        assert set(outcome.errors) <= {"F001", "F005", "F006"}
    else:
        assert (name, space.published()) == ("dangling/site", NEW)


def test_a_user_without_a_home_can_build(space, monkeypatch):
    def nobody(*_):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody)
    assert space.build(NEW).errors == ()


@pytest.mark.parametrize("act", ["build", "clean"])
def test_a_folder_that_may_not_be_looked_into_is_a_problem_and_no_crash(space, act, monkeypatch):
    space.output = space.outside / "locked/site"

    for name in ("stat", "lstat", "mkdir", "scandir", "listdir"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda path, *args, real=real, **more: _denied(real, path, *args, **more))
    outcome = space.build(NEW) if act == "build" else space.clean()
    assert outcome.errors
    assert set(outcome.errors) <= {"F001", "F005", "F006"}


def _denied(real, path, *args, **more):
    if isinstance(path, str | bytes | os.PathLike) and "locked" in os.fsdecode(path):
        raise PermissionError(13, "Permission denied", os.fsdecode(path))
    return real(path, *args, **more)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda _: None, "missing"),
        (lambda path: path.write_bytes(b""), "file"),
        (lambda path: path.mkdir(), "folder"),
        (lambda path: path.symlink_to("/"), "link"),
        (lambda path: path.symlink_to("nowhere"), "link"),
        (os.mkfifo, "other"),
    ],
)
def test_kind_never_follows_a_link(tmp_path, make, expected):
    make(tmp_path / "it")
    assert folder.kind(tmp_path / "it") == expected


def test_kind_below_a_file_is_missing(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    assert folder.kind(tmp_path / "file/x") == "missing"


@pytest.mark.parametrize(
    ("path", "expected"), [("a", []), ("a/b", ["a"]), ("a/b/c.html", ["a", "a/b"]), ("ä/日/c", ["ä", "ä/日"])]
)
def test_parents_go_from_the_outermost_inwards(path, expected):
    assert folder.parents(path) == expected


def test_remove_empty_leaves_what_holds_something_and_follows_no_link(space):
    for path in ("a/b/c/x", "a/d/x", "e/x"):
        space.put(path).unlink()
    space.put("a/keep.txt")
    space.link("l", space.outside)
    (space.outside / "in").mkdir()
    folder.remove_empty(space.output, ["a/b/c/x", "a/d/x", "e/x", "l/in/x", "never/was"])
    assert folders(space.output) == {"a"}
    assert (space.outside / "in").is_dir()


OWN = {
    "itself": lambda s: s.root / FOLDER,
    "a_folder_in_it": lambda s: s.root / FOLDER / "out",
    "a_folder_deep_in_it": lambda s: s.root / FOLDER / "a/b/c",
    "by_way_of_another": lambda s: s.root / "content/.." / FOLDER / "out",
    "and_back_into_it": lambda s: s.root / FOLDER / "a/../out",
    "through_a_link_to_the_site": lambda s: _link(s.outside / "site", s.root) / FOLDER / "out",
    "through_a_link_to_it": lambda s: _link(s.outside / "own", s.root / FOLDER) / "out",
    "in_other_letters": lambda s: s.root / FOLDER.upper() / "out",
    "in_other_letters_itself": lambda s: s.root / FOLDER.title(),
}


def _link(link, target):
    link.symlink_to(target)
    return link


@pytest.mark.parametrize("state", ["new", "made", "built"])
@pytest.mark.parametrize("name", OWN)
def test_p1_the_program_s_own_folder_is_no_place_for_a_site(space, name, state):
    if state == "built":
        cli("--site", space.root, "build")
    output = OWN[name](space)
    if state == "made":
        (space.root / FOLDER).mkdir(exist_ok=True)
        output.mkdir(parents=True, exist_ok=True)
    cache = {
        space.root / FOLDER,
        *(space.root / FOLDER / name for name in (".gitignore", "clock", "cache.sqlite3")),
    }
    names = set(space.root.rglob("*"))
    with limited():
        result = cli("--site", space.root, "build", "--output", output)
    assert (result.exit_code, "error F001" in result.stderr) == (1, True), result.stderr
    assert set(space.root.rglob("*")) - names <= cache
    if output.exists():
        result = cli("--site", space.root, "clean", "--output", output)
        assert (result.exit_code, "error F001" in result.stderr) == (1, True), result.stderr


@pytest.mark.parametrize("name", [*folder.SOURCES, folder.OWN])
def test_a_source_is_refused_by_whatever_names_its_folders_go(space, name, monkeypatch):
    """Simulated: where case does not count, other spellings have the same identity."""
    real = Path.stat

    def stat(path, **more):
        if space.root.parent not in path.parents:
            return real(path, **more)
        spelled = space.root.parent / path.relative_to(space.root.parent).as_posix().lower()
        return real(spelled, **more)

    (space.root / name).mkdir(exist_ok=True)
    monkeypatch.setattr(Path, "stat", stat)
    for spelled in (name.upper(), f"{name.title()}/deep/er"):
        with pytest.raises(ProblemError, match="it is part of"):
            folder.check_place(space.root / spelled, space.root)
    with pytest.raises(ProblemError, match="it holds"):
        folder.check_place(space.root.parent / space.root.name.upper(), space.root)


@pytest.mark.parametrize("name", ["contents", "Content-2", ".leverage-site.d", "my/content", "public/themes"])
def test_a_folder_with_a_name_alike_may_be_the_output(space, name):
    space.output = space.root / name
    assert space.build(NEW).errors == ()


def test_the_refusal_says_why(space):
    space.output = space.root / "content"
    with pytest.raises(ProblemError, match="it is part of the site's sources"):
        folder.check(space.output, space.root)


def test_a_stranger_is_named(space):
    space.put("z.txt")
    space.put("b.txt")
    outcome = space.build(NEW)
    assert outcome.errors == ("F002",)
    assert "'b.txt'" in outcome.message


def test_a_relative_output_folder_is_the_same_folder(space, monkeypatch):
    monkeypatch.chdir(space.root)
    space.output = Path("output")
    assert space.build(NEW).errors == ()
    space.output = Path("content")
    assert space.build(NEW).errors == ("F001",)
    monkeypatch.chdir(space.root / "content")
    space.output = Path()
    assert space.build(NEW).errors == ("F001",)
