"""What tells a row that repeats others from a task: its name, and its figures beside the sums of runs of rows."""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from fractions import Fraction
from statistics import median

from leverage_site.importing.formats import columns
from leverage_site.importing.formats.document import Row
from leverage_site.importing.formats.numbers import (
    Amount,
    is_unknown,
    parse_figure,
    parse_time_amount,
    parse_token_count,
)
from leverage_site.importing.formats.wording import SumLabel, is_scope_only, parse_sum_label
from leverage_site.records.measures import format_duration
from leverage_site.stats.totals import Totals, exact_figures
from leverage_site.values import value

# The human time of the rows that state supervision.
_SUPERVISED = "supervised"
_ORDERED: dict[str, Callable[[list[Fraction]], Fraction]] = {"median": median, "least": min, "most": max}
# The figures of the whole that are printed in the columns of ratios.
_RATIO_FIGURES = {columns.FACTOR: "leverage", columns.SUPERVISORY: "supervisory", columns.WEEKS: "weeks"}
# How many rows may be looked at again for each row, for what no running sums tell: work grows as the table does.
_AGAIN = 30

Amounts = Mapping[str, Amount]
# The first row of a run, and the one behind its last.
Span = tuple[int, int]
# The field of a figure, its text as printed, and as it would be printed.
WrongFigure = tuple[str, str, str]


def stated_amounts(row: Row, units: Mapping[str, str]) -> Amounts:
    """Return the times and tokens that a row states, each with the step that it was rounded to."""
    amounts: dict[str, Amount] = {}
    if row.reason:
        return amounts
    for name in columns.TIMES:
        if (text := row.cells.get(name)) and (amount := parse_time_amount(text, units.get(name, ""))):
            amounts[name] = amount
    if (text := row.cells.get(columns.TOKENS)) and (tokens := parse_token_count(text)):
        figure = parse_figure(text)
        amounts[columns.TOKENS] = Amount(Fraction(tokens.count), figure.step if figure else Fraction(1))
    return amounts


@value
class ComputedFigures:
    """What follows from a run of rows; `is_partial` where some of them do not say their tokens.

    Ratios are those of `totals`, weeks in equal parts for each of `rows`; without totals there are none.
    """

    values: Mapping[str, Fraction | None]
    is_partial: bool = False
    totals: Totals | None = None
    rows: int = 1

    def allow(self, name: str, amount: Amount) -> bool:
        """Return whether a printed amount follows. What is known of tokens may be less than all, or nothing."""
        exact = self.values.get(name)
        if exact is None:
            return name in self.values and (name == columns.TOKENS or not amount.value)
        return amount.matches(exact) or (name == columns.TOKENS and self.is_partial and amount.value >= exact)

    def allow_all(self, stated: Amounts) -> bool:
        """Return whether all amounts follow that a row states, a time among them."""
        is_timed = columns.HUMAN in stated or columns.AI in stated
        return is_timed and all(self.allow(name, amount) for name, amount in stated.items())

    def wrong(self, row: Row, stated: Amounts) -> Iterator[WrongFigure]:
        """Yield the figures of a row that do not follow."""
        for name, amount in stated.items():
            if name in self.values and not self.allow(name, amount):
                yield name, row.cells[name], _format_exact(row.cells[name], amount, self.values[name])
        ratios = exact_figures(self.totals) if self.totals else {}
        for name, ratio in _RATIO_FIGURES.items():
            figure, exact = parse_figure(row.get(name)), ratios.get(ratio)
            if exact is not None and name == columns.WEEKS:
                exact = exact / self.rows if self.rows else None
            if figure and exact is not None and not figure.matches(exact):
                yield name, figure.text, figure.format(exact)


def _format_exact(text: str, amount: Amount, exact: Fraction | None) -> str:
    """Format an exact value in the style of a printed one, with up to two digits more where it has them."""
    figure = parse_figure(text)
    if exact is None:
        return "–"
    if figure and figure.value and amount.value:
        value = exact * figure.value / amount.value
        decimals = range(figure.decimals, figure.decimals + 3)
        scale = Fraction(figure.scale)
        enough = next((n for n in decimals if (value / scale * 10**n).denominator == 1), decimals[-1])
        return replace(figure, decimals=enough).format(value)
    return format_duration(timedelta(microseconds=round(exact)), "h")


class RunningSums:
    """Rows one after the other, and their sums so far: those of any run of them are differences."""

    def __init__(self) -> None:
        self.rows: list[Amounts] = []
        self._sums: dict[str, list[int]] = {name: [0] for name in (*columns.AMOUNTS, _SUPERVISED)}
        self._counts: dict[str, list[int]] = {name: [0] for name in columns.AMOUNTS}
        self._factors = [0.0]
        self._budget = 1_000

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, row: Amounts) -> None:
        """Add a row behind the others."""
        self.rows.append(row)
        self._budget += _AGAIN
        values = {name: int(row[name].value) if name in row else 0 for name in columns.AMOUNTS}
        values[_SUPERVISED] = values[columns.HUMAN] if values[columns.SUPERVISION] else 0
        for name, count in values.items():
            self._sums[name].append(self._sums[name][-1] + count)
        for name, counts in self._counts.items():
            counts.append(counts[-1] + (name in row))
        human, ai = values[columns.HUMAN], values[columns.AI]
        self._factors.append(self._factors[-1] + (human / ai if ai else 0.0))

    def figures(self, kind: str, span: Span) -> ComputedFigures:
        """Return the figures of a run of rows: their sums, or the averages of a kind of `SumLabel`."""
        start, end = span
        values: dict[str, Fraction | None] = {}
        if compute := _ORDERED.get(kind):
            again = self._look_again(span)
            for name in columns.AMOUNTS if again else ():
                column = [row[name].value for row in again if name in row]
                values[name] = Fraction(compute(column)) if column else None
            return ComputedFigures(values)
        stating = {name: counts[end] - counts[start] for name, counts in self._counts.items()}
        sums = {name: totals[end] - totals[start] for name, totals in self._sums.items()}
        for name in columns.AMOUNTS:
            values[name] = Fraction(sums[name], stating[name] if kind == "mean" else 1) if stating[name] else None
        times = {name: timedelta(microseconds=total) for name, total in sums.items() if name != columns.TOKENS}
        totals = Totals(
            days=1,
            tasks=end - start,
            human=times[columns.HUMAN],
            ai=times[columns.AI],
            supervision=times[columns.SUPERVISION],
            supervised=times[_SUPERVISED],
            tokens=None,
            tokens_missing=0,
            tokens_knowable=True,
        )
        rows = stating[columns.HUMAN] if kind == "mean" else 1
        return ComputedFigures(values, stating[columns.TOKENS] < end - start, totals, rows)

    def mean_factor(self, span: Span) -> Fraction:
        """Return the mean of the rows' own factors, which some print in the place of the weighted one."""
        return Fraction((self._factors[span[1]] - self._factors[span[0]]) / (span[1] - span[0]))

    def are_all_below(self, stated: Amounts, span: Span) -> bool:
        """Return whether none of the rows of a run has as much of anything as is stated."""
        rows = self._look_again(span)
        return bool(stated and rows) and all(
            row[name].value < amount.value for row in rows for name, amount in stated.items() if name in row
        )

    def chances(self, span: Span) -> tuple[int, int]:
        """Return how many columns of a run of rows go their own ways, and how many sums these could have had.

        Columns that rise and fall with the first say nothing of their own.
        """
        rows = self._look_again(span)
        if not rows or not all(columns.HUMAN in row and columns.AI in row for row in rows):
            return 0, 0
        first, *others = ([int(row[name].value) if name in row else 0 for row in rows] for name in columns.AMOUNTS)
        own = [first]
        for column in others:
            is_parallel = all(a * column[0] == b * first[0] for a, b in zip(first, column, strict=True))
            if any(column) and not is_parallel:
                own.append(column)
        return len(own), math.prod(sum(column) // (math.gcd(*column) or 1) for column in own)

    def _look_again(self, span: Span) -> list[Amounts]:
        """Return the rows of a run; none where too many were looked at already."""
        self._budget -= span[1] - span[0]
        return self.rows[slice(*span)] if self._budget > 0 else []


# Names

_MAX_SHORT_WORDS, _MAX_SHORT_LENGTH = 2, 12
# A name of a sum that has more words is told from a task by its figures alone.
_MAX_NAME_WORDS = 6
# So many other sums there must be, for the figures of a task with words of its own to be one by no accident.
_MIN_CHANCES = 200


def is_named_sum(title: str) -> bool:
    """Return whether a row with this title is a sum if nothing else tells."""
    label = parse_sum_label(title)
    return label is not None and (not label.qualifier or (label.is_leading and is_short(label.qualifier)))


def is_short(title: str) -> bool:
    """Return whether a name has one or two words, as those of sums have."""
    words = [word for word in title.split() if any(letter.isalnum() for letter in word)]
    return len(words) <= _MAX_SHORT_WORDS and (
        len(words) > 1 or len(title) <= _MAX_SHORT_LENGTH or title.isascii()
    )


@dataclass(slots=True)
class CandidateRow:
    """A row that may be a sum: what it says, and what was learned when the tasks before it were counted.

    `spans` are the runs of tasks above that it may be of; `tasks_before` is the number of tasks before it;
    `begins_group` is set where it begins its table, or stands behind a sum.
    """

    row: Row
    stated: Amounts
    label: SumLabel | None
    has_title: bool
    spans: list[Span] = field(default_factory=list)
    tasks_before: int = 0
    begins_group: bool = False
    is_task: bool = True

    @classmethod
    def from_row(cls, row: Row, units: Mapping[str, str]) -> "CandidateRow":
        """Return the candidate for a row; its name may stand in whatever cell, if it has no title."""
        cells = row.cells
        has_title = bool(cells.get(columns.TASK, "").strip(" *_"))
        label = parse_sum_label(cells.get(columns.TASK, ""))
        if not label or label.qualifier:
            texts = [cells.get(columns.NUMBER, ""), cells.get(columns.DATE, "")]
            if not has_title:
                texts += [cells.get(name, "") for name in (columns.PROJECT, columns.TAGS, columns.NOTE)]
                texts += row.text.split(" | ")[:20]
            others = (other for text in texts if (other := parse_sum_label(text)))
            label = next((other for other in others if not other.qualifier or not has_title), label)
        return cls(row, stated_amounts(row, units), label, has_title)

    @property
    def kind(self) -> str:
        """The kind of sum or average that it would be."""
        return self.label.kind if self.label else "sum"

    @property
    def is_sum_by_name(self) -> bool:
        """Whether it is called a sum, and nothing else."""
        return self.label is not None and not self.label.qualifier and not self.label.is_ambiguous

    @property
    def is_half_named(self) -> bool:
        """Whether its figures make it a sum: its name is of something, or it has none."""
        if self.row.reason or self.is_sum_by_name:
            return False
        return not self.has_title if self.label is None else is_short(self.label.qualifier)

    @property
    def is_vaguely_named(self) -> bool:
        """Whether one figure of a sum puts it in doubt: its name begins like one, or says of what alone."""
        if self.row.reason:
            return False
        if self.label is None:
            return is_scope_only(self.row.get(columns.TASK))
        return self.is_half_named or (self.label.is_leading and not self.label.is_ambiguous)

    @property
    def is_numbered(self) -> bool:
        """Whether it has a number in its table."""
        return self.row.get(columns.NUMBER).strip("#. ").isdigit()

    @property
    def has_task_details(self) -> bool:
        """Whether it has what sums have not: a number, tags, an assistant."""
        cells = (self.row.get(name) for name in (columns.TAGS, columns.ASSISTANT))
        return self.is_numbered or any(not is_unknown(text) for text in cells)

    def fits(self, running: RunningSums, span: Span) -> bool:
        """Return whether its amounts follow from a run of tasks."""
        return running.figures(self.kind, span).allow_all(self.stated)

    def is_sum(self, running: RunningSums, names: Collection[str], *, among_numbers: bool) -> bool:
        """Return whether it is a sum by its name, or by its figures and those of the tasks above.

        Args:
            running: The tasks above.
            names: The projects and tags of all rows, in lower case.
            among_numbers: Whether most other rows have numbers.
        """
        if self.row.reason or self.is_sum_by_name:
            return self.is_sum_by_name and not self.row.reason
        if not self.is_half_named and (self.is_numbered or not among_numbers):
            return False
        if self.label and self.label.is_subtotal and self.label.qualifier.casefold() in names:
            return True
        least = 1 if self.label and self.is_half_named and not self.label.is_ambiguous else 2
        return any(span[1] - span[0] >= least and self.fits(running, span) for span in self.spans)

    def heads_group(self, running: RunningSums, below: Iterable["CandidateRow"]) -> bool:
        """Return whether it is half named a sum, and that of the tasks below it, up to the next sum or the end."""
        if not (self.is_task and self.begins_group and self.is_half_named):
            return False
        first, whole = self.tasks_before + 1, len(running)
        end = next((other.tasks_before for other in below if not other.is_task), whole)
        return any(end - first >= 2 and self.fits(running, (first, end)) for end in dict.fromkeys((end, whole)))

    def may_be_task(self, running: RunningSums, spans: Sequence[Span]) -> bool:
        """Return whether it may be a task although it is called a sum; `spans` are the runs it may be of."""
        fitting = [span for span in spans if self.fits(running, span)]
        if self.has_task_details:
            return len(self.stated) < 2 or not any(end - start >= 2 for start, end in fitting)
        if not self.stated or fitting:
            return False
        return not spans or self.label is None or self.label.word_count > _MAX_NAME_WORDS

    def is_nearly_sum(self, running: RunningSums) -> bool:
        """Return whether a vaguely named row has a figure of a sum, or more of each than any task above it."""
        if self.has_task_details or not self.is_vaguely_named:
            return False
        times = [name for name in (columns.HUMAN, columns.AI) if name in self.stated]
        label = self.label if self.is_half_named else None
        for span in self.spans:
            figures = running.figures(self.kind, span)
            if span[1] - span[0] >= 2 and any(figures.allow(name, self.stated[name]) for name in times):
                return True
            is_clear = label and label.is_leading and not label.is_ambiguous
            if is_clear and running.are_all_below(self.stated, span):
                return True
            if label and not label.qualifier and len(times) > 1 and figures.allow_all(self.stated):
                return True
        return False

    def is_no_accident(self, running: RunningSums, span: Span) -> bool:
        """Return whether it is the sum of a run of tasks, and that would be an odd accident for a task."""
        count = span[1] - span[0]
        is_possible = count >= 2 and not self.row.reason and not self.has_task_details and len(self.stated) >= 2
        if not is_possible or not running.figures("sum", span).allow_all(self.stated):
            return False
        independent, chances = running.chances(span)
        if independent < 2:
            return False
        if (self.label and self.label.is_leading) or is_short(self.row.get(columns.TASK)):
            return True
        return count >= 3 and chances >= _MIN_CHANCES

    def wrong_figures(self, running: RunningSums, spans: Sequence[Span]) -> tuple[tuple[WrongFigure, ...], Span]:
        """Return the figures that do not follow from the run of tasks that it most likely is of, and that run."""
        results: list[tuple[tuple[WrongFigure, ...], Span]] = []
        factor = parse_figure(self.row.get(columns.FACTOR))
        for span in spans:
            wrong = list(running.figures(self.kind, span).wrong(self.row, self.stated))
            if self.kind == "mean" and factor and factor.matches(running.mean_factor(span)):
                wrong = [figure for figure in wrong if figure[0] != columns.FACTOR]
            results.append((tuple(wrong), span))
        return min(results, key=lambda result: len(result[0]), default=((), (0, 0)))
