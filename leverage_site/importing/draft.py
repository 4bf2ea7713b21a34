"""A record that is about to be: what an import found, and the text of its file."""

import datetime as dt
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.columns import PARSERS
from leverage_site.importing.formats.document import Document, Row
from leverage_site.importing.formats.numbers import (
    MICROSECOND,
    UNKNOWN_TEXTS,
    PrintedFigure,
    parse_figure,
    parse_time,
    parse_token_count,
)
from leverage_site.importing.formats.tables import split_names
from leverage_site.importing.formats.wording import parse_metric
from leverage_site.problems import Problem, ProblemError, catalog, shown
from leverage_site.records.fields import format_names, format_text
from leverage_site.records.measures import Tokens, format_tokens
from leverage_site.records.model import Task, task_ids
from leverage_site.records.schema import format_task, read_record


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


def record_text(draft: Draft) -> str:
    """The file of a record: the same draft gives the same text."""
    return "\n".join(["---", *_keys(draft), "---", *([draft.body] if draft.body else []), ""])


def defect(draft: Draft, content: str) -> str | None:
    """Why the file of a draft would be no good: it must be read as just what the draft says."""
    try:
        record, problems = read_record(content.encode(), "")
    except ProblemError as error:
        record, problems = None, list(error.problems)
    # Of a draft that cannot be read, all is warnings.
    if errors := [problem for problem in problems if record is None or problem.severity == "error"]:
        return f"{errors[0].message} ({(errors[0].place.excerpt or '').strip()[:80]})"
    if record is None or (record.body.get().tasks, record.tokens) != (draft.tasks, draft.tokens):
        return "it would not be read as it is written"
    return None


def warnings(content: str, path: str) -> list[Problem]:
    """What the record at `path` will be warned of; `flaw` has found no error in it."""
    return read_record(content.encode(), path)[1]


def _keys(draft: Draft) -> Iterator[str]:
    yield f"date: {draft.date.isoformat()}"
    texts = (("title", draft.title), ("summary", draft.summary), ("id", draft.id), ("url", draft.url))
    yield from (f"{key}: {format_text(value)}" for key, value in texts if value is not None)
    if draft.updated is not None:
        yield f"updated: {draft.updated.isoformat()}"
    if draft.draft:
        yield "draft: true"
    if draft.aliases:
        yield f"aliases: {format_names(draft.aliases)}"
    if draft.tags:
        yield f"tags: {format_names(draft.tags)}"
    if draft.tokens is not None:
        yield f"tokens: {format_tokens(draft.tokens)}"
    yield "tasks:" if draft.tasks else "tasks: []"
    yield from map(format_task, draft.tasks)


_BLANKS = re.compile(r"[ \t]+")
_BRACKETS = re.compile(r"\([^()]*\)")


class RowError(ValueError):
    """Why a row is no task."""


def parse_tasks(document: Document) -> tuple[tuple[Task, ...], list[Problem]]:
    """The tasks of a document in the order of its rows, and a problem for each row that is none."""
    units = {column.field: column.unit for column in document.log.columns}
    found, problems = [], []
    for row in document.log.rows:
        try:
            found.append(_parse_task(row, units))
        except RowError as error:
            place = document.source.find(row.text[:60], row.line, row.line)
            problems.append(catalog.BAD_ROW.at(place, reason=error))
    return tuple(found), problems


def day_tokens(document: Document, rows: tuple[Task, ...]) -> Tokens | None:
    """The day's tokens as printed; None where the tasks' say it better, or contradict it.

    A printed total may be rounded below the sum of the tasks: then the sum is what is known.
    """
    aggregates = ((parse_metric(line.name), line.value) for line in document.aggregates)
    texts = [document.day_tokens, *(value for found, value in aggregates if found and found.figure == "tokens")]
    stated = next((found for record_text in texts if (found := parse_token_count(record_text))), None)
    counts = [task.tokens for task in rows if task.tokens]
    known = sum(count.count for count in counts)
    # Our own data has the tasks' sum where the record states none.
    if document.day_tokens and stated == Tokens(known, any(count.estimated for count in counts)):
        return None
    return stated if stated and stated.count >= known else None


def infer_supervision(human: timedelta, factor: PrintedFigure) -> timedelta | None:
    """The supervision that a printed supervisory factor stands for: the roundest minutes that it follows from."""
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


def _parse_task(row: Row, units: dict[str, str]) -> Task:
    if row.reason:
        raise RowError(row.reason)
    # A record folds its blanks; a title in which two stand together is still the same.
    folded = {name: _BLANKS.sub(" ", record_text).strip() for name, record_text in row.cells.items()}
    cells = {
        name: record_text
        for name, record_text in folded.items()
        if name == fields.TASK or record_text.casefold() not in UNKNOWN_TEXTS
    }
    if not cells.get(fields.TASK):
        raise RowError("it has no title")
    human = _needed(cells, fields.HUMAN, units)
    return Task(
        task=cells[fields.TASK],
        human=human,
        ai=_needed(cells, fields.AI, units),
        supervision=_supervision(cells, units, human),
        tokens=_parse_tokens(cells),
        project=cells.get("project"),
        tags=split_names(cells.get("tags", "")),
        assistant=cells.get("assistant"),
        note=cells.get("note"),
        **dict(_parse_keys(cells)),
    )


def _parse_keys(cells: dict[str, str]) -> Iterator[tuple[str, Any]]:
    for name, parse in PARSERS.items():
        if name in cells:
            value = parse(cells[name])
            if value is None:
                raise RowError(f"'{name}' is not understood: {shown(cells[name])}")
            yield name, value


def omit_defaults(parse_tasks: tuple[Task, ...], assistant: str) -> tuple[Task, ...]:
    """The tasks without what goes without saying: the site's own assistant, and ids that they have anyway."""
    own = assistant.casefold()
    found = [replace(task, assistant=None) if _is(task.assistant, own) else task for task in parse_tasks]
    bare = [replace(task, id=None) for task in found]
    pairs = zip(found, bare, task_ids(bare), strict=True)
    shorter = [plain if task.id == usual else task for task, plain, usual in pairs]
    same = all(task.id in (None, given) for task, given in zip(found, task_ids(shorter), strict=True))
    return tuple(shorter if same else found)


def _is(name: str | None, folded: str) -> bool:
    return name is not None and name.casefold() == folded


def _needed(cells: dict[str, str], name: str, units: dict[str, str]) -> timedelta:
    if value := _time(cells, name, units):
        return value
    raise RowError(f"'{name}' must be more than zero" if value is not None else f"'{name}' is missing")


def _time(cells: dict[str, str], name: str, units: dict[str, str]) -> timedelta | None:
    record_text = cells.get(name)
    if record_text is None:
        return None
    if (value := parse_time(record_text, units.get(name, ""))) is None:
        bare = not units.get(name) and record_text.replace(".", "").replace(",", "").replace(":", "").isdigit()
        usual = f"{name}_hours" if name == fields.HUMAN else f"{name}_minutes"
        unit = f'; say its unit, as in 4h or 20m, or with --map, such as --map "Heading={usual}"' if bare else ""
        raise RowError(f"'{name}' is not a duration: '{record_text[:60]}'{unit}")
    return value


def _supervision(cells: dict[str, str], units: dict[str, str], human: timedelta) -> timedelta | None:
    stated = _time(cells, fields.SUPERVISION, units)
    factor = parse_figure(cells.get(fields.SUPERVISORY, ""))
    return infer_supervision(human, factor) if stated is None and factor else stated


def _parse_tokens(cells: dict[str, str]) -> Tokens | None:
    record_text = cells.get(fields.TOKENS)
    if record_text is None:
        return None
    if (value := parse_token_count(record_text)) is None:
        raise RowError(f"'tokens' is not a number of tokens: '{record_text[:60]}'")
    return value


def unknown_figures(document: Document) -> Iterator[Problem]:
    """A warning for each printed figure that is none of those we know, or says more than its number."""
    for line in document.aggregates:
        found = parse_metric(line.name)
        value = _BRACKETS.sub("", line.value).strip()
        is_known = parse_figure(value) or value.casefold() in UNKNOWN_TEXTS or parse_time(value)
        if found is None or found.words != line.name.rstrip(" :") or not is_known:
            yield _unknown(document, line.line, line.name, line.value)
    sums = [one.row for one in document.log.sums]
    for row in (*document.log.rows, *sums):
        for name in (fields.FACTOR, fields.SUPERVISORY, fields.WEEKS):
            record_text = row.cells.get(name, "")
            if record_text.casefold() not in UNKNOWN_TEXTS and not parse_figure(record_text):
                yield _unknown(document, row.line, name, record_text)
    yield from _unknown_amounts(document, sums)


def _unknown_amounts(document: Document, sums: Sequence[Row]) -> Iterator[Problem]:
    """A warning for each time or number of tokens of a sum that cannot be read."""
    units = {column.field: column.unit for column in document.log.columns}
    for row in sums:
        for name in (fields.HUMAN, fields.AI, fields.SUPERVISION, fields.TOKENS):
            record_text = row.cells.get(name, "")
            read = (
                parse_token_count(record_text)
                if name == fields.TOKENS
                else parse_time(record_text, units.get(name, ""))
            )
            if record_text.casefold() not in UNKNOWN_TEXTS and read is None:
                yield _unknown(document, row.line, name, record_text)


def _unknown(document: Document, line: int, name: str, value: str) -> Problem:
    place = document.source.find(value[:60], line, line)
    return catalog.UNKNOWN_FIGURE.at(place, name=name, value=value)
