"""Rows of tables: small rules that every page shares."""

import pytest

from leverage_site import figures
from leverage_site.pages.tables import (
    adjacent,
    beyond_headline,
    figure_rows,
    figure_texts,
    short_address,
    task_row,
)
from leverage_site.pages.view_parts import Link, TaskRow
from leverage_site.records.measures import Tokens
from leverage_site.records.model import TaskLink, task_ids
from leverage_site.stats.index import PlacedTask, placed_tasks
from leverage_site.stats.totals import day_totals
from leverage_site.text import count_noun
from tests.support.builders import task


@pytest.mark.parametrize(("number", "wanted"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (1234, "1,234 days")])
def test_counted(number: int, wanted: str) -> None:
    assert count_noun(number, "day") == wanted


@pytest.mark.parametrize(
    ("items", "wanted"),
    [
        ([], []),
        ([1], [(None, 1, None)]),
        ([1, 2, 3], [(None, 1, 2), (1, 2, 3), (2, 3, None)]),
    ],
)
def test_neighbours(items: list[int], wanted: list[tuple[int | None, int, int | None]]) -> None:
    assert [(*(found := adjacent(items, n))[:1], item, found[1]) for n, item in enumerate(items)] == wanted


def test_tasks_are_placed_by_factor_and_known_by_their_order_in_the_file() -> None:
    low, high, other = task(1, 60, task="A"), task(9, 60, task="A"), task(1, 60, task="later", id="own")
    tasks = low, high, other
    by_factor, as_in_file = (
        placed_tasks(zip(task_ids(tasks), tasks, strict=True), order) for order in ("factor", "file")
    )
    assert by_factor == ((1, "a--2", high), (2, "a", low), (3, "own", other))
    assert as_in_file == ((1, "a", low), (2, "a--2", high), (3, "own", other))
    assert [one.anchor for one in as_in_file] == ["#t--a", "#t--a--2", "#t--own"]


@pytest.mark.parametrize(
    ("headline", "text", "wanted"),
    [
        ("Monday was slower", "Monday was slower.", ""),
        ("Monday was slower", "Monday was slower", ""),
        ("Monday was slower.", "Monday was slower.", ""),
        ("Monday was slower!", "Monday was slower!", ""),
        ("Was Monday slower?", "Was Monday slower? It was.", "It was."),
        ("Monday was slower", "Monday was slower. Sunday was not.", "Sunday was not."),
        ("Monday was slower.", "Monday was slower. Sunday was not.", "Sunday was not."),
        ("Monday was slower…", "Monday was slower… Sunday was not.", "Sunday was not."),
        ("Monday was slower", "Monday was slower, and Sunday was not.", "Monday was slower, and Sunday was not."),
        ("Monday was slower", "Monday was slower than Sunday.", "Monday was slower than Sunday."),
        ("Version 3", "Version 3.5 is out.", "Version 3.5 is out."),
        ("A title", "A lead.", "A lead."),
        ("...", "... and more.", "... and more."),
        ("A title", "", ""),
    ],
)
def test_a_day_s_summary_does_not_say_its_headline_again(headline: str, text: str, wanted: str) -> None:
    assert beyond_headline(headline, text) == wanted


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://www.example.org/", "example.org"),
        ("https://example.org/pull/12?tab=files", "example.org/pull/12"),
        ("mailto:a@example.org", "a@example.org"),
        ("https://example.org/" + "x" * 60, "example.org/" + "x" * 37 + "…"),
    ],
)
def test_an_address_without_a_title_is_called_by_its_beginning(url: str, wanted: str) -> None:
    assert short_address(url) == wanted


def test_a_task_s_row() -> None:
    shown = task(1.5, 30, 5, tokens=Tokens(1_250_000, estimated=True), project="P", tags=("AI", "x"), note="N",
                 url="https://example.org/1", links=(TaskLink("Commit", "https://example.org/2"),),
                 extra={"mood": "good"})  # fmt: skip
    tags, projects = {"ai": Link("AI", "ai.html")}, {"p": Link("P", "p.html")}
    assert task_row(PlacedTask(3, "it", shown), tags, projects, "day.html") == TaskRow(
        n=3,
        task=shown.task,
        human="1.5h",
        ai="30m",
        supervision="5m",
        tokens='<data value="1250000">~1.25M</data>',
        factor="3.0x",
        supervisory="18.0x",
        project=Link("P", "p.html"),
        assistant="",
        tags=(Link("AI", "ai.html"),),
        note="N",
        href="day.html",
        id="t--it",
        links=(Link("example.org/1", "https://example.org/1"), Link("Commit", "https://example.org/2")),
        extra={"mood": "good"},
    )
    assert task_row(PlacedTask(1, "it", task(1.5, 30)), {}, {}, "").supervision == "–"


def test_the_figures_of_a_day_are_printed_the_same_way_everywhere() -> None:
    days = [day_totals([task(1.5, 30)], tokens) for tokens in (None, Tokens(7), Tokens(7, True), None)]
    for totals in days:
        assert figure_texts(totals) == {figure.name: figure.text(totals) for figure in figures.ALL}
        for row in figure_rows(totals, "Helper"):
            assert row.value == figure_texts(totals)[row.name]
    assert [figure_texts(totals)["tokens"] for totals in days] == ["–", "7", "~7", "–"]
    assert figure_rows(days[0], "Helper")[2].label == "Total Helper minutes"
