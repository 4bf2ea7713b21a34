"""YAML → a tree of texts with positions.

The tree is built from the C parser's events, so that depth, anchors, aliases and tags are refused as they
arrive, and every scalar stays the text that was typed: `1:30`, `no` and `3.10` mean nothing here yet.
This is the only module that knows YAML.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml

from leverage_site import codes
from leverage_site.problems import Place, Problem, ProblemError, Source
from leverage_site.records.nodes import Broken, Mapping, Node, Scalar, Sequence, place_of

MAX_DEPTH = 8

# What libyaml says of the most common slips, in words that say what to do.
_PLAIN_WORDS = {
    "mapping values are not allowed in this context": "a text with ': ' in it needs quotes around it",
    "found unexpected end of stream": "a quotation mark or a bracket is opened here and never closed",
}
_COMMENT_IN_FLOW = re.compile(r"[{[][^\"']*?\s(#.*)")
_TABBED = re.compile(r"[ -]*\t")


def build(source: Source, first: int, last: int) -> tuple[Mapping, list[Problem]]:
    """The mapping that lines `first` up to `last` (excluded) of `source` hold; no lines are an empty mapping.

    Raises ProblemError where it is none or is not YAML.
    """
    builder = _Builder(source, first)
    try:
        root = builder.build("\n".join(source.lines[first - 1 : last - 1]) + "\n")
    except ProblemError as error:
        raise ProblemError(*builder.problems, *error.problems) from None
    return root, builder.problems


class _Builder:
    """Events → nodes, with a stack of open containers."""

    def __init__(self, source: Source, first: int) -> None:
        self.source = source
        self.first = first
        self.problems: list[Problem] = []
        self.stack: list[Sequence | Mapping] = []
        self.keys: list[Scalar | Broken | None] = []
        self.root: Node | None = None
        self.documents = 0

    def build(self, text: str) -> Mapping:
        """The mapping that the YAML `text` holds; an empty text is an empty mapping."""
        try:
            for event in iter(yaml.CSafeLoader(text).get_event, None):
                if handle := _HANDLERS.get(type(event)):
                    handle(self, event)
        except yaml.YAMLError as error:
            raise self._syntax_error(error, self.first + text.count("\n") - 1) from None
        if isinstance(self.root, Scalar) and not self.root.text:
            return Mapping(self.first, 1)
        if self.root is None or isinstance(self.root, Mapping):
            return self.root or Mapping(self.first, 1)
        place = place_of(self.source, self.root)
        raise codes.WRONG_SHAPE.error(
            place,
            key="the front matter",
            wanted="keys with values",
            found="a list or a text",
            example="date: 2026-04-07",
        )

    def _on_scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse(event)
            self._add(Broken(*self._position(event.start_mark)))
            return
        (line, column), (end_line, end_column) = self._position(event.start_mark), self._position(event.end_mark)
        self._add(Scalar(event.value, line, column, end_line, end_column, not event.style))

    def _on_start(self, event: Any) -> None:
        self._refuse(event)
        if len(self.stack) >= MAX_DEPTH:
            raise codes.TOO_DEEP.error(self._place(event))
        kind = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
        node = kind(*self._position(event.start_mark))
        self._add(node)
        self.stack.append(node)
        self.keys.append(None)

    def _on_end(self, event: Any) -> None:
        self.stack.pop()
        self.keys.pop()

    def _on_alias(self, event: Any) -> None:
        self._report(codes.ANCHOR, event)
        self._add(Broken(*self._position(event.start_mark)))

    def _on_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise codes.SECOND_DOCUMENT.error(self._place(event))

    def _add(self, node: Node) -> None:
        parent = self.stack[-1] if self.stack else None
        if parent is None:
            self.root = node
        elif isinstance(parent, Sequence):
            parent.items.append(node)
        elif (key := self.keys[-1]) is None:
            self.keys[-1] = self._key(parent, node)
        else:
            if isinstance(key, Scalar):
                parent.entries.setdefault(key.text, (key, node))
            self.keys[-1] = None

    def _key(self, parent: Mapping, node: Node) -> Scalar | Broken:
        if isinstance(node, Scalar):
            if node.text in parent.entries:
                self._add_problem(codes.REPEATED_KEY.at(place_of(self.source, node), key=node.text))
        elif not isinstance(node, Broken):
            reason = "a key must be a word, not a list or a mapping"
            raise codes.BAD_YAML.error(place_of(self.source, node), reason=reason)
        return node

    def _refuse(self, event: Any) -> None:
        if event.anchor is not None:
            self._report(codes.ANCHOR, event)
        if event.tag is not None:
            self._report(codes.YAML_TAG, event)

    def _report(self, code: codes.Code, event: Any) -> None:
        self._add_problem(code.at(self._place(event)))

    def _add_problem(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= codes.MAX_PROBLEMS:
            raise codes.MORE_PROBLEMS.error(problem.place, count=codes.MAX_PROBLEMS)

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return self.source.place(*self._position(start), max(1, length))

    def _position(self, mark: Any) -> tuple[int, int]:
        # The parser counts from 0, and from the first line it is given.
        return mark.line + self.first, mark.column + 1

    def _syntax_error(self, error: yaml.YAMLError, last: int) -> ProblemError:
        marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
        positions = [self._position(mark) for mark in marks if mark is not None]
        # What is never closed is found out at the end; where it was opened says more.
        line, column = next((p for p in positions if p[0] <= last), (positions or [(self.first, 1)])[-1])
        place = self.source.place(line, column)
        if indent := _TABBED.match(place.excerpt or ""):
            return codes.TAB.error(self.source.place(place.line, indent.end()))
        if lost := _COMMENT_IN_FLOW.search(place.excerpt or ""):
            found = self.source.place(place.line, lost.start(1) + 1, len(lost[1]))
            return codes.LOST_TEXT.error(found, lost=lost[1])
        reason = str(getattr(error, "problem", None) or "it cannot be read")
        return codes.BAD_YAML.error(place, reason=_PLAIN_WORDS.get(reason, reason))


_HANDLERS: dict[type, Callable[[_Builder, Any], None]] = {
    yaml.ScalarEvent: _Builder._on_scalar,
    yaml.MappingStartEvent: _Builder._on_start,
    yaml.SequenceStartEvent: _Builder._on_start,
    yaml.MappingEndEvent: _Builder._on_end,
    yaml.SequenceEndEvent: _Builder._on_end,
    yaml.AliasEvent: _Builder._on_alias,
    yaml.DocumentStartEvent: _Builder._on_document,
}
