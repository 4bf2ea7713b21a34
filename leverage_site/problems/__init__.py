"""Something wrong, where it is, and what to do about it.

Problems are values: readers return them beside what they read, nothing below `cli/` prints them.
Lines and columns count from 1, columns in characters.
"""

import json
from dataclasses import dataclass, replace
from typing import Any, Literal

# An error stops a command, a warning a strict one, a note none.
Severity = Literal["error", "warning", "note"]

EXCERPT_WIDTH = 100
# So many characters of the line before the place and behind it are its excerpt: a long line full of places would
# be kept once for each.
EXCERPT_REACH = 300
SHOWN_VALUE = 60
SHOWN_TEXT = 500


@dataclass(frozen=True, slots=True)
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
        path = visible(self.path)
        return f"{path}:{self.line}:{self.column}" if self.line else path


@dataclass(frozen=True, slots=True)
class Source:
    """A text file that was read, kept to show excerpts of it."""

    path: str
    lines: tuple[str, ...]

    @classmethod
    def of(cls, path: str, text: str) -> "Source":
        """The source whose lines are those of `text`."""
        return cls(path, tuple(text.split("\n")))

    def place(self, line: int, column: int = 1, length: int = 1) -> Place:
        """The place of `length` characters at `line`, `column`, held inside the file."""
        line = min(max(line, 1), len(self.lines))
        excerpt = self.lines[line - 1]
        column = min(max(column, 1), len(excerpt) + 1)
        length = max(1, min(length, len(excerpt) + 1 - column))
        around = excerpt[max(0, column - 1 - EXCERPT_REACH) : column - 1 + EXCERPT_REACH]
        return Place(self.path, line, column, length, around)

    def find(self, text: str, first_line: int = 1, last_line: int | None = None) -> Place:
        """The place of `text` in the given lines, or the beginning of the first of them."""
        for number, line in enumerate(self.lines[first_line - 1 : last_line], first_line):
            if (index := line.find(text)) >= 0:
                return self.place(number, index + 1, len(text))
        return self.place(first_line)


@dataclass(frozen=True, slots=True)
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

    def as_warning(self) -> "Problem":
        """The same where it stops nothing, as in a draft."""
        return replace(self, severity="warning")

    def as_json(self) -> dict[str, Any]:
        """The shape of one entry of `problems` in every `--json` output."""
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


def shown(text: str) -> str:
    """`text` in quotes, for a message; a long one is cut."""
    short = text if len(text) <= SHOWN_VALUE else text[: SHOWN_VALUE - 1] + "…"
    return f"'{short}'"


def visible(text: str) -> str:
    """`text` as one line that a terminal can show: control characters are spelled out."""
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text[:SHOWN_TEXT])


def ordered(problems: list[Problem]) -> list[Problem]:
    """Problems by file, then by place, each once."""
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda p: (p.place.path, p.place.line, p.place.column, p.code))


def _excerpt(place: Place) -> str:
    """The source line, cut to a window around the place, with the place marked below it."""
    text = place.excerpt or ""
    column = place.column - 1 - place.skipped
    start = max(0, min(column - EXCERPT_WIDTH // 2, len(text) - EXCERPT_WIDTH))
    window = "".join(c if c.isprintable() else " " for c in text[start : start + EXCERPT_WIDTH])
    lead, tail = "…" * (place.skipped + start > 0), "…" * (start + EXCERPT_WIDTH < len(text))
    indent = column - start + len(lead)
    marks = "^" * max(1, min(place.length, EXCERPT_WIDTH - (column - start)))
    return f"{place.line:>5} | {lead}{window}{tail}\n      | {' ' * indent}{marks}"
