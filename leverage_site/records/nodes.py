"""The nodes of front matter: what YAML is made of, as texts with their positions."""

from dataclasses import field

from leverage_site.problems import Place, Source
from leverage_site.values import value


@value
class ScalarNode:
    """A text as it stands in the file; lines and columns count from 1, `end` is just behind it."""

    text: str
    line: int
    column: int
    end_line: int
    end_column: int
    plain: bool


@value
class SequenceNode:
    """A list of nodes."""

    line: int
    column: int
    items: list["Node"] = field(default_factory=list)


@value
class MappingNode:
    """Keys and their nodes, in the file's order; a repeated key is a problem and keeps its first value."""

    line: int
    column: int
    entries: dict[str, tuple[ScalarNode, "Node"]] = field(default_factory=dict)


@value
class BrokenNode:
    """A node whose problem is reported already."""

    line: int
    column: int


Node = ScalarNode | SequenceNode | MappingNode | BrokenNode


def place_of(source: Source, node: Node) -> Place:
    """Return where a node stands; a scalar of one line is marked in full."""
    if isinstance(node, ScalarNode) and node.end_line == node.line:
        return source.place(node.line, node.column, node.end_column - node.column)
    return source.place(node.line, node.column, len(source.lines[node.line - 1]))
