import json

import pytest

from tests.support.workspace import cli, make_site, published, tree


@pytest.fixture
def site(tmp_path):
    made = make_site(tmp_path / "site")
    assert cli("--site", made, "build").exit_code == 0
    return made


def test_clean_takes_away_exactly_what_was_built(site):
    (site / "output/notes.txt").write_text("mine")
    count = len(published(site / "output")) - 1
    result = cli("--site", site, "clean")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{count} files removed.\n"
    assert published(site / "output") == {"notes.txt": b"mine"}


def test_the_json_names_what_was_removed(site):
    built = sorted(published(site / "output"))
    result = cli("--site", site, "clean", "--json")
    assert result.stderr == ""
    assert json.loads(result.stdout) == {"version": 1, "removed": built, "problems": []}
    again = cli("--site", site, "clean", "--json")
    assert json.loads(again.stdout) == {"version": 1, "removed": [], "problems": []}


def test_an_edited_page_is_kept_with_a_warning(site):
    (site / "output/index.html").write_text("edited")
    result = cli("--site", site, "clean")
    assert result.exit_code == 0
    assert "output/index.html: warning F008" in result.stderr
    assert published(site / "output") == {"index.html": b"edited"}
    answer = json.loads(cli("--site", site, "clean", "--json").stdout)
    assert answer["removed"] == []
    assert [problem["code"] for problem in answer["problems"]] == ["F008"]


def test_output_names_another_folder(site, tmp_path):
    cli("--site", site, "build", "--output", tmp_path / "www")
    before = tree(site)
    assert cli("--site", site, "clean", "--output", tmp_path / "www").exit_code == 0
    assert published(tmp_path / "www") == {}
    assert tree(site) == before


def test_settings_and_records_need_not_be_readable(site):
    (site / "leverage.toml").write_text("[site\n")
    assert cli("--site", site, "clean").exit_code == 0
    assert published(site / "output") == {}


def test_clean_outside_a_site_says_so(tmp_path):
    result = cli("--site", tmp_path, "clean")
    assert result.exit_code == 1
    assert "error S001" in result.stderr
