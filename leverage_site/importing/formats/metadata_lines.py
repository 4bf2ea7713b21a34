"""Lines of a page that are metadata: datelines and bylines, properties, and tags.

A line counts only if it says nothing else. What might be text is none of them.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple

from leverage_site.dates import WEEKDAYS
from leverage_site.importing.formats.days import CLOCK, WrittenDay, days_in, has_time
from leverage_site.importing.formats.document import Weight
from leverage_site.importing.formats.numbers import parse_token_count
from leverage_site.importing.formats.wording import READING_TIME
from leverage_site.markdown.parse import plain_text

MAX_DATELINE_LENGTH = 120
MAX_DATED_TITLE_LENGTH = 80
_NAME_WORDS = 4

_PUBLISHED_WORDS = frozenset({"posted", "published", "written", "by"})
_CHANGED_WORDS = frozenset({"updated", "modified", "edited", "revised", "changed"})
_FILLING_WORDS = _PUBLISHED_WORDS | _CHANGED_WORDS | {
    "last", "on", "at", "from", "the", "date", "day", "dated", "created", "first", "entry", "this", "was", "and",
    "of",
} | {name[: length or None].lower() for name in WEEKDAYS for length in (0, 3)}  # fmt: skip
_NAME_PARTICLES = frozenset({"von", "van", "de", "der", "den", "da", "di", "la", "le", "and", "&"})

_TIME = re.compile(rf"(?<![0-9:]){CLOCK}")
_READING = re.compile(rf"{READING_TIME.pattern}(?:ing time|ing|er)?", re.IGNORECASE)
_COUNT = re.compile(
    r"(?:[0-9,.]{1,9}|no|leave a|one) (?:comments?|replies|reply|views?|words?|likes?|min(?:ute)?s?)"
    r"|week [0-9]{1,2}(?:,? [0-9]{4})?",
    re.IGNORECASE,
)
_DATELINE_SEPARATOR = re.compile(r"[\n|·•–—/()\[\]]|(?<=\s)-(?=\s)")

DATE, TAGS, TOKENS, AUTHOR = "date", "tags", "tokens", "author"
_PROPERTY_NAMES = {
    DATE: ("date", "day", "created", "created on", "created at", "date created", "published", "published on",
           "posted", "posted on"),
    TAGS: ("tags", "tag", "labels", "topics", "keywords", "tagged", "filed under"),
    TOKENS: ("tokens", "total tokens", "tokens used", "tokens consumed", "token count"),
    AUTHOR: ("author", "authors", "by", "written by"),
}  # fmt: skip
_FIELD_BY_NAME = {name: field for field, names in _PROPERTY_NAMES.items() for name in names}
_PUBLISHED_NAMES = ("published", "published on", "posted", "posted on")
_MAX_PROPERTY_NAME = 30
# Tokens are whole, so that a point in them parts thousands.
_GROUPED = re.compile(r"~?[1-9][0-9]{0,2}(?:[.'’ \u00a0\u2009\u202f][0-9]{3}){1,5}")
_GROUP_MARKS = re.compile(r"[^0-9~]")

USUAL_TAGS = ("AI", "Time Record")
MAX_TAGS_LENGTH = 200
_MAX_TAG_LENGTH = 40
_MAX_TAG_WORDS = 3
_TAG_SEPARATOR = re.compile(r"\s*[,;|·•]\s*|\s*#(?=\w)|\s{2,}|\t")
_CASE_SEAM = re.compile(r"(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z0-9])(?=[A-Z])")
_HASH_TAG = re.compile(r"#[0-9_/+.-]*+[^\W\d_][\w/+.-]*+[,;]?")
_BRACKETS = re.compile(r"\[\[|\]\]|[\[\]\"'`]")
# What ends a sentence, and what no tag ends in.
_STOPS = ".!?:;…。！？)"


class Dateline(NamedTuple):
    """What a dateline or byline says: the days of the page.

    Those of a byline, or with a time, tell when it was published.
    """

    days: tuple[WrittenDay, ...]
    name: str
    weight: Weight


def parse_dateline(text: str) -> Dateline | None:
    """Parse a dateline, a byline or a reading time; return None if a line says anything else."""
    text = text.strip(" *_")
    if len(text) > MAX_DATELINE_LENGTH:
        return None
    days = days_in(text)
    without_days, end = "", 0
    for day in days:
        # A range is one piece.
        without_days += "" if day.is_range_end else text[end : day.start] + "\n"
        end = day.end
    without_days += text[end:]
    rest = _READING.sub("\n", _TIME.sub("\n", without_days))
    has_reading_time = _READING.search(without_days) is not None
    line_words = [word.strip(".,:;@").casefold() for word in rest.split()]
    if not days and not has_reading_time and "by" not in line_words:
        return None
    around = rest.strip()
    is_parted = (
        _DATELINE_SEPARATOR.search(rest.replace("\n", "")) is not None
        or has_reading_time
        or around.strip(",") != around
    )
    if not all(_is_dateline_piece(piece, may_be_name=is_parted) for piece in _DATELINE_SEPARATOR.split(rest)):
        return None
    starts = [0, *(day.end for day in days)]
    page_days = tuple(
        day
        for start, day in zip(starts, days, strict=False)
        if _CHANGED_WORDS.isdisjoint(word.strip(" :(").casefold() for word in text[start : day.start].split())
    )
    is_byline = not (_PUBLISHED_WORDS | _CHANGED_WORDS).isdisjoint(line_words)
    if is_byline and not any(day.is_range_end for day in page_days):
        # A later day is that of a change.
        return Dateline(page_days[:1], "byline", "stamp")
    weight: Weight = "stamp" if has_time(without_days) else "statement"
    return Dateline(page_days, "byline" if is_byline else "dateline", weight)


def is_dated_title(text: str) -> bool:
    """Return whether a line is a title as `Leverage Record: April 07, 2026`, which ends in the day it is of."""
    days = days_in(text) if len(text) <= MAX_DATED_TITLE_LENGTH else []
    if len(days) != 1 or days[0].end != len(text.rstrip()):
        return False
    before = text[: days[0].start].rstrip()
    return before[-1:] in (":", "–", "—", "-") and len(before.split()) <= _NAME_WORDS and before[:1].isupper()


def _is_dateline_piece(piece: str, *, may_be_name: bool) -> bool:
    """Return whether a piece is made of filling words, of a name behind `by` or `in`, or of a count."""
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
        elif any(map(str.isalnum, word)) and word not in _FILLING_WORDS:
            others.append(words[at - 1])
    is_label = piece.strip().isupper() and piece.replace(" ", "").isalpha()
    names = [name.split() for name in piece.split(",")]
    is_names = len(others) == len(words) and all(map(_is_name, others)) and all(len(name) <= 2 for name in names)
    return not others or is_label or (may_be_name and is_names)


def _is_name(word: str) -> bool:
    """Return whether a word may be part of a name, which begins with a capital or has none."""
    first = word.lstrip("@(")[:1]
    return word.casefold() in _NAME_PARTICLES or (
        first.isalpha() and first == first.upper() and word[-1:] not in "!?;:"
    )


class Property(NamedTuple):
    """A line such as `Date: April 13, 2026`: its field, and the name and the value that stand there."""

    field: str
    name: str
    value: str

    @property
    def weight(self) -> Weight:
        """What it counts as the day of the page, which may be made and published on other days."""
        name = self.name.casefold()
        if name.startswith(("created", "date created")):
            return "hint"
        return "stamp" if name in _PUBLISHED_NAMES or has_time(self.value) else "statement"


def split_properties(markdown: str, known_tags: Iterable[str]) -> tuple[list[Property], str]:
    """Split a text into the properties that it begins with, and the rest.

    They are lines as `Date: April 13, 2026` or `tokens:: 4.8M`, or a table with a property in each row. A line
    whose value is not of its kind, or whose name is not known, stays; the first that is no property at all ends
    them.
    """
    lines = markdown.split("\n")
    is_table = all(line.lstrip().startswith("|") for line in lines)
    names = tuple(known_tags)
    found, rest = [], []
    for n, line in enumerate(lines):
        item = _parse_property(line, names)
        if item is None and not (is_table and n == 1):
            rest += lines[n:]
            break
        if item and item.field:
            found.append(item)
        elif item:
            rest.append(line)
    if is_table and found and rest:
        rest.insert(1, "| --- | --- |")
    return found, "\n".join(rest).removesuffix("\\") if found else markdown


def token_count_text(text: str) -> str:
    """Return a number of tokens as `4826000`, whatever parts its thousands, or an empty string if it is none."""
    plain = _GROUP_MARKS.sub("", text) if _GROUPED.fullmatch(text) else text
    return plain if parse_token_count(plain) else ""


def _parse_property(line: str, known_tags: Sequence[str]) -> Property | None:
    """Parse a line of a name and a value; its field is empty if the name or the value is not known."""
    text = line.strip().removesuffix("\\").strip()
    if text.startswith("|"):
        cells = [cell.strip(" *_") for cell in text.strip("|").split("|")]
        if len(cells) != 2 or not cells[0].strip("-: "):
            return None
        name, value = cells[0].rstrip(":"), cells[1]
    else:
        text = text[2:] if text[:2] in ("- ", "* ", "+ ") else text
        name, _, value = text.lstrip("*_").partition(":")
        name, value = name.strip().rstrip("*_"), value.removeprefix(":").lstrip("*_")
        is_short = 0 < len(name) <= _MAX_PROPERTY_NAME and len(name.split()) <= 3
        if not (is_short and name[0].isalpha() and value[:1].isspace()):
            return None
        # What opens before the name may close behind the value.
        value = value.strip().rstrip("*_") if line.lstrip("-+ ")[:1] in "*_" else value.strip()
    field = _FIELD_BY_NAME.get(name.casefold(), "")
    value = plain_text(value).strip() if field else ""
    is_valid: dict[str, Callable[[], object]] = {
        DATE: lambda: (dateline := parse_dateline(value)) and dateline.days,
        TAGS: lambda: parse_tag_list(value, known_tags),
        TOKENS: lambda: token_count_text(value),
        AUTHOR: lambda: (
            parse_dateline(f"By {value}") or all(parse_dateline(f"by {one.strip()}") for one in value.split(","))
        ),
    }
    if not value or not is_valid[field]():
        return Property("", name, value)
    return Property(field, name, token_count_text(value) if field == TOKENS else value)


def parse_tag_line(
    line: str, known: Iterable[str], *, copied: bool = False, doubtful: bool = False
) -> tuple[tuple[str, ...], bool] | None:
    """Parse a line of tags as `AI, Time Record`, `#ai #work`, or `AITime Record`, as it was copied.

    Args:
        line: Made of known names, of marks such as #work, or of short names between commas.
        known: The names of tags that the site knows.
        copied: Names may stand with nothing between them, which is never sure.
        doubtful: Of names between commas, one at least must be known.

    Returns:
        The tags and whether they are sure; None of a line that may be text.
    """
    text = line.strip().strip("*_").strip()
    if not text or len(text) > MAX_TAGS_LENGTH:
        return None
    names = (*USUAL_TAGS, *known)
    found, is_sure = split_run_together(text, names)
    folded = {name.casefold() for name in names}
    pieces = _pieces(text)
    if marks := hash_tags(text):
        return marks, True
    if all(tag.casefold() in folded for tag in found):
        return found, True
    if doubtful and folded.isdisjoint(piece.casefold() for piece in pieces):
        return None
    if len(pieces) > 1 and _are_tags(pieces, folded):
        return found, True
    seams = [tag for piece in pieces for tag in _CASE_SEAM.split(piece)]
    if copied and not is_sure and len(pieces) == 1 and len(seams) > 1 and all(map(_is_title_case, seams)):
        return found, False
    return None


def hash_tags(text: str) -> tuple[str, ...]:
    """Return the tags of a text that is made of nothing but marks such as #work."""
    words = text.split()
    is_marks = all(map(_HASH_TAG.fullmatch, words))
    return tuple(dict.fromkeys(word.strip("#,;") for word in words)) if is_marks else ()


def parse_tag_list(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the tags of a text that is called a list of them; nothing where it is none."""
    plain = _BRACKETS.sub("", text).strip()
    if any(map(_HASH_TAG.fullmatch, plain.split())):
        pieces = [word.strip("#,;") for word in plain.split()]
    else:
        pieces = _pieces(plain)
        found, is_sure = split_run_together(plain, known)
        pieces = list(found) if len(pieces) == 1 and is_sure else pieces
    is_list = all(map(_is_short, pieces)) and len(text) <= MAX_TAGS_LENGTH
    return tuple(dict.fromkeys(pieces)) if is_list else ()


def split_run_together(line: str, known: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """Split a line into tags, and tell whether they are sure: each `known`, or set apart by a comma or so."""
    names = {name.casefold(): name for name in (*USUAL_TAGS, *known)}
    pieces = _pieces(line)
    found, is_sure = [], True
    for piece in pieces:
        if tags := _split_known(piece[:MAX_TAGS_LENGTH], names):
            found += tags
            continue
        seams = _CASE_SEAM.split(piece)
        is_sure = is_sure and (len(pieces) > 1 or (len(seams) == 1 and " " not in piece))
        found += [part.strip() for part in seams] if len(pieces) == 1 else [piece]
    return tuple(dict.fromkeys(found)), is_sure


def _pieces(line: str) -> list[str]:
    return [piece.strip() for piece in _TAG_SEPARATOR.split(line) if piece and piece.strip()]


def _are_tags(pieces: list[str], known: set[str]) -> bool:
    """Return whether pieces between commas are names and no sentence: short, and all spelled alike."""
    if not all(map(_is_short, pieces)):
        return False
    others = [piece for piece in pieces if piece.casefold() not in known]
    if len(others) < len(pieces):
        return all(len(piece.split()) == 1 or _is_title_case(piece) for piece in others)
    is_lower = all(piece.islower() and len(piece.split()) == 1 for piece in pieces)
    return (is_lower and len(pieces) > 2) or all(map(_is_title_case, pieces))


def _is_short(piece: str) -> bool:
    return 0 < len(piece) <= _MAX_TAG_LENGTH and len(piece.split()) <= _MAX_TAG_WORDS and piece[-1] not in _STOPS


def _is_title_case(piece: str) -> bool:
    """Return whether each of a few words begins with a capital or a digit."""
    return (
        _is_short(piece)
        and any(map(str.isalpha, piece))
        and all(word[0] == word[0].upper() and word[0].isalnum() for word in piece.split())
    )


def _split_known(text: str, names: dict[str, str]) -> list[str] | None:
    """Split a text that is a row of known names, with or without blanks between them; None if it is not."""
    folded = text.casefold()
    if len(folded) != len(text):
        return None

    @cache  # linear instead of exponential: each rest of the text is tried once
    def split_from(start: int) -> tuple[str, ...] | None:
        if start == len(folded):
            return ()
        for name in sorted(names, key=len, reverse=True):
            if name and folded.startswith(name, start):
                end = start + len(name)
                rest = split_from(end + (folded[end : end + 1] == " "))
                if rest is not None:
                    return (text[start:end], *rest)
        return None

    found = split_from(0)
    return None if found is None else [names[tag.casefold()] for tag in found]
