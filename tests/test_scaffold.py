import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from leverage_site import build as builder
from leverage_site import scaffold
from leverage_site.problems import ProblemError
from leverage_site.records.discover import list_content
from leverage_site.records.model import Library
from leverage_site.render.theme_chain import load_chain
from leverage_site.scaffold import create_theme
from leverage_site.theme_check.run import check
from tests.support.record_links import WAYS, link
from tests.support.sites import Site
from tests.support.workspace import Faults, disk_error, make_site, tree

DAY = date(2026, 4, 7)


def code(call, *args):
    with pytest.raises(ProblemError) as caught:
        call(*args)
    assert len(caught.value.problems) == 1
    return caught.value.problems[0].code


def test_init_writes_a_site_without_problems(tmp_path):
    paths = scaffold.init(tmp_path / "site", DAY)
    assert [path.relative_to(tmp_path / "site").as_posix() for path in paths] == [
        "leverage.toml",
        "content/records/2026/2026-04-05.md",
        "content/pages/about.md",
        "content/partials/about-records.md",
        ".gitignore",
    ]
    assert all(path.is_file() for path in paths)
    prepared = builder.plan_site(tmp_path / "site")
    assert prepared.problems == ()
    assert prepared.library.drafts == ("content/records/2026/2026-04-05.md",)
    prepared = builder.plan_site(tmp_path / "site", drafts=True)
    assert prepared.problems == ()
    assert [record.date for record in prepared.library.records] == [date(2026, 4, 5)]
    assert builder.write_site(prepared, tmp_path / "site/output")[0].problems == ()


def test_the_same_folder_name_and_day_give_the_same_bytes(tmp_path):
    one, two = tmp_path / "one/site", tmp_path / "two/site"
    for folder in (one, two):
        scaffold.init(folder, DAY)
    assert {p.relative_to(one): p.read_bytes() for p in one.rglob("*.*") if p.is_file()} == {
        p.relative_to(two): p.read_bytes() for p in two.rglob("*.*") if p.is_file()
    }


@pytest.mark.parametrize(
    ("name", "slug"),
    [("my-site", "my-site"), ("My Site!", "my-site"), ("日本", "leverage"), ("a..b", "a-b"), ("--", "leverage")],
)
def test_the_identity_names_year_and_folder(tmp_path, name, slug):
    scaffold.init(tmp_path / name, DAY)
    settings = tomllib.loads((tmp_path / name / "leverage.toml").read_text())
    assert settings["site"]["id"] == f"tag:example.org,2026:{slug}"


def test_the_output_folder_is_kept_out_of_git(tmp_path):
    scaffold.init(tmp_path / "site", DAY)
    assert (tmp_path / "site/.gitignore").read_text() == "/output/\n"


def test_init_leaves_a_site_alone(tmp_path):
    (tmp_path / "leverage.toml").touch()
    before = tree(tmp_path)
    assert code(scaffold.init, tmp_path, DAY) == "F010"
    assert tree(tmp_path) == before


@pytest.mark.parametrize("name", [".git", "docs", "output", "themes"])
def test_init_begins_beside_other_folders(tmp_path, name):
    (tmp_path / name).mkdir()
    assert scaffold.init(tmp_path, DAY)[0] == tmp_path / "leverage.toml"


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(2026, 4, 7), date(2199, 12, 31)])
def test_a_new_record_has_its_place_and_no_problem(tmp_path, day):
    site = make_site(tmp_path / "site", "2026-04-06")
    path = scaffold.new(site, Library(), day)
    assert path == site / f"content/records/{day.year}/{day.isoformat()}.md"
    _, library, problems = builder.load_content(site, drafts=True)
    assert [(p.code, p.severity, p.message) for p in problems] == [
        ("R025", "warning", f"'{key}' is empty") for key in ("task", "human", "ai", "supervision", "project")
    ]
    assert library.unfinished == library.drafts == (scaffold.record_path(day),)
    values = iter(("A parser", " 8h", " 20m", " 3m", " search"))
    text = path.read_text().replace('task: ""', f"task: {next(values)}")
    for key in ("human", "ai", "supervision", "project"):
        text = text.replace(f"{key}: \n", f"{key}:{next(values)}\n")
    path.write_text(text)
    _, library, problems = builder.load_content(site, drafts=True)
    assert problems == []
    (record,) = (record for record in library.records if record.date == day)
    assert record.draft
    assert (len(record.body.get().tasks), record.tags, record.body.get().prose.lead_text) == (1, (), "")


def test_a_record_that_is_there_is_never_overwritten(tmp_path):
    site = make_site(tmp_path / "site", "2026-04-07")
    _, library, _ = builder.load_content(site)
    before = tree(site)
    assert code(scaffold.new, site, library, DAY) == "F011"
    assert tree(site) == before
    path = scaffold.new(site, Library(), DAY)
    path.write_text("mine")
    assert code(scaffold.new, site, Library(), DAY) == "F011"
    assert path.read_text() == "mine"


def test_a_record_that_appears_meanwhile_is_never_overwritten(tmp_path, monkeypatch):
    site = make_site(tmp_path / "site", "2026-04-06")
    path = site / scaffold.record_path(DAY)
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    monkeypatch.setattr(type(path), "exists", lambda _: False)
    assert code(scaffold.new, site, Library(), DAY) in ("F005", "F011")
    assert path.read_text() == "mine"


@pytest.mark.parametrize("way", WAYS)
def test_a_link_on_the_way_to_a_new_record_is_followed_only_where_readers_follow_it(tmp_path, way):
    read = link(tmp_path, way)
    before = tree(tmp_path)
    if read:
        path = scaffold.new(tmp_path / "site", Library(), DAY)
        assert [file.path for file in list_content(tmp_path / "site").files] == [scaffold.record_path(DAY)]
        assert path.is_file()
        return
    with pytest.raises(ProblemError, match="symbolic link") as caught:
        scaffold.new(tmp_path / "site", Library(), DAY)
    assert [(p.code, p.place.path) for p in caught.value.problems] == [("F005", way.split()[0])]
    assert tree(tmp_path) == before


@pytest.mark.parametrize("act", ["init", "new"])
def test_p4_a_disk_that_fails_leaves_no_part_of_a_site_or_record(tmp_path, act):
    def run(root):
        return scaffold.init(root / "my/site", DAY) if act == "init" else scaffold.new(root, Library(), DAY)

    (tmp_path / "count").mkdir()
    faults = Faults(tmp_path)
    with faults.active():
        run(tmp_path / "count")
    for k, name in enumerate(faults.calls, 1):
        root = tmp_path / f"fault{k}"
        root.mkdir()
        with Faults(root, before=lambda n, _, k=k: disk_error(n, k)).active():
            assert code(run, root) == "F005"
        assert list(root.iterdir()) == [], name


def test_what_cannot_be_written_is_a_problem(tmp_path):
    (tmp_path / "file").write_text("mine")
    assert code(scaffold.init, tmp_path / "file/site", DAY) in ("F005", "F010")
    assert (tmp_path / "file").read_text() == "mine"


# Themes


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
