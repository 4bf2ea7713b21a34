"""The list of all feeds for feed readers."""

from pathlib import Path

import lxml.etree

from tests.support.sites import Site, html, links, task


def test_the_list_has_every_feed_once(tmp_path: Path) -> None:
    site = Site(tmp_path).settings(title='My "days" & <nights>', base_url="https://example.org/b/")
    files = site.record(tags=["A & B", "C++"], tasks=[task(project='"P"')]).built()
    root = lxml.etree.fromstring(files["feeds.opml"])
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    feeds = root.xpath("//outline[@type='rss']")
    addresses = [one.get("xmlUrl").removeprefix("https://example.org/b/") for one in feeds]
    assert sorted(addresses) == sorted(
        name for name in files if name == "feed.xml" or (name.startswith("feeds/") and name.endswith(".rss.xml"))
    )
    assert all(one.get("text") == one.get("title") for one in feeds)
    homes = [one.get("htmlUrl").removeprefix("https://example.org/b/") for one in feeds]
    assert all(home in files or f"{home}index.html" in files for home in homes)
    assert root.xpath("//outline[not(@type)]/@text") == ["Projects", "Tags"]


def test_the_page_on_feeds_leads_to_every_feed(tmp_path: Path) -> None:
    site = Site(tmp_path).record(tags=["A & B"], tasks=[task(project="P")])
    for theme in ("default", "plain"):
        files = site.settings(theme=theme).built()
        feeds = {
            name for name in files if name in ("feed.xml", "atom.xml", "feed.json") or name.startswith("feeds/")
        }
        assert feeds | {"feeds.opml", "corrections.html"} <= set(links(files["feeds.html"]))
        assert "https://example.org/feeds/corrections.rss.xml" in files["feeds.html"].decode()
        assert len(html(files["feeds.html"]).xpath("//h1")) == 1
