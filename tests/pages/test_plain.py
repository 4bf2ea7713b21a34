"""Plain pages, and the small ones that every site has."""

from pathlib import Path

import lxml.etree
import pytest

from tests.support.sites import Site, html, links, text


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
    }
    assert root.tag == "{http://www.sitemaps.org/schemas/sitemap/0.9}urlset"


def test_robots_may_read_everything(site: Site) -> None:
    robots = "User-agent: *\nAllow: /\n\nSitemap: https://example.org/blog/sitemap.xml\n"
    assert site.built()["robots.txt"].decode() == robots


def test_the_page_on_feeds(site: Site) -> None:
    found = links(site.built()["feeds.html"])
    assert {"feed.xml", "data/days.json", "data/days.csv", "data/tasks.json", "data/tasks.csv"} <= set(found)


def test_the_page_for_what_is_not_found(site: Site) -> None:
    found = links(site.built()["404.html"])
    assert "/blog/index.html" in found
    assert "/blog/assets/style.css" in found
    assert [link for link in found if not link.startswith(("/blog/", "https://example.org/blog/", "#"))] == []


def test_a_page_without_a_title_is_a_problem(site: Site) -> None:
    site.file("content/pages/about.md", "---\nsummary: x\n---\n")
    assert [(p.code, p.place.path) for p in site.problems()] == [("R017", "content/pages/about.md")]
