"""`leverage-site build`."""

import sys
import time
from pathlib import Path
from typing import Any, Self

import click

from leverage_site import build as builder
from leverage_site.cli import console
from leverage_site.output.write import Result
from leverage_site.settings import base_url as read_base_url

MANY_PAGES = 300


def _base_url(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and (value := read_base_url(value)) is None:
        raise click.BadParameter("write an absolute address such as https://example.org/blog/")
    return value


@click.command(short_help="Build the site.")
@console.output_option(builder.OUTPUT)
@click.option(
    "--base-url", metavar="URL", callback=_base_url, help="Where this build is published, instead of the setting."
)
@console.drafts_option
@console.strict_option
@click.option("--timings", is_flag=True, help="Show where the time went.")
@console.json_option
@click.pass_obj
@console.reporting
def command(
    root: Path,
    output: Path | None,
    base_url: str | None,
    drafts: bool,
    strict: bool,
    timings: bool,
    as_json: bool,
) -> None:
    """Build the site into its output folder; on any problem the folder stays as it was."""
    start, clock = time.perf_counter(), builder.Timings()
    site = builder.prepare(root, drafts=drafts, base_url=base_url, timings=clock)
    if console.failed(site.problems, strict=strict):
        console.fail(site.problems, as_json=as_json)
    target = output or root / builder.OUTPUT
    with _Progress(len(site.plan.pages)) as progress:
        result = builder.build(site, target, clock, progress.show)
    seconds = time.perf_counter() - start
    if as_json:
        console.say_json(_figures(site, result, seconds, clock))
    else:
        console.say_problems(result.problems)
        _say(site, result, seconds, target)
        if timings:
            console.say(
                "\n".join(f"  {stage:<8}{spent * 1000:>9.1f} ms" for stage, spent in clock.seconds.items())
            )
    if console.failed(result.problems, strict=strict):
        sys.exit(1)


def _figures(site: builder.Site, result: Result, seconds: float, clock: builder.Timings) -> dict[str, Any]:
    return {
        "pages": len(site.plan.pages),
        "written": len(result.written),
        "kept": result.kept,
        "removed": len(result.removed),
        "seconds": round(seconds, 4),
        "timings": {stage: round(spent, 4) for stage, spent in clock.seconds.items()},
        "problems": [problem.as_json() for problem in result.problems],
    }


def _say(site: builder.Site, result: Result, seconds: float, target: Path) -> None:
    figures = f"{len(result.written)} written, {result.kept} unchanged, {len(result.removed)} removed"
    left_out = console.drafts_left_out(site.library)
    console.say(f"{len(site.plan.pages)} files in {target}: {figures}{left_out}, {seconds:.2f} s")


class _Progress:
    """A progress bar for long builds at a terminal; nothing otherwise."""

    def __init__(self, pages: int) -> None:
        shown = sys.stderr.isatty() and pages >= MANY_PAGES
        self.bar = click.progressbar(length=pages, label="Rendering", file=sys.stderr) if shown else None

    def __enter__(self) -> Self:
        if self.bar:
            self.bar.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        if self.bar:
            self.bar.render_finish()

    def show(self, done: int, _: int) -> None:
        if self.bar:
            self.bar.update(done - self.bar.pos)
