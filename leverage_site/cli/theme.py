"""`leverage-site theme check`."""

import sys
from pathlib import Path

import click

from leverage_site import settings as settings_file
from leverage_site.cli import console
from leverage_site.counting import counted
from leverage_site.problems import ProblemError


@click.group(short_help="Check a theme.")
def command() -> None:
    """Check a theme against a hostile sample site."""


@command.command("check", short_help="Report what a theme does wrong.")
@click.argument("name", required=False)
@console.strict_option
@console.json_option
@click.pass_obj
def check(root: Path, name: str | None, strict: bool, as_json: bool) -> None:
    """Build hostile sample sites in memory with the theme NAME, or the site's own, and inspect every page."""
    # Takes 100 ms to import.
    from leverage_site.theming import checking

    checked = None
    try:
        checked = checking.check(root, name or settings_file.load(root).theme)
        problems = checked.problems
    except ProblemError as error:
        problems = list(error.problems)
    if as_json:
        console.say_checked(problems)
    else:
        console.say_problems(problems)
        if checked and not problems:
            console.say(f"{checked.theme}: {counted(checked.pages, 'page')} of hostile sample sites are fine.")
    if console.failed(problems, strict=strict):
        sys.exit(1)
