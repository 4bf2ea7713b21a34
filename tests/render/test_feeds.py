"""P18: the feed is valid, whole, fixed, and never announces an old day again."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import lxml.etree
import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site import build
from leverage_site.pages.feed_text import feed_text
from leverage_site.render.feeds import feedgen_xml
from leverage_site.render.render import render
from tests.support.feed_rules import LATE, faults
from tests.support.sites import Site, task

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
BODY = """\
The *lead* with a [link](2026-04-06.md), an [outer one](https://example.net/x) and ![a chart](/chart.png).

## Analysis

See [the week](/weeks/2026-W15.html#its_days), [here](#analysis), [mail](mailto:a@example.org).

| A | B |
| - | - |
| 1 | 2 |
"""


def feed_of(prepared: build.Site) -> bytes:
    """Return the feed alone, of a site without problems."""
    assert not prepared.problems
    return render(prepared.plan.by_file["feed.xml"], prepared.plan, prepared.theme)


def parsed(site: Site, **options: Any) -> feedparser.FeedParserDict:
    """Return the feed as a reader sees it."""
    feed = feedparser.parse(feed_of(site.prepared(**options)))
    assert feed.bozo == 0, feed.get("bozo_exception")
    return feed


def channel(site: Site) -> lxml.etree._Element:
    return lxml.etree.fromstring(feed_of(site.prepared())).find("channel")


def texts(site: Site, path: str) -> list[str]:
    return [node.text for node in channel(site).findall(path, NAMES)]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path / "site").settings(author="the author", title="My <days>", description="What & how")
    site.days("2026-04-06").record("2026-04-07", BODY, tags=["AI", "R&D"], summary="In <short>")
    return site.file("content/static/chart.png", b"x")


def test_the_channel(site: Site) -> None:
    root = channel(site)
    assert root.getparent().get("version") == "2.0"
    assert {child: root.findtext(child) for child in ("title", "description", "language", "link")} == {
        "title": "My <days>",
        "description": "What & how",
        "language": "en",
        "link": "https://example.org/",
    }
    (own,) = root.findall("atom:link", NAMES)
    assert dict(own.attrib) == {
        "href": "https://example.org/feed.xml",
        "rel": "self",
        "type": "application/rss+xml",
    }


def test_the_items_newest_first(site: Site) -> None:
    site.days("2025-12-31", "2026-05-01")
    dates = ["2026-05-01", "2026-04-07", "2026-04-06", "2025-12-31"]
    assert texts(site, "item/guid") == [f"tag:example.org,2026:test/{day}" for day in dates]


def test_an_item(site: Site) -> None:
    item = channel(site).find("item")
    assert item.findtext("title") == "Leverage Record: April 07, 2026"
    assert item.findtext("link") == "https://example.org/posts/2026/2026-04-07-leverage-record.html"
    assert unescape(item.findtext("description")) == (
        "8.0 hours of human work in 20 minutes: 1 task, at 24.0x. In <short>"
    )
    assert item.findtext("dc:creator", namespaces=NAMES) == "the author"
    assert [node.text for node in item.findall("category")] == ["AI", "R&D"]
    assert item.findtext("pubDate") == "Tue, 07 Apr 2026 00:00:00 +0000"
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.find("author") is None


def test_days_begin_at_midnight_utc_with_their_weekday(site: Site) -> None:
    site.days("2024-02-29", "2000-01-01", "1970-01-01", "2199-12-31")
    for text in texts(site, "item/pubDate"):
        date = parsedate_to_datetime(text)
        assert (date.hour, date.minute, date.second, date.utcoffset().total_seconds()) == (0, 0, 0, 0)
        assert text.startswith(date.strftime("%a, %d %b %Y"))


def test_the_channel_s_date_is_the_newest_day_s_and_not_the_clock_s(site: Site) -> None:
    assert texts(site, "lastBuildDate") == ["Tue, 07 Apr 2026 00:00:00 +0000"]
    assert texts(site, "pubDate") == []
    site.days("2026-04-05", updated="2026-06-01")
    assert texts(site, "lastBuildDate") == ["Mon, 01 Jun 2026 00:00:57 +0000"]


def test_nothing_in_the_feed_is_of_today(site: Site) -> None:
    feed = site.built()["feed.xml"].decode()
    now = datetime.now(UTC)
    assert now.strftime("%d %b %Y") not in feed
    assert now.date().isoformat() not in feed


def test_an_empty_site_has_a_valid_feed(tmp_path: Path) -> None:
    site = Site(tmp_path)
    assert parsed(site).entries == []
    assert texts(site, "lastBuildDate") == ["Sat, 01 Jan 2000 00:00:00 +0000"]


def test_ids_are_the_site_s_id_and_the_date_or_the_record_s_own(site: Site) -> None:
    site.days("2026-04-08", id="https://old.example/post?id=7&x")
    ids = [entry.id for entry in parsed(site).entries]
    assert ids == [
        "https://old.example/post?id=7&x",
        "tag:example.org,2026:test/2026-04-07",
        "tag:example.org,2026:test/2026-04-06",
    ]
    assert all(guid.get("isPermaLink") == "false" for guid in channel(site).findall("item/guid"))


EDITS = {
    "another domain": lambda site: site.settings(base_url="https://elsewhere.example/blog/"),
    "another site title": lambda site: site.settings(title="Renamed", description="Anew", author="x", assistant="y"),
    "another language": lambda site: site.settings(language="de"),
    "another title": lambda site: site.record("2026-04-07", BODY, title="Renamed"),
    "another text": lambda site: site.record("2026-04-07", "Corrected.\n"),
    "another address": lambda site: site.record("2026-04-07", BODY, url="/moved.html"),
    "another permalink": lambda site: site.settings("permalinks", day="/{year}/{month}/{date}/"),
    "another title pattern": lambda site: site.settings("pages", day_title="{date}"),
    "updated": lambda site: site.record("2026-04-07", BODY, updated="2026-05-01"),
    "other tasks": lambda site: site.record("2026-04-07", BODY, tasks=[]),
    "another file": lambda site: (site.root / "content/records/2026-04-06.md").rename(
        site.root / "content/records/other.md"
    ),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_announces_no_old_day_again(edit: str, site: Site) -> None:
    site.record("2026-04-07", BODY.replace("(2026-04-06.md)", "(https://example.org/)"))
    before = [(entry.id, entry.published) for entry in parsed(site).entries]
    EDITS[edit](site)
    site.record("2026-04-07", "Other.\n") if edit == "another file" else None
    assert [(entry.id, entry.published) for entry in parsed(site).entries] == before
    assert len(before) == 2


@pytest.mark.parametrize("base", ["https://example.org/", "https://example.org/blog/", "http://a.b:8080/x/y/"])
def test_every_url_in_the_feed_is_absolute(base: str, site: Site) -> None:
    site.file("content/partials/about-author.md", "By [them](/index.html).\n")
    site.settings(base_url=base)
    root = channel(site)
    found = [node.text for node in root.iter("link")] + [
        node.get("href") for node in root.findall("atom:link", NAMES)
    ]
    for item in root.findall("item/content:encoded", NAMES):
        fragment = lxml.html.fragment_fromstring(item.text, "div")
        found += fragment.xpath(".//@href | .//@src")
    assert len(found) >= 9
    for url in found:
        assert urlsplit(url).scheme in ("http", "https", "mailto"), url
        assert url.startswith((base, "https://example.net/", "mailto:")), url
    assert f"{base}posts/2026/2026-04-06-leverage-record.html" in found
    assert f"{base}chart.png" in found
    assert f"{base}weeks/2026-W15.html#its_days" in found
    assert f"{base}posts/2026/2026-04-07-leverage-record.html#analysis" in found


def test_the_base_url_of_the_command_line_counts(site: Site) -> None:
    feed = parsed(site, base_url="https://other.example/x/")
    assert feed.feed.link == "https://other.example/x/"
    assert feed.entries[0].link.startswith("https://other.example/x/posts/")


def test_the_content_is_whole(site: Site) -> None:
    tasks = [task(f"Task number {n} & more", f"{n}h") for n in range(1, 40)]
    site.record("2026-04-07", BODY, tasks=tasks)
    (content,) = [node.text for node in channel(site).find("item").findall("content:encoded", NAMES)]
    fragment = lxml.html.fragment_fromstring(content, "div")
    words = fragment.text_content()
    assert all(f"Task number {n} & more" in words for n in range(1, 40))
    assert "The lead with a link" in " ".join(words.split())
    assert "Analysis" in words
    assert "Weighted average leverage factor" in words
    assert re.search(r"Total human-equivalent hours\s*780\.0", words)
    assert not fragment.xpath(".//script | .//style | .//iframe | .//svg | .//@style | .//@onclick")


@pytest.mark.parametrize(("size", "days"), [(1, 1), (3, 3), (4, 4), (5, 4), (1000, 4)])
def test_the_feed_holds_the_newest_days(size: int, days: int, tmp_path: Path) -> None:
    site = Site(tmp_path).settings("feed", size=size)
    site.days("2026-04-04", "2026-04-03", "2026-04-02", "2026-04-01")
    dates = [text[-10:] for text in texts(site, "item/guid")]
    assert dates == ["2026-04-04", "2026-04-03", "2026-04-02", "2026-04-01"][:days]


def test_thirty_days_by_default(tmp_path: Path) -> None:
    site = Site(tmp_path).days(*(f"2026-03-{n:02}" for n in range(1, 32)), "2026-04-01", "2026-04-02")
    found = texts(site, "item/guid")
    assert (len(found), found[0][-5:], found[-1][-5:]) == (30, "04-02", "03-04")


def test_a_rest_day_is_an_item_too(tmp_path: Path) -> None:
    feed = parsed(Site(tmp_path).record(tasks=[]))
    assert feed.entries[0].summary == "A day without tasks."
    assert "No tasks on this day." in feed.entries[0].content[0].value


def test_a_summary_is_html_for_readers_and_so_escaped_twice(tmp_path: Path) -> None:
    site = Site(tmp_path).record(summary="a < b & <i>c</i> ]]>")
    (shown,) = texts(site, "item/description")
    assert shown.endswith(escape(" a < b & <i>c</i> ]]>", quote=False))
    assert parsed(site).entries[0].summary == shown


def test_cdata_ends_where_it_should(tmp_path: Path) -> None:
    site = Site(tmp_path).record(body="Text ]]> and `]]>` <!-- x --> more\n", tasks=[task("a ]]> b")])
    (content,) = texts(site, "item/content:encoded")
    assert lxml.html.fragment_fromstring(content, "div").text_content().count("]]>") == 3
    assert parsed(site).entries


def test_the_process_s_locale_does_not_matter(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = site.built()["feed.xml"]
    for value in ("de_DE.UTF-8", "C", "tr_TR.UTF-8", "nonsense"):
        monkeypatch.setenv("LC_ALL", value)
        monkeypatch.setenv("LANG", value)
        assert site.built()["feed.xml"] == expected


def canonical(data: bytes) -> bytes:
    parser = lxml.etree.XMLParser(remove_blank_text=True)
    tree = lxml.etree.fromstring(data, parser).getroottree()
    return lxml.etree.tostring(tree, method="c14n", exclusive=True)


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_the_texts_of_many_feeds_are_what_feedgen_writes(form: str, site: Site) -> None:
    site.settings("feed", size=2, hub="https://hub.example/?a=1&b=2").days("2026-02-01", "2026-03-01")
    site.record("2026-04-08", tasks=[task("A ]]> <b>", note="é & x")], withdrawn='"Not" & <mine>')
    site.record("2026-04-09", title='T <b>x</b> & "q"', summary="a < b & c", tags=['"&<'], tasks=[])
    prepared = site.prepared()
    views = [
        page.view(prepared.plan.site, page.inputs(prepared.plan.content))
        for page in prepared.plan.pages
        if page.kind.format == "feed" and page.args[0] == form
    ]
    main = next(view for view in views if view.head.previous)
    archived = replace(main, head=replace(main.head, current="https://example.org/c", hub=""))
    assert len(archived.head.deleted) == 1
    for view in (*views, archived, replace(archived, entries=())):
        assert canonical(feed_text(view).encode()) == canonical(feedgen_xml(view))


@pytest.mark.parametrize("base", ["https://example.org/", "https://example.org/a/b/"])
def test_no_feed_has_a_fault(base: str, site: Site) -> None:
    site.settings(base_url=base).settings("feed", size=3, timezone="America/New_York", hub="https://hub.example/")
    site.days("2026-01-05", "2026-02-05", "2026-03-05", "2026-03-06", corrections=[CORRECTION])
    site.record("2026-03-07", withdrawn="Wrong.").record("2026-04-08", tasks=[task(project="P & Q", url="tel:1")])
    site.record("2026-04-06", "- [x] done[^1]\n\n[^1]: A *note*.\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |\n")
    files = {name: data for name, data in site.built().items() if is_feed(name)}
    kinds = {re.sub(r"[0-9]{4}-[0-9]{2}|(?<=/)[a-z-]+(?=\.)", "X", name) for name in files}
    assert len(kinds) == 15
    for name, data in files.items():
        assert faults(name, data, LATE) == [], name
        if not name.endswith(".json"):
            assert feedparser.parse(data).bozo == 0, name
    # The rules find faults.
    spoilt = (
        files["atom.xml"].replace(b"&lt;h2&gt;", b'&lt;h2 class="x"&gt;').replace(b"2026-04-06T", b"2026-04-07T")
    )
    assert len(set(faults("atom.xml", spoilt, LATE))) >= 2
    assert faults("feed.xml", files["feed.xml"], datetime(2026, 4, 7, tzinfo=UTC))


CORRECTION = {"date": "2026-05-01", "text": "Took longer."}


def is_feed(name: str) -> bool:
    return name.startswith("feeds/") or name in ("feed.xml", "atom.xml", "feed.json")


def test_every_format_has_the_same_entries(site: Site) -> None:
    files = site.record("2026-04-13", corrections=[CORRECTION]).built()
    for rss, atom, own in (
        ("feed.xml", "atom.xml", "feed.json"),
        *(
            (f"feeds/{name}.rss.xml", f"feeds/{name}.atom.xml", f"feeds/{name}.json")
            for name in ("weeks", "corrections", "tags/ai")
        ),
    ):
        read = [feedparser.parse(files[name]) for name in (rss, atom)]
        items = json.loads(files[own])["items"]
        for entries in ([(e.id, e.link, e.title) for e in feed.entries] for feed in read):
            assert entries == [(item["id"], item["url"], item["title"]) for item in items]
            assert entries
        assert read[1].feed.id.startswith("tag:example.org,2026:test")


def test_the_figures_are_data(site: Site) -> None:
    files = site.built()
    (first, _) = json.loads(files["feed.json"])["items"]
    figures = {
        "date": "2026-04-07", "tasks": 1, "human_hours": 8, "ai_minutes": 20, "supervision_minutes": 3,
        "tokens": None, "leverage": 24.0, "supervisory": 160.0,
    }  # fmt: skip
    assert first["_leverage"] == figures
    known = {name: str(value) for name, value in figures.items() if value is not None}
    for name, path in (("feed.xml", ".//item"), ("atom.xml", "{*}entry"), ("feeds/tags/ai.rss.xml", ".//item")):
        entry = lxml.etree.fromstring(files[name]).find(path)
        assert dict(entry.find("{urn:x-leverage-site:figures:1}figures").attrib) == known


def test_a_day_begins_in_the_zone_of_the_setting_and_ids_stay(site: Site) -> None:
    before = parsed(site).entries
    after = parsed(site.settings("feed", timezone="Pacific/Auckland")).entries
    assert [entry.id for entry in after] == [entry.id for entry in before]
    assert [entry.published for entry in after] == [
        "Tue, 07 Apr 2026 00:00:00 +1200",
        "Mon, 06 Apr 2026 00:00:00 +1200",
    ]
    assert b"2026-04-07T00:00:00+12:00" in site.built()["atom.xml"]


def test_a_stylesheet_and_a_hub_are_named(site: Site) -> None:
    files = site.settings("feed", hub="https://hub.example/").built()
    for name, styles in (("feed.xml", "assets/feed.css"), ("feeds/tags/ai.atom.xml", "../../assets/feed.css")):
        assert f'<?xml-stylesheet type="text/css" href="{styles}"?>'.encode() in files[name]
        root = lxml.etree.fromstring(files[name])
        assert [link.get("href") for link in root.iter("{*}link") if link.get("rel") == "hub"] == [
            "https://hub.example/"
        ]
    assert json.loads(files["feed.json"])["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]


titles = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), min_size=1, max_size=30).filter(
    lambda text: text.strip() and not text.startswith("\ufeff")
)


@pytest.mark.site
@pytest.mark.no_cover
@settings(max_examples=40)
@given(
    st.lists(st.dates(datetime(1970, 1, 1).date(), datetime(2199, 12, 31).date()), max_size=6, unique=True),  # noqa: DTZ001
    titles,
    titles,
    st.integers(1, 6),
)
def test_random_sites_have_valid_feeds(
    tmp_path_factory: pytest.TempPathFactory, days: list[Any], title: str, body: str, size: int
) -> None:
    site = Site(tmp_path_factory.mktemp("feed")).settings("feed", size=size).settings(title=f"T {title}")
    for day in days:
        site.record(
            str(day), f"`` {body} ``\n", title=title, tags=[title[:20].strip() or "x"], tasks=[task(title)]
        )
    prepared = site.prepared()
    problems = {problem.code for problem in prepared.problems}
    if problems:
        assert problems <= {"P001", "P004"}
        return
    found = feedparser.parse(feed_of(prepared))
    assert found.bozo == 0
    newest = sorted(map(str, days), reverse=True)[:size]
    assert [entry.id for entry in found.entries] == [f"tag:example.org,2026:test/{day}" for day in newest]
    assert len({entry.id for entry in found.entries}) == len(found.entries)
