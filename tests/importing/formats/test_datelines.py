"""Lines that say when a page was written and by whom, and lines that only mention a day."""

from datetime import date

import pytest

from leverage_site.importing.formats.datelines import dateline, is_dated_title

DAY = date(2026, 8, 6)


@pytest.mark.parametrize(
    ("line", "name", "weight"),
    [
        ("August 6, 2026", "dateline", "statement"),
        ("Thursday, August 6, 2026", "dateline", "statement"),
        ("THURSDAY, AUGUST 06, 2026", "dateline", "statement"),
        ("*Thu, Aug 6, 2026*", "dateline", "statement"),
        ("6th of August 2026", "dateline", "statement"),
        ("2026年8月6日", "dateline", "statement"),
        ("Date: 6 August 2026", "dateline", "statement"),
        ("2026-08-06 10:20", "dateline", "stamp"),
        ("2026-08-06T10:20:00+02:00", "dateline", "stamp"),
        ("August 6, 2026 at 9:05 p.m.", "dateline", "stamp"),
        ("ARTICLE 6 MIN READ AUGUST 06, 2026", "dateline", "statement"),
        ("6 MIN READAUGUST 6, 2026", "dateline", "statement"),
        ("Article 6 min read August 6, 2026", "dateline", "statement"),
        ("ARTICLE6 MIN READAUGUST 6, 2026", "dateline", "statement"),
        ("Aug 6, 2026 · 5 min read · Ann Example", "dateline", "statement"),
        ("📅 August 6, 2026", "dateline", "statement"),
        ("Berlin, August 6, 2026", "dateline", "statement"),
        ("August 6, 2026 | 3 comments", "dateline", "statement"),
        ("Thursday, August 06, 2026 · Week 32, 2026 · 1 min readthe author", "dateline", "statement"),
        ("Posted on August 6, 2026 by Ann", "byline", "stamp"),
        ("Posted by Ann van der Example on Thursday, August 6, 2026 at 9:00 PM", "byline", "stamp"),
        ("By Ann Example, August 6, 2026", "byline", "stamp"),
        ("August 6, 2026 by Ann Example in Work", "byline", "stamp"),
        ("Published August 6, 2026 (updated August 9, 2026)", "byline", "stamp"),
    ],
)
def test_a_line_that_states_a_day(line: str, name: str, weight: str) -> None:
    found = dateline(line)
    assert found is not None
    assert ([day.day for day in found.days], found.name, found.weight) == ([DAY], name, weight)


@pytest.mark.parametrize(
    "line", ["By Ann Example", "6 MIN READ", "Last updated on August 9, 2026", "Posted by Ann"]
)
def test_a_line_of_the_frame_without_a_day(line: str) -> None:
    found = dateline(line)
    assert found is not None
    assert found.days == ()


@pytest.mark.parametrize(
    "line",
    [
        "", "Shipped on August 6, 2026", "On August 6, 2026 the gate hung", "See you on August 6, 2026", "10:20",
        "By Friday the parser was done", "In a day by hand", "A 5 min read about gates", "Great day", "Saturday",
        "August 6, 2026 - A very good day", "Written by Ann Example, a builder of gates.", "August 6", "by",
        "August 6, 2026 · the gate hung low", "By hand",
    ],
)  # fmt: skip
def test_a_line_of_text(line: str) -> None:
    assert dateline(line) is None


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Leverage Record: August 06, 2026", True),
        ("Day log – 2026-08-06", True),
        ("Leverage Record: August 06, 2026 and more", False),
        ("We shipped it on August 6, 2026", False),
        ("One long beginning of many words: August 6, 2026", False),
    ],
)
def test_a_title_that_ends_in_its_day(line: str, found: bool) -> None:
    assert is_dated_title(line) is found
