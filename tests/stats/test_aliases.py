"""Further names of projects and tags: one name everywhere, at once."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from leverage_site import build
from leverage_site.cli import main
from leverage_site.problems import ProblemError
from leverage_site.settings import load as load_settings
from leverage_site.stats.aliases import replace_aliases
from tests.support.builders import load
from tests.support.sites import Site, html, task, text

ALIASES = '\n[aliases.projects]\n"front end" = "front-end"\n"FE" = "front-end"\n[aliases.tags]\nrevue = "Review"\n'


def names(data: bytes) -> list[str]:
    """Return the names in a list of terms."""
    return [text(link) for link in html(data).xpath("//tbody//a")]


def with_aliases(site: Site, lines: str = ALIASES) -> Site:
    """Add lines to the site's settings; to be called last."""
    path = site.root / "leverage.toml"
    path.write_text(path.read_text() + lines)
    return site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.record("2026-04-06", tags=["Revue"], tasks=[task("A", "1h", "1m", project="front end")])
    tagged = task("C", "3h", "1m", project="fe", tags=["revue", "REVIEW", "web"])
    return site.record("2026-04-07", tasks=[task("B", "2h", "1m", project="front-end"), tagged])


def stats(site: Site, by: str) -> list[tuple[str, int]]:
    found = CliRunner().invoke(main, ["--site", str(site.root), "stats", "--by", by, "--json"])
    return [(row["key"], row["tasks"]) for row in json.loads(found.stdout)["rows"]]


def test_without_an_alias_the_hint_names_the_setting(site: Site) -> None:
    (problem,) = site.prepared().errors
    assert problem.code == "P001"
    assert problem.hint == (
        'If the two are one, write "front-end" = "front end" below [aliases.projects] in leverage.toml; else rename one.'
    )


def test_names_are_joined_everywhere(site: Site) -> None:
    files = with_aliases(site).built()
    assert names(files["projects/index.html"]) == ["front-end"]
    assert names(files["tags/index.html"]) == ["Review", "web"]
    assert text(html(files["projects/front-end.html"]).xpath("//h1")[0]) == "front-end"
    data = json.loads(files["data/tasks.json"])["tasks"]
    assert [(row["task"], row["project"], row["tags"], row["day_tags"]) for row in data] == [
        ("A", "front-end", [], ["Review"]),
        ("C", "front-end", ["Review", "web"], []),
        ("B", "front-end", [], []),
    ]
    for name in ("posts/2026/2026-04-06-leverage-record.html", "tasks.html", "leverage.html", "feed.xml"):
        assert b"front end" not in files[name], name
        assert b"Revue" not in files[name], name
    assert stats(site, "project") == [("front-end", 3)]
    assert stats(site, "tag") == [("Review", 2), ("web", 1)]


def test_the_old_addresses_lead_to_the_new_ones(site: Site) -> None:
    files = with_aliases(site).built()
    assert html(files["projects/fe.html"]).xpath("//a/@href") == ["front-end.html"]
    assert html(files["tags/revue.html"]).xpath("//a/@href") == ["review.html"]
    assert b"projects/fe.html" not in files["sitemap.xml"]


def test_an_address_that_another_page_has_is_left_to_it(site: Site) -> None:
    site.page("mine", url="/projects/fe.html")
    files = with_aliases(site).built()
    assert "front-end.html" not in html(files["projects/fe.html"]).xpath("//main//a/@href")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('[aliases.projects]\n"front end" = "Front-End"\n"fe" = "Front-End"\n', []),
        ('[aliases.projects]\nfe = "front-end"\n"front end" = "front-end"\n"none" = "fe2"\n', ["none"]),
        ('[aliases.tags]\n"front end" = "x"\nREVUE = "x"\n', ["front end"]),
    ],
)
def test_an_alias_that_stands_nowhere_is_told(lines: str, told: list[str], site: Site) -> None:
    with_aliases(site, f"\n{lines}")
    _, _, problems = build.load_content(site.root)
    shown = [problem.place.excerpt[problem.place.column - 1 :] for problem in problems]
    assert [text.startswith(name) for text, name in zip(shown, told, strict=True)] == [True] * len(told)
    assert [problem.code for problem in problems] == ["S010"] * len(told)


def test_a_draft_may_have_the_name(site: Site) -> None:
    site.record("2026-05-01", draft=True, tasks=[task(project="later")])
    with_aliases(site, '\n[aliases.projects]\n"front end" = "front-end"\nfe = "front-end"\nlater = "front-end"\n')
    assert build.load_content(site.root)[2] == []


def test_the_spelling_of_the_settings_wins(site: Site) -> None:
    files = with_aliases(site, '\n[aliases.projects]\n"front end" = "Front-End"\nfe = "Front-End"\n').built()
    assert names(files["projects/index.html"]) == ["Front-End"]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ('a = "a"', "the two are one name already: case makes no difference"),
        ('a = "A"', "the two are one name already: case makes no difference"),
        ('" a " = "a"', "the two are one name already: case makes no difference"),
        ('a = "b"\nb = "c"', "'b' is itself an alias, of 'c'"),
        ('b = "c"\na = "B"', "'B' is itself an alias, of 'c'"),
        ('a = "b"\nA = "c"', "'a' is the same name and stands above"),
    ],
)
def test_what_an_alias_cannot_be(lines: str, reason: str, site: Site) -> None:
    with_aliases(site, f"\n[aliases.tags]\n{lines}\n")
    with pytest.raises(ProblemError) as caught:
        load_settings(site.root)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message.partition(": ")[2]) == ("S009", reason)
    assert problem.place.line > 3


def test_a_circle_is_told_of_each(site: Site) -> None:
    with_aliases(site, '\n[aliases.tags]\na = "b"\nb = "c"\nc = "a"\n')
    with pytest.raises(ProblemError) as caught:
        load_settings(site.root)
    assert [problem.code for problem in caught.value.problems] == ["S009"] * 3


@pytest.mark.parametrize("lines", ['projects = "x"', "projects = {a = 1}", 'projects = {"" = "a"}', f'tags = {{a = "{"x" * 61}"}}',
                                   'projects = {a = "b\\u0007"}', "labels = {a = 'b'}"])  # fmt: skip
def test_what_is_no_table_of_names(lines: str, site: Site) -> None:
    with_aliases(site, f"\n[aliases]\n{lines}\n")
    with pytest.raises(ProblemError) as caught:
        load_settings(site.root)
    assert [problem.code for problem in caught.value.problems] in (["S004"], ["S003"])


@pytest.mark.parametrize(
    "lines",
    ['[aliases]\nprojects."f e" = "fe"', '[aliases]\nprojects = {"f e" = "fe"}', '[aliases.projects]\n"f e"="fe"'],
)
def test_each_way_to_write_an_alias_has_its_place(lines: str, site: Site) -> None:
    with_aliases(site, f"\n{lines}\n")
    (alias,) = load_settings(site.root).project_aliases
    assert (alias.name, alias.target) == ("f e", "fe")
    assert alias.place.excerpt[alias.place.column - 1 :].startswith("f e")


def test_config_shows_them(site: Site) -> None:
    with_aliases(site)
    shown = CliRunner().invoke(main, ["--site", str(site.root), "config"]).stdout
    assert 'projects = { "front end" = "front-end", FE = "front-end" }' in shown
    found = json.loads(CliRunner().invoke(main, ["--site", str(site.root), "config", "--json"]).stdout)
    assert found["settings"]["aliases"] == {
        "projects": {"front end": "front-end", "FE": "front-end"},
        "tags": {"revue": "Review"},
    }


def test_records_without_an_alias_stay_the_same_and_renamed_ones_are_known(site: Site) -> None:
    site.record("2026-04-08", tasks=[task(project="other")])
    settings = load_settings(with_aliases(site).root)
    library, _ = load(site.root)
    first, _, known = replace_aliases(library, settings, {}, {})
    second, _, _ = replace_aliases(library, settings, {}, known)
    assert first.records[2] is library.records[2]
    assert [a is b for a, b in zip(first.records, second.records, strict=True)] == [True] * 3
    assert len({record.digest for record in (*first.records, *library.records)}) == 5


@pytest.mark.site
def test_a_change_of_aliases_is_followed_by_builds_that_remember(site: Site) -> None:
    own = (site.root / "leverage.toml").read_text() if (site.root / "leverage.toml").exists() else ""
    for lines in (ALIASES, '\n[aliases.projects]\n"front end" = "fe"\n', ALIASES.replace("Review", "Revision")):
        (site.root / "leverage.toml").write_text(own)
        with_aliases(site, lines)
        found = CliRunner().invoke(main, ["--site", str(site.root), "build", "--verify"])
        assert found.exit_code == 0, found.output
        assert "as from nothing" in found.output
