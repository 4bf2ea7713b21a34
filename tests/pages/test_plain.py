"""Plain pages, and the small ones that every site has."""

import json
from pathlib import Path
from typing import Any

import lxml.etree
import pytest

from leverage_site import figures
from leverage_site.problems import ProblemError
from leverage_site.urls import without_digest
from tests.support.sites import Site, html, links, rendered, text


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path).settings(base_url="https://example.org/blog/").record(updated="2026-05-01", tags=["AI"])


def test_a_plain_page(site: Site) -> None:
    site.page("about", "# One\n\nThe *text*.\n\n## Two\n", title="Who & what", extra={"a": "b"})
    page = html(site.built()["about.html"])
    assert text(page.xpath("//h1")[0]) == "Who & what"
    assert [text(node) for node in page.xpath("//main//h2 | //main//h3")] == ["One", "Two"]
    assert page.xpath("//em/text()") == ["text"]
    assert page.xpath("//title/text()") == ["Who & what · Leverage Records"]


@pytest.mark.parametrize(
    ("keys", "body", "wanted"),
    [({"summary": "Own."}, "Lead.\n", ["Own."]), ({}, "Lead.\n\n## More\n", ["Lead."]), ({}, "", [])],
)
def test_its_description(keys: dict[str, str], body: str, wanted: list[str], site: Site) -> None:
    page = html(site.page("about", body, **keys).built()["about.html"])
    assert page.xpath("//meta[@name='description']/@content") == wanted


def test_the_sitemap_lists_pages_for_people(site: Site) -> None:
    site.page("about", aliases=["/old.html"]).file("content/static/x.html", "x")
    root = lxml.etree.fromstring(site.built()["sitemap.xml"])
    found = {url.findtext("{*}loc"): url.findtext("{*}lastmod") for url in root}
    assert found == {
        "https://example.org/blog/posts/2026/2026-04-07-leverage-record.html": "2026-05-01",
        "https://example.org/blog/": None,
        "https://example.org/blog/weeks/2026-W15.html": None,
        "https://example.org/blog/weeks/": None,
        "https://example.org/blog/months/2026-04.html": None,
        "https://example.org/blog/months/": None,
        "https://example.org/blog/years/2026.html": None,
        "https://example.org/blog/years/": None,
        "https://example.org/blog/tags/ai.html": None,
        "https://example.org/blog/tags/": None,
        "https://example.org/blog/projects/": None,
        "https://example.org/blog/leverage.html": None,
        "https://example.org/blog/tasks.html": None,
        "https://example.org/blog/about.html": None,
        "https://example.org/blog/feeds.html": None,
        "https://example.org/blog/corrections.html": None,
    }
    assert root.tag == "{http://www.sitemaps.org/schemas/sitemap/0.9}urlset"


def test_the_sitemap_may_have_another_name(site: Site) -> None:
    before, after = site.built(), site.settings(sitemap="/sitemap-log.xml").built()
    assert after.pop("sitemap-log.xml") == before.pop("sitemap.xml")
    assert after.pop("robots.txt") == before.pop("robots.txt").replace(b"sitemap.xml", b"sitemap-log.xml")
    assert after == before


@pytest.mark.parametrize("name", ["sitemap.xml", "/a/sitemap.xml", "/sitemap.html", "/a?.xml", "//a.xml", 7, "/"])
def test_addresses_that_a_sitemap_cannot_have(name: Any, site: Site) -> None:
    with pytest.raises(ProblemError) as caught:
        site.settings(sitemap=name).prepared()
    assert [(problem.code, problem.place.line) for problem in caught.value.problems] == [("S004", 5)]


def test_a_sitemap_at_the_address_of_another_file_is_a_collision(site: Site) -> None:
    assert site.settings(sitemap="/feed.xml").codes() == ["P001"]


def test_robots_may_read_everything(site: Site) -> None:
    robots = "User-agent: *\nAllow: /\n\nSitemap: https://example.org/blog/sitemap.xml\n"
    assert site.built()["robots.txt"].decode() == robots


def test_the_page_on_feeds(site: Site) -> None:
    data = site.built()["feeds.html"]
    assert {"feed.xml", "data/days.json", "data/days.csv", "data/tasks.json", "data/tasks.csv"} <= set(links(data))
    page = html(data)
    fields = {field.get("id"): field.get("value") for field in page.xpath("//input[@readonly]")}
    assert fields == {
        "feed_url": "https://example.org/blog/feed.xml",
        "feed_url_2": "https://example.org/blog/feeds/weeks.rss.xml",
        "feed_url_3": "https://example.org/blog/feeds/corrections.rss.xml",
        "citation": "Leverage Records, by the author, records of Apr 7, 2026. https://example.org/blog/",
    }
    assert [label.get("for") for label in page.xpath("//label")] == [*fields]
    assert all(button.get("hidden") is not None for button in page.xpath("//button"))


def test_it_says_what_is_in_each_data_file(site: Site) -> None:
    site.record("2026-04-08", tasks=[])
    files = site.built()
    listed = html(files["feeds.html"]).xpath("//ul[@class='files']/li")
    table = {text(one.find("a")): tuple(map(text, one.findall("span"))) for one in listed}
    assert table.keys() == {name for name in files if name.startswith("data/")}
    for name, (count, columns) in table.items():
        if name.endswith(".csv"):
            head, *lines = files[name].decode().splitlines()
            assert columns == head.replace(",", ", ")
        else:
            kind = count.rstrip("s").split()[1]
            lines = json.loads(files[name])[f"{kind}s"]
            assert columns == ", ".join(lines[0])
        assert count.split()[0] == str(len(lines))


def test_each_figure_has_a_definition_with_an_address_without_an_about_page(site: Site) -> None:
    page = html(site.built()["feeds.html"])
    found = {
        node.get("id"): (text(node.find("dt")).rpartition(" ")[0], text(node.find("dd")))
        for node in page.xpath("//dl/div")
    }
    assert {name: said for name, (_, said) in found.items()} == {
        figure.name: figure.definition for figure in figures.AGGREGATES
    }
    assert found["ai_minutes"][0] == "Total Helper minutes"
    assert "feeds.html#data" in links(site.built()["index.html"])


def test_the_page_for_what_is_not_found(site: Site) -> None:
    site.days("2026-04-08", "2026-04-09", "2026-04-10")
    data = site.built()["404.html"]
    found, page = links(data), html(data)
    assert "/blog/index.html" in found
    assert "/blog/assets/style.css" in map(without_digest, found)
    own = [page.xpath("//form/@action")[0], *found]
    assert [link for link in own if not link.startswith(("/blog/", "https://example.org/blog/", "#"))] == []
    newest = page.xpath("//main//ul/li/a/@href")
    assert [link.removeprefix("/blog/posts/2026/")[:10] for link in newest] == [
        f"2026-04-{n:02}" for n in (10, 9, 8)
    ]
    assert page.xpath("//form[@action='/blog/tasks.html' and not(@method)]//input/@name") == ["q"]


def test_search_engines_are_to_leave_it_out(site: Site) -> None:
    files = site.built()
    for name, data in files.items():
        if name.endswith(".html") and name != "old.html":
            page = html(data)
            is_found = name != "404.html"
            assert bool(page.xpath("//link[@rel='canonical']")) == is_found, name
            assert bool(page.xpath("//meta[@property='og:url']")) == is_found, name
            assert page.xpath("//meta[@name='robots']/@content") == ([] if is_found else ["noindex"]), name


def test_without_a_task_there_is_nothing_to_search(tmp_path: Path) -> None:
    page = html(rendered(Site(tmp_path).prepared(), "404.html")["404.html"])
    assert not page.xpath("//form | //h2")


def test_a_page_without_a_title_is_a_problem(site: Site) -> None:
    site.file("content/pages/about.md", "---\nsummary: x\n---\n")
    assert [(p.code, p.place.path) for p in site.problems()] == [("R017", "content/pages/about.md")]
