"""A page becomes bytes: copies, texts, templates, feeds."""

from pathlib import Path

import pytest

from leverage_site.pages.page import Page, PageKind
from leverage_site.pages.plain import copy
from leverage_site.pages.plan import plan
from leverage_site.pages.views import TextView
from leverage_site.problems import ProblemError
from leverage_site.records.model import Library, StaticFile
from leverage_site.render.render import render
from leverage_site.render.theme import Theme
from leverage_site.render.theme_chain import load_chain
from leverage_site.settings import Settings
from leverage_site.urls import without_digest
from tests.support.sites import Site, html

PLAN = plan(Settings("tag:e,2026:x", "https://example.org/"), Library(), ())


@pytest.fixture
def theme(tmp_path: Path) -> Theme:
    return Theme(load_chain(tmp_path, "default"))


def test_a_text_is_its_bytes_in_utf_8(theme: Theme) -> None:
    kind = PageKind(
        name="a",
        collect=lambda _: "日本 <&>\n",
        view=lambda _, address, text: TextView(f"{address} {text}"),
        view_type=TextView,
        format="text",
    )
    assert render(Page(kind, "/a.txt", "a", "a"), PLAN, theme) == "/a.txt 日本 <&>\n".encode()


def test_a_copy_has_the_file_s_bytes(theme: Theme, tmp_path: Path) -> None:
    data = bytes(range(256)) + b"\r\n{{ 7*7 }}"
    (tmp_path / "x.bin").write_bytes(data)
    file = StaticFile("/x.bin", "content/static/x.bin", str(tmp_path / "x.bin"), "digest")
    assert render(copy(file), PLAN, theme) == data


def test_a_file_that_is_gone_is_a_problem(theme: Theme, tmp_path: Path) -> None:
    page = copy(StaticFile("/x.bin", "content/static/x.bin", str(tmp_path / "gone"), "digest"))
    with pytest.raises(ProblemError) as raised:
        render(page, PLAN, theme)
    (problem,) = raised.value.problems
    assert (problem.code, problem.place.path) == ("F006", "content/static/x.bin")
    assert "No such file" in problem.message


def test_the_files_of_a_small_site(tmp_path: Path) -> None:
    site = (
        Site(tmp_path).record(tags=["AI"]).page("about", aliases=["/old/"]).file("content/static/a/b.bin", b"\0")
    )
    # Assets have a second address, which carries a digest.
    assert sorted({without_digest(name) for name in site.built()}) == sorted(
        [
            "404.html",
            "a/b.bin",
            "about.html",
            "atom.xml",
            "corrections.html",
            "assets/charts.js",
            "assets/copy.js",
            "assets/feed.css",
            "assets/frames.js",
            "assets/icon.png",
            "assets/icon.svg",
            "assets/social.png",
            "assets/style.css",
            "assets/tables.js",
            "assets/tasks.js",
            "data/days.csv",
            "data/days.json",
            "data/tasks.csv",
            "data/tasks.json",
            "feed.json",
            "feed.xml",
            *sorted(
                f"feeds/{name}{ending}"
                for name in ("corrections", "tags/ai", "weeks")
                for ending in (".atom.xml", ".json", ".rss.xml")
            ),
            "feeds.html",
            "feeds.opml",
            "index.html",
            "leverage.html",
            "months/2026-04.html",
            "months/index.html",
            "old/index.html",
            "posts/2026/2026-04-07-leverage-record.html",
            "projects/index.html",
            "robots.txt",
            "sitemap.xml",
            "tags/ai.html",
            "tags/index.html",
            "tasks.html",
            "weeks/2026-W15.html",
            "weeks/index.html",
            "years/2026.html",
            "years/index.html",
        ]
    )


def test_every_page_is_html5_in_utf_8_with_one_title_and_one_first_heading(tmp_path: Path) -> None:
    site = Site(tmp_path).settings(language="pt-BR").record(title="日本語").page("about", aliases=["/old.html"])
    for name, data in site.built().items():
        if not name.endswith(".html"):
            continue
        assert data.startswith(b"<!DOCTYPE html>\n"), name
        page = html(data)
        assert page.get("lang") == "pt-BR"
        assert page.xpath("//meta[@charset]/@charset") == ["utf-8"]
        assert len(page.xpath("//head/title")) == 1, name
        assert len(page.xpath("//h1")) == 1, name
        assert len(page.xpath("//main")) == 1, name
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), name


def test_no_page_has_script_or_style_of_its_own(tmp_path: Path) -> None:
    """A strict content security policy would refuse both."""
    table = "| A | B |\n| :- | -: |\n| 1 | 2 |\n"
    site = Site(tmp_path).record(body=f"{table}\n").page("about", table)
    for name, data in site.built().items():
        if name.endswith(".html"):
            assert not html(data).xpath(
                "//style | //@style | //@*[starts-with(name(), 'on')]"
                " | //script[not(@src) and not(@type='application/ld+json')]"
            )


def test_no_page_asks_another_host_for_anything(tmp_path: Path) -> None:
    site = Site(tmp_path).record(body="[x](https://example.net/)\n").page("about")
    for name, data in site.built().items():
        if name.endswith(".html"):
            page = html(data)
            loaded = page.xpath("//@src | //link[@rel='stylesheet' or @rel='icon']/@href")
            assert loaded
            assert not [url for url in loaded if "//" in url], name
