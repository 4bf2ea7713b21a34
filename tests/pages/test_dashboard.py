"""The dashboard: leaders by timeframe, records that were set, shares, all days."""

import json
from pathlib import Path

import pytest

from tests.support.sites import Site, hero, html, rows, task, text

FILE = "leverage.html"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Days of two years; the newest is April 22, 2026."""
    site = Site(tmp_path)
    site.record("2025-11-30", tasks=[task("Old best", "90h", "60m", project="a")])
    site.record("2026-01-21", tasks=[task("Just out of 90 days", "80h", "60m", project="b")])
    site.record("2026-01-23", tasks=[task("Just in 90 days", "70h", "60m", project="b", tags=["x"])])
    site.record("2026-04-15", tasks=[task("Just out of 7 days", "20h", "60m"), task("Low", "1h", "60m")])
    site.record("2026-04-16", tasks=[task("Just in 7 days", "10h", "60m", supervision="6m")])
    site.record("2026-04-20", tasks=[])
    return site.record("2026-04-22", tasks=[task("Newest", "5h", "60m")], title="A title")


def frames(data: bytes) -> dict[str, tuple[list[str], list[str]]]:
    """Return the tasks and the days of each timeframe, by its name."""
    found = {}
    for frame in html(data).xpath("//div[@class='frame']"):
        tasks, days = (
            [text(a) for a in leaders.xpath(".//span[@class='what']/a")] for leaders in frame.xpath(".//ol")
        )
        found[text(frame.find("h3"))] = tasks, days
    return found


def test_the_timeframes_count_back_from_the_newest_record(site: Site) -> None:
    found = {name: tasks for name, (tasks, _) in frames(site.built()[FILE]).items()}
    assert found == {
        "7 days": ["Just in 7 days", "Newest"],
        "30 days": ["Just out of 7 days", "Just in 7 days", "Newest", "Low"],
        "90 days": ["Just in 90 days", "Just out of 7 days", "Just in 7 days", "Newest", "Low"],
        "2026": [
            "Just out of 90 days",
            "Just in 90 days",
            "Just out of 7 days",
            "Just in 7 days",
            "Newest",
            "Low",
        ],
        "All time": [
            "Old best",
            "Just out of 90 days",
            "Just in 90 days",
            "Just out of 7 days",
            "Just in 7 days",
            "Newest",
            "Low",
        ],
    }


def test_days_are_led_by_their_weighted_leverage(site: Site) -> None:
    days = frames(site.built()[FILE])["30 days"][1]
    assert days == ["Wednesday, April 15, 2026", "Thursday, April 16, 2026", "Wednesday, April 22, 2026"]


def test_milestones_are_the_records_that_were_set(site: Site) -> None:
    found = [row[:3] for row in rows(site.built()[FILE], "milestones")]
    assert found == [
        ["April 16, 2026", "Supervisory stands", "100.0x"],
        ["April 15, 2026", "Tasks stands", "2"],
        ["November 30, 2025", "Tasks", "1"],
        ["November 30, 2025", "Human hours stands", "90.0"],
        ["November 30, 2025", "Leverage stands", "90.0x"],
        ["November 30, 2025", "Factor of a task stands", "90.0x"],
    ]


def test_shares_are_of_all_hours(site: Site) -> None:
    shares = rows(site.built()[FILE], "shares")
    assert [(row[0], row[1], row[2]) for row in shares] == [
        ("b", "54%", "150.0"),
        ("a", "33%", "90.0"),
        ("x", "25%", "70.0"),
    ]


def test_many_projects_are_summed_up(tmp_path: Path) -> None:
    tasks = [task(f"t{n}", f"{n}h", "60m", project=f"p{n:02}") for n in range(1, 14)]
    found = rows(Site(tmp_path).record(tasks=tasks).built()[FILE], "shares")
    assert [row[0] for row in found] == [*(f"p{n:02}" for n in range(13, 3, -1)), "3 other projects"]
    assert found[-1][1:] == ["6.6%", "6.0", "3", "2.0x"]


def test_all_figures_and_days(site: Site) -> None:
    data = site.built()[FILE]
    assert hero(data)["Leverage"] == "39.4x"
    assert "working days" not in " ".join(hero(data))
    table = rows(data, "list")
    assert [row[0] for row in table][:2] == ["Wed, April 22, 2026 A title", "Mon, April 20, 2026"]
    assert len(table) == 7
    assert "All days" in text(html(data))


def test_older_days_than_a_year_s_are_on_other_pages(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.days(
        *(f"{year}-{month:02}-{n:02}" for year in (2024, 2025) for month in range(1, 13) for n in range(1, 17))
    )
    data = site.built()[FILE]
    assert len(rows(data, "list")) == 366
    assert "The newest days" in text(html(data))
    assert "Over 384 recorded days" in text(html(data))


@pytest.mark.parametrize("tasks", [None, []])
def test_without_tasks_there_is_nothing_to_draw(tasks: list[object] | None, tmp_path: Path) -> None:
    site = Site(tmp_path) if tasks is None else Site(tmp_path).record(tasks=tasks)
    page = html(site.built()[FILE])
    assert not page.xpath("//figure | //div[@class='frame'] | //table[contains(@class, 'milestones')]")
    assert len(page.xpath("//h1")) == 1


def test_the_figures_are_a_dataset(site: Site) -> None:
    (script,) = html(site.built()[FILE]).xpath("//script[@type='application/ld+json']/text()")
    (dataset,) = json.loads(script)["@graph"]
    assert dataset["@type"] == "Dataset"
    assert dataset["temporalCoverage"] == "2025-11-30/2026-04-22"
    assert {file["contentUrl"] for file in dataset["distribution"]} == {
        f"https://example.org/data/{name}" for name in ("days.json", "days.csv", "tasks.json", "tasks.csv")
    }
