"""Long pages made of parts, of which an edit changes one: the others are as they were."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

# The key of each part, in order, and the number of its bytes.
Sizes = tuple[tuple[str, int], ...]


class Part(NamedTuple):
    """A piece of a page's text. What `make` gives is the same as long as `key` is."""

    key: str
    make: Callable[[], str]


@dataclass(frozen=True, slots=True)
class PartsView:
    """A text, piece by piece."""

    parts: tuple[Part, ...]


def joined(parts: Iterable[Part], known: Mapping[str, bytes]) -> tuple[bytes, Sizes]:
    """The bytes of all parts, made where they are not `known` by their keys."""
    made = [(part.key, known.get(part.key) or part.make().encode()) for part in parts]
    return b"".join([data for _, data in made]), tuple([(key, len(data)) for key, data in made])


def apart(data: bytes, sizes: Sizes) -> dict[str, bytes]:
    """The bytes of each part by its key, from those of all."""
    found: dict[str, bytes] = {}
    start = 0
    for key, size in sizes:
        found[key] = data[start : start + size]
        start += size
    return found
