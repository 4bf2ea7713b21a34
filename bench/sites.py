"""Writes realistic sites of any size, the same bytes every time: `python -m bench.sites DIR DAYS`.

A day has 22 tasks on average out of 25 projects and 12 tags, and 4 to 5 kB of prose.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

FIRST_DAY = date(1990, 1, 1)
PROJECTS = tuple(f"project {n:02}" for n in range(1, 26))
TAGS = tuple(f"Tag {letter}" for letter in "ABCDEFGHIJKL")
WORDS = """
the a of in with after before under between parser table import export review draft release figure total
search index screen worker queue cache schema record report layout migration pipeline dashboard audit
renames moves checks writes measures splits joins sorts explains mends slow quick small large second open
""".split()  # noqa: SIM905
SETTINGS = """\
[site]
title = "A benchmark"
author = "The author"
base_url = "https://example.org/blog/"
id = "tag:example.org,2026:benchmark"
"""


@dataclass(frozen=True)
class Task:
    """One row: hours, minutes, minutes."""

    task: str
    human: float
    ai: int
    supervision: int
    tokens: int
    project: str


@dataclass(frozen=True)
class Day:
    """One day, for every generator that is measured."""

    date: date
    tags: tuple[str, ...]
    tasks: tuple[Task, ...]
    body: str

    @property
    def title(self) -> str:
        """What the day's page is called."""
        return f"Leverage Record: {self.date:%B %d, %Y}"

    @property
    def week(self) -> str:
        """The ISO week."""
        return f"{self.date:%G-W%V}"


def days(number: int) -> Iterator[Day]:
    """Yield the first `number` days."""
    for n in range(number):
        random = Random(n)
        tasks = tuple(_task(random) for _ in range(random.randint(12, 32)))
        tags = tuple(random.sample(TAGS, random.randint(1, 3)))
        yield Day(FIRST_DAY + timedelta(days=n), tags, tasks, _body(random))


def record(day: Day) -> str:
    """Return the text of the day's record file."""
    tags = ", ".join(day.tags)
    rows = "\n".join(map(_row, day.tasks))
    return f"---\ndate: {day.date}\ntags: [{tags}]\ntasks:\n{rows}\n---\n{day.body}"


def sums(day: Day) -> dict[str, float]:
    """Return the day's totals, for generators that cannot add."""
    names = ("human", "ai", "supervision", "tokens")
    return {"tasks": len(day.tasks)} | {name: sum(getattr(task, name) for task in day.tasks) for name in names}


def path(root: Path, day: Day) -> Path:
    """Where the day's record file is."""
    return root / f"content/records/{day.date:%Y}/{day.date}.md"


def write(root: Path, number: int) -> None:
    """Write a site of `number` days into the folder `root`."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "leverage.toml").write_text(SETTINGS)
    for day in days(number):
        file = path(root, day)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(record(day))


def _task(random: Random) -> Task:
    title = _sentence(random, random.randint(4, 12))
    ai = random.randint(1, 90)
    human = random.choice((0.5, 1, 2, 3, 4, 6, 8, 12, 16, 24, 40, 80))
    return Task(title, human, ai, random.randint(0, 9), random.randint(20, 900) * 1000, random.choice(PROJECTS))


def _row(task: Task) -> str:
    return (
        f'- task: "{task.task}"\n  human: {task.human:g}h\n  ai: {task.ai}m\n  supervision: {task.supervision}m\n'
        f"  tokens: {task.tokens}\n  project: {task.project}"
    )


def _body(random: Random) -> str:
    parts = [_paragraph(random)]
    for _ in range(4):
        parts += [f"## {_sentence(random, 4)}", _paragraph(random), _paragraph(random), _list(random)]
    return "\n\n".join(parts) + "\n"


def _paragraph(random: Random) -> str:
    sentences = [_sentence(random, random.randint(7, 15)) + "." for _ in range(random.randint(4, 8))]
    sentences[1] = sentences[1].replace(" ", " **", 1).replace(".", "**.")
    return " ".join(sentences)


def _list(random: Random) -> str:
    return "\n".join(f"- {_sentence(random, 6)}, `{random.choice(WORDS)}`" for _ in range(3))


def _sentence(random: Random, words: int) -> str:
    return " ".join(random.choice(WORDS) for _ in range(words)).capitalize()


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
