"""`leverage-site check`."""

import sys
from pathlib import Path

import click

from leverage_site import build as builder
from leverage_site.cache.session import opened
from leverage_site.cli import console
from leverage_site.placeholders import placeholders
from leverage_site.problems import Problem, ProblemError
from leverage_site.text import counted


@click.command(short_help="Report every problem; write nothing.")
@console.drafts_option
@console.strict_option
@console.json_option
@click.pass_obj
def command(root: Path, drafts: bool, strict: bool, as_json: bool) -> None:
    """Read everything, plan and render every page, report every problem, and write nothing."""
    pages = 0
    problems: list[Problem] = []
    notes: list[Problem] = []
    try:
        with opened(root, console.wait, make=False) as session:
            site = builder.prepare(root, drafts=drafts, memory=session.readings, listing=session.listing)
            session.save()
            problems += site.problems
            notes = placeholders(root, session.readings, session.listing)
            if not console.failed(problems, strict=False):
                pages = sum(1 for _ in builder.digests(site))
    except ProblemError as error:
        problems += error.problems
    if as_json:
        console.say_checked([*problems, *notes])
    else:
        console.say_problems([*problems, *notes])
        if not problems:
            found = counted(len(site.library.records), "record")
            left_out = console.left_out(len(site.library.drafts))
            console.say(f"No problems: {found}, {counted(pages, 'file')}{left_out}.")
    if console.failed(problems, strict=strict):
        sys.exit(1)
