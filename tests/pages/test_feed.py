"""P18: what is in which feed, under which id, and since when; tests/render/test_feeds.py has what is written of it."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import lxml.etree
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site.pages.feed import FeedInputs
from leverage_site.pages.feed_entries import feed_entry, moment
from leverage_site.pages.plan import Plan
from leverage_site.pages.views import FeedView
from leverage_site.problems import ProblemError
from leverage_site.project import Project
from leverage_site.report import BuildOptions
from leverage_site.settings import SETTINGS as SETTINGS_OF_SITES
from leverage_site.urls import file_of
from tests.support.site_states import BASE, State, path_of, record_text
from tests.support.sites import Site, task

ENDINGS = (".rss.xml", ".atom.xml", ".json")
ATOM = {"atom": "http://www.w3.org/2005/Atom", "fh": "http://purl.org/syndication/history/1.0"}


def view_of(site: Site, file: str) -> FeedView:
    prepared = site.prepared()
    page = prepared.plan.by_file[file]
    view: FeedView = page.view(prepared.plan.site, page.inputs(prepared.plan.content))
    return view


def dates(data: bytes) -> list[str]:
    """Return the days or weeks in a JSON feed."""
    return [next(iter(item["_leverage"].values())) for item in json.loads(data)["items"]]


def test_the_view_of_the_feed(tmp_path: Path) -> None:
    site = Site(tmp_path).settings(base_url="https://example.org/b/", author="A").settings("feed", size=2)
    site.days("2026-04-01", "2026-04-02", updated="2026-04-09").record(
        tags=["AI"], id="own", title="T", summary="S"
    )
    view = view_of(site, "feed.xml")
    assert (view.head.home, view.head.url, view.head.author) == (
        "https://example.org/b/",
        "https://example.org/b/feed.xml",
        "A",
    )
    first, second = view.entries
    assert (first.id, first.title, first.categories) == ("own", "T", ("AI",))
    assert first.summary == "8.0 hours of human work in 20 minutes: 1 task, at 24.0x. S"
    assert second.id == "tag:example.org,2026:test/2026-04-02"
    assert second.published == datetime(2026, 4, 2, tzinfo=UTC)
    assert second.updated == view.head.updated == datetime(2026, 4, 9, 0, 0, 7, tzinfo=UTC)
    assert view.head.previous == "https://example.org/b/feeds/archive/2026-04.rss.xml"


def test_a_feed_without_days(tmp_path: Path) -> None:
    view = view_of(Site(tmp_path), "atom.xml")
    assert (view.head.updated, view.entries, view.head.previous) == (datetime(2000, 1, 1, tzinfo=UTC), (), "")


def test_a_project_and_a_tag_have_feeds_of_their_days(tmp_path: Path) -> None:
    site = Site(tmp_path).days("2026-04-01", "2026-04-02", tags=["A & B", "日本語"])
    files = site.record("2026-04-03", tasks=[task(project="Web site", tags=["日本語"]), task()]).built()
    feed = json.loads(files["feeds/projects/web-site.json"])
    assert (feed["title"], feed["home_page_url"]) == (
        "Leverage Records: Web site",
        "https://example.org/projects/web-site.html",
    )
    assert dates(files["feeds/projects/web-site.json"]) == ["2026-04-03"]
    assert dates(files["feeds/tags/a-and-b.json"]) == ["2026-04-02", "2026-04-01"]
    assert dates(files["feeds/tags/日本語.json"]) == ["2026-04-03", "2026-04-02", "2026-04-01"]
    ids = {item["id"] for item in json.loads(files["feed.json"])["items"]}
    assert {item["id"] for item in feed["items"]} < ids


def test_a_week_is_announced_once_it_is_finished(tmp_path: Path) -> None:
    site = Site(tmp_path).days("2026-04-06", "2026-04-12")
    assert dates(site.built()["feeds/weeks.json"]) == []
    files = site.days("2026-04-13").file("content/weeks/2026-W15.md", "A *note*.\n").built()
    assert dates(files["feeds/weeks.json"]) == ["2026-W15"]
    (week,) = json.loads(files["feeds/weeks.json"])["items"]
    assert (week["id"], week["url"]) == (
        "tag:example.org,2026:test/2026-W15",
        "https://example.org/weeks/2026-W15.html",
    )
    assert week["date_published"] == week["date_modified"] == "2026-04-13T00:00:00+00:00"
    assert week["summary"].startswith("Helper did 16.0 hours of human work in 40 minutes: 2 tasks on two days")
    assert "A <em>note</em>." in week["content_html"]
    site.record("2026-04-06", "Mended.\n", updated="2026-05-01")
    (week,) = json.loads(site.built()["feeds/weeks.json"])["items"]
    assert (week["date_published"], week["date_modified"]) == (
        "2026-04-13T00:00:00+00:00",
        "2026-05-01T00:00:25+00:00",
    )


def test_pages_announce_their_feeds(tmp_path: Path) -> None:
    site = Site(tmp_path).record(tags=["AI"], tasks=[task(project="P")]).page("about")
    for theme in ("default", "plain"):
        files = site.settings(theme=theme).built()
        for page, name in {
            "tags/ai.html": "tags/ai",
            "projects/p.html": "projects/p",
            "weeks/index.html": "weeks",
            "weeks/2026-W15.html": "weeks",
            "corrections.html": "corrections",
            "about.html": "",
            "months/2026-04.html": "",
        }.items():
            up = "../" * page.count("/")
            own = [f"{up}feeds/{name}{ending}" for ending in ENDINGS] if name else []
            links = lxml.etree.HTML(files[page]).xpath("//head/link[@rel='alternate']/@href")
            assert links == [f"{up}feed.xml", f"{up}atom.xml", f"{up}feed.json", *own], page


# Archives


def archived(site: Site) -> dict[str, bytes]:
    return {name: data for name, data in site.built().items() if name.startswith("feeds/archive/")}


def walked(files: dict[str, bytes]) -> Iterator[str]:
    """Yield the days of the Atom feed and of all archives behind it, as a reader walks them."""
    name: str | None = "atom.xml"
    while name:
        root = lxml.etree.fromstring(files[name])
        assert (root.find("fh:archive", ATOM) is not None) == (name != "atom.xml")
        yield from [entry.findtext("atom:id", namespaces=ATOM)[-10:] for entry in root.findall("atom:entry", ATOM)]
        links = {link.get("rel"): link.get("href") for link in root.findall("atom:link", ATOM)}
        assert name == "atom.xml" or links["current"] == "https://example.org/atom.xml"
        name = links["prev-archive"].removeprefix("https://example.org/") if "prev-archive" in links else None


def test_a_reader_finds_each_day_by_way_of_the_archives(tmp_path: Path) -> None:
    site = Site(tmp_path).settings("feed", size=3)
    days = ["2025-11-30", "2026-01-01", "2026-01-02", "2026-02-01", "2026-04-06", "2026-04-07", "2026-04-14"]
    files = site.days(*days).built()
    found = list(walked(files))
    assert list(dict.fromkeys(found)) == [*reversed(days)]
    assert sorted(name for name in files if name.startswith("feeds/archive/2")) == [
        f"feeds/archive/{month}{ending}"
        for month in ("2025-11", "2026-01", "2026-02")
        for ending in sorted(ENDINGS)
    ]
    pages, address = [], "feed.json"
    while address:
        feed = json.loads(files[address])
        pages.append(len(feed["items"]))
        address = feed.get("next_url", "").removeprefix("https://example.org/")
    assert pages == [3, 1, 2, 1]
    weeks = json.loads(files["feeds/weeks.json"])
    assert weeks["next_url"] == "https://example.org/feeds/archive/weeks/2025-11.json"
    assert dates(files["feeds/archive/weeks/2025-11.json"]) == ["2025-W48"]


def test_a_new_day_and_an_edit_change_no_other_month(tmp_path: Path) -> None:
    site = Site(tmp_path).settings("feed", size=2)
    site.days("2026-01-01", "2026-01-02", "2026-02-01", "2026-02-02", "2026-03-01", "2026-03-02")
    site.record("2026-01-02", "A headline.\n")
    before = archived(site)
    after = archived(site.days("2026-03-03", "2026-04-01"))
    assert {name for name in before if before[name] != after[name]} == set()
    assert {name.rpartition("/")[2][:7] for name in after.keys() - before.keys()} == {"2026-03"}
    mended = archived(site.record("2026-01-02", "A headline. Mended.\n"))
    assert {name for name in after if after[name] != mended[name]} == {
        f"feeds/archive/2026-01{ending}" for ending in ENDINGS
    }


def test_an_older_feed_goes_on_at_its_address_and_under_its_id(tmp_path: Path) -> None:
    aliases = {"/index.xml": "rss", "/old/feed.atom": "atom"}
    site = Site(tmp_path).settings("feed", id="urn:old", aliases=aliases).days("2026-04-07")
    files = site.built()
    assert files["index.xml"] == files["feed.xml"]
    assert files["old/feed.atom"] == files["atom.xml"].replace(b'"assets/', b'"../assets/')
    assert lxml.etree.fromstring(files["atom.xml"]).findtext("atom:id", namespaces=ATOM) == "urn:old"
    assert json.loads(files["feed.json"])["items"][0]["id"] == "tag:example.org,2026:test/2026-04-07"


@pytest.mark.parametrize(
    ("announced", "published"),
    [
        (None, "2026-04-07T00:00:00+02:00"),
        ("2026-04-09", "2026-04-09T00:00:00+02:00"),
        ("2026-04-08T18:30:00-05:00", "2026-04-08T18:30:00-05:00"),
        ("2026-04-08T18:30:00Z", "2026-04-08T18:30:00+00:00"),
    ],
)
def test_when_an_older_site_announced_a_day(announced: str | None, published: str, tmp_path: Path) -> None:
    keys = {"announced": announced} if announced else {}
    site = Site(tmp_path).settings("feed", timezone="Europe/Berlin").record(**keys)
    (item,) = json.loads(site.built()["feed.json"])["items"]
    assert (item["date_published"], item["date_modified"]) == (published, published)


@given(
    st.lists(st.dates(date(1970, 1, 1), date(2199, 12, 31)), min_size=2, max_size=6, unique=True),
    st.dates(date(1970, 1, 1), date(2199, 12, 31)),
)
def test_no_two_days_that_change_on_one_date_have_one_instant(days: list[date], change: date) -> None:
    moments = [moment(max(change, *days), day, "UTC") for day in days]
    assert len(set(moments)) == len(days)
    assert {one.date() for one in moments} == {max(change, *days)}


# Edits

DAYS = ("2026-04-06", "2026-04-07", "2026-04-14", "2026-05-01")
SMALL = State(
    {path_of(day): record_text(day, {"tasks": [task()], "tags": ["AI"]}, "A text.\n") for day in DAYS},
    BASE,
)
CHANGES: tuple[dict[str, Any], ...] = (
    {"title": "Another"}, {"tags": ["New"]}, {"tasks": []}, {"tasks": [task("Two", "1h", project="p")]},
    {"url": "/moved.html"}, {"aliases": ["/a.html"]}, {"summary": "S"}, {"body": "Other words.\n"},
)  # fmt: skip
SETTINGS: tuple[dict[str, Any], ...] = (
    {"title": "T"}, {"base_url": "https://elsewhere.example/x/"}, {"day_url": "/{date}/"}, {"author": "A"},
    {"feed_size": 2}, {"feed_size": 9}, {"task_order": "file"}, {"day_order": "analysis"}, {"feed_hub": "https://h.example/"},
)  # fmt: skip
EDIT = st.one_of(
    st.tuples(st.sampled_from(DAYS), st.sampled_from(CHANGES)),
    st.tuples(st.sampled_from(DAYS), st.just("correct")),
    st.tuples(st.just(""), st.sampled_from(SETTINGS)),
    st.tuples(st.sampled_from(["2026-05-02", "2026-05-20", "2026-01-01"]), st.just("write")),
    st.tuples(st.sampled_from(DAYS), st.just("withdraw")),
)


class _Author:
    """A site that is edited, as `State`s; a record keeps the keys that it was given."""

    def __init__(self) -> None:
        self.state = SMALL
        self.records: dict[str, dict[str, Any]] = {day: {"tasks": [task()], "tags": ["AI"]} for day in DAYS}
        self.texts = dict.fromkeys(DAYS, "A text.\n")
        self.today = date(2026, 6, 1)

    def edit(self, day: str, change: Any) -> State:
        self.today += timedelta(days=1)
        if not day:
            self.state = self.state.with_settings(**change)
            return self.state
        keys = self.records.setdefault(day, {"tasks": [task()]})
        if change == "correct":
            keys["corrections"] = [*keys.get("corrections", ()), {"date": f"{self.today}", "text": "Mended."}]
        elif change == "withdraw":
            keys.setdefault("withdrawn", "Wrong.")
            keys.setdefault("updated", f"{self.today}")
        elif change != "write":
            keys.update({name: value for name, value in change.items() if name != "body"})
            self.texts[day] = change.get("body", self.texts[day])
        text = record_text(day, keys, self.texts.setdefault(day, "A text.\n"))
        self.state = self.state.with_file(path_of(day), text)
        return self.state


class _Subscriber:
    """Reads feeds again and again, and knows what it has read."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[str, datetime, datetime]] = {}
        self.id_of_day: dict[str, str] = {}

    def read(self, name: str, entries: Sequence[tuple[str, str, datetime, datetime]], withdrawn: set[str]) -> None:
        """Read entries, each an id, the day or week that it is of, and when it was published and updated."""
        assert len({entry[0] for entry in entries}) == len(entries)
        assert len({updated for *_, updated in entries}) == len(entries), name
        for entry_id, of, published, updated in entries:
            _, first, last = self.known.setdefault(entry_id, (of, published, updated))
            assert published == first
            assert updated >= last
            self.known[entry_id] = of, published, updated
            if len(of) == len("2026-04-07"):
                assert self.id_of_day.setdefault(of, entry_id) == entry_id
                assert of not in withdrawn


def _planned_entries(planned: Plan) -> Iterator[tuple[str, list[tuple[str, str, datetime, datetime]]]]:
    """Yield each Atom feed with its entries."""
    for page in planned.pages:
        inputs = page.inputs(planned.content) if page.address.endswith("atom.xml") else None
        if isinstance(inputs, FeedInputs):
            entries = [feed_entry(planned.site, entry) for entry in inputs.entries]
            yield (
                file_of(page.address),
                [
                    (one.id, str(dict(one.figures[:1]).get("date", "")), one.published, one.updated)
                    for one in entries
                ],
            )


@pytest.mark.site
@settings(max_examples=300)
@given(st.lists(EDIT, min_size=1, max_size=5))
def test_edits_announce_each_day_once_and_no_old_day_again(edits: list[tuple[str, Any]]) -> None:
    author, subscriber = _Author(), _Subscriber()
    for day, change in [("", {}), *edits]:
        planned = author.edit(day, change).plan()
        withdrawn = {f"{record.date}" for record in planned.content.library.withdrawn}
        for name, entries in _planned_entries(planned):
            subscriber.read(name, entries, withdrawn)


def _written_entries(path: Path) -> list[tuple[str, str, datetime, datetime]]:
    """Return the entries of an Atom feed in a file."""
    found = []
    for entry in lxml.etree.parse(path).iterfind("atom:entry", ATOM):
        texts = [entry.findtext(f"atom:{tag}", "", ATOM) for tag in ("id", "published", "updated")]
        figures = entry.find("{urn:x-leverage-site:figures:1}figures")
        of = "" if figures is None else figures.get("date", "")
        found.append((texts[0], of, *map(datetime.fromisoformat, texts[1:])))
    return found


@pytest.mark.soak
@settings(max_examples=300)
@given(st.lists(EDIT, min_size=1, max_size=5))
def test_edits_of_whole_sites_announce_each_day_once(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, Any]]
) -> None:
    """Builds each site step by step: what is written of an edit is what another program reads."""
    author, subscriber, root = _Author(), _Subscriber(), tmp_path_factory.mktemp("site")
    withdrawn: set[str] = set()
    site, project, output = Site(root), Project(root), root / "output"
    site.settings("feed", size=3).settings("pages", size=2)
    places = {one.field: (one.section, one.key) for one in SETTINGS_OF_SITES}
    for day, change in [("", {}), *edits]:
        state = author.edit(day, change)
        for path, text in state.files.items():
            site.file(path, text)
        for field, value in change.items() if not day else ():
            section, key = places[field]
            site.settings(section, **{key: value})
        with suppress(ProblemError):  # of two days at one address, say: what was built before stays published
            project.build(BuildOptions(output=output))
            withdrawn = {name for name, keys in author.records.items() if "withdrawn" in keys}
        for path in (output / "atom.xml", *output.glob("feeds/**/*.atom.xml")):
            subscriber.read(path.name, _written_entries(path), withdrawn)
