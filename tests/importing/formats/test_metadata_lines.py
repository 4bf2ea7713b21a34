"""Lines of a page that are metadata: datelines, properties and tags."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.importing.formats.metadata_lines import (
    is_dated_title,
    parse_dateline,
    parse_tag_line,
    parse_tag_list,
    split_properties,
    split_run_together,
)

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
    found = parse_dateline(line)
    assert found is not None
    assert ([day.day for day in found.days], found.name, found.weight) == ([DAY], name, weight)


@pytest.mark.parametrize(
    "line", ["By Ann Example", "6 MIN READ", "Last updated on August 9, 2026", "Posted by Ann"]
)
def test_a_line_of_the_frame_without_a_day(line: str) -> None:
    found = parse_dateline(line)
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
    assert parse_dateline(line) is None


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


FOUND = [("date", "April 13, 2026"), ("tags", "AI, Time Record"), ("tokens", "4,826,000")]


@pytest.mark.parametrize(
    "text",
    [
        "Date: April 13, 2026\nTags: AI, Time Record\nTokens: 4,826,000",
        "date:: April 13, 2026\ntags:: AI, Time Record\ntokens:: 4,826,000",
        "**Date:** April 13, 2026\n**Tags:** AI, Time Record\n**Tokens:** 4,826,000",
        "- *Date*: April 13, 2026\n- *Tags*: AI, Time Record\n- *Tokens*: 4,826,000",
        "Date: April 13, 2026\\\nTags: AI, Time Record\\\nTokens: 4,826,000",
        "| Date | April 13, 2026 |\n| --- | --- |\n| Tags | AI, Time Record |\n| Tokens | 4,826,000 |",
    ],
)
def test_the_forms_of_properties(text: str) -> None:
    found, rest = split_properties(text, ())
    assert [(item.field, item.value) for item in found] == FOUND
    assert rest == ""


@pytest.mark.parametrize(
    ("text", "fields", "rest"),
    [
        ("tokens:: 4.8M\nmood:: good", ["tokens"], "mood:: good"),
        ("Author: Ann Example\nDate: 2026-06-01 10:20\nThe gate: it hung.\nMore", ["author", "date"], "The gate: it hung.\nMore"),
        ("Date: 2026-06-01\nThe gate hung.", ["date"], "The gate hung."),
        ("| Status | Done |\n| --- | --- |\n| Date | 2026-06-01 |", ["date"], "| Status | Done |\n| --- | --- |"),
        ("Tags: #ai #deep-work", ["tags"], ""),
        ("Tags: [[AI]], [Time Record](/t/)", ["tags"], ""),
    ],
)  # fmt: skip
def test_what_is_no_property_stays(text: str, fields: list[str], rest: str) -> None:
    found, left = split_properties(text, ())
    assert ([item.field for item in found], left) == (fields, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Note: the tokens are wrong", "Date: yesterday", "Tokens: many of them", "Tags: I like each of them very much",
        "Author: me, and a friend of mine", "https://x.example/ is up", "Result", ": empty", "Date:", "", "Tokens: 4,826,000 in all",
        "| a | b | c |\n| --- | --- | --- |\n| d | e | f |",
    ],
)  # fmt: skip
def test_text_is_left_alone(text: str) -> None:
    assert split_properties(text, ()) == ([], text)


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("Date: 2026-04-13", "statement"), ("Date: 2026-04-13 10:20", "stamp"), ("Published: 2026-04-13", "stamp"),
        ("Created: 2026-04-13", "hint"), ("Date created: April 13, 2026 9:00 AM", "hint"),
    ],
)  # fmt: skip
def test_what_a_day_counts_as(text: str, weight: str) -> None:
    ((found,), _) = split_properties(text, ())
    assert found.weight == weight


@pytest.mark.parametrize(
    ("line", "known", "tags", "sure"),
    [
        ("AITime Record", (), ("AI", "Time Record"), True),
        ("AI Time Record", (), ("AI", "Time Record"), True),
        ("ai time record", (), ("AI", "Time Record"), True),
        ("AI, Time Record, Deep Work", (), ("AI", "Time Record", "Deep Work"), True),
        ("#ai #testing", (), ("AI", "testing"), True),
        ("AI · Testing", (), ("AI", "Testing"), True),
        ("AIC++Time Record", ("C++",), ("AI", "C++", "Time Record"), True),
        ("Garden ToolsIron Work", (), ("Garden Tools", "Iron Work"), False),
        ("Garden Tools Iron Work", ("Iron Work", "Garden Tools"), ("Garden Tools", "Iron Work"), True),
        ("Testing", (), ("Testing",), True),
    ],
)
def test_tags_that_run_together_are_split(
    line: str, known: tuple[str, ...], tags: tuple[str, ...], sure: bool
) -> None:
    assert split_run_together(line, known) == (tags, sure)


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("AI Time Record", ("AI", "Time Record")), ("AI", ("AI",)), ("#ai #deep-work", ("ai", "deep-work")), ("#ai, #work", ("ai", "work")),
        ("Garden, Iron Work", ("Garden", "Iron Work")), ("parser, nails, paint", ("parser", "nails", "paint")), ("AI | C++", ("AI", "C++")),
        ("GitHub, AI", ("GitHub", "AI")),
        *((line, None) for line in (
            "", "Testing", "Slow, steady", "Gates, nails, paint", "Quick day, mostly gates", "A quick day, mostly gates", "AI, deep work",
            "Iron WorkGarden", "4, 5, 6", "Great day 🎉", "Hello, World!", "One, Two (three)", "今日、晴れ", "Gates. #ai", "#1", "x" * 300,
        )),
    ],
)  # fmt: skip
def test_a_line_is_tags_if_it_can_be_nothing_else(line: str, tags: tuple[str, ...] | None) -> None:
    assert parse_tag_line(line, ()) == (tags and (tags, True))


def test_names_without_anything_between_them_are_tags_of_copied_text() -> None:
    assert parse_tag_line("Iron WorkGarden", (), copied=True) == (("Iron Work", "Garden"), False)
    assert parse_tag_line("GitHub has a new gate", (), copied=True) is None


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("gates, new paint", ("gates", "new paint")), ("[gates, 'paint']", ("gates", "paint")), ("#gates #paint", ("gates", "paint")),
        ("[[Gates]], [[Paint]]", ("Gates", "Paint")), ("AI Time Record", ("AI", "Time Record")), ("gates", ("gates",)),
        ("what I like the most", ()), ("gates, and then we went home", ()), ("gates.", ()), ("", ()),
    ],
)  # fmt: skip
def test_what_is_said_to_be_tags(text: str, tags: tuple[str, ...]) -> None:
    assert parse_tag_list(text, ()) == tags


NAMES = ("AI", "Time Record", "日本語", "C++", "Time", "Records of Time", "x")


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True), st.sampled_from(["", " ", ", "]))
def test_known_tags_are_told_apart(tags: list[str], between: str) -> None:
    found, sure = split_run_together(between.join(tags), NAMES)
    assert sure
    assert "".join(found) == "".join(tags)
