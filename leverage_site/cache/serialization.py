"""Content as JSON values and back, for the cache: records and the facts of their days, and other texts.

What a list needs of a record and what only its own page needs are two texts: its head and its body. Nothing is
checked on the way back, for only what this program wrote gets here; see `store`.
"""

from datetime import date, timedelta
from typing import Any

from leverage_site.markdown import Fragment, Prose, ProseLink
from leverage_site.problems import Place, Problem
from leverage_site.records.measures import Tokens
from leverage_site.records.model import LazyBody, Note, PlainPage, Record, RecordBody, StaticFile, Task, TaskLink
from leverage_site.stats.day_stats import DayStats
from leverage_site.stats.totals import Totals

_MICROSECOND = timedelta(microseconds=1)
_HEAD = ("front_matter_digest", "title", "summary", "draft", "id", "url", "lead_text")

_NOTHING_RARE: list[Any] = [None, None, (), {}]

Json = list[Any]


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
    return [[_dump_task(task) for task in body.tasks], body.extra, _dump_prose(body.prose)]


def load_body(values: Json) -> RecordBody:
    """The body of a record."""
    tasks, extra, prose = values
    return RecordBody(tuple(map(_load_task, tasks)), extra, _load_prose(prose))


def dump_stats(stats: DayStats) -> Json:
    """The facts of a day."""
    return [
        _dump_totals(stats.totals),
        stats.tags,
        stats.task_tags,
        # A day's own tags count all of it: most of these are its totals again.
        [[tag, None if sums == stats.totals else _dump_totals(sums)] for tag, sums in stats.tagged],
        [[name, _dump_totals(sums)] for name, sums in stats.projects],
        stats.factors,
        stats.highest,
        stats.lowest,
    ]


def load_stats(values: Json) -> DayStats:
    """The facts of a day."""
    sums, tags, task_tags, tagged, projects, factors, highest, lowest = values
    totals = _load_totals(sums)
    return DayStats(
        totals,
        tuple(tags),
        tuple(task_tags),
        tuple([(tag, totals if part is None else _load_totals(part)) for tag, part in tagged]),
        tuple([(name, _load_totals(part)) for name, part in projects]),
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


def _dump_task(task: Task) -> Json:
    # Few tasks have any of these.
    rare = [task.id, task.url, task.links, task.extra]
    return [
        task.task,
        task.human // _MICROSECOND,
        task.ai // _MICROSECOND,
        _dump_time(task.supervision),
        _dump_tokens(task.tokens),
        task.project,
        task.tags,
        task.assistant,
        task.note,
        *(rare if rare != _NOTHING_RARE else ()),
    ]


def _load_task(values: Json) -> Task:
    text, human, ai, supervision, tokens, project, tags, assistant, note, *rare = values
    return Task(
        text,
        timedelta(0, 0, human),
        timedelta(0, 0, ai),
        None if supervision is None else timedelta(0, 0, supervision),
        _load_tokens(tokens),
        project,
        tuple(tags),
        assistant,
        note,
        *(_load_rare(*rare) if rare else ()),
    )


def _load_rare(
    own: str | None, url: str | None, links: Json, extra: dict[str, Any]
) -> tuple[str | None, str | None, tuple[TaskLink, ...], dict[str, Any]]:
    return own, url, tuple([TaskLink(*link) for link in links]), extra


def _dump_totals(sums: Totals) -> Json:
    return [
        sums.days,
        sums.tasks,
        sums.human // _MICROSECOND,
        sums.ai // _MICROSECOND,
        _dump_time(sums.supervision),
        sums.supervised // _MICROSECOND,
        _dump_tokens(sums.tokens),
        sums.tokens_missing,
        sums.tokens_knowable,
        sums.assistants,
    ]


def _load_totals(values: Json) -> Totals:
    days, tasks, human, ai, supervision, supervised, tokens, missing, knowable, assistants = values
    return Totals(
        days,
        tasks,
        timedelta(0, 0, human),
        timedelta(0, 0, ai),
        None if supervision is None else timedelta(0, 0, supervision),
        timedelta(0, 0, supervised),
        _load_tokens(tokens),
        missing,
        knowable,
        tuple(assistants),
    )


def _dump_time(time: timedelta | None) -> int | None:
    return None if time is None else time // _MICROSECOND


def _dump_tokens(tokens: Tokens | None) -> Json | None:
    return None if tokens is None else [tokens.count, tokens.estimated]


def _load_tokens(values: Json | None) -> Tokens | None:
    return Tokens(*values) if values else None
