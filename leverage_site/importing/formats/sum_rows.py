"""What tells a row that repeats others from a task: its name, the figures it states, and its place in a group."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.document import Row
from leverage_site.importing.formats.numbers import UNKNOWN_TEXTS, parse_figure
from leverage_site.importing.formats.running_sums import Amounts, RunningSums, Span, WrongFigure, stated_amounts
from leverage_site.importing.formats.wording import SumLabel, is_scope_only, parse_sum_label

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
        has_title = bool(cells.get(fields.TASK, "").strip(" *_"))
        label = parse_sum_label(cells.get(fields.TASK, ""))
        if not label or label.qualifier:
            texts = [cells.get(fields.NUMBER, ""), cells.get(fields.DATE, "")]
            if not has_title:
                texts += [cells.get(name, "") for name in (fields.PROJECT, fields.TAGS, fields.NOTE)]
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
            return is_scope_only(self.row.cells.get(fields.TASK, ""))
        return self.is_half_named or (self.label.is_leading and not self.label.is_ambiguous)

    @property
    def is_numbered(self) -> bool:
        """Whether it has a number in its table."""
        return self.row.cells.get(fields.NUMBER, "").strip("#. ").isdigit()

    @property
    def has_task_details(self) -> bool:
        """Whether it has what sums have not: a number, tags, an assistant."""
        cells = (self.row.cells.get(name, "") for name in (fields.TAGS, fields.ASSISTANT))
        return self.is_numbered or any(text.casefold() not in UNKNOWN_TEXTS for text in cells)

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
        times = [name for name in (fields.HUMAN, fields.AI) if name in self.stated]
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
        columns, chances = running.chances(span)
        if columns < 2:
            return False
        if (self.label and self.label.is_leading) or is_short(self.row.cells.get(fields.TASK, "")):
            return True
        return count >= 3 and chances >= _MIN_CHANCES

    def wrong_figures(self, running: RunningSums, spans: Sequence[Span]) -> tuple[tuple[WrongFigure, ...], Span]:
        """Return the figures that do not follow from the run of tasks that it most likely is of, and that run."""
        results: list[tuple[tuple[WrongFigure, ...], Span]] = []
        factor = parse_figure(self.row.cells.get(fields.FACTOR, ""))
        for span in spans:
            wrong = list(running.figures(self.kind, span).wrong(self.row, self.stated))
            if self.kind == "mean" and factor and factor.matches(running.mean_factor(span)):
                wrong = [figure for figure in wrong if figure[0] != fields.FACTOR]
            results.append((tuple(wrong), span))
        return min(results, key=lambda result: len(result[0]), default=((), (0, 0)))


# Rows may be called like a group of tasks and hold its sum, above the group or below it. Numbers, marks and
# projects tell which rows are of a group. Where nothing tells, figures do: a table of nothing but groups, each
# with a row that is the sum of its others, is no accident.

_NUMBER = re.compile(r"#? ?([0-9]{1,4}(?:\.[0-9]{1,4}){0,5})[.)]?")
_BULLETS = tuple("-–—•·▪◦*+→↳└├‣›>")
_BOLD = re.compile(r"(\*\*|__)(?=\S).+\1")
# So many rows with the same sum are tried as the end of a group.
_MAX_ENDS = 30


def find_marked_sums(rows: Sequence[CandidateRow], days: Sequence[str]) -> dict[int, tuple[WrongFigure, ...]]:
    """Find the rows that have the sum of those which a number, mark or project puts beside them.

    Args:
        rows: All rows of a table.
        days: The day of each, where there are many.

    Returns:
        The places of the rows, each with those of its figures that do not follow.
    """
    sums: dict[int, tuple[WrongFigure, ...]] = {}
    for head, members in (*_numbered_groups(rows), *_marked_groups(rows), *_project_groups(rows)):
        row = rows[head]
        if row.row.reason or len({_day(days, n) for n in (head, *members)}) > 1:
            continue
        running = RunningSums()
        for n in members:
            running.add(rows[n].stated)
        figures = running.figures("sum", (0, len(running)))
        if figures.allow_all(row.stated):
            sums[head] = tuple(figures.wrong(row.row, row.stated))
    return sums


def _numbered_groups(rows: Sequence[CandidateRow]) -> Iterator[tuple[int, list[int]]]:
    """Yield rows with `2`, each with those with `2.1` and `2.2` below it."""
    heads: dict[str, int] = {}
    members: dict[str, list[int]] = {}
    for n, row in enumerate(rows):
        if match := _NUMBER.fullmatch(row.row.cells.get(fields.NUMBER, "")):
            above = match[1].rpartition(".")[0]
            if above in heads:
                members.setdefault(above, []).append(n)
            heads.setdefault(match[1], n)
    yield from ((heads[number], places) for number, places in members.items())


def _marked_groups(rows: Sequence[CandidateRow]) -> Iterator[tuple[int, list[int]]]:
    """Yield rows in bold above others, and rows above those that begin like items of a list."""
    titles = [row.row.cells.get(fields.TASK, "").strip() for row in rows]
    for are_members in (
        [_BOLD.fullmatch(title) is None for title in titles],
        [title.startswith(_BULLETS) and _BOLD.fullmatch(title) is None for title in titles],
    ):
        heads = [n for n, is_member in enumerate(are_members) if not is_member]
        for head, end in zip(heads, [*heads[1:], len(rows)], strict=False):
            if end > head + 1:
                yield head, list(range(head + 1, end))


def _project_groups(rows: Sequence[CandidateRow]) -> Iterator[tuple[int, list[int]]]:
    """Yield rows with the name of the project that those just above or below them have."""
    projects = [row.row.cells.get(fields.PROJECT, "").casefold() for row in rows]
    titles = [row.row.cells.get(fields.TASK, "").strip(" *_").casefold() for row in rows]
    runs: dict[int, list[int]] = {}
    for n, (project, title) in enumerate(zip(projects, titles, strict=True)):
        if project and title != project:
            runs[n] = runs[n - 1] if n - 1 in runs and projects[n - 1] == project else []
            runs[n].append(n)
    for n, (project, title) in enumerate(zip(projects, titles, strict=True)):
        for beside in (n - 1, n + 1):
            if title and project in ("", title) and beside in runs and projects[beside] == title:
                yield n, runs[beside]


def find_tiled_sums(rows: Sequence[CandidateRow], days: Sequence[str]) -> Iterator[int]:
    """Yield the rows that have the sums of groups, where a day has nothing else than groups with their sums."""
    tasks = [n for n, row in enumerate(rows) if row.is_task]
    for _, run in groupby(tasks, key=lambda n: _day(days, n)):
        places = list(run)
        yield from _tile(rows, places) or _tile(rows, places[::-1])


def _tile(rows: Sequence[CandidateRow], places: Sequence[int]) -> list[int]:
    """Return the first row of each group, if the rows are nothing but groups that begin with their sums."""
    running = RunningSums()
    human = [0]
    for n in places:
        running.add(rows[n].stated)
        human.append(
            human[-1] + (int(rows[n].stated[fields.HUMAN].value) if fields.HUMAN in rows[n].stated else 0)
        )
    heads: list[int] = []
    sizes: list[int] = []
    is_likely = False
    at = 0
    while at < len(places):
        row = rows[places[at]]
        own = row.stated.get(fields.HUMAN)
        if own is None or len(row.stated) < 2 or row.has_task_details or row.row.reason:
            return []
        first = bisect_left(human, human[at + 1] + own.value - own.step / 2, lo=at + 2)
        ends = range(first, min(first + _MAX_ENDS, len(places) + 1))
        end = next((end for end in ends if running.figures("sum", (at + 1, end)).allow_all(row.stated)), None)
        if end is None:
            return []
        heads.append(places[at])
        sizes.append(end - at - 1)
        is_likely |= running.chances((at + 1, end))[0] >= 2
        at = end
    return heads if len(heads) >= 2 and min(sizes) >= 1 and sum(sizes) > len(heads) and is_likely else []


def _day(days: Sequence[str], n: int) -> str:
    return days[n] if n < len(days) else ""
