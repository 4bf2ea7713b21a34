"""What is written below the tasks: a lead and an analysis that claim nothing a figure could refute."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from textwrap import fill

from demo.tasks import Task
from demo.words import DAYS, PROSE, Project
from demo.year import Plan

_WIDTH = 100


@dataclass(frozen=True)
class Writer:
    """Chance for one day, and when each sentence was last used, which all days share."""

    random: Random
    used: dict[str, int]

    def pick(self, sentences: Sequence[str]) -> str:
        """One of those that were not used for the longest time."""
        rested = sorted(sentences, key=lambda sentence: self.used.get(sentence, 0))
        chosen = self.random.choice(rested[: (len(rested) + 1) // 2])
        self.used[chosen] = max(self.used.values(), default=0) + 1
        return chosen


def lead(writer: Writer, plan: Plan, tasks: Sequence[Task]) -> str:
    """One to three sentences before the first heading."""
    day = str(plan.date)
    own = DAYS["rest"].get(day) or DAYS["leads"].get(day)
    if own:
        return filled(str(own))
    sentences = [_opening(writer, tasks)]
    if len(tasks) > 1 and writer.random.random() < 0.8:
        sentences.append(writer.pick(PROSE["seconds"]))
    if len(sentences) > 1 and writer.random.random() < 0.25:
        sentences.append(writer.pick(PROSE["thirds"]))
    return filled(" ".join(sentences))


def analysis(writer: Writer, plan: Plan, tasks: Sequence[Task], previous: str) -> str:
    """One to four paragraphs, sometimes with a list or a table; `previous` is the file of the record before."""
    if str(plan.date) in DAYS["analyses"]:
        return filled(DAYS["analyses"][str(plan.date)])
    paragraphs = _paragraphs(writer, tasks)
    if previous and writer.random.random() < 0.1:
        paragraphs[-1] += " " + writer.pick(PROSE["links"]).format(previous=previous)
    paragraphs = [filled(paragraph) for paragraph in paragraphs]
    if writer.random.random() < 0.25:
        paragraphs.append(writer.random.choice((_list, _list, _table))(writer, _projects(tasks)[0]))
    return "\n\n".join(paragraphs)


def filled(paragraph: str) -> str:
    """Wrap the paragraph to lines that an editor shows without scrolling."""
    return fill(paragraph, _WIDTH, break_long_words=False, break_on_hyphens=False)


def summary(tasks: Sequence[Task]) -> str:
    """Write the summary that lists and feeds show instead of the lead."""
    phrases = [project.phrase for project in _projects(tasks)]
    named = " and ".join(phrases[:2]) if len(phrases) < 3 else f"{phrases[0]}, {phrases[1]} and more"
    return f"{_capital(named)}: what was done, and what is still open."


def _opening(writer: Writer, tasks: Sequence[Task]) -> str:
    projects = _projects(tasks)
    main, second = projects[0].phrase, projects[-1].phrase if len(projects) < 2 else projects[1].phrase
    pool = "one_task" if len(tasks) == 1 else "single_openings" if len(projects) == 1 else "openings"
    return writer.pick(PROSE[pool]).format(main=main, second=second, Main=_capital(main))


def _paragraphs(writer: Writer, tasks: Sequence[Task]) -> list[str]:
    """Write a paragraph for each of some kinds of work, introduced by the project that had most of it."""
    number = writer.random.choice((1, 2, 2, 3, 3, 4))
    paragraphs, projects = [], _projects(tasks)
    for project, kind in _subjects(tasks)[:number]:
        about = [writer.pick(project.sentences)] if project in projects else []
        projects = [other for other in projects if other is not project]
        paragraphs.append(" ".join([*about, writer.pick(PROSE["kinds"][kind])]))
    if writer.random.random() < 0.3:
        paragraphs[0] += " " + writer.pick(PROSE["codes"]).format(code=_projects(tasks)[0].code)
    if writer.random.random() < 0.5:
        paragraphs[-1] += " " + writer.pick(PROSE["closers"])
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


def _list(writer: Writer, project: Project) -> str:
    number = writer.random.randint(2, 4)
    parts, patterns = writer.random.sample(project.parts, number), writer.random.sample(PROSE["items"], number)
    words = {"things": writer.pick(project.things), "feature": writer.pick(project.features)}
    items = [f"- {pattern.format(part=part, **words)}" for part, pattern in zip(parts, patterns, strict=True)]
    return "\n".join([writer.pick(PROSE["lists"]), "", *items])


def _table(writer: Writer, project: Project) -> str:
    parts = writer.random.sample(project.parts, writer.random.randint(3, 5))
    rows = [f"| {_capital(part)} | {writer.pick(PROSE['states'])} |" for part in parts]
    return "\n".join([writer.pick(PROSE["tables"]), "", "| Part | State |", "| --- | --- |", *rows])


def _projects(tasks: Sequence[Task]) -> list[Project]:
    """Return the projects of the tasks, those with most tasks first."""
    projects = {task.project.name: task.project for task in tasks}
    return [projects[name] for name in _by_frequency(task.project.name for task in tasks)]


def _by_frequency(names: Iterable[str]) -> list[str]:
    return [name for name, _ in Counter(names).most_common()]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
