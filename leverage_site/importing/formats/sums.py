"""Rows that repeat what other rows say: told from tasks by what they are called, by their figures and their place.

Their figures are held against the rows that they are of. What cannot be told from a task is doubtful.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from leverage_site.importing.formats import columns
from leverage_site.importing.formats.document import Excerpt, Row, SumRow
from leverage_site.importing.formats.numbers import is_unknown
from leverage_site.importing.formats.sum_rows import CandidateRow, RunningSums, Span, WrongFigure
from leverage_site.importing.formats.table_files import LIST_SEPARATOR
from leverage_site.problems import Problem, Source, catalog
from leverage_site.values import value


@value
class ClassifiedRows:
    """Rows by what they are: tasks, sums of them, and rows that may be either."""

    tasks: tuple[Row, ...]
    sums: tuple[SumRow, ...] = ()
    doubtful: tuple[Row, ...] = ()

    def in_order(self) -> tuple[Row, ...]:
        """Return the tasks, and what may be tasks, in the order of the table."""
        return tuple(sorted((*self.tasks, *self.doubtful), key=lambda row: row.place))


def left_out_sum(sum_row: SumRow) -> Excerpt:
    """Return what the report tells of a sum."""
    name = "row of totals" if sum_row.kind == "sum" else "row of averages"
    return Excerpt(name, sum_row.row.text, sum_row.row.line)


def doubtful_problem(source: Source, row: Row) -> Problem:
    """Return the problem of a row that may be a task or a sum."""
    title = row.get(columns.TASK) or row.text.replace(LIST_SEPARATOR, " ")
    return catalog.DOUBTFUL_SUM.at(source.find(title[:60], row.line, row.line), title=title[:80])


def tokens_of_sums(tasks: Sequence[Row], sums: Sequence[SumRow]) -> str:
    """Return the tokens that a sum of all tasks of a day prints, if not all of these print theirs; else empty."""
    if not any(is_unknown(row.get(columns.TOKENS)) for row in tasks):
        return ""
    whole = (tasks[0].place, tasks[-1].place, len(tasks))
    texts = (one.row.get(columns.TOKENS) for one in reversed(sums) if one.kind == "sum" and one.of == whole)
    return next((text for text in texts if not is_unknown(text)), "")


def classify_rows(
    rows: Sequence[Row],
    units: Mapping[str, str],
    *,
    foot: Sequence[Row] = (),
    groups: Sequence[str] = (),
    count: int | None = None,
) -> ClassifiedRows:
    """Tell tasks from sums, in their order. A row with an id, as our own data have it, is a task.

    Args:
        rows: The rows of a table.
        units: The unit of bare numbers, by field.
        foot: Rows that are no tasks in any case.
        groups: The day of each row, where rows are of many.
        count: The number of tasks that the page prints.
    """
    placed = [replace(row, place=number) for number, row in enumerate((*rows, *foot), 1)]
    classifier = _Classifier([CandidateRow.from_row(row, units) for row in placed], groups, len(rows))
    own = frozenset(n for n, row in enumerate(rows) if row.cells.get(columns.ID))
    none = frozenset[int]()
    classifier.classify(none, own)
    if count is not None:
        doubtful, marked = frozenset(classifier.doubtful), frozenset(classifier.marked)
        extra = count - len(classifier.result().tasks)
        if doubtful or marked:
            if not extra:
                classifier.classify(doubtful, own)
            elif extra == len(doubtful):
                classifier.classify(none, own | doubtful)
            elif extra == len(doubtful) + len(marked):
                classifier.classify(none, own | doubtful | marked)
    return classifier.result()


class _Classifier:
    """Sorts rows into tasks and sums; those from `feet` on are no tasks. `groups` are the days of the rows."""

    def __init__(self, rows: Sequence[CandidateRow], groups: Sequence[str], feet: int) -> None:
        self.rows, self.groups, self.feet = rows, groups, feet
        self.names = {
            text.casefold()
            for row in rows
            for name in (columns.PROJECT, columns.TAGS)
            if (text := row.row.get(name))
        }
        numbered = sum(row.is_numbered for row in rows)
        self.has_numbers = numbered >= 2 and numbered * 2 > len(rows)
        self.running = RunningSums()
        self.sums: list[SumRow] = []
        self.doubtful: list[int] = []
        # The rows that have the sum of those which a number, mark or project puts beside them, each with those of
        # its figures that do not follow.
        self.marked: dict[int, tuple[WrongFigure, ...]] = {}
        counted = rows[:feet]
        for head, members in (*_numbered_groups(counted), *_marked_groups(counted), *_project_groups(counted)):
            row = rows[head]
            if not row.row.reason and len({self._day(n) for n in (head, *members)}) == 1:
                running = RunningSums()
                for n in members:
                    running.add(rows[n].stated)
                figures = running.figures("sum", (0, len(running)))
                if figures.allow_all(row.stated):
                    self.marked[head] = tuple(figures.wrong(row.row, row.stated))

    def result(self) -> ClassifiedRows:
        """Return what the last classification found."""
        doubtful = set(self.doubtful)
        tasks = (row.row for n, row in enumerate(self.rows) if row.is_task and n not in doubtful)
        return ClassifiedRows(tuple(tasks), tuple(self.sums), tuple(self.rows[n].row for n in self.doubtful))

    def classify(self, sums: Collection[int], tasks: Collection[int]) -> None:
        """Find out what the rows are; those at the places `sums` and `tasks` are known."""
        self._count(sums, tasks)
        marked = {n: wrong for n, wrong in self.marked.items() if n not in tasks}
        heads = (
            n
            for n, row in enumerate(self.rows)
            if n not in tasks and row.begins_group and row.heads_group(self.running, self.rows[n + 1 : n + 200])
        )
        if others := {*marked, *heads}:
            sums = {*sums, *others}
            self._count(sums, tasks)
        self.sums, self.doubtful = [], []
        places = [row.row.place for row in self.rows if row.is_task]
        for n, spans in self._spans():
            row = self.rows[n]
            if n not in sums and n < self.feet and row.may_be_task(self.running, spans):
                self.doubtful.append(n)
            else:
                wrong, (start, end) = (
                    (marked[n], (0, 0)) if n in marked else row.wrong_figures(self.running, spans)
                )
                of = (places[start], places[end - 1], end - start) if end else (0, 0, 0)
                self.sums.append(SumRow(row.row, row.kind, wrong, of))
        lookalikes = self._lookalikes()
        for _, run in groupby((n for n, row in enumerate(self.rows) if row.is_task), key=self._day):
            day = list(run)
            lookalikes += _tile(self.rows, day) or _tile(self.rows, day[::-1])
        self.doubtful = sorted({*self.doubtful, *(n for n in lookalikes if n not in tasks)})

    def _count(self, sums: Collection[int], tasks: Collection[int]) -> None:
        """Count the tasks from the top, telling sums by their names, and by the figures of the rows above."""
        self.running = running = RunningSums()
        group_start = day_start = 0
        begins_group = True
        behind_last: dict[str, int] = {}
        for n, row in enumerate(self.rows):
            if self._day(n) != self._day(n - 1):
                day_start = len(running)
            key = str(row.label) if row.label else ""
            starts = dict.fromkeys((group_start, behind_last.get(key, 0), day_start, 0))
            row.tasks_before, row.begins_group = len(running), begins_group
            row.spans = [(start, len(running)) for start in starts if start < len(running)]
            is_sum = n in sums or n >= self.feet
            row.is_task = n in tasks or not (
                is_sum or row.is_sum(running, self.names, among_numbers=self.has_numbers)
            )
            if row.is_task:
                group_start, begins_group = (len(running) if begins_group else group_start), False
                running.add(row.stated)
            else:
                behind_last[key], begins_group = len(running), True

    def _day(self, n: int) -> str:
        return self.groups[n] if 0 <= n < len(self.groups) else ""

    def _spans(self) -> Iterator[tuple[int, list[Span]]]:
        """Yield the sums, each with the runs of tasks that it may be of, the likeliest first."""
        whole = len(self.running)
        ends = [whole] * len(self.rows)
        for n in range(len(self.rows) - 2, -1, -1):
            later = self.rows[n + 1]
            is_end = not later.is_task and later.tasks_before > self.rows[n].tasks_before
            ends[n] = later.tasks_before if is_end else ends[n + 1]
        for n, row in enumerate(self.rows):
            if not row.is_task:
                is_subtotal = row.label is not None and row.label.is_subtotal
                is_narrow = is_subtotal or self._day(n) != self._day(0)
                above = row.spans if is_narrow else sorted(row.spans, key=lambda span: span[0])
                spans = dict.fromkeys((*above, (row.tasks_before, ends[n]), (0, whole)))
                yield n, [span for span in spans if span[0] < span[1]]

    def _lookalikes(self) -> list[int]:
        """Return the rows that are called like tasks, stand first or last, and are what the others sum up to."""
        tasks = [n for n, row in enumerate(self.rows) if row.is_task]
        days = [self._day(n) for n in tasks]
        day_end = len(tasks)
        places = []
        for at in range(len(tasks) - 1, -1, -1):
            n = tasks[at]
            row = self.rows[n]
            is_day_last = at + 1 == len(tasks) or days[at] != days[at + 1]
            day_end = at + 1 if is_day_last else day_end
            is_last = is_day_last or tasks[at + 1] > n + 1
            if is_last and row.is_nearly_sum(self.running):
                places.append(n)
                continue
            spans = list(row.spans) if is_last else []
            if at == 0 or days[at] != days[at - 1]:
                spans += dict.fromkeys(((at + 1, day_end), *([(1, len(tasks))] if at == 0 else [])))
            if any(row.is_no_accident(self.running, span) for span in spans):
                places.append(n)
        return places


# Rows may be called like a group of tasks and hold its sum, above the group or below it. Numbers, marks and
# projects tell which rows are of a group. Where nothing tells, figures do: a table of nothing but groups, each
# with a row that is the sum of its others, is no accident.

_NUMBER = re.compile(r"#? ?([0-9]{1,4}(?:\.[0-9]{1,4}){0,5})[.)]?")
_BULLETS = tuple("-–—•·▪◦*+→↳└├‣›>")
_BOLD = re.compile(r"(\*\*|__)(?=\S).+\1")
# So many rows with the same sum are tried as the end of a group.
_MAX_ENDS = 30


def _numbered_groups(rows: Sequence[CandidateRow]) -> Iterator[tuple[int, list[int]]]:
    """Yield rows with `2`, each with those with `2.1` and `2.2` below it."""
    heads: dict[str, int] = {}
    members: dict[str, list[int]] = {}
    for n, row in enumerate(rows):
        if match := _NUMBER.fullmatch(row.row.get(columns.NUMBER)):
            above = match[1].rpartition(".")[0]
            if above in heads:
                members.setdefault(above, []).append(n)
            heads.setdefault(match[1], n)
    yield from ((heads[number], places) for number, places in members.items())


def _marked_groups(rows: Sequence[CandidateRow]) -> Iterator[tuple[int, list[int]]]:
    """Yield rows in bold above others, and rows above those that begin like items of a list."""
    titles = [row.row.get(columns.TASK).strip() for row in rows]
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
    projects = [row.row.get(columns.PROJECT).casefold() for row in rows]
    titles = [row.row.get(columns.TASK).strip(" *_").casefold() for row in rows]
    runs: dict[int, list[int]] = {}
    for n, (project, title) in enumerate(zip(projects, titles, strict=True)):
        if project and title != project:
            runs[n] = runs[n - 1] if n - 1 in runs and projects[n - 1] == project else []
            runs[n].append(n)
    for n, (project, title) in enumerate(zip(projects, titles, strict=True)):
        for beside in (n - 1, n + 1):
            if title and project in ("", title) and beside in runs and projects[beside] == title:
                yield n, runs[beside]


def _tile(rows: Sequence[CandidateRow], places: Sequence[int]) -> list[int]:
    """Return the first row of each group, if the rows are nothing but groups that begin with their sums."""
    running = RunningSums()
    human = [0]
    for n in places:
        running.add(rows[n].stated)
        human.append(
            human[-1] + (int(rows[n].stated[columns.HUMAN].value) if columns.HUMAN in rows[n].stated else 0)
        )
    heads: list[int] = []
    sizes: list[int] = []
    is_likely = False
    at = 0
    while at < len(places):
        row = rows[places[at]]
        own = row.stated.get(columns.HUMAN)
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
