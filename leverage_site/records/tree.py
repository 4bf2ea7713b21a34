"""YAML → a tree of texts with positions.

The tree is built from the C parser's events, so that depth, anchors, aliases and tags are refused as they
arrive, and every scalar stays the text that was typed: `1:30`, `no` and `3.10` mean nothing here yet.
This is the only module that knows YAML.
"""

from collections.abc import Callable
from typing import Any

import yaml

from leverage_site.problems import MAX_PROBLEMS, Place, Problem, ProblemError, Source, catalog
from leverage_site.records.nodes import Broken, Mapping, Node, Scalar, Sequence, place_of
from leverage_site.records.syntax import MAX_DEPTH, Fault, Position

_Events = Callable[[], Any]
_SCALAR = yaml.ScalarEvent
_SEQUENCE, _SEQUENCE_END = yaml.SequenceStartEvent, yaml.SequenceEndEvent
_MAPPING, _MAPPING_END = yaml.MappingStartEvent, yaml.MappingEndEvent


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
    """Events → nodes. Hundreds of scalars are in a file, so that each call that one takes is felt."""

    def __init__(self, source: Source, first: int) -> None:
        self.source = source
        self.first = first
        self.problems: list[Problem] = []
        self.depth = 0
        # What was open when the parser stopped, the innermost first, and whether it is in brackets.
        self.open: list[tuple[Sequence | Mapping, bool]] = []

    def build(self, text: str) -> Mapping:
        """The mapping that the YAML `text` holds; an empty text is an empty mapping."""
        try:
            root = self._document(yaml.CSafeLoader(text).get_event)
        except yaml.YAMLError as error:
            raise self._fault(error, self.first + text.count("\n") - 1).error() from None
        if root is None or (isinstance(root, Scalar) and not root.text):
            return Mapping(self.first, 1)
        if isinstance(root, Mapping):
            return root
        raise catalog.WRONG_SHAPE.error(
            place_of(self.source, root),
            key="the front matter",
            wanted="keys with values",
            found="a list or a text",
            example="date: 2026-04-07",
        )

    def _document(self, get_event: _Events) -> Node | None:
        root, documents = None, 0
        for event in iter(get_event, None):
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, get_event)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise catalog.SECOND_DOCUMENT.error(self._place(event))
        return root

    def _node(self, event: Any, get_event: _Events) -> Node:
        kind: type = type(event)
        if kind is _SCALAR and event.anchor is None and event.tag is None:
            start, end, first = event.start_mark, event.end_mark, self.first
            last, behind = end.line + first, end.column + 1
            return Scalar(event.value, start.line + first, start.column + 1, last, behind, not event.style)
        if kind is _MAPPING or kind is _SEQUENCE:
            self._enter(event)
            node = self._mapping(event, get_event) if kind is _MAPPING else self._sequence(event, get_event)
            self.depth -= 1
            return node
        if isinstance(event, yaml.AliasEvent):
            self._report(catalog.ANCHOR, event)
        else:
            self._refuse(event)
        return Broken(*self._position(event.start_mark))

    def _enter(self, event: Any) -> None:
        self._refuse(event)
        if self.depth >= MAX_DEPTH:
            raise catalog.TOO_DEEP.error(self._place(event))
        self.depth += 1

    def _sequence(self, event: Any, get_event: _Events) -> Sequence:
        node = Sequence(*self._position(event.start_mark))
        try:
            while type(item := get_event()) is not _SEQUENCE_END:
                node.items.append(self._node(item, get_event))
        except yaml.YAMLError:
            self.open.append((node, event.flow_style))
            raise
        return node

    def _mapping(self, event: Any, get_event: _Events) -> Mapping:
        node = Mapping(*self._position(event.start_mark))
        try:
            self._entries(node.entries, get_event)
        except yaml.YAMLError:
            self.open.append((node, event.flow_style))
            raise
        return node

    def _entries(self, entries: dict[str, tuple[Scalar, Node]], get_event: _Events) -> None:
        read = self._node
        while (kind := type(event := get_event())) is not _MAPPING_END:
            if kind is _MAPPING or kind is _SEQUENCE:
                raise self._complex_key(event, get_event)
            key = read(event, get_event)
            if type(key) is Scalar and key.text in entries:
                self._add_problem(catalog.REPEATED_KEY.at(place_of(self.source, key), key=key.text))
            value = read(get_event(), get_event)
            if type(key) is Scalar:
                entries.setdefault(key.text, (key, value))

    def _complex_key(self, event: Any, get_event: _Events) -> ProblemError:
        """The problem of a key that is a list or a mapping, unless there is another inside."""
        place = place_of(self.source, Mapping(*self._position(event.start_mark)))
        outside = self.depth
        self._enter(event)
        while self.depth > outside:
            kind = type(event := get_event())
            if kind is _MAPPING or kind is _SEQUENCE:
                self._enter(event)
            elif kind is _MAPPING_END or kind is _SEQUENCE_END:
                self.depth -= 1
        return catalog.BAD_YAML.error(place, reason="a key must be a word, not a list or a mapping")

    def _refuse(self, event: Any) -> None:
        if event.anchor is not None:
            self._report(catalog.ANCHOR, event)
        if event.tag is not None:
            self._report(catalog.YAML_TAG, event)

    def _report(self, code: catalog.Code, event: Any) -> None:
        self._add_problem(code.at(self._place(event)))

    def _add_problem(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= MAX_PROBLEMS:
            raise catalog.MORE_PROBLEMS.error(problem.place, count=MAX_PROBLEMS)

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return self.source.place(*self._position(start), max(1, length))

    def _position(self, mark: Any) -> tuple[int, int]:
        return mark.line + self.first, mark.column + 1

    def _fault(self, error: yaml.YAMLError, last: int) -> Fault:
        context, problem = (getattr(error, name, None) for name in ("context_mark", "problem_mark"))
        at = self._position(problem) if problem else (self.first, 1)
        is_told = context and (isinstance(error, yaml.scanner.ScannerError) or at[0] > last)
        flow = next((n for n, (_, in_brackets) in enumerate(reversed(self.open)) if in_brackets), None)
        return Fault(
            self.source,
            last,
            at,
            self._position(context) if is_told else None,
            self._sure() if flow is None else _start(self.open[-1 - flow][0]),
            self.depth if flow is None else flow,
        )

    def _sure(self) -> Position:
        """Where the last text begins that was read, or its line; behind a block, which may hold anything."""
        node: Node | None = next((node for node, _ in self.open if _last(node)), None)
        while node and (inner := _last(node)):
            node = inner
        if node is None:
            return _start(self.open[0][0]) if self.open else (self.first, 1)
        if isinstance(node, Scalar) and node.end_line > node.line:
            is_block = self.source.lines[node.line - 1].startswith(("|", ">"), node.column - 1)
            return (node.end_line, node.end_column) if is_block else _start(node)
        return node.line, 1


def _start(node: Node) -> Position:
    return node.line, node.column


def _last(node: Node) -> Node | None:
    """The last node inside another."""
    if isinstance(node, Sequence):
        return node.items[-1] if node.items else None
    return next(reversed(node.entries.values()))[1] if isinstance(node, Mapping) and node.entries else None
