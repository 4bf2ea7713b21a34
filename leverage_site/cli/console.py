"""What commands share: their options, how they report, how they end.

Exit codes: 0 clean (warnings included), 1 problems, 2 wrong usage.
"""

import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, ParamSpec

import click

from leverage_site.problems import Problem, ProblemError, Severity
from leverage_site.text import counted

VERSION = 1
WAITING = "Another command is at work on this site; waiting for its end."
COLORS: dict[Severity, str] = {"error": "red", "warning": "yellow", "note": "cyan"}

P = ParamSpec("P")

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON on standard output, and nothing else."
)
strict_option = click.option("--strict", is_flag=True, help="Fail on warnings too.")
drafts_option = click.option("--drafts", is_flag=True, help="Include drafts.")


def output_option(root: str) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """`--output DIR`, by default a folder of the site."""
    return click.option(
        "--output",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help=f"Where the site is written.  [default: {root} in the site's folder]",
    )


def reporting(command: Callable[P, None]) -> Callable[P, None]:
    """Problems that a command raises are reported, and end it with exit code 1."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except ProblemError as error:
            fail(error.problems, as_json=bool(kwargs.get("as_json")))

    return wrapped


def fail(problems: Iterable[Problem], *, as_json: bool = False) -> NoReturn:
    """Report `problems` and end with exit code 1."""
    problems = list(problems)
    if as_json:
        say_json({"problems": [problem.as_json() for problem in problems]})
    else:
        say_problems(problems)
    sys.exit(1)


def failed(problems: Iterable[Problem], *, strict: bool) -> bool:
    """Whether `problems` make a command fail."""
    severities = {problem.severity for problem in problems}
    return "error" in severities or (strict and "warning" in severities)


def say(text: str = "") -> None:
    """A line for people, on standard output."""
    click.echo(text)


def say_json(value: dict[str, Any]) -> None:
    """The whole of standard output under `--json`."""
    click.echo(json.dumps({"version": VERSION, **value}, indent=2, allow_nan=False))


def say_checked(problems: Sequence[Problem]) -> None:
    """What a check found, as its `--json`."""
    severities = [problem.severity for problem in problems]
    counts = {name: severities.count(name) for name in COLORS}
    say_json({"problems": [problem.as_json() for problem in problems], "counts": counts})


def say_line(value: dict[str, Any]) -> None:
    """One line of JSON on standard output, for a command that goes on."""
    click.echo(json.dumps({"version": VERSION, **value}, allow_nan=False))


def say_problems(problems: Sequence[Problem]) -> None:
    """Each problem with its place, then their number, on standard error."""
    for problem in problems:
        head, *rest = str(problem).split("\n")
        word = click.style(problem.severity, fg=COLORS[problem.severity], bold=True)
        place, mark, message = head.partition(f": {problem.severity} ")
        click.echo("\n".join([f"{place}: {word} {message}" if mark else head, *rest]), err=True)
    if problems:
        click.echo(severity_counts(problems), err=True)


def wait() -> None:
    """Say that another command must end first."""
    click.echo(WAITING, err=True)


def left_out(number: int) -> str:
    """`, 1 draft left out`, or nothing."""
    return f", {counted(number, 'draft')} left out" if number else ""


def included(number: int) -> str:
    """`, 1 draft included`."""
    return f", {counted(number, 'draft')} included"


def severity_counts(problems: Iterable[Problem]) -> str:
    """`2 errors, 1 warning`."""
    severities = [problem.severity for problem in problems]
    found = [(severities.count(name), name) for name in COLORS]
    return ", ".join(counted(n, name) for n, name in found if n)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns, the first flush left, the others flush right; the first row is the heading."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(
            _padded(cell, width, left=n == 0) for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([click.style(lines[0], bold=True), *lines[1:]])


def _padded(text: str, width: int, *, left: bool) -> str:
    gap = " " * (width - _width(text))
    return text + gap if left else gap + text


def _width(text: str) -> int:
    """Columns that a terminal gives to `text`."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
