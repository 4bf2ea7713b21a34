"""Projects and tags by their further names: joined before anything is counted, so that no page knows of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from leverage_site.problems import Problem, catalog
from leverage_site.records.model import LazyBody, Library, Record
from leverage_site.settings import Alias, Settings
from leverage_site.stats.day_stats import DayStats
from leverage_site.values import token

# Records that were renamed before, by their paths and digests.
Renamed = dict[tuple[str, str], Record]

Rename = Callable[[str], str]


def joined(
    library: Library, settings: Settings, known_stats: Mapping[str, DayStats], known: Renamed
) -> tuple[Library, list[Problem], Renamed]:
    """`library` with each alias replaced by the name it stands for, and a warning for each that stands nowhere.

    A record in which there is none stays the same object, and so does one that is `known` to have been renamed
    alike. The last value is what to know the next time.
    """
    projects, tags = _names(settings.project_aliases), _names(settings.tag_aliases)
    used: tuple[set[str], set[str]] = set(), set()
    now: Renamed = {}
    records = []
    for record in library.records:
        written = _written(record, known_stats)
        for seen, names in zip(used, written, strict=True):
            seen.update(name.casefold() for name in names)
        tables = zip((projects, tags), written, strict=True)
        if all(_name(table, name) == name for table, names in tables for name in names):
            records.append(record)
        else:
            key = record.path, token(record.digest, repr(projects), repr(tags))
            now[key] = known.get(key) or _renamed(record, projects, tags, key[1])
            records.append(now[key])
    # A draft, or a file with a problem, may have the name.
    is_sure = not library.drafts and not library.unread
    groups = (("project", settings.project_aliases, used[0]), ("tag", settings.tag_aliases, used[1]))
    problems = [problem for group in groups for problem in _unused(*group)] if is_sure else []
    return replace(library, records=tuple(records)), problems, now


def _names(aliases: Iterable[Alias]) -> dict[str, str]:
    """What each name stands for, by its folded case; a target is spelled as in the settings wherever it stands."""
    targets = {alias.target.casefold(): alias.target for alias in aliases}
    return {**targets, **{alias.name.casefold(): targets[alias.target.casefold()] for alias in aliases}}


def _name(names: Mapping[str, str], name: str) -> str:
    return names.get(name.casefold(), name)


def _written(record: Record, known_stats: Mapping[str, DayStats]) -> tuple[Iterable[str], Iterable[str]]:
    """Return the projects and tags that a record names; its tasks are read only where its day is not known."""
    if stats := known_stats.get(record.digest):
        return [name for name, _ in stats.projects], stats.tags
    tasks = record.body.get().tasks
    tags = [tag for task in tasks for tag in task.tags]
    return [task.project for task in tasks if task.project], [*record.tags, *tags]


def _renamed(record: Record, projects: Mapping[str, str], tags: Mapping[str, str], digest: str) -> Record:
    body = record.body.get()
    tasks = [
        replace(
            task,
            project=_name(projects, task.project) if task.project else None,
            tags=_once(_name(tags, tag) for tag in task.tags),
        )
        for task in body.tasks
    ]
    return replace(
        record,
        body=LazyBody(replace(body, tasks=tuple(tasks))),
        tags=_once(_name(tags, tag) for tag in record.tags),
        digest=digest,
        front_matter_digest=token(record.front_matter_digest, repr(projects), repr(tags)),
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name.casefold(), name)
    return tuple(found.values())


def _unused(kind: str, aliases: Iterable[Alias], used: set[str]) -> Iterator[Problem]:
    for alias in aliases:
        if alias.name.casefold() not in used:
            yield catalog.UNUSED_ALIAS.at(alias.place, kind=kind, name=alias.name)
