"""The top of a page: what is title, tags and day, and what is text."""

from datetime import date

import pytest

from leverage_site.importing.formats.document import Document
from leverage_site.importing.sources import read_documents
from leverage_site.problems import Source

LOG = "| Task | Human | AI |\n| --- | --- | --- |\n| Mend the gate | 4h | 20m |"
HTML_LOG = "<table><tr><th>Task<th>Human<th>AI<tr><td>Mend the gate<td>4h<td>20m</table>"
GLUED_LOG = "TaskHumanAI\nMend the gate4h20m"
ROW = "<tr><th>Tokens<td>4,826,000"
FRONT = '---\ntitle: "The record"\ndate: 2026-08-05\n---\n'


def read(text: str, form: str = "markdown", *known: str) -> Document:
    (found,) = read_documents(Source.from_text(f"x.{form}", text), form, {}, known, None)
    assert isinstance(found, Document), found
    return found


LEADS = [
    "- a list\n- of things", "1. one\n2. two", "![The week](/charts/week.png)", "**Highlight of the day: the gate**",
    "*An emphasised line*", "See [yesterday](/2026/08/04/)", "[Yesterday](/2026/08/04/)", "Great day 🎉", "Mended the gate (finally)",
    "今日は楽な一日でした。", "`make all`", "```\ncode\n```", "> Quoted", "A quick day, mostly the gate", "Quick day, mostly gates", "No stop",
    "Tired, but happy", "By hand", "Slow, steady", "Gate, nails, paint", "Worked on the gate. #ai #work", "Result: it hangs", "SHIPPED IT",
    "**Garden, Fence Posts**", "*Garden, Fence Posts*", "[Garden](/a), [Fence Posts](/b)", "![AI](/ai.png)", "> AI", "`AI`", "A 5 min read about gates", "We met on April 3, 2026", "Tokens: too many", "Title: no header here", "{% include gate.html %}",
]  # fmt: skip


@pytest.mark.parametrize(
    "top", [FRONT, f"{FRONT}# The record\n\n", "# The record\n\n", "The record\n==========\n\n"]
)
@pytest.mark.parametrize("lead", LEADS)
def test_a_lead_is_neither_title_nor_tags(lead: str, top: str) -> None:
    found = read(f"{top}{lead}\n\n{LOG}\n\nAfter.\n")
    assert (found.facts.title, found.facts.tags) == ("The record", ())
    assert found.body == f"{lead}\n\nAfter."
    assert {item.name for item in found.extracted} <= {"title"}


@pytest.mark.parametrize("lead", [lead for lead in LEADS if "\n" not in lead and "Title" not in lead])
def test_without_any_title_a_page_has_none(lead: str) -> None:
    found = read(f"{lead}\n\n{LOG}\n")
    assert (found.facts.title, found.facts.tags, found.body) == (None, (), lead)


HTML_LEADS = [
    ("<ul><li>Fixed the gate<li>Wrote docs</ul>", "- Fixed the gate\n- Wrote docs"),
    ('<p><img src="https://x.example/a.png" alt="The week"></p>', "![The week](https://x.example/a.png)"),
    ("<p><strong>Highlight: the gate</strong></p>", "**Highlight: the gate**"),
    ("<p>Just another blog</p>", "Just another blog"),
    ("<p>Great day 🎉</p>", "Great day 🎉"),
    ("<p>Mended the gate (finally)</p>", "Mended the gate (finally)"),
    ("<pre>make all</pre>", "```\nmake all\n```"),
    ("<p>See <a href='https://x.example/'>yesterday</a></p>", "See [yesterday](https://x.example/)"),
]


@pytest.mark.parametrize(("html", "body"), HTML_LEADS)
def test_a_lead_of_html_is_neither_title_nor_tags(html: str, body: str) -> None:
    found = read(f"<article><h1>The record</h1>{html}{HTML_LOG}</article>", "html")
    assert (found.facts.title, found.facts.tags, found.body) == ("The record", (), body)


@pytest.mark.parametrize(
    "lead",
    ["A quick day, mostly the gate", "Great day with the gate", "Great day 🎉", "Mended the gate (finally)", "今日は楽な一日でした。", "![a](b)", "**Highlight**", "- a", "See [x](y)", "“It hangs.”"],
)  # fmt: skip
def test_of_copied_text_a_lead_is_no_title(lead: str) -> None:
    found = read(f"{lead}\n\n{GLUED_LOG}\n", "text")
    assert (found.facts.title, found.facts.tags) == (None, ())
    assert read(f"{FRONT}No stop\n\n{GLUED_LOG}\n", "text").body == "No stop"


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        (f"{FRONT}# Another heading\n\nLead.", "The record", "## Another heading\n\nLead."),
        (f"{FRONT}# THE  record\n\nLead.", "The record", "Lead."),
        (f"{FRONT}## Part one\n\nLead.", "The record", "## Part one\n\nLead."),
        ("![banner](a.png)\n\n# First\n\n# Second\n\nLead.", "First", "![banner](a.png)\n\n## Second\n\nLead."),
        ("## Day of the gate\n\nLead.", "Day of the gate", "Lead."),
        ("Lead.\n\n## Section\n\nMore.", None, "Lead.\n\n## Section\n\nMore."),
        ("## What I shipped", None, "## What I shipped"),
        ("# Only a title", "Only a title", ""),
        ("Leverage Record: April 07, 2026\n\nLead.", "Leverage Record: April 07, 2026", "Lead."),
    ],
)
def test_the_title_is_the_front_matters_else_the_first_heading(text: str, title: str | None, body: str) -> None:
    found = read(f"{text}\n\n{LOG}\n")
    assert (found.facts.title, found.body) == (title, body)


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("AI, Time Record", ("AI", "Time Record")),
        ("*AI, Time Record*", ("AI", "Time Record")),
        ("AI Iron Work", ("AI", "Iron Work")),
        ("*AI, Iron Work, Gates*", ("AI", "Iron Work", "Gates")),
        ("[AI](/t/ai/) [Iron Work](/t/iron/)", ("AI", "Iron Work")),
        ("- AI\n- Iron Work", ("AI", "Iron Work")),
        ("#ai #deep-work", ("ai", "deep-work")),
        ("Garden, Fence Posts", ("Garden", "Fence Posts")),
        ("gates, nails, paint", ("gates", "nails", "paint")),
        ("AI · Gates", ("AI", "Gates")),
        ("Tags: gates, new paint", ("gates", "new paint")),
        ("Filed under: gates", ("gates",)),
    ],
)
def test_a_line_below_the_title_may_be_tags(line: str, tags: tuple[str, ...]) -> None:
    found = read(f"# The record\n\n{line}\n\nLead\n\n{LOG}\n", "markdown", "Iron Work")
    assert (found.facts.tags, found.body) == (tags, "Lead")
    assert [item.line for item in found.extracted] == [1, 3]


def test_tags_that_are_known_are_not_guessed() -> None:
    front = "---\ntags: [AI, Gates]\n---\n# The record\n\n"
    assert read(f"{front}Gates, Nails\n\n{LOG}\n").body == "Gates, Nails"
    again = read(f"{front}Gates, AI\n\nLead\n\n{LOG}\n")
    assert (again.facts.tags, again.body) == (("AI", "Gates"), "Lead")
    assert read(f"{front}Tags: nails, ai\n\n{LOG}\n").facts.tags == ("AI", "Gates", "nails")


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("markdown", f"# The record\n\nDate: April 13, 2026\nTags: AI, Gates\nTokens: 4,826,000\n\nLead\n\n{LOG}"),
        ("markdown", f"# The record\n\nLead\n\n{LOG}\n\nTags: AI, Gates\n\nTokens: 4,826,000\n\nApril 13, 2026 by Ann"),
        ("text", f"The record\n\nDate: April 13, 2026\nTags: AI, Gates\nTokens: 4,826,000\n\nLead\n\n{GLUED_LOG}"),
        ("html", f"<p>Date: April 13, 2026<br>Tags: <a>AI</a>, <a>Gates</a><br>Tokens: 4,826,000</p><p>Lead</p>{HTML_LOG}"),
        ("html", f"<table><tr><th>Date<td>April 13, 2026<tr><th>Tags<td>AI, Gates{ROW}</table><p>Lead</p>{HTML_LOG}"),
    ],
)  # fmt: skip
def test_properties_are_read(form: str, text: str) -> None:
    found = read(f"<h1>The record</h1>{text}" if form == "html" else text, form)
    assert (found.facts.title, found.facts.tags, found.body) == ("The record", ("AI", "Gates"), "Lead")
    assert found.days == (date(2026, 4, 13),)
    assert [(line.name, line.value) for line in found.aggregates] == [("Total tokens", "4,826,000")]
    assert {"4,826,000", "AI, Gates"} <= {item.text.partition(": ")[2] for item in found.extracted}


def test_what_is_taken_has_its_place() -> None:
    found = read(f"# The record\n\nPosted on August 6, 2026 by Ann\n\n#ai #work\n\nLead\n\n## Task Log\n\n{LOG}")
    assert [(item.name, item.line) for item in found.extracted] == [
        ("title", 1),
        ("tags", 5),
        ("heading of a table", 9),
    ]
    assert [(item.name, item.line) for item in found.left_out] == [("byline", 3)]


@pytest.mark.parametrize(
    ("top", "left_out", "body"),
    [
        ("Friday, April 3, 2026\nBy Ann Example\nThe gate hung.", ["dateline", "byline"], "The gate hung."),
        ("By Ann\nTags: AI\nThe gate hung.", ["byline"], "The gate hung."),
        (
            "![banner](a.png)\n\nApril 3, 2026\n\nThe gate hung.",
            ["dateline"],
            "![banner](a.png)\n\nThe gate hung.",
        ),
        ("The gate hung.\n\nApril 3, 2026", [], "The gate hung.\n\nApril 3, 2026"),
        ("- April 3, 2026\n- April 4, 2026", [], "- April 3, 2026\n- April 4, 2026"),
        ("- April 3, 2026\n- Ann Example\n- 3 comments\n\nThe gate hung.", ["dateline"], "The gate hung."),
        ("> April 3, 2026", [], "> April 3, 2026"),
        ("Leverage Record: April 03, 2026\n\nAI Time Record\n\nThe gate hung.", [], "The gate hung."),
    ],
)
def test_lines_of_the_frame_are_taken_from_the_top(top: str, left_out: list[str], body: str) -> None:
    found = read(f"# The record\n\n{top}\n\n{LOG}\n")
    assert ([item.name for item in found.left_out], found.body) == (left_out, body)


def test_capitals_are_a_category_above_a_title_and_its_date_alone() -> None:
    assert read(f"WOW\n\n# The record\n\nLead.\n\n{LOG}\n").body == "WOW\n\nLead."
    found = read(f"ARTICLE\n\nApril 3, 2026\n\n# The record\n\nLead.\n\n{LOG}\n")
    assert ([item.name for item in found.left_out], found.body) == (["category", "dateline"], "Lead.")
