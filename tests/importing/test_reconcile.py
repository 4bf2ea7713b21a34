"""Printed figures against the rows."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from leverage_site.importing.draft import parse_tasks
from leverage_site.importing.formats import document as documents
from leverage_site.importing.formats.document import Aggregate, Document, Row, TaskLog
from leverage_site.importing.formats.wording import METRICS, Metric
from leverage_site.importing.reconcile import find_mismatches, find_unknown_figures
from leverage_site.problems import Source
from leverage_site.stats.totals import HOUR, RATIOS, WORKING_DAY, Parts, Totals, exact_ratio
from tests.support.page_import import imported

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
    document = Document(Source.from_text("x", ""), log, lines, days=(date(2026, 4, 7),))
    told = find_mismatches(document, parse_tasks(document)[0])
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


def test_each_printed_figure_is_computed() -> None:
    assert METRICS.keys() <= RATIOS.keys()


def _tokens_per_day(totals: Totals) -> Parts:
    return totals.token_count, exact_ratio((totals.human, WORKING_DAY))


def _hours_per_token(totals: Totals) -> Parts:
    return exact_ratio((totals.human, HOUR)), totals.token_count


@pytest.mark.parametrize(
    ("figure", "parts", "against"),
    [
        *(
            (figure, parts, "the times of the tasks give")
            for figure, parts in RATIOS.items()
            if figure != "tokens"
        ),
        ("tokens", RATIOS["tokens"], "the tasks give"),
        ("tokens_per_day", _tokens_per_day, "the tasks give"),
        ("hours_per_token", _hours_per_token, "the tasks give"),
        ("tasks_per_day", lambda totals: (totals.tasks, totals.days), "the times of the tasks give"),
    ],
)
def test_what_gives_a_figure_follows_from_its_parts(
    figure: str, parts: Callable[[Totals], Parts], against: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RATIOS, figure, parts)
    monkeypatch.setattr(documents, "parse_metric", lambda name: Metric(figure, name))
    rows = (Row(2, {**ROWS[0], "tokens": "5k"}), Row(3, {**ROWS[1], "tokens": "7k"}))
    aggregates = (Aggregate("A name", "1,234", 9),)
    page = Document(Source.from_text("x", ""), TaskLog(1, (), rows), aggregates, days=(date(2026, 4, 7),))
    (mismatch,) = find_mismatches(page, parse_tasks(page)[0])
    assert (mismatch.figure, mismatch.against) == (figure, against)


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
    document = Document(
        Source.from_text("x", ""), log, (Aggregate("Total tokens", value, 9),), days=(date(2026, 4, 7),)
    )
    assert [item.computed for item in find_mismatches(document, parse_tasks(document)[0])] == (
        [computed] if computed else []
    )


TABLE = "| Task | Human | AI | Tokens |\n|---|---|---|---|\n| a | 8h | 10m | 100k |\n| b | 4h | 20m | {} |\n"
CSV = "Date,Task,Human,AI,Tokens,Day tokens\n2026-07-06,a,2h,5m,800,{0}\n2026-07-06,b,2h,5m,900,{0}\n"
OF_TASKS = (
    '[{{"date": "2026-07-06", "tokens": {}, "tasks": [{{"task": "a", "human": "2h", "ai": "5m", "tokens": 800}},'
    '{{"task": "b", "human": "2h", "ai": "5m", "tokens": 900}}]}}]'
)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("2026-07-06.md", "---\ntokens: 150k\n---\n\n" + TABLE.format("90k"), [("150k", "the tasks give 190k")]),
        ("2026-07-06.md", "---\ntokens: 200k\n---\n\n" + TABLE.format("90k"), []),
        ("2026-07-06.md", "---\ntokens: 190k\n---\n\n" + TABLE.format("90k"), []),
        ("x.csv", CSV.format("1000"), [("1000", "the tasks give 1700")]),
        ("x.csv", CSV.format("1700"), []),
        ("x.csv", CSV.format("2k"), []),
        ("x.json", OF_TASKS.format("1000"), [("1000", "the tasks give 1700")]),
        ("x.json", OF_TASKS.format("1700"), []),
        (
            "2026-07-06.md",
            "---\ntokens: 100k\n---\n\n# X\n\nTokens: 200k\n\n"
            + TABLE.format("").replace("100k", "")
            + "\n| Metric | Value |\n|---|---|\n| Total tokens | 300k |\n",
            [("200k", "another place says 100k"), ("300k", "another place says 100k")],
        ),
        (
            "2026-07-06.md",
            TABLE.format("")
            + "| Total | 12h | 30m | 150k |\n\n| Metric | Value |\n|---|---|\n| Total tokens | 300k |\n",
            [("300k", "another place says 150k")],
        ),
        (
            "2026-07-06.md",
            TABLE.format("")
            + "| Total | 12h | 30m | 100k |\n\n| Metric | Value |\n|---|---|\n| Total tokens | 0.3M |\n",
            [],
        ),
    ],
)
def test_tokens_of_the_day_that_contradict_others_are_told(
    name: str, text: str, told: list[tuple[str, str]], tmp_path: Path
) -> None:
    problems = imported(tmp_path, name, text).problems
    assert [problem.code for problem in problems] == ["I015"] * len(told)
    for problem, (printed, rest) in zip(problems, told, strict=True):
        assert problem.message == f"'tokens' of the day is printed as {printed}; {rest}"
        assert (problem.place.excerpt or "")[problem.place.column - 1 :].startswith(printed)


@pytest.mark.parametrize(
    ("cells", "aggregate", "told"),
    [
        ({"factor": "12.0x"}, ("Total tasks", "1"), []),
        ({"factor": "12.0x or so"}, ("Total tasks:", "1 task"), ["'factor'"]),
        ({"weeks": "some"}, ("Total Claude minutes", "8h 23min"), ["'weeks'"]),
        ({"supervisory": "–"}, ("Total tasks of mine", "1"), ["'Total tasks of mine'"]),
        ({}, ("Total tasks", "1 and a half"), ["'Total tasks'"]),
        ({}, ("Total tokens", "–"), []),
        ({}, ("Human-equivalent hours", "85h (10.6 working days)"), []),
    ],
)
def test_words_among_figures_are_told(cells: dict[str, str], aggregate: tuple[str, str], told: list[str]) -> None:
    row = {"task": "Mend", "human": "4h", "ai": "20m", **cells}
    log = TaskLog(1, (), (Row(1, row, " | ".join(row.values())),))
    page = Document(Source.from_text("x", ""), log, aggregates=(Aggregate(*aggregate, 1),))
    assert [problem.message.partition(" is")[0] for problem in find_unknown_figures(page)] == told
