"""Days in the rows of a page's table."""

from datetime import date
from pathlib import Path

import pytest

from leverage_site.importing.outcomes import Rejected
from tests.support.imports import imported, outcomes

PAGE = "# {}\n\nLead.\n\n| {} | Task | Human | AI |\n|---|---|---|---|\n| {} | a one | 8h | 10m |\n| {} | b one | 4h | 10m |\n"
HTML = (
    "<h1>{}</h1><p>Lead.</p><table><tr><th>{}<th>Task<th>Human<th>AI<tr><td>{}<td>a one<td>8h<td>10m"
    "<tr><td>{}<td>b one<td>4h<td>10m</table>"
)


@pytest.mark.parametrize("text", [PAGE, HTML])
@pytest.mark.parametrize(
    ("first", "second"),
    [("2026-09-07", "2026-09-07"), ("Sep 7, 2026", ""), ("-", "7 Sep 2026"), ("9/7/2026", "2026-09-07")],
)
def test_a_page_is_of_the_day_of_its_rows(text: str, first: str, second: str, tmp_path: Path) -> None:
    name = "p.html" if text is HTML else "p.md"
    found = imported(tmp_path, name, text.format("X", "Date", first, second), day_order="mdy")
    assert found.draft.date == date(2026, 9, 7)
    assert found.problems == ()


@pytest.mark.parametrize("text", [PAGE, HTML])
@pytest.mark.parametrize(
    ("title", "first", "second", "codes"),
    [
        ("X", "2026-09-07", "2026-09-08", ["I025"]),
        ("X September 8, 2026", "2026-09-07", "2026-09-07", ["I025"]),
        ("X September 8, 2026", "2026-09-07", "2026-09-08", ["I025", "I025"]),
        ("X", "2026-09-07", "soon", ["I004"]),
        ("X", "04/05/2026", "04/05/2026", ["I004", "I004", "I005"]),
    ],
)
def test_days_that_differ_are_refused(
    text: str, title: str, first: str, second: str, codes: list[str], tmp_path: Path
) -> None:
    name = "p.html" if text is HTML else "p.md"
    (found,) = outcomes(tmp_path, name, text.format(title, "Date", first, second))
    assert isinstance(found, Rejected)
    assert {problem.code for problem in found.problems} >= set(codes[:1])


def test_the_option_does_not_hide_that_rows_are_of_two_days(tmp_path: Path) -> None:
    text = PAGE.format("X", "Day", "2026-09-07", "2026-09-08")
    (found,) = outcomes(tmp_path, "p.md", text, day=date(2026, 9, 8))
    assert isinstance(found, Rejected)
    (problem,) = found.problems
    assert (problem.code, problem.place.line) == ("I025", 8)
    assert '"day="' in (problem.hint or "")


def test_the_title_settles_which_day_numbers_are(tmp_path: Path) -> None:
    found = imported(tmp_path, "p.md", PAGE.format("X April 5, 2026", "Date", "04/05/2026", "04/05/2026"))
    assert (found.draft.date, found.problems) == (date(2026, 4, 5), ())


def test_the_name_of_the_file_is_weaker_than_the_rows_and_told(tmp_path: Path) -> None:
    found = imported(tmp_path, "2026-09-08.md", PAGE.format("X", "Date", "2026-09-07", "2026-09-07"))
    assert (found.draft.date, [problem.code for problem in found.problems]) == (date(2026, 9, 7), ["I020"])


@pytest.mark.parametrize(("first", "second"), [("Mon", "Mon"), ("1", "2")])
def test_a_column_without_days_is_told(first: str, second: str, tmp_path: Path) -> None:
    found = imported(tmp_path, "2026-09-08.md", PAGE.format("X", "Day", first, second))
    assert [(problem.code, "'day'" in problem.message) for problem in found.problems] == [("I012", True)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.md", PAGE.format("X", "Date", "Mon 2026-09-07", "Tue 2026-09-07")),
        ("x.csv", "Date,Task,Human,AI\nMon 2026-09-07,a,8h,10m\nTue 2026-09-07,b,8h,10m\n"),
    ],
)
def test_a_weekday_that_contradicts_its_day_is_told(name: str, text: str, tmp_path: Path) -> None:
    (problem,) = imported(tmp_path, name, text).problems
    assert (problem.code, problem.severity) == ("I020", "warning")
    assert problem.message == "the page is of 2026-09-07, a Monday, but other signs say Tue"
