import pytest

from leverage_site.text import fill_pattern, listed, pattern_fields

VALUES = {"year": "2026", "date": "2026-04-07"}


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("", set()),
        ("/about.html", set()),
        ("/posts/{year}/{date}.html", {"year", "date"}),
        ("{year}{year}", {"year"}),
        ("{}", {""}),
        ("{year", set()),
        ("{{year}}", {"year"}),
        ("{year.__class__} {0} {year!r:>9}", {"year.__class__", "0", "year!r:>9"}),
    ],
)
def test_fields_names_what_a_pattern_mentions(pattern, names):
    assert pattern_fields(pattern) == names


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("/posts/{year}/{date}.html", "/posts/2026/2026-04-07.html"),
        ("{year} {year}", "2026 2026"),
        ("{unknown}", "{unknown}"),
        ("{year.__class__}", "{year.__class__}"),
        ("{year!r}", "{year!r}"),
        ("{}", "{}"),
        ("%s {{year}}", "%s {2026}"),
        ("plain", "plain"),
    ],
)
def test_fill_replaces_known_names_and_nothing_else(pattern, text):
    assert fill_pattern(pattern, VALUES) == text


def test_a_value_is_not_filled_in_again():
    assert fill_pattern("{a}{b}", {"a": "{b}", "b": "\\1{a}"}) == "{b}\\1{a}"


@pytest.mark.parametrize(
    ("names", "text"),
    [("", ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C"), ("ABCD", "A, B, C and D")],
)
def test_names_in_a_sentence(names, text):
    assert listed(names) == text
