"""The reader of regular front matter and the exact one never differ."""

import subprocess
import sys
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leverage_site.problems import ProblemError
from leverage_site.records import schema
from leverage_site.records.fields import Reader, Table
from leverage_site.records.frontmatter import SplitFile, decode, split
from leverage_site.records.schema import RECORD_FIELDS, RECORD_KEYS, REGULAR_RECORD, TASK_FIELDS
from tests.support.builders import PATH, front, read
from tests.support.workspace import environment

USUAL = """\
title: "Leverage record: April 7"
date: 2026-04-07
tags: [AI, time record]

aliases: [/a.html, /b/]
tokens: ~2.62M
tasks:
  - task: Build the search page (first draft), with 3:1 odds and C#
    human: 1h 30m
    ai: 20m
    supervision: 0

    project: 日本語
    tags: []
  - human: 8h
    task: 'He said "no": twice'
    ai: 90s
    url: https://example.org/issues/12#top
draft: false
"""


def exact(file: SplitFile):
    """Return the values that YAML's reader and the table's have, or None if they report anything."""
    try:
        reader = Reader(file.source, file.problems)
        values = reader.mapping(file.root, schema.RECORD)
    except ProblemError:
        return None
    return None if reader.problems else values


def answers_alike(lines) -> bool:
    """Whether the regular reader answers; its answer is that of the exact one, which has nothing to report."""
    try:
        file = split(decode(front(*lines).encode(), PATH), RECORD_KEYS)
    except ProblemError:
        return False
    if file.is_doubled:
        return False  # the regular reader is not asked
    values = REGULAR_RECORD.read(file.front_lines)
    assert values is None or values == exact(file), lines
    return values is not None


@pytest.mark.parametrize("indent", ["  ", ""])
def test_front_matter_of_the_usual_shape_is_answered(indent):
    lines = [line.removeprefix("  ") if not indent else line for line in USUAL.splitlines()]
    assert answers_alike(lines)


def test_front_matter_of_the_usual_shape_needs_no_yaml():
    code = (
        "import sys\n"
        "from leverage_site.records.schema import read_record\n"
        f"assert read_record({front(*USUAL.splitlines()).encode()!r}, 'content/records/day.md')[1] == []\n"
        "print('yaml' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment()
    )
    assert done.stdout == "False\n"


VALUES = [
    *(field.example for field in (*RECORD_FIELDS, *TASK_FIELDS)), "[]", "[a]", "[a, b c,d]", "[/a/, b-, -c]", "[a, a, A]",
    "0", "0m", "1h 30m", "90 s", "~5k", "1.5", "400 k", "true", "yes", "null", "~", "text", "a: b", "a:b", "a #b", "a#b",
    "a :b", "a:", "a ", "'it''s'", "'a'", '"a\\n"', '" a"', '"a" b', "\u00e9t\u00e9 \u2013 \u65e5\u672c\u8a9e", "a\u200bb", "\u00a0a",
    "\U0001f389 done", "a  b", "- a", "-1", "?", "{a: b}", "|", ">-", "&a b", "*a", "!!str a", "@a", "%a", "`a`", "<a>", "=a", "",
    "..", "/a.html", "https://a.b/c?d=e#f", "x" * 61, "y " * 1_001, "2026-02-30", "2026-04-07 12:00",
]  # fmt: skip
INSERTED = [*":#-?,[]{}&*!|>'\"%@`\\~=<./() \t\n", ": ", " #", "- ", "  ", "\n\n", "...", "--- ", "\u00a0", "\u200b",
            "\ufeff", "\u3000", "e\u0301", "\u00e9", "\ud7ff", "\U0001f389", "\x7f", "\u2028", "0", "k", "tasks:\n", "  - "]  # fmt: skip


def accepts(field, value: str) -> bool:
    """Whether the exact reader has nothing to say of a value."""
    file = split(decode(f"---\n{field.key}: {value}\n---\n".encode(), PATH), RECORD_KEYS)
    try:
        reader = Reader(file.source, file.problems)
        reader.mapping(file.root, Table([field]))
    except ProblemError:
        return False
    return not reader.problems


@cache
def fitting(field) -> list[str]:
    """Return the values that a field may have, its example several times."""
    return [value for value in [*VALUES, *[field.example] * 5] if accepts(field, value)]


def pairs(chance: Random, table) -> list[str]:
    """Return keys of a table in any order, nearly all with values that they may have."""
    keys = [
        field for field in table if field.required or chance.random() < (0.02 if "{" in field.example else 0.4)
    ]
    chance.shuffle(keys)
    fits = chance.random() < 0.8
    return [
        f"{key.key}: {chance.choice(fitting(key) if fits or chance.random() < 0.8 else VALUES)}"
        for key in keys
        if key.key != "tasks"
    ]


def slip(chance: Random, lines: list[str]) -> None:
    """Change one of the lines."""
    n = chance.randrange(len(lines))
    line, place = lines[n], chance.randint(0, len(lines[n]))
    match chance.randrange(12):
        case 0 | 1 | 2 | 3:
            lines[n] = line[:place] + chance.choice(INSERTED) + line[place:]
        case 4 | 5:
            lines[n] = line[:place] + line[place + chance.choice([1, 2, 4]) :]
        case 6:
            lines.insert(n, chance.choice([chance.choice(lines), ""]))
        case 7:
            lines[n] = " " * chance.randint(0, 5) + line.lstrip()
        case 8:
            lines[n] = f"{line.partition(':')[0]}: {chance.choice(VALUES)}"
        case 9:
            lines.insert(n, lines.pop(chance.randrange(len(lines))))
        case 10:
            del lines[n]
        case _:
            lines[n:] = [line[2:] if line.startswith("  ") else f"  {line}" for line in lines[n:]]


def mutant(chance: Random) -> list[str]:
    """Return front matter of the tables' keys, with a few slips; its tasks stand anywhere."""
    indent = chance.choice(["", "  "])
    lines, tasks = pairs(chance, RECORD_FIELDS), ["tasks:"]
    for _ in range(chance.randint(1, 2)):
        first, *more = pairs(chance, TASK_FIELDS)
        tasks += [f"{indent}- {first}", *(f"{indent}  {pair}" for pair in more)]
    at = chance.randint(0, len(lines))
    lines[at:at] = tasks
    for _ in range(chance.choice([0, 1, 1, 1, 2, 3])):
        slip(chance, lines)
    return "\n".join(lines).split("\n")


@settings(max_examples=100)
@given(st.integers(min_value=0))
def test_answers_are_those_of_the_exact_reader(seed):
    chance = Random(seed)  # noqa: S311
    for _ in range(20):
        answers_alike(mutant(chance))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(4))
def test_answers_to_mutants_are_those_of_the_exact_reader(seed):
    chance = Random(seed)  # noqa: S311
    answered = 0
    while answered < 60_000:
        answered += answers_alike(mutant(chance))


BODIES = st.lists(
    st.sampled_from(
        ["Text.", "", "---", "title: x", "- task: y", "  human: 8h", "tasks:", "| a |", "# b", "&#2;"]
    ),
    max_size=5,
)


@settings(max_examples=150)
@given(st.integers(min_value=0), BODIES)
def test_a_record_has_the_same_values_and_problems_by_either_reader(seed, body):
    text = front(*mutant(Random(seed)), body="\n".join(body))  # noqa: S311
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(REGULAR_RECORD, "read", lambda _: None)
        expected = read(text)
    assert read(text) == expected
