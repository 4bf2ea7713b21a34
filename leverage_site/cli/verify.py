"""The command `verify`."""

from pathlib import Path

import click

from leverage_site.cli import console
from leverage_site.verify import REMOTE, main


@click.command(short_help="Check a published site from outside.")
@click.argument("target", metavar="URL|FOLDER")
@console.json_option
@click.pass_context
def verify(ctx: click.Context, target: str, as_json: bool) -> None:
    """Work out the figures of a published site from the rows of its data, and say where it says something else.

    Nothing but what is published is read: data files, pages and feeds, and the claims of its texts where it has
    data/claims.json.
    """
    if not target.lower().startswith(REMOTE) and not Path(target).is_dir():
        raise click.BadParameter(f"there is no folder '{target}'; an address begins with https://", ctx)
    ctx.exit(main([target, *(["--json"] if as_json else [])]))
