"""Sums and ratios, one definition each.

Durations are exact; a ratio is one true division of exact amounts; nothing is rounded here. A ratio is None where
its divisor is zero, or one of its parts unknown.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from fractions import Fraction

from leverage_site.records.measures import Tokens
from leverage_site.records.model import Task
from leverage_site.values import value

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
WORKING_DAY = timedelta(hours=8)
WEEK = timedelta(hours=40)
NOTHING = timedelta()
_MICROSECOND = timedelta(microseconds=1)

# A number of something, or of the units in a duration.
Count = int | Fraction
# What is divided by what: durations by durations, or numbers by numbers.
Parts = tuple[timedelta | None, timedelta | None] | tuple[Count | None, Count | None]


@value
class Totals:
    """The sums over some tasks.

    `supervision` is the sum of what is stated, None if none is; `supervised` the human estimate of the tasks that
    state it. `tokens` is None where unknown; `tokens_missing` counts the days with tasks that `tokens` leaves out;
    `tokens_knowable` is False where one of them is counted in part, so that what is known is no total.
    `assistants` are the names of who did them, in order; an empty one is the site's own assistant.
    """

    days: int
    tasks: int
    human: timedelta
    ai: timedelta
    supervision: timedelta | None
    supervised: timedelta
    tokens: Tokens | None
    tokens_missing: int
    tokens_knowable: bool
    assistants: tuple[str, ...] = ()

    @property
    def token_count(self) -> int | None:
        """The number of tokens, known or estimated."""
        return self.tokens.count if self.tokens else None

    @property
    def leverage(self) -> float | None:
        """Weighted average leverage factor."""
        return self.ratio("leverage")

    @property
    def supervisory(self) -> float | None:
        """Weighted average supervisory leverage factor, over the tasks that state supervision."""
        return self.ratio("supervisory")

    @property
    def weeks(self) -> float:
        """Human estimate in weeks of work."""
        return self.ratio("weeks") or 0.0

    @property
    def working_days(self) -> float:
        """Human estimate in days of work."""
        return self.ratio("working_days") or 0.0

    def ratio(self, name: str) -> float | None:
        """Return one of the `RATIOS`, or None where it is not a number."""
        return ratio(RATIOS[name](self))


# What each figure divides by what, under the names of figures: a sum is divided by its unit. A duration becomes a
# number, to divide a count by it, as `exact_ratio((totals.human, HOUR))`.
RATIOS: dict[str, Callable[[Totals], Parts]] = {
    "tasks": lambda totals: (totals.tasks, 1),
    "tokens": lambda totals: (totals.token_count, 1),
    "human_hours": lambda totals: (totals.human, HOUR),
    "ai_minutes": lambda totals: (totals.ai, MINUTE),
    "supervision_minutes": lambda totals: (totals.supervision, MINUTE),
    "leverage": lambda totals: (totals.human, totals.ai),
    "supervisory": lambda totals: (totals.supervised, totals.supervision),
    "weeks": lambda totals: (totals.human, WEEK),
    "working_days": lambda totals: (totals.human, WORKING_DAY),
}


# A day of which all is known but its tokens.
_WITHOUT_TOKENS = Totals(
    days=1,
    tasks=1,
    human=HOUR,
    ai=MINUTE,
    supervision=MINUTE,
    supervised=HOUR,
    tokens=None,
    tokens_missing=1,
    tokens_knowable=True,
)


def needs_tokens(name: str) -> bool:
    """Return whether a part of one of the `RATIOS` is made of tokens, so that nothing is known without them."""
    return None in RATIOS[name](_WITHOUT_TOKENS)


def ratio(parts: Parts) -> float | None:
    """Return the float nearest to the first part divided by the second, or None where that is not a number."""
    part, whole = parts
    if part is None or not whole:
        return None
    return float(part / whole)  # type: ignore[operator, arg-type]  # both are of a kind, as in `Parts`


def exact_ratio(parts: Parts) -> Fraction | None:
    """Return the first part divided by the second exactly, or None where that is not a number."""
    part, whole = (amount // _MICROSECOND if isinstance(amount, timedelta) else amount for amount in parts)
    return Fraction(part, whole) if whole and part is not None else None


def exact_figures(totals: Totals) -> dict[str, Fraction | None]:
    """Return every figure of `totals` exactly, by the names of figures."""
    return {name: exact_ratio(parts(totals)) for name, parts in RATIOS.items()}


def factor(task: Task) -> float:
    """Return the task's leverage factor."""
    # A plain division, neither `ratio` nor one of `exact_task_figures`: it is asked for about ten times a build.
    return task.human / task.ai


def supervisory_factor(task: Task) -> float | None:
    """Return the task's supervisory leverage factor."""
    return task.human / task.supervision if task.supervision else None


def exact_task_figures(task: Task) -> dict[str, Fraction | None]:
    """Return `factor`, `supervisory_factor` and the weeks of a task exactly."""
    return {
        "factor": exact_ratio((task.human, task.ai)),
        "supervisory": exact_ratio((task.human, task.supervision)),
        "weeks": exact_ratio((task.human, WEEK)),
    }


def day_totals(tasks: Sequence[Task], stated: Tokens | None = None) -> Totals:
    """Sum up a day; its tokens are the `stated` ones, else the sum of its tasks' if any state them."""
    return _task_totals(tasks, stated, is_whole_day=True)


def part_totals(tasks: Sequence[Task]) -> Totals:
    """Sum up some tasks of one day; their tokens are known only if each states them."""
    return _task_totals(tasks, None, is_whole_day=False)


def combine(parts: Sequence[Totals]) -> Totals:
    """Add up totals, which must not overlap: a task that is in two of them counts twice."""
    days = tasks = missing = 0
    human = ai = supervised = NOTHING
    supervision = None
    knowable = True
    names: set[str] = set()
    # One loop: a project of a large site is summed up from thousands of days at every edit.
    for part in parts:
        days += part.days
        tasks += part.tasks
        human += part.human
        ai += part.ai
        supervised += part.supervised
        missing += part.tokens_missing
        knowable = knowable and part.tokens_knowable
        names.update(part.assistants)
        if part.supervision is not None:
            supervision = part.supervision if supervision is None else supervision + part.supervision
    tokens = _sum_tokens(part.tokens for part in parts) if knowable else None
    return Totals(
        days=days,
        tasks=tasks,
        human=human,
        ai=ai,
        supervision=supervision,
        supervised=supervised,
        tokens=tokens,
        tokens_missing=missing,
        tokens_knowable=knowable,
        assistants=tuple(sorted(names)),
    )


def _task_totals(tasks: Sequence[Task], tokens: Tokens | None, *, is_whole_day: bool) -> Totals:
    human = ai = supervised = NOTHING
    supervision = None
    counts = []
    names = set()
    # One loop: a day has about six projects of few tasks, and a sum of each field takes 10 ms more for 1,000 days.
    for task in tasks:
        human += task.human
        ai += task.ai
        names.add(task.assistant or "")
        if task.tokens is not None:
            counts.append(task.tokens)
        if task.supervision is not None:
            supervised += task.human
            supervision = task.supervision if supervision is None else supervision + task.supervision
    if tokens is None and (is_whole_day or len(counts) == len(tasks)):
        tokens = _sum_tokens(counts)
    missing = bool(tasks) and tokens is None
    return Totals(
        days=1,
        tasks=len(tasks),
        human=human,
        ai=ai,
        supervision=supervision,
        supervised=supervised,
        tokens=tokens,
        tokens_missing=int(missing),
        tokens_knowable=is_whole_day or not missing,
        assistants=tuple(sorted(names)),
    )


def _sum_tokens(counts: Iterable[Tokens | None]) -> Tokens | None:
    stated = [count for count in counts if count is not None]
    if not stated:
        return None
    return Tokens(sum(count.count for count in stated), any(count.estimated for count in stated))
