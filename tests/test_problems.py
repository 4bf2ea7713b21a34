import re

import pytest

from leverage_site.problems import (
    EXCERPT_REACH,
    EXCERPT_WIDTH,
    Place,
    Problem,
    ProblemError,
    Source,
    catalog,
    one_line,
    quote,
    sort_problems,
)
from leverage_site.problems.catalog import claims, files, imports, pages, publishing, records, settings, themes

SOURCE = Source.from_text("a.md", "first\nsecond line\n")


@pytest.mark.parametrize(
    ("line", "column", "length", "expected"),
    [
        (1, 1, 5, (1, 1, 5)),
        (2, 8, 4, (2, 8, 4)),
        (2, 8, 99, (2, 8, 4)),
        (0, 0, 0, (1, 1, 1)),
        (9, 9, 1, (3, 1, 1)),
        (1, 99, 3, (1, 6, 1)),
        (-4, -4, -4, (1, 1, 1)),
    ],
)
def test_a_place_is_held_inside_the_file(line, column, length, expected):
    place = SOURCE.place(line, column, length)
    assert (place.line, place.column, place.length) == expected
    assert place.excerpt == SOURCE.lines[place.line - 1]


@pytest.mark.parametrize(
    ("text", "lines", "expected"),
    [
        ("line", (1, None), (2, 8)),
        ("first", (1, None), (1, 1)),
        ("first", (2, None), (2, 1)),
        ("line", (1, 1), (1, 1)),
        ("nowhere", (1, None), (1, 1)),
    ],
)
def test_find_looks_for_a_text_within_lines(text, lines, expected):
    place = SOURCE.find(text, *lines)
    assert (place.line, place.column) == expected


@pytest.mark.parametrize(
    ("place", "text"), [(Place("a.md"), "a.md"), (Place("a.md", 3, 7), "a.md:3:7"), (Place("a.md", 3), "a.md:3:0")]
)
def test_a_place_prints_as_editors_expect(place, text):
    assert str(place) == text


def test_a_problem_prints_its_line_with_the_part_marked():
    place = Source.from_text("day.md", "date: x\n  human: 80 hrz").place(2, 10, 6)
    problem = catalog.NOT_A_DURATION.at(place, key="human", value="80 hrz")
    assert str(problem) == (
        "day.md:2:10: error R012 'human' is not a duration: '80 hrz'\n"
        "    2 |   human: 80 hrz\n"
        "      |          ^^^^^^\n"
        "  hint: Write hours and minutes with their units, such as 80h, 1.5h, 20m or 1h30m."
    )


def test_a_problem_of_a_whole_file_prints_no_line():
    problem = catalog.EMPTY_FILE.at(Place("day.md"))
    assert str(problem).splitlines() == [
        "day.md: error R003 the file is empty",
        "  hint: Start it with `leverage-site new`, or delete it.",
    ]


@pytest.mark.parametrize("column", [1, 40, 51, 99, 150, 299, 300, 301, 302, 599, 601, 1_000, 1_950, 2_000, 2_001])
@pytest.mark.parametrize("length", [300, 601, 2_000])
def test_a_long_line_is_cut_around_the_marked_part(column, length):
    line = "".join(chr(ord("a") + i % 26) for i in range(length))
    place = Source.from_text("a", line).place(1, column)
    column = min(column, length + 1)
    assert place.excerpt in line
    assert len(place.excerpt) <= 2 * EXCERPT_REACH
    first, excerpt, marks, _ = str(catalog.YAML_TAG.at(place)).splitlines()
    shown = excerpt.partition("| ")[2]
    assert (shown[0] == "…", shown[-1] == "…") == (not line.startswith(shown[:9]), not line.endswith(shown[-9:]))
    assert f"a:1:{column}" in first
    assert len(excerpt) <= len("    1 | ") + EXCERPT_WIDTH + 2
    marked = excerpt[marks.index("^") :][:1]
    assert marked == line[column - 1 : column]


def test_control_characters_do_not_reach_the_terminal():
    place = Source.from_text("a", "one\x1b[31mtwo\ttab").place(1, 4)
    text = str(catalog.CONTROL_CHARACTER.at(place, character="\x1b[31m"))
    assert "\x1b" not in text
    assert "\t" not in text
    assert "\\u001b[31m" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a", "'a'"), ("x" * 60, "'" + "x" * 60 + "'"), ("x" * 61, "'" + "x" * 59 + "…'")],
)
def test_shown_cuts_a_long_value(text, expected):
    assert quote(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain é 日", "plain é 日"),
        ("a\nb", "a\\nb"),
        ("\x00", "\\u0000"),
        ("\ud800", "\\ud800"),
        ("x" * 900, "x" * 500),
    ],
)
def test_visible_is_one_line(text, expected):
    assert one_line(text) == expected


def test_values_with_braces_are_not_filled_in_again():
    problem = catalog.UNKNOWN_KEY.at(
        Place("a"), key="{known} {0} %s", known="date", own=" Keys of your own go below `extra`."
    )
    assert problem.message == "unknown key '{known} {0} %s'"
    assert problem.hint == "The keys are: date. Keys of your own go below `extra`."


def test_a_hint_of_its_own_replaces_the_usual_one():
    assert (
        catalog.UNKNOWN_KEY.at(Place("a"), key="x", known="date", hint="Did you mean 'y'?").hint
        == "Did you mean 'y'?"
    )


def test_json_has_null_where_no_line_is_known():
    assert catalog.EMPTY_FILE.at(Place("a.md")).as_json() == {
        "code": "R003",
        "severity": "error",
        "path": "a.md",
        "line": None,
        "column": None,
        "message": "the file is empty",
        "hint": "Start it with `leverage-site new`, or delete it.",
    }
    assert catalog.EDITED_OUTPUT.at(Place("a.md", 4, 2)).as_json()["line"] == 4
    assert catalog.EDITED_OUTPUT.at(Place("a.md", 4, 2)).as_json()["severity"] == "warning"


def test_problems_are_ordered_by_place_each_once():
    def at(path, line, column, code="R001"):
        return Problem(code, "m", Place(path, line, column), "h")

    late, early, twin = at("b", 1, 1), at("a", 10, 2), at("a", 10, 2)
    first, same_place = at("a", 9, 9), at("a", 10, 2, "R000")
    assert sort_problems([late, early, twin, first, same_place]) == [first, same_place, early, late]


def test_an_error_carries_its_problems():
    error = catalog.EMPTY_FILE.error(Place("a"))
    assert isinstance(error, ProblemError)
    assert [problem.code for problem in error.problems] == ["R003"]
    assert str(error) == "the file is empty"


@pytest.mark.parametrize("code", catalog.CATALOG.values(), ids=lambda code: code.code)
def test_each_code_has_a_sentence_and_a_hint(code):
    assert re.fullmatch(r"[RSCPTFILU][0-9]{3}", code.code)
    assert code.message
    assert not code.message.endswith(".")
    assert code.hint
    assert code.severity in ("error", "warning", "note")


# The modules of the families, each with its letter.
FAMILIES = {
    "R": records, "S": settings, "P": pages, "C": claims, "T": themes, "F": files, "I": imports, "U": publishing,
}  # fmt: skip


def test_no_two_codes_share_a_number_or_a_name():
    found = [
        (letter, name, value)
        for letter, family in FAMILIES.items()
        for name, value in vars(family).items()
        if isinstance(value, catalog.Code)
    ]
    assert {value.code[0] == letter for letter, _, value in found} == {True}
    assert len({name for _, name, _ in found}) == len({value.code for *_, value in found}) == len(found)
    assert {value.code: value for *_, value in found} == catalog.CATALOG
    assert all(getattr(catalog, name) is value for _, name, value in found)
