"""What every format is first taken apart into: headings, texts, task logs and tables of aggregates, in order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from leverage_site.importing.formats.columns import TableColumn


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the page's title, 0 a line that was one before it was copied as text."""

    plain: str
    line: int
    level: int = 0
    markdown: str = ""
    boxes: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, list, quotation or piece of code, as Markdown and as the words it shows.

    `boxes` are what it stands in with others, the innermost first, if the format tells.
    """

    plain: str
    line: int
    markdown: str
    boxes: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a task log: the text of each field that was printed. `reason` tells why it cannot be read.

    `place` is its number in its table, where that is known.
    """

    line: int
    cells: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    reason: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class SumRow:
    """A row that repeats what others say; `wrong` are its figures that do not follow, printed and computed.

    `of` are the places of the first and last task that it most likely is of, and how many these are.
    """

    row: Row
    kind: str
    wrong: tuple[tuple[str, str, str], ...] = ()
    of: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A printed sum or average: `Total tasks`, `36`."""

    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Aggregates:
    """A table of aggregates."""

    line: int
    lines: tuple[Aggregate, ...]


Block = Heading | Text | TaskLog | Aggregates
