"""Reads mappings of front matter by tables of fields.

A `Field` is one key: how its node is read, an example for hints, its JSON Schema. A node that cannot be read
becomes a problem and None; the others are read all the same.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from leverage_site.problems import MAX_PROBLEMS, Place, Problem, ProblemError, Source, catalog
from leverage_site.records.nodes import Broken, Node, Scalar, place_of
from leverage_site.records.nodes import Mapping as Keys
from leverage_site.records.nodes import Sequence as Items

_COMMENT = re.compile(r"\s+#.*")


# A key of another program: ours, and what to know of it.
Elsewhere = Mapping[str, tuple[str, str]]
NO_OTHERS: Elsewhere = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a mapping: `read` gives its value or None, having reported why."""

    key: str
    read: Callable[["Reader", str, Node], Any]
    example: str
    schema: dict[str, Any]
    required: bool = False


class Table:
    """The fields that a mapping may have, arranged once for the thousands of mappings that are read by them.

    `elsewhere` has the keys by which other programs call one of them, and a word on how values differ, if they do.
    Whether those `told_apart` are missing is left to others to report.
    """

    def __init__(
        self, fields: Sequence[Field], elsewhere: Elsewhere = NO_OTHERS, told_apart: Collection[str] = ()
    ) -> None:
        self.elsewhere = elsewhere
        self.readers = {field.key: field.read for field in fields}
        self.required = {
            field.key: field.example for field in fields if field.required and field.key not in told_apart
        }


@dataclass(slots=True)
class Reader:
    """Reads one file's nodes; `problems` grows."""

    source: Source
    problems: list[Problem] = field(default_factory=list)

    def mapping(self, node: Keys, table: Table) -> dict[str, Any]:
        """The values of the keys that are there and in order."""
        readers, entries = table.readers, node.entries
        if not entries.keys() <= readers.keys():
            for key, (name, _) in entries.items():
                if key not in readers:
                    self._unknown(name, table)
        for needed, example in table.required.items():
            if needed not in entries:
                self.report(catalog.MISSING_KEY, node, key=needed, example=f"{needed}: {example}")
        values = {}
        for key, (_, inner) in entries.items():
            if (read := readers.get(key)) and (value := read(self, key, inner)) is not None:
                values[key] = value
        return values

    def report(self, code: catalog.Code, node: Node, **values: Any) -> None:
        """Note a problem where `node` stands, unless it is part of one that is noted."""
        if not isinstance(node, Broken):
            self.add(code.at(self.place(node), **values))

    def add(self, problem: Problem) -> None:
        """Note a problem. Raises ProblemError with all of them where a file has too many."""
        self.problems.append(problem)
        if len(self.problems) >= MAX_PROBLEMS:
            more = catalog.MORE_PROBLEMS.at(problem.place, count=MAX_PROBLEMS)
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
                self.report(catalog.EMPTY_VALUE, node, key=key)
            return None
        shape = {"key": f"'{key}'", "wanted": "one value", "found": kind(node)}
        self.report(catalog.WRONG_SHAPE, node, **shape, example=f"{key}: {example}")
        return None

    def loses_text(self, node: Scalar) -> bool:
        """Whether YAML takes the end of an unquoted text, or all of it, for a comment; if so, that is noted."""
        if not node.plain:
            return False
        line = self.source.lines[node.end_line - 1]
        lost = _COMMENT.match(line, node.end_column - 1) if "#" in line else None
        if lost:
            place = self.source.place(node.end_line, node.end_column, len(lost[0]))
            self.add(catalog.LOST_TEXT.at(place, lost=lost[0].strip()))
        return lost is not None

    def items(self, key: str, node: Node, example: str) -> list[Node]:
        """The nodes of a list; a list that is none is a problem and has none."""
        if isinstance(node, Items):
            return node.items
        if isinstance(node, Scalar) and not node.text.strip():
            self.report(catalog.EMPTY_VALUE, node, key=key)
            return []
        self.report(catalog.WRONG_SHAPE, node, key=f"'{key}'", wanted="a list", found=kind(node), example=example)
        return []

    def _unknown(self, key: Scalar, table: Table) -> None:
        from difflib import get_close_matches  # loaded for a mistake only

        known, name = list(table.readers), key.text.lower()
        ours, remark = table.elsewhere.get(name, (next(iter(get_close_matches(name, known, 1)), ""), ""))
        hint = f"Did you mean '{ours}'?{remark}" if ours else remark.strip()
        own = " Keys of your own go below `extra`." if "extra" in known else ""
        values = {"key": key.text, "known": ", ".join(known), "own": own}
        self.report(catalog.UNKNOWN_KEY, key, **values, hint=hint or None)


def kind(node: Node) -> str:
    """What a node is, in words."""
    return {Items: "a list", Keys: "a mapping"}.get(type(node), "one value")
