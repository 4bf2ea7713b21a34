"""The command `figures`."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from textwrap import fill, wrap
from typing import get_args

import click

from leverage_site.cli import console
from leverage_site.dates import PeriodKind, parse_date, parse_period
from leverage_site.live.ends import NAMED
from leverage_site.live.history import History
from leverage_site.live.names import NameTable, split_name
from leverage_site.live.tables import PeriodNames, RecordNames, SiteNames
from leverage_site.live.values import FORMS, TOTALS
from leverage_site.project import Project
from leverage_site.report import is_failure
from leverage_site.settings import Settings
from leverage_site.stats.index import SiteIndex, build_index

ALL = "all"
# So many columns a text needs beside others, and what stands before it below them.
_ROOM, _BELOW = 24, " " * 6
# The kinds of figures in a list.
_SUM, _NAMED, _RANK = range(3)
# So many columns has a value, which may be the title of a task.
_TITLE = 28
_KINDS: tuple[PeriodKind, ...] = get_args(PeriodKind)
_NEXT = (
    "on.2026-04-07.tasks, week.2026-W15.tasks, month.2026-04.tasks and year.2026.tasks are of other days, none of "
    "them later than the text."
)

_COLON = "Behind a colon may stand how it is printed, as in {{ tasks:words }}:"


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
        listed = [
            {
                "name": name,
                "text": one.text,
                "value": one.exact if one.kind == "date" else one.number,
                "definition": one.title,
            }
            for name, one in found
        ]
        console.print_json({"of": of, "figures": listed, "forms": FORMS})
        return
    width = console.terminal_width()
    if width is None:
        for name, one in found:
            console.print_text("\t".join((name, one.text, one.title)))
        return
    console.print_text(click.style(f"Live figures of {of}", bold=True))
    for (of, kind), group in groupby(found, lambda pair: _group(pair[0])):
        # What figures are is said of the first ones; of all others, what they are of.
        is_own = of == "" and kind != _RANK
        rows = [(name, console.cut(one.text, _TITLE), one.title if is_own else one.heading) for name, one in group]
        console.print_text(f"\n{_lines(rows, width, wraps=is_own)}")
    console.print_text("\n" + fill(_NEXT, width))
    console.print_text("\n" + fill(_COLON, width))
    console.print_text(f"\n{_lines(list(FORMS.items()), width, wraps=True)}")


def _group(name: str) -> tuple[str, int]:
    """Return what names share that stand below each other in a list: what they are of, and of which kind."""
    first, *rest = name.split(".")
    if first in TOTALS and rest:
        return "", _RANK
    of, called = split_name(name)
    return ".".join(of), _NAMED if called in NAMED else _SUM


def _lines(rows: Sequence[Sequence[str]], width: int, *, wraps: bool) -> str:
    """Return rows in columns no wider than a terminal, of which the last is wrapped or cut, and the others never.

    Where these leave little room, the last one is wrapped below them, or left out.
    """
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    indent = sum(widths) + 2 * len(rows[0])
    room = width - indent
    lines = []
    for *texts, last in rows:
        head = "  ".join(["", *(text.ljust(size) for text, size in zip(texts, widths, strict=True)), ""])
        if wraps and room >= _ROOM:
            lines += [head + part for part in wrap(last, room)][:1]
            lines += [" " * indent + part for part in wrap(last, room)[1:]]
        elif wraps:
            lines += [head.rstrip(), *wrap(last, width - 1, initial_indent=_BELOW, subsequent_indent=_BELOW)]
        else:
            lines.append((head + console.cut(last, room)).rstrip())
    return "\n".join(lines)


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
