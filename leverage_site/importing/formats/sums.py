"""Rows that repeat what other rows say: told from tasks by what they are called, by their figures and their place.

Their figures are held against the rows that they are of. What cannot be told from a task is doubtful.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.document import Document, Excerpt, Row, SumRow
from leverage_site.importing.formats.numbers import (
    UNKNOWN_TEXTS,
    normalize_figure,
    normalize_numbers,
    parse_figure,
)
from leverage_site.importing.formats.running_sums import RunningSums, Span
from leverage_site.importing.formats.sum_rows import CandidateRow, find_marked_sums, find_tiled_sums
from leverage_site.importing.formats.table_files import LIST_SEPARATOR
from leverage_site.importing.formats.wording import parse_metric, parse_sum_label
from leverage_site.problems import Problem, Source, catalog

# What a row has that names a group.
_NAMING_FIELDS = frozenset({fields.NUMBER, fields.TASK, fields.PROJECT})


@dataclass(frozen=True, slots=True)
class ClassifiedRows:
    """Rows by what they are: tasks, sums of them, and rows that may be either."""

    tasks: tuple[Row, ...]
    sums: tuple[SumRow, ...] = ()
    doubtful: tuple[Row, ...] = ()

    def in_order(self) -> tuple[Row, ...]:
        """Return the tasks, and what may be tasks, in the order of the table."""
        return tuple(sorted((*self.tasks, *self.doubtful), key=lambda row: row.place))


def separate_sums(document: Document) -> Document:
    """Return the document of a page with the rows that repeat what its others say beside its tasks."""
    source = document.source
    rows, headings = _take_out_group_headings(document.log.rows)
    log = replace(document.log, rows=rows)
    units = {column.field: column.unit for column in log.columns}
    metrics = [(metric.figure, line.value) for line in document.aggregates if (metric := parse_metric(line.name))]
    numbers = normalize_numbers((*rows, *log.foot), metrics, units=units)
    aggregates = tuple(
        replace(line, value=normalize_figure(line.value, metric.figure, numbers.decimal))
        if (metric := parse_metric(line.name))
        else line
        for line in document.aggregates
    )
    counts = (
        parse_figure(line.value)
        for line in aggregates
        if (metric := parse_metric(line.name)) and metric.figure == "tasks"
    )
    count = next((int(figure.value) for figure in counts if figure), None)
    rows, foot = numbers.rows[: len(rows)], numbers.rows[len(rows) :]
    classified = classify_rows(rows, units, foot=foot, count=count)
    feet = {(row.line, row.text) for row in log.foot}
    sums = (left_out_sum(one) for one in classified.sums if (one.row.line, one.row.text) not in feet)
    doubts = (doubtful_problem(source, row) for row in classified.doubtful)
    return replace(
        document,
        aggregates=aggregates,
        log=replace(log, rows=classified.in_order(), sums=classified.sums),
        day_tokens=document.day_tokens or tokens_of_sums(classified.tasks, classified.sums),
        left_out=(*document.left_out, *headings, *sums),
        assumed=(*document.assumed, *numbers.assumptions),
        problems=(*document.problems, *numbers.problems(source), *doubts),
    )


def _take_out_group_headings(rows: Sequence[Row]) -> tuple[tuple[Row, ...], list[Excerpt]]:
    """Take out the rows that name the group of tasks below them, and say nothing else."""
    others: list[Row] = []
    headings: list[Excerpt] = []
    is_followed = False
    for row in reversed(rows):
        name = _sole_name(row)
        if name and is_followed:
            headings.append(Excerpt("heading of a group", name, row.line))
            continue
        is_followed = not name
        others.append(row)
    return tuple(others[::-1]), headings[::-1]


def _sole_name(row: Row) -> str:
    """Return the name that is all a row says; empty for a sum without figures and a task with a number."""
    shown = [text.strip(" *_`") for text in row.text.split(" | ")]
    shown = [text for text in shown if text.casefold() not in UNKNOWN_TEXTS]
    known = [name for name, text in row.cells.items() if text.casefold() not in UNKNOWN_TEXTS]
    if len(shown) != 1 or len(known) > 1 or not any(letter.isalpha() for letter in shown[0]):
        return ""
    # A row that could not be taken apart may hold figures: one cell over all columns, or a line of copied text.
    is_whole = row.reason != "" and " | " not in row.text and not any(letter.isdigit() for letter in shown[0])
    if not (known[0] in _NAMING_FIELDS if known else is_whole):
        return ""
    label = parse_sum_label(shown[0])
    return "" if label and not label.qualifier else shown[0]


def left_out_sum(sum_row: SumRow) -> Excerpt:
    """Return what the report tells of a sum."""
    name = "row of totals" if sum_row.kind == "sum" else "row of averages"
    return Excerpt(name, sum_row.row.text, sum_row.row.line)


def doubtful_problem(source: Source, row: Row) -> Problem:
    """Return the problem of a row that may be a task or a sum."""
    title = row.cells.get(fields.TASK, "") or row.text.replace(LIST_SEPARATOR, " ")
    return catalog.DOUBTFUL_SUM.at(source.find(title[:60], row.line, row.line), title=title[:80])


def tokens_of_sums(tasks: Sequence[Row], sums: Sequence[SumRow]) -> str:
    """Return the tokens that a sum of all tasks of a day prints, if not all of these print theirs; else empty."""
    if all(row.cells.get(fields.TOKENS, "").casefold() not in UNKNOWN_TEXTS for row in tasks):
        return ""
    whole = (tasks[0].place, tasks[-1].place, len(tasks))
    texts = (
        one.row.cells.get(fields.TOKENS, "") for one in reversed(sums) if one.kind == "sum" and one.of == whole
    )
    return next((text for text in texts if text.casefold() not in UNKNOWN_TEXTS), "")


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
    own = frozenset(n for n, row in enumerate(rows) if row.cells.get(fields.ID))
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
    """Sorts rows into tasks and sums; those from `feet` on are no tasks."""

    def __init__(self, rows: Sequence[CandidateRow], groups: Sequence[str], feet: int) -> None:
        self.rows, self.groups, self.feet = rows, groups, feet
        self.names = {
            text.casefold()
            for row in rows
            for name in (fields.PROJECT, fields.TAGS)
            if (text := row.row.cells.get(name, ""))
        }
        numbered = sum(row.is_numbered for row in rows)
        self.has_numbers = numbered >= 2 and numbered * 2 > len(rows)
        self.marked = find_marked_sums(rows[:feet], groups)
        self.running = RunningSums()
        self.sums: list[SumRow] = []
        self.doubtful: list[int] = []

    def result(self) -> ClassifiedRows:
        """Return what the last classification found."""
        doubtful = set(self.doubtful)
        tasks = (row.row for n, row in enumerate(self.rows) if row.is_task and n not in doubtful)
        return ClassifiedRows(tuple(tasks), tuple(self.sums), tuple(self.rows[n].row for n in self.doubtful))

    def classify(self, sums: Collection[int], tasks: Collection[int]) -> None:
        """Find out what the rows are; those at the places `sums` and `tasks` are known."""
        self._count(sums, tasks)
        marked = {n: wrong for n, wrong in self.marked.items() if n not in tasks}
        heads = (n for n, row in enumerate(self.rows) if n not in tasks and self._heads_its_group(n, row))
        if known := {*marked, *heads}:
            sums = {*sums, *known}
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
        lookalikes = (*self._lookalikes(), *find_tiled_sums(self.rows, self.groups))
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

    def _heads_its_group(self, n: int, row: CandidateRow) -> bool:
        """Return whether a half named row begins a table or group, and is the sum of the rows below it."""
        if not (row.is_task and row.begins_group and row.is_half_named):
            return False
        whole = len(self.running)
        end = next((other.tasks_before for other in self.rows[n + 1 : n + 200] if not other.is_task), whole)
        first = row.tasks_before + 1
        return any(
            end - first >= 2 and row.fits(self.running, (first, end)) for end in dict.fromkeys((end, whole))
        )

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

    def _lookalikes(self) -> Iterator[int]:
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
        return reversed(places)
