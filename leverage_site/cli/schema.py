"""`leverage-site schema`."""

import json

import click

from leverage_site.records.schema import json_schema


@click.command(short_help="Print the JSON Schema of a record.")
def command() -> None:
    """Print the JSON Schema of a record's front matter, for editors that complete and check YAML."""
    click.echo(json.dumps(json_schema(), indent=2))
