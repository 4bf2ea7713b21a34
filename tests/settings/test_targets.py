"""Sections [publish.NAME]: what they may say, and where each fault is."""

import re
from dataclasses import fields

import pytest

from leverage_site.problems import ProblemError
from leverage_site.settings import PublishTarget, parse, place_in_target
from leverage_site.settings.targets import TARGET_SETTINGS, TYPES, settings_of

SITE = '[site]\nid = "tag:example.org,2026:x"\nbase_url = "https://example.org/"\n'
NEEDED = {
    "folder": 'path = "../www"', "git": "", "rsync": 'destination = "host:/www"', "command": 'command = ["deploy"]',
}  # fmt: skip


def target(lines: str, kind: str = "folder", name: str = "live") -> PublishTarget:
    return parse(f'{SITE}[publish.{name}]\ntype = "{kind}"\n{NEEDED[kind]}\n{lines}\n').targets[0]


def refused(lines: str, kind: str = "folder", name: str = "live") -> list[str]:
    with pytest.raises(ProblemError) as caught:
        target(lines, kind, name)
    return [
        f"{problem.place.line}:{problem.place.column} {problem.code} {problem.hint}"
        for problem in caught.value.problems
    ]


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_has_a_smallest_target(kind: str) -> None:
    assert target("", kind).type == kind
    assert {setting.key for setting in settings_of(kind)} >= {"type", "base_url", "drafts", "allow"}


def test_each_setting_is_a_field_and_its_example_is_itself_accepted() -> None:
    assert {setting.key for setting in TARGET_SETTINGS} == {field.name for field in fields(PublishTarget)} - {
        "name"
    }
    for setting in TARGET_SETTINGS:
        assert setting.meaning.endswith(".")
        if setting.example:
            value = parse(f'{SITE}[publish.x]\ntype = "{setting.types[0]}"\n{NEEDED[setting.types[0]]}').targets[0]
            assert getattr(value, setting.key)


@pytest.mark.parametrize(
    ("kind", "line", "value"),
    [
        ("folder", 'base_url = "https://EXAMPLE.org/log"', "https://example.org/log/"), ("folder", "drafts = true", True), ("folder", "pages = false", False),
        ("folder", 'allow = ["x", "y"]', ("x", "y")), ("git", "wait = 0", 0), ("git", 'branch = "docs/v1.2-x"', "docs/v1.2-x"),
        ("git", 'path = "/docs/log/"', "docs/log"), ("git", 'remote = "git@example.org:x/y.git"', "git@example.org:x/y.git"),
        ("rsync", 'options = ["--rsh=ssh -p 2222", "-e", "--compress"]', ("--rsh=ssh -p 2222", "-e", "--compress")),
    ],
)  # fmt: skip
def test_values(kind: str, line: str, value: object) -> None:
    assert getattr(target(line, kind), line.split()[0]) == value


@pytest.mark.parametrize(
    ("value", "commands"),
    [
        ('["a", "{output}"]', (("a", "{output}"),)), ('[["a"], ["b", "c"]]', (("a",), ("b", "c"))),
        ('"a {output}"', None), ("[]", None), ("[[]]", None), ('[["a"], "b"]', None), ('["-a"]', None), ("[1]", None), ('[""]', None),
    ],
)  # fmt: skip
def test_commands_are_lists_of_arguments(value: str, commands: tuple[tuple[str, ...], ...] | None) -> None:
    text = f'{SITE}[publish.live]\ntype = "command"\ncommand = {value}\n'
    if commands:
        assert parse(text).targets[0].command == commands
    else:
        with pytest.raises(ProblemError, match="the setting 'command' cannot be"):
            parse(text)


@pytest.mark.parametrize(
    "line",
    [
        'branch = "a..b"', 'branch = "-x"', 'branch = "a.lock"', 'branch = "a/"', 'branch = "a b"', 'branch = "a~1"',
        'branch = "/a"', 'branch = "a//b"', "branch = 1", 'path = "../x"', 'path = "a/.git"', 'remote = "--upload-pack=x"', "wait = -1",
        "wait = true", 'wait = "1"', 'drafts = "yes"', 'allow = "x"', "allow = [1]",
    ],
)  # fmt: skip
def test_what_a_branch_cannot_be(line: str) -> None:
    assert [text[:8] for text in refused(line, "git")] == ["7:1 S004"]


@pytest.mark.parametrize(
    "option",
    [
        "--delete",
        "--del",
        "--delete-after",
        "--inplace",
        "--files-from=x",
        "-n",
        "-avz",
        "--remove-source-files",
        "-x",
    ],
)
def test_options_that_remove_or_tear_files_are_refused(option: str) -> None:
    assert [text[:8] for text in refused(f'options = ["{option}"]', "rsync")] == ["7:1 S004"]


@pytest.mark.parametrize(
    ("lines", "kind", "name", "expected"),
    [
        ("pth = 1", "folder", "live", "7:1 S003 Did you mean 'path'?"),
        ("branch = 1", "folder", "live", '7:1 S003 Only targets of the type "git" have it.'),
        ("zzz = 1", "folder", "live", "7:1 S003 The settings here are: type, path, base_url, drafts, pages, allow."),
        ("", "folder", '"Live Site"', "4:11 S004 Write a name of small letters, digits, hyphens and underscores, such as live."),
        ("", "folder", "con", "4:10 S004 Write a name of small letters"),
        ('base_url = "ftp://x"', "git", "live", "7:1 S007 Write an absolute address"),
    ],
)  # fmt: skip
def test_faults_have_their_place_and_a_hint(lines: str, kind: str, name: str, expected: str) -> None:
    (found,) = refused(lines, kind, name)
    assert found.startswith(expected)


def test_what_is_missing_is_told_at_the_head_of_the_target() -> None:
    with pytest.raises(ProblemError) as caught:
        parse(f'{SITE}[publish.a]\n[publish.b]\ntype = "rsync"\n[publish.c]\ntype = "ftp"\n')
    told = [(problem.place.line, problem.code, problem.hint) for problem in caught.value.problems]
    assert told == [
        (4, "S005", 'Add it below [publish.a], for example: type = "folder"'),
        (5, "S005", 'Add it below [publish.b], for example: destination = "user@example.org:/var/www/log/"'),
        (8, "S004", 'Write one of "folder", "git", "rsync", "command".'),
    ]
    with pytest.raises(ProblemError, match="the setting 'live' cannot be"):
        parse(f"{SITE}[publish]\nlive = 1\n")


def test_a_setting_is_found_in_its_own_target(tmp_path) -> None:
    text = f'{SITE}[publish.a]\npath = "1"\n[publish."b"]\n# path\n  path = "2"\n[feed]\n'
    (tmp_path / "leverage.toml").write_text(text)
    places = [place_in_target(tmp_path, name, "path") for name in ("a", "b")]
    assert [(place.line, place.column) for place in places] == [(5, 1), (8, 3)]
    assert place_in_target(tmp_path, "b", "branch").line == 6
    assert place_in_target(tmp_path / "nowhere", "b", "branch").line == 0
    assert re.search("feed", text)
