"""A message never depends on the version of the library that found the fault: no words but our own are printed."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.support.workspace import REPOSITORY

PACKAGE = REPOSITORY / "leverage_site"
# What a template fails of is in the words of Jinja2, or of what the template calls: it is shown as it is.
# What keeps a site from being checked from outside is so in the words of the system or of Python.
SHOWN = {"render/theme.py", "verify.py"}
WORDS = {"args", "context", "message", "msg", "note", "problem", "reason"}
# What is kept of one version is not for the next: no message depends on it.
IN_KEYS = {("render/compiler.py", "jinja2.__version__")}
VERSIONS = {"__version__", "version_info", "hexversion", "LXML_VERSION", "LIBXML_VERSION", "sqlite_version"}


@cache
def trees() -> tuple[tuple[str, ast.Module], ...]:
    """Parse all modules, once for all tests."""
    return tuple(
        (path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text()))
        for path in sorted(PACKAGE.rglob("*.py"))
    )


@cache
def own_errors() -> frozenset[str]:
    """Return the names of the package's classes, and that of the system's errors."""
    nodes = (node for _, tree in trees() for node in ast.walk(tree))
    return frozenset({node.name for node in nodes if isinstance(node, ast.ClassDef)} | {"OSError"})


def names(node: ast.expr | None) -> set[str]:
    """Return the exceptions that a handler catches."""
    found = node.elts if isinstance(node, ast.Tuple) else [node] if node else []
    return {ast.unparse(name).rpartition(".")[2] for name in found}


def words(tree: ast.AST) -> Iterator[str]:
    """Where the words of an exception that is not our own are taken; of the system's errors they are meant to be."""
    for handler in ast.walk(tree):
        if not isinstance(handler, ast.ExceptHandler) or not handler.name or names(handler.type) <= own_errors():
            continue
        for node in ast.walk(handler):
            taken = (
                (isinstance(node, ast.Attribute) and node.attr in WORDS and node.value)
                or (isinstance(node, ast.FormattedValue) and node.value)
                or (isinstance(node, ast.Call) and ast.unparse(node.func) in ("str", "repr") and node.args[0])
                or (isinstance(node, ast.keyword) and node.value)
                or (isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".format") and node.args[0])
            )
            last = taken.values[-1] if isinstance(taken, ast.BoolOp) else taken
            if isinstance(last, ast.Name) and last.id == handler.name:
                yield f"{handler.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize(
    "code",
    [
        "f'{error}'", "str(error)", "error.msg", "say(reason=error)", "say(reason=error.strerror or error)",
        "'{}'.format(error)", "error.args[0]",
    ],
)  # fmt: skip
def test_each_way_to_take_the_words_is_found(code: str) -> None:
    assert list(words(ast.parse(f"try: pass\nexcept (OSError, ValueError) as error: {code}")))


def test_no_words_but_our_own_are_printed() -> None:
    found = {name: list(words(tree)) for name, tree in trees()}
    assert {name for name, places in found.items() if places} == SHOWN, found


def test_no_version_is_asked_for() -> None:
    """Our own, which is in `leverage_site/__init__.py`, and Python's, as a part of keys, are known by other names."""
    asked = {
        (name, ast.unparse(node))
        for name, tree in trees()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in VERSIONS)
        or (isinstance(node, ast.Import | ast.ImportFrom) and re.search(r"\bmetadata\b", ast.unparse(node)))
    }
    assert asked == IN_KEYS
