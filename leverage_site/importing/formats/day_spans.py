"""Words around a day that make it more than one, or none: `7–9 September 2026`, `Week of …`, `since …`.

Each pattern is tried at the end or the beginning of a few characters beside a day that is known.
"""

import datetime as dt
import re
from collections.abc import Iterator

from leverage_site.dates import MONTHS, WEEKDAYS, parse_date

_NEAR = 40
_WEEKDAY = r"(?:{})[a-z]{{0,6}}".format("|".join(name[:3] for name in WEEKDAYS))
_BEFORE_DAY = rf"(?:{_WEEKDAY}\.?,?\s{{1,2}})?(?:the\s)?"
_MONTH = r"(?P<month>(?:{})[a-z]{{0,6}})\.?".format("|".join(name[:3] for name in MONTHS))
_NUMBER = r"[0-9]{1,2}(?:st|nd|rd|th)?\.?"
_WORDS = "to|and|until|till|through|thru|bis|und"
_JOINT = rf"(?P<joint>\s{{0,2}}(?:[-–—/&+~]|\.{{2,3}}|(?<=\s)(?:{_WORDS})(?=\s))\s{{0,2}})"

# Between two whole days, as in a title or the name of a file.
_BETWEEN = re.compile(
    rf"[\s_,-]{{0,3}}(?:[-–—&+~_]|\.{{2,3}}|(?<![^\W_])(?:{_WORDS})(?![^\W_]))[\s_-]{{0,3}}{_BEFORE_DAY}",
    re.IGNORECASE,
)
_NUMBER_BEFORE = re.compile(
    rf"(?:(?P<word>[^\W\d_]{{1,12}}|\#)\.?\s?)?(?<![0-9.:/-])(?P<number>{_NUMBER})(?:(?P<of>[0-9]{{1,2}})\.)?"
    rf"{_JOINT}{_BEFORE_DAY}\Z",
    re.IGNORECASE,
)
_MONTH_BEFORE = (
    re.compile(rf"\b{_MONTH}\s{{1,2}}(?P<number>{_NUMBER}),?{_JOINT}{_BEFORE_DAY}\Z", re.IGNORECASE),
    re.compile(
        rf"(?<![0-9])(?P<number>{_NUMBER})\s{{0,2}}(?:of\s)?{_MONTH},?{_JOINT}{_BEFORE_DAY}\Z", re.IGNORECASE
    ),
)
_YEAR_BEHIND = re.compile(
    rf"\b{_MONTH} (?P<numbers>{_NUMBER}(?:(?:\s{{0,2}}[-–—/&+~]\s{{0,2}}|,?\s(?:{_WORDS})\s|,\s){_NUMBER}){{1,6}})"
    r",?\s(?P<year>[0-9]{4})(?![0-9])",
    re.IGNORECASE,
)
_NUMBERS_BEHIND = re.compile(
    rf"(?:\.{{2,3}}|/|\s?[–—]\s?|\s-\s|[\s_-](?:{_WORDS})[\s_-])(?:(?P<of>[0-9]{{2}})-)?(?P<number>[0-9]{{2}})"
    r"(?=[^\w:]{0,2}(?:\.[a-z]{1,9})?\Z)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[0-9]{1,2}")
_DAY_FIRST = re.compile(r"[0-9]{1,2}(?![0-9])")
_OPEN = re.compile(
    r"(?<![^\W_])(?:since|until|till|through|before|after|starting|beginning|ending|commencing|seit|up to|w/[ce]"
    r"|(?:weeks?|fortnight|days|woche|wochen)[\s_-](?:of|from|to|starting|beginning|ending|commencing|vom|ab))"
    rf"(?:[\s_-](?:on|of|from))?:?[\s_-]{{1,2}}{_BEFORE_DAY}\Z",
    re.IGNORECASE,
)
_NAMED_BEFORE = re.compile(rf"(?<![^\W_])(?P<name>{_WEEKDAY})\.?,?\s{{1,2}}(?:the\s)?\Z", re.IGNORECASE)
_NAMED_BEHIND = re.compile(rf",?\s{{0,2}}\(?(?P<name>{_WEEKDAY})\)?\Z", re.IGNORECASE)
# What is counted with a number that stands before a dash and a day: `Part 3 – 7 September 2026`.
_COUNTED_WORDS = """
    # no nr number part pt day week vol volume issue version v phase step chapter round edition sprint run log
    record entry post report release season session episode ep update section lesson milestone
    batch
"""
_COUNTED = frozenset(_COUNTED_WORDS.split())


def begun_before(text: str, start: int, day: dt.date) -> tuple[int, dt.date] | None:
    """Where a range begins that ends in the day at `start`, and its first day: `7–9 September 2026`."""
    first = max(0, start - _NEAR)
    before = text[first:start]
    for form in _MONTH_BEFORE:
        if match := form.search(before):
            number = _month(match["month"])
            return (first + match.start(), found) if (found := _day(day, number, match["number"])) else None
    match = _NUMBER_BEFORE.search(before) if _DAY_FIRST.match(text, start) else None
    if match is None:
        return None
    is_dash = match["joint"].strip() in "-–—/" and match["joint"] != match["joint"].strip()
    if is_dash and (match["word"] or "").casefold() in _COUNTED:
        return None
    found = _day(day, int(match["of"] or day.month), match["number"])
    is_before = found is not None and (found < day or match["joint"].strip().isalpha())
    return (first + match.start("number"), found) if found and is_before else None


def ended_behind(text: str, end: int, day: dt.date) -> tuple[int, dt.date] | None:
    """Where a range ends that begins with the day before `end`, and its last day: `2026-09-07 to 09`."""
    match = _NUMBERS_BEHIND.match(text, end) if text[end - 3 : end - 2] == "-" else None
    found = _day(day, int(match["of"] or day.month), match["number"]) if match else None
    return (match.end(), found) if match and found and found > day else None


def with_year_behind(text: str) -> Iterator[tuple[int, int, dt.date, dt.date]]:
    """Ranges whose year stands behind all their days, as `September 7–9, 2026`: start, end, first and last day."""
    for match in _YEAR_BEHIND.finditer(text):
        numbers = _DIGITS.findall(match["numbers"])
        year = dt.date(int(match["year"]), 12, 31) if int(match["year"]) else None
        days = [_day(year, _month(match["month"]), number) for number in (numbers[0], numbers[-1]) if year]
        if len(days) == 2 and days[0] and days[1]:
            yield match.start(), match.end(), days[0], days[1]


def is_joint(between: str) -> bool:
    """Whether what stands between two days makes a range of them."""
    return len(between) <= _NEAR and _BETWEEN.fullmatch(between) is not None


def is_open(text: str, start: int) -> bool:
    """Whether the words before a day say that more is meant than that day: `since`, `week of`."""
    return _OPEN.search(text[max(0, start - _NEAR) : start]) is not None


def odd_weekday(text: str, start: int, end: int, day: dt.date) -> str:
    """The weekday beside a day, if it is that of another."""
    match = _NAMED_BEFORE.search(text[max(0, start - _NEAR) : start]) or _NAMED_BEHIND.match(text, end)
    name = match["name"] if match else ""
    is_one = any(other.lower().startswith(name.lower()) for other in WEEKDAYS)
    return name if name and is_one and not WEEKDAYS[day.weekday()].lower().startswith(name.lower()) else ""


def _month(word: str) -> int:
    """The number of a month, 0 of a word that only begins like one."""
    return next((n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(word.lower())), 0)


def _day(end: dt.date, month: int, number: str) -> dt.date | None:
    """A day of the year of `end`, or of the year before where its month would be later."""
    year = end.year - (month > end.month)
    digits = _DIGITS.match(number)
    return parse_date(f"{year:04}-{month:02}-{int(digits[0]):02}") if digits else None
