"""Every named number: what it is, its unit, and how pages, sentences and terminals print it.

This is the only place where a number is rounded, by Python's `format`: 11.25 prints as 11.2, 3.75 as 3.8.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from leverage_site.counting import counted
from leverage_site.records.measures import Tokens
from leverage_site.stats.totals import Totals

UNKNOWN = "–"
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

Number = int | float

Value = TypeVar("Value")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Figure:
    """A named number of some totals.

    `name` is its key in data and JSON, `label` its name in a table of aggregates ("{assistant}" stands for the
    assistant's name), `heading` its name above a column; `number` gives it unrounded, `text` as printed, where
    `note` says what the printed number leaves out.
    """

    name: str
    label: str
    heading: str
    unit: str
    definition: str
    number: Callable[[Totals], Number | None]
    text: Callable[[Totals], str]
    note: Callable[[Totals], str] = lambda _: ""


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


def remembered(function: Callable[[Value], Result]) -> Callable[[Value], Result]:
    """`function` with a memory of bounded size, for what is printed again and again."""
    return lru_cache(4096)(function)


def exact(value: float) -> Number:
    """The number as data carries it: 204 rather than 204.0."""
    return int(value) if value == int(value) else value


def hours(duration: timedelta) -> Number:
    """Hours, unrounded."""
    return exact(duration / HOUR)


def in_hours(totals: Totals | None) -> float:
    """The human hours of some totals, none where there are no totals."""
    return totals.human / HOUR if totals else 0.0


def minutes(duration: timedelta | None) -> Number | None:
    """Minutes, unrounded; None where unknown."""
    return None if duration is None else exact(duration / MINUTE)


@remembered
def hours_cell(duration: timedelta) -> str:
    """A task's hours: `80h`, `0.25h`."""
    return f"{_short(duration / HOUR)}h"


@remembered
def minutes_cell(duration: timedelta | None) -> str:
    """A task's minutes: `20m`, `3.5m`."""
    return UNKNOWN if duration is None else f"{_short(duration / MINUTE)}m"


@remembered
def factor_cell(value: float | None) -> str:
    """A task's factor: `1600.0x`."""
    return UNKNOWN if value is None else f"{value:.1f}x"


def share_text(part: timedelta, whole: timedelta) -> str:
    """A part of a whole: `37.5 %`."""
    return f"{part * 100 / whole:.1f} %" if whole else UNKNOWN


def tokens_cell(tokens: Tokens | None) -> str:
    """A task's tokens: `400k`, `1.25M`, `412,345`; never rounded."""
    return UNKNOWN if tokens is None else _estimated(tokens, _short_count(tokens.count))


def factor_text(value: float | None) -> str:
    """A factor in prose and totals: `1,297.7x`."""
    return UNKNOWN if value is None else f"{value:,.1f}x"


def hours_text(duration: timedelta) -> str:
    """Hours of a total: `2,135.5`."""
    return f"{duration / HOUR:,.1f}"


def minutes_text(duration: timedelta | None) -> str:
    """Minutes of a total: `2,010`, `431.5`."""
    if duration is None:
        return UNKNOWN
    value = duration / MINUTE
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def tokens_text(tokens: Tokens | None) -> str:
    """Tokens of a total: `9,487,000`, or `~2.62M` for an estimate; never rounded."""
    if tokens is None:
        return UNKNOWN
    return _estimated(tokens, _short_count(tokens.count) if tokens.estimated else f"{tokens.count:,}")


def _missing(totals: Totals) -> str:
    """How many days a total of tokens leaves out."""
    days = totals.tokens_missing if totals.tokens else 0
    return f"{counted(days, 'day')} unknown" if days else ""


def _short(value: float) -> str:
    """At most two decimals, but never 0 for something."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text if text != "0" or not value else format(Decimal(f"{value:.1g}"), "f")


def _short_count(count: int) -> str:
    if count >= 1_000_000 and count % 10_000 == 0:
        return f"{count / 1_000_000:.2f}".rstrip("0").rstrip(".") + "M"
    if 1_000 <= count < 1_000_000 and count % 1_000 == 0:
        return f"{count // 1_000}k"
    return f"{count:,}"


def _estimated(tokens: Tokens, text: str) -> str:
    return f"~{text}" if tokens.estimated else text


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
    lambda t: tokens_text(t.tokens) + (f" ({_missing(t)})" if _missing(t) else ""),
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


def numbers(totals: Totals) -> dict[str, Number | None]:
    """The figures of `totals` as data and `--json` carry them: unrounded, None where unknown."""
    return {figure.name: figure.number(totals) for figure in DATA}
