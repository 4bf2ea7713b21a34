"""`leverage-site init`."""

import shlex
from datetime import datetime
from pathlib import Path

import click

from leverage_site import scaffold
from leverage_site.cli import console
from leverage_site.output.folder import OUTPUT
from leverage_site.placeholders import placeholders

NEXT = ("new", "serve", "check", "build")


@click.command(short_help="Start a new site.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@console.json_option
@console.reporting
def command(folder: Path, as_json: bool) -> None:
    """Start a new site in DIR, with a sample record that is a draft; what is in DIR stays as it is."""
    paths = scaffold.init(folder, datetime.now().astimezone().date())
    notes = placeholders(folder)
    if as_json:
        problems = [problem.as_json() for problem in notes]
        console.say_json({"paths": [path.as_posix() for path in paths], "problems": problems})
        return
    for path in paths:
        console.say(f"wrote {path.as_posix()}")
    if not scaffold.is_output_ignored(folder):
        console.say(f"\nThe folder has a {scaffold.IGNORE}: add the line /{OUTPUT}/ to it.")
    console.say("\nBefore you publish, `leverage-site check` reminds you of these:\n")
    for problem in notes:
        console.say(f"  {(folder / problem.place.path).as_posix()}: {problem.message}")
    console.say("\nNext:\n")
    if folder.resolve() != Path.cwd():
        console.say(f"  cd {shlex.quote(folder.as_posix())}")
    for name in NEXT:
        console.say(f"  leverage-site {name}")
