"""Where everything is: permalinks, own addresses, numbered pages."""

from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest

from leverage_site.pages.urlmap import numbered
from tests.support.sites import Site, links


@pytest.mark.parametrize(
    ("pattern", "file"),
    [
        ("/posts/{year}/{date}-leverage-record.html", "posts/2026/2026-04-07-leverage-record.html"),
        ("/{year}/{month}/{day}/{date}/", "2026/04/07/2026-04-07/index.html"),
        ("/{date}/index.html", "2026-04-07/index.html"),
        ("/{week}/{weekday}-{date}.html", "2026-W15/Tuesday-2026-04-07.html"),
        ("/{month_name}/{date}.htm", "April/2026-04-07.htm"),
    ],
)
def test_the_permalink_of_days(pattern: str, file: str, tmp_path: Path) -> None:
    files = Site(tmp_path).record().settings("permalinks", day=pattern).built()
    assert file in files
    assert "posts/2026/2026-04-07-leverage-record.html" not in files.keys() - {file}


@pytest.mark.parametrize(
    ("pattern", "file"),
    [
        ("/tags/{slug}.html", "tags/r-and-d.html"),
        ("/t/{slug}/", "t/r-and-d/index.html"),
        ("/{slug}.html", "r-and-d.html"),
    ],
)
def test_the_permalink_of_tags(pattern: str, file: str, tmp_path: Path) -> None:
    assert file in Site(tmp_path).record(tags=["R&D"]).settings("permalinks", tag=pattern).built()


@pytest.mark.parametrize(
    ("url", "file"),
    [("/x.html", "x.html"), ("/x/", "x/index.html"), ("/a/b/c.htm", "a/b/c.htm"), ("/日本.html", "日本.html")],
)
def test_a_record_s_own_address(url: str, file: str, tmp_path: Path) -> None:
    files = Site(tmp_path).record(url=url).built()
    assert file in files
    assert not [name for name in files if name.startswith("posts/")]


def test_a_plain_page_is_named_after_its_file(tmp_path: Path) -> None:
    site = Site(tmp_path).page("about").page("a/b/deep page").page("own", url="/elsewhere/").page("x.y")
    assert {"about.html", "a/b/deep page.html", "elsewhere/index.html", "x.y.html"} <= site.built().keys()


def test_aliases_lead_to_the_new_address(tmp_path: Path) -> None:
    site = Site(tmp_path).settings(base_url="https://example.org/b/")
    site.record(title="Moved", url="/new/place.html", aliases=["/old.html", "/a/b/"]).page(
        "about", aliases=["/who.htm"]
    )
    files = site.built()
    assert links(files["old.html"])[1:] == [
        "https://example.org/b/new/place.html",
        "new/place.html",
        "new/place.html",
    ]
    assert set(links(files["a/b/index.html"])[1:]) == {
        "https://example.org/b/new/place.html",
        "../../new/place.html",
    }
    assert "about.html" in links(files["who.htm"])
    assert b"Moved" in files["old.html"]
    assert b"old.html" not in files["sitemap.xml"]


@pytest.mark.parametrize(
    ("first", "n", "wanted"),
    [
        ("/index.html", 1, "/index.html"),
        ("/index.html", 2, "/page/2.html"),
        ("/tags/ai.html", 1, "/tags/ai.html"),
        ("/tags/ai.html", 3, "/tags/ai/3.html"),
        ("/tags/ai/", 2, "/tags/ai/2.html"),
        ("/tags/node.js.html", 2, "/tags/node.js/2.html"),
    ],
)
def test_numbered(first: str, n: int, wanted: str) -> None:
    assert numbered(first, n) == wanted


NFC, NFD = "caf\u00e9", "cafe\u0301"


@pytest.mark.parametrize("stored", [NFC, NFD])
@pytest.mark.parametrize("written", [NFC, NFD, "caf%C3%A9", "cafe%CC%81"])
def test_names_are_found_in_every_unicode_form(stored: str, written: str, tmp_path: Path) -> None:
    """What a link says, what a disk has: each may be in either form. The address leads to the file that is written."""
    site = Site(tmp_path).file(f"content/static/img/{stored}.png", b"x").page(stored, "Words.")
    site.file(f"content/static/{stored}/own.txt", b"x")
    site.file(f"content/records/{stored}.md", "---\ndate: 2026-04-06\ntasks: []\nurl: /day.html\n---\n")
    site.file(
        f"content/records/{stored}-2.md", f"---\ndate: 2026-04-05\ntasks: []\naliases: [/{stored}-old.html]\n---\n"
    )
    site.settings(nav=[{"title": "A", "url": f"/{written}.html"}])
    site.record(
        "2026-04-07",
        f"![a](/img/{written}.png) ![b](../static/img/{written}.png) [c](/{written}.html) [d](../pages/{written}.md)\n"
        f"[e]({written}.md) [f](/{written}/own.txt) [g](/{written}-old.html) [h](#{written})\n\n# {NFC}\n",
    )
    files = site.built()
    page = "posts/2026/2026-04-07-leverage-record.html"
    found = {unquote(urljoin(page, link)).lstrip("/") for link in links(files[page]) if "://" not in link}
    assert {f"img/{stored}.png", f"{stored}.html", "day.html", f"{stored}/own.txt", f"{stored}-old.html"} <= found
    assert f"{page}#{NFC}" in found
    assert {link.partition("#")[0] for link in found if not link.startswith("tag:")} <= {*files, page}


def test_a_name_that_is_none_in_any_form_is_told(tmp_path: Path) -> None:
    site = Site(tmp_path).file(f"content/static/{NFD}.png", b"x")
    assert site.record("2026-04-07", "![a](/cafe.png) [b](/CAF\u00c9.png)").codes() == ["P003", "P002"]


def test_a_draft_is_known_in_every_unicode_form(tmp_path: Path) -> None:
    site = Site(tmp_path).page(NFD, draft=True).record("2026-04-07", f"[a](../pages/{NFC}.md)")
    (problem,) = site.problems()
    assert "draft" in problem.hint
