"""Lines that say nothing but when a page was written, by whom, and how long it takes to read."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from leverage_site.dates import WEEKDAYS
from leverage_site.importing.formats.days import CLOCK, Found, days_in, has_time
from leverage_site.importing.formats.document import Weight
from leverage_site.importing.formats.wording import READING_TIME

MAX_LENGTH = 120
LONGEST_TITLE = 80
_NAME_WORDS = 4

_PUBLISHED = frozenset({"posted", "published", "written", "by"})
_CHANGED = frozenset({"updated", "modified", "edited", "revised", "changed"})
_FILLING = _PUBLISHED | _CHANGED | {
    "last", "on", "at", "from", "the", "date", "day", "dated", "created", "first", "entry", "this", "was", "and",
    "of",
} | {name[: length or None].lower() for name in WEEKDAYS for length in (0, 3)}  # fmt: skip
_PARTICLES = frozenset({"von", "van", "de", "der", "den", "da", "di", "la", "le", "and", "&"})

_TIME = re.compile(rf"(?<![0-9:]){CLOCK}")
_READING = re.compile(rf"{READING_TIME.pattern}(?:ing time|ing|er)?", re.IGNORECASE)
_COUNT = re.compile(
    r"(?:[0-9,.]{1,9}|no|leave a|one) (?:comments?|replies|reply|views?|words?|likes?|min(?:ute)?s?)"
    r"|week [0-9]{1,2}(?:,? [0-9]{4})?",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[\n|·•–—/()\[\]]|(?<=\s)-(?=\s)")


class Dateline(NamedTuple):
    """What a dateline or byline says: the days of the page.

    Those of a byline, or with a time, tell when it was published.
    """

    days: tuple[Found, ...]
    name: str
    weight: Weight


def dateline(text: str) -> Dateline | None:
    """What a line says that is a dateline, a byline or a reading time; None if it says anything else."""
    text = text.strip(" *_")
    if len(text) > MAX_LENGTH:
        return None
    days = days_in(text)
    rest = text
    for start, end in reversed(_spans(days)):
        rest = f"{rest[:start]}\n{rest[end:]}"
    told = _READING.sub("\n", _TIME.sub("\n", rest))
    words = [word.strip(".,:;@").casefold() for word in told.split()]
    if not days and not _READING.search(rest) and "by" not in words:
        return None
    around = told.strip()
    is_parted = bool(
        _SEPARATOR.search(told.replace("\n", "")) or _READING.search(rest) or around.strip(",") != around
    )
    if not all(_is_nothing_else(piece, short=is_parted) for piece in _SEPARATOR.split(told)):
        return None
    is_byline = not (_PUBLISHED | _CHANGED).isdisjoint(words)
    stated = _of_the_page(text, days)
    if is_byline and not any(day.joined for day in stated):  # a later day is that of a change
        return Dateline(stated[:1], "byline", "stamp")
    return Dateline(stated, "byline" if is_byline else "dateline", "stamp" if has_time(rest) else "statement")


def is_dated_title(text: str) -> bool:
    """Whether a line is a title as `Leverage Record: April 07, 2026`, which ends in the day it is of."""
    days = days_in(text) if len(text) <= LONGEST_TITLE else []
    if len(days) != 1 or days[0].end != len(text.rstrip()):
        return False
    before = text[: days[0].start].rstrip()
    return before[-1:] in (":", "–", "—", "-") and len(before.split()) <= _NAME_WORDS and before[:1].isupper()


def _spans(days: Sequence[Found]) -> list[tuple[int, int]]:
    """Where the days stand; a range is one piece."""
    spans: list[tuple[int, int]] = []
    for day in days:
        start = spans.pop()[0] if day.joined and spans else day.start
        spans.append((start, day.end))
    return spans


def _of_the_page(text: str, days: list[Found]) -> tuple[Found, ...]:
    """The days without those of a later change."""
    starts = [0, *(day.end for day in days)]
    return tuple(
        day
        for start, day in zip(starts, days, strict=False)
        if _CHANGED.isdisjoint(word.strip(" :(").casefold() for word in text[start : day.start].split())
    )


def _is_nothing_else(piece: str, *, short: bool) -> bool:
    """Whether a piece of a line is made of filling words, of a name behind `by` or `in`, or of a count."""
    words = _COUNT.sub("", piece).split()
    others: list[str] = []
    at = 0
    while at < len(words):
        word = words[at].strip(".,:;@").casefold()
        at += 1
        if word in ("by", "in", "author"):
            behind = words[at : at + _NAME_WORDS]
            length = next((n for n, name in enumerate(behind) if not _is_name(name)), len(behind))
            if not length and word != "author":
                return False
            at += length
        elif any(map(str.isalnum, word)) and word not in _FILLING:
            others.append(words[at - 1])
    is_label = piece.strip().isupper() and piece.replace(" ", "").isalpha()
    names = [name.split() for name in piece.split(",")]
    is_names = len(others) == len(words) and all(map(_is_name, others)) and all(len(name) <= 2 for name in names)
    return not others or is_label or (short and is_names)


def _is_name(word: str) -> bool:
    """Whether a word may be part of a name, which begins with a capital or has none."""
    first = word.lstrip("@(")[:1]
    return word.casefold() in _PARTICLES or (
        first.isalpha() and first == first.upper() and word[-1:] not in "!?;:"
    )
