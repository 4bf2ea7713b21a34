"""Classes of plain fields that never change, made by the hundred thousand; digests that stand for plain values."""

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from hashlib import sha256
from operator import attrgetter
from typing import Any, TypeVar, cast, dataclass_transform

DataclassT = TypeVar("DataclassT")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[DataclassT]) -> type[DataclassT]:
    """Make a dataclass with slots that nothing changes: type checkers see to that, since at run time it is slow.

    It equals `dataclass(slots=True, unsafe_hash=True)`, whose methods are compiled one by one: 0.5 ms a class, not
    0.04 ms, which is 40 ms of every command that builds. Only `__init__` is compiled, for the first instance: a
    build after an edit makes none of most views. `__post_init__` and `field(init=False)` are not supported.
    """
    made: Any = dataclass(init=False, repr=False, eq=False, match_args=False, slots=True)(cls)
    own = fields(made)
    compared = attrgetter(*[one.name for one in own if one.compare])
    hashed = attrgetter(*[one.name for one in own if (one.compare if one.hash is None else one.hash)])
    printed = [one.name for one in own if one.repr]

    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807
        made.__init__ = _compile_init(made)
        self.__init__(*args, **named)

    def __eq__(self: Any, other: Any) -> bool:  # noqa: N807
        return compared(self) == compared(other) if self.__class__ is other.__class__ else NotImplemented

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(hashed(self))

    def __repr__(self: Any) -> str:  # noqa: N807
        texts = [f"{name}={getattr(self, name)!r}" for name in printed]
        return f"{self.__class__.__qualname__}({', '.join(texts)})"

    made.__init__ = __init__
    for method in (__eq__, __hash__, __repr__):
        if cls.__dict__.get(method.__name__) is None:
            setattr(made, method.__name__, method)
    return cast("type[DataclassT]", made)


def _compile_init(cls: Any) -> Callable[..., None]:
    """Compile the `__init__` of a dataclass: a field's default stands in for a missing argument."""
    names: dict[str, Any] = {"MISSING": MISSING}
    parameters, lines = [], []
    for one in fields(cls):
        name = one.name
        if one.default_factory is not MISSING:
            names[f"_make_{name}"] = one.default_factory
            parameters.append(f"{name}=MISSING")
            lines.append(f"self.{name} = _make_{name}() if {name} is MISSING else {name}")
            continue
        if one.default is not MISSING:
            names[f"_default_{name}"] = one.default
        parameters.append(name if one.default is MISSING else f"{name}=_default_{name}")
        lines.append(f"self.{name} = {name}")
    text = f"def __init__(self, {', '.join(parameters)}):\n " + "\n ".join(lines)
    # Given a text, `exec` remembers a Ctrl-C that ends it, and Python then ends itself by that signal at its exit.
    exec(compile(text, f"<{cls.__qualname__}>", "exec"), names)  # noqa: S102 (own text)
    return cast("Callable[..., None]", names["__init__"])


def token(*values: object) -> str:
    """Return what stands for plain values in keys: the SHA-256 of their `repr`, in hexadecimal digits."""
    return sha256(repr(values).encode(errors="surrogatepass")).hexdigest()
