"""Headings → columns: by name, never by place."""

import pytest

from leverage_site.importing.formats.columns import (
    TableColumn,
    find_column,
    find_columns,
    normalize_heading,
    parse_field,
    parse_heading_line,
)
from tests.support.published_pages import HEADINGS

FIELDS = {
    "L1": ["n", "task", "human", "ai", "factor"],
    "L2": ["task", "human", "ai", "tokens", "factor"],
    "L3": ["n", "task", "human", "ai", "supervision", "factor", "supervisory"],
    "L4": ["n", "task", "human", "ai", "supervision", "factor", "supervisory"],
    "L5": ["n", "task", "human", "ai", "weeks", "factor", "supervisory"],
    "L6": ["n", "task", "human", "ai", "supervision", "factor", "supervisory"],
}


@pytest.mark.parametrize("layout", FIELDS)
@pytest.mark.parametrize("between", ["", " ", "\t"])
def test_a_copied_line_of_headings(layout: str, between: str) -> None:
    found = parse_heading_line(between.join(HEADINGS[layout]), {})
    assert found is not None
    assert [find_column.field for find_column in found] == FIELDS[layout]


def test_a_copied_line_with_soft_hyphens() -> None:
    found = parse_heading_line("Task\tFactor\tHuman est.\tAI\tSuper\xadvision\tSuper\xadvisory", {})
    assert found is not None
    assert [column.field for column in found] == ["task", "factor", "human", "ai", "supervision", "supervisory"]


@pytest.mark.parametrize("layout", FIELDS)
def test_headings_in_cells(layout: str) -> None:
    found = find_columns(HEADINGS[layout], {})
    assert found is not None
    assert [find_column.field for find_column in found if find_column] == FIELDS[layout]


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("Human (hours)", TableColumn("human", "h")),
        ("ai_minutes", TableColumn("ai", "m")),
        ("Claude minutes", TableColumn("ai", "m")),
        ("Supervisory minutes", TableColumn("supervision", "m")),
        ("supervisory", TableColumn("supervisory")),
        ("SUPERVISION SECS", TableColumn("supervision", "s")),
        ("  Sup.  Factor ", TableColumn("supervisory")),
        ("Human Est.", TableColumn("human")),
        ("Super\xadvisory", TableColumn("supervisory")),
        ("Factor (hours)", None),
        ("Effort", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_one_heading(heading: str, found: TableColumn | None) -> None:
    assert find_column(heading, {}) == found


@pytest.mark.parametrize(
    "line", ["The task was hard.", "Task", "Task Human", "Task Human Claude and more", "Task" * 200]
)
def test_a_sentence_is_no_line_of_headings(line: str) -> None:
    assert parse_heading_line(line, {}) is None


def test_a_heading_can_be_named() -> None:
    named = {
        normalize_heading("Effort (est.)"): TableColumn("human", "h"),
        normalize_heading("Weather"): TableColumn(""),
    }
    assert find_column("effort EST", named) == TableColumn("human", "h")
    assert find_column("Weather", named) == TableColumn("")
    found = parse_heading_line("TaskEffort EstClaude", named)
    assert found is not None
    assert [one.field for one in found] == ["task", "human", "ai"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("human", TableColumn("human")),
        ("human_hours", TableColumn("human", "h")),
        ("AI_Minutes", TableColumn("ai", "m")),
        ("", TableColumn("")),
        ("factor_hours", None),
        ("effort", None),
    ],
)
def test_fields_of_the_map_option(text: str, found: TableColumn | None) -> None:
    assert parse_field(text) == found


@pytest.mark.parametrize(
    ("heading", "name", "unit"),
    [("Supervision (min)", "supervision", "m"), ("Supervision (min)", "supervision_hours", "h"), ("Effort [h]", "human", "h"),
     ("Effort", "human", ""), ("Effort (h:mm)", "human", "h:m"), ("Machine mm:ss", "ai", "m:s"), ("Kind (min)", "note", ""),
     ("min", "ai", ""), ("Time (hours)", "ai_minutes", "m")],
)  # fmt: skip
def test_a_heading_that_is_named_keeps_the_unit_that_it_says(heading: str, name: str, unit: str) -> None:
    known = parse_field(name)
    assert known is not None
    assert find_column(heading, {normalize_heading(heading): known}) == TableColumn(known.field, unit)
