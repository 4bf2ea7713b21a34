"""The command `stats`."""

from datetime import date
from pathlib import Path
from typing import get_args

import click

from leverage_site import figures
from leverage_site.cli import console
from leverage_site.pages.narrative import assistant_name
from leverage_site.project import Project
from leverage_site.report import is_failure
from leverage_site.stats.index import Grouping, build_index
from leverage_site.stats.totals import Totals

GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)


@click.command(short_help="Show the figures.")
@click.option("--by", type=click.Choice(GROUPINGS), default="day", show_default=True, help="What a row is.")
@click.option("--from", "first", type=console.DayParameter(), help="The first day that counts.")
@click.option("--to", "last", type=console.DayParameter(), help="The last day that counts.")
@console.drafts_option
@console.json_option
@click.pass_obj
@console.reporting
def stats(root: Path, by: Grouping, first: date | None, last: date | None, drafts: bool, as_json: bool) -> None:
    """Show totals and leverage by day, week, month, year, project, tag or assistant."""
    if first and last and first > last:
        raise click.UsageError(f"--from {first} is after --to {last}")
    with Project.open(root, console.print_waiting, create_cache=False) as project:
        settings, library, problems = project.load(drafts=drafts)
        if is_failure(problems):
            console.fail(problems, as_json=as_json)
        records = [r for r in library.records if (first or r.date) <= r.date <= (last or r.date)]
        index = build_index(records, project.parsed_files.day_stats)
        rows, total = index.totals_by(by, settings.assistant), index.totals
    if as_json:
        console.print_json(
            {
                "by": by,
                "rows": [{"key": key, **figures.numbers(sums)} for key, sums in rows],
                "total": figures.numbers(total),
            }
        )
        return
    assistant = assistant_name(total.assistants, settings.assistant)
    columns = [(figure.column or figure.heading).replace("{assistant}", assistant) for figure in figures.DATA]
    lines = [_line(key or figures.UNKNOWN, sums) for key, sums in rows]
    console.print_text(console.table([[by.capitalize(), *columns], *lines, _line("Total", total)]))


def _line(key: str, sums: Totals) -> list[str]:
    return [key, *(figure.text(sums) for figure in figures.DATA)]
