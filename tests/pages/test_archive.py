"""The archive: weeks, months and years as tabs of one list, what is missing in it, and its scale."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site.dates import week_of
from leverage_site.pages.archive import archive_view, collect_archive
from leverage_site.pages.content import build_content
from leverage_site.pages.plan import plan, site_view
from leverage_site.pages.urlmap import WEEKS
from leverage_site.pages.views import ArchiveView
from leverage_site.records.model import Library
from leverage_site.settings import Settings
from tests.support import builders
from tests.support.sites import Site, html, rendered, rows, task, text

SETTINGS = Settings("tag:e,2026:x", "https://example.org/")
LISTS = ("weeks/index.html", "months/index.html", "years/index.html")


def listed(days: dict[str, int], kind: Any = "week") -> ArchiveView:
    """Return a list of the archive of days with one task of so many hours."""
    records = tuple(
        builders.record(builders.task(human=hours), day=date.fromisoformat(day), path=f"content/records/{day}.md")
        for day, hours in days.items()
    )
    content = build_content(SETTINGS, Library(records=records))
    return archive_view(site_view(content, {}), WEEKS, collect_archive(content, kind))


def outline(view: ArchiveView) -> list[tuple[str, list[str]]]:
    """Return the heading of each group with the names of its rows."""
    return [(group.title, [row.short or row.text for row in group.rows]) for group in view.groups]


@pytest.mark.parametrize(
    ("days", "groups"),
    [
        (["2025-12-10"], [("December 2025", ["W50"])]),
        (["2025-12-10", "2025-12-17"], [("December 2025", ["W51", "W50"])]),
        # The last days of a year are in the first week of the next.
        (
            ["2025-12-17", "2025-12-30"],
            [("December 2025", ["W1", "Week 52: no record", "W51"])],
        ),
        (
            ["2025-12-17", "2025-12-30", "2026-01-02"],
            [("January 2026", ["W1"]), ("December 2025", ["Week 52: no record", "W51"])],
        ),
        (["2025-07-23", "2025-08-06"], [("August 2025", ["W32"]), ("July 2025", ["Week 31: no record", "W30"])]),
        (["2025-07-30", "2025-08-13"], [("August 2025", ["W33", "Week 32: no record"]), ("July 2025", ["W31"])]),
        (
            ["2025-07-02", "2025-09-10"],
            [("September 2025", ["W37", "Week 28 to week 36: no record"]), ("July 2025", ["W27"])],
        ),
        (
            ["2024-12-11", "2025-03-05"],
            [
                ("March 2025", ["W10"]),
                ("December 2024", ["Week 51, 2024 to week 9, 2025: no record", "W50"]),
            ],
        ),
    ],
)
def test_weeks_stand_below_their_months_with_what_is_missing(
    days: list[str], groups: list[tuple[str, list[str]]]
) -> None:
    assert outline(listed(dict.fromkeys(days, 1))) == groups


@settings(max_examples=40)
@given(st.sets(st.dates(date(2023, 12, 1), date(2026, 2, 1)), min_size=1, max_size=12))
def test_every_week_is_listed_once_or_is_in_one_gap(days: set[date]) -> None:
    view = listed({day.isoformat(): 1 for day in days})
    order = [row for group in view.groups for row in group.rows]
    assert [row.text for row in order if row.href] == [row.text for row in view.rows]
    begin, end = (pick(days, key=lambda day: day) for pick in (min, max))
    weeks = ((week_of(end).first - week_of(begin).first).days // 7) + 1
    assert weeks == len(view.rows) + sum(map(_weeks_of_gap, [row.text for row in order if not row.href]))
    assert len({group.title for group in view.groups}) == len(view.groups)
    assert sorted(view.years, reverse=True) == list(view.years)


def _weeks_of_gap(said: str) -> int:
    numbers = [int(number) for number in re.findall(r"[Ww]eek (\d+)", said)]
    years = [int(year) for year in re.findall(r", (\d{4})", said)] or [2025, 2025]
    first, last = (
        date.fromisocalendar(year, n, 1) for year, n in zip(years, (numbers[0], numbers[-1]), strict=True)
    )
    return (last - first) // timedelta(weeks=1) + 1


def test_months_stand_below_their_years() -> None:
    view = listed({"2024-11-05": 1, "2024-12-31": 1, "2025-01-01": 1}, "month")
    assert outline(view) == [("2025", ["January"]), ("2024", ["December", "November"])]
    assert view.years == ("2025", "2024")
    assert [group.href for group in view.groups] == ["../years/2025.html", "../years/2024.html"]


def test_years_are_one_group_of_their_own() -> None:
    view = listed({"2024-11-05": 1, "2025-01-01": 1}, "year")
    assert outline(view) == [("", ["2025", "2024"])]
    assert view.years == ()


def test_a_week_says_its_days_once() -> None:
    view = listed({"2025-12-10": 1, "2025-12-30": 1})
    assert [(row.text, row.detail) for row in view.rows] == [
        ("Week 1, 2026", "Dec 29 – Jan 4"),
        ("Week 50, 2025", "Dec 8–14"),
    ]


def test_bars_and_sparks_have_one_scale() -> None:
    view = listed({"2025-12-10": 10, "2025-12-11": 10, "2025-12-17": 40, "2025-12-22": 1})
    heights = [[int(height) for height in re.findall(r"v-(\d+)h", row.spark)] for row in view.rows]
    assert heights == [[1], [20], [5, 5]]
    assert [row.bar for row in view.rows] == ["2.5", "100", "50"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    site = Site(tmp_path_factory.mktemp("site")).record("2025-12-10", tags=["AI"])
    site.record("2026-01-07", tasks=[task("Long", "30h", "30m", project="P")])
    return rendered(site.prepared(), "weeks/*", "months/*", "years/*", "tags/*", "projects/*")


@pytest.mark.parametrize("file", LISTS)
def test_the_tabs_lead_to_each_other_and_mark_the_own(file: str, built: dict[str, bytes]) -> None:
    tabs = html(built[file]).xpath("//nav[@aria-label='Archive']/a")
    assert [(text(tab), tab.get("href")) for tab in tabs] == [
        ("Weeks", "../weeks/index.html"),
        ("Months", "../months/index.html"),
        ("Years", "../years/index.html"),
        ("Projects", "../projects/index.html"),
        ("Tags", "../tags/index.html"),
    ]
    assert [f"{text(tab).lower()}/index.html" for tab in tabs if tab.get("aria-current")] == [file]


@pytest.mark.parametrize("file", LISTS)
def test_a_year_has_an_address_in_the_list(file: str, built: dict[str, bytes]) -> None:
    page = html(built[file])
    jumps = page.xpath("//nav[@aria-label='Years']/a/@href")
    assert jumps == ([] if file.startswith("years") else ["#y2026", "#y2025"])
    assert [f"#{name}" for name in page.xpath("//tbody/@id")] == jumps


def test_rows_have_the_figures_of_their_period(built: dict[str, bytes]) -> None:
    assert rows(built["weeks/index.html"], "archive") == [
        ["January 2026"],
        ["W2 · Jan 5–11", "", "30.0", "1", "1", "60.0x"],
        ["Week 51, 2025 to week 1, 2026: no record"],
        ["December 2025"],
        ["W50 · Dec 8–14", "", "8.0", "1", "1", "24.0x"],
    ]
    assert rows(built["years/index.html"], "archive") == [
        ["2026", "", "30.0", "1", "1", "60.0x"],
        ["2025", "", "8.0", "1", "1", "24.0x"],
    ]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("week", "2 weeks since December 2025."),
        ("month", "2 months since December 2025."),
        ("year", "2 years since December 2025."),
    ],
)
def test_a_list_says_how_much_it_lists(kind: Any, said: str) -> None:
    assert listed({"2025-12-10": 1, "2026-01-07": 1}, kind).head.description == said


def test_an_archive_of_nothing() -> None:
    view = archive_view(
        plan(SETTINGS, Library(), ()).site, WEEKS, collect_archive(build_content(SETTINGS, Library()), "week")
    )
    assert (view.rows, view.groups, view.calendar) == ((), (), None)
    assert view.head.description == "No week has a record yet."
