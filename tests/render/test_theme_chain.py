"""Where a theme's files are found, and what keeps a theme inside its folder."""

import shutil
from pathlib import Path

import pytest

from leverage_site.problems import ProblemError
from leverage_site.render.theme_chain import find_assets, fingerprint, load_chain, read_templates
from leverage_site.urls import without_digest
from tests.support.sites import ROOT, Site, changed

DAY = "posts/2026/2026-04-07-leverage-record.html"
EXTENDS = 'contract = 1\nextends = "{}"\n'


def refused(site: Site) -> tuple[str, str, str]:
    """Code, path and message of the one problem of a site's theme."""
    (problem,) = site.problems()
    assert problem.hint
    return problem.code, problem.place.path, problem.message


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site").record(tags=["AI"])


def test_the_bundled_theme_alone(site: Site) -> None:
    (level,) = load_chain(site.root, "default")
    assert level.path.endswith("themes/default")
    (found,) = read_templates((level,))
    assert found["day.html"].on_disk == ROOT / "themes/default/templates/day.html"
    assert "nope.html" not in found


def test_the_order_of_levels(site: Site) -> None:
    site.theme({"a.html": ""}, name="parent").theme({"a.html": ""}, EXTENDS.format("parent"), name="child")
    assert [level.folder.name for level in load_chain(site.root, "child")] == ["child", "parent", "default"]
    assert [level.folder.name for level in load_chain(site.root, "parent")] == ["parent", "default"]


def test_a_site_s_default_stands_before_the_bundled_one(site: Site) -> None:
    site.theme({"a.html": ""}, name="default")
    own, bundled = load_chain(site.root, "default")
    assert own.folder == site.root.resolve() / "themes/default"
    assert bundled.folder == ROOT / "themes/default"


@pytest.mark.parametrize("config", [EXTENDS.format("default"), "contract = 1\n"])
def test_extending_the_bundled_default_is_the_rule(config: str, site: Site) -> None:
    site.theme({"a.html": ""}, config)
    assert [level.folder.name for level in load_chain(site.root, "own")] == ["own", "default"]


def test_a_default_that_extends_default_means_the_bundled_one(site: Site) -> None:
    site.theme({"a.html": ""}, EXTENDS.format("default"), name="default")
    assert len(load_chain(site.root, "default")) == 2


def test_no_such_theme(site: Site) -> None:
    site.theme({"a.html": ""}, name="mine").settings(theme="nope")
    assert refused(site) == ("T001", "themes/nope", "there is no theme 'nope'")
    assert (
        site.problems()[0].hint
        == "The themes are: default, mine, plain, section. A theme of your own is a folder themes/NAME with a theme.toml."
    )


def test_a_folder_without_a_theme_toml_is_no_theme(site: Site) -> None:
    site.file("themes/nope/templates/day.html", "x").settings(theme="nope")
    code, path, _ = refused(site)
    assert (code, path) in (("T001", "themes/nope"), ("T003", "themes/nope/theme.toml"))


def test_a_theme_that_extends_none_that_exists(site: Site) -> None:
    site.theme({"a.html": ""}, EXTENDS.format("gone"))
    assert refused(site)[:2] == ("T001", "themes/gone")


def test_a_theme_that_extends_itself(site: Site) -> None:
    site.theme({"a.html": ""}, EXTENDS.format("own"))
    assert refused(site)[0] in ("T001", "T003")


CONFIGS = {
    "empty": "",
    "no contract": 'name = "x"\n',
    "later contract": "contract = 2\n",
    "contract as text": 'contract = "1"\n',
    "not TOML": "contract = \n",
    "unclosed": "contract = [1\n",
    "extends a path": 'contract = 1\nextends = "../other"\n',
    "extends an absolute path": 'contract = 1\nextends = "/etc"\n',
    "extends up": 'contract = 1\nextends = ".."\n',
    "extends nothing": 'contract = 1\nextends = ""\n',
    "extends a number": "contract = 1\nextends = 1\n",
    "extends a list": 'contract = 1\nextends = ["default"]\n',
    "extends a backslash": 'contract = 1\nextends = "a\\\\b"\n',
    "extends a null byte": 'contract = 1\nextends = "a\\u0000b"\n',
    "deep": "contract = " + "[" * 20_000,
    "a number of 5,000 digits": "contract = " + "9" * 5_000,
}


@pytest.mark.parametrize("config", CONFIGS)
def test_a_theme_toml_that_is_not_usable(config: str, site: Site) -> None:
    code, path, message = refused(site.theme({"a.html": ""}, CONFIGS[config]))
    assert (code, path) == ("T003", "themes/own/theme.toml")
    assert message.startswith("the theme's theme.toml is not usable: ")


def test_a_theme_toml_in_another_encoding(site: Site) -> None:
    site.theme({"a.html": ""}).file("themes/own/theme.toml", b"contract = 1 # \xe9")
    reason = "the theme's theme.toml is not usable: byte 15 is not UTF-8"
    assert refused(site) == ("T003", "themes/own/theme.toml", reason)


def test_a_fault_of_a_theme_toml_is_shown_where_it_stands(site: Site) -> None:
    (problem,) = site.theme({"a.html": ""}, "contract = 1\nextends = plain\n").problems()
    assert str(problem).startswith("themes/own/theme.toml:2:11: error T003 ")
    assert problem.message.endswith("a text needs quotes around it")


# Links


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "day.html").write_text("a stranger's")
    return folder


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("templates/day.html", "day.html"),
        ("templates/_figures.html", "day.html"),
        ("templates", "."),
        ("assets/logo.svg", "day.html"),
        ("assets/img", "."),
        ("assets", "."),
        ("templates/day.html", "nowhere.html"),
    ],
)
def test_a_link_out_of_the_theme_is_a_problem(link: str, target: str, site: Site, outside: Path) -> None:
    site.theme({})
    place = site.root / "themes/own" / link
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(outside / target)
    code, path, message = refused(site)
    assert code in ("T003", "T005")
    assert path.startswith(f"themes/own/{link}")
    assert "stranger" not in message


def test_a_link_inside_the_theme_is_followed_or_a_problem(site: Site) -> None:
    site.theme({"real.html": "LINKED"}).page("about")
    (site.root / "themes/own/templates/page.html").symlink_to("real.html")
    if site.codes() != ["T005"]:
        assert site.built()["about.html"] == b"LINKED"


def test_a_theme_is_called_as_it_lies_in_themes(site: Site, tmp_path: Path) -> None:
    site.theme({"404.html": "{% include 'base/404.html' %}"}, EXTENDS.format("base"))
    site.theme({"404.html": "the real one"}, name="real-v2")
    shutil.move(site.root / "themes/real-v2", tmp_path / "real-v2")
    (site.root / "themes/base").symlink_to(tmp_path / "real-v2")
    site.settings(theme="own")
    assert [level.name for level in load_chain(site.root, "own")] == ["own", "base", "default"]
    assert site.built()["404.html"] == b"the real one"
    before = of(site.root)
    (site.root / "themes/base").unlink()
    shutil.move(tmp_path / "real-v2", site.root / "themes/base")
    assert of(site.root) == before


def test_a_theme_that_is_a_link_is_that_theme(site: Site, tmp_path: Path) -> None:
    site.theme({"page.html": "ELSEWHERE"}).page("about")
    shutil.move(site.root / "themes/own", tmp_path / "elsewhere")
    (site.root / "themes/own").symlink_to(tmp_path / "elsewhere")
    assert site.built()["about.html"] == b"ELSEWHERE"


# Assets and fingerprints


def test_the_nearest_asset_wins(site: Site) -> None:
    before = site.built()
    site.theme({}).file("themes/own/assets/style.css", "mine").file("themes/own/assets/fonts/a.woff2", b"\0font")
    after = site.built()
    changes = {without_digest(name) for name in changed(before, after) if name.startswith("assets/")}
    assert changes == {"assets/style.css", "assets/fonts/a.woff2"}
    assert after["assets/style.css"] == b"mine"
    assert after["assets/fonts/a.woff2"] == b"\0font"
    assert after["assets/icon.svg"] == before["assets/icon.svg"]


@pytest.mark.parametrize(
    "name",
    [".DS_Store", "Thumbs.db", "desktop.ini", ".git/config", ".svn/x/y.css", "style.css~", ".style.css.swp"],
)
def test_what_editors_and_systems_leave_is_no_asset(name: str, site: Site) -> None:
    site.theme({}).file(f"themes/own/assets/{name}", "x")
    assert [found for found in site.built() if name in found] == []


def test_an_asset_with_a_name_that_no_address_can_have(site: Site) -> None:
    site.theme({}).file("themes/own/assets/a?.css", "x")
    assert [(p.code, p.place.path) for p in site.problems()] == [("P004", "themes/own/assets/a?.css")]


def of(root: Path) -> str:
    """Return the fingerprint of a site's own theme."""
    stack = load_chain(root, "own")
    return fingerprint(read_templates(stack), stack)


def test_the_fingerprint_stands_for_all_templates_and_nothing_else(site: Site) -> None:
    site.theme({"day.html": "a"})

    def print_of() -> str:
        return of(site.root)

    first = print_of()
    site.file("themes/own/assets/style.css", "x").file("themes/own/README.md", "x")
    assert print_of() == first
    seen = {first}
    for edit in (
        lambda: site.file("themes/own/templates/day.html", "b"),
        lambda: site.file("themes/own/templates/other.html", ""),
        lambda: (site.root / "themes/own/templates/other.html").rename(site.root / "themes/own/templates/o.html"),
        lambda: site.theme({"page.html": "x"}, name="parent").theme({}, EXTENDS.format("parent")),
    ):
        edit()
        seen.add(print_of())
    assert len(seen) == 5
    site.remove("themes/own/templates/o.html").theme({}, "contract = 1\n").file(
        "themes/own/templates/day.html", "a"
    )
    assert print_of() == first


def test_the_fingerprint_does_not_depend_on_the_folder(site: Site, tmp_path: Path) -> None:
    site.theme({"day.html": "a"})
    other = site.copy(tmp_path / "other")
    assert of(site.root) == of(other.root)
    assert [a.digest for a in find_assets(load_chain(site.root, "own"))] == [
        a.digest for a in find_assets(load_chain(other.root, "own"))
    ]


def test_a_name_that_leads_out_is_no_template(site: Site) -> None:
    (found,) = read_templates(load_chain(site.root, "default"))
    for name in (
        "../theme.toml",
        "/etc/passwd",
        "a\\b",
        "a\0b",
        "",
        ".",
        "..",
        "x/../day.html",
        "./day.html",
        "day.html~",
        ".day.html",
        "a//b",
    ):
        assert name not in found


def test_an_error_in_a_theme_carries_problems(site: Site) -> None:
    with pytest.raises(ProblemError, match="no theme 'nope'"):
        load_chain(site.root, "nope")


def test_a_theme_that_is_extended_extends_nothing_but_the_default(site: Site) -> None:
    site.theme({}, 'contract = 1\nextends = "base"\n')
    site.file("themes/base/theme.toml", 'contract = 1\nextends = "own"\n')
    assert refused(site)[:2] == ("T003", "themes/base/theme.toml")


def test_an_unknown_key_of_a_theme_is_a_problem(site: Site) -> None:
    site.theme({}, 'contract = 1\nextend = "default"\n')
    code, path, message = refused(site)
    assert (code, path) == ("T003", "themes/own/theme.toml")
    assert "'extend'" in message


def test_a_theme_toml_that_is_a_folder_cannot_be_read(site: Site) -> None:
    site.theme({}).remove("themes/own/theme.toml")
    (site.root / "themes/own/theme.toml").mkdir()
    assert refused(site)[:2] == ("F006", "themes/own/theme.toml")


@pytest.mark.parametrize("host", ["[]", '["/"]', '["/css/host.css", "https://example.org", "http://[::1]:80/a/"]'])
def test_addresses_that_the_host_may_have(host: str, site: Site) -> None:
    assert site.theme({}, f"contract = 1\nhost = {host}\n").problems() == []


@pytest.mark.parametrize(
    "host",
    ['"/"', "1", "[1]", '[""]', '["css/"]', '["//example.org/"]', '["https://"]', '["ftp://example.org/"]',
     '["/a b"]', '["/?a"]', '["/#a"]', '["http://["]', '["\\\\"]', '["example.org"]', '["/\\n"]'],
)  # fmt: skip
def test_what_is_no_address_of_a_host(host: str, site: Site) -> None:
    site.theme({}, f"contract = 1\nhost = {host}\n")
    code, path, message = refused(site)
    assert (code, path) == ("T003", "themes/own/theme.toml")
    assert "`host`" in message
