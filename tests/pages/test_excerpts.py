"""Texts of the author's in lists and descriptions: whole sentences, whole clauses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.pages.excerpts import (
    DESCRIPTION_LENGTH,
    EXCERPT_LENGTH,
    HEADLINE_LENGTH,
    description,
    excerpt,
    headline,
    whole_sentences,
)


@pytest.mark.parametrize(
    ("text", "length", "wanted"),
    [
        ("", 10, ""),
        ("Short", 10, "Short"),
        ("One. Two. Three.", 10, "One. Two."),
        ("One. Two. Three.", 9, "One. Two."),
        ("One. Two. Three.", 8, "One."),
        ("One. Two. Three.", 3, ""),
        ("It took 24.3x. That is much.", 15, "It took 24.3x."),
        ("See e.g. this, vs. that. More.", 25, "See e.g. this, vs. that."),
        ("By J. Doe and others. More.", 22, "By J. Doe and others."),
        ("He said: “Done.” Then more.", 17, "He said: “Done.”"),
        ("Was it? Yes! And so on… ever after.", 25, "Was it? Yes!"),
        ("一日の記録。次の日。", 8, "一日の記録。"),
        ("no end of words at all", 10, ""),
    ],
)
def test_whole_sentences(text: str, length: int, wanted: str) -> None:
    assert whole_sentences(text, length) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ""),
        ("short", "short"),
        ("x" * EXCERPT_LENGTH, "x" * EXCERPT_LENGTH),
        ("x" * (EXCERPT_LENGTH + 1), "x" * (EXCERPT_LENGTH - 1) + "…"),
        ("word " * 43 + "x" * 9, "word " * 42 + "word…"),
        ("First. W" + "word " * 50, "First."),
    ],
)
def test_an_excerpt(text: str, wanted: str) -> None:
    assert excerpt(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ""),
        ("A quiet day. Then more.", "A quiet day"),
        ("Thirty-six tasks of very different sizes. At one end", "Thirty-six tasks of very different sizes"),
        ("Forty-seven tasks and 2,135.5 estimated hours. Well", "Forty-seven tasks and 2,135.5 estimated hours"),
        ("Fifteen tasks, most of them about getting out of the door: delivery",
         "Fifteen tasks, most of them about getting out of the door"),
        ("Twelve tasks, spread over a new desktop app, and more", "Twelve tasks, spread over a new desktop app"),
        ("The parser – once more – was rewritten, and it is good", "The parser – once more – was rewritten"),
        ("word " * 30, "word " * 13 + "word…"),
    ],
)  # fmt: skip
def test_a_headline(text: str, wanted: str) -> None:
    assert headline(text) == wanted


def test_a_description_begins_with_what_is_known() -> None:
    assert description("Figures.") == "Figures."
    assert description("Figures.", "The lead. More of it.") == "Figures. The lead. More of it."
    assert description("Figures.", "The lead. W" + "word " * 40) == "Figures. The lead."
    assert description("Figures.", "word " * 40) == "Figures."
    assert description("", "The lead. W" + "word " * 40) == "The lead."
    assert description("", "word " * 40) == "word " * 13 + "word"


@given(st.text(alphabet="ab .,;:!?…–“”()\n。", max_size=400), st.integers(0, 200))
def test_they_are_never_too_long_and_cut_no_sentence(text: str, length: int) -> None:
    found = whole_sentences(text, length)
    assert text.startswith(found)
    assert len(found) <= length
    assert found in ("", text) or found.rstrip("”)")[-1:] in ".!?…。"
    assert len(excerpt(text)) <= EXCERPT_LENGTH
    assert len(headline(text)) <= HEADLINE_LENGTH
    assert len(description("Figures.", text)) <= DESCRIPTION_LENGTH
    assert "…" in text or "…" not in description("", text)
