"""Durations and token counts as people write them.

Both are exact: a duration is a whole number of microseconds, a count a whole number of tokens. Nothing is
rounded here; what cannot be exact is refused.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

# Longer than any duration or count, so that what is remembered of them stays small.
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


@dataclass(frozen=True, slots=True)
class Tokens:
    """A number of tokens; `estimated` where the record says `~`."""

    count: int
    estimated: bool = False


def parse_duration(text: str) -> timedelta | None:
    """`80h`, `1.5h`, `20m`, `1h 30m`, `90s`, `40 min`, `120 hours`; None for anything else.

    A part has at most five digits before the point and six after it, so that each is a whole number of
    microseconds and no sum that days could hold overflows.
    """
    return _duration(text) if len(text) <= _LONGEST else None


@lru_cache(4096)
def _duration(text: str) -> timedelta | None:
    match = _DURATION.fullmatch(text)
    parts = {unit: number for unit, number in match.groupdict().items() if number} if match else {}
    if not parts:
        return None
    return timedelta(microseconds=sum(_product(parts[unit], _MICROSECONDS[unit])[0] for unit in parts))


def parse_duration_or_zero(text: str) -> timedelta | None:
    """As `parse_duration`; none at all needs no unit."""
    return timedelta(0) if _ZERO.fullmatch(text) else parse_duration(text)


def parse_tokens(text: str) -> Tokens | None:
    """`4826000`, `400k`, `2.62M`, each with `~` in front for an estimate; None for anything else."""
    return _tokens(text) if len(text) <= _LONGEST else None


@lru_cache(4096)
def _tokens(text: str) -> Tokens | None:
    match = _TOKENS.fullmatch(text)
    if match is None:
        return None
    count, rest = _product(match[2].rstrip("kKM"), _SCALE[match[3]])
    return None if rest else Tokens(count, match[1] == "~")


def _product(number: str, scale: int) -> tuple[int, int]:
    """`number` × `scale`: the whole part, and more than zero where something is left over."""
    whole, _, fraction = number.partition(".")
    parts: int = 10 ** len(fraction)
    return divmod(int(whole + fraction) * scale, parts)
