"""Every named number: what it is, its unit, its definition, and how it is printed.

This is the only place where a number is rounded, once, by Python's `format`: 11.25 prints as 11.2, 3.75 as 3.8.
A table prints sums as published pages do, to be copied and compared; a sentence and a large figure print them to
be read: `19,387` hours, `12 h 22 min`, `4.83M` tokens.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from leverage_site.records.measures import Tokens
from leverage_site.stats import day_stats
from leverage_site.stats.totals import HOUR, MINUTE, RATIOS, Totals
from leverage_site.text import count_noun
from leverage_site.values import value

UNKNOWN = "–"
FACTOR = "factor"

# Per cent from which on they have no decimals, and from which on a number is so many times the earlier one.
_WHOLE_PERCENT = 10
_TIMES = 200
# From here on a number of hours is read without decimals.
_WHOLE = 10_000
# Minutes that are read as such, and hours beside which minutes say nothing.
_FEW_MINUTES = 120
_MANY_HOURS = 100

Number = int | float

Printed = TypeVar("Printed")
Result = TypeVar("Result")


@value
class Figure:
    """A named number of some totals.

    `name` is its key in data and JSON, `label` its name in a table of aggregates ("{assistant}" stands for the
    assistant's name), `heading` its short name, and `column` that above numbers without a unit, where it differs;
    `number` gives it unrounded, `cell` as a table prints it, `short` as it is printed large and in sentences, and
    `note` says what the printed number leaves out, where it leaves something out.
    """

    name: str
    label: str
    heading: str
    unit: str
    definition: str
    number: Callable[[Totals], Number | None]
    cell: Callable[[Totals], str]
    short: Callable[[Totals], str]
    note: Callable[[Totals], str] = lambda _: ""
    column: str = ""

    @property
    def is_sum(self) -> bool:
        """Whether it grows with the days that it is of."""
        return self.unit != FACTOR

    def text(self, totals: Totals) -> str:
        """Return the number as a table prints it, with its note in brackets."""
        text, note = self.cell(totals), self.note(totals)
        return f"{text} ({note})" if note else text

    def exact(self, totals: Totals) -> str:
        """Return the number as the data files have it; nothing where it is unknown."""
        number = self.number(totals)
        return "" if number is None else str(number)


TASKS = Figure(
    name="tasks",
    label="Total tasks",
    heading="Tasks",
    unit="tasks",
    definition="The number of tasks.",
    number=lambda t: t.tasks,
    cell=lambda t: f"{t.tasks:,}",
    short=lambda t: f"{t.tasks:,}",
)
HUMAN_HOURS = Figure(
    name="human_hours",
    label="Total human-equivalent hours",
    heading="Human hours",
    unit="hours",
    definition="The sum of the human estimates: what a person would have needed.",
    number=lambda t: hours(t.human),
    cell=lambda t: hours_text(t.human),
    short=lambda t: number_short(t.human / HOUR),
)
AI_MINUTES = Figure(
    name="ai_minutes",
    label="Total {assistant} minutes",
    heading="{assistant} time",
    unit="minutes",
    definition="The sum of the minutes that the assistant worked.",
    number=lambda t: minutes(t.ai),
    cell=lambda t: minutes_text(t.ai),
    short=lambda t: time_short(t.ai),
    column="{assistant} minutes",
)
SUPERVISION_MINUTES = Figure(
    name="supervision_minutes",
    label="Total supervisory minutes",
    heading="Supervision",
    unit="minutes",
    definition="The sum of the supervision that tasks state; unknown if none does.",
    number=lambda t: minutes(t.supervision),
    cell=lambda t: minutes_text(t.supervision),
    short=lambda t: time_short(t.supervision),
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
    cell=lambda t: tokens_text(t.tokens),
    short=lambda t: tokens_short(t.tokens),
    note=lambda t: f"{count_noun(t.tokens_missing, 'day')} unknown" if t.tokens and t.tokens_missing else "",
)
LEVERAGE = Figure(
    name="leverage",
    label="Weighted average leverage factor",
    heading="Leverage",
    unit=FACTOR,
    definition="Sum of the human estimates ÷ sum of the assistant's time. Never a mean of factors.",
    number=lambda t: t.leverage,
    cell=lambda t: factor_text(t.leverage),
    short=lambda t: factor_text(t.leverage),
)
SUPERVISORY = Figure(
    name="supervisory",
    label="Weighted average supervisory leverage factor",
    heading="Supervisory",
    unit=FACTOR,
    definition="Sum of the human estimates of the tasks that state supervision ÷ sum of that supervision; "
    "unknown where that is zero.",
    number=lambda t: t.supervisory,
    cell=lambda t: factor_text(t.supervisory),
    short=lambda t: factor_text(t.supervisory),
)
WEEKS = Figure(
    name="weeks",
    label="Human-equivalent weeks",
    heading="Human weeks",
    unit="weeks",
    definition="Human hours ÷ 40.",
    number=lambda t: t.weeks,
    cell=lambda t: number_text(t.weeks),
    short=lambda t: number_short(t.weeks),
)
WORKING_DAYS = Figure(
    name="working_days",
    label="Human-equivalent working days",
    heading="Working days",
    unit="days",
    definition="Human hours ÷ 8.",
    number=lambda t: t.working_days,
    cell=lambda t: number_text(t.working_days),
    short=lambda t: number_short(t.working_days),
)
DAYS = Figure(
    name="days",
    label="Recorded days",
    heading="Days",
    unit="days",
    definition="The number of days that have a record, those of rest among them.",
    number=lambda t: t.days,
    cell=lambda t: f"{t.days:,}",
    short=lambda t: f"{t.days:,}",
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


def change(figure: Figure, now: Totals, before: Totals) -> str:
    """Print a figure against an earlier one, as `change_text` does.

    Sums of different numbers of recorded days are compared per recorded day, and those of tokens only where those
    of all days are known.
    """
    if figure is TOKENS and (now.tokens_missing or before.tokens_missing):
        return UNKNOWN
    if not figure.is_sum:
        return change_text(figure.number(now), figure.number(before))
    # The sums themselves, without their unit: hours and weeks of work change alike.
    new, old = (RATIOS[figure.name](totals)[0] for totals in (now, before))
    if now.days != before.days and new is not None and old is not None:
        new, old = new * before.days, old * now.days
    return change_text(new, old)


def change_text(new: Any, old: Any) -> str:
    """Print an amount against an earlier one: `+47%`, `−4.3%`, `±0%`, from three times as much on `3.1 times`."""
    if new is None or not old:
        return UNKNOWN
    # One division: 63 against 80 is 21.25 less, of which `(63 / 80 - 1) * 100` makes a little more.
    percent = (new - old) * 100 / old
    if round(percent) >= _TIMES:
        return f"{_without_lone_zero(f'{new / old:,.1f}')} times"
    text = percent_text(abs(percent))
    return f"±{text}" if text == "0%" else f"{'+' if percent > 0 else '−'}{text}"


def percent_text(percent: float) -> str:
    """Print per cent, with a decimal below ten alone: `4.3%`, `38%`."""
    text = f"{percent:.1f}"
    if float(text) >= _WHOLE_PERCENT:
        text = f"{percent:.0f}"
    return f"{'0' if text == '0.0' else text}%"


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


def factor_text(value: float | None) -> str:
    """Print a factor, from 1,000 on without a zero alone behind the point: `43.0x`, `1,297.7x`, `12,000x`."""
    return UNKNOWN if value is None else _factor(value)


@remembered
def _factor(value: float) -> str:
    return f"{_without_lone_zero(f'{value:,.1f}')}x"


def share_text(part: timedelta, whole: timedelta) -> str:
    """Print a part of a whole: `37%`, `0.4%`."""
    return percent_text(part * 100 / whole) if whole else UNKNOWN


def tokens_cell(tokens: Tokens | None) -> str:
    """Print a task's tokens: `400k`, `1.25M`, `412,345`; an estimate to three digits: `~412k`."""
    if tokens is None:
        return UNKNOWN
    return tokens_short(tokens) if tokens.estimated else _short_count(tokens.count)


def tokens_text(tokens: Tokens | None) -> str:
    """Print tokens of a total: `9,487,000`; an estimate to three digits: `~2.62M`."""
    return f"{tokens.count:,}" if tokens and not tokens.estimated else tokens_short(tokens)


def tokens_short(tokens: Tokens | None) -> str:
    """Print tokens to three digits: `4.83M`, `~447M`."""
    if tokens is None:
        return UNKNOWN
    rounded = int(float(f"{tokens.count:.2e}"))
    return f"{'~' * tokens.estimated}{_short_count(rounded, step=10)}"


def number_text(value: float | None) -> str:
    """Print a number of a total that is no factor: `1,297.7`."""
    return UNKNOWN if value is None else f"{value:,.1f}"


def number_short(value: float) -> str:
    """Print a number of a total to be read: `535.5`, `2,135.5`, `1,200`, from 10,000 on whole: `19,387`."""
    return f"{value:,.0f}" if value >= _WHOLE else _without_lone_zero(f"{value:,.1f}")


def hours_text(duration: timedelta) -> str:
    """Print hours of a total: `2,135.5`."""
    return number_text(duration / HOUR)


def minutes_text(duration: timedelta | None) -> str:
    """Print minutes of a total: `2,010`, `431.5`."""
    if duration is None:
        return UNKNOWN
    value = duration / MINUTE
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def time_short(duration: timedelta | None, unit: str = " min") -> str:
    """Print a time to be read: `45 min`, from two hours on `12 h 22 min`, from a hundred on `186 h`.

    Less than two hours are a number of minutes with `unit` behind.
    """
    if duration is None:
        return UNKNOWN
    if duration / MINUTE < _FEW_MINUTES:
        return f"{minutes_text(duration)}{unit}"
    hours, rest = divmod(round(duration / MINUTE), 60)
    if hours >= _MANY_HOURS:
        return f"{duration / HOUR:,.0f} h"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def _short(value: float) -> str:
    """Print at most two decimals, but never 0 for something."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text if text != "0" or not value else format(Decimal(f"{value:.1g}"), "f")


def _without_lone_zero(text: str) -> str:
    """Return a number of one decimal without it where it is zero and the number has four digits or more."""
    return text.removesuffix(".0") if "," in text else text


@lru_cache(4096)
def _short_count(count: int, step: int = 1_000) -> str:
    """Print a count in millions or in thousands where it is a multiple of 10,000 or of `step`."""
    if count >= 1_000_000 and count % 10_000 == 0:
        number, unit = count / 1_000_000, "M"
    elif 1_000 <= count < 1_000_000 and count % step == 0:
        number, unit = count / 1_000, "k"
    else:
        return f"{count:,}"
    return f"{number:,.2f}".rstrip("0").rstrip(".") + unit
