"""The command `figures`."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import get_args

import click

from leverage_site.cli import console
from leverage_site.dates import PeriodKind, parse_date, parse_period
from leverage_site.live.history import History
from leverage_site.live.names import NameTable, PeriodNames, RecordNames, SiteNames
from leverage_site.live.values import FORMS, TOTALS
from leverage_site.project import Project
from leverage_site.report import is_failure
from leverage_site.settings import Settings
from leverage_site.stats.index import SiteIndex, build_index

ALL = "all"
_KINDS: tuple[PeriodKind, ...] = get_args(PeriodKind)
_NEXT = (
    "on.2026-04-07.tasks, week.2026-W15.tasks, month.2026-04.tasks and year.2026.tasks are of other days, none of "
    "them later than the text."
)


@click.command(short_help="List what live figures may be called.")
@click.argument("day", metavar="[DATE]", required=False)
@console.drafts_option
@console.json_option
@click.pass_obj
@console.reporting
def figures(root: Path, day: str | None, drafts: bool, as_json: bool) -> None:
    """List what {{ name }} may stand for in the record of DATE, by default the newest one, with values.

    DATE may also be a week (2026-W15), a month or a year, for the note of it, or `all`, for a page.
    """
    with Project.open(root, console.print_waiting, create_cache=False) as project:
        settings, library, problems = project.load(drafts=drafts)
        if is_failure(problems):
            console.fail(problems, as_json=as_json)
        index = build_index(library.records, project.parsed_files.day_stats)
        of = day or (index.days[-1].date.isoformat() if index.days else ALL)
        names = _names_of(of, settings, index)
        found = list(names.listed())
    if as_json:
        rows = [
            {"name": name, "text": one.text, "value": one.number, "definition": one.title} for name, one in found
        ]
        console.print_json({"of": of, "figures": rows, "forms": FORMS})
        return
    console.print_text(click.style(f"Live figures of {of}", bold=True))
    for _, group in groupby(found, lambda pair: _group(pair[0])):
        console.print_text(f"\n{_lines([(name, one.text, one.title) for name, one in group])}")
    console.print_text(f"\n{_NEXT}\n\nBehind a colon may stand how it is printed, as in {{{{ tasks:words }}}}:")
    console.print_text(f"\n{_lines(list(FORMS.items()))}")


def _group(name: str) -> tuple[str, bool]:
    """Return what names share that stand below each other in a list."""
    first, has_dot, rest = name.partition(".")
    is_rank = first in TOTALS and bool(has_dot)
    return ("" if first in TOTALS else f"{first}.{rest.rpartition('.')[0]}"), is_rank


def _lines(rows: Sequence[Sequence[str]]) -> str:
    """Return rows in columns, all but the last of which are filled up."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    filled = [[text.ljust(width) for text, width in zip(row, widths, strict=False)] for row in rows]
    return "\n".join(["  ".join(["", *texts, row[-1]]) for texts, row in zip(filled, rows, strict=True)])


def _names_of(of: str, settings: Settings, index: SiteIndex) -> NameTable:
    """Return the names of the record of a day, of the note of a period, or of a page. Raises BadParameter."""
    if of == ALL:
        return SiteNames(index)
    if date := parse_date(of):
        if date not in index.places:
            raise click.BadParameter(f"{of} has no record", param_hint="DATE")
        record = index.records[index.places[date]]
        return RecordNames(index, History(index), record, settings.task_order)
    if period := next(filter(None, (parse_period(kind, of) for kind in _KINDS)), None):
        return PeriodNames.of(index, period)
    hint = f"{console.DAY_HINT}; or a week, a month, a year, or {ALL}"
    raise click.BadParameter(hint, param_hint="DATE")
