"""What an output folder may look like when a command meets it, and how `build` and `clean` must answer.

Each layout is a function that prepares a space; beside it stand the expected answers: `ok`, `error F001`,
`warning F004`, alternatives with `or`. Whatever the answer, no stranger's byte may change.
"""

import json
import os
import socket
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tests.support.workspace import MANIFEST, STAGE, Space

OLD = {
    "index.html": b"old front",
    "posts/one.html": b"one",
    "old/gone.html": b"gone",
    "assets/style.css": b"p {}",
}
NEW = {
    "index.html": b"new front",
    "posts/one.html": b"one",
    "weeks/w15.html": b"week",
    "assets/style.css": b"p {}",
}


class Layout(NamedTuple):
    name: str
    prepare: Callable[[Space], object]
    build: str
    clean: str


LAYOUTS: list[Layout] = []

Prepare = Callable[[Space], object]


def layout(build: str, clean: str) -> Callable[[Prepare], Prepare]:
    """Enter a function into the table with the answers it must get."""

    def enter(prepare: Prepare) -> Prepare:
        LAYOUTS.append(Layout(prepare.__name__, prepare, build, clean))
        return prepare

    return enter


def rows(answer: tuple[str, str], prepares: dict[str, Prepare]) -> None:
    """Enter several functions that get the same answers."""
    LAYOUTS.extend(Layout(name, prepare, *answer) for name, prepare in prepares.items())


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def forge(space: Space, files: object, version: object = 1) -> None:
    """Write a manifest that no build wrote."""
    space.put(MANIFEST, json.dumps({"version": version, "files": files}).encode())


def replaced(space: Space, path: str) -> Path:
    """Build, delete a page, and return its place."""
    space.build(OLD)
    (space.output / path).unlink()
    return space.output / path


# Folders that may never be an output folder


def _elsewhere(place: Callable[[Space], Path]) -> Prepare:
    def prepare(space: Space) -> None:
        space.output = place(space)

    return prepare


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def _linked(link: Path, target: Path) -> Path:
    link.symlink_to(target)
    return link


rows(
    ("error F001", "error F001"),
    {
        "the_root_of_the_disk": _elsewhere(lambda _: Path("/")),
        "home": _elsewhere(lambda s: _folder(s.top / "home")),
        "home_by_another_name": _elsewhere(lambda s: _folder(s.top / "home/sub") / ".."),
        "the_site": _elsewhere(lambda s: s.root),
        "the_site_s_parent": _elsewhere(lambda s: s.top),
        "content": _elsewhere(lambda s: s.root / "content"),
        "themes": _elsewhere(lambda s: s.root / "themes"),
        "an_empty_folder_in_content": _elsewhere(lambda s: _folder(s.root / "content/static/site")),
        "an_empty_folder_in_a_theme": _elsewhere(lambda s: _folder(s.root / "themes/mine/assets")),
        "content_by_another_name": _elsewhere(lambda s: _folder(s.output) / "../content"),
        "content_through_a_link": _elsewhere(lambda s: _linked(s.outside / "site", s.root) / "content"),
        "the_site_s_own_git_folder": _elsewhere(lambda s: _folder(s.root / ".git")),
        "a_symbolic_link_to_a_folder": _elsewhere(lambda s: _linked(s.output, s.outside)),
        "a_symbolic_link_to_nowhere": _elsewhere(lambda s: _linked(s.output, s.outside / "nothing")),
    },
)


@layout("error F001", "error F001")
def the_root_of_a_git_work_tree_that_the_site_is_in(space):
    (space.top / ".git").mkdir()
    space.output = space.top


@layout("error F001", "error F001")
def a_file(space):
    space.output.write_bytes(b"a file")


@layout("error F001", "error F001")
def a_named_pipe(space):
    os.mkfifo(space.output)


@layout("error F001", "ok")
def a_new_folder_in_content(space):
    space.output = space.root / "content/static/site"


@layout("error F001", "error F001")
def an_empty_folder_in_content_that_is_a_link(space):
    (space.root / "content").rename(space.outside / "notes")
    (space.root / "content").symlink_to(space.outside / "notes")
    space.output = space.outside / "notes/static"
    space.output.mkdir()


# Folders without a manifest

rows(
    ("error F002", "error F002"),
    {
        "a_stranger_s_file": lambda s: s.put("notes.txt"),
        "a_stranger_s_dotfile": lambda s: s.put(".htaccess"),
        "a_stranger_s_file_in_a_folder": lambda s: s.put("a/b/c.txt"),
        "a_stranger_s_empty_folder": lambda s: _folder(s.output / "drafts"),
        "a_stranger_s_link": lambda s: s.link("notes", s.outside),
        "a_stranger_s_file_at_a_page_s_path_without_manifest": lambda s: s.put("index.html"),
        "a_stranger_s_name_that_is_no_text": lambda s: s.put(os.fsdecode(b"\xff\xfe.txt")),
        "a_manifest_s_name_in_capitals": lambda s: s.put(MANIFEST.upper(), b"{}"),
        "a_stranger_s_git_work_tree": lambda s: (s.put(".git/HEAD"), s.put("README.md")),
        "a_stranger_s_linked_git_work_tree": lambda s: (s.put(".git", b"gitdir: elsewhere\n"), s.put("src/x.c")),
        "a_stranger_s_file_beside_gitignore": lambda s: (s.put(".gitignore"), s.put("notes.txt")),
    },
)
rows(
    ("ok", "ok"),
    {
        "nothing": lambda _: None,
        "an_empty_folder": lambda s: _folder(s.output),
        "folders_that_are_not_there_yet": _elsewhere(lambda s: s.top / "new/and/deep"),
        "gitignore_only": lambda s: s.put(".gitignore", b"*\n"),
        "gitkeep_only": lambda s: s.put(".gitkeep", b""),
        "a_new_git_work_tree": lambda s: (s.put(".git/HEAD", b"ref: x\n"), s.put(".git/config", b"[core]\n")),
        "a_new_linked_git_work_tree": lambda s: s.put(".git", b"gitdir: elsewhere\n"),
        "a_git_work_tree_with_nothing_in_git": lambda s: _folder(s.output / ".git"),
        "a_git_folder_that_is_a_link": lambda s: s.link(".git", s.outside),
        "ds_store_only": lambda s: s.put(".DS_Store", b"\0\0\0\1Bud1"),
        "all_that_does_not_count": lambda s: ([s.put(name) for name in (".gitignore", ".gitkeep", ".DS_Store")]),
        "a_killed_first_build": lambda s: s.put(f"{STAGE}/000001.new", b"half a pa"),
    },
)


# A stranger between our files


def _with_build(then: Prepare) -> Prepare:
    def prepare(space: Space) -> None:
        space.build(OLD)
        then(space)

    return prepare


def _fifo(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)


def _socket(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    there = Path.cwd()
    os.chdir(path.parent)  # the name of a socket may have no more than 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(there)


rows(
    ("ok", "ok"),
    {
        "an_earlier_build": _with_build(lambda _: None),
        "a_stranger_beside_our_files": _with_build(lambda s: s.put("notes.txt")),
        "a_stranger_in_our_folder": _with_build(lambda s: s.put("posts/notes.txt")),
        "a_stranger_in_the_leftover_s_folder": _with_build(lambda s: s.put("old/notes.txt")),
        "a_stranger_s_empty_folder_in_the_leftover_s": _with_build(lambda s: _folder(s.output / "old/x")),
        "a_stranger_s_link_in_the_leftover_s_folder": _with_build(lambda s: s.link("old/x", s.outside)),
        "a_stranger_s_pipe_in_our_folder": _with_build(lambda s: _fifo(s.output / "posts/pipe")),
        "a_git_work_tree_around_our_files": _with_build(
            lambda s: (s.put(".git/HEAD"), s.put(".git/objects/ab/cd"))
        ),
        "a_linked_git_work_tree_around_our_files": _with_build(lambda s: s.put(".git", b"gitdir: elsewhere\n")),
        "a_stranger_s_read_only_file": _with_build(lambda s: s.put("posts/notes.txt").chmod(0o400)),
        "our_page_made_read_only": _with_build(lambda s: (s.output / "index.html").chmod(0o444)),
        "our_page_deleted": _with_build(lambda s: (s.output / "index.html").unlink()),
        "our_leftover_deleted": _with_build(lambda s: (s.output / "old/gone.html").unlink()),
        "our_folder_renamed_by_a_stranger": _with_build(lambda s: (s.output / "posts").rename(s.output / "mine")),
        "our_page_has_a_second_name_outside": _with_build(
            lambda s: (s.outside / "second.html").hardlink_to(s.output / "index.html")
        ),
        "our_leftover_has_a_second_name_beside_it": _with_build(
            lambda s: (s.output / "old/second.html").hardlink_to(s.output / "old/gone.html")
        ),
        "a_killed_build_s_stage": _with_build(lambda s: s.put(f"{STAGE}/000007.old", b"x")),
        "a_stranger_s_file_in_the_stage": _with_build(lambda s: s.put(f"{STAGE}/notes.txt")),
        "a_stranger_s_folder_in_the_stage": _with_build(lambda s: s.put(f"{STAGE}/mine/notes.txt")),
        "a_stranger_s_link_in_the_stage": _with_build(lambda s: s.link(f"{STAGE}/mine", s.outside)),
    },
)
rows(
    ("error F003", "ok"),
    {
        "a_stranger_s_file_at_a_page_s_path": _with_build(lambda s: s.put("weeks/w15.html")),
        "a_stranger_s_file_with_the_page_s_bytes": _with_build(lambda s: s.put("weeks/w15.html", b"week")),
        "a_stranger_s_empty_file_at_a_page_s_path": _with_build(lambda s: s.put("weeks/w15.html", b"")),
        "a_second_name_of_our_page_at_a_page_s_path": _with_build(
            lambda s: (_folder(s.output / "weeks") / "w15.html").hardlink_to(s.output / "posts/one.html")
        ),
        "a_stranger_s_empty_folder_at_a_page_s_path": _with_build(lambda s: _folder(s.output / "weeks/w15.html")),
        "a_stranger_s_folder_at_a_page_s_path": _with_build(lambda s: s.put("weeks/w15.html/notes.txt")),
        "a_stranger_s_pipe_at_a_page_s_path": _with_build(lambda s: _fifo(s.output / "weeks/w15.html")),
        "a_stranger_s_socket_at_a_page_s_path": _with_build(lambda s: _socket(s.output / "weeks/w15.html")),
        "a_stranger_s_file_where_a_folder_is_needed": _with_build(lambda s: s.put("weeks")),
        "a_stranger_s_pipe_where_a_folder_is_needed": _with_build(lambda s: _fifo(s.output / "weeks")),
        "a_stranger_s_folder_in_place_of_our_page": lambda s: replaced(s, "index.html").mkdir(),
        "a_stranger_s_full_folder_in_place_of_our_page": lambda s: (
            replaced(s, "index.html").mkdir() or s.put("index.html/notes.txt")
        ),
        "a_stranger_s_pipe_in_place_of_our_page": lambda s: _fifo(replaced(s, "index.html")),
    },
)
rows(
    ("error F007", "ok"),
    {
        "a_link_at_a_page_s_path": _with_build(lambda s: s.link("weeks/w15.html", s.outside / "precious.txt")),
        "a_link_to_nowhere_at_a_page_s_path": _with_build(
            lambda s: s.link("weeks/w15.html", s.outside / "nothing")
        ),
        "a_link_in_a_circle_at_a_page_s_path": _with_build(lambda s: s.link("weeks/w15.html", Path("w15.html"))),
        "a_linked_folder_that_leads_outside": _with_build(lambda s: s.link("weeks", s.outside)),
        "a_linked_folder_that_leads_to_our_own": _with_build(lambda s: s.link("weeks", s.output / "posts")),
        "a_linked_folder_that_leads_nowhere": _with_build(lambda s: s.link("weeks", s.outside / "nothing")),
        "a_link_in_place_of_our_page": lambda s: replaced(s, "index.html").symlink_to(s.outside / "precious.txt"),
        "a_link_in_place_of_our_page_to_the_same_bytes": lambda s: (
            (s.outside / "copy.html").write_bytes(b"one")
            and replaced(s, "posts/one.html").symlink_to(s.outside / "copy.html")
        ),
    },
)


@layout("error F007", "ok")
def our_folder_moved_outside_and_linked(space):
    space.build(OLD)
    (space.output / "posts").rename(space.outside / "posts")
    space.link("posts", space.outside / "posts")


@layout("ok", "ok")
def the_leftover_s_folder_moved_outside_and_linked(space):
    space.build(OLD)
    (space.output / "old").rename(space.outside / "old")
    space.link("old", space.outside / "old")


@layout("error F003", "ok")
def a_page_edited_and_moved_to_a_page_s_path(space):
    space.build(OLD)
    space.put("weeks/w15.html", b"one, edited")
    (space.output / "posts/one.html").unlink()


# Files of ours that somebody edited


@layout("warning F004", "warning F008")
def an_edited_page(space):
    space.build(OLD)
    space.put("index.html", b"edited by hand")


@layout("warning F004", "warning F008")
def an_emptied_page(space):
    space.build(OLD)
    space.put("index.html", b"")


@layout("ok", "warning F008")
def a_page_edited_to_what_the_build_would_write(space):
    space.build(OLD)
    space.put("index.html", NEW["index.html"])


@layout("warning F008", "warning F008")
def an_edited_leftover(space):
    space.build(OLD)
    space.put("old/gone.html", b"edited by hand")


@layout("warning F008", "warning F008")
def an_edited_leftover_beside_a_stranger(space):
    space.build(OLD)
    space.put("old/gone.html", b"edited by hand")
    space.put("old/notes.txt")


@layout("warning F004 F008", "warning F008 F008")
def an_edited_page_and_an_edited_leftover(space):
    space.build(OLD)
    space.put("index.html", b"edited by hand")
    space.put("old/gone.html", b"edited by hand")


# Manifests

rows(
    ("error F009", "error F009"),
    {
        "an_empty_manifest": lambda s: s.put(MANIFEST, b""),
        "a_manifest_cut_short": lambda s: s.put(MANIFEST, b'{"version": 1, "files": {"index'),
        "a_manifest_that_is_no_text": lambda s: s.put(MANIFEST, b"\xff\xfe\x00"),
        "a_manifest_that_is_a_list": lambda s: s.put(MANIFEST, b"[]"),
        "a_manifest_that_is_null": lambda s: s.put(MANIFEST, b"null"),
        "a_manifest_without_files": lambda s: s.put(MANIFEST, b'{"version": 1}'),
        "a_manifest_whose_files_are_a_list": lambda s: forge(s, []),
        "a_manifest_whose_digests_are_a_number": lambda s: forge(s, {"index.html": 7}),
        "a_manifest_of_a_later_version": lambda s: forge(s, {}, version=2),
        "a_manifest_without_version": lambda s: forge(s, {}, version=None),
        "a_manifest_nested_too_deeply": lambda s: s.put(MANIFEST, b"[" * 200_000),
        "a_manifest_with_a_huge_number": lambda s: s.put(MANIFEST, b'{"version": ' + b"1" * 6000 + b"}"),
        "a_manifest_that_climbs_out": lambda s: forge(s, {"../../outside/precious.txt": [digest(b"not yours")]}),
        "a_manifest_that_climbs_out_from_within": lambda s: forge(
            s, {"posts/../../../outside/precious.txt": [digest(b"not yours")]}
        ),
        "a_manifest_with_an_absolute_path": lambda s: forge(
            s, {(s.outside / "precious.txt").as_posix(): [digest(b"not yours")]}
        ),
        "a_manifest_with_a_dot": lambda s: forge(s, {"./index.html": [digest(b"x")]}),
        "a_manifest_with_an_empty_name": lambda s: forge(s, {"": [digest(b"x")]}),
        "a_manifest_with_two_slashes": lambda s: forge(s, {"posts//one.html": [digest(b"x")]}),
        "a_manifest_with_a_backslash": lambda s: forge(s, {"..\\outside\\precious.txt": [digest(b"x")]}),
        "a_manifest_with_a_nul": lambda s: forge(s, {"index.html\0": [digest(b"x")]}),
        "a_manifest_with_half_a_character": lambda s: forge(s, {"\ud800.html": [digest(b"x")]}),
        "a_manifest_with_a_byte_that_is_no_text": lambda s: forge(s, {"\udcff.html": [digest(b"x")]}),
    },
)
rows(
    ("error F007", "error F007"),
    {
        "a_manifest_that_is_a_link": lambda s: (
            (
                s.build(OLD),
                (s.output / MANIFEST).rename(s.outside / "list.json"),
                s.link(MANIFEST, s.outside / "list.json"),
            )
        ),
        "a_manifest_that_leads_nowhere": lambda s: s.link(MANIFEST, s.outside / "list.json"),
        "a_stage_that_is_a_link": _with_build(lambda s: s.link(STAGE, s.outside)),
        "a_stage_that_is_a_link_and_nothing_else": lambda s: s.link(STAGE, s.outside),
    },
)


@layout("error F006", "error F006")
def a_manifest_that_is_a_folder(space):
    (space.output / MANIFEST).mkdir(parents=True)


@layout("error F006 or F009", "error F006 or F009")
def a_manifest_that_is_a_pipe(space):
    space.build(OLD)
    (space.output / MANIFEST).unlink()
    os.mkfifo(space.output / MANIFEST)


@layout("error F005 or F009", "error F005 or F006 or F009")
def a_manifest_with_a_name_that_is_too_long(space):
    forge(space, {"a" * 300: [digest(b"x")]})


@layout("error F002", "error F002")
def a_manifest_that_somebody_deleted(space):
    space.build(OLD)
    (space.output / MANIFEST).unlink()


@layout("error F003", "ok")
def a_manifest_without_our_page(space):
    space.build(OLD)
    files = json.loads((space.output / MANIFEST).read_bytes())["files"]
    del files["index.html"]
    forge(space, files)


@layout("warning F004", "warning F008")
def a_manifest_that_has_a_second_name_outside(space):
    space.build(OLD)
    (space.outside / "second.json").hardlink_to(space.output / MANIFEST)
    space.put("index.html", b"edited by hand")


# The stage as a trap


@layout("error F003 or F005 or ok", "ok")
def a_stage_that_is_a_file(space):
    space.build(OLD)
    space.put(STAGE)


def _trap(name: str, make: Callable[[Path, Space], object]) -> Prepare:
    def prepare(space: Space) -> None:
        space.build(OLD)
        (space.output / STAGE).mkdir()
        for number in range(1, 20):
            make(space.output / STAGE / f"{number:06}.{name}", space)

    return prepare


rows(
    ("ok or error F003 or F005 or F007", "ok"),
    {
        "links_under_the_names_of_files_to_come": _trap(
            "new", lambda path, s: path.symlink_to(s.outside / "precious.txt")
        ),
        "links_under_the_names_of_files_to_go_back_to": _trap(
            "old", lambda path, s: path.symlink_to(s.outside / "precious.txt")
        ),
        "links_to_nowhere_in_the_stage": _trap("new", lambda path, s: path.symlink_to(s.outside / "born.txt")),
        "pipes_under_the_names_of_files_to_come": _trap("new", lambda path, _: os.mkfifo(path)),
        "folders_under_the_names_of_files_to_come": _trap("new", lambda path, _: path.mkdir()),
    },
)


# Where a folder of ours becomes a page, or another spelling of a name is ours


@layout("error F003", "ok")
def a_stranger_in_the_folder_that_becomes_a_page(space):
    space.build({"weeks/w15.html/deep/page.html": b"x"})
    space.put("weeks/w15.html/deep/notes.txt")


@layout("error F003", "ok")
def a_stranger_s_empty_folder_in_the_folder_that_becomes_a_page(space):
    space.build({"weeks/w15.html/page.html": b"x"})
    (space.output / "weeks/w15.html/empty").mkdir()


@layout("error F003 or F007", "ok")
def a_linked_folder_in_the_folder_that_becomes_a_page(space):
    space.build({"weeks/w15.html/page.html": b"x"})
    space.link("weeks/w15.html/link", space.outside)


@layout("error F003 or F007", "ok")
def a_link_to_a_file_in_the_folder_that_becomes_a_page(space):
    space.build({"weeks/w15.html/page.html": b"x"})
    space.link("weeks/w15.html/link", space.outside / "precious.txt")


@layout("error F003", "warning F008")
def an_edited_leftover_where_a_folder_is_needed(space):
    space.build({"weeks": b"a page"})
    space.put("weeks", b"edited by hand")


@layout("error F003", "warning F008")
def an_edited_leftover_in_the_folder_that_becomes_a_page(space):
    space.build({"weeks/w15.html/page.html": b"x"})
    space.put("weeks/w15.html/page.html", b"edited by hand")


@layout("error F003", "ok")
def a_stranger_s_page_that_our_old_name_links_to(space):
    space.build({"WEEKS/w15.html": b"x"})
    (space.output / "WEEKS/w15.html").unlink()
    (space.output / "WEEKS").rmdir()
    space.put("weeks/w15.html")
    space.link("WEEKS", Path("weeks"))


@layout("error F003", "ok")
def a_stranger_s_page_under_another_case_of_our_name(space):
    space.build({"Weeks/w15.html": b"week"})
    space.put("weeks/w15.html")
