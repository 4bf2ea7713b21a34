"""Figures as pages print them: durations, tokens, and numbers with the digits they were rounded to.

A printed figure *follows* from an exact one if it is that number rounded to the printed digits, a half either way.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from string import ascii_lowercase

from leverage_site.records.measures import Tokens, parse_duration, parse_tokens

NONE = frozenset({"", "-", "–", "—", "n/a", "na", "nan", "none", "null"})
MICROSECOND = timedelta(microseconds=1)

_THOUSANDS = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,])")
# Blanks that are no blank: they stand between a number and its unit.
SPACES = "\u00a0\u2007\u2009\u202f"
_BLANK = str.maketrans(dict.fromkeys(SPACES, " "))
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9]))?(?: ?(h|hrs?|hours?|mins?|minutes?))?")
_ZERO = re.compile(r"0{1,9}(?:\.0{1,25})?")
_NUMBER = re.compile(r"(~?)\s*([0-9]{1,15}(?:\.[0-9]{1,30})?)(?: ?([kKM])(?![a-zA-Z]))?")
_UNIT = re.compile(
    r" ?(?:[x×]|w|weeks?|h|hours?|m|mins?|minutes?|tasks?|tokens|(?:working )?days?)?\.?", re.IGNORECASE
)
# Longer than any time, so that what is remembered of them stays small: the times of a table are often the same.
_LONGEST = 80
_SCALE = {None: 1, "k": 1_000, "K": 1_000, "M": 1_000_000}
_SECONDS = {"h": 3600, "m": 60, "s": 1}
# What the parts of a clock time with one colon count, by the unit of its column.
_CLOCKS = {"h": (3600, 60), "h:m": (3600, 60), "m:s": (60, 1)}
_BARE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,25})?(?:[eE][+-]?[0-9]{1,2})?")
_SCIENTIFIC = re.compile(r"(~?) ?([0-9]{1,15}(?:\.[0-9]{1,25})?[eE]\+?[0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as printed; `step` is what one more in its last digit would be."""

    text: str
    value: Fraction
    step: Fraction
    decimals: int
    scale: int

    def follows(self, exact: Fraction) -> bool:
        """Whether this is `exact`, rounded."""
        return abs(self.value - exact) * 2 <= self.step

    def like(self, exact: Fraction) -> str:
        """`exact` in the style of this figure."""
        number = format(
            float(exact / self.scale), f",.{self.decimals}f" if "," in self.text else f".{self.decimals}f"
        )
        plain = without_thousands(self.text)
        found = _NUMBER.match(plain)
        return f"{found[1]}{number}{found[3] or ''}{plain[found.end() :]}" if found else number


def printed(text: str) -> Printed | None:
    """The number that `text` is: `240.0x`, `2,135.5`, `~2.62M`, `0.40w`, `204h`; None if it says anything else.

    An estimate (`~867,500`) was rounded before its zeros.
    """
    plain = _unscaled(without_thousands(text.strip()))
    match = _NUMBER.match(plain)
    if match is None or not _UNIT.fullmatch(plain, match.end()):
        return None
    scale, decimals = _SCALE[match[3]], len(match[2].partition(".")[2])
    value = Fraction(match[2]) * scale
    # What has more digits than this was not rounded for people: it is a program's number, exact to its last ones.
    step = max(Fraction(scale, 10**decimals), value / 10**12)
    if match[1] and not decimals:
        digits = match[2]
        step *= 10 ** (len(digits) - len(digits.rstrip("0") or "0"))
    return Printed(text.strip(), value, step, decimals, scale)


@dataclass(frozen=True, slots=True)
class Amount:
    """A time in microseconds, or a number of tokens; `step` is what one more in its last digit would be."""

    value: Fraction
    step: Fraction

    def follows(self, exact: Fraction) -> bool:
        """Whether this is `exact`, rounded."""
        return abs(self.value - exact) * 2 <= self.step


def time_amount(text: str, unit: str = "") -> Amount | None:
    """The time that `text` is, with the digits it was rounded to; None for anything else."""
    return _time_amount(text, unit) if len(text) <= _LONGEST else None


@lru_cache(4096)
def _time_amount(text: str, unit: str) -> Amount | None:
    value = duration(text, unit)
    if value is None:
        return None
    micro = Fraction(value // MICROSECOND)
    plain = without_thousands(text).strip().lower().removesuffix(".")
    if clock := _CLOCK.fullmatch(plain):
        seconds = 1 if clock[3] else _clock_parts(clock, unit)[1]
        return Amount(micro, Fraction(seconds * 1_000_000))
    number = plain.rstrip(ascii_lowercase)
    seconds = _SECONDS.get((plain[len(number) :] or unit or "s")[0], 1)
    step = Fraction(seconds * 1_000_000, 10 ** _decimals(number.rstrip()))
    return Amount(micro, max(step, micro / 10**12))


def _decimals(text: str) -> int:
    """The number of digits behind the point of the number that `text` ends in."""
    whole = text.rstrip("0123456789")
    return len(text) - len(whole) if whole.endswith(".") else 0


def duration(text: str, unit: str = "") -> timedelta | None:
    """`80h`, `1,200 hours`, `8h 23min`, `0:20:00`; a bare number counts as so many of `unit`, to the microsecond.

    Two numbers with a colon are hours and minutes, or minutes and seconds, where a unit tells which. Zero is
    zero in any unit.
    """
    return _duration(text, unit) if len(text) <= _LONGEST else None


@lru_cache(4096)
def _duration(text: str, unit: str) -> timedelta | None:
    text = without_thousands(text).strip().removesuffix(".")
    if text[:1] == ".":
        text = f"0{text}"
    if _ZERO.fullmatch(text):
        return timedelta()
    if clock := _CLOCK.fullmatch(text):
        return _clock(clock, unit)
    if _BARE.fullmatch(text):
        if unit not in _SECONDS:
            return None
        micro = Fraction(Decimal(text)) * _SECONDS[unit] * 1_000_000
        return round(micro) * MICROSECOND if micro < 10**15 else None
    return parse_duration(text)


def _clock(clock: re.Match[str], unit: str) -> timedelta | None:
    first, second, third = (int(part or 0) for part in clock.groups()[:3])
    if clock[3]:
        return timedelta(hours=first, minutes=second, seconds=third)
    large, small = _clock_parts(clock, unit)
    return timedelta(seconds=first * large + second * small) if small else None


def _clock_parts(clock: re.Match[str], unit: str) -> tuple[int, int]:
    """The seconds that the two parts of a clock time count; none where nothing tells."""
    told = {"h": "h:m", "m": "m:s"}.get((clock[4] or "")[:1], unit)
    return _CLOCKS.get(told, (0, 0))


def tokens(text: str) -> Tokens | None:
    """`150k`, `~2.62M`, `9,487,000`, `12.0`; None for anything else."""
    text = _unscaled(without_thousands(text.strip()))
    whole, _, rest = text.partition(".")
    return parse_tokens(whole if rest and not rest.strip("0") else text)


def _unscaled(text: str) -> str:
    """`1.5E+06`, as spreadsheets write large numbers, as `1500000`."""
    found = _SCIENTIFIC.fullmatch(text)
    return f"{found[1]}{Decimal(found[2]):f}" if found else text


def without_thousands(text: str) -> str:
    """`2,135.5` as `2135.5`, with nothing but blanks for spaces."""
    return _THOUSANDS.sub(lambda found: found[0].replace(",", ""), text.translate(_BLANK))


def measure(value: timedelta, unit: str = "m") -> str:
    """A duration as a record file has it, exact: in hours or minutes if that is short, else in all units."""
    micro = value // MICROSECOND
    for name in dict.fromkeys((unit or "m", "m", "h")):
        number = Decimal(micro) / (_SECONDS[name] * 1_000_000)
        text = format(number.normalize(), "f")
        if len(text.partition(".")[2]) <= 4 and number < 100_000:
            return f"{text}{name}"
    minutes, rest = divmod(micro, 60_000_000)
    hours, minutes = divmod(minutes, 60)
    seconds = format((Decimal(rest) / 1_000_000).normalize(), "f")
    return (f"{hours}h" if hours else "") + (f"{minutes}m" if minutes else "") + (f"{seconds}s" if rest else "")
