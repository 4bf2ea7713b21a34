"""What is said of front matter that is no YAML, where, and at what cost."""

import random
import re

import pytest
import yaml

from leverage_site.problems import ProblemError, Source
from leverage_site.records.frontmatter import split
from leverage_site.records.yaml_faults import HINT, MAX_DEPTH, _Scan
from tests.support.builders import assert_helpful, front, read
from tests.support.timing import cpu

# Lines of front matter, code, line, column, and what is said where the code alone does not say it.
FAULTS = [
    (('tasks:', '\t- a: b'), 'R009', 3, 1, ""),
    (('tasks:', '- a: b', '\tc: d'), 'R009', 4, 1, ""),
    (('tasks:', '- a: b', '  \tc: d'), 'R009', 4, 3, ""),
    (('a: x: y',), 'R008', 2, 5, "a text with ': ' in it needs quotes around it"),
    (('a: b', ' c: d'), 'R008', 3, 2, "this line is indented deeper than the key above, so it would be more of that key's text"),
    (('a: "b', 'c: d'), 'R008', 2, 4, "a quotation mark is opened here and never closed"),
    (('a: [b', 'c: d'), 'R008', 3, 2, "'[' of line 2 is still open here: a comma or ']' is missing"),
    (('a: [b, c',), 'R008', 2, 4, "'[' is opened here and never closed"),
    (('a: @b',), 'R008', 2, 4, "a text that begins with '@' needs quotes around it"),
    (('a: `b`',), 'R008', 2, 4, "a text that begins with '`' needs quotes around it"),
    (('a: %b',), 'R008', 2, 4, "a text that begins with '%' needs quotes around it"),
    (('a: "\\q"',), 'R008', 2, 5, "a backslash in double quotes must be written twice"),
    (('a: b', 'c'), 'R008', 3, 1, "a key needs a colon and a blank behind it"),
    (('[a, b]: c',), 'R008', 2, 1, "a key must be a word, not a list or a mapping"),
    (('a: {{ b }} c',), 'R008', 2, 5, "a text that begins with '{{' needs quotes around it"),
    (('a: {{ b }}',), 'R008', 2, 5, "a text that begins with '{{' needs quotes around it"),
    (('a: b', '...', 'c: d'), 'R008', 4, 1, "it ended above, with a line of three dots"),
    (('a: b', '--- x'), 'R026', 3, 1, ""),
    (('a: {b: c',), 'R008', 2, 4, "'{' is opened here and never closed"),
    (('a: {b: c', 'd: e'), 'R008', 3, 2, "'{' of line 2 is still open here: a comma or '}' is missing"),
    (('a: [b, c]]',), 'R008', 2, 10, "']' stands here, and no bracket was opened"),
    (('a: ]',), 'R008', 2, 4, "']' stands here, and no bracket was opened"),
    (('a: }',), 'R008', 2, 4, "'}' stands here, and no bracket was opened"),
    (('a: [b}',), 'R008', 2, 6, "'}' stands where ']' must close '['"),
    (('a: {b]',), 'R008', 2, 6, "']' stands where '}' must close '{'"),
    (('a: [b, {c]',), 'R008', 2, 10, "']' stands where '}' must close '{'"),
    (('a: ,b',), 'R008', 2, 4, "a text that begins with ',' needs quotes around it"),
    (('tags: [a, b #c]', 'tasks: []'), 'R019', 2, 13, ""),
    (('tags: [a, b #c]',), 'R019', 2, 13, ""),
    (('tags: [a, #b, c]', 'tasks: []'), 'R019', 2, 11, ""),
    (('tasks:', '- {task: Add #4 thing, human: 8h, ai: 1m}', '- {task: x #5, human: 1h}', 'tokens: 5'), 'R019', 3, 14, ""),
    (('tasks:', '- {task: Fix issue #4, human: 8h, ai: 1m}'), 'R019', 3, 20, ""),
    (('tasks:', '- {task: "Fix" #4, human: 8h, ai: 1m}'), 'R019', 3, 16, ""),
    (("a: 'b",), 'R008', 2, 4, "a quotation mark is opened here and never closed"),
    (("a: 'it's'",), 'R008', 2, 8, "text stands behind a closing quotation mark"),
    (('a: "say "hi" now"',), 'R008', 2, 10, "text stands behind a closing quotation mark"),
    (('a: "b" c',), 'R008', 2, 8, "text stands behind a closing quotation mark"),
    (("a: 'b' c",), 'R008', 2, 8, "text stands behind a closing quotation mark"),
    (('a: [b c: d e: f]',), 'R008', 2, 13, "a text with ': ' in it needs quotes around it"),
    (('a: {b: c d: e}',), 'R008', 2, 11, "a text with ': ' in it needs quotes around it"),
    (('a: {b: c: d}',), 'R008', 2, 9, "a text with ': ' in it needs quotes around it"),
    (('a: - b',), 'R008', 2, 4, "a list begins on a line of its own below its key"),
    (('- a', 'b: c'), 'R008', 3, 1, "its indentation fits no line above"),
    (('a:', '- b', 'c'), 'R008', 4, 1, "a key needs a colon and a blank behind it"),
    (('a:', '- b', '  c: d'), 'R008', 4, 4, "this line continues the one above; indent it alike, and put a colon and a blank behind each key"),
    (('a:', '  - b', ' - c'), 'R008', 4, 2, "its indentation fits no line above"),
    (('a:', '  b: c', ' d: e'), 'R008', 4, 2, "its indentation fits no line above"),
    (('a:', '- b', '- c: d', ' e: f'), 'R008', 5, 2, "its indentation fits no line above"),
    (('a', 'b: c'), 'R008', 3, 2, "this line continues the one above; indent it alike, and put a colon and a blank behind each key"),
    (('date 2026-04-07', 'title: x'), 'R008', 3, 6, "this line continues the one above; indent it alike, and put a colon and a blank behind each key"),
    (('date:2026-04-07', 'title: x'), 'R008', 3, 6, "this line continues the one above; indent it alike, and put a colon and a blank behind each key"),
    (('title: x', 'date:2026'), 'R008', 3, 1, "a key needs a colon and a blank behind it"),
    (('tasks:', '- task x', '  human: 1h'), 'R008', 4, 8, "this line continues the one above; indent it alike, and put a colon and a blank behind each key"),
    (('tasks:', '- task: x', '  human 1h', '  ai: 1m'), 'R008', 4, 3, "a key needs a colon and a blank behind it"),
    (('a: |x', '  b'), 'R008', 2, 5, "behind '|' the text must begin on the next line"),
    (('a: |', 'b'), 'R008', 3, 1, "a key needs a colon and a blank behind it"),
    (('a: |0', '  b'), 'R008', 2, 5, "behind '|' the text must begin on the next line"),
    (('a: >', ' \tb', 'c: d'), 'R009', 3, 2, ""),
    (('a: |', '  x', ' y', 'b: c'), 'R008', 4, 2, "a key needs a colon and a blank behind it"),
    (('a: &',), 'R008', 2, 5, "a text that begins with '&' needs quotes around it"),
    (('a: *',), 'R008', 2, 5, "a text that begins with '*' needs quotes around it"),
    (('a: * b',), 'R008', 2, 5, "a text that begins with '*' needs quotes around it"),
    (('a: &x &y b',), 'R008', 2, 7, "a text that begins with '&' needs quotes around it"),
    (('a: !<x',), 'R008', 2, 7, "a text that begins with '!' needs quotes around it"),
    (('a: !a!b c',), 'R008', 2, 4, "a text that begins with '!' needs quotes around it"),
    (('%YAML 1.1', 'a: b'), 'R008', 3, 1, "the line above begins with '%', which needs quotes around it"),
    (('%x', 'a: b'), 'R008', 2, 3, "a text that begins with '%' needs quotes around it"),
    (('a: b', '%x'), 'R008', 3, 3, "a text that begins with '%' needs quotes around it"),
    (('a: ? b',), 'R008', 2, 4, "a text that begins with '?' needs quotes around it"),
    (('? a', 'b'), 'R008', 3, 1, "a key needs a colon and a blank behind it"),
    (('? a', ': b', 'c'), 'R008', 4, 1, "a key needs a colon and a blank behind it"),
    ((': b',), 'R008', 2, 1, "a key is missing before this colon"),
    (('a: :',), 'R008', 2, 4, "a text with ': ' in it needs quotes around it"),
    (('a: "\\x1"',), 'R008', 2, 7, "a backslash in double quotes must be written twice"),
    (('a: "\\u12"',), 'R008', 2, 7, "a backslash in double quotes must be written twice"),
    (('a: "\\ud800"',), 'R008', 2, 7, "a backslash in double quotes must be written twice"),
    (('a: "b', '...', 'c"'), 'R008', 3, 1, "a line of dashes or dots stands inside quotation marks"),
    (('{a: b',), 'R008', 2, 1, "'{' is opened here and never closed"),
    (('{a: b}}',), 'R008', 2, 7, "'}' stands here, and no bracket was opened"),
    (('{a: b} c',), 'R008', 2, 8, "text stands behind a closing bracket"),
    (('- a', '- b: c: d'), 'R008', 3, 7, "a text with ': ' in it needs quotes around it"),
    (('a: [', 'b,', 'c', 'd: e'), 'R008', 5, 2, "'[' of line 2 is still open here: a comma or ']' is missing"),
    (('a: [b,', 'c: d', 'e: f'), 'R008', 4, 2, "'[' of line 2 is still open here: a comma or ']' is missing"),
    (('a: [[b], c', 'd: [e]'), 'R008', 3, 2, "'[' of line 2 is still open here: a comma or ']' is missing"),
    (('a: {', ' b: c', ' d: e', '}'), 'R008', 4, 3, "'{' of line 2 is still open here: a comma or '}' is missing"),
    (('a: {', ' b: c,', '- d', '}'), 'R008', 4, 1, "'{' of line 2 is still open here: a comma or '}' is missing"),
    (('a: [', '- b', ']'), 'R008', 3, 1, "'[' of line 2 is still open here: a comma or ']' is missing"),
    (('title: Release: the day',), 'R008', 2, 15, "a text with ': ' in it needs quotes around it"),
    (('tasks:', '- task: Release: the day after', '  human: 2h'), 'R008', 3, 16, "a text with ': ' in it needs quotes around it"),
    (('title: "A": b',), 'R008', 2, 11, "a text with ': ' in it needs quotes around it"),
    (("title: 'a' # c", "x: 'b"), 'R008', 3, 4, "a quotation mark is opened here and never closed"),
    (('a: b:',), 'R008', 2, 5, "a text with ': ' in it needs quotes around it"),
    (('a: b: c: d',), 'R008', 2, 5, "a text with ': ' in it needs quotes around it"),
    (('key with spaces and more', 'b: c'), 'R008', 3, 2, "this line continues the one above; indent it alike, and put a colon and a blank behind each key"),
    (("a: 'x", 'b: y', "c: 'z'"), 'R008', 4, 5, "text stands behind a closing quotation mark"),
    (('a: ["b, c]', 'd: e'), 'R008', 2, 5, "a quotation mark is opened here and never closed"),
    (('a: [b, "c" d]',), 'R008', 2, 12, "text stands behind a closing quotation mark"),
    (('a: [b, c] d',), 'R008', 2, 11, "text stands behind a closing bracket"),
    (('a: {b: c} d',), 'R008', 2, 11, "text stands behind a closing bracket"),
    (('a: [b]: c',), 'R008', 2, 7, "a text with ': ' in it needs quotes around it"),
    (('a: "x" y: z',), 'R008', 2, 8, "text stands behind a closing quotation mark"),
    (('a:\tb', '\tc: d'), 'R009', 3, 1, ""),
    (('a: b', '\t'), 'R009', 3, 1, ""),
    (('a: b', '\t# c'), 'R009', 3, 1, ""),
    (('\ta: b',), 'R009', 2, 1, ""),
    (('a:', '  - b', '\t- c'), 'R009', 4, 1, ""),
    (('a: #b', ' c: d: e'), 'R008', 3, 6, "a text with ': ' in it needs quotes around it"),
    (("a: 'b'c",), 'R008', 2, 7, "text stands behind a closing quotation mark"),
    (('a: [b] # c', 'd: [e #f]'), 'R019', 3, 7, ""),
    (('a: [ \'#\', "b #c" , d #e]',), 'R019', 2, 22, ""),
    (('a: [', '[', '[[[[[[', '[b]'), 'R014', 4, 6, ""),
    (("a: '''",), 'R008', 2, 4, "a quotation mark is opened here and never closed"),
    (("a: '''b'", "c: 'd"), 'R008', 3, 4, "a quotation mark is opened here and never closed"),
    (('a: "b\\"', 'c: d'), 'R008', 2, 4, "a quotation mark is opened here and never closed"),
    (('a: "b\\\\"x',), 'R008', 2, 9, "text stands behind a closing quotation mark"),
    (('a: b', "'c"), 'R008', 3, 1, "a quotation mark is opened here and never closed"),
    (('"a: b',), 'R008', 2, 1, "a quotation mark is opened here and never closed"),
    (("'a': b: c",), 'R008', 2, 7, "a text with ': ' in it needs quotes around it"),
    (('a: [b', '', '# x'), 'R008', 2, 4, "'[' is opened here and never closed"),
    (('a: !x [b',), 'R008', 2, 7, "'[' is opened here and never closed"),
    (('a: &x [b',), 'R008', 2, 7, "'[' is opened here and never closed"),
    (('a: "x" #y', "b: 'z'", "c: ]"), "R008", 4, 4, "']' stands here, and no bracket was opened"),
    (("a: [b, # c, d]", "e: f"), "R019", 2, 8, ""),
    (("a: [b, # no bracket", "c, d"), "R008", 2, 4, "'[' is opened here and never closed"),
    (("a: |", "  [[[[[[[[[[[[[[", 'b: "c'), "R008", 4, 4, "a quotation mark is opened here and never closed"),
    (("a: [b,, c]",), "R008", 2, 7, "nothing stands before this comma"),
    (("a: [b, - c]",), "R008", 2, 8, "a list in brackets has no dashes"),
    (("a: [b, @c]",), "R008", 2, 8, "a text that begins with '@' needs quotes around it"),
    (("a: [b, [c] d]",), "R008", 2, 12, "text stands behind a closing bracket"),
    (("a: [[[[x [[[[[[[[[[", "b: c"), "R008", 2, 10, "a comma or ']' is missing before this"),
]  # fmt: skip


def problems_of(text):
    try:
        return split(Source.from_text("a.md", text), {"date"}).problems
    except ProblemError as error:
        return list(error.problems)


@pytest.mark.parametrize(
    ("lines", "code", "line", "column", "reason"), FAULTS, ids=[" / ".join(f[0]) for f in FAULTS]
)
def test_a_fault_is_named_where_it_is(lines, code, line, column, reason):
    text = front(*lines)
    found = problems_of(text)[-1]
    assert_helpful(found, text.split("\n"))
    assert (found.code, found.place.line, found.place.column) == (code, line, column)
    assert not reason or found.message == f"the front matter is not valid YAML: {reason}"


# What stands before the brackets, and what is repeated: an opening bracket, or more.
DEEP = [
    ("title: ", "["), ("title: ", "{"), ("title: ", "[{"), ("title: ", "{["), ("title: ", "{a: "), ("title: ", "{a: ["),
    ("title: ", "[a: "), ("title: ", "['a', "), ("title: ", '{"a": '), ("title: ", "[ "), ("title: ", "[a, {b: c}, "),
    ("", "["), ("", "{"), ("- ", "["), ("- - - - ", "["), ("? ", "["), ("tags: [a, 'b', ", "["), ("tags: [\n", "["),
    ("tags: [\n", "[\n"), ("tags: [\n", "[[\n"), ("extra: {a: [x, ", "{b: "), ("tasks:\n- {task: ", "["),
    ("tasks:\n- {task: a, human: ", "{"), ("tasks:\n- task: a\n  note: ", "["), ("tasks:\n- task: a\n  tags: [b, ", "["),
    ('title: ["[[[[[[[[[[[[", ', "["), ("title: ['[[[[[[[', # [[[[[[[\n ", "["), ("title: '[[[[[[[[[[[['\ntags: ", "["),
    ("a: |\n  [[[[[[[[[[[[[[\nb: ", "["), ("a: it's [[[[[[[[[[\nb: ", "["), ("a: [it's, ", "["), ("title: [x, # '\n", "["),
    ("title: !t ", "["), ("title: [&a ", "["), ("- ", "- "), ("? ", "? "), ("- ", "? "),
]  # fmt: skip
CLOSED = {"[": "]", "{": "}"}


def closing(text):
    return "".join(CLOSED[mark] for mark in reversed(text) if mark in CLOSED)


def measured(text):
    began = cpu()
    found = problems_of(text)
    return cpu() - began, [problem for problem in found if problem.code not in ("R010", "R011")]


@pytest.mark.no_cover
@pytest.mark.parametrize(("before", "unit"), DEEP)
def test_too_many_brackets_are_too_deep_at_the_first_too_many(before, unit):
    """However many more there are, closed or not, whatever stands behind: the place is that of a short, sound text."""
    short = before + unit * 12 + "a" + closing(before.split("#")[0].split("\n")[-1] + unit * 12) + "\n"
    sound = measured(front(*short.rstrip().split("\n")))[1][-1]
    assert sound.code == "R014"
    for count in (12, 900, 1_100, 100_000):
        for end in ("", "]" * count, "}" * 9 + ": 'x", " @", "\n]", '"' + "[" * 90):
            taken, found = measured(front(*(before + unit * count + end).split("\n")))
            at = [(problem.code, problem.place.line, problem.place.column) for problem in found]
            assert at == [("R014", sound.place.line, sound.place.column)], (count, end[:9])
            assert taken < 0.5, (count, end[:9])


PIECES = ["[", "{", "]", "}", "[", "{", ", ", ",", ": ", ":", "a", "b ", "'c'", '"d"', " #x\n", "\n ", "? ", "&x ",
          "!t ", "-", "- ", "it's", "@", "b:c", "a: "]  # fmt: skip


# Keys that are lists or mappings, and empty ones behind a question mark, are refused anyway.
ODD = re.compile(r"[\]}]\s*:|\?\s*,")


def test_what_yaml_can_read_in_brackets_is_counted_as_yaml_counts():
    """Of 2,000 texts in brackets that the parser reads, each is as deep as it says, and nothing is wrong with it."""
    chance, seen = random.Random(7), 0  # noqa: S311
    while seen < 2_000:
        text = "[" + "".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 14)))
        text += closing(text[-3:])
        try:
            events = list(iter(yaml.CSafeLoader(text + "\n").get_event, None))
        except yaml.YAMLError:
            continue
        if not events[2].flow_style or ODD.search(text):
            continue
        seen += 1
        deepest = depth = 0
        for event in events:
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            deepest = max(deepest, depth)
        fits, breaks = (_Scan(text, (1, 1), MAX_DEPTH + more - deepest) for more in (0, 1))
        fits.read(len(text))
        breaks.read(len(text))
        assert (fits.is_broken, fits.levels, fits.too_deep) == (False, [], None), text
        assert breaks.too_deep is not None, text


TASKS = (
    "date: 2026-04-07",
    "tasks:",
    "- task: A",
    "  human: 8h",
    "  ai: 20m",
    "- task: B",
    "  human: 1h",
    "  ai: 2m",
)
# The line to change, what it becomes, and where the fault is found.
INDENTS = [
    (4, "   human: 8h", 5, 4),
    (5, "   ai: 20m", 6, 4),
    (5, "      ai: 20m", 6, 7),
    (5, " ai: 20m", 6, 2),
    (4, " human: 8h", 5, 2),
    (6, " - task: B", 7, 2),
    (6, "  - task: B", 7, 3),
    (3, " - task: A", 5, 3),
    (3, "-  task: A", 5, 3),
    (3, "-task: A", 5, 8),
    (1, " date: 2026-04-07", 3, 1),
    (2, " tasks:", 3, 2),
    (4, "  - human: 8h", 5, 3),
]


@pytest.mark.parametrize(("number", "line", "at", "column"), INDENTS)
def test_a_fault_of_indentation_is_told_as_one(number, line, at, column):
    lines = [*TASKS]
    lines[number - 1] = line
    text = front(*lines)
    (found,) = problems_of(text)
    assert_helpful(found, text.split("\n"))
    assert (found.code, found.place.line, found.place.column) == ("R008", at, column)
    assert found.hint == HINT
    assert "quotes" not in found.message


@pytest.mark.parametrize("line", ["\thuman: 8h", "  \thuman: 8h", " \t human: 8h", "-\ttask: A\n\thuman: 8h"])
def test_a_tab_is_told_as_one(line):
    lines = [*TASKS]
    lines[3] = line
    assert "R009" in [problem.code for problem in problems_of(front(*lines))]


@pytest.mark.parametrize(
    "lines", [("tags:", "- a", "  - b"), ("tags:", "- a b", "   - c", "- d"), ("title: x", " - y")]
)
def test_a_dash_inside_a_text_is_told(lines):
    (found,) = read(front("date: 2026-04-07", *lines))[1]
    assert (found.code, found.hint) == ("R008", HINT)
    quoted = front("date: 2026-04-07", 'title: "x', '  - y"')
    assert read(quoted)[1] == []


@pytest.mark.parametrize("value", ["?", "-", "? ", "-  "])
@pytest.mark.parametrize(
    "lines", ["- task: A\n  human: 8h\n  ai: 2m\n  supervision: %s", "- {task: A, supervision: %s}"]
)
def test_a_mark_for_something_unknown_is_no_value(value, lines):
    found = read(front("date: 2026-04-07", "tasks:", *(lines % value).split("\n")))[1][-1]
    assert "Leave " in found.hint
    assert "out if " in found.hint
    assert "0m" in found.hint
