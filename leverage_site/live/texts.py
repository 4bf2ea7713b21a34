"""The texts of a site with their live figures in place.

A text is replaced before pages see it, as names with aliases are: whatever is made of it, a page, an excerpt, a
feed, is made of what its figures say. Its digest then stands for that as well, so that keys of pages change with
the figures that they show and with nothing else.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache, partial
from html import escape
from typing import TypeVar, cast

from leverage_site.dates import PeriodKind, parse_period
from leverage_site.language.phrases import DIRECTION_LTR, Language
from leverage_site.live.history import SPANS, History
from leverage_site.live.names import CALLED, RANK, TERMS, NameTable, NoFigure
from leverage_site.live.tables import USUAL_SPAN, NoNames, PeriodNames, RecordNames, SiteNames
from leverage_site.live.values import TOTALS, Voice
from leverage_site.markdown import FilledFigure, Html, ProseFigure, fill_text
from leverage_site.problems import MAX_PROBLEMS, Problem, catalog
from leverage_site.records.model import LazyBody, Library, Note, PlainPage, Record, RecordBody
from leverage_site.settings import Settings
from leverage_site.stats.index import SiteIndex, TermGroup, TermKind
from leverage_site.text import listed
from leverage_site.urls import slug
from leverage_site.values import token, value

LiveText = TypeVar("LiveText", Record, PlainPage, Note)
AnyText = Record | PlainPage | Note


@value
class FilledText:
    """A text as it was read, what its figures follow from, the text with them in place, and what is wrong."""

    read: AnyText
    basis: str
    filled: AnyText
    problems: tuple[Problem, ...]


@dataclass(frozen=True, eq=False)
class FilledTexts:
    """The texts of a library with their live figures in place, and the library as it was `read`.

    `known` has those with figures, by the identities of the texts as they were read. A later filling takes over
    what follows from the same; `basis` is that of all.
    """

    read: Library
    library: Library
    index: SiteIndex
    basis: tuple[object, ...] = ()
    known: Mapping[int, FilledText] = field(default_factory=dict)

    @property
    def problems(self) -> Iterator[Problem]:
        """What is wrong with live figures."""
        return (problem for text in self.known.values() for problem in text.problems)


def fill_texts(
    settings: Settings,
    library: Library,
    index: SiteIndex,
    language: Language | None = None,
    before: FilledTexts | None = None,
) -> FilledTexts:
    """Put the live figures of all texts in place; the index gets the records that have them.

    Args:
        settings: The site's settings.
        library: The site's texts.
        index: That of its records.
        language: The language of pages, English where there is none.
        before: The same site's texts a while ago: what did not change is taken over.

    """
    if not any(text.figures for text in library.texts):
        return FilledTexts(library, library, index)
    return _Filler(settings, library, index, language, before).fill()


class _Filler:
    """Fills the texts of one library; the arguments are those of `fill_texts`."""

    def __init__(
        self,
        settings: Settings,
        library: Library,
        index: SiteIndex,
        language: Language | None,
        before: FilledTexts | None,
    ) -> None:
        self.settings = settings
        self.library = library
        self.index = index
        self.voice = _voice(settings, language)
        self.all_read = not library.misses_records
        self.basis = (settings.language, language and language.digest, settings.task_order, self.all_read)
        self.before = before.known if before and before.basis == self.basis else {}
        self.history = History(index)
        self.known: dict[int, FilledText] = {}

    def fill(self) -> FilledTexts:
        """Return the texts with their figures in place."""
        library, index = self.library, self.index
        filled = {id(record): self._record(record) for record in index.records}
        library = replace(
            library,
            records=tuple([filled[id(record)] for record in library.records]),
            pages=tuple([self._fill(page, self._site, self._since(None)) for page in library.pages]),
            weeks=self._of_periods("week", library.weeks),
            months=self._of_periods("month", library.months),
            years=self._of_periods("year", library.years),
            projects=self._of_terms("project", library.projects),
            tags=self._of_terms("tag", library.tags),
            partials=tuple([self._fill(note, NoNames, "") for note in library.partials]),
        )
        index = index.with_records(tuple([filled[id(record)] for record in index.records]))
        return FilledTexts(self.library, library, index, self.basis, self.known)

    def _record(self, record: Record) -> Record:
        if not record.figures:
            return record
        place = self.index.places[record.date]
        spans = sorted({span for figure in record.figures if (span := _span_of(figure.name))})
        basis = " ".join([self.history.digest(place, span) for span in spans])
        names = partial(RecordNames, self.index, self.history, record, self.settings.task_order)
        return self._fill(record, names, basis)

    def _of_periods(self, kind: PeriodKind, notes: Iterable[Note]) -> tuple[Note, ...]:
        filled = []
        for note in notes:
            period = parse_period(kind, note.name)
            # One that is called otherwise is of nothing, which is a problem of its own.
            names = partial(PeriodNames.of, self.index, period) if period else self._site
            filled.append(self._fill(note, names, self._since(period.last if period else None)))
        return tuple(filled)

    def _of_terms(self, kind: TermKind, notes: Iterable[Note]) -> tuple[Note, ...]:
        basis = self._since(None)
        return tuple([self._fill(note, partial(self._term, kind, note.name), basis) for note in notes])

    def _term(self, kind: TermKind, name: str) -> NameTable:
        groups = self.index.terms[kind].values()
        own = next((group for group in groups if slug(group.name) == name), TermGroup(kind, name, name))
        return SiteNames(self.index, own)

    def _site(self) -> NameTable:
        return SiteNames(self.index)

    def _since(self, end: date | None) -> str:
        """Return what stands for the days up to the one at the end of a period, or for all."""
        dates = [day.date for day in self.index.days]
        count = len(dates) if end is None else bisect_right(dates, end)
        return self.history.digest(count - 1, "all") if count else ""

    def _fill(self, text: LiveText, names: Callable[[], NameTable], basis: str) -> LiveText:
        """Return a text with its figures in place.

        Args:
            text: The text.
            names: Gives what names stand for in it.
            basis: Stands for all that this follows from, beside the text.

        """
        if not text.figures:
            return text
        known = self.before.get(id(text))
        if known is None or known.basis != basis:
            table = names()
            outcomes = [self._print(table, figure) for figure in text.figures]
            # A record that could not be read may have what a name stands for.
            is_certain = self.all_read or table.is_closed
            told = [problem for _, problem in outcomes if problem]
            problems = [one for one in told if is_certain or one.code != catalog.NO_LIVE_FIGURE.code]
            filled = _with_figures(text, tuple([printed for printed, _ in outcomes]))
            known = FilledText(text, basis, filled, tuple(problems[:MAX_PROBLEMS]))
        self.known[id(text)] = known
        return cast("LiveText", known.filled)

    def _print(self, names: NameTable, figure: ProseFigure) -> tuple[FilledFigure, Problem | None]:
        """Return what is printed in the place of a figure, the braces where there is none, and what is wrong."""
        name, has_form, form = (part.strip() for part in figure.name.partition(":"))
        found = names.find(name)
        if isinstance(found, NoFigure):
            return _as_written(figure), found.at(figure.place, name)
        if has_form and form not in found.forms:
            values = {"form": form, "forms": listed(found.forms) or "nothing"}
            return _as_written(figure), catalog.NO_SUCH_FORM.at(figure.place, name=name, **values)
        problem = None if found.exact else catalog.UNKNOWN_VALUE_SHOWN.at(figure.place, name=name)
        return found.printed(name, form, opens=figure.opens, voice=self.voice), problem


def _voice(settings: Settings, language: Language | None) -> Voice:
    """Return how the texts of a site say figures; `language` is that of its pages, if it is not English."""
    is_english = settings.language.lower().partition("-")[0] == "en"
    direction = DIRECTION_LTR if language and language.is_leftward else ""
    return Voice(language.say if language else str, "" if is_english else f' lang="en"{direction}')


@lru_cache(1_024)
def _span_of(name: str) -> str:
    """Return the span up to a record's day that decides what a name stands for; none if the record alone does."""
    first, *rest = name.partition(":")[0].strip().split(".")
    if ".".join([first, *rest]) in CALLED or first in ("task", *TERMS):
        return ""
    if first in TOTALS and rest[0] == RANK:
        first, rest = rest[1] if len(rest) > 1 else USUAL_SPAN, rest[:1]
    return first if first in SPANS and (len(rest) == 1 or ".".join(rest) in CALLED) else "all"


def _as_written(figure: ProseFigure) -> FilledFigure:
    return FilledFigure(figure.written, Html(escape(figure.written, quote=False)))


def _with_figures(text: AnyText, printed: tuple[FilledFigure, ...]) -> AnyText:
    """Return a text with its figures in place, and a digest that stands for these as well."""
    digest = token(text.digest, [(one.text, one.html) for one in printed])
    if isinstance(text, Note):
        return replace(text, prose=text.prose.with_figures(printed), digest=digest)
    summary = fill_text(text.summary, printed) if text.summary else text.summary
    if isinstance(text, PlainPage):
        prose = text.prose.with_figures(printed)
        return replace(text, prose=prose, summary=summary, digest=digest, figures=())
    return replace(
        text,
        body=LazyBody(partial(_body_with_figures, text.body, printed)),
        summary=summary,
        lead_text=fill_text(text.lead_text, printed),
        digest=digest,
        figures=(),
    )


def _body_with_figures(body: LazyBody, printed: tuple[FilledFigure, ...]) -> RecordBody:
    read = body.get()
    return replace(read, prose=read.prose.with_figures(printed))
