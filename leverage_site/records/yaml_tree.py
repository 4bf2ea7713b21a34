"""YAML → a tree of nodes, texts with positions.

The tree is built from the C parser's events, so that depth, anchors, aliases and tags are refused as they
arrive, and every scalar stays the text that was typed: `1:30`, `no` and `3.10` mean nothing here yet.
This is the only module that knows YAML.
"""

from collections.abc import Callable
from typing import Any

import yaml

from leverage_site.problems import MAX_PROBLEMS, Code, Place, Problem, ProblemError, Source, catalog
from leverage_site.records.nodes import BrokenNode, MappingNode, Node, ScalarNode, SequenceNode, place_of
from leverage_site.records.yaml_faults import MAX_DEPTH, Fault, Position


def parse_mapping(source: Source, first: int, last: int) -> tuple[MappingNode, list[Problem]]:
    """Parse the lines `first` up to `last` (excluded) of `source`; no lines are an empty mapping.

    Returns:
        The mapping, and the problems that left it readable.

    Raises:
        ProblemError: With all problems, where the lines are no mapping or no YAML.

    """
    builder = _TreeBuilder(source, first)
    try:
        root = builder.build("\n".join(source.lines[first - 1 : last - 1]) + "\n")
    except ProblemError as error:
        raise ProblemError(*builder.problems, *error.problems) from None
    return root, builder.problems


_Events = Callable[[], Any]
_SCALAR = yaml.ScalarEvent
_SEQUENCE, _SEQUENCE_END = yaml.SequenceStartEvent, yaml.SequenceEndEvent
_MAPPING, _MAPPING_END = yaml.MappingStartEvent, yaml.MappingEndEvent


class _TreeBuilder:
    """Events → nodes. Hundreds of scalars are in a file, so that each call that one takes is felt."""

    def __init__(self, source: Source, first: int) -> None:
        self.source = source
        self.first = first
        self.problems: list[Problem] = []
        self.depth = 0
        # What was open when the parser stopped, the innermost first, and whether it is in brackets.
        self.open: list[tuple[SequenceNode | MappingNode, bool]] = []

    def build(self, text: str) -> MappingNode:
        """Return the mapping that the YAML `text` holds; an empty text is an empty mapping."""
        root, documents = None, 0
        get_event = yaml.CSafeLoader(text).get_event
        try:
            for event in iter(get_event, None):
                if isinstance(event, yaml.NodeEvent):
                    root = self._node(event, get_event)
                elif isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        raise catalog.SECOND_DOCUMENT.error(self._place(event))
        except yaml.YAMLError as error:
            raise self._fault(error, self.first + text.count("\n") - 1).error() from None
        if root is None or (isinstance(root, ScalarNode) and not root.text):
            return MappingNode(self.first, 1)
        if isinstance(root, MappingNode):
            return root
        raise catalog.WRONG_SHAPE.error(
            place_of(self.source, root),
            key="the front matter",
            wanted="keys with values",
            found="a list or a text",
            example="date: 2026-04-07",
        )

    def _node(self, event: Any, get_event: _Events) -> Node:
        kind: type = type(event)
        if kind is _SCALAR and event.anchor is None and event.tag is None:
            start, end, first = event.start_mark, event.end_mark, self.first
            last, behind = end.line + first, end.column + 1
            return ScalarNode(event.value, start.line + first, start.column + 1, last, behind, not event.style)
        if kind is _MAPPING or kind is _SEQUENCE:
            self._enter(event)
            position = self._position(event.start_mark)
            node = MappingNode(*position) if kind is _MAPPING else SequenceNode(*position)
            try:
                if isinstance(node, MappingNode):
                    self._read_entries(node.entries, get_event)
                else:
                    while type(item := get_event()) is not _SEQUENCE_END:
                        node.items.append(self._node(item, get_event))
            except yaml.YAMLError:
                self.open.append((node, event.flow_style))
                raise
            self.depth -= 1
            return node
        if isinstance(event, yaml.AliasEvent):
            self._report(catalog.ANCHOR, self._place(event))
        else:
            self._refuse(event)
        return BrokenNode(*self._position(event.start_mark))

    def _read_entries(self, entries: dict[str, tuple[ScalarNode, Node]], get_event: _Events) -> None:
        read = self._node
        while (kind := type(event := get_event())) is not _MAPPING_END:
            if kind is _MAPPING or kind is _SEQUENCE:
                raise self._complex_key(event, get_event)
            key = read(event, get_event)
            if type(key) is ScalarNode and key.text in entries:
                self._report(catalog.REPEATED_KEY, place_of(self.source, key), key=key.text)
            value = read(get_event(), get_event)
            if type(key) is ScalarNode:
                entries.setdefault(key.text, (key, value))

    def _complex_key(self, event: Any, get_event: _Events) -> ProblemError:
        """Return the problem of a key that is a list or a mapping, unless there is another inside."""
        place = place_of(self.source, MappingNode(*self._position(event.start_mark)))
        outside = self.depth
        self._enter(event)
        while self.depth > outside:
            kind = type(event := get_event())
            if kind is _MAPPING or kind is _SEQUENCE:
                self._enter(event)
            elif kind is _MAPPING_END or kind is _SEQUENCE_END:
                self.depth -= 1
        reason = "a key must be a word, not a list or a mapping"
        if (place.excerpt or "")[: place.column - place.skipped].endswith("{{"):
            reason = "a text that begins with '{{' needs quotes around it"
        return catalog.BAD_YAML.error(place, reason=reason)

    def _enter(self, event: Any) -> None:
        self._refuse(event)
        if self.depth >= MAX_DEPTH:
            raise catalog.TOO_DEEP.error(self._place(event))
        self.depth += 1

    def _refuse(self, event: Any) -> None:
        """Report the anchor and the tag of an event."""
        if event.anchor is not None:
            self._report(catalog.ANCHOR, self._place(event))
        if event.tag is not None:
            self._report(catalog.YAML_TAG, self._place(event))

    def _report(self, code: Code, place: Place, **values: Any) -> None:
        self.problems.append(code.at(place, **values))
        if len(self.problems) >= MAX_PROBLEMS:
            raise catalog.MORE_PROBLEMS.error(place, count=MAX_PROBLEMS)

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return self.source.place(*self._position(start), max(1, length))

    def _position(self, mark: Any) -> Position:
        return mark.line + self.first, mark.column + 1

    def _fault(self, error: yaml.YAMLError, last: int) -> Fault:
        context, problem = (getattr(error, name, None) for name in ("context_mark", "problem_mark"))
        at = self._position(problem) if problem else (self.first, 1)
        is_token_known = context and (isinstance(error, yaml.scanner.ScannerError) or at[0] > last)
        begun = self._position(context) if is_token_known else None
        # Brackets are read again from the outermost on.
        for depth, (node, in_brackets) in enumerate(reversed(self.open)):
            if in_brackets:
                return Fault(self.source, last, at, begun, _start(node), depth)
        # Else all is well up to the last text that was read, or to its line, or to where its block ends.
        newest: Node | None = next((node for node, _ in self.open if _last_child(node)), None)
        while newest and (inner := _last_child(newest)):
            newest = inner
        if newest is None:
            sound = _start(self.open[0][0]) if self.open else (self.first, 1)
        elif isinstance(newest, ScalarNode) and newest.end_line > newest.line:
            is_block = self.source.lines[newest.line - 1].startswith(("|", ">"), newest.column - 1)
            sound = (newest.end_line, newest.end_column) if is_block else _start(newest)
        else:
            sound = newest.line, 1
        return Fault(self.source, last, at, begun, sound, self.depth)


def _start(node: Node) -> Position:
    return node.line, node.column


def _last_child(node: Node) -> Node | None:
    if isinstance(node, SequenceNode):
        return node.items[-1] if node.items else None
    return next(reversed(node.entries.values()))[1] if isinstance(node, MappingNode) and node.entries else None
