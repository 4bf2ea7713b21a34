"""Blocks of a page → its document: which are its text, which its tasks and sums, and which day the rows state."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

from leverage_site.dates import WEEKDAYS
from leverage_site.importing.formats import columns, wording
from leverage_site.importing.formats.days import (
    cell_day,
    contradicting_weekday,
    day_column,
    day_without_year,
    days_in,
    possible_days,
)
from leverage_site.importing.formats.document import (
    Aggregate,
    Aggregates,
    Block,
    Document,
    Excerpt,
    Heading,
    ParsedPage,
    Row,
    StatedDay,
    TaskLog,
    Text,
    ordered_days,
)
from leverage_site.importing.formats.numbers import (
    is_unknown,
    is_value,
    normalize_figure,
    normalize_numbers,
    parse_figure,
)
from leverage_site.importing.formats.page_top import PageTop, block_days, is_teaser
from leverage_site.importing.formats.sums import classify_rows, doubtful_problem, left_out_sum, tokens_of_sums
from leverage_site.importing.formats.wording import parse_metric
from leverage_site.markdown.parse import plain_text
from leverage_site.problems import Problem, Source, catalog

_TABLE_HEADINGS = wording.TASK_LOG | wording.AGGREGATES
_ONE_DAY_HINT = (
    "A page is one day: split the file, or correct the days in its table. If the column says something else, "
    'leave it out with --map, such as --map "{name}=".'
)
_WRITE_DAY_HINT = (
    "Write it as 2026-04-07, or say with --day-order what comes first in it: dmy, mdy or ymd. If the column says "
    'something else, leave it out with --map, such as --map "{name}=".'
)
_WEEKDAY_HINT = "Correct the day, or its weekday. The record is of the day."
_MAX_AGGREGATES_IN_TEXT = 100
# In HTML, an item of a list may stand so many lines below its beginning.
_MAX_LIST_LINES = 50
# What a row has that names a group.
_NAMING_FIELDS = frozenset({columns.NUMBER, columns.TASK, columns.PROJECT})

_MAX_LINE = 120
# What an item of a list begins with.
_ITEM = re.compile(r"\A(?:[-–—*+•·]|[0-9]{1,3}[.)])\s+")
_NO_PARAGRAPH = (">", "|", "    ", "```", "~~~")
# What is called so is of other days as well.
_OTHER_TIME = re.compile(
    r"\b(?:weeks?|weekly|months?|monthly|quarter|years?|yearly|annual|all[- ]time|so far|to date"
    r"|yesterday|last|previous|tomorrow|next)\b",
    re.IGNORECASE,
)


def read_document(source: Source, page: ParsedPage, known_tags: Iterable[str]) -> Document | Problem:
    """Return the document of a page, or the problem of one that has no task log, or two."""
    logs = [block for block in page.blocks if isinstance(block, TaskLog)]
    if len(logs) != 1:
        code = catalog.TWO_TASK_LOGS if logs else catalog.NO_TASK_LOG
        return code.at(source.place(logs[1].line if logs else 1))
    top = PageTop(
        source, tuple(known_tags), page.facts, page.is_copied, list(page.extracted), problems=list(page.problems)
    )
    sections = _Sections(top, list(page.left_out))
    sections.read(list(page.blocks))
    # Headings above the task log count where nothing else tells the day.
    headings = [block for block in sections.body_above if isinstance(block, Heading)]
    stated_days = (
        # The title may be known from outside the text.
        *(StatedDay(day.day, "the title", weekday=day.weekday) for day in days_in(page.facts.title or "")),
        *top.stated_days,
        *page.facts.stated_days,
        *(day for block in headings for day in block_days(block, "a heading", "hint")),
    )
    texts = " ".join(block.plain for block in sections.body if isinstance(block, Text))
    return Document(
        source,
        logs[0],
        (*top.aggregates, *sections.aggregates),
        top.facts,
        ordered_days(stated_days),
        day_without_year(texts) or next((str(found.day) for found in days_in(texts)), ""),
        "\n\n".join(
            block.markdown if isinstance(block, Text) else f"{'#' * max(2, block.level)} {block.markdown}"
            for block in sections.body
        ),
        day_tokens=top.facts.tokens,
        left_out=tuple(sorted((*sections.left_out, *top.left_out), key=lambda item: item.line)),
        problems=tuple(top.problems),
        stated_days=stated_days,
        extracted=tuple(sorted(top.extracted, key=lambda item: item.line)),
        aggregates_in_text=tuple(
            replace(one, line=source.find(one.name, one.line, one.line + _MAX_LIST_LINES).line or one.line)
            for one in islice(aggregates_in_text(sections.body), _MAX_AGGREGATES_IN_TEXT)
        ),
    )


def with_days_of_rows(document: Document, order: str | None) -> Document:
    """Return the document of a page with the day that all its rows state, or with the problems of these days.

    `order` is what comes first in a day of numbers. A column without any day is an unknown one.
    """
    rows = [row for row in document.log.rows if not is_unknown(row.get(columns.DATE))]
    if not rows:
        return document
    texts = [row.cells[columns.DATE] for row in rows]
    # The heading of the column, as --map knows it.
    headings = document.source.lines[document.log.line - 1 : document.log.line + 20]
    shown = " ".join(headings).casefold()
    name = next((name for name in columns.FIELDS[columns.DATE] if name in shown), columns.DATE)
    if not any(cell_day(text) or possible_days(text) for text in texts):
        return replace(document, log=replace(document.log, unknown=(*document.log.unknown, name)))
    days = [
        day or next((one for one in possible_days(text) if one in document.days), None)
        for day, text in zip(day_column(texts, order).days, texts, strict=True)
    ]
    problems: list[Problem] = []
    dated = []
    for row, day in zip(rows, days, strict=True):
        if day is None:
            text = row.cells[columns.DATE][:60]
            may_be = " or ".join(map(str, possible_days(text)))
            reason = f"its date '{text}' may be {may_be}" if may_be else f"its date is not a day: '{text}'"
            place = document.source.find(text, row.line, row.line)
            problems.append(catalog.BAD_ROW.at(place, reason=reason, hint=_WRITE_DAY_HINT.format(name=name)))
        else:
            dated.append((day, row))
    if other := next(((day, row) for day, row in dated if day != dated[0][0]), None):
        one, two = (f"{day} (the table, line {row.line})" for day, row in (dated[0], other))
        place = document.source.find(other[1].cells[columns.DATE], other[1].line, other[1].line)
        problems.append(catalog.TWO_DAYS.at(place, one=one, other=two, hint=_ONE_DAY_HINT.format(name=name)))
    if problems:
        return replace(document, problems=(*document.problems, *problems))
    first_day = dated[0][0]
    stated_days = (*document.stated_days, StatedDay(first_day, "the table", rows[0].line))
    problems = [*document.problems, *wrong_weekdays(document.source, rows, first_day)]
    return replace(document, stated_days=stated_days, days=ordered_days(stated_days), problems=tuple(problems))


def wrong_weekdays(source: Source, rows: Sequence[Row], day: dt.date) -> Iterator[Problem]:
    """Yield a warning for each row of a day that has the name of another weekday before it."""
    for row in rows:
        if word := contradicting_weekday(row.get(columns.DATE), day):
            place = source.find(word, row.line, row.line)
            stated = f"{day}, a {WEEKDAYS[day.weekday()]}"
            yield catalog.DAYS_DISAGREE.at(place, day=stated, other=word, hint=_WEEKDAY_HINT)


def separate_sums(document: Document) -> Document:
    """Return the document of a page with the rows that repeat what its others say beside its tasks."""
    source = document.source
    # Rows that name the group of tasks below them, and say nothing else, are no tasks.
    rows: list[Row] = []
    headings: list[Excerpt] = []
    is_followed = False
    for row in reversed(document.log.rows):
        name = _sole_name(row)
        if name and is_followed:
            headings.append(Excerpt("heading of a group", name, row.line))
        else:
            is_followed = not name
            rows.append(row)
    log = replace(document.log, rows=tuple(rows[::-1]))
    figures = [(line.figure, line.value) for line in document.aggregates if line.figure]
    numbers = normalize_numbers((*log.rows, *log.foot), figures, units=log.units)
    aggregates, in_text = (
        tuple(
            replace(line, value=normalize_figure(line.value, line.figure, numbers.decimal))
            if line.figure
            else line
            for line in lines
        )
        for lines in (document.aggregates, document.aggregates_in_text)
    )
    counts = (parse_figure(line.value) for line in aggregates if line.figure == "tasks")
    count = next((int(figure.value) for figure in counts if figure), None)
    tasks, foot = numbers.rows[: len(rows)], numbers.rows[len(rows) :]
    classified = classify_rows(tasks, log.units, foot=foot, count=count)
    feet = {(row.line, row.text) for row in log.foot}
    sums = (left_out_sum(one) for one in classified.sums if (one.row.line, one.row.text) not in feet)
    doubts = (doubtful_problem(source, row) for row in classified.doubtful)
    return replace(
        document,
        aggregates=aggregates,
        aggregates_in_text=in_text,
        log=replace(log, rows=classified.in_order(), sums=classified.sums),
        day_tokens=document.day_tokens or tokens_of_sums(classified.tasks, classified.sums),
        left_out=(*document.left_out, *headings[::-1], *sums),
        assumptions=(*document.assumptions, *numbers.assumptions),
        problems=(*document.problems, *numbers.problems(source), *doubts),
    )


def _sole_name(row: Row) -> str:
    """Return the name that is all a row says; empty for a sum without figures and a task with a number."""
    shown = [text.strip(" *_`") for text in row.text.split(" | ")]
    shown = [text for text in shown if not is_unknown(text)]
    known = [name for name, text in row.cells.items() if not is_unknown(text)]
    if len(shown) != 1 or len(known) > 1 or not any(letter.isalpha() for letter in shown[0]):
        return ""
    # A row that could not be taken apart may hold figures: one cell over all columns, or a line of copied text.
    is_whole = row.reason != "" and " | " not in row.text and not any(letter.isdigit() for letter in shown[0])
    if not (known[0] in _NAMING_FIELDS if known else is_whole):
        return ""
    label = wording.parse_sum_label(shown[0])
    return "" if label and not label.qualifier else shown[0]


@dataclass(slots=True)
class _Sections:
    """Divides the blocks of a page into its text, `body`, and what stands on every page.

    `body_above` is the text above the task log.
    """

    top: PageTop
    left_out: list[Excerpt]
    aggregates: list[Aggregate] = field(default_factory=list)
    body: list[Heading | Text] = field(default_factory=list)
    body_above: list[Heading | Text] = field(default_factory=list)

    def read(self, blocks: list[Block]) -> None:
        behind = 1 + max(n for n, block in enumerate(blocks) if isinstance(block, TaskLog | Aggregates))
        # A call to action closes a page.
        call = next((n for n in range(behind, len(blocks)) if _is_call(blocks[n])), None)
        if call is not None:
            end = _end_of_section(blocks, call)
            self._leave_out("call to action", blocks[call:end])
            blocks = blocks[:call] + blocks[end:]
        # Sections behind the tables may be comments, or lead to other pages.
        rest = blocks[:behind]
        at = behind
        while at < len(blocks):
            block, end = blocks[at], at + 1
            if isinstance(block, Heading) and block.level and (kind := wording.trailing_section(block.plain)):
                end = _end_of_section(blocks, at)
                self._leave_out(kind, blocks[at:end])
            else:
                rest.append(block)
            at = end
        self._divide(self.top.read_end(self.top.read(rest)))
        # Some pages repeat the beginning of the lead above it.
        for n, block in enumerate(self.body[:3]):
            if is_teaser(block, self.body[n + 1 :]):
                self._leave_out("teaser", [self.body.pop(n)])
                return

    def _divide(self, blocks: list[Block]) -> None:
        """Sort the blocks into text, aggregates, headings of tables, and boxes that stand on every page."""
        at = 0
        while at < len(blocks):
            block, start = blocks[at], at
            before = blocks[start - 1] if start else None
            at += 1
            if isinstance(block, Aggregates):
                self.aggregates += block.lines
            elif isinstance(block, TaskLog):
                self.body_above = list(self.body)
            elif wording.ABOUT_AUTHOR.match(block.plain):
                at += _box_length(blocks[start:], before, must_be_marked=True) - 1
                self._leave_out("about the author", blocks[start:at])
            elif wording.fold_heading(block.plain) in wording.ABOUT_RECORDS:
                at += max(_box_length(blocks[start:], before, must_be_marked=False), 2) - 1
                at = min(at, len(blocks))
                self._leave_out("about these records", blocks[start:at])
            elif _is_call(block):
                at = next((n for n in range(at, len(blocks)) if not isinstance(blocks[n], Text)), len(blocks))
                self._leave_out("call to action", blocks[start:at])
            elif isinstance(block, Heading) and wording.fold_heading(block.plain) in _TABLE_HEADINGS:
                # The site has its own.
                self.top.extracted.append(Excerpt("heading of a table", block.plain, block.line))
            else:
                self.body.append(block)

    def _leave_out(self, name: str, blocks: Sequence[Block]) -> None:
        texts = [block.plain for block in blocks if isinstance(block, Heading | Text)]
        self.left_out.append(Excerpt(name, "\n".join(texts), blocks[0].line))


def _box_length(blocks: Sequence[Block], before: Block | None, *, must_be_marked: bool) -> int:
    """Return how many of the blocks stand in one box that begins with the first; 1 if it stands in none.

    A marked box is an aside, or an element with a class.
    """
    outside = getattr(before, "containers", ())
    for box in reversed(getattr(blocks[0], "containers", ())):
        is_marked = box.tag == "aside" or box.get("class")
        if (is_marked or not must_be_marked) and not any(box is other for other in outside):
            inside = (any(box is other for other in getattr(block, "containers", ())) for block in blocks)
            return next((n for n, is_in in enumerate(inside) if not is_in), len(blocks))
    return 1


def _end_of_section(blocks: Sequence[Block], n: int) -> int:
    """Return where the section of a heading ends: at the next of its level, which copied text has not."""
    level = getattr(blocks[n], "level", 0)
    nexts = (k for k in range(n + 1, len(blocks)) if 0 < getattr(blocks[k], "level", 0) <= level)
    return next(nexts, len(blocks))


def _is_call(block: Block) -> bool:
    return isinstance(block, Heading | Text) and wording.fold_heading(block.plain) in wording.CALL_TO_ACTION


def is_known_aggregate(aggregate: Aggregate) -> bool:
    """Return whether an aggregate is called just as a figure is, and its value is a figure, or unknown."""
    name = aggregate.name.rstrip(" :")
    metric = parse_metric(name)
    return metric is not None and metric.words == name and is_value(aggregate.value)


def aggregates_in_text(blocks: Iterable[Heading | Text]) -> Iterator[Aggregate]:
    """Yield the aggregates in the text of a page, but not those below a heading or a line that names another time.

    They are items of lists, or lines of paragraphs that are made of nothing else.
    """
    heading = line_above = ""
    for block in blocks:
        if isinstance(block, Heading):
            heading, line_above = block.plain, ""
        elif aggregates := list(_parse_block(block)):
            if not (_OTHER_TIME.search(heading) or _OTHER_TIME.search(line_above)):
                yield from aggregates
        else:
            line_above = block.plain if block.plain.endswith(":") else ""


def _parse_block(block: Text) -> Iterator[Aggregate]:
    lines = block.markdown.split("\n")
    aggregates = [_parse_line(line, number) for number, line in enumerate(lines, block.line)]
    # A paragraph is one of them only as a whole; an item that goes on in the next line says more.
    is_list = _ITEM.match(lines[0]) is not None
    if is_list or all(aggregates):
        starts = [*(not is_list or _ITEM.match(line) is not None for line in lines), True]
        yield from (one for one, ends in zip(aggregates, pairwise(starts), strict=True) if one and all(ends))


def _parse_line(line: str, number: int) -> Aggregate | None:
    """Return the aggregate that a line is: a name, a colon, and a value."""
    if len(line) > _MAX_LINE or ":" not in line or line.startswith(_NO_PARAGRAPH):
        return None
    # In a copied line the mark of an item is escaped.
    name, _, text = _ITEM.sub("", plain_text(line.strip().removesuffix("\\")), count=1).partition(":")
    aggregate = Aggregate(name.strip(), text.strip(), number)
    is_sentence = is_unknown(aggregate.value) or aggregate.value.endswith(".")
    return aggregate if is_known_aggregate(aggregate) and not is_sentence else None
