"""What was corrected stands on its day's page, on one of its own and in a feed; a withdrawn day counts nowhere."""

import json
from pathlib import Path

import lxml.etree
import pytest

from tests.support.sites import Site, html, links, task, text

CORRECTED = [
    {"date": "2026-05-01", "text": "Took < 4 hours."},
    {"date": "2026-05-01", "text": "And more."},
    {"date": "2026-05-03", "text": "Again."},
]
DAY = "posts/2026/2026-04-07-leverage-record.html"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path).days("2026-04-05", "2026-04-08", tags=["AI"])
    return site.record("2026-04-07", "A lead.\n", corrections=CORRECTED, tags=["AI"])


@pytest.mark.parametrize("theme", ["default", "plain"])
def test_corrections_stand_on_the_page_of_their_day(theme: str, site: Site) -> None:
    files = site.settings(theme=theme).built()
    page = html(files[DAY])
    (section,) = page.xpath("//h2[@id='the_corrections']/following-sibling::ul[1]")
    assert [text(item) for item in section] == [
        "May 1, 2026: Took < 4 hours.",
        "May 1, 2026: And more.",
        "May 3, 2026: Again.",
    ]
    assert page.xpath("//time[contains(@class, 'dt-updated')]/@datetime") == ["2026-05-03"]
    assert "../../corrections.html" in links(files[DAY])
    assert "the_corrections" not in files[DAY.replace("07", "08")].decode()


@pytest.mark.parametrize("theme", ["default", "plain"])
def test_the_page_of_corrections(theme: str, site: Site) -> None:
    site.settings(theme=theme).record("2026-04-06", withdrawn="Not mine.", updated="2026-05-02")
    page = html(site.built()["corrections.html"])
    assert [text(item) for item in page.xpath("//main//li")] == [
        "May 3, 2026, Leverage Record: April 07, 2026Again.",
        "May 2, 2026, Leverage Record: April 06, 2026 WithdrawnNot mine.",
        "May 1, 2026, Leverage Record: April 07, 2026And more.",
        "May 1, 2026, Leverage Record: April 07, 2026Took < 4 hours.",
    ]
    assert page.xpath("//meta[@name='description']/@content") == [
        "What was corrected in published records: 3 corrections, 1 withdrawn day."
    ]


def test_a_site_without_corrections_says_so(tmp_path: Path) -> None:
    files = Site(tmp_path).record().built()
    assert "Nothing has been corrected." in text(html(files["corrections.html"]).xpath("//main")[0])
    assert json.loads(files["feeds/corrections.json"])["items"] == []


def test_each_correction_is_an_entry_of_their_feed_and_none_of_the_days(site: Site) -> None:
    before = json.loads(site.built()["feed.json"])["items"]
    later = [*CORRECTED, {"date": "2026-05-04", "text": "Once more."}]
    files = site.record("2026-04-07", "A lead.\n", corrections=later, tags=["AI"]).built()
    items = json.loads(files["feeds/corrections.json"])["items"]
    ids = [f"tag:example.org,2026:test/2026-04-07/corrected/2026-05-0{end}" for end in ("4", "3", "1/2", "1")]
    assert [item["id"] for item in items] == ids
    assert len({item["date_modified"] for item in items}) == 4
    assert items[0]["title"] == "Corrected: Leverage Record: April 07, 2026"
    after = json.loads(files["feed.json"])["items"]
    assert [(one["id"], one["date_published"]) for one in after] == [
        (one["id"], one["date_published"]) for one in before
    ]
    assert after[1]["date_modified"] == "2026-05-04T00:00:27+00:00"
    assert "<li>May 1, 2026: Took &lt; 4 hours.</li>" in after[1]["content_html"]


def test_no_two_days_that_are_corrected_on_one_date_have_one_instant(site: Site) -> None:
    site.days("2026-04-05", "2026-04-08", corrections=CORRECTED[:1])
    stamps = [item["date_modified"] for item in json.loads(site.built()["feed.json"])["items"]]
    assert stamps == ["2026-05-01T00:00:23+00:00", "2026-05-03T00:00:26+00:00", "2026-05-01T00:00:26+00:00"]


# Days that were taken back


@pytest.mark.parametrize("theme", ["default", "plain"])
def test_a_withdrawn_day_leaves_a_page_that_says_so(theme: str, site: Site) -> None:
    site.settings(theme=theme).record(
        "2026-04-07",
        "Secret words.\n",
        withdrawn="Not <mine>.",
        aliases=["/old.html"],
        tasks=[task("Secret task")],
    )
    files = site.page("about", "See [it](../records/2026-04-07.md).\n").built()
    page = text(html(files[DAY]).xpath("//main")[0])
    assert "The record of April 7, 2026 was withdrawn." in page
    assert "Not <mine>." in page
    assert html(files[DAY]).xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert len(html(files[DAY]).xpath("//nav[@aria-label='Breadcrumb']")) == 1
    assert DAY in links(files["old.html"])
    assert DAY in links(files["about.html"])
    assert [name for name, data in files.items() if b"Secret" in data] == []


def test_a_withdrawn_day_counts_nowhere(site: Site) -> None:
    """But for what says that it was withdrawn, the site is that without it."""
    site.record("2026-04-07", tags=["AI", "Other"], tasks=[task("Huge", "99h", project="p")], withdrawn="No.")
    with_it = site.built()
    without = site.remove("content/records/2026-04-07.md").built()
    told = {DAY, "corrections.html", "atom.xml", "feeds.html", "data/days.json", "data/days.csv"}
    told |= {f"feeds/corrections{ending}" for ending in (".rss.xml", ".atom.xml", ".json")} | {
        "feeds/tags/ai.atom.xml"
    }
    assert {name for name in {*with_it, *without} if with_it.get(name) != without.get(name)} == told


def tombstones(data: bytes) -> list[tuple[str, str, str]]:
    """Return the id, the time and the reason of each entry that was taken back."""
    found = lxml.etree.fromstring(data).findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    return [(one.get("ref"), one.get("when"), "".join(one.itertext()).strip()) for one in found]


def test_a_withdrawn_day_has_a_tombstone_where_its_entry_was(site: Site) -> None:
    site.settings("feed", size=2).days("2026-04-09", "2026-03-01", "2026-03-02")
    site.record("2026-04-07", withdrawn="Not & mine.", updated="2026-05-01", id="own")
    site.record("2026-03-03", withdrawn="Nor this.")
    files = site.built()

    # The feed itself has the two newest days, both later.
    assert tombstones(files["atom.xml"]) == []
    assert tombstones(files["feeds/archive/2026-04.atom.xml"]) == [
        ("own", "2026-05-01T00:00:24+00:00", "Not & mine.")
    ]
    assert tombstones(files["feeds/archive/2026-03.atom.xml"]) == [
        ("tag:example.org,2026:test/2026-03-03", "2026-03-03T00:00:00+00:00", "Nor this.")
    ]
    site.settings("feed", size=9)
    files = site.built()
    assert [ref for ref, *_ in tombstones(files["atom.xml"])] == ["own", "tag:example.org,2026:test/2026-03-03"]
    assert (
        json.loads(files["feeds/corrections.json"])["items"][0]["title"]
        == "Withdrawn: Leverage Record: April 07, 2026"
    )


TERMS = {
    "tag of the day": ("tags/t", {"tags": ["T"]}),
    "tag of a task": ("tags/t", {"tasks": [task(tags=["T"])]}),
    "project": ("projects/t", {"tasks": [task(), task("Other", project="T")]}),
    "alias of a tag": ("tags/t", {"tags": ["Tee", "T"]}),
    "alias of a project": ("projects/t", {"tasks": [task(project="tee")]}),
}


@pytest.mark.parametrize("name", TERMS)
def test_feeds_of_what_it_had_tell_that_a_day_was_withdrawn(name: str, tmp_path: Path) -> None:
    feed, keys = TERMS[name]
    site = Site(tmp_path).settings("aliases.tags", Tee="T").settings("aliases.projects", Tee="T")
    for day, term in (("2026-04-05", "Tee"), ("2026-04-08", "t"), ("2026-04-09", "t")):
        site.record(day, tags=[term], tasks=[task(project=term)])
    site.record("2026-04-07", withdrawn="Not mine.", **{"tasks": [task()], **keys})
    stone = ("tag:example.org,2026:test/2026-04-07", "2026-04-07T00:00:00+00:00", "Not mine.")
    files = site.built()
    told = {path for path, data in files.items() if path.startswith("feeds/") and b"deleted-entry" in data}
    assert told == {f"feeds/{feed}.atom.xml"}
    assert tombstones(files[f"feeds/{feed}.atom.xml"]) == tombstones(files["atom.xml"]) == [stone]
    # Where the feed has newer days alone, it never had the entry, or has it no more.
    assert tombstones(site.settings("feed", size=2).built()[f"feeds/{feed}.atom.xml"]) == []
    assert tombstones(site.settings("feed", size=3).built()[f"feeds/{feed}.atom.xml"]) == [stone]
