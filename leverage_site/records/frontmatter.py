"""A content file taken apart: front matter and text."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from leverage_site.problems import Place, Problem, Source, catalog
from leverage_site.records.nodes import Mapping
from leverage_site.records.tree import build

RULE = "---"

_KEY = re.compile(r"(\w+):(?:\s|$)")
# Rules of other kinds, and what begins JSON.
_OTHER_RULE = re.compile(r"[-+=—–{\s]*+")
_LOOSE_KEY = re.compile(r"[ \t]*+[\"']?(\w++)[\"']?[ \t]*+[:=](.*+)")
# What a text does not begin with by chance.
_DRAFTS = frozenset(("draft", value) for value in ("true", "false", "yes", "no", "on", "off"))
_ENTRY = re.compile(r"[ \t]*+(?P<item>-[ \t]++(?:\{[ \t]*+)?+)?+(?P<key>\w++):(?:\s|$)")
_YAML_LINE = re.compile(r"\w+:(?:\s|$)|\s|-|#|$")


@dataclass(frozen=True, slots=True)
class Document:
    """A content file taken apart: its front matter, and the line on which its text begins."""

    source: Source
    root: Mapping
    body_line: int
    problems: list[Problem]

    @property
    def first_of_text(self) -> int:
        """The first line of the text that is not blank, or 0."""
        numbered = enumerate(self.source.lines[self.body_line - 1 :], self.body_line)
        return next((number for number, line in numbered if line.strip()), 0)


def parse(source: Source, known: Collection[str]) -> Document:
    """Take a content file apart. Raises ProblemError where it has no front matter that can be read.

    `known` are the keys such a file may have: a text that begins with one is a second front matter.
    """
    end = _closing_rule(source)
    root, problems = build(source, 2, end)
    if _is_second_document(source.lines[end:], known):
        problems.append(catalog.SECOND_DOCUMENT.at(source.place(end, 1, len(RULE))))
    return Document(source, root, end + 1, problems)


def has_front_matter(source: Source, known: Collection[str]) -> bool:
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
        if key and ((ruled and key[1] in known) or (key[1].lower(), key[2].strip(" \t,\"'").lower()) in _DRAFTS):
            raise catalog.NO_FRONT_MATTER.error(source.place(number, 1, len(line)))
        break
    return False


def task_in_text(document: Document) -> Place | None:
    """The place of a task at the beginning of the text, as when a rule stands before the last one."""
    lines, first = document.source.lines, document.first_of_text
    entry = _ENTRY.match(lines[first - 1]) if first else None
    if (
        entry
        and entry["item"]
        and entry["key"] == "task"
        and any("human:" in line for line in lines[first - 1 :][:5])
    ):
        return document.source.place(first, 1, len(lines[first - 1]))
    return None


def key_in_text(document: Document, known: Collection[str]) -> Place | None:
    """The place of tasks anywhere in the text, or of one of the `known` keys at its beginning."""
    lines, first = document.source.lines, document.first_of_text
    for number, line in enumerate(lines[document.body_line - 1 :], document.body_line):
        entry = _ENTRY.match(line)
        if entry and (entry["key"] in ("task", "tasks") or (number == first and entry["key"] in known)):
            return document.source.place(number, 1, len(line))
    return None


def _closing_rule(source: Source) -> int:
    """The number of the line that closes the front matter."""
    if not any(line.strip() for line in source.lines):
        raise catalog.EMPTY_FILE.error(source.place(1))
    if source.lines[0].rstrip() != RULE:
        raise catalog.NO_FRONT_MATTER.error(source.place(1, 1, len(source.lines[0])))
    for number, line in enumerate(source.lines[1:], 2):
        if line.rstrip() == RULE:
            return number
    raise catalog.NOT_CLOSED.error(source.place(1, 1, len(RULE)))


def _is_second_document(lines: tuple[str, ...], known: Collection[str]) -> bool:
    """Whether the text begins with keys down to a rule, as when a rule too many stands among the keys."""
    rule = next((index for index, line in enumerate(lines) if line.rstrip() == RULE), None)
    if rule is None:
        return False
    key = _KEY.match(lines[0])
    return key is not None and key[1] in known and all(_YAML_LINE.match(line) for line in lines[:rule])
