"""The ranges of the dashboard: the last 30, 90 and 365 days and all of them, each drawn and shared out.

Ranges lie in each other, so that all are summed up in one pass: each adds the days that are older than the one
before it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from leverage_site.charts import BarChart
from leverage_site.charts.bars import hours_by_week, hours_of_last_days, hours_of_months
from leverage_site.dates import day_range
from leverage_site.pages.content import Day, PeriodDays, TermDays
from leverage_site.pages.leaders import MOST_SHARES, OTHERS, shares
from leverage_site.pages.links import Links
from leverage_site.pages.tables import figure_texts
from leverage_site.pages.thresholds import CHART_POINTS, TAGS, points
from leverage_site.pages.urlmap import WEEKS, TitledAddress
from leverage_site.pages.view_parts import Range
from leverage_site.stats.totals import Totals, combine
from leverage_site.values import value

SPANS = (30, 90, 365)
ALL_TIME, CHOSEN = "All time", "365 days"
# So many days are drawn one by one, and so many week by week; all longer times by month.
MOST_DAYS, MOST_WEEKLY_DAYS = 60, 371
# What is listed beside a range that is too short to be drawn, such as the only day of a site.
FEW_SHARES = 4
# A tag of so great a part of all days tells none of them from the others.
DAILY_TAG = 0.95

# A project or a tag: as it is spelled, with its address, and its days.
Term = tuple[TitledAddress, TermDays]


@value
class Recorded:
    """All days of a site that has any, its weeks and months with a record, its projects and its tags.

    `addresses` are those of the last weeks and months, by title.
    """

    days: Sequence[Day]
    totals: Totals
    weeks: Sequence[PeriodDays]
    months: Sequence[PeriodDays]
    addresses: Mapping[str, str]
    projects: Sequence[Term]
    tags: Sequence[Term]


class _TermSums:
    """The sums of all projects or all tags since a day, which is an earlier one each time that it is asked for."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._sums: dict[str, Totals] = {}
        self._left = {days.group.key: len(days.group.parts) for _, days in terms}

    def since(self, first: date) -> dict[str, tuple[TitledAddress, Totals]]:
        """Return each that has a part of the days since `first`, by its name in folded case."""
        for _, days in self._terms:
            group, end = days.group, self._left[days.group.key]
            begin = bisect_left(group.parts, first, hi=end, key=lambda part: part[0].date)
            if begin == 0:
                self._sums[group.key] = group.totals
            elif begin < end:
                known = [self._sums[group.key]] if group.key in self._sums else []
                self._sums[group.key] = combine([*known, *(sums.get() for _, sums in group.parts[begin:end])])
            self._left[group.key] = begin
        return {
            days.group.key: (term, self._sums[days.group.key])
            for term, days in self._terms
            if days.group.key in self._sums
        }


def ranges(recorded: Recorded, links: Links) -> tuple[Range, ...]:
    """Return the ranges of a site, the longest first, which has all days.

    Chosen is that of a year, else the longest that is drawn.
    """
    days, newest = recorded.days, recorded.days[-1].date
    projects, tags = _TermSums(recorded.projects), _TermSums(recorded.tags)
    days_of_tags: Counter[str] = Counter()
    end = len(days)
    found: list[Range] = []
    spans = _spans(recorded, links)
    drawn = {span.name: span for span in spans if span.chart}
    chosen = drawn.get(CHOSEN) or next(reversed(drawn.values()), spans[-1])
    for span in spans:
        added, end = days[span.begin : end], span.begin
        whole = span.totals
        days_of_tags.update(tag.casefold() for day in added for tag in day.tags)
        count = len(days) - span.begin
        daily = {tag for tag, times in days_of_tags.items() if times >= DAILY_TAG * count}
        of_tags = tags.since(span.first)
        telling = [term for key, term in of_tags.items() if key not in daily]
        most = MOST_SHARES if span.chart else FEW_SHARES
        found.append(
            Range(
                name=span.name,
                dates=day_range(span.first, newest),
                days=count,
                figures=figure_texts(whole),
                chart=span.chart,
                projects=shares(projects.since(span.first).values(), whole, links, OTHERS, most),
                tags=shares(telling, whole, links, most=most) if len(telling) >= TAGS else (),
                daily_tags=_daily({of_tags[key][0][0]: days_of_tags[key] for key in sorted(daily)}, count),
                chosen=span is chosen,
            )
        )
    return tuple(reversed(found))


class _Span(NamedTuple):
    """A range before it is shared out: its first day, the place of its first record, its sums."""

    name: str
    first: date
    begin: int
    totals: Totals
    chart: BarChart | None


def _spans(recorded: Recorded, links: Links) -> list[_Span]:
    """Return all ranges but those of too few days to be drawn, and those of the same days as the next."""
    dates = [day.date for day in recorded.days]
    firsts = {f"{count} days": dates[-1] - timedelta(days=count - 1) for count in SPANS}
    firsts = {name: first for name, first in firsts.items() if first > dates[0]}
    spans: list[_Span] = []
    totals, end = combine([]), len(dates)
    for name, first in (*firsts.items(), (ALL_TIME, dates[0])):
        begin = bisect_left(dates, first)
        added, end = [day.stats.totals for day in recorded.days[begin:end]], begin
        totals = combine([totals, *added]) if begin else recorded.totals
        chart = _chart(recorded, first, begin, totals, links)
        if chart is None and begin:
            continue
        if spans and spans[-1].begin == begin:
            spans.pop()
        # Charts of several ranges may be of one kind.
        named = replace(chart, id=f"{chart.id}_{name.partition(' ')[0].lower()}") if chart else None
        spans.append(_Span(name, first, begin, totals, named))
    return spans


def _chart(recorded: Recorded, first: date, begin: int, whole: Totals, links: Links) -> BarChart | None:
    """Draw the days since `first`, one by one, by week or by month; None where that is too little."""
    days, newest = recorded.days, recorded.days[-1].date
    count = (newest - first).days + 1

    def period_href(title: str) -> str:
        return links.to(recorded.addresses[title])

    if count <= MOST_DAYS:
        # A chart begins no earlier than the first record of all.
        items = {day.date: day.item for day in (days[0], *days[begin:])}
        totals = {day: item.totals for day, item in items.items()}
        if points(day.item.totals for day in days[begin:]) < CHART_POINTS:
            return None
        return hours_of_last_days(totals, count, lambda day: links.to(items[day].address))
    by_week = count <= MOST_WEEKLY_DAYS
    periods = recorded.weeks if by_week else recorded.months
    drawn = {one.period.key: one.totals for one in periods if one.period.last >= first}
    if points(drawn.values()) < CHART_POINTS:
        return None
    if by_week:
        return hours_by_week(newest, first, drawn, period_href, links.to(WEEKS), whole)
    return hours_of_months(first, newest, drawn, period_href)


def _daily(tags: Mapping[str, int], days: int) -> str:
    """Say which tags stand on every one of so many days, and which on nearly every one."""
    every = [name for name, count in tags.items() if count == days]
    nearly = [name for name, count in tags.items() if count < days]
    sentences = (
        (f"On every day: {', '.join(every)}.", every),
        (f"On nearly every day: {', '.join(nearly)}.", nearly),
    )
    return " ".join(text for text, names in sentences if names)
