"""The patterns of the package, and texts, made from each pattern's own parts, on which it may be slow."""

import ast
import importlib
import pkgutil
import re
import string
from collections import deque
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import leverage_site
from tests.support.timing import cpu

ROOT = Path(leverage_site.__file__).parent
# Ways to use a pattern, by those that are no dearer.
MODES = {
    "match": "match", "fullmatch": "fullmatch", "search": "search",
    "finditer": "finditer", "findall": "finditer", "sub": "finditer", "subn": "finditer", "split": "finditer",
}  # fmt: skip
# What does at least the work of others on the same text: it tries each place where they try one, or goes on to the end.
_AS_DEAR = {"finditer": {"search", "match"}, "search": {"match"}, "fullmatch": {"match"}}
_POOL = string.printable[:95] + "\n\té日\u00a0€\x07"
_MOST = 12

# Backtracking without bounds is seen at one of the first sizes, quadratic work at the last. The steps are small, because
# what is exponential and just fast enough at one size has to end at the next.
_FIRST = (20, 30, 45, 75, 120, 200, 2_000)
# Without a choice inside a repeat, work grows by a power of the size, and all but the least of them shows at the second.
_PLAIN = (45, 200, 2_000)
_FAST = 0.001
_MEASURED = 0.02
_LARGEST = 1_000_000
_GROWTH = 6
_ATTEMPTS = 6


class Found(NamedTuple):
    """A pattern of the package, and how it is used."""

    name: str
    pattern: re.Pattern[Any]
    modes: frozenset[str]


def modules() -> Iterator[ModuleType]:
    """Import and yield every module of the package."""
    for info in pkgutil.walk_packages(leverage_site.__path__, "leverage_site."):
        if not info.name.endswith("__main__"):
            yield importlib.import_module(info.name)


def patterns() -> list[Found]:
    """Return every pattern that a module of the package keeps, wherever it keeps it, once."""
    found: dict[tuple[Any, int], Found] = {}
    for module in modules():
        values = vars(module)
        kept = [(name, pattern) for name in values for pattern in _inside(values[name], module.__name__)]
        # Most modules keep none, and to read them all takes longer than to find the patterns.
        uses = _uses(ast.parse(Path(module.__file__ or "").read_text("utf-8"))) if kept else {}
        for name, pattern in kept:
            modes = uses[name].modes if pattern is values[name] and name in uses else frozenset(MODES.values())
            key = (pattern.pattern, pattern.flags)
            known = found.get(key)
            label = (
                f"{module.__name__}.{name}" if not known or (name in uses and uses[name].stored) else known.name
            )
            found[key] = Found(label, pattern, modes | (known.modes if known else frozenset()))
    return list(found.values())


def _inside(value: Any, module: str) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for part in (*value.keys(), *value.values()):
            yield from _inside(part, module)
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from _inside(part, module)
    elif isinstance(value, type) and value.__module__ == module:
        for part in vars(value).values():
            yield from _inside(part, module)


class _Uses:
    """How a module uses one of its names: whether it sets it, and the modes of all its matches, if that is plain."""

    def __init__(self) -> None:
        self.stored = False
        self.called: list[str | None] = []

    @property
    def modes(self) -> frozenset[str]:
        """The modes in which it is matched; every mode, if that is not plain."""
        modes = [MODES[name] for name in self.called if name]
        return frozenset(modes if modes and len(modes) == len(self.called) else MODES.values())


def _uses(tree: ast.Module) -> dict[str, _Uses]:
    """Return how a module uses each name."""
    nodes = list(ast.walk(tree))
    called = {
        id(node.value): node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in MODES
    }
    found: dict[str, _Uses] = {}
    for node in nodes:
        if isinstance(node, ast.Name):
            uses = found.setdefault(node.id, _Uses())
            if isinstance(node.ctx, ast.Load):
                uses.called.append(called.get(id(node)))
            else:
                uses.stored |= isinstance(node.ctx, ast.Store)
    return found


def inline() -> Iterator[str]:
    """Yield each place in the package where a pattern is compiled or used that no module keeps."""
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        kept = {id(node) for statement in tree.body for node in _kept(statement)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _is_re(node.func) and not (id(node) in kept and _compiles(node)):
                yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
            if isinstance(node, ast.ImportFrom) and node.module == "re":
                yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"


def _kept(statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield the parts of a statement that run once, when the module is loaded."""
    if isinstance(statement, ast.ClassDef):
        for inner in statement.body:
            yield from _kept(inner)
    elif not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from ast.walk(statement)


def _is_re(function: ast.expr) -> bool:
    is_attribute = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)
    return is_attribute and function.value.id == "re" and function.attr != "escape"  # type: ignore[attr-defined]


def _compiles(call: ast.Call) -> bool:
    return call.func.attr == "compile"  # type: ignore[attr-defined]


def dearest(modes: frozenset[str]) -> list[str]:
    """Return the modes but those that do no work which another of them does not."""
    return sorted(modes.difference(*(_AS_DEAR.get(mode, ()) for mode in modes)))


@cache
def sizes(pattern: re.Pattern[Any]) -> tuple[int, ...]:
    """Return the sizes at which a pattern is tried, so that no step takes for ever."""
    return _FIRST if _chooses_again(_tree(pattern), repeated=False) else _PLAIN


def _tree(pattern: re.Pattern[Any]) -> Any:
    """Return what a pattern consists of, as the parser of `re` has it."""
    if isinstance(pattern.pattern, str):
        return re._parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)  # type: ignore[attr-defined]
    return re._parser.parse(pattern.pattern.decode("latin-1"), (pattern.flags & ~re.DEBUG) | re.UNICODE)  # type: ignore[attr-defined]


def _chooses_again(items: Any, *, repeated: bool) -> bool:
    """Whether a repeat holds another or a branch, of which each round doubles the ways to match."""
    if isinstance(items, re._parser.SubPattern):  # type: ignore[attr-defined]
        kinds = [(str(kind), value) for kind, value in items]
        if repeated and any(kind.endswith("_REPEAT") or kind == "BRANCH" for kind, _ in kinds):
            return True
        return any(_chooses_again(value, repeated=repeated or kind.endswith("_REPEAT")) for kind, value in kinds)
    return isinstance(items, tuple | list) and any(_chooses_again(one, repeated=repeated) for one in items)


class _Parts:
    """What a pattern consists of: characters that fit each of its parts, and texts that its repeats take."""

    def __init__(self, pattern: re.Pattern[Any]) -> None:
        self.flags = pattern.flags
        self.tree = _tree(pattern)
        self.leaves: list[str] = []
        self.named: list[str] = []
        self.bodies: list[str] = []
        self.prefixes: list[str] = [""]
        self.whole = self._sample(self.tree, "")

    def _sample(self, items: Any, before: str, *, again: bool = True) -> str:
        """Return a short text that fits `items`, each repeat taken once, and note all parts on the way."""
        text = ""
        for kind, value in items:
            text += self._one(str(kind), value, before + text, again=again)
        return text

    def _one(self, kind: str, value: Any, before: str, *, again: bool) -> str:  # noqa: C901
        if kind in ("LITERAL", "NOT_LITERAL", "IN", "ANY", "CATEGORY"):
            fits = self._fitting(kind, value)
            if again and fits:
                self.leaves += fits
            return fits[0] if fits else ""
        if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, _, body = value
            sample = self._sample(body, before, again=again)
            if again:
                self.bodies.append(sample)
                self.prefixes += [before, before + sample]
            return sample * max(least, 1)
        if kind == "BRANCH":
            first, *_ = [self._sample(branch, before, again=again) for branch in value[1]]
            return first
        if kind == "SUBPATTERN":
            return self._sample(value[3], before, again=again)
        if kind == "ATOMIC_GROUP":
            return self._sample(value, before, again=again)
        if kind in ("ASSERT", "ASSERT_NOT"):
            self._sample(value[1], before, again=again)
        return ""

    def _fitting(self, kind: str, value: Any) -> list[str]:
        """Return up to two characters that fit: a usual one, and the last of those in the pool."""
        if kind == "LITERAL":
            return [chr(value)]
        if kind == "IN":
            self.named += [chr(item) for name, item in value if str(name) == "LITERAL"]
        single = re._compiler.compile(self._only(kind, value))  # type: ignore[attr-defined]
        named = (
            [
                chr(item if str(name) == "LITERAL" else item[0])
                for name, item in value
                if str(name) in ("LITERAL", "RANGE")
            ]
            if kind == "IN"
            else []
        )
        fits = [c for c in _POOL if single.match(c)] or named
        return [fits[0], fits[-1]][: len(fits)]

    def _only(self, kind: str, value: Any) -> Any:
        state = re._parser.State()  # type: ignore[attr-defined]
        state.flags = self.flags
        state.str = ""
        return re._parser.SubPattern(state, [(getattr(re._constants, kind), value)])  # type: ignore[attr-defined]


def units(pattern: re.Pattern[Any]) -> tuple[list[str], list[str], list[str]]:
    """Return what may stand before a run, what may be repeated in it, and what may stand behind it."""
    parts = _Parts(pattern)
    leaves = list(dict.fromkeys(parts.leaves))
    spread = leaves if len(leaves) <= _MOST else leaves[:: len(leaves) // _MOST + 1]
    pairs = [a + b for a, b in zip(parts.leaves, parts.leaves[1:], strict=False)]
    triples = [a + b + c for a, b, c in zip(parts.leaves, parts.leaves[1:], parts.leaves[2:], strict=False)]
    many = [
        *spread,
        *parts.bodies,
        parts.whole,
        *_thin(parts.prefixes),
        *_thin(pairs),
        *_thin(triples),
        *(f"{c} " for c in spread),
    ]
    tails = ["", "\0", "\n", *spread[-1:], *_thin(parts.named)[:4]]
    return _thin(parts.prefixes), [unit for unit in dict.fromkeys(many) if unit], tails


def _thin(texts: list[str]) -> list[str]:
    unique = list(dict.fromkeys(texts))
    return unique if len(unique) <= _MOST else unique[:: len(unique) // _MOST + 1]


class Text(NamedTuple):
    """A text of any length: a prefix, a run, a tail."""

    prefix: str
    unit: str
    tail: str

    def of(self, size: int) -> str:
        """Return the text with about so many characters."""
        return self.prefix + self.unit * (size // len(self.unit)) + self.tail


def texts(pattern: re.Pattern[Any]) -> Iterator[Text]:
    """Yield the hostile texts of a pattern."""
    prefixes, repeated, tails = units(pattern)
    for unit in repeated:
        for prefix in prefixes:
            for tail in tails:
                yield Text(prefix, unit, tail)


def use(pattern: re.Pattern[Any], mode: str, text: str) -> float:
    """Return the CPU seconds of one use of a pattern on a text, to its end."""
    given: Any = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    began = cpu()
    if mode == "finditer":
        deque(pattern.finditer(given), maxlen=0)
    else:
        getattr(pattern, mode)(given)
    return cpu() - began


def slow(pattern: re.Pattern[Any], mode: str, text: Text) -> str | None:
    """Describe how a pattern's work grows on a text if it grows too fast, else return None.

    Nearly all are so fast at the first sizes that the largest input takes no time; what is not is measured. At a small
    size, up to quadratic work is allowed, which bounds in the pattern may end.
    """
    for size in sizes(pattern):
        if use(pattern, mode, text.of(size)) <= _FAST:
            continue
        if size < _FIRST[-1]:
            if told := _growth(pattern, mode, text, size // 2, 2):
                return told
        elif _growth(pattern, mode, text, size, 4):
            return _measured(pattern, mode, text, size)
    return None


def _measured(pattern: re.Pattern[Any], mode: str, text: Text, size: int) -> str | None:
    while use(pattern, mode, text.of(size)) < _MEASURED:
        size *= 2
        if size > _LARGEST:
            return None
    return _growth(pattern, mode, text, size, 4)


def _growth(pattern: re.Pattern[Any], mode: str, text: Text, size: int, times: int) -> str | None:
    """Describe how work grows from `size` to so many times that if by more than six times, else return None.

    One pair of measurements within that is enough: what else the machine does adds to some of them, and a machine that
    has become slower for a while is as slow in both of a pair.
    """
    told = []
    for attempt in range(_ATTEMPTS):
        small, large = (use(pattern, mode, text.of(n)) for n in (size, times * size))
        if large <= max(_GROWTH * small, _FAST):
            return None
        told.append(f"{small:.4f} s, then {large:.4f} s")
        if attempt and large > 2 * _GROWTH * small:
            break
    return f"{size} characters, then {times * size}: {'; '.join(told)}"
