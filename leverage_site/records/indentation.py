"""What is wrong with lines of front matter that begin in the wrong column, and how to say so."""

import re

from leverage_site.problems import Place, Source

TOO_FAR = "this line is indented deeper than the key above, so it would be more of that key's text"
CONTINUES = "this line continues the one above; indent it alike, and put a colon and a blank behind each key"
GLUED_DASH = "the dash in the line above needs a blank behind it"
DASH_IN_TEXT = "this dash is indented deeper than the line above, so it would be more of that line's text"
NO_LINE = "its indentation fits no line above"

HINT = "Indent with blanks: all keys of a task begin in one column, two behind its dash; all dashes in another."
REASONS = frozenset({TOO_FAR, CONTINUES, GLUED_DASH, DASH_IN_TEXT, NO_LINE})

_WORD = re.compile(r"[\w-]++")
_GLUED = re.compile(r"\s*+-\w")
_KEY_WITH_VALUE = re.compile(r"\s*+(?:-\s++)*+[\w-]++:\s")


def is_key(text: str) -> bool:
    """Whether what stands before a colon is one word, as keys are, and not a sentence."""
    return _WORD.fullmatch(text) is not None


def reason_below(above: str) -> str:
    """Why a key cannot stand where it does, below the line `above` and as a part of its text."""
    if _GLUED.match(above):
        return GLUED_DASH
    return TOO_FAR if _KEY_WITH_VALUE.match(above) else CONTINUES


def beginning(source: Source, line: int) -> Place:
    """The first word of a line, or its dash."""
    text = source.lines[line - 1]
    start = len(text) - len(text.lstrip(" "))
    word = _WORD.match(text, start)
    return source.place(line, start + 1, len(word[0]) if word else 1)


def dash_in_text(source: Source, first: int, last: int) -> Place | None:
    """Where an unquoted text of lines `first` to `last` goes on with what looks like an item of a list."""
    for number in range(first + 1, last + 1):
        if source.lines[number - 1].lstrip(" ").startswith("- "):
            return beginning(source, number)
    return None
