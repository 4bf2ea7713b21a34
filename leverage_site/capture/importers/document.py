"""What one day's source says, in the words of no format."""

import datetime as dt
from dataclasses import dataclass, field

from leverage_site.capture.importers.blocks import Aggregate, Block, TaskLog
from leverage_site.problems import Problem, Source


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of a page that are no part of its record: `name` tells which block they are."""

    name: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of itself beside its text. `day` comes from its metadata; `stated` is one it was given."""

    title: str | None = None
    tags: tuple[str, ...] = ()
    day: dt.date | None = None
    stated: dt.date | None = None
    url: str | None = None
    aliases: tuple[str, ...] = ()
    summary: str | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page, taken apart."""

    blocks: tuple[Block, ...]
    facts: Facts = Facts()
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One day as it was published: rows and aggregates as printed, the text as Markdown.

    `days` are the days that the page is of, the surest first; `dated` where each row says it, and `day_tokens` is
    what these say of the day as a whole. `assumed` tells how what can be read in two ways was read, and why.
    """

    source: Source
    log: TaskLog
    aggregates: tuple[Aggregate, ...] = ()
    facts: Facts = Facts()
    days: tuple[dt.date, ...] = ()
    hinted: str = ""
    body: str = ""
    day_tokens: str = ""
    dated: bool = False
    left_out: tuple[LeftOut, ...] = ()
    assumed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
