"""A draft's file is read back as the draft."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from leverage_site.importing.draft import Draft, record_text, warnings
from leverage_site.records.measures import Tokens
from leverage_site.records.model import Task, TaskLink
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
    LINE,
    TIME,
    TIME,
    st.none() | TIME,
    st.none() | TOKENS,
    st.none() | LINE,
    NAMES,
    st.none() | LINE,
    st.none() | LINE,
    st.none(),
    st.none() | st.just("https://example.org/?a=1&b=%22x%22#y"),
    st.lists(st.builds(TaskLink, LINE, st.just("mailto:a@example.org")), max_size=2).map(tuple),
    st.dictionaries(LINE, LINE | st.lists(LINE, max_size=2), max_size=2),
)
DRAFTS = st.builds(
    Draft,
    st.dates(date(1970, 1, 1), date(2199, 12, 31)),
    st.lists(TASKS, max_size=4).map(tuple),
    NAMES,
    st.none() | st.integers(4 * 10**9, 10**11).map(lambda count: Tokens(count, count % 2 == 0)),
    st.none() | LINE,
    st.none() | LINE,
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
