"""The cells of a row that was copied as text: where each may begin, seen from where it ends."""

import re
from collections.abc import Iterator

from leverage_site.importing.formats import columns as fields
from leverage_site.importing.formats.values import SPACES

_LONGEST_NUMBER = 14
# So long may the unit behind a number be.
_LONGEST_UNIT = 10

_BLANK = f"[ {SPACES}]?"
_UNITS = {"h": "hours?|hrs?|h", "m": "minutes?|mins?|m", "s": "seconds?|secs?|s"}
_TIME = f"{_BLANK}(?:{'|'.join(_UNITS.values())})"
_ENDS = {
    fields.HUMAN: _TIME,
    fields.AI: _TIME,
    fields.SUPERVISION: _TIME,
    fields.WEEKS: _BLANK + r"w(?:eeks?)?",
    fields.TOKENS: r"(?-i:[kKM])?",
    fields.FACTOR: _BLANK + r"[x×]",
    fields.SUPERVISORY: _BLANK + r"[x×]",
}
NAMES = frozenset(_ENDS)
TIMES = frozenset({fields.HUMAN, fields.AI, fields.SUPERVISION})
_OPTIONAL = NAMES - {fields.HUMAN, fields.AI}
_DIGITS = r"(?<![0-9.,])(?P<number>[0-9.,]++)"
_PATTERNS = {field: re.compile(rf"{_DIGITS}{end}\Z", re.IGNORECASE) for field, end in _ENDS.items()}
_PARTS = {unit: re.compile(rf"{_DIGITS}{_BLANK}(?:{words})\Z", re.IGNORECASE) for unit, words in _UNITS.items()}
# The units that may stand before one in a time of several parts.
_ABOVE = {"h": "", "m": "h", "s": "hm"}
# With a point for decimals, with a comma, with points between thousands.
_NUMBER = re.compile(
    r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?"
    r"|(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+),[0-9]+"
    r"|[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}"
)
_DASH = re.compile(r"[-–—]\Z")


def cells(text: str, end: int, name: str) -> Iterator[tuple[int, str]]:
    """Where a cell may begin that ends at `end`, and what it holds: the longest number first, no cell last."""
    while end and text[end - 1].isspace():
        end -= 1
    for start, _ in _numbers(text, end, _PATTERNS[name]):
        yield start, text[start:end]
    if name in TIMES:
        yield from ((start, text[start:end]) for start in _times_of_parts(text, end))
    if name in _OPTIONAL:
        if _DASH.search(text, max(0, end - 1), end):
            yield end - 1, ""
        yield end, ""


def _times_of_parts(text: str, end: int) -> Iterator[int]:
    """Where a time of several parts may begin that ends at `end`, such as `1h 30m`."""
    for unit in "ms":
        for start, number in _numbers(text, end, _PARTS[unit]):
            if _is_part(number.partition(".")[0]):
                yield from _beginnings(text, start, unit)


def _beginnings(text: str, start: int, unit: str) -> Iterator[int]:
    """Where a time may begin whose part in `unit` begins at `start`, another in a larger unit before it."""
    end = start - 1 if start and text[start - 1] in f" {SPACES}" else start
    for larger in _ABOVE[unit]:
        for begin, number in _numbers(text, end, _PARTS[larger]):
            if number.isdigit():
                yield begin
                if _is_part(number):
                    yield from _beginnings(text, begin, larger)


def _is_part(number: str) -> bool:
    """Whether a number counts the minutes of an hour, or the seconds of a minute."""
    return number.isdigit() and len(number) <= 2 and int(number) < 60


def _numbers(text: str, end: int, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """The numbers that may stand before a unit that ends at `end`, and where they begin."""
    window = max(0, end - _LONGEST_NUMBER - _LONGEST_UNIT)
    if match := pattern.search(text[window:end]):
        last = window + match.end("number")
        for start in range(window + match.start("number"), last):
            if _NUMBER.fullmatch(text, start, last):
                yield start, text[start:last]
