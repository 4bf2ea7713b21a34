"""`leverage-site clean`."""

from pathlib import Path

import click

from leverage_site.cli import console
from leverage_site.output.clean import clean
from leverage_site.output.folder import OUTPUT
from leverage_site.settings import FILE, no_settings


@click.command(short_help="Remove what was built.")
@console.output_option(OUTPUT)
@console.json_option
@click.pass_obj
@console.reporting
def command(root: Path, output: Path | None, as_json: bool) -> None:
    """Remove exactly the files that builds wrote; anything else in the output folder stays."""
    if not (root / FILE).is_file():
        raise no_settings(root)
    removed, problems = clean(output or root / OUTPUT, root)
    if as_json:
        console.say_json({"removed": removed, "problems": [problem.as_json() for problem in problems]})
    else:
        console.say_problems(problems)
        console.say(f"{len(removed)} files removed.")
