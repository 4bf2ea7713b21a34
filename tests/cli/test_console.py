import json

import click
import pytest

from leverage_site.cli import console
from leverage_site.problems import Place, Source, catalog
from leverage_site.report import is_failure

ERROR = catalog.EMPTY_FILE.at(Place("a.md"))
WARNING = catalog.EDITED_OUTPUT.at(Place("b.html"))


@pytest.mark.parametrize(
    ("problems", "expected"),
    [
        ([ERROR], "1 error"),
        ([ERROR, ERROR], "2 errors"),
        ([WARNING], "1 warning"),
        ([WARNING, WARNING, ERROR], "1 error, 2 warnings"),
    ],
)
def test_problems_are_counted(problems, expected, capsys):
    console.print_problems(problems)
    assert capsys.readouterr().err.splitlines()[-1] == expected


@pytest.mark.parametrize(
    ("problems", "strict", "expected"),
    [
        ([], False, False),
        ([], True, False),
        ([WARNING], False, False),
        ([WARNING], True, True),
        ([ERROR], False, True),
        ([WARNING, ERROR], False, True),
    ],
)
def test_what_makes_a_command_fail(problems, strict, expected):
    assert is_failure(problems, strict=strict) is expected


def test_problems_are_printed_as_they_are(capsys):
    located = catalog.YAML_TAG.at(Source.from_text("c.md", "task: !!x y").place(1, 7, 3))
    console.print_problems([ERROR, WARNING, located])
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"{ERROR}\n{WARNING}\n{located}\n2 errors, 1 warning\n"


def test_no_problems_are_silence(capsys):
    console.print_problems([])
    assert capsys.readouterr() == ("", "")


def test_a_path_that_looks_like_a_problem_is_printed_as_it_is(capsys):
    problem = catalog.EMPTY_FILE.at(Place("x: error y.md"))
    console.print_problems([problem])
    assert capsys.readouterr().err == f"{problem}\n1 error\n"


def test_json_has_its_version_first_and_no_nan(capsys):
    console.print_json({"a": "日本", "b": None})
    assert capsys.readouterr().out == '{\n  "version": 1,\n  "a": "\\u65e5\\u672c",\n  "b": null\n}\n'
    with pytest.raises(ValueError, match="not JSON compliant"):
        console.print_json({"a": float("nan")})


@pytest.mark.parametrize("as_json", [True, False])
def test_fail_reports_and_exits_with_1(capsys, as_json):
    with pytest.raises(SystemExit) as ended:
        console.fail([ERROR], as_json=as_json)
    assert ended.value.code == 1
    out, err = capsys.readouterr()
    if as_json:
        assert json.loads(out) == {"version": 1, "problems": [ERROR.as_json()]}
        assert err == ""
    else:
        assert (out, err) == ("", f"{ERROR}\n1 error\n")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["A", "B"], ["x", "1"]], ["A  B", "x  1"]),
        ([["Name", "N"], ["x", "1,000"]], ["Name      N", "x     1,000"]),
        ([["N", "N"], ["日本", "1"], ["abc", "22"]], ["N      N", "日本   1", "abc   22"]),
        ([["N", "N"], ["e\u0301a", "1"], ["abc", "1"]], ["N    N", "e\u0301a   1", "abc  1"]),
        ([["N", "M"], ["ｗ", "–"]], ["N   M", "ｗ  –"]),
        ([["Only"]], ["Only"]),
    ],
)
def test_a_table_aligns_what_the_eye_sees(rows, expected):
    assert click.unstyle(console.table(rows)).splitlines() == expected


def test_only_the_heading_is_bold():
    first, second = console.table([["A"], ["b"]]).splitlines()
    assert first == click.style("A", bold=True)
    assert second == "b"
