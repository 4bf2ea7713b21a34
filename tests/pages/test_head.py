"""What pages say of themselves to machines."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.sites import Site, html

DAY = "posts/2026/2026-04-07-leverage-record.html"
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
    posting, crumbs = structured(files[DAY])
    assert posting["@type"] == "BlogPosting"
    assert posting["headline"] == '</script><b>"Title"'
    assert (posting["datePublished"], posting["dateModified"]) == ("2026-04-07", "2026-05-01")
    assert (posting["keywords"], posting["author"]["name"]) == (["AI"], "The author")
    assert posting["url"] == BASE + DAY
    steps = [(step["position"], step["name"], step["item"]) for step in crumbs["itemListElement"]]
    assert steps == [
        (1, "Records", BASE),
        (2, "2026", BASE + "years/2026.html"),
        (3, "April 2026", BASE + "months/2026-04.html"),
        (4, '</script><b>"Title"', BASE + DAY),
    ]


def test_no_text_ends_the_script(files: dict[str, bytes]) -> None:
    page = html(files[DAY])
    assert b"</script><b>" not in files[DAY]
    assert not page.xpath("//head//b | //body/b")


def test_previews_have_a_title_an_address_and_a_picture(files: dict[str, bytes]) -> None:
    assert properties(files[DAY]) == {
        "og:type": "article",
        "og:title": "24.0x on April 7, 2026: 1 task",
        "og:description": "8.0 hours of human work in 20 minutes on April 7, 2026. A lead.",
        "og:url": BASE + DAY,
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
        (DAY, ["../../index.html", "../../years/2026.html", "../../months/2026-04.html"]),
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
    page = html(files[DAY])
    assert page.xpath("//head/link[@rel='prev']/@href") == ["2026-04-06-leverage-record.html"]
    assert page.xpath("//head/link[@rel='next']/@href") == ["2026-04-08-leverage-record.html"]
    assert page.xpath("//head/link[@rel='alternate']/@href") == [
        "../../feed.xml",
        "../../atom.xml",
        "../../feed.json",
    ]


def test_a_day_is_an_entry_and_the_index_a_feed_of_them(files: dict[str, bytes]) -> None:
    (entry,) = html(files[DAY]).xpath("//*[contains(@class, 'h-entry')]")
    for name in ("p-name", "dt-published", "dt-updated", "p-author", "p-category", "e-content"):
        assert len(entry.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]")) == 1, name
    assert entry.xpath(".//a[contains(@class, 'u-url')]/@href") == ["../../" + DAY]
    assert len(html(files["index.html"]).xpath("//*[@class='h-feed']//*[contains(@class, 'h-entry')]")) == 3
