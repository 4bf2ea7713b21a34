"""Files on their way to the output folder, and what became of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from leverage_site.files import Stamp
from leverage_site.problems import Problem
from leverage_site.records.model import StaticFile


class Made(NamedTuple):
    """The bytes of a file, or the file to copy them from; and a note for whoever had it made."""

    data: bytes | StaticFile
    note: Any = None


class File(NamedTuple):
    """A file to write: `make` gives its bytes; their `digest`, where it is known, may save that.

    `weight` is how many usual files could be made in the same time.
    """

    path: str
    make: Callable[[], Made]
    digest: str | None = None
    weight: int = 1


class Seen(NamedTuple):
    """A file as it was on the disk: its bytes are these still if its stamp is this still."""

    stamp: Stamp
    digest: str


@dataclass(slots=True)
class Result:
    """What a build did to the output folder; `problems` are warnings.

    `made` are the files whose bytes had to be made, `notes` what came with them. `digests` has all files of the
    site, `stamps` those of them whose stamps show every change since they had these bytes.
    """

    written: list[str] = field(default_factory=list)
    kept: int = 0
    removed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    stamps: dict[str, Stamp] = field(default_factory=dict)
