"""`leverage-site build`."""

import os
import sys
import time
from pathlib import Path
from typing import Any, Self

import click

from leverage_site.cache.session import Session, opened
from leverage_site.cli import console
from leverage_site.output.folder import OUTPUT
from leverage_site.parallel import gc_disabled
from leverage_site.report import Options, Report, Timings
from leverage_site.settings import UnfitError
from leverage_site.settings import base_url as read_base_url

MANY_PAGES = 300


def _base_url(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    wanted, reason = "write an absolute address such as https://example.org/blog/", ""
    try:
        found = read_base_url(value) if value is not None else None
    except UnfitError as error:
        found, reason = None, f"{error.reason}; "
    if value is not None and found is None:
        raise click.BadParameter(reason + wanted)
    return found


@click.command(short_help="Build the site.")
@console.output_option(OUTPUT)
@click.option(
    "--base-url", metavar="URL", callback=_base_url, help="Where this build is published, instead of the setting."
)
@console.drafts_option
@console.strict_option
@click.option("--verify", is_flag=True, help="Build everything a second time from nothing, and compare.")
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
    verify: bool,
    timings: bool,
    as_json: bool,
) -> None:
    """Build the site into its output folder; on any problem the folder stays as it was."""
    if drafts and _is_public(root, output):
        raise click.UsageError(
            "--drafts needs an --output of its own, such as --output preview: the public pages stay as they are"
        )
    start, clock = time.perf_counter(), Timings()
    options = Options(output or root / OUTPUT, drafts, base_url)
    with gc_disabled(), opened(root, console.wait) as session:
        with clock.stage("look"):
            report = None if verify else session.unchanged(options)
        if report is None or console.failed(report.problems, strict=strict):
            report = _built(session, options, clock, strict=strict, verify=verify, as_json=as_json)
    if session.note:
        click.echo(session.note, err=True)
    seconds = time.perf_counter() - start
    if as_json:
        console.say_json(_figures(report, seconds, clock))
    else:
        console.say_problems(report.problems)
        _say(report, seconds, options, verified=verify)
        if timings:
            console.say(_stages(report, clock))
    if console.failed(report.problems, strict=strict):
        sys.exit(1)


def _is_public(root: Path, output: Path | None) -> bool:
    """Whether pages for everybody are written there."""
    return output is None or Path(os.path.realpath(output)) == Path(os.path.realpath(root / OUTPUT))


def _built(
    session: Session, options: Options, clock: Timings, *, strict: bool, verify: bool, as_json: bool
) -> Report:
    with clock.stage("recall"):
        _ = session.readings
    # Takes 70 ms to import, which a build that has nothing to do need not spend.
    from leverage_site import rebuild

    site = rebuild.prepared(session, options, clock)
    if console.failed(site.problems, strict=strict):
        console.fail(site.problems, as_json=as_json)
    with _Progress(len(site.plan.pages)) as progress:
        return rebuild.written(
            session,
            options,
            site,
            clock,
            strict=strict,
            verify=verify,
            progress=progress.show,
            waiting=console.wait,
        )


def _figures(report: Report, seconds: float, clock: Timings) -> dict[str, Any]:
    return {
        "pages": report.files,
        "rendered": report.rendered,
        "written": len(report.written),
        "kept": report.kept,
        "removed": len(report.removed),
        "seconds": round(seconds, 4),
        "timings": {stage: round(spent, 4) for stage, spent in clock.seconds.items()},
        "problems": [problem.as_json() for problem in report.problems],
    }


def _say(report: Report, seconds: float, options: Options, *, verified: bool) -> None:
    figures = f"{len(report.written)} written, {report.kept} unchanged, {len(report.removed)} removed"
    figures += console.included(report.shown_drafts) if options.drafts else ""
    left_out = console.left_out(report.drafts)
    as_clean = ", as from nothing" if verified and not console.failed(report.problems, strict=False) else ""
    console.say(f"{report.files} files in {options.output}: {figures}{left_out}{as_clean}, {seconds:.2f} s")


def _stages(report: Report, clock: Timings) -> str:
    lines = [f"  {stage:<8}{spent * 1000:>9.1f} ms" for stage, spent in clock.seconds.items()]
    return "\n".join([*lines, f"  {report.rendered} of {report.files} rendered"])


class _Progress:
    """A progress bar for long builds at a terminal; nothing otherwise."""

    def __init__(self, pages: int) -> None:
        shown = sys.stderr.isatty() and pages >= MANY_PAGES
        self.bar = click.progressbar(length=pages, label="Rendering", file=sys.stderr) if shown else None

    def __enter__(self) -> Self:
        if self.bar:
            self.bar.__enter__()
        return self

    def __exit__(self, error: object, *_: object) -> None:
        if self.bar:
            # What is told of while it is done is an estimate.
            if error is None:
                self.bar.update((self.bar.length or 0) - self.bar.pos)
            self.bar.render_finish()

    def show(self, rendered: int) -> None:
        if self.bar:
            self.bar.update(rendered)
