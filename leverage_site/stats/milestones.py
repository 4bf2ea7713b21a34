"""Records that were set: the values that were higher than every one before them."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def milestones(values: Iterable[tuple[Item, float | None]]) -> Iterator[Item]:
    """The items, in their order, whose value is higher than all before; a value of None is never one."""
    highest = 0.0
    for item, value in values:
        if value is not None and value > highest:
            highest = value
            yield item
