"""What sentences before one were about, for one that speaks of `them`, `those two` or `it`."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from leverage_site.claims.facts import KnownTask
from leverage_site.claims.tokens import Scan

_REMEMBERED = 3


@dataclass(slots=True)
class Memory:
    """What sentences before this one were about: their tasks, the latest last, a figure, and another day.

    `counted` are the numbers of tasks that the paragraph has named, `scan` is its last sentence, `days` are those
    that it names.
    """

    block: int = -1
    named: list[tuple[KnownTask, ...]] = field(default_factory=list)
    figure: str = ""
    day: dt.date | None = None
    counted: set[float] = field(default_factory=set)
    fresh: bool = True
    scan: Scan | None = None
    days: tuple[dt.date, ...] = ()

    @property
    def rows(self) -> tuple[KnownTask, ...]:
        """The tasks of the sentence before, in the same paragraph."""
        return self.named[-1] if self.named and not self.fresh else ()

    @property
    def groups(self) -> list[tuple[KnownTask, ...]]:
        """The groups that `those two` may mean: the tasks of the last sentence, of the last two, and so on."""
        found: list[tuple[KnownTask, ...]] = []
        union: tuple[KnownTask, ...] = ()
        for some in reversed(self.named):
            union = tuple(dict.fromkeys((*some, *union)))
            found += [some, union]
        return [one for one in dict.fromkeys(found) if one]

    def turn(self, block: int) -> None:
        """Begin a new paragraph, where sentences may still speak of groups that were named before."""
        if block != self.block:
            self.block, self.fresh = block, True
            self.scan, self.days = None, ()
            self.counted.clear()

    def keep(self, rows: Iterable[KnownTask], figure: str, day: dt.date | None) -> None:
        """Keep what a sentence was about."""
        if found := tuple(dict.fromkeys(rows)):
            self.named = [*self.named[-_REMEMBERED:], found]
            self.fresh = False
        self.figure = figure or self.figure
        self.day = day
