"""The straight line of an import: sources → documents → drafts → records, and a report of all of it."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from leverage_site.dates import parts
from leverage_site.importing import dating
from leverage_site.importing.draft import (
    Draft,
    day_tokens,
    defect,
    omit_defaults,
    parse_tasks,
    record_text,
    unknown_figures,
    warnings,
)
from leverage_site.importing.entries import entry_of
from leverage_site.importing.formats.document import Document, LeftOut
from leverage_site.importing.formats.formats import detect_format, read_documents
from leverage_site.importing.old_address import Addresses
from leverage_site.importing.outcomes import Imported, Options, Outcome, Rejected
from leverage_site.importing.places import put, target
from leverage_site.importing.reconcile import Mismatch, find_mismatches
from leverage_site.importing.sources import read
from leverage_site.importing.taken import Taken
from leverage_site.problems import Place, Problem, ProblemError, catalog
from leverage_site.settings import Settings
from leverage_site.text import fill_pattern


@dataclass(frozen=True, slots=True)
class Importer:
    """Imports sources into the site at `root`, which has `taken` already."""

    root: Path
    settings: Settings
    options: Options
    known_tags: tuple[str, ...]
    taken: Taken

    def run(self, sources: Sequence[str], progress: Callable[[int], None]) -> list[Outcome]:
        """The outcome of each document; a fault of one does not touch the others."""
        outcomes: list[Outcome] = []
        sources_of: dict[dt.date, Imported] = {}
        for source in sources:
            outcomes += (self._once(outcome, sources_of) for outcome in self._source(source))
            progress(1)
        return outcomes

    def _source(self, name: str) -> Iterator[Outcome]:
        """What comes of one source."""
        options = self.options
        strays: list[Problem] = []
        count = 0
        try:
            source = read(name, options.form, options.encoding)
            form = options.form or detect_format(source, options.named)
            for found in read_documents(
                source, form, options.named, self.known_tags, options.day, options.day_order
            ):
                if isinstance(found, Problem):
                    strays.append(found)
                else:
                    count += 1
                    yield self._document(found, strays if count == 1 else [])
        except ProblemError as error:
            strays += error.problems
        if errors := [problem for problem in strays if problem.severity == "error"]:
            yield Rejected(
                name, None, sum(problem.code == catalog.BAD_ROW.code for problem in errors), tuple(errors)
            )

    def _document(self, document: Document, strays: Sequence[Problem]) -> Outcome:
        """The record of a document, or why there is none."""
        problems = [*document.problems, *(stray for stray in strays if stray.severity == "warning")]
        day, about_day = dating.day(document, self.options.day, sure=self.options.sure)
        tasks, faults = parse_tasks(document)
        tasks = omit_defaults(tasks, self.settings.assistant)
        problems += [*about_day, *faults, *unknown_figures(document)]
        name, rows = document.source.path, len(document.log.rows)
        if day is None or _errors(problems):
            return Rejected(name, day, rows, tuple(problems))
        document = replace(document, days=(day,), left_out=(*document.left_out, *_too_early(document, day)))
        draft, about_address = self._draft(document, day, Draft(day, tasks, body=document.body))
        content = record_text(draft)
        if reason := defect(draft, content):
            fault = catalog.NOT_A_RECORD.at(Place(name), reason=reason)
            return Rejected(name, day, rows, (*problems, fault))
        found = tuple(find_mismatches(document, tasks))
        try:
            place = target(self.root, self.taken.path(day), content)
        except ProblemError as error:
            return Rejected(name, day, rows, (*problems, *error.problems))
        problems += [*about_address, *_columns(document), *_told(document, found), *warnings(content, place.path)]
        left_out = tuple(dict.fromkeys(item.name for item in document.left_out))
        taken = tuple(sorted((*document.taken, *document.left_out), key=lambda item: item.line))
        told = tuple(problems)
        return Imported(name, draft, content, place, found, left_out, document.assumed, told, taken)

    def _draft(self, document: Document, day: dt.date, draft: Draft) -> tuple[Draft, list[Problem]]:
        facts, place = document.facts, Place(document.source.path)
        entry = entry_of(self.options.entries, facts.url, facts.title, day)
        usual = fill_pattern(self.settings.day_title, parts(day))
        is_own = entry is None or self.taken.take_id(entry.id, day)
        draft = replace(
            draft,
            title=facts.title if facts.title != usual else None,
            tags=facts.tags,
            tokens=day_tokens(document, draft.tasks),
            summary=facts.summary,
            id=entry.id if entry and is_own else None,
            draft=facts.draft,
            updated=facts.updated if facts.updated and facts.updated > day else None,
        )
        addresses = Addresses(self.settings, self.taken, redirects=self.options.redirects)
        draft, problems = addresses.kept(draft, facts.url or (entry.url if entry else None), facts.aliases, place)
        if entry and not is_own:
            problems.append(catalog.USED_ID.at(place, id=entry.id))
        return draft, problems

    def _once(self, outcome: Outcome, sources_of: dict[dt.date, Imported]) -> Outcome:
        """The outcome, written; of two documents of one day, the second is rejected."""
        if isinstance(outcome, Rejected):
            return outcome
        day = outcome.draft.date
        first = sources_of.setdefault(day, outcome)
        if first is not outcome and first.text != outcome.text:
            place = Place(outcome.source)
            fault = catalog.TWO_SOURCES.at(place, other=first.source, date=day)
            return Rejected(outcome.source, day, len(outcome.draft.tasks), (*outcome.problems, fault))
        return self._written(outcome) if first is outcome else outcome

    def _written(self, outcome: Imported) -> Outcome:
        place, day = outcome.target, outcome.draft.date
        if place.state == "differs" and not self.options.update:
            fault = catalog.CONFLICT.at(Place(place.path), date=day, source=outcome.source)
            return replace(outcome, problems=(*outcome.problems, fault))
        if place.state != "unchanged" and not self.options.dry_run:
            try:
                put(self.root, place.path, outcome.text, replace=place.state == "differs")
            except ProblemError as error:
                return replace(outcome, problems=(*outcome.problems, *error.problems))
        return outcome


def _errors(problems: Sequence[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _too_early(document: Document, day: dt.date) -> Iterator[LeftOut]:
    """A day of the last change that no record can have, since it is before its own."""
    if (updated := document.facts.updated) and updated < day:
        yield LeftOut("updated", updated.isoformat(), 1)


def _columns(document: Document) -> Iterator[Problem]:
    for name in document.log.unknown:
        if name.strip():
            yield catalog.UNKNOWN_COLUMN.at(document.source.find(name, document.log.line), name=name)


def _told(document: Document, found: Sequence[Mismatch]) -> Iterator[Problem]:
    """Each mismatch as a warning."""
    for item in found:
        place = item.place or document.source.find(item.printed, item.line, item.line)
        figure = f"'{item.figure}' of row {item.row}" if item.row else f"'{item.figure}' of the day"
        yield catalog.MISMATCH.at(
            place, figure=figure, printed=item.printed, against=item.against, computed=item.computed
        )
