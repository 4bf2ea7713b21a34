"""Sums and ratios, one definition each.

Durations are exact; a ratio is one true division of exact numbers; nothing is rounded here. A ratio is None where
its divisor is zero or unknown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from leverage_site.records.measures import Tokens
from leverage_site.records.model import Record, Task

WEEK = timedelta(hours=40)
WORKING_DAY = timedelta(hours=8)
NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Portion:
    """The part of one day that a rollup counts: the `whole` day, or some of its tasks."""

    date: date
    tasks: tuple[Task, ...]
    tokens: Tokens | None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums over some tasks.

    `supervision` is the sum of what is stated, None if none is; `supervised` the human estimate of the tasks that
    state it. `tokens` is None where unknown; `tokens_missing` counts the days with tasks that `tokens` leaves out.
    """

    days: int
    tasks: int
    human: timedelta
    ai: timedelta
    supervision: timedelta | None
    supervised: timedelta
    tokens: Tokens | None
    tokens_missing: int

    @property
    def leverage(self) -> float | None:
        """Weighted average leverage factor: human ÷ AI time."""
        return ratio(self.human, self.ai)

    @property
    def supervisory(self) -> float | None:
        """Weighted average supervisory leverage factor, over the tasks that state supervision."""
        return ratio(self.supervised, self.supervision)

    @property
    def weeks(self) -> float:
        """Human estimate in weeks of 40 hours."""
        return self.human / WEEK

    @property
    def working_days(self) -> float:
        """Human estimate in days of 8 hours."""
        return self.human / WORKING_DAY


def ratio(part: timedelta, whole: timedelta | None) -> float | None:
    """`part / whole`, or None where that is not a number."""
    return part / whole if whole else None


def factor(task: Task) -> float:
    """The task's leverage factor."""
    return task.human / task.ai


def supervisory_factor(task: Task) -> float | None:
    """The task's supervisory leverage factor."""
    return ratio(task.human, task.supervision)


def whole_day(record: Record) -> Portion:
    """A day with all its tasks; its tokens are the stated ones, else the sum of its tasks' if any state them."""
    return Portion(record.date, record.tasks, record.tokens or _sum_tokens(t.tokens for t in record.tasks))


def part_of_day(record: Record, tasks: tuple[Task, ...]) -> Portion:
    """Some tasks of a day; their tokens are known only if each states them."""
    known = all(task.tokens for task in tasks)
    return Portion(record.date, tasks, _sum_tokens(t.tokens for t in tasks) if known else None, whole=False)


def totals(portions: Sequence[Portion]) -> Totals:
    """The sums over the tasks of some days or parts of days."""
    tasks = [task for portion in portions for task in portion.tasks]
    supervised = [task for task in tasks if task.supervision is not None]
    missing = [portion for portion in portions if portion.tasks and portion.tokens is None]
    knowable = all(portion.whole for portion in missing)
    return Totals(
        days=len(portions),
        tasks=len(tasks),
        human=sum((task.human for task in tasks), NOTHING),
        ai=sum((task.ai for task in tasks), NOTHING),
        supervision=sum((t.supervision for t in supervised if t.supervision), NOTHING) if supervised else None,
        supervised=sum((task.human for task in supervised), NOTHING),
        tokens=_sum_tokens(portion.tokens for portion in portions) if knowable else None,
        tokens_missing=len(missing),
    )


def day_totals(record: Record) -> Totals:
    """The sums of one day."""
    return totals([whole_day(record)])


def _sum_tokens(counts: Iterable[Tokens | None]) -> Tokens | None:
    known = [count for count in counts if count is not None]
    return sum(known[1:], known[0]) if known else None
