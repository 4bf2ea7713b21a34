"""Days as people write them: `Tuesday, April 07, 2026`, `7th of April 2026`, `7-Apr-2026`, `7.4.2026`."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from leverage_site.dates import MONTHS, WEEKDAYS, parse_date
from leverage_site.importing.formats import day_spans

_NAMES = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTH = r"(?P<month>(?:{})(?:[a-z]{{0,6}}+\.?))".format("|".join(name[:3] for name in MONTHS))
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
_TIME = re.compile(rf"(?:(?:T|,? (?:at )?){CLOCK})?")
_WEEKDAY = re.compile(
    r"@?(?:(?:{})[a-z]{{0,6}}+\.?,? )?".format("|".join(name[:3] for name in WEEKDAYS)), re.IGNORECASE
)
_HAS_TIME = re.compile(r"[0-9]:[0-9]{2}")
MAX_LENGTH = 60
_WITHOUT_YEAR = re.compile(rf"\b{_MONTH} (?P<day>[0-9]{{1,2}})(?![0-9])")


class Found(NamedTuple):
    """A day in a text, and where it stands there.

    `joined` is the end of a range that begins with the day before; `weekday` is one beside it that contradicts it.
    """

    start: int
    end: int
    day: dt.date
    joined: bool = False
    weekday: str = ""


def days_in(text: str) -> list[Found]:
    """The days that the beginning of `text` names with their years, in its order.

    Of a range there are both ends, though one of them may lack its month or year; `since` a day names none.
    """
    text = text[:500]
    found: list[Found] = []
    for one in _written(text):
        is_joined = bool(found) and day_spans.is_joint(text[found[-1].end : one.start])
        first = None if is_joined or one.joined else day_spans.begun_before(text, one.start, one.day)
        if first:
            found += (Found(first[0], one.start, first[1]), one._replace(joined=True))
        else:
            found.append(one._replace(joined=is_joined or one.joined))
        if last := day_spans.ended_behind(text, one.end, one.day):
            found.append(Found(one.end, last[0], last[1], joined=True))
    ends = {n - 1 for n, one in enumerate(found) if one.joined}
    return [
        one for n, one in enumerate(found) if one.joined or n in ends or not day_spans.is_open(text, one.start)
    ]


def _written(text: str) -> list[Found]:
    """The days that are written out, and both of a range that shares its month and year."""
    matches = [match for form in (*_FORMS, _SLASHED) for match in form.finditer(text)]
    found = [Found(match.start(), match.end(), day) for match in matches if (day := _day(match))]
    for start, end, first, last in day_spans.with_year_behind(text):
        found += (Found(start, end, first), Found(start, end, last, joined=True))
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, one.joined)):
        is_same_range = one.joined and kept and kept[-1][:2] == one[:2]
        if is_same_range or not kept or one.start >= kept[-1].end:
            odd = "" if one.joined else day_spans.odd_weekday(text, one.start, one.end, one.day)
            kept.append(one._replace(weekday=odd))
    return kept


def day_in(text: str) -> dt.date | None:
    """The first day that `text` names with its year."""
    return next((found.day for found in days_in(text)), None)


def sole_day(text: str) -> dt.date | None:
    """The first day that `text` names, unless it is the beginning of a range."""
    days = days_in(text)
    return days[0].day if days and not any(found.joined for found in days[1:2]) else None


def exact_day(text: str) -> dt.date | None:
    """The day that `text` is, and nothing else but a weekday before it and a time behind it."""
    text = text.strip()
    if len(text) > MAX_LENGTH:
        return None
    before = _WEEKDAY.match(text)
    start = before.end() if before else 0
    for form in _FORMS:
        match = form.match(text, start)
        if match and _TIME.fullmatch(text, match.end()) and (day := _day(match)):
            return day
    return None


def has_time(text: str) -> bool:
    """Whether a time stands behind the day that `text` is."""
    return _HAS_TIME.search(text) is not None


def days_without_year(text: str) -> Iterator[str]:
    """`April 22`, as a text may call the day it is of."""
    for match in _WITHOUT_YEAR.finditer(text):
        if match["month"][:3].lower() in _NAMES:
            yield match[0]


def _day(match: re.Match[str]) -> dt.date | None:
    groups = match.groupdict()
    if "one" in groups:
        one, two = int(groups["one"]), int(groups["two"])
        day, month = max(one, two), min(one, two)
        return parse_date(f"{groups['year']}-{month:02}-{day:02}") if day > 12 or day == month else None
    if iso := groups.get("iso"):
        return parse_date(iso.replace("/", "-"))
    if groups["month"].isdigit():
        return parse_date(f"{groups['year']}-{int(groups['month']):02}-{int(groups['day']):02}")
    number = _NAMES.get(groups["month"][:3].lower(), 0)
    word = groups["month"].rstrip(".").lower()
    if not number or not MONTHS[number - 1].lower().startswith(word):
        return None
    return parse_date(f"{groups['year']}-{number:02}-{int(groups['day']):02}")
