"""The draft of a record: the tasks that the rows of a document are, and the text of its file.

What keys a task has, how they are written, and which headings stand for them, is said by `TASK_FIELDS`.
"""

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from leverage_site.importing.formats import columns
from leverage_site.importing.formats.document import Document, Row
from leverage_site.importing.formats.numbers import (
    MICROSECOND,
    PrintedFigure,
    is_unknown,
    parse_figure,
    parse_token_count,
)
from leverage_site.importing.formats.tables import parse_cell
from leverage_site.markdown.braces import escape_plain
from leverage_site.problems import Problem, ProblemError, catalog, quote
from leverage_site.records.fields import format_names, format_text
from leverage_site.records.measures import Tokens, format_tokens
from leverage_site.records.model import Task, task_ids
from leverage_site.records.schema import TASK_FIELDS, format_task, read_record
from leverage_site.values import value

_BLANKS = re.compile(r"[ \t]+")


@value
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
    announced: str | None = None
    body: str = ""


def record_text(draft: Draft) -> str:
    """Return the file of a record: the same draft gives the same text."""
    summary = escape_plain(draft.summary) if draft.summary else None
    texts = {"title": draft.title, "summary": summary, "id": draft.id, "url": draft.url}
    values = {
        "date": draft.date.isoformat(),
        **{key: format_text(text) for key, text in texts.items() if text is not None},
        "announced": draft.announced,
        "updated": draft.updated and draft.updated.isoformat(),
        "draft": draft.draft and "true",
        "aliases": draft.aliases and format_names(draft.aliases),
        "tags": draft.tags and format_names(draft.tags),
        "tokens": draft.tokens and format_tokens(draft.tokens),
    }
    lines = [f"{key}: {value}" for key, value in values.items() if value]
    lines += ["tasks:" if draft.tasks else "tasks: []", *map(format_task, draft.tasks)]
    return "\n".join(["---", *lines, "---", *([draft.body] if draft.body else []), ""])


def defect(draft: Draft, content: str) -> str | None:
    """Return why the file of a draft would be no good: it must be read as just what the draft says."""
    try:
        record, problems = read_record(content.encode(), "")
    except ProblemError as error:
        record, problems = None, list(error.problems)
    # Of a draft that cannot be read, all is warnings.
    if errors := [problem for problem in problems if record is None or problem.is_error]:
        return f"{errors[0].message} ({(errors[0].place.excerpt or '').strip()[:80]})"
    if record is None or (record.body.get().tasks, record.tokens) != (draft.tasks, draft.tokens):
        return "it would not be read as it is written"
    return None


def warnings(content: str, path: str) -> list[Problem]:
    """Return what the record at `path` will be warned of; `defect` has found no error in it."""
    return read_record(content.encode(), path)[1]


class RowError(ValueError):
    """Why a row is no task."""


def parse_tasks(document: Document) -> tuple[tuple[Task, ...], list[Problem]]:
    """Return the tasks of a document in the order of its rows, and a problem for each row that is none."""
    units = document.log.units
    tasks, problems = [], []
    for row in document.log.rows:
        try:
            tasks.append(_parse_task(row, units))
        except RowError as error:
            place = document.source.find(row.text[:60], row.line, row.line)
            problems.append(catalog.BAD_ROW.at(place, reason=error))
    return tuple(tasks), problems


def _parse_task(row: Row, units: Mapping[str, str]) -> Task:
    """Return the task of a row. Raises RowError where it is none."""
    if row.reason:
        raise RowError(row.reason)
    # A record folds its blanks; a title in which two stand together is still the same.
    cells = {name: _BLANKS.sub(" ", text).strip() for name, text in row.cells.items()}
    cells = {name: text for name, text in cells.items() if name == columns.TASK or not is_unknown(text)}
    if not cells.get(columns.TASK):
        raise RowError("it has no title")
    values: dict[str, Any] = {}
    for name in (columns.HUMAN, columns.AI):
        values[name] = _parse_cell(name, cells[name], units) if name in cells else None
        if not values[name]:
            raise RowError(f"'{name}' is missing" if values[name] is None else f"'{name}' must be more than zero")
    factor = parse_figure(cells.get(columns.SUPERVISORY, ""))
    if columns.SUPERVISION not in cells and factor:
        values[columns.SUPERVISION] = infer_supervision(values[columns.HUMAN], factor)
    keys = (field.key for field in TASK_FIELDS if field.key in cells and field.key not in values)
    return Task(**values, **{key: _parse_cell(key, cells[key], units) for key in keys})


def _parse_cell(key: str, text: str, units: Mapping[str, str]) -> Any:
    """Return the value of a task's key. Raises RowError where its cell is nothing of the kind."""
    unit = units.get(key, "")
    if (value := parse_cell(key, text, unit)) is not None:
        return value
    if key in columns.COUNTS:
        raise RowError(f"'{key}' is not a number of tokens: '{text[:60]}'")
    if key not in columns.TIMES:
        raise RowError(f"'{key}' is not understood: {quote(text)}")
    is_bare = not unit and text.replace(".", "").replace(",", "").replace(":", "").isdigit()
    usual = f"{key}_hours" if key == columns.HUMAN else f"{key}_minutes"
    hint = f'; say its unit, as in 4h or 20m, or with --map, such as --map "Heading={usual}"' if is_bare else ""
    raise RowError(f"'{key}' is not a duration: '{text[:60]}'{hint}")


def infer_supervision(human: timedelta, factor: PrintedFigure) -> timedelta | None:
    """Return the supervision that a printed factor stands for: the roundest minutes that it follows from."""
    if factor.value <= factor.step / 2:
        return None
    minutes = Fraction(human // MICROSECOND, 60_000_000)
    low, high = minutes / (factor.value + factor.step / 2), minutes / (factor.value - factor.step / 2)
    for decimals in range(5):
        scale = 10**decimals
        first, last = math.ceil(low * scale), math.floor(high * scale)
        if first <= last:
            nearest = min(max(round(minutes / factor.value * scale), first), last)
            return timedelta(microseconds=nearest * 60_000_000 // scale)
    return round(minutes / factor.value * 60_000_000) * MICROSECOND


def omit_defaults(tasks: tuple[Task, ...], assistant: str) -> tuple[Task, ...]:
    """Return the tasks without the site's own assistant, and without the ids that they have anyway."""
    own = assistant.casefold()
    named = [
        replace(task, assistant=None) if task.assistant and task.assistant.casefold() == own else task
        for task in tasks
    ]
    bare = [replace(task, id=None) for task in named]
    shorter = [
        short if task.id == usual else task for task, short, usual in zip(named, bare, task_ids(bare), strict=True)
    ]
    is_same = all(task.id in (None, given) for task, given in zip(named, task_ids(shorter), strict=True))
    return tuple(shorter if is_same else named)


def day_tokens(document: Document, tasks: Sequence[Task]) -> Tokens | None:
    """Return the day's tokens as printed; None where the tasks' say it better, or contradict it.

    A printed total may be rounded below the sum of the tasks: then the sum is what is known.
    """
    texts = [document.day_tokens, *(line.value for line in document.aggregates if line.figure == columns.TOKENS)]
    stated = next((tokens for text in texts if (tokens := parse_token_count(text))), None)
    counts = [task.tokens for task in tasks if task.tokens]
    known = sum(count.count for count in counts)
    # Our own data has the tasks' sum where the record states none.
    if document.day_tokens and stated == Tokens(known, any(count.estimated for count in counts)):
        return None
    return stated if stated and stated.count >= known else None
