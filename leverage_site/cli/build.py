"""The commands that work on a site's pages: `build`, `check` and `clean`.

What `build` and `check` need takes 20 ms to import, which `clean` need not spend.
"""

import os
import time
from pathlib import Path
from typing import Any

import click

from leverage_site.cli import console
from leverage_site.dates import parse_date
from leverage_site.output.folder import OUTPUT
from leverage_site.report import BuildMonitor, BuildOptions, BuildReport, is_failure
from leverage_site.settings import FILE, AddressError, no_settings
from leverage_site.settings import base_url as read_base_url
from leverage_site.text import count_noun

MANY_PAGES = 300
# What `--claims` without a day stands for.
ALL = "all"


class BaseUrl(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions of click alone
    """The type of an option that takes the address of a site."""

    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the address as the settings would have it."""
        reason = ""
        try:
            url = read_base_url(value)
        except AddressError as error:
            url, reason = None, f"{error.reason}; "
        if url is None:
            self.fail(f"{reason}write an absolute address such as https://example.org/blog/", param, ctx)
        return url


@click.command(short_help="Build the site.")
@console.output_option(OUTPUT)
@click.option("--base-url", type=BaseUrl(), help="Where this build is published, instead of the setting.")
@console.drafts_option
@console.strict_option
@click.option("--verify", is_flag=True, help="Build everything a second time from nothing, and compare.")
@click.option("--timings", "show_timings", is_flag=True, help="Show where the time went.")
@console.json_option
@click.pass_obj
@console.reporting
def build(
    root: Path,
    output: Path | None,
    base_url: str | None,
    drafts: bool,
    strict: bool,
    verify: bool,
    show_timings: bool,
    as_json: bool,
) -> None:
    """Build the site into its output folder; on any problem the folder stays as it was."""
    from leverage_site.project import Project

    is_public = output is None or Path(os.path.realpath(output)) == Path(os.path.realpath(root / OUTPUT))
    if drafts and is_public:
        raise click.UsageError(
            "--drafts needs an --output of its own, such as --output preview: the public pages stay as they are"
        )
    start, options = time.perf_counter(), BuildOptions(output or root / OUTPUT, drafts, base_url)
    with (
        console.progress("Rendering", at_least=MANY_PAGES) as progress,
        Project.open(root, console.print_waiting) as project,
    ):
        monitor = BuildMonitor(progress=progress, waiting=console.print_waiting)
        report = project.build(options, strict=strict, verify=verify, monitor=monitor)
    if project.note:
        console.print_note(project.note)
    seconds = time.perf_counter() - start
    if as_json:
        console.print_json(
            {
                "pages": report.files,
                "rendered": report.rendered,
                "written": len(report.written),
                "kept": report.kept,
                "removed": len(report.removed),
                "seconds": round(seconds, 4),
                "timings": {stage: round(spent, 4) for stage, spent in monitor.timings.seconds.items()},
            },
            report.problems,
        )
    else:
        console.print_problems(report.problems)
        console.print_text(_summary(report, seconds, options, verified=verify))
        if show_timings:
            for stage, spent in monitor.timings.seconds.items():
                console.print_text(f"  {stage:<8}{spent * 1000:>9.1f} ms")
            console.print_text(f"  {report.rendered} of {report.files} rendered")
    console.exit_on_failure(report.problems, strict=strict)


def _summary(report: BuildReport, seconds: float, options: BuildOptions, *, verified: bool) -> str:
    counts = f"{len(report.written)} written, {report.kept} unchanged, {len(report.removed)} removed"
    counts += console.included(report.shown_drafts) if options.drafts else ""
    left_out = console.left_out(report.drafts)
    as_clean = ", as from nothing" if verified and not is_failure(report.problems) else ""
    return f"{report.files} files in {options.output}: {counts}{left_out}{as_clean}, {seconds:.2f} s"


@click.command(short_help="Report every problem; write nothing.")
@click.option(
    "--claims",
    is_flag=False,
    flag_value=ALL,
    metavar="[DATE]",
    help="List what texts claim about figures, of one day or of all, and which of it the records bear out.",
)
@click.option("--write-baseline", is_flag=True, help="With --claims: accept all claims that are refuted now.")
@console.drafts_option
@console.strict_option
@console.json_option
@click.pass_obj
@console.reporting
def check(root: Path, claims: str | None, write_baseline: bool, drafts: bool, strict: bool, as_json: bool) -> None:
    """Read everything, plan and render every page, report every problem, and write nothing."""
    from leverage_site.project import Project

    if write_baseline and claims != ALL:
        raise click.UsageError("--write-baseline goes with --claims, of all days")
    if claims is not None:
        from leverage_site.cli import ledger

        day = None if claims == ALL else parse_date(claims)
        if day is None and claims != ALL:
            raise click.BadParameter(console.DAY_HINT, param_hint="'--claims'")
        with Project.open(root, console.print_waiting, create_cache=False) as project:
            if write_baseline:
                ledger.write_baseline(project, drafts=drafts, as_json=as_json)
            else:
                ledger.show(project, day, drafts=drafts, as_json=as_json)
        return
    with Project.open(root, console.print_waiting, create_cache=False) as project:
        report = project.check(drafts=drafts)
    counts = f"{count_noun(report.records, 'record')}, {count_noun(report.files, 'file')}"
    success = None if report.problems else f"No problems: {counts}{console.left_out(report.drafts)}."
    console.print_check([*report.problems, *report.notes], as_json=as_json, success=success)
    console.exit_on_failure(report.problems, strict=strict)


@click.command(short_help="Remove what was built.")
@console.output_option(OUTPUT)
@console.json_option
@click.pass_obj
@console.reporting
def clean(root: Path, output: Path | None, as_json: bool) -> None:
    """Remove exactly the files that builds wrote; anything else in the output folder stays."""
    from leverage_site.output.commit import clean as remove

    if not (root / FILE).is_file():
        raise no_settings(root)
    removed, problems = remove(output or root / OUTPUT, root)
    if as_json:
        console.print_json({"removed": removed}, problems)
    else:
        console.print_problems(problems)
        console.print_text(f"{len(removed)} files removed.")
