"""Aliases of projects and tags: replaced in the records before anything is counted, so that no page has them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from leverage_site.problems import Problem, catalog
from leverage_site.records.model import LazyBody, Library, Record
from leverage_site.settings import Alias, Settings
from leverage_site.stats.day_stats import DayStats
from leverage_site.stats.index import first_spellings
from leverage_site.values import token

# Records in which aliases were replaced, by their paths and the digests of what they came from.
Renamed = dict[tuple[str, str], Record]


def replace_aliases(
    library: Library, settings: Settings, known_stats: Mapping[str, DayStats], earlier: Renamed
) -> tuple[Library, list[Problem], Renamed]:
    """Replace each alias in the records by the name it stands for.

    A record in which there is none stays the same object, and so does one that was renamed alike before: `earlier`
    has those. `known_stats` are facts of days by the digests of records.

    Returns:
        The library, a warning for each alias that stands nowhere, and the records that were renamed.

    """
    projects, tags = _names(settings.project_aliases), _names(settings.tag_aliases)
    used: tuple[set[str], set[str]] = set(), set()
    renamed: Renamed = {}
    records = []
    for record in library.records:
        tables = list(zip((projects, tags), _names_in(record, known_stats), strict=True))
        for folded, (_, names) in zip(used, tables, strict=True):
            folded.update(name.casefold() for name in names)
        if all(_name(table, name) == name for table, names in tables for name in names):
            records.append(record)
        else:
            key = record.path, token(record.digest, repr(projects), repr(tags))
            renamed[key] = earlier.get(key) or _rename(record, projects, tags, key[1])
            records.append(renamed[key])
    # A draft, or a file with a problem, may have the name.
    if library.drafts or library.unread:
        problems = []
    else:
        groups = (("project", settings.project_aliases, used[0]), ("tag", settings.tag_aliases, used[1]))
        problems = [
            catalog.UNUSED_ALIAS.at(alias.place, kind=kind, name=alias.name)
            for kind, aliases, names in groups
            for alias in aliases
            if alias.name.casefold() not in names
        ]
    return replace(library, records=tuple(records)), problems, renamed


def _names(aliases: Iterable[Alias]) -> dict[str, str]:
    """Return what each name stands for, by its folded case; a target is spelled everywhere as in the settings."""
    targets = {alias.target.casefold(): alias.target for alias in aliases}
    return {**targets, **{alias.name.casefold(): targets[alias.target.casefold()] for alias in aliases}}


def _name(names: Mapping[str, str], name: str) -> str:
    return names.get(name.casefold(), name)


def _spelled_once(names: Mapping[str, str], tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(first_spellings(_name(names, tag) for tag in tags).values())


def _names_in(record: Record, known_stats: Mapping[str, DayStats]) -> tuple[Iterable[str], Iterable[str]]:
    """Return the projects and tags that a record names; its tasks are read only where its day is not known."""
    if stats := known_stats.get(record.digest):
        return [name for name, _ in stats.projects], stats.tags
    tasks = record.body.get().tasks
    tags = [tag for task in tasks for tag in task.tags]
    return [task.project for task in tasks if task.project], [*record.tags, *tags]


def _rename(record: Record, projects: Mapping[str, str], tags: Mapping[str, str], digest: str) -> Record:
    body = record.body.get()
    tasks = [
        replace(
            task,
            project=_name(projects, task.project) if task.project else None,
            tags=_spelled_once(tags, task.tags),
        )
        for task in body.tasks
    ]
    return replace(
        record,
        body=LazyBody(replace(body, tasks=tuple(tasks))),
        tags=_spelled_once(tags, record.tags),
        digest=digest,
        front_matter_digest=token(record.front_matter_digest, repr(projects), repr(tags)),
    )
