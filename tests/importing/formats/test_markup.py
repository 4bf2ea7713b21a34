"""Plain words stay these words, whatever they look like."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site.importing.formats.markup import braced, escaped
from leverage_site.markdown.parse import plain_text

PIECES = ["*", "_", "`", "~~", "[", "](x)", "<", ">", "#", "-", "+", "1.", "&amp;", "\\", "{{", "}}", "a", "b c", "!",
          "=", "---", "|", "<!--", "-->", "https://x.example", "<https://x.example>", "_a_", "**b**", " ", "\t"]  # fmt: skip


@pytest.mark.site
@settings(max_examples=600)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_escaped_text_shows_itself(text: str) -> None:
    assert plain_text(escaped(text)).split() == text.split()


@pytest.mark.parametrize(
    "text", ["Sums -- and more", "snake_case", "71% to 89%", "(a + b) > c", "3 < 4", "A & B", "5.5"]
)
def test_what_means_nothing_stays_as_it_is(text: str) -> None:
    assert escaped(text) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ name }}", "\\{{ name }}"),
        ("\\{{ name }}", "\\{{ name }}"),
        ("`{{ code }}` {{ x }}", "`{{ code }}` \\{{ x }}"),
        ("```\n{{ code }}\n```", "```\n{{ code }}\n```"),
        ("{ one }", "{ one }"),
        ("~~~\n{{ code }}\n~~~\n{{ x }}", "~~~\n{{ code }}\n~~~\n\\{{ x }}"),
        ("It costs ` {{ x }}", "It costs ` \\{{ x }}"),
        ("\\` {{ x }} \\`", "\\` \\{{ x }} \\`"),
    ],
)
def test_double_braces_stay_text(text: str, found: str) -> None:
    assert braced(text) == found
