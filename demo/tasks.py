"""The tasks of a day: what was done for which project, by whom, and what it amounted to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from demo import figures
from demo.words import DAYS, KINDS, PROJECTS, Kind, Project
from demo.year import Plan

_OTHERS = ("Local model", "Local model", "Claude", "Review model")
_FEW = ("two", "three", "four", "five", "six")


@dataclass(frozen=True)
class Task:
    """One row; `keys` are those of the record, in order, spelled as they will be written."""

    kind: str
    project: Project
    minutes: float
    keys: dict[str, str]


@dataclass
class Log:
    """The tasks of one day after the other; what was done before is not done again too soon."""

    titles: set[str] = field(default_factory=set)
    done: dict[tuple[str, str, str], date] = field(default_factory=dict)

    def tasks(self, plan: Plan) -> tuple[Task, ...]:
        """Return the tasks of a day."""
        fixed = [_fixed(values) for values in DAYS["extremes"] if values["date"] == plan.date]
        return (*fixed, *self._tasks(plan, plan.size - len(fixed)))

    def _tasks(self, plan: Plan, size: int) -> Iterator[Task]:
        random = plan.random
        projects = _projects(random, plan.date, size)
        for n in range(size):
            project = projects[0] if n < 2 else random.choice(projects)
            kind, title = self._fresh(random, project, plan.date)
            yield _task(random, plan, project, kind, title)

    def _fresh(self, random: Random, project: Project, day: date) -> tuple[Kind, str]:
        """Draw a kind and a title: no title twice in the year, no part soon again for one kind of work."""
        while True:
            kind = _kind(random, project, _age(project, day))
            part, title = _title(random, project, kind)
            key = (kind.name, project.name, part)
            if title not in self.titles and (day - self.done.get(key, date.min)).days >= kind.rest:
                self.titles.add(title)
                self.done[key] = day
                return kind, title


def _projects(random: Random, day: date, size: int) -> list[Project]:
    """Draw the projects of a day, one for a few tasks."""
    active = [project for project in PROJECTS if project.begins <= day <= project.ends]
    number = min(len(active), 1 + size // 6 + random.randint(0, 1), size)
    # A key for each and the largest keys win: a sample without repeats in which weights count.
    keys = {project.name: random.random() ** (1 / project.weight) for project in active}
    return sorted(active, key=lambda project: -keys[project.name])[:number]


def _age(project: Project, day: date) -> float:
    """How much of a project's life is over, from 0 to 1."""
    return (day - project.begins) / (project.ends - project.begins)


def _kind(random: Random, project: Project, age: float) -> Kind:
    kinds = [kind for kind in KINDS.values() if kind.name not in project.skips]
    weights = [kind.weight[0] * (1 - age) + kind.weight[1] * age for kind in kinds]
    return random.choices(kinds, weights)[0]


def _title(random: Random, project: Project, kind: Kind) -> tuple[str, str]:
    """Draw the part that the task is about, and the title."""
    pattern = random.choice(kind.patterns)
    part = random.choice(list(project.faults) if "{fault}" in pattern else project.parts)
    other, third = random.sample([name for name in project.parts if name != part], 2)
    capital = part[0].upper() + part[1:]
    names = {"part": part, "Part": capital, "other": other, "third": third, "phrase": project.phrase}
    words = {"things": random.choice(project.things), "feature": random.choice(project.features)}
    return part, pattern.format(**names, **words, **_numbers(random), fault=project.faults.get(part))


def _numbers(random: Random) -> dict[str, str]:
    low = random.randint(41, 78)
    return {
        "few": random.choice(_FEW),
        "tests": str(random.randint(7, 48)),
        "files": str(random.randint(7, 39)),
        "lines": str(random.randint(120, 480)),
        "low": str(low),
        "high": str(random.randint(low + 8, 97)),
        "seconds": f"{random.uniform(1.2, 9.8):.1f}",
        "millis": str(random.randint(6, 90) * 10),
        "thousands": str(random.randint(3, 48)),
    }


def _task(random: Random, plan: Plan, project: Project, kind: Kind, title: str) -> Task:
    hours = random.choice(kind.hours)
    minutes = figures.minutes(hours, figures.factor(random, plan.progress, kind.pace))
    supervised = figures.supervision(random, plan.progress) if plan.supervised else None
    tokens = figures.token_text(random, figures.tokens(random, minutes), "task")
    optional = {
        "supervision": None if supervised is None else figures.duration(supervised) if supervised else "0m",
        "tokens": tokens if plan.tokens == "task" else None,
        "project": project.name,
        "tags": f"[{random.choice(kind.tags)}]" if kind.tags and random.random() < 0.4 else None,
        "assistant": random.choice(_OTHERS) if random.random() < 0.03 + 0.03 * plan.progress else None,
        "note": f'"{random.choice(kind.notes)}"' if random.random() < 0.03 else None,
        **_links(project, title),
    }
    keys = {"task": f'"{title}"', "human": f"{hours:g}h", "ai": figures.duration(minutes)}
    return Task(kind.name, project, minutes, keys | {k: value for k, value in optional.items() if value})


def _links(project: Project, title: str) -> dict[str, str | None]:
    """Where a task was asked for and where it went; few tasks say so."""
    random = Random(f"links of {title}")
    place, chance = f"https://example.org/{project.name.replace(' ', '-')}", random.random()
    pull, commit = random.randint(11, 480), f"{random.getrandbits(28):07x}"
    both = f'{{Pull request {pull}: "{place}/pull/{pull}", Commit {commit}: "{place}/commit/{commit}"}}'
    return {
        "url": f"{place}/issues/{random.randint(11, 480)}" if chance < 0.05 else None,
        "links": both if 0.04 < chance < 0.06 else None,
    }


def _fixed(values: dict[str, Any]) -> Task:
    project = next(project for project in PROJECTS if project.name == values["project"])
    quoted = {key: f'"{values[key]}"' for key in ("task", "note")}
    times = {key: values[key] for key in ("human", "ai", "supervision")}
    keys = {**times, "project": project.name, **quoted}
    return Task(values["kind"], project, values["minutes"], {"task": quoted["task"], **keys})
