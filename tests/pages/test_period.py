"""Pages of periods: several days of one ISO week, of a month, of a year; their neighbours, tasks, notes."""

from pathlib import Path

import pytest

from tests.support.sites import Site, hero, html, listed_days, rendered, rows, task, text


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a week over New Year with four days, a gap of a week, and a week with one day."""
    site = Site(tmp_path)
    site.record("2025-12-21", tasks=[task("Older", "10h", "60m")])
    site.record("2025-12-29", tasks=[task("Monday", "8h", "60m", supervision="4m"), task("Low", "1h", "60m")])
    site.record("2025-12-31", tasks=[task("Eve", "30h", "60m", supervision="6m", tokens="1k")])
    site.record("2026-01-01", tasks=[], tokens="2k")
    site.record("2026-01-04", tasks=[task("Sunday", "21h", "60m")])
    return site.record("2026-01-14", tasks=[task("Later", "2h", "60m")])


def test_the_week_over_new_year(site: Site) -> None:
    page = html(site.built()["weeks/2026-W01.html"])
    assert text(page.xpath("//h1")[0]) == "Week 1, 2026 December 29 – January 4"
    assert page.xpath("//h1/data/@value") == ["2026-W01"]
    assert "2026-W01" not in text(page.xpath("//main")[0])
    assert listed_days(site.built()["weeks/2026-W01.html"]) == [
        "2025-12-29",
        "2025-12-31",
        "2026-01-01",
        "2026-01-04",
    ]


def test_its_figures_are_ratios_of_sums_and_changes_those_of_a_day(site: Site) -> None:
    assert hero(site.built()["weeks/2026-W01.html"]) == {
        "Tasks": "4 ±0%",
        "Human hours": "60.0 1.5 weeks +50%",
        "Helper time": "4 h ±0%",
        "Supervision": "10 min",
        "Tokens": "3k 2 days unknown",
        "Leverage": "15.0x +50% on Week 51, 2025; sums per recorded day",
        "Supervisory": "228.0x",
    }


def test_it_is_held_against_the_week_before_that_has_a_record(site: Site) -> None:
    files = site.built()
    page = html(files["weeks/2026-W01.html"])
    (section,) = page.xpath("//section[.//table[contains(@class, 'figures')]]")
    assert "Week 51, 2025" in text(section)
    assert "4 recorded days, before 1: sums are compared per recorded day." in text(section)
    assert ["Total human-equivalent hours", "60.0", "10.0", "+50%"] in rows(
        files["weeks/2026-W01.html"], "figures"
    )
    assert page.xpath("//main//a[@rel='prev']/@href") == ["2025-W51.html"]
    assert page.xpath("//main//a[@rel='next']/@href") == ["2026-W03.html"]
    assert "weeks/2025-W52.html" not in files
    assert "weeks/2026-W02.html" not in files


def leaders(data: bytes) -> list[list[str]]:
    """Return the texts of the highest, then of the lowest tasks."""
    lists = html(data).xpath("//ol[contains(@class, 'leaders')]")
    return [[text(item) for item in found.xpath("./li")] for found in lists]


def test_its_highest_and_lowest_tasks(tmp_path: Path) -> None:
    site = Site(tmp_path).record("2026-04-06", tasks=[task(f"Task {n}", f"{n}h", "60m") for n in range(1, 10)])
    site.record("2026-04-07", tasks=[task("Eve", "30h", "60m")])
    data = site.built()["weeks/2026-W15.html"]
    assert [[item.partition(" · ")[0] for item in found] for found in leaders(data)] == [
        ["30.0x Eve 30h in 60m", "9.0x Task 9 9h in 60m", "8.0x Task 8 8h in 60m"],
        ["1.0x Task 1 1h in 60m", "2.0x Task 2 2h in 60m", "3.0x Task 3 3h in 60m"],
    ]
    assert [text(head) for head in html(data).xpath("//*[@class='halves']//h3")] == ["The highest", "The lowest"]
    first = html(data).xpath("//ol[contains(@class, 'leaders')]//a/@href")[0]
    assert first.endswith("2026-04-07-leverage-record.html#t--eve")


def test_one_task_is_not_both(site: Site) -> None:
    data = site.built()["weeks/2026-W03.html"]
    assert leaders(data) == [["2.0x Later 2h in 60m · Wed 14 Jan"]]
    assert "Its task" in text(html(data))


GAPS = {
    "weekdays": (["2026-04-01", "2026-04-06", "2026-04-09", "2026-04-14"], ["Only Monday and Thursday have a record."]),
    "all but one weekday": (["2026-04-01", "2026-04-09", "2026-04-14"], ["Only Thursday has a record."]),
    "as many with as without": (["2026-04-06", "2026-04-08", "2026-04-09"], ["No record on Tuesday."]),
    "one weekday": ([*(f"2026-04-0{n}" for n in range(5, 10)), "2026-04-10", "2026-04-12", "2026-04-13"], ["No record on Saturday."]),
    "a day of rest has a record": ([*(f"2026-04-0{n}" for n in range(5, 10)), "2026-04-10", "2026-04-11", "2026-04-12", "2026-04-13"], []),
    "before the first record nothing is missing": (["2026-04-09", "2026-04-10", "2026-04-11", "2026-04-12", "2026-04-13"], []),
    "after the last record nothing is missing yet": (["2026-04-05", "2026-04-06", "2026-04-07"], []),
    "alone": (["2026-04-09"], []),
    "the week before": (["2026-03-29", "2026-04-06"], ["The week before has no record."]),
    "weeks before": (["2026-03-15", "2026-04-06", "2026-04-08"], ["No record on Tuesday.", "The 3 weeks before have no record."]),
}  # fmt: skip


@pytest.mark.parametrize("name", GAPS)
def test_what_of_a_week_has_no_record_is_said_and_is_no_zero(name: str, tmp_path: Path) -> None:
    days, sentences = GAPS[name]
    site = Site(tmp_path).days(*days)
    if "rest" in name:
        site.record("2026-04-11", tasks=[])
    data = site.built()["weeks/2026-W15.html"]
    page = html(data)
    assert [text(line) for line in page.xpath("//p[contains(@class, 'gaps')]")] == [" ".join(sentences)] * bool(
        sentences
    )
    assert listed_days(data) == [day for day in days if "2026-04-06" <= day <= "2026-04-12"]


@pytest.mark.parametrize(
    ("days", "file", "sentence"),
    [
        (["2026-01-05", "2026-04-06"], "months/2026-04.html", "The 2 months before have no record."),
        (["2026-02-05", "2026-04-06"], "months/2026-04.html", "The month before has no record."),
        (["2026-03-05", "2026-04-06"], "months/2026-04.html", ""),
        (["2024-03-05", "2026-04-06"], "years/2026.html", "The year before has no record."),
        (["2025-03-05", "2026-04-06"], "years/2026.html", ""),
    ],
)
def test_months_and_years_without_a_record_are_said(
    days: list[str], file: str, sentence: str, tmp_path: Path
) -> None:
    page = html(Site(tmp_path).days(*days).built()[file])
    assert " ".join(text(line) for line in page.xpath("//p[contains(@class, 'gaps')]")) == sentence


def test_a_week_of_rest(tmp_path: Path) -> None:
    data = Site(tmp_path).record(tasks=[]).built()["weeks/2026-W15.html"]
    assert leaders(data) == []
    assert listed_days(data) == ["2026-04-07"]
    assert "No tasks: one day of rest." in text(html(data))
    assert not html(data).xpath("//figure")


def test_a_note_stands_on_its_week_and_links_resolve(site: Site) -> None:
    site.file("content/weeks/2026-W01.md", "# Head\n\nSee [Eve](../records/2025-12-31.md).\n")
    page = html(site.built()["weeks/2026-W01.html"])
    _, note = page.xpath("//main//*[contains(@class, 'prose')]")
    assert text(note) == "Head See Eve."
    assert note.xpath(".//a/@href") == ["../posts/2025/2025-12-31-leverage-record.html"]
    assert note.xpath("./*[1]")[0].tag == "h2"


def test_a_note_makes_a_week_of_its_own_but_no_neighbour(site: Site) -> None:
    site.file("content/weeks/2026-W02.md", "A week off.\n")
    assert site.codes() == []
    files = rendered(site.prepared())
    page = html(files["weeks/2026-W02.html"])
    assert "A week off." in text(page)
    assert "There is no record of this week." in text(page)
    assert not page.xpath("//table | //figure | //dl")
    assert not page.xpath("//main//a[@rel='prev' or @rel='next']")
    assert html(files["weeks/2026-W01.html"]).xpath("//main//a[@rel='next']/@href") == ["2026-W03.html"]


def test_a_week_s_permalink(site: Site) -> None:
    files = site.settings("permalinks", week="/{year}/{week}/").built()
    assert {"2026/2026-W01/index.html", "2025/2025-W51/index.html"} <= files.keys()
    assert "../../2025/2025-W51/" in "".join(html(files["2026/2026-W01/index.html"]).xpath("//a/@href"))


def test_a_name_that_is_no_week_is_a_problem(site: Site) -> None:
    for name in ("2026-W54", "2026-15", "notes"):
        site.file(f"content/weeks/{name}.md", "x\n")
    assert site.codes() == ["R031"] * 3


def test_a_month_has_its_days_and_is_held_against_the_month_before(site: Site) -> None:
    files = site.built()
    page = html(files["months/2025-12.html"])
    assert text(page.xpath("//h1")[0]) == "December 2025"
    assert listed_days(files["months/2025-12.html"]) == ["2025-12-21", "2025-12-29", "2025-12-31"]
    assert hero(files["months/2025-12.html"])["Human hours"] == "49.0 1.2 weeks"
    assert page.xpath("//main//a[@rel='next']/@href") == ["2026-01.html"]
    later = html(files["months/2026-01.html"])
    (section,) = later.xpath("//section[.//table[contains(@class, 'figures')]]")
    assert "December 2025" in text(section)
    assert "Since December 2025." in text(section)


def test_a_year_has_its_months(site: Site) -> None:
    files = site.built()
    page = html(files["years/2025.html"])
    assert text(page.xpath("//h1")[0]) == "2025"
    (row,) = page.xpath("//table[contains(@class, 'list')]/tbody/tr")
    assert [text(cell) for cell in row] == ["December 2025", "", "3", "4", "49.0", "240", "12.2x", "228.0x"]
    assert row.xpath(".//a/@href") == ["../months/2025-12.html"]
    assert page.xpath("//ol[contains(@class, 'days')]") == []
    assert leaders(files["years/2025.html"])[0][0].startswith("30.0x Eve")


def test_a_year_draws_its_months_and_its_days(tmp_path: Path) -> None:
    days = [f"2025-{month:02}-{day:02}" for month in range(1, 6) for day in (3, 17)]
    page = html(Site(tmp_path).days(*days).built()["years/2025.html"])
    drawn = page.xpath("//*[@class='calendar']//a/@href")
    assert [href.rpartition("/")[2][:10] for href in drawn] == days
    months = [f"../months/2025-{month:02}.html" for month in range(1, 6)]
    assert page.xpath("//*[@class='panels']//a/@href") == months


# What a month of so many days, each with so many tasks, is made of.
PARTS = {
    "figures": "//dl[@class='hero']",
    "chart": "//*[@class='panels']",
    "calendar": "//*[@class='calendar']",
    "days": "//*[@id='its_days']//tbody/tr",
    "highest": "//ol[@class='leaders']",
    "lowest": "//h3[. = 'The lowest']",
    "factors": "//*[@class='histogram']",
}


@pytest.mark.parametrize(
    ("days", "tasks", "wanted"),
    [
        (3, 0, "days"),
        (12, 0, "days"),
        (1, 1, "figures days highest"),
        (4, 2, "figures days highest"),
        (5, 1, "figures chart days highest"),
        (9, 1, "figures chart days highest"),
        (1, 10, "figures days highest lowest factors"),
        (10, 1, "figures chart calendar days highest lowest factors"),
    ],
)
def test_nothing_of_a_sparse_month_is_empty(days: int, tasks: int, wanted: str, tmp_path: Path) -> None:
    site = Site(tmp_path)
    for n in range(1, days + 1):
        site.record(f"2026-04-{n:02}", tasks=[task(str(k), f"{k + 1}h") for k in range(tasks)])
    page = html(site.built()["months/2026-04.html"])
    assert [name for name, path in PARTS.items() if page.xpath(path)] == wanted.split()


def test_their_addresses_are_settings(site: Site) -> None:
    site.settings("permalinks", month="/{year}/{month}/", year="/{year}.html")
    files = site.built()
    assert {"2026/2026-01/index.html", "2026.html"} <= files.keys()
    assert html(files["2026/2026-01/index.html"]).xpath("//main//a[@rel='prev']/@href") == ["../../2025/2025-12/"]


def test_a_sites_own_theme_may_change_one_of_them(site: Site) -> None:
    site.theme(
        {"month.html": '{% extends "default/month.html" %}{% block main %}Mine: {{ view.key }}{% endblock %}'}
    )
    files = site.built()
    assert "Mine: 2026-01" in files["months/2026-01.html"].decode()
    assert "Mine" not in files["weeks/2026-W03.html"].decode()
