"""P3, P19: a page's key changes when, and only when, something that the page is made of changes."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site.pages.page import Page, PageKeys, PageKind, context
from leverage_site.pages.plain import copy
from leverage_site.pages.plan import plan
from leverage_site.records.model import Library, StaticFile
from leverage_site.settings import Settings
from leverage_site.urls import without_digest
from tests.support.builders import record as made_record
from tests.support.sites import ROOT, Site, changed, rendered, task

MONTH, YEAR = PERIODS = ("months/2026-04.html", "years/2026.html")
WEEK_14, WEEK_15, WEEK_16 = "2026-04-02", "2026-04-07", "2026-04-14"
DASHBOARD, TASKS = "leverage.html", "tasks.html"
LISTS = {"tags/index.html", "projects/index.html"}
ARCHIVE = {"weeks/index.html", "months/index.html", "years/index.html"}
MAIN = {"feed.xml", "atom.xml", "feed.json"}
DATA = {"data/days.json", "data/days.csv", "data/tasks.json", "data/tasks.csv"}


def day(date_: str) -> str:
    return f"posts/2026/{date_}-leverage-record.html"


def feeds(*names: str) -> set[str]:
    """Return the feed of all days and those of these names, in each format."""
    return MAIN | {f"feeds/{name}{ending}" for name in names for ending in (".rss.xml", ".atom.xml", ".json")}


# The pages of the site below that a template prints.
OF_TEMPLATES = {
    *map(day, ("2026-04-02", "2026-04-07", "2026-04-08", "2026-04-14")), *PERIODS, *LISTS, *ARCHIVE, DASHBOARD, TASKS,
    *(f"weeks/2026-W{n}.html" for n in (14, 15, 16)), *(f"tags/{name}.html" for name in ("ai", "testing", "web")),
    *(f"{name}.html" for name in ("index", "about", "now", "then", "old", "feeds", "corrections", "404")), "sitemap.xml",
}  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Four days in three weeks, with everything that a site may have."""
    site = Site(tmp_path / "site")
    site.record("2026-04-02", "First.\n", tags=["AI"], title="One")
    site.record("2026-04-07", "Second.\n", tags=["Testing"], tasks=[task(tags=["web"]), task("Sort", "1h", "3m")])
    site.record("2026-04-08", "Third.\n", tags=["AI"])
    site.record("2026-04-14", "Fourth.\n", tags=["AI"], aliases=["/old.html"])
    site.page("about").page("now", aliases=["/then.html"])
    site.file("content/weeks/2026-W15.md", "A note.\n").file("content/partials/about-author.md", "The author.\n")
    site.file("content/static/chart.png", b"png")
    return site.theme({"_pager.html": ""}).file("themes/own/assets/own.css", "p {}")


def affected(site: Site, edit: Callable[[Site], Any]) -> tuple[set[str], set[str]]:
    """Return the files whose keys an edit changes, and those whose bytes it changes."""
    keys, files = site.keys(), site.built()
    edit(site)
    found = changed(keys, site.keys()), changed(files, site.built())
    # Assets have a second address, which carries a digest.
    return {without_digest(name) for name in found[0]}, {without_digest(name) for name in found[1]}


def matching(names: set[str], *patterns: str) -> set[str]:
    return {name for name in names if any(fnmatch(name, pattern) for pattern in patterns)}


# The edit; the files whose bytes change; the files whose keys may change with them, because the page has the
# whole record, or could show the partial, as an input.
EDITS: dict[str, tuple[Callable[[Site], Any], set[str], set[str]]] = {
    "nothing": (lambda site: site.record("2026-04-02", "First.\n", tags=["AI"], title="One"), set(), set()),
    "body of a record": (
        lambda site: site.record("2026-04-07", "Second.\n\n## More\n\nText.\n", tags=["Testing"], tasks=[task(tags=["web"]), task("Sort", "1h", "3m")]),
        {day("2026-04-07"), *feeds("tags/testing", "tags/web")},
        {"index.html", "weeks/2026-W15.html", *PERIODS, "tags/testing.html", "tags/web.html", *DATA},
    ),
    "lead of a record": (
        lambda site: site.record("2026-04-02", "Changed.\n", tags=["AI"], title="One"),
        {day("2026-04-02"), *feeds("tags/ai")},
        DATA | {"index.html"},
    ),
    "title of a record": (
        lambda site: site.record("2026-04-02", "First.\n", tags=["AI"], title="Two"),
        {day("2026-04-02"), day("2026-04-07"), *feeds("tags/ai", "weeks"), "index.html", "weeks/2026-W14.html", MONTH, "tags/ai.html", DASHBOARD},
        DATA | LISTS | ARCHIVE | {YEAR, TASKS},
    ),
    "note of a task": (
        lambda site: site.record("2026-04-07", "Second.\n", tags=["Testing"], tasks=[task(tags=["web"], note="N"), task("Sort", "1h", "3m")]),
        {day("2026-04-07"), *feeds("tags/testing", "tags/web"), TASKS, "data/tasks.json", "data/tasks.csv"},
        {*feeds("weeks"), "weeks/2026-W15.html", *PERIODS, "tags/testing.html", "tags/web.html", DASHBOARD, *LISTS, *DATA},
    ),
    "name of a task": (
        lambda site: site.record("2026-04-07", "Second.\n", tags=["Testing"], tasks=[task("Renamed", tags=["web"]), task("Sort", "1h", "3m")]),
        {day("2026-04-07"), *feeds("tags/testing", "tags/web"), "weeks/2026-W15.html", *PERIODS, "tags/testing.html", "tags/web.html", TASKS, "data/tasks.json", "data/tasks.csv"},
        {*feeds("weeks"), DASHBOARD, *LISTS, *DATA},
    ),
    "partial": (
        lambda site: site.file("content/partials/about-author.md", "Somebody.\n"),
        {day(d) for d in ("2026-04-02", "2026-04-07", "2026-04-08", "2026-04-14")},
        {"index.html"},
    ),
    "note of a week": (
        lambda site: site.file("content/weeks/2026-W15.md", "Another.\n"), {"weeks/2026-W15.html", *feeds("weeks")} - MAIN, set(),
    ),
    "plain page": (lambda site: site.page("about", "Anew.\n"), {"about.html"}, set()),
    "title of a page with an alias": (
        lambda site: site.page("now", title="Anew", aliases=["/then.html"]), {"now.html", "then.html"}, set(),
    ),
    "static file": (lambda site: site.file("content/static/chart.png", b"jpg"), {"chart.png"}, set()),
    "asset of the theme": (
        lambda site: site.file("themes/own/assets/own.css", "a {}"), {"assets/own.css"}, OF_TEMPLATES,
    ),
    "asset on every page": (
        lambda site: site.file("themes/own/assets/style.css", "a {}"),
        {"assets/style.css", *OF_TEMPLATES} - {"then.html", "old.html", "sitemap.xml"},
        OF_TEMPLATES,
    ),
    "newer day in a newer week": (
        lambda site: site.record("2026-04-21", "Fifth.\n", tags=["AI"]),
        {
            day("2026-04-21"), day("2026-04-14"), "weeks/2026-W17.html", "weeks/2026-W16.html", "weeks/index.html",
            *PERIODS, "months/index.html", "years/index.html", "index.html", "tags/ai.html", "tags/index.html", DASHBOARD, TASKS, "feeds.html", "404.html", *feeds("tags/ai", "weeks"), "sitemap.xml", *DATA,
        },
        {"projects/index.html"},
    ),
    "newer day in the same week": (
        lambda site: site.record("2026-04-15", "Fifth.\n", tags=["new"]),
        {
            day("2026-04-15"), day("2026-04-14"), "weeks/2026-W16.html", "weeks/index.html",
            *PERIODS, "months/index.html", "years/index.html", "index.html", "tags/new.html", "tags/index.html", DASHBOARD, TASKS, "feeds.html", "404.html", *feeds("tags/new"), "feeds.opml", "sitemap.xml", *DATA,
        },
        {"projects/index.html"},
    ),
    "draft": (lambda site: site.record("2026-04-21", "Fifth.\n", tags=["AI"], draft=True), set(), set()),
    "draft page": (lambda site: site.page("draft", draft=True), set(), set()),
    "theme's readme": (lambda site: site.file("themes/own/README.md", "x"), set(), set()),
    "hidden file": (lambda site: site.file("content/static/.DS_Store", "x"), set(), set()),
    "record's file name": (
        lambda site: (site.root / "content/records/2026-04-02.md").rename(site.root / "content/records/first.md"),
        set(),
        {day("2026-04-02"), *feeds("tags/ai")},
    ),
    "feed's size": (lambda site: site.settings("feed", size=2), feeds("tags/ai", "archive/2026-04"), set()),
    "feed's size beyond the days": (lambda site: site.settings("feed", size=7), set(), set()),
    "id of the site": (lambda site: site.settings(id="tag:example.org,2026:other"), feeds("tags/ai", "tags/testing", "tags/web", "weeks") | {"feeds/corrections.atom.xml"}, feeds("corrections")),
    "size of pages beyond the days": (lambda site: site.settings("pages", size=30), set(), set()),
    "title pattern": (
        lambda site: site.settings("pages", day_title="Day {date}"),
        {
            *(day(d) for d in ("2026-04-07", "2026-04-08", "2026-04-14")), *feeds("tags/ai", "tags/testing", "tags/web"), "old.html", "404.html",
        },
        feeds("weeks") | DATA | LISTS | ARCHIVE | {
            YEAR, TASKS, day("2026-04-02"), "index.html", "weeks/2026-W15.html", "weeks/2026-W16.html", MONTH,
            "tags/ai.html", "tags/testing.html", "tags/web.html", DASHBOARD,
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_changes_the_keys_of_what_shows_it(name: str, site: Site) -> None:
    edit, shown, might = EDITS[name]
    keys, files = affected(site, edit)
    assert files == shown
    assert shown <= keys <= shown | might


@pytest.mark.parametrize(
    ("values", "unchanged"),
    [
        ({"title": "Renamed"}, {"chart.png", "assets/style.css", "assets/own.css", "assets/icon.svg"}),
        ({"base_url": "https://other.example/x/"}, {"chart.png", "assets/style.css"}),
        ({"assistant": "Other"}, {"chart.png", "assets/style.css"}),
    ],
)
def test_the_site_s_own_settings_change_every_page_that_shows_them(
    values: dict[str, str], unchanged: set[str], site: Site
) -> None:
    keys, files = affected(site, lambda site: site.settings(**values))
    assert files
    assert files <= keys
    assert not files & unchanged


def test_a_template_changes_every_key(site: Site) -> None:
    everything = set(map(without_digest, site.keys()))
    keys, files = affected(site, lambda site: site.file("themes/own/templates/_figures.html", "x"))
    assert keys == everything
    assert day("2026-04-02") in files
    assert "index.html" not in matching(files, "data/*")


def test_a_newer_day_changes_no_older_page_but_the_formerly_newest(site: Site) -> None:
    before = site.built()
    site.record("2026-04-30", "New.\n", tags=["ai", "TESTING", "web"], tasks=[task("Best of all", "900h", "1m")])
    after = site.built()
    old = {name for name in before if fnmatch(name, "posts/*")}
    assert {name for name in old if before[name] != after[name]} == {day("2026-04-14")}
    gone, come = set(before[day("2026-04-14")].split(b"\n")), set(after[day("2026-04-14")].split(b"\n"))
    assert gone - come <= {b""}
    added = b"\n".join(come - gone)
    assert b"2026-04-30" in added
    assert all(b"2026-04-30" in line or b"<nav" in line or b"</nav" in line for line in (come - gone))


@pytest.mark.site
@settings(max_examples=40)
@given(st.lists(st.integers(1, 400), min_size=2, max_size=6), st.data())
def test_as_of_rankings_hold_for_any_days(
    tmp_path_factory: pytest.TempPathFactory, hours: list[int], data: st.DataObject
) -> None:
    """Day by day the site grows, and no page but the formerly newest ever changes again."""
    site = Site(tmp_path_factory.mktemp("grow"))
    pages: dict[str, bytes] = {}
    newest = ""
    when = date(2026, 1, 1)
    for number, amount in enumerate(hours):
        when += timedelta(days=data.draw(st.integers(1, 9)))
        stated = {"supervision": f"{number}m"} if number % 2 else {}
        site.record(f"{when}", f"Day {number}.\n", tasks=[task("x", f"{amount}h", "7m", **stated)], tags=["AI"])
        now = rendered(site.prepared(), "posts/*")
        assert {name for name in pages if pages[name] != now[name]} <= {newest}
        newest = day(f"{when}") if when.year == 2026 else newest
        pages = now


def test_keys_do_not_depend_on_the_folder_or_the_run(site: Site, tmp_path: Path) -> None:
    assert site.copy(tmp_path / "twin").keys() == site.keys() == site.keys()


def test_all_keys_of_a_site_differ(site: Site) -> None:
    keys = site.keys()
    assert len(set(keys.values())) == len(keys)


def test_the_repository_s_own_site_has_keys() -> None:
    own = Site.__new__(Site)
    own.root = ROOT
    keys = own.keys()
    assert len(set(keys.values())) == len(keys) > 20
    assert all(len(value) == 64 for value in keys.values())


# PageKeys themselves

EMPTY = plan(Settings("tag:e,2026:x", "https://example.org/"), Library(), ())
SITE, CONTENT = EMPTY.site, EMPTY.content


def view(site: Any, address: str, inputs: Any) -> None: ...


KIND = PageKind(name="a", collect=lambda _, inputs: inputs, view=view, view_type=type(None), template="a.html")


def key(page: Page, shared: str) -> str:
    return PageKeys(shared, CONTENT).key_of(page)


def made_of(inputs: Any) -> Page:
    return Page(KIND, "/a.html", "a.md", "a", (inputs,))


@pytest.mark.parametrize(
    "different",
    [
        context(SITE, ("1",), "theme b"),
        context(SITE, ("2",), "theme a"),
        context(SITE, ("1", ""), "theme a"),
        context(SITE, (), "1theme a"),
        *(
            context(replace(SITE, **{name: "other"}), ("1",), "theme a")
            for name in ("title", "base_url", "generator")
        ),
        context(replace(SITE, nav=()), ("1",), "theme a"),
    ],
)
def test_the_context_stands_for_all_that_pages_share(different: str) -> None:
    assert different != context(SITE, ("1",), "theme a")
    assert context(SITE, iter(("1",)), "theme a") == context(SITE, ("1",), "theme a")


def test_a_key_stands_for_address_kind_and_inputs() -> None:
    page = made_of(("x",))
    same = page._replace(origin="b", path="b.md")
    different = [
        page._replace(address="/b.html"),
        page._replace(kind=replace(KIND, name="b")),
        made_of(("y",)),
        made_of((("x",),)),
        made_of(()),
        made_of(None),
    ]
    assert key(same, "s") == key(page, "s")
    keys = {key(other, "s") for other in different} | {key(page, "t")}
    assert len(keys) == len(different) + 1
    assert key(page, "s") not in keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, "1"),
        (1, 1.5),
        (True, 1),
        (None, "None"),
        (("a", "b"), ("ab",)),
        (("a,", "b"), ("a", ",b")),
        ({"a": "b"}, (("a", "b"),)),
        ({"a": "1", "b": "2"}, {"b": "2", "a": "1"}),
        (date(2026, 4, 7), "datetime.date(2026, 4, 7)x"),
        (timedelta(1), timedelta(2)),
        ("\ud800", "?"),
        ((), None),
    ],
)
def test_inputs_that_differ_have_different_keys(one: Any, other: Any) -> None:
    assert key(made_of(one), "s") != key(made_of(other), "s")


def test_a_file_that_was_read_stands_by_its_content() -> None:
    def of(inputs: Any) -> str:
        return key(made_of(inputs), "s")

    one = StaticFile("/a.png", "content/static/a.png", "/home/a.png", "digest")
    assert of(one) == of(replace(one, on_disk="/elsewhere/a.png", path="b"))
    assert of(one) != of(replace(one, digest="other"))
    day_ = made_record()
    assert of(day_) == of(replace(day_, front_matter_digest="other", title="other"))
    assert of(day_) != of(replace(day_, digest="other"))
    assert of(day_) != of(replace(day_, path="content/records/x.md"))
    assert of(one) != of(replace(day_, digest="digest"))


def test_a_copy_s_key_changes_with_its_content_and_address() -> None:
    file = StaticFile("/a.png", "content/static/a.png", "a", "digest")
    keys = {key(copy(f), "s") for f in (file, replace(file, digest="x"), replace(file, address="/b.png"))}
    assert len(keys) == 3


@pytest.mark.parametrize("value", [{1, 2}, object(), b"bytes", lambda _: None, random.Random(1), 1j])  # noqa: S311
def test_inputs_must_be_plain(value: Any) -> None:
    with pytest.raises(TypeError, match="plain values"):
        key(made_of((value,)), "s")
