"""What was known on the evening of a day: the days up to it, in scopes that a text may name.

A text is judged, and its live figures are worked out, as of its own day. Nothing here looks at a later one, so an
old page keeps what it says. All is computed when it is asked for, from the totals of days alone; only
`Known.tasks` reads a body.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from leverage_site.dates import parse_date, parse_period
from leverage_site.records.model import Task
from leverage_site.stats.index import IndexedDay, SiteIndex
from leverage_site.stats.totals import Totals, combine
from leverage_site.values import value

ScopeKind = Literal["day", "week", "month", "year", "all", "days", "since", "after", "project"]
PERIODS = ("week", "month", "year")
# At which end of an order something stands.
End = Literal["highest", "lowest"]


@value
class Scope:
    """Some days, none of them later than the day as of which it is asked for.

    `key` says which: the date of a day, the key of a week, month or year, nothing for `all`, the number of the
    last calendar days (this one among them) for `days`, the date from which on (`since`) or behind which (`after`)
    days count, and the name of a project, of whose days only its own tasks count.
    """

    kind: ScopeKind
    key: str = ""


ALL = Scope("all")


@value
class Rank:
    """Where a value stands among those of a scope: how many are `higher`, `lower` and `equal`, itself left out."""

    higher: int
    lower: int
    equal: int

    @property
    def of(self) -> int:
        """How many values there are."""
        return self.higher + self.lower + self.equal + 1

    def place(self, end: End) -> int:
        """Return the place from one end: 1 for the highest, or the lowest; equal values share the better one."""
        return (self.higher if end == "highest" else self.lower) + 1


# A day, and the totals of what counts of it.
CountedDay = tuple[IndexedDay, Totals]


@dataclass(frozen=True, eq=False)
class Known:
    """What the index of a site knows as of a day, which may have no record."""

    index: SiteIndex
    date: dt.date

    @cached_property
    def days(self) -> Sequence[IndexedDay]:
        """All days up to this one, in the order of time."""
        return self.index.days[: self._end]

    @cached_property
    def day(self) -> IndexedDay | None:
        """The day itself, where it has a record."""
        return self.on(self.date)

    @cached_property
    def previous(self) -> IndexedDay | None:
        """The last day before this one that has a record."""
        place = bisect_left(self.index.days, self.date, key=_date)
        return self.index.days[place - 1] if place else None

    def on(self, day: dt.date) -> IndexedDay | None:
        """Return a day that has a record and is no later than this one."""
        place = self.index.places.get(day) if day <= self.date else None
        return None if place is None else self.index.days[place]

    def tasks(self, day: dt.date) -> tuple[tuple[str, Task], ...]:
        """Return the tasks of a day behind their ids, none where it has no record; this reads the body."""
        found = self.on(day)
        return found.tasks.identified() if found else ()

    def counted(self, scope: Scope) -> Sequence[CountedDay]:
        """Return the days of a scope, each with the totals of what counts of it, in the order of time."""
        if scope.kind == "project":
            group = self.index.terms["project"].get(scope.key.casefold())
            parts = group.parts if group else []
            return [(day, sums.get()) for day, sums in parts if day.date <= self.date]
        return [(day, day.stats.totals) for day in self.days_of(scope)]

    def days_of(self, scope: Scope) -> Sequence[IndexedDay]:
        """Return the days of a scope in the order of time."""
        if scope.kind == "project":
            return [day for day, _ in self.counted(scope)]
        if (span := self.span(scope)) is None:
            return ()
        first, last = span
        days = self.index.days
        return days[bisect_left(days, first, key=_date) : bisect_right(days, min(last, self.date), key=_date)]

    def span(self, scope: Scope) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day that a scope may hold; None where its key names none."""
        match scope.kind:
            case "all" | "project":
                return dt.date.min, self.date
            case "days":
                return self.date - dt.timedelta(days=int(scope.key) - 1), self.date
            case "week" | "month" | "year":
                period = parse_period(scope.kind, scope.key)
                return (period.first, period.last) if period else None
        if (day := parse_date(scope.key)) is None:
            return None
        if scope.kind == "day":
            return day, day
        return (day if scope.kind == "since" else day + dt.timedelta(days=1)), self.date

    def totals(self, scope: Scope) -> Totals:
        """Return the sums over a scope."""
        return combine([totals for _, totals in self.counted(scope)])

    def values(self, figure: str, scope: Scope) -> list[tuple[dt.date, float]]:
        """Return each day's figure, by a name of `totals.RATIOS`, where it is known; days of rest have none."""
        known = [(day.date, totals.ratio(figure)) for day, totals in self.counted(scope) if totals.tasks]
        return [(day, number) for day, number in known if number is not None]

    def rank(self, figure: str, scope: Scope, day: dt.date | None = None) -> Rank | None:
        """Return where a day, by default this one, stands among a scope by a figure.

        None where its figure is unknown, it has no tasks, or it is not in the scope.
        """
        numbers = dict(self.values(figure, scope))
        own = numbers.pop(day or self.date, None)
        if own is None:
            return None
        others = numbers.values()
        higher, lower = sum(number > own for number in others), sum(number < own for number in others)
        return Rank(higher, lower, len(numbers) - higher - lower)

    @property
    def _end(self) -> int:
        return bisect_right(self.index.days, self.date, key=_date)


def _date(day: IndexedDay) -> dt.date:
    return day.date
