"""What a build is asked for, what it did, and how long that took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from leverage_site.problems import Problem


class Options(NamedTuple):
    """What decides a build besides the site's files. `base_url` replaces the setting."""

    output: Path
    drafts: bool = False
    base_url: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did to the output folder.

    `files` are those of the site, `rendered` as many of them as had to be made; those that were made and came out
    the same count as `kept`, too. `drafts` were left out and `shown_drafts` were not, `problems` are warnings, or
    what `--verify` found.
    """

    files: int
    written: tuple[str, ...] = ()
    kept: int = 0
    removed: tuple[str, ...] = ()
    rendered: int = 0
    drafts: int = 0
    shown_drafts: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Timings:
    """Seconds by stage, in the order of the stages."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time that the block takes to a stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start
