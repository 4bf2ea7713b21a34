"""What is no table in CSV, JSON and JSON Lines, and where that is found out."""

import re

import pytest

from leverage_site.importing.formats.table_files import _explain_json_fault, read_csv, read_json
from leverage_site.problems import ProblemError, Source
from tests.support.timing import cpu


def refusal(text: str, form: str) -> tuple[int, int, str]:
    with pytest.raises(ProblemError) as caught:
        (read_csv if form == "csv" else read_json)(Source.from_text("x", text))
    (problem,) = caught.value.problems
    assert problem.code == "I009"
    return problem.place.line, problem.place.column, problem.message.removeprefix("the table cannot be read: ")


TRAILING = "a comma stands before a closing bracket"
EARLY = "it ends before it is complete"
MISSING = "a comma, a colon or a closing bracket is missing before this"
WANTED = "a text in quotation marks, a number, a list or an object must stand here"
BACKSLASH = "a backslash in a text must be doubled"
BREAK = "a tab or line break in a text must be written \\t or \\n"
OPENED = "a quotation mark is opened here and never closed"
LONG = "a cell has more than 131,072 characters, or its quotation mark is never closed"
BEHIND = "text stands behind a closing quotation mark"

# No table; where that is found out, and in which words.
BROKEN = [
    ("json", '[{"a": 1},\n]', 1, 10, TRAILING),
    ("json", '[{"a": 1\n ,\n }]', 2, 2, TRAILING),
    ("json", '[{"a": [1, 2 , ]}]', 1, 14, TRAILING),
    ("json", '[{"a": 1},,\n]', 1, 11, WANTED),
    ("json", "[,]", 1, 2, WANTED),
    ("json", '[{"a": 1,, "b": 2}]', 1, 10, WANTED),
    ("json", '[{"a": }]', 1, 8, WANTED),
    ("json", "[{a: 1}]", 1, 3, WANTED),
    ("json", "[{'a': 1}]", 1, 3, WANTED),
    ("json", '[{"a": True}]', 1, 8, WANTED),
    ("json", '[{"a": +1}]', 1, 8, WANTED),
    ("json", '[{"a": 1}, // more\n{"a": 2}]', 1, 12, WANTED),
    ("json", '[{"a" 1}]', 1, 7, MISSING),
    ("json", '[{"a": 1 "b": 2}]', 1, 10, MISSING),
    ("json", '[{"a": 01}]', 1, 9, MISSING),
    ("json", '[{"a": 1]}', 1, 9, MISSING),
    ("json", '[{"a": "b}]', 1, 8, OPENED),
    ("json", '[{"a": "b\tc"}]', 1, 10, BREAK),
    ("json", '[{"a": "b\nc"}]', 1, 10, BREAK),
    ("json", '[{"a": "C:\\Work"}]', 1, 11, BACKSLASH),
    ("json", '[{"a": "C:\\user"}]', 1, 12, BACKSLASH),
    ("json", '[{"a": 1},', 1, 11, EARLY),
    ("json", '[{"a": 1}', 1, 10, EARLY),
    ("json", '[{"a":', 1, 7, EARLY),
    ("csv", 'a,"b\n1,2\n', 1, 1, OPENED),
    ("csv", 'a,b\n1,"2', 2, 1, OPENED),
    ("csv", 'a,b\n1,"2" 3', 2, 1, BEHIND),
    ("csv", 'a,b\n1,"2" 3\n4,5\n', 2, 1, BEHIND),
    ("csv", 'a,b\n1,"2\n3" 4\n', 2, 1, BEHIND),
    ("csv", 'a,b\n1,"2\n\n', 2, 1, OPENED),
    ("csv", 'a,b\n1,"2"3",4\nx', 2, 1, BEHIND),
    ("csv", 'a,b\n1,"' + "2\n" * 70_000, 2, 1, LONG),
    ("csv", f"a,b\n1,{'2' * 200_000},3\n", 2, 1, LONG),
]  # fmt: skip


@pytest.mark.parametrize(("form", "text", "line", "column", "reason"), BROKEN)
def test_no_table_is_told_in_words_of_our_own(form: str, text: str, line: int, column: int, reason: str) -> None:
    assert refusal(text, form) == (line, column, reason)


@pytest.mark.parametrize(("text", "blamed"), [("[1,]", 2), ("[1,]", 3), ('{"a": 1 ,\n}', 8), ('{"a": 1 ,\n}', 10)])
def test_whichever_end_of_a_comma_too_many_is_blamed(text: str, blamed: int) -> None:
    assert _explain_json_fault(text, blamed) == (text.index(","), TRAILING)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[{"task": "a"}]\n[{"task": "b"}]', ["a", "b"]),
        ('{"tasks": [{"task": "a"}]}\n{"tasks": [{"task": "b"}]}', ["a", "b"]),
        ('{"task": "a"}\n{"task": "b"}', ["a", "b"]),
        ('{"days": [1, {"x": []}], "tasks": [{"task": "a"}], "more": 1}', ["a"]),
        ('[{"task": "a"},', "1 I009"),
        ('{"tasks": [{"task": "a"}]} garbage', "1 I009"),
        ('[{"task": "a", "task": "b"}]', "1 I009"),
        ("[" + ",".join(f'{{"k{n}": 1}}' for n in range(300)) + "]", "1 I009"),
    ],
)
def test_nothing_of_a_json_file_is_passed_over(text: str, told: list[str] | str) -> None:
    if isinstance(told, str):
        with pytest.raises(ProblemError) as caught:
            read_json(Source.from_text("x", text))
        problem = caught.value.problems[0]
        assert f"{problem.place.line} {problem.code}" == told
    else:
        table = read_json(Source.from_text("x", text))
        place = table.headings.index("task")
        assert [cells[place] for _, cells in table.rows] == told


# What stands before the brackets, and the column of the ninth level, which some of it is.
DEEP = [
    ("", 9),
    ('[{"a": ', 14),
    ('{"tasks": [{"a": ', 23),
    ('{"x": ', 14),
    ('["[[[[[[[[[[", ', 23),
    ('[{"a\\"[[[": 1, "b": ', 27),
]


@pytest.mark.no_cover
@pytest.mark.parametrize(("before", "column"), DEEP)
@pytest.mark.parametrize("count", [12, 900, 1_100, 100_000])
@pytest.mark.parametrize("line", [1, 3])
def test_brackets_in_brackets_are_refused_at_the_ninth(before: str, column: int, count: int, line: int) -> None:
    opened = before + "[" * count
    marks = re.sub(r'"(?:[^"\\]|\\.)*"', "", before)
    closed = "]" * count + "".join({"[": "]", "{": "}"}[mark] for mark in reversed(marks) if mark in "[{")
    for text in (opened, opened + closed):
        began = cpu()
        assert refusal('{"b": 1}\n' * (line - 1) + text, "json") == (line, column, "it is nested too deeply here")
        assert cpu() - began < 0.5
