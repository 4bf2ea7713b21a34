"""Every named number: what it is, its unit, its definition, and how it is printed."""

from collections.abc import Callable
from dataclasses import dataclass

from leverage_site.figures.printing import (
    UNKNOWN,
    Number,
    factor_text,
    hours,
    hours_text,
    minutes,
    minutes_text,
    tokens_text,
)
from leverage_site.stats import rankings
from leverage_site.stats.totals import HOUR, Totals
from leverage_site.text import counted


@dataclass(frozen=True, slots=True)
class Figure:
    """A named number of some totals.

    `name` is its key in data and JSON, `label` its name in a table of aggregates ("{assistant}" stands for the
    assistant's name), `heading` its name above a column; `number` gives it unrounded, `short` as printed, and
    `note` says what the printed number leaves out, where it leaves something out.
    """

    name: str
    label: str
    heading: str
    unit: str
    definition: str
    number: Callable[[Totals], Number | None]
    short: Callable[[Totals], str]
    note: Callable[[Totals], str] = lambda _: ""

    def text(self, totals: Totals) -> str:
        """The number as printed, with its note in brackets."""
        note = self.note(totals)
        return f"{self.short(totals)} ({note})" if note else self.short(totals)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure against an earlier one."""

    figure: Figure
    now: Totals
    before: Totals

    @property
    def text(self) -> str:
        """`+47.1 %`, `−12.0 %`, `±0.0 %`, or a dash."""
        now, before = self.figure.number(self.now), self.figure.number(self.before)
        if now is None or not before:
            return UNKNOWN
        # One division: 63 against 80 is 21.25 less, of which `(63 / 80 - 1) * 100` makes a little more.
        text = format((now - before) * 100 / before, "+,.1f")
        sign = "±" if text in ("+0.0", "-0.0") else text[0].replace("-", "−")
        return f"{sign}{text[1:]} %"


def _missing(totals: Totals) -> str:
    """How many days a total of tokens leaves out."""
    days = totals.tokens_missing if totals.tokens else 0
    return f"{counted(days, 'day')} unknown" if days else ""


TASKS = Figure(
    "tasks",
    "Total tasks",
    "Tasks",
    "tasks",
    "The number of tasks.",
    lambda t: t.tasks,
    lambda t: f"{t.tasks:,}",
)
HUMAN_HOURS = Figure(
    "human_hours",
    "Total human-equivalent hours",
    "Human hours",
    "hours",
    "The sum of the human estimates: what a person would have needed.",
    lambda t: hours(t.human),
    lambda t: hours_text(t.human),
)
AI_MINUTES = Figure(
    "ai_minutes",
    "Total {assistant} minutes",
    "{assistant} minutes",
    "minutes",
    "The sum of the minutes that the assistant worked.",
    lambda t: minutes(t.ai),
    lambda t: minutes_text(t.ai),
)
SUPERVISION_MINUTES = Figure(
    "supervision_minutes",
    "Total supervisory minutes",
    "Supervision",
    "minutes",
    "The sum of the supervision that tasks state; unknown if none does.",
    lambda t: minutes(t.supervision),
    lambda t: minutes_text(t.supervision),
)
TOKENS = Figure(
    "tokens",
    "Total tokens",
    "Tokens",
    "tokens",
    "Of a day: what it states, else the sum of its tasks'. Of a period: the sum over the days that are known. "
    "Of a project, a task's tag or an assistant: unknown unless each of its tasks states them.",
    lambda t: t.tokens.count if t.tokens else None,
    lambda t: tokens_text(t.tokens),
    _missing,
)
LEVERAGE = Figure(
    "leverage",
    "Weighted average leverage factor",
    "Leverage",
    "factor",
    "Sum of the human estimates ÷ sum of the assistant's time. Never a mean of factors.",
    lambda t: t.leverage,
    lambda t: factor_text(t.leverage),
)
SUPERVISORY = Figure(
    "supervisory",
    "Weighted average supervisory leverage factor",
    "Supervisory",
    "factor",
    "Sum of the human estimates of the tasks that state supervision ÷ sum of that supervision; "
    "unknown where that is zero.",
    lambda t: t.supervisory,
    lambda t: factor_text(t.supervisory),
)
WEEKS = Figure(
    "weeks",
    "Human-equivalent weeks",
    "Weeks",
    "weeks",
    "Human hours ÷ 40.",
    lambda t: t.weeks,
    lambda t: f"{t.weeks:,.1f}",
)
WORKING_DAYS = Figure(
    "working_days",
    "Human-equivalent working days",
    "Working days",
    "days",
    "Human hours ÷ 8.",
    lambda t: t.working_days,
    lambda t: f"{t.working_days:,.1f}",
)

DATA = (TASKS, HUMAN_HOURS, AI_MINUTES, SUPERVISION_MINUTES, TOKENS, LEVERAGE, SUPERVISORY)
ALL = (*DATA, WEEKS, WORKING_DAYS)
RANKED = tuple(figure for figure in DATA if figure.name in rankings.RANKED)


def in_hours(totals: Totals | None) -> float:
    """The human hours of some totals, none where there are no totals."""
    return totals.human / HOUR if totals else 0.0


def numbers(totals: Totals) -> dict[str, Number | None]:
    """The figures of `totals` as data and `--json` carry them: unrounded, None where unknown."""
    return {figure.name: figure.number(totals) for figure in DATA}
