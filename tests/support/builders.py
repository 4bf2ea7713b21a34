"""Builders of records and their texts, and the hypothesis strategies that make random ones."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from leverage_site.markdown import Prose
from leverage_site.problems import Place, Problem, ProblemError
from leverage_site.records.discover import list_content
from leverage_site.records.file_cache import FileCache
from leverage_site.records.library import build_library
from leverage_site.records.measures import Tokens
from leverage_site.records.model import LazyBody, Library, Record, RecordBody, Task, task_ids
from leverage_site.records.schema import read_record
from leverage_site.stats.totals import Totals

PATH = "content/records/day.md"
DAY = date(2026, 4, 7)
RECORD = """\
---
date: 2026-04-07
tags: [AI, Time Record]
tokens: 500k
tasks:
- task: "Search page, first draft"
  human: 8h
  ai: 20m
  supervision: 3m
  tokens: 400k
  project: search
  tags: [web]
- {task: Sortable table, human: 1.5h, ai: 4m}
---
The lead says what the day was for.

## Analysis

The rest goes into detail.
"""


def front(*lines: str, body: str = "") -> str:
    """Return a content file with these lines of front matter; a record without tasks is a day of rest."""
    rest = ["tasks: []"] if any("date:" in line for line in lines) and "tasks:" not in "\n".join(lines) else []
    return "\n".join(["---", *lines, *rest, "---", body])


def task_lines(**keys: str) -> str:
    """Return a record with one good task, some of its keys replaced or (with "") left out."""
    values = {"task": "Write a parser", "human": "8h", "ai": "20m", **keys}
    pairs = [f"{key}: {value}" for key, value in values.items() if value]
    return front("date: 2026-04-07", "tasks:", "- " + pairs[0], *(f"  {pair}" for pair in pairs[1:]))


def read(data: bytes | str) -> tuple[Record | None, list[Problem]]:
    """Parse `data` as a record; the problems of a raised ProblemError are returned like any other."""
    try:
        return read_record(data.encode() if isinstance(data, str) else data, PATH)
    except ProblemError as error:
        return None, list(error.problems)


def good(data: bytes | str) -> Record:
    """Return the record in `data`, which must have no problem."""
    record, problems = read(data)
    assert problems == []
    assert record is not None
    return record


def summary(problems: list[Problem]) -> list[tuple[str, int, int]]:
    """Return code, line and column of each problem."""
    return [(problem.code, problem.place.line, problem.place.column) for problem in problems]


def assert_helpful(problem: Problem, lines: list[str] | None = None) -> None:
    """Assert that a problem has a sentence, a hint and a place, inside `lines` where they are given."""
    assert problem.message.strip()
    assert problem.hint.strip()
    assert "{" not in problem.message.split("'")[0]
    assert isinstance(problem.place, Place)
    assert problem.place.path
    assert str(problem).splitlines()[0].startswith(f"{problem.place}: {problem.severity} {problem.code} ")
    if lines is not None and problem.place.line:
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
        assert problem.place.excerpt is None or problem.place.excerpt in lines[problem.place.line - 1]


def minutes(value: float) -> timedelta:
    return timedelta(minutes=value)


def hours(value: float) -> timedelta:
    return timedelta(hours=value)


def task(human: float = 8, ai: float = 20, supervision: float | None = None, **more: Any) -> Task:
    """Return a task of `human` hours, `ai` minutes and `supervision` minutes."""
    stated = None if supervision is None else minutes(supervision)
    return Task(more.pop("task", "Write a parser"), hours(human), minutes(ai), stated, **more)


def record(*tasks: Task, day: date = DAY, tokens: Tokens | None = None, **more: Any) -> Record:
    """Return a record of one day."""
    body = RecordBody(tasks, more.pop("extra", {}), more.pop("prose", Prose()), task_ids(tasks))
    head = {"path": PATH, "digest": "digest", "front_matter_digest": "front", **more}
    links, lead = body.prose.links, body.prose.lead_text
    return Record(date=day, body=LazyBody(body), tokens=tokens, links=links, lead_text=lead, **head)


NAMES = st.sampled_from(["alpha", "Beta", "gamma ray", "日本語", "C++"])

positive = st.integers(1, 10**9).map(lambda n: timedelta(microseconds=n * 7))
tokens = st.builds(Tokens, st.integers(0, 10**10), st.booleans())
tasks = st.builds(
    Task,
    task=st.just("Write a parser"),
    human=positive,
    ai=positive,
    supervision=st.none() | st.just(timedelta()) | positive,
    tokens=st.none() | tokens,
    project=st.none() | NAMES,
    tags=st.lists(NAMES, max_size=2, unique_by=str.casefold).map(tuple),
    assistant=st.none() | NAMES,
)
days = st.dates(date(1970, 1, 1), date(2199, 12, 31))
records = st.builds(
    lambda day, rows, stated, tags: record(*rows, day=day, tokens=stated, tags=tags),
    days,
    st.lists(tasks, max_size=4),
    st.none() | tokens,
    st.lists(NAMES, max_size=2, unique_by=str.casefold).map(tuple),
)
"""Records of any day; the stated tokens are unrelated to the tasks'."""

_ODD = st.sampled_from(
    list("\t\r\n\x00\x07\x1b\x7f\x85\xa0\u2028\u2029\ufeff\ufffe�–日é🎉-:#&*!|>'\"%@`{}[],?~\\")
)
_PIECES = st.sampled_from(
    ["---\n", "date: ", "tasks:\n", "- ", "  ", "human: 8h\n", "ai: 20m\n", "extra: ", "tokens: 400k\n",
    "<<: *a\n",
     "&a ", "*a", "!!str ", "? ", ": ", " # lost", "|\n", ">-\n", "'", '"', "[", "]", "{", "}", "2026-04-07\n",
     "1:30", "no", "\u2028", "## Head\n", "<!--", "-->", "](", "```\n", "> ", "| a |\n", "|---|\n", "title: x\n"]
)  # fmt: skip
wild_text = st.lists(_ODD | _PIECES | st.text(max_size=5), max_size=40).map("".join)
"""Text that looks a little like a content file."""


@st.composite
def mutated(draw: st.DrawFn, text: str = RECORD) -> str:
    """Draw a good text after a few insertions, deletions and repetitions."""
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(text)))
        end = min(len(text), begin + draw(st.sampled_from([0, 0, 1, 3, 20])))
        middle = draw(_ODD | _PIECES | st.just(text[begin:end] * 2))
        text = text[:begin] + middle + text[end:]
    return text


def totals_of(hours: float, minutes: float, tasks: int = 1) -> Totals:
    """Return the totals of a day of so many human hours and minutes of the assistant."""
    human, ai = timedelta(hours=hours), timedelta(minutes=minutes)
    return Totals(1, tasks, human, ai, None, timedelta(), None, 1 if tasks else 0, True)


class Version:
    """A stand-in for the toolchain in tests of the cache: versions are told apart by a name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def is_same(self, text: str) -> bool:
        return text == self.name

    def dump(self) -> str:
        return self.name


def load(root: Path, *, drafts: bool = False, cache: FileCache | None = None) -> tuple[Library, list[Problem]]:
    """Load all content of the site at `root`, as a build does, with what the cache has of it."""
    cache = cache or FileCache()
    listing = list_content(root, cache.clock)
    return build_library(listing, cache.read(listing), drafts=drafts)
