"""Links between content files: what a target means, how a page writes it, and what leads nowhere."""

import json
import posixpath
from pathlib import Path
from typing import Any

import pytest

from leverage_site.pages.links import Links
from tests.support.sites import Site, html

DAY = "posts/2026/2026-04-07-leverage-record.html"

# On the page of content/records/2026-04-07.md: the target as written, the link as it comes out.
TARGETS = {
    "2026-04-06.md": "2026-04-06-leverage-record.html",
    "./2026-04-06.md": "2026-04-06-leverage-record.html",
    "2026-04-06.md#analysis": "2026-04-06-leverage-record.html#analysis",
    "../records/2026-04-06.md": "2026-04-06-leverage-record.html",
    "2026-04-07.md": "2026-04-07-leverage-record.html",
    "../pages/about.md": "../../about.html",
    "../pages/sub/deep%20page.md": "../../sub/deep%20page.html",
    "../weeks/2026-W15.md": "../../weeks/2026-W15.html",
    "../static/img/chart.png": "../../img/chart.png",
    "/img/chart.png": "../../img/chart.png",
    "/about.html": "../../about.html",
    "/about.html#x": "../../about.html#x",
    "/": "../../index.html",
    "/index.html": "../../index.html",
    "/weeks/2026-W15.html": "../../weeks/2026-W15.html",
    "/weeks/index.html": "../../weeks/index.html",
    "/tags/ai.html": "../../tags/ai.html",
    "/feed.xml": "../../feed.xml",
    "/data/days.json": "../../data/days.json",
    "/assets/icon.svg": "../../assets/icon.svg",
    "/old.html": "../../old.html",
    "2026-04-06-leverage-record.html": "2026-04-06-leverage-record.html",
    "../../about.html": "../../about.html",
    "#analysis": "#analysis",
    "#a%22b": "#a%22b",
    "/slash/": "../../slash/",
    "https://example.net/x?a=b&c#d": "https://example.net/x?a=b&c#d",
    "mailto:a@example.org": "mailto:a@example.org",
    "tel:+123": "tel:+123",
    "//example.net/x": "//example.net/x",
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path).days("2026-04-06", tags=["AI"]).page("about", aliases=["/old.html"])
    site.page("sub/deep page").page("slash", url="/slash/").file("content/static/img/chart.png", b"x")
    return site.file("content/weeks/2026-W15.md", "A note.\n").record()


def found(site: Site, name: str = DAY) -> list[str]:
    """Return the links of a page's prose."""
    return html(site.built()[name]).xpath("//*[contains(@class, 'prose')]//a/@href")


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_becomes_a_link(target: str, site: Site) -> None:
    site.record(body=f"[x]({target})\n\n## Analysis\n")
    (link,) = found(site)
    resolved = posixpath.normpath(posixpath.join("posts/2026", link)) if not link.startswith("#") else link
    wanted = TARGETS[target]
    assert link == wanted or resolved.rstrip("/").removesuffix("/index.html") == posixpath.normpath(
        posixpath.join("posts/2026", wanted)
    ).removesuffix("/index.html")


@pytest.mark.parametrize("target", ["/img/chart.png", "../static/img/chart.png"])
def test_an_image_becomes_a_link(target: str, site: Site) -> None:
    site.record(body=f'![a *chart*]({target} "of it")\n')
    (image,) = html(site.built()[DAY]).xpath("//*[contains(@class, 'prose')]//img")
    assert dict(image.attrib) == {"src": "../../img/chart.png", "alt": "a chart", "title": "of it"}


@pytest.mark.parametrize(
    ("body", "code", "line", "column"),
    [
        ("[x](gone.md)\n", "P002", 5, 5),
        ("One.\n\nTwo [x](gone.md) three.\n", "P002", 7, 9),
        ("- a\n- [x](/gone.html#part)\n", "P002", 6, 7),
        ("![x](gone.png)\n", "P003", 5, 6),
        ("Text ![x](/img/gone.png 'title').\n", "P003", 5, 11),
        ("## Head\n\nText.\n\n> ![x](chart.png)\n", "P003", 9, 8),
        ("| a | b |\n| - | - |\n| 1 | [x](gone.md) |\n", "P002", 7, 11),
        ("[x](../../../../etc/passwd)\n", "P002", 5, 5),
        ("[x](2026-04-05.md)\n", "P002", 5, 5),
        ("[x](/posts/2026/)\n", "P002", 5, 5),
        ("[x](/static/img/chart.png)\n", "P002", 5, 5),
        ("[x](../records)\n", "P002", 5, 5),
        ("[x](./)\n", "P002", 5, 5),
        ("[x](about)\n", "P002", 5, 5),
        ("[x](/About.html)\n", "P002", 5, 5),
        ("[x](%2e%2e/%2e%2e/secret)\n", "P002", 5, 5),
    ],
)
def test_a_link_that_leads_nowhere_is_a_problem_with_its_place(
    body: str, code: str, line: int, column: int, site: Site
) -> None:
    (problem,) = site.record(body=body).problems()
    assert (problem.code, problem.place.path) == (code, "content/records/2026-04-07.md")
    assert (problem.place.line, problem.place.column) == (line, column)
    assert problem.hint


def test_every_broken_link_of_every_file_is_reported(site: Site) -> None:
    site.record(body="[a](a.md) ![b](b.png)\n").page("about", "[c](c.md)\n", aliases=["/old.html"])
    site.file("content/weeks/2026-W15.md", "[d](d.md)\n").file("content/partials/about-author.md", "[e](e.md)\n")
    places = [(p.code, p.place.path, p.place.line, p.place.column) for p in site.problems()]
    assert places == [
        ("P002", "content/pages/about.md", 5, 5),
        ("P002", "content/partials/about-author.md", 1, 5),
        ("P002", "content/records/2026-04-07.md", 5, 5),
        ("P003", "content/records/2026-04-07.md", 5, 16),
        ("P002", "content/weeks/2026-W15.md", 1, 5),
    ]


def test_a_link_to_a_file_with_problems_is_no_other_problem(site: Site) -> None:
    site.record("2026-04-06", tasks=[{"task": "x"}]).record(body="[it](2026-04-06.md)\n")
    assert set(site.codes()) == {"R017"}


def test_a_link_to_the_address_of_a_file_with_problems_is_no_other_problem(site: Site) -> None:
    site.settings(nav=[{"title": "About", "url": "/about.html"}])
    site.file("content/pages/about.md", "---\ntitel: About\n---\n").record(body="[it](/about.html)\n")
    assert {"R016", "R017"} >= set(site.codes())


def test_a_partial_s_links_are_relative_to_each_page(site: Site) -> None:
    site.file("content/partials/about-author.md", "[them](../pages/about.md) and [feed](/feed.xml)\n")
    site.record("2026-04-08", url="/deep/er/and/deeper/")
    files = site.built()
    for name, up in ((DAY, "../../"), ("deep/er/and/deeper/index.html", "../../../../")):
        links = html(files[name]).xpath("//aside//a/@href")
        assert [f"{up}about.html", f"{up}feed.xml"] == [
            link for link in links if "about" in link or "feed.xml" in link
        ]


def test_a_page_that_moves_takes_the_links_to_it_along(site: Site) -> None:
    site.record("2026-04-06", url="/moved/there.html").record(body="[x](2026-04-06.md)\n")
    assert found(site) == ["../../moved/there.html"]


@pytest.mark.parametrize(
    ("url", "ok"),
    [("/about.html", True), ("https://example.net/", True), ("/gone.html", False), ("/old.html", True)],
)
def test_the_navigation_leads_somewhere(url: str, ok: bool, site: Site) -> None:
    site.settings(nav=[{"title": "Entry", "url": url}])
    problems = site.problems()
    assert [problem.code for problem in problems] == ([] if ok else ["P005"])
    if ok:
        links = html(site.built()[DAY]).xpath("//header//a[text()='Entry']/@href")
        assert links == [url if "//" in url else f"../..{url}"]


def test_the_current_entry_is_marked(site: Site) -> None:
    site.settings(nav=[{"title": "About", "url": "/about.html"}])
    marked = {
        name: html(data).xpath("//*[@aria-current='page']/text()")
        for name, data in site.built().items()
        if name.endswith(".html")
    }
    assert marked["about.html"] == ["About"]
    assert marked["weeks/index.html"] == ["Archive", "Weeks"]
    assert marked[DAY] == []
    assert html(site.built()[DAY]).xpath("//*[@aria-current='true']/text()") == ["Records"]


@pytest.mark.parametrize(
    ("page", "target", "wanted"),
    [
        ("/a.html", "/b.html", "b.html"),
        ("/x/a.html", "/b.html", "../b.html"),
        ("/a.html", "/x/y/b.html", "x/y/b.html"),
        ("/x/y/", "/x/z/", "../z/"),
        ("/x/a.html", "/x/", "./"),
        ("/a.html", "/b.html#ü c", "b.html#%C3%BC%20c"),
        ("/a.html", "#x", "#x"),
        ("/a.html", "/ü b.html", "%C3%BC%20b.html"),
        ("/a.html", "/a.html", "a.html"),
        ("/a.html", "", ""),
        ("/x/a.html", "?q#x", "?q#x"),
        ("/x/a.html", "/b.html?q#x", "../b.html?q#x"),
    ],
)
def test_relative_links(page: str, target: str, wanted: str) -> None:
    assert Links(page).to(target) == wanted


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        ("/b.html", "https://e.org/x/b.html"),
        ("/", "https://e.org/x/"),
        ("#y", "https://e.org/x/p/a.html#y"),
        ("", "https://e.org/x/p/a.html"),
        ("/b.html?q=ü", "https://e.org/x/b.html?q=%C3%BC"),
        ("/ü.html#ü", "https://e.org/x/%C3%BC.html#%C3%BC"),
    ],
)
def test_absolute_links(target: str, wanted: str) -> None:
    assert Links("/p/a.html", "https://e.org/x/").to(target) == wanted


# What pages say of themselves to machines

PAGE = "posts/2026/2026-04-07-leverage-record.html"
BASE = "https://example.org/blog/"
PICTURES = {
    "6x4.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x06\0\0\0\x04\x08\2\0\0\0",
    "8x5.jpg": b"\xff\xd8\xff\xe0\0\x04\0\0\xff\xc0\0\x0b\x08\0\x05\0\x08\x01\x01\x11\0",
    "none": b"<svg/>",
}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    site = Site(tmp_path).settings(base_url=BASE, author="The author", title="Records & more")
    site.record("2026-04-06").record("2026-04-08")
    site.record("2026-04-07", "A lead.\n", tags=["AI"], title='</script><b>"Title"', updated="2026-05-01")
    return site.page("about").built()


def structured(data: bytes) -> list[dict[str, Any]]:
    (script,) = html(data).xpath("//script[@type='application/ld+json']/text()")
    found = json.loads(script)
    assert found["@context"] == "https://schema.org"
    return found["@graph"]


def properties(data: bytes) -> dict[str, str]:
    found = html(data).xpath("//meta[@property] | //meta[starts-with(@name, 'twitter:')]")
    return {meta.get("property") or meta.get("name"): meta.get("content") for meta in found}


def test_a_day_is_a_posting_with_its_place_on_the_site(files: dict[str, bytes]) -> None:
    posting, crumbs = structured(files[PAGE])
    assert posting["@type"] == "BlogPosting"
    assert posting["headline"] == '</script><b>"Title"'
    assert (posting["datePublished"], posting["dateModified"]) == ("2026-04-07", "2026-05-01")
    assert (posting["keywords"], posting["author"]["name"]) == (["AI"], "The author")
    assert posting["url"] == BASE + PAGE
    steps = [(step["position"], step["name"], step["item"]) for step in crumbs["itemListElement"]]
    assert steps == [
        (1, "Records", BASE),
        (2, "2026", BASE + "years/2026.html"),
        (3, "April 2026", BASE + "months/2026-04.html"),
        (4, '</script><b>"Title"', BASE + PAGE),
    ]


def test_no_text_ends_the_script(files: dict[str, bytes]) -> None:
    page = html(files[PAGE])
    assert b"</script><b>" not in files[PAGE]
    assert not page.xpath("//head//b | //body/b")


def test_previews_have_a_title_an_address_and_a_picture(files: dict[str, bytes]) -> None:
    assert properties(files[PAGE]) == {
        "og:type": "article",
        "og:title": "24.0x on April 7, 2026: 1 task",
        "og:description": "8.0 hours of human work in 20 minutes on April 7, 2026. A lead.",
        "og:url": BASE + PAGE,
        "og:site_name": "Records & more",
        "og:image": BASE + "assets/social.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Records & more",
        "twitter:card": "summary_large_image",
        "article:published_time": "2026-04-07",
    }
    assert properties(files["weeks/2026-W15.html"])["og:type"] == "website"
    assert files["assets/social.png"].startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "size"),
    [("6x4.png", ("6", "4")), ("8x5.jpg", ("8", "5")), ("none", (None, None))],
)
def test_the_size_is_that_of_the_site_s_own_picture(
    name: str, size: tuple[str | None, str | None], tmp_path: Path
) -> None:
    site = Site(tmp_path).file("content/static/assets/social.png", PICTURES[name])
    found = properties(site.built()["index.html"])
    assert (found.get("og:image:width"), found.get("og:image:height")) == size
    assert found["og:image:alt"] == "Leverage Records"


def test_the_size_follows_the_picture(tmp_path: Path) -> None:
    site = Site(tmp_path).record()
    before, keys = site.prepared(), site.keys()
    assert (before.plan.site.image_width, before.plan.site.image_height) == (1200, 630)
    after = site.file("content/static/assets/social.png", PICTURES["6x4.png"]).prepared(previous=before)
    assert (after.plan.site.image_width, after.plan.site.image_height) == (6, 4)
    assert site.keys()["index.html"] != keys["index.html"]


def test_every_page_says_what_it_is(files: dict[str, bytes]) -> None:
    kinds = {name: structured(data)[0]["@type"] for name, data in files.items() if name.endswith(".html")}
    assert kinds["index.html"] == "Blog"
    assert kinds["leverage.html"] == "Dataset"
    assert kinds["tags/ai.html"] == kinds["months/2026-04.html"] == kinds["weeks/index.html"] == "CollectionPage"
    assert kinds["about.html"] == "WebPage"
    assert all(structured(data)[0]["url"].startswith(BASE) for name, data in files.items() if name in kinds)


@pytest.mark.parametrize(
    ("name", "trail"),
    [
        (PAGE, ["../../index.html", "../../years/2026.html", "../../months/2026-04.html"]),
        ("weeks/2026-W15.html", ["index.html"]),
        ("months/2026-04.html", ["../weeks/index.html", "../years/2026.html"]),
        ("years/2026.html", ["../weeks/index.html"]),
        ("tags/ai.html", ["../weeks/index.html", "index.html"]),
        ("index.html", []),
    ],
)
def test_the_pages_above(name: str, trail: list[str], files: dict[str, bytes]) -> None:
    assert html(files[name]).xpath("//nav[@aria-label='Breadcrumb']//a/@href") == trail


def test_neighbours_are_related(files: dict[str, bytes]) -> None:
    page = html(files[PAGE])
    assert page.xpath("//head/link[@rel='prev']/@href") == ["2026-04-06-leverage-record.html"]
    assert page.xpath("//head/link[@rel='next']/@href") == ["2026-04-08-leverage-record.html"]
    assert page.xpath("//head/link[@rel='alternate']/@href") == [
        "../../feed.xml",
        "../../atom.xml",
        "../../feed.json",
    ]


def test_a_day_is_an_entry_and_the_index_a_feed_of_them(files: dict[str, bytes]) -> None:
    (entry,) = html(files[PAGE]).xpath("//*[contains(@class, 'h-entry')]")
    for name in ("p-name", "dt-published", "dt-updated", "p-author", "p-category", "e-content"):
        assert len(entry.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]")) == 1, name
    assert entry.xpath(".//a[contains(@class, 'u-url')]/@href") == ["../../" + PAGE]
    assert len(html(files["index.html"]).xpath("//*[@class='h-feed']//*[contains(@class, 'h-entry')]")) == 3
