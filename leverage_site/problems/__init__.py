"""What is wrong, where it is, and what to do about it.

Problems are values: readers return them beside what they read, nothing below `cli/` prints them.
Lines and columns count from 1, columns in characters.
"""

import json
from dataclasses import replace
from typing import Any, Literal

from leverage_site.values import value

# An error stops a command, a warning a strict one, a note none.
Severity = Literal["error", "warning", "note"]

EXCERPT_WIDTH = 100
# So many characters of the line before the place and behind it are its excerpt: a long line full of places would
# be kept once for each.
EXCERPT_REACH = 300
SHOWN_VALUE = 60
SHOWN_TEXT = 500
# A file with more problems than this is most likely not what it was taken for.
MAX_PROBLEMS = 50


@value
class Place:
    """A stretch of one line of a file; `line` 0 means the file as a whole.

    `path` is as the user knows the file, relative to the site. `excerpt` is the source line, or what is around the
    place of a long one.
    """

    path: str
    line: int = 0
    column: int = 0
    length: int = 1
    excerpt: str | None = None

    @property
    def skipped(self) -> int:
        """How many characters of the line stand before the excerpt."""
        return max(0, self.column - 1 - EXCERPT_REACH)

    def __str__(self) -> str:
        path = one_line(self.path)
        return f"{path}:{self.line}:{self.column}" if self.line else path


@value
class Source:
    """A text file that was read, kept to show excerpts of it."""

    path: str
    lines: tuple[str, ...]

    @classmethod
    def from_text(cls, path: str, text: str) -> "Source":
        """Return the source whose lines are those of `text`."""
        return cls(path, tuple(text.split("\n")))

    def place(self, line: int, column: int = 1, length: int = 1) -> Place:
        """Return the place of `length` characters at `line`, `column`, clamped to the file."""
        line = min(max(line, 1), len(self.lines))
        excerpt = self.lines[line - 1]
        column = min(max(column, 1), len(excerpt) + 1)
        length = max(1, min(length, len(excerpt) + 1 - column))
        around = excerpt[max(0, column - 1 - EXCERPT_REACH) : column - 1 + EXCERPT_REACH]
        return Place(self.path, line, column, length, around)

    def find(self, text: str, first_line: int = 1, last_line: int | None = None) -> Place:
        """Return the place of `text` in the given lines, or the beginning of the first of them."""
        for number, line in enumerate(self.lines[first_line - 1 : last_line], first_line):
            if (index := line.find(text)) >= 0:
                return self.place(number, index + 1, len(text))
        return self.place(first_line)


@value
class Problem:
    """One sentence about what is wrong, its place, and a hint how to mend it."""

    code: str
    message: str
    place: Place
    hint: str
    severity: Severity = "error"

    def __str__(self) -> str:
        parts = [f"{self.place}: {self.severity} {self.code} {self.message}"]
        if self.place.line and self.place.excerpt is not None:
            parts.append(_excerpt(self.place))
        parts.append(f"  hint: {self.hint}")
        return "\n".join(parts)

    @property
    def is_error(self) -> bool:
        """Whether it stops a command."""
        return self.severity == "error"

    def as_warning(self) -> "Problem":
        """Return the same problem as one that stops nothing, as in a draft."""
        return replace(self, severity="warning")

    def as_note(self) -> "Problem":
        """Return the same problem as one that stops no command, as in a draft that is left out."""
        return replace(self, severity="note")

    def as_json(self) -> dict[str, Any]:
        """Return one entry of `problems` in any `--json` output; a place that is unknown is None."""
        place = self.place
        return {
            "code": self.code,
            "severity": self.severity,
            "path": place.path,
            "line": place.line or None,
            "column": place.column or None,
            "message": self.message,
            "hint": self.hint,
        }


class ProblemError(Exception):
    """Raised where work cannot go on; carries the problems to report."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


@value
class Code:
    """A kind of problem, as `catalog` lists them.

    `message` and `hint` are patterns: `{name}` stands for a value, `{name!r}` for a quoted and shortened one.
    """

    code: str
    message: str
    hint: str
    severity: Severity = "error"

    def at(self, place: Place, *, hint: str | None = None, **values: object) -> Problem:
        """Return the problem of this kind at `place`, its patterns filled with `values`."""
        texts = {name: _MessageValue(one_line(str(value))) for name, value in values.items()}
        message = self.message.format_map(texts)
        return Problem(self.code, message, place, hint or self.hint.format_map(texts), self.severity)

    def error(self, place: Place, *, hint: str | None = None, **values: object) -> ProblemError:
        """Return the same as an exception, to raise where work cannot go on."""
        return ProblemError(self.at(place, hint=hint, **values))


class _MessageValue(str):
    """A text whose `!r` is the form for a message."""

    __slots__ = ()

    def __repr__(self) -> str:
        return quote(self)


def quote(text: str) -> str:
    """Return `text` in quotes, for a message; a long one is cut."""
    short = text if len(text) <= SHOWN_VALUE else text[: SHOWN_VALUE - 1] + "…"
    return f"'{short}'"


def one_line(text: str) -> str:
    """Return `text` as one line that a terminal can show: control characters are spelled out."""
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text[:SHOWN_TEXT])


def sort_problems(problems: list[Problem]) -> list[Problem]:
    """Return the problems by file, then by place, each once."""
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda p: (p.place.path, p.place.line, p.place.column, p.code))


def _excerpt(place: Place) -> str:
    """Return the source line, cut to a window around the place, with the place marked below it."""
    text = place.excerpt or ""
    column = place.column - 1 - place.skipped
    start = max(0, min(column - EXCERPT_WIDTH // 2, len(text) - EXCERPT_WIDTH))
    window = "".join(c if c.isprintable() else " " for c in text[start : start + EXCERPT_WIDTH])
    lead, tail = "…" * (place.skipped + start > 0), "…" * (start + EXCERPT_WIDTH < len(text))
    indent = column - start + len(lead)
    marks = "^" * max(1, min(place.length, EXCERPT_WIDTH - (column - start)))
    return f"{place.line:>5} | {lead}{window}{tail}\n      | {' ' * indent}{marks}"
