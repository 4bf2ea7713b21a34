"""Live figures in texts: where they are, where they stand in the file, and what is none."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site.markdown import FilledFigure, Html, Prose
from leverage_site.markdown.braces import escape_plain, mark_plain
from leverage_site.markdown.parse import MAX_FIGURES, parse, plain_text
from leverage_site.problems import Source
from tests.support.builders import summary
from tests.support.timing import cpu


def read(text: str) -> Prose:
    prose, problems = parse(Source.from_text("a.md", text))
    assert not [problem for problem in problems if problem.is_error]
    return prose


def numbered(prose: Prose) -> Prose:
    """Return a text with the number of each of its live figures in its place, in bold."""
    return prose.with_figures([FilledFigure(f"#{n}&", Html(f"<b>{n}</b>")) for n in range(len(prose.figures))])


FOUND = {
    "A {{ b }}.": [("b", 1, 3)],
    "{{b}}": [("b", 1, 1)],
    "{{ a.b-c.d:e }} *{{ f }}* **{{ g }}**": [("a.b-c.d:e", 1, 1), ("f", 1, 18), ("g", 1, 29)],
    "One\ntwo {{ b }} three\n {{ c }}": [("b", 2, 5), ("c", 3, 2)],
    "One {{\n b }} two": [("b", 1, 5)],
    "> - item {{ b }}\n>   more {{ c }}": [("b", 1, 10), ("c", 2, 10)],
    "## Heading {{ b }}": [("b", 1, 12)],
    "[{{ b }} words](https://example.org/) ![{{ c }}](https://example.org/x.png)": [("b", 1, 2), ("c", 1, 41)],
    "| {{ b }} | x |\n|---|---|\n| {{ b }} | {{ b }} {{ b }} |": [("b", 1, 3), ("b", 3, 3), ("b", 3, 13), ("b", 3, 21)],
    "x[^1]\n\n[^1]: {{ b }}\n": [("b", 3, 7)],
    "`{{ b }}` {{ b }} `{{ b }}` {{ b }}": [("b", 1, 11), ("b", 1, 29)],
    "\\{{ b }} {{ b }}": [("b", 1, 10)],
    "{{{ b }}}": [("b", 1, 2)],
    "{{ 'a' | b }} {{ a + b }}": [("'a' | b", 1, 1), ("a + b", 1, 15)],
    "<!-- {{ b }} --> {{ c }}": [("c", 1, 18)],
    "&amp;{{ b }}": [("b", 1, 6)],
}  # fmt: skip
NONE = (
    "\\{{ b }}", "`{{ b }}`", "```\n{{ b }}\n```", "    {{ b }}", "{ b }", "{{ b }", "{{ b", "{{ }}", "{{}}", "{{< b >}}",
    "{{% b %}}", "{{ {b} }}", "{ { b }}", "{\\{ b }}", "<!-- {{ b }} -->", "[x](https://example.org/{{b}})",
    '[x](https://example.org/ "{{ b }}")', "<https://example.org/{{b}}>", f"{{{{ {'b' * 300} }}}}", "&#123;{ b }}", "b }}",
)  # fmt: skip


@pytest.mark.parametrize("text", FOUND)
def test_figures_have_the_places_of_their_own_braces(text: str) -> None:
    found = read(text).figures
    assert [(one.name, one.place.line, one.place.column) for one in found] == FOUND[text]
    for one in found:
        first = one.written.split("\n")[0]
        assert text.split("\n")[one.place.line - 1][one.place.column - 1 :].startswith(first)
        assert one.place.length == len(first)


@pytest.mark.parametrize("text", NONE)
def test_other_braces_stay_text(text: str) -> None:
    prose = read(text)
    assert prose.figures == ()
    assert "\x03" not in prose.lead.html(str)


def test_figures_are_printed_wherever_they_stand() -> None:
    prose = numbered(read("{{ a }} [{{ b }}](x.md) ![{{ c }}](y.png)\n\n## The {{ d }}\n\n{{ e }}\n"))
    assert prose.lead.html(str) == (
        '<p><b>0</b> <a href="x.md"><b>1</b></a> <img src="y.png" alt="#2&amp;" /></p>\n'
    )
    assert prose.rest.html(str) == '<h2 id="the-d">The <b>3</b></h2>\n<p><b>4</b></p>\n'
    assert prose.lead_text == "#0& #1& #2&"
    assert prose.figures == ()


def test_a_text_counts_words_and_names_headings_without_knowing_figures() -> None:
    prose = read("{{ a }} tasks\n\n## {{ week.tasks }} of {{ all.tasks }}\n")
    assert prose.words == 5
    assert 'id="week-tasks-of-all-tasks"' in prose.rest.html(str)


def test_sentences_have_their_figures_and_know_where() -> None:
    text = "It took 3 days.  {{ a }} of `7 x` and *{{ b }}* of 9.\nThen {{ c }}."
    prose = read(text)
    assert [(one.line, one.column) for one in prose.sentences] == [(1, 1), (1, 18), (2, 1)]
    one, two, three = numbered(prose).sentences
    assert one.text == "It took 3 days."
    assert two.text == "#0& of 7 x and #1& of 9."
    assert [two.text[begin:end] for begin, end in two.live] == ["#0&", "#1&"]
    assert [two.text[begin:end] for begin, end in two.code] == ["7 x"]
    assert three.text == "Then #2&."


OPENS = {
    "{{ b }}": True, "So. {{ b }}": True, "A {{ b }}": False, 'A! "{{ b }}': True, "A, e.g. {{ b }}": False, "J. {{ b }}": False,
    "So.\n{{ b }}": True, "A\n{{ b }}": False, "**{{ b }}**": True, "A? *{{ b }}*": True, "v1.{{ b }}": False, "- {{ b }}": True,
    "## {{ b }}": True, "A… ({{ b }}": True, "A: {{ b }}": False, "{{ a }} {{ b }}": False, "{{ a }}. {{ b }}": True,
}  # fmt: skip


@pytest.mark.parametrize("text", OPENS)
def test_a_sentence_begins_with_a_figure_or_not(text: str) -> None:
    assert read(text).figures[-1].opens == OPENS[text]


PLAIN = {
    "{{ a }} and {{ b.c:d }}.": ("#0& and #1&.", [("a", 2, 10), ("b.c:d", 2, 22)]),
    "Of \\{{ a }}.": ("Of {{ a }}.", []),
    "{{{ a }}}": ("{#0&}", [("a", 2, 11)]),
    "{{ a": ("{{ a", []),
    "{{ }} {{< a >}}": ("{{ }} {{< a >}}", []),
    "{{ a }} {{ a }}": ("#0& #1&", [("a", 2, 10), ("a", 2, 18)]),
}


@pytest.mark.parametrize("text", PLAIN)
def test_plain_texts_have_figures(text: str) -> None:
    source = Source.from_text("a.md", f"title: {{{{ a }}}}\nsummary: {text}\n")
    marked, found = mark_plain(text, source, range(2, 3), 0)
    shown, places = PLAIN[text]
    filled = numbered(Prose(lead_text=marked, figures=found))
    assert filled.lead_text == shown
    assert [(one.name, one.place.line, one.place.column) for one in found] == places


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(["{{", "}}", "{", "}", "\\", " a ", ".", ":", "`", "*", "[", "](b)", "\n", "<", "%", "|"]),
        max_size=30,
    )
)
def test_no_other_text_changes(pieces: list[str]) -> None:
    """Figures that are printed as they are written leave a text as CommonMark shows it."""
    text = "".join(pieces)
    prose = read(text)
    written = [FilledFigure(one.written, Html(escape(one.written, quote=False))) for one in prose.figures]
    shown = prose.with_figures(written)
    assert "\x03" not in shown.lead.html(str) + shown.rest.html(str) + shown.lead_text
    source = Source.from_text("a.md", text)
    marked, found = mark_plain(text, source, range(1, len(source.lines) + 1), 0)
    written = [FilledFigure(one.written, Html()) for one in found]
    assert Prose(lead_text=marked).with_figures(written).lead_text == text.replace("\\{{", "{{")
    assert mark_plain(escape_plain(text), source, range(1, 2), 0) == (text, ())


def test_plain_text_keeps_braces() -> None:
    assert plain_text("A *{{ b }}*.") == "A {{ b }}."


def test_too_many_figures_are_a_problem() -> None:
    source = Source.from_text("a.md", "{{ a }} " * (MAX_FIGURES + 1))
    prose, problems = parse(source)
    assert (prose, summary(problems)) == (Prose(), [("R035", 1, 1)])
    assert len(read("{{ a }} " * MAX_FIGURES).figures) == MAX_FIGURES


@pytest.mark.parametrize("text", ["{{ a }} ", "{{", "{{ a ", "{{{", "\\{{", "{{ a }} *", "}} {{", "{{ \n"])
def test_long_texts_of_braces_take_no_long_time(text: str) -> None:
    source = Source.from_text("a.md", text * (60_000 // len(text)))
    began = cpu()
    parse(source)
    mark_plain("\n".join(source.lines), source, range(1, len(source.lines) + 1), 0)
    assert cpu() - began < 2
