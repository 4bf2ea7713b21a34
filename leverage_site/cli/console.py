"""What commands share: their options, how they report, how they end.

Exit codes: 0 clean (warnings included), 1 problems, 2 wrong usage.
"""

import json
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, ParamSpec

import click

from leverage_site.dates import parse_date
from leverage_site.problems import Problem, ProblemError, Severity
from leverage_site.report import is_failure
from leverage_site.text import count_noun

VERSION = 1
WAITING = "Another command is at work on this site; waiting for its end."
DAY_HINT = "write a day from 1970 to 2199 as YYYY-MM-DD, such as 2026-04-07"
COLORS: dict[Severity, str] = {"error": "red", "warning": "yellow", "note": "cyan"}

P = ParamSpec("P")

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON on standard output, and nothing else."
)
strict_option = click.option("--strict", is_flag=True, help="Fail on warnings too.")
drafts_option = click.option("--drafts", is_flag=True, help="Include drafts.")


def output_option(folder: str) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Return the option `--output DIR`, by default `folder` of the site."""
    return click.option(
        "--output",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help=f"Where the site is written.  [default: {folder} in the site's folder]",
    )


class DayParameter(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions of click alone
    """The type of an option that takes a day."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day that is written as YYYY-MM-DD."""
        day = parse_date(value)
        if day is None:
            self.fail(DAY_HINT, param, ctx)
        return day


def completed_by(names: Callable[[Path], Iterable[str]]) -> Callable[..., list[str]]:
    """Return what completes an argument in a shell by `names` of the site; by none where it cannot be read."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
        from leverage_site.cli import nearest_site

        try:
            found = list(names(ctx.find_root().params.get("root") or nearest_site()))
        except (OSError, ProblemError):
            return []
        return [name for name in found if name.startswith(incomplete)]

    return complete


def reporting(command: Callable[P, None]) -> Callable[P, None]:
    """Report problems that a command raises, and end it with exit code 1."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except ProblemError as error:
            fail(error.problems, as_json=bool(kwargs.get("as_json")))

    return wrapped


def fail(problems: Sequence[Problem], *, as_json: bool = False) -> NoReturn:
    """Report `problems` and end with exit code 1."""
    if as_json:
        print_json({}, problems)
    else:
        print_problems(problems)
    sys.exit(1)


def exit_on_failure(problems: Iterable[Problem], *, strict: bool = False) -> None:
    """End with exit code 1 if an error is among the problems that were reported, or, if `strict`, a warning."""
    if is_failure(problems, strict=strict):
        sys.exit(1)


def print_text(text: str) -> None:
    """Print a line for people on standard output."""
    click.echo(text)


def terminal_width() -> int | None:
    """Return how many columns standard output has where it is a terminal, else None."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def cut(text: str, width: int) -> str:
    """Return as much of a text as so many columns of a terminal hold, with an ellipsis if any is left out."""
    if _width(text) <= width:
        return text
    while text and _width(text) >= width:
        text = text[:-1]
    return f"{text.rstrip()}…" if text else ""


def print_json(value: dict[str, Any], problems: Iterable[Problem] | None = None) -> None:
    """Print the whole of standard output under `--json`: `value`, and `problems` where a command has them."""
    if problems is not None:
        value = {**value, "problems": [problem.as_json() for problem in problems]}
    click.echo(json.dumps({"version": VERSION, **value}, indent=2, allow_nan=False))


def print_json_line(value: dict[str, Any]) -> None:
    """Print one line of JSON on standard output, for a command that goes on."""
    click.echo(json.dumps({"version": VERSION, **value}, allow_nan=False))


def print_check(problems: Sequence[Problem], *, as_json: bool, success: str | None) -> None:
    """Print what a check found, for people with the sentence `success` if there is one."""
    if as_json:
        counts = {severity: sum(p.severity == severity for p in problems) for severity in COLORS}
        print_json({"problems": [problem.as_json() for problem in problems], "counts": counts})
        return
    print_problems(problems)
    if success:
        print_text(success)


def print_problems(problems: Sequence[Problem]) -> None:
    """Print each problem with its place, then `2 errors, 1 warning`, on standard error."""
    for problem in problems:
        head, *rest = str(problem).split("\n")
        word = click.style(problem.severity, fg=COLORS[problem.severity], bold=True)
        place, mark, message = head.partition(f": {problem.severity} ")
        click.echo("\n".join([f"{place}: {word} {message}" if mark else head, *rest]), err=True)
    if problems:
        counts = [(sum(p.severity == severity for p in problems), severity) for severity in COLORS]
        click.echo(", ".join(count_noun(n, severity) for n, severity in counts if n), err=True)


def print_note(sentence: str) -> None:
    """Print a sentence that is no problem on standard error."""
    click.echo(sentence, err=True)


def print_waiting() -> None:
    """Say that another command must end first."""
    print_note(WAITING)


def left_out(number: int) -> str:
    """Return `, 1 draft left out`, or nothing."""
    return f", {count_noun(number, 'draft')} left out" if number else ""


def included(number: int) -> str:
    """Return `, 1 draft included`."""
    return f", {count_noun(number, 'draft')} included"


@contextmanager
def progress(label: str, *, at_least: int) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar for long work at a terminal, and nothing for less than `at_least` steps.

    In the block there is what to call with a number of steps, which may be an estimate, and the number of all.
    """
    bars: list[Any] = []

    def advance(steps: int, total: int) -> None:
        if not bars and total >= at_least and sys.stderr.isatty():
            bars.append(click.progressbar(length=total, label=label, file=sys.stderr))
            bars[0].__enter__()
        for bar in bars:
            bar.update(steps)

    try:
        yield advance
        for bar in bars:
            bar.update(bar.length - bar.pos)
    finally:
        for bar in bars:
            bar.render_finish()


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows in columns, the first flush left, the others flush right; the first row is the heading."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        gaps = [" " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        cells = [row[0] + gaps[0], *(gap + cell for gap, cell in zip(gaps[1:], row[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join([click.style(lines[0], bold=True), *lines[1:]])


def _width(text: str) -> int:
    """Return the columns that a terminal gives to `text`."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
