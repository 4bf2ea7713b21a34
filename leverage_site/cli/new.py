"""`leverage-site new`."""

from datetime import datetime, timedelta
from pathlib import Path

import click

from leverage_site import build as builder
from leverage_site import scaffold
from leverage_site.cli import console
from leverage_site.dates import parse_date


@click.command(short_help="Start a day's record.")
@click.argument("day", metavar="[DATE]", required=False)
@console.json_option
@click.pass_obj
@console.reporting
def command(root: Path, day: str | None, as_json: bool) -> None:
    """Start the record of DATE (YYYY-MM-DD, `today` or `yesterday`), or of today."""
    today = datetime.now().astimezone().date()
    words = {"": today, "today": today, "yesterday": today - timedelta(days=1)}
    date = words.get((day or "").lower()) or parse_date(day or "")
    if date is None:
        raise click.BadParameter(
            "write a day from 1970 to 2199 as YYYY-MM-DD, such as 2026-04-07; or today, or yesterday",
            param_hint="DATE",
        )
    _, library, _ = builder.read(root, drafts=True)
    path = scaffold.new(root, library, date).as_posix()
    if as_json:
        console.say_json({"path": path})
    else:
        console.say(f"wrote {path}\nIt is a draft: fill it in, and take the line `draft: true` out to publish it.")
