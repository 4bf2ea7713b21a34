"""Fragments: each page for people as JSON, with what a host needs to put it into a page of its own."""

import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from leverage_site.urls import without_digest
from tests.support.sites import Site, changed, html, links, task

BASE = "https://example.org/a%20b/"
DAY = "posts/2026/2026-04-07-leverage-record.html"
FEEDS = ("feed.xml", "atom.xml", "feed.json")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path).settings(base_url=BASE, theme="section").settings("pages", fragments=True)
    site.record("2026-04-06").record(
        "2026-04-07",
        "A lead with [a link](#analysis), [another](2026-04-06.md), `href=\"x\"` and href='y'.\n\n## Analysis\n\n![c](/c.png)\n",
        tags=["Größe"], tasks=[task(project="p & q", tags=["t"])],
    )  # fmt: skip
    return site.page("about", aliases=["/old.html"]).page("notes", url="/notes/").file("content/static/c.png", "c")


def test_each_page_for_people_has_one(site: Site) -> None:
    files = site.built()
    pages = {name for name in files if name.endswith(".html") and b"refresh" not in files[name]}
    found = {name for name in files if name.startswith("fragments/")}
    assert {"old.html"} == {name for name in files if name.endswith(".html")} - pages
    assert found == {f"fragments/{name}.json" for name in pages}
    assert {"404.html", "notes/index.html", DAY, "tasks.html", "tags/grösse.html"} <= pages
    assert not any(b"fragments" in files[name] for name in ("sitemap.xml", "index.html", "feed.xml"))


def test_it_says_and_shows_what_the_page_does(site: Site) -> None:
    files = site.built()
    for name, data in files.items():
        if not name.startswith("fragments/"):
            continue
        value = json.loads(data)
        file = value["path"]
        assert name == f"fragments/{file}.json"
        page, head = html(files[file]), html(f"<html><head>{value['head']}</head>".encode())
        body = html(f'<html><head><meta charset="utf-8"></head><body>{value["body"]}'.encode()).xpath("//body/*")
        assert [(one.tag, one.get("class")) for one in body] == [("section", "leverage-site")]
        assert body[0].text_content().split() == page.xpath("//main")[0].text_content().split()
        (canonical,) = page.xpath("//link[@rel='canonical']/@href") or [""]
        assert value["canonical"] == canonical in ("", value["url"])
        assert value["robots"] == "".join(page.xpath("//meta[@name='robots']/@content"))
        assert value["document_title"] == head.xpath("//title/text()")[0] == page.xpath("//title/text()")[0]
        assert [value["description"]] == (page.xpath("//meta[@name='description']/@content") or [""])
        assert value["structured"] == json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])
        # Wherever the host has it, addresses mean what they mean on the page.
        where = urljoin(BASE, file)
        meant = [urljoin(where, link) for link in links(files[file]) if not link.startswith("#")]
        found = links(f"<html><head>{value['head']}</head><body>{value['body']}".encode())
        told = [urljoin("https://example.org/x/y", link) for link in found if not link.startswith("#")]
        assert [link for link in meant if "#main_" not in link] == told, file
        assert [urljoin(where, link) for link in page.xpath("//link[@rel='stylesheet']/@href")] == [
            urljoin(BASE, link) for link in value["styles"]
        ]
        assert [urljoin(where, link) for link in page.xpath("//script/@src")] == [
            urljoin(BASE, link) for link in value["scripts"]
        ]
        feeds = [urljoin(where, link) for link in page.xpath("//link[@rel='alternate']/@href")]
        assert [feed["url"] for feed in value["feeds"]] == feeds
        assert feeds[:3] == [BASE + feed for feed in FEEDS]
        assert not re.search(r' (?:href|src|action|data-source)="(?!#|/|https?:)', value["head"] + value["body"])
        assert "\0" not in value["head"] + value["body"]


def test_words_that_look_like_addresses_stay(site: Site) -> None:
    value = json.loads(site.built()[f"fragments/{DAY}.json"])
    assert "<code>href=&quot;x&quot;</code> and href='y'." in value["body"]


def test_its_key_changes_with_the_page_s(site: Site) -> None:
    keys, files = site.keys(), site.built()
    site.record("2026-04-06", "Another lead.\n")
    new_keys, new_files = site.keys(), site.built()
    pages = {name for name in changed(files, new_files) if name.endswith(".html")}
    assert f"fragments/{pages.pop()}.json" in changed(files, new_files)
    assert {f"fragments/{name}.json" for name in changed(keys, new_keys) if name.endswith(".html")} == {
        name for name in changed(keys, new_keys) if name.startswith("fragments/")
    }
    # A host's page is none of its inputs, the addresses of assets are.
    site.file("content/static/assets/style.css", "p {}")
    value = json.loads(site.built()[f"fragments/{DAY}.json"])
    assert without_digest(value["styles"][0]) == "/a%20b/assets/style.css" != value["styles"][0]


@pytest.mark.parametrize("theme", ["default", "plain"])
def test_a_theme_that_cannot_stand_in_any_page(theme: str, site: Site) -> None:
    assert site.settings(theme=theme).codes() == ["T020"]
    assert site.settings("pages", fragments=False).codes() == []


def test_they_are_not_there_unless_asked_for(site: Site) -> None:
    with_them = {name: data for name, data in site.built().items() if not name.startswith("fragments/")}
    assert site.settings("pages", fragments=False).built() == with_them


def test_what_it_says_of_its_page_is_in_the_language_of_the_site(site: Site) -> None:
    value = json.loads(site.settings(language="de").built()[f"fragments/{DAY}.json"])
    assert value["title"] == "Hebel-Eintrag: 7. April 2026"
    assert value["social_title"] == "24,0x am 7. April 2026: 1 Aufgabe"
    assert value["description"].startswith(
        "8,0 Stunden menschliche Arbeit in 20 Minuten am 7. April 2026. A lead with"
    )
    assert ">Aufgaben</h2>" in value["body"]
