"""`leverage-site check`."""

import sys
from collections import Counter
from pathlib import Path

import click

from leverage_site import build as builder
from leverage_site import figures
from leverage_site.cli import console
from leverage_site.problems import Problem, ProblemError


@click.command(short_help="Report every problem; write nothing.")
@console.drafts_option
@console.strict_option
@console.json_option
@click.pass_obj
def command(root: Path, drafts: bool, strict: bool, as_json: bool) -> None:
    """Read everything, plan and render every page, report every problem, and write nothing."""
    pages = 0
    problems: list[Problem] = []
    try:
        site = builder.prepare(root, drafts=drafts)
        problems += site.problems
        if not console.failed(problems, strict=False):
            pages = sum(1 for _ in builder.files(site, builder.Timings()))
    except ProblemError as error:
        problems += error.problems
    if as_json:
        counts = Counter(problem.severity for problem in problems)
        console.say_json(
            {
                "problems": [problem.as_json() for problem in problems],
                "counts": {"error": counts["error"], "warning": counts["warning"]},
            }
        )
    else:
        console.say_problems(problems)
        if not problems:
            found = figures.counted(len(site.library.records), "record")
            left_out = console.drafts_left_out(site.library)
            console.say(f"No problems: {found}, {figures.counted(pages, 'file')}{left_out}.")
    if console.failed(problems, strict=strict):
        sys.exit(1)
