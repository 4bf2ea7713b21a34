"""The dashboard: ranges with their shares, leaders by timeframe, records that were set, the newest days."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml.html import HtmlElement

from tests.support.sites import Site, hero, html, rows, task, text

FILE = "leverage.html"
FIRST = date(2026, 1, 1)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Days of two years; the newest is April 22, 2026."""
    site = Site(tmp_path)
    site.record("2025-11-30", tasks=[task("Old best", "90h", "60m", project="a")])
    site.record("2026-01-21", tasks=[task("Just out of 90 days", "80h", "60m", project="b", tags=["y"])])
    site.record("2026-01-23", tasks=[task("Just in 90 days", "70h", "60m", project="b", tags=["x"])])
    site.record("2026-04-15", tasks=[task("Just out of 7 days", "20h", "60m"), task("Low", "1h", "60m")])
    site.record("2026-04-16", tasks=[task(f"In 7 days {n}", f"{n}h", "60m") for n in range(10, 1, -1)])
    site.record("2026-04-20", tasks=[])
    return site.record("2026-04-22", tasks=[task("Newest", "5h", "60m")], title="A title")


def frames(data: bytes, section: str) -> dict[str, HtmlElement]:
    """Return what a section shows of each range or timeframe, by its name."""
    found = html(data).xpath(f"//section[@aria-labelledby='{section}']/div[@data-frame]")
    assert [frame.get("data-frame") for frame in found] == [text(frame.find("h3")) for frame in found]
    assert sum(frame.get("class") == "frame chosen" for frame in found) == bool(found)
    return {text(frame.find("h3")): frame for frame in found}


def leaders(data: bytes) -> dict[str, list[list[str]]]:
    """Return the tasks and the days of each timeframe, by its name."""
    found = frames(data, "leaders")
    return {
        name: [[text(a) for a in each.xpath(".//span[@class='what']/a")] for each in frame.xpath(".//ol")]
        for name, frame in found.items()
    }


def shares(frame: HtmlElement, kind: str) -> list[tuple[str, str, str]]:
    """Return the names, shares and hours of projects or tags."""
    found = frame.xpath(f".//h4[.='By {kind}']/following-sibling::table/tbody/tr")
    return [tuple(text(cell) for cell in row.xpath("./*"))[:3] for row in found]


def a_day_each(site: Site, count: int, tasks: list[dict[str, object]] | None = None, **keys: object) -> Site:
    """Write records of so many days, one after the other."""
    dates = [(FIRST + timedelta(days=n)).isoformat() for n in range(count)]
    return site.days(*dates, tasks=[task()] if tasks is None else tasks, **keys)


def test_the_timeframes_count_back_from_the_newest_record(site: Site) -> None:
    found = {name: tasks for name, (tasks, _) in leaders(site.built()[FILE]).items()}
    recent = [f"In 7 days {n}" for n in range(10, 1, -1)]
    assert found == {
        "All time": ["Old best", "Just out of 90 days", "Just in 90 days", "Just out of 7 days", recent[0]],
        "2026": ["Just out of 90 days", "Just in 90 days", "Just out of 7 days", *recent[:2]],
        "90 days": ["Just in 90 days", "Just out of 7 days", *recent[:3]],
        "30 days": ["Just out of 7 days", *recent[:4]],
        "7 days": recent[:5],
    }
    assert list(found) == ["All time", "2026", "90 days", "30 days", "7 days"]


def test_leaders_lead_to_the_rows_of_their_tasks(site: Site) -> None:
    built = site.built()
    hrefs = html(built[FILE]).xpath("//section[@aria-labelledby='leaders']//a[contains(@href, '#')]/@href")
    assert len(set(hrefs)) > 5
    for href in hrefs:
        name, _, anchor = href.partition("#")
        assert html(built[name]).xpath(f"//tr[@id='{anchor}']"), href


def test_a_timeframe_of_the_days_of_the_next_or_of_few_tasks_is_left_out(site: Site) -> None:
    site.remove("content/records/2025-11-30.md").remove("content/records/2026-01-21.md")
    site.record("2026-04-16", tasks=[task("One less", "2h", "60m") for _ in range(8)])
    assert list(leaders(site.built()[FILE])) == ["All time", "30 days"]


def test_days_are_led_by_their_weighted_leverage(site: Site) -> None:
    days = leaders(site.built()[FILE])["30 days"][1]
    assert days == ["Wed 15 Apr 2026", "Thu 16 Apr 2026", "Wed 22 Apr 2026"]


def test_shares_are_of_the_hours_of_their_range(site: Site) -> None:
    found = frames(site.built()[FILE], "where_to")
    assert list(found) == ["All time"]
    assert shares(found["All time"], "project") == [("b", "47%", "150.0"), ("a", "28%", "90.0")]
    assert shares(found["All time"], "tag") == [("y", "25%", "80.0"), ("x", "22%", "70.0")]
    bars = found["All time"].xpath(".//td[@class='share']//rect/@width")
    assert bars == ["47%", "28%", "25%", "22%"]


def test_ranges_count_back_from_the_newest_record(tmp_path: Path) -> None:
    """Each has its own days, hours and shares; the one of a year is chosen."""
    site, newest = Site(tmp_path), date(2026, 4, 22)
    for project, ages in {"a": (0, 1, 2, 3, 29), "b": (30, 40, 50, 89), "c": (90, 364), "d": (365,)}.items():
        for age in ages:
            site.record((newest - timedelta(days=age)).isoformat(), tasks=[task(human="2h", project=project)])
    data = site.built()[FILE]
    drawn, found = frames(data, "over_time"), frames(data, "where_to")
    assert list(found) == list(drawn) == ["All time", "365 days", "90 days", "30 days"]
    assert {name: [shared[0] for shared in shares(frame, "project")] for name, frame in found.items()} == {
        "30 days": ["a"],
        "90 days": ["a", "b"],
        "365 days": ["a", "b", "c"],
        "All time": ["a", "b", "c", "d"],
    }
    said = {name: text(frame.xpath("./p[@class='aside']")[0]) for name, frame in drawn.items()}
    sums = {name: re.findall(r"([\d.]+) (?:days|human)", words) for name, words in said.items()}
    assert sums == {
        "30 days": ["5", "10.0"],
        "90 days": ["9", "18.0"],
        "365 days": ["11", "22.0"],
        "All time": ["12", "24.0"],
    }
    assert found["365 days"].get("class") == "frame chosen"


RANGES = {
    # The days of a site by age, and its ranges.
    "young": (range(20), ["All time"]),
    "all in 30 days": (range(30), ["All time"]),
    "a day more": (range(31), ["All time", "30 days"]),
    "few of late": ((0, 1, 2, 3, *range(40, 60)), ["All time"]),
    "a rest of months": ((*range(10), *range(100, 150)), ["All time", "30 days"]),
    "few of late, and long ago": ((0, *range(40, 70), *range(400, 600)), ["All time", "365 days"]),
    "not enough weeks": ((*range(10), *range(400, 600)), ["All time", "30 days"]),
}


@pytest.mark.parametrize("name", RANGES)
def test_a_range_differs_from_the_next_and_has_days_to_draw(name: str, tmp_path: Path) -> None:
    ages, wanted = RANGES[name]
    site = Site(tmp_path).days(*((date(2026, 4, 22) - timedelta(days=age)).isoformat() for age in ages))
    assert list(frames(site.built()[FILE], "over_time")) == wanted


def test_many_projects_are_summed_up(tmp_path: Path) -> None:
    tasks = [task(f"t{n}", f"{n}h", "60m", project=f"p{n:02}") for n in range(1, 14)]
    site = Site(tmp_path).record(tasks=tasks)
    few = rows(site.built()[FILE], "shares")
    assert [row[0] for row in few] == ["p13", "p12", "p11", "p10", "9 other projects"]
    # From five days on, the time is drawn.
    for n in range(4):
        site.record(f"2026-04-0{n + 1}", tasks=tasks)
    found = rows(site.built()[FILE], "shares")
    assert [row[0] for row in found] == [*(f"p{n:02}" for n in range(13, 3, -1)), "3 other projects"]
    assert found[-1][1:] == ["6.6%", "30.0", "2.0x"]


EVERY = ["AI", "Web"]
DAILY_TAGS = {
    "all": ([EVERY] * 20, "On every day: AI, Web."),
    "nineteen of twenty": ([["AI"], *[EVERY] * 19], "On every day: AI. On nearly every day: Web."),
    "eighteen of twenty": ([["AI"], ["AI"], *[EVERY] * 18], "On every day: AI."),
    "none": ([[], *[["AI"], ["Web"]] * 10], ""),
}


@pytest.mark.parametrize("name", DAILY_TAGS)
def test_tags_of_nearly_every_day_leave_the_list(name: str, tmp_path: Path) -> None:
    site, (tags, sentence) = Site(tmp_path), DAILY_TAGS[name]
    for n, own in enumerate(tags):
        topics = ["x", "y"] if n % 2 else ["x"] if n % 3 else ["y"]
        site.record((FIRST + timedelta(days=n)).isoformat(), tags=[*own, *topics])
    found = frames(site.built()[FILE], "where_to")["All time"]
    listed = {row[0] for row in shares(found, "tag")}
    assert listed == {"x", "y", *(tag for tag in EVERY if tag not in sentence)}
    (said,) = found.xpath(".//p[@class='aside']")
    assert text(said) == f"{sentence} A task may count for several tags. All tags".strip()


PARTS = ("charts", "calendar", "tags", "records", "leaders")
SIZES = {
    # Days, tasks of a day, tags of the tasks: what is there of PARTS, what is said to come.
    "one day": (1, 1, "xy", {"tags"}, "Charts appear after five days."),
    "one day of ten tasks": (1, 10, "xy", {"tags", "leaders"}, "Charts appear after five days."),
    "one tag": (1, 1, "x", set(), "Charts appear after five days."),
    "four days": (4, 2, "xy", {"tags"}, "Charts appear after five days."),
    "five days": (
        5,
        1,
        "xy",
        {"tags", "charts"},
        "The calendar appears after ten days, and records from then on.",
    ),
    "nine days": (9, 2, "xy", {"tags", "charts", "leaders"}, "The calendar appears after ten days, and records"),
    "ten days": (10, 1, "xy", {"tags", "charts", "leaders", "calendar"}, ""),
    "eleven days": (11, 1, "xy", {"tags", "charts", "leaders", "calendar", "records"}, ""),
}


@pytest.mark.parametrize("name", SIZES)
def test_nothing_is_empty_on_a_small_site(name: str, tmp_path: Path) -> None:
    count, tasks, tags, wanted, sentence = SIZES[name]
    site = Site(tmp_path)
    for n in range(count):
        hours = f"{10 if n == 10 else 5}h"
        own = [task(f"Task {k}", hours, "60m", tags=list(tags)) for k in range(tasks)]
        site.record((FIRST + timedelta(days=n)).isoformat(), tasks=own)
    page = html(site.built()[FILE])
    found = {
        "charts": page.xpath("//*[@id='over_time_title' or @id='distribution_title']"),
        "calendar": page.xpath("//*[@id='calendar_title']"),
        "tags": page.xpath("//h4[.='By tag']"),
        "records": page.xpath("//h2[@id='milestones']"),
        "leaders": page.xpath("//h2[@id='leaders']"),
    }
    assert {part for part in PARTS if found[part]} == wanted
    (about,) = page.xpath("//section[@aria-labelledby='all_time']/p[@class='aside']")
    assert sentence in text(about)
    assert ("appear" in text(about)) == bool(sentence)
    assert page.xpath("//table[not(.//td)] | //ol[not(li)] | //ul[not(li)] | //figure[not(.//svg)]") == []
    # Links within the page lead to what is there.
    ids = set(page.xpath("//@id"))
    assert {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")} <= ids


def milestones(data: bytes) -> list[list[str]]:
    """Return the records that stand: what each is called, its value, its day, what it beat."""
    found = html(data).xpath("//ul[@class='milestones']/li")
    return [[text(part) for part in one.xpath("./*")] for one in found]


def test_milestones_are_the_records_that_were_set(tmp_path: Path) -> None:
    site = a_day_each(Site(tmp_path), 10, [task("Usual", "10h", "60m")])
    site.record("2026-01-03", tasks=[task("First best", "20h", "30m")])
    site.record("2026-02-01", tasks=[task("Second best", "30h", "30m"), task("Slow", "1h", "60m")])
    site.record("2026-02-02", tasks=[task("Third best", "35h", "30m")])
    data = site.built()[FILE]
    assert [[one[0], one[1]] for one in milestones(data)] == [
        ["Highest leverage", "70.0x"],
        ["Most human hours", "35.0"],
        ["Highest factor of a task", "70.0x"],
        ["Most tasks", "2"],
    ]
    assert [one[2] for one in milestones(data)] == ["Mon 2 Feb 2026"] * 3 + ["Sun 1 Feb 2026"]
    assert [one[3].partition(",")[0] for one in milestones(data)] == [
        "before: 40.0x",
        "before: 31.0",
        "before: 60.0x",
        "before: 1",
    ]
    earlier = [row[1:] for row in rows(data, "milestones")]
    assert earlier == [["Most human hours", "31.0", "20.0"], ["Highest factor of a task", "60.0x", "40.0x"]]


def test_the_newest_days_are_listed(site: Site) -> None:
    data = site.built()[FILE]
    assert hero(data)["Leverage"] == "21.3x"
    assert "working days" not in " ".join(hero(data))
    assert len(rows(data, "list")) == 7
    assert text(html(data).xpath("//h2[@id='its_days']")[0]) == "All days"
    assert not html(data).xpath("//main//a[@href='years/index.html']")


def test_older_days_are_on_other_pages(tmp_path: Path) -> None:
    data = a_day_each(Site(tmp_path), 15).built()[FILE]
    days = html(data).xpath("//table[starts-with(@class, 'list')]//time/@datetime")
    assert days == [f"2026-01-{n:02}" for n in range(15, 1, -1)]
    (more,) = html(data).xpath("//main//a[@href='years/index.html']")
    assert text(more) == "All 15 days"


def test_the_title_is_that_of_the_navigation(site: Site) -> None:
    page = html(site.built()[FILE])
    assert text(page.xpath("//h1")[0]) == text(page.xpath("//header//a[@aria-current='page']")[0]) == "Dashboard"


@pytest.mark.parametrize("tasks", [None, []])
def test_without_tasks_there_is_nothing_to_draw(tasks: list[object] | None, tmp_path: Path) -> None:
    site = Site(tmp_path) if tasks is None else a_day_each(Site(tmp_path), 12, tasks)
    page = html(site.built()[FILE])
    assert not page.xpath("//figure | //div[@data-frame] | //*[contains(@class, 'milestones')]")
    assert len(page.xpath("//h1")) == 1
    assert ("The first record is on its way." in text(page)) == (tasks is None)


def test_the_figures_are_a_dataset(site: Site) -> None:
    (script,) = html(site.built()[FILE]).xpath("//script[@type='application/ld+json']/text()")
    (dataset,) = json.loads(script)["@graph"]
    assert dataset["@type"] == "Dataset"
    assert dataset["temporalCoverage"] == "2025-11-30/2026-04-22"
    assert {file["contentUrl"] for file in dataset["distribution"]} == {
        f"https://example.org/data/{name}" for name in ("days.json", "days.csv", "tasks.json", "tasks.csv")
    }
