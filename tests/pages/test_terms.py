"""Tags and projects: their pages, and the lists of them with what each has of all hours."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from leverage_site.markdown import Prose
from leverage_site.pages.content import build_content
from leverage_site.pages.plan import Plan, plan, site_view
from leverage_site.pages.terms import FORMER_KIND, TERM_KINDS
from leverage_site.pages.view_parts import Link
from leverage_site.records.model import LazyBody, Library, PlainPage, Record, RecordBody, task_ids
from leverage_site.settings import Settings
from leverage_site.stats.day_stats import day_stats
from leverage_site.stats.index import build_index
from tests.support import builders
from tests.support.sites import Site, hero, html, links, listed_days, rendered, rows, task, text


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Two projects over three months, one of them in two spellings."""
    site = Site(tmp_path)
    site.record(
        "2026-02-03", tasks=[task("a", "10h", "60m", project="Parser", tokens="1k"), task("b", "2h", "60m")]
    )
    site.record(
        "2026-04-06", tasks=[task("c", "6h", "60m", project="parser"), task("d", "1h", "30m", project="docs")]
    )
    return site.record(
        "2026-04-07", tasks=[task("e", "1h", "60m", project="PARSER"), task("f", "4h", "60m", project="parser")]
    )


def test_a_project_counts_its_tasks_whatever_the_case(site: Site) -> None:
    files = site.built()
    assert text(html(files["projects/parser.html"]).xpath("//h1")[0]) == "Parser"
    found = hero(files["projects/parser.html"])
    assert (found["Tasks"], found["Human hours"]) == ("4", "21.0 0.5 weeks")
    # Where no task logs tokens, the days stand in their place.
    assert ("Tokens" in found, found["Days"]) == (False, "3")
    assert listed_days(files["projects/parser.html"]) == ["2026-04-07", "2026-04-06", "2026-02-03"]
    assert [row[1:3] for row in rows(files["projects/parser.html"], "list")] == [
        ["5.0", "2"],
        ["6.0", "1"],
        ["10.0", "1"],
    ]


def test_a_project_of_five_months_has_a_chart_of_them(site: Site) -> None:
    months = ("2025-09-01", "2025-10-01", "2025-12-01")
    site.days(*months[1:], tasks=[task("Old", "2h", "12m", project="parser")])
    assert not html(site.built()["projects/parser.html"]).xpath("//figure")
    site.days(*months, tasks=[task("Old", "2h", "12m", project="parser")])
    (chart,) = html(site.built()["projects/parser.html"]).xpath("//figure")
    table = [[text(cell) for cell in row] for row in chart.xpath(".//tbody/tr")]
    old = [[f"{month} 2025", "10.0x", "2.0", "1"] for month in ("September", "October", "December")]
    assert table == [*old, ["February 2026", "10.0x", "10.0", "1"], ["April 2026", "3.7x", "11.0", "3"]]
    keys = ("2025-09", "2025-10", "2025-12", "2026-02", "2026-04")
    assert chart.xpath(".//div[@class='columns']/a/@href") == [f"../months/{key}.html" for key in keys]


def test_the_list_has_the_largest_first_and_each_share(site: Site) -> None:
    table = rows(site.built()["projects/index.html"], "list")
    assert [row[4:6] for row in table] == [["21.0", "88%"], ["1.0", "4.2%"]]


def test_tasks_lead_to_their_project(site: Site) -> None:
    page = html(site.built()["posts/2026/2026-04-06-leverage-record.html"])
    found = [(a.text, a.get("href")) for a in page.xpath("//tr/th//a")]
    assert found[:2] == [("Parser", "../../projects/parser.html"), ("docs", "../../projects/docs.html")]


def test_a_project_leads_to_its_tasks(site: Site) -> None:
    site.record("2026-05-01", tasks=[task(project="R & D?")])
    files = site.built()
    assert "../tasks.html?project=R%20%26%20D%3F" in links(files["projects/r-and-d.html"])


def test_a_project_s_address_is_a_setting(site: Site) -> None:
    files = site.settings("permalinks", project="/p/{slug}/").built()
    assert {"p/parser/index.html", "p/docs/index.html"} <= files.keys()
    assert "../p/parser/" in links(files["projects/index.html"])


def test_without_projects_the_list_says_so(tmp_path: Path) -> None:
    assert "Nothing here yet." in text(html(Site(tmp_path).record().built()["projects/index.html"]))


def test_a_list_says_when_each_began_and_ended(site: Site) -> None:
    table = rows(rendered(site.prepared(), "projects/*")["projects/index.html"], "list")
    assert [row[0] for row in table] == ["Parser Feb 3 – Apr 7, 2026", "docs Apr 6, 2026"]


def test_sparks_of_a_list_have_one_scale(site: Site) -> None:
    page = html(rendered(site.prepared(), "projects/*")["projects/index.html"])
    assert [re.findall(r"v-(\d+)h", path) for path in page.xpath("//td[@class='sparks']//@d")] == [
        ["18", "20"],
        ["2"],
    ]


def test_its_kind_stands_in_the_trail(site: Site) -> None:
    page = html(rendered(site.prepared(), "projects/*")["projects/parser.html"])
    assert [text(step) for step in page.xpath("//nav[@class='trail']//a")] == ["Archive", "Projects"]


def leaders(data: bytes) -> list[list[str]]:
    found = html(data).xpath("//ol[@class='leaders']")
    return [[text(node) for node in one.xpath(".//span[@class='what']/a")] for one in found]


def test_a_project_has_its_best_and_newest_tasks(site: Site) -> None:
    data = rendered(site.prepared(), "projects/*")["projects/parser.html"]
    assert leaders(data) == [["a", "c", "f", "e"], ["f", "e", "c", "a"]]
    assert "Half of its tasks" not in text(html(data))


def test_a_tag_has_the_tasks_of_whole_days_and_its_own(tmp_path: Path) -> None:
    site = Site(tmp_path).record("2026-04-06", tags=["AI"], tasks=[task("whole", "1h", project="P")])
    site.record("2026-04-07", tasks=[task("own", "2h", tags=["ai"]), task("other", "99h")])
    data = rendered(site.prepared(), "tags/*")["tags/ai.html"]
    assert leaders(data) == [["own", "whole"], ["own", "whole"]]
    assert html(data).xpath("//ol[@class='leaders']//span[@class='note']/a/@href") == ["../projects/p.html"] * 2


# Days of several years


def records(days: Mapping[str, int], bodies: list[date] | None = None) -> tuple[Record, ...]:
    """Return a record a day with one task of the project P, of so many hours; `bodies` tells which are read."""

    def body(day: date, hours: int) -> Callable[[], RecordBody]:
        def read() -> RecordBody:
            if bodies is not None:
                bodies.append(day)
            tasks = (builders.task(human=hours, task=f"of {day}", project="P", tags=("T",)),)
            return RecordBody(tasks, {}, Prose(), task_ids(tasks))

        return read

    found = []
    for name, hours in days.items():
        day = date.fromisoformat(name)
        own = builders.record(day=day, path=f"content/records/{name}.md", digest=name, front_matter_digest=name)
        found.append(replace(own, body=LazyBody(body(day, hours))))
    return tuple(found)


SETTINGS = Settings("tag:e,2026:x", "https://example.org/", page_size=1)
# The newest five days are those of 2026 and one of 2025.
THREE_YEARS = [f"{year}-03-0{n}" for year in (2024, 2025, 2026) for n in range(1, 5)]


def planned(days: Sequence[str], pages: Sequence[PlainPage] = ()) -> Plan:
    return plan(SETTINGS, Library(records=records(dict.fromkeys(days, 1)), pages=tuple(pages)), ())


def views(plan_: Plan, pattern: str) -> dict[str, Any]:
    """Return the views of the pages at matching addresses."""
    return {
        page.address: page.view(plan_.site, page.inputs(plan_.content))
        for page in plan_.pages
        if fnmatch(page.address, pattern)
    }


def test_days_beyond_the_newest_are_on_the_pages_of_their_years() -> None:
    found = views(planned(THREE_YEARS), "/projects/p*.html")
    first, old, older = found["/projects/p.html"], found["/projects/p/2025.html"], found["/projects/p/2024.html"]
    assert [len(view.days) for view in (first, old, older)] == [5, 4, 4]
    assert [day.date[:4] for day in old.days] == ["2025"] * 4
    assert [view.total_days for view in (first, old, older)] == [12, 4, 4]
    assert [view.title for view in (first, old, older)] == ["P", "P in 2025", "P in 2024"]
    assert [(row.text, row.days) for row in first.years] == [("2025", 4), ("2024", 4)]
    assert [row.text for row in first.months] == ["March 2026", "March 2025", "March 2024"]
    assert [(view.pager.n, view.pager.of) for view in (first, old, older)] == [(1, 3), (2, 3), (3, 3)]
    assert old.pager.previous == Link("Newest days", "../p.html")
    assert old.pager.next == Link("2024", "2024.html")


FORMER = [
    # days, old addresses below /projects/p/ with the files that they lead to
    (THREE_YEARS[:1], {}),
    (THREE_YEARS[:5], {}),
    (THREE_YEARS[:6], {"2": "2024"}),
    (THREE_YEARS, {"2": "2025", "3": "2024"}),
    ([f"2024-03-{n:02}" for n in range(1, 17)], {"2": "2024", "3": "2024", "4": "2024"}),
]


@pytest.mark.parametrize(("days", "moved"), FORMER)
@pytest.mark.parametrize("name", ["/projects/p", "/tags/t"])
def test_former_pages_lead_to_the_year_in_which_they_began(
    name: str, days: list[str], moved: dict[str, str]
) -> None:
    plan_ = planned(days)
    found = {
        page.address: page for page in plan_.pages if page.kind is FORMER_KIND and page.address.startswith(name)
    }
    assert {address: page.args[1] for address, page in found.items()} == {
        f"{name}/{n}.html": f"{name}/{year}.html" for n, year in moved.items()
    }
    assert all(page.args[1] in {one.address for one in plan_.pages} for page in found.values())
    assert not plan_.problems


def test_no_former_page_takes_the_place_of_another() -> None:
    own = PlainPage("content/pages/x.md", "d", "Mine", url="/projects/p/2.html")
    plan_ = planned(THREE_YEARS, [own])
    assert not plan_.problems
    assert plan_.by_file["projects/p/2.html"].path == own.path


def test_a_page_of_thousands_of_days_reads_the_tasks_that_it_shows() -> None:
    begin, bodies = date(2014, 1, 1), []
    days = {f"{begin + timedelta(days=n)}": 1 + n % 97 for n in range(4_000)}
    found = records(days, bodies)
    stats = {record.digest: day_stats(record) for record in records(days)}
    content = build_content(replace(SETTINGS, page_size=20), Library(records=found), build_index(found, stats))
    pages = [page for kind in TERM_KINDS if kind.name == "project" for page in kind.plan(kind, content, ())]
    assert [page.args[2] for page in pages] == ["", *map(str, range(2024, 2013, -1))]
    first, *years = [page.view(site_view(content, {}), page.inputs(content)) for page in pages]
    assert len(set(bodies)) <= 20
    assert (len(first.days), first.total_days, len(first.months), len(first.years)) == (100, 4_000, 24, 11)
    assert sum(len(view.days) for view in years) == 4_000
    assert [row.date for row in first.newest] == sorted(days)[-1:-11:-1]
    assert {row.task.human for row in first.highest} == {"97h"}
    assert [row.date for row in first.highest] == [day for day, hours in days.items() if hours == 97][:10]


def test_a_project_of_many_tasks_is_held_against_all_tasks(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.record("2026-04-06", tasks=[task(f"P {n}", f"{n}h", "60m", project="P") for n in range(11, 21)])
    site.record("2026-04-07", tasks=[task(f"Q {n}", f"{n}h", "60m", project="Q") for n in range(1, 11)])
    files = rendered(site.prepared(), "projects/*")
    said = [node for node in html(files["projects/p.html"]).xpath("//p") if text(node).startswith("Half")]
    assert [text(node) for node in said] == [
        "Half of its tasks lie between 13.0x and 18.0x; of all tasks between 5.0x and 15.0x."
    ]
