"""What a sentence may speak of besides: other days, periods, projects, assistants, tasks, and groups of them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import combinations, pairwise

from leverage_site.claims.facts import KnownTask, stem, stems_of_task, words_of
from leverage_site.claims.sentence.context import Context
from leverage_site.claims.sentence.named_days import latest
from leverage_site.claims.sentence.named_tasks import TaskPhrases
from leverage_site.dates import MONTHS, month_of, week_of
from leverage_site.records.model import Task
from leverage_site.stats.as_of import ALL, PERIODS, Scope
from leverage_site.stats.index import IndexedDay
from leverage_site.stats.totals import Totals, combine, part_totals

# Words for more days than one, some of them no scope of the vocabulary; `may` is a verb more often than a month.
_PERIOD = re.compile(
    r"\b(?:weeks?|months?|years?|w[0-9]{1,2}|so far|since|before today|until today|up to|records?|days|"
    r"all in all|altogether|all told|"
    rf"{'|'.join(month for month in MONTHS if month != 'May').lower()})\b"
)
# Words before a day with which a span of days begins or ends, and those by which a project is more than its today.
_SINCE = re.compile(r"\b(?:since|between|from|until|till|through|after|before|up to)\b")
_IN_ALL = re.compile(
    r"\b(?:weeks?|months?|years?|so far|since|all told|in all|total|alone|days|up to|without|together|tasks?"
    r"|ha(?:s|d|ve) [a-z]+(?:en|d|t)|to (?:make|build|write|finish))\b"
)
_WHEN = re.compile(r"\bwhen\b")
# Words that join what a number is the sum of, one of them in `on top of`.
_JOINING = frozenset(("and", "plus", "with", "&", "+", "top"))
# Words by which a task that came back is counted as often as it was done.
_REPEATED = re.compile(r"\b(?:times|each time|every time)\b")
# Of so many weeks before this one a sentence may speak without a date, and of so many of them together.
_WEEKS, _TOGETHER = 8, 4
# So many days that a sentence names, and tasks of which it has a word, are added up in all ways.
_FEW, _FEW_ROWS, _SUMMED = 5, 8, 3
# Tasks of other days are looked at in so many days before the text: a quarter of a year.
_RECENT = Scope("days", "92")


class Things:
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
            spans = combinations(days, 2) if len(days) <= _FEW else ((min(days), max(days)),)
            yield from (self._of_span(*span) for span in spans)
            yield self._of_span(min(days), self.facts.today)
        # `Lower than yesterday, when 67.1x was reached`.
        past = self._days if _WHEN.search(self._text) else ()
        yield from (self._of_days([day]) for day in (*self._hidden_days, *self._joined_days, *past))
        if _PERIOD.search(self._text):
            yield from self._of_periods()
        yield from self._of_projects()
        yield from self._of_assistants()
        yield from self._of_joined_rows()
        yield from self._of_earlier_tasks()

    def before(self) -> Iterator[Totals]:
        """Yield the totals of what came before the text: of the day, or of the periods of its kind."""
        if previous := self.known.previous:
            yield previous.stats.totals
        kind = self.facts.scope.kind
        groups = self.known.index.periods(kind).values() if kind in PERIODS else ()
        yield from (self._of_span(one.period.first, one.period.last) for one in groups)

    def rows_of_time(self) -> Iterator[Sequence[Totals]]:
        """Yield the totals of the days, of the weeks and of the named tasks, each in the order of time."""
        days = self.known.days_of(_RECENT)
        yield [day.stats.totals for day in days if day.stats.totals.tasks]
        weeks = list(dict.fromkeys(week_of(day.date) for day in self.known.days))[-_WEEKS:]
        yield [self._of_span(week.first, week.last) for week in weeks]
        own = [row.task for row in self._told_rows]
        earlier = [task for _, task in self.earlier_tasks]
        titles = {task.task for task in own}
        for some in (earlier, [task for task in earlier if task.task in titles]):
            yield [part_totals([task]) for task in (*some, *own)]

    def rows(self) -> Iterator[Totals]:
        """Yield the totals of each task of the day of which the sentence has a word."""
        return (part_totals([row.task]) for row in self._told_rows)

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
                is_number = number is not None and not number.unit and not number.words
                is_number = is_number and number is not None and number.value.is_integer()
                place = int(number.value) if number is not None and is_number and number.value < 32 else 0
                if token.kind == "ordinal" and token.value.isdigit():
                    place = int(token.value)
                if place:
                    months = {day.month for day in days} or {today.month}
                    found |= {day for one in months if (day := latest(one, place, today))}
        return [day for day in found if self.known.on(day) is not None]

    @cached_property
    def _joined_days(self) -> Sequence[date]:
        """The days that are named together, of each of which a number may be: `Monday and today had 12 and 11`."""
        words = self.context.words
        both = [
            (one[2], other[2]) for one, other in pairwise(self.context.days) if words[one[1] : other[0]] == ["and"]
        ]
        return [day for days in both for day in days]

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
        """Yield the totals of the projects that words of the sentence name, of all days and of some.

        Those of today alone are its tasks, unless a word says that they are more.
        """
        today = self.facts.today
        for group in self.known.index.terms["project"].values():
            if self._words.isdisjoint(map(stem, words_of(group.name))):
                continue
            parts = [(day.date, sums.get()) for day, sums in group.parts if day.date <= today]
            is_in_all = _IN_ALL.search(self._text) is not None
            if not is_in_all and (not parts or parts[0][0] == today or self._names_a_title):
                continue
            rows = [row for row in self._told_rows if is_in_all and row.task.project != group.name]
            for first in (date.min, month_of(today).first, week_of(today).first, today):
                yield (whole := combine([sums for day, sums in parts if day >= first]))
                yield combine([sums for day, sums in parts if first <= day < today])
                yield from (combine([whole, part_totals([row.task])]) for row in rows)

    def _of_assistants(self) -> Iterator[Totals]:
        """Yield the totals of the assistants of the day that the sentence names."""
        tasks = [row.task for row in self.facts.rows]
        names = dict.fromkeys([task.assistant for task in tasks])
        for name in names if len(names) > 1 else ():
            said = (name or self.facts.assistant).lower()
            if said and said in self._text:
                yield part_totals([task for task in tasks if task.assistant == name])

    def _of_joined_rows(self) -> Iterator[Totals]:
        """Yield the sums of named tasks, where the sentence joins some: `the editor and its undo`."""
        rows = [row.task for row in self._told_rows]
        if len(rows) > _FEW_ROWS or not self._joins_names:
            return
        for count in range(2, _SUMMED + 1):
            yield from (part_totals(some) for some in combinations(rows, count))

    def _of_earlier_tasks(self) -> Iterator[Totals]:
        """Yield the totals of the tasks of other days that the sentence names, and of them together."""
        named = {day for _, days in self.spoken for day in days} | {*self._hidden_days}
        own = [row.stems for row in self._told_rows]
        recurring: dict[str, list[Task]] = {row.task.task: [row.task] for row in self._told_rows}
        for day, task in self.earlier_tasks:
            stems = stems_of_task(task)
            is_own = not self._words.isdisjoint(stems - self.facts.weights.keys())
            is_own = is_own and self._told(stems) >= max(map(self._told, own), default=0)
            if is_own or (day in named and not self._words.isdisjoint(stems)):
                yield part_totals([task])
            if task.task in recurring and (_REPEATED.search(self._text) or _IN_ALL.search(self._text)):
                recurring[task.task].append(task)
                yield combine([part_totals([one]) for one in recurring[task.task]])

    @cached_property
    def earlier_tasks(self) -> Sequence[tuple[date, Task]]:
        """The tasks of the days before, of late, of which the sentence has a word, in the order of time."""
        if not self.facts.is_of_day:
            return ()
        days = [day.date for day in self.known.days_of(_RECENT) if day.date != self.facts.today]
        tasks = [(day, task) for day in days for _, task in self.known.tasks(day)]
        return [(day, task) for day, task in tasks if not self._words.isdisjoint(stems_of_task(task))]

    def _told(self, stems: frozenset[str]) -> int:
        """Return how many words of a title the sentence has."""
        return len(self._words & stems)

    @property
    def _names_a_title(self) -> bool:
        """Whether the sentence has more than one word of a task of the day."""
        return any(self._told(row.stems) > 1 for row in self._told_rows)

    @property
    def _joins_names(self) -> bool:
        """Whether words of titles stand on both sides of a word that joins them, or of `its`."""
        context = self.context
        if any(token.kind in ("rest", "without") for token in context.tokens):
            return False
        return any(
            any(map(context.tells, range(context.left(place), place)))
            and any(map(context.tells, range(place + 1, context.right(place))))
            and not (word == "with" and self._is_in_a_title(place))
            for place, word in enumerate(context.words)
            if word in _JOINING
        )

    def _is_in_a_title(self, place: int) -> bool:
        """Whether a word is one of a title: `the pagination with cursors`."""
        beside = " ".join(self.context.words[place - 1 : place + 2])
        return any(beside in row.task.task.lower() for row in self._told_rows)

    @cached_property
    def _told_rows(self) -> Sequence[KnownTask]:
        """The tasks of the day of which the sentence has a word."""
        return [row for row in self.facts.rows if not self._words.isdisjoint(row.stems)]

    @cached_property
    def _words(self) -> set[str]:
        return set(map(stem, words_of(self._text)))

    @cached_property
    def _text(self) -> str:
        return " ".join([scan.sentence.text.lower() for scan, _ in self.spoken])

    def _of_days(self, days: Sequence[date]) -> Totals:
        return combine([totals for day in days for totals in [self.known.totals(Scope("day", day.isoformat()))]])

    def _of_span(self, first: date, last: date) -> Totals:
        days = self.known.days
        begin, end = bisect_left(days, first, key=_date_of), bisect_right(days, last, key=_date_of)
        return combine([day.stats.totals for day in days[begin:end]])


def _date_of(day: IndexedDay) -> date:
    return day.date


# The numbers of a sentence are looked for among the same things, one after the other.
@lru_cache(1)
def things_of(context: Context) -> Things:
    """Return what a sentence may speak of besides."""
    return Things(context)
