"""Headings → columns: by name, never by place."""

import pytest

from leverage_site.importing.formats.columns import Column, column, columns, copied, field_named, plain
from tests.support.published import HEADINGS

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
    found = copied(between.join(HEADINGS[layout]), {})
    assert found is not None
    assert [column.field for column in found] == FIELDS[layout]


@pytest.mark.parametrize("layout", FIELDS)
def test_headings_in_cells(layout: str) -> None:
    found = columns(HEADINGS[layout], {})
    assert found is not None
    assert [column.field for column in found if column] == FIELDS[layout]


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("Human (hours)", Column("human", "h")),
        ("ai_minutes", Column("ai", "m")),
        ("Claude minutes", Column("ai", "m")),
        ("Supervisory minutes", Column("supervision", "m")),
        ("supervisory", Column("supervisory")),
        ("SUPERVISION SECS", Column("supervision", "s")),
        ("  Sup.  Factor ", Column("supervisory")),
        ("Human Est.", Column("human")),
        ("Factor (hours)", None),
        ("Effort", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_one_heading(heading: str, found: Column | None) -> None:
    assert column(heading, {}) == found


@pytest.mark.parametrize(
    "line", ["The task was hard.", "Task", "Task Human", "Task Human Claude and more", "Task" * 200]
)
def test_a_sentence_is_no_line_of_headings(line: str) -> None:
    assert copied(line, {}) is None


def test_a_heading_can_be_named() -> None:
    named = {plain("Effort (est.)"): Column("human", "h"), plain("Weather"): Column("")}
    assert column("effort EST", named) == Column("human", "h")
    assert column("Weather", named) == Column("")
    found = copied("TaskEffort EstClaude", named)
    assert found is not None
    assert [one.field for one in found] == ["task", "human", "ai"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("human", Column("human")),
        ("human_hours", Column("human", "h")),
        ("AI_Minutes", Column("ai", "m")),
        ("", Column("")),
        ("factor_hours", None),
        ("effort", None),
    ],
)
def test_fields_of_the_map_option(text: str, found: Column | None) -> None:
    assert field_named(text) == found


@pytest.mark.parametrize(
    ("heading", "name", "unit"),
    [("Supervision (min)", "supervision", "m"), ("Supervision (min)", "supervision_hours", "h"), ("Effort [h]", "human", "h"),
     ("Effort", "human", ""), ("Effort (h:mm)", "human", "h:m"), ("Machine mm:ss", "ai", "m:s"), ("Kind (min)", "note", ""),
     ("min", "ai", ""), ("Time (hours)", "ai_minutes", "m")],
)  # fmt: skip
def test_a_heading_that_is_named_keeps_the_unit_that_it_says(heading: str, name: str, unit: str) -> None:
    known = field_named(name)
    assert known is not None
    assert column(heading, {plain(heading): known}) == Column(known.field, unit)
