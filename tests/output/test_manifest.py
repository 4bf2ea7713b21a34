import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.output.folder import ABSENT, MANIFEST, dump_manifest, read_manifest, union
from leverage_site.problems import ProblemError

FILES = {"index.html": ("a1",), "posts/ä 日.html": ("b2", "c3")}

names = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="/\\\0"), min_size=1, max_size=8
).filter(lambda name: name not in (".", ".."))
paths = st.lists(names, min_size=1, max_size=3).map("/".join)
digests = st.lists(st.text("0123456789abcdef", min_size=1, max_size=4), min_size=1, max_size=2, unique=True).map(
    tuple
)
files = st.dictionaries(paths, digests, max_size=5)


def workplace(factory):
    """One folder for all the examples of a property: making thousands takes its time."""
    folder = factory.getbasetemp() / "manifest"
    folder.mkdir(exist_ok=True)
    return folder


def test_the_spelling_is_fixed():
    assert dump_manifest({"b.html": ("2",), "a.html": ("1", "0")}).decode() == (
        '{"version": 1, "files": {\n"a.html": ["1", "0"],\n"b.html": ["2"]\n}}\n'
    )


@given(files)
def test_what_is_spelled_is_read(tmp_path_factory, listed):
    folder = workplace(tmp_path_factory)
    (folder / MANIFEST).write_bytes(dump_manifest(listed))
    assert read_manifest(folder) == listed


def test_without_a_manifest_there_is_none(tmp_path):
    assert read_manifest(tmp_path) is None
    assert read_manifest(tmp_path / "no/folder") is None


def test_an_empty_manifest_is_one(tmp_path):
    (tmp_path / MANIFEST).write_bytes(dump_manifest({}))
    assert read_manifest(tmp_path) == {}


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "..",
        "../x",
        "a/../b",
        "a/..",
        ".",
        "./a",
        "a/./b",
        "",
        "a//b",
        "a/",
        "a\\b",
        "..\\b",
        "a\0b",
        ".git/config",
        ".git",
        "a/.git/hooks/pre-commit",
        ".GIT/config",
    ],
)
def test_a_path_that_leads_astray_damages_the_list(tmp_path, path):
    text = json.dumps({"version": 1, "files": {"index.html": ["a"], path: ["b"]}})
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(ProblemError) as caught:
        read_manifest(tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["F009"]
    assert caught.value.problems[0].place.path == (tmp_path / MANIFEST).as_posix()


@given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
def test_any_other_bytes_are_a_damaged_list_and_no_crash(tmp_path_factory, data):
    folder = workplace(tmp_path_factory)
    (folder / MANIFEST).write_bytes(data)
    with pytest.raises(ProblemError) as caught:
        read_manifest(folder)
    assert [problem.code for problem in caught.value.problems] == ["F009"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=6,
    )
)
def test_any_json_is_a_list_or_a_damaged_one(tmp_path_factory, value):
    folder = workplace(tmp_path_factory)
    for data in (value, {"version": 1, "files": value}, {"version": value, "files": {}}):
        (folder / MANIFEST).write_text(json.dumps(data))
        try:
            found = read_manifest(folder)
        except ProblemError as error:
            codes = [problem.code for problem in error.problems]
        else:
            codes = []
            assert found is not None
            dump_manifest(found)
        assert codes in ([], ["F009"])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({}, {}, {}),
        ({"a": ("1",)}, {}, {"a": ("1",)}),
        ({}, {"a": ("1",)}, {"a": (ABSENT, "1")}),
        ({"a": ("1",)}, {"a": ("2",)}, {"a": ("1", "2")}),
        ({"a": ("1",)}, {"a": ("1",)}, {"a": ("1",)}),
        ({"a": ("1", "2")}, {"a": ("2", "3"), "b": ("4",)}, {"a": ("1", "2", "3"), "b": (ABSENT, "4")}),
    ],
)
def test_the_union_holds_what_was_and_what_will_be(old, new, expected):
    assert union(old, new) == expected
