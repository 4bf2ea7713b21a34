"""How numbers are printed, wherever they stand: the only place where one is rounded, by Python's `format`.

11.25 prints as 11.2, 3.75 as 3.8.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from leverage_site.records.measures import Tokens
from leverage_site.stats.totals import HOUR, MINUTE

UNKNOWN = "–"

Number = int | float

Value = TypeVar("Value")
Result = TypeVar("Result")


def remembered(function: Callable[[Value], Result]) -> Callable[[Value], Result]:
    """`function` with a memory of bounded size, for what is printed again and again."""
    return lru_cache(4096)(function)


def exact(value: float) -> Number:
    """The number as data carries it: 204 rather than 204.0."""
    return int(value) if value == int(value) else value


def hours(duration: timedelta) -> Number:
    """Hours, unrounded."""
    return exact(duration / HOUR)


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
