"""Sums and averages in the text of a page: what is compared, and that prose never is."""

from pathlib import Path

import pytest

from tests.support.page_import import imported

TABLE = "| Task | Human | AI |\n|---|---|---|\n| A | 8h | 10m |\n| B | 4h | 20m |\n"
PAGES = {
    "x.md": f"# April 7, 2026\n\nA lead.\n\n{TABLE}\n{{}}\n\nAn end.\n",
    "x.txt": "My log of April 7, 2026\n\nA lead.\n\nTask\tHuman\tAI\nA\t8h\t10m\nB\t4h\t20m\n\n{}\n\nAn end.\n",
    "x.html": "<h1>April 7, 2026</h1><table><tr><th>Task<th>Human<th>AI<tr><td>A<td>8h<td>10m<tr><td>B<td>4h<td>20m"
    "</table>\n{}\n<p>An end.</p>",
}


def told(folder: Path, name: str, lines: str) -> list[str]:
    """Return what does not follow; whatever it is, the lines stay text, and tell no tokens of the day."""
    outcome = imported(folder, name, PAGES[name].format(lines))
    assert {problem.code for problem in outcome.problems} <= {"I015"}
    assert len(outcome.draft.tasks) == 2
    assert outcome.draft.tokens is None
    assert "An end." in outcome.draft.body
    assert outcome.draft.body.count("otal") == lines.count("otal")
    for problem in outcome.problems:
        assert (problem.place.excerpt or "").count("otal")
    return [f"{one.figure} {one.printed} {one.computed}" for one in outcome.mismatches]


@pytest.mark.parametrize("name", ["x.md", "x.txt"])
@pytest.mark.parametrize(
    ("lines", "mismatches"),
    [
        ("- Total tasks: 2\n- Total human-equivalent hours: 12.0", []),
        ("- Total tasks: 3\n- Total human-equivalent hours: 13.0", ["tasks 3 2", "human_hours 13.0 12.0"]),
        ("* Total tasks: 3 (all)", ["tasks 3 2"]),
        ("1. Total tasks: 3", ["tasks 3 2"]),
        ("Total tasks: 3", ["tasks 3 2"]),
        ("Total tasks : 3", ["tasks 3 2"]),
        ("Weighted average leverage factor (total): 24.0x", []),
        ("- Weighted average leverage factor: 24.0x\n- Total Claude minutes: 31", ["ai_minutes 31 30"]),
        ("- Total human-equivalent hours: 12h (1.6 working days)", ["working_days 1.6 working days 1.5 working days"]),
        ("- Total tokens: 3M", []),
        ("- Total tokens: –", []),
    ],
)  # fmt: skip
def test_lines_of_text(name: str, lines: str, mismatches: list[str], tmp_path: Path) -> None:
    assert told(tmp_path, name, lines) == mismatches


@pytest.mark.parametrize(
    ("lines", "mismatches"),
    [
        ("<ul>\n<li>Total tasks: 2</li>\n<li>Total Claude minutes: 31</li></ul>", ["ai_minutes 31 30"]),
        ("<ul><li><b>Total tasks:</b> 3</li></ul>", ["tasks 3 2"]),
        ("<ol><li><p>Total tasks: <b>3</b></p></li></ol>", ["tasks 3 2"]),
        ("<p>Total tasks: 3<br>\nTotal Claude minutes: 31</p>", ["tasks 3 2", "ai_minutes 31 30"]),
        ("<p>Total tasks: 3</p>", ["tasks 3 2"]),
        ("<ul><li>This week<ul><li>Total tasks: 40</li></ul></li></ul>", []),
        ("<ul><li>Total tasks: 40<p>in this week</p></li></ul>", []),
        ("<blockquote><p>Total tasks: 40</p></blockquote>", []),
        ("<pre>Total tasks: 40</pre>", []),
        ("<h2>The week</h2><ul><li>Total tasks: 40</li></ul>", []),
    ],
)
def test_lines_of_html(lines: str, mismatches: list[str], tmp_path: Path) -> None:
    assert told(tmp_path, "x.html", lines) == mismatches


@pytest.mark.parametrize(
    "lines",
    [
        "Total tasks: 40 or so.",
        "Total tasks: 40.",
        "Total tasks: forty",
        "Total tasks 40",
        "In all, total tasks: 40",
        "Average leverage, total: 99.9x",
        "Total leverage: 99.9x",
        "Total tasks of mine: 40",
        "Total tasks: 40, total tokens: 3M",
        "- Total tasks: 40, of which 3 were done",
        "- Total tasks: 40\n  and more of them",
        "- This week\n  - Total tasks: 40",
        "A line of the text\nTotal tasks: 40\nthat goes on",
        "> Total tasks: 40",
        "```\nTotal tasks: 40\n```",
        "    Total tasks: 40",
        "## This month\n\n- Total tasks: 40",
        "So far this year:\n\n- Total tasks: 40\n- Total Claude minutes: 4,000",
        "[Total tasks: 40",
        "Total tasks:",
        "Total tasks: –",
    ],
)
def test_prose_is_not_compared(lines: str, tmp_path: Path) -> None:
    assert told(tmp_path, "x.md", lines) == []
