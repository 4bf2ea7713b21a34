"""A record that is about to be: what an import found, and the text of its file."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from leverage_site.importing.formats.values import measure
from leverage_site.problems import Problem, ProblemError
from leverage_site.records.measures import Tokens
from leverage_site.records.model import Task
from leverage_site.records.schema import read_record

_PLAIN = re.compile(r"[A-Za-z0-9](?:[\w .+/-]*[\w.+])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Draft:
    """One day. `body` is Markdown; the rest is as in a record."""

    date: dt.date
    tasks: tuple[Task, ...]
    tags: tuple[str, ...] = ()
    tokens: Tokens | None = None
    title: str | None = None
    summary: str | None = None
    id: str | None = None
    url: str | None = None
    aliases: tuple[str, ...] = ()
    draft: bool = False
    updated: dt.date | None = None
    body: str = ""


def text(draft: Draft) -> str:
    """The file of a record: the same draft gives the same text."""
    return "\n".join(["---", *_keys(draft), "---", *([draft.body] if draft.body else []), ""])


def flaw(draft: Draft, content: str) -> str | None:
    """Why the file of a draft would be no good: it must be read as just what the draft says."""
    try:
        record, problems = read_record(content.encode(), "")
    except ProblemError as error:
        record, problems = None, list(error.problems)
    # Of a draft that cannot be read, all is warnings.
    if errors := [problem for problem in problems if record is None or problem.severity == "error"]:
        return f"{errors[0].message} ({(errors[0].place.excerpt or '').strip()[:80]})"
    if record is None or (record.tasks, record.tokens) != (draft.tasks, draft.tokens):
        return "it would not be read as it is written"
    return None


def warnings(content: str, path: str) -> list[Problem]:
    """What the record at `path` will be warned of; `flaw` has found no error in it."""
    return read_record(content.encode(), path)[1]


def _keys(draft: Draft) -> Iterator[str]:
    yield f"date: {draft.date.isoformat()}"
    texts = (("title", draft.title), ("summary", draft.summary), ("id", draft.id), ("url", draft.url))
    yield from (f"{key}: {_quoted(value)}" for key, value in texts if value is not None)
    if draft.updated is not None:
        yield f"updated: {draft.updated.isoformat()}"
    if draft.draft:
        yield "draft: true"
    if draft.aliases:
        yield f"aliases: {_names(draft.aliases)}"
    if draft.tags:
        yield f"tags: {_names(draft.tags)}"
    if draft.tokens is not None:
        yield f"tokens: {_tokens(draft.tokens)}"
    yield "tasks:" if draft.tasks else "tasks: []"
    for task in draft.tasks:
        yield from _task(task)


def _task(task: Task) -> Iterator[str]:
    yield f"- task: {_quoted(task.task)}"
    yield f"  human: {measure(task.human, 'h')}"
    yield f"  ai: {measure(task.ai)}"
    if task.supervision is not None:
        yield f"  supervision: {measure(task.supervision)}"
    if task.tokens is not None:
        yield f"  tokens: {_tokens(task.tokens)}"
    names = (("project", task.project), ("assistant", task.assistant))
    yield from (f"  {key}: {_name(value)}" for key, value in names if value is not None)
    if task.tags:
        yield f"  tags: {_names(task.tags)}"
    for key, value in (("note", task.note), ("id", task.id), ("url", task.url)):
        if value is not None:
            yield f"  {key}: {_quoted(value)}"
    yield from _rest(task)


def _rest(task: Task) -> Iterator[str]:
    """What of a task has parts of its own."""
    if task.links:
        yield "  links:"
        for link in task.links:
            yield f"  - {{title: {_quoted(link.title)}, url: {_quoted(link.url)}}}"
    if task.extra:
        yield f"  extra: {json.dumps(task.extra, ensure_ascii=False)}"


def _tokens(tokens: Tokens) -> str:
    """`~2.62M`, `400k`, `4826000`: short where that is exact."""
    count, mark = tokens.count, "~" * tokens.estimated
    if tokens.estimated and count >= 1_000_000 and count % 10_000 == 0:
        return f"{mark}{count / 1_000_000:.2f}".rstrip("0").rstrip(".") + "M"
    return f"{mark}{count // 1_000}k" if 0 < count < 1_000_000 and count % 1_000 == 0 else f"{mark}{count}"


def _quoted(value: str) -> str:
    """A text in double quotes, whose escapes YAML shares with JSON."""
    return json.dumps(value, ensure_ascii=False)


def _name(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else _quoted(value)


def _names(values: Iterable[str]) -> str:
    return f"[{', '.join(_name(value) for value in values)}]"
