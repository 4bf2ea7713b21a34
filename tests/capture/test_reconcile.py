"""Printed figures against the rows."""

from datetime import date

import pytest

from leverage_site.capture.importers.blocks import Aggregate, Row, TaskLog
from leverage_site.capture.importers.document import Document
from leverage_site.capture.interpret import tasks
from leverage_site.capture.reconcile import mismatches
from leverage_site.problems import Source

ROWS = (
    {
        "task": "a",
        "human": "80h",
        "ai": "20m",
        "supervision": "3m",
        "weeks": "2.0w",
        "factor": "240.0x",
        "supervisory": "1600.0x",
    },
    {
        "task": "b",
        "human": "3h",
        "ai": "13m",
        "supervision": "6m",
        "weeks": "0.075w",
        "factor": "13.8x",
        "supervisory": "30x",
    },
)


def found(
    *aggregates: tuple[str, str], row: dict[str, str] | None = None
) -> list[tuple[int | None, str, str, str]]:
    rows = (ROWS[0], {**ROWS[1], **(row or {})})
    log = TaskLog(1, (), tuple(Row(n, cells) for n, cells in enumerate(rows, 2)))
    lines = tuple(Aggregate(name, value, 9) for name, value in aggregates)
    document = Document(Source.of("x", ""), log, lines, days=(date(2026, 4, 7),))
    told = mismatches(document, tasks(document)[0])
    return [(item.row, item.figure, item.printed, item.computed) for item in told]


@pytest.mark.parametrize(
    ("cells", "mismatch"),
    [
        ({}, None),
        ({"factor": "13.9x"}, (2, "factor", "13.9x", "13.8x")),
        ({"factor": ""}, None),
        ({"supervisory": "31x"}, (2, "supervisory", "31x", "30x")),
        ({"supervision": "0m", "supervisory": "30x"}, (2, "supervisory", "30x", "–")),
        ({"weeks": "0.08w"}, None),
        ({"weeks": "0.09w"}, (2, "weeks", "0.09w", "0.07w")),
    ],
)
def test_rows(cells: dict[str, str], mismatch: tuple[int, str, str, str] | None) -> None:
    assert found(row=cells) == ([mismatch] if mismatch else [])


@pytest.mark.parametrize(
    ("name", "value", "computed"),
    [
        ("Total tasks", "2", None),
        ("Total tasks", "3", "2"),
        ("Total human-equivalent hours", "83h", None),
        ("Total human-equivalent hours", "83.0", None),
        ("Human-equivalent hours", "83h (10.4 working days)", None),
        ("Human-equivalent hours", "82h", "83h"),
        ("Total Claude minutes", "33min (0h 33min)", None),
        ("Total Gemini minutes", "34", "33"),
        ("Claude wall-clock time", "33m (0.6h)", None),
        ("Claude wall-clock time", "0.6h", None),
        ("Total supervisory minutes", "9", None),
        ("Supervisory time", "10m", "9m"),
        ("Weighted average leverage", "150.9x", None),
        ("Weighted avg leverage factor", "151.9x", "150.9x"),
        ("Weighted average supervisory leverage factor", "553.3x", None),
        ("Human-equivalent weeks", "2.1", None),
        ("Human-equivalent weeks", "2.2", "2.1"),
        ("Human-equivalent working days", "10.4", None),
        ("Total tokens", "5,000", None),
        ("Cups of tea", "7", None),
    ],
)
def test_aggregates(name: str, value: str, computed: str | None) -> None:
    told = found((name, value))
    assert [item[3] for item in told] == ([computed] if computed else [])
    assert all(item[0] is None and item[2] == value.partition(" (")[0] for item in told)


@pytest.mark.parametrize(
    ("value", "mismatch"),
    [
        ("83h (11.4 working days)", ("working_days", "11.4 working days", "10.4 working days")),
        ("83h (and some)", None),
    ],
)
def test_what_stands_in_brackets(value: str, mismatch: tuple[str, str, str] | None) -> None:
    assert [item[1:] for item in found(("Human-equivalent hours", value))] == ([mismatch] if mismatch else [])


def test_minutes_in_brackets() -> None:
    assert found(("Total Claude minutes", "33min (1h 33min)")) == [(None, "ai_minutes", "1h 33min", "0h 33min")]
    assert found(("Total Claude minutes", "33m (0.7h)")) == [(None, "ai_minutes", "0.7h", "0.6h")]


@pytest.mark.parametrize(
    ("value", "tokens", "computed"),
    [
        ("12k", ("5k", "7k"), None),
        ("13k", ("5k", "7k"), "12k"),
        ("13k", ("5k", ""), None),
        ("4k", ("5k", ""), "5k"),
    ],
)
def test_the_tokens_of_the_day(value: str, tokens: tuple[str, str], computed: str | None) -> None:
    rows = tuple({**row, "tokens": text} for row, text in zip(ROWS, tokens, strict=True))
    log = TaskLog(1, (), tuple(Row(n, cells) for n, cells in enumerate(rows, 2)))
    document = Document(Source.of("x", ""), log, (Aggregate("Total tokens", value, 9),), days=(date(2026, 4, 7),))
    assert [item.computed for item in mismatches(document, tasks(document)[0])] == ([computed] if computed else [])
