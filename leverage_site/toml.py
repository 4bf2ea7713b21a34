"""TOML → values. The only module that knows tomllib, whose words and places differ from one Python to the next.

A fault is therefore located and worded here: a text that does not parse is taken statement by statement.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import Any, NamedTuple

from leverage_site.problems import Place, Source

MAX_DEPTH = 40
# Python refuses integers that are longer.
MAX_DIGITS = 4_300

_MARK = re.compile(r"[\"'#\[\]{}\n]")
_PAIRS = {"]": "[", "}": "{"}
# What follows the beginning of a text, up to its end.
_REST = {
    '"': re.compile(r'(?:[^"\\\n]|\\.)*+"'),
    "'": re.compile(r"[^'\n]*+'"),
    '"""': re.compile(r'(?:[^"\\]|\\.|"{1,2}(?!"))*+"{3,5}', re.DOTALL),
    "'''": re.compile(r"(?:[^']|'{1,2}(?!'))*+'{3,5}"),
}
_KEY = re.compile(r"(?:\"(?:[^\"\\\n]|\\.)*+\"|'[^'\n]*+'|[^\"'=#\n])*+=")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_DIGITS = re.compile(r"[0-9_]+")


class TomlError(ValueError):
    """Text that is no TOML: where, and why."""

    def __init__(self, place: Place, reason: str) -> None:
        super().__init__(reason)
        self.place = place
        self.reason = reason


class _Statement(NamedTuple):
    """A section, a key with its value, or a line of neither; `opened` is what is opened in it and never closed."""

    start: int
    end: int
    opened: int | None


class _Fault(NamedTuple):
    """Characters of the text that cannot be read, and why."""

    start: int
    end: int
    reason: str


def read(source: Source, first: int = 1, last: int | None = None) -> dict[str, Any]:
    """The values that lines `first` up to `last` (excluded) of `source` spell. Raises TomlError."""
    text = "\n".join(source.lines[first - 1 : last and last - 1])
    fault = _too_deep(text)
    if fault is None:
        try:
            return tomllib.loads(text)
        except (ValueError, RecursionError):
            fault = _fault(text)
    line, behind = text.count("\n", 0, fault.start) + first, text.rfind("\n", 0, fault.start)
    raise TomlError(source.place(line, fault.start - behind, fault.end - fault.start), fault.reason)


def _parses(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _too_deep(text: str) -> _Fault | None:
    """The bracket that is one too many: how many the parser can bear depends on where it is called."""
    depth = 0
    for at, mark in _marks(text):
        depth += (mark in "[{") - (mark in "]}")
        if depth > MAX_DEPTH:
            return _Fault(at, at + 1, "it is nested too deeply")
    return None


def _marks(text: str) -> Iterator[tuple[int, str]]:
    """Brackets, line ends that are in no text, and the beginning of a text that never ends."""
    at = 0
    while found := _MARK.search(text, at):
        mark, at = found[0], found.end()
        if mark == "#":
            at = text.find("\n", at)
            if at < 0:
                return
        elif mark in _REST:
            triple = text.startswith(mark * 3, found.start())
            rest = _REST[mark * 3 if triple else mark].match(text, found.start() + (3 if triple else 1))
            if not rest:
                yield found.start(), mark
                return
            at = rest.end()
        else:
            yield found.start(), mark


def _statements(text: str) -> Iterator[_Statement]:
    start, opened, header = 0, list[int](), None
    for at, mark in _marks(text):
        if header is None:
            header = mark == "[" and not text[start:at].strip()
        if mark == "\n":
            if header or not opened:
                yield _Statement(start, at, opened[0] if opened else None)
                start, opened, header = at + 1, [], None
        elif mark in _REST or (opened and text[opened[-1]] != _PAIRS.get(mark, text[opened[-1]])):
            yield _Statement(start, len(text), at if mark in _REST else opened[-1])
            return
        elif mark in _PAIRS:
            del opened[-1:]
        else:
            opened.append(at)
    yield _Statement(start, len(text), opened[0] if opened else None)


def _fault(text: str) -> _Fault:
    """What is wrong with a text that does not parse."""
    statements = list(_statements(text))
    for start, end, opened in statements:
        if opened is not None:
            kind = "bracket" if text[opened] in "[{" else "quotation mark"
            return _Fault(opened, opened + 1, f"a {kind} is opened here and never closed")
        if not _parses(text[start:end]):
            return _of_statement(text, start, end)
    low, high = 0, len(statements) - 1
    while low < high:
        middle = (low + high) // 2
        if _parses(text[: statements[middle].end]):
            low = middle + 1
        else:
            high = middle
    return _stretch(text, *statements[low][:2], "what it names has a value further up already")


def _of_statement(text: str, start: int, end: int) -> _Fault:
    """What is wrong with a statement whose texts and brackets are all closed."""
    if control := _CONTROL.search(text, start, end):
        return _Fault(control.start(), control.end(), "a control character must be spelled, such as \\u001b")
    if text[start:end].lstrip().startswith("["):
        return _stretch(text, start, end, "it is not the name of a section")
    key = _KEY.match(text, start, end)
    if not key:
        return _stretch(text, start, end, "it is not `key = value` or a [section]")
    value = text[key.end() : end]
    if _parses(f"key = {value}"):
        reason = "a key is letters, digits, hyphens and underscores, or in quotation marks"
        return _stretch(text, start, key.end() - 1, reason)
    return _stretch(text, key.end(), end, _of_value(value.strip()))


def _of_value(value: str) -> str:
    if not value or value.startswith("#"):
        return "a value is missing"
    if any(len(digits) > MAX_DIGITS for digits in _DIGITS.findall(value)):
        return "a number is too large"
    if value[0] in "[{":
        return "what these brackets hold is not a list or table of values"
    if value[0].isalpha():
        return "a text needs quotation marks around it"
    if value.startswith('"') and "\\" in value:
        return "a text with a backslash belongs between '...', or the backslash must be doubled"
    return "it is not a value: a text in quotation marks, a number, true, false, a [list]"


def _stretch(text: str, start: int, end: int, reason: str) -> _Fault:
    """The first line of a part of the text, without the blanks around it."""
    part = text[start:end]
    start += len(part) - len(part.lstrip(" \t"))
    line_end = text.find("\n", start, end)
    line = text[start : end if line_end < 0 else line_end].rstrip()
    return _Fault(start, start + len(line), reason)
