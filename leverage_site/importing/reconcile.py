"""Printed figures held against those that follow from the rows. Mismatches are reported, never corrected."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from leverage_site.importing.draft import day_tokens
from leverage_site.importing.formats import columns
from leverage_site.importing.formats.document import Aggregate, Document, Row
from leverage_site.importing.formats.numbers import (
    BRACKETS,
    MICROSECOND,
    is_unknown,
    parse_figure,
    parse_time,
    parse_token_count,
)
from leverage_site.importing.formats.sections import is_known_aggregate
from leverage_site.problems import Place, Problem, Source, catalog
from leverage_site.records.model import Task
from leverage_site.stats.totals import RATIOS, day_totals, exact_figures, exact_task_figures, needs_tokens
from leverage_site.values import value

_HOURS = re.compile(r"[0-9.,]+ ?(?:h|hours?)\s*(?:\(|\Z)", re.IGNORECASE)

# A page may be a single line.
_MAX_LINE = 10_000
# What gives the other figure.
_TIMES = "the times of the tasks give"
_TASKS = "the tasks give"
_ELSEWHERE = "another place says"

ExactFigures = Mapping[str, Fraction | None]


@value
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
        """Return an entry of `mismatches` in the report."""
        return {"row": self.row, "figure": self.figure, "printed": self.printed, "computed": self.computed}


def find_mismatches(document: Document, tasks: Sequence[Task]) -> list[Mismatch]:
    """Return every printed figure that does not follow from the tasks, which are those of the document's rows."""
    mismatches: list[Mismatch] = []
    source = document.source
    for number, (row, task) in enumerate(zip(document.log.rows, tasks, strict=True), 1):
        for figure, exact in exact_task_figures(task).items():
            wrong = _compare(row.place or number, figure, row.get(figure), exact, row.line)
            mismatches += (replace(one, place=_cell_place(source, row, figure)) for one in wrong)
    for one in document.log.sums:
        for figure, text, computed in one.wrong:
            place = _cell_place(source, one.row, figure)
            against = _computed_from(figure)
            mismatches.append(Mismatch(one.row.place, figure, text, computed, one.row.line, against, place))
    of_day: list[Mismatch] = []
    lines = (*document.aggregates, *document.aggregates_in_text)
    if document.days and lines:
        exact_of_day = exact_figures(day_totals(tasks, day_tokens(document, tasks)))
        for line in lines:
            if line.figure:
                of_day += _compare_aggregate(line, exact_of_day, tasks)
    told = {(one.line, one.printed) for one in of_day}
    tokens = (one for one in _compare_day_tokens(document, tasks) if (one.line, one.printed) not in told)
    return [*mismatches, *of_day, *tokens]


def _cell_place(source: Source, row: Row, figure: str) -> Place | None:
    """Return the place of a figure in its line, behind the cells before it, which may have its digits as well."""
    shown = source.lines[row.line - 1] if 0 < row.line <= len(source.lines) else ""
    if len(shown) > _MAX_LINE:
        return None
    at = 0
    for name, text in row.cells.items():
        start = shown.find(text, at) if text else -1
        if name == figure:
            return source.place(row.line, start + 1, len(text)) if start >= 0 else None
        at = start + len(text) if start >= 0 else at
    return None


def _compare(
    row: int | None, figure: str, text: str, exact: Fraction | None, line: int, *, is_least: bool = False
) -> Iterator[Mismatch]:
    """Yield a mismatch if `text` is a figure that `exact` does not round to; it may be more where `is_least`."""
    stated = parse_figure(text)
    if stated is None or (exact is not None and stated.matches(exact)):
        return
    if not is_least or exact is None or stated.value + stated.step / 2 < exact:
        computed = "–" if exact is None else stated.format(exact)
        yield Mismatch(row, figure, stated.text, computed, line, _computed_from(figure))


def _computed_from(figure: str) -> str:
    """Return what gives a figure of the day or of a row: times of tasks, unless tokens are a part of it."""
    return _TASKS if figure in RATIOS and needs_tokens(figure) else _TIMES


def _compare_aggregate(line: Aggregate, exact: ExactFigures, tasks: Sequence[Task]) -> Iterator[Mismatch]:
    """Compare a figure of the day, and the same in another unit that stands in brackets behind it.

    The day's tokens are its own, but may not be fewer than its tasks', nor other if all tasks state theirs.
    """
    figure, value = line.figure, exact[line.figure]
    if figure == columns.TOKENS:
        counts = [task.tokens.count for task in tasks if task.tokens]
        if counts and parse_token_count(line.value):
            is_least = len(counts) < len(tasks)
            yield from _compare(None, figure, line.value, Fraction(sum(counts)), line.line, is_least=is_least)
        return
    text = BRACKETS.sub("", line.value).strip()
    hours = value / 60 if value is not None and figure.endswith("minutes") else None
    yield from _compare(
        None, figure, text, hours if hours is not None and _HOURS.match(text) else value, line.line
    )
    for inner in BRACKETS.findall(line.value):
        if "working day" in inner:
            yield from _compare(None, "working_days", inner, exact["working_days"], line.line)
        elif hours is not None and _HOURS.match(inner):
            yield from _compare(None, figure, inner, hours, line.line)
        elif hours is not None and (time := parse_time(inner)) is not None:
            minutes = Fraction(time // MICROSECOND, 60_000_000)
            whole, rest = divmod(round(hours * 60), 60)
            if abs(minutes - hours * 60) * 2 > 1:
                yield Mismatch(None, figure, inner, f"{whole}h {rest}min", line.line)


def _compare_day_tokens(document: Document, tasks: Sequence[Task]) -> Iterator[Mismatch]:
    """Compare the day's own tokens, which may not be fewer than its tasks', with all that is said of them."""
    of_tasks = Fraction(sum(task.tokens.count for task in tasks if task.tokens))
    sums = [one for one in document.log.sums if one.row.cells.get(columns.TOKENS) == document.day_tokens]
    near = next((row.line for row in (*(one.row for one in sums), *document.log.rows)), 1)
    own_line = (document.source.find(document.day_tokens).line or 1) if document.facts.tokens else near
    lines = (*document.aggregates, *document.aggregates_in_text)
    totals = (line for line in lines if line.figure == columns.TOKENS)
    texts = [(document.day_tokens, own_line), *((line.value, line.line) for line in totals)]
    stated = [(figure, line) for text, line in texts if parse_token_count(text) and (figure := parse_figure(text))]
    if document.day_tokens and stated:
        figure, number = stated[0]
        # A row of sums has what is known of the tasks, which may be less than the day's; a wrong one is told.
        if not document.facts.tokens and (figure.value == of_tasks or any(one.wrong for one in sums)):
            del stated[0]
        else:
            yield from _compare(None, columns.TOKENS, figure.text, of_tasks, number, is_least=True)
    for figure, number in stated[1:]:
        first = stated[0][0]
        if not (figure.matches(first.value) or first.matches(figure.value)):
            yield Mismatch(None, columns.TOKENS, figure.text, first.text, number, _ELSEWHERE)


def find_unknown_figures(document: Document) -> Iterator[Problem]:
    """Yield a warning for each printed figure that is none of those we know, or says more than its number."""
    for line in document.aggregates:
        if not is_known_aggregate(line):
            yield _unknown_figure(document, line.line, line.name, line.value)
    units = document.log.units
    sums = [one.row for one in document.log.sums]
    ratios_of = [(row, columns.FACTORS_AND_WEEKS) for row in (*document.log.rows, *sums)]
    for row, names in (*ratios_of, *((row, columns.AMOUNTS) for row in sums)):
        for name in names:
            text = row.get(name)
            amount: object = parse_figure(text)
            if name in columns.TIMES:
                amount = parse_time(text, units.get(name, ""))
            elif name == columns.TOKENS:
                amount = parse_token_count(text)
            if amount is None and not is_unknown(text):
                yield _unknown_figure(document, row.line, name, text)


def _unknown_figure(document: Document, line: int, name: str, value: str) -> Problem:
    place = document.source.find(value[:60], line, line)
    return catalog.UNKNOWN_FIGURE.at(place, name=name, value=value)
