"""The plan: which pages there are, in which order, and what all of them know."""

import posixpath
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml.html import HtmlElement

from leverage_site.pages.plan import KINDS
from leverage_site.pages.urlmap import DATA_FILES
from leverage_site.problems import ProblemError
from leverage_site.settings import NAV_PAGES
from leverage_site.urls import without_digest
from tests.support.sites import Site, html, rendered, task, text

ASSETS = (
    "feed.css",
    "charts.js", "copy.js", "frames.js", "icon.png", "icon.svg", "social.png", "style.css", "tables.js", "tasks.js",
)  # fmt: skip


FEED_ENDINGS = (".rss.xml", ".atom.xml", ".json")


def test_every_page_has_an_origin_for_messages(tmp_path: Path) -> None:
    site = (
        Site(tmp_path).record(tags=["AI"]).page("about", aliases=["/old.html"]).file("content/static/a.png", b"x")
    )
    planned = site.plan()
    # Assets have a second address, which carries a digest.
    planned = {without_digest(name): page for name, page in planned.items()}.items()
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
        "feed.xml": ("the feed as RSS", toml),
        "atom.xml": ("the feed as Atom", toml),
        "feed.json": ("the feed as JSON Feed", toml),
        "feeds.opml": ("the list of feeds", toml),
        "corrections.html": ("the page of corrections", toml),
        **{
            f"feeds/{name}{ending}": (f"the feed of {name} as {form}", toml)
            for name in ("weeks", "corrections")
            for ending, form in ((".rss.xml", "RSS"), (".atom.xml", "Atom"), (".json", "JSON Feed"))
        },
        **{f"feeds/tags/ai{ending}": ("the feed of the tag 'AI'", toml) for ending in FEED_ENDINGS},
        **{f"data/{name}": ("the data", toml) for name in ("days.json", "days.csv", "tasks.json", "tasks.csv")},
        "a.png": ("content/static/a.png", "content/static/a.png"),
        **{f"assets/{name}": (f"themes/default/assets/{name}",) * 2 for name in ASSETS},
    }


def test_keys_tell_kinds_of_pages_apart_by_their_names() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)


CODE = {"title": "Code", "url": "https://example.net/"}
USUAL = [
    ("Records", "index.html"),
    ("Dashboard", "leverage.html"),
    ("Archive", "weeks/index.html"),
    ("Tasks", "tasks.html"),
    ("About", "about.html"),
]


@pytest.mark.parametrize(
    ("nav", "entries"),
    [
        ([], USUAL),
        ([CODE], [*USUAL, ("Code", "https://example.net/")]),
        ([{"title": "Who", "url": "/about.html"}], [*USUAL[:4], ("Who", "about.html")]),
        (["archive", CODE, "records"], [USUAL[2], ("Code", "https://example.net/"), USUAL[0]]),
        ([{"page": "archive", "title": "Calendar"}, "tasks"], [("Calendar", "weeks/index.html"), USUAL[3]]),
        (["tags", "projects", "feeds"], [("Tags", "tags/index.html"), ("Feed", "feeds.html")]),
        (["tasks", "tasks"], [USUAL[3]]),
    ],
)
def test_the_navigation(nav: list[object], entries: list[tuple[str, str]], tmp_path: Path) -> None:
    plan = Site(tmp_path).settings(nav=nav).page("about").record(tags=["AI"]).prepared().plan
    assert [(entry.text, entry.href) for entry in plan.site.nav] == entries
    assert [entry.external for entry in plan.site.nav] == [href.startswith("https:") for _, href in entries]


def test_an_entry_leads_to_its_page_from_any_depth(tmp_path: Path) -> None:
    site = Site(tmp_path).settings(nav=["archive", CODE]).record(url="/x/y.html")
    found = html(rendered(site.prepared(), "x/y.html")["x/y.html"]).xpath("//header//nav//a")
    assert [a.get("href") for a in found] == ["../weeks/index.html", "https://example.net/"]


def _nothing(_: Site) -> None:
    """Add no content."""


@pytest.mark.parametrize(
    ("add", "names"),
    [
        (_nothing, {"records", "feeds"}),
        (lambda site: site.page("about"), {"records", "feeds", "about"}),
        (lambda site: site.page("other"), {"records", "feeds"}),
        (lambda site: site.record(tasks=[]), {"records", "feeds", "archive"}),
        (lambda site: site.file("content/weeks/2026-W15.md", "Away.\n"), {"records", "feeds", "archive"}),
        (lambda site: site.record(tasks=[], tags=["AI"]), {"records", "feeds", "archive", "tags"}),
        (lambda site: site.record(), {"records", "feeds", "archive", "dashboard", "tasks"}),
        (lambda site: site.record(tasks=[task(project="P")]),
         {"records", "feeds", "archive", "dashboard", "tasks", "projects"}),
    ],
)  # fmt: skip
def test_the_navigation_leaves_out_what_is_empty(
    add: Callable[[Site], object], names: set[str], tmp_path: Path
) -> None:
    site = Site(tmp_path).settings(nav=list(NAV_PAGES))
    add(site)
    titles = {kind.nav[0]: kind.nav[1] for kind in KINDS if kind.nav} | {"about": "About"}
    assert {entry.text for entry in site.prepared().plan.site.nav} == {titles[name] for name in names}


def test_every_page_that_the_setting_knows_is_one() -> None:
    names = [kind.nav[0] for kind in KINDS if kind.nav]
    assert sorted([*names, "about"]) == sorted(NAV_PAGES)


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


def _former_addresses(days: int, size: int) -> set[str]:
    """Return the addresses of earlier versions for one project and one tag that are on so many days."""
    pages = range(2, -(-days // (5 * size)) + 1)
    terms = {f"{place}/{n}.html" for place in ("projects/p", "tags/t") for n in pages}
    return terms | {f"page/{n}.html" for n in range(2, -(-days // size) + 1)}


def test_every_address_of_earlier_versions_is_a_page_or_leads_to_one(tmp_path: Path) -> None:
    site = Site(tmp_path).settings("pages", size=1).page("about")
    days = [*(f"2024-12-{n}" for n in range(10, 19)), *(f"2025-01-0{n}" for n in range(1, 10))]
    found = site.days(*days, tags=["T"], tasks=[task(project="P")]).plan()
    lists = {f"{name}/index.html" for name in ("weeks", "months", "years", "tags", "projects")}
    own = {
        "index.html",
        "leverage.html",
        "tasks.html",
        "tasks/2024-12.html",
        "about.html",
        "feeds.html",
        "404.html",
    }
    periods = {"weeks/2025-W01.html", "months/2024-12.html", "years/2025.html", "projects/p.html", "tags/t.html"}
    files = {"feed.xml", "sitemap.xml", "robots.txt", *(address.removeprefix("/") for address in DATA_FILES)}
    former = _former_addresses(len(days), 1)
    assert {"tags/t/4.html", "page/18.html"} <= former
    assert lists | own | periods | files | former <= found.keys()
    targets = [page.args[1].removeprefix("/") for page in found.values() if page.kind.template == "redirect.html"]
    assert set(targets) <= found.keys()
    assert len(targets) == 6


def place(name: str, link: HtmlElement) -> str:
    """Return the file that a link of the page `name` leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), link.get("href")))


def test_the_navigation_marks_the_top_of_the_trail(tmp_path: Path) -> None:
    """Pages that no entry of the navigation leads to have no trail."""
    site = Site(tmp_path).settings("pages", size=1).page("about")
    site.days("2024-12-30", "2025-01-02", *(f"2025-01-{n:02}" for n in range(10, 20)), tags=["T"])
    site.record("2025-02-01", tasks=[task(project="P", tags=["T"])])
    found = {name: html(data) for name, data in rendered(site.prepared(), "*.html").items()}
    pages = {name: page for name, page in found.items() if page.xpath("//header//nav") and name[:5] != "page/"}
    assert len(pages) > 30
    for name, page in pages.items():
        marked = [(text(a), place(name, a)) for a in page.xpath("//header//nav//a[@aria-current]")]
        trail = page.xpath("//nav[@class='trail']//a")
        if trail:
            assert marked == [(text(trail[0]), place(name, trail[0]))], name
            assert page.xpath("//header//nav//a/@aria-current") == ["true"], name
        elif name not in ("feeds.html", "404.html", "corrections.html"):
            assert page.xpath("//header//nav//a/@aria-current") == ["page"], name
            assert [file for _, file in marked] == [name]


def test_the_trail_calls_its_top_as_the_navigation_does(tmp_path: Path) -> None:
    nav = [{"title": "Diary", "url": "/index.html"}, {"page": "archive", "title": "Calendar"}, "projects"]
    site = Site(tmp_path).settings(nav=nav).record(tasks=[task(project="P")])
    files = rendered(site.prepared(), "weeks/*", "posts/*", "projects/p.html")

    def both(name: str) -> tuple[list[str], list[str]]:
        page = html(files[name])
        steps = [text(step) for step in page.xpath("//nav[@class='trail']//a")]
        return steps, [text(a) for a in page.xpath("//header//nav//a[@aria-current]")]

    assert both("weeks/2026-W15.html") == (["Calendar"], ["Calendar"])
    assert both("posts/2026/2026-04-07-leverage-record.html") == (["Diary", "2026", "April 2026"], ["Diary"])
    # The nearest page above that is an entry itself.
    assert both("projects/p.html") == (["Calendar", "Projects"], ["Projects"])
