"""Classes of plain fields that never change, made by the hundred thousand; digests that stand for plain values."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeVar, dataclass_transform

Value = TypeVar("Value")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[Value]) -> type[Value]:
    """Make a frozen dataclass: only type checkers see to that, since at run time it would slow down its making."""
    return dataclass(slots=True, unsafe_hash=True)(cls)


def token(*values: object) -> str:
    """Return what stands for plain values in keys: the SHA-256 of their `repr`, in hexadecimal digits."""
    return sha256(repr(values).encode(errors="surrogatepass")).hexdigest()
