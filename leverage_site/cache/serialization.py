"""Content as JSON values and back, for the cache: records and the facts of their days, and other texts.

What a list needs of a record and what only its own page needs are two texts: its head and its body. Nothing is
checked on the way back, for only what this program wrote gets here; see `store`.
"""

from collections.abc import Callable
from dataclasses import MISSING, fields
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, Generic, TypeVar

from leverage_site.markdown import Fragment, Prose, ProseLink
from leverage_site.problems import Place, Problem
from leverage_site.records.measures import Tokens
from leverage_site.records.model import LazyBody, Note, PlainPage, Record, RecordBody, StaticFile, Task, TaskLink
from leverage_site.stats.day_stats import DayStats
from leverage_site.stats.totals import Totals

_MICROSECOND = timedelta(microseconds=1)
_HEAD = ("front_matter_digest", "title", "summary", "draft", "id", "url", "lead_text")

Json = list[Any]
Plain = TypeVar("Plain")


def dump_record(record: Record) -> Json:
    """The head of a record."""
    return [
        record.date.isoformat(),
        record.path,
        record.digest,
        [getattr(record, name) for name in _HEAD],
        record.updated and record.updated.isoformat(),
        record.tags,
        record.aliases,
        _dump_tokens(record.tokens),
        [_dump_link(link) for link in record.links],
    ]


def load_record(head: Json, body: LazyBody) -> Record:
    """The record with this head."""
    day, path, digest, own, updated, tags, aliases, tokens, links = head
    return Record(
        date=date.fromisoformat(day),
        path=path,
        digest=digest,
        body=body,
        updated=date.fromisoformat(updated) if updated else None,
        tags=tuple(tags),
        aliases=tuple(aliases),
        tokens=_load_tokens(tokens),
        links=tuple(map(_load_link, links)),
        **dict(zip(_HEAD, own, strict=True)),
    )


def dump_body(body: RecordBody) -> Json:
    """The body of a record."""
    return [[_TASK.dump(task) for task in body.tasks], body.extra, _dump_prose(body.prose)]


def load_body(values: Json) -> RecordBody:
    """The body of a record."""
    tasks, extra, prose = values
    return RecordBody(tuple(map(_TASK.load, tasks)), extra, _load_prose(prose))


def dump_stats(stats: DayStats) -> Json:
    """The facts of a day."""
    return [
        _TOTALS.dump(stats.totals),
        stats.tags,
        stats.task_tags,
        # A day's own tags count all of it: most of these are its totals again.
        [[tag, None if sums == stats.totals else _TOTALS.dump(sums)] for tag, sums in stats.tagged],
        [[name, _TOTALS.dump(sums)] for name, sums in stats.projects],
        stats.factors,
        stats.highest,
        stats.lowest,
    ]


def load_stats(values: Json) -> DayStats:
    """The facts of a day."""
    sums, tags, task_tags, tagged, projects, factors, highest, lowest = values
    totals = _TOTALS.load(sums)
    return DayStats(
        totals,
        tuple(tags),
        tuple(task_tags),
        tuple([(tag, totals if part is None else _TOTALS.load(part)) for tag, part in tagged]),
        tuple([(name, _TOTALS.load(part)) for name, part in projects]),
        tuple(factors),
        highest,
        lowest,
    )


def dump_other(value: PlainPage | Note | StaticFile | None) -> Json:
    """Any content file but a record."""
    match value:
        case PlainPage():
            own = [value.path, value.digest, value.title, value.url, value.summary, value.draft, value.aliases]
            return ["page", *own, value.extra, _dump_prose(value.prose)]
        case Note():
            own = [value.name, value.path, value.digest, value.title, value.draft]
            return ["note", *own, _dump_prose(value.prose)]
        case StaticFile():
            return ["static", value.address, value.path, value.digest]
    return ["none"]


def load_other(values: Json, file: str) -> PlainPage | Note | StaticFile | None:
    """Any content file but a record; `file` is where it is on the disk."""
    match values:
        case ["page", path, digest, title, url, summary, draft, aliases, extra, prose]:
            return PlainPage(path, digest, title, url, summary, draft, tuple(aliases), extra, _load_prose(prose))
        case ["note", name, path, digest, title, draft, prose]:
            return Note(name, path, digest, _load_prose(prose), title, draft)
        case ["static", address, path, digest]:
            return StaticFile(address, path, file, digest)
    return None


def dump_problem(problem: Problem) -> Json:
    """A problem."""
    return [problem.code, problem.message, dump_place(problem.place), problem.hint, problem.severity]


def load_problem(values: Json) -> Problem:
    """A problem."""
    code, message, place, hint, severity = values
    return Problem(code, message, Place(*place), hint, severity)


def dump_place(place: Place) -> Json:
    """A place."""
    return [place.path, place.line, place.column, place.length, place.excerpt]


def _dump_link(link: ProseLink) -> Json:
    return [link.target, dump_place(link.place), link.image]


def _load_link(values: Json) -> ProseLink:
    target, place, image = values
    return ProseLink(target, Place(*place), image)


def _dump_prose(prose: Prose) -> Json:
    return [_dump_fragment(prose.lead), _dump_fragment(prose.rest), prose.lead_text, prose.words]


def _load_prose(values: Json) -> Prose:
    lead, rest, lead_text, words = values
    return Prose(_load_fragment(lead), _load_fragment(rest), lead_text, words)


def _dump_fragment(fragment: Fragment) -> Json:
    return [fragment.texts, [_dump_link(link) for link in fragment.links]]


def _load_fragment(values: Json) -> Fragment:
    texts, links = values
    return Fragment(tuple(texts), tuple(map(_load_link, links)))


def _dump_tokens(tokens: Tokens | None) -> Json | None:
    return None if tokens is None else [tokens.count, tokens.estimated]


def _load_tokens(values: Json | None) -> Tokens | None:
    return Tokens(*values) if values else None


_TIME = (lambda time: time // _MICROSECOND, lambda count: timedelta(0, 0, count))
# How values become JSON and come back, by their types; None stays None, and all other values are JSON already.
_CONVERTERS: dict[Any, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    timedelta: _TIME,
    timedelta | None: _TIME,
    Tokens | None: (_dump_tokens, _load_tokens),
    tuple[str, ...]: (list, tuple),
    tuple[TaskLink, ...]: (list, lambda links: tuple([TaskLink(*link) for link in links])),
}


class _ByFields(Generic[Plain]):
    """Dumps and loads the objects of a dataclass of plain values, by the types of its fields.

    What the last fields have is left out where it is the default: few tasks have all of them. A new field needs
    nothing here, one of a new type a line in `_CONVERTERS`.
    """

    def __init__(self, cls: Callable[..., Plain]) -> None:
        table = fields(cls)  # type: ignore[arg-type]
        self.cls = cls
        self.values_of = attrgetter(*(field.name for field in table))
        self.defaults = [
            field.default if field.default_factory is MISSING else field.default_factory() for field in table
        ]
        pairs = [(n, _CONVERTERS[field.type]) for n, field in enumerate(table) if field.type in _CONVERTERS]
        self.dumpers = [(n, dump) for n, (dump, _) in pairs]
        self.loaders = [(n, load) for n, (_, load) in pairs]

    def dump(self, value: Plain) -> Json:
        values = list(self.values_of(value))
        while values and values[-1] == self.defaults[len(values) - 1]:
            values.pop()
        return self._converted(values, self.dumpers)

    def load(self, values: Json) -> Plain:
        return self.cls(*self._converted(values, self.loaders))

    def _converted(self, values: Json, converters: list[tuple[int, Callable[[Any], Any]]]) -> Json:
        count = len(values)
        for n, convert in converters:
            if n < count and values[n] is not None:
                values[n] = convert(values[n])
        return values


_TASK = _ByFields(Task)
_TOTALS = _ByFields(Totals)
