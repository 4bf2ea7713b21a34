"""What figures are of: some days, or what counts of them for a project or a tag."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from leverage_site.stats.index import IndexedDay, TermGroup
from leverage_site.stats.spread import DayEnds, Spread, day_ends, ends_of_days, spread_of_days, spread_of_term
from leverage_site.stats.totals import Totals, combine


@dataclass(frozen=True, eq=False)
class LiveGroup:
    """Some days, or what counts of them; all is worked out when it is asked for.

    Attributes:
        said: Which they are, in words; nothing if they are those of the text.
        totals: Gives the sums.
        spread: Gives how far the factors of the tasks lie apart.
        ends: Gives the best and the weakest of several days; None for a single one.
        date: The only day, if it is one as a whole.

    """

    said: str
    totals: Callable[[], Totals]
    spread: Callable[[], Spread | None]
    ends: Callable[[], DayEnds | None] | None = None
    date: dt.date | None = None

    @classmethod
    def of_day(cls, day: IndexedDay, said: str = "") -> "LiveGroup":
        """Return a day."""
        return cls(said, lambda: day.stats.totals, partial(spread_of_days, [day]), date=day.date)

    @classmethod
    def of_days(
        cls, days: Sequence[IndexedDay], said: str = "", totals: Callable[[], Totals] | None = None
    ) -> "LiveGroup":
        """Return days in the order of time, with what gives their sums if that is known."""
        sums = totals or (lambda: combine([day.stats.totals for day in days]))
        return cls(said, sums, partial(spread_of_days, days), partial(ends_of_days, days))

    @classmethod
    def of_term(cls, group: TermGroup, said: str = "", *, is_of_day: bool = False) -> "LiveGroup":
        """Return what counts for a project or a tag, of one day or of several."""
        ends = None if is_of_day else partial(day_ends, group.parts)
        return cls(said, lambda: group.totals, partial(spread_of_term, group), ends)
