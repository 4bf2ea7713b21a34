"""What the names of live figures stand for in one text; `tables` has the names of each kind of text.

A name is a figure, `leverage`, perhaps behind what it is of, `week.leverage`, and perhaps before `rank`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from leverage_site.dates import parse_date, parse_period, period_title
from leverage_site.live import ends
from leverage_site.live.groups import LiveGroup
from leverage_site.live.history import PERIOD_OF
from leverage_site.live.mistakes import MOST_HINTS, nearest
from leverage_site.live.values import LISTED, TASK_FIGURES, TOTALS, LiveValue, of_totals
from leverage_site.problems import Code, Place, Problem, catalog
from leverage_site.stats.as_of import Known, Scope
from leverage_site.stats.index import SiteIndex, TermKind
from leverage_site.values import value

RANK = "rank"
TERMS: tuple[TermKind, ...] = ("project", "tag")
# What names begin with that need a day, a key or an address behind it.
KEYED = ("on", "task", *TERMS)
# What figures of days may be called behind what they are of, and those of them that one day has none of.
CALLED = (*TOTALS, *ends.NAMED)
OF_SEVERAL = ("days", *ends.OF_DAYS)
# What must stand behind these, and an example of it.
_KEYS = {
    "on": ("the day", "2026-04-07"),
    "task": ("the task as in its address", "sortable-table"),
    "project": ("the project as in its address", "front-end"),
    "tag": ("the tag as in its address", "testing"),
}
# How the period of each kind is written.
_WRITTEN = {"week": "2026-W15", "month": "2026-04", "year": "2026"}


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


def no_figure(reason: str, hint: str | None = None) -> NoFigure:
    """Return why a name stands for nothing."""
    return NoFigure(catalog.NO_LIVE_FIGURE, {"reason": reason}, hint)


def split_name(name: str) -> tuple[list[str], str]:
    """Return the parts of a name that say what its figure is of, and the rest; a tag may be called `highest`."""
    parts = name.split(".")
    size = 2 if ".".join(parts[-2:]) in CALLED and (len(parts) != 3 or parts[0] not in KEYED) else 1
    return parts[:-size], ".".join(parts[-size:])


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
        self._terms: dict[TermKind, dict[str, LiveGroup]] = {}
        self._hints = MOST_HINTS

    @property
    def own(self) -> LiveGroup:
        """What the text is of."""
        raise NotImplementedError

    @property
    def is_closed(self) -> bool:
        """Whether no further record could give a name a meaning."""
        return False

    def spans(self) -> Iterator[tuple[str, LiveGroup | None]]:
        """Yield the words that figures may be of, each with what it stands for, which may be nothing."""
        raise NotImplementedError

    def terms(self, kind: TermKind) -> Iterator[tuple[str, LiveGroup]]:
        """Yield the projects or the tags that figures may be of, by the keys of their addresses."""
        raise NotImplementedError

    def find(self, name: str) -> Found:
        """Return what a name without a form stands for."""
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> Found:
        parts = name.split(".")
        if parts[0] in TOTALS and parts[1:2] == [RANK] and len(parts) <= 3:
            return self._rank(parts[0], *parts[2:])
        if parts[0] == "task" and len(parts) == 3 and parts[2] in TASK_FIGURES:
            return self._task(*parts[1:])
        of, called = split_name(name)
        group = self._group(of, called) if called in CALLED else None
        if group is None:
            return self._unknown(name)
        if isinstance(group, NoFigure):
            return group
        if called in OF_SEVERAL and group.ends is None:
            hint = f"Write {{{{ week.{called} }}}} or {{{{ all.{called} }}}}."
            return no_figure("a single day has none", hint if self.own.ends is None else None)
        if called in TOTALS:
            return of_totals(TOTALS[called], group.totals(), group.said)
        return ends.of_ends(called, group) if ends.applies(called, group) else self._unknown(name)

    def _group(self, of: list[str], called: str) -> LiveGroup | NoFigure | None:
        """Return what the first parts of a name stand for, or why for nothing; None where there are no such."""
        match of:
            case []:
                return self.own
            case [word]:
                found = dict(self.spans())
                return (found[word] or no_figure("no record is before this one")) if word in found else None
            case ["on", key]:
                return self._on(key)
            case [kind, key] if kind in PERIOD_OF:
                return self._of_period(kind, key)
            case ["project" | "tag" as kind, key]:
                if kind not in self._terms:
                    self._terms[kind] = dict(self.terms(kind))
                terms = self._terms[kind]
                hint = None if key in terms else self._hint(key, terms, f"{kind}.{{}}.{called}")
                return terms.get(key) or no_figure(f"no {kind} here is at {key!r}", hint)
        return None

    def _rank(self, figure: str, span: str = "") -> Found:
        return self._unknown(".".join(filter(None, (figure, RANK, span))))

    def _task(self, _: str, __: str) -> Found:
        return no_figure("only a record has tasks")

    def _on(self, key: str) -> LiveGroup | NoFigure:
        day = parse_date(key)
        if day is None:
            return no_figure(f"{key!r} is no date", "Write the date as 2026-04-07.")
        if late := self._late(day):
            return late
        found = self.index.places.get(day)
        if found is None:
            hint = "Name a day that has one; days without a record have no figures."
            return no_figure(f"{day} has no record", hint)
        return LiveGroup.of_day(self.index.days[found], f"of {day}")

    def _of_period(self, kind: str, key: str) -> LiveGroup | NoFigure:
        period = parse_period(kind, key)
        if period is None:
            return no_figure(f"{key!r} is no {kind}", f"Write the {kind} as {_WRITTEN[kind]}.")
        if late := self._late(period.first):
            return late
        known = Known(self.index, min(self.end or period.last, period.last))
        days = known.days_of(Scope(kind, key))  # type: ignore[arg-type]
        if not days:
            return no_figure(f"no record is of the {kind} {key}")
        return LiveGroup.of_days(days, f"of {period_title(period)}")

    def _late(self, day: dt.date) -> NoFigure | None:
        is_late = self.end is not None and day > self.end
        return NoFigure(catalog.LATER_FIGURE, {"day": day, "end": self.end}) if is_late else None

    def names(self) -> Iterator[str]:
        """Yield one name of each figure, without forms; of those with a date or a period, none."""
        groups = [("", self.own), *self.spans()]
        groups += [(f"{kind}.{key}", group) for kind in TERMS for key, group in self.terms(kind)]
        for of, group in groups:
            for called in (*LISTED, *ends.NAMED):
                is_there = group is None or group.ends is not None or called not in OF_SEVERAL
                if is_there and (group is None or called in TOTALS or ends.applies(called, group)):
                    yield f"{of}.{called}" if of else called

    def listed(self) -> Iterator[tuple[str, LiveValue]]:
        """Yield each of the `names` that stands for something, with that."""
        found = ((name, self.find(name)) for name in self.names())
        return ((name, one) for name, one in found if isinstance(one, LiveValue))

    def _unknown(self, name: str) -> NoFigure:
        first, _, figure = name.partition(".")
        if first in _KEYS and figure in {*CALLED, *TASK_FIGURES}:
            what, example = _KEYS[first]
            hint = f"Write {what} between them, such as {{{{ {first}.{example}.{figure} }}}}."
            return no_figure(f"what {first!r} is of is missing", hint)
        return no_figure("there is no such name", self._hint(name, self.names(), "{}"))

    def _hint(self, name: str, names: Iterable[str], pattern: str) -> str | None:
        """Return a hint with the names nearest to a wrong one; to look for them takes long, so there are a few."""
        self._hints -= 1
        near = nearest(name, names) if self._hints >= 0 else ()
        said = " or ".join([f"{{{{ {pattern.format(one)} }}}}" for one in near])
        return f"Did you mean {said}? Write \\{{{{ for braces that are meant to be shown." if said else None
