"""Lists: the index and the tags, page by page."""

from pathlib import Path

import pytest

from tests.support.sites import Site, hero, html, links, listed_days, rows, task, text


def named(data: bytes) -> list[str]:
    """Return the names in a list of terms."""
    return [text(link) for link in html(data).xpath("//tbody//a")]


def dates(data: bytes) -> list[str]:
    """Return the days of a list, as cards and as rows."""
    return html(data).xpath("//*[contains(@class, 'h-entry')]//time/@datetime") + listed_days(data)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path).settings("pages", size=2).days(*(f"2026-04-0{n}" for n in range(1, 6)), tags=["AI"])


def test_the_index_is_cut_newest_first(site: Site) -> None:
    files = site.built()
    assert [dates(files[name]) for name in ("index.html", "page/2.html", "page/3.html")] == [
        ["2026-04-05", "2026-04-04"],
        ["2026-04-03", "2026-04-02"],
        ["2026-04-01"],
    ]
    assert "page/4.html" not in files
    assert text(html(files["page/2.html"]).xpath("//h1")[0]) == "Leverage Records, page 2"


def test_the_pager_leads_both_ways(site: Site) -> None:
    files = site.built()
    found = {
        name: [(a.get("rel"), a.get("href")) for a in html(files[name]).xpath("//main//a[@rel]")]
        for name in ("index.html", "page/2.html", "page/3.html")
    }
    assert found == {
        "index.html": [("next", "page/2.html")],
        "page/2.html": [("prev", "../index.html"), ("next", "3.html")],
        "page/3.html": [("prev", "2.html")],
    }
    assert "Page 2 of 3" in text(html(files["page/2.html"]))


@pytest.mark.parametrize(
    ("pattern", "first", "second"),
    [
        ("/tags/{slug}.html", "tags/ai.html", "tags/ai/2026.html"),
        ("/t/{slug}/", "t/ai/index.html", "t/ai/2026.html"),
        ("/{slug}/index.html", "ai/index.html", "ai/index/2026.html"),
    ],
)
def test_tags_are_cut_too(pattern: str, first: str, second: str, site: Site) -> None:
    files = site.settings("permalinks", tag=pattern).built()
    assert listed_days(files[first]) == ["2026-04-05", "2026-04-04", "2026-04-03", "2026-04-02", "2026-04-01"]
    assert second not in files
    files = site.settings("pages", size=1).days("2026-04-06", tags=["AI"]).built()
    assert listed_days(files[first]) == [f"2026-04-0{n}" for n in (6, 5, 4, 3, 2)]
    assert listed_days(files[second]) == [f"2026-04-0{n}" for n in (6, 5, 4, 3, 2, 1)]
    assert text(html(files[second]).xpath("//h1")[0]) == "AI in 2026"


@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 11, 12])
@pytest.mark.parametrize("size", [1, 2, 4, 5, 6, 7, 1000])
def test_every_day_is_on_one_page_of_the_index(size: int, count: int, tmp_path: Path) -> None:
    days = [f"2026-04-{n:02}" for n in range(1, count + 1)]
    prepared = Site(tmp_path).settings("pages", size=size).days(*days).prepared()
    content = prepared.plan.content
    pages = [page for page in prepared.plan.pages if page.kind.name == "index"]
    listed = [[f"{item.date}" for item in page.inputs(content).place.days] for page in pages]
    assert [day for page in listed for day in page] == days[::-1]
    assert len(listed[0]) <= min(5, size)
    assert all(len(page) == size for page in listed[1:-1])
    assert all(1 <= len(page) <= size for page in listed[1:])


def test_an_empty_site_has_an_index(tmp_path: Path) -> None:
    files = Site(tmp_path).built()
    assert "The first record is on its way." in text(html(files["index.html"]))
    assert "page/2.html" not in files
    assert "Nothing here yet." in text(html(files["tags/index.html"]))
    assert "Nothing here yet." in text(html(files["weeks/index.html"]))


def test_the_index_begins_with_what_all_days_amount_to(tmp_path: Path) -> None:
    site = Site(tmp_path).record("2025-12-30", tasks=[task("a", "1499h", "90m"), task("b", "1h", "30m")])
    site.record("2026-01-02", tasks=[task("c", "500h", "480m")]).record("2026-01-03", tasks=[])
    main = html(site.built()["index.html"]).xpath("//main")[0]
    assert text(main.xpath(".//h1")[0]) == "2,000 hours of human work in 10 hours of Helper: 200.0x."
    assert text(main.xpath(".//*[@class='extent']/p")[0]) == "3 tasks on two days since December 2025."
    assert [[text(part) for part in row] for row in main.xpath(".//*[@aria-labelledby='months']//li")] == [
        ["January 2026", "2 days", "62.5x"],
        ["December 2025", "1 day", "750.0x"],
    ]
    assert main.xpath(".//*[@aria-labelledby='months']//a/@href") == ["months/2026-01.html", "months/2025-12.html"]


def test_the_newest_day_has_its_highest_tasks(tmp_path: Path) -> None:
    site = Site(tmp_path).record("2026-04-01", tasks=[task("Older", "99h", "1m")])
    tasks = [task("Low", "1h", "60m"), task("High", "9h", "60m", project="Web"), task("Mid", "5h", "60m")]
    site.record("2026-04-02", tasks=[*tasks, task("Fine", "8h", "60m")])
    section = html(site.built()["index.html"]).xpath("//section[@aria-labelledby='newest_day']")[0]
    assert [text(item) for item in section.xpath(".//ol/li")] == [
        "9.0x High 9h in 60m · Web",
        "8.0x Fine 8h in 60m",
        "5.0x Mid 5h in 60m",
    ]
    href = section.xpath(".//ol//a/@href")[0]
    assert href == "posts/2026/2026-04-02-leverage-record.html#t--high"


@pytest.mark.parametrize("lead", ["", "What was done, and why.\n"])
@pytest.mark.parametrize("count", [1, 2, 6])
def test_the_index_prints_no_date_twice(count: int, lead: str, tmp_path: Path) -> None:
    site = Site(tmp_path)
    for n in range(1, count + 1):
        site.record(f"2026-04-{n:02}", lead, tasks=[task(str(k), "5h", "60m") for k in range(4)])
    main = html(site.built()["index.html"]).xpath("//main")[0]
    for figure in main.xpath(".//figure"):
        figure.clear()
    shown = text(main)
    for n in range(1, count + 1):
        forms = [f"April 0{n}", f"April {n},", f"2026-04-0{n}", f"{n} Apr"]
        listed = count - n < 5
        assert sum(shown.count(form) for form in forms) == listed, (n, shown)


def test_nothing_empty_is_drawn_where_there_are_days_of_rest_alone(tmp_path: Path) -> None:
    site = Site(tmp_path).record("2026-04-01", tasks=[]).record("2026-04-02", tasks=[])
    main = html(site.built()["index.html"]).xpath("//main")[0]
    assert text(main.xpath(".//h1")[0]) == "Leverage Records"
    assert not main.xpath(".//figure | .//dl | .//*[@class='factor']")
    assert "no tasks" in text(main)
    assert "0.0" not in text(main)


def test_a_tag_counts_whole_days_and_the_tasks_of_others(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.record("2026-04-01", tags=["Web"], tasks=[task("a", "1h", "60m"), task("b", "2h", "60m", tags=["web"])])
    site.record("2026-04-02", tags=["Other"], tasks=[task("c", "4h", "60m", tags=["WEB"]), task("d", "8h", "60m")])
    files = site.built()
    figures = hero(files["tags/web.html"])
    assert (figures["Tasks"], figures["Human hours"]) == ("3", "7.0 0.2 weeks")
    assert listed_days(files["tags/web.html"]) == ["2026-04-02", "2026-04-01"]
    assert rows(files["tags/web.html"], "list")[0][1:3] == ["4.0", "1"]
    assert text(html(files["tags/web.html"]).xpath("//h1")[0]) == "Web"


def test_tags_in_two_cases_are_one_with_the_first_spelling(tmp_path: Path) -> None:
    site = Site(tmp_path).days("2026-04-02", tags=["TESTING"]).days("2026-04-01", tags=["Testing"])
    files = site.built()
    assert named(files["tags/index.html"]) == ["Testing"]
    for day in ("01", "02"):
        page = html(files[f"posts/2026/2026-04-{day}-leverage-record.html"])
        assert page.xpath("//a[@rel='tag']/text()") == ["Testing"]
        assert page.xpath("//a[@rel='tag']/@href") == ["../../tags/testing.html"]


def test_the_list_of_tags_is_by_name(tmp_path: Path) -> None:
    site = Site(tmp_path).record(tags=["web", "AI", "日本語", "C++", "C", "C#"])
    assert named(site.built()["tags/index.html"]) == [
        "AI",
        "C",
        "C#",
        "C++",
        "web",
        "日本語",
    ]


def test_links_of_the_lists_lead_to_the_pages(site: Site) -> None:
    files = site.built()
    assert "ai.html" in links(files["tags/index.html"])
    assert "2026-W14.html" in links(files["weeks/index.html"])
    assert "../posts/2026/2026-04-03-leverage-record.html" in links(files["page/2.html"])
