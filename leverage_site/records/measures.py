"""Durations and token counts as people write them.

Both are exact: a duration is a whole number of microseconds, a count a whole number of tokens. Nothing is
rounded here; what cannot be exact is refused.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache, wraps
from typing import TypeVar

from leverage_site.values import value

Parsed = TypeVar("Parsed")

# Longer than any duration or count: what the caches hold stays small.
_LONGEST = 80

_ZERO = re.compile(r"0{1,5}(?:\.0{1,6})?")
_NUMBER = r"[0-9]{1,5}(?:\.[0-9]{1,6})?"
_DURATION = re.compile(
    rf"(?:(?P<hours>{_NUMBER}) ?(?:hours|hour|hrs|hr|h))?"
    rf" ?(?:(?P<minutes>{_NUMBER}) ?(?:minutes|minute|mins|min|m))?"
    rf" ?(?:(?P<seconds>{_NUMBER}) ?(?:seconds|second|secs|sec|s))?"
)
_MICROSECONDS = {"hours": 3_600_000_000, "minutes": 60_000_000, "seconds": 1_000_000}

_TOKENS = re.compile(r"(~?) ?([0-9]{1,15}|[0-9]{1,9}(?:\.[0-9]{1,6})?([kKM]))")
_SCALE = {None: 1, "k": 1_000, "K": 1_000, "M": 1_000_000}


@value
class Tokens:
    """A number of tokens; `estimated` where the record says `~`."""

    count: int
    estimated: bool = False


def _cached(parse: Callable[[str], Parsed | None]) -> Callable[[str], Parsed | None]:
    """Cache what texts are parsed to, as the same few are written thousands of times; too long ones are None."""
    parse_and_keep = lru_cache(4096)(parse)

    @wraps(parse)
    def parse_short(text: str) -> Parsed | None:
        return parse_and_keep(text) if len(text) <= _LONGEST else None

    return parse_short


@_cached
def parse_duration(text: str) -> timedelta | None:
    """Parse `80h`, `1.5h`, `20m`, `1h 30m`, `90s`, `40 min`, `120 hours`; return None for anything else.

    A part has at most five digits before the point and six after it, so that each is a whole number of
    microseconds and no sum that days could hold overflows.
    """
    match = _DURATION.fullmatch(text)
    parts = {unit: number for unit, number in match.groupdict().items() if number} if match else {}
    if not parts:
        return None
    return timedelta(microseconds=sum(_product(parts[unit], _MICROSECONDS[unit])[0] for unit in parts))


def parse_duration_or_zero(text: str) -> timedelta | None:
    """Parse as `parse_duration`; zero needs no unit."""
    return timedelta(0) if _ZERO.fullmatch(text) else parse_duration(text)


def format_duration(value: timedelta, unit: str = "m") -> str:
    """Return a duration as a record has it, exact: in hours or minutes where that is short, else in all units.

    `unit`, one of `h`, `m` and `s`, is tried first.
    """
    from decimal import Decimal  # loaded by imports only

    micro = value // timedelta(microseconds=1)
    for name in dict.fromkeys((unit, "m", "h")):
        number = Decimal(micro) / {"h": 3_600_000_000, "m": 60_000_000, "s": 1_000_000}[name]
        text = format(number.normalize(), "f")
        if len(text.partition(".")[2]) <= 4 and number < 100_000:
            return f"{text}{name}"
    minutes, rest = divmod(micro, 60_000_000)
    hours, minutes = divmod(minutes, 60)
    seconds = format((Decimal(rest) / 1_000_000).normalize(), "f")
    return (f"{hours}h" if hours else "") + (f"{minutes}m" if minutes else "") + (f"{seconds}s" if rest else "")


@_cached
def parse_tokens(text: str) -> Tokens | None:
    """Parse `4826000`, `400k`, `2.62M`, each with `~` in front for an estimate; return None for anything else."""
    match = _TOKENS.fullmatch(text)
    if match is None:
        return None
    count, rest = _product(match[2].rstrip("kKM"), _SCALE[match[3]])
    return None if rest else Tokens(count, match[1] == "~")


def format_tokens(tokens: Tokens) -> str:
    """Return `~2.62M`, `400k` or `4826000`: short where that is exact."""
    count, mark = tokens.count, "~" * tokens.estimated
    if tokens.estimated and count >= 1_000_000 and count % 10_000 == 0:
        return f"{mark}{count / 1_000_000:.2f}".rstrip("0").rstrip(".") + "M"
    return f"{mark}{count // 1_000}k" if 0 < count < 1_000_000 and count % 1_000 == 0 else f"{mark}{count}"


def _product(number: str, scale: int) -> tuple[int, int]:
    """Return `number` × `scale`: the whole part, and more than zero where something is left over."""
    whole, _, fraction = number.partition(".")
    parts: int = 10 ** len(fraction)
    return divmod(int(whole + fraction) * scale, parts)
