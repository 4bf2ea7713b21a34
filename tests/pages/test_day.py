"""A day's page: every part of it, and its place between other days."""

import json
from html import unescape
from pathlib import Path

import pytest

from leverage_site.urls import without_digest
from tests.support.sites import Site, html, links, rows, task, text

DAY = "posts/2026/2026-04-07-leverage-record.html"


def page(site: Site, name: str = DAY) -> object:
    return html(site.built()[name])


def headings(site: Site) -> list[str]:
    (table,) = html(site.built()[DAY]).xpath("//table[contains(@class, 'tasks')]")
    return [text(cell) for cell in table.xpath("./thead/tr/th")]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_the_parts_of_a_day(site: Site) -> None:
    site.file("content/partials/about-author.md", "Who wrote it.\n")
    site.file("content/partials/about-records.md", "What it leaves out.\n")
    site.file("content/partials/call-to-action.md", "What to do now.\n")
    site.record(body="The lead.\n\n## Analysis\n\nThe rest.\n", tags=["AI", "R&D"], updated="2026-04-09")
    found = page(site)
    assert text(found.xpath("//h1")[0]) == "Leverage Record: April 07, 2026"
    assert found.xpath("//a[@rel='tag']/text()") == ["AI", "R&D"]
    assert found.xpath("//time/@datetime") == ["2026-04-07", "2026-04-09"]
    whole = text(found.xpath("//main")[0])
    order = ["Tuesday, April 7, 2026", "Week 15, 2026", "1 min read", "Task log", "Helper time", "The lead."]
    order += ["AI R&D", "Write a parser", "Aggregate statistics", "The rest.", "Subscribe", "What it leaves out."]
    order += ["What to do now.", "Who wrote it."]
    places = [whole.index(part) for part in order]
    assert places == sorted(places)
    first = found.xpath("//body//a")[0]
    assert first.get("href") == "#" + found.xpath("//main/@id")[0]
    assert text(found.xpath("//title")[0]) == "24.0x on April 7, 2026: 1 task · Leverage Records"


def test_the_analysis_may_stand_before_the_log_on_the_page_and_in_the_feed(site: Site) -> None:
    site.record(body="The lead.\n\n## What went well\n\nThe rest.\n")
    for order, parts in (("log", ["The lead.", "Write a parser", "The rest."]),
                         ("analysis", ["The lead.", "The rest.", "Write a parser"])):  # fmt: skip
        files = site.settings("pages", day_order=order).built()
        entry = unescape(files["feed.xml"].decode()).partition("<content:encoded>")[2]
        for shown in (text(html(files[DAY]).xpath("//article")[0]), text(html(entry.encode()))):
            assert sorted(parts, key=shown.index) == parts, order
        links = html(files[DAY]).xpath("//nav[@class='contents']//a/@href")
        targets = html(files[DAY]).xpath("//*[@id='the_log' or @id='the_figures' or @id='the_analysis']/@id")
        assert [link.lstrip("#") for link in links] == targets


def test_a_day_without_analysis_has_no_link_to_it(site: Site) -> None:
    site.record(body="The lead.\n")
    assert page(site).xpath("//nav[@class='contents']//a/@href") == ["#the_log", "#the_figures"]


def test_a_title_of_its_own(site: Site) -> None:
    site.record(title="Moving day")
    assert text(page(site).xpath("//h1")[0]) == "Moving day"


@pytest.mark.parametrize(
    ("pattern", "title"),
    [
        ("{date}", "2026-04-07"),
        ("{weekday}, {month_name} {day}, {year} ({week}, {month})", "Tuesday, April 07, 2026 (2026-W15, 04)"),
        ("Always the same", "Always the same"),
    ],
)
def test_the_pattern_of_titles(pattern: str, title: str, site: Site) -> None:
    site.record().settings("pages", day_title=pattern)
    assert text(page(site).xpath("//h1")[0]) == title


BASIC = ["#", "Task", "Human est.", "Helper", "Factor"]


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({}, BASIC),
        ({"supervision": "3m"}, [*BASIC[:4], "Supervision", "Factor", "Supervisory"]),
        ({"supervision": "0m"}, [*BASIC[:4], "Supervision", "Factor", "Supervisory"]),
        ({"tokens": "400k"}, [*BASIC[:4], "Tokens", "Factor"]),
        ({"supervision": "3m", "tokens": "~1M"}, [*BASIC[:4], "Supervision", "Tokens", "Factor", "Supervisory"]),
    ],
)
def test_the_columns_are_those_that_the_data_has(more: dict[str, str], wanted: list[str], site: Site) -> None:
    site.record(tasks=[task("Bare"), task("Rich", "9h", **more)])
    assert headings(site) == wanted
    assert all(len(row) == len(wanted) for row in rows(site.built()[DAY], "tasks"))


def test_cells(site: Site) -> None:
    site.record(
        tasks=[
            task("A", "80h", "3m", supervision="3m", tokens="400k"),
            task("B", "0.25h", "3.5m", supervision="0m", tokens="~1.25M"),
            task("C", "1h 30m", "90s", tokens="412345"),
        ]
    )
    assert rows(site.built()[DAY], "tasks") == [
        ["1", "A", "80h", "3m", "3m", "400k", "1,600x", "1,600x"],
        ["2", "C", "1.5h", "1.5m", "–", "412,345", "60.0x", "–"],
        ["3", "B", "0.25h", "3.5m", "0m", "~1.25M", "4.3x", "–"],
    ]


def test_tasks_are_ordered_by_factor_and_ties_as_in_the_file(site: Site) -> None:
    site.record(tasks=[task("b", "2h"), task("a", "2h"), task("best", "9h"), task("c", "1h", "10m")])
    assert [row[1] for row in rows(site.built()[DAY], "tasks")] == ["best", "b", "a", "c"]
    site.settings("pages", task_order="file")
    assert [row[:2] for row in rows(site.built()[DAY], "tasks")] == [
        ["1", "b"],
        ["2", "a"],
        ["3", "best"],
        ["4", "c"],
    ]


def test_a_task_shows_its_project_tags_and_note_and_is_never_cut(site: Site) -> None:
    title = "word " * 300 + "end"
    site.record(tasks=[task(title, project="search", tags=["web", "css"], note="Two attempts")])
    (row,) = rows(site.built()[DAY], "tasks")
    assert row[1].startswith(f"{title} ")
    assert row[1].removeprefix(title).replace("#", "").split() == ["search", "web", "css", "Two", "attempts"]


LOG = [
    task("Slow", "1h", "9m"),
    task("Fast, too", "9h", "9m"),
    task("Slow", "3h", "9m"),
    task("日本", "2h", "9m", id="own"),
]


@pytest.mark.parametrize("theme", ["default", "plain"])
def test_each_task_has_an_address_that_no_figure_moves(theme: str, site: Site) -> None:
    site.settings(theme=theme, base_url="https://example.org/blog/").record(tasks=LOG)
    files = site.built()
    shown = html(files[DAY])
    rows_shown = shown.xpath("//tr[starts-with(@id, 't--')]")
    assert [row.get("id") for row in rows_shown] == ["t--fast-too", "t--slow--2", "t--own", "t--slow"]
    for n, row in enumerate(rows_shown, 1):
        assert [element.tag for element in row.xpath(f".//*[@id='task_{n}']")] in (["td"], ["th"])
        (link,) = row.xpath(f".//a[@href='#{row.get('id')}']")
        assert str(n) in (link.text or "")
        assert link.get("aria-label") == f"Link to task {n}"
    ids = shown.xpath("//@id")
    assert len(ids) == len(set(ids))
    page = f"https://example.org/blog/{DAY}"
    addresses = [row["permalink"] for row in json.loads(files["data/tasks.json"])["tasks"]]
    assert addresses == [f"{page}#{row.get('id')}" for row in rows_shown]
    assert all(address in files["feed.xml"].decode() for address in addresses)
    for name, count in (("tasks.html", 4), ("weeks/2026-W15.html", 3)):
        found = {
            href.partition("#")[2] for href in html(files[name]).xpath(f"//a[contains(@href, '{DAY}#')]/@href")
        }
        assert found == {row.get("id") for row in rows_shown[:count]}, name


@pytest.mark.parametrize("theme", ["default", "plain"])
def test_a_task_s_links_are_shown_on_its_page_and_in_lists(theme: str, site: Site) -> None:
    links = {'<b> & "': "https://example.org/?a=1&b='2'", "Mail": "mailto:a@example.org"}
    shown = task("A", url="https://example.org/issues/12?tab=1", links=links)
    files = site.settings(theme=theme).record(tasks=[shown]).built()
    wanted = [("example.org/issues/12", shown["url"]), *links.items()]
    for name in (DAY, "tasks.html"):
        found = [(a.text, a.get("href")) for a in html(files[name]).xpath("//tr/th//a[contains(@href, ':')]")]
        assert found == wanted, name
    entry = html(unescape(files["feed.xml"].decode()).partition("<content:encoded>")[2].encode())
    assert {url for _, url in wanted} <= set(entry.xpath("//a/@href"))


def test_a_rest_day(site: Site) -> None:
    site.record("2026-04-06").record(tasks=[], body="")
    found = page(site)
    assert "No tasks on this day." in text(found)
    figures = {row[0]: row[1:] for row in rows(site.built()[DAY], "figures")}
    assert figures["Weighted average leverage factor"] == ["–", "24.0x", "–"]
    assert figures["Total tasks"] == ["0", "1", "−100%"]
    assert figures["Total tokens"] == ["–", "–", "–"]
    assert found.xpath("//meta[@name='description']/@content") == ["No tasks on April 7, 2026."]
    assert text(found.xpath("//title")[0]) == "Leverage Record: April 07, 2026 · Leverage Records"


def test_previous_and_next(site: Site) -> None:
    site.days("2026-04-01", "2026-04-07", "2026-04-20")
    files = site.built()
    found = html(files[DAY])
    # At the head and at the foot.
    assert found.xpath("//main//a[@rel='prev']/@href") == ["2026-04-01-leverage-record.html"] * 2
    assert found.xpath("//main//a[@rel='next']/@href") == ["2026-04-20-leverage-record.html"] * 2
    assert list(map(text, found.xpath("//nav[@class='turn']/a"))) == ["Previous: 1 Apr", "Next: 20 Apr"]
    first, last = (html(files[f"posts/2026/2026-04-{n}-leverage-record.html"]) for n in ("01", "20"))
    assert not first.xpath("//a[@rel='prev']")
    assert not last.xpath("//a[@rel='next']")
    assert [
        len(page.xpath("//table[@class='figures' or @class='figures cards']/thead//th")) for page in (first, last)
    ] == [
        2,
        5,
    ]


def test_the_change_against_the_day_before(site: Site) -> None:
    site.record("2026-04-01", tasks=[task("a", "10h", "60m", supervision="10m", tokens="1000")])
    site.record(
        "2026-04-07", tasks=[task("a", "15h", "60m", supervision="10m", tokens="500"), task("b", "5h", "60m")]
    )
    (section,) = page(site).xpath("//section[.//table[contains(@class, 'figures')]]")
    assert "Since 1 Apr." in text(section)
    found = {row[0]: row[1:4] for row in rows(site.built()[DAY], "figures")}
    assert found == {
        "Total tasks": ["2", "1", "+100%"],
        "Total human-equivalent hours": ["20.0", "10.0", "+100%"],
        "Total Helper minutes": ["120", "60", "+100%"],
        "Total supervisory minutes": ["10", "10", "±0%"],
        "Total tokens": ["500", "1,000", "−50%"],
        "Weighted average leverage factor": ["10.0x", "10.0x", "±0%"],
        "Weighted average supervisory leverage factor": ["90.0x", "60.0x", "+50%"],
        "Human-equivalent weeks": ["0.5", "0.2", "+100%"],
    }


def test_each_figure_stands_in_the_page_as_the_data_files_have_it(site: Site) -> None:
    site.record(tasks=[task("a", "100h", "7m", supervision="90s"), task("b", "0.33h", "13m")], tokens="~412345")
    files = site.built()
    (row,) = json.loads(files["data/days.json"])["days"]
    wanted = [str(row[name]) for name in ("tasks", "human_hours", "ai_minutes", "supervision_minutes", "tokens")]
    wanted += [str(row[name]) for name in ("leverage", "supervisory")] + [str(row["human_hours"] / 40)]
    page = html(files[DAY])
    assert page.xpath("//table[contains(@class, 'figures')]//data/@value") == wanted
    assert sorted(page.xpath("//dl[contains(@class, 'hero')]//data/@value")) == sorted(wanted)
    assert dict(row[:2] for row in rows(files[DAY], "figures"))["Total tokens"] == "~412k"


def test_ranks_count_the_days_so_far(site: Site) -> None:
    for number, hours in enumerate((3, 9, 6, 6), 1):
        site.record(f"2026-04-0{number}", tasks=[task("x", f"{hours}h")])
    site.record("2026-04-05", tasks=[])
    files = site.built()
    ranks = [
        {row[0]: row[4] for row in rows(files[f"posts/2026/2026-04-0{n}-leverage-record.html"], "figures")}[
            "Weighted average leverage factor"
        ]
        for n in (2, 3, 4)
    ]
    assert ranks == ["1 of 2", "2 of 3", "2 of 4"]
    rest = html(files["posts/2026/2026-04-05-leverage-record.html"])
    assert "Rank so far" not in text(rest)


LONG = "Twelve letters " * 30
AMOUNT = "8.0 hours of human work in 20 minutes on April 7, 2026."


@pytest.mark.parametrize(
    ("keys", "body", "described", "listed"),
    [
        ({"summary": "Short."}, "The lead.\n", f"{AMOUNT} Short.", "Short."),
        (
            {},
            "The *lead* of [it](https://example.org/).\n\nGoes on.\n\n## Rest\n\nNot this.\n",
            f"{AMOUNT} The lead of it. Goes on.",
            # Its first sentence is the headline above it.
            "Goes on.",
        ),
        ({}, "", AMOUNT, "8.0 hours of human work in 20 minutes: 1 task, at 24.0x."),
        ({"tasks": []}, "", "No tasks on April 7, 2026.", "A day without tasks."),
        ({"tasks": []}, "Rest.\n\n## Head\n", "No tasks on April 7, 2026. Rest.", ""),
        ({"summary": "s " * 400}, "", AMOUNT, ("s " * 400).strip()),
        ({}, f"Short. {LONG}\n", f"{AMOUNT} Short.", ""),
    ],
)
def test_the_summary(keys: dict[str, object], body: str, described: str, listed: str, site: Site) -> None:
    site.record(body=body, **keys)
    files = site.built()
    assert html(files[DAY]).xpath("//meta[@name='description']/@content") == [described]
    shown = html(files["index.html"]).xpath("//section//*[contains(@class, 'summary')]")
    # There is none where the headline above it says all of it.
    assert [text(one) for one in shown] == [listed] * bool(listed)


def test_a_long_sentence_is_cut_at_a_word_in_lists_and_left_out_of_descriptions(site: Site) -> None:
    files = site.record(body=f"{LONG}\n").built()
    (shown,) = html(files["index.html"]).xpath("//section//*[contains(@class, 'summary')]")
    assert text(shown).endswith(("Twelve…", "letters…"))
    assert LONG.startswith(text(shown).rstrip("…"))
    assert html(files[DAY]).xpath("//meta[@name='description']/@content") == [AMOUNT]


@pytest.mark.parametrize("theme", ["default", "plain"])
def test_lists_call_a_day_by_its_headline(theme: str, site: Site) -> None:
    site.settings(theme=theme).record("2026-04-06", "One clause of words, and another.\n")
    site.record("2026-04-07").record("2026-04-08", "A lead.\n", title="Moving day")
    files = site.built()
    for name in ("index.html", "weeks/2026-W15.html", "leverage.html"):
        shown = text(html(files[name]).xpath("//main")[0])
        assert "Moving day" in shown, name
        assert "Leverage Record:" not in shown, name
    found = html(files[DAY])
    assert [text(a) for a in found.xpath("//main//a[@rel='prev' or @rel='next']")][-2:] == [
        "Previous One clause of words, and another" if theme == "default" else "One clause of words, and another",
        "Next Moving day" if theme == "default" else "Moving day",
    ]
    assert found.xpath("//h1/text()") == ["Leverage Record: April 07, 2026"]


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (220, 1), (221, 2), (2200, 10)])
def test_the_reading_time(words: int, minutes: int, site: Site) -> None:
    site.record(body="word " * words + "\n")
    assert f"{minutes} min read" in text(page(site))


def test_extra_keys_reach_themes(site: Site) -> None:
    site.record(extra={"mood": "good", "list": ["a", "b"], "map": {"x": "y"}})
    site.theme({"day.html": "{{ view.extra.mood }} {{ view.extra.list|join('+') }} {{ view.extra.map.x }}"})
    assert site.built()[DAY] == b"good a+b y"


def test_links_lead_up_from_deep_pages(site: Site) -> None:
    site.record(url="/a/b/c/d/", tags=["AI"])
    found = links(site.built()["a/b/c/d/index.html"])
    assert "../../../../index.html" in found
    assert "../../../../tags/ai.html" in found
    assert "../../../../assets/style.css" in map(without_digest, found)
