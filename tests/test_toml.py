"""TOML: the standard library's values, and faults in words and at places of our own."""

import time
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site import toml
from leverage_site.problems import Source

OPEN = "is opened here and never closed"
SECOND = "what it names has a value further up already"
NO_VALUE = "it is not a value: a text in quotation marks, a number, true, false, a [list]"
NO_LIST = "what these brackets hold is not a list or table of values"
NO_KEY = "a key is letters, digits, hyphens and underscores, or in quotation marks"
NO_LINE = "it is not `key = value` or a [section]"
NO_SECTION = "it is not the name of a section"
UNQUOTED = "a text needs quotation marks around it"
BACKSLASH = "a text with a backslash belongs between '...', or the backslash must be doubled"
CONTROL = "a control character must be spelled, such as \\u001b"

# The text; the line, column and length of the fault; the reason.
FAULTS = [
    ('title = "open\n', 1, 9, 1, f"a quotation mark {OPEN}"),
    ("a = 1\ntitle = 'open\nb = 2\n", 2, 9, 1, f"a quotation mark {OPEN}"),
    ('title = """\none\n"two"\n', 1, 9, 1, f"a quotation mark {OPEN}"),
    ("title = '''\none\n''\n", 1, 9, 1, f"a quotation mark {OPEN}"),
    ('title = "escaped\\"\n', 1, 9, 1, f"a quotation mark {OPEN}"),
    ('"key = 1\n', 1, 1, 1, f"a quotation mark {OPEN}"),
    ("[site\nid = 1\n", 1, 1, 1, f"a bracket {OPEN}"),
    ("[[site]\nid = 1\n", 1, 1, 1, f"a bracket {OPEN}"),
    ("nav = [1,\n 2\n\nb = 3\n", 1, 7, 1, f"a bracket {OPEN}"),
    ("nav = [1, # ]\n 2\n", 1, 7, 1, f"a bracket {OPEN}"),
    ("nav = [']', \"]\"", 1, 7, 1, f"a bracket {OPEN}"),
    ("nav = [{ title = 'x' ]\nb = [1]\n", 1, 8, 1, f"a bracket {OPEN}"),
    ("nav = [[1, 2],\n[3}]\n", 2, 1, 1, f"a bracket {OPEN}"),
    ("title =\n", 1, 8, 1, "a value is missing"),
    ("title = # soon\n", 1, 9, 6, "a value is missing"),
    ("title\n", 1, 1, 5, NO_LINE),
    ("\n  title: Records\n", 2, 3, 14, NO_LINE),
    ("]\n", 1, 1, 1, NO_LINE),
    ("[a]]\n", 1, 1, 4, NO_SECTION),
    ("[]\n", 1, 1, 2, NO_SECTION),
    ("[a b]\n", 1, 1, 5, NO_SECTION),
    ("[a] b = 1\n", 1, 1, 9, NO_SECTION),
    ("[a = 1]\n", 1, 1, 7, NO_SECTION),
    ("my title = 1\n", 1, 1, 8, NO_KEY),
    ("= 1\n", 1, 1, 1, NO_KEY),
    ("a..b = 1\n", 1, 1, 4, NO_KEY),
    ("title = Records\n", 1, 9, 7, UNQUOTED),
    ("title = Ünser = 3\n", 1, 9, 9, UNQUOTED),
    ("draft = True\n", 1, 9, 4, UNQUOTED),
    ('path = "C:\\Users"\n', 1, 8, 10, BACKSLASH),
    ('path = "\\q"\n', 1, 8, 4, BACKSLASH),
    ('title = "a" "b"\n', 1, 9, 7, NO_VALUE),
    ("size = 01\n", 1, 8, 2, NO_VALUE),
    ("day = 2026-13-45\n", 1, 7, 10, NO_VALUE),
    ("size = 1 2\n", 1, 8, 3, NO_VALUE),
    ("a = 1\nnav = [1,\n b,\n]\nc = 2\n", 2, 7, 3, NO_LIST),
    ("nav = [1 2]\n", 1, 7, 5, NO_LIST),
    ("nav = { a = 1, a = 2 }\n", 1, 7, 16, NO_LIST),
    (f"size = {'9' * 5_000}\n", 1, 8, 5_000, "a number is too large"),
    (f"size = -{'1' * 5_000}\n", 1, 8, 5_001, "a number is too large"),
    (f"nav = {'[' * 41}{']' * 41}\n", 1, 47, 1, "it is nested too deeply"),
    (f"a = 1\nnav = {'[{a=' * 20_000}\n", 2, 87, 1, "it is nested too deeply"),
    ("a = 1\nb = 2\na = 3\n", 3, 1, 5, SECOND),
    ("[a]\nb = 1\n[c]\n[a]\n", 4, 1, 3, SECOND),
    ("a.b = 1\n[a]\nc = 1\n", 2, 1, 3, SECOND),
    ("[[a]]\n[a]\n", 2, 1, 3, SECOND),
    ("a = 1\na.b = 2\n", 2, 1, 7, SECOND),
    ("a = 1 # \x01\n", 1, 9, 1, CONTROL),
    ("# a\x7fb\n", 1, 4, 1, CONTROL),
    ("a = 1\r", 1, 6, 1, CONTROL),
]  # fmt: skip


def fault(text: str, first: int = 1, last: int | None = None) -> tuple[int, int, int, str] | None:
    try:
        toml.read(Source.of("x.toml", text), first, last)
    except toml.TomlError as error:
        return error.place.line, error.place.column, error.place.length, error.reason
    return None


@pytest.mark.parametrize(("text", "line", "column", "length", "reason"), FAULTS)
def test_a_fault_is_shown_where_it_stands(text: str, line: int, column: int, length: int, reason: str) -> None:
    assert fault(text) == (line, column, length, reason)


@pytest.mark.parametrize(("text", "line", "column", "length", "reason"), FAULTS)
def test_lines_around_it_change_nothing(text: str, line: int, column: int, length: int, reason: str) -> None:
    """Neither what is above, nor the rest of a file of which this is a part."""
    above = 'x = """\n[\n"""\nlist = [\n 1, # [\n "\\"[", {y = "]"},\n]\n[x-y]\n'
    if reason != SECOND:
        assert fault(above + text) == (line + 8, column, length, reason)
    lines = text.count("\n") + 1
    assert fault(f"+++\n{text}\n+++\nThe body's ] and ' and \".", 2, lines + 2) == (
        line + 1,
        column,
        length,
        reason,
    )


class Silent:
    """tomllib with other words and no places."""

    TOMLDecodeError = tomllib.TOMLDecodeError

    @staticmethod
    def loads(text: str) -> dict[str, Any]:
        try:
            return tomllib.loads(text)
        except ValueError:
            raise ValueError("something else") from None


@pytest.mark.parametrize("text", [case[0] for case in FAULTS])
def test_the_librarys_words_and_places_decide_nothing(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = fault(text)
    monkeypatch.setattr(toml, "tomllib", Silent)
    assert fault(text) == found


PIECES = st.sampled_from(
    ['"', "'", '"""', "'''", "\\", "#", "=", "[", "]", "[[", "]]", "{", "}", ",", ".", "\n", " ", "a", "b", "1", "-",
     "a = 1\n", "[a]\n", "true", "\t", "é", "\x00"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_a_text_is_read_as_ever_or_its_fault_is_inside(text: str) -> None:
    try:
        wanted = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        found = fault(text)
        assert found
        line, column, length, reason = found
        lines = text.split("\n")
        assert 1 <= line <= len(lines)
        assert 1 <= column <= column + length - 1 <= max(1, len(lines[line - 1]) + 1)
        assert reason
    else:
        assert toml.read(Source.of("x.toml", text)) == wanted


LONG = {
    "a key again at the end": "".join(f"k{n} = {n}\n" for n in range(7_000)) + "k1 = 1\n",
    "a fault at the end": "a=1\n" * 25_000 + "b=",
    "brackets, open": "a = " + "[" * 100_000,
    "brackets, open in steps": "a = [\n" * 16_000,
    "brackets, closed": "a = " + "[]" * 50_000,
    "brackets, stray": "a = " + "]" * 100_000,
    "sections on a line": "[a][" * 25_000,
    "quotation marks": '"' * 99_999,
    "quotation marks, escaped": 'a = "' + '\\"' * 50_000,
    "long texts": 'a = """' + '"" ' * 33_000,
    "long texts, single": "a = '''" + "'' " * 33_000,
    "equals signs": "=" * 100_000,
    "digits": "a = " + ("9" * 4_200 + "_x") * 24,
    "blanks": "a" + " " * 100_000,
    "comments": "#[\n" * 33_000 + "b=",
}


@pytest.mark.parametrize("name", LONG)
def test_long_faults_are_found_in_no_time(name: str) -> None:
    source = Source.of("x.toml", LONG[name])
    start = time.process_time()
    with pytest.raises(toml.TomlError):
        toml.read(source)
    assert time.process_time() - start < 1
