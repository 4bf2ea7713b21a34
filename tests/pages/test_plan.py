"""The plan: which pages there are, in which order, and what all of them know."""

from pathlib import Path

import pytest

from leverage_site.pages.plan import KINDS
from leverage_site.problems import ProblemError
from tests.support.sites import Site, html

ASSETS = ("charts.js", "frames.js", "icon.png", "icon.svg", "social.png", "style.css", "tables.js", "tasks.js")


def test_every_page_has_an_origin_for_messages(tmp_path: Path) -> None:
    site = (
        Site(tmp_path).record(tags=["AI"]).page("about", aliases=["/old.html"]).file("content/static/a.png", b"x")
    )
    planned = site.plan().items()
    found = {name: (page.origin.split(") ")[-1], page.path.split(") ")[-1]) for name, page in planned}
    record, page, toml = "content/records/2026-04-07.md", "content/pages/about.md", "leverage.toml"
    assert found == {
        "posts/2026/2026-04-07-leverage-record.html": (record, record),
        "index.html": ("the index", toml),
        "weeks/2026-W15.html": ("the week 2026-W15", record),
        "weeks/index.html": ("the list of weeks", toml),
        "months/2026-04.html": ("the month 2026-04", record),
        "months/index.html": ("the list of months", toml),
        "years/2026.html": ("the year 2026", record),
        "years/index.html": ("the list of years", toml),
        "leverage.html": ("the dashboard", toml),
        "projects/index.html": ("the list of projects", toml),
        "tags/ai.html": ("the tag 'AI'", record),
        "tags/index.html": ("the list of tags", toml),
        "tasks.html": ("the list of tasks", toml),
        "about.html": (page, page),
        "old.html": (f"an alias in {page}", page),
        "feeds.html": ("the page on feeds", toml),
        "404.html": ("the page for what is not found", toml),
        "robots.txt": ("robots.txt", toml),
        "sitemap.xml": ("the sitemap", toml),
        "feed.xml": ("the feed", toml),
        **{f"data/{name}": ("the data", toml) for name in ("days.json", "days.csv", "tasks.json", "tasks.csv")},
        "a.png": ("content/static/a.png", "content/static/a.png"),
        **{f"assets/{name}": (f"themes/default/assets/{name}",) * 2 for name in ASSETS},
    }


def test_keys_tell_kinds_of_pages_apart_by_their_names() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)


def test_the_navigation(tmp_path: Path) -> None:
    nav = [{"title": "About", "url": "/about.html"}, {"title": "Code", "url": "https://example.net/"}]
    site = Site(tmp_path).settings(nav=nav).page("about").record(url="/x/y.html")
    found = html(site.built()["x/y.html"]).xpath("//header//nav//a")
    assert [(a.text, a.get("href")) for a in found] == [
        ("Records", "../index.html"),
        ("Dashboard", "../leverage.html"),
        ("Weeks", "../weeks/index.html"),
        ("Projects", "../projects/index.html"),
        ("Tags", "../tags/index.html"),
        ("Tasks", "../tasks.html"),
        ("About", "../about.html"),
        ("Code", "https://example.net/"),
        ("Feed", "../feeds.html"),
    ]


def test_every_problem_is_reported_in_one_run(tmp_path: Path) -> None:
    site = Site(tmp_path).record(body="[x](gone.md) ![y](gone.png)\n").page("Index").page("aux")
    site.settings(nav=[{"title": "Gone", "url": "/gone.html"}]).file("content/records/bad.md", "no front matter\n")
    assert sorted(site.codes()) == ["P001", "P002", "P003", "P004", "P005", "R001"]


def test_problems_of_settings_and_of_records_are_reported_together(tmp_path: Path) -> None:
    site = Site(tmp_path).record(tasks=[{"task": "x"}]).settings(base_url="nowhere")
    with pytest.raises(ProblemError) as raised:
        site.prepared()
    assert {problem.code for problem in raised.value.problems} == {"S007", "R017"}


def test_the_site_view_holds_no_list_that_grows(tmp_path: Path) -> None:
    site = Site(tmp_path).record("2026-04-01")
    before = site.prepared().plan.site
    site.days(*(f"2026-03-{n:02}" for n in range(1, 29)), tags=["many"])
    assert site.prepared().plan.site == before
