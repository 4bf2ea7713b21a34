"""Tags and projects: their pages, and the lists of them with what each has of all hours."""

from pathlib import Path

import pytest

from tests.support.sites import Site, hero, html, links, listed_days, rows, task, text


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
    assert text(html(files["projects/parser.html"]).xpath("//h1")[0]) == "Project: Parser"
    found = hero(files["projects/parser.html"])
    assert (found["Tasks"], found["Human hours"], found["Tokens"]) == (
        "4",
        "21.0 0.5 weeks",
        "–",
    )
    assert listed_days(files["projects/parser.html"]) == ["2026-04-07", "2026-04-06", "2026-02-03"]
    assert [row[1:3] for row in rows(files["projects/parser.html"], "list")] == [
        ["5.0", "2"],
        ["6.0", "1"],
        ["10.0", "1"],
    ]


def test_a_project_over_several_months_has_a_chart_of_them(site: Site) -> None:
    files = site.built()
    (chart,) = html(files["projects/parser.html"]).xpath("//figure")
    table = [[text(cell) for cell in row] for row in chart.xpath(".//tbody/tr")]
    assert table == [["February 2026", "10.0x", "10.0", "1"], ["April 2026", "3.7x", "11.0", "3"]]
    assert chart.xpath(".//div[@class='columns']/a/@href") == ["../months/2026-02.html", "../months/2026-04.html"]
    assert [text(tick) for tick in chart.xpath(".//*[@class='bottom']/*")] == ["Feb", "Mar", "Apr"]
    assert not html(files["projects/docs.html"]).xpath("//figure")


def test_the_list_has_the_largest_first_and_each_share(site: Site) -> None:
    table = rows(site.built()["projects/index.html"], "list")
    assert [(row[0], row[4], row[5]) for row in table] == [("Parser", "21.0", "88%"), ("docs", "1.0", "4.2%")]


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


def test_a_long_archive_has_several_pages_and_its_sums_on_the_first(tmp_path: Path) -> None:
    site = Site(tmp_path).settings("pages", size=1)
    site.days(*(f"2026-04-{n:02}" for n in range(1, 8)), tasks=[task(project="P")])
    files = site.built()
    assert [len(listed_days(files[name])) for name in ("projects/p.html", "projects/p/2.html")] == [5, 2]
    assert hero(files["projects/p.html"])["Tasks"] == "7"
    assert hero(files["projects/p/2.html"]) == {}
    assert html(files["projects/p/2.html"]).xpath("//link[@rel='prev']/@href") == ["../p.html"]
