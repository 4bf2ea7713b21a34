"""What each day of a site knows of the days up to it, worked out for all days at once.

A record may ask for the sums and the rank of its day in a week, a month, a year or all time up to it. For each day
by itself that takes a look at all days before; here it is one step a day.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from hashlib import sha256

from leverage_site.dates import Period, month_of, week_of, year_of
from leverage_site.stats.as_of import Rank
from leverage_site.stats.day_stats import median
from leverage_site.stats.index import SiteIndex
from leverage_site.stats.spread import DayEnds, RankedFactor, Spread, further, wider
from leverage_site.stats.totals import Totals, combine

PERIOD_OF: dict[str, Callable[[date], Period]] = {"week": week_of, "month": month_of, "year": year_of}
# The days that a record may name by one word: those of the periods that its day is in, and all.
SPANS = (*PERIOD_OF, "all")


class History:
    """The history of each day of an index, by its place among them; worked out when it is asked for."""

    def __init__(self, index: SiteIndex) -> None:
        self.index = index
        self._digests: dict[str, list[str]] = {}
        self._totals: dict[str, list[Totals]] = {}
        self._spreads: dict[str, list[Spread | None]] = {}
        self._ends: dict[str, list[DayEnds | None]] = {}
        self._ranks: dict[tuple[str, str], list[Rank | None]] = {}

    def digest(self, place: int, span: str) -> str:
        """Return what stands for the figures of all days of a span up to the day at a place."""
        if span not in self._digests:
            digest, digests = sha256(), []
            for day, begins in zip(self.index.days, self._beginnings(span), strict=True):
                digest = sha256() if begins else digest
                digest.update(day.token.encode())
                digests.append(digest.hexdigest())
            self._digests[span] = digests
        return self._digests[span][place]

    def totals(self, place: int, span: str) -> Totals:
        """Return the sums over a span up to the day at a place."""
        if span not in self._totals:
            sums: list[Totals] = []
            for day, begins in zip(self.index.days, self._beginnings(span), strict=True):
                own = day.stats.totals
                sums.append(own if begins else combine([sums[-1], own]))
            self._totals[span] = sums
        return self._totals[span][place]

    def spread(self, place: int, span: str) -> Spread | None:
        """Return how far the factors of the tasks of a span up to the day at a place lie apart."""
        if span not in self._spreads:
            self._spreads[span] = list(self._each_spread(span))
        return self._spreads[span][place]

    def _each_spread(self, span: str) -> Iterator[Spread | None]:
        factors: list[float] = []
        ends: tuple[RankedFactor, RankedFactor] | None = None
        for day, begins in zip(self.index.days, self._beginnings(span), strict=True):
            if begins:
                factors, ends = [], None
            if own := day.stats.factors:
                ends = wider(ends, day, range(len(own)))
                for factor in own:
                    insort(factors, factor)
            yield Spread(*ends, median(factors)) if ends else None

    def ends(self, place: int, span: str) -> DayEnds | None:
        """Return the best and the weakest of the days of a span up to the one at a place."""
        if span not in self._ends:
            ends, of_days = None, []
            for day, begins in zip(self.index.days, self._beginnings(span), strict=True):
                ends = further(None if begins else ends, day, day.stats.totals)
                of_days.append(ends)
            self._ends[span] = of_days
        return self._ends[span][place]

    def rank(self, place: int, figure: str, span: str) -> Rank | None:
        """Return where the day at a place stands by a figure among those of a span up to it; None if unknown."""
        if (figure, span) not in self._ranks:
            values = [
                day.stats.totals.ratio(figure) if day.stats.totals.tasks else None for day in self.index.days
            ]
            self._ranks[figure, span] = _ranks(values, self._beginnings(span))
        return self._ranks[figure, span][place]

    def _beginnings(self, span: str) -> list[bool]:
        """Return for each day whether a span begins with it."""
        keys = [PERIOD_OF[span](day.date).key if span in PERIOD_OF else "" for day in self.index.days]
        return [not n or key != keys[n - 1] for n, key in enumerate(keys)]


def _ranks(values: Iterable[float | None], beginnings: Iterable[bool]) -> list[Rank | None]:
    ordered: list[float] = []
    ranks: list[Rank | None] = []
    for number, begins in zip(values, beginnings, strict=True):
        if begins:
            ordered = []
        if number is None:
            ranks.append(None)
            continue
        lower, upper = bisect_left(ordered, number), bisect_right(ordered, number)
        ranks.append(Rank(len(ordered) - upper, lower, upper - lower))
        insort(ordered, number)
    return ranks
