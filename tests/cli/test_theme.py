import json

import pytest

from tests.support.workspace import SETTINGS, cli, command, make_site, tree

BAD = '{% extends "default/day.html" %}\n{% block hero %}<p style="x">x</p>{% endblock %}\n'


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path / "site")


def with_theme(site, template=BAD):
    for folder in ("templates", "assets"):
        (site / "themes/own" / folder).mkdir(parents=True)
    (site / "leverage.toml").write_text(SETTINGS + 'theme = "own"\n')
    (site / "themes/own/theme.toml").write_text("contract = 1\n")
    (site / "themes/own/templates/day.html").write_text(template)
    return site


@pytest.mark.site
def test_a_new_theme_is_written_checked_and_built(site):
    result = cli("--site", site, "theme", "new", "night")
    assert (result.exit_code, result.stderr) == (0, "")
    for name in ("theme.toml", "templates/base.html", "templates/day.html", "assets/night.css"):
        assert f"wrote {site}/themes/night/{name}\n" in result.stdout
    assert 'write `theme = "night"` below [site] in leverage.toml' in result.stdout
    assert f"leverage-site --site {site} theme check night" in result.stdout
    (site / "leverage.toml").write_text(SETTINGS + 'theme = "night"\n')
    assert cli("--site", site, "build", "--strict").exit_code == 0
    checked = cli("--site", site, "theme", "check", "--strict")
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert checked.stdout.startswith("themes/night: ")
    assert checked.stdout.endswith(" pages of hostile sample sites are fine.\n")


def test_what_is_chosen_already_need_not_be_chosen(site):
    (site / "leverage.toml").write_text(SETTINGS + 'theme = "night"\n')
    assert "below [site]" not in cli("--site", site, "theme", "new", "night").stdout
    assert "below [site]" in cli("--site", site, "theme", "new", "day").stdout


def test_the_json_of_a_new_theme(site):
    result = cli("--site", site, "theme", "new", "night", "--json")
    answer = json.loads(result.stdout)
    assert list(answer) == ["version", "paths"]
    assert answer["paths"][0] == f"{site}/themes/night/theme.toml"


@pytest.mark.parametrize(("name", "code"), [("Night", "T012"), ("own", "T013")])
def test_a_refused_name(site, name, code):
    with_theme(site)
    before = tree(site)
    result = cli("--site", site, "theme", "new", name)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"error {code} '{name}'" in result.stderr or f"error {code} there is a theme '{name}'" in result.stderr
    answer = json.loads(cli("--site", site, "theme", "new", name, "--json").stdout)
    assert [problem["code"] for problem in answer["problems"]] == [code]
    assert tree(site) == before


def test_a_new_theme_needs_a_site(tmp_path):
    result = cli("--site", tmp_path, "theme", "new", "night")
    assert result.exit_code == 1
    assert "S001" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.site
def test_a_bad_theme_fails(site):
    before = tree(with_theme(site))
    result = cli("--site", site, "theme", "check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error T008 style= of <p>" in result.stderr
    assert result.stderr.endswith("\n1 error\n")
    assert tree(site) == before


@pytest.mark.site
def test_the_json_is_that_of_check(site):
    answer = json.loads(cli("--site", with_theme(site), "theme", "check", "--json").stdout)
    assert list(answer) == ["version", "problems", "counts"]
    assert answer["counts"] == {"error": 1, "warning": 0, "note": 0}
    assert answer["problems"][0]["code"] == "T008"
    assert answer["problems"][0]["path"].startswith("(sample) posts/")
    good = json.loads(cli("--site", site, "theme", "check", "default", "--json").stdout)
    assert good == {"version": 1, "problems": [], "counts": {"error": 0, "warning": 0, "note": 0}}


@pytest.mark.site
def test_a_warning_fails_under_strict_alone(site):
    with_theme(site, '{% extends "default/day.html" %}')
    (site / "themes/own/assets/own.css").write_text("p {}\n" * 8_001)
    assert cli("--site", site, "theme", "check").exit_code == 0
    result = cli("--site", site, "theme", "check", "--strict")
    assert result.exit_code == 1
    assert "themes/own/assets/own.css: warning T011" in result.stderr


def test_the_default_can_be_checked_anywhere(tmp_path):
    result = cli("--site", tmp_path, "theme", "check", "default")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "themes/default: " in result.stdout


@pytest.mark.parametrize(("arguments", "code"), [([], "S001"), (["nope"], "T001"), (["../nope"], "T012")])
def test_without_a_theme_to_check(arguments, code, tmp_path):
    result = cli("--site", tmp_path, "theme", "check", *arguments)
    assert result.exit_code == 1
    assert f"error {code} " in result.stderr


@pytest.mark.parametrize("arguments", [["nwe", "x"], ["new"], ["check", "a", "b"]])
def test_wrong_usage(arguments):
    assert cli("theme", *arguments).exit_code == 2


@pytest.mark.site
def test_as_a_user_runs_it(site):
    ended = command("--site", site, "theme", "check", "default")
    assert (ended.returncode, ended.stderr) == (0, "")
