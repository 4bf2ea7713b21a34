"""What front matter is made of: texts, lists and mappings, each with its place in the file."""

from dataclasses import dataclass, field

from leverage_site.problems import Place, Source

# Nodes are made by the hundred thousand and forgotten once their file is read: it takes half the time to make them
# if they are not frozen.


@dataclass(slots=True)
class Scalar:
    """A text as it stands in the file; lines and columns count from 1, `end` is just behind it."""

    text: str
    line: int
    column: int
    end_line: int
    end_column: int
    plain: bool


@dataclass(slots=True)
class Sequence:
    """A list of nodes."""

    line: int
    column: int
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and their nodes, in the file's order; a repeated key is a problem and keeps its first value."""

    line: int
    column: int
    entries: dict[str, tuple[Scalar, "Node"]] = field(default_factory=dict)


@dataclass(slots=True)
class Broken:
    """A node whose problem is reported already."""

    line: int
    column: int


Node = Scalar | Sequence | Mapping | Broken


def place_of(source: Source, node: Node) -> Place:
    """Where a node stands; a scalar is marked in full."""
    if isinstance(node, Scalar) and node.end_line == node.line:
        return source.place(node.line, node.column, node.end_column - node.column)
    return source.place(node.line, node.column, len(source.lines[node.line - 1]))
