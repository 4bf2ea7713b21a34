"""Front matter → a tree of texts with positions.

The tree is built from the C parser's events, so that depth, anchors, aliases and tags are refused as they
arrive, and every scalar stays the text that was typed: `1:30`, `no` and `3.10` mean nothing here yet.
This is the only module that knows YAML.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from leverage_site import codes
from leverage_site.problems import Place, Problem, ProblemError, Source

MAX_DEPTH = 8
MAX_PROBLEMS = 50
RULE = "---"

_KEY = re.compile(r"(\w+):(?:\s|$)")
_TABBED = re.compile(r"[ -]*\t")
_YAML_LINE = re.compile(r"\w+:(?:\s|$)|\s|-|#|$")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it stands in the file; lines and columns count from 1, `end` is just behind it."""

    text: str
    line: int
    column: int
    end_line: int
    end_column: int
    plain: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    line: int
    column: int
    items: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and their nodes, in the file's order; a repeated key is a problem and keeps its first value."""

    line: int
    column: int
    entries: dict[str, tuple[Scalar, "Node"]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Broken:
    """A node whose problem is reported already."""

    line: int
    column: int


Node = Scalar | Sequence | Mapping | Broken


@dataclass(frozen=True, slots=True)
class Document:
    """A content file taken apart: its front matter, and the line on which its text begins."""

    source: Source
    root: Mapping
    body_line: int
    problems: list[Problem]

    @property
    def body(self) -> str:
        return "\n".join(self.source.lines[self.body_line - 1 :])


def place_of(source: Source, node: Node) -> Place:
    """Where a node stands; a scalar is marked in full."""
    if isinstance(node, Scalar) and node.end_line == node.line:
        return source.place(node.line, node.column, node.end_column - node.column)
    return source.place(node.line, node.column, len(source.lines[node.line - 1]))


def parse(source: Source, known: Collection[str]) -> Document:
    """Take a content file apart. Raises ProblemError where it has no front matter that can be read.

    `known` are the keys such a file may have: a text that begins with one is a second front matter.
    """
    end = _closing_rule(source)
    builder = _Builder(source)
    try:
        root = builder.build("\n".join(source.lines[1:end]) + "\n")
    except ProblemError as error:
        raise ProblemError(*builder.problems, *error.problems) from None
    if _is_second_document(source.lines[end + 1 :], known):
        builder.problems.append(codes.SECOND_DOCUMENT.at(source.place(end + 1, 1, len(RULE))))
    return Document(source, root, end + 2, builder.problems)


def _closing_rule(source: Source) -> int:
    """The index of the line that closes the front matter."""
    if not any(line.strip() for line in source.lines):
        raise codes.EMPTY_FILE.error(source.place(1))
    if source.lines[0].rstrip() != RULE:
        raise codes.NO_FRONT_MATTER.error(source.place(1, 1, len(source.lines[0])))
    for index, line in enumerate(source.lines[1:], 1):
        if line.rstrip() == RULE:
            return index
    raise codes.NOT_CLOSED.error(source.place(1, 1, len(RULE)))


def _is_second_document(lines: tuple[str, ...], known: Collection[str]) -> bool:
    """Whether the text begins with keys down to a rule, as when a rule too many stands among the keys."""
    rule = next((index for index, line in enumerate(lines) if line.rstrip() == RULE), None)
    if rule is None:
        return False
    key = _KEY.match(lines[0])
    return key is not None and key[1] in known and all(_YAML_LINE.match(line) for line in lines[:rule])


class _Builder:
    """Events → nodes, with a stack of open containers."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.stack: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []
        self.root: Node | None = None
        self.documents = 0

    def build(self, text: str) -> Mapping:
        """The mapping that the YAML `text` holds; an empty text is an empty mapping."""
        try:
            for event in _events(text):
                self._take(event)
        except yaml.YAMLError as error:
            raise self._syntax_error(error, text.count("\n") + 1) from None
        if isinstance(self.root, Scalar) and not self.root.text:
            return Mapping(2, 1)
        if self.root is None or isinstance(self.root, Mapping):
            return self.root or Mapping(2, 1)
        place = place_of(self.source, self.root)
        raise codes.WRONG_SHAPE.error(
            place,
            key="the front matter",
            wanted="keys with values",
            found="something else",
            example="date: 2026-04-07",
        )

    def _take(self, event: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                self._check(event)
                self._add(self._scalar(event))
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._check(event)
                self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.stack.pop()
                self.keys.pop()
            case yaml.AliasEvent():
                self._report(codes.ANCHOR, event)
                self._add(Broken(*self._position(event.start_mark)))
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    raise codes.SECOND_DOCUMENT.error(self._place(event))

    def _open(self, event: Any) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise codes.TOO_DEEP.error(self._place(event))
        kind = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
        node = kind(*self._position(event.start_mark))
        self._add(node)
        self.stack.append(node)
        self.keys.append(None)

    def _add(self, node: Node) -> None:
        parent = self.stack[-1] if self.stack else None
        if parent is None:
            self.root = node
        elif isinstance(parent, Sequence):
            parent.items.append(node)
        elif (key := self.keys[-1]) is None:
            self.keys[-1] = self._key(parent, node)
        else:
            parent.entries.setdefault(key.text, (key, node))
            self.keys[-1] = None

    def _key(self, parent: Mapping, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            reason = "a key must be a word, not a list or a mapping"
            raise codes.BAD_YAML.error(place_of(self.source, node), reason=reason)
        if node.text in parent.entries:
            self._add_problem(codes.REPEATED_KEY.at(place_of(self.source, node), key=node.text))
        return node

    def _check(self, event: Any) -> None:
        if event.anchor is not None:
            self._report(codes.ANCHOR, event)
        if event.tag is not None:
            self._report(codes.YAML_TAG, event)

    def _scalar(self, event: Any) -> Scalar:
        start, end = self._position(event.start_mark), self._position(event.end_mark)
        return Scalar(event.value, *start, *end, event.style in (None, ""))

    def _report(self, code: codes.Code, event: Any) -> None:
        self._add_problem(code.at(self._place(event)))

    def _add_problem(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= MAX_PROBLEMS:
            raise ProblemError

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return self.source.place(*self._position(start), max(1, length))

    @staticmethod
    def _position(mark: Any) -> tuple[int, int]:
        # The parser sees the text below the opening rule, and counts from 0.
        return mark.line + 2, mark.column + 1

    def _syntax_error(self, error: yaml.YAMLError, lines: int) -> ProblemError:
        marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
        positions = [self._position(mark) for mark in marks if mark is not None]
        # What is never closed is found out at the end; where it was opened says more.
        line, column = next((p for p in positions if p[0] <= lines), (positions or [(2, 1)])[-1])
        place = self.source.place(line, column)
        if indent := _TABBED.match(place.excerpt or ""):
            return codes.TAB.error(self.source.place(place.line, indent.end()))
        return codes.BAD_YAML.error(place, reason=getattr(error, "problem", None) or "it cannot be read")


def _events(text: str) -> Iterator[Any]:
    return iter(yaml.parse(text, Loader=yaml.CSafeLoader))
