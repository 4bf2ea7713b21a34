"""What is said of a text that is no TOML, where, and at what cost."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.problems import Source
from leverage_site.settings.toml import TomlError, parse_toml
from tests.support.timing import cpu

FAULTS = [
    ('a = "b', 1, 5, "a quotation mark is opened here and never closed"),
    ("a = 'b\nc = 'd'", 1, 5, "a quotation mark is opened here and never closed"),
    ('x = 1\na = """b\nc = 1', 2, 5, "a quotation mark is opened here and never closed"),
    ("a = [1, 2\nb = 3", 1, 5, "'[' is opened here and never closed"),
    ("a = [\n  { b = 1,\n  c = 2\n", 1, 5, "'[' is opened here and never closed"),
    ("nav = [{ a = 1\n", 1, 8, "'{' is opened here and never closed"),
    ("[a\nb = 1\n[c]\n", 1, 1, "'[' is opened here and never closed"),
    ("[a] b\n", 1, 1, "a section is a name in brackets, with nothing behind it"),
    ("  [a b]\n", 1, 3, "a section is a name in brackets, with nothing behind it"),
    ("x = 1\n  a\n", 2, 4, "an equals sign is missing behind the name"),
    ("a: b\n", 1, 2, "an equals sign is missing behind the name"),
    ("= b\n", 1, 1, "a line begins with a name, an equals sign behind it"),
    ("a = \n", 1, 5, "a value is missing behind the equals sign"),
    ("a = # b\n", 1, 5, "a value is missing behind the equals sign"),
    ("a = b\n", 1, 5, "a text needs quotes around it"),
    ("a.'b' = yes\n", 1, 9, "a text needs quotes around it"),
    ('a = "b" c\n', 1, 9, "text stands behind a closing quotation mark"),
    ('a = "C:\\new\\q"\n', 1, 5, "a backslash in double quotes must be written twice"),
    ("a = [1 2]\n", 1, 5, "commas or quotation marks are missing in it"),
    ("a = {b = 1,, c = 2}\n", 1, 5, "commas or quotation marks are missing in it"),
    ("a = 1\nb = 2\na = 3\n", 3, 1, "this stands twice"),
    ("[x]\n# A comment.\n\n# Another.\na = 1\n\n\na = 2\n", 8, 1, "this stands twice"),
    ("[x]\n# A comment.\n\na = Foo\n", 4, 5, "a text needs quotes around it"),
    ("[x]\na = 1\n[y]\na = 1\n[x]\n", 5, 1, "this stands twice"),
    ("[[x]]\na = 1\n[[x]]\na = 1\n  a = 2\n", 5, 3, "this stands twice"),
    ("a = 1\nb = " + "9" * 6_000, 2, 5, "a number in it is too large"),
    ("a = [[[[[[[[[1]]]]]]]]]", 1, 13, "it is nested too deeply here"),
    ("a = '[[[[[[[['\nb = [{ c = [[[[[[[", 2, 18, "it is nested too deeply here"),
    ("#[[[[[[[[[[\n[[[[[[[[[[", 2, 9, "it is nested too deeply here"),
    ("a.b.c.d.e.f.g.h.i = 1", 1, 16, "it is nested too deeply here"),
    ("[a.b.'c'.d.\"e\".f.g.h.i]", 1, 21, "it is nested too deeply here"),
    ("a = {b.c.d.e.f.g.h.i.j = 1}", 1, 21, "it is nested too deeply here"),
    ("a = 1.2.3.4.5.6.7.8.9.0", 1, 5, "a text needs quotes around it"),
    ("a = 1\n" * 20_000, 1, 1, "it has more than 100,000 characters"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "column", "reason"), FAULTS)
def test_a_fault_is_named_where_it_is(text, line, column, reason):
    with pytest.raises(TomlError) as caught:
        parse_toml(Source.from_text("a.toml", text))
    assert (caught.value.place.line, caught.value.place.column, caught.value.reason) == (line, column, reason)


def test_lines_of_a_larger_file():
    source = Source.from_text("a.md", "+++\na = 1\nb = [\n'x',\n]\n+++\n[[[[[[[[[")
    assert parse_toml(source, 2, 5) == {"a": 1, "b": ["x"]}
    with pytest.raises(TomlError) as caught:
        parse_toml(Source.from_text("a.md", "+++\na = 1\nb = c\n+++"), 2, 3)
    assert (caught.value.place.line, caught.value.place.column) == (3, 5)


PIECES = st.sampled_from([
    "a", "b", " = ", "=", ".", "\n", "\n", "1", "true", '"', "'", '"""', "'''", "[", "]", "[[", "]]", "{", "}", ", ",
    "# ", "\\", "\\n", "1979-05-27", '"c"', "'d'", '"""e\n"f" """', "'''g''h'''", '"""i"""""', "'''j'''''", " ",
])  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_what_the_parser_reads_is_read_and_all_else_has_a_place(text):
    """Nothing that is TOML is refused but what is too deep, and the other way round."""
    try:
        wanted = tomllib.loads(text)
    except ValueError:
        with pytest.raises(TomlError):
            parse_toml(Source.from_text("a.toml", text))
        return
    try:
        found = parse_toml(Source.from_text("a.toml", text))
    except TomlError as error:
        found = error.reason
    assert found in (wanted, "it is nested too deeply here")


@pytest.mark.site
@pytest.mark.no_cover
@pytest.mark.parametrize("unit", ["[", "{", "[{", "{a = ", "{a = [", "[ ", "[\n", "['a', ", "[[", '["["', "''", '"', "'''", "a.", "a = [1,]\n", "'a'.", "a. ", "a.b = 1\n", "[a]\n", "[[a]]\n", "9", "_9", " ", "#", "a\n", "=", "\\"])  # fmt: skip
@pytest.mark.parametrize("before", ["", "a = ", "[x]\na = [1, ", "a = '[[['\nb.c = ", "[", '"'])
def test_any_text_is_refused_or_read_at_once(before, unit):
    began = cpu()
    line = 1
    try:
        parse_toml(Source.from_text("a.toml", before + unit * (100_000 // len(unit))))
    except TomlError as error:
        line = error.place.line
    assert line
    assert cpu() - began < 0.5
