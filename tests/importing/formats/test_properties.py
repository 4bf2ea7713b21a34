"""Lines of properties, as note programs write them."""

import pytest

from leverage_site.importing.formats.properties import properties

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
    found, rest = properties(text, ())
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
    found, left = properties(text, ())
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
    assert properties(text, ()) == ([], text)


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("Date: 2026-04-13", "statement"), ("Date: 2026-04-13 10:20", "stamp"), ("Published: 2026-04-13", "stamp"),
        ("Created: 2026-04-13", "hint"), ("Date created: April 13, 2026 9:00 AM", "hint"),
    ],
)  # fmt: skip
def test_what_a_day_counts_as(text: str, weight: str) -> None:
    ((found,), _) = properties(text, ())
    assert found.weight == weight
