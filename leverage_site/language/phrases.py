"""A language: its words for texts of the program's, its separators of numbers, its dates.

A text is looked up as a whole, and else matched against patterns: `Week {week}, {year}` is a text with values in
it, whose kinds their names say. What is found once is remembered.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from html import escape

from leverage_site.dates import MONTHS, WEEKDAYS
from leverage_site.markdown import Html
from leverage_site.text import WORDS, fill_pattern, split_pattern
from leverage_site.values import value

DIGITS = "0123456789"
DIRECTION_LTR = ' dir="ltr"'
# No text of the program's is longer; what values of an author's may make of one could take long to match.
MAX_TEXT = 400  # characters
SHORT = 3  # letters of the short name of a month or a weekday

_NUMBER = r"[~+−±]?\d(?:[\d,]*\d)?(?:\.\d+)?"
# What stands right behind a printed number, as cells and axes have it.
UNITS = ("x", "%", "k", "M", "h", "m", " h", " min")
_UNIT = "|".join(map(re.escape, UNITS))
_PRINTED = re.compile(rf"({_NUMBER})({_UNIT})?")
# In a sentence, a number may carry the exact one.
_MARKED = re.compile(r"(<data value=\"[^\"<>]*\">)(.*)(</data>)", re.DOTALL)
# Where a sentence ends and another begins.
_BETWEEN = re.compile(r"(?<=\.) ")


def _short(names: Sequence[str]) -> list[str]:
    return [name[:SHORT] for name in names]


# The English names of months and weekdays by what patterns call them.
NAMES: Mapping[str, Sequence[str]] = {
    "month": MONTHS,
    "short_month": _short(MONTHS),
    "weekday": WEEKDAYS,
    "short_weekday": _short(WEEKDAYS),
}
_DATA = r"(?:<data value=\"[^\"<>]*\">)?(?:{})(?:</data>)?"
_COUNT = rf"{_NUMBER}|{'|'.join([*WORDS[1:], *(word.capitalize() for word in WORDS[1:])])}"
_HOURS, _TASKS = (rf"{_DATA.format(_NUMBER)} {noun}s?" for noun in ("hour", "task"))
_DAYS = rf"(?:{_COUNT}) days?"
_TIME = _DATA.format(rf"{_NUMBER} (?:h(?: \d+ min)?|min|minutes?|hours?)")
# What each kind of value in a pattern looks like in English. All but `text`, which is the author's and may be
# anything, are said in the language in their turn: a `phrase` is any text of the program's in a larger one.
VALUES: Mapping[str, str] = {
    "number": _DATA.format(rf"{_NUMBER}(?:{_UNIT})?"),
    "count": _COUNT,
    "time": _TIME,
    "hours": _HOURS,
    "tasks": _TASKS,
    "days": _DAYS,
    "amount": rf"{_HOURS} of human work in {_TIME}",
    "spread": rf"{_TASKS} on {_DAYS}",
    **{kind: "|".join(names) for kind, names in NAMES.items()},
    "year": r"\d{4}",
    "week": r"\d{1,2}",
    "day": r"\d{1,2}",
    # Bounded: of two in one pattern, each length of the first is tried with each of the second.
    "phrase": r"(?:(?!\. ).){1,200}?",
    "text": r".{1,200}",
}
# Those of any length, and how many of them a pattern may have: with each, a match may take longer.
OPEN_VALUES, MAX_OPEN_VALUES = ("phrase", "text"), 4
# Values that are the same in every language.
_SAME = frozenset({"year", "week", "text"})


@value
class Pattern:
    """An English text with values in it, and what a language says instead."""

    english: str
    translation: str

    @property
    def literal(self) -> str:
        """The English text without its values."""
        return "".join(split_pattern(self.english)[::2])


@value
class Words:
    """What a catalog of a language says.

    `texts` are whole texts, `names` those of months and weekdays, long and short, `units` stand behind numbers.
    `decimal` and `group` are the separators of numbers, `direction` is that of the script: `ltr` or `rtl`.
    """

    name: str
    direction: str
    decimal: str
    group: str
    units: Mapping[str, str]
    names: Mapping[str, Mapping[str, str]]
    texts: Mapping[str, str]
    patterns: tuple[Pattern, ...]


class Language:
    """The language of a site that has a catalog: `tag` is as in the settings, `digest` changes with its words.

    `sources` are the catalogs of the site's own, with the digest of each. May be used by many threads at once.
    """

    def __init__(self, tag: str, words: Words, digest: str, sources: Mapping[str, str]) -> None:
        self.tag = tag
        self.words = words
        self.digest = digest
        self.sources = sources
        self._separators = str.maketrans({",": words.group, ".": words.decimal})
        patterns = sorted(words.patterns, key=_breadth)
        self._patterns = [(_longest_literal(one.english), _expression(one.english), one) for one in patterns]
        self._say: Callable[[str], str] = lru_cache(65_536)(self._label)
        self._say_sentences: Callable[[str], str] = lru_cache(4_096)(self._sentences)

    @property
    def is_leftward(self) -> bool:
        """Whether its script runs from right to left."""
        return self.words.direction == "rtl"

    def text(self, name: str, english: str) -> str:
        """Return the words for a text of a template, with its fields in braces; English where there are none."""
        return self.words.texts.get(name, english)

    def number(self, number: int) -> str:
        """Print a whole number with separators."""
        return f"{number:,}".translate(self._separators)

    def say(self, text: str) -> str:
        """Return the words for a label, a number or a date; the text itself where there are none."""
        if type(text) is str:
            return self._say(text)
        return Html(self._value("phrase", text, _escaped)) if type(text) is Html else text

    def say_sentences(self, text: str) -> str:
        """Return the words for sentences, those that there are none for in English and marked as such."""
        if type(text) is str:
            return self._say_sentences(text)
        return Html(self._each_sentence(text)) if type(text) is Html else text

    def say_opening(self, text: str) -> str:
        """Return a text in which the sentences that it begins with are translated, up to one that cannot be."""
        return self._opening(text) if type(text) is str else text

    def _label(self, text: str) -> str:
        found = self._find(text)
        return text if found is None else found

    def _sentences(self, text: str) -> str:
        found = self._find(text)
        return Html(self._each_sentence(escape(text, quote=False))) if found is None else found

    def _each_sentence(self, html: str) -> str:
        sentences = [(sentence, self._find(sentence, _escaped)) for sentence in _BETWEEN.split(html)]
        return " ".join([self._english(sentence) if said is None else said for sentence, said in sentences])

    def _english(self, html: str) -> str:
        """Mark HTML as English."""
        return f'<span lang="en"{DIRECTION_LTR if self.is_leftward else ""}>{html}</span>' if html else ""

    def _opening(self, text: str) -> str:
        found = self._find(text)
        if found is not None:
            return found
        sentences = _BETWEEN.split(text)
        for n, sentence in enumerate(sentences):
            if (said := self._find(sentence)) is None:
                break
            sentences[n] = said
        return " ".join(sentences)

    def _find(self, text: str, literal: Callable[[str], str] = str) -> str | None:
        """Return the words for a text as a whole, or None; `literal` makes HTML of a catalog's words."""
        found = self.words.texts.get(text)
        if found is not None:
            return literal(found)
        if printed := _PRINTED.fullmatch(text):
            return self._number(*printed.groups(default=""))
        if len(text) > MAX_TEXT:
            return None
        # To look for a part of a text costs a hundredth of a match, and leaves few patterns.
        for part, expression, pattern in self._patterns:
            if part in text and (match := expression.fullmatch(text)):
                values = {field: self._value(field, each, literal) for field, each in match.groupdict().items()}
                return fill_pattern(literal(pattern.translation), values)
        return None

    def _value(self, field: str, text: str, literal: Callable[[str], str]) -> str:
        """Return the value of a field of a pattern as the language says it."""
        kind = field.rstrip(DIGITS)
        if kind in _SAME:
            return text
        if kind == "day":
            return text.removeprefix("0")
        if kind in self.words.names:
            return literal(self.words.names[kind].get(text, text))
        begin, inner, end = marked.groups() if (marked := _MARKED.fullmatch(text)) else ("", text, "")
        found = self._find(inner, literal)
        return f"{begin}{inner if found is None else found}{end}"

    def _number(self, number: str, unit: str) -> str:
        return number.translate(self._separators) + self.words.units.get(unit, unit)


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _expression(english: str) -> re.Pattern[str]:
    """Compile the expression of a pattern, with a group for each value."""
    parts = split_pattern(english)
    parts[::2] = map(re.escape, parts[::2])
    parts[1::2] = [f"(?P<{name}>{VALUES[name.rstrip(DIGITS)]})" for name in parts[1::2]]
    return re.compile("".join(parts))


def _breadth(pattern: Pattern) -> tuple[int, int, str]:
    """Return what comes first in the order of patterns: of two that match, the one that says more is meant."""
    kinds = [name.rstrip(DIGITS) for name in split_pattern(pattern.english)[1::2]]
    return -len(pattern.literal), sum(kind in OPEN_VALUES for kind in kinds), pattern.english


def _longest_literal(english: str) -> str:
    return max(split_pattern(english)[::2], key=len)
