"""The command `import`."""

import gc
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from leverage_site import settings as settings_file
from leverage_site.cli import console
from leverage_site.files import folder_lock
from leverage_site.importing import sources
from leverage_site.importing.formats import columns
from leverage_site.importing.formats.days import ORDERS
from leverage_site.importing.formats.document import Excerpt
from leverage_site.importing.importer import Imported, Importer, ImportOptions, ImportOutcome, Rejected
from leverage_site.importing.old_feed import read_feed, take_over_feed
from leverage_site.importing.registry import Registry
from leverage_site.importing.sources import FORMATS
from leverage_site.problems import Place, Problem
from leverage_site.problems.catalog import NOTHING
from leverage_site.project import Project
from leverage_site.text import count_noun

MANY_FILES = 30


class ColumnMeaning(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions of click alone
    """The type of an option that says what a heading means: the heading, normalized, and its field."""

    name = "column=field"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, columns.TableColumn]:
        """Return the heading and the field."""
        heading, equals, name = value.rpartition("=")
        column = columns.parse_field(name) if equals and heading.strip() else None
        if column is None:
            self.fail(
                f"'{value}' is not COLUMN=FIELD; the fields are {', '.join(columns.FIELDS)}, and times may say"
                " their unit: human_hours, ai_minutes, supervision_seconds",
                param,
                ctx,
            )
        return columns.normalize_heading(heading), column


@click.command(short_help="Turn published pages and tables into records.")
@click.argument("given", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--date",
    "day",
    type=console.DayParameter(),
    help="The day of the page; of several, of those that do not say so.",
)
@click.option(
    "--day-order", type=click.Choice(ORDERS), help="What comes first in days such as 04/05/2026 in tables."
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="What the files are, instead of a guess.")
@click.option("--map", "meanings", multiple=True, type=ColumnMeaning(), help="What a strange heading means.")
@click.option("--tag", "tags", multiple=True, metavar="NAME", help="A tag that the pages use.")
@click.option(
    "--feed", type=click.Path(path_type=Path), help="The older site's feed; its ids, address and times are kept."
)
@click.option("--encoding", metavar="NAME", help="The encoding of files that are not UTF-8, such as cp1252.")
@click.option("--redirect", is_flag=True, help="Give pages this site's addresses; the old ones redirect.")
@click.option("--update", is_flag=True, help="Replace records that differ from what is imported.")
@click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing.")
@console.strict_option
@console.json_option
@click.pass_obj
@console.reporting
def import_(
    root: Path,
    given: tuple[str, ...],
    day: date | None,
    day_order: str | None,
    form: str | None,
    meanings: tuple[tuple[str, columns.TableColumn], ...],
    tags: tuple[str, ...],
    feed: Path | None,
    encoding: str | None,
    redirect: bool,
    update: bool,
    dry_run: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Turn published pages (HTML, Markdown, copied text) and tables (CSV, JSON) into records of this site.

    FILE may be a file, a folder or a pattern, or - for standard input. No record that differs is overwritten.
    """
    gc.enable()  # a page of HTML is a tree whose elements know their parents
    old_feed = read_feed(sources.read_source(str(feed), "html", None)) if feed else None
    entries = old_feed.entries if old_feed else ()
    inputs = sources.find_files(given)
    # Of several files, most say their days themselves.
    sure, named = len(inputs.files) == 1, dict(meanings)
    options = ImportOptions(day, sure, day_order, form, encoding, named, entries, redirect, update, dry_run)
    settings_file.load(root)
    # One import at a time: the files that wait beside the records have fixed names.
    with (
        folder_lock(root, console.print_waiting),
        Project.open(root, console.print_waiting, create_cache=False) as project,
        console.progress("Importing", at_least=MANY_FILES) as progress,
    ):
        site = project.plan(drafts=True)
        names = (*tags, *site.plan.content.index.spelling["tag"].values())
        importer = Importer(root, site.settings, options, names, Registry.from_site(site))
        outcomes = importer.run(inputs.files, lambda done: progress(done, len(inputs.files)))
        told = take_over_feed(root, site.settings, old_feed, dry_run=dry_run) if old_feed else None
    problems = list(dict.fromkeys(problem for outcome in outcomes for problem in outcome.problems))
    problems += [told] if told else []
    if not outcomes:
        problems.append(NOTHING.at(Place(", ".join(given))))
    if as_json:
        console.print_json(_as_json(outcomes), problems)
    else:
        _print_outcomes(outcomes, problems, inputs, dry_run=dry_run)
    console.exit_on_failure(problems, strict=strict)


def _as_json(outcomes: Sequence[ImportOutcome]) -> dict[str, Any]:
    imported = [outcome for outcome in outcomes if isinstance(outcome, Imported)]
    rejected = [outcome for outcome in outcomes if isinstance(outcome, Rejected)]
    return {
        "imported": [
            {
                "source": item.source,
                "date": item.draft.date.isoformat(),
                "path": item.target.path,
                "tasks": len(item.draft.tasks),
                "state": item.state,
                "mismatches": [mismatch.as_json() for mismatch in item.mismatches],
                "left_out": list(item.left_out),
                "taken": [{"name": part.name, "line": part.line, "text": part.text} for part in item.excerpts],
                "assumed": list(item.assumptions),
            }
            for item in imported
        ],
        "rejected": [
            {
                "source": item.source,
                "date": item.date.isoformat() if item.date else None,
                "rows": item.rows,
                "problems": [problem.as_json() for problem in item.problems],
            }
            for item in rejected
        ],
        "rows": _rows(outcomes),
    }


def _rows(outcomes: Sequence[ImportOutcome]) -> dict[str, int]:
    """Return how many rows there were, and what became of them."""
    tasks: Counter[str] = Counter()
    for outcome in outcomes:
        if isinstance(outcome, Imported):
            tasks[outcome.state] += len(outcome.draft.tasks)
    in_conflict, failed = tasks.pop("conflict", 0), tasks.pop("failed", 0)
    rejected = failed + sum(outcome.rows for outcome in outcomes if isinstance(outcome, Rejected))
    imported = tasks.total()
    return {
        "in": imported + in_conflict + rejected,
        "imported": imported,
        "in_conflict": in_conflict,
        "rejected": rejected,
    }


def _print_outcomes(
    outcomes: Sequence[ImportOutcome], problems: Sequence[Problem], inputs: sources.SourceFiles, *, dry_run: bool
) -> None:
    for item in outcomes:
        if isinstance(item, Imported):
            _print_record(item, dry_run=dry_run)
    console.print_problems(problems)
    states = Counter(item.state if isinstance(item, Imported) else "rejected" for item in outcomes)
    by_state = ", ".join(f"{number} {state}" for state, number in states.items()) or "none"
    rows = _rows(outcomes)
    conflict = f", {rows['in_conflict']:,} in conflict" if rows["in_conflict"] else ""
    imported, rejected = f"{rows['imported']:,} imported", f"{rows['rejected']:,} rejected"
    counts = f"{count_noun(rows['in'], 'row')} in: {imported}{conflict}, {rejected}"
    other = sum(inputs.passed_over.values())
    others = f"; {count_noun(other, 'other file')} passed over ({', '.join(inputs.passed_over)})" if other else ""
    nothing = " (dry run: nothing is written)" if dry_run else ""
    console.print_text(f"{count_noun(len(outcomes), 'document')}: {by_state}; {counts}{others}{nothing}")


def _print_record(item: Imported, *, dry_run: bool) -> None:
    used = _excerpt_lines(part for part in item.excerpts if part.name not in item.left_out)
    left_out = _excerpt_lines(part for part in item.excerpts if part.name in item.left_out)
    details = (f"; taken: {used}" if used else "") + (f"; left out: {left_out}" if left_out else "")
    details += f"; assumed: {', '.join(item.assumptions)}" if item.assumptions else ""
    tasks = count_noun(len(item.draft.tasks), "task")
    console.print_text(f"{item.draft.date}  {tasks}  {item.target.path}  {item.state}{details}")
    if item.target.state == "differs":
        console.print_text(item.target.diff)
    elif dry_run and item.target.state == "new":
        console.print_text(item.text)


def _excerpt_lines(parts: Iterable[Excerpt]) -> str:
    """Return the names of parts of a page, each with the lines that it stands on."""
    lines: dict[str, list[int]] = {}
    for part in parts:
        lines.setdefault(part.name, []).append(part.line)
    return ", ".join(f"{name} (line{'s' * (len(at) > 1)} {', '.join(map(str, at))})" for name, at in lines.items())
