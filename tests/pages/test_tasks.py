"""The tasks, month by month: which pages there are, their rows, and what changes them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from leverage_site import build
from leverage_site.figures import factor_text, hours_cell, minutes_cell, tokens_cell
from leverage_site.pages.page import PageKeys, context
from leverage_site.pages.plan import plan
from leverage_site.records.model import LazyBody, Library, Record
from leverage_site.stats.index import build_index
from leverage_site.stats.totals import factor, supervisory_factor
from leverage_site.urls import without_digest
from tests.support.sites import Site, changed, html, keys_of, task, text

TABLE = "//main/table"
FIRST, MARCH, JANUARY = "tasks.html", "tasks/2026-03.html", "tasks/2026-01.html"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Days of four months, one of which has only a day of rest."""
    site = Site(tmp_path / "site")
    site.record("2026-01-31", "Words.\n", tasks=[task("Oldest")])
    site.record("2026-02-10", "A day off.\n", tasks=[])
    site.record("2026-03-01", tasks=[task("Low", "1h", "30m"), task("High", "8h", "1m", tags=["web"])])
    site.record("2026-03-05", tasks=[task("Later", project="search", supervision="0m")])
    site.record("2026-03-09", tasks=[])
    return site.record("2026-04-07", "Words.\n", tasks=[task("Newest", project="Wiki", note="Twice")])


def pages(names: set[str]) -> set[str]:
    return {name for name in names if name.startswith("tasks")}


def columns(data: bytes) -> list[str]:
    return [cell.get("class").split()[-1] for cell in html(data).xpath(f"{TABLE}/thead//th")]


def days(data: bytes) -> list[list[str | list[str]]]:
    """Return each day as its name and the texts of the rows below it."""
    return [
        [text(row) if row.get("class") else [text(cell) for cell in row] for row in body]
        for body in html(data).xpath(f"{TABLE}/tbody")
    ]


def test_each_month_with_tasks_has_a_page(site: Site) -> None:
    files = site.built()
    assert pages(set(files)) == {FIRST, MARCH, JANUARY}
    headings = [text(html(files[name]).xpath("//h1")[0]) for name in (FIRST, MARCH, JANUARY)]
    assert headings == ["Tasks", "Tasks: March 2026", "Tasks: January 2026"]
    sums = [text(html(files[name]).xpath("//p[@class='sum'][text()]")[0]) for name in (FIRST, MARCH)]
    assert sums == [
        "April 2026 · 1 task on 1 day · 8.0 h in 20 min of Helper · 24.0x",
        "March 2026 · 3 tasks on 2 days · 17.0 h in 51 min of Helper · 20.0x",
    ]
    assert html(files[MARCH]).xpath("//meta[@name='description']/@content") == [
        "3 tasks on 2 days of March 2026: 17.0 hours of human work in 51 min of Helper, 20.0x."
    ]


@pytest.mark.parametrize("tasks", [None, []])
def test_without_tasks_there_is_one_page_that_says_so(tasks: list[object] | None, tmp_path: Path) -> None:
    site = Site(tmp_path) if tasks is None else Site(tmp_path).record(tasks=tasks)
    files = site.built()
    assert pages(set(files)) == {FIRST}
    page = html(files[FIRST])
    assert "There is no task yet." in text(page)
    assert page.xpath("//table | //main//nav | //script[contains(@src, 'tasks.js')] | //form | //details") == []


def test_a_day_of_rest_that_gets_a_task_brings_a_page(site: Site) -> None:
    before = site.prepared()
    site.record("2026-02-10", tasks=[task("Woken")])
    after = build.plan_site(site.root, previous=before)
    assert "/tasks/2026-02.html" in {page.address for page in after.plan.pages}
    assert keys_of(after) == keys_of(site.prepared())


def test_newest_days_first_in_the_order_of_the_day_s_page(site: Site) -> None:
    def listed() -> list[list[str]]:
        return [[row if isinstance(row, str) else row[0] for row in day] for day in days(site.built()[MARCH])]

    assert listed() == [["Thu 5 Mar", "Later search"], ["Sun 1 Mar", "High #web", "Low"]]
    site.settings("pages", task_order="file")
    assert listed() == [["Thu 5 Mar", "Later search"], ["Sun 1 Mar", "Low", "High #web"]]


def expected(record: Record) -> list[list[str]]:
    """Return the figures of a record's rows where all columns are shown."""
    return [
        [
            hours_cell(row.human),
            minutes_cell(row.ai),
            minutes_cell(row.supervision),
            tokens_cell(row.tokens),
            factor_text(factor(row)),
            factor_text(supervisory_factor(row)),
        ]
        for row in record.body.get().tasks
    ]


def test_rows_are_those_of_the_records(tmp_path: Path) -> None:
    site = Site(tmp_path).settings("pages", task_order="file")
    site.record("2026-04-07", tasks=[task("a", tokens="400k"), task("b", "0.25h", "90s", supervision="0m")])
    site.record("2026-04-08", tasks=[task("c", assistant="Other", supervision="3m", tokens="~2M")])
    found = [[row[1:] for row in rows] for _, *rows in days(site.built()[FIRST])]
    records = site.prepared().plan.content.library.records
    assert found == [expected(record) for record in reversed(records)]


def test_exact_times_stand_where_rows_round_them(tmp_path: Path) -> None:
    """They are those of the data, with which the explorer sums up."""
    site = Site(tmp_path).settings("pages", task_order="file")
    site.record("2026-04-07", tasks=[task("a", "1.25h", "3.75m"), task("b", "36s", "0.6s")])
    site.record("2026-04-08", tasks=[task("a", "8h", "20m"), task("b", "20m", "100s")])
    files = site.built()
    found = html(files[FIRST]).xpath(f"{TABLE}//tr[@class='day']")
    assert [row.get("data-exact") for row in found][1] is None
    data = json.loads(files["data/tasks.json"])["tasks"][2:]
    assert found[0].get("data-exact") == " ".join(f"{row['human_hours']} {row['ai_minutes']}" for row in data)


def test_days_carry_their_tags_and_all_but_those_of_every_day_are_offered(site: Site) -> None:
    site.record("2026-04-08", tags=["Daily", "Release"], tasks=[task("Newest", tags=["web"])])
    for day in ("2026-01-31", "2026-02-10", "2026-03-01", "2026-03-05", "2026-03-09", "2026-04-07"):
        path = site.root / f"content/records/{day}.md"
        path.write_text(path.read_text().replace("\n", "\ntags: [Daily]\n", 1))
    page = html(site.built()[FIRST])
    assert page.xpath(f"{TABLE}//tr[@class='day']/@data-tags") == ["Daily\nRelease", "Daily"]
    assert page.xpath("//select[@name='tag']/option/text()") == ["Tag", "Release", "web"]


def test_a_column_that_no_task_fills_is_not_shown(site: Site) -> None:
    files = site.built()
    assert columns(files[FIRST]) == ["task", "human", "ai", "factor"]
    assert columns(files[MARCH]) == ["task", "human", "ai", "supervision", "factor", "supervisory"]
    site.record("2026-04-08", tasks=[task(tokens="1k", assistant="Other")])
    assert columns(site.built()[FIRST]) == ["task", "human", "ai", "tokens", "factor"]


def test_every_cell_of_a_card_has_its_label(site: Site) -> None:
    for cell in html(site.built()[MARCH]).xpath("//tbody//td"):
        assert cell.get("data-label")


def test_links_lead_to_days_tags_and_other_months(site: Site) -> None:
    files = site.built()
    found = {
        name: [(a.get("rel"), a.get("href")) for a in html(files[name]).xpath("//*[@rel='prev' or @rel='next']")]
        for name in (FIRST, MARCH, JANUARY)
    }
    assert found == {
        FIRST: [("next", "tasks/2026-03.html")] * 2,
        MARCH: [("prev", "../tasks.html"), ("next", "2026-01.html")] * 2,
        JANUARY: [("prev", "2026-03.html")] * 2,
    }
    page = html(files[MARCH])
    assert page.xpath("//tr[@class='day']//a/@href")[0] == "../posts/2026/2026-03-05-leverage-record.html"
    assert page.xpath("//th[@scope='row']/a/@href")[0] == "../posts/2026/2026-03-05-leverage-record.html#t--later"
    assert page.xpath("//th/span/a/@href") == ["../projects/search.html", "../tags/web.html"]


def test_the_first_page_alone_has_the_months_and_the_filters(site: Site) -> None:
    site.record("2025-12-01", tasks=[task(project="wiki"), task(project="API", assistant="Other")])
    files = site.built()
    page = html(files[FIRST])
    months = [(a.text, a.get("href")) for a in page.xpath("//ul[@id='task_months']//a")]
    assert [text for text, _ in months] == ["April 2026", "March 2026", "January 2026", "December 2025"]
    assert [href for _, href in months] == [FIRST, MARCH, JANUARY, "tasks/2025-12.html"]
    options = {select.get("name"): select.xpath("option/text()") for select in page.xpath("//select")}
    assert options == {
        "project": ["Project", "API", "search", "wiki"],
        "tag": ["Tag", "web"],
        "assistant": ["Assistant", "Helper", "Other"],
        "min": ["Factor", "From 10x", "From 30x", "From 100x", "From 300x", "From 1,000x"],
        "sort": ["Newest", "Highest factor", "Most hours"],
    }
    assert page.xpath("//form")
    assert [*map(without_digest, page.xpath("//script/@src"))] == ["assets/tables.js", "assets/tasks.js"]
    assert html(files[MARCH]).xpath("//form | //script[contains(@src, 'tasks.js')] | //details") == []


def test_only_the_first_page_changes_with_new_names_and_months(site: Site) -> None:
    before = site.keys()
    site.record("2026-01-31", tasks=[task("Oldest", project="new")])
    after = site.keys()
    assert pages(changed(before, after)) == {FIRST, JANUARY}
    site.record("2026-05-01")
    assert pages(changed(after, site.keys())) == {FIRST, "tasks/2026-04.html", MARCH}


def test_an_edit_of_a_task_changes_its_month_alone(site: Site) -> None:
    before = site.keys()
    site.record("2026-01-31", tasks=[task("Renamed", "9h", supervision="1m")])
    assert pages(changed(before, site.keys())) == {JANUARY}


@pytest.mark.parametrize("day", ["2026-01-31", "2026-04-07"])
def test_an_edit_of_the_prose_changes_none(day: str, site: Site) -> None:
    path = site.root / f"content/records/{day}.md"
    before = site.keys()
    path.write_text(path.read_text() + "\nMore words.\n\n## And a heading\n")
    after = site.keys()
    assert f"posts/2026/{day}-leverage-record.html" in changed(before, after)
    assert pages(changed(before, after)) == set()


def test_inputs_are_gathered_without_the_tasks(site: Site) -> None:
    """They are read from the disk once they are asked for, which an unchanged page need not do."""
    content = site.prepared().plan.content
    bare = [replace(record, body=LazyBody(asked)) for record in content.library.records]
    known = {r.digest: day.stats for r, day in zip(content.index.records, content.days, strict=True)}
    planned = plan(content.settings, Library(tuple(bare)), (), None, build_index(bare, known))
    keys = PageKeys(context(planned.site, (), ""), planned.content)
    assert len({keys.key_of(page) for page in planned.pages if page.kind.template == "tasks.html"}) == 3


def asked() -> NoReturn:
    raise AssertionError("a body was asked for")


def test_a_page_of_the_author_s_at_the_same_place_is_a_problem(site: Site) -> None:
    assert site.page("tasks").codes() == ["P001"]
    site.remove("content/pages/tasks.md")
    assert site.page("x", aliases=["/tasks/2026-03.html"]).codes() == ["P001"]


def test_texts_are_escaped(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>"
    site = Site(tmp_path).settings(assistant=hostile)
    site.record(tasks=[task(hostile, project=hostile, note=hostile, tags=[hostile], assistant=f"{hostile}2")])
    page = html(site.built()[FIRST])
    assert [*map(without_digest, page.xpath("//script/@src"))] == ["assets/tables.js", "assets/tasks.js"]
    assert len(page.xpath("//script")) == 3
    assert page.xpath("//select[@name='project']/option/text()") == ["Project", hostile]
