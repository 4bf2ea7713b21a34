"""The names of each kind of text: a record as of its day, a note of its period or its term, a page of the site."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, partial

from leverage_site.claims.wording import rank_in_words, scope_in_words
from leverage_site.dates import Period
from leverage_site.figures import UNKNOWN
from leverage_site.live.groups import LiveGroup
from leverage_site.live.history import PERIOD_OF, SPANS, History
from leverage_site.live.names import RANK, Found, NameTable, NoFigure, no_figure
from leverage_site.live.values import LISTED, LISTED_OF_TASKS, TOTALS, of_task, of_totals
from leverage_site.problems import catalog
from leverage_site.records.model import NamedTask, Record
from leverage_site.stats.as_of import Known, Scope
from leverage_site.stats.day_stats import RANKED
from leverage_site.stats.index import IndexedDay, PeriodGroup, SiteIndex, TermGroup, TermKind
from leverage_site.urls import slug

# Among which days a rank is that names none.
USUAL_SPAN = "week"


class NoNames(NameTable):
    """The names of a partial, which has none: it stands on the pages of many days."""

    def __init__(self) -> None:
        super().__init__(SiteIndex((), ()), None)

    @property
    def is_closed(self) -> bool:
        """Always: no record changes that."""
        return True

    def find(self, _: str) -> Found:
        """Return that there is nothing."""
        hint = "Write it in words, or put it on a page: else pages of old days would change with each new one."
        return no_figure("a partial stands on the pages of many days", hint)


class RecordNames(NameTable):
    """The names of a record: all is as of its day, and no later day changes it.

    Args:
        index: The index of the site.
        history: That of the index.
        record: The record, one of the index.
        order: In which order pages number tasks.

    """

    def __init__(self, index: SiteIndex, history: History, record: Record, order: str) -> None:
        super().__init__(index, record.date)
        self.history = history
        self.record = record
        self.order = order
        self.place = index.places[record.date]

    @property
    def day(self) -> IndexedDay:
        """The day itself."""
        return self.index.days[self.place]

    @property
    def own(self) -> LiveGroup:
        """The day."""
        return LiveGroup.of_day(self.day)

    def spans(self) -> Iterator[tuple[str, LiveGroup | None]]:
        """Yield the words that figures may be of."""
        before = self.index.days[self.place - 1] if self.place else None
        yield "previous", LiveGroup.of_day(before, "of the day before") if before else None
        for span in SPANS:
            said, of = scope_in_words(self._scope(span), self.record.date), (self.place, span)
            totals, spread, ends = self.history.totals, self.history.spread, self.history.ends
            yield span, LiveGroup(said, partial(totals, *of), partial(spread, *of), partial(ends, *of))

    def terms(self, kind: TermKind) -> Iterator[tuple[str, LiveGroup]]:
        """Yield the projects or the tags of the day."""
        yield from _terms_of(self.index.between(self.record.date, self.record.date), kind, is_of_day=True)

    def _scope(self, span: str) -> Scope:
        key = PERIOD_OF[span](self.record.date).key if span in PERIOD_OF else ""
        return Scope(span, key)  # type: ignore[arg-type]

    def _rank(self, figure: str, span: str = USUAL_SPAN) -> Found:
        name = TOTALS[figure].name
        if name not in RANKED or span not in SPANS:
            return self._unknown(".".join(filter(None, (figure, RANK, span))))
        rank = self.history.rank(self.place, name, span)
        value = of_totals(TOTALS[figure], self.own.totals())
        if rank is None:
            return replace(value, text=UNKNOWN, exact="", number=None, kind="wording")
        place, words = rank.place("highest"), rank_in_words(rank, self._scope(span), self.record.date)
        return replace(value, text=words, exact=str(place), number=place, kind="wording")

    def _task(self, name: str, figure: str) -> Found:
        task = self._named.get(name)
        if task is None:  # no text names it, so that the body is read
            of_day = enumerate(self.record.body.get().identified_tasks, 1)
            task = next((NamedTask(name, own, n, one) for n, (own, one) in of_day if name == own), None)
        if task is None:
            ids = self.record.body.get().task_ids
            return no_figure(f"the day has no task {name!r}", self._hint(name, ids, f"task.{{}}.{figure}"))
        if name != task.id and self.order != "file":
            hint = f"Write {{{{ task.{task.id}.{figure} }}}}."
            return NoFigure(catalog.TASK_BY_NUMBER, {}, hint)
        return of_task(figure, task.task)

    @cached_property
    def _named(self) -> dict[str, NamedTask]:
        return {task.name: task for task in self.record.named_tasks}

    def names(self) -> Iterator[str]:
        """Yield one name of each figure, without forms, which reads the body."""
        yield from super().names()
        for figure in LISTED:
            if TOTALS[figure].name in RANKED:
                yield from (f"{figure}.{RANK}{span}" for span in ("", *[f".{span}" for span in SPANS[1:]]))
        for own in self.record.body.get().task_ids:
            yield from (f"task.{own}.{figure}" for figure in LISTED_OF_TASKS)


class PeriodNames(NameTable):
    """The names of the note of a week, a month or a year: what they are of is the whole period.

    Args:
        index: The index of the site.
        group: The days of the period.
        before: Those of the period before that has a record.

    """

    def __init__(self, index: SiteIndex, group: PeriodGroup, before: PeriodGroup | None) -> None:
        super().__init__(index, group.period.last)
        self.group = group
        self.before = before

    @classmethod
    def of(cls, index: SiteIndex, period: Period) -> "PeriodNames":
        """Return the names of the note of a period, which may have no record."""
        groups = index.periods(period.kind)
        before = max((key for key in groups if key < period.key), default="")
        return cls(index, groups.get(period.key) or PeriodGroup(period), groups.get(before))

    @property
    def own(self) -> LiveGroup:
        """The whole period."""
        return LiveGroup.of_days(self.group.days, totals=lambda: self.group.totals)

    def spans(self) -> Iterator[tuple[str, LiveGroup | None]]:
        """Yield the words that figures may be of."""
        before = self.before
        said = f"of the {self.group.period.kind} before"
        yield "previous", LiveGroup.of_days(before.days, said, lambda: before.totals) if before else None
        yield "all", LiveGroup.of_days(Known(self.index, self.group.period.last).days, "so far")

    def terms(self, kind: TermKind) -> Iterator[tuple[str, LiveGroup]]:
        """Yield the projects or the tags of the period."""
        yield from _terms_of(self.index.between(self.group.period.first, self.group.period.last), kind)


class SiteNames(NameTable):
    """The names of a text that is of the whole site, or of all days of a project or a tag.

    Args:
        index: The index of the site.
        own: What the text is of, by default all days.

    """

    def __init__(self, index: SiteIndex, own: TermGroup | None = None) -> None:
        super().__init__(index, None)
        self._own = own

    @property
    def own(self) -> LiveGroup:
        """What the text is of."""
        return LiveGroup.of_term(self._own) if self._own else self._all("")

    def spans(self) -> Iterator[tuple[str, LiveGroup | None]]:
        """Yield the words that figures may be of."""
        yield "all", self._all("of all days")

    def _all(self, said: str) -> LiveGroup:
        return LiveGroup.of_days(self.index.days, said, lambda: self.index.totals)

    def terms(self, kind: TermKind) -> Iterator[tuple[str, LiveGroup]]:
        """Yield the projects or the tags of the site."""
        yield from _terms_of(self.index, kind)


def _terms_of(index: SiteIndex, kind: TermKind, *, is_of_day: bool = False) -> Iterator[tuple[str, LiveGroup]]:
    """Yield the projects or the tags of an index by the keys of their addresses."""
    for group in index.terms[kind].values():
        key = slug(group.name)
        yield key, LiveGroup.of_term(group, f"of the {kind} {key}", is_of_day=is_of_day)
