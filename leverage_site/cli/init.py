"""`leverage-site init`."""

import shlex
from datetime import datetime
from pathlib import Path

import click

from leverage_site import scaffold
from leverage_site.cli import console


@click.command(short_help="Start a new site.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@console.json_option
@console.reporting
def command(folder: Path, as_json: bool) -> None:
    """Start a new site in DIR, with one sample record."""
    paths = scaffold.init(folder, datetime.now().astimezone().date())
    if as_json:
        console.say_json({"paths": [path.as_posix() for path in paths]})
        return
    for path in paths:
        console.say(f"wrote {path.as_posix()}")
    console.say(f"\nNext: set `id` and `base_url` in {(folder / 'leverage.toml').as_posix()}, then\n")
    console.say(f"  leverage-site --site {shlex.quote(folder.as_posix())} build")
