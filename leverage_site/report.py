"""The terms in which builds are asked for and reported.

A module of its own, since commands, the cache and the build share it, and a build that has nothing to do imports
little else.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from typing import NamedTuple

from leverage_site.problems import Problem
from leverage_site.values import value


class BuildOptions(NamedTuple):
    """What decides a build besides the site's files. `base_url` replaces the setting."""

    output: Path
    drafts: bool = False
    base_url: str | None = None


@value
class BuildReport:
    """What a build did to the output folder.

    Attributes:
        files: How many the site has.
        written: The paths of those that are new or have other bytes.
        kept: How many were there already; some of them may have been rendered, and came out the same.
        removed: The paths of files that are no longer part of the site.
        rendered: How many files had to be made.
        drafts: How many were left out.
        shown_drafts: How many were not.
        problems: Warnings, and the errors that `--verify` is told of.

    """

    files: int
    written: tuple[str, ...] = ()
    kept: int = 0
    removed: tuple[str, ...] = ()
    rendered: int = 0
    drafts: int = 0
    shown_drafts: int = 0
    problems: tuple[Problem, ...] = ()


@value
class CheckReport:
    """What a check found: problems, and notes on what may be meant otherwise. `files` were rendered."""

    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    records: int = 0
    files: int = 0
    drafts: int = 0


class Timings:
    """Seconds by stage, in the order of the stages."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time that the block takes to a stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


@value
class BuildMonitor:
    """Whom a build tells of its work; by default nobody.

    Attributes:
        timings: Gets the seconds of each stage.
        progress: Called with a number of files that were rendered since the last call, and the number of all.
        waiting: Called where the build has to wait for another command.

    """

    timings: Timings = field(default_factory=Timings)
    progress: Callable[[int, int], None] = lambda _, __: None
    waiting: Callable[[], None] = lambda: None


def is_failure(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """Return whether there is an error among `problems`, or, if `strict`, a warning."""
    return any(problem.is_error or (strict and problem.severity == "warning") for problem in problems)
