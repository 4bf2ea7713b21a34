"""Front matter of the usual shape → values, without YAML's parser: a second, narrow way to read the same.

Each line is `key: value`, at the top or in a list of mappings below one key, or empty; a value is a text on it or
plain words in brackets. What it is worth says the key's own reader, which reads YAML's nodes as well: a new key or
type of value needs nothing here.

Where anything is unusual or wrong the answer is None. Then `yaml_tree` and `fields` read the same lines, and they
alone report problems. The law is that each answer equals theirs and that they have nothing to report: see
tests/records/test_regular.py. For 1,000 days with 22 tasks each it saves 410 of 610 ms of CPU.
"""

import re
from collections.abc import Sequence
from typing import Any

from leverage_site.problems import ProblemError, Source
from leverage_site.records.fields import Reader, Table
from leverage_site.records.nodes import Node, ScalarNode, SequenceNode

# Only quotes may hold a text that begins otherwise, that has ": " or " #" in it, or a blank at its end.
_PLAIN = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^:#]*+(?:(?::(?=[^ ])|(?<! )#)[^:#]*+)*+(?<! )"
_WORD = r"[\w/][\w .+/-]*+"
_LINE = re.compile(
    rf"""((?:  )?- |(?:  )?  |)(\w++):(?: ("[^"\\]++"|'[^']++'|\[(?:{_WORD}(?:, ?{_WORD})*+)?+\]|{_PLAIN}))?+"""
)
_ITEMS = ("- ", "  - ")

# Longer lines are hardly ever written twice.
_LONGEST = 40
_MOST = 4_000

_NOWHERE = Source("", ("",))


class RegularReader:
    """Reads a mapping, as `fields.Reader.mapping` does; of its table, one key has rows."""

    def __init__(self, table: Table) -> None:
        ((self.list_key, self.rows),) = table.rows.items()
        self.required = table.required.keys()
        self.lines = _LineCache(table, self.list_key, self.rows.table)

    def read(self, lines: Sequence[str]) -> dict[str, Any] | None:
        """Return the values of the keys in `lines`, which `decode` has passed, or None on any doubt."""
        if "" in lines:
            lines = [line for line in lines if line]
        try:
            top, rows = self._assemble(lines)
        except (KeyError, ProblemError):
            return None
        # A line without a value of its own is a key that is repeated.
        if len(top) + sum(map(len, rows)) != len(lines) or not self.required <= top.keys():
            return None
        if rows:
            required = self.rows.table.required.keys()
            top[self.list_key] = self.rows.convert(rows) if all(required <= row.keys() for row in rows) else None
        return top if top.get(self.list_key, ()) is not None else None

    def _assemble(self, lines: Sequence[str]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Return the mapping, and those of the list below one of its keys. Raises as `_LineCache` does."""
        top: dict[str, Any] = {}
        rows: list[dict[str, Any]] = []
        mapping = top
        # How further keys of the mapping are indented, and further items of the list.
        inside = ""
        items: Sequence[str] = ()
        for indent, key, value in map(self.lines.__getitem__, lines):
            if indent in items:
                mapping, inside, items = {}, " " * len(indent), (indent,)
                rows.append(mapping)
            elif not indent:
                mapping, inside, items = top, "", () if value is not None else _ITEMS
            elif indent != inside:
                raise KeyError(key)
            mapping[key] = value
        return top, rows


class _LineCache(dict[str, tuple[str, str, Any]]):
    """How a line is indented, its key, and the value of that, None where it is the list below.

    They are functions of the line: the same few durations, counts, projects and tags are written thousands of
    times. Without their memory reading takes 250 ms more for 1,000 days.
    """

    def __init__(self, table: Table, list_key: str, rows: Table) -> None:
        self.readers = table.readers
        self.row_readers = rows.readers
        self.list_key = list_key

    def __missing__(self, line: str) -> tuple[str, str, Any]:
        """Read a line. Raises KeyError or ProblemError if YAML has to decide."""
        match = _LINE.fullmatch(line)
        if not match or "\t" in line or "\ufeff" in line:
            raise KeyError(line)
        indent, key, written = match.groups()
        value = None
        if written:
            reader = Reader(_NOWHERE)
            value = (self.row_readers if indent else self.readers)[key](reader, key, _node(written))
            if value is None or reader.problems:
                raise KeyError(line)
        elif indent or key != self.list_key:
            raise KeyError(line)
        if len(line) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[line] = indent, key, value
        return indent, key, value


def _node(written: str) -> Node:
    """Return the node of a value, which reads alike with quotes and without: no comment and no line ends in it."""
    if written[0] == "[":
        words = written[1:-1].split(",") if written != "[]" else []
        return SequenceNode(1, 1, [ScalarNode(word.strip(" "), 1, 1, 1, 1, plain=False) for word in words])
    return ScalarNode(written[1:-1] if written[0] in "\"'" else written, 1, 1, 1, 1, plain=False)
