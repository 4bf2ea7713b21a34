"""A line of tags that was copied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.importing.formats.tags import apart, listed, tag_line


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
def test_apart(line: str, known: tuple[str, ...], tags: tuple[str, ...], sure: bool) -> None:
    assert apart(line, known) == (tags, sure)


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
    assert tag_line(line, ()) == (tags and (tags, True))


def test_names_without_anything_between_them_are_tags_of_copied_text() -> None:
    assert tag_line("Iron WorkGarden", (), copied=True) == (("Iron Work", "Garden"), False)
    assert tag_line("GitHub has a new gate", (), copied=True) is None


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("gates, new paint", ("gates", "new paint")), ("[gates, 'paint']", ("gates", "paint")), ("#gates #paint", ("gates", "paint")),
        ("[[Gates]], [[Paint]]", ("Gates", "Paint")), ("AI Time Record", ("AI", "Time Record")), ("gates", ("gates",)),
        ("what I like the most", ()), ("gates, and then we went home", ()), ("gates.", ()), ("", ()),
    ],
)  # fmt: skip
def test_what_is_said_to_be_tags(text: str, tags: tuple[str, ...]) -> None:
    assert listed(text, ()) == tags


NAMES = ("AI", "Time Record", "日本語", "C++", "Time", "Records of Time", "x")


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True), st.sampled_from(["", " ", ", "]))
def test_known_tags_are_told_apart(tags: list[str], between: str) -> None:
    found, sure = apart(between.join(tags), NAMES)
    assert sure
    assert "".join(found) == "".join(tags)
