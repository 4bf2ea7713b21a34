"""`leverage-site theme new` and `leverage-site theme check`."""

import shlex
import sys
from pathlib import Path

import click

from leverage_site import settings as settings_file
from leverage_site.cli import console
from leverage_site.problems import ProblemError
from leverage_site.text import counted


@click.group(short_help="Start a theme, or check one.")
def command() -> None:
    """Start a theme of the site's own, or check one against a hostile sample site."""


@command.command("new", short_help="Start a theme of the site's own.")
@click.argument("name")
@console.json_option
@click.pass_obj
@console.reporting
def new(root: Path, name: str, as_json: bool) -> None:
    """Start the theme NAME in the site's folder themes/. It extends the default theme."""
    from leverage_site.theme_check.scaffold import create_theme

    settings = settings_file.load(root)
    paths = create_theme(root, name)
    if as_json:
        console.say_json({"paths": [path.as_posix() for path in paths]})
        return
    for path in paths:
        console.say(f"wrote {path.as_posix()}")
    site = "" if root == Path() else f"--site {shlex.quote(root.as_posix())} "
    if settings.theme != name:
        console.say(f'\nTo use it, write `theme = "{name}"` below [site] in leverage.toml.')
    console.say(f"To check it:\n\n  leverage-site {site}theme check {name}")


@command.command("check", short_help="Report what a theme does wrong.")
@click.argument("name", required=False)
@console.strict_option
@console.json_option
@click.pass_obj
def check(root: Path, name: str | None, strict: bool, as_json: bool) -> None:
    """Build hostile sample sites in memory with the theme NAME, or the site's own, and inspect every page."""
    # Takes 100 ms to import, which starting a theme need not spend.
    from leverage_site.theme_check.run import check as check_theme

    checked = None
    try:
        checked = check_theme(root, name or settings_file.load(root).theme)
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
