"""Days as people write them: in texts, with or without a range around them, and in the cells of a column."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from leverage_site.dates import MONTHS, WEEKDAYS, parse_date
from leverage_site.values import value

MAX_LENGTH = 60
ORDERS = ("dmy", "mdy", "ymd")

_MONTH_STARTS = "|".join(name[:3] for name in MONTHS)
_WEEKDAY_STARTS = "|".join(name[:3] for name in WEEKDAYS)
_MONTH = rf"(?P<month>(?:{_MONTH_STARTS})(?:[a-z]{{0,6}}+\.?))"
_FORMS = (
    re.compile(r"(?<![0-9])(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])"),
    re.compile(r"(?<![0-9])(?P<iso>[0-9]{4}/[0-9]{2}/[0-9]{2})(?![0-9])"),
    re.compile(r"(?<![0-9.])(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})(?![0-9])"),
    re.compile(
        rf"{_MONTH} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:, ?| )(?P<year>[0-9]{{4}})(?![0-9])", re.IGNORECASE
    ),
    re.compile(
        rf"(?<![0-9])(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\.?(?: of)? {_MONTH},? (?P<year>[0-9]{{4}})(?![0-9])",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![0-9-])(?P<day>[0-9]{{1,2}})-{_MONTH}-(?P<year>[0-9]{{4}})(?![0-9-])", re.IGNORECASE),
    re.compile(r"(?<![0-9])(?P<year>[0-9]{4})年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日"),
)
# Where one number is larger than 12, or both are the same, it can be but one day.
_SLASHED = re.compile(r"(?<![0-9/])(?P<one>[0-9]{1,2})/(?P<two>[0-9]{1,2})/(?P<year>[0-9]{4})(?![0-9/])")
_ZONE = r"(?:Z|UTC|GMT|[A-Z]{2,4}T)?(?: ?[+-][0-9]{1,2}(?::?[0-9]{2})?)?"
CLOCK = rf"[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?:[.,][0-9]+)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?{_ZONE})?"
_TIME_BEHIND = re.compile(rf"(?:(?:T|,? (?:at )?){CLOCK})?")
_WEEKDAY_BEFORE = re.compile(rf"@?(?:(?:{_WEEKDAY_STARTS})[a-z]{{0,6}}+\.?,? )?", re.IGNORECASE)
_HAS_TIME = re.compile(r"[0-9]:[0-9]{2}")
_WITHOUT_YEAR = re.compile(rf"\b{_MONTH} (?P<day>[0-9]{{1,2}})(?![0-9])")

# Patterns of ranges are tried at so many characters beside a day, so that long texts cost no more.
_NEAR = 40
_WEEKDAY = rf"(?:{_WEEKDAY_STARTS})[a-z]{{0,6}}"
_BEFORE_DAY = rf"(?:{_WEEKDAY}\.?,?\s{{1,2}})?(?:the\s)?"
_RANGE_MONTH = rf"(?P<month>(?:{_MONTH_STARTS})[a-z]{{0,6}})\.?"
_NUMBER = r"[0-9]{1,2}(?:st|nd|rd|th)?\.?"
_RANGE_WORDS = "to|and|until|till|through|thru|bis|und"
_JOINT = rf"(?P<joint>\s{{0,2}}(?:[-–—/&+~]|\.{{2,3}}|(?<=\s)(?:{_RANGE_WORDS})(?=\s))\s{{0,2}})"
# Between two whole days, as in a title or the name of a file.
_BETWEEN = re.compile(
    rf"[\s_,-]{{0,3}}(?:[-–—&+~_]|\.{{2,3}}|(?<![^\W_])(?:{_RANGE_WORDS})(?![^\W_]))[\s_-]{{0,3}}{_BEFORE_DAY}",
    re.IGNORECASE,
)
_NUMBER_BEFORE = re.compile(
    rf"(?:(?P<word>[^\W\d_]{{1,12}}+|\#)\.?+\s?+)?+(?<![0-9.:/-])(?P<number>{_NUMBER})(?:(?P<of>[0-9]{{1,2}})\.)?"
    rf"{_JOINT}{_BEFORE_DAY}\Z",
    re.IGNORECASE,
)
_MONTH_BEFORE = (
    re.compile(rf"\b{_RANGE_MONTH}\s{{1,2}}(?P<number>{_NUMBER}),?{_JOINT}{_BEFORE_DAY}\Z", re.IGNORECASE),
    re.compile(
        rf"(?<![0-9])(?P<number>{_NUMBER})\s{{0,2}}(?:of\s)?{_RANGE_MONTH},?{_JOINT}{_BEFORE_DAY}\Z",
        re.IGNORECASE,
    ),
)
_YEAR_BEHIND = re.compile(
    rf"\b{_RANGE_MONTH} "
    rf"(?P<numbers>{_NUMBER}(?:(?:\s{{0,2}}[-–—/&+~]\s{{0,2}}|,?\s(?:{_RANGE_WORDS})\s|,\s){_NUMBER}){{1,6}})"
    r",?\s(?P<year>[0-9]{4})(?![0-9])",
    re.IGNORECASE,
)
_NUMBERS_BEHIND = re.compile(
    rf"(?:\.{{2,3}}|/|\s?[–—]\s?|\s-\s|[\s_-](?:{_RANGE_WORDS})[\s_-])(?:(?P<of>[0-9]{{2}})-)?(?P<number>[0-9]{{2}})"
    r"(?=[^\w:]{0,2}(?:\.[a-z]{1,9})?\Z)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[0-9]{1,2}")
_DAY_FIRST = re.compile(r"[0-9]{1,2}(?![0-9])")
# More is meant than the day behind: `since`, `week of`.
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
    record entry post report release season session episode ep update section lesson milestone batch
"""
_COUNTED = frozenset(_COUNTED_WORDS.split())

_NUMERIC_CELL = re.compile(r"([0-9]{1,4})([/.-])([0-9]{1,2})\2([0-9]{1,4})(?![0-9])")
_FIRST_WORD = re.compile(r"([^\W\d_]{2,12})[.,]{0,2} +(?=\S)")
# Monday first.
_WEEKDAY_NAMES = (
    "monday mon montag mo lundi lun lunes lunedì maandag ma",
    "tuesday tue tues dienstag di mardi mar martes martedì dinsdag",
    "wednesday wed mittwoch mi mercredi mer miércoles mié mercoledì woensdag wo",
    "thursday thu thur thurs donnerstag do jeudi jeu jueves jue giovedì gio donderdag",
    "friday fri freitag fr vendredi ven viernes vie venerdì vrijdag vr",
    "saturday sat samstag sonnabend sa samedi sam sábado sáb sabato sab zaterdag za",
    "sunday sun sonntag so dimanche dim domingo dom domenica zondag zo",
)
_WEEKDAY_NUMBERS = {name: number for number, names in enumerate(_WEEKDAY_NAMES) for name in names.split()}
_HYPHEN = re.compile(r"(?<=[0-9A-Za-z])-(?=[0-9A-Za-z])")
# As spreadsheets write it: the year of two digits is the last.
_SHORT_YEAR = re.compile(r"([0-9]{1,2}-[A-Za-z]{3,9}-)([0-9]{2})(?![0-9])")
_CENTURY = 2000
# A year of two digits is none before this: no assistant had tasks then.
_FIRST_SHORT_YEAR = 2020


class WrittenDay(NamedTuple):
    """A day in a text, and where it stands there.

    `is_range_end` is true of the end of a range that begins with the day before; `weekday` is one beside it that
    contradicts it.
    """

    start: int
    end: int
    day: dt.date
    is_range_end: bool = False
    weekday: str = ""


def days_in(text: str) -> list[WrittenDay]:
    """Return the days that the beginning of `text` names with their years, in its order.

    Of a range both ends are returned, though one of them may lack its month or year; `since` a day names none.
    """
    text = text[:500]
    found: list[WrittenDay] = []
    for one in _whole_days(text):
        between = text[found[-1].end : one.start] if found else ""
        is_end = bool(found) and len(between) <= _NEAR and _BETWEEN.fullmatch(between) is not None
        if not (is_end or one.is_range_end) and (first := _range_start(text, one.start, one.day)):
            found += (WrittenDay(first[0], one.start, first[1]), one._replace(is_range_end=True))
        else:
            found.append(one._replace(is_range_end=is_end or one.is_range_end))
        # `2026-09-07 to 09`
        match = _NUMBERS_BEHIND.match(text, one.end) if text[one.end - 3 : one.end - 2] == "-" else None
        last = _day_before(one.day, int(match["of"] or one.day.month), match["number"]) if match else None
        if match and last and last > one.day:
            found.append(WrittenDay(one.end, match.end(), last, is_range_end=True))
    starts = {n - 1 for n, one in enumerate(found) if one.is_range_end}
    return [
        one
        for n, one in enumerate(found)
        if one.is_range_end or n in starts or not _OPEN.search(text[max(0, one.start - _NEAR) : one.start])
    ]


def day_in(text: str) -> dt.date | None:
    """Return the first day that `text` names with its year."""
    return next((found.day for found in days_in(text)), None)


def sole_day(text: str) -> dt.date | None:
    """Return the first day that `text` names, unless it is the beginning of a range."""
    days = days_in(text)
    return days[0].day if days and not any(found.is_range_end for found in days[1:2]) else None


def exact_day(text: str) -> dt.date | None:
    """Return the day that `text` is, with nothing but a weekday before it and a time behind it."""
    text = text.strip()
    if len(text) > MAX_LENGTH:
        return None
    before = _WEEKDAY_BEFORE.match(text)
    start = before.end() if before else 0
    for form in _FORMS:
        match = form.match(text, start)
        if match and _TIME_BEHIND.fullmatch(text, match.end()) and (day := _matched_day(match)):
            return day
    return None


def has_time(text: str) -> bool:
    """Return whether a time stands behind the day that `text` is."""
    return _HAS_TIME.search(text) is not None


def day_without_year(text: str) -> str:
    """Return the first day that a text names without its year, such as `April 22`, or an empty string."""
    match = _WITHOUT_YEAR.search(text)
    return match[0] if match else ""


def _whole_days(text: str) -> list[WrittenDay]:
    """Return the days that are written out, and both of a range that shares its month and year."""
    matches = [match for form in (*_FORMS, _SLASHED) for match in form.finditer(text)]
    found = [WrittenDay(match.start(), match.end(), day) for match in matches if (day := _matched_day(match))]
    # Of `September 7–9, 2026`, the year stands behind all days.
    for match in _YEAR_BEHIND.finditer(text):
        numbers, month = _DIGITS.findall(match["numbers"]), _month_number(match["month"])
        year = dt.date(int(match["year"]), 12, 31) if int(match["year"]) else None
        first, last = (_day_before(year, month, number) if year else None for number in (numbers[0], numbers[-1]))
        if first and last:
            found.append(WrittenDay(match.start(), match.end(), first))
            found.append(WrittenDay(match.start(), match.end(), last, is_range_end=True))
    days: list[WrittenDay] = []
    for one in sorted(found, key=lambda one: (one.start, one.is_range_end)):
        is_same_range = one.is_range_end and days and days[-1][:2] == one[:2]
        if not (is_same_range or not days or one.start >= days[-1].end):
            continue
        before = text[max(0, one.start - _NEAR) : one.start]
        beside = None if one.is_range_end else _NAMED_BEFORE.search(before) or _NAMED_BEHIND.match(text, one.end)
        name = beside["name"].lower() if beside else ""
        starts = [weekday.lower().startswith(name) for weekday in WEEKDAYS]
        is_wrong = beside and any(starts) and not starts[one.day.weekday()]
        days.append(one._replace(weekday=beside["name"] if beside and is_wrong else ""))
    return days


def _matched_day(match: re.Match[str]) -> dt.date | None:
    """Return the day that one of the forms has matched, if there is such a day."""
    groups = match.groupdict()
    if "one" in groups:
        one, two = int(groups["one"]), int(groups["two"])
        day, month = max(one, two), min(one, two)
        return parse_date(f"{groups['year']}-{month:02}-{day:02}") if day > 12 or day == month else None
    if iso := groups.get("iso"):
        return parse_date(iso.replace("/", "-"))
    word = groups["month"].rstrip(".")
    month = int(word) if word.isdigit() else _month_number(word)
    return parse_date(f"{groups['year']}-{month:02}-{int(groups['day']):02}")


def _month_number(word: str) -> int:
    """Return the number of a month, or 0 for a word that only begins like one."""
    return next((n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(word.lower())), 0)


def _range_start(text: str, start: int, day: dt.date) -> tuple[int, dt.date] | None:
    """Return where a range begins that ends in the day at `start`, and its first day: `7–9 September 2026`."""
    offset = max(0, start - _NEAR)
    before = text[offset:start]
    for form in _MONTH_BEFORE:
        if match := form.search(before):
            first = _day_before(day, _month_number(match["month"]), match["number"])
            return (offset + match.start(), first) if first else None
    match = _NUMBER_BEFORE.search(before) if _DAY_FIRST.match(text, start) else None
    if match is None:
        return None
    is_dash = match["joint"].strip() in "-–—/" and match["joint"] != match["joint"].strip()
    if is_dash and (match["word"] or "").casefold() in _COUNTED:
        return None
    first = _day_before(day, int(match["of"] or day.month), match["number"])
    is_before = first is not None and (first < day or match["joint"].strip().isalpha())
    return (offset + match.start("number"), first) if first and is_before else None


def _day_before(end: dt.date, month: int, number: str) -> dt.date | None:
    """Return a day of the year of `end`, or of the year before where its month would be later."""
    year = end.year - (month > end.month)
    digits = _DIGITS.match(number)
    return parse_date(f"{year:04}-{month:02}-{int(digits[0]):02}") if digits else None


@value
class DayColumn:
    """The day of each cell, None where it says none or may be two; `inherited` counts those of the row above."""

    days: tuple[dt.date | None, ...]
    inherited: int = 0


def day_column(texts: Sequence[str], order: str | None = None) -> DayColumn:
    """Read a column of days.

    What `04/05/2026` means is decided for the column: by `order`, one of `ORDERS`, else by its other cells. Where
    each day stands once, before its first row, empty cells have the day above.
    """
    cells = [text.strip()[: MAX_LENGTH + 1] for text in texts]
    matches = [match for cell in cells if (match := _NUMERIC_CELL.match(_without_weekday(cell)))]
    unclear = [match for match in matches if len(match[1]) <= 2 and match[2] != "."]
    orders = [[order for order in ORDERS if _numeric_day(match, order)] for match in unclear]
    shown = {possible[0] for possible in orders if len(possible) == 1}
    known = order or (shown.pop() if len(shown) == 1 else None)
    days = [cell_day(cell, known) for cell in cells]
    for n, cell in enumerate(cells if order is None else ()):
        if days[n] is None and len(possible := possible_days(cell)) == 1:
            days[n] = possible[0]
    above: dt.date | None = None
    inherited = 0
    is_once = not any(day and n and day == days[n - 1] and cells[n - 1] for n, day in enumerate(days))
    for n, cell in enumerate(cells if is_once else ()):
        if cell:
            above = days[n]
        elif above:
            days[n] = above
            inherited += 1
    return DayColumn(tuple(days), inherited)


def cell_day(text: str, order: str | None = None) -> dt.date | None:
    """Return the day that a cell is, with its weekday or a time beside it; with dots, the day comes first."""
    text = _without_weekday(text)
    if match := _NUMERIC_CELL.match(text):
        return _numeric_day(match, order or ("dmy" if match[2] == "." else None))
    text = _SHORT_YEAR.sub(rf"\g<1>{_CENTURY // 100}\g<2>", text)
    return exact_day(text) or exact_day(_HYPHEN.sub(" ", text))


def possible_days(cell: str) -> list[dt.date]:
    """Return the days that a cell in numbers may be."""
    match = _NUMERIC_CELL.match(_without_weekday(cell))
    orders = [order for order in ORDERS if match and not (order == "mdy" and match[2] == ".")]
    found = [_numeric_day(match, order) for order in orders if match]
    return list(dict.fromkeys(day for day in found if day))


def contradicting_weekday(text: str, day: dt.date) -> str:
    """Return the weekday before a day in a cell, if it is that of another, else an empty string."""
    word = _FIRST_WORD.match(text)
    number = _WEEKDAY_NUMBERS.get(word[1].casefold()) if word else None
    return word[1] if word and number not in (None, day.weekday()) else ""


def _without_weekday(text: str) -> str:
    word = _FIRST_WORD.match(text)
    return text[word.end() :] if word and word[1].casefold() in _WEEKDAY_NUMBERS else text


def _numeric_day(match: re.Match[str], order: str | None) -> dt.date | None:
    if len(match[1]) > 2:
        order = "ymd"
    if order is None or (len(match[4]) > 2 and order == "ymd"):
        return None
    parts = dict(zip(order, (match[1], match[3], match[4]), strict=True))
    if len(parts["y"]) not in (2, 4):
        return None
    year = int(parts["y"]) + (_CENTURY if len(parts["y"]) == 2 else 0)
    if len(parts["y"]) == 2 and year < _FIRST_SHORT_YEAR:
        return None
    return exact_day(f"{year:04}-{int(parts['m']):02}-{int(parts['d']):02}{match.string[match.end() :]}")
