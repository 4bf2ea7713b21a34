"""Rows that name a group, and say nothing else."""

from pathlib import Path

import pytest

from leverage_site.importing.run import Rejected
from tests.support.page_import import imported, outcomes

PIPES = "| # | Task | Human | AI |\n|---|---|---|---|\n{}\n| 1 | a | 8h | 10m |\n| 2 | b | 4h | 20m |\n{}\n"
HTML = "<table><tr><th>Task<th>Human<th>AI</tr>{}<tr><td>a<td>8h<td>10m</tr><tr><td>b<td>4h<td>20m</tr></table>"
CSV = "Task,Project,Human,AI\n{}\na,x,8h,10m\nb,x,4h,20m\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("2026-09-06.md", PIPES.format("| | **Billing** | | |", "")),
        ("2026-09-06.md", PIPES.format("| Billing | | | |", "")),
        ("2026-09-06.md", PIPES.format("| | Billing | – | n/a |", "| | Total | 12h | 30m |")),
        ("2026-09-06.html", HTML.format("<tr><th colspan=3>Billing</th></tr>")),
        ("2026-09-06.html", HTML.format("<tr><th>Billing</th></tr>")),
    ],
)
def test_they_are_left_out_and_told(name: str, text: str, tmp_path: Path) -> None:
    found = imported(tmp_path, name, text)
    assert [task.task for task in found.draft.tasks] == ["a", "b"]
    assert [(part.name, part.text) for part in found.excerpts if "group" in part.name] == [
        ("heading of a group", "Billing")
    ]
    assert found.problems == ()


@pytest.mark.parametrize("row", ["| 3 | Fix | | |", "| | Fix | 1h | |", "| | Fix | | |"])
def test_a_task_without_figures_is_refused(row: str, tmp_path: Path) -> None:
    (found,) = outcomes(tmp_path, "2026-09-06.md", PIPES.format("", row).replace("|---|\n\n", "|---|\n"))
    assert isinstance(found, Rejected)
    assert [problem.code for problem in found.problems] == ["I004"]


@pytest.mark.parametrize("row", ["Billing,,,", ",Billing,,", "Fix the parser,x,,"])
def test_in_a_table_it_may_be_a_task_whose_figures_are_missing(row: str, tmp_path: Path) -> None:
    (found,) = outcomes(tmp_path, "2026-09-06.csv", CSV.format(row))
    assert isinstance(found, Rejected)
    assert {problem.code for problem in found.problems} == {"I004"}


COPIED = "My log of September 7, 2026\n\nA lead of some words.\n\nTask Log\n\n{}\nOther 2 hours 5 minutes\n"


@pytest.mark.parametrize(
    "rows",
    ["Task Human AI\nFix parser 8 hours 30 minutes 10 minutes", "TaskHumanAI\nCut the build to 58h20m\nMore4h20m"],
)
def test_a_row_that_cannot_be_read_is_no_heading(rows: str, tmp_path: Path) -> None:
    (found,) = outcomes(tmp_path, "2026-09-07.txt", COPIED.format(rows))
    assert isinstance(found, Rejected)
    assert {problem.code for problem in found.problems} == {"I004"}
