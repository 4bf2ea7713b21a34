"""Reads mappings of front matter by tables of fields.

A `Field` is one key: how its node is read, an example for hints, its JSON Schema. A node that cannot be read
becomes a problem and None; the others are read all the same.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from leverage_site import codes
from leverage_site.problems import Place, Problem, ProblemError, Source
from leverage_site.records.nodes import Broken, Mapping, Node, Scalar, place_of
from leverage_site.records.nodes import Sequence as Items

_COMMENT = re.compile(r"\s+#.*")


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a mapping: `read` gives its value or None, having reported why."""

    key: str
    read: Callable[["Reader", str, Node], Any]
    example: str
    schema: dict[str, Any]
    required: bool = False


class Table:
    """The fields that a mapping may have, arranged once for the thousands of mappings that are read by them."""

    def __init__(self, fields: Sequence[Field], told_apart: Collection[str] = ()) -> None:
        """Whether those `told_apart` are missing is left to others to report."""
        self.readers = {field.key: field.read for field in fields}
        self.required = {
            field.key: field.example for field in fields if field.required and field.key not in told_apart
        }


@dataclass(slots=True)
class Reader:
    """Reads one file's nodes; `problems` grows."""

    source: Source
    problems: list[Problem] = field(default_factory=list)

    def mapping(self, node: Mapping, table: Table) -> dict[str, Any]:
        """The values of the keys that are there and in order."""
        readers, entries = table.readers, node.entries
        if not entries.keys() <= readers.keys():
            for key, (name, _) in entries.items():
                if key not in readers:
                    self._unknown(name, list(readers))
        for needed, example in table.required.items():
            if needed not in entries:
                self.report(codes.MISSING_KEY, node, key=needed, example=f"{needed}: {example}")
        values = {}
        for key, (_, inner) in entries.items():
            if (read := readers.get(key)) and (value := read(self, key, inner)) is not None:
                values[key] = value
        return values

    def report(self, code: codes.Code, node: Node, **values: Any) -> None:
        """Note a problem where `node` stands, unless it is part of one that is noted."""
        if not isinstance(node, Broken):
            self.add(code.at(self.place(node), **values))

    def add(self, problem: Problem) -> None:
        """Note a problem. Raises ProblemError with all of them where a file has too many."""
        self.problems.append(problem)
        if len(self.problems) >= codes.MAX_PROBLEMS:
            more = codes.MORE_PROBLEMS.at(problem.place, count=codes.MAX_PROBLEMS)
            raise ProblemError(*self.problems, more)

    def place(self, node: Node) -> Place:
        return place_of(self.source, node)

    def scalar(self, key: str, node: Node, example: str) -> str | None:
        """The text of a scalar that is not empty."""
        if isinstance(node, Scalar):
            text = node.text
            if text and not text.isspace():
                return text
            if not self.loses_text(node):
                self.report(codes.EMPTY_VALUE, node, key=key)
            return None
        shape = {"key": f"'{key}'", "wanted": "one value", "found": kind(node)}
        self.report(codes.WRONG_SHAPE, node, **shape, example=f"{key}: {example}")
        return None

    def loses_text(self, node: Scalar) -> bool:
        """Whether YAML takes the end of an unquoted text, or all of it, for a comment; if so, that is noted."""
        if not node.plain:
            return False
        line = self.source.lines[node.end_line - 1]
        lost = _COMMENT.match(line, node.end_column - 1) if "#" in line else None
        if lost:
            place = self.source.place(node.end_line, node.end_column, len(lost[0]))
            self.add(codes.LOST_TEXT.at(place, lost=lost[0].strip()))
        return lost is not None

    def items(self, key: str, node: Node, example: str) -> list[Node]:
        """The nodes of a list; a list that is none is a problem and has none."""
        if isinstance(node, Items):
            return node.items
        if isinstance(node, Scalar) and not node.text.strip():
            self.report(codes.EMPTY_VALUE, node, key=key)
            return []
        self.report(codes.WRONG_SHAPE, node, key=f"'{key}'", wanted="a list", found=kind(node), example=example)
        return []

    def _unknown(self, key: Scalar, known: list[str]) -> None:
        from difflib import get_close_matches  # loaded for a mistake only

        near = get_close_matches(key.text.lower(), known, 1)
        # Only some have `extra`, of which the code's own hint tells.
        listed = None if "extra" in known else f"The keys are: {', '.join(known)}."
        hint = f"Did you mean '{near[0]}'?" if near else listed
        self.report(codes.UNKNOWN_KEY, key, key=key.text, known=", ".join(known), hint=hint)


def kind(node: Node) -> str:
    """What a node is, in words."""
    return {Items: "a list", Mapping: "a mapping"}.get(type(node), "one value")
