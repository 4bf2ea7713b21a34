"""Sentences that may claim something: where each begins, what is none, and what a comment takes out."""

import pytest

from leverage_site.markdown import Sentence
from leverage_site.markdown.parse import parse
from leverage_site.problems import Source


def found(text: str) -> tuple[Sentence, ...]:
    prose, problems = parse(Source.from_text("day.md", text))
    assert [problem for problem in problems if problem.is_error] == []
    return prose.sentences


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in found(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It took 5 minutes. That was 43.3x. Good.", ["It took 5 minutes.", "That was 43.3x."]),
        ("Five tasks (8 h, 3 m) vs. Two tasks e.g. Three.", ["Five tasks (8 h, 3 m) vs. Two tasks e.g. Three."]),
        ('He said "5 tasks." Then 6 followed!', ['He said "5 tasks."', "Then 6 followed!"]),
        ("It took 2.5 hours and v1.2 too", ["It took 2.5 hours and v1.2 too"]),
        ("A day of rest.", []),
        ("The best task. The best cake.", ["The best task."]),
        ("It was a Tuesday.", ["It was a Tuesday."]),
        ("# 36 tasks\n\n| 5 |\n|---|\n| 7 |\n\n> 8 tasks\n\n```\n9 tasks\n```\n", []),
        ("- 5 tasks\n- 6 tasks. 7 tasks.", ["5 tasks", "6 tasks.", "7 tasks."]),
        ("**5 tasks** of [a link](x/5.md \"7\") ![9](x.png) end", ["5 tasks of a link  end"]),
    ],
)  # fmt: skip
def test_sentences(text: str, sentences: list[str]) -> None:
    assert texts(text) == sentences


SOFT = """\
First words here. The day had 36
tasks and [The day](The/9.md) took **The best** hour. The
5 rows.

1. item with 3 tasks. The second
   has 4 tasks.

Some `code 5` of The. The 7 tasks ran
on. <!-- claims: off --> The end of 9 tasks.
"""


def test_each_has_its_own_line_and_column() -> None:
    places = [(one.line, one.column) for one in found(SOFT)]
    lines = SOFT.split("\n")
    begins = [lines[line - 1][column - 1 :].split()[:2] for line, column in places]
    assert begins == [
        ["The", "day"], ["The"], ["item", "with"], ["The", "second"], ["Some", "`code"], ["The", "7"], ["The", "end"],
    ]  # fmt: skip
    assert places == [(1, 19), (2, 55), (5, 4), (5, 23), (8, 1), (8, 23), (9, 26)]


def test_blocks_tell_paragraphs_apart() -> None:
    blocks = [one.block for one in found(SOFT)]
    assert blocks[0] == blocks[1] != blocks[2] == blocks[3] != blocks[4] == blocks[5]


def test_code_is_known() -> None:
    one = next(one for one in found(SOFT) if one.code)
    assert [one.text[begin:end] for begin, end in one.code] == ["code 5"]


def test_a_comment_takes_out_the_sentence_before_it() -> None:
    assert [one.text for one in found(SOFT) if one.off] == ["The 7 tasks ran on."]
    text = "5 tasks. <!-- claims: off -->\n\n6 tasks.<!--claims: off-->\n\n7 tasks. <!-- claims: on -->"
    assert [one.off for one in found(text)] == [True, True, False]
    assert [one.text for one in found(text)] == ["5 tasks.", "6 tasks.", "7 tasks."]


def test_the_comment_leaves_no_trace() -> None:
    prose, _ = parse(Source.from_text("day.md", "5 tasks. <!-- claims: off --> More.\n\n*5* <!-- claims: off -->"))
    assert prose.lead.html(str) == "<p>5 tasks. More.</p>\n<p><em>5</em></p>\n"
    assert prose.lead_text == "5 tasks. More. 5"
