"""What the names of live figures stand for in one text: a record as of its day, a note of its period or its term.

A name is a figure, `leverage`, perhaps behind what it is of, `week.leverage`, and perhaps before `rank`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, partial
from itertools import islice

from leverage_site.claims.wording import rank_in_words, scope_in_words
from leverage_site.dates import Period, parse_date, parse_period, period_title
from leverage_site.figures import UNKNOWN
from leverage_site.live.history import PERIOD_OF, SPANS, History
from leverage_site.live.mistakes import meant
from leverage_site.live.values import (
    LISTED,
    LISTED_OF_TASKS,
    TASK_FIGURES,
    TOTALS,
    LiveValue,
    of_task,
    of_totals,
)
from leverage_site.problems import Code, Place, Problem, catalog
from leverage_site.records.model import NamedTask, Record
from leverage_site.stats.as_of import Known, Scope
from leverage_site.stats.day_stats import RANKED, LazyTotals
from leverage_site.stats.index import IndexedDay, PeriodGroup, SiteIndex, TermKind
from leverage_site.stats.totals import Totals, combine
from leverage_site.urls import slug
from leverage_site.values import value

RANK = "rank"
# Among which days a rank is that names none.
USUAL_SPAN = "week"
TERMS: tuple[TermKind, ...] = ("project", "tag")
# What names begin with that need a day, a key or an address behind it.
KEYED = ("on", "task", *TERMS)
# What must stand behind these, and an example of it.
_KEYS = {
    "on": ("the day", "2026-04-07"),
    "task": ("the task as in its address", "sortable-table"),
    "project": ("the project as in its address", "front-end"),
    "tag": ("the tag as in its address", "testing"),
}
# How the period of each kind is written.
_WRITTEN = {"week": "2026-W15", "month": "2026-04", "year": "2026"}
# Of so many wrong names of a text the nearest ones are looked for, and among so many; so many are told, if alike.
_MOST_HINTS, _MOST_NAMES = 10, 1_000
_NEAR, _LIKENESS = 3, 0.6


@value
class NoFigure:
    """Why a name stands for nothing: the problem, what its message says, and a hint if it has one of its own."""

    code: Code
    values: Mapping[str, object]
    hint: str | None = None

    def at(self, place: Place, name: str) -> Problem:
        """Return the problem of a name at its place."""
        return self.code.at(place, hint=self.hint, name=name, **self.values)


Found = LiveValue | NoFigure


def _none(reason: str, hint: str | None = None) -> NoFigure:
    return NoFigure(catalog.NO_LIVE_FIGURE, {"reason": reason}, hint)


class NameTable:
    """The names of one text. Each kind of text has a class of its own, which knows what they are of.

    Args:
        index: The index of the site.
        end: The last day that the text may know; all days if None.

    """

    def __init__(self, index: SiteIndex, end: dt.date | None) -> None:
        self.index = index
        self.end = end
        self._found: dict[str, Found] = {}
        self._hints = _MOST_HINTS

    @property
    def own(self) -> Totals:
        """The sums of what the text is of."""
        raise NotImplementedError

    @property
    def is_closed(self) -> bool:
        """Whether no further record could give a name a meaning."""
        return False

    def spans(self) -> Iterator[tuple[str, Callable[[], Totals | None], str]]:
        """Yield what figures may be of by one word: the word, what gives the sums, and how it is said."""
        raise NotImplementedError

    def terms(self, kind: TermKind) -> Iterator[tuple[str, Callable[[], Totals]]]:
        """Yield the projects or the tags that figures may be of, each with what gives its sums."""
        raise NotImplementedError

    def find(self, name: str) -> Found:
        """Return what a name without a form stands for."""
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> Found:
        first, *rest = name.split(".")
        if first in TOTALS and not rest:
            return self._value(first, self.own)
        if first in TOTALS and rest[0] == RANK and len(rest) <= 2:
            return self._rank(first, *rest[1:])
        if first in PERIOD_OF and len(rest) == 2 and rest[1] in TOTALS:
            return self._of_period(first, *rest)
        if first in KEYED and len(rest) == 2:
            return self._of_key(first, *rest)
        if len(rest) == 1 and rest[0] in TOTALS:
            for word, sums, said in self.spans():
                if word == first:
                    totals = sums()
                    return self._value(rest[0], totals, said) if totals else _none("no record is before this one")
        return self._unknown(name)

    def _value(self, figure: str, totals: Totals, said: str = "") -> LiveValue:
        return of_totals(TOTALS[figure], totals, said)

    def _rank(self, figure: str, span: str = "") -> Found:
        return self._unknown(".".join(filter(None, (figure, RANK, span))))

    def _task(self, _: str, __: str) -> Found:
        return _none("only a record has tasks")

    def _of_key(self, kind: str, key: str, figure: str) -> Found:
        if kind == "task":
            return self._task(key, figure) if figure in TASK_FIGURES else self._unknown(f"task.{key}.{figure}")
        if figure not in TOTALS:
            return self._unknown(f"{kind}.{key}.{figure}")
        if kind == "on":
            return self._on(key, figure)
        found = self._projects if kind == "project" else self._tags
        if key in found:
            return self._value(figure, found[key](), f"of the {kind} {key}")
        return _none(f"no {kind} here is at {key!r}", self._hint(key, found, f"{kind}.{{}}.{figure}"))

    @cached_property
    def _projects(self) -> dict[str, Callable[[], Totals]]:
        return dict(self.terms("project"))

    @cached_property
    def _tags(self) -> dict[str, Callable[[], Totals]]:
        return dict(self.terms("tag"))

    def _on(self, key: str, figure: str) -> Found:
        day = parse_date(key)
        if day is None:
            return _none(f"{key!r} is no date", "Write the date as 2026-04-07.")
        if late := self._late(day):
            return late
        found = self.index.places.get(day)
        if found is None:
            return _none(f"{day} has no record", "Name a day that has one; days without a record have no figures.")
        return self._value(figure, self.index.days[found].stats.totals, f"of {day}")

    def _of_period(self, kind: str, key: str, figure: str) -> Found:
        period = parse_period(kind, key)
        if period is None:
            return _none(f"{key!r} is no {kind}", f"Write the {kind} as {_WRITTEN[kind]}.")
        if late := self._late(period.first):
            return late
        known = Known(self.index, min(self.end or period.last, period.last))
        totals = known.totals(Scope(kind, key))  # type: ignore[arg-type]
        if not totals.days:
            return _none(f"no record is of the {kind} {key}")
        return self._value(figure, totals, f"of {period_title(period)}")

    def _late(self, day: dt.date) -> NoFigure | None:
        is_late = self.end is not None and day > self.end
        return NoFigure(catalog.LATER_FIGURE, {"day": day, "end": self.end}) if is_late else None

    def names(self) -> Iterator[str]:
        """Yield one name of each figure, without forms; of those with a date or a period, none."""
        for begin in ("", *[f"{word}." for word, _, _ in self.spans()]):
            yield from (f"{begin}{figure}" for figure in LISTED)
        for kind in TERMS:
            for key, _ in self.terms(kind):
                yield from (f"{kind}.{key}.{figure}" for figure in LISTED)

    def listed(self) -> Iterator[tuple[str, LiveValue]]:
        """Yield each of the `names` that stands for something, with that."""
        found = ((name, self.find(name)) for name in self.names())
        return ((name, one) for name, one in found if isinstance(one, LiveValue))

    def _unknown(self, name: str) -> NoFigure:
        first, _, figure = name.partition(".")
        if first in _KEYS and figure in {*TOTALS, *TASK_FIGURES}:
            what, example = _KEYS[first]
            hint = f"Write {what} between them, such as {{{{ {first}.{example}.{figure} }}}}."
            return _none(f"what {first!r} is of is missing", hint)
        return _none("there is no such name", self._hint(name, self.names(), "{}"))

    def _hint(self, name: str, names: Iterable[str], pattern: str) -> str | None:
        """Return a hint with the names nearest to a wrong one; to look for them takes long, so there are a few."""
        self._hints -= 1
        if self._hints < 0:
            return None
        from difflib import get_close_matches  # loaded for a mistake only

        known = dict.fromkeys(islice(names, _MOST_NAMES))
        near = list(dict.fromkeys(filter(known.__contains__, meant(name))))[:_NEAR]
        near = near or [one for one in known if len(name) >= _NEAR and name in one.split("-")][:_NEAR]
        near = near or get_close_matches(name.lower(), list(known), _NEAR, _LIKENESS)
        said = " or ".join([f"{{{{ {pattern.format(one)} }}}}" for one in near])
        return f"Did you mean {said}? Write \\{{{{ for braces that are meant to be shown." if said else None


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
        return _none("a partial stands on the pages of many days", hint)


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
    def own(self) -> Totals:
        """The sums of what the text is of."""
        return self.day.stats.totals

    def spans(self) -> Iterator[tuple[str, Callable[[], Totals | None], str]]:
        """Yield what figures may be of by one word."""
        before = self.index.days[self.place - 1].stats.totals if self.place else None
        yield "previous", lambda: before, "of the day before"
        for span in SPANS:
            said = scope_in_words(self._scope(span), self.record.date)
            yield span, partial(self.history.totals, self.place, span), said

    def terms(self, kind: TermKind) -> Iterator[tuple[str, Callable[[], Totals]]]:
        """Yield the projects or the tags that figures may be of."""
        yield from ((key, parts[0].get) for key, parts in _terms_of([self.day], kind).items())

    def _scope(self, span: str) -> Scope:
        key = PERIOD_OF[span](self.record.date).key if span in PERIOD_OF else ""
        return Scope(span, key)  # type: ignore[arg-type]

    def _rank(self, figure: str, span: str = USUAL_SPAN) -> Found:
        name = TOTALS[figure].name
        if name not in RANKED or span not in SPANS:
            return self._unknown(".".join(filter(None, (figure, RANK, span))))
        rank = self.history.rank(self.place, name, span)
        value = self._value(figure, self.own)
        if rank is None:
            return replace(value, text=UNKNOWN, exact="", number=None, is_wording=True)
        place, words = rank.place("highest"), rank_in_words(rank, self._scope(span), self.record.date)
        return replace(value, text=words, exact=str(place), number=place, is_wording=True)

    def _task(self, name: str, figure: str) -> Found:
        task = self._named.get(name) or self._find_task(name)
        if task is None:
            ids = self.record.body.get().task_ids
            return _none(f"the day has no task {name!r}", self._hint(name, ids, f"task.{{}}.{figure}"))
        if name != task.id and self.order != "file":
            hint = f"Write {{{{ task.{task.id}.{figure} }}}}."
            return NoFigure(catalog.TASK_BY_NUMBER, {}, hint)
        return of_task(figure, task.task)

    @cached_property
    def _named(self) -> dict[str, NamedTask]:
        return {task.name: task for task in self.record.named_tasks}

    def _find_task(self, name: str) -> NamedTask | None:
        """Return a task that no text names, which reads the body."""
        of_day = enumerate(self.record.body.get().identified_tasks, 1)
        return next((NamedTask(name, own, n, task) for n, (own, task) in of_day if name == own), None)

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
    def own(self) -> Totals:
        """The sums of what the text is of."""
        return self.group.totals

    def spans(self) -> Iterator[tuple[str, Callable[[], Totals | None], str]]:
        """Yield what figures may be of by one word."""
        before = self.before.totals if self.before else None
        yield "previous", lambda: before, f"of the {self.group.period.kind} before"
        yield "all", partial(Known(self.index, self.group.period.last).totals, Scope("all")), "so far"

    @cached_property
    def _terms(self) -> dict[TermKind, dict[str, list[LazyTotals]]]:
        return {kind: _terms_of(self.group.days, kind) for kind in TERMS}

    def terms(self, kind: TermKind) -> Iterator[tuple[str, Callable[[], Totals]]]:
        """Yield the projects or the tags that figures may be of."""
        for key, parts in self._terms[kind].items():
            yield key, partial(_combined, parts)


class SiteNames(NameTable):
    """The names of a text that is of the whole site, or of all days of a project or a tag.

    Args:
        index: The index of the site.
        own: The sums of what the text is of, by default of all days.

    """

    def __init__(self, index: SiteIndex, own: Totals | None = None) -> None:
        super().__init__(index, None)
        self._own = own

    @property
    def own(self) -> Totals:
        """The sums of what the text is of."""
        return self.index.totals if self._own is None else self._own

    def spans(self) -> Iterator[tuple[str, Callable[[], Totals | None], str]]:
        """Yield what figures may be of by one word."""
        yield "all", lambda: self.index.totals, "of all days"

    def terms(self, kind: TermKind) -> Iterator[tuple[str, Callable[[], Totals]]]:
        """Yield the projects or the tags that figures may be of."""
        for group in self.index.terms[kind].values():
            yield slug(group.name), partial(getattr, group, "totals")


def _terms_of(days: Iterable[IndexedDay], kind: TermKind) -> dict[str, list[LazyTotals]]:
    """Return the sums of each project or tag of some days, by what its address is made of."""
    found: dict[str, list[LazyTotals]] = {}
    for day in days:
        whole = LazyTotals(day.stats.totals)
        for name, sums in day.stats.projects if kind == "project" else day.stats.tagged:
            found.setdefault(slug(name), []).append(sums or whole)
    return found


def _combined(parts: Iterable[LazyTotals]) -> Totals:
    return combine([sums.get() for sums in parts])
