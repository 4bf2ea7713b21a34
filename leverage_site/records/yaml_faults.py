"""What is wrong with front matter that is no YAML, in words that say what to do.

The parser says where it stopped. Why it did, and how deep it was by then, is found here, in one pass over the
text from the last place where all was well: no message depends on the parser's words or on its version.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from leverage_site.problems import Place, ProblemError, Source, catalog

MAX_DEPTH = 8

# A line and a column, both counted from 1.
Position = tuple[int, int]

HINT = "Indent with blanks: all keys of a task begin in one column, two behind its dash; all dashes in another."
DASH_IN_TEXT = "this dash is indented deeper than the line above, so it would be more of that line's text"

_TOO_FAR = "this line is indented deeper than the key above, so it would be more of that key's text"
_CONTINUES = "this line continues the one above; indent it alike, and put a colon and a blank behind each key"
_GLUED_DASH = "the dash in the line above needs a blank behind it"
_NO_LINE = "its indentation fits no line above"
_INDENTATION = (_TOO_FAR, _CONTINUES, _GLUED_DASH, DASH_IN_TEXT, _NO_LINE)

_COLON_IN_TEXT = "a text with ': ' in it needs quotes around it"
_BEHIND_QUOTE = "text stands behind a closing quotation mark"
_RULE_IN_QUOTES = "a line of dashes or dots stands inside quotation marks"
_BACKSLASH = "a backslash in double quotes must be written twice"
_BEHIND = {"quoted": _BEHIND_QUOTE, "close": "text stands behind a closing bracket"}
_IN_BRACKETS = {
    ":": _COLON_IN_TEXT,
    ",": "nothing stands before this comma",
    "-": "a list in brackets has no dashes",
}
_GOES_ON = f"the text above goes on in this line; {_COLON_IN_TEXT}"
# Where a value should stand.
_ALONE = "a '?' or '-' is no value"
_HINTS = {
    **dict.fromkeys(_INDENTATION, HINT),
    _ALONE: "Leave the key out if its value is unknown; where none was needed, write 0m.",
}
_DIRECTIVE = "the line above begins with '%', which needs quotes around it"
_NO_COLON = "a key needs a colon and a blank behind it"

_COMMENT = r"(?P<comment>(?<!\S)\#[^\n]*+)"
_QUOTED = r"(?P<quoted>\"(?:[^\"\\]|\\.)*+\"|'(?:[^']|'')*+')"
_TEXT_WORD = r"(?P<word>(?:[^\s:]|:(?=\S))++)"
_FLOW_WORD = r"(?P<word>(?:[^\s:,\[\]{}]|:(?=[^\s,\[\]{}]))++)"
_BRACKET = r"(?P<open>[\[{])|(?P<close>[\]}])|(?P<comma>,)"
_MARK = r"(?P<mark>[-?:](?!\S))"
_FLOW_MARK = r"(?P<mark>[:?]|-(?!\S))"
_COLON = r"(?P<mark>:(?!\S))"
_FLOW_COLON = r"(?P<mark>:(?=[\s,\[\]{}]|\Z))"

# What may come next: inside brackets or not, behind a word of an unquoted text or not.
_TOKENS = {
    key: re.compile("|".join(parts), re.DOTALL)
    for key, parts in {
        (False, False): (_COMMENT, _MARK, r"(?P<open>[\[{])", _QUOTED, _TEXT_WORD),
        (False, True): (_COMMENT, _COLON, _TEXT_WORD),
        (True, False): (_COMMENT, _FLOW_MARK, _BRACKET, _QUOTED, _FLOW_WORD),
        (True, True): (_COMMENT, _FLOW_COLON, _BRACKET, _FLOW_WORD),
    }.items()
}
_SPACE = re.compile(r"\s*+")
_CLOSING = {"[": "]", "{": "}"}
_PAIR = ":"
_FLOW = frozenset(",[]{}")
# The parser looks no further for the colon behind a key.
_LONGEST_KEY = 1024
_PROPERTIES = ("&", "*", "!", "%")
# No unquoted text begins with these.
_RESERVED = frozenset("@`%&*!,?\"'[]{}")

_WORD = re.compile(r"[\w-]++")
_GLUED = re.compile(r"\s*+-\w")
_KEY_WITH_VALUE = re.compile(r"\s*+(?:-\s++)*+[\w-]++:\s")


def dash_in_text(source: Source, first: int, last: int) -> Place | None:
    """Return where an unquoted text of lines `first` to `last` goes on with what looks like an item of a list."""
    for number in range(first + 1, last + 1):
        if source.lines[number - 1].lstrip(" ").startswith("- "):
            return _first_word(source, number)
    return None


@dataclass(slots=True)
class Fault:
    """Where the parser stopped reading the lines up to `last` of a file.

    `at` is where it stopped, `begun` where the token begins that it was at, if it says so. Up to `sure` all was
    well, and no bracket was open there; `depth` counts the lists and mappings that were.
    """

    source: Source
    last: int
    at: Position
    begun: Position | None
    sure: Position
    depth: int

    def error(self) -> ProblemError:
        """Return the fault as a problem to raise: what is wrong, where, and what to do about it."""
        # What is never closed is found out at the end; where it was opened says more.
        at_end = self.at[0] > self.last
        line, column = self.sure
        text = "\n".join(self.source.lines[line - 1 : self.last])[column - 1 :]
        scan = _Scan(text, self.sure, self.depth)
        scan.read(len(text) if at_end else scan.offset(self.at))
        if scan.too_deep is not None:
            return catalog.TOO_DEEP.error(self.source.place(*scan.position(scan.too_deep)))
        at_end = at_end and not scan.is_broken
        place = self.source.place(*(self.begun if at_end and self.begun else scan.position(scan.stop)))
        text = self.source.lines[place.line - 1]
        indent = len(text) - len(text.lstrip(" -"))
        if text.startswith("\t", indent):
            return catalog.TAB.error(self.source.place(place.line, indent + 1))
        if scan.lost and scan.levels:
            lost = self.source.place(*scan.position(scan.lost[0]), len(scan.lost[1]))
            return catalog.LOST_TEXT.error(lost, lost=scan.lost[1])
        if at_end and scan.levels and scan.open_quote is None:
            place = self.source.place(*scan.position(scan.bracket.at))
        elif self._lacks_colon(scan):
            place = self.source.place(*(self.begun or self.at))
        reason = self._reason(scan, at_end=at_end)
        if reason in (_TOO_FAR, _NO_LINE):
            place = _first_word(self.source, place.line)
        return catalog.BAD_YAML.error(place, reason=reason, hint=_HINTS.get(reason))

    def _reason(self, scan: "_Scan", *, at_end: bool) -> str:
        """Say what is wrong, in view of the token that the parser was at and of the line above."""
        if at_end and (scan.levels or scan.open_quote is not None):
            what = "a quotation mark" if scan.open_quote is not None else f"'{scan.bracket.mark}'"
            return f"{what} is opened here and never closed"
        line, column = scan.position(scan.stop)
        text = self.source.lines[line - 1]
        before, mark, behind = text[: column - 1].rstrip(), text[column - 1 : column], text[column:].lstrip()
        is_alone = not behind or (bool(scan.levels) and behind[0] in ",}")
        if mark in ("?", "-") and before.endswith(":") and is_alone:
            return _ALONE
        if self.begun and (mark := self.source.lines[self.begun[0] - 1][self.begun[1] - 1 :][:1]) in _PROPERTIES:
            return _begins_with(mark)
        if scan.is_quoted:
            # Without a beginning it may be the text between two quoted ones.
            is_rule = (
                self.begun and self.at[1] == 1 and self.source.lines[self.at[0] - 1].startswith(("---", "..."))
            )
            return _BEHIND_QUOTE if not self.begun else _RULE_IN_QUOTES if is_rule else _BACKSLASH
        if self._lacks_colon(scan):
            return _NO_COLON
        above = next((line for line in reversed(self.source.lines[: self.at[0] - 1]) if line.strip()), "")
        if above.rstrip() == "..." or above.startswith("%"):
            return _DIRECTIVE if above.startswith("%") else "it ended above, with a line of three dots"
        reason = scan.reason()
        if reason != _TOO_FAR:
            return reason
        return _GLUED_DASH if _GLUED.match(above) else _TOO_FAR if _KEY_WITH_VALUE.match(above) else _CONTINUES

    def _lacks_colon(self, scan: "_Scan") -> bool:
        """Whether the parser looked in vain for the end of a key."""
        is_above = self.begun is not None and self.begun[0] < self.at[0]
        return is_above and not (scan.is_quoted or scan.levels or scan.open_quote is not None)


class _Level(NamedTuple):
    """A list or mapping in brackets that is open: its bracket, or a colon for a pair that has none of its own.

    `item` is where the item of the level around it begins that it is in, `has_key` whether that has a key already.
    """

    mark: str
    at: int
    item: int
    has_key: bool


class _Scan:
    """A reader of `text`, which begins at the position `start` of the file below `depth` lists and mappings.

    It ends at `stop`: where it is told to, or sooner, at what cannot stand where it does inside brackets. Of what
    stands there, `token` is the beginning.
    """

    def __init__(self, text: str, start: Position, depth: int) -> None:
        self.text = text
        self.start = start
        self.depth = depth
        self.levels: list[_Level] = []
        self.item: int | None = None
        self.has_key = False
        self.too_deep: int | None = None
        self.lost: tuple[int, str] | None = None
        self.open_quote: int | None = None
        self.is_quoted = self.is_broken = False
        self.before = ""
        self.token = self.stop = 0

    @property
    def bracket(self) -> _Level:
        """The innermost bracket that is open."""
        return next(level for level in reversed(self.levels) if level.mark != _PAIR)

    def position(self, offset: int) -> Position:
        """Return the place in the file of an offset in the text."""
        line = self.text.count("\n", 0, offset)
        column = offset - self.text.rfind("\n", 0, offset)
        return self.start[0] + line, column if line else column + self.start[1] - 1

    def offset(self, position: Position) -> int:
        """Return the offset in the text of a place in the file."""
        line, column = position[0] - self.start[0], position[1] - 1
        if not line:
            return column - self.start[1] + 1
        at = -1
        for _ in range(line):
            at = self.text.find("\n", at + 1)
        return at + 1 + column

    def read(self, stop: int) -> None:
        """Read up to `stop`, or to where it is too deep, or to a quotation mark that none closes."""
        at, in_text, self.stop = 0, False, stop
        while self.too_deep is None and self.open_quote is None:
            start = _SPACE.match(self.text, at).end()  # type: ignore[union-attr]
            if not self.levels and "\n" in self.text[at:start]:
                in_text, self.before = False, ""
            self.token = min(start, stop)
            if start >= stop:
                return
            match = _TOKENS[bool(self.levels), in_text].match(self.text, start)
            at, kind = (match.end(), str(match.lastgroup)) if match else (start + 1, "")
            if self.levels and self._is_misplaced(kind, start, in_text=in_text):
                self.stop, self.is_broken = start, True
                return
            if at > stop:
                self.is_quoted = kind == "quoted"
                return
            self._note(kind, start, self.text[start:at], in_text=in_text)
            in_text = kind == "word" and (in_text or self.text[start] not in _PROPERTIES)
            if kind != "comment":
                self.before = "property" if kind == "word" and self.text[start] in "&!" and not in_text else kind

    def _is_misplaced(self, kind: str, at: int, *, in_text: bool) -> bool:
        """Whether a token cannot stand where it does inside brackets."""
        mark = self.text[at : at + 1]
        if kind == "close":
            return mark != _CLOSING[self.bracket.mark]
        if kind == "comma":
            return self.before in ("open", "comma")
        if kind == "mark" and mark == "?":
            return self.before not in ("open", "comma")
        if kind == "mark":
            item = self.item
            # A colon belongs to no key if there is one already, or if it is too far from it or glued to a bracket.
            return (
                mark == "-"
                or self.has_key
                or item is None
                or (in_text and self.text[at + 1 : at + 2] in _FLOW)
                or ((at - item > _LONGEST_KEY or "\n" in self.text[item:at]) and self.text[item] != "?")
            )
        is_value = kind in ("open", "quoted") or (kind == "word" and not in_text)
        return is_value and (self.before in ("word", "quoted", "close") or mark in "@`%|>")

    def _note(self, kind: str, at: int, text: str, *, in_text: bool) -> None:
        if kind == "comment":
            self.lost = (at, text) if self.levels and {"]", "}", ","} & set(text) else self.lost
            return
        if self.item is None:
            self.item = at
        if kind == "open":
            self._enter(text, at)
            self.item, self.has_key = None, False
        elif kind == "word" and text[0] in "\"'" and not in_text:
            self.open_quote = at
        elif self.levels:
            self._separate(kind, text)

    def _enter(self, mark: str, at: int) -> None:
        self.levels.append(_Level(mark, at, at if self.item is None else self.item, self.has_key))
        if self.depth + len(self.levels) > MAX_DEPTH:
            self.too_deep = at

    def _separate(self, kind: str, text: str) -> None:
        """Note a colon, a question mark, a comma or a closing bracket inside brackets."""
        if kind == "mark":
            if self.levels[-1].mark == "[" and self.item is not None:
                self._enter(_PAIR, self.item)
            self.has_key = self.has_key or text == ":"
        if kind in ("comma", "close") and self.levels[-1].mark == _PAIR:
            self.levels.pop()
        if kind == "comma":
            self.item, self.has_key = None, False
        elif kind == "close":
            _, _, self.item, self.has_key = self.levels.pop()

    def reason(self) -> str:
        """Say what is wrong where the parser stopped."""
        here = self.text[self.token : self.token + 1]
        if not self.levels:
            is_behind = self.before in _BEHIND and here not in (":", "]", "}")
            return _BEHIND[self.before] if is_behind else self._in_block(here)
        opened = self.bracket
        line, closing = self.position(opened.at)[0], _CLOSING[opened.mark]
        if here in ("]", "}") and here != closing:
            return f"'{here}' stands where '{closing}' must close '{opened.mark}'"
        if line != self.position(self.stop)[0]:
            return f"'{opened.mark}' of line {line} is still open here: a comma or '{closing}' is missing"
        if self.before in _BEHIND and here not in (":", ","):
            return _BEHIND[self.before]
        if here in _IN_BRACKETS:
            return _IN_BRACKETS[here]
        is_word = here in _RESERVED and self.before != "word"
        return _begins_with(here) if is_word else f"a comma or '{closing}' is missing before this"

    def _in_block(self, here: str) -> str:
        start = self.text.rfind("\n", 0, self.stop) + 1
        line, column = self.text[start:].partition("\n")[0], self.stop - start
        head = line[:column].strip(" -?")
        if here in ("]", "}"):
            return f"'{here}' stands here, and no bracket was opened"
        if here in ("|", ">"):
            return f"behind '{here}' the text must begin on the next line"
        if line[column : column + 1] == ":":
            if not head or ":" in head:
                return _COLON_IN_TEXT if head else "a key is missing before this colon"
            # Keys are single words; before the colon of a sentence stand several.
            return _TOO_FAR if _WORD.fullmatch(head) else _GOES_ON
        if here == "-" and head:
            return "a list begins on a line of its own below its key"
        if here in _RESERVED:
            return _begins_with(here)
        if head:
            return "it cannot be read from here on"
        return _NO_LINE if ":" in line or line.lstrip().startswith("-") else _NO_COLON


def _begins_with(mark: str) -> str:
    return f"a text that begins with '{mark}' needs quotes around it"


def _first_word(source: Source, line: int) -> Place:
    """Return the place of the first word of a line, or of its dash."""
    text = source.lines[line - 1]
    start = len(text) - len(text.lstrip(" "))
    word = _WORD.match(text, start)
    return source.place(line, start + 1, len(word[0]) if word else 1)
