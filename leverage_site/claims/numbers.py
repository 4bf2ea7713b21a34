"""Numbers as prose prints them: which values one stands for, in which unit.

`43.3x` stands for what prints so. Words widen it: what is `about` 40 may be a tenth off before it is said to hold,
and a quarter before it is said to be wrong; `over 40` is wrong below 40 alone. `just over 40` is wrong far above
as well, and `nearly 40` far below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leverage_site.claims.model import Interval
from leverage_site.claims.wording import NUMBERS

if TYPE_CHECKING:
    from leverage_site.claims.scan import Token

_SCALES = {"k": 1e3, "K": 1e3, "M": 1e6}
_SUFFIXES = {
    "x": "x", "X": "x", "×": "x", "%": "%", "h": "h", "m": "m", "min": "m", "mins": "m", "hrs": "h",
    "k": "k", "K": "k", "M": "k",
}  # fmt: skip
_NEAR, _FAR = 0.1, 0.25
# On which side of a number these are, and how far to hold, and not to be wrong. On the other side a
# twentieth is no reason to be wrong: some round the wrong way.
_ASIDE = {
    "nearly": (-1, 0.15, 0.2),
    "just under": (-1, 0.08, 0.12),
    "just over": (1, 0.08, 0.12),
    "good": (1, 0.15, 0.25),
}
_BEYOND = 0.05
_TINY = 1e-9
# What has more of them is no figure of a record, nor one that a float holds.
_DIGITS = 15
_HOUR = 60


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A printed number: what holds for it, what contradicts it, and its unit.

    `unit` is `x` for factors, `h`, `m`, `w` for times, `n` for tasks, `k` for tokens, `%`, or nothing; `figure` is
    the one that its noun names. `value` is the number itself, `step` the unit of its last digit. `hedge` is what
    widens it, `words` whether it is in words.
    """

    value: float
    step: float
    unit: str = ""
    figure: str = ""
    hedge: str = ""
    words: bool = False

    @property
    def interval(self) -> Interval:
        """The values that it stands for."""
        return self._around(_NEAR)

    @property
    def wide(self) -> Interval:
        """The values that do not contradict it."""
        return self._around(_FAR)

    def _around(self, part: float) -> Interval:
        half = self.step / 2
        low, high = self.value - half, self.value + half
        match self.hedge:
            case "about":
                return Interval(min(low, self.value * (1 - part)), max(high, self.value * (1 + part)))
            case "nearly" | "just under" | "just over" | "good":
                side, near, far = _ASIDE[self.hedge]
                aside, beyond = (far, _BEYOND) if part == _FAR else (near, 0.0)
                below, above = (aside, beyond) if side < 0 else (beyond, aside)
                return Interval(self.value * (1 - below), self.value * (1 + above))
            case "over":
                return Interval(self.value, None if part == _FAR else self.value * 1.3)
            case "under":
                return Interval(None if part == _FAR else self.value * 0.85, self.value)
        return Interval(low, high)

    def holds(self, value: float | None, scale: float = 1.0) -> bool | None:
        """Return whether a value, in a unit so many times as small, prints so; None where it cannot be said."""
        if value is None:
            return None
        value /= scale
        if within(value, self.interval):
            return True
        return None if within(value, self.wide) else False


def within(value: float, interval: Interval) -> bool:
    """Return whether a value is in an interval, whose bounds belong to it, as far as floats tell."""
    edge = abs(value) * _TINY
    return (interval.low is None or value >= interval.low - edge) and (
        interval.high is None or value <= interval.high + edge
    )


def scaled(interval: Interval, scale: float) -> Interval:
    """Return an interval in a unit so many times as small."""
    low, high = (None if bound is None else bound * scale for bound in (interval.low, interval.high))
    return Interval(low, high)


def number_of(
    tokens: Sequence["Token"], place: int, before: Sequence["Token"]
) -> tuple[WrittenNumber, int, int] | None:
    """Read the number at `place`: itself, the number of its tokens, and of those `before` it that widen it."""
    read = _amount(tokens, place)
    if read is None:
        return None
    value, step, unit, hedge, length, in_words = read
    figure = ""
    hedges = 0
    if before and before[-1].kind == "hedge" and not _is_of_date(tokens, place):
        hedge, hedges = before[-1].value, 1
    end = place + length
    if not unit or (unit in "hmk" and end < len(tokens) and tokens[end].kind == "unit"):
        end, unit, figure = _unit(tokens, end)
    if (
        unit == "h"
        and not figure
        and (more := _minutes_behind(tokens, end, in_words or _is_one_time(before), opens=not before))
    ):
        value, step, unit, end = value * _HOUR + more[0], 1.0, "m", more[1]
    return WrittenNumber(value, step, unit, figure, hedge, in_words), end - place, hedges


def _is_of_date(tokens: Sequence["Token"], place: int) -> bool:
    return place + 1 < len(tokens) and tokens[place + 1].kind == "month"


def _amount(tokens: Sequence["Token"], place: int) -> tuple[float, float, str, str, int, bool] | None:
    token = tokens[place]
    if token.kind == "numeral":
        return _numeral(token.value)
    if token.kind == "cardinal":
        return _cardinal(tokens, place)
    if token.kind == "word" and token.value in ("a", "an", "one", "single"):
        return _article(tokens, place)
    is_half = token.value == "half" and _values(tokens, place + 1, 1) in (["a"], ["an"])
    return _of_fraction(0.5, tokens, place + 2, 3) if is_half and _is_time(tokens, place + 2) else None


def _numeral(text: str) -> tuple[float, float, str, str, int, bool] | None:
    digits, _, suffix = text.partition("|")
    hedge = "about" if digits[0] == "~" else "over" if suffix.endswith("+") else ""
    digits = digits.lstrip("~")
    groups = digits.partition(".")[0].split(",")
    if len(groups) > 1 and any(len(group) != 3 for group in groups[1:]):
        return None
    plain = digits.replace(",", "")
    if len(plain) > _DIGITS:
        return None
    suffix = suffix.rstrip("+")
    scale = _SCALES.get(suffix, 1.0)
    step = 10.0 ** -len(plain.partition(".")[2]) * scale
    return float(plain) * scale, step, _SUFFIXES.get(suffix, ""), hedge, 1, False


def _cardinal(tokens: Sequence["Token"], place: int) -> tuple[float, float, str, str, int, bool] | None:
    value = float(NUMBERS[tokens[place].value])
    behind = _values(tokens, place + 1, 3)
    if behind == ["and", "a", "half"]:
        return value + 0.5, 0.5, "", "", 4, True
    return value, 1.0, "", "", 1, True


def _article(tokens: Sequence["Token"], place: int) -> tuple[float, float, str, str, int, bool] | None:
    """Read `an hour`, `a single minute`, `a quarter of an hour`, `half an hour`: a time alone."""
    following = place + 1
    if following < len(tokens) and tokens[following].value == "quarter":
        if _values(tokens, following + 1, 2) in (["of", "an"], ["of", "a"]) and _is_time(tokens, following + 3):
            return _of_fraction(0.25, tokens, following + 3, 5)
        return None
    if following < len(tokens) and tokens[following].value in ("single", "mere"):
        following += 1
    if _is_time(tokens, following):
        if tokens[following].value == "hour" and _values(tokens, following + 1, 3) == ["and", "a", "half"]:
            return _of_fraction(1.5, tokens, following, following - place + 4)
        return 1.0, 1.0, "", "", following - place, True
    return None


def _of_fraction(
    part: float, tokens: Sequence["Token"], unit: int, length: int
) -> tuple[float, float, str, str, int, bool]:
    is_hour = tokens[unit].value.startswith("h")
    return (part * _HOUR, 1.0, "m", "", length, True) if is_hour else (part, part, "m", "", length, True)


def _is_time(tokens: Sequence["Token"], place: int) -> bool:
    return place < len(tokens) and tokens[place].kind == "unit" and tokens[place].value[0] in "hm"


def _values(tokens: Sequence["Token"], place: int, count: int) -> list[str]:
    return [token.value for token in tokens[place : place + count]]


def _unit(tokens: Sequence["Token"], end: int) -> tuple[int, str, str]:
    """Return where the unit at `end` ends, the unit and the figure that it names."""
    if end < len(tokens) and tokens[end].kind == "unit":
        unit, _, figure = tokens[end].value.partition(" ")
        return end + 1, unit, figure
    return end, "", ""


def _is_one_time(before: Sequence["Token"]) -> bool:
    """Whether `two hours and 20 minutes` are one time, by the word before them, and not two figures."""
    return bool(before) and before[-1].value in (
        "in",
        "took",
        "for",
        "needed",
        "ran",
        "cost",
        "of",
        "about",
        "over",
    )


def _minutes_behind(tokens: Sequence["Token"], end: int, is_one: bool, *, opens: bool) -> tuple[float, int] | None:
    """Read the minutes behind hours: `12 hours and 22 minutes`, `8h 23min`."""
    if end < len(tokens) and tokens[end].value == "and":
        if not is_one and not (opens and _values(tokens, end + 3, 1) == ["of"]):
            return None
        end += 1
    if end >= len(tokens) or tokens[end].kind not in ("numeral", "cardinal"):
        return None
    read = _amount(tokens, end)
    if read is None or read[0] >= _HOUR:
        return None
    behind = end + read[4]
    if read[2] == "m":
        return read[0], behind
    behind, unit, figure = _unit(tokens, behind)
    return (read[0], behind) if unit == "m" and not figure else None
