"""Pages as Markdown."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site.importing.formats.document import Aggregates, Heading, ParsedPage, TaskLog, Text
from leverage_site.importing.formats.markdown import cells, escape, escape_braces, is_delimiter, parse_page
from leverage_site.markdown.parse import plain_text
from leverage_site.problems import ProblemError, Source

TABLE = "| Task | Human | AI |\n|---|:--|--:|\n| Mend the gate | 4h | 20m |"


def read(text: str) -> ParsedPage:
    return parse_page(Source.from_text("x.md", text), {})


def shapes(text: str) -> list[tuple[str, str]]:
    found = []
    for block in read(text).blocks:
        if isinstance(block, Heading):
            found.append((f"h{block.level}", block.markdown))
        elif isinstance(block, Text):
            found.append(("text", block.markdown))
        else:
            found.append(("tasks" if isinstance(block, TaskLog) else "aggregates", ""))
    return found


def test_a_page_with_headings() -> None:
    text = f"# The day #\nlead\ngoes on\n\n## Task Log\n{TABLE}\nbehind\n\nSetext\n---\n\n- a\n- b\n\n```\n| code |\n|---|\n\n```"
    assert shapes(text) == [
        ("h1", "The day"),
        ("text", "lead\ngoes on"),
        ("h2", "Task Log"),
        ("tasks", ""),
        ("text", "behind"),
        ("h2", "Setext"),
        ("text", "- a\n- b"),
        ("text", "```\n| code |\n|---|\n\n```"),
    ]


def test_a_page_without_an_empty_line_is_a_paragraph_a_line() -> None:
    assert shapes(f"One.\nTwo.\nTask Log\n{TABLE}\nAnalysis\nThree.\nFour.\n") == [
        ("text", "One."),
        ("text", "Two."),
        ("h0", "Task Log"),
        ("tasks", ""),
        ("h0", "Analysis"),
        ("text", "Three."),
        ("text", "Four."),
    ]


def test_long_lines_are_paragraphs() -> None:
    assert [kind for kind, _ in shapes(f"{'long ' * 60}\n{'long ' * 60}\n\nshort\nshort")] == [
        "text",
        "text",
        "text",
    ]


def test_aggregates_and_other_tables() -> None:
    found = read(
        "| Metric | Value |\n|---|---|\n| Total tasks | 3 |\n\n| a | b |\n|---|---|\n| `{{` | {{ x }} |"
    ).blocks
    assert isinstance(found[0], Aggregates)
    assert [(line.name, line.value, line.line) for line in found[0].lines] == [("Total tasks", "3", 3)]
    assert isinstance(found[1], Text)
    assert found[1].markdown == "| a | b |\n|---|---|\n| `{{` | \\{{ x }} |"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("| a | b |", ["a", "b"]),
        ("a | b", ["a", "b"]),
        (r"| a \| b \\ \_c | d |", [r"a | b \ _c", "d"]),
        ("| a |  |", ["a", ""]),
        ("| | b |", ["", "b"]),
    ],
)
def test_cells(line: str, found: list[str]) -> None:
    assert cells(line) == found


@pytest.mark.parametrize(
    ("line", "found"), [("|---|---|", True), ("--- | :-:", True), ("---", False), ("|", False)]
)
def test_delimiters(line: str, found: bool) -> None:
    assert is_delimiter(line) is found


def test_front_matter_of_another_generator() -> None:
    facts = read(
        '---\ntitle: "The: day"\ndate: 2026-04-07T09:00:00+02:00\ntags: [AI, Work]\nslug: x\n'
        f"aliases: [/old.html, nowhere]\nurl: /a.html\ndescription: Short\n---\n{TABLE}\n"
    ).facts
    assert (facts.title, facts.stated_days[0].day, facts.tags) == ("The: day", date(2026, 4, 7), ("AI", "Work"))
    assert (facts.url, facts.aliases, facts.summary) == ("/a.html", ("/old.html", "nowhere"), "Short")


@pytest.mark.parametrize("tags", ["tags: AI, Work", "tags:\n- AI\n- Work"])
def test_tags_may_be_a_list_or_a_text(tags: str) -> None:
    assert read(f"---\n{tags}\n---\n{TABLE}").facts.tags == ("AI", "Work")


def test_broken_front_matter_is_told() -> None:
    with pytest.raises(ProblemError) as caught:
        read(f"---\ntitle: [open\n---\n{TABLE}")
    assert caught.value.problems[0].place.path == "x.md"


def test_a_ruler_is_no_front_matter() -> None:
    assert shapes("---\n\nJust words.\n\n---\n\nMore.")[1] == ("text", "Just words.")


def test_front_matter_in_toml() -> None:
    found = read(
        f'+++\ntitle = "The day"\ndate = 2026-04-07T09:00:00+02:00\ntags = ["AI"]\ndraft = true\n+++\n{TABLE}'
    )
    facts = found.facts
    assert (facts.title, facts.stated_days[0].day, facts.tags, facts.draft) == (
        "The day",
        date(2026, 4, 7),
        ("AI",),
        True,
    )


@pytest.mark.parametrize(
    ("value", "column", "reason"),
    [
        ("[", 9, "'[' is opened here and never closed"),
        ("9" * 5_000, 9, "a number in it is too large"),
        ("[" * 5_000, 17, "it is nested too deeply here"),
    ],
)
def test_broken_front_matter_in_toml_is_told(value: str, column: int, reason: str) -> None:
    with pytest.raises(ProblemError) as caught:
        read(f"+++\ndraft = true\ntitle = {value}\n+++\n{TABLE}")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.line, problem.place.column) == ("I008", 3, column)
    assert problem.message == f"the page cannot be read: its front matter is no TOML: {reason}"


def test_keys_that_are_not_understood_are_told() -> None:
    found = read(
        f"---\ntitle: x\nmood: good\nlayout: post\nsummary: a\ndescription: b\npublished: false\n---\n{TABLE}"
    )
    assert [problem.message for problem in found.problems] == [
        "the key 'mood' is not understood and left out",
        "the key 'description' is not understood and left out",
    ]
    assert found.facts.draft


@pytest.mark.parametrize("key", ["draft: True", "draft: yes", "draft: TRUE", "published: False", "published: no"])
def test_a_draft_is_one_however_it_is_spelled(key: str) -> None:
    assert read(f"---\ntitle: x\n{key}\n---\n{TABLE}").facts.draft
    assert not read(f"---\ntitle: x\ndraft: false\npublished: true\n---\n{TABLE}").facts.draft


def test_wrapped_lines_stay_one_paragraph() -> None:
    text = f"{'long ' * 60}\nwrapped *emph\nend* here.\n\nmore"
    assert [kind for kind, _ in shapes(text)] == ["text", "text"]


PIECES = ["*", "_", "`", "~~", "[", "](x)", "<", ">", "#", "-", "+", "1.", "&amp;", "\\", "{{", "}}", "a", "b c", "!",
          "=", "---", "|", "<!--", "-->", "https://x.example", "<https://x.example>", "_a_", "**b**", " ", "\t"]  # fmt: skip


@pytest.mark.site
@settings(max_examples=600)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_escaped_text_shows_itself(text: str) -> None:
    assert plain_text(escape(text)).split() == text.split()


@pytest.mark.parametrize(
    "text", ["Sums -- and more", "snake_case", "71% to 89%", "(a + b) > c", "3 < 4", "A & B", "5.5"]
)
def test_what_means_nothing_stays_as_it_is(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ name }}", "\\{{ name }}"),
        ("\\{{ name }}", "\\{{ name }}"),
        ("`{{ code }}` {{ x }}", "`{{ code }}` \\{{ x }}"),
        ("```\n{{ code }}\n```", "```\n{{ code }}\n```"),
        ("{ one }", "{ one }"),
        ("~~~\n{{ code }}\n~~~\n{{ x }}", "~~~\n{{ code }}\n~~~\n\\{{ x }}"),
        ("It costs ` {{ x }}", "It costs ` \\{{ x }}"),
        ("\\` {{ x }} \\`", "\\` \\{{ x }} \\`"),
    ],
)
def test_double_braces_stay_text(text: str, found: str) -> None:
    assert escape_braces(text) == found
