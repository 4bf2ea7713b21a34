"""Days as people write them: `April 07, 2026`, `7 April 2026`, `7.4.2026`, `2026-04-07`, or with a time."""

import datetime as dt
import re
from collections.abc import Iterator

from leverage_site.dates import MONTHS, parse_date

_NAMES = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTH = r"(?P<month>(?:{})(?:[a-z]{{0,6}}+\.?))".format("|".join(name[:3] for name in MONTHS))
_FORMS = (
    re.compile(r"(?<![0-9])(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])"),
    re.compile(r"(?<![0-9])(?P<iso>[0-9]{4}/[0-9]{2}/[0-9]{2})(?![0-9])"),
    re.compile(r"(?<![0-9.])(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})(?![0-9])"),
    re.compile(rf"{_MONTH} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<year>[0-9]{{4}})(?![0-9])", re.IGNORECASE),
    re.compile(rf"(?<![0-9])(?P<day>[0-9]{{1,2}})\.? {_MONTH},? (?P<year>[0-9]{{4}})(?![0-9])", re.IGNORECASE),
)
_TIME = re.compile(
    r"(?:(?:T|,? )[0-9]{1,2}:[0-9]{2}[0-9:.,]*(?: ?[AaPp][Mm])?(?: ?(?:Z|UTC|GMT|[+-][0-9:]{2,6}))?)?"
)
MAX_LENGTH = 60
_WITHOUT_YEAR = re.compile(rf"\b{_MONTH} (?P<day>[0-9]{{1,2}})(?![0-9])")


def day_in(text: str) -> dt.date | None:
    """The first day that `text` names with its year."""
    found = sorted((match.start(), match) for form in _FORMS for match in form.finditer(text[:500]))
    return next((day for _, match in found if (day := _day(match))), None)


def exact_day(text: str) -> dt.date | None:
    """The day that `text` is, and nothing else but a time behind it."""
    text = text.strip()
    for form in _FORMS if len(text) <= MAX_LENGTH else ():
        match = form.match(text)
        if match and _TIME.fullmatch(text[match.end() :]) and (day := _day(match)):
            return day
    return None


def days_without_year(text: str) -> Iterator[str]:
    """`April 22`, as a text may call the day it is of."""
    for match in _WITHOUT_YEAR.finditer(text):
        if match["month"][:3].lower() in _NAMES:
            yield match[0]


def _day(match: re.Match[str]) -> dt.date | None:
    groups = match.groupdict()
    if iso := groups.get("iso"):
        return parse_date(iso.replace("/", "-"))
    if groups["month"].isdigit():
        return parse_date(f"{groups['year']}-{int(groups['month']):02}-{int(groups['day']):02}")
    number = _NAMES.get(groups["month"][:3].lower(), 0)
    word = groups["month"].rstrip(".").lower()
    if not number or not MONTHS[number - 1].lower().startswith(word):
        return None
    return parse_date(f"{groups['year']}-{number:02}-{int(groups['day']):02}")
