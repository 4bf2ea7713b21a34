"""What makes a class a view."""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

View = TypeVar("View")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def view(cls: type[View]) -> type[View]:
    """A class of plain fields that never change: type checkers see to it, since doing so at run time is slow."""
    return dataclass(slots=True, repr=False)(cls)
