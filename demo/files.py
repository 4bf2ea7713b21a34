"""The example year as files: settings, texts that are the same for every year, and a record for each day."""

import shutil
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from demo import figures, prose
from demo.tasks import Log, Task
from demo.words import DAYS, KINDS
from demo.year import Plan, plans

_BASE = Path(__file__).parent / "base"
_ALWAYS = ("AI", "Time Record")


def write(root: Path) -> None:
    """Write the site into the folder `root`; other files there stay."""
    shutil.copytree(_BASE, root, dirs_exist_ok=True)
    folder = root / "content" / "records" / "2025"
    folder.mkdir(parents=True, exist_ok=True)
    for day, text in records():
        (folder / f"{day}.md").write_text(text, encoding="utf-8", newline="\n")


def records() -> Iterator[tuple[date, str]]:
    """Each day that has a record, in order, with the text of its file."""
    log, used, previous = Log(), dict[str, int](), ""
    for plan in plans():
        yield plan.date, _record(plan, log.tasks(plan), used, previous)
        previous = f"{plan.date}.md"


def _record(plan: Plan, tasks: Sequence[Task], used: dict[str, int], previous: str) -> str:
    random = Random(f"record of {plan.date}")
    front = [f"{key}: {value}" for key, value in _keys(random, plan, tasks).items()]
    writer = prose.Writer(random, used)
    body = [prose.lead(writer, plan, tasks)]
    if tasks:
        body += ["## Analysis", prose.analysis(writer, plan, tasks, previous)]
    return "\n".join(["---", *front, *_rows(tasks), "---", "\n\n".join(body), ""])


def _keys(random: Random, plan: Plan, tasks: Sequence[Task]) -> dict[str, str]:
    """Return the day's keys in the order of the file."""
    keys = {"date": str(plan.date)}
    if str(plan.date) in DAYS["titles"]:
        keys["title"] = DAYS["titles"][str(plan.date)]
    keys["tags"] = f"[{', '.join([*_ALWAYS, *_topics(tasks)])}]"
    if tasks and str(plan.date) not in DAYS["leads"] and random.random() < 0.06:
        keys["summary"] = f'"{prose.summary(tasks)}"'
    if random.random() < 0.02:
        keys["updated"] = str(plan.date + timedelta(days=random.randint(1, 4)))
    if tasks and plan.tokens not in ("task", "unknown"):
        total = sum(figures.tokens(random, task.minutes) for task in tasks)
        keys["tokens"] = figures.token_text(random, total, plan.tokens)
    return keys


def _topics(tasks: Sequence[Task]) -> list[str]:
    """Return the day's tags: the topics of a quarter of its tasks or more."""
    topics = [KINDS[task.kind].day_tag for task in tasks]
    return sorted(topic for topic in set(topics) if topics.count(topic) * 4 >= len(topics))


def _rows(tasks: Sequence[Task]) -> list[str]:
    if not tasks:
        return ["tasks: []"]
    return ["tasks:", *("- " + "\n  ".join(f"{k}: {v}" for k, v in task.keys.items()) for task in tasks)]
