"""Content as JSON values and back, for the cache: records and their summaries, and other texts.

What a list needs of a record and what only its own page needs are two texts: its head and its body. Nothing is
checked on the way back, for only what this program wrote gets here; see `store`.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from leverage_site.cache.json import Spelled, spell_place
from leverage_site.markdown import Fragment, Prose, ProseLink
from leverage_site.pages.days import DayStats, Summary
from leverage_site.problems import Place
from leverage_site.records.measures import Tokens
from leverage_site.records.model import Note, PlainPage, Record, StaticFile, Task, TaskLink
from leverage_site.stats.totals import Totals

_MICROSECOND = timedelta(microseconds=1)
_HEAD = ("front", "title", "summary", "draft", "id", "url")

_NOTHING_RARE: Spelled = [None, None, (), {}]

Body = Callable[[], tuple[Any, ...]]


def spell_record(record: Record) -> Spelled:
    """The head of a record."""
    return [
        record.date.isoformat(),
        record.path,
        record.digest,
        [getattr(record, name) for name in _HEAD],
        record.updated and record.updated.isoformat(),
        record.tags,
        record.aliases,
        _spell_tokens(record.tokens),
        [_spell_link(link) for link in record.links],
    ]


def read_record(head: Spelled, body: Body) -> Record:
    """The record with this head, its body still to come."""
    day, path, digest, own, updated, tags, aliases, tokens, links = head
    values = {
        "date": date.fromisoformat(day),
        "path": path,
        "digest": digest,
        **dict(zip(_HEAD, own, strict=True)),
        "updated": date.fromisoformat(updated) if updated else None,
        "tags": tuple(tags),
        "aliases": tuple(aliases),
        "tokens": _read_tokens(tokens),
        "links": tuple(map(_read_link, links)),
    }
    return Record.without_body(values, body)


def spell_body(record: Record) -> Spelled:
    """The body of a record."""
    return [[_spell_task(task) for task in record.tasks], record.extra, _spell_prose(record.prose)]


def read_body(body: Spelled) -> tuple[Any, ...]:
    """The body as `Record.load` gives it."""
    tasks, extra, prose = body
    return tuple(map(_read_task, tasks)), extra, _read_prose(prose)


def spell_summary(summary: Summary) -> Spelled:
    """A summary."""
    stats = summary.stats
    return [
        summary.text,
        _spell_totals(stats.totals),
        stats.tags,
        stats.task_tags,
        # A day's own tags count all of it: most of these are its totals again.
        [[tag, None if sums == stats.totals else _spell_totals(sums)] for tag, sums in stats.tagged],
        [[name, _spell_totals(sums)] for name, sums in stats.projects],
        stats.factors,
        stats.highest,
        stats.lowest,
    ]


def read_summary(spelled: Spelled) -> Summary:
    """A summary."""
    text, sums, tags, task_tags, tagged, projects, factors, highest, lowest = spelled
    totals = _read_totals(sums)
    stats = DayStats(
        totals,
        tuple(tags),
        tuple(task_tags),
        tuple([(tag, totals if part is None else _read_totals(part)) for tag, part in tagged]),
        tuple([(name, _read_totals(part)) for name, part in projects]),
        tuple(factors),
        highest,
        lowest,
    )
    return Summary(text, stats)


def spell_other(value: PlainPage | Note | StaticFile | None) -> Spelled:
    """Any content file but a record."""
    match value:
        case PlainPage():
            own = [value.path, value.digest, value.title, value.url, value.summary, value.draft, value.aliases]
            return ["page", *own, value.extra, _spell_prose(value.prose)]
        case Note():
            own = [value.name, value.path, value.digest, value.title, value.draft]
            return ["note", *own, _spell_prose(value.prose)]
        case StaticFile():
            return ["static", value.address, value.path, value.digest]
    return ["none"]


def read_other(spelled: Spelled, file: str) -> PlainPage | Note | StaticFile | None:
    """Any content file but a record; `file` is where it is on the disk."""
    match spelled:
        case ["page", path, digest, title, url, summary, draft, aliases, extra, prose]:
            return PlainPage(path, digest, title, url, summary, draft, tuple(aliases), extra, _read_prose(prose))
        case ["note", name, path, digest, title, draft, prose]:
            return Note(name, path, digest, _read_prose(prose), title, draft)
        case ["static", address, path, digest]:
            return StaticFile(address, path, file, digest)
    return None


def _spell_link(link: ProseLink) -> Spelled:
    return [link.target, spell_place(link.place), link.image]


def _read_link(spelled: Spelled) -> ProseLink:
    target, place, image = spelled
    return ProseLink(target, Place(*place), image)


def _spell_prose(prose: Prose) -> Spelled:
    return [_spell_fragment(prose.lead), _spell_fragment(prose.rest), prose.lead_text, prose.words]


def _read_prose(spelled: Spelled) -> Prose:
    lead, rest, lead_text, words = spelled
    return Prose(_read_fragment(lead), _read_fragment(rest), lead_text, words)


def _spell_fragment(fragment: Fragment) -> Spelled:
    return [fragment.texts, [_spell_link(link) for link in fragment.links]]


def _read_fragment(spelled: Spelled) -> Fragment:
    texts, links = spelled
    return Fragment(tuple(texts), tuple(map(_read_link, links)))


def _spell_task(task: Task) -> Spelled:
    # Few tasks have any of these.
    rare = [task.id, task.url, task.links, task.extra]
    return [
        task.task,
        task.human // _MICROSECOND,
        task.ai // _MICROSECOND,
        _spell_time(task.supervision),
        _spell_tokens(task.tokens),
        task.project,
        task.tags,
        task.assistant,
        task.note,
        *(rare if rare != _NOTHING_RARE else ()),
    ]


def _read_task(spelled: Spelled) -> Task:
    text, human, ai, supervision, tokens, project, tags, assistant, note, *rare = spelled
    return Task(
        text,
        timedelta(0, 0, human),
        timedelta(0, 0, ai),
        None if supervision is None else timedelta(0, 0, supervision),
        _read_tokens(tokens),
        project,
        tuple(tags),
        assistant,
        note,
        *(_read_rare(*rare) if rare else ()),
    )


def _read_rare(
    own: str | None, url: str | None, links: Spelled, extra: dict[str, Any]
) -> tuple[str | None, str | None, tuple[TaskLink, ...], dict[str, Any]]:
    return own, url, tuple([TaskLink(*link) for link in links]), extra


def _spell_totals(sums: Totals) -> Spelled:
    return [
        sums.days,
        sums.tasks,
        sums.human // _MICROSECOND,
        sums.ai // _MICROSECOND,
        _spell_time(sums.supervision),
        sums.supervised // _MICROSECOND,
        _spell_tokens(sums.tokens),
        sums.tokens_missing,
        sums.tokens_knowable,
        sums.assistants,
    ]


def _read_totals(spelled: Spelled) -> Totals:
    days, tasks, human, ai, supervision, supervised, tokens, missing, knowable, assistants = spelled
    return Totals(
        days,
        tasks,
        timedelta(0, 0, human),
        timedelta(0, 0, ai),
        None if supervision is None else timedelta(0, 0, supervision),
        timedelta(0, 0, supervised),
        _read_tokens(tokens),
        missing,
        knowable,
        tuple(assistants),
    )


def _spell_time(time: timedelta | None) -> int | None:
    return None if time is None else time // _MICROSECOND


def _spell_tokens(tokens: Tokens | None) -> Spelled | None:
    return None if tokens is None else [tokens.count, tokens.estimated]


def _read_tokens(spelled: Spelled | None) -> Tokens | None:
    return Tokens(*spelled) if spelled else None
