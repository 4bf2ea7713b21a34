import pytest

from leverage_site.build import plan_site
from leverage_site.pages.plan import KINDS
from leverage_site.publish.order import ASSETS, FEEDS, LISTS, PAGES, SITEMAP, STEPS, SiteFile, site_files, step_of
from leverage_site.urls import file_of, media_type
from tests.support.sites import Site


@pytest.mark.parametrize(
    ("path", "step"),
    [
        ("style.css", ASSETS), ("picture.png", ASSETS), ("data/days.json", ASSETS), ("CNAME", ASSETS), ("old.html", PAGES),
        ("other.rss", FEEDS), ("other.atom", FEEDS),
    ],
)  # fmt: skip
def test_files_of_no_known_kind_go_by_their_type(path: str, step: str) -> None:
    assert step_of(media_type(path)) == step


@pytest.mark.site
def test_each_page_of_a_site_has_its_step_and_type(tmp_path) -> None:
    Site(tmp_path).record("2026-04-07", "A lead.\n")
    plan = plan_site(tmp_path).plan
    files = site_files(plan.by_file, {file_of(page.address): "digest" for page in plan.pages})
    steps = {path: file.step for path, file in files.items()}
    expected = {
        "posts/2026/2026-04-07-leverage-record.html": PAGES, "404.html": PAGES, "index.html": LISTS, "leverage.html": LISTS,
        "weeks/2026-W15.html": LISTS, "feeds.html": LISTS, "sitemap.xml": SITEMAP, "robots.txt": SITEMAP,
        "feed.xml": FEEDS, "data/tasks.json": ASSETS, "assets/style.css": ASSETS,
    }  # fmt: skip
    assert {path: steps[path] for path in expected} == expected
    assert files["feed.xml"].type == "application/rss+xml; charset=utf-8"
    assert files["index.html"] == SiteFile("index.html", "digest", LISTS, "text/html; charset=utf-8")
    assert {*steps.values()} == {*STEPS}


def test_every_feed_is_a_feed() -> None:
    for kind in KINDS:
        if kind.is_feed:
            assert all(type_.startswith("application/") for type_ in (kind.media_types or {}).values())


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("feed.xml", True), ("atom.xml", True), ("feed.json", True), ("feeds/weeks.rss.xml", True),
        ("feeds/tags/archive.atom.xml", True), ("feeds/archive/2026-04.rss.xml", False),
        ("feeds/archive/weeks/2026-04.json", False), ("feeds.opml", False), ("index.html", False),
    ],
)  # fmt: skip
def test_a_hub_is_told_of_what_readers_subscribe_to(path: str, expected: bool) -> None:
    types = {".xml": "application/rss+xml", ".json": "application/feed+json", ".opml": "text/x-opml"}
    type_ = types.get(path[path.rfind(".") :], "text/html")
    assert SiteFile(path, "", step_of(type_), type_).names_hub == expected
