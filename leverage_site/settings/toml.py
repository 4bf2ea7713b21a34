"""TOML → plain values, and back; where it is none, why and where, in this program's own words.

The standard library's parser keeps no places, and its words differ between versions. So brackets are counted
before it reads anything, and when it gives up, each statement is read alone.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from leverage_site.problems import Place, Source

MAX_DEPTH = 8
MAX_CHARACTERS = 100_000

_BASIC, _LITERAL = r'"(?:[^"\\\n]|\\[^\n])*+"', r"'[^'\n]*+'"
_TOKEN = re.compile(
    r"(?P<comment>\#[^\n]*+)|(?P<end>\n)|(?P<open>[\[{])|(?P<close>[\]}])"
    r'|(?P<text>"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}+|' + r"'''(?:[^']|'(?!''))*+'{3,5}+"
    rf"|(?!\"\"\"|'''){_BASIC}|(?!\"\"\"|'''){_LITERAL})"
    r"|(?P<quote>[\"'])|(?P<part>[=,])|(?P<other>[^\#\n\[\]{}\"'=,]++)",
    re.DOTALL,
)
_PART = rf"(?:[A-Za-z0-9_-]++|{_BASIC}|{_LITERAL})"
_KEY = re.compile(rf"\s*+{_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+[ \t]*+")
_TEXT = re.compile(f"{_BASIC}|{_LITERAL}")
_BARE = re.compile(r"[A-Za-z0-9_-]++")
_BLANKS = re.compile(r"[ \t]*+")
_HUGE = re.compile(r"(?<![0-9_])[0-9_]{4000}")

_TOO_DEEP = "it is nested too deeply here"


class TomlError(ValueError):
    """Why a text is no TOML, and where."""

    def __init__(self, place: Place, reason: str) -> None:
        super().__init__(reason)
        self.place = place
        self.reason = reason


def dump_toml(value: Any) -> str:
    """Return a plain value as TOML writes it, on one line."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(dump_toml, value))}]"
    if isinstance(value, dict):
        # A key is in quotes where TOML wants them.
        keys = {key: key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False) for key in value}
        pairs = ", ".join(f"{keys[key]} = {dump_toml(item)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return json.dumps(value, ensure_ascii=False)


def parse_toml(source: Source, first: int = 1, last: int | None = None) -> dict[str, Any]:
    """Parse lines `first` to `last` of a file. Raises TomlError where they are no TOML or too much of it."""
    scan = _TomlScan(source, first, "\n".join(source.lines[first - 1 : last]))
    statements = list(scan.statements())
    if len(scan.text) > MAX_CHARACTERS:
        raise TomlError(source.place(first), f"it has more than {MAX_CHARACTERS:,} characters")
    try:
        return tomllib.loads(scan.text)
    except ValueError:
        raise scan.fault(statements) from None


@dataclass(slots=True)
class _TomlScan:
    """Finds the statements of `text`, which begins on line `first` of the source, and what is wrong with one.

    `open` has the offsets of the brackets that are open, `dots` counts the parts of a name.
    """

    source: Source
    first: int
    text: str
    open: list[int] = field(default_factory=list)
    dots: int = 0

    def error(self, offset: int, reason: str) -> TomlError:
        """Return the error at an offset in the text."""
        line = self.text.count("\n", 0, offset)
        return TomlError(self.source.place(self.first + line, offset - self.text.rfind("\n", 0, offset)), reason)

    def statements(self) -> Iterator[tuple[int, int]]:
        """Yield where each statement begins and ends. Raises TomlError where brackets or quotes are no good."""
        begin = 0
        for token in _TOKEN.finditer(self.text):
            self._note(str(token.lastgroup), token.start(), token[0])
            if token.lastgroup == "end" and (not self.open or self._is_section(begin)):
                self._check_closed()
                yield begin, token.start()
                begin = token.end()
        self._check_closed()
        yield begin, len(self.text)

    def _note(self, kind: str, at: int, text: str) -> None:
        """Count the brackets that are open, and the parts of a name: each is a table in a table."""
        if kind == "quote":
            raise self.error(at, "a quotation mark is opened here and never closed")
        if kind == "other":
            dots = [n for n, character in enumerate(text, at) if character == "."]
            if self.dots + len(dots) >= MAX_DEPTH:
                raise self.error(dots[MAX_DEPTH - self.dots - 1], _TOO_DEEP)
            self.dots += len(dots)
        elif kind != "text":
            # The dots of a value are no matter.
            self.dots = -len(self.text) if text == "=" else 0
        if kind == "open":
            self.open.append(at)
            if len(self.open) > MAX_DEPTH:
                raise self.error(at, _TOO_DEEP)
        elif kind == "close":
            del self.open[-1:]

    def _is_section(self, begin: int) -> bool:
        return self.text.startswith("[", begin + len(_BLANKS.match(self.text, begin)[0]))  # type: ignore[index]

    def _check_closed(self) -> None:
        """Check that no bracket is open. Of several, the last on the line of the first was meant to be closed."""
        if self.open:
            end = self.text.find("\n", self.open[0])
            on_line = [at for at in self.open if end < 0 or at < end]
            raise self.error(on_line[-1], f"'{self.text[on_line[-1]]}' is opened here and never closed")

    def fault(self, statements: list[tuple[int, int]]) -> TomlError:
        """Return the error of the first statement that cannot be parsed, alone or behind those before it."""
        seen: set[tuple[int, tuple[str, ...]]] = set()
        section: tuple[str, ...] = ()
        number = 0
        for begin, end in statements:
            statement = self.text[begin:end]
            try:
                values = tomllib.loads(statement)
            except tomllib.TOMLDecodeError:
                return self._statement_error(begin, statement)
            except ValueError:
                huge = _HUGE.search(statement)
                return self.error(begin + (huge.start() if huge else 0), "a number in it is too large")
            if not values:  # a comment, or an empty line
                continue
            path = _key_path(values)
            if self._is_section(begin):
                number += statement.lstrip().startswith("[[")
                section, path = path, ()
            if (path or section) and (number, section + path) in seen:
                blanks = len(statement) - len(statement.lstrip())
                return self.error(begin + blanks, "this stands twice")
            seen.add((number, section + path))
        return self.error(0, "a name in it stands twice")

    def _statement_error(self, begin: int, statement: str) -> TomlError:
        start = begin + len(statement) - len(statement.lstrip())
        if self._is_section(begin):
            return self.error(start, "a section is a name in brackets, with nothing behind it")
        key = _KEY.match(statement)
        if key is None:
            return self.error(start, "a line begins with a name, an equals sign behind it")
        if statement[key.end() : key.end() + 1] != "=":
            return self.error(begin + key.end(), "an equals sign is missing behind the name")
        at = _BLANKS.match(statement, key.end() + 1).end()  # type: ignore[union-attr]
        mark = statement[at : at + 1]
        if mark in ("", "#"):
            return self.error(begin + at, "a value is missing behind the equals sign")
        text = _TEXT.match(statement, at)
        behind = _BLANKS.match(statement, text.end()).end() if text else len(statement)  # type: ignore[union-attr]
        if statement[behind : behind + 1] not in ("", "#"):
            return self.error(begin + behind, "text stands behind a closing quotation mark")
        if mark == '"':
            return self.error(begin + at, "a backslash in double quotes must be written twice")
        if mark in ("[", "{"):
            return self.error(begin + at, "commas or quotation marks are missing in it")
        return self.error(begin + at, "a text needs quotes around it")


def _key_path(values: dict[str, Any]) -> tuple[str, ...]:
    """Return the names that lead to the one value of a statement."""
    names: list[str] = []
    inner: Any = values
    while isinstance(inner, dict | list) and len(inner) == 1:
        if isinstance(inner, dict):
            names.append(next(iter(inner)))
            inner = inner[names[-1]]
        else:
            inner = inner[0]
    return tuple(names)
