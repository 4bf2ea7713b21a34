import json
import tomllib

import pytest

from leverage_site.settings import SETTINGS as TABLE
from leverage_site.settings import load
from leverage_site.settings.toml import dump_toml
from tests.support.workspace import SETTINGS, cli, make_site


@pytest.fixture
def site(tmp_path):
    nav = 'nav = [{ title = "About \\"us\\"", url = "https://example.org/about" }]\n'
    return make_site(tmp_path / "site", settings=SETTINGS + nav + "[feed]\nsize = 7\n")


def test_the_json_holds_every_setting_in_force(site):
    result = cli("--site", site, "config", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    answer = json.loads(result.stdout)
    assert list(answer) == ["version", "settings"]
    assert answer["version"] == 1
    keys = {(section, key) for section, values in answer["settings"].items() for key in values}
    assert keys == {(setting.section, setting.key) for setting in TABLE}
    unset = {"timezone": "UTC", "hub": "", "id": "", "aliases": {}}
    assert answer["settings"]["feed"] == {"size": 7, **unset}
    assert answer["settings"]["site"]["base_url"] == "https://example.org/"
    assert answer["settings"]["site"]["assistant"] == "Helper"
    assert answer["settings"]["site"]["theme"] == "default"
    usual = ["records", "dashboard", "archive", "tasks", "about"]
    assert answer["settings"]["site"]["nav"] == [
        *usual,
        {"title": 'About "us"', "url": "https://example.org/about"},
    ]


def test_the_text_is_a_settings_file_with_the_same_values(site):
    text = cli("--site", site, "config").stdout
    assert tomllib.loads(text) == json.loads(cli("--site", site, "config", "--json").stdout)["settings"]


@pytest.mark.parametrize(
    "more",
    [
        "",
        'nav = ["tags", { page = "archive", title = "Days" }]\n[feed]\naliases = { "/a b.xml" = "rss" }\n',
        '[claims]\npublish = true\n[aliases.tags]\n"front end" = "front-end"\nml = "AI"\n[aliases.projects]\na = "b"\n',
        '[publish.a]\ntype = "git"\nallow = ["\\"x\\""]\n',
    ],
)
def test_the_text_can_be_the_settings_file(more, site):
    (site / "leverage.toml").write_text(SETTINGS + more)
    before = load(site)
    (site / "leverage.toml").write_text(cli("--site", site, "config").stdout)
    after = load(site)
    for setting in TABLE:
        assert setting.plain(getattr(after, setting.field)) == setting.plain(getattr(before, setting.field))
    assert after.targets == before.targets


def test_every_default_can_be_written_into_the_file():
    for setting in TABLE:
        if setting.default is not None:
            assert setting.read(tomllib.loads(f"x = {dump_toml(setting.plain(setting.default))}")["x"]) is not None


def test_targets_are_sections_of_their_own(site):
    target = '[publish.far]\ntype = "command"\ncommand = [["a", "b"], ["c"]]\nwait = 5\n'
    (site / "leverage.toml").write_text(SETTINGS + target)
    shown = json.loads(cli("--site", site, "config", "--json").stdout)["settings"]["publish"]
    expected = {
        "type": "command",
        "command": [["a", "b"], ["c"]],
        "drafts": False,
        "pages": True,
        "wait": 5,
        "allow": [],
    }
    assert shown == {"far": expected}
    text = cli("--site", site, "config").stdout
    assert tomllib.loads(text)["publish"] == shown


@pytest.mark.parametrize("args", [[], ["--json"]])
def test_broken_settings_are_problems(site, args):
    (site / "leverage.toml").write_text(SETTINGS + 'titel = "x"\n[feed]\nsize = 0\n')
    result = cli("--site", site, "config", *args)
    assert result.exit_code == 1
    if args:
        assert result.stderr == ""
        assert [problem["code"] for problem in json.loads(result.stdout)["problems"]] == ["S003", "S004"]
    else:
        assert result.stdout == ""
        assert "leverage.toml:5:1: error S003 unknown setting 'titel'" in result.stderr
        assert "Did you mean 'title'?" in result.stderr
        assert "leverage.toml:7:1: error S004" in result.stderr
