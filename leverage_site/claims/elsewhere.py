"""Figures of what a sentence speaks of besides: a number that is right of one of them is not called wrong.

A sentence names more than what its numbers are bound to: `40 of the week's 58 hours fell on Wednesday`, `Thursday
and Friday together: 102h`. Each word that may stand for other days, for a project or an assistant opens their
figures here, with their sums, differences and ratios. Nothing here confirms a number.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations

from leverage_site.claims.context import Candidate, Context
from leverage_site.claims.facts import stem, words_of
from leverage_site.claims.model import ComparisonClaim, ShareClaim, ValueClaim
from leverage_site.claims.named_days import latest
from leverage_site.claims.named_tasks import TaskPhrases
from leverage_site.claims.numbers import WrittenNumber
from leverage_site.claims.units import FIGURES
from leverage_site.dates import month_of, week_of
from leverage_site.stats.as_of import ALL, Scope
from leverage_site.stats.totals import Totals, combine, part_totals

_FIGURES_OF = {**FIGURES, "n": {"tasks": 1.0}}
# Words for more days than one, some of them no scope of the vocabulary.
_PERIOD = re.compile(
    r"\b(?:weeks?|months?|years?|w[0-9]{1,2}|so far|since|before today|until today|up to"
    r"|records?|days|january|february|march|april|june|july|august|september|october|november|december)\b"
)
# Words before a day with which a span of days begins or ends, and those by which a project is more than its today.
_SINCE = re.compile(r"\b(?:since|between|from|until|till|through|after|before|up to)\b")
_IN_ALL = re.compile(
    r"\b(?:weeks?|months?|years?|so far|since|all told|in all|total|alone|days|up to|without|together|tasks?"
    r"|ha(?:s|d|ve) [a-z]+(?:en|d|t)|to (?:make|build|write|finish))\b"
)
# Of so many weeks before this one a sentence may speak without a date, and of so many of them together.
_WEEKS, _TOGETHER = 8, 4
# What is no more may be a ratio of two figures: `1.75x yesterday's hours`.
_RATIO = 10
# So many days that a sentence names are added up in all ways.
_FEW = 5


def is_right_elsewhere(candidate: Candidate, context: Context) -> bool:
    """Whether a number that is not what it is held against is a figure of something else in its sentence."""
    number = context.tokens[candidate.printed[0]].number
    is_amount = all(
        isinstance(one, ValueClaim | ShareClaim) or (isinstance(one, ComparisonClaim) and one.by)
        for one in candidate.readings
    )
    if not is_amount or number is None or number.unit not in _FIGURES_OF:
        return False
    things = _Things(context)
    if any(_prints(number, one) for one in things.sums()):
        return True
    others = [one.number for _, one in context.scan.numbers if one.number and one.number.unit in _FIGURES_OF]
    if any(_prints(number, one) and sum(_prints(other, one) for other in others) > 1 for one in things.groups()):
        return True
    is_compared = any(isinstance(one, ComparisonClaim) for one in candidate.readings)
    return not is_compared and any(_is_between(number, one, other) for one, other in things.pairs())


def _prints(number: WrittenNumber, totals: Totals) -> bool:
    return any(number.holds(totals.ratio(name), scale) for name, scale in _FIGURES_OF[number.unit].items())


def _is_between(number: WrittenNumber, one: Totals, other: Totals) -> bool:
    """Whether a number is the difference of two figures or, as a factor, their ratio."""
    if number.unit == "x":
        if number.value > _RATIO:
            return False
        names = [name for some in _FIGURES_OF.values() for name in some]
        both = [(one.ratio(name), other.ratio(name)) for name in names]
        return any(number.holds(a / b) or number.holds(b / a) for a, b in both if a and b)
    figures = _FIGURES_OF[number.unit].items()
    known = [(one.ratio(name), other.ratio(name), scale) for name, scale in figures]
    return any(number.holds(abs(a - b), scale) for a, b, scale in known if a is not None and b is not None)


class _Things:
    """The days, periods, projects, assistants and groups of tasks that a sentence may speak of."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.facts = context.facts
        self.known = context.facts.known
        memory = context.memory
        own = (context.scan, tuple(day for _, _, day in context.days))
        self.spoken = [own, *([(memory.scan, memory.days)] if memory.scan else [])]

    def sums(self) -> Iterator[Totals]:
        """Yield the totals of each, and of some of them together."""
        days = self._days
        for count in range(2, len(days) + 1 if len(days) <= _FEW else 0):
            yield from (self._of_days(some) for some in combinations(days, count))
        if len(days) > 1 or (days and _SINCE.search(self._text)):
            yield self._of_span(min(days), max(days))
            yield self._of_span(min(days), self.facts.today)
        yield from (self._of_days([day]) for day in self._hidden_days)
        if _PERIOD.search(self._text):
            yield from self._of_periods()
        if _IN_ALL.search(self._text):
            yield from self._of_projects()
        yield from self._of_assistants()

    def groups(self) -> Iterator[Totals]:
        """Yield the totals of the tasks that sentences before named together."""
        groups, last = self.context.memory.groups, self.context.memory.scan
        if last is not None and self.facts.is_of_day:
            parts = [part.best for part in TaskPhrases(last, self.facts).parts(0, len(last.tokens))]
            groups = [*groups, tuple(dict.fromkeys(row for best in parts if len(best) == 1 for row in best))]
        return (part_totals([row.task for row in group]) for group in groups if group)

    def pairs(self) -> Iterator[tuple[Totals, Totals]]:
        """Yield the totals of each two that may be compared."""
        days = [*dict.fromkeys((*self._days, self.facts.today))]
        if len(days) > 1 and len(days) <= _FEW:
            for one, other in combinations(days, 2):
                yield self._of_days([one]), self._of_days([other])

    @cached_property
    def _days(self) -> Sequence[date]:
        """The days that the sentence or the one before names, each once."""
        found = [day for _, days in self.spoken for day in days] + [*self._hidden_days]
        return sorted({day for day in found if self.known.on(day) is not None})

    @cached_property
    def _hidden_days(self) -> Sequence[date]:
        """The days that no date by itself is: `April 2 and 3`, `on the 11th`, the weekday of today."""
        today, found = self.facts.today, set[date]()
        for scan, days in self.spoken:
            for token in scan.tokens:
                number = token.number
                if token.kind == "weekday" and int(token.value) == today.weekday():
                    found.add(today)
                is_number = number is not None and not (number.unit or number.words) and number.value.is_integer()
                place = int(number.value) if number is not None and is_number and number.value < 32 else 0
                if token.kind == "ordinal" and token.value.isdigit():
                    place = int(token.value)
                if place:
                    months = {day.month for day in days} or {today.month}
                    found |= {day for one in months if (day := latest(one, place, today))}
        return [day for day in found if self.known.on(day) is not None]

    def _of_periods(self) -> Iterator[Totals]:
        today, known = self.facts.today, self.known
        before = today - timedelta(days=1)
        monday = week_of(today).first
        weeks = [monday - timedelta(weeks=count) for count in range(_WEEKS)]
        for count in range(1, _TOGETHER + 1):
            yield from (self._of_span(first, first + timedelta(days=7 * count - 1)) for first in weeks)
        month = month_of(today)
        last_month = month_of(month.first - timedelta(days=1))
        for first in (monday, month.first, last_month.first, today.replace(month=1, day=1), date.min):
            yield self._of_span(first, today)
            yield self._of_span(first, before)
        yield self._of_span(last_month.first, last_month.last)
        yield known.totals(ALL)

    def _of_projects(self) -> Iterator[Totals]:
        """Yield the totals of the projects that words of the sentence name, of all days and of some."""
        today = self.facts.today
        for group in self.known.index.terms["project"].values():
            if self._words.isdisjoint(map(stem, words_of(group.name))):
                continue
            parts = [(day.date, sums) for day, sums in group.parts if day.date <= today]
            for first in (date.min, month_of(today).first, week_of(today).first, today):
                yield combine([sums.get() for day, sums in parts if day >= first])
                yield combine([sums.get() for day, sums in parts if first <= day < today])

    def _of_assistants(self) -> Iterator[Totals]:
        """Yield the totals of the assistants of the day that the sentence names."""
        tasks = [row.task for row in self.facts.rows]
        names = dict.fromkeys([task.assistant for task in tasks])
        for name in names if len(names) > 1 else ():
            said = (name or self.facts.assistant).lower()
            if said and said in self._text:
                yield part_totals([task for task in tasks if task.assistant == name])

    @cached_property
    def _words(self) -> set[str]:
        return set(map(stem, words_of(self._text)))

    @cached_property
    def _text(self) -> str:
        return " ".join([scan.sentence.text.lower() for scan, _ in self.spoken])

    def _of_days(self, days: Sequence[date]) -> Totals:
        return combine([totals for day in days for totals in [self.known.totals(Scope("day", day.isoformat()))]])

    def _of_span(self, first: date, last: date) -> Totals:
        return combine([day.stats.totals for day in self.known.days if first <= day.date <= last])
