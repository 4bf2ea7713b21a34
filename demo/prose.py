"""What is written below the tasks: a lead and an analysis that claim nothing a figure could refute."""

from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random
from textwrap import fill

from demo.tasks import Task
from demo.words import DAYS, PROSE, Project
from demo.year import Plan

_WIDTH = 100


def lead(random: Random, plan: Plan, tasks: Sequence[Task]) -> str:
    """One to three sentences before the first heading."""
    day = str(plan.date)
    own = DAYS["rest"].get(day) or DAYS["leads"].get(day)
    if own:
        return filled(str(own))
    sentences = [_opening(random, tasks)]
    if len(tasks) > 1 and random.random() < 0.8:
        sentences.append(random.choice(PROSE["seconds"]))
    if len(sentences) > 1 and random.random() < 0.25:
        sentences.append(random.choice(PROSE["thirds"]))
    return filled(" ".join(sentences))


def analysis(random: Random, tasks: Sequence[Task], previous: str) -> str:
    """One to four paragraphs, sometimes with a list or a table; `previous` is the file of the record before."""
    paragraphs = _paragraphs(random, tasks)
    if previous and random.random() < 0.1:
        paragraphs[-1] += " " + random.choice(PROSE["links"]).format(previous=previous)
    paragraphs = [filled(paragraph) for paragraph in paragraphs]
    if random.random() < 0.25:
        paragraphs.append(random.choice((_list, _list, _table))(random, _projects(tasks)[0]))
    return "\n\n".join(paragraphs)


def filled(paragraph: str) -> str:
    """The paragraph in lines that an editor shows without scrolling."""
    return fill(paragraph, _WIDTH, break_long_words=False, break_on_hyphens=False)


def summary(tasks: Sequence[Task]) -> str:
    """What lists and feeds say instead of the lead."""
    phrases = [project.phrase for project in _projects(tasks)]
    named = " and ".join(phrases[:2]) if len(phrases) < 3 else f"{phrases[0]}, {phrases[1]} and more"
    return f"{_capital(named)}: what was done, and what is still open."


def _opening(random: Random, tasks: Sequence[Task]) -> str:
    projects = _projects(tasks)
    main, second = projects[0].phrase, projects[-1].phrase if len(projects) < 2 else projects[1].phrase
    pool = "one_task" if len(tasks) == 1 else "single_openings" if len(projects) == 1 else "openings"
    return str(random.choice(PROSE[pool])).format(main=main, second=second, Main=_capital(main))


def _paragraphs(random: Random, tasks: Sequence[Task]) -> list[str]:
    """A paragraph for each of some kinds of work, led in by a word on the project that had most of it."""
    number = random.choice((1, 2, 2, 3, 3, 4))
    paragraphs, projects = [], _projects(tasks)
    for project, kind in _subjects(tasks)[:number]:
        about = [random.choice(project.sentences)] if project in projects else []
        projects = [other for other in projects if other is not project]
        paragraphs.append(" ".join([*about, random.choice(PROSE["kinds"][kind])]))
    if random.random() < 0.3:
        paragraphs[0] += " " + random.choice(PROSE["codes"]).format(code=_projects(tasks)[0].code)
    if random.random() < 0.5:
        paragraphs[-1] += " " + random.choice(PROSE["closers"])
    return paragraphs


def _subjects(tasks: Sequence[Task]) -> list[tuple[Project, str]]:
    """Each kind of work once, with a project that it was done for: the fullest projects first, taking turns."""
    subjects: list[tuple[Project, str]] = []
    projects = _projects(tasks)
    for project in [*projects, *projects]:
        kinds = _by_frequency(task.kind for task in tasks if task.project is project)
        fresh = [kind for kind in kinds if kind not in (known for _, known in subjects)]
        subjects += [(project, kind) for kind in fresh[:1]]
    return subjects


def _list(random: Random, project: Project) -> str:
    number = random.randint(2, 4)
    parts, patterns = random.sample(project.parts, number), random.sample(PROSE["items"], number)
    words = {"things": random.choice(project.things), "feature": random.choice(project.features)}
    items = [f"- {pattern.format(part=part, **words)}" for part, pattern in zip(parts, patterns, strict=True)]
    return "\n".join([random.choice(PROSE["lists"]), "", *items])


def _table(random: Random, project: Project) -> str:
    parts = random.sample(project.parts, random.randint(3, 5))
    rows = [f"| {_capital(part)} | {random.choice(PROSE['states'])} |" for part in parts]
    return "\n".join([random.choice(PROSE["tables"]), "", "| Part | State |", "| --- | --- |", *rows])


def _projects(tasks: Sequence[Task]) -> list[Project]:
    """The projects of the tasks, those with most tasks first."""
    projects = {task.project.name: task.project for task in tasks}
    return [projects[name] for name in _by_frequency(task.project.name for task in tasks)]


def _by_frequency(names: Iterable[str]) -> list[str]:
    return [name for name, _ in Counter(names).most_common()]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
