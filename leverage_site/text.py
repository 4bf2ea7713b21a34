"""Characters that a site may carry, counts in words, and patterns with fields in braces."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

# XML cannot carry these or HTML forbids them; two are line breaks to YAML alone. None of them can be seen.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

# Nobody sees these, and some turn around what stands behind them. Joiners belong to words and signs beyond ASCII.
INVISIBLE = re.compile(
    r"[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    r"|(?:(?<=[\x00-\x7f])|\A)[\u200c\u200d]"
)


def text_of_one_line(value: Any) -> str | None:
    """Return `value` if it is a text of one line that is not blank."""
    if not isinstance(value, str) or not value.strip() or FORBIDDEN.search(value):
        return None
    return None if {"\n", "\t", "\r"} & set(value) else value


def count_noun(number: int, noun: str) -> str:
    """Return `1 task`, `2 tasks`, `1,234 tasks`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """Return `A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number_word(number: int) -> str:
    """Return a small number as a word, `five`, and others in digits, `1,234`."""
    return WORDS[number] if number < len(WORDS) else f"{number:,}"


_FIELD = re.compile(r"\{([^{}]*)\}")


def pattern_fields(pattern: str) -> set[str]:
    """Return the names that `pattern` mentions."""
    return set(_FIELD.findall(pattern))


def split_pattern(pattern: str) -> list[str]:
    """Return the texts between the fields of a pattern, and at odd places the names of the fields."""
    return _FIELD.split(pattern)


def fill_pattern(pattern: str, values: Mapping[str, str]) -> str:
    """Return `pattern` with each `{name}` replaced; a name that `values` lacks stays as it is."""
    texts = split_pattern(pattern)
    texts[1::2] = [values.get(name, f"{{{name}}}") for name in texts[1::2]]
    return "".join(texts)
