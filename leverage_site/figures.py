"""Every named number: what it is, its unit, its definition, and how it is printed.

This is the only place where a number is rounded, once, by Python's `format`: 11.25 prints as 11.2, 3.75 as 3.8.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from leverage_site.records.measures import Tokens
from leverage_site.stats import day_stats
from leverage_site.stats.totals import HOUR, MINUTE, Totals
from leverage_site.text import count_noun
from leverage_site.values import value

UNKNOWN = "–"

Number = int | float

Printed = TypeVar("Printed")
Result = TypeVar("Result")


@value
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
        """Return the number as printed, with its note in brackets."""
        note = self.note(totals)
        return f"{self.short(totals)} ({note})" if note else self.short(totals)


TASKS = Figure(
    name="tasks",
    label="Total tasks",
    heading="Tasks",
    unit="tasks",
    definition="The number of tasks.",
    number=lambda t: t.tasks,
    short=lambda t: f"{t.tasks:,}",
)
HUMAN_HOURS = Figure(
    name="human_hours",
    label="Total human-equivalent hours",
    heading="Human hours",
    unit="hours",
    definition="The sum of the human estimates: what a person would have needed.",
    number=lambda t: hours(t.human),
    short=lambda t: hours_text(t.human),
)
AI_MINUTES = Figure(
    name="ai_minutes",
    label="Total {assistant} minutes",
    heading="{assistant} minutes",
    unit="minutes",
    definition="The sum of the minutes that the assistant worked.",
    number=lambda t: minutes(t.ai),
    short=lambda t: minutes_text(t.ai),
)
SUPERVISION_MINUTES = Figure(
    name="supervision_minutes",
    label="Total supervisory minutes",
    heading="Supervision",
    unit="minutes",
    definition="The sum of the supervision that tasks state; unknown if none does.",
    number=lambda t: minutes(t.supervision),
    short=lambda t: minutes_text(t.supervision),
)
TOKENS = Figure(
    name="tokens",
    label="Total tokens",
    heading="Tokens",
    unit="tokens",
    definition="Of a day: what it states, else the sum of its tasks'. "
    "Of a period: the sum over the days that are known. "
    "Of a project, a task's tag or an assistant: unknown unless each of its tasks states them.",
    number=lambda t: t.token_count,
    short=lambda t: tokens_text(t.tokens),
    note=lambda t: f"{count_noun(t.tokens_missing, 'day')} unknown" if t.tokens and t.tokens_missing else "",
)
LEVERAGE = Figure(
    name="leverage",
    label="Weighted average leverage factor",
    heading="Leverage",
    unit="factor",
    definition="Sum of the human estimates ÷ sum of the assistant's time. Never a mean of factors.",
    number=lambda t: t.leverage,
    short=lambda t: factor_text(t.leverage),
)
SUPERVISORY = Figure(
    name="supervisory",
    label="Weighted average supervisory leverage factor",
    heading="Supervisory",
    unit="factor",
    definition="Sum of the human estimates of the tasks that state supervision ÷ sum of that supervision; "
    "unknown where that is zero.",
    number=lambda t: t.supervisory,
    short=lambda t: factor_text(t.supervisory),
)
WEEKS = Figure(
    name="weeks",
    label="Human-equivalent weeks",
    heading="Weeks",
    unit="weeks",
    definition="Human hours ÷ 40.",
    number=lambda t: t.weeks,
    short=lambda t: number_text(t.weeks),
)
WORKING_DAYS = Figure(
    name="working_days",
    label="Human-equivalent working days",
    heading="Working days",
    unit="days",
    definition="Human hours ÷ 8.",
    number=lambda t: t.working_days,
    short=lambda t: number_text(t.working_days),
)

# Those of the terminal and of the data files, those of the tables of aggregates, and all that are defined.
DATA = (TASKS, HUMAN_HOURS, AI_MINUTES, SUPERVISION_MINUTES, TOKENS, LEVERAGE, SUPERVISORY)
AGGREGATES = (*DATA, WEEKS)
ALL = (*AGGREGATES, WORKING_DAYS)
# Those that days are ranked by.
RANKED = tuple(figure for figure in DATA if figure.name in day_stats.RANKED)


def in_hours(totals: Totals | None) -> float:
    """Return the human hours of some totals, none where there are no totals."""
    return totals.human / HOUR if totals else 0.0


def numbers(totals: Totals) -> dict[str, Number | None]:
    """Return the figures of `totals` as data and `--json` carry them: unrounded, None where unknown."""
    return {figure.name: figure.number(totals) for figure in DATA}


def change_text(figure: Figure, now: Totals, before: Totals) -> str:
    """Print a figure against an earlier one: `+47.1 %`, `−12.0 %`, `±0.0 %`, or a dash."""
    new, old = figure.number(now), figure.number(before)
    if new is None or not old:
        return UNKNOWN
    # One division: 63 against 80 is 21.25 less, of which `(63 / 80 - 1) * 100` makes a little more.
    text = format((new - old) * 100 / old, "+,.1f")
    sign = "±" if text in ("+0.0", "-0.0") else text[0].replace("-", "−")
    return f"{sign}{text[1:]} %"


def remembered(function: Callable[[Printed], Result]) -> Callable[[Printed], Result]:
    """Cache what `function` prints of the last values: each task and day is printed on several pages."""
    return lru_cache(4096)(function)


def exact(value: float) -> Number:
    """Return the number as data carries it: 204 rather than 204.0."""
    return int(value) if value.is_integer() else value


def hours(duration: timedelta) -> Number:
    """Return hours, unrounded."""
    return exact(duration / HOUR)


def minutes(duration: timedelta | None) -> Number | None:
    """Return minutes, unrounded; None where unknown."""
    return None if duration is None else exact(duration / MINUTE)


@remembered
def hours_cell(duration: timedelta) -> str:
    """Print a task's hours: `80h`, `0.25h`."""
    return f"{_short(duration / HOUR)}h"


@remembered
def minutes_cell(duration: timedelta | None) -> str:
    """Print a task's minutes: `20m`, `3.5m`."""
    return UNKNOWN if duration is None else f"{_short(duration / MINUTE)}m"


@remembered
def factor_cell(value: float | None) -> str:
    """Print a task's factor: `1600.0x`."""
    return UNKNOWN if value is None else f"{value:.1f}x"


def share_text(part: timedelta, whole: timedelta) -> str:
    """Print a part of a whole: `37.5 %`."""
    return f"{part * 100 / whole:.1f} %" if whole else UNKNOWN


def tokens_cell(tokens: Tokens | None) -> str:
    """Print a task's tokens: `400k`, `1.25M`, `412,345`; never rounded."""
    return UNKNOWN if tokens is None else _estimated(tokens, _short_count(tokens.count))


def number_text(value: float | None) -> str:
    """Print a number of a total that is no factor: `1,297.7`."""
    return UNKNOWN if value is None else f"{value:,.1f}"


def factor_text(value: float | None) -> str:
    """Print a factor in prose and totals: `1,297.7x`."""
    return UNKNOWN if value is None else f"{value:,.1f}x"


def hours_text(duration: timedelta) -> str:
    """Print hours of a total: `2,135.5`."""
    return f"{duration / HOUR:,.1f}"


def minutes_text(duration: timedelta | None) -> str:
    """Print minutes of a total: `2,010`, `431.5`."""
    if duration is None:
        return UNKNOWN
    value = duration / MINUTE
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def tokens_text(tokens: Tokens | None) -> str:
    """Print tokens of a total: `9,487,000`, or `~2.62M` for an estimate; never rounded."""
    if tokens is None:
        return UNKNOWN
    return _estimated(tokens, _short_count(tokens.count) if tokens.estimated else f"{tokens.count:,}")


def _short(value: float) -> str:
    """Print at most two decimals, but never 0 for something."""
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
