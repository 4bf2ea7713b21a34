"""An import: sources → documents → days and drafts → records, and what came of each document."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from leverage_site.dates import WEEKDAYS, date_values
from leverage_site.importing.draft import (
    Draft,
    day_tokens,
    defect,
    omit_defaults,
    parse_tasks,
    record_text,
    warnings,
)
from leverage_site.importing.formats.columns import TableColumn
from leverage_site.importing.formats.days import sole_day
from leverage_site.importing.formats.document import UNSEEN, Document, Excerpt, StatedDay
from leverage_site.importing.old_feed import OldEntry, feed_hint, find_entry, keep_times
from leverage_site.importing.reconcile import Mismatch, find_mismatches, find_unknown_figures
from leverage_site.importing.registry import (
    RecordTarget,
    Registry,
    compare_with_file,
    keep_addresses,
    write_record,
)
from leverage_site.importing.sources import detect_format, read_documents, read_source
from leverage_site.problems import Place, Problem, ProblemError, catalog
from leverage_site.settings import Settings
from leverage_site.text import fill_pattern
from leverage_site.values import value

ImportState = Literal["written", "unchanged", "replaced", "conflict", "failed"]


@value
class ImportOptions:
    """How to import.

    Attributes:
        day: That of documents that do not state theirs, or of all if it is `sure`.
        day_order: What comes first in the days of tables, one of `days.ORDERS`.
        form: The format, one of `FORMATS`; None detects it.
        encoding: That of files which are not UTF-8.
        columns: What headings mean, beside those that are known.
        entries: Those of the older site's feed.
        redirects: Old addresses become aliases; otherwise a page keeps its own.
        update: Records that differ are replaced.
        dry_run: Nothing is written.
    """

    day: dt.date | None = None
    sure: bool = False
    day_order: str | None = None
    form: str | None = None
    encoding: str | None = None
    columns: Mapping[str, TableColumn] = field(default_factory=dict)
    entries: tuple[OldEntry, ...] = ()
    redirects: bool = False
    update: bool = False
    dry_run: bool = False


@value
class Imported:
    """A document that became a record, whether it was written, is there already, or is in conflict with it.

    `excerpts` are all words of the page that are not in the record's text; `left_out` are the names of those that
    no part of the record has.
    """

    source: str
    draft: Draft
    text: str
    target: RecordTarget
    mismatches: tuple[Mismatch, ...]
    left_out: tuple[str, ...]
    assumptions: tuple[str, ...]
    problems: tuple[Problem, ...]
    excerpts: tuple[Excerpt, ...] = ()

    @property
    def state(self) -> ImportState:
        """What became of it, or would in a dry run."""
        errors = [problem.code for problem in self.problems if problem.is_error]
        if errors:
            return "conflict" if catalog.CONFLICT.code in errors else "failed"
        states: dict[str, ImportState] = {"new": "written", "unchanged": "unchanged", "differs": "replaced"}
        return states[self.target.state]


@value
class Rejected:
    """A document, or a whole source, that became no record; `rows` counts its task log, good rows included."""

    source: str
    date: dt.date | None
    rows: int
    problems: tuple[Problem, ...]


ImportOutcome = Imported | Rejected


@value
class Importer:
    """Imports sources into the site at `root`, whose records are in `registry`."""

    root: Path
    settings: Settings
    options: ImportOptions
    known_tags: tuple[str, ...]
    registry: Registry

    def run(self, sources: Sequence[str], progress: Callable[[int], None]) -> list[ImportOutcome]:
        """Import `sources`, calling `progress` with 1 after each; a fault of one document does not affect others.

        Of two documents of one day, the second is rejected, unless both give the same record.
        """
        outcomes: list[ImportOutcome] = []
        by_day: dict[dt.date, Imported] = {}
        for name in sources:
            for outcome in self._read(name):
                if isinstance(outcome, Rejected):
                    outcomes.append(outcome)
                    continue
                day = outcome.draft.date
                first = by_day.setdefault(day, outcome)
                if first is outcome:
                    outcomes.append(self._write(outcome))
                elif first.text == outcome.text:
                    outcomes.append(outcome)
                else:
                    fault = catalog.TWO_SOURCES.at(Place(outcome.source), other=first.source, date=day)
                    rows, problems = len(outcome.draft.tasks), (*outcome.problems, fault)
                    outcomes.append(Rejected(outcome.source, day, rows, problems))
            progress(1)
        return outcomes

    def _read(self, name: str) -> Iterator[ImportOutcome]:
        """Yield what comes of each document of a source; problems of none of them go to the first."""
        options = self.options
        problems: list[Problem] = []
        is_first = True
        try:
            source = read_source(name, options.form, options.encoding)
            if not options.form and (hint := feed_hint(source)):
                raise catalog.NO_TASK_LOG.error(source.place(1), hint=hint)
            form = options.form or detect_format(source, options.columns)
            for found in read_documents(
                source, form, options.columns, self.known_tags, options.day, options.day_order
            ):
                if isinstance(found, Problem):
                    problems.append(found)
                else:
                    yield self._convert(found, problems if is_first else [])
                    is_first = False
        except ProblemError as error:
            problems += error.problems
        if errors := [problem for problem in problems if problem.is_error]:
            rows = sum(problem.code == catalog.BAD_ROW.code for problem in errors)
            yield Rejected(name, None, rows, tuple(errors))

    def _convert(self, document: Document, others: Sequence[Problem]) -> ImportOutcome:
        """Return the record of a document, or why there is none."""
        problems = [*document.problems, *(problem for problem in others if problem.severity == "warning")]
        day, day_problems = decide_day(document, self.options.day, sure=self.options.sure)
        tasks, task_problems = parse_tasks(document)
        tasks = omit_defaults(tasks, self.settings.assistant)
        problems += [*day_problems, *task_problems, *find_unknown_figures(document)]
        name, rows = document.source.path, len(document.log.rows)
        if day is None or any(problem.is_error for problem in problems):
            return Rejected(name, day, rows, tuple(problems))
        if (updated := document.facts.updated) and updated < day:
            # No record was changed before its day.
            document = replace(document, left_out=(*document.left_out, Excerpt("updated", updated.isoformat(), 1)))
        document = replace(document, days=(day,))
        draft, address_problems = self._draft(document, day, Draft(day, tasks, body=document.body))
        content = record_text(draft)
        if reason := defect(draft, content):
            fault = catalog.NOT_A_RECORD.at(Place(name), reason=reason)
            return Rejected(name, day, rows, (*problems, fault))
        mismatches = tuple(find_mismatches(document, tasks))
        try:
            target = compare_with_file(self.root, self.registry.path(day), content)
        except ProblemError as error:
            return Rejected(name, day, rows, (*problems, *error.problems))
        source, problems = document.source, problems + address_problems
        for heading in filter(str.strip, document.log.unknown):
            problems.append(catalog.UNKNOWN_COLUMN.at(source.find(heading, document.log.line), name=heading))
        for one in mismatches:
            place = one.place or source.find(one.printed, one.line, one.line)
            figure = f"'{one.figure}' of row {one.row}" if one.row else f"'{one.figure}' of the day"
            fault = catalog.MISMATCH.at(
                place, figure=figure, printed=one.printed, against=one.against, computed=one.computed
            )
            problems.append(fault)
        problems += warnings(content, target.path)
        left_out = tuple(dict.fromkeys(item.name for item in document.left_out))
        excerpts = tuple(sorted((*document.extracted, *document.left_out), key=lambda item: item.line))
        return Imported(
            name, draft, content, target, mismatches, left_out, document.assumptions, tuple(problems), excerpts
        )

    def _draft(self, document: Document, day: dt.date, draft: Draft) -> tuple[Draft, list[Problem]]:
        """Return the draft with what the page says of itself, and problems of its addresses."""
        facts, place = document.facts, Place(document.source.path)
        entry = find_entry(self.options.entries, facts.url, facts.title, day)
        usual_title = fill_pattern(self.settings.day_title, date_values(day))
        is_own = entry is None or self.registry.claim_id(entry.id, day)
        draft = replace(
            draft,
            title=facts.title if facts.title != usual_title else None,
            tags=facts.tags,
            tokens=day_tokens(document, draft.tasks),
            summary=facts.summary,
            id=entry.id if entry and is_own else None,
            draft=facts.draft,
            updated=facts.updated if facts.updated and facts.updated > day else None,
        )
        draft, problems = keep_addresses(
            draft,
            facts.url or (entry.url if entry else None),
            facts.aliases,
            registry=self.registry,
            settings=self.settings,
            redirects=self.options.redirects,
            place=place,
        )
        if entry and not is_own:
            problems.append(catalog.USED_ID.at(place, id=entry.id))
        return keep_times(draft, entry, self.settings) if entry else draft, problems

    def _write(self, outcome: Imported) -> Imported:
        target, day = outcome.target, outcome.draft.date
        if target.state == "differs" and not self.options.update:
            fault = catalog.CONFLICT.at(Place(target.path), date=day, source=outcome.source)
            return replace(outcome, problems=(*outcome.problems, fault))
        if target.state != "unchanged" and not self.options.dry_run:
            try:
                write_record(self.root, target.path, outcome.text, overwrite=target.state == "differs")
            except ProblemError as error:
                return replace(outcome, problems=(*outcome.problems, *error.problems))
        return outcome


def decide_day(document: Document, given: dt.date | None, *, sure: bool) -> tuple[dt.date | None, list[Problem]]:
    """Decide the day of a document: as it is given, as the page states it, as the name of its file says.

    Args:
        document: All places of a page that state its day must agree.
        given: Counts for all documents if it is `sure`, else where nothing else tells the day.
        sure: See there.

    Returns:
        The day, with warnings; or None, with an error.
    """
    place = Place(document.source.path)
    day_of_file = sole_day(PurePosixPath(document.source.path).name)
    certain = given if sure or not (document.days or day_of_file) else None
    if document.days_from_rows:
        return document.days[0], _disagreements(place, document.days[0], [certain])
    if certain:
        return certain, []
    stated, problems = _stated_day(document)
    if problems:
        return None, problems
    if stated:
        # Metadata may be in the time of another part of the world than the words on the page, but not among
        # themselves. So a day of publication is odd if it is long after the day of the page, or before it.
        odd = [
            stamp.day
            for stamp in document.stated_days
            if stamp.weight == "stamp"
            and (days := (stamp.day - stated.day).days)
            and (days > 1 or stated.where in UNSEEN or (days < 0 and stamp.where not in UNSEEN))
        ]
        problems = _disagreements(place, stated.day, [*odd, day_of_file])
        for one in document.stated_days:
            if one.day == stated.day and one.weekday:
                weekday_place = document.source.find(one.weekday, one.line, one.line)
                day = f"{one.day}, a {WEEKDAYS[one.day.weekday()]}"
                problems.append(catalog.DAYS_DISAGREE.at(weekday_place, day=day, other=one.weekday))
                break
        return stated.day, problems
    if best := day_of_file or given:
        return best, []
    mentioned = document.mentioned_day
    hint = f"{catalog.NO_DAY.hint} Its text mentions {mentioned}." if mentioned else None
    return None, [catalog.NO_DAY.at(place, hint=hint)]


def _stated_day(document: Document) -> tuple[StatedDay | None, list[Problem]]:
    """Return what tells the day of a page, or the problem of two that do not agree.

    A page may be published later than its day, or at once where it is another day, but not days before it.
    """
    a_day = dt.timedelta(1)
    by_weight = {
        weight: [one for one in document.stated_days if one.weight == weight]
        for weight in ("statement", "stamp", "hint")
    }
    best: Sequence[StatedDay] = next(filter(None, by_weight.values()), ())
    if not best:
        return None, []
    first = best[0]
    others = [one for one in best[1:] if one.day != first.day]
    if first.weight == "stamp":
        others = [one for one in others if abs(one.day - first.day) > a_day]
    if first.weight == "statement":
        others += [one for one in by_weight["stamp"] if first.day - one.day > a_day]
    if not others:
        return first, []
    if first.weight == "hint":
        return None, []
    one, other = (f"{one.day} ({one.where}, line {one.line})" for one in (first, others[0]))
    place = document.source.place(max(first.line, others[0].line))
    return None, [catalog.TWO_DAYS.at(place, one=one, other=other)]


def _disagreements(place: Place, day: dt.date, others: Iterable[dt.date | None]) -> list[Problem]:
    """Return a warning of the first of the others that is another day, in a list."""
    other = next((other for other in others if other not in (None, day)), None)
    return [catalog.DAYS_DISAGREE.at(place, day=day, other=other)] if other else []
