"""Which blocks are title, tags and text, and which stand on every page."""

from datetime import date
from pathlib import Path

import pytest

from leverage_site.importing.formats import html, markdown
from leverage_site.importing.formats.copied import parse_blocks
from leverage_site.importing.formats.document import Document, ParsedPage
from leverage_site.importing.formats.sections import read_document
from leverage_site.importing.importer import Rejected
from leverage_site.problems import Problem, Source
from tests.support.page_import import imported, outcomes

LOG = "TaskHuman Est.ClaudeFactor\nMend the gate4h20m12.0x"


def read(text: str, *known: str) -> Document:
    source = Source.from_text("x.txt", text)
    found = read_document(source, ParsedPage(tuple(parse_blocks(source, {}))), known)
    assert isinstance(found, Document), found
    return found


def left_out(found: Document) -> list[str]:
    return [item.name for item in found.left_out]


def test_the_top_of_a_page() -> None:
    found = read(
        f"Skip to main content\n\nARTICLE\n6 MIN READ\nAPRIL 7, 2026\n\nThe Gate\n\nAIGarden\n\nIt hung.\n\n{LOG}",
        "Garden",
    )
    assert (found.facts.title, found.facts.tags, found.days) == ("The Gate", ("AI", "Garden"), (date(2026, 4, 7),))
    assert left_out(found) == ["skip link", "category", "dateline", "dateline"]
    assert found.body == "It hung."


def test_the_day_of_the_title_goes_before_that_of_the_dateline() -> None:
    found = read(f"APRIL 8, 2026\n\nLeverage Record: April 07, 2026\n\nIt hung.\n\n{LOG}")
    assert found.days == (date(2026, 4, 7), date(2026, 4, 8))


def test_a_page_without_a_title_begins_with_its_text() -> None:
    found = read(f"On April 22 the gate hung.\n\n{LOG}")
    assert (found.facts.title, found.body, found.mentioned_day) == (None, "On April 22 the gate hung.", "April 22")


def test_what_recurs_is_left_out_and_named() -> None:
    text = (
        f"The Gate\n\nAbout the author: somebody.\n\nIt hung.\n\nABOUT THESE RECORDS\nA box.\n\nMore.\n\nTask Log\n\n{LOG}\n\n"
        "Aggregate Stats\n\nMetricValue\nTotal tasks1\n\nAnalysis\n\nWhy?\n\nLet’s Build Something!\n\nCall.\n\nEnd."
    )
    found = read(text)
    assert [(item.name, item.text) for item in found.left_out] == [
        ("about the author", "About the author: somebody."),
        ("about these records", "ABOUT THESE RECORDS\nA box."),
        ("call to action", "Let’s Build Something!\nCall.\nEnd."),
    ]
    assert found.body == "It hung.\n\nMore.\n\n## Analysis\n\nWhy?"
    assert [(line.name, line.value) for line in found.aggregates] == [("Total tasks", "1")]


def test_the_repeated_beginning_of_the_lead_is_left_out() -> None:
    lead = "The gate hung low, and nobody had a nail. " * 8
    found = read(f"The Gate\n\n{lead[:219]}…\n\nAI\n\n{lead}\n\n{LOG}")
    assert left_out(found) == ["teaser"]
    assert found.facts.tags == ("AI",)
    assert found.body.endswith(lead.strip())


def test_a_sentence_that_ends_in_dots_stays() -> None:
    assert read(f"The Gate\n\nIt hung low...\n\nIt stood.\n\n{LOG}").body == "It hung low...\n\nIt stood."


@pytest.mark.parametrize(("text", "code"), [("Just words.", "I002"), (f"{LOG}\n\nNext day.\n\n{LOG}", "I003")])
def test_a_page_has_one_task_log(text: str, code: str) -> None:
    source = Source.from_text("x.txt", text)
    found = read_document(source, ParsedPage(tuple(parse_blocks(source, {}))), ())
    assert isinstance(found, Problem)
    assert found.code == code


def test_text_behind_the_rows_is_text_and_not_a_row() -> None:
    found = read(f"The Gate\n\n{LOG}\n\nPaint the gate2h10m12.0x\n\nA closing sentence of 5 words.")
    assert [row.cells["task"] for row in found.log.rows] == ["Mend the gate", "Paint the gate"]
    assert found.body == "A closing sentence of 5 words."


def test_a_heading_of_ones_own_above_the_table_stays() -> None:
    text = "Lead.\n\n## What I shipped\n\n| Task | Human | AI |\n|---|---|---|\n| a | 1h | 5m |\n"
    source = Source.from_text("x.md", text)
    found = read_document(source, markdown.parse_page(source, {}), ())
    assert isinstance(found, Document)
    assert found.body == "Lead.\n\n## What I shipped"


def test_the_lead_is_not_taken_for_a_box_about_the_author() -> None:
    log = "<table><tr><th>Task<th>Human<th>AI<tr><td>a<td>1h<td>5m</table>"
    text = f"<main><div><p>About the author: me.</p><p>The lead.</p></div>{log}</main>"
    boxed = text.replace("<div>", "<aside>").replace("</div>", "</aside><p>Second.</p>")
    for one, body in ((text, "The lead."), (boxed, "Second.")):
        source = Source.from_text("x.html", one)
        found = read_document(source, html.parse_page(source, {}), ())
        assert isinstance(found, Document)
        assert found.body == body


def test_a_call_to_action_before_the_tables_takes_none_of_them() -> None:
    found = read(
        f"The Gate\n\nLet's Build Something!\n\nCall.\n\nTask Log\n\n{LOG}\n\nMetricValue\nTotal tasks1\n\nAnalysis\n\nWhy."
    )
    assert (len(found.log.rows), len(found.aggregates), found.body) == (1, 1, "## Analysis\n\nWhy.")


def test_a_bad_row_between_gaps_is_a_row() -> None:
    head = "#TaskHuman Est.ClaudeFactor"
    found = read(f"{head}\n1Mend4h20m12.0x\n\n2Bad row no figures\n\n3Paint2h10m12.0x\n\nAn end.")
    assert [row.reason[:10] for row in found.log.rows] == ["", "it does no", ""]
    assert found.body == "An end."


LOG_HTML = "<table><tr><th>Task<th>Human<th>AI<tr><td>a<td>1h<td>5m</table>"


def read_html(text: str) -> Document:
    source = Source.from_text("x.html", f"<main><h1>The Day</h1>{text}</main>")
    found = read_document(source, html.parse_page(source, {}), ())
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize(
    "box",
    [
        "<div><h2>About These Records</h2><p>First.</p><p>Second.</p></div>",
        '<div style="x"><h2>About These Records</h2><p>First.</p><p>Second.</p></div>',
        "<details><summary>About These Records</summary><p>First.</p><p>Second.</p></details>",
        '<div class="a"><div class="b"><h3>About These Records</h3></div><div><p>First.</p><p>Second.</p></div></div>',
        "<blockquote><h3>About These Records</h3><p>First.</p><p>Second.</p></blockquote>",
    ],
)
def test_a_box_goes_with_all_its_paragraphs(box: str) -> None:
    found = read_html(f"<div><p>Before it.</p>{box}<p>The lead.</p></div>{LOG_HTML}")
    assert found.body == "Before it.\n\nThe lead."


def test_what_stands_behind_a_call_to_action_under_a_heading_of_its_own_stays() -> None:
    call = "<h2>Let's Build Something!</h2><h3>Write</h3><p>Now.</p>"
    found = read_html(f"<p>The lead.</p>{LOG_HTML}{call}<h2>Appendix</h2><p>Real text.</p>")
    assert found.body == "The lead.\n\n## Appendix\n\nReal text."


def test_a_call_to_action_may_be_in_bold() -> None:
    found = read_html(f"<p>The lead.</p>{LOG_HTML}<p><strong>Let's Build Something!</strong></p><p>Now.</p>")
    assert (found.body, left_out(found)) == ("The lead.", ["call to action"])


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("2 Comments", "comments"), ("1 thought on “The Day”", "comments"), ("Leave a Reply", "comments"), ("Related posts", "related posts"),
        ("You may also like", "related posts"), ("Share this:", "sharing"),
    ],
)  # fmt: skip
def test_sections_that_only_stand_beside_a_page_are_left_out(heading: str, name: str) -> None:
    found = read_html(
        f"<p>The lead.</p>{LOG_HTML}<h3>{heading}</h3><ul><li>Nice</ul><h4>Ann</h4><h2>Analysis</h2><p>Why.</p>"
    )
    assert (found.body, left_out(found)) == ("The lead.\n\n## Analysis\n\nWhy.", [name])


@pytest.mark.parametrize("heading", ["Comments", "Related work", "2 comments were wrong", "Sharing"])
def test_sections_of_the_author_stay(heading: str) -> None:
    assert read_html(f"<p>The lead.</p>{LOG_HTML}<h3>{heading}</h3><p>Why.</p>").body.endswith(
        f"### {heading}\n\nWhy."
    )
    assert "Leave a Reply" in read_html(f"<h2>Leave a Reply</h2><p>The lead.</p>{LOG_HTML}").body


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


# Rows that name a group, and say nothing else

PIPES = "| # | Task | Human | AI |\n|---|---|---|---|\n{}\n| 1 | a | 8h | 10m |\n| 2 | b | 4h | 20m |\n{}\n"
GROUP_HTML = (
    "<table><tr><th>Task<th>Human<th>AI</tr>{}<tr><td>a<td>8h<td>10m</tr><tr><td>b<td>4h<td>20m</tr></table>"
)
CSV = "Task,Project,Human,AI\n{}\na,x,8h,10m\nb,x,4h,20m\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("2026-09-06.md", PIPES.format("| | **Billing** | | |", "")),
        ("2026-09-06.md", PIPES.format("| Billing | | | |", "")),
        ("2026-09-06.md", PIPES.format("| | Billing | – | n/a |", "| | Total | 12h | 30m |")),
        ("2026-09-06.html", GROUP_HTML.format("<tr><th colspan=3>Billing</th></tr>")),
        ("2026-09-06.html", GROUP_HTML.format("<tr><th>Billing</th></tr>")),
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


# Sums and averages in the text: what is compared, and that prose never is


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
