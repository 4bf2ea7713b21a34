"""Dates that are slips of the pen, and which of two records of a day was there first."""

from datetime import date, timedelta

import pytest

from leverage_site.records.library import far_apart, is_copy, likeliest_first
from leverage_site.records.model import LazyBody, Record, RecordBody
from leverage_site.records.schema import read_record
from tests.support.builders import front, load

YEAR = [date(2026, 1, 5) + timedelta(days=7 * n) for n in range(10)]


def record(day, name=None):
    return Record(day, f"content/records/{name or day.isoformat()}.md", "digest", "front", LazyBody(RecordBody()))


def told(*records):
    return [str(found.date) for found, _ in far_apart(sorted(records, key=lambda record: record.date))]


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        ("2026-04-07", False), ("2026-04-07-second-half", False), ("2026-04-07 (1)", False), ("notes", False),
        ("2026-04", False), ("20260407", False), ("2026-13-01", False), ("1-2026-04-08", False),
        ("2026-04-08", True), ("2025-04-07", True), ("2026-04-08-title", True), ("2026-07-04", True),
    ],
)  # fmt: skip
def test_a_file_s_name_and_its_date_agree(name, is_told):
    _, problems = read_record(front("title: x", "date: 2026-04-07").encode(), f"content/records/{name}.md")
    assert [(p.code, p.severity, p.place.line, p.place.column) for p in problems] == [
        ("R041", "warning", 3, 7)
    ] * is_told


@pytest.mark.parametrize("name", [None, "day"])
@pytest.mark.parametrize(
    ("strange", "expected"),
    [
        ([date(2062, 1, 5)], ["2062-01-05"]),
        ([date(2027, 4, 1)], ["2027-04-01"]),
        ([date(2027, 3, 9)], []),
        ([date(2062, 1, 5), date(2062, 1, 6)], ["2062-01-05", "2062-01-06"]),
        ([date(2062, 1, 5), date(2062, 1, 6), date(2062, 1, 7)], []),
        ([date(2027, 12, 1), date(2030, 1, 5)], ["2030-01-05"]),
    ],
)
def test_a_date_far_behind_all_others_is_told(name, strange, expected):
    records = [record(day) for day in YEAR] + [record(day, name and f"{name}{day.day}") for day in strange]
    assert told(*records) == expected


@pytest.mark.parametrize(("name", "expected"), [("day", ["2016-04-07"]), (None, [])])
def test_a_date_far_before_all_others_is_told_unless_the_file_s_name_says_it_too(name, expected):
    assert told(*map(record, YEAR), record(date(2016, 4, 7), name)) == expected


@pytest.mark.parametrize("years", [[], [2026], [2020, 2026], [2014, 2016, 2018, 2020], [1970, 1971, 2199]])
def test_where_there_are_few_or_all_are_far_apart_none_is_told(years):
    assert told(*(record(date(year, 4, 7), f"day{year}") for year in years)) == []


def test_each_is_told_once_and_where_its_date_is(tmp_path):
    records = tmp_path / "content/records"
    records.mkdir(parents=True)
    for day in YEAR:
        (records / f"{day}.md").write_text(front(f"date: {day}"))
    (records / "2026-05-05.md").write_text(front("title: X", "date: 2062-05-05"))
    library, problems = load(tmp_path)
    assert [(p.code, str(p.place), p.severity) for p in problems] == [
        ("R041", "content/records/2026-05-05.md:3:7", "warning")
    ]
    assert len(library.records) == len(YEAR) + 1


@pytest.mark.parametrize(
    ("original", "copy"),
    [
        ("2026-04-07", "2026-04-07 (1)"), ("2026-04-07", "2026-04-07(2)"), ("2026-04-07", "2026-04-07 copy"),
        ("2026-04-07", "2026-04-07 (conflicted copy 2026-04-08)"), ("2026-04-07", "Copy of 2026-04-07"),
        ("2026-04-07", "2026-04-07.sync-conflict-20260408-101112-ABCDEFG"), ("2026-04-07", "2026-04-07 copy 3"),
        ("2026-04-07", "2026-04-07-laptop's conflicted copy"), ("2026-04-07", "2026-04-07_conflict-1"),
        ("2026-04-07-title", "2026-04-07 (1)"), ("zoo", "aah copy"), ("zoo", "aah (12)"),
    ],
)  # fmt: skip
def test_a_copy_is_blamed_and_not_its_original(tmp_path, original, copy):
    records = tmp_path / "content/records"
    records.mkdir(parents=True)
    for name in (original, copy):
        (records / f"{name}.md").write_text(front("date: 2026-04-07"))
    library, (problem,) = load(tmp_path)
    assert [record.path for record in library.records] == [f"content/records/{original}.md"]
    assert (problem.code, problem.place.path) == ("R023", f"content/records/{copy}.md")
    assert problem.message == f"2026-04-07 already has a record in content/records/{original}.md"
    assert "copy" in problem.hint


def test_of_other_files_the_one_named_after_the_day_was_first():
    day = date(2026, 4, 7)
    names = ["a", "2026-04-07", "2026-04-07-a", "a copy", "b"]
    found = likeliest_first([record(day, name) for name in names])
    assert [one.path[len("content/records/") : -3] for one in found] == [
        "2026-04-07", "2026-04-07-a", "a", "b", "a copy",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["2026-04-07", "photocopying", "copyright", "(draft)", "2026 (spring)", "2026-04-07 (b)"]
)
def test_other_names_are_no_copies(name):
    assert not is_copy(record(date(2026, 4, 7), name))
