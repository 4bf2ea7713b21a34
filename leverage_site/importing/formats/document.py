"""What a source says, in the words of no format: the blocks of a page, and the document of each day."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Any, Literal

from leverage_site.importing.formats.columns import TableColumn
from leverage_site.importing.formats.wording import parse_metric
from leverage_site.problems import Problem, Source
from leverage_site.values import value

Weight = Literal["statement", "stamp", "hint"]
WEIGHTS: tuple[Weight, ...] = ("statement", "stamp", "hint")

# Where days are stated that no reader of the page sees.
ADDRESS, METADATA = "the address", "the metadata"
UNSEEN = frozenset({ADDRESS, METADATA})


@value
class Heading:
    """A heading; level 1 is the page's title, 0 a line that was one before it was copied as text.

    `containers` are as those of `Text`.
    """

    plain: str
    line: int
    level: int = 0
    markdown: str = ""
    containers: tuple[Any, ...] = ()


@value
class Text:
    """A paragraph, list, quotation or piece of code, as Markdown and as the words it shows.

    `containers` are the elements that it shares with other blocks, the innermost first, if the format has any.
    """

    plain: str
    line: int
    markdown: str
    containers: tuple[Any, ...] = ()


@value
class Row:
    """A row of a task log: the text of each field that was printed. `reason` tells why it cannot be read.

    `place` is its number in its table, where that is known.
    """

    line: int
    cells: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    reason: str = ""
    place: int = 0

    def get(self, field: str) -> str:
        """Return the text of a field, empty where the row has none."""
        return self.cells.get(field, "")


@value
class SumRow:
    """A row that repeats what others say; `wrong` are its figures that do not follow, printed and computed.

    `of` are the places of the first and last task that it most likely is of, and how many these are.
    """

    row: Row
    kind: str
    wrong: tuple[tuple[str, str, str], ...] = ()
    of: tuple[int, int, int] = (0, 0, 0)


@value
class TaskLog:
    """The rows of a task log, and the columns that they have.

    `foot` are rows that the format sets apart as no tasks; `sums` those that were found to be none.
    """

    line: int
    columns: tuple[TableColumn, ...]
    rows: tuple[Row, ...]
    unknown: tuple[str, ...] = ()
    foot: tuple[Row, ...] = ()
    sums: tuple[SumRow, ...] = ()

    @property
    def units(self) -> dict[str, str]:
        """The unit of bare numbers, by field, as in `TableColumn.unit`."""
        return {column.field: column.unit for column in self.columns}


@value
class Aggregate:
    """A printed sum or average: `Total tasks`, `36`."""

    name: str
    value: str
    line: int

    @property
    def figure(self) -> str:
        """The name of the figure that it is, empty if that is unknown."""
        metric = parse_metric(self.name)
        return metric.figure if metric else ""


@value
class Aggregates:
    """A table of aggregates."""

    line: int
    lines: tuple[Aggregate, ...]


Block = Heading | Text | TaskLog | Aggregates


@value
class Excerpt:
    """Words of a page that are not in the text of its record; `name` tells which part of the page they are."""

    name: str
    text: str
    line: int


@value
class StatedDay:
    """A day that a page says it is of, and `where`.

    A stamp tells when the page was published, which may be later than its day; a hint counts only where nothing
    else tells the day. `weekday` stands beside it, and is that of another day.
    """

    day: dt.date
    where: str
    line: int = 1
    weight: Weight = "statement"
    weekday: str = ""


def ordered_days(stated: Iterable[StatedDay]) -> tuple[dt.date, ...]:
    """Return each day once, the surest first."""
    return tuple(dict.fromkeys(one.day for one in sorted(stated, key=lambda one: WEIGHTS.index(one.weight))))


@value
class Facts:
    """What a page says of itself beside its text.

    `is_titled` is false of a title that a heading would say better. `stated_days` are those that it names outside
    its text.
    """

    title: str | None = None
    tags: tuple[str, ...] = ()
    url: str | None = None
    aliases: tuple[str, ...] = ()
    summary: str | None = None
    draft: bool = False
    updated: dt.date | None = None
    stated_days: tuple[StatedDay, ...] = ()
    is_titled: bool = True
    tokens: str = ""

    def with_fallback(self, others: "Facts") -> "Facts":
        """Return these facts, and the others where these say nothing."""
        mine = self if self.title else replace(self, title=others.title, is_titled=others.is_titled)
        return replace(
            mine,
            tags=self.tags or others.tags,
            url=self.url or others.url,
            aliases=self.aliases or others.aliases,
            summary=self.summary or others.summary,
            draft=self.draft or others.draft,
            updated=self.updated or others.updated,
            stated_days=(*self.stated_days, *others.stated_days),
            tokens=self.tokens or others.tokens,
        )


@value
class ParsedPage:
    """A page as blocks; `is_copied` is true of a text whose words lost what stood between them.

    `left_out` and `extracted` are as those of `Document`.
    """

    blocks: tuple[Block, ...]
    facts: Facts = Facts()
    left_out: tuple[Excerpt, ...] = ()
    problems: tuple[Problem, ...] = ()
    extracted: tuple[Excerpt, ...] = ()
    is_copied: bool = False


@value
class Document:
    """One day as it was published: rows and aggregates as printed, the text as Markdown.

    Attributes:
        days: Those that the document states, or the one it is of, the surest first.
        mentioned_day: A day that the text mentions, as it is written there.
        day_tokens: What the document says of the tokens of the day as a whole.
        days_from_rows: Whether each row states the day.
        left_out: Words that no part of the record has.
        assumptions: How what has two readings was read.
        stated_days: The days that the page names as its own.
        extracted: Words that became a part of the record other than its text.
        aggregates_in_text: Those that stay lines of the text; they are compared, and tell nothing.
    """

    source: Source
    log: TaskLog
    aggregates: tuple[Aggregate, ...] = ()
    facts: Facts = Facts()
    days: tuple[dt.date, ...] = ()
    mentioned_day: str = ""
    body: str = ""
    day_tokens: str = ""
    days_from_rows: bool = False
    left_out: tuple[Excerpt, ...] = ()
    assumptions: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    stated_days: tuple[StatedDay, ...] = ()
    extracted: tuple[Excerpt, ...] = ()
    aggregates_in_text: tuple[Aggregate, ...] = ()
