"""What every format is first taken apart into: headings, texts, task logs and tables of aggregates, in order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from leverage_site.capture.importers.columns import Column


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
    """A row of a task log: the text of each field that was printed. `reason` tells why it cannot be read."""

    line: int
    cells: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TaskLog:
    """The rows of a task log, and the columns that they have."""

    line: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unknown: tuple[str, ...] = ()


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
