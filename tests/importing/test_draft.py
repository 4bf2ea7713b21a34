"""Rows → tasks, and a draft's file is read back as the draft."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.importing.draft import (
    Draft,
    day_tokens,
    infer_supervision,
    omit_defaults,
    parse_tasks,
    record_text,
    warnings,
)
from leverage_site.importing.formats.columns import TableColumn
from leverage_site.importing.formats.document import Aggregate, Document, Row, TaskLog
from leverage_site.importing.formats.numbers import parse_figure
from leverage_site.problems import Source
from leverage_site.records.measures import Tokens
from leverage_site.records.model import Task, TaskLink, task_ids
from leverage_site.records.schema import read_record
from leverage_site.text import FORBIDDEN

LINE = (
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40)
    .map(lambda record_text: " ".join(record_text.split()))
    .filter(lambda record_text: record_text and not FORBIDDEN.search(record_text) and "\u00a0" not in record_text)
)
TIME = st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(hours=900))
TOKENS = st.builds(Tokens, st.integers(0, 10**9), st.booleans())
NAMES = st.lists(LINE, max_size=3, unique_by=str.casefold).map(tuple)
TASKS = st.builds(
    Task,
    task=LINE,
    human=TIME,
    ai=TIME,
    supervision=st.none() | TIME,
    tokens=st.none() | TOKENS,
    project=st.none() | LINE,
    tags=NAMES,
    assistant=st.none() | LINE,
    note=st.none() | LINE,
    id=st.none(),
    url=st.none() | st.just("https://example.org/?a=1&b=%22x%22#y"),
    links=st.lists(st.builds(TaskLink, LINE, st.just("mailto:a@example.org")), max_size=2).map(tuple),
    extra=st.dictionaries(LINE, LINE | st.lists(LINE, max_size=2), max_size=2),
)
DRAFTS = st.builds(
    Draft,
    st.dates(date(1970, 1, 1), date(2199, 12, 31)),
    st.lists(TASKS, max_size=4).map(tuple),
    NAMES,
    st.none() | st.integers(4 * 10**9, 10**11).map(lambda count: Tokens(count, count % 2 == 0)),
    st.none() | LINE,
    st.none() | LINE | st.just("Of {{ tasks }}, {{{ and \\{{."),
    st.none() | LINE,
)


@given(DRAFTS)
def test_what_is_written_is_read(draft: Draft) -> None:
    record, problems = read_record(record_text(draft).encode(), "x.md")
    assert {problem.code for problem in problems} <= {"P015"}
    assert record is not None
    assert [
        (task.task, task.human, task.ai, task.supervision, task.tokens) for task in record.body.get().tasks
    ] == [(task.task, task.human, task.ai, task.supervision, task.tokens) for task in draft.tasks]
    for name in ("note", "url", "links", "extra"):
        assert [getattr(task, name) for task in record.body.get().tasks] == [
            getattr(task, name) for task in draft.tasks
        ]
    assert (record.title, record.summary, record.id, record.tokens) == (
        draft.title, draft.summary, draft.id, draft.tokens,
    )  # fmt: skip
    assert len(record.tags) <= len(draft.tags)


def test_a_file_as_a_person_would_write_it() -> None:
    task = Task("Mend: the gate", timedelta(hours=4), timedelta(minutes=20), timedelta(minutes=3), Tokens(400_000))
    draft = Draft(
        date(2026, 4, 7), (task,), ("AI", "Time Record"), Tokens(2_620_000, estimated=True), body="The lead."
    )
    assert record_text(draft) == (
        "---\ndate: 2026-04-07\ntags: [AI, Time Record]\ntokens: ~2.62M\ntasks:\n"
        '- task: "Mend: the gate"\n  human: 4h\n  ai: 20m\n  supervision: 3m\n  tokens: 400k\n---\nThe lead.\n'
    )


def test_a_record_is_warned_of_what_its_page_could_not_show():
    record_text = "---\ndate: 2026-04-07\ntasks: []\n---\nA [link](/a b.html), {% raw %}.\n"
    found = warnings(record_text, "content/records/2026-04-07.md")
    assert [(each.code, str(each.place)) for each in found] == [
        ("P009", "content/records/2026-04-07.md:5:3"),
        ("P011", "content/records/2026-04-07.md:5:22"),
    ]


def document(units: dict[str, str] | None = None, *rows: dict[str, str], **more: object) -> Document:
    columns = tuple(TableColumn(name, unit) for name, unit in (units or {}).items())
    log = TaskLog(1, columns, tuple(Row(1, row, " | ".join(row.values())) for row in rows))
    return Document(Source.from_text("x", ""), log, **more)  # type: ignore[arg-type]


ROW = {"task": "Mend", "human": "4h", "ai": "20m"}


def test_a_row_is_a_task() -> None:
    cells = {
        **ROW,
        "supervision": "3m",
        "tokens": "5k",
        "project": "gate",
        "tags": "a; b",
        "assistant": "X",
        "note": "n",
    }
    ((task,), problems) = parse_tasks(document({}, cells))
    assert problems == []
    assert (task.human, task.ai, task.supervision) == (
        timedelta(hours=4),
        timedelta(minutes=20),
        timedelta(minutes=3),
    )
    assert (task.tokens, task.project, task.tags, task.assistant, task.note) == (
        Tokens(5000),
        "gate",
        ("a", "b"),
        "X",
        "n",
    )


@pytest.mark.parametrize(
    ("titles", "ids", "kept"),
    [
        (["A", "B"], ["a", "b"], [None, None]),
        (["A", "A"], ["a", "a--2"], [None, None]),
        (["A", "A"], ["a--2", "a"], ["a--2", "a"]),
        (["A", "B"], ["old", "b"], ["old", None]),
        (["A", "A", "A"], ["x", "a", "a--2"], ["x", "a", "a--2"]),
        (["A", "A"], [None, None], [None, None]),
    ],
)
def test_ids_that_go_without_saying_are_left_out(titles, ids, kept) -> None:
    rows = [Task(title, timedelta(1), timedelta(1), id=name) for title, name in zip(titles, ids, strict=True)]
    found = omit_defaults(tuple(rows), "Claude")
    assert [task.id for task in found] == kept
    assert all(name in (None, given) for name, given in zip(ids, task_ids(found), strict=True))


def test_the_site_s_own_assistant_goes_without_saying() -> None:
    rows = [Task("A", timedelta(1), timedelta(1), assistant=name) for name in ("claude", "Codex", None)]
    assert [task.assistant for task in omit_defaults(tuple(rows), "Claude")] == [None, "Codex", None]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"url": "here"}, "'url' is not understood: 'here'"),
        ({"id": "A b"}, "'id' is not understood: 'A b'"),
        ({"links": "[1]"}, "'links' is not understood: '[1]'"),
    ],
)
def test_what_was_named_a_link_and_is_none_is_told(cells: dict[str, str], told: str) -> None:
    assert told in parse_tasks(document({}, {**ROW, **cells}))[1][0].message


@pytest.mark.parametrize("nothing", ["", "-", "–", "—", "n/a", "None"])
def test_nothing_is_unknown(nothing: str) -> None:
    ((task,), _) = parse_tasks(
        document({}, {**ROW, "supervision": nothing, "tokens": nothing, "project": nothing})
    )
    assert (task.supervision, task.tokens, task.project) == (None, None, None)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"task": ""}, "it has no title"),
        ({"human": ""}, "'human' is missing"),
        ({"ai": "0m"}, "'ai' must be more than zero"),
        (
            {"human": "4"},
            "'human' is not a duration: '4'; say its unit, as in 4h or 20m, or with --map, such as --map \"Heading=human_hours\"",
        ),
        (
            {"supervision": "4"},
            "'supervision' is not a duration: '4'; say its unit, as in 4h or 20m, or with --map, such as --map \"Heading=supervision_minutes\"",
        ),
        ({"ai": "soon"}, "'ai' is not a duration: 'soon'"),
        ({"supervision": "x"}, "'supervision' is not a duration: 'x'"),
        ({"tokens": "many"}, "'tokens' is not a number of tokens: 'many'"),
    ],
)
def test_a_row_that_is_none(cells: dict[str, str], reason: str) -> None:
    found, (problem,) = parse_tasks(document({}, {**ROW, **cells}, ROW))
    assert len(found) == 1
    assert problem.message == f"the row cannot be read: {reason}"


def test_bare_numbers_have_the_unit_of_their_heading() -> None:
    ((task,), _) = parse_tasks(document({"human": "h", "ai": "m"}, {"task": "a", "human": "0.25", "ai": "7.5"}))
    assert (task.human, task.ai) == (timedelta(minutes=15), timedelta(minutes=7.5))


@given(st.integers(1, 10), st.integers(2, 800).map(lambda quarters: quarters * 15))
def test_supervision_is_recovered_from_its_factor(minutes: int, human: int) -> None:
    factor = parse_figure(f"{human / minutes:.1f}x")
    assert factor is not None
    if minutes**2 <= 10 * human:
        assert infer_supervision(timedelta(minutes=human), factor) == timedelta(minutes=minutes)


@given(st.integers(1, 100_000), st.integers(1, 100_000), st.integers(0, 2))
def test_the_printed_factor_follows_from_what_is_recovered(human: int, factor: int, decimals: int) -> None:
    figure = parse_figure(format(factor / 10**decimals, f".{decimals}f"))
    assert figure is not None
    minutes = infer_supervision(timedelta(minutes=human), figure)
    assert minutes is not None
    if minutes > timedelta(seconds=1):
        assert figure.matches(
            Fraction(timedelta(minutes=human) // timedelta(microseconds=1), minutes // timedelta(microseconds=1))
        )


def test_a_factor_of_zero_recovers_nothing() -> None:
    factor = parse_figure("0.0x")
    assert factor is not None
    assert infer_supervision(timedelta(hours=1), factor) is None


@pytest.mark.parametrize(
    ("value", "stated", "found"),
    [
        ("~2.62M", ["1.3M", "1.32M"], Tokens(2_620_000, estimated=True)),
        ("~2.62M", ["1.3M", "1.321M"], None),
        ("9,487,000", [], Tokens(9_487_000)),
        ("~867,500", [], Tokens(867_500, estimated=True)),
        ("lots", [], None),
    ],
)
def test_the_tokens_of_the_day(value: str, stated: list[str], found: Tokens | None) -> None:
    rows = [{**ROW, "tokens": text} for text in stated] or [ROW]
    page = document({}, *rows, aggregates=(Aggregate("Total tokens", value, 1),))
    assert day_tokens(page, parse_tasks(page)[0]) == found
