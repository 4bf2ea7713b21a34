"""What pages are planned from: days with titles and totals, tags with one spelling each."""

from datetime import date
from pathlib import Path

from leverage_site.pages.content import Content, build_content, documents
from tests.support.sites import Site, task


def content(site: Site) -> Content:
    prepared = site.prepared()
    return build_content(prepared.settings, prepared.library)


def test_the_days_are_in_the_order_of_time(tmp_path: Path) -> None:
    site = (
        Site(tmp_path)
        .record("2026-04-07", title="B")
        .record("2026-01-02")
        .file("content/records/zzz/first.md", "---\ndate: 2025-12-31\ntasks: []\n---\n")
    )
    days = content(site).items
    assert [(day.date, day.title) for day in days] == [
        (date(2025, 12, 31), "Leverage Record: December 31, 2025"),
        (date(2026, 1, 2), "Leverage Record: January 02, 2026"),
        (date(2026, 4, 7), "B"),
    ]
    assert [day.totals.tasks for day in days] == [0, 1, 1]


def test_the_first_spelling_of_a_tag_counts_wherever_it_stands(tmp_path: Path) -> None:
    site = Site(tmp_path).record("2026-04-02", tags=["WEB"]).record("2026-04-01", tasks=[task(tags=["Web"])])
    found = content(site)
    assert found.term("tag", "wEB") == ("Web", "/tags/web.html")
    assert found.index.spelling == {"tag": {"web": "Web"}, "project": {}}


def test_documents_are_all_that_may_hold_links(tmp_path: Path) -> None:
    site = Site(tmp_path).record().page("about")
    site.file("content/weeks/2026-W15.md", "x\n").file("content/partials/p.md", "x\n").file(
        "content/static/s.md", "x"
    )
    assert [document.path for document in documents(content(site).library)] == [
        "content/records/2026-04-07.md",
        "content/pages/about.md",
        "content/weeks/2026-W15.md",
        "content/partials/p.md",
    ]


def test_links_are_resolved_once_by_file(tmp_path: Path) -> None:
    site = (
        Site(tmp_path)
        .record(body="[a](../pages/about.md) [a](../pages/about.md) [b](/feed.xml#x)\n")
        .page("about")
    )
    found = content(site)
    assert found.link_map(found.library.records[0]) == (
        ("../pages/about.md", "/about.html"),
        ("/feed.xml#x", "/feed.xml#x"),
    )
