import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leverage_site.problems import ProblemError
from leverage_site.records import fields
from leverage_site.records.fields import MAX_NAME, MAX_TEXT, Reader
from leverage_site.records.frontmatter import decode, split
from leverage_site.records.measures import Tokens
from leverage_site.records.schema import read_record
from leverage_site.text import FORBIDDEN
from tests.support.builders import assert_helpful, front, summary

# What each scalar means as each kind of field: a value, or the code of the problem. A duration is in seconds.
SCALARS = r"""
yaml                 ¦ text, name           ¦ duration ¦ positive ¦ tokens   ¦ day        ¦ boolean ¦ address
1:30                 ¦ 1:30                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
01:30                ¦ 01:30                ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
12:30:45             ¦ 12:30:45             ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
190:20:30            ¦ 190:20:30            ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
017                  ¦ 017                  ¦ R012     ¦ R012     ¦ 17       ¦ R020       ¦ R024    ¦ R027
0o17                 ¦ 0o17                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
0x1F                 ¦ 0x1F                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
0b101                ¦ 0b101                ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
1e3                  ¦ 1e3                  ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
1.0e+3               ¦ 1.0e+3               ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
685.230_15e+03       ¦ 685.230_15e+03       ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
3.10                 ¦ 3.10                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
1.                   ¦ 1.                   ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
.5                   ¦ .5                   ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
0                    ¦ 0                    ¦ 0 s      ¦ R013     ¦ 0        ¦ R020       ¦ R024    ¦ R027
5                    ¦ 5                    ¦ R012     ¦ R012     ¦ 5        ¦ R020       ¦ R024    ¦ R027
+5                   ¦ +5                   ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
-5                   ¦ -5                   ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
1_000                ¦ 1_000                ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
1,000                ¦ 1,000                ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
1.5                  ¦ 1.5                  ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
no                   ¦ no                   ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
off                  ¦ off                  ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
NO                   ¦ NO                   ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
No                   ¦ No                   ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
on                   ¦ on                   ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
y                    ¦ y                    ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
n                    ¦ n                    ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
Yes                  ¦ Yes                  ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
true                 ¦ true                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ true    ¦ R027
True                 ¦ True                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
TRUE                 ¦ TRUE                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
false                ¦ false                ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ false   ¦ R027
False                ¦ False                ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
~                    ¦ ~                    ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
null                 ¦ null                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
Null                 ¦ Null                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
NULL                 ¦ NULL                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
(nothing)            ¦ R025                 ¦ R025     ¦ R025     ¦ R025     ¦ R025       ¦ R025    ¦ R025
""                   ¦ R025                 ¦ R025     ¦ R025     ¦ R025     ¦ R025       ¦ R025    ¦ R025
' '                  ¦ R025                 ¦ R025     ¦ R025     ¦ R025     ¦ R025       ¦ R025    ¦ R025
.inf                 ¦ .inf                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
-.inf                ¦ -.inf                ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
+.inf                ¦ +.inf                ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
.nan                 ¦ .nan                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
.NaN                 ¦ .NaN                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
inf                  ¦ inf                  ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
infinity             ¦ infinity             ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
2024-1-2             ¦ 2024-1-2             ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
2024-01-02           ¦ 2024-01-02           ¦ R012     ¦ R012     ¦ R021     ¦ 2024-01-02 ¦ R024    ¦ R027
"2024-01-02"         ¦ 2024-01-02           ¦ R012     ¦ R012     ¦ R021     ¦ 2024-01-02 ¦ R024    ¦ R027
2024-02-30           ¦ 2024-02-30           ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
20240102             ¦ 20240102             ¦ R012     ¦ R012     ¦ 20240102 ¦ R020       ¦ R024    ¦ R027
2024-01-02 12:00     ¦ 2024-01-02 12:00     ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
2024-01-02T12:00:00Z ¦ 2024-01-02T12:00:00Z ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
2024-W01-2           ¦ 2024-W01-2           ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
1969-12-31           ¦ 1969-12-31           ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
=                    ¦ =                    ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
<<                   ¦ <<                   ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
-                    ¦ R008                 ¦ R008     ¦ R008     ¦ R008     ¦ R008       ¦ R008    ¦ R008
?                    ¦ R008                 ¦ R008     ¦ R008     ¦ R008     ¦ R008       ¦ R008    ¦ R008
!x                   ¦ R011                 ¦ R011     ¦ R011     ¦ R011     ¦ R011       ¦ R011    ¦ R011
&x                   ¦ R010                 ¦ R010     ¦ R010     ¦ R010     ¦ R010       ¦ R010    ¦ R010
*x                   ¦ R010                 ¦ R010     ¦ R010     ¦ R010     ¦ R010       ¦ R010    ¦ R010
@x                   ¦ R008                 ¦ R008     ¦ R008     ¦ R008     ¦ R008       ¦ R008    ¦ R008
`x`                  ¦ R008                 ¦ R008     ¦ R008     ¦ R008     ¦ R008       ¦ R008    ¦ R008
%x                   ¦ R008                 ¦ R008     ¦ R008     ¦ R008     ¦ R008       ¦ R008    ¦ R008
|                    ¦ R025                 ¦ R025     ¦ R025     ¦ R025     ¦ R025       ¦ R025    ¦ R025
a: b                 ¦ R008                 ¦ R008     ¦ R008     ¦ R008     ¦ R008       ¦ R008    ¦ R008
[a]                  ¦ R018                 ¦ R018     ¦ R018     ¦ R018     ¦ R018       ¦ R018    ¦ R018
{a: b}               ¦ R018                 ¦ R018     ¦ R018     ¦ R018     ¦ R018       ¦ R018    ¦ R018
0h                   ¦ 0h                   ¦ 0 s      ¦ R013     ¦ R021     ¦ R020       ¦ R024    ¦ R027
8h                   ¦ 8h                   ¦ 28800 s  ¦ 28800 s  ¦ R021     ¦ R020       ¦ R024    ¦ R027
8 h                  ¦ 8 h                  ¦ 28800 s  ¦ 28800 s  ¦ R021     ¦ R020       ¦ R024    ¦ R027
"8h"                 ¦ 8h                   ¦ 28800 s  ¦ 28800 s  ¦ R021     ¦ R020       ¦ R024    ¦ R027
'1:30'               ¦ 1:30                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
1.5h                 ¦ 1.5h                 ¦ 5400 s   ¦ 5400 s   ¦ R021     ¦ R020       ¦ R024    ¦ R027
1h30m                ¦ 1h30m                ¦ 5400 s   ¦ 5400 s   ¦ R021     ¦ R020       ¦ R024    ¦ R027
90s                  ¦ 90s                  ¦ 90 s     ¦ 90 s     ¦ R021     ¦ R020       ¦ R024    ¦ R027
40 min               ¦ 40 min               ¦ 2400 s   ¦ 2400 s   ¦ R021     ¦ R020       ¦ R024    ¦ R027
80 hrz               ¦ 80 hrz               ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
400k                 ¦ 400k                 ¦ R012     ¦ R012     ¦ 400000   ¦ R020       ¦ R024    ¦ R027
2.62M                ¦ 2.62M                ¦ R012     ¦ R012     ¦ 2620000  ¦ R020       ¦ R024    ¦ R027
~2.62M               ¦ ~2.62M               ¦ R012     ¦ R012     ¦ ~2620000 ¦ R020       ¦ R024    ¦ R027
~ 5                  ¦ ~ 5                  ¦ R012     ¦ R012     ¦ ~5       ¦ R020       ¦ R024    ¦ R027
/a.html              ¦ /a.html              ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ /a.html
/a/                  ¦ /a/                  ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ /a/
/a                   ¦ /a                   ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
//a/                 ¦ //a/                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
/                    ¦ /                    ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ /
./a.html             ¦ ./a.html             ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
https://a.example/   ¦ https://a.example/   ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
yes # kept           ¦ R019                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R019
8h # guess           ¦ R019                 ¦ 28800 s  ¦ 28800 s  ¦ R021     ¦ R020       ¦ R024    ¦ R019
5 # guess            ¦ R019                 ¦ R012     ¦ R012     ¦ 5        ¦ R020       ¦ R024    ¦ R019
true # yes           ¦ R019                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ true    ¦ R019
2024-01-02 # day     ¦ R019                 ¦ R012     ¦ R012     ¦ R021     ¦ 2024-01-02 ¦ R024    ¦ R019
x #4 y               ¦ R019                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R019
x#4                  ¦ x#4                  ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
"x # y"              ¦ x # y                ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
'it''s'              ¦ it's                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
"\u0041"             ¦ A                    ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
"\0"                 ¦ R006                 ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R006
"\x41h"              ¦ Ah                   ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
٣                    ¦ ٣                    ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
２０２４-01-02       ¦ ２０２４-01-02       ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
hello world          ¦ hello world          ¦ R012     ¦ R012     ¦ R021     ¦ R020       ¦ R024    ¦ R027
"""
HEADER, *ROWS = [[cell.strip() for cell in line.split("¦")] for line in SCALARS.strip("\n").split("\n")]
COLUMNS = {
    "text, name": (fields.text, fields.name),
    "duration": (fields.duration,),
    "positive": (fields.positive_duration,),
    "tokens": (fields.tokens,),
    "day": (fields.day,),
    "boolean": (fields.boolean,),
    "address": (fields.address,),
}


def read(kind, yaml: str):
    """Return the value of `key: yaml` and its problems."""
    source = decode(front(f"key: {yaml}").encode(), "a.md")
    try:
        document = split(source, ())
        reader = Reader(source, document.problems)
    except ProblemError as error:
        return None, list(error.problems)
    return kind(reader, "key", document.root.entries["key"][1]), reader.problems


def spelled(value, problems) -> str:
    """Return a cell of the table."""
    if problems:
        return "+".join(problem.code for problem in problems)
    match value:
        case bool():
            return str(value).lower()
        case timedelta():
            return f"{value.total_seconds():g} s"
        case Tokens():
            return f"{'~' * value.estimated}{value.count}"
    return str(value)


def test_the_table_is_large_enough():
    assert len(ROWS) >= 90
    assert ["yaml", *COLUMNS] == HEADER
    assert all(len(row) == len(HEADER) for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_scalar_means_what_was_typed(row):
    yaml = "" if row[0] == "(nothing)" else row[0]
    for (column, kinds), expected in zip(COLUMNS.items(), row[1:], strict=True):
        for kind in kinds:
            value, problems = read(kind, yaml)
            assert spelled(value, problems) == expected, column
            for problem in problems:
                assert_helpful(problem, front(f"key: {yaml}").split("\n"))


@pytest.mark.parametrize(
    "kind", [kind for kinds in COLUMNS.values() for kind in kinds], ids=lambda kind: kind.__name__
)
def test_a_number_of_6000_digits_is_a_text_or_a_problem(kind):
    value, problems = read(kind, "9" * 6_000)
    assert value is None
    assert len(problems) == 1
    assert len(problems[0].message) < 200
    assert_helpful(problems[0])


@pytest.mark.parametrize(
    ("kind", "limit", "code"), [(fields.text, MAX_TEXT, "R029"), (fields.name, MAX_NAME, "R029")]
)
def test_texts_are_bounded(kind, limit, code):
    assert read(kind, "é" * limit) == ("é" * limit, [])
    assert read(kind, f'"  {"x" * limit}  "') == ("x" * limit, [])
    value, problems = read(kind, "x" * (limit + 1))
    assert (value, [problem.code for problem in problems]) == (None, [code])
    assert problems[0].message == f"'key' has {limit + 1:,} characters; at most {limit:,} are allowed"


@pytest.mark.parametrize(
    ("yaml", "text"),
    [
        ("one\n  two", "one two"),
        ("|\n  one\n  two", "one two"),
        (">\n  one\n\n  two", "one two"),
        ('"one \\n\\t two"', "one two"),
        ('"  one  "', "one"),
        ('"a\u00a0b"', "a\u00a0b"),
    ],
)
def test_white_space_is_folded(yaml, text):
    assert read(fields.text, yaml) == (text, [])


@pytest.mark.parametrize(
    ("yaml", "expected", "lost"),
    [
        ("Add #4 thing", ("R019", 2, 9), "#4 thing"),
        ("Add   #4", ("R019", 2, 9), "#4"),
        ("one\n  two # three", ("R019", 3, 6), "# three"),
        ("日本 #4", ("R019", 2, 8), "#4"),
        ("x #", ("R019", 2, 7), "#"),
    ],
)
def test_lost_text_is_shown_where_it_stands(yaml, expected, lost):
    value, problems = read(fields.text, yaml)
    assert value is None
    assert summary(problems) == [expected]
    assert problems[0].message == f"the text after ' #' would be lost: '{lost}'"
    assert "quotation marks" in problems[0].hint


@pytest.mark.parametrize(
    ("yaml", "value"),
    [
        ("[]", ()),
        ("[AI, ai, Ai, Time Record]", ("AI", "Time Record")),
        ("\n- C\n- C++\n- 'C#'", ("C", "C++", "C#")),
        ("[no, 1:30, 3.10, ~]", ("no", "1:30", "3.10", "~")),
        ("[STRASSE, straße]", ("STRASSE",)),
    ],
)
def test_names(yaml, value):
    assert read(fields.names, yaml) == (value, [])


@pytest.mark.parametrize(
    ("kind", "yaml", "problems"),
    [
        (fields.names, "AI", [("R018", 2, 6)]),
        (fields.names, "{AI: x}", [("R018", 2, 6)]),
        (fields.names, "", [("R025", 2, 5)]),
        (fields.names, "[AI, [x], '', {a: b}]", [("R018", 2, 11), ("R025", 2, 16), ("R018", 2, 20)]),
        (fields.names, "[AI, *x, y]", [("R010", 2, 11)]),
        (fields.page_addresses, "/a.html", [("R018", 2, 6)]),
        (fields.page_addresses, "[/a.html, b, /c]", [("R027", 2, 16), ("R027", 2, 19)]),
        (fields.plain, "x", [("R018", 2, 6)]),
        (fields.plain, "[x]", [("R018", 2, 6)]),
        (fields.plain, '{a: "\\0", b: [{c: "\\x07"}]}', [("R006", 2, 10), ("R006", 2, 24)]),
        (fields.plain, '{"a\\0": b}', [("R006", 2, 7)]),
        (fields.plain, "\n  mood: good #1", [("R019", 3, 13)]),
    ],
)
def test_each_fault_in_a_list_or_mapping_has_its_place(kind, yaml, problems):
    assert summary(read(kind, yaml)[1]) == problems


def test_a_mapping_of_the_authors_own():
    value, problems = read(fields.plain, "{mood: good, n: 3.10, list: [no, {a: b}], empty: }")
    assert problems == []
    assert value == {"mood": "good", "n": "3.10", "list": ["no", {"a": "b"}], "empty": ""}


@pytest.mark.parametrize(
    ("kind", "yaml", "message"),
    [
        (fields.text, "[a]", "'key' must be one value, not a list"),
        (fields.day, "{a: b}", "'key' must be one value, not a mapping"),
        (fields.names, "a", "'key' must be a list, not one value"),
        (fields.duration, "80 hrz", "'key' is not a duration: '80 hrz'"),
        (fields.day, "2026-02-30", "'key' is not a date: '2026-02-30'"),
    ],
)
def test_messages_name_the_key_and_the_value(kind, yaml, message):
    assert read(kind, yaml)[1][0].message == message


@given(st.dates(date(1970, 1, 1), date(2199, 12, 31)))
def test_every_day_can_be_written(day):
    assert read(fields.day, day.isoformat()) == (day, [])


def test_what_can_be_printed_needs_no_second_look():
    """Such a text is folded and checked without a regular expression."""
    printable = [c for c in map(chr, range(sys.maxunicode + 1)) if c.isprintable()]
    assert [c for c in printable if c.isspace()] == [" "]
    assert not FORBIDDEN.search("".join(printable))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("te\u200bsting", "U+200B"), ("\u202egnitset", "U+202E"), ("a\u2066b", "U+2066"), ("a\xadb", "U+00AD"),
        ("a\u200db", "U+200D"), ("\u200cab", "U+200C"), ("می\u200cخواهم", None), ("👨\u200d👩", None), ("日本語", None), ("é", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "form",
    [
        "tags: [{}]\ntasks: []",
        "tasks: [{{task: a, human: 1h, ai: 1m, project: {}}}]",
        "tasks: [{{task: a, human: 1h, ai: 1m, tags: [{}]}}]",
    ],
)
def test_characters_of_names_that_nobody_sees_are_told(name, told, form):
    record, problems = read_record(f"---\ndate: 2026-04-07\n{form.format(name)}\n---\n".encode(), "a.md")
    assert record is not None
    assert [problem.code for problem in problems] == ["P015"] * (told is not None)
    assert all(told in problem.message and problem.place.line == 3 for problem in problems)


@pytest.mark.parametrize("zero", ["0", "00", "0.0", "0.000", '"0"', "0h", "0m", "0s", "0 hours"])
def test_zero_is_zero_in_any_unit(zero):
    assert read(fields.duration, zero) == (timedelta(0), [])
    assert [problem.code for problem in read(fields.positive_duration, zero)[1]] == ["R013"]


@pytest.mark.parametrize(
    "unknown", ["unknown", "Unknown", "n/a", "N/A", "--", "~", "null", "none", '"?"', '"-"', "TBD"]
)
def test_what_is_unknown_is_left_out(unknown):
    (problem,) = read(fields.duration, unknown)[1]
    assert problem.code == "R012"
    assert problem.hint == "Leave `key` out if it is unknown; write 0m where there was none."
    for kind in (fields.positive_duration, fields.tokens):
        assert "Leave" not in read(kind, unknown)[1][0].hint
