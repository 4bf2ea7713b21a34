"""Printed figures held against those that follow from the rows. Nothing is mended: the others are told."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.document import Aggregate, Document, Row
from leverage_site.importing.formats.numbers import MICROSECOND, parse_figure, parse_time, parse_token_count
from leverage_site.importing.formats.wording import parse_metric
from leverage_site.problems import Place, Source
from leverage_site.records.model import Task
from leverage_site.stats.totals import day_totals, exact_figures, exact_task_figures

_INNER = re.compile(r"\(([^()]*)\)")
_HOURS = re.compile(r"[0-9.,]+ ?(?:h|hours?)\s*(?:\(|\Z)", re.IGNORECASE)

# A page may be a single line.
_LONGEST_LINE = 10_000
_TIMES = "the times of the tasks give"
_TASKS = "the tasks give"
_ELSEWHERE = "another place says"

Exact = dict[str, Fraction | None]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A printed figure that does not follow: of the row with this number on the page, or None for an aggregate.

    `against` says what gives the other figure; `place` is that of its cell, where it is in a row.
    """

    row: int | None
    figure: str
    printed: str
    computed: str
    line: int
    against: str = _TIMES
    place: Place | None = None

    def as_json(self) -> dict[str, object]:
        """The shape of an entry of `mismatches`."""
        return {"row": self.row, "figure": self.figure, "printed": self.printed, "computed": self.computed}


def find_mismatches(document: Document, tasks: Sequence[Task]) -> list[Mismatch]:
    """Every printed figure that does not follow from the tasks, which are those of the document's rows."""
    found: list[Mismatch] = []
    source = document.source
    for number, (row, task) in enumerate(zip(document.log.rows, tasks, strict=True), 1):
        for figure, exact in exact_task_figures(task).items():
            wrong = _compared(row.place or number, figure, row.cells.get(figure, ""), exact, row.line)
            found += (replace(one, place=_cell_place(source, row, figure)) for one in wrong)
    for one in document.log.sums:
        for figure, text, computed in one.wrong:
            against = _TASKS if figure == fields.TOKENS else _TIMES
            place = _cell_place(source, one.row, figure)
            found.append(Mismatch(one.row.place, figure, text, computed, one.row.line, against, place))
    return [*found, *_of_aggregates(document, tasks)]


def _of_aggregates(document: Document, tasks: Sequence[Task]) -> list[Mismatch]:
    """Every figure of the day that does not follow from the tasks, or from what else is said of it."""
    found: list[Mismatch] = []
    if document.days and document.aggregates:
        of_day = exact_figures(day_totals(tasks))
        for line in document.aggregates:
            found += _aggregate(line, of_day, tasks)
    told = {(one.line, one.printed) for one in found}
    return [*found, *(one for one in _day_tokens(document, tasks) if (one.line, one.printed) not in told)]


def _day_tokens(document: Document, tasks: Sequence[Task]) -> Iterator[Mismatch]:
    """The day's own tokens, which may not be fewer than its tasks', and what contradicts them."""
    known = Fraction(sum(task.tokens.count for task in tasks if task.tokens))
    sums = [one for one in document.log.sums if one.row.cells.get(fields.TOKENS) == document.day_tokens]
    near = next((row.line for row in (*(one.row for one in sums), *document.log.rows)), 1)
    line_of_own = (document.source.find(document.day_tokens).line or 1) if document.facts.tokens else near
    lines = (
        line for line in document.aggregates if (found := parse_metric(line.name)) and found.figure == "tokens"
    )
    texts = [(document.day_tokens, line_of_own), *((line.value, line.line) for line in lines)]
    stated = [(figure, line) for text, line in texts if parse_token_count(text) and (figure := parse_figure(text))]
    if document.day_tokens and stated:
        figure, line = stated[0]
        # A row of sums has what is known of the tasks, which may be less than the day's; a wrong one is told.
        if not document.facts.tokens and (figure.value == known or any(one.wrong for one in sums)):
            del stated[0]
        elif figure.value + figure.step / 2 < known:
            yield Mismatch(None, "tokens", figure.text, figure.like(known), line, _TASKS)
    for figure, line in stated[1:]:
        first = stated[0][0]
        if not (figure.follows(first.value) or first.follows(figure.value)):
            yield Mismatch(None, "tokens", figure.text, first.text, line, _ELSEWHERE)


def _cell_place(source: Source, row: Row, figure: str) -> Place | None:
    """The place of a figure in its line, behind the cells before it, which may have its digits as well."""
    shown = source.lines[row.line - 1] if 0 < row.line <= len(source.lines) else ""
    if len(shown) > _LONGEST_LINE:
        return None
    at = 0
    for name, text in row.cells.items():
        start = shown.find(text, at) if text else -1
        if name == figure:
            return source.place(row.line, start + 1, len(text)) if start >= 0 else None
        at = start + len(text) if start >= 0 else at
    return None


def _compared(row: int | None, figure: str, text: str, exact: Fraction | None, line: int) -> Iterator[Mismatch]:
    value = parse_figure(text)
    if value is None:
        return
    if exact is None:
        yield Mismatch(row, figure, value.text, "–", line)
    elif not value.follows(exact):
        yield Mismatch(row, figure, value.text, value.like(exact), line)


def _aggregate(line: Aggregate, exact: Exact, tasks: Sequence[Task]) -> Iterator[Mismatch]:
    """The figure of an aggregate, and the same in another unit that stands in brackets behind it."""
    found = parse_metric(line.name)
    if found is None:
        return
    figure, value = found.figure, exact[found.figure]
    if figure == "tokens":
        yield from _tokens(line, value, tasks)
        return
    outside = _INNER.sub("", line.value).strip()
    in_hours = figure.endswith("minutes") and _HOURS.match(outside)
    yield from _compared(None, figure, outside, value / 60 if in_hours and value is not None else value, line.line)
    for inner in _INNER.findall(line.value):
        yield from _inner(figure, inner, exact, line.line)


def _inner(figure: str, text: str, exact: Exact, line: int) -> Iterator[Mismatch]:
    """`10.6 working days`, `1.8h`, `8h 23min`."""
    minutes = exact[figure]
    if "working day" in text:
        yield from _compared(None, "working_days", text, exact["working_days"], line)
    elif figure.endswith("minutes") and minutes is not None:
        stated = parse_time(text)
        if _HOURS.match(text):
            yield from _compared(None, figure, text, minutes / 60, line)
        elif stated is not None and abs(Fraction(stated // MICROSECOND, 60_000_000) - minutes) * 2 > 1:
            hours, rest = divmod(round(minutes), 60)
            yield Mismatch(None, figure, text, f"{hours}h {rest}min", line)


def _tokens(line: Aggregate, exact: Fraction | None, tasks: Sequence[Task]) -> Iterator[Mismatch]:
    """The day's tokens are its own, but may not be fewer than its tasks', nor other if all tasks state theirs."""
    if exact is None or parse_token_count(line.value) is None:
        return
    if all(task.tokens for task in tasks):
        wrong = _compared(None, "tokens", line.value, exact, line.line)
        yield from (replace(one, against=_TASKS) for one in wrong)
    else:
        value = parse_figure(line.value)
        if value and value.value + value.step / 2 < exact:
            yield Mismatch(None, "tokens", value.text, value.like(exact), line.line, _TASKS)
