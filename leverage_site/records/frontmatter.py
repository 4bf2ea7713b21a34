"""Bytes of a content file → text that pages and feeds can carry, taken apart into front matter and body."""

import codecs
import re
import unicodedata
from collections.abc import Collection
from functools import cached_property
from itertools import groupby

from leverage_site.problems import Place, Problem, Source, catalog
from leverage_site.records.discover import MAX_BYTES
from leverage_site.records.nodes import MappingNode
from leverage_site.text import FORBIDDEN

RULE = "---"

# Nearly all of a text; looking for what is forbidden in the rest takes a fifth of the time.
_HARMLESS = bytes(range(0x20, 0x7F)) + b"\t\n\r"

# As in Unicode's Stream-Safe Text Format: putting marks into their order is quadratic in the length of a run.
MAX_MARKS = 30
# No letter, digit or blank: among others, every combining mark.
_SIGNS = re.compile(rf"[^\w\s\x21-\x7e]{{{MAX_MARKS + 1},}}+")

_KEY = re.compile(r"(\w+):(?:\s|$)")
# Rules of other kinds, and what begins JSON.
_OTHER_RULE = re.compile(r"[-+=—–{\s]*+")
_LOOSE_KEY = re.compile(r"[ \t]*+[\"']?(\w++)[\"']?[ \t]*+[:=](.*+)")
# What a text does not begin with by chance.
_DRAFTS = frozenset(("draft", value) for value in ("true", "false", "yes", "no", "on", "off"))
_ENTRY = re.compile(r"[ \t]*+(?P<item>-[ \t]++(?:\{[ \t]*+)?+)?+(?P<key>\w++):(?:\s|$)")
_YAML_LINE = re.compile(r"\w+:(?:\s|$)|\s|-|#|$")


def decode(data: bytes, path: str, limit: int = MAX_BYTES) -> Source:
    """Decode a UTF-8 file of at most `limit` bytes, with or without BOM, LF or CRLF.

    Returns:
        Its lines: they end in nothing and hold no character of `text.FORBIDDEN`.

    Raises:
        ProblemError: Where the file is too large, in another encoding, or holds control characters.

    """
    if len(data) > limit:
        raise catalog.TOO_LARGE.error(Place(path, 1, 1), size=f"{len(data):,}", limit=f"{limit:,}")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise catalog.UTF16.error(Place(path, 1, 1))
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        source = Source.from_text(path, _with_newlines(data.decode()))
    except UnicodeDecodeError as error:
        before = _with_newlines(data[: error.start].decode())
        place = Source.from_text(path, _with_newlines(data.decode(errors="replace"))).place(
            before.count("\n") + 1, len(before) - before.rfind("\n")
        )
        raise catalog.NOT_UTF8.error(place, byte=f"0x{data[error.start]:02x}") from None
    unusual = data.translate(None, _HARMLESS).decode()
    if match := FORBIDDEN.search(unusual):
        place = source.find(match[0])
        raise catalog.CONTROL_CHARACTER.error(place, character=f"U+{ord(match[0]):04X}")
    if _SIGNS.search(unusual):
        _check_marks(source)
    return source


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _check_marks(source: Source) -> None:
    for number, line in enumerate(source.lines, 1):
        for signs in _SIGNS.finditer(line):
            numbered = enumerate(signs[0], signs.start() + 1)
            for is_mark, run in groupby(numbered, lambda sign: unicodedata.combining(sign[1]) > 0):
                (column, _), *others = run
                if is_mark and len(others) >= MAX_MARKS:
                    place = source.place(number, column, len(others) + 1)
                    raise catalog.TOO_MANY_MARKS.error(place, count=f"{len(others) + 1:,}", limit=MAX_MARKS)


class SplitFile:
    """A content file taken apart: its front matter, and the line on which its body begins.

    `root` and `problems` come of YAML, which is parsed when one of them is first asked for. Raises ProblemError
    where that cannot be read.
    """

    def __init__(self, source: Source, body_line: int, *, is_doubled: bool) -> None:
        self.source = source
        self.body_line = body_line
        self.is_doubled = is_doubled

    @property
    def root(self) -> MappingNode:
        """The front matter."""
        return self._parsed[0]

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the file's form; the list is the same one each time."""
        return self._parsed[1]

    @cached_property
    def _parsed(self) -> tuple[MappingNode, list[Problem]]:
        # Front matter of the usual shape is read without YAML, whose import takes 10 ms of a build after an edit.
        from leverage_site.records.yaml_tree import parse_mapping

        end = self.body_line - 1
        root, problems = parse_mapping(self.source, 2, end)
        if self.is_doubled:
            problems.append(catalog.SECOND_DOCUMENT.at(self.source.place(end, 1, len(RULE))))
        return root, problems

    @property
    def front_lines(self) -> tuple[str, ...]:
        """The lines between the two rules."""
        return self.source.lines[1 : self.body_line - 2]

    @property
    def first_of_body(self) -> int:
        """The first line of the body that is not blank, or 0."""
        numbered = enumerate(self.source.lines[self.body_line - 1 :], self.body_line)
        return next((number for number, line in numbered if line.strip()), 0)


def split(source: Source, keys: Collection[str]) -> SplitFile:
    """Take a content file apart. Raises ProblemError where it has no front matter.

    `keys` are those that such a file may have: a body that begins with one is a second front matter.
    """
    lines = source.lines
    if not any(line.strip() for line in lines):
        raise catalog.EMPTY_FILE.error(source.place(1))
    if lines[0].rstrip() != RULE:
        raise catalog.NO_FRONT_MATTER.error(source.place(1, 1, len(lines[0])))
    end = next((number for number, line in enumerate(lines[1:], 2) if line.rstrip() == RULE), 0)
    if not end:
        raise catalog.NOT_CLOSED.error(source.place(1, 1, len(RULE)))
    # Keys down to another rule, as when a rule too many stands among the keys.
    rule = next((index for index, line in enumerate(lines[end:], end) if line.rstrip() == RULE), end)
    key = _KEY.match(lines[end]) if rule > end else None
    is_doubled = bool(key and key[1] in keys and all(_YAML_LINE.match(line) for line in lines[end:rule]))
    return SplitFile(source, end + 1, is_doubled=is_doubled)


def has_front_matter(source: Source, keys: Collection[str]) -> bool:
    """Whether a file that may go without front matter begins with some.

    Raises ProblemError where it begins with keys in another form, which would be shown as text.
    """
    if source.lines[0].rstrip() == RULE:
        return True
    ruled = False
    for number, line in enumerate(source.lines, 1):
        if _OTHER_RULE.fullmatch(line):
            ruled = ruled or bool(line.strip())
            continue
        key = _LOOSE_KEY.match(line)
        if key and ((ruled and key[1] in keys) or (key[1].lower(), key[2].strip(" \t,\"'").lower()) in _DRAFTS):
            raise catalog.NO_FRONT_MATTER.error(source.place(number, 1, len(line)))
        break
    return False


def task_in_body(file: SplitFile) -> Place | None:
    """Return the place of a task at the beginning of the body, as when a rule stands before the last one."""
    lines, first = file.source.lines, file.first_of_body
    entry = _ENTRY.match(lines[first - 1]) if first else None
    if not entry or not entry["item"] or entry["key"] != "task":
        return None
    has_figures = any("human:" in line for line in lines[first - 1 :][:5])
    return file.source.place(first, 1, len(lines[first - 1])) if has_figures else None


def key_in_body(file: SplitFile, keys: Collection[str]) -> Place | None:
    """Return the place of tasks anywhere in the body, or of one of the `keys` at its beginning."""
    lines, first = file.source.lines, file.first_of_body
    for number, line in enumerate(lines[file.body_line - 1 :], file.body_line):
        entry = _ENTRY.match(line)
        if entry and (entry["key"] in ("task", "tasks") or (number == first and entry["key"] in keys)):
            return file.source.place(number, 1, len(line))
    return None
