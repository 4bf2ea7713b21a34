"""A document → the record that it tells of, and everything in it that is no good."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.blocks import Row
from leverage_site.importing.formats.document import Document
from leverage_site.importing.formats.tabular import split_names
from leverage_site.importing.formats.task_keys import PARSERS
from leverage_site.importing.formats.values import MICROSECOND, NONE, Printed, duration, printed, tokens
from leverage_site.importing.formats.wording import metric
from leverage_site.problems import Problem, catalog, shown
from leverage_site.records.identity import task_ids
from leverage_site.records.measures import Tokens
from leverage_site.records.model import Task

_BLANKS = re.compile(r"[ \t]+")
_BRACKETS = re.compile(r"\([^()]*\)")


class RowError(ValueError):
    """Why a row is no task."""


def tasks(document: Document) -> tuple[tuple[Task, ...], list[Problem]]:
    """The tasks of a document in the order of its rows, and a problem for each row that is none."""
    units = {column.field: column.unit for column in document.log.columns}
    found, problems = [], []
    for row in document.log.rows:
        try:
            found.append(_task(row, units))
        except RowError as error:
            place = document.source.find(row.text[:60], row.line, row.line)
            problems.append(catalog.BAD_ROW.at(place, reason=error))
    return tuple(found), problems


def day_tokens(document: Document, rows: tuple[Task, ...]) -> Tokens | None:
    """The day's tokens as printed; None where the tasks' say it better, or contradict it.

    A printed total may be rounded below the sum of the tasks: then the sum is what is known.
    """
    aggregates = ((metric(line.name), line.value) for line in document.aggregates)
    texts = [document.day_tokens, *(value for found, value in aggregates if found and found.figure == "tokens")]
    stated = next((found for text in texts if (found := tokens(text))), None)
    counts = [task.tokens for task in rows if task.tokens]
    known = sum(count.count for count in counts)
    # Our own data has the tasks' sum where the record states none.
    if document.day_tokens and stated == Tokens(known, any(count.estimated for count in counts)):
        return None
    return stated if stated and stated.count >= known else None


def recovered(human: timedelta, factor: Printed) -> timedelta | None:
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


def _task(row: Row, units: dict[str, str]) -> Task:
    if row.reason:
        raise RowError(row.reason)
    # A record folds its blanks; a title in which two stand together is still the same.
    folded = {name: _BLANKS.sub(" ", text).strip() for name, text in row.cells.items()}
    cells = {name: text for name, text in folded.items() if name == fields.TASK or text.casefold() not in NONE}
    if not cells.get(fields.TASK):
        raise RowError("it has no title")
    human = _needed(cells, fields.HUMAN, units)
    return Task(
        task=cells[fields.TASK],
        human=human,
        ai=_needed(cells, fields.AI, units),
        supervision=_supervision(cells, units, human),
        tokens=_tokens(cells),
        project=cells.get("project"),
        tags=split_names(cells.get("tags", "")),
        assistant=cells.get("assistant"),
        note=cells.get("note"),
        **dict(_keys(cells)),
    )


def _keys(cells: dict[str, str]) -> Iterator[tuple[str, Any]]:
    for name, parse in PARSERS.items():
        if name in cells:
            value = parse(cells[name])
            if value is None:
                raise RowError(f"'{name}' is not understood: {shown(cells[name])}")
            yield name, value


def usual_left_out(tasks: tuple[Task, ...], assistant: str) -> tuple[Task, ...]:
    """The tasks without what goes without saying: the site's own assistant, and ids that they have anyway."""
    own = assistant.casefold()
    found = [replace(task, assistant=None) if _is(task.assistant, own) else task for task in tasks]
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
    text = cells.get(name)
    if text is None:
        return None
    if (value := duration(text, units.get(name, ""))) is None:
        bare = not units.get(name) and text.replace(".", "").replace(",", "").replace(":", "").isdigit()
        usual = f"{name}_hours" if name == fields.HUMAN else f"{name}_minutes"
        unit = f'; say its unit, as in 4h or 20m, or with --map, such as --map "Heading={usual}"' if bare else ""
        raise RowError(f"'{name}' is not a duration: '{text[:60]}'{unit}")
    return value


def _supervision(cells: dict[str, str], units: dict[str, str], human: timedelta) -> timedelta | None:
    stated = _time(cells, fields.SUPERVISION, units)
    factor = printed(cells.get(fields.SUPERVISORY, ""))
    return recovered(human, factor) if stated is None and factor else stated


def _tokens(cells: dict[str, str]) -> Tokens | None:
    text = cells.get(fields.TOKENS)
    if text is None:
        return None
    if (value := tokens(text)) is None:
        raise RowError(f"'tokens' is not a number of tokens: '{text[:60]}'")
    return value


def unknown_figures(document: Document) -> Iterator[Problem]:
    """A warning for each printed figure that is none of those we know, or says more than its number."""
    for line in document.aggregates:
        found = metric(line.name)
        value = _BRACKETS.sub("", line.value).strip()
        is_known = printed(value) or value.casefold() in NONE or duration(value)
        if found is None or found.words != line.name.rstrip(" :") or not is_known:
            yield _unknown(document, line.line, line.name, line.value)
    sums = [one.row for one in document.log.sums]
    for row in (*document.log.rows, *sums):
        for name in (fields.FACTOR, fields.SUPERVISORY, fields.WEEKS):
            text = row.cells.get(name, "")
            if text.casefold() not in NONE and not printed(text):
                yield _unknown(document, row.line, name, text)
    yield from _unknown_amounts(document, sums)


def _unknown_amounts(document: Document, sums: Sequence[Row]) -> Iterator[Problem]:
    """A warning for each time or number of tokens of a sum that cannot be read."""
    units = {column.field: column.unit for column in document.log.columns}
    for row in sums:
        for name in (fields.HUMAN, fields.AI, fields.SUPERVISION, fields.TOKENS):
            text = row.cells.get(name, "")
            read = tokens(text) if name == fields.TOKENS else duration(text, units.get(name, ""))
            if text.casefold() not in NONE and read is None:
                yield _unknown(document, row.line, name, text)


def _unknown(document: Document, line: int, name: str, value: str) -> Problem:
    place = document.source.find(value[:60], line, line)
    return catalog.UNKNOWN_FIGURE.at(place, name=name, value=value)
