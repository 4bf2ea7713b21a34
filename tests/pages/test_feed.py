"""What the feed's page is made of; tests/render/test_feeds.py has what comes of it."""

from datetime import UTC, datetime
from pathlib import Path

from tests.support.sites import Site


def test_the_view_of_the_feed(tmp_path: Path) -> None:
    site = Site(tmp_path).settings(base_url="https://example.org/b/", author="A").settings("feed", size=2)
    site.days("2026-04-01", "2026-04-02", updated="2026-04-09").record(
        tags=["AI"], id="own", title="T", summary="S"
    )
    prepared = site.prepared()
    (page,) = [page for page in prepared.plan.pages if page.address == "/feed.xml"]
    view = page.view(prepared.plan.site, page.inputs(prepared.plan.content))
    assert (view.home, view.url, view.author) == (
        "https://example.org/b/",
        "https://example.org/b/feed.xml",
        "A",
    )
    assert view.updated == datetime(2026, 4, 9, 12, tzinfo=UTC)
    first, second = view.entries
    assert (first.id, first.title, first.summary, first.categories) == ("own", "T", "S", ("AI",))
    assert second.id == "tag:example.org,2026:test/2026-04-02"
    assert second.published == datetime(2026, 4, 2, 12, tzinfo=UTC)
    assert second.updated == datetime(2026, 4, 9, 12, tzinfo=UTC)
    assert second.day.previous is not None
    assert second.day.previous.href.startswith("https://example.org/b/posts/")
    assert second.day.head.canonical == second.url


def test_a_feed_without_days_has_no_date(tmp_path: Path) -> None:
    prepared = Site(tmp_path).prepared()
    (page,) = [page for page in prepared.plan.pages if page.address == "/feed.xml"]
    view = page.view(prepared.plan.site, page.inputs(prepared.plan.content))
    assert (view.updated, view.entries) == (None, ())
