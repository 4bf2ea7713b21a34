"""The sums of a page, taken from among its tasks, and what the report tells of any."""

from collections.abc import Sequence
from dataclasses import replace

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.blocks import Aggregate, Row, SumRow
from leverage_site.importing.formats.document import Document, LeftOut
from leverage_site.importing.formats.group_headings import without_group_headings
from leverage_site.importing.formats.numbers import assumed, plain_figures, settled, unclear_problem
from leverage_site.importing.formats.sheets import LISTED
from leverage_site.importing.formats.sum_sorting import Parted, parted
from leverage_site.importing.formats.values import NONE, printed
from leverage_site.importing.formats.wording import metric
from leverage_site.problems import Problem, Source, catalog


def without_sums(document: Document) -> Document:
    """The document of a page without the rows that repeat what its others say; these are kept beside them."""
    log = document.log
    named, headings = without_group_headings(log.rows)
    log = replace(log, rows=named)
    units = {column.field: column.unit for column in log.columns}
    figures = [(known.figure, line.value) for line in document.aggregates if (known := metric(line.name))]
    numbers = settled((*log.rows, *log.foot), figures, units=units)
    rows, foot = numbers.rows[: len(log.rows)], numbers.rows[len(log.rows) :]
    figures = [(figure, plain_figures(value, figure, numbers.decimal)) for figure, value in figures]
    counts = (printed(value) for figure, value in figures if figure == "tasks")
    count = next((int(figure.value) for figure in counts if figure), None)
    found = parted(rows, units, foot=foot, count=count)
    feet = {(row.line, row.text) for row in log.foot}
    told = [left_out(one) for one in found.sums if (one.row.line, one.row.text) not in feet]
    source = document.source
    problems = [
        *(unclear_problem(source, cell) for cell in numbers.unclear),
        *(doubt(source, row) for row in found.doubtful),
    ]
    return replace(
        document,
        aggregates=tuple(_with_points(line, numbers.decimal) for line in document.aggregates),
        log=replace(log, rows=in_order(found), sums=found.sums),
        day_tokens=document.day_tokens or sum_tokens(found.tasks, found.sums),
        left_out=(*document.left_out, *headings, *told),
        assumed=(*document.assumed, *assumed(numbers)),
        problems=(*document.problems, *problems),
    )


def _with_points(line: Aggregate, decimal: str) -> Aggregate:
    known = metric(line.name)
    return replace(line, value=plain_figures(line.value, known.figure, decimal)) if known else line


def in_order(found: Parted) -> tuple[Row, ...]:
    """The tasks, and what may be tasks."""
    return tuple(sorted((*found.tasks, *found.doubtful), key=lambda row: row.place))


def left_out(found: SumRow) -> LeftOut:
    """What the report tells of a sum."""
    name = "row of totals" if found.kind == "sum" else "row of averages"
    return LeftOut(name, found.row.text, found.row.line)


def doubt(source: Source, row: Row) -> Problem:
    """The problem of a row that may be a task or a sum."""
    title = row.cells.get(fields.TASK, "") or row.text.replace(LISTED, " ")
    return catalog.DOUBTFUL_SUM.at(source.find(title[:60], row.line, row.line), title=title[:80])


def sum_tokens(tasks: Sequence[Row], sums: Sequence[SumRow]) -> str:
    """The tokens that a sum of all tasks of a day prints where these do not all print theirs: the day's own."""
    if all(row.cells.get(fields.TOKENS, "").casefold() not in NONE for row in tasks):
        return ""
    whole = (tasks[0].place, tasks[-1].place, len(tasks))
    texts = (
        one.row.cells.get(fields.TOKENS, "") for one in reversed(sums) if one.kind == "sum" and one.of == whole
    )
    return next((text for text in texts if text.casefold() not in NONE), "")
