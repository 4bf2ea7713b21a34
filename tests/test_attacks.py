"""What once broke a promise, each as small as it gets."""

import os
import sys

import pytest

from leverage_site.records.schema import read_note
from tests.support.sites import Site
from tests.support.workspace import cli, make_site


def codes(text):
    return [problem.code for problem in read_note(text.encode(), "a.md", "a")[1]]


@pytest.mark.site
def test_many_wide_tables_are_refused():
    wide = "|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n" + "a\n" * 33 + "\n"
    assert codes(wide * 5) == ["R035"]


def test_many_reference_links_of_one_paragraph_are_read():
    assert codes("\n[r]: /index.html\n\n" + "[r]\n" * 2_000 + "a\n" * 16_000) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("[Result]: success", "R036"), ("[a]\n\n[a]: /x.html\n[a]: /y.html", "R036"), ("[^1]: word", "P013")],
)
def test_a_definition_that_vanishes_is_told(text, code):
    assert codes(text) == [code]


@pytest.mark.parametrize("text", ["<!--> visible", "<!---> visible"])
def test_the_shortest_comments_hide_nothing(text):
    note, _ = read_note(text.encode(), "a.md", "a")
    assert note.prose.lead.html(str) == "<p>visible</p>\n"


@pytest.mark.parametrize("target", ["/%2F%5B", "http%3A//%5B", "/%2F\u2100", "//%5B"])
def test_a_strange_target_is_no_crash(tmp_path, target):
    assert set(Site(tmp_path).record(body=f"[x]({target})\n").codes()) <= {"P002"}


def test_content_that_is_a_dangling_link_is_not_an_empty_site(tmp_path):
    site = make_site(tmp_path / "site", "2026-04-07")
    assert cli("--site", site, "build").exit_code == 0
    (site / "content").rename(tmp_path / "away")
    (site / "content").symlink_to(tmp_path / "nowhere")
    result = cli("--site", site, "build")
    assert (result.exit_code, "F006" in result.stderr) == (1, True)
    assert (site / "output/posts/2026/2026-04-07-leverage-record.html").exists()


def test_a_pipe_is_no_settings_file(tmp_path):
    os.mkfifo(tmp_path / "leverage.toml")
    assert "F006" in cli("--site", tmp_path, "check").stderr


def test_a_pipe_is_no_theme(tmp_path):
    site = Site(tmp_path).theme({}).remove("themes/own/theme.toml")
    os.mkfifo(tmp_path / "themes/own/theme.toml")
    assert site.codes() == ["F006"]


def test_a_long_theme_name_is_refused(tmp_path):
    assert Site(tmp_path).settings(theme="a" * 300).codes() == ["S004"]


def test_a_template_by_a_name_that_is_no_text_is_no_crash(tmp_path):
    site = Site(tmp_path).theme({}).record()
    (tmp_path / "themes/own/templates").mkdir(exist_ok=True)
    (tmp_path / "themes/own/templates" / os.fsdecode(b"\xff.html")).touch()
    assert site.codes() == ["T015"]


def test_a_theme_prints_no_memory_address(tmp_path):
    site = Site(tmp_path).record().theme({"day.html": "{{ view.lead.join|string }}"})
    assert site.codes() == ["T002"]


def test_a_control_character_in_a_file_name_is_spelled_out(tmp_path):
    site = Site(tmp_path).file("content/static/a\n\x1b[31m.txt", "x")
    assert [str(problem).split(": ")[0] for problem in site.problems()] == ["content/static/a\\n\\u001b[31m.txt"]


def test_the_navigation_can_name_a_page_with_a_space(tmp_path):
    site = Site(tmp_path).page("a b").settings(nav=[{"title": "A", "url": "/a%20b.html"}])
    assert b'href="a%20b.html"' in site.built()["index.html"]


def test_an_output_that_takes_no_more_gives_one_sentence(tmp_path):
    site = make_site(tmp_path / "site", "2026-04-07")
    result = os.system(f"cd {site} && {sys.executable} -m leverage_site stats > /dev/full 2> err")  # noqa: S605
    assert os.waitstatus_to_exitcode(result) == 1
    assert (site / "err").read_text().splitlines()[0] == "Error: No space left on device"
