"""The sums of a page, taken from among its tasks, and what the report tells of any."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.document import Aggregate, Document, Excerpt, Row, SumRow
from leverage_site.importing.formats.group_headings import without_group_headings
from leverage_site.importing.formats.numbers import (
    UNKNOWN_TEXTS,
    ambiguous_problem,
    assumptions,
    normalize_figure,
    normalize_numbers,
    parse_figure,
)
from leverage_site.importing.formats.sum_rows import (
    CandidateRow,
    RunningSums,
    Span,
    WrongFigure,
    find_marked_sums,
    find_tiled_sums,
    is_short,
)
from leverage_site.importing.formats.table_files import LIST_SEPARATOR
from leverage_site.importing.formats.wording import parse_metric
from leverage_site.problems import Problem, Source, catalog

# A name of a sum that has more words is told from a task by its figures alone.
_LONGEST_NAME = 6
# So many other sums there must be, for the figures of a task with words of its own to be one by no accident.
_CHANCES = 200

_NOWHERE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ClassifiedRows:
    """Rows, parted: tasks, sums of them, and rows that may be either."""

    tasks: tuple[Row, ...]
    sums: tuple[SumRow, ...] = ()
    doubtful: tuple[Row, ...] = ()


def classify_rows(
    rows: Sequence[Row],
    units: Mapping[str, str],
    *,
    foot: Sequence[Row] = (),
    groups: Sequence[str] = (),
    count: int | None = None,
) -> ClassifiedRows:
    """Tell tasks from sums, in their order.

    `foot` are rows that are no tasks in any case, `groups` the day of each row where rows are of many, `count` the
    number of tasks that the page prints. A row with an id, as our own data have it, is a task.
    """
    placed = [replace(row, place=number) for number, row in enumerate((*rows, *foot), 1)]
    sorting = _Sorting([CandidateRow.of(row, units) for row in placed], groups, len(rows))
    own = frozenset(n for n, row in enumerate(rows) if row.cells.get(fields.ID))
    sorting.sort(_NOWHERE, own)
    if (sorting.doubtful or sorting.marked) and count is not None:
        doubtful = frozenset(sorting.doubtful)
        tasks = len(sorting.parted().tasks)
        if count == tasks:
            sorting.sort(doubtful, own)
        elif count == tasks + len(doubtful):
            sorting.sort(_NOWHERE, own | doubtful)
        elif count == tasks + len(doubtful) + len(sorting.marked):
            sorting.sort(_NOWHERE, own.union(doubtful, sorting.marked))
    return sorting.parted()


class _Sorting:
    """Sorts lines into tasks and sums; those from `feet` on are no tasks."""

    def __init__(self, lines: Sequence[CandidateRow], groups: Sequence[str], feet: int) -> None:
        self.lines, self.groups, self.feet = lines, groups, feet
        self.names = {
            text.casefold()
            for line in lines
            for name in ("project", "tags")
            if (text := line.row.cells.get(name, ""))
        }
        numbered = sum(line.is_numbered for line in lines)
        self.has_numbers = numbered >= 2 and numbered * 2 > len(lines)
        self.marked = find_marked_sums(lines[:feet], groups)
        self.running = RunningSums()
        self.sums: list[SumRow] = []
        self.doubtful: list[int] = []

    def parted(self) -> ClassifiedRows:
        """What was found."""
        doubtful = set(self.doubtful)
        tasks = (line.row for n, line in enumerate(self.lines) if line.is_task and n not in doubtful)
        return ClassifiedRows(tuple(tasks), tuple(self.sums), tuple(self.lines[n].row for n in self.doubtful))

    def sort(self, sums: Collection[int], tasks: Collection[int]) -> None:
        """Find out what the lines are; those at `sums` and `tasks` are known."""
        self._count(sums, tasks)
        marked = {n: wrong for n, wrong in self.marked.items() if n not in tasks}
        tops = (n for n, line in enumerate(self.lines) if n not in tasks and self._heads_its_rows(n, line))
        if known := {*marked, *tops}:
            sums = {*sums, *known}
            self._count(sums, tasks)
        self.sums, self.doubtful = [], []
        places = [line.row.place for line in self.lines if line.is_task]
        for n, spans in self._spans():
            line = self.lines[n]
            if n not in sums and n < self.feet and self._is_doubtful(line, spans):
                self.doubtful.append(n)
            else:
                wrong, (start, end) = (marked[n], (0, 0)) if n in marked else self._wrong(line, spans)
                of = (places[start], places[end - 1], end - start) if end else (0, 0, 0)
                self.sums.append(SumRow(line.row, line.kind, wrong, of))
        alike = (*self._coincidences(), *find_tiled_sums(self.lines, self.groups))
        self.doubtful = sorted({*self.doubtful, *(n for n in alike if n not in tasks)})

    def _count(self, sums: Collection[int], tasks: Collection[int]) -> None:
        """Count the tasks from the top, telling sums by their names, and by the figures of the rows above."""
        self.running = running = RunningSums()
        group = same_day = 0
        closed = True
        since: dict[str, int] = {}
        for n, line in enumerate(self.lines):
            if self._day(n) != self._day(n - 1):
                same_day = len(running)
            key = str(line.label) if line.label else ""
            starts = dict.fromkeys((group, since.get(key, 0), same_day, 0))
            line.at, line.tops = len(running), closed
            line.spans = [(start, len(running)) for start in starts if start < len(running)]
            is_known = n in sums or n >= self.feet
            line.is_task = n in tasks or not (is_known or self._is_sum(line))
            if line.is_task:
                group, closed = (len(running) if closed else group), False
                running.add(line.stated)
            else:
                since[key], closed = len(running), True

    def _day(self, n: int) -> str:
        return self.groups[n] if 0 <= n < len(self.groups) else ""

    def _is_sum(self, line: CandidateRow) -> bool:
        if line.row.reason:
            return False
        if line.is_called_sum:
            return True
        if not line.is_half_called and (line.is_numbered or not self.has_numbers):
            return False
        if line.label and line.label.is_sub and line.label.rest.casefold() in self.names:
            return True
        least = 1 if line.label and line.is_half_called and not line.label.is_weak else 2
        return any(span[1] - span[0] >= least and self._fits(line, span) for span in line.spans)

    def _fits(self, line: CandidateRow, span: Span) -> bool:
        return self.running.exact(line.kind, span).fits(line.stated)

    def _heads_its_rows(self, n: int, line: CandidateRow) -> bool:
        """Whether a line that begins a table or group is half called a sum, and is that of the rows below it."""
        if not (line.is_task and line.tops and line.is_half_called):
            return False
        below = next((other.at for other in self.lines[n + 1 : n + 200] if not other.is_task), len(self.running))
        spans = dict.fromkeys(((line.at + 1, below), (line.at + 1, len(self.running))))
        return any(end - start >= 2 and self._fits(line, (start, end)) for start, end in spans)

    def _spans(self) -> Iterator[tuple[int, list[Span]]]:
        """The sums, each with the runs of tasks that it may be of, the likeliest first."""
        whole = len(self.running)
        ends = [whole] * len(self.lines)
        for n in range(len(self.lines) - 2, -1, -1):
            later = self.lines[n + 1]
            is_end = not later.is_task and later.at > self.lines[n].at
            ends[n] = later.at if is_end else ends[n + 1]
        for n, line in enumerate(self.lines):
            if not line.is_task:
                is_sub = line.label is not None and line.label.is_sub
                narrow = is_sub or self._day(n) != self._day(0)
                above = line.spans if narrow else sorted(line.spans, key=lambda span: span[0])
                spans = dict.fromkeys((*above, (line.at, ends[n]), (0, whole)))
                yield n, [span for span in spans if span[0] < span[1]]

    def _is_doubtful(self, line: CandidateRow, spans: Sequence[Span]) -> bool:
        """Whether a line that is called a sum may be a task all the same."""
        fitting = [span for span in spans if self._fits(line, span)]
        if line.has_own:
            return len(line.stated) < 2 or not any(end - start >= 2 for start, end in fitting)
        if not line.stated or fitting:
            return False
        is_like_one = line.label is not None and line.label.words <= _LONGEST_NAME
        return not spans or not is_like_one

    def _wrong(self, line: CandidateRow, spans: Sequence[Span]) -> tuple[tuple[WrongFigure, ...], Span]:
        """The figures that do not follow from the rows that the line most likely is of, and which these are."""
        found: list[tuple[tuple[WrongFigure, ...], Span]] = []
        for span in spans:
            wrong = list(self.running.exact(line.kind, span).wrong(line.row, line.stated))
            figure = parse_figure(line.row.cells.get(fields.FACTOR, ""))
            if line.kind == "mean" and figure and figure.follows(self.running.mean_factor(span)):
                wrong = [item for item in wrong if item[0] != fields.FACTOR]
            found.append((tuple(wrong), span))
        return min(found, key=lambda one: len(one[0]), default=((), (0, 0)))

    def _coincidences(self) -> Iterator[int]:
        """The lines that are called like tasks, stand first or last, and are just what the others sum up to."""
        tasks = [n for n, line in enumerate(self.lines) if line.is_task]
        days = [self._day(n) for n in tasks]
        day_end = len(tasks)
        found = []
        for at in range(len(tasks) - 1, -1, -1):
            n = tasks[at]
            line = self.lines[n]
            is_day_last = at + 1 == len(tasks) or days[at] != days[at + 1]
            day_end = at + 1 if is_day_last else day_end
            is_last = is_day_last or tasks[at + 1] > n + 1
            if is_last and self._is_nearly_a_sum(line):
                found.append(n)
                continue
            spans = list(line.spans) if is_last else []
            if at == 0 or days[at] != days[at - 1]:
                spans += dict.fromkeys(((at + 1, day_end), *([(1, len(tasks))] if at == 0 else [])))
            if any(self._is_no_accident(line, span) for span in spans):
                found.append(n)
        return reversed(found)

    def _is_nearly_a_sum(self, line: CandidateRow) -> bool:
        """Whether a line that may be called a sum has a figure of one, or more of each than any task above it."""
        if line.has_own or not line.may_be_called_sum:
            return False
        times = [name for name in (fields.HUMAN, fields.AI) if name in line.stated]
        half = line.label if line.is_half_called else None
        for start, end in line.spans:
            exact = self.running.exact(line.kind, (start, end))
            if end - start >= 2 and any(exact.has(name, line.stated[name]) for name in times):
                return True
            if half and half.leads and not half.is_weak and self.running.is_below(line.stated, (start, end)):
                return True
            if half and not half.rest and len(times) > 1 and exact.fits(line.stated):
                return True
        return False

    def _is_no_accident(self, line: CandidateRow, span: Span) -> bool:
        """Whether a line is the sum of the tasks of a span, and that would be an odd accident for a task."""
        count = span[1] - span[0]
        is_possible = count >= 2 and not line.row.reason and not line.has_own and len(line.stated) >= 2
        if not is_possible or not self.running.exact("sum", span).fits(line.stated):
            return False
        columns, chances = self.running.unlikeliness(span)
        if columns < 2:
            return False
        begins_as_one = line.label is not None and line.label.leads
        if begins_as_one or is_short(line.row.cells.get(fields.TASK, "")):
            return True
        return count >= 3 and chances >= _CHANCES


def separate_sums(document: Document) -> Document:
    """The document of a page without the rows that repeat what its others say; these are kept beside them."""
    log = document.log
    named, headings = without_group_headings(log.rows)
    log = replace(log, rows=named)
    units = {column.field: column.unit for column in log.columns}
    figures = [(known.figure, line.value) for line in document.aggregates if (known := parse_metric(line.name))]
    numbers = normalize_numbers((*log.rows, *log.foot), figures, units=units)
    rows, foot = numbers.rows[: len(log.rows)], numbers.rows[len(log.rows) :]
    figures = [(figure, normalize_figure(value, figure, numbers.decimal)) for figure, value in figures]
    counts = (parse_figure(value) for figure, value in figures if figure == "tasks")
    count = next((int(figure.value) for figure in counts if figure), None)
    found = classify_rows(rows, units, foot=foot, count=count)
    feet = {(row.line, row.text) for row in log.foot}
    told = [left_out_sum(one) for one in found.sums if (one.row.line, one.row.text) not in feet]
    source = document.source
    problems = [
        *(ambiguous_problem(source, cell) for cell in numbers.unclear),
        *(doubtful_problem(source, row) for row in found.doubtful),
    ]
    return replace(
        document,
        aggregates=tuple(_with_points(line, numbers.decimal) for line in document.aggregates),
        log=replace(log, rows=in_order(found), sums=found.sums),
        day_tokens=document.day_tokens or tokens_of_sums(found.tasks, found.sums),
        left_out=(*document.left_out, *headings, *told),
        assumed=(*document.assumed, *assumptions(numbers)),
        problems=(*document.problems, *problems),
    )


def _with_points(line: Aggregate, decimal: str) -> Aggregate:
    known = parse_metric(line.name)
    return replace(line, value=normalize_figure(line.value, known.figure, decimal)) if known else line


def in_order(found: ClassifiedRows) -> tuple[Row, ...]:
    """The tasks, and what may be tasks."""
    return tuple(sorted((*found.tasks, *found.doubtful), key=lambda row: row.place))


def left_out_sum(found: SumRow) -> Excerpt:
    """What the report tells of a sum."""
    name = "row of totals" if found.kind == "sum" else "row of averages"
    return Excerpt(name, found.row.text, found.row.line)


def doubtful_problem(source: Source, row: Row) -> Problem:
    """The problem of a row that may be a task or a sum."""
    title = row.cells.get(fields.TASK, "") or row.text.replace(LIST_SEPARATOR, " ")
    return catalog.DOUBTFUL_SUM.at(source.find(title[:60], row.line, row.line), title=title[:80])


def tokens_of_sums(tasks: Sequence[Row], sums: Sequence[SumRow]) -> str:
    """The tokens that a sum of all tasks of a day prints where these do not all print theirs: the day's own."""
    if all(row.cells.get(fields.TOKENS, "").casefold() not in UNKNOWN_TEXTS for row in tasks):
        return ""
    whole = (tasks[0].place, tasks[-1].place, len(tasks))
    texts = (
        one.row.cells.get(fields.TOKENS, "") for one in reversed(sums) if one.kind == "sum" and one.of == whole
    )
    return next((text for text in texts if text.casefold() not in UNKNOWN_TEXTS), "")
