"""What a task is known by: laws that hold for any titles."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.records.model import Task, task_ids
from leverage_site.urls import MAX_TASK_BYTES, anchor, is_task_id, task_slug

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

titles = st.sampled_from(
    ["Fix it", "fix it!", "Fix it 2", "Fix it--2", "日本語", "🎉", "?", "x" * 2000]
) | st.text(min_size=1, max_size=30)
rows = st.builds(
    lambda title, hours, name: Task(title, hours * HOUR, MINUTE, id=name),
    titles,
    st.integers(1, 9),
    st.none() | st.sampled_from(["fix-it", "fix-it--2", "fix-it--3", "own"]),
)
days = st.lists(rows, max_size=8, unique_by=lambda task: task.id or object())


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Sortable table", "sortable-table"),
        ("Move to 3.11, tests.", "move-to-3-11-tests"),
        ("C++ port", "c-plus-plus-port"),
        ("C# port", "c-sharp-port"),
        ("日本語 の 検索", "日本語-の-検索"),
        ("Über-Größe", "über-grösse"),
        ("🎉", "u1f389"),
        ("...", "u2e-u2e-u2e"),
        ("index", "index"),
        (" -- a -- b -- ", "a-b"),
    ],
)
def test_what_a_title_gives(title, expected):
    assert task_slug(title) == expected


def test_the_end_of_a_long_title_is_a_digest():
    first, second = task_slug("word " * 300 + "a"), task_slug("word " * 300 + "b")
    assert first != second
    assert re.fullmatch(r"(?:word-)+(?:w?o?r?d?-)?[0-9a-f]{16}", first)
    assert len(first) <= MAX_TASK_BYTES


@pytest.mark.parametrize("text", ["a", "fix-it", "fix-it--2", "17", "日本語", "u1f389"])
def test_an_id(text):
    assert is_task_id(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "--2",
        "Fix",
        "fix it",
        "a_b",
        "a--",
        "a--0",
        "a--02",
        "a--b",
        "a--2--3",
        "a-",
        "e\u0301",
        "x" * 200,
    ],
)
def test_no_id(text):
    assert not is_task_id(text)


@given(st.text(max_size=200))
def test_a_title_gives_a_valid_fragment(title):
    name = task_slug(title)
    assert is_task_id(name)
    assert len(name.encode()) <= MAX_TASK_BYTES
    assert not re.search(r"\s|--|^-|-$", name)
    assert task_slug(name) == name


@given(st.text(max_size=200))
def test_no_heading_has_a_tasks_id(text):
    assert "--" not in anchor(text)


@given(days)
def test_ids_are_unique_and_own_ids_are_kept(tasks):
    found = task_ids(tasks)
    assert len(set(found)) == len(tasks)
    assert all(is_task_id(name) for name in found)
    assert all(task.id in (None, name) for task, name in zip(tasks, found, strict=True))


@given(days, st.lists(st.integers(1, 9), min_size=8, max_size=8))
def test_no_figure_has_a_part_in_ids(tasks, hours):
    other = [Task(task.task, n * HOUR, MINUTE, id=task.id) for task, n in zip(tasks, hours, strict=False)]
    assert task_ids(other) == task_ids(tasks)


@given(days, rows)
def test_a_row_behind_others_moves_no_id(tasks, late):
    late = Task(late.task, late.human, late.ai)
    assert task_ids([*tasks, late])[:-1] == task_ids(tasks)


@given(days, st.randoms())
def test_ids_stay_with_their_titles_in_any_order(tasks, random):
    bare = [Task(task.task, task.human, task.ai) for task in tasks]
    alone = [task for task in bare if [task_slug(other.task) for other in bare].count(task_slug(task.task)) == 1]
    before = dict(zip(map(id, bare), task_ids(bare), strict=True))
    random.shuffle(bare)
    after = dict(zip(map(id, bare), task_ids(bare), strict=True))
    assert all(before[id(task)] == after[id(task)] == task_slug(task.task) for task in alone)


def test_twins_are_numbered_in_the_order_of_the_file():
    tasks = [
        Task(title, hours * HOUR, MINUTE) for title, hours in (("Fix", 1), ("Fix!", 9), ("Fix 2", 3), ("fix", 5))
    ]
    assert task_ids(tasks) == ("fix", "fix--2", "fix-2", "fix--3")


def test_thousands_of_twins_take_no_time():
    tasks = [Task("Fix", HOUR, MINUTE)] * 20_000
    assert task_ids(tasks)[-1] == "fix--20000"
