"""`leverage-site stats`."""

from datetime import date
from pathlib import Path
from typing import get_args

import click

from leverage_site import build as builder
from leverage_site import figures
from leverage_site.cache.session import opened
from leverage_site.cli import console
from leverage_site.dates import parse_date
from leverage_site.pages.words import assistant_name
from leverage_site.stats.index import Grouping, build_index
from leverage_site.stats.totals import Totals

GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)


def _day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    if value is not None and parse_date(value) is None:
        raise click.BadParameter("write a day from 1970 to 2199 as YYYY-MM-DD, such as 2026-04-07")
    return parse_date(value) if value else None


@click.command(short_help="Show the figures.")
@click.option("--by", type=click.Choice(GROUPINGS), default="day", show_default=True, help="What a row is.")
@click.option("--from", "first", metavar="DATE", callback=_day, help="The first day that counts.")
@click.option("--to", "last", metavar="DATE", callback=_day, help="The last day that counts.")
@console.drafts_option
@console.json_option
@click.pass_obj
@console.reporting
def command(root: Path, by: Grouping, first: date | None, last: date | None, drafts: bool, as_json: bool) -> None:
    """Show totals and leverage by day, week, month, year, project, tag or assistant."""
    if first and last and first > last:
        raise click.UsageError(f"--from {first} is after --to {last}")
    with opened(root, console.wait, make=False) as session:
        settings, library, problems = builder.read(
            root, drafts=drafts, memory=session.readings, listing=session.listing
        )
        session.save()
        if console.failed(problems, strict=False):
            console.fail(problems, as_json=as_json)
        records = [r for r in library.records if (first or r.date) <= r.date <= (last or r.date)]
        index = build_index(records, session.readings.derived)
        rows, total = index.totals_by(by, settings.assistant), index.totals
    if as_json:
        console.say_json(
            {
                "by": by,
                "rows": [{"key": key, **figures.numbers(sums)} for key, sums in rows],
                "total": figures.numbers(total),
            }
        )
    else:
        heading = _heading(by, assistant_name(total.assistants, settings.assistant))
        lines = [_line(key or figures.UNKNOWN, sums) for key, sums in rows]
        console.say(console.table([heading, *lines, _line("Total", total)]))


def _heading(by: str, assistant: str) -> list[str]:
    names = [figure.heading.replace("{assistant}", assistant) for figure in figures.DATA]
    return [by.capitalize(), *names]


def _line(key: str, sums: Totals) -> list[str]:
    return [key, *(figure.text(sums) for figure in figures.DATA)]
