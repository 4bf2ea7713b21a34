"""Numbers among the tokens of a sentence, in digits or in words, with their units and what widens them."""

from collections.abc import Sequence
from dataclasses import replace

from leverage_site.claims.text.numbers import WrittenNumber
from leverage_site.claims.text.tokens import Token
from leverage_site.claims.wording import NUMBERS

# How many each letter behind a number stands for.
SCALES = {"k": 1e3, "K": 1e3, "M": 1e6}
_SUFFIXES = {
    "x": "x", "X": "x", "×": "x", "%": "%", "h": "h", "m": "m", "min": "m", "mins": "m", "hrs": "h",
    "k": "k", "K": "k", "M": "k",
}  # fmt: skip
# What has more of them is no figure of a record, nor one that a float holds.
_DIGITS = 15
_HOUR = 60
# Words before a time that is a part of an hour or a minute.
_PARTS = {"half a": 0.5, "half an": 0.5, "a quarter of a": 0.25, "a quarter of an": 0.25}
# Words before `two hours and 20 minutes` by which that is one time, and not two figures.
_OF_ONE = frozenset(("in", "took", "for", "needed", "ran", "cost", "of", "about", "over"))
# Words behind `a half of` that begin another thing than the time itself: `an hour and a half of Claude time`.
_OTHERS = frozenset(("the", "them", "it", "its", "this", "that", "those", "these", "all", "our", "my"))


def number_of(
    tokens: Sequence[Token], place: int, before: Sequence[Token]
) -> tuple[WrittenNumber, int, int] | None:
    """Read the number at `place`: itself, the number of its tokens, and of those `before` it that widen it."""
    read = _amount(tokens, place)
    if read is None:
        return None
    number, end = read
    hedges = 0
    is_of_date = place + 1 < len(tokens) and tokens[place + 1].kind == "month"
    if before and before[-1].kind == "hedge" and not is_of_date:
        number, hedges = replace(number, hedge=before[-1].value), 1
    if not number.unit or (number.unit in "hmk" and end < len(tokens) and tokens[end].kind == "unit"):
        end, unit, figure = _unit(tokens, end)
        number = replace(number, unit=unit, figure=figure)
    if number.unit in ("h", "m", "w") and number.step >= 1 and _has_half(tokens, end):
        number, end = replace(number, value=number.value + 0.5, step=0.5), end + 3
    elif number.unit == "h" and not number.figure and number.value.is_integer():
        is_listed = bool(before) and before[-1].value == "," and any(token.number for token in before)
        is_one = (number.words and not is_listed) or (bool(before) and before[-1].value in _OF_ONE)
        if more := _minutes_behind(tokens, end, is_one, opens=not before):
            minutes, end = more
            number = replace(number, value=number.value * _HOUR + minutes, step=1.0, unit="m")
    return number, end - place, hedges


def _amount(tokens: Sequence[Token], place: int) -> tuple[WrittenNumber, int] | None:
    """Read a number at `place`, and where it ends: behind its unit only where that is a part of it."""
    token = tokens[place]
    if token.kind == "numeral":
        number = _numeral(token.value)
        return (number, place + 1) if number else None
    if token.kind == "cardinal":
        value = float(NUMBERS[token.value])
        if _values(tokens, place + 1, 3) == ["and", "a", "half"]:
            return WrittenNumber(value + 0.5, 0.5, words=True), place + 4
        return WrittenNumber(value, 1.0, words=True), place + 1
    return _time_in_words(tokens, place) if token.value in ("a", "an", "single", "half") else None


def _numeral(text: str) -> WrittenNumber | None:
    digits, _, suffix = text.partition("|")
    hedge = "about" if digits[0] == "~" else "over" if suffix.endswith("+") else ""
    digits = digits.lstrip("~")
    groups = digits.partition(".")[0].split(",")
    if any(len(group) != 3 for group in groups[1:]):
        return None
    plain = digits.replace(",", "")
    if len(plain) > _DIGITS:
        return None
    suffix = suffix.rstrip("+")
    scale = SCALES.get(suffix, 1.0)
    step = 10.0 ** -len(plain.partition(".")[2]) * scale
    return WrittenNumber(float(plain) * scale, step, _SUFFIXES.get(suffix, ""), hedge=hedge)


def _time_in_words(tokens: Sequence[Token], place: int) -> tuple[WrittenNumber, int] | None:
    """Read `an hour`, `a single minute`, `a quarter of an hour`, `half an hour`: a time alone."""
    for words, part in _PARTS.items():
        unit = place + len(words.split())
        if " ".join(_values(tokens, place, unit - place)) == words and _is_time(tokens, unit):
            is_hour = tokens[unit].value.startswith("h")
            value, step = (part * _HOUR, 1.0) if is_hour else (part, part)
            return WrittenNumber(value, step, "m", words=True), unit + 1
    if tokens[place].value == "half":
        return None
    unit = place + 1
    if unit < len(tokens) and tokens[unit].value in ("single", "mere"):
        unit += 1
    return (WrittenNumber(1.0, 1.0, words=True), unit) if _is_time(tokens, unit) else None


def _is_time(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].kind == "unit" and tokens[place].value[0] in "hm"


def _values(tokens: Sequence[Token], place: int, count: int) -> list[str]:
    return [token.value for token in tokens[place : place + count]]


def _has_half(tokens: Sequence[Token], place: int) -> bool:
    """Whether `and a half` stands at a place, but not `and a half of them`, which is a half of something else."""
    is_other = _values(tokens, place + 3, 1) == ["of"] and not _OTHERS.isdisjoint(_values(tokens, place + 4, 1))
    return _values(tokens, place, 3) == ["and", "a", "half"] and not is_other


def _unit(tokens: Sequence[Token], end: int) -> tuple[int, str, str]:
    """Return where the unit at `end` ends, the unit and the figure that it names."""
    if end < len(tokens) and tokens[end].kind == "unit":
        unit, _, figure = tokens[end].value.partition(" ")
        return end + 1, unit, figure
    return end, "", ""


def _minutes_behind(tokens: Sequence[Token], end: int, is_one: bool, *, opens: bool) -> tuple[float, int] | None:
    """Read the minutes behind hours: `12 hours and 22 minutes`, `8h 23min`."""
    if end < len(tokens) and tokens[end].value == "and":
        if not is_one and not (opens and _values(tokens, end + 3, 1) == ["of"]):
            return None
        end += 1
    if end >= len(tokens) or tokens[end].kind not in ("numeral", "cardinal"):
        return None
    read = _amount(tokens, end)
    if read is None or read[0].value >= _HOUR:
        return None
    minutes, behind = read
    if minutes.unit:
        return (minutes.value, behind) if minutes.unit == "m" else None
    behind, unit, figure = _unit(tokens, behind)
    return (minutes.value, behind) if unit == "m" and not figure else None
