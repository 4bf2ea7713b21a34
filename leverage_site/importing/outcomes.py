"""What an import is told, and what comes of each document."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from leverage_site.importing.draft import Draft
from leverage_site.importing.entries import Entry
from leverage_site.importing.formats.columns import TableColumn
from leverage_site.importing.formats.document import LeftOut
from leverage_site.importing.places import Target
from leverage_site.importing.reconcile import Mismatch
from leverage_site.problems import Problem, catalog

State = Literal["written", "unchanged", "replaced", "conflict", "failed"]


@dataclass(frozen=True, slots=True)
class Options:
    """How to import: the day and the format where they are known, names for strange headings, and what may happen.

    `day` is that of documents that do not say theirs, or of all if it is `sure`; `day_order` tells what comes
    first in the days of tables.
    `redirects` makes old addresses aliases; otherwise a page keeps its old one. `update` replaces records that
    differ, `dry_run` writes nothing.
    """

    day: dt.date | None = None
    sure: bool = False
    day_order: str | None = None
    form: str | None = None
    encoding: str | None = None
    named: Mapping[str, TableColumn] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    redirects: bool = False
    update: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """A document that became a record, whether it was written, stood there already, or is in conflict with it.

    `taken` is all of it that stands on the page and not in the record's text, with its place; `left_out` are the
    names of what the record has no part of.
    """

    source: str
    draft: Draft
    text: str
    target: Target
    mismatches: tuple[Mismatch, ...]
    left_out: tuple[str, ...]
    assumed: tuple[str, ...]
    problems: tuple[Problem, ...]
    taken: tuple[LeftOut, ...] = ()

    @property
    def state(self) -> State:
        """What became of it, or would in a dry run."""
        found = [problem.code for problem in self.problems if problem.severity == "error"]
        if found:
            return "conflict" if catalog.CONFLICT.code in found else "failed"
        states: dict[str, State] = {"new": "written", "unchanged": "unchanged", "differs": "replaced"}
        return states[self.target.state]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A document, or a whole source, that became none; `rows` are those of its task log, good ones included."""

    source: str
    date: dt.date | None
    rows: int
    problems: tuple[Problem, ...]


Outcome = Imported | Rejected
