"""A column of days: what `04/05/2026` means is decided for the column, or said by whoever imports it."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from leverage_site.importing.formats.days import MAX_LENGTH, exact_day

ORDERS = ("dmy", "mdy", "ymd")

_NUMERIC = re.compile(r"([0-9]{1,4})([/.-])([0-9]{1,2})\2([0-9]{1,4})(?![0-9])")
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
_WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAY_NAMES) for name in names.split()}
_JOINED = re.compile(r"(?<=[0-9A-Za-z])-(?=[0-9A-Za-z])")
# As spreadsheets write it: the year of two digits is the last.
_SHORT_YEAR = re.compile(r"([0-9]{1,2}-[A-Za-z]{3,9}-)([0-9]{2})(?![0-9])")
_CENTURY = 2000
# A year of two digits is none before this: no assistant had tasks then.
_FIRST_SHORT_YEAR = 2020


@dataclass(frozen=True, slots=True)
class DayColumn:
    """The day of each cell, None where it says none or may be two; `filled` empty cells got the one above."""

    days: tuple[dt.date | None, ...]
    filled: int = 0


def day_column(texts: Sequence[str], order: str | None = None) -> DayColumn:
    """The days of a column; `order` tells whether day, month or year comes first in numbers."""
    cells = [text.strip()[: MAX_LENGTH + 1] for text in texts]
    known = order or _order(cells)
    days = [cell_day(cell, known) for cell in cells]
    if order is None:
        days = [
            day or (found[0] if len(found := readings(cell)) == 1 else None)
            for day, cell in zip(days, cells, strict=True)
        ]
    filled = _filled(cells, days)
    return DayColumn(tuple(days), filled)


def cell_day(text: str, order: str | None = None) -> dt.date | None:
    """The day that a cell is, with its weekday or a time beside it; with dots, the day comes first."""
    text = _without_weekday(text)
    if match := _NUMERIC.match(text):
        return _numeric(text, match, order or ("dmy" if match[2] == "." else None))
    text = _SHORT_YEAR.sub(rf"\g<1>{_CENTURY // 100}\g<2>", text)
    return exact_day(text) or exact_day(_JOINED.sub(" ", text))


def _without_weekday(text: str) -> str:
    word = _FIRST_WORD.match(text)
    return text[word.end() :] if word and word[1].casefold() in _WEEKDAYS else text


def odd_weekday(text: str, day: dt.date) -> str:
    """The weekday before a day that is another one's, or nothing."""
    word = _FIRST_WORD.match(text)
    number = _WEEKDAYS.get(word[1].casefold()) if word else None
    return word[1] if word and number not in (None, day.weekday()) else ""


def _numeric(text: str, match: re.Match[str], order: str | None) -> dt.date | None:
    if len(match[1]) > 2:
        order = "ymd"
    if order is None or (len(match[4]) > 2 and order == "ymd"):
        return None
    parts = dict(zip(order, (match[1], match[3], match[4]), strict=True))
    if len(parts["y"]) not in (2, 4):
        return None
    is_short = len(parts["y"]) == 2
    year = int(parts["y"]) + (_CENTURY if is_short else 0)
    if is_short and year < _FIRST_SHORT_YEAR:
        return None
    return exact_day(f"{year:04}-{int(parts['m']):02}-{int(parts['d']):02}{text[match.end() :]}")


def _order(cells: Sequence[str]) -> str | None:
    """The order that a column shows: a number above 12 is no month."""
    found = {order for cell in cells if len(orders := _orders(cell)) == 1 for order in orders}
    return found.pop() if len(found) == 1 else None


def _orders(cell: str) -> list[str]:
    """The orders in which a cell of slashes or dashes is a day, if its year is not in front with four digits."""
    match = _NUMERIC.match(_without_weekday(cell))
    if match is None or len(match[1]) > 2 or match[2] == ".":
        return []
    return [order for order in ORDERS if _numeric(match.string, match, order)]


def readings(cell: str) -> list[dt.date]:
    """The days that a cell in numbers may be."""
    text = _without_weekday(cell)
    match = _NUMERIC.match(text)
    orders = [order for order in ORDERS if match and not (order == "mdy" and match[2] == ".")]
    found = [_numeric(text, match, order) for order in orders if match]
    return list(dict.fromkeys(day for day in found if day))


def _filled(cells: Sequence[str], days: list[dt.date | None]) -> int:
    """Give empty cells the day above, where each day stands once, before its first row; how many got one."""
    above: dt.date | None = None
    is_once = True
    for n, day in enumerate(days):
        is_once = is_once and not (day and n and day == days[n - 1] and cells[n - 1])
    count = 0
    for n, cell in enumerate(cells if is_once else ()):
        if cell:
            above = days[n]
        elif above:
            days[n] = above
            count += 1
    return count
