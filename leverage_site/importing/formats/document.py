"""What one day's source says, in the words of no format."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Literal

from leverage_site.importing.formats.blocks import Aggregate, Block, TaskLog
from leverage_site.problems import Problem, Source

Weight = Literal["statement", "stamp", "hint"]
WEIGHTS: tuple[Weight, ...] = ("statement", "stamp", "hint")


# Where days are said that no reader of the page sees.
ADDRESS, METADATA = "the address", "the metadata"
UNSEEN = frozenset({ADDRESS, METADATA})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of a page that are no part of its record: `name` tells which block they are."""

    name: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Said:
    """A day that a page says it is of, and `where`.

    A stamp tells when the page was published, which may be later than its day; a hint counts only where nothing
    else tells the day. `weekday` stands beside it, and is that of another day.
    """

    day: dt.date
    where: str
    line: int = 1
    weight: Weight = "statement"
    weekday: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of itself beside its text.

    `is_titled` is false of a title that a heading would say better. `stated` is the day that it was given, `said`
    are all that it names.
    """

    title: str | None = None
    tags: tuple[str, ...] = ()
    stated: dt.date | None = None
    url: str | None = None
    aliases: tuple[str, ...] = ()
    summary: str | None = None
    draft: bool = False
    updated: dt.date | None = None
    said: tuple[Said, ...] = ()
    is_titled: bool = True
    tokens: str = ""

    @property
    def day(self) -> dt.date | None:
        """The day that the page's metadata name."""
        return next((said.day for said in self.said if said.weight != "statement"), None)

    def over(self, others: "Facts") -> "Facts":
        """These, and where they say nothing, the others."""
        mine = self if self.title else replace(self, title=others.title, is_titled=others.is_titled)
        return replace(
            mine,
            tags=self.tags or others.tags,
            stated=self.stated or others.stated,
            url=self.url or others.url,
            aliases=self.aliases or others.aliases,
            summary=self.summary or others.summary,
            draft=self.draft or others.draft,
            updated=self.updated or others.updated,
            said=(*self.said, *others.said),
            tokens=self.tokens or others.tokens,
        )


@dataclass(frozen=True, slots=True)
class Page:
    """A page, taken apart; `copied` of a text whose words lost what stood between them."""

    blocks: tuple[Block, ...]
    facts: Facts = Facts()
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[Problem, ...] = ()
    taken: tuple[LeftOut, ...] = ()
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One day as it was published: rows and aggregates as printed, the text as Markdown.

    `said` are the days that the page names as its own, `days` these or the one it is of, the surest first; `dated`
    where each row says it, and `day_tokens` is what these say of the day as a whole. `taken` became a part of the
    record other than its text, `left_out` none. `assumed` tells how what has two readings was read.
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
    said: tuple[Said, ...] = ()
    taken: tuple[LeftOut, ...] = ()
