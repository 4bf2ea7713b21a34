"""A line of tags that was copied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.capture.importers.tags import apart


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


NAMES = ("AI", "Time Record", "日本語", "C++", "Time", "Records of Time", "x")


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True), st.sampled_from(["", " ", ", "]))
def test_known_tags_are_told_apart(tags: list[str], between: str) -> None:
    found, sure = apart(between.join(tags), NAMES)
    assert sure
    assert "".join(found) == "".join(tags)
