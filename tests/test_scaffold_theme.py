import re
from pathlib import Path

import pytest

from leverage_site.problems import ProblemError
from leverage_site.render.theme_chain import load_chain
from leverage_site.scaffold import create_theme
from leverage_site.theme_check.run import check
from tests.support.sites import Site
from tests.support.workspace import Faults, disk_error, tree


def codes(root, name):
    with pytest.raises(ProblemError) as caught:
        create_theme(root, name)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize("name", ["night-sky", "a", "default", "x_1", "0", "n" * 60])
def test_a_new_theme_has_its_files(name, tmp_path):
    paths = create_theme(tmp_path, name)
    assert [path.relative_to(tmp_path / "themes" / name).as_posix() for path in paths] == [
        "theme.toml",
        "templates/base.html",
        "templates/day.html",
        f"assets/{name}.css",
    ]
    assert load_chain(tmp_path, name)[0].path == f"themes/{name}"


@pytest.mark.site
@pytest.mark.parametrize("name", ["default", f"0_-{'n' * 57}"], ids=["default", "of every kind of character"])
def test_a_new_theme_passes_its_check(name, tmp_path):
    create_theme(tmp_path, name)
    assert [str(problem) for problem in check(tmp_path, name).problems] == []


def test_a_theme_that_comes_with_the_program_is_not_taken_the_place_of(tmp_path):
    with pytest.raises(ProblemError) as caught:
        create_theme(tmp_path, "plain")
    assert [problem.code for problem in caught.value.problems] == ["T013"]
    assert not (tmp_path / "themes").exists()


def test_a_new_theme_changes_what_it_says(tmp_path):
    create_theme(tmp_path, "night")
    files = Site(tmp_path).record().settings(theme="night").built()
    assert b'<link rel="stylesheet" href="assets/night.' in files["index.html"]
    page = files["posts/2026/2026-04-07-leverage-record.html"]
    assert page.index(b"../../assets/style.") < page.index(b"../../assets/night.")
    assert b"divided by Helper time" in page
    assert b"--accent" in files["assets/night.css"]


def test_the_colour_it_sets_is_one_of_the_default_s(tmp_path):
    text = "".join(path.read_text() for path in create_theme(tmp_path, "own"))
    default = Path(__file__).parents[1] / "themes/default/assets/style.css"
    assert set(re.findall(r"--\w+", text)) <= set(re.findall(r"--\w+(?=:)", default.read_text()))


@pytest.mark.parametrize(
    "name", ["", "Night", "night sky", "../x", "a/b", ".x", "-x", "ü", "n" * 61, "con", "a.b", "x\n"]
)
def test_bad_names(name, tmp_path):
    assert codes(tmp_path, name) == ["T012"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "there",
    [
        lambda path: path.mkdir(),
        lambda path: path.write_text("mine"),
        lambda path: path.symlink_to("nowhere"),
        lambda path: path.symlink_to(path.parent),
    ],
    ids=["a folder", "a file", "a dangling link", "a link"],
)
def test_nothing_is_overwritten(there, tmp_path):
    (tmp_path / "themes").mkdir()
    there(tmp_path / "themes/own")
    before = tree(tmp_path)
    assert codes(tmp_path, "own") == ["T013"]
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    "there",
    [
        lambda path: path.write_text("mine"),
        lambda path: path.symlink_to("nowhere"),
        lambda path: path.symlink_to("themes"),
        lambda path: path.symlink_to(__file__),
    ],
    ids=["a file", "a dangling link", "a loop", "a link to a file"],
)
def test_a_folder_that_cannot_be_made(there, tmp_path):
    there(tmp_path / "themes")
    before = tree(tmp_path)
    with pytest.raises(ProblemError) as raised:
        create_theme(tmp_path, "own")
    assert [str(problem.place) for problem in raised.value.problems] == ["themes"]
    assert "F005" in str(raised.value.problems[0])
    assert tree(tmp_path) == before


@pytest.mark.parametrize("themes", [None, "themes", "../elsewhere"], ids=["new", "a folder", "a link"])
def test_all_or_nothing(themes, tmp_path):
    def prepared(name):
        root = tmp_path / name / "site"
        root.mkdir(parents=True)
        if themes:
            (root / themes).mkdir()
        if themes and themes != "themes":
            (root / "themes").symlink_to(themes)
        return root

    faults = Faults(tmp_path / "count")
    root = prepared("count")
    with faults.active():
        create_theme(root, "own")
    assert len(faults.calls) > 8
    for k in range(1, len(faults.calls) + 1):
        root = prepared(f"fault{k}")
        before = tree(root.parent)
        with Faults(root, before=lambda n, _, k=k: disk_error(n, k)).active():
            assert codes(root, "own") == ["F005"]
        assert tree(root.parent) == before, faults.calls[k - 1]
