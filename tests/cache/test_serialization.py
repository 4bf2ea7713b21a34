"""What is serialized is read back as it was, and its text is always the same."""

import json
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.cache import serialization
from leverage_site.cache.serialization import dumps, load_problem
from leverage_site.cache.store import loads
from leverage_site.markdown import Fragment, Prose, ProseLink
from leverage_site.problems import Place, Problem
from leverage_site.records.model import LazyBody, Note, PlainPage, Record, RecordBody, StaticFile, Task, TaskLink
from leverage_site.records.schema import read_note, read_page
from leverage_site.stats.day_stats import day_stats
from tests.support import builders
from tests.support.builders import NAMES, front, good

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
names = st.lists(NAMES, max_size=2, unique_by=str.casefold).map(tuple)
places = st.builds(Place, texts, st.integers(0, 9_999), st.integers(0, 99), st.integers(1, 99), st.none() | texts)
links = st.builds(ProseLink, texts, places, st.booleans())
fragments = st.lists(links, max_size=2).flatmap(
    lambda found: st.lists(texts, min_size=len(found) + 1, max_size=len(found) + 1).map(
        lambda pieces: Fragment(tuple(pieces), tuple(found))
    )
)
proses = st.builds(Prose, fragments, fragments, texts, st.integers(0, 10**6))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
extras = st.dictionaries(texts, values, max_size=3)
rows = st.builds(
    lambda task, tags, note, text, own, links, extra: replace(
        task, tags=tags, note=note, task=text, id=own, url=own, links=links, extra=extra
    ),
    builders.tasks,
    names,
    st.none() | texts,
    texts,
    st.none() | texts,
    st.lists(st.builds(TaskLink, texts, texts), max_size=2).map(tuple),
    extras,
)
records = st.builds(
    lambda day, tasks, **values: builders.record(*tasks, day=day, **values),
    builders.days,
    st.lists(rows, max_size=4),
    path=texts,
    digest=texts,
    tags=names,
    tokens=st.none() | builders.tokens,
    title=st.none() | texts,
    summary=st.none() | texts,
    draft=st.booleans(),
    updated=st.none() | builders.days,
    id=st.none() | texts,
    url=st.none() | texts,
    aliases=st.lists(texts, max_size=2).map(tuple),
    extra=extras,
    prose=proses,
)
problems = st.builds(Problem, texts, texts, places, texts, st.sampled_from(["error", "warning"]))
others = (
    st.builds(
        PlainPage,
        path=texts,
        digest=texts,
        title=texts,
        url=st.none() | texts,
        summary=st.none() | texts,
        draft=st.booleans(),
        aliases=st.lists(texts, max_size=2).map(tuple),
        extra=extras,
        prose=proses,
    )
    | st.builds(Note, texts, texts, texts, proses, st.none() | texts, st.booleans())
    | st.builds(StaticFile, texts, texts, st.just("/on/disk"), texts)
    | st.none()
)


def travelled(values):
    """Pass a value through the cache; its text must be plain JSON, and the same another time."""
    text = dumps(values)
    assert text.isascii()
    assert "\n" not in text
    assert dumps(json.loads(text)) == text
    return loads(text)


def thawed(record, asked=None):
    """Pass a record through the cache; `asked` grows when its body is loaded."""
    body = travelled(record.body.get())

    def load():
        if asked is not None:
            asked.append(1)
        return serialization.load_body(body)

    return serialization.load_record(travelled(record), LazyBody(load))


@given(records)
def test_records_come_back(record):
    found = thawed(record)
    assert found == record
    assert repr(found) == repr(record)
    assert repr(found.body.get()) == repr(record.body.get())
    assert (found.links, found.lead_text) == (record.links, record.lead_text)
    assert hash(found.body.get().tasks) == hash(record.body.get().tasks)
    assert dumps(found) == dumps(record)
    assert dumps(found.body.get()) == dumps(record.body.get())


@given(builders.records | records)
def test_facts_of_days_come_back(record):
    stats = day_stats(record)
    found = serialization.load_stats(travelled(stats))
    assert found == stats
    assert repr(found) == repr(stats)
    assert day_stats(thawed(record)) == stats
    assert dumps(found) == dumps(stats)


@given(others)
def test_other_files_come_back(value):
    found = serialization.load_other(travelled(serialization.dump_other(value)), "/on/disk")
    assert found == value
    assert repr(found) == repr(value)


@given(problems)
def test_problems_come_back(problem):
    found = load_problem(travelled(problem))
    assert found == problem
    assert str(found) == str(problem)


@given(values)
def test_extra_values_come_back_with_their_types(value):
    record = builders.record(extra={"key": value})
    assert repr(thawed(record).body.get().extra) == repr(record.body.get().extra)


@given(st.integers(0, 86_399_999_999), st.integers(0, 999_999_999))
def test_the_longest_durations_come_back(micro, days):
    task = Task("A", timedelta(days, 0, micro), timedelta(0, 0, 1), timedelta(0))
    assert thawed(builders.record(task)).body.get().tasks == (task,)


def test_a_file_comes_back():
    record = good(builders.RECORD.replace("The lead", "[The](x.md) *lead* ![c](../static/c.png)"))
    assert record.links
    assert thawed(record) == record
    page = read_page(
        b"---\ntitle: A\nextra: {a: [1, 2.5, null, {b: c}]}\n---\nSee [it](x.md).\n", "content/pages/a.md"
    )[0]
    note = read_note(b"A [note](x.md).\n", "content/weeks/2026-W15.md", "2026-W15")[0]
    for value in (page, note):
        found = serialization.load_other(travelled(serialization.dump_other(value)), "")
        assert found == value
        assert found.links == value.links


ODD = ["1: a", "true: b", "null: c", "2026-04-07: d", "e: 2026-04-07", "f: .nan", "g: .inf", "h: 0x1f", "i: 1e400", "j: -0.0",
       "k: [[], {}]", "l: 1_000", "m: !!binary aGk=", "n: !!set {a}", "o: 12345678901234567890123", "p: \"\\ud800\"", "q: ~", "r: 1:30"]  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_any_extra_value_that_is_read_comes_back(odd):
    record, problems = builders.read(front("date: 2026-04-07", "extra:", f"  {odd}"))
    assert record or problems
    if record:
        assert repr(thawed(record).body.get().extra) == repr(record.body.get().extra)


def test_the_text_of_a_record_is_the_same_for_ever():
    """Who changes it has a cache of another program, which toolchain() tells; then change it here."""
    record = good(builders.RECORD)
    assert dumps(record).startswith('["2026-04-07","content/records/day.md","')
    assert dumps(record.body.get()).startswith(
        '[[["Search page, first draft",28800000000,1200000000,180000000,[400000,false],"search",["web"],null,null,null,null,[],{}],'
    )


# The body


def test_a_body_is_loaded_once_when_it_is_asked_for():
    record, asked = good(builders.RECORD), []
    found = thawed(record, asked)
    for field in fields(Record):
        if field.name != "body":
            assert getattr(found, field.name) == getattr(record, field.name)
    assert asked == []
    assert found.body.get() == record.body.get()
    assert found.body.get().tasks == record.body.get().tasks
    assert found == record
    assert asked == [1]


def test_what_a_record_does_not_have_it_does_not_load():
    asked = []
    found = thawed(good(builders.RECORD), asked)
    assert not hasattr(found, "nothing")
    assert not hasattr(found, "__html__")
    assert repr(found)
    assert asked == []


def test_a_record_can_be_replaced():
    record, asked = good(builders.RECORD), []
    found = replace(thawed(record, asked), title="Another")
    assert asked == []
    assert found == replace(record, title="Another")
    assert found.links == record.links
    assert replace(found, title=record.title) == record
    other = replace(thawed(record), body=LazyBody(replace(record.body.get(), prose=Prose(lead_text="Other"))))
    assert (other.body.get().prose.lead_text, other.body.get().tasks) == ("Other", record.body.get().tasks)
    assert other != record


def test_a_body_that_cannot_be_had_is_asked_for_again():
    def load():
        raise OSError("gone")

    found = serialization.load_record(travelled(good(builders.RECORD)), LazyBody(load))
    for _ in range(2):
        with pytest.raises(OSError, match="gone"):
            _ = found.body.get().tasks
    assert found.date == builders.DAY


def test_nothing_but_values_is_serialized():
    with pytest.raises(TypeError):
        dumps(RecordBody(extra={"path": Path()}))
